"""Heat at maximum load: the air it takes, and what each rack holds against its limits.

Heat is the maximum power of the equipment plus the losses of the UPS and PDUs that are drawn (they stand indoors;
a transformer and an assumed chain do not count). A part that does not say how much of its heat a liquid takes is
taken to be cooled by air, unless it has a coolant inlet.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.supplies import supplied_ids
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing, fitted
from designer.analysis.cooling.heat import heat_result
from designer.analysis.cooling.shares import carried_cfm, liquid_share_of
from designer.analysis.power.draw import draw_of, drawing_nodes, loss_share_of, slowed_draw
from designer.analysis.quantities import copies_of, fact_of, name_of, placed_nodes, role_of, value_of
from designer.analysis.results import CoolingResult, PowerResult, RackLoad
from designer.formulas.cooling.heat_removal import BTU_PER_H_PER_W
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import CABINETS, FACTS, LOSING_INDOORS, OUTDOORS, RACKS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

_ONE = leaf("1", 1.0)
_NONE = leaf("0", 0.0)
WEIGHTLESS = frozenset({"other", "software"})
"""Roles that take no room and no weight unless they state some."""


def cooling(
    design: Design,
    power: PowerResult,
    fail: Collection[str] = (),
    *,
    every: bool = False,
    loads_only: bool = False,
    left: Standing = ALL_STANDING,
) -> CoolingResult:
    """Return the heat of DESIGN by air and liquid, and its racks, given what it draws.

    Args:
        design: The design.
        power: What it draws.
        fail: Ids of what has failed.
        every: Whether every single failure of the coolers is worked out, however many there are.
        loads_only: Whether the sweep is left out, for a quick look.
        left: What still stands. Racks are shown by their fullest copy.
    """
    indoors = loss_share_of(design, LOSING_INDOORS, assume=False)
    losses = product("losses indoors, maximum", (power.it_max_w, indoors), "W")
    heat = total("heat", (power.it_max_w, losses), "W", "maximum IT power + losses of the UPS and PDUs drawn")
    liquid = total("heat taken by liquid", _liquid_heat(design, power), "W", "sum of maximum power × liquid share")
    liquid_share = minimum("liquid share", (_ONE, quotient("liquid share", liquid, heat, "")), "", "liquid heat / heat")
    if not heat.value:
        liquid_share = leaf("liquid share (there is no heat yet)", None)
    drawing = frozenset(node.id for node in drawing_nodes(design))
    air_share = difference("air share", _ONE, liquid_share, "")
    contents = contents_of_racks(design)
    on = _still_on(design, contents, left) if left.off else contents
    supplied = needs_of(design).supplied
    failed = supplied_ids(supplied, fail)
    heats = heat_result(supplied, on, failed, every=every, loads_only=loads_only, left=left)
    air_heat = maximum("heat taken by air", (_NONE, difference("heat less liquid", heat, liquid, "W")), "W")
    return CoolingResult(
        heat_w=heat,
        heat_btu_per_h=product(
            "heat", (heat, leaf("BTU/h per W", BTU_PER_H_PER_W, "BTU/h/W")), "BTU/h", "3.412142 × W"
        ),
        airflow_cfm=carried_cfm(design, "airflow", air_heat, heats.pressure_ratio),
        air_share=air_share,
        liquid_share=liquid_share,
        capacity_w=_capacity(design),
        racks={
            rack_id: _rack(design, design.nodes[rack_id], inside, on[rack_id], drawing, left)
            for rack_id, inside in contents.items()
        },
        heat=heats,
    )


def _liquid_heat(design: Design, power: PowerResult) -> Iterator[Figure]:
    for node in drawing_nodes(design):
        if role_of(node) == "cooling":
            continue
        share = liquid_share_of(design, node)
        if share.value:
            yield product(f"{node.title}: heat taken by liquid", (power.by_node[node.id].max_w, share), "W")


def _capacity(design: Design) -> Figure:
    """Heat that the drawn units take out of the room; chillers behind them take the same heat once more."""
    groups: dict[str, list[Figure]] = {}
    for node, _ in placed_nodes(design):
        if role_of(node) == "cooling":
            removed = fact_of(design, node, "cooling_capacity_w")
            together = product(f"{node.title}: heat removed, all copies", (copies_of(design, node), removed), "W")
            groups.setdefault("outdoors" if node.kind in OUTDOORS else "unit", []).append(together)
    terms = groups.get("unit") or groups.get("outdoors")
    if not terms:
        return leaf("cooling capacity (no cooler is drawn)", None, "W")
    return total("cooling capacity", terms, "W", "sum of the heat that the units in the room remove")


def contents_of_racks(design: Design) -> dict[str, list[tuple[Node, int]]]:
    """Return the contents of one copy of every rack: (node, how many), in design order."""
    racks: dict[str, list[tuple[Node, int]]] = {n.id: [] for n in design.nodes_in_order() if n.kind in RACKS}
    if not racks:
        return racks
    for node, _ in placed_nodes(design):
        copies = node.copies
        for ancestor_id in design.ancestors(node.id):
            if ancestor_id in racks:
                racks[ancestor_id].append((node, copies))
            ancestor = design.nodes.get(ancestor_id)
            # Outwards the copies multiply: of one copy of each rack around.
            copies *= ancestor.copies if ancestor else 1
    return racks


def _still_on(
    design: Design, contents: Mapping[str, Sequence[tuple[Node, int]]], left: Standing
) -> dict[str, list[tuple[Node, int]]]:
    """CONTENTS of the fullest copy of each rack, as far as they are on with LEFT."""
    import numpy as np  # the sums of a whole design do without

    found: dict[str, list[tuple[Node, int]]] = {}
    for rack_id, inside in contents.items():
        racks = design.total_copies(rack_id)
        on: list[tuple[Node, Ints]] = []
        watts = np.zeros(racks)
        # (racks, number in one of them) flags, summed along the rack: how many of each still run there.
        for node, number in inside:
            flags = left.off.get(node.id)
            counts = np.full(racks, number)
            if flags is not None:
                counts = (~fitted(flags, racks * number)).reshape(racks, number).sum(axis=1)
            watts += counts * draw_of(design, node).max_w.or_zero
            on.append((node, counts))
        fullest = int(np.argmax(watts))
        found[rack_id] = [(node, int(counts[fullest])) for node, counts in on if counts[fullest]]
    return found


def _rack(
    design: Design,
    rack: Node,
    contents: Sequence[tuple[Node, int]],
    on: Sequence[tuple[Node, int]],
    drawing: frozenset[str],
    left: Standing,
) -> RackLoad:
    # What draws, what weighs and what takes units are not the same things: each sum has its own.
    powers, weights, heights = _Load(rack), _Load(rack), _Load(rack)
    cabinet: Node | None = None
    for node, inside in on:
        if node.id in drawing:
            powers.add(name_of(design, node), slowed_draw(design, node, left).max_w, inside)
    for node, inside in contents:
        if node.kind in CABINETS:
            cabinet = node
        name = name_of(design, node)
        weight = fact_of(design, node, "weight_kg")
        if weight.known or role_of(node) not in WEIGHTLESS:
            weights.add(name, weight, inside)
        height = rack_height_of(design, node)
        if takes_units(design, node) and (height.known or role_of(node) not in WEIGHTLESS):
            heights.add(name, height, inside)
    return RackLoad(
        id=rack.id,
        max_w=powers.total(f"{rack.title}: maximum power in one rack", "W"),
        weight_kg=weights.total(f"{rack.title}: weight in one rack", "kg"),
        used_u=heights.total(f"{rack.title}: rack units taken", "U"),
        power_limit_w=_limit(design, rack, cabinet, "power_limit_w"),
        load_limit_kg=_limit(design, rack, cabinet, "load_limit_kg"),
        height_u=_limit(design, rack, cabinet, "rack_units"),
    )


def rack_height_of(design: Design, node: Node) -> Figure:
    """Rack units of one of NODE: half of them at half the width, none where it hangs beside the units."""
    height = fact_of(design, node, "height_u")
    if node.rack is None or not (node.rack.zero_u or node.rack.side) or not height.value:
        return height
    if node.rack.zero_u:
        return leaf(f"{node.title}: hangs beside the units", 0.0, "U", subject=node.id)
    half = leaf("two stand side by side", 0.5)
    return product(f"{name_of(design, node)}: height at half the width", (height, half), "U")


def rack_units_of(design: Design, node: Node) -> float | None:
    """Return the value of `rack_height_of` alone, of thousands of nodes without words and reasons."""
    height = value_of(design, node, "height_u")
    if node.rack is None or not (node.rack.zero_u or node.rack.side) or not height:
        return height
    return 0.0 if node.rack.zero_u else height * 0.5


class _Load:
    """A sum over the contents of one rack, with one term for all that are alike."""

    def __init__(self, rack: Node) -> None:
        self._rack = rack
        self._numbers: dict[tuple[str, Figure], int] = {}

    def add(self, name: str, of_one: Figure, number: int) -> None:
        self._numbers[name, of_one] = self._numbers.get((name, of_one), 0) + number

    def total(self, label: str, unit: str) -> Figure:
        terms = [
            product(
                f"{name}: all together",
                (count_of(f"{name} in one {self._rack.title}", number, self._rack.id), of_one),
                unit,
            )
            for (name, of_one), number in self._numbers.items()
        ]
        return total(label, terms, unit)


def takes_units(design: Design, node: Node) -> bool:
    """Return True when NODE stands in the rack itself, not in a host, and is no cabinet."""
    parent = design.nodes.get(node.parent) if node.parent else None
    return node.kind not in CABINETS and (parent is None or role_of(parent) == "container")


def _limit(design: Design, rack: Node, cabinet: Node | None, fact: str) -> Figure:
    """A limit of RACK: its own, else that of the cabinet in it, else unknown."""
    own = fact_of(design, rack, fact)
    if not own.known and fact == "rack_units":
        # Some racks state their height in units as devices do.
        own = fact_of(design, rack, "height_u")
    if not own.known and cabinet is not None:
        of_cabinet = fact_of(design, cabinet, fact)
        if of_cabinet.known:
            return of_cabinet
    if own.known:
        return own
    return leaf(f"{rack.title}: {FACTS[fact].title.lower()}", None, FACTS[fact].unit, subject=rack.id)
