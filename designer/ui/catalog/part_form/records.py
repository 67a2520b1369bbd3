"""Records that the typed text for ports, contained parts and prices of a part means. Knows no window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar, get_args

from designer.catalog.check import dated
from designer.catalog.library import Library, near_ids
from designer.catalog.reading import MAX_PORTS
from designer.model.figures.figure import Status
from designer.model.figures.number_locale import for_a_field
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.parts.part import PER_WORDS, TERM_WORDS, Contained, Medium, PortGroup, Price, Quantity
from designer.model.records import RefusedInput, require_count, require_id, require_quantity
from designer.model.wording import counted
from designer.ui.widgets.part_words import MEDIUM_TITLES, STATUS_TITLES

Texts = Mapping[str, str]
_Made = TypeVar("_Made")

STATUS_CHOICES: Final = tuple(
    (status, STATUS_TITLES[status]) for status in ("user", "sourced", "derived", "estimate", "unverified", "assumed")
)
BASIS_CHOICES: Final = (
    ("user", "your own"),
    ("quote", "quote"),
    ("list", "list"),
    ("street", "street"),
    ("on-demand", "on demand"),
    ("reserved", "reserved"),
    ("spot", "spot"),
    ("estimate", "estimate"),
    ("rented", "rented"),
    ("not-sold", "not sold"),
)
TERM_CHOICES: Final = tuple((str(term), words or "not stated") for term, words in TERM_WORDS.items())
PER_CHOICES: Final = tuple((str(per), words or "one") for per, words in PER_WORDS.items())
ROLE_CHOICES: Final = (("", "either"), ("in", "in"), ("out", "out"))


class FieldRefused(RefusedInput):
    """Refusal of what was typed into one field and cannot be meant.

    Attributes:
        field: Name of the field.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


@dataclass(frozen=True)
class Cell:
    """One field of a row: what it is called, how wide it is, what may be chosen."""

    name: str
    title: str
    span: int = 1
    hint: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    sources: bool = False
    suggests_parts: bool = False


PORT_CELLS: Final = (
    Cell("name", "Name", 1, "osfp"),
    Cell("media", "Carries", 2, "fabric, storage", "One or more of: " + ", ".join(get_args(Medium)) + "."),
    Cell("count", "Ports", 1, "8", "Logical ports of this sort."),
    Cell("connector", "Connector", 1, "OSFP"),
    Cell("rate_gbps", "Rate of one, Gb/s", 1, "400", "One way; empty for power and coolant."),
    Cell("lanes", "Lanes of one", 1, "4"),
    Cell("cages", "Cages", 1, "", "Physical cages; empty when one port is one cage."),
    Cell("breakouts", "Breakouts", 1, "2, 4", "Into how many links one port may be split."),
    Cell("protocols", "Protocols", 2, "infiniband, ethernet", "Empty when anything of the medium goes."),
    Cell("role", "Direction", 1, "", "For power and coolant.", ROLE_CHOICES),
)
CONTAINED_CELLS: Final = (
    Cell(
        "part",
        "Part inside",
        5,
        "nvidia/h100-sxm5-80gb",
        "Id of a part; its first letters offer what there is.",
        suggests_parts=True,
    ),
    Cell("count", "Count", 1, "8"),
)
TEXT_CELLS: Final = (Cell("name", "What", 2, "airflow"), Cell("text", "In words", 4, "front to back"))
PRICE_CELLS: Final = (
    Cell("low", "Low", 1, "", "Empty: as typical."),
    Cell("typical", "Typical", 1, "40 000", "What to plan with."),
    Cell("high", "High", 1, "", "Empty: as typical."),
    Cell("currency", "Currency", 1, "USD"),
    Cell("basis", "Basis", 1, choices=BASIS_CHOICES),
    Cell("per", "For", 1, choices=PER_CHOICES),
    Cell("date", "As of", 1, "2026-11-24"),
    Cell("status", "Standing", 1, choices=STATUS_CHOICES),
    Cell("sources", "Source", 2, sources=True),
    Cell("region", "Region", 1),
    Cell("item", "Item", 1, "", "Which of several things paid by one measure: input, output, put, get …"),
    Cell("from_tokens", "Beyond tokens in", 1, "", "Of requests with more tokens than this; empty for any request."),
    Cell("valid_from", "Holds from", 1, "2027-01-01", "First day of an announced price; empty when it holds already."),
    Cell("term", "Bound for", 1, choices=TERM_CHOICES),
    Cell("upfront_share", "Up front", 1, "", "Share that is paid at the start of what is reserved: 100%."),
    Cell("quote", "Quote", 1, "Q-2026-017", "Number of the quote, where it is one."),
    Cell("valid_until", "Valid until", 1, "2026-12-31", "Last day of a quote; empty when not stated."),
    Cell("note", "Note", 6, "what the quote covers"),
)
FACT_CELLS: Final = (
    Cell("low", "Low", 1, "", "Least, where there is a range."),
    Cell("high", "High", 1, "", "Greatest, where there is a range."),
    Cell("date", "As of", 1, "2026-11-24"),
    Cell("sources", "Source", 3, sources=True),
    Cell("conditions", "Conditions", 6, "dense or sparse, one way or both, inlet temperature …"),
)


def number_of(text: str, unit: str, field: str, what: str, *, share: bool = False) -> float:
    """The number that TEXT gives for FIELD.

    Raises:
        FieldRefused: it is none, or out of bounds.
    """
    try:
        return require_quantity(typed_quantity(text, unit, what, share=share), what)
    except RefusedInput as problem:
        raise FieldRefused(field, str(problem)) from problem


def count_of(text: str, field: str, what: str) -> int:
    """The whole number from 1 that TEXT gives for FIELD.

    Raises:
        FieldRefused: it is none.
    """
    value = number_of(text, "", field, what)
    try:
        if not value.is_integer():
            raise RefusedInput(f"{what} is {text.strip()}; it must be a whole number.")
        return require_count(int(value), what, most=MAX_PORTS)
    except RefusedInput as problem:
        raise FieldRefused(field, str(problem)) from problem


def list_of(text: str) -> tuple[str, ...]:
    """The words of TEXT between commas, each once."""
    return tuple(dict.fromkeys(word for word in (piece.strip() for piece in text.split(",")) if word))


def number_text(value: float | None) -> str:
    """VALUE as it is typed, with all its digits; "" for None."""
    if value is None:
        return ""
    return for_a_field(str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))


def date_of(text: str, what: str, *, needed: bool = False) -> str:
    """TEXT when it is a date, or empty where none is NEEDED.

    Raises:
        FieldRefused: it is none.
    """
    text = text.strip()
    if (needed and not text) or (text and dated(text) is None):
        raise FieldRefused("date", f"{what}: write the date as 2026-11-24, or a year or month of that form.")
    return text


def port_texts(group: PortGroup) -> dict[str, str]:
    """GROUP as it is typed."""
    return {
        "name": group.name,
        "media": ", ".join(group.media),
        "count": str(group.count),
        "connector": group.connector,
        "rate_gbps": number_text(group.rate_gbps),
        "lanes": "" if group.lanes is None else str(group.lanes),
        "cages": "" if group.cages is None else str(group.cages),
        "role": group.role,
        "breakouts": ", ".join(map(str, group.breakouts)),
        "protocols": ", ".join(group.protocols),
    }


def port_of(texts: Texts) -> PortGroup:
    """The port group that TEXTS mean.

    Raises:
        FieldRefused: a field cannot be meant.
    """
    name = texts["name"].strip()
    if not name:
        raise FieldRefused("name", "Give the ports a name, such as osfp, bmc or psu.")
    count = count_of(texts["count"], "count", "The number of ports")
    cages = count_of(texts["cages"], "cages", "The number of cages") if texts["cages"].strip() else None
    # A cage holds the same number of ports as each other: 8 ports in 3 cages is a slip.
    if cages is not None and (cages > count or count % cages):
        raise FieldRefused("cages", f"{counted(count, 'port')} cannot be divided evenly over {counted(cages, 'cage')}.")
    rate = number_of(texts["rate_gbps"], "Gb/s", "rate_gbps", "The rate") if texts["rate_gbps"].strip() else None
    if rate == 0:
        raise FieldRefused("rate_gbps", "The rate must be above 0; leave it empty for power and coolant.")
    ways = tuple(count_of(way, "breakouts", "A breakout") for way in list_of(texts["breakouts"]))
    if any(way < 2 for way in ways):
        raise FieldRefused("breakouts", "A breakout splits a port into 2 links or more.")
    media: list[Medium] = [_medium(word) for word in list_of(texts["media"])]
    if not media:
        raise FieldRefused("media", f"Say what the ports carry: {', '.join(get_args(Medium))}.")
    role: Any = texts["role"]
    return PortGroup(
        name=name,
        media=tuple(media),
        count=count,
        connector=texts["connector"].strip(),
        cages=cages,
        breakouts=ways,
        rate_gbps=rate,
        lanes=count_of(texts["lanes"], "lanes", "The number of lanes") if texts["lanes"].strip() else None,
        protocols=list_of(texts["protocols"]),
        role=role,
    )


def _medium(word: str) -> Medium:
    folded = word.casefold()
    media: tuple[Medium, ...] = get_args(Medium)
    for medium in media:
        if folded == medium or folded == MEDIUM_TITLES[medium].casefold():
            return medium
    raise FieldRefused("media", f"{word[:30]!r} is nothing that ports carry; use {', '.join(get_args(Medium))}.")


def contained_texts(inside: Contained) -> dict[str, str]:
    """INSIDE as it is typed."""
    return {"part": inside.part, "count": str(inside.count)}


def contained_reader(library: Library) -> Callable[[Texts], Contained]:
    """Reads a contained part that LIBRARY knows."""

    def contained_of(texts: Texts) -> Contained:
        part_id = texts["part"].strip()
        if part_id not in library.parts:
            near = near_ids(part_id, library.parts)
            advice = f"did you mean {near[0]}?" if near else "its first letters offer what there is."
            raise FieldRefused("part", f"There is no part {part_id[:60]!r}; {advice}")
        return Contained(part=part_id, count=count_of(texts["count"], "count", "The count"))

    return contained_of


def text_of(texts: Texts) -> tuple[str, str]:
    """The named text that TEXTS mean.

    Raises:
        FieldRefused: it has no name.
    """
    if not texts["name"].strip():
        raise FieldRefused("name", "Say what the text is about, such as airflow or licence.")
    return texts["name"].strip(), texts["text"].strip()


def price_texts(price: Price) -> dict[str, str]:
    """PRICE as it is typed."""
    return {
        "low": number_text(price.low),
        "typical": number_text(price.typical),
        "high": number_text(price.high),
        "currency": price.currency,
        "basis": price.basis,
        "per": price.per,
        "date": price.date,
        "status": price.status,
        "sources": ", ".join(price.sources),
        "region": price.region,
        "item": price.item,
        "from_tokens": number_text(float(price.from_tokens) if price.from_tokens else None),
        "valid_from": price.valid_from,
        "term": price.term,
        "upfront_share": f"{price.upfront_share:.0%}" if price.upfront_share else "",
        "quote": price.quote,
        "valid_until": price.valid_until,
        "note": price.note,
    }


def new_price_texts(today: date) -> dict[str, str]:
    """A price that waits to be typed: a person's own, as of TODAY."""
    empty = {cell.name: "" for cell in PRICE_CELLS}
    return {**empty, "currency": "USD", "basis": "user", "per": "unit", "date": today.isoformat(), "status": "user"}


def price_of(texts: Texts) -> Price:
    """The price that TEXTS mean.

    Raises:
        FieldRefused: a field cannot be meant.
    """

    def amount(field: str) -> float:
        return number_of(texts[field].strip("$€£ "), "", field, f"The {field} price")

    typical = amount("typical")
    low, high = (amount(field) if texts[field].strip() else typical for field in ("low", "high"))
    _require_range(low, typical, high, "The price")
    currency = texts["currency"].strip().upper()
    if len(currency) != 3 or not currency.isalpha() or not currency.isascii():
        raise FieldRefused("currency", "Write the currency in three letters, such as USD or EUR.")
    choices: dict[str, Any] = {name: texts[name] for name in ("basis", "per", "status", "term")}
    sources = list_of(texts["sources"])
    _require_source(texts["status"], sources, "price")
    return Price(
        low=low,
        typical=typical,
        high=high,
        currency=currency,
        item=texts["item"].strip(),
        from_tokens=_tokens_of(texts["from_tokens"]),
        valid_from=_day_of(texts, "valid_from", "first"),
        valid_until=_day_of(texts, "valid_until", "last"),
        quote=texts["quote"].strip(),
        sources=sources,
        region=texts["region"].strip(),
        date=date_of(texts["date"], "The price", needed=True),
        note=texts["note"].strip(),
        upfront_share=_share_of(texts["upfront_share"]),
        **choices,
    )


def _share_of(text: str) -> float:
    """TEXT as a share: 50% is a half, an empty one nothing.

    Raises:
        FieldRefused: it is no share.
    """
    if not text.strip():
        return 0.0
    share = number_of(text.strip().rstrip("%"), "", "upfront_share", "What is paid up front") / 100
    if not 0 <= share <= 1:
        raise FieldRefused("upfront_share", "Write the share that is paid up front from 0 to 100%.")
    return share


def _day_of(texts: Texts, field: str, which: str) -> str:
    """The text of FIELD, the first or last day of a price, when it is a whole day or empty.

    Raises:
        FieldRefused: it is neither.
    """
    text = texts[field].strip()
    if text and (dated(text) is None or len(text) != len("2026-11-24")):
        raise FieldRefused(field, f"Write the {which} day of the price as 2027-01-01.")
    return text


def _tokens_of(text: str) -> int:
    """The tokens that TEXT gives, 0 where it is empty.

    Raises:
        FieldRefused: it is no whole number.
    """
    number = number_of(text, "", "from_tokens", "The tokens in") if text.strip() else 0.0
    if not number.is_integer():
        raise FieldRefused("from_tokens", "Write the tokens as a whole number, such as 200 000.")
    return int(number)


def fact_texts(fact: Quantity) -> dict[str, str]:
    """FACT as it is typed, its value and standing among the rest."""
    return {
        "value": number_text(fact.value),
        "low": number_text(fact.low),
        "high": number_text(fact.high),
        "date": fact.date,
        "sources": ", ".join(fact.sources),
        "conditions": fact.conditions,
        "status": fact.status,
    }


def fact_of(texts: Texts, unit: str, title: str, most: float, others: str = "") -> Quantity:
    """The figure that TEXTS mean, in UNIT and at most MOST.

    Raises:
        FieldRefused: a field cannot be meant.
    """
    share = most <= 1

    def bounded(field: str) -> float:
        value = number_of(texts[field], unit, field, title, share=share)
        if value > most:
            raise FieldRefused(field, f"{title} is {number_text(value)}; it can be at most {most:g}.")
        return value

    value = bounded("value")
    low, high = (bounded(field) if texts[field].strip() else None for field in ("low", "high"))
    _require_range(value if low is None else low, value, value if high is None else high, title)
    sources = list_of(texts["sources"])
    status: Status = texts["status"]  # type: ignore[assignment]  # one of STATUS_CHOICES
    _require_source(status, sources, "figure")
    return Quantity(
        value=value,
        low=low,
        high=high,
        status=status,
        sources=sources,
        date=date_of(texts["date"], title),
        conditions=texts["conditions"].strip(),
        others=others,
    )


def _require_range(low: float, value: float, high: float, what: str) -> None:
    if low > value:
        raise FieldRefused("low", f"{what}: the low end, {number_text(low)}, is above {number_text(value)}.")
    if high < value:
        raise FieldRefused("high", f"{what}: the high end, {number_text(high)}, is below {number_text(value)}.")


def _require_source(status: str, sources: tuple[str, ...], what: str) -> None:
    if status == "sourced" and not sources:
        raise FieldRefused("sources", f"A sourced {what} names its source; choose one, or call it set by you.")
    for source in sources:
        try:
            require_id(source, "The source")
        except RefusedInput as problem:
            raise FieldRefused("sources", str(problem)) from problem
