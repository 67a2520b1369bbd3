"""The cheapest racks for devices: a cutting-stock program over the contents that a rack may have.

Sets: scopes c, containers whose devices share racks; contents p of a rack (`rack_contents`: rack units, draw, weight,
depth, outlets and rating of the strips, and what the air of the room takes away).
Variables, whole: r[c,p], racks of content p.

    least   Σ copies[c] · usd[p] · r[c,p]
    with    Σ_p count[p,i] · r[c,p] = devices[c,i] for each sort i

Source: Gilmore and Gomory, "A linear programming approach to the cutting-stock problem", Operations Research 9, 1961. A
rack holds as many sorts as can be listed whole (`sorts` in the answer): of few sorts all contents, of many those of two
sorts or one.
"""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import monotonic
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.quantities import value_of
from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.make_real.drawing_in import Drawing
from designer.edit.make_real.racks import wants_rack, weight
from designer.edit.make_real.records import Draws
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.templates.plan import Plan
from designer.explore.optimise.collisions import plan_collision
from designer.explore.optimise.devices import Device, Inlets
from designer.explore.optimise.fabric import spread_of
from designer.explore.optimise.needs import RACK_PARAMETERS, FabricNeed, read_values
from designer.explore.optimise.program import Program, gap_of
from designer.explore.optimise.rack_contents import Rack, Racking
from designer.explore.optimise.records import Collision, Optimum
from designer.model.assumptions.table import assumed
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import KINDS, RACK
from designer.model.records import Record, RefusedInput
from designer.model.rooms.rack_slots import box_of
from designer.model.wording import counted, listed
from designer.review.make_real.known import draws_of, power_and_heat

_MOST_CONTENTS: Final = 1_000
_MOST_DEVICES: Final = 100_000


class RackNeed(Record, frozen=True, kw_only=True):
    """Wishes for racks.

    Attributes:
        kw_per_rack: Most that one rack may draw, kW.
        rack_units: Of the highest rack.
        feeds: Redundancy of its strips.
        cooling: "air" keeps every rack within what the air of a room cools.
        budget_usd: Most that they may cost; infinite is no wish.
        time_limit_s: Of the whole search.
    """

    kw_per_rack: float
    rack_units: int
    feeds: Any
    cooling: str
    budget_usd: float
    time_limit_s: float


class _Scope(NamedTuple):
    """Devices that share racks.

    Attributes:
        parent: Container that holds them; None for none.
        copies: Of it.
        nodes: The devices.
        devices: The same as they are planned.
        contents: That a rack may have.
        sorts: So many sorts share one at most.
    """

    parent: str | None
    copies: int
    nodes: tuple[Node, ...]
    devices: tuple[Device, ...]
    contents: tuple[Rack, ...]
    sorts: int


def read_rack_need(settings: Mapping[str, str]) -> RackNeed:
    """Return the wishes that SETTINGS state.

    Raises:
        RefusedInput: a setting is unknown, no number or out of range.
    """
    return RackNeed(**read_values("Racks to optimise", RACK_PARAMETERS, settings))


def devices_design(library: Library, text: str) -> Design:
    """Return a design with the devices that TEXT lists, as "PART*COUNT, PART*COUNT", which are there already.

    Raises:
        RefusedInput: a part is unknown, or a count is no whole number.
    """
    plan = Plan(library)
    for number, piece in enumerate(filter(None, (one.strip() for one in text.split(","))), 1):
        part, _, count = piece.partition("*")
        if count and not count.strip().isdecimal():
            raise RefusedInput(f"{piece[:80]!r}: write a device as PART*COUNT, such as nvidia/dgx-h100*8.")
        many = int(count) if count else 1
        if not 1 <= many <= _MOST_DEVICES:
            raise RefusedInput(f"{piece[:80]!r}: 1 to {_MOST_DEVICES:,} of a device can be planned.")
        name = library.part(part.strip()).name
        plan.node(f"device-{number}", part.strip(), name, copies=many, ports=_ports(library, part.strip()))
    design = plan.design("Devices in racks", "The cheapest racks that hold these devices.", "", {})
    if not design.nodes:
        raise RefusedInput("No device is named; write devices=PART*COUNT,PART*COUNT or name a PROJECT.")
    return replace(design, nodes={name: replace(node, price_usd=0.0) for name, node in design.nodes.items()})


def _ports(library: Library, part: str) -> tuple[Any, ...]:
    return (fabric_ports(1, 1.0),) if not library.part(part).ports else ()


def optimise_racks(library: Library, design: Design, need: RackNeed) -> Optimum:
    """Return the cheapest racks for what stands in none in DESIGN.

    The cost is that of cabinets, strips, cords and blanking panels. OUT is the whole design with them.

    Raises:
        RefusedInput: nothing waits for a rack, or a device cannot be planned.
    """
    begun = monotonic()
    draws = draws_of(design, power_and_heat(design, library))
    limit_w = _limit_w(need, design)
    racking = Racking(library, _racking_need(need, limit_w))
    scopes, out = _scopes(design, draws, racking)
    missing = [
        (node, device)
        for scope in scopes
        for node, device in zip(scope.nodes, scope.devices, strict=True)
        if racking.rack((device,), (1,)) is None
    ]
    if missing:
        collision = _collision(library, need, missing, lambda _: inf)
        if collision is None:
            raise RefusedInput(f"No cabinet of the catalog is deep and strong enough for {missing[0][0].title}.")
        return Optimum(collision=collision, seconds=monotonic() - begun, left_out=tuple(out))
    if not scopes:
        racked = "; --anew plans the racks of what stands in some already anew" if _racked(design) else ""
        raise RefusedInput(f"Nothing in it waits for a rack{racked}." + (f" {out[0]}" if out else ""))
    program = Program()
    columns = [_program_of(scope, program) for scope in scopes]
    answer = program.solve(max(need.time_limit_s - (monotonic() - begun), 0.01))
    # Where the time is over before the solver has an answer, racks are filled one sort after the other.
    values = _filled(scopes, columns, program) if answer.values is None else answer.values.tolist()
    chosen = [
        [
            (rack, round(values[column]))
            for rack, column in zip(scope.contents, held, strict=True)
            if values[column] > 0.5
        ]
        for scope, held in zip(scopes, columns, strict=True)
    ]
    cost = program.cost_of(values)
    bound = min(max(answer.bound, 0.0), cost)
    if cost > need.budget_usd:
        if bound <= need.budget_usd:
            raise RefusedInput(
                f"No racks of at most {need.budget_usd:,.0f} USD were found in {need.time_limit_s:g} s, nor is it "
                "proven that there are none; give it more time with time_limit_s."
            )
        collision = _collision(library, need, (), lambda other: _least_usd(library, design, other))
        return Optimum(bound=bound, collision=collision, seconds=monotonic() - begun, left_out=tuple(out))
    made = design
    for scope, racks in zip(scopes, chosen, strict=True):
        for rack, count in sorted(racks, key=lambda row: row[0].counts, reverse=True):
            made = _drawn(made, library, scope, rack, count, limit_w).applied(made)
    number = sum(scope.copies * count for scope, racks in zip(scopes, chosen, strict=True) for _, count in racks)
    fullest = max(rack.watts for racks in chosen for rack, _ in racks) / 1_000.0
    devices = sum(scope.copies * node.copies for scope in scopes for node in scope.nodes)
    lines = [
        f"{counted(number, 'rack')} for {counted(devices, 'device')}, "
        f"the fullest draws at most {fullest:.1f} kW; strips {need.feeds}."
    ]
    for scope, racks in zip(scopes, chosen, strict=True):
        lines += [_content_text(scope, rack, count) for rack, count in racks]
    low, high = spread_of(design, made, library, cost)
    return Optimum(
        design=made,
        cost=cost,
        low=low,
        high=high,
        bound=bound,
        gap=gap_of(cost, bound),
        chosen={
            "racks": number,
            "kw_fullest_rack": fullest,
            "sorts_in_a_rack": min(scope.sorts for scope in scopes),
            "racks_usd": cost,
        },
        lines=tuple(lines),
        left_out=tuple(out),
        seconds=monotonic() - begun,
        solver_s=answer.seconds,
        size=program.size,
    )


def _least_usd(library: Library, design: Design, need: RackNeed) -> float:
    """Return the least that racks for DESIGN cost; infinite where there are none."""
    found = optimise_racks(library, design, replace(need, budget_usd=inf))
    return inf if found.bound is None else found.bound


def _filled(scopes: Sequence[_Scope], columns: Sequence[Sequence[int]], program: Program) -> list[float]:
    """Return racks as variables: the cheapest a device first, as many as the devices that are left fill."""
    values = [0.0] * program.size[0]
    for scope, held in zip(scopes, columns, strict=True):
        left = [node.copies for node in scope.nodes]
        order = sorted(range(len(held)), key=lambda one: scope.contents[one].usd / sum(scope.contents[one].counts))
        for place in order:
            counts = scope.contents[place].counts
            times = min((have // count for have, count in zip(left, counts, strict=True) if count), default=0)
            values[held[place]] += times
            left = [have - times * count for have, count in zip(left, counts, strict=True)]
    return values


def _racked(design: Design) -> bool:
    """Return whether any device of DESIGN stands in a rack."""
    racks = {node.id for node in design.nodes.values() if node.kind == RACK}
    return any(node.parent in racks and KINDS[node.kind].role in {"switch", "host"} for node in design.nodes.values())


def _program_of(scope: _Scope, program: Program) -> list[int]:
    """Add the racks of SCOPE to PROGRAM; returns their variables, by content."""
    most = float(sum(node.copies for node in scope.nodes))
    columns = [program.variable(scope.copies * rack.usd, most) for rack in scope.contents]
    # Every device stands in exactly one rack: as many places of its sort as there are copies.
    for sort, node in enumerate(scope.nodes):
        held = {
            column: float(rack.counts[sort])
            for column, rack in zip(columns, scope.contents, strict=True)
            if rack.counts[sort]
        }
        program.row(held, float(node.copies), float(node.copies))
    return columns


def _scopes(design: Design, draws: Draws, racking: Racking) -> tuple[list[_Scope], list[str]]:
    """Return what waits for racks by the container that holds it, and why other devices are left out."""
    waiting: dict[str | None, list[Node]] = {}
    unknown: list[str] = []
    for node in design.nodes_in_order():
        if not wants_rack(design, node):
            continue
        height = box_of(design, node).height_u
        # A device of unknown or broken height has no place that could be planned.
        if not height or height != int(height):
            unknown.append(node.title)
            continue
        waiting.setdefault(node.parent, []).append(node)
    fed = {end for link in design.links.values() if link.medium == "power" for end in (link.a, link.b)}
    found: list[_Scope] = []
    for parent, nodes in waiting.items():
        devices = tuple(_device(design, node, draws, fed=node.id in fed) for node in nodes)
        most = [node.copies for node in nodes]
        contents, sorts = None, len(nodes)
        # All contents where they can be listed; else fewer sorts share a rack.
        while contents is None and sorts > 0:
            contents = racking.mixed(devices, most, sorts, _MOST_CONTENTS if sorts > 1 else 100 * _MOST_CONTENTS)
            sorts -= contents is None
        copies = 1 if parent is None else design.total_copies(parent)
        found.append(_Scope(parent, copies, tuple(nodes), devices, tuple(contents or ()), max(sorts, 1)))
    out = [f"{listed(unknown)}: the rack units are not known."] if unknown else []
    limited = min((scope.sorts for scope in found if scope.sorts < len(scope.nodes)), default=0)
    if limited:
        out.append(f"Racks with more than {counted(limited, 'sort')} of devices: there are too many to list.")
    silent = [node.title for nodes in waiting.values() for node in nodes if not draws.max_w.get(node.id)]
    if silent:
        out.append(f"{listed(silent)}: the greatest draw is not known, so a rack may draw more than is shown.")
    return found, out


def _device(design: Design, node: Node, draws: Draws, *, fed: bool) -> Device:
    part = design.parts[node.part or ""]
    inlets = next((one for one in design.ports_of(node) if "power" in one.media and one.role != "out"), None)
    box = box_of(design, node)
    return Device(
        # Alike parts with facts of their own are other devices: the node's id tells them apart.
        part=replace(part, id=node.id),
        group=part.ports[0] if part.ports else fabric_ports(1, 1.0),
        ways=1,
        usd=0.0,
        watts=draws.max_w.get(node.id),
        units=int(box.height_u or 0),
        kg=weight(design, node),
        depth_mm=box.depth_mm,
        inlets=None if inlets is None or fed else Inlets(inlets, value_of(design, node, "psu_rating_w")),
    )


def _drawn(design: Design, library: Library, scope: _Scope, rack: Rack, count: int, limit_w: float) -> ChangeSet:
    """Return the edit that draws COUNT racks of one content and puts the devices into them."""
    held = [(node, number) for node, number in zip(scope.nodes, rack.counts, strict=True) if number]
    ids = {node.id for node, _ in held}
    linked = any({link.a, link.b} <= ids for link in design.links.values())
    # Devices with a cable between them stand in racks of their own each: in copies of one rack it would join what
    # stands in the same copy alone.
    edit = ChangeSet()
    for copies in [1] * count if linked and len(held) > 1 else [count]:
        edit = edit.then(_racks(edit.applied(design), library, scope, held, rack, copies, limit_w))
    edit.label = "Put devices into racks"
    return edit


def _racks(
    design: Design,
    library: Library,
    scope: _Scope,
    held: Sequence[tuple[Node, int]],
    rack: Rack,
    copies: int,
    limit_w: float,
) -> ChangeSet:
    edit = ChangeSet()
    pieces: list[tuple[str, int, int]] = []
    for node, number in held:
        now = edit.applied(design)
        piece = node.id
        # Only some of the copies go into these racks: they become a node of their own first.
        if now.nodes[node.id].copies > number * copies:
            peeled = peel_copy(now, node.id, number * copies)
            after = peeled.applied(now)
            (piece,) = [one for one in after.nodes.keys() - now.nodes.keys() if after.nodes[one].parent == node.parent]
            edit = edit.then(peeled)
        pieces.append((piece, number, scope.nodes.index(node)))
    now = edit.applied(design)
    drawing = Drawing(now, library)
    first = now.nodes[pieces[0][0]]
    place = drawing.add_container(RACK, RACK, "Rack", (first.x, first.y), copies=copies, parent=scope.parent)
    if limit_w < inf:
        container = drawing.draft.node(place)
        drawing.draft.put(replace(container, facts={**container.facts, "power_limit_w": limit_w}))
    for piece, number, _ in pieces:
        drawing.draft.put(replace(drawing.draft.node(piece), parent=place, copies=number))
    drawing.add(rack.cabinet.id, "cabinet", "Cabinet", (first.x, first.y + 240.0), parent=place)
    for side in rack.sides:
        title = f"Rack PDU {side.side}".strip()
        end = f"pdu-{side.side.lower()}" if side.side else "pdu"
        strip = drawing.add(side.part.id, end, title, (first.x, first.y + 360.0), copies=side.strips, parent=place)
        for sort, cords, outlet in side.cords:
            piece = next(one for one, _, at in pieces if at == sort)
            inlets = scope.devices[sort].inlets
            told = "A" if side.side == "A" else "B" if side.side == "B" else ""
            drawing.join(strip, piece, cords, side=told, a_port=outlet, b_port=inlets.group.name if inlets else None)
    return edit.then(drawing.finished(""))


def _content_text(scope: _Scope, rack: Rack, count: int) -> str:
    held = [f"{number} × {node.title}" for node, number in zip(scope.nodes, rack.counts, strict=True) if number]
    strips = ", ".join(f"{side.strips} × {side.part.name}" for side in rack.sides)
    fed = f"; {strips}" if strips else ""
    return f"{counted(count * scope.copies, 'rack')} with {listed(held, None)}: {rack.cabinet.name}{fed}."


_RELAX: Final = {
    "kw_per_rack": "Allow more kW a rack.",
    "cooling": "Take cooling=liquid.",
    "rack_units": "Allow higher racks.",
    "feeds": "Take feeds=N+1 or N, or add a cabinet or strip to your own parts.",
    "budget_usd": "Allow more money.",
}


def _collision(
    library: Library, need: RackNeed, missing: Sequence[tuple[Node, Device]], least_usd: Callable[[RackNeed], float]
) -> Collision | None:
    """Return the fewest wishes that collide: MISSING devices stand in no rack, or the racks cost too much.

    Args:
        library: Parts with their prices.
        need: The wishes.
        missing: Devices that no rack holds within them; empty where the money alone is in question.
        least_usd: The least that racks of other wishes cost; infinite where there are none.
    """
    texts = {
        "kw_per_rack": f"at most {need.kw_per_rack:g} kW a rack",
        "cooling": f"racks that air cools, at most {_limit_w(need, Design()) / 1_000:g} kW",
        "rack_units": f"racks of at most {need.rack_units} U",
        "feeds": f"power strips {need.feeds}",
        "budget_usd": f"at most {need.budget_usd:,.0f} USD",
    }
    said = {
        "kw_per_rack": need.kw_per_rack < inf,
        "cooling": need.cooling == "air",
        "feeds": need.feeds != "N",
        "budget_usd": not missing and need.budget_usd < inf,
    }
    texts = {name: text for name, text in texts.items() if said.get(name, True)}
    for node, _ in missing[:1]:
        texts[node.id] = f"{KINDS[node.kind].title if node.kind in KINDS else node.kind} {node.title} in a rack"

    def holds(some: frozenset[str]) -> bool:
        left = replace(need, **{name: value for name, value in _LOOSE.items() if name not in some})
        if not missing:
            # Without a limit of money the devices stand in racks: these wishes alone were met.
            return "budget_usd" not in some or least_usd(left) <= need.budget_usd * (1 + 1e-9)
        racking = Racking(library, _racking_need(left, _limit_w(left, Design())))
        return all(racking.rack((device,), (1,)) is not None for node, device in missing[:1] if node.id in some)

    def reasons_of(wishes: Sequence[str]) -> list[str]:
        if not missing:
            alone = replace(need, **{name: value for name, value in _LOOSE.items() if name not in wishes})
            return [f"Racks that meet the rest cost at least {least_usd(alone):,.0f} USD."]
        node, device = missing[0]
        draws = f"draws up to {device.watts / 1_000:.3g} kW" if device.watts else "does not say what it draws"
        return [f"One {node.title} {draws}, takes {device.units} U and weighs {device.kg:g} kg."]

    return plan_collision(texts, holds, reasons_of, _RELAX)


_LOOSE: Final[Mapping[str, Any]] = {
    "kw_per_rack": inf,
    "cooling": "liquid",
    "rack_units": 60,
    "feeds": "N",
    "budget_usd": inf,
}
"""Each wish taken back."""


def _limit_w(need: RackNeed, design: Design) -> float:
    """Return the most that one rack may draw: what air cools is a limit of the room, whatever its strips carry."""
    limit_w = need.kw_per_rack * 1_000.0
    return min(limit_w, assumed(design, "rack_air_limit_w").value or inf) if need.cooling == "air" else limit_w


def _racking_need(need: RackNeed, limit_w: float) -> FabricNeed:
    return FabricNeed(kw_per_rack=limit_w / 1_000.0, rack_units=need.rack_units, feeds=need.feeds)
