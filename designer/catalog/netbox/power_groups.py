"""Power ports, outlets and supply bays of a NetBox file: inlets, outlets, draw and ratings."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from designer.catalog.netbox.plug_types import AMPS, EITHER_PLUG, MOST_VOLTS, power_connector
from designer.catalog.netbox.sheet import Sheet, as_number, item_text, plain
from designer.model.kinds import OUTLETS, PLUG_IN_MODULES
from designer.model.parts.part import PortGroup, Quantity
from designer.model.wording import counted

DISTRIBUTORS: Final = OUTLETS
_OWN_DRAW_W: Final = 100.0
"""A distributor's inlet with less than this is meant for its own electronics."""
_MOST_W: Final = 1e7
_SUPPLY: Final = re.compile(
    r"(?:^|[^a-z])(?:psus?|psm|pem|ps|pwr|power[ _-]?(?:suppl(?:y|ies)|module|slot|bay)?)(?![a-z])", re.IGNORECASE
)
_NO_SUPPLY: Final = re.compile(r"(?:^|[^a-z])fans?(?![a-z])|shelf|cable", re.IGNORECASE)
_DRAW_KEYS: Final = frozenset({"name", "type", "maximum_draw", "allocated_draw"})


class SupplyType(NamedTuple):
    """A power supply among the module types.

    Attributes:
        name: Model, for people.
        watts: Its rating, where it states one.
        connectors: Of its inlets.
        numbers: Model and part number in lower case.
        words: Its description and comments in lower case.
        links: Titles and addresses of the documents that it names.
    """

    name: str
    watts: float | None
    connectors: tuple[str, ...]
    numbers: frozenset[str]
    words: str
    links: frozenset[str]


class Power(NamedTuple):
    """Power of a file: inlets, outlets and figures.

    Attributes:
        groups: Inlets and outlets.
        facts: Figures by name; the status and the conditions say how they came about.
    """

    groups: list[PortGroup]
    facts: dict[str, Quantity]


def carried_by(inlets: int) -> int:
    """Return how many of INLETS equal inlets carry the whole load when the others stand by.

    One of two, two of three, else half.
    """
    return 1 if inlets <= 2 else 2 if inlets == 3 else math.ceil(inlets / 2)


def is_supply_bay(bay: Mapping[str, Any]) -> bool:
    """Return True when BAY takes a power supply, judged by its name, label and description."""
    words = " ".join(item_text(bay, key) for key in ("name", "label"))
    if _SUPPLY.search(words) and not _NO_SUPPLY.search(words):
        return True
    return re.search(r"power suppl|\bpsu\b", item_text(bay, "description"), re.IGNORECASE) is not None


def power_of(
    sheet: Sheet, kind: str, bays: Sequence[Mapping[str, Any]], supplies: Sequence[SupplyType], manufacturer: str
) -> Power:
    """The inlets, outlets, draw and supplies of SHEET.

    Args:
        sheet: The file.
        kind: What the part is.
        bays: Its bays for power supplies.
        supplies: The power supplies of its manufacturer that may fit.
        manufacturer: For messages.
    """
    inlets = sheet.items("power-ports", _DRAW_KEYS)
    outlets = sheet.items("power-outlets", frozenset({"name", "type"}))
    groups = _groups(sheet, "power-ports", inlets, "input" if kind in DISTRIBUTORS else "psu", "in")
    groups += _groups(sheet, "power-outlets", outlets, "", "out")
    facts: dict[str, Quantity] = {}
    if inlets:
        facts.update(_draws(sheet, kind, inlets))
        named = sum(is_supply_bay(item) for item in inlets)
        if kind not in DISTRIBUTORS and kind not in PLUG_IN_MODULES and named == len(inlets) > 1:
            facts["psu_count"] = Quantity(value=named, status="derived", conditions="inlets that are named as supplies")
            sheet.note(
                "guessed", "power-ports.name", f"{named} inlets are named as power supplies; so many are counted."
            )
    if bays:
        groups += _bay_supplies(sheet, bays, supplies, inlets, facts, manufacturer)
    return Power(groups, facts)


def _groups(sheet: Sheet, key: str, items: Sequence[Mapping[str, Any]], name: str, role: Any) -> list[PortGroup]:
    """One group of power ports for each connector; inlets share NAME, outlets are named by their connector."""
    sorts = Counter(item_text(item, "type").strip() for item in items)
    by_connector: Counter[str] = Counter()
    for sort, count in sorts.items():
        connector = power_connector(sort)
        by_connector[connector] += count
        if not connector:
            sheet.note("not mapped", f"{key}.type", f"{count} × {plain(sort) or 'no type'}: the plug stays unknown.")
        elif connector == EITHER_PLUG:
            sheet.note("guessed", f"{key}.type", f"{count} × {sort} take a C14 and a C20 plug.")
    groups: list[PortGroup] = []
    for connector, count in by_connector.items():
        sort = (connector or "other").lower().replace(" ", "-").replace("/", "-")
        title = name if name and len(by_connector) == 1 else f"{name}-{sort}" if name else sort
        groups.append(PortGroup(name=title, media=("power",), count=count, connector=connector, role=role))
    if groups:
        listed = ", ".join(f"{group.count} × {group.connector or 'unknown'}" for group in groups)
        sheet.note("taken", key, f"{'Inlets' if role == 'in' else 'Outlets'}: {listed}.")
    return groups


def _draws(sheet: Sheet, kind: str, inlets: Sequence[Mapping[str, Any]]) -> dict[str, Quantity]:
    most = [_watts(sheet, item, "maximum_draw") for item in inlets]
    usual = [_watts(sheet, item, "allocated_draw") for item in inlets]
    _check_inlets(sheet, inlets, most, usual)
    if all(value is None for value in (*most, *usual)):
        return {}
    if kind in PLUG_IN_MODULES:
        return _module_rating(sheet, most, usual)
    # Whether all inlets say the same decides how they are added up.
    same = len(set(zip(most, usual, strict=True))) == 1
    facts: dict[str, Quantity] = {}
    for field, name, values in (("maximum_draw", "power_max_w", most), ("allocated_draw", "power_typical_w", usual)):
        known = [value for value in values if value is not None]
        if not known:
            continue
        # The draw of a distributor's inlet is what it can pass on; its own draw would be far less.
        if kind in DISTRIBUTORS and max(known) >= _OWN_DRAW_W:
            if field == "maximum_draw":
                sheet.note(
                    "guessed", f"power-ports.{field}", f"{max(known):,.0f} W of an inlet is what it can pass on."
                )
                facts["capacity_w"] = Quantity(
                    value=max(known), status="derived", conditions="maximum draw of an inlet"
                )
            else:
                sheet.note(
                    "not mapped", f"power-ports.{field}", "What passes through a distributor is not its own draw."
                )
            continue
        facts[name] = _total(sheet, field, known, len(inlets), same)
    # A typical draw above the maximum contradicts it: the maximum stays.
    high, low = facts.get("power_max_w"), facts.get("power_typical_w")
    if high and low and high.value is not None and low.value is not None and low.value > high.value:
        del facts["power_typical_w"]
        message = f"The typical {low.value:,.0f} W are more than the maximum of {high.value:,.0f} W; left out."
        sheet.note("contradiction", "power-ports.allocated_draw", message)
    return facts


def _check_inlets(
    sheet: Sheet, inlets: Sequence[Mapping[str, Any]], most: list[float | None], usual: list[float | None]
) -> None:
    """Notes inlets that draw more than is stated or than their plug carries; equal ones share a note."""
    over: dict[tuple[str, str], list[str]] = {}
    for item, high, low in zip(inlets, most, usual, strict=True):
        connector = power_connector(item_text(item, "type"))
        # An inlet carries the current of its plug at the highest usual voltage.
        limit = AMPS.get(connector, math.inf) * MOST_VOLTS
        told = [
            ("allocated_draw", f"is allocated {low:,.0f} W, more than its maximum of {high:,.0f} W")
            if high is not None and low is not None and low > high
            else None,
            ("maximum_draw", f"draws {high:,.0f} W, but a {connector} inlet carries {limit:,.0f} W at most")
            if high is not None and high > limit
            else None,
        ]
        for what in told:
            if what is not None:
                over.setdefault(what, []).append(plain(item_text(item, "name")))
    for (field, words), names in over.items():
        more = f", like {len(names) - 1} more," if len(names) > 1 else ""
        sheet.note("contradiction", f"power-ports.{field}", f"{names[0]}{more} {words}.")


def _watts(sheet: Sheet, item: Mapping[str, Any], key: str) -> float | None:
    value = item.get(key)
    if value is None:
        return None
    number = as_number(value)
    if number is None or not 0 <= number <= _MOST_W:
        sheet.note("refused", f"power-ports.{key}", f"{plain(value)!r} is no power in watts; left out.")
        return None
    if number == 0:
        sheet.note("not mapped", f"power-ports.{key}", "It is 0, which is taken as unknown.")
        return None
    return number


def _total(sheet: Sheet, field: str, known: list[float], inlets: int, same: bool) -> Quantity:
    """The draw of a whole device from what its inlets state."""
    place = f"power-ports.{field}"
    if inlets == 1:
        sheet.note("taken", place, f"{known[0]:,.0f} W on the only inlet.")
        return Quantity(value=known[0])
    if len(known) == 1:
        sheet.note(
            "guessed", place, f"{known[0]:,.0f} W: only one of {inlets} inlets states it, which is taken for all."
        )
        return Quantity(value=known[0], status="derived", conditions=f"guessed: stated on one of {inlets} inlets")
    if same:
        carried = carried_by(inlets)
        words = f"{carried} of {inlets} equal inlets {'carries' if carried == 1 else 'carry'} all, the rest stands by"
        total = known[0] * inlets
        sheet.note("guessed", place, f"{known[0] * carried:,.0f} W: {words}; up to {total:,.0f} W if all carry.")
        return Quantity(
            value=known[0] * carried,
            low=known[0] * carried,
            high=total,
            status="derived",
            conditions=f"guessed: {words}",
        )
    words = f"the sum of {len(known)} unequal inlets"
    sheet.note("guessed", place, f"{sum(known):,.0f} W: {words}.")
    return Quantity(value=sum(known), status="derived", conditions=f"guessed: {words}")


def _module_rating(sheet: Sheet, most: list[float | None], usual: list[float | None]) -> dict[str, Quantity]:
    """The rating of a power supply; what a module draws is the device's."""
    known = [value for value in most if value is not None]
    if any(value is not None for value in usual):
        sheet.note("not mapped", "power-ports.allocated_draw", "What a supply delivers is the device's draw.")
    if not known:
        return {}
    sheet.note("guessed", "power-ports.maximum_draw", f"{max(known):,.0f} W is taken as the rating of the supply.")
    return {"psu_rating_w": Quantity(value=max(known), status="derived", conditions="maximum draw of the module type")}


def _bay_supplies(
    sheet: Sheet,
    bays: Sequence[Mapping[str, Any]],
    supplies: Sequence[SupplyType],
    inlets: Sequence[Mapping[str, Any]],
    facts: dict[str, Quantity],
    manufacturer: str,
) -> list[PortGroup]:
    """The supplies that stand in BAYS: their number, their rating and their inlets."""
    count = len(bays)
    facts["psu_count"] = Quantity(value=count, status="derived", conditions="bays for power supplies")
    sheet.note("guessed", "module-bays", f"For power supplies, judged by their names: {counted(count, 'bay')}.")
    if inlets and len(inlets) != count:
        sheet.note(
            "contradiction",
            "power-ports",
            f"It lists {counted(len(inlets), 'inlet')}, but {counted(count, 'bay')} for power supplies.",
        )
        del facts["psu_count"]
    connectors: set[str] = set()
    rated = [supply for supply in supplies if supply.watts is not None]
    if supplies:
        names = ", ".join(plain(supply.name) for supply in supplies[:4])
        connectors = {connector for supply in supplies for connector in supply.connectors}
        if rated:
            watts = sorted({supply.watts for supply in rated if supply.watts is not None})
            facts["psu_rating_w"] = Quantity(
                value=watts[0],
                low=watts[0] if len(watts) > 1 else None,
                high=watts[-1] if len(watts) > 1 else None,
                status="derived",
                conditions=f"guessed: module type {names}",
            )
            shown = f"{watts[0]:,.0f} W" if len(watts) == 1 else f"{watts[0]:,.0f} to {watts[-1]:,.0f} W"
            sheet.note("guessed", "module-bays.supply", f"The module types {names} fit by their texts: {shown} each.")
        else:
            sheet.note(
                "guessed", "module-bays.supply", f"The module types {names} fit by their texts, but state no rating."
            )
    else:
        message = f"No module type of {plain(manufacturer)} says that it fits; the supplies' rating stays unknown."
        sheet.note("not mapped", "module-bays.supply", message)
    _check_rating(sheet, facts, count)
    if inlets:
        return []
    connector = connectors.pop() if len(connectors) == 1 else ""
    words = f"of {connector}" if connector else "of an unknown plug"
    sheet.note("guessed", "module-bays.inlets", f"One inlet {words} for each of the {count} power supplies.")
    return [PortGroup(name="psu", media=("power",), count=count, connector=connector, role="in")]


def _check_rating(sheet: Sheet, facts: Mapping[str, Quantity], count: int) -> None:
    most, rating = facts.get("power_max_w"), facts.get("psu_rating_w")
    if most is None or rating is None or most.value is None or rating.value is None:
        return
    highest = rating.high or rating.value
    if most.value > highest * count:
        sheet.note(
            "contradiction",
            "power-ports.maximum_draw",
            f"It draws {most.value:,.0f} W, but {count} supplies of {highest:,.0f} W give no more "
            f"than {highest * count:,.0f} W.",
        )
