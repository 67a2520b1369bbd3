"""The headline figures of a design, once: strip, command line, report, slides, inspector and documents read them."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

from designer.analysis.money.cost_lines import inside_words, running_cost_of_a_month
from designer.analysis.results import CoolingResult, CostResult, NetworkResult, PowerResult, Results
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import USD, PriceBook
from designer.review.workloads.work_figures import (
    days_of_the_run,
    days_of_training,
    first_token,
    sure_of_the_days,
    sure_of_the_first_token,
    sure_of_the_run,
    sure_of_the_token,
    sure_of_the_tokens,
    time_per_token,
    tokens_written,
)

Place = Literal["strip", "command line", "why", "report", "how sure", "slides", "inspector", "effects", "compare"]
"""Where a headline figure can be shown; "why" is the tree of reasons that `analyze --why` prints, "how sure" the table
of the report that has the error beside each figure."""


Section = Literal["holds", "network", "power", "chain", "cooling", "energy", "cost", "workloads", "failures"]
"""Sections of the text of `analyze`, in their order."""


class HeadlineFigure(NamedTuple):
    """One figure that people judge a design by.

    Attributes:
        key: Its name in `--json`, in code and in tests.
        caption: Short words, for strip and inspector, beside a number with its unit.
        title: Words that stand alone in a list.
        plain: Words for people who are not engineers: report and slides.
        note: What it holds, in plain words; "" where the title says enough.
        places: Where it is shown, each time with the same value.
        read: Return it from the results; None where its section was not worked out.
        ranged: Whether its range is shown instead of its middle.
        section: Where the command line prints it, at the beginning of that section; None where it does not.
        sure: Return how sure it is, for what only a design with such work has; None where that was not measured.
    """

    key: str
    caption: str
    title: str
    plain: str
    note: str
    places: frozenset[Place]
    read: Callable[[Results], Figure | None]
    ranged: bool = False
    section: Section | None = None
    sure: Callable[[Results], HowSure | None] | None = None

    @property
    def of_work(self) -> bool:
        """Return True when only a design that serves or trains has it."""
        return self.sure is not None


def _accelerators(results: Results) -> Figure | None:
    return results.counts.accelerators


def _power(read: Callable[[PowerResult], Figure]) -> Callable[[Results], Figure | None]:
    return lambda results: read(results.power) if results.power is not None else None


def _cost(read: Callable[[CostResult], Figure]) -> Callable[[Results], Figure | None]:
    return lambda results: read(results.cost) if results.cost is not None else None


def _cooling(read: Callable[[CoolingResult], Figure]) -> Callable[[Results], Figure | None]:
    return lambda results: read(results.cooling) if results.cooling is not None else None


def _network(read: Callable[[NetworkResult], Figure]) -> Callable[[Results], Figure | None]:
    return lambda results: read(results.network) if results.network is not None else None


def _in(*places: Place) -> frozenset[Place]:
    return frozenset(places)


_TOLD: Final[tuple[Place, ...]] = ("command line", "why", "how sure", "inspector", "compare")
"""Where every figure of work is shown."""


HEADLINE_FIGURES: Final = (
    HeadlineFigure(
        "accelerators",
        "Accelerators",
        "Accelerators",
        "Accelerators",
        "",
        _in("strip", "why"),
        _accelerators,
    ),
    HeadlineFigure(
        "it",
        "IT load",
        "IT power, typical",
        "Equipment",
        "of the equipment, in use",
        _in("strip", "command line", "why", "effects"),
        _power(lambda power: power.it_typical_w),
        section="power",
    ),
    HeadlineFigure(
        "it_max",
        "IT maximum",
        "IT power, maximum",
        "Equipment, at most",
        "of the equipment, at full load",
        _in("command line", "why", "effects"),
        _power(lambda power: power.it_max_w),
        section="power",
    ),
    HeadlineFigure(
        "facility",
        "Facility",
        "Whole site, typical",
        "Power",
        "of the whole site, in use",
        _in("strip", "command line", "why", "report", "slides", "effects"),
        _power(lambda power: power.facility_w),
        section="power",
    ),
    HeadlineFigure(
        "buy",
        "To buy",
        "To buy",
        "To buy",
        "",
        _in("strip", "command line", "why", "report", "slides", "effects"),
        _cost(lambda cost: cost.capex_usd),
        ranged=True,
        section="cost",
    ),
    HeadlineFigure(
        "run",
        "To run",
        "To run, a month",
        "To run",
        f"{inside_words('run')}, each month",
        _in("strip", "command line", "why", "report", "slides", "inspector", "effects"),
        _cost(running_cost_of_a_month),
        ranged=True,
        section="cost",
    ),
    HeadlineFigure(
        "month",
        "All told",
        "A month, all told",
        "A month, all told",
        "to run, and what was bought paid off over the years",
        _in("command line", "why", "inspector"),
        _cost(lambda cost: cost.monthly_usd),
        ranged=True,
        section="cost",
    ),
    HeadlineFigure(
        "accelerator_hour",
        "Accelerator hour",
        "Accelerator hour",
        "An hour of an accelerator",
        "all told, without tokens that others serve",
        _in("command line", "inspector"),
        _cost(lambda cost: cost.usd_per_gpu_hour),
        ranged=True,
        section="cost",
    ),
    HeadlineFigure(
        "ownership",
        "Cost of ownership",
        "Cost of ownership",
        "To buy, and to run over the years",
        "",
        _in("inspector"),
        _cost(lambda cost: cost.tco_usd),
        ranged=True,
    ),
    HeadlineFigure(
        "bisection",
        "Bisection",
        "Bisection, one way",
        "Between the halves",
        "that any half of the servers can send to the other half",
        _in("strip", "command line", "why"),
        _network(lambda network: network.bisection_gbps),
        ranged=True,
        section="network",
    ),
    HeadlineFigure(
        "busiest",
        "Busiest",
        "Busiest network part",
        "Busiest network part",
        "of what it can carry, when all servers talk to all",
        _in("why"),
        _network(lambda network: network.worst),
    ),
    HeadlineFigure(
        "heat",
        "Heat",
        "Heat",
        "Heat",
        "to carry away, at full load",
        _in("inspector"),
        _cooling(lambda cooling: cooling.heat_w),
    ),
    HeadlineFigure(
        "airflow", "Airflow", "Airflow", "Airflow", "", _in("inspector"), _cooling(lambda cooling: cooling.airflow_cfm)
    ),
    HeadlineFigure(
        "token",
        "Time per token",
        "Time per token",
        "A word follows in",
        "for each further token, in the busiest hour",
        _in("strip", "slides", *_TOLD),
        time_per_token,
        ranged=True,
        section="workloads",
        sure=sure_of_the_token,
    ),
    HeadlineFigure(
        "first_token",
        "First token",
        "First token",
        "An answer starts in",
        "in the busiest hour",
        _in(*_TOLD),
        first_token,
        ranged=True,
        section="workloads",
        sure=sure_of_the_first_token,
    ),
    HeadlineFigure(
        "tokens",
        "Tokens",
        "Tokens a second",
        "Tokens written",
        "of all engines, at most",
        _in(*_TOLD),
        tokens_written,
        ranged=True,
        section="workloads",
        sure=sure_of_the_tokens,
    ),
    HeadlineFigure(
        "run_days",
        "Training run",
        "Training run",
        "The training runs for",
        "arithmetic and failures alone",
        _in(*_TOLD),
        days_of_the_run,
        ranged=True,
        section="workloads",
        sure=sure_of_the_run,
    ),
    HeadlineFigure(
        "days",
        "Training project",
        "Training project",
        "The training takes",
        "of the project, restarts and trials included",
        _in("strip", "slides", *_TOLD),
        days_of_training,
        ranged=True,
        section="workloads",
        sure=sure_of_the_days,
    ),
)
"""All of them, in the order in which they are listed."""

BY_KEY: Final[Mapping[str, HeadlineFigure]] = {figure.key: figure for figure in HEADLINE_FIGURES}


def shown_in(place: Place) -> tuple[HeadlineFigure, ...]:
    """Return the headline figures that PLACE shows, in order."""
    return tuple(figure for figure in HEADLINE_FIGURES if place in figure.places)


def headline_value(key: str, results: Results | None, book: PriceBook) -> Figure | None:
    """Return the figure KEY of RESULTS, an amount in the money of BOOK; None where it was not worked out.

    An amount whose range is shown has P10 and P90 of all that enters, drawn at once: all its corners together are too
    wide to plan with, and stand in its "Why?".
    """
    figure = BY_KEY[key].read(results) if results is not None else None
    if figure is None:
        return None
    if _is_drawn(key, figure):
        from designer.analysis.uncertainty import with_likely  # arrays take a moment to load

        figure = with_likely(figure)
    return in_currency(figure, book)


def headline_values(
    place: Place, results: Results | None, book: PriceBook
) -> tuple[tuple[HeadlineFigure, Figure | None], ...]:
    """Return what PLACE shows of RESULTS with its values, amounts in the money of BOOK."""
    return tuple((figure, headline_value(figure.key, results, book)) for figure in shown_in(place))


def headline_sure(key: str, results: Results | None) -> HowSure | None:
    """Return how sure the figure KEY of RESULTS is; None of what no formula of performance gives."""
    sure = BY_KEY[key].sure
    return sure(results) if sure is not None and results is not None else None


def delivered_words(cost: CostResult | None, book: PriceBook) -> str:
    """Return what COST comes to delivered and installed, to stand beside what it is to buy; "" where nothing is bought.

    Spares, freight and installation are in it and not in "To buy", so that both are told together.
    """
    if cost is None or cost.delivery is None or not cost.lines or not cost.delivery.delivered_usd.known:
        return ""
    text = shown(in_currency(cost.delivery.delivered_usd, book), ranged=False)
    return f"{text.signed_number} {text.unit} delivered and installed"


def _is_drawn(key: str, figure: Figure) -> bool:
    return BY_KEY[key].ranged and figure.unit.startswith(USD)


def likely_ranges(results: Results) -> dict[str, tuple[float, float]]:
    """Return P10 and P90 of the headline amounts of RESULTS, USD, by key; those without ranges are left out."""
    from designer.analysis.uncertainty import Evaluated, with_likely  # arrays take a moment to load

    found: dict[str, tuple[float, float]] = {}
    done: Evaluated = {}  # the capital cost stands in the month, and that in the hour of an accelerator
    for told in HEADLINE_FIGURES:
        figure = told.read(results)
        if figure is None or not _is_drawn(told.key, figure):
            continue
        likely = with_likely(figure, done=done).likely
        if likely is not None:
            found[told.key] = likely
    return found


def take_likely(results: Results, ranges: Mapping[str, tuple[float, float]]) -> None:
    """Take RANGES, of `likely_ranges` for equal results, as those of the headline amounts of RESULTS."""
    from designer.analysis.uncertainty import keep_likely  # arrays take a moment to load

    for key, likely in ranges.items():
        figure = BY_KEY[key].read(results)
        if figure is not None:
            keep_likely(figure, likely)
