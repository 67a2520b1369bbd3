"""A simple power chain for what stands there: two sides from the utility to the racks, as one edit."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final, Literal

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS, PDU, RACK_POWER, RACKS, Role
from designer.model.network.ports import fit
from designer.model.parts.part import Part, PortGroup
from designer.model.records import RefusedInput

Side = Literal["A", "B"]
Taps = dict[Side, list[tuple[str, int]]]
"""PDUs that one side feeds directly: node and how many there are."""
_SIDES: Final[tuple[Side, ...]] = ("A", "B")
_UTILITY: Final = "generic/utility-feed"
_TRANSFORMER: Final = "generic/transformer-2500"
_UPS: Final = "schneider/galaxy-vxl-1250"
_BUSWAY: Final = "generic/busway"
_STS: Final = "generic/static-transfer-switch"
_PDUS: Final = ("apc/ap8886", "raritan/px3-5878i2r")
_PDUS_OF_A_BUSWAY: Final = 12
_BUSWAYS_OF_A_UPS: Final = 50
_FED_ROLES: Final[frozenset[Role]] = frozenset({"host", "switch", "storage"})
_STEP: Final = TILE_HEIGHT + 56.0


def draw_simple_chain(design: Design, library: Library) -> ChangeSet:
    """Add two sides of utility, transformer, UPSs and busways, and a PDU of each side for racks that have none.

    Rack PDUs that nothing feeds are fed too: two in a rack by one side each, a number of one sort through transfer
    switches that take either side. Each side is large enough for everything.

    Raises:
        RefusedInput: nothing here needs power, all of it is fed, or a part is missing.
    """
    draft = Draft(design)
    corded = {end for link in design.links.values() if link.medium == "power" for end in (link.a, link.b)}
    pdus = [node for node in design.nodes_in_order() if node.kind in RACK_POWER and not _is_fed(design, node.id)]
    places: dict[tuple[str | None, str], list[Node]] = {}
    for node in design.nodes_in_order():
        kind = KINDS.get(node.kind)
        part = design.part_of(node)
        rented = part is not None and part.layer == "cloud"
        hungry = kind is not None and kind.role in _FED_ROLES and _supplies(design, node) > 0
        if hungry and not rented and node.id not in corded:
            around = (one for one in design.ancestors(node.id) if one in design.nodes)
            rack = next((one for one in around if design.nodes[one].kind in RACKS), None)
            # What stands in no rack has PDUs of its own, so that unlike devices do not crowd on one.
            places.setdefault((rack, "") if rack else (node.parent, node.id), []).append(node)
    if not pdus and not places:
        raise RefusedInput(
            "Nothing here waits for power: no rack PDU without a feed, and no device with power inlets and no cord."
        )
    taps: Taps = {side: [] for side in _SIDES}
    loads = 0.0
    for (place, _), nodes in places.items():
        loads += _feed_place(draft, library, place, nodes, taps)
    shared = _spare_pdus(draft, pdus, taps)
    loads += sum(_fed_by(design, node) for node in pdus)
    _sides(draft, library, taps, shared, loads)
    return draft.finished("Draw a simple power chain")


def _is_fed(design: Design, node_id: str) -> bool:
    """Return True when power equipment is cabled to a node."""
    for link in design.links.values():
        if link.medium == "power" and node_id in (link.a, link.b):
            other = design.nodes.get(link.b if link.a == node_id else link.a)
            kind = KINDS.get(other.kind) if other else None
            if kind is not None and kind.role == "power":
                return True
    return False


def _fed_by(design: Design, pdu: Node) -> float:
    """Return the W that hang on all copies of a PDU, by what it is rated for."""
    return _rating_w(design.part_of(pdu)) * design.total_copies(pdu.id) / 2


def _feed_place(draft: Draft, library: Library, place: str | None, nodes: Sequence[Node], taps: Taps) -> float:
    """PDUs of both sides for NODES in one copy of PLACE; answers what all of them draw."""
    design = draft.before
    load = sum(_draw_w(design, node) * design.copies_within(node.id, place) for node in nodes)
    around = design.total_copies(place) if place else 1
    each = {node.id: _supplies(design, node) for node in nodes}
    cords: dict[str, int] = {}
    for node in nodes:
        plug = next((one.connector for one in design.ports_of(node) if "power" in one.media and one.role != "out"), "")
        cords[plug] = cords.get(plug, 0) + -(-each[node.id] // 2) * design.copies_within(node.id, place)
    # What one cord carries when the other side has failed.
    most = max(_draw_w(design, node) / max(each[node.id] // 2, 1) for node in nodes)
    part_id, count = _pdus_for(draft, library, load, cords, most)
    parent = place if place and design.nodes[place].kind in KINDS[PDU].parents else None
    count = count if parent or place is None else count * around
    for number, side in enumerate(_SIDES):
        x, y = _inside(design, place, number)
        pdu = _add(draft, library, part_id, f"pdu-{side.lower()}", f"Rack PDU {side}", x, y, count, parent)
        for node in nodes:
            supplies = each[node.id]
            share = -(-supplies // 2) if side == "A" else supplies // 2
            copies = design.copies_within(node.id, place if parent else None)
            if share:
                _join(draft, pdu, node.id, share * copies, side)
        taps[side].append((pdu, count * (around if parent else 1)))
    return load * around


def _spare_pdus(draft: Draft, pdus: Sequence[Node], taps: Taps) -> list[tuple[str, int]]:
    """Feed pairs of PDU nodes of a rack by a side each; answers those that both sides have to feed."""
    design = draft.before
    by_parent: dict[str | None, list[Node]] = {}
    for node in pdus:
        by_parent.setdefault(node.parent, []).append(node)
    shared: list[tuple[str, int]] = []
    for nodes in by_parent.values():
        paired = len(nodes) % 2 == 0 and all(node.copies == nodes[0].copies for node in nodes)
        for number, node in enumerate(nodes):
            entry = (node.id, design.total_copies(node.id))
            if paired:
                taps[_SIDES[number % 2]].append(entry)
            else:
                shared.append(entry)
    return shared


def _sides(draft: Draft, library: Library, taps: Taps, shared: list[tuple[str, int]], load_w: float) -> None:
    """Both chains, each large enough for LOAD_W, and transfer switches for SHARED."""
    left, top = _free_place(draft.before)
    # Devices with one cord are fed through transfer switches, so many PDUs to a busway or switch.
    switches = ceil(sum(count for _, count in shared) / _PDUS_OF_A_BUSWAY)
    sts = ""
    if switches:
        y = top + 4 * _STEP
        sts = _add(draft, library, _STS, "sts", "Transfer switch", left + TILE_WIDTH / 2 + 32, y, switches, None)
        for pdu, count in shared:
            # No side: a transfer switch is fed from both.
            _join(draft, sts, pdu, count, "")
    for number, side in enumerate(_SIDES):
        x, low = left + number * (TILE_WIDTH + 64.0), side.lower()
        runs = ceil(sum(count for _, count in taps[side]) / _PDUS_OF_A_BUSWAY)
        # Each side carries the whole load alone; and each UPS feeds so many busways at most.
        units = max(_enough(draft, library, _UPS, load_w), ceil((runs + switches) / _BUSWAYS_OF_A_UPS))
        # 5 % more than the load, for the losses of what stands behind the transformer.
        transformers = _enough(draft, library, _TRANSFORMER, load_w * 1.05)
        utility = _add(draft, library, _UTILITY, f"utility-{low}", f"Utility {side}", x, top, 1, None)
        transformer = _add(
            draft,
            library,
            _TRANSFORMER,
            f"transformer-{low}",
            f"Transformer {side}",
            x,
            top + _STEP,
            transformers,
            None,
        )
        ups = _add(draft, library, _UPS, f"ups-{low}", f"UPS {side}", x, top + 2 * _STEP, units, None)
        # As many cables as the larger number of the two, so that each has one at least.
        _join(draft, utility, transformer, transformers, side)
        _join(draft, transformer, ups, max(units, transformers), side)
        if runs:
            busway = _add(draft, library, _BUSWAY, f"busway-{low}", f"Busway {side}", x, top + 3 * _STEP, runs, None)
            _join(draft, ups, busway, max(units, runs), side)
            for pdu, count in taps[side]:
                _join(draft, busway, pdu, count, side)
        if sts:
            _join(draft, ups, sts, max(units, switches), side)


def _free_place(design: Design) -> tuple[float, float]:
    """A place left of everything that is drawn."""
    tops = [node for node in design.nodes.values() if node.parent is None]
    left = min((node.x for node in tops), default=0.0)
    return left - 2 * TILE_WIDTH - 160.0, min((node.y for node in tops), default=0.0)


def _inside(design: Design, place: str | None, number: int) -> tuple[float, float]:
    """Below what stands in PLACE; in the open, below everything."""
    inside = [node for node in design.nodes.values() if node.parent == place]
    low = max((node.y for node in inside), default=0.0)
    left = min((node.x for node in inside), default=0.0)
    return left, low + (TILE_HEIGHT + 24.0) * (number + 1)


def _enough(draft: Draft, library: Library, part_id: str, load_w: float) -> int:
    """Return how many of a part carry LOAD_W, at least one."""
    rating = _rating_w(_part(draft, library, part_id))
    if not rating:
        raise RefusedInput(f"The catalog does not say what {part_id} carries, so no chain can be sized with it.")
    return max(ceil(load_w / rating), 1)


def _pdus_for(
    draft: Draft, library: Library, load_w: float, cords: Mapping[str, int], cord_w: float
) -> tuple[str, int]:
    """(part, how many) of the PDUs of one side that carry LOAD_W alone by CORDS, by their plug, of up to CORD_W."""
    found: list[tuple[int, float, str]] = []
    for part_id in _PDUS:
        part = _part(draft, library, part_id)
        rating = _rating_w(part)
        if part is None or not rating:
            continue
        # By rating, then by outlets of each plug, of which a strip may not use more than its rating carries.
        count = max(ceil(load_w / rating), 1)
        for plug, number in cords.items():
            supply = PortGroup(name="psu", media=("power",), count=1, connector=plug)
            outlets = sum(one.count for one in part.ports if one.role == "out" and fit(one, supply).verdict == "yes")
            # A strip whose outlets fit no such plug is wired by hand: all of its outlets count.
            outlets = outlets or sum(one.count for one in part.ports if one.role == "out")
            count = max(count, ceil(number / max(min(outlets, int(rating // cord_w)) if cord_w else outlets, 1)))
        found.append((count, rating, part_id))
    if not found:
        raise RefusedInput("The catalog holds no PDU that could feed the racks.")
    # The fewest strips, among these the smallest, then the first by id.
    count, _, part_id = min(found)
    return part_id, count


def _part(draft: Draft, library: Library, part_id: str) -> Part | None:
    """The part as the design has it, else as the library does."""
    return draft.part(part_id) or library.parts.get(part_id)


def _rating_w(part: Part | None) -> float:
    for name in ("capacity_w", "capacity_va"):
        fact = part.facts.get(name) if part else None
        if fact is not None and fact.value:
            return fact.value
    return 0.0


def _draw_w(design: Design, node: Node) -> float:
    part = design.part_of(node)
    for name in ("power_max_w", "power_typical_w"):
        fact = part.facts.get(name) if part else None
        value = node.facts.get(name, fact.value if fact else None)
        if value:
            return value
    return 0.0


def _supplies(design: Design, node: Node) -> int:
    """Power inlets of one copy."""
    return sum(one.count for one in design.ports_of(node) if "power" in one.media and one.role != "out")


def _add(
    draft: Draft,
    library: Library,
    part_id: str,
    wanted: str,
    name: str,
    x: float,
    y: float,
    copies: int,
    parent: str | None,
) -> str:
    draft.embed(library, [part_id])
    part = draft.part(part_id)
    node_id = new_id(draft.design(), wanted)
    order = max((node.order for node in draft.nodes.values()), default=-1) + 1
    kind = part.kind if part else ""
    draft.put(Node(id=node_id, kind=kind, part=part_id, name=name, x=x, y=y, copies=copies, parent=parent, order=order))
    return node_id


def _join(draft: Draft, a: str, b: str, cables: int, side: Literal["", "A", "B"]) -> None:
    fields: dict[str, Any] = {"medium": "power", "cables": max(cables, 1), "side": side}
    draft.put(Link(id=new_id(draft.design(), f"{a}-{b}"), a=a, b=b, **fields))
