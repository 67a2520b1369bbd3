"""The columns of the table of parts: what each says of a part and what it is sorted by."""

from enum import IntEnum
from typing import Final

from designer.catalog.filters import STATUSES, Traits
from designer.catalog.parts.exact_figures import exact_text
from designer.model.figures.figure import Figure, Status
from designer.model.figures.figure_text import figure_text, number_text, quantity_text
from designer.model.kinds import KINDS
from designer.model.money.pricing import USD
from designer.model.network.ports import rate_text
from designer.model.parts.part import PER_WORDS, Part, Price, Quantity
from designer.ui.widgets.part_words import STATUS_TITLES

UNKNOWN: Final = "—"
SortKey = tuple[int, float, str]
"""A group that keeps its place whichever way is sorted, and what is sorted by within it."""


class PartColumn(IntEnum):
    """In their order."""

    MARK, NAME, KIND, RATE, POWER, HEIGHT, PRICE, STANDING = range(8)


COLUMN_TITLES: Final = {
    PartColumn.MARK: "",
    PartColumn.NAME: "Part",
    PartColumn.KIND: "Kind",
    PartColumn.RATE: "Rate",
    PartColumn.POWER: "Power",
    PartColumn.HEIGHT: "Height",
    PartColumn.PRICE: "Price",
    PartColumn.STANDING: "Figures",
}
_WITHOUT_PRICE: Final = {"free": "free", "not sold": "not sold", "rented": UNKNOWN, "sold": UNKNOWN, "unknown": UNKNOWN}
_PER_ORDER: Final = tuple(PER_WORDS)


def cell_text(part: Part, traits: Traits, column: PartColumn) -> str:
    """Return what COLUMN says of PART; a second line stands after a line end."""
    match column:
        case PartColumn.NAME:
            return part.name
        case PartColumn.KIND:
            return kind_title(part.kind)
        case PartColumn.RATE:
            return rate_text(traits.gbps) if traits.gbps is not None else UNKNOWN
        case PartColumn.POWER:
            power = part.facts.get("power_max_w")
            known = power is not None and power.value is not None
            return _power_cell(power) if known and power else UNKNOWN
        case PartColumn.HEIGHT:
            return exact_text(traits.height_u, "U") if traits.height_u is not None else UNKNOWN
        case PartColumn.PRICE:
            return price_cell(part)
        case PartColumn.STANDING:
            return STATUS_TITLES[traits.worst] if traits.worst else "no figures"
        case PartColumn.MARK:
            return ""


def sort_key(part: Part, traits: Traits, column: PartColumn) -> SortKey | None:
    """Return the key by which PART is sorted in COLUMN; None stands last.

    Prices of one go before those of an hour and of use, those in dollars before those in other money: amounts of
    different measure are not compared.
    """
    match column:
        case PartColumn.RATE:
            return _number(traits.gbps)
        case PartColumn.POWER:
            return _number(traits.power_w)
        case PartColumn.HEIGHT:
            return _number(traits.height_u)
        case PartColumn.PRICE:
            price = part.prices[0] if part.prices else None
            if price is None:
                return (0, 0.0, "") if part.availability == "free" else None
            return 2 * _PER_ORDER.index(price.per) + (price.currency != USD), price.typical, ""
        case PartColumn.STANDING:
            return _number(float(STATUSES.index(traits.worst))) if traits.worst else None
        case PartColumn.KIND:
            return 0, 0.0, kind_title(part.kind)
        case _:
            return 0, 0.0, part.name.casefold()


def kind_title(kind: str) -> str:
    """The name of a KIND."""
    known = KINDS.get(kind)
    return known.title if known else kind


def _power_cell(power: Quantity) -> str:
    """10.2 kW; a span has its unit on the second line, as it would be too wide."""
    words = quantity_text(power.value, "W", power.low, power.high)
    return "\n".join(words.rsplit(" ", 1)) if "–" in words else words


def price_cell(part: Part) -> str:
    """The preferred price of PART with its basis on a second line, or why there is none: "4.29 $/h", "on-demand"."""
    if not part.prices:
        return _WITHOUT_PRICE[part.availability]
    price = part.prices[0]
    return f"{_amount(price)}{'/h' if price.per == 'hour' else ''}\n{price_basis(price)}"


def price_basis(price: Price) -> str:
    """Return what PRICE is for and its basis: "input · million tokens"; the hour stands at the amount."""
    per = "" if price.per == "hour" else PER_WORDS[price.per]
    return " · ".join(word for word in (price.item, per, price.basis) if word)


def _amount(price: Price) -> str:
    if price.high < 100:  # 0.008 USD must not become 0
        digits = 3 if price.high < 10 else 4
        ends = (number_text(price.low, digits), number_text(price.high, digits))
        figures = ends[0] if ends[0] == ends[1] else "–".join(ends)
        return f"{figures} {'$' if price.currency == 'USD' else price.currency}"
    return figure_text(Figure(value=price.typical, unit=price.currency, low=price.low, high=price.high))


def standing_tone(worst: Status | None) -> str:
    """The colour of a standing."""
    if worst in ("sourced", "user", "derived"):
        return "ok"
    return "muted" if worst is None else "warn"


def _number(value: float | None) -> SortKey | None:
    return None if value is None else (0, value, "")
