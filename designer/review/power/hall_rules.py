"""Rules about a hall: whether anything feeds, backs up and cools it, and whether that carries all of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.power.capacity import capacity_of
from designer.analysis.power.records import PlantResult
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.results import PowerResult, Results
from designer.model.design import Design, Node
from designer.model.kinds import GENERATORS, KINDS, POWER_STAGES, SEPARATELY_DERIVED, UPSS, UTILITIES
from designer.model.wording import listed
from designer.review.findings import Finding, Fix
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import quantity, watts

LEAST_HALL_W: Final = 100_000.0
"""From so much IT on it is a hall that needs plant of its own. Below, the supply and the air conditioning of a building
are usual. Half a dozen racks of servers, far below the 500 kW from which EU Directive 2023/1791, annex VII, has data
centres report."""
_PLANT: Final[Mapping[str, frozenset[str]]] = {"utility feed": UTILITIES, "UPS": UPSS, "generator": GENERATORS}
_CARRYING: Final = tuple(kind for kind in POWER_STAGES if kind in UTILITIES | SEPARATELY_DERIVED)
"""Kinds that all of a site hangs on, from the utility to the racks."""
_SLACK: Final = 1.0 + 1e-9


def is_hall(results: Results) -> bool:
    """Return whether so much equipment stands here that it needs plant of its own."""
    return results.power is not None and (results.power.it_max_w.value or 0.0) >= LEAST_HALL_W


@rule({"hall-without-plant": "warning"}, layer="facility", reads=("power",))
def hall_without_plant(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """A hall that nothing feeds, backs up or cools: one warning that names what is not drawn."""
    if results.power is None or not is_hall(results):
        return
    kinds = {node.kind for node in design.nodes.values()}
    roles = {role_of(node) for node in design.nodes.values()}
    missing = [title for title, those in _PLANT.items() if kinds.isdisjoint(those)]
    if "cooling" not in roles:
        missing.append("cooling")
    if not missing:
        return
    bare = "power" not in roles
    load = results.power.it_max_w
    yield Finding(
        rule="hall-without-plant",
        severity="warning",
        message=f"At full load the equipment here draws {'at least ' if load.at_least else ''}"
        f"{watts(load.value or 0.0)}, and no {_either(missing)} is drawn.",
        detail="So what the hall takes from the grid, what a failure of it would stop and what the plant costs are "
        "unknown. Draw what is missing; what is left out on purpose is no error.",
        fix=_chain(design) if bare else None,
    )


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _chain(design: Design) -> Fix | None:
    """Two sides from the utility to the racks, where something has inlets for it."""
    for node in design.nodes.values():
        kind = KINDS.get(node.kind)
        if kind is None or kind.role not in {"host", "switch", "storage"} or is_rented(design.part_of(node)):
            continue
        if any("power" in group.media and group.role != "out" for group in design.ports_of(node)):
            return Fix(label="Draw a simple power chain", edit="draw_power_chain")
    return None


class _Carrier(NamedTuple):
    """Power equipment of one kind that all of the site hangs on.

    Attributes:
        nodes: One after the other on no path, so that what they carry can be added.
        capacity_w: What all copies of them carry.
    """

    nodes: tuple[Node, ...]
    capacity_w: float


@rule({"site-over-supply": ("error", "warning")}, layer="facility", reads=("plant", "power"))
def site_over_supply(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Utility, transformers or UPSs that carry less than the whole site takes at its maximum.

    The power chain is held against what depends on it by its cables; this rule holds it against the whole site, cooling
    and all that no cable feeds yet included, by the PUE at design peak (IT at its maximum, no free cooling).
    """
    power, plant = results.power, results.plant
    if power is None or plant is None or not power.it_max_w.value:
        return
    for kind in _CARRYING:
        # What its own cables bring to it is too much already, and a finding on it says so.
        if any(one.kind == kind and (one.utilisation.value or 0.0) > _SLACK for one in plant.elements.values()):
            continue  # what its own cables bring is too much already, and that is said of each
        it_w, need = _site_need(design, power, plant, kind)
        for carrier in _carriers(design, plant, kind):
            sides = _sides(design, plant, carrier)
            least = min([carrier, *sides], key=lambda one: one.capacity_w)
            if need > least.capacity_w * _SLACK:
                fix = None
                if len(least.nodes) == 1:
                    node = least.nodes[0]
                    fix = more_of(design, node.id, ceil(node.copies * need / least.capacity_w))
                yield replace(_too_small(results, least, kind, it_w, need, alone=least is not carrier), fix=fix)
                break


def site_units(design: Design, results: Results, node_id: str) -> float:
    """Return how many copies of a node let its kind carry the whole site at its maximum; 0 where it is not asked to."""
    power, plant, node = results.power, results.plant, design.nodes[node_id]
    if power is None or plant is None or node.kind not in _CARRYING or not node.copies or not power.it_max_w.value:
        return 0.0
    each = (capacity_of(design, node).continuous_w.value or 0.0) * design.total_copies(node_id) / node.copies
    _, need = _site_need(design, power, plant, node.kind)
    units = [0.0]
    for carrier in _carriers(design, plant, node.kind):
        for one in (carrier, *_sides(design, plant, carrier)):
            if each and node in one.nodes:
                # What the others of its kind carry beside it is not asked of this one.
                units.append(node.copies + (need - one.capacity_w) / each)
    return max(units)


def _site_need(design: Design, power: PowerResult, plant: PlantResult, kind: str) -> tuple[float, float]:
    """Return the IT and all in all, W, that equipment of KIND has to carry for the whole site at its maximum."""
    if kind in UPSS:
        behind_w = _behind_ups(design, power, plant)
        return behind_w, behind_w
    it_w = power.it_max_w.value or 0.0
    return it_w, it_w * (power.pue_peak.value or 1.0)


def _too_small(results: Results, carrier: _Carrier, kind: str, it_w: float, need: float, *, alone: bool) -> Finding:
    """The finding on equipment that carries too little: IT_W of IT and NEED W in all; ALONE where it is one side."""
    power, short = results.power, carrier.capacity_w
    taken, assumed = f"{watts(need)} of IT", ""
    if kind not in UPSS and power is not None:
        taken = f"{watts(need)} ({watts(it_w)} of IT × PUE {quantity(power.pue_peak.value or 1.0)})"
        assumed = "" if power.drawn_plant else " The PUE is an assumption while no cooling is drawn."
    plural = KINDS[kind].plural
    who = f"its {plural if plural[:2].isupper() else plural.lower()}"
    both = ""
    if alone:
        who += f" of one side alone ({listed([node.title for node in carrier.nodes])})"
        both = " While both sides live they share it; when the other fails, this one trips."
    return Finding(
        rule="site-over-supply",
        severity="error" if it_w > short * _SLACK and not alone else "warning",
        message=f"At its maximum the site takes {taken}, but {who} carry {watts(short)}.",
        detail=f"Add {watts(need - short)} there, or take equipment away.{both}{assumed}",
        ids=tuple(node.id for node in carrier.nodes),
    )


def _behind_ups(design: Design, power: PowerResult, plant: PlantResult) -> float:
    """Return the W that IT draws at most, without the devices whose cables lead past all UPSs."""
    behind: dict[str, bool] = {}

    # Upwards from each device, remembered; ABOVE stops at a ring of transfer switches.
    def has_ups(name: str, above: frozenset[str] = frozenset()) -> bool:
        if name not in behind:
            element = plant.elements.get(name)
            sources = element.sources if element is not None and name not in above else ()
            behind[name] = (element is not None and element.kind in UPSS) or any(
                has_ups(one, above | {name}) for one in sources
            )
        return behind[name]

    past = sum(
        (power.by_node[name].max_w.value or 0.0) * design.total_copies(name)
        for name, element in plant.elements.items()
        if element.device
        and name in power.by_node
        and element.sources
        and role_of(design.nodes[name]) != "cooling"
        and not has_ups(name)
    )
    return max((power.it_max_w.value or 0.0) - past, 0.0)


def _carriers(design: Design, plant: PlantResult, kind: str) -> list[_Carrier]:
    """The first and the last equipment of KIND on every path; none where one of them does not say what it carries."""
    nodes = [node for node in design.nodes_in_order() if node.kind == kind]
    names = {node.id for node in nodes}
    found: list[_Carrier] = []
    # The first and the last of the kind on each path: transformers may stand in two stages.
    for further in (_above(plant), _below(plant)):
        ends = tuple(node for node in nodes if not (_reached(node.id, further) & names))
        sizes = [capacity_of(design, node).continuous_w.value for node in ends]
        known = [size for size in sizes if size is not None]
        if ends and len(known) == len(sizes):
            total = sum(size * design.total_copies(node.id) for node, size in zip(ends, known, strict=True))
            found.append(_Carrier(ends, total))
    return found


def _above(plant: PlantResult) -> Mapping[str, tuple[str, ...]]:
    return {name: element.sources for name, element in plant.elements.items()}


def _below(plant: PlantResult) -> Mapping[str, tuple[str, ...]]:
    return {name: element.feeds for name, element in plant.elements.items()}


def _reached(name: str, further: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(further.get(name, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(further.get(one, ()))
    return found


def _sides(design: Design, plant: PlantResult, carrier: _Carrier) -> list[_Carrier]:
    """CARRIER by side, where the design has two sides that share nothing and of which either carries everything."""
    if not any(one.scheme == "2N" for one in plant.redundancy):
        return []
    near: dict[str, set[str]] = {}
    for name, element in plant.elements.items():
        if not element.device:
            for source in element.sources:
                near.setdefault(name, set()).add(source)
                near.setdefault(source, set()).add(name)
    beside = {name: tuple(others) for name, others in near.items()}
    # Parts of the chain without its devices: 2N falls into exactly two.
    parts: dict[frozenset[str], list[Node]] = {}
    for node in carrier.nodes:
        parts.setdefault(frozenset({node.id, *_reached(node.id, beside)}), []).append(node)
    if len(parts) != 2:
        return []
    return [
        _Carrier(
            tuple(nodes),
            sum((capacity_of(design, node).continuous_w.value or 0.0) * design.total_copies(node.id) for node in nodes),
        )
        for nodes in parts.values()
    ]
