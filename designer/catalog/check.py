"""Judges a catalog: figures without source, prices without basis, ports that cannot be, stale and weak data."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, Literal, get_args

from designer.catalog.library import Library
from designer.catalog.parts.condition_words import case_title
from designer.model.figures.figure import Status
from designer.model.kinds import FACTS, KINDS
from designer.model.parts.part import (
    LAYERS,
    NETWORK_MEDIA,
    PER_WORDS,
    PURCHASES,
    Basis,
    Part,
    PortGroup,
    Price,
    Quantity,
)
from designer.model.records import Record
from designer.model.wording import counted

Severity = Literal["error", "warning", "note"]

STALE_HARDWARE: Final = timedelta(days=180)
STALE_CLOUD: Final = timedelta(days=30)
_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
_BASES: Final = frozenset(get_args(Basis))
_STATUSES: Final[tuple[Status, ...]] = ("sourced", "derived", "estimate", "unverified")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class CatalogProblem(Record, frozen=True, kw_only=True):
    """Something about a part that should be mended, or known.

    Attributes:
        severity: "error" makes a figure untraceable or wrong, "warning" is doubtful, "note" is for knowledge.
        part: Id of the part, or of the source; "own files" where a file of own parts or prices could not be read.
        message: One line for a person.
    """

    severity: Severity
    part: str
    message: str


class CatalogSummary(Record, frozen=True, kw_only=True):
    """A catalog in numbers.

    Attributes:
        parts: How many parts.
        kinds: Parts by kind.
        facts: Known figures.
        facts_by_status: Known figures by how well they are known.
        sourced_share: Share of known figures that were read in a document or worked out from one, 0 to 1.
        prices: How many prices.
        prices_by_status: Prices by how well they are known.
        without_price: Ids of parts that have no price and are not called unsold.
    """

    parts: int
    kinds: Mapping[str, int]
    facts: int
    facts_by_status: Mapping[str, int]
    sourced_share: float
    prices: int
    prices_by_status: Mapping[str, int]
    without_price: tuple[str, ...]


def check_catalog(library: Library, today: date) -> tuple[CatalogProblem, ...]:
    """Return what is wrong, doubtful or old in LIBRARY on the day TODAY, errors first.

    Own files that were left out are errors too.
    """
    found = [CatalogProblem(severity="error", part="own files", message=problem) for problem in library.problems]
    for part in library.parts.values():
        for severity, message in _part_problems(part, library, today):
            found.append(CatalogProblem(severity=severity, part=part.id, message=message))
    found.extend(_shared_names(library))
    for source in library.sources.values():
        if not source.publisher.strip():
            found.append(CatalogProblem(severity="error", part=source.id, message="The source names no publisher."))
    return tuple(sorted(found, key=lambda problem: (_SEVERITIES.index(problem.severity), problem.part)))


def summarize(library: Library) -> CatalogSummary:
    """LIBRARY in numbers."""
    parts = library.parts.values()
    statuses = Counter(fact.status for part in parts for fact in part.quantities() if fact.value is not None)
    prices = Counter(price.status for part in parts for price in part.prices)
    known = statuses.total()
    return CatalogSummary(
        parts=len(library.parts),
        kinds=dict(sorted(Counter(part.kind for part in parts).items())),
        facts=known,
        facts_by_status={status: statuses[status] for status in _STATUSES},
        sourced_share=(statuses["sourced"] + statuses["derived"]) / known if known else 0.0,
        prices=prices.total(),
        prices_by_status={status: prices[status] for status in _STATUSES},
        without_price=tuple(sorted(part.id for part in parts if not part.prices and part.availability != "not sold")),
    )


def dated(text: str) -> date | None:
    """The last day that TEXT (a year, month or day in ISO form) may mean; None when it is no such date."""
    parsed = _DATE.fullmatch(text)
    if parsed is None:
        return None
    year, month, day = parsed.groups()
    try:
        first = date(int(year), int(month or 12), int(day or 1))
    except ValueError:
        return None
    # The last day of the month, or of the year, since a price "of 2026" may be from any day of it.
    return first if day else first.replace(day=monthrange(first.year, first.month)[1])


_Problems = Iterator[tuple[Severity, str]]


def _part_problems(part: Part, library: Library, today: date) -> _Problems:
    """Everything about PART alone."""
    kind = KINDS.get(part.kind)
    if kind is None or kind.container:
        yield "error", f"The kind {part.kind!r} is unknown."
    if part.layer not in LAYERS:
        yield "error", f"The layer {part.layer!r} is unknown."
    elif kind is not None and kind.layer != part.layer:
        yield "warning", f"The layer is {part.layer}, that of its kind is {kind.layer}."
    for source in part.sources:
        if source not in library.sources:
            yield "error", f"It names the source {source!r}, which is not in the catalog."
    for name, fact in part.facts.items():
        yield from _fact_problems(name, fact, library, today)
    yield from _case_problems(part, library, today)
    for support in part.platforms:
        what = f"The platform {support.platform}"
        if not support.sources:
            yield "error", f"{what} names no source."
        yield from _citation_problems(what, support.sources, support.date, library, today)
    for price in part.prices:
        yield from _price_problems(price, library, today)
    yield from _condition_problems(part, today)
    yield from _length_problems(part, library, today)
    yield from _sales_problems(part)
    yield from _power_problems(part)
    for group in part.ports:
        yield from _port_problems(group)
    for name, count in Counter(group.name for group in part.ports).items():
        if count > 1:
            yield "error", f"Two port groups are called {name}."
    for inside in part.contains:
        if inside.part not in library.parts:
            yield "error", f"It contains {inside.part}, which is not in the catalog."
    if _contains_itself(part, library):
        yield "error", "It contains itself."


def _fact_problems(name: str, fact: Quantity, library: Library, today: date) -> _Problems:
    """Everything about one figure."""
    if name not in FACTS:
        yield "error", f"The fact {name!r} is unknown."
    if fact.value is None:
        return
    if not fact.sources:
        yield "error", f"{name} names no source."
    yield from _citation_problems(name, fact.sources, fact.date, library, today)
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    if not low <= fact.value <= high:
        yield "error", f"{name} is {fact.value:g}, outside its own range of {low:g} to {high:g}."


def _case_problems(part: Part, library: Library, today: date) -> _Problems:
    """Everything about the facts that hold in one case of PART."""
    for case in part.cases:
        what = case_title(case)
        if case.of in {"model", "hardware"} and "/" in case.name and case.name not in library.parts:
            yield "error", f"{what}: there is no such {case.of} in the catalog."
        for name, fact in case.facts.items():
            for severity, message in _fact_problems(name, fact, library, today):
                yield severity, f"{what}: {message}"


def _condition_problems(part: Part, today: date) -> _Problems:
    """Yield prices of long requests and announced prices that have none beside them for now and any request."""
    # Measures for which a price holds now and for any length of request.
    usual = {(price.per, price.item) for price in part.prices if price.everyday}
    for price in part.prices:
        what = f"The {price.basis} price of {price.item or PER_WORDS[price.per] or 'one'}"
        if price.from_tokens and (price.per, price.item) not in usual:
            yield "error", f"{what} beyond {price.from_tokens:,} tokens in has none for shorter requests beside it."
        day = dated(price.valid_from) if price.valid_from else None
        if price.valid_from and day is None:
            yield "error", f"{what} holds from {price.valid_from!r} on, which is no day of the form 2026-11-24."
        elif day is not None and day <= today:
            yield "note", f"{what} announced for {price.valid_from} holds by now; make it the present one."


def _citation_problems(what: str, sources: tuple[str, ...], when: str, library: Library, today: date) -> _Problems:
    """Sources that are not there, and dates that cannot be."""
    for source in sources:
        if source not in library.sources:
            yield "error", f"{what} names the source {source!r}, which is not in the catalog."
    day = dated(when)
    if day is None:
        yield "error", f"{what} has the date {when!r}, which is none of the form 2026-11-24."
    elif day.year > today.year:
        yield "warning", f"{what} is dated {when}, which lies ahead."


def _price_problems(price: Price, library: Library, today: date) -> _Problems:
    """Everything about one price."""
    what = f"The {price.basis} price"
    if price.basis not in _BASES:
        yield "error", "A price has no basis."
    if not price.sources and price.basis != "user":
        yield "error", f"{what} names no source."
    yield from _citation_problems(what, price.sources, price.date, library, today)
    if not price.low <= price.typical <= price.high:
        yield "error", f"{what} is {price.typical:g}, outside its own range of {price.low:g} to {price.high:g}."
    if price.valid_until and (len(price.valid_until) != len("2026-11-24") or dated(price.valid_until) is None):
        yield "error", f"{what} holds until {price.valid_until!r}, which is no day of the form 2026-11-24."
    elif price.expired(today.isoformat()):
        yield "note", f"{what} held until {price.valid_until}; ask for a new one."
    if price.basis == "quote" and not price.quote:
        yield "warning", f"{what} has no number of the quote."
    limit = stale_after(price, today)
    if limit:
        yield "note", f"{what} of {price.date} is older than {limit} days."


def _length_problems(part: Part, library: Library, today: date) -> _Problems:
    """Yield what is wrong with the lengths of a cable: out of order, or beyond its reach."""
    lengths = [length.length_m for length in part.lengths]
    if lengths != sorted(set(lengths)):
        yield "error", "Its stock lengths do not stand in order, each once."
    reach = part.facts.get("reach_m")
    if lengths and reach is not None and reach.value is not None and max(lengths) > reach.value:
        yield "error", f"It is sold in {max(lengths):g} m, beyond its reach of {reach.value:g} m."
    for length in part.lengths:
        if length.price is not None:
            yield from _price_problems(length.price, library, today)


def stale_after(price: Price, today: date) -> int:
    """The age in days that PRICE has passed and should not have; 0 when it is fresh, or of no date."""
    day = dated(price.date)
    limit = STALE_HARDWARE if price.per in PURCHASES else STALE_CLOUD
    return limit.days if day is not None and today - day > limit else 0


def _sales_problems(part: Part) -> _Problems:
    """Yield where prices and availability disagree."""
    per_unit = any(price.per in PURCHASES for price in part.prices)
    if part.availability == "sold" and not per_unit:
        yield "warning", "It is called sold but has no price."
    if part.availability == "rented" and per_unit:
        yield "warning", "It is called rented but has a price of purchase."
    if part.availability == "free" and (not per_unit or any(price.high > 0 for price in part.prices)):
        yield "warning", "It is called free but has no price of 0."
    if part.availability in {"unknown", "not sold"} and part.prices:
        yield "warning", f"Its availability is {part.availability!r} although it has a price."
    if not part.prices and part.availability == "unknown":
        yield "note", "Its price is unknown."


def _power_problems(part: Part) -> _Problems:
    """Yield where draw, supplies and inlets disagree."""
    # Of a table of optional figures each rule takes those that it needs.
    value = {name: fact.value for name, fact in part.facts.items()}
    most, typical, idle = (value.get(f"power_{which}_w") for which in ("max", "typical", "idle"))
    supplies, rating = value.get("psu_count"), value.get("psu_rating_w")
    if most is not None and supplies is not None and rating is not None and most > supplies * rating:
        yield "error", f"It draws up to {most:,.0f} W, but its supplies give {supplies * rating:,.0f} W."
    for lower, upper, words in (
        (typical, most, "typical power is above its maximum"),
        (idle, typical, "idle power is above its typical power"),
    ):
        if lower is not None and upper is not None and lower > upper:
            yield "error", f"Its {words}."
    # Inlets by the name that the catalog gives them; parts fed in other ways have none of that name.
    inlets = sum(group.count for group in part.ports if group.name == "psu")
    if supplies is not None and inlets and inlets != supplies:
        yield (
            "error",
            f"It has {counted(round(supplies), 'power supply', 'power supplies')} but "
            f"{counted(inlets, 'power inlet')}.",
        )


def _port_problems(group: PortGroup) -> _Problems:
    """Everything about one port group."""
    what = f"Port group {group.name}"
    if group.count < 1:
        yield "error", f"{what} has no ports."
    if not group.media:
        yield "error", f"{what} carries no medium."
    if group.cages is not None and (group.cages > group.count or group.count % group.cages):
        yield (
            "error",
            f"{what} has {counted(group.count, 'port')} in {counted(group.cages, 'cage')}, which does not divide "
            "evenly.",
        )
    if any(ways < 2 for ways in group.breakouts):
        yield "error", f"{what} has a breakout into fewer than 2."
    network = any(medium in NETWORK_MEDIA for medium in group.media)
    if group.rate_gbps is not None and group.rate_gbps <= 0:
        yield "error", f"{what} has a rate of {group.rate_gbps:g} Gb/s."
    if group.rate_gbps is not None and group.media and not network:
        yield "warning", f"{what} has a rate although it carries {' and '.join(group.media)}."
    if network and group.role:
        yield "warning", f"{what} is called {group.role}, but network ports carry both ways."


def _contains_itself(part: Part, library: Library) -> bool:
    """Return True when PART stands inside itself, at any depth."""
    waiting = [inside.part for inside in part.contains]
    seen: set[str] = set()
    while waiting:
        part_id = waiting.pop()
        if part_id == part.id:
            return True
        if part_id not in seen:
            seen.add(part_id)
            found = library.parts.get(part_id)
            waiting.extend(inside.part for inside in (found.contains if found else ()))
    return False


def _shared_names(library: Library) -> Iterator[CatalogProblem]:
    """Aliases that mean two parts."""
    owners: dict[str, list[str]] = {}
    for part in library.parts.values():
        for name in dict.fromkeys(alias.casefold() for alias in (part.id, *part.aliases)):
            owners.setdefault(name, []).append(part.id)
    for name, ids in owners.items():
        for part_id in ids[1:]:
            message = f"Its alias {name!r} already means {ids[0]}."
            yield CatalogProblem(severity="error", part=part_id, message=message)
