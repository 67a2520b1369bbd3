"""Overlays of the floor: a figure for each thing that stands there, its share of the scale, and the legend."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.drawing.records import Legend
from designer.drawing.rooms.floor_cooling import cooling_shares
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text
from designer.model.kinds import FLOOR_RACKS
from designer.model.relations import RELATION_MEDIA
from designer.model.rooms.rack_airflow import air_ways

FloorOverlay = Literal["", "power", "weight", "free", "temperature", "cables", "air", "cooling"]
FLOOR_OVERLAYS: Final[Mapping[FloorOverlay, str]] = {
    "": "Colour: nothing",
    "power": "kW per rack",
    "weight": "Weight",
    "free": "Free units",
    "temperature": "Warmest inlet",
    "cables": "Cable ends",
    "air": "Cold and hot sides",
    "cooling": "Cooling",
}
_TITLES: Final[Mapping[FloorOverlay, str]] = {
    "power": "Power of one, at most",
    "weight": "Weight of one",
    "free": "Free rack units of one",
    "temperature": "Warmest air that all in it take",
    "cables": "Cables that end in one",
    "air": "Air of one",
    "cooling": "Heat over what takes it away",
}
_CLASSES: Final = ((32.0, "A1"), (35.0, "A2"), (40.0, "A3"), (45.0, "A4"))
"""Warmest allowable inlet of the ASHRAE air classes, °C (Thermal Guidelines, 4th and 5th edition)."""
UNKNOWN: Final = "?"
_COOLEST_C: Final = 25.0
_WARMEST_C: Final = 45.0
_UNITS: Final[Mapping[FloorOverlay, str]] = {"power": " kW", "weight": " kg", "free": " U", "cables": ""}


class FloorHeat(NamedTuple):
    """One overlay of the floor: figures, shares of the scale, legend.

    Attributes:
        shares: Of the scale, 0 to 1, by node; what is unknown has none.
        readings: The figure in words, by node.
        short: The figure alone, for racks that are small on the screen; the legend has its unit.
        legend: None without an overlay.
    """

    shares: Mapping[str, float]
    readings: Mapping[str, str]
    legend: Legend | None
    short: Mapping[str, str] = {}


def floor_heat(overlay: FloorOverlay, design: Design, ids: Sequence[str], results: Results | None) -> FloorHeat:
    """Return OVERLAY for one copy of each of IDS, things that stand on the floor."""
    if not overlay:
        return FloorHeat({}, {}, None)
    if overlay == "temperature":
        return _temperature(design, ids)
    if overlay == "air":
        return _air(design, ids)
    if overlay == "cooling":
        return _cooling(design, ids, results)
    values = _values(overlay, design, ids, results)
    if values is None:
        return FloorHeat({}, {}, Legend(_TITLES[overlay], "0", "", known=False))
    # Shares are of the greatest value in the room, so that the scale is always used.
    known = {node_id: value for node_id, (value, _) in values.items() if value is not None}
    most = max(known.values(), default=0.0)
    shares = {node_id: value / most if most else 0.0 for node_id, value in known.items()}
    unit = _UNITS[overlay]
    short = {
        node_id: f"{'≥' if least else ''}{number_text(value, 3)}" if value is not None else UNKNOWN
        for node_id, (value, least) in values.items()
    }
    readings = {
        node_id: f"{'≥ ' if least else ''}{number_text(value, 3)}{unit}" if value is not None else "not known"
        for node_id, (value, least) in values.items()
    }
    return FloorHeat(shares, readings, Legend(_TITLES[overlay], "0", f"{number_text(most, 3)}{unit}"), short)


def _air(design: Design, ids: Sequence[str]) -> FloorHeat:
    """Return the direction of the air; the sides themselves are painted from `ways` of the drawing."""
    ways = air_ways(design, ids)
    words = {1: "front to rear", -1: "rear to front", 0: "not stated"}
    readings = {node_id: words[ways.get(node_id, 0)] for node_id in ids}
    return FloorHeat({}, readings, Legend(_TITLES["air"], "in, cold", "out, hot"))


def _values(
    overlay: FloorOverlay, design: Design, ids: Sequence[str], results: Results | None
) -> dict[str, tuple[float | None, bool]] | None:
    """(value, whether it is at least that) by node; None while it is still being worked out."""
    if overlay == "cables":
        ends = cable_ends(design)
        return {node_id: (float(ends.get(node_id, 0)), False) for node_id in ids}
    if results is None or results.cooling is None or results.power is None:
        return None
    racks = results.cooling.racks
    found: dict[str, tuple[float | None, bool]] = {}
    for node_id in ids:
        load = racks.get(node_id)
        if overlay == "power":
            drawn = results.power.by_node.get(node_id)
            if load is not None:
                found[node_id] = _said(load.max_w, 1e-3)
            else:
                # A rack's load is that of one copy, a node's is that of all its copies.
                found[node_id] = _said(drawn.max_w if drawn else None, 1e-3 / max(1, design.total_copies(node_id)))
        elif overlay == "weight":
            found[node_id] = _said(load.weight_kg if load else fact_of(design, design.nodes[node_id], "weight_kg"))
        elif load is None or load.height_u.value is None or load.used_u.value is None:
            found[node_id] = (None, False)
        else:
            found[node_id] = (max(load.height_u.value - load.used_u.value, 0.0), False)
    return found


def _said(figure: Figure | None, factor: float = 1.0) -> tuple[float | None, bool]:
    if figure is None or figure.value is None:
        return None, False
    return figure.value * factor, bool(figure.missing)


def cable_ends(design: Design) -> dict[str, float]:
    """Return the number of cables that end in one copy of each thing on the floor, by node."""
    around: dict[str, str] = {}
    found: dict[str, float] = {}
    for link in design.links.values():
        if link.medium in RELATION_MEDIA:
            continue
        total = design.total_cables(link)
        for end in (link.a, link.b):
            if end not in around:
                around[end] = next((one for one in (end, *design.ancestors(end)) if _is_rack(design, one)), end)
            rack = around[end]
            if rack in design.nodes:
                found[rack] = found.get(rack, 0.0) + total / max(1, design.total_copies(rack))
    return found


def _is_rack(design: Design, node_id: str) -> bool:
    return node_id in design.nodes and design.nodes[node_id].kind in FLOOR_RACKS


def _temperature(design: Design, ids: Sequence[str]) -> FloorHeat:
    inside: dict[str, list[float]] = {node_id: [] for node_id in ids}
    for node in design.nodes.values():
        if node.part is None:
            continue
        warmest = fact_of(design, node, "inlet_max_c").value
        rack = next((one for one in (node.id, *design.ancestors(node.id)) if one in inside), None)
        if warmest is not None and rack is not None:
            inside[rack].append(warmest)
    least = {node_id: min(values) for node_id, values in inside.items() if values}
    # What takes the coolest air only is what a hot aisle hurts first, so it is hot on the scale.
    shares = {n: min(max((_WARMEST_C - c) / (_WARMEST_C - _COOLEST_C), 0.0), 1.0) for n, c in least.items()}
    readings = {node_id: _class_words(least.get(node_id)) for node_id in ids}
    legend = Legend(_TITLES["temperature"], f"{_WARMEST_C:g} °C", f"{_COOLEST_C:g} °C", known=bool(ids))
    short = {n: _short_class(least.get(n)) for n in ids}
    return FloorHeat(shares, readings, legend, short)


def _short_class(warmest: float | None) -> str:
    if warmest is None:
        return UNKNOWN
    words = _class_words(warmest).split()
    return words[-1] if len(words) > 2 else f"{warmest:g}°"


def _cooling(design: Design, ids: Sequence[str], results: Results | None) -> FloorHeat:
    if results is None or results.cooling is None:
        return FloorHeat({}, {}, Legend(_TITLES["cooling"], "0", "", known=False))
    shares, readings = cooling_shares(design, ids, results.cooling.heat)
    short = {one: f"{shares[one]:.0%}" if one in shares else UNKNOWN for one in ids}
    return FloorHeat(shares, readings, Legend(_TITLES["cooling"], "0", "100%"), short)


def _class_words(warmest: float | None) -> str:
    if warmest is None:
        return "not known"
    name = next((name for limit, name in reversed(_CLASSES) if warmest >= limit), "")
    return f"{warmest:g} °C{f' {name}' if name else ''}"


def floor_loads(design: Design, node: Node, results: Results | None) -> tuple[str, ...]:
    """Power, weight and free units of one of NODE in words, for the card beside the pointer."""
    lines: list[str] = []
    shown: tuple[tuple[FloorOverlay, str], ...] = (("power", "Power"), ("weight", "Weight"), ("free", "Free"))
    for overlay, title in shown:
        reading = floor_heat(overlay, design, [node.id], results).readings.get(node.id, "")
        if reading and reading != "not known":
            lines.append(f"{title} {reading}")
    return tuple(lines)
