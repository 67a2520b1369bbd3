"""The lines that a year and a month cost, once: every total of money is some of them, and says which."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from designer.analysis.money.periods import month_of
from designer.analysis.results import CostResult
from designer.model.figures.figure import Figure, leaf, total
from designer.model.identity_cache import Remembered
from designer.model.kinds import MODEL_APIS
from designer.model.wording import listed

CostKey = Literal["capital", "energy", "support", "staff", "space", "rent", "services", "tokens"]
CostTotal = Literal["run", "month", "hour"]
"""To run; all told; an accelerator hour."""


class CostLineOfYear(NamedTuple):
    """One line of what a year costs.

    Attributes:
        key: Its name in `--json`.
        caption: As a table writes it.
        word: Inside a sentence.
        note: What it holds, in plain words.
        read: Return it, USD/year.
        totals: The totals that it is inside.
    """

    key: CostKey
    caption: str
    word: str
    note: str
    read: Callable[[CostResult], Figure]
    totals: frozenset[CostTotal]


def _field(name: str) -> Callable[[CostResult], Figure]:
    """Return what reads the figure NAME of a year."""

    def read(cost: CostResult) -> Figure:
        found: Figure = getattr(cost, name)
        return found

    return read


def _services(cost: CostResult) -> Figure:
    paid = [line.total_usd for line in cost.service_lines if line.kind not in MODEL_APIS]
    return _sum("services", paid, "Nothing is paid by the seat, month or GPU.")


def _tokens(cost: CostResult) -> Figure:
    paid = [line.total_usd for line in cost.service_lines if line.kind in MODEL_APIS]
    return _sum("tokens", paid, "Nothing is paid by the token.")


def _sum(label: str, terms: list[Figure], nothing: str) -> Figure:
    if not terms:
        return leaf(label, 0.0, "USD/year", note=nothing)
    return total(label, terms, "USD/year", "sum over what is paid by its use")


_ALL: Final[frozenset[CostTotal]] = frozenset({"run", "month", "hour"})

COST_LINES: Final[tuple[CostLineOfYear, ...]] = (
    CostLineOfYear(
        "capital",
        "Capital",
        "capital",
        "what was bought, paid off over the years in use",
        _field("amortisation_usd_per_year"),
        frozenset({"month", "hour"}),
    ),
    CostLineOfYear("energy", "Energy", "energy", "electricity of the whole site", _field("energy_usd_per_year"), _ALL),
    CostLineOfYear(
        "support",
        "Support",
        "support",
        "maintenance and spares of what was bought",
        _field("support_usd_per_year"),
        _ALL,
    ),
    CostLineOfYear("staff", "Staff", "staff", "people who run the machines", _field("staff_usd_per_year"), _ALL),
    CostLineOfYear(
        "space",
        "Space",
        "space",
        "a hall by the kW: rented, or one's own written off",
        _field("space_usd_per_year"),
        _ALL,
    ),
    CostLineOfYear(
        "rent",
        "Cloud and rent",
        "rent",
        "machines by the hour, stores by GB",
        _field("rent_usd_per_year"),
        _ALL,
    ),
    CostLineOfYear(
        "services",
        "Services",
        "services",
        "seats, subscriptions, licences, indexes, requests and traffic out of stores",
        _services,
        _ALL,
    ),
    CostLineOfYear(
        "tokens",
        "Tokens",
        "tokens",
        "models by the token, which accelerators of others serve",
        _tokens,
        frozenset({"run", "month"}),
    ),
)


def cost_lines(cost: CostResult) -> tuple[tuple[CostLineOfYear, Figure], ...]:
    """Return every line with what it takes of a year of COST, USD/year."""
    return tuple((line, line.read(cost)) for line in COST_LINES)


def paid_lines(cost: CostResult, inside: CostTotal = "month") -> tuple[tuple[CostLineOfYear, Figure], ...]:
    """Return the lines of COST that are INSIDE a total and take something or may, USD/year."""
    return tuple((line, figure) for line, figure in cost_lines(cost) if inside in line.totals and _takes(figure))


def monthly_lines(cost: CostResult, inside: CostTotal | None = "month") -> tuple[tuple[CostLineOfYear, Figure], ...]:
    """Return the lines of COST that are INSIDE a total and take something or may, USD/month; for None every line."""
    lines = cost_lines(cost) if inside is None else paid_lines(cost, inside)
    return tuple((line, month_of(line.caption, year, "a year / 12")) for line, year in lines)


def running_cost_of_a_month(cost: CostResult) -> Figure:
    """Return what is paid in a month, USD/month: the running cost of a year / 12; `inside_words` says of what.

    Of the same year it is the very same figure, so that what was drawn of it is found again.
    """
    year = cost.opex_usd_per_year
    return _months.of((year,), "", lambda: month_of("running cost of a month", year, "running cost of a year / 12"))


_months: Final = Remembered[Figure]()


def inside_words(inside: CostTotal, cost: CostResult | None = None) -> str:
    """Return which lines are INSIDE a total, in words: of COST those that take something, else all."""
    lines = COST_LINES if cost is None else [line for line, _ in paid_lines(cost, inside)]
    return listed((line.word for line in lines if inside in line.totals), None)


def _takes(figure: Figure) -> bool:
    return figure.value is None or bool(figure.value) or bool(figure.missing)
