"""Heat overlays: what links, nodes and racks are coloured by, how much of the scale each takes, and the legend."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from designer.analysis.results import Results
from designer.drawing.records import Legend
from designer.drawing.topology.badges import contents_power
from designer.drawing.topology.places import Places, is_container
from designer.drawing.words import amount
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, RACKS

Overlay = Literal["", "utilisation", "power", "cost"]
OVERLAYS: Final[Mapping[Overlay, str]] = {
    "": "Nothing",
    "utilisation": "Utilisation",
    "power": "Power",
    "cost": "Cost",
}
_PLANT: Final = frozenset({"power", "cooling", "software"})


class Heat(NamedTuple):
    """The heat of each tile and frame.

    Attributes:
        shares: Of the scale, 0 to 1, by id; what is unknown has none.
        readings: The figure itself, by id.
        legend: None without an overlay.
    """

    shares: Mapping[str, float]
    readings: Mapping[str, str]
    legend: Legend | None


def money_text(usd: float) -> str:
    """An amount of three significant digits: "840 $", "22 k$", "9.9 M$"."""
    for step, unit in ((1e9, "G$"), (1e6, "M$"), (1e3, "k$")):
        if abs(usd) >= step:
            return f"{usd / step:.3g} {unit}"
    return f"{usd:.3g} $"


def heat_of(overlay: Overlay, design: Design, places: Places, results: Results | None) -> Heat:
    """Return OVERLAY for each drawn node; links have their utilisation from the signs."""
    if overlay == "utilisation":
        known = results is not None and results.network is not None
        return Heat({}, {}, Legend("Utilisation of links", "0", "100%", known))
    if overlay == "power":
        return _power(design, places, results)
    if overlay == "cost":
        return _cost(design, places, results)
    return Heat({}, {}, None)


def _power(design: Design, places: Places, results: Results | None) -> Heat:
    """Return the overlay of power: what one copy of each node and of each rack draws at maximum."""
    if results is None or results.power is None:
        return Heat({}, {}, Legend("Power of one, at most", "0", "", known=False))
    # W of one copy: what a node draws in all, over its copies.
    watts: dict[str, float] = {}
    readings: dict[str, str] = {}
    for node in places.tiles:
        gathers = node.id in places.contents and _role(node) not in _PLANT
        if is_container(node) or gathers:
            found, at_least = contents_power(design, node.id, places.contents.get(node.id, []), places.copies, results)
        elif _role(node) in _PLANT or node.id not in results.power.by_node:
            continue
        else:
            figure = results.power.by_node[node.id].max_w
            found, at_least = figure.value, figure.at_least
            found = None if found is None else found / places.copies[node.id]
        readings[node.id] = _reading(found, at_least, node)
        if found is not None:
            watts[node.id] = found
    # A rack that is drawn as a frame has a colour too, and no reading of its own.
    for node, _ in places.frames:
        if node.kind not in RACKS:
            continue
        found, _ = contents_power(design, node.id, places.contents.get(node.id, []), places.copies, results)
        if found is not None:
            watts[node.id] = found
    most = max(watts.values(), default=0.0)
    return Heat(_shares(watts, most), readings, Legend("Power of one, at most", "0", amount(most, "W")))


def _reading(watts: float | None, at_least: bool, node: Node) -> str:
    if watts is None:
        return "power unknown"
    return f"{'≥ ' if at_least else ''}{amount(watts, 'W')}{' each' if node.copies > 1 else ''}"


def _cost(design: Design, places: Places, results: Results | None) -> Heat:
    """Return the overlay of cost: what all copies of each node cost to buy."""
    if results is None or results.cost is None:
        return Heat({}, {}, Legend("Price of all copies", "0", "", known=False))
    units = unit_prices(results)
    usd: dict[str, float] = {}
    readings: dict[str, str] = {}
    for node in places.tiles:
        inside = places.contents.get(node.id, [] if is_container(node) else [node.id])
        known = [price for one in inside if (price := price_of_all(design.nodes[one], units, places)) is not None]
        priced = [one for one in inside if design.nodes[one].part is not None]
        if not priced:
            continue
        if known:
            usd[node.id] = sum(known)
            readings[node.id] = ("≥ " if len(known) < len(priced) else "") + money_text(usd[node.id])
        else:
            readings[node.id] = "price unknown"
    most = max(usd.values(), default=0.0)
    return Heat(_shares(usd, most), readings, Legend("Price of all copies", "0", money_text(most)))


def unit_prices(results: Results) -> dict[str, float]:
    """Price of one, in USD, by part id, as far as known."""
    units: dict[str, float] = {}
    for line in results.cost.lines if results.cost is not None else ():
        if line.unit_usd.value is not None and line.basis != "user":
            units.setdefault(line.part, line.unit_usd.value)
    return units


def price_of_all(node: Node, units: Mapping[str, float], places: Places) -> float | None:
    """Return the price of all copies of NODE, in USD; None when unknown."""
    each = node.price_usd if node.price_usd is not None else units.get(node.part or "")
    return None if each is None else each * places.copies[node.id]


def _shares(values: Mapping[str, float], most: float) -> dict[str, float]:
    return {one: value / most if most > 0 else 0.0 for one, value in values.items()}


def _role(node: Node) -> str:
    kind = KINDS.get(node.kind)
    return kind.role if kind else "other"
