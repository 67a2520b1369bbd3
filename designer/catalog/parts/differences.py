"""Differences between two states of one part, field by field, in words that a planner reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from designer.catalog.parts.condition_words import case_title, condition_words
from designer.model.figures.figure_text import UNKNOWN, count_text, number_text, quantity_text
from designer.model.kinds import FACTS, KINDS
from designer.model.network.ports import rate_text
from designer.model.parts.part import (
    PER_WORDS,
    PLATFORMS,
    Case,
    Part,
    Platform,
    PlatformSupport,
    PortGroup,
    Price,
    Quantity,
    StockLength,
)
from designer.model.records import Record

NONE = "not given"
_EXACT_DIGITS = 10
_LINES: Sequence[tuple[str, str]] = (
    ("name", "Name"),
    ("vendor", "Vendor"),
    ("revision", "Revision"),
    ("part_number", "Part number"),
    ("summary", "Summary"),
)
_LISTS: Sequence[tuple[str, str]] = (
    ("aliases", "Other names"),
    ("tags", "Tags"),
    ("sources", "Sources of its texts"),
)


class FieldDifference(Record, frozen=True, kw_only=True):
    """One field that two states of a part do not have in common.

    Attributes:
        field: Its path in the part: "facts.power_max_w", "ports.osfp.count", "prices".
        title: What it is called: "Power, maximum".
        before: What it was, with its unit; "not given" where there was none.
        after: What it is.
    """

    field: str
    title: str
    before: str
    after: str


def part_differences(before: Part, after: Part) -> tuple[FieldDifference, ...]:
    """All that differs between two states of one part, figures first; empty when they are equal."""
    if before == after:
        return ()
    found = (
        *_facts(before.facts, after.facts),
        *_cases(before.cases, after.cases),
        *_platforms(before.platforms, after.platforms),
        *_prices(before.prices, after.prices),
        *_ports(before.ports, after.ports),
        *_contents(before, after),
        *_lengths(before.lengths, after.lengths),
        *_words(before, after),
        *_texts(before.texts, after.texts),
    )
    return found or (FieldDifference(field="order", title="Order of its entries", before="as it was", after="changed"),)


def price_words(price: Price) -> str:
    """A price in one line: "25 000–34 000 USD per hour, list, us-east, as of 2026-09, estimate"."""
    basis = "own price" if price.basis == "user" else price.basis
    known = [_amount(price), price.item, *condition_words(price), basis, price.region]
    known += [f"as of {price.date}" if price.date else ""]
    known += [price.status if price.status not in ("sourced", "user", price.basis) else "", price.note]
    return ", ".join(word for word in known if word)


def _amount(price: Price) -> str:
    ends = dict.fromkeys(_money(value) for value in (price.low, price.high))
    amount = "–".join(ends)
    typical = _money(price.typical)
    if typical not in ends:
        amount = f"{typical} ({amount})"
    per = PER_WORDS[price.per]
    return f"{amount} {price.currency}{f' per {per}' if per else ''}"


def _money(value: float) -> str:
    return number_text(value, _EXACT_DIGITS)


def _price_title(price: Price) -> str:
    per = PER_WORDS[price.per]
    known = [f"Price, {price.basis}", price.item, *condition_words(price), f"per {per}" if per else "", price.region]
    return ", ".join(word for word in known if word)


def _one(field: str, title: str, before: str, after: str) -> Iterator[FieldDifference]:
    """The difference of two texts, where there is one."""
    if before != after:
        yield FieldDifference(field=field, title=title, before=before or NONE, after=after or NONE)


def _keys(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """All keys, those of before first, each once."""
    return list(dict.fromkeys([*before, *after]))


def _title(name: str) -> str:
    return name.replace("_", " ")[:1].upper() + name.replace("_", " ")[1:]


# Facts ---------------------------------------------------------------------------------------------------------------


def _facts(
    before: Mapping[str, Quantity], after: Mapping[str, Quantity], path: str = "facts", of: str = ""
) -> Iterator[FieldDifference]:
    """Facts one by one, below PATH and titled as those OF a case; "" for those of the part itself."""
    known = [name for name in FACTS if name in before or name in after]
    for name in _keys(known, [*before, *after]):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield from _fact(name, old, new, f"{path}.{name}", of)


def _fact(name: str, old: Quantity | None, new: Quantity | None, path: str, of: str) -> Iterator[FieldDifference]:
    kind = FACTS.get(name)
    title, unit = (kind.title, kind.unit) if kind else (_title(name), "")
    title = f"{of}: {title}" if of else title
    if old is None or new is None:
        yield from _one(path, title, _whole_fact(old, unit), _whole_fact(new, unit))
        return
    if (old.value, old.low, old.high) != (new.value, new.low, new.high):
        yield from _one(path, title, *_apart(old, new, unit))
    for field, what in (
        ("status", "standing"),
        ("date", "as of"),
        ("conditions", "conditions"),
        ("others", "other values"),
    ):
        yield from _one(f"{path}.{field}", f"{title}: {what}", getattr(old, field), getattr(new, field))
    yield from _one(f"{path}.sources", f"{title}: source", ", ".join(old.sources), ", ".join(new.sources))


def _cases(before: Sequence[Case], after: Sequence[Case]) -> Iterator[FieldDifference]:
    """Facts of usage tiers, models and sizes, case by case."""
    old, new = {case_title(case): case for case in before}, {case_title(case): case for case in after}
    for title in _keys(old, new):
        was, now = old.get(title), new.get(title)
        case = now or was
        if case is not None:
            path = f"cases.{case.of}.{case.name}"
            yield from _facts(was.facts if was else {}, now.facts if now else {}, path, title)


def _platforms(before: Sequence[PlatformSupport], after: Sequence[PlatformSupport]) -> Iterator[FieldDifference]:
    old: dict[Platform, PlatformSupport] = {support.platform: support for support in before}
    new: dict[Platform, PlatformSupport] = {support.platform: support for support in after}
    known: list[Platform] = [*old, *(platform for platform in new if platform not in old)]
    for platform in known:
        words = [_support(table.get(platform)) for table in (old, new)]
        yield from _one(f"platforms.{platform}", f"Platform {PLATFORMS[platform]}", *words)


def _support(support: PlatformSupport | None) -> str:
    if support is None:
        return "not named"
    known = [support.status if support.status != "sourced" else "", support.note, support.date, *support.sources]
    return "named" + "".join(f", {word}" for word in known if word)


def _whole_fact(quantity: Quantity | None, unit: str) -> str:
    if quantity is None:
        return NONE
    more = [quantity.status if quantity.status != "sourced" else "", quantity.conditions]
    words = ", ".join(word for word in more if word)
    return _value(quantity, unit, quantity_text) + (f" ({words})" if words else "")


def _apart(old: Quantity, new: Quantity, unit: str) -> tuple[str, str]:
    """Both values with so many digits that they differ."""
    short = _value(old, unit, quantity_text), _value(new, unit, quantity_text)
    return short if short[0] != short[1] else (_value(old, unit, _exact), _value(new, unit, _exact))


def _value(quantity: Quantity, unit: str, words: Callable[..., str]) -> str:
    if quantity.value is None:
        return UNKNOWN
    value = words(quantity.value, unit)
    if quantity.low is None and quantity.high is None:
        return value
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    return f"{value} (from {words(low, unit)} to {words(high, unit)})"


def _exact(value: float, unit: str) -> str:
    return f"{number_text(value, _EXACT_DIGITS)} {unit}".strip()


# Prices --------------------------------------------------------------------------------------------------------------


def _prices(before: Sequence[Price], after: Sequence[Price]) -> Iterator[FieldDifference]:
    """Prices one by one: those that went, came or stand there with another amount."""
    old = [price for price in before if price not in after]
    new = [price for price in after if price not in before]
    for price in old:
        partner = next((other for other in new if _sort(other) == _sort(price)), None)
        if partner is not None:
            new.remove(partner)
            yield from _price(price, partner)
        else:
            yield from _one("prices", _price_title(price), price_words(price), "")
    for price in new:
        yield from _one("prices", _price_title(price), "", price_words(price))
    if before and after and _sort(before[0]) != _sort(after[0]):
        yield from _one("prices.preferred", "Price that counts first", price_words(before[0]), price_words(after[0]))


def _price(old: Price, new: Price) -> Iterator[FieldDifference]:
    words = price_words(old), price_words(new)
    if words[0] != words[1]:
        yield from _one("prices", _price_title(new), *words)
    yield from _one("prices.sources", f"{_price_title(new)}: source", ", ".join(old.sources), ", ".join(new.sources))


def _sort(price: Price) -> tuple[str, ...]:
    """Return the key that two prices share which are states of the same one."""
    return price.basis, price.per, price.item, price.region, price.currency, *condition_words(price)


# Ports, contents, lengths --------------------------------------------------------------------------------------------


def _ports(before: Sequence[PortGroup], after: Sequence[PortGroup]) -> Iterator[FieldDifference]:
    old, new = {group.name: group for group in before}, {group.name: group for group in after}
    for name in _keys(old, new):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            yield from _one(f"ports.{name}", f"Ports {name}", _group(was), _group(now))
            continue
        for field, title, words in _PORT_FIELDS:
            yield from _one(f"ports.{name}.{field}", f"Ports {name}: {title}", words(was), words(now))


def _group(group: PortGroup | None) -> str:
    if group is None:
        return "none"
    rate = f" × {rate_text(group.rate_gbps)}" if group.rate_gbps else ""
    return f"{count_text(group.count)}{rate}" + "".join(
        f", {word}" for word in (group.connector, " and ".join(group.media), group.role) if word
    )


def _number(value: int | None) -> str:
    return "" if value is None else count_text(value)


_PORT_FIELDS: Sequence[tuple[str, str, Callable[[PortGroup], str]]] = (
    ("count", "number", lambda group: count_text(group.count)),
    ("rate_gbps", "rate", lambda group: "" if group.rate_gbps is None else rate_text(group.rate_gbps)),
    ("connector", "connector", lambda group: group.connector),
    ("media", "for", lambda group: ", ".join(group.media)),
    ("cages", "cages", lambda group: _number(group.cages)),
    ("lanes", "lanes of a port", lambda group: _number(group.lanes)),
    ("breakouts", "splits into", lambda group: ", ".join(map(str, group.breakouts))),
    ("protocols", "protocols", lambda group: ", ".join(group.protocols)),
    ("role", "direction", lambda group: group.role),
)


def _contents(before: Part, after: Part) -> Iterator[FieldDifference]:
    old = {inside.part: inside.count for inside in before.contains}
    new = {inside.part: inside.count for inside in after.contains}
    for part_id in _keys(old, new):
        words = [f"{count_text(table[part_id])} ×" if part_id in table else "none" for table in (old, new)]
        yield from _one(f"contains.{part_id}", f"Contains {part_id}", *words)


def _lengths(before: Sequence[StockLength], after: Sequence[StockLength]) -> Iterator[FieldDifference]:
    old, new = {stock.length_m: stock for stock in before}, {stock.length_m: stock for stock in after}
    for length in sorted({*old, *new}):
        words = [_stock(table.get(length)) for table in (old, new)]
        yield from _one(f"lengths.{length:g}", f"Length {length:g} m", *words)


def _stock(stock: StockLength | None) -> str:
    if stock is None:
        return "not sold"
    known = [stock.part_number, price_words(stock.price) if stock.price else ""]
    return ", ".join(word for word in known if word) or "sold"


# Words ---------------------------------------------------------------------------------------------------------------


def _words(before: Part, after: Part) -> Iterator[FieldDifference]:
    for field, title in _LINES:
        yield from _one(field, title, getattr(before, field), getattr(after, field))
    yield from _one("kind", "Kind", _kind(before), _kind(after))
    yield from _one("layer", "Layer", before.layer.replace("_", " "), after.layer.replace("_", " "))
    yield from _one("availability", "Availability", before.availability, after.availability)
    for field, title in _LISTS:
        yield from _one(field, title, ", ".join(getattr(before, field)), ", ".join(getattr(after, field)))
    yield from _one("notes", "Notes", before.notes, after.notes)


def _kind(part: Part) -> str:
    return KINDS[part.kind].title if part.kind in KINDS else part.kind


def _texts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FieldDifference]:
    for name in _keys(before, after):
        yield from _one(f"texts.{name}", _title(name), before.get(name, ""), after.get(name, ""))
