"""Failures of power: what each darkens and overloads, how long batteries carry it, and all single ones in turn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from designer.analysis.failing import failed_of
from designer.analysis.power.batteries import ride_through
from designer.analysis.power.chain import MAX, TYPICAL, Chain, Flags, Floats, Ints
from designer.analysis.power.limits import OVER, Limits
from designer.analysis.power.load_flow import DARK, STANDBY, Walk, at_once, states, walk
from designer.analysis.power.records import Overload, PlantFailure, PlantSweep
from designer.model.assumptions.table import assumed
from designer.model.copy_ids import base_of
from designer.model.figures.figure import Figure, leaf, minimum
from designer.model.identity_cache import Remembered
from designer.model.network.cable_spread import cable_ends

_MOST_KEPT: Final = 200
_AT_ONCE: Final = 6_000_000
"""Edges walked in a sweep that is made with every analysis; larger ones are asked for."""
_MAX_ONLY: Final = slice(MAX, MAX + 1)
Progress = Callable[[int, int], None]
"""(failures worked out, failures to work out)."""


@dataclass(frozen=True)
class Gone:
    """Elements that failed.

    Attributes:
        vertices: Copies that have failed.
        cables: Left of each edge.
        bypassed: Of the failed, UPSs that pass raw mains on.
    """

    vertices: Flags
    cables: Ints
    bypassed: Flags

    @cached_property
    def cut(self) -> Flags:
        """Copies that pass nothing on any more."""
        return self.vertices & ~self.bypassed


@dataclass(frozen=True)
class Plant:
    """A chain with what it carries when nothing has failed."""

    chain: Chain
    limits: Limits

    @cached_property
    def base(self) -> Walk:
        """Power with nothing failed, at maximum."""
        return walk(self.chain, columns=_MAX_ONLY)

    @cached_property
    def base_over(self) -> Flags:
        """Copies that are overloaded with nothing failed."""
        return self.limits.fullness(self.base, 0) > OVER

    @cached_property
    def running(self) -> Flags:
        """Generators that carry load with nothing failed."""
        return self.base.load[:, 0] > 0

    @cached_property
    def backed(self) -> Flags:
        """Return a flag for each vertex behind which a battery stands with nothing failed (vertices,)."""
        nothing = np.zeros(self.chain.vertices, dtype=np.bool_)
        return _backed(self.chain, Gone(nothing, self.chain.cables, nothing))


def gone_of(chain: Chain, ids: Collection[str]) -> Gone:
    """Return the part of CHAIN that is gone with IDS: nodes, containers, links, "pdu[0]", "cords[3]"."""
    failed = failed_of(chain.design, ids)
    vertices = np.zeros(chain.vertices, dtype=np.bool_)
    for node_id in failed.nodes:
        if node_id in chain.first:
            vertices[chain.range_of(node_id)] = True
    for node_id, ranges in failed.copies.items():
        if node_id in chain.first:
            for copies in ranges:
                # Flat numbers of the copies, from the first copy of the node on.
                vertices[chain.first[node_id] + np.array(copies)] = True
    cables = chain.cables.copy()
    places = {link_id: number for number, link_id in enumerate(chain.links)}
    for link_id in failed.links:
        cables[chain.link == places.get(link_id, -1)] = 0
    for link_id, numbers in failed.cables.items():
        if link_id in places:
            _cut(chain, cables, places[link_id], numbers)
    return Gone(vertices, cables, vertices & chain.bypasses & _named_themselves(chain, ids))


def _named_themselves(chain: Chain, ids: Collection[str]) -> Flags:
    """Copies of nodes that IDS name, not only what they stand in: a room that is lost takes the bypass along."""
    names = {base_of(name) for name in ids}
    design = chain.design
    itself = [one in names and not names.intersection(design.ancestors(one)) for one in chain.order]
    return np.array(itself, dtype=np.bool_)[chain.owner]


def _cut(chain: Chain, cables: Ints, place: int, numbers: Collection[int]) -> None:
    """Take single cables of the link at PLACE out of CABLES."""
    feed = chain.directions.feeds[place]
    link = chain.design.links[feed.link]
    edges = {(int(chain.source[edge]), int(chain.fed[edge])): int(edge) for edge in np.flatnonzero(chain.link == place)}
    for number, (a, b) in enumerate(cable_ends(chain.design, link)):
        if number in numbers:
            at_a, at_b = chain.first[link.a] + a, chain.first[link.b] + b
            cables[edges[(at_b, at_a) if feed.turned else (at_a, at_b)]] -= 1


def failure_of(plant: Plant, ids: Collection[str]) -> PlantFailure:
    """Return the outcome of PLANT without IDS."""
    return outcome(plant, tuple(ids), gone_of(plant.chain, ids))


@dataclass(frozen=True)
class _After:
    """The chain after a failure.

    Attributes:
        left: The end state, when batteries are empty and standby generators run.
        full: How full everything then is.
        powerless: The states before: no generator runs yet.
    """

    left: Walk
    full: Floats
    powerless: Ints


def _after(plant: Plant, cut: Flags, cables: Ints, bypassed: Flags) -> _After:
    """Return PLANT after the failure of CUT (vertices,), or after each of several (failures, vertices)."""
    left = walk(plant.chain, cut, cables, columns=_MAX_ONLY, bypassed=bypassed)
    return _After(left, plant.limits.fullness(left, 0), states(plant.chain, cut, cables, running=plant.running))


def outcome(plant: Plant, ids: tuple[str, ...], gone: Gone) -> PlantFailure:
    """Return the outcome of PLANT when GONE is gone, called IDS."""
    return _outcome(plant, ids, gone, 1, _after(plant, gone.cut, gone.cables, gone.bypassed))


def _outcome(plant: Plant, ids: tuple[str, ...], gone: Gone, alike: int, after: _After) -> PlantFailure:
    chain, left, powerless = plant.chain, after.left, after.powerless
    devices = chain.devices & ~gone.vertices
    dark = devices & (left.state == DARK)
    # Before generators run what they will feed counts as dark, and UPSs there are on battery.
    on_battery = chain.batteries & ~gone.vertices & (powerless == DARK)
    taken_over = bool(((left.state == STANDBY) & (plant.base.state != STANDBY)).any())
    start = assumed(chain.design, "generator_start_s") if taken_over else leaf("no generator takes over", None, "s")
    at_once, times = powerless, {}
    if on_battery.any():
        times, holding = _battery_times(plant, gone, on_battery, start)
        # With the batteries that last until a generator runs: what is still dark then is interrupted, even if not for
        # good.
        at_once = states(chain, gone.cut, gone.cables, on_batteries=holding, running=plant.running)
    off = devices & (at_once == DARK)
    # Live devices that had a battery behind them and lost it with a failed UPS.
    bare = np.zeros(chain.vertices, dtype=np.bool_)
    if (gone.vertices & chain.batteries).any():
        bare = devices & ~dark & plant.backed & ~_backed(chain, gone)
    return PlantFailure(
        ids=ids,
        alike=alike,
        dark=_counted(chain, dark),
        interrupted=_counted(chain, off & ~dark),
        carried=_counted(chain, dark & ~off),
        unpowered=_counted(chain, ~chain.devices & ~gone.vertices & (left.state == DARK)),
        overloaded=_overloads(plant, left, after.full),
        on_battery=tuple(_counted(chain, on_battery)),
        transferred=tuple(_counted(chain, _transferred(plant, left))),
        bypassed=tuple(_counted(chain, gone.bypassed & (left.state > DARK))),
        unprotected=_counted(chain, bare),
        battery_min=times,
        ride_through_min=_first_empty(times),
        start_s=start,
        accelerators=int(chain.accelerators[dark].sum()),
        lost_w=leaf(
            "maximum draw of what is dark",
            float(chain.draws[dark, MAX].sum()),
            "W",
            operation="routing",
            status="derived",
            formula="sum over the dark devices",
        ),
    )


def _backed(chain: Chain, gone: Gone) -> Flags:
    """Return a flag for each vertex behind which a battery stands: live when batteries alone feed (vertices,)."""
    # All roots but batteries are taken away; what is still live hangs on a battery.
    failed = gone.cut | (chain.roots & ~chain.batteries) | (gone.bypassed & chain.roots)
    return states(chain, failed, gone.cables, on_batteries=chain.batteries & ~gone.vertices) > DARK


def _battery_times(plant: Plant, gone: Gone, on_battery: Flags, start_s: Figure) -> tuple[dict[str, Figure], Flags]:
    """(time of the fullest copy of every UPS on battery, those copies that hold until a generator runs)."""
    chain, limits = plant.chain, plant.limits
    walked = walk(chain, gone.cut, gone.cables, on_batteries=on_battery, bypassed=gone.bypassed, running=plant.running)
    most = walked.out[:, MAX] * limits.factor
    times: dict[str, Figure] = {}
    holding = on_battery.copy()
    for node_id in _counted(chain, on_battery):
        own = np.array(chain.range_of(node_id))
        own = own[on_battery[own]]
        fullest = int(own[np.argmax(most[own])])
        node = chain.design.nodes[node_id]
        times[node_id] = time = ride_through(
            chain.design,
            node,
            limits.capacities[node_id],
            chain.efficiencies[node_id],
            float(walked.out[fullest, TYPICAL]),
            float(most[fullest]),
        )
        if time.value is not None and start_s.value is not None and time.value * 60.0 < start_s.value:
            holding[own] = False
    return times, holding


def overloaded_copies(plant: Plant, gone: Gone, over: Mapping[str, float]) -> Mapping[str, Flags]:
    """Return which copies of the nodes in OVER carry more than the W told there when GONE is gone, by node.

    Copies that are overloaded with nothing failed are left out.
    """
    if not over:
        return {}
    chain = plant.chain
    left = walk(chain, gone.cut, gone.cables, columns=_MAX_ONLY, bypassed=gone.bypassed)
    carried = plant.limits.carried_w(left, 0)
    fuller = (plant.limits.fullness(left, 0) > OVER) & ~plant.base_over & ~gone.vertices
    places = {node_id: list(chain.range_of(node_id)) for node_id in over}
    return {node_id: fuller[own] & (carried[own] > over[node_id]) for node_id, own in places.items()}


def sweep(plant: Plant, *, every: bool = False, progress: Progress | None = None) -> PlantSweep:
    """Every single failure of a copy of the power equipment, one worked out for all that are exactly alike.

    Args:
        plant: The chain.
        every: Whether to work it out however long it takes.
        progress: Told now and then how far it is.
    """
    chain = plant.chain
    alike = alike_copies(chain)
    if not every and len(alike) * max(len(chain.fed), 1) > _AT_ONCE:
        return PlantSweep(note=f"{len(alike):,} different single failures are not worked out at once; ask for a sweep.")
    found: list[PlantFailure] = []
    for run in at_once(chain, len(alike)):
        # Alike copies fail alike: one is worked out and counted for all. (failures, vertices): what is gone with each.
        some = alike[run]
        vertices = np.zeros((len(some), chain.vertices), dtype=np.bool_)
        vertices[np.arange(len(some)), [vertex for vertex, _ in some]] = True
        bypassed = vertices & chain.bypasses
        after = _after(plant, vertices & ~bypassed, chain.cables, bypassed)
        for number, (vertex, count) in enumerate(some):
            gone = Gone(vertices[number], chain.cables, bypassed[number])
            own = _After(after.left.of(number), after.full[number], after.powerless[number])
            found.append(_outcome(plant, (chain.name(vertex),), gone, count, own))
            if progress is not None and (len(found) - 1) % 16 == 0:
                progress(len(found) - 1, len(alike))
    found.sort(key=rank)
    return PlantSweep(failures=tuple(found[:_MOST_KEPT]), tried=sum(count for _, count in alike))


def rank(failure: PlantFailure) -> tuple[float, ...]:
    """The worst first: accelerators dark, watts dark, what it overloads, what it interrupts."""
    return (
        -failure.accelerators,
        -failure.lost_w.or_zero,
        -sum(one.copies for one in failure.newly_overloaded.values()),
        -sum(failure.interrupted.values()),
    )


_alike: Final = Remembered[list[tuple[int, int]]]()


def alike_copies(chain: Chain) -> Sequence[tuple[int, int]]:
    """(first, how many) of copies of power equipment that may be exchanged for each other without any change.

    Copies of a container are exchangeable when each is cabled to the very same copies outside, by the same cables;
    so are copies of a node that stands in no such container.
    """
    return _alike.of((chain.design, chain.source), None, lambda: _alike_copies(chain))


def _alike_copies(chain: Chain) -> list[tuple[int, int]]:
    design = chain.design
    outer = {node_id: _outermost(chain, node_id) for node_id in chain.order}
    # (vertices,): copies of its node within one copy of the outermost container that holds it.
    each = np.array([chain.copies[one] // design.total_copies(outer[one]) for one in chain.order])[chain.owner]
    first = np.array([chain.first[one] for one in chain.order])[chain.owner]
    # Copies of one outermost container, and the place of a vertex within its copy.
    group = np.array([list(dict.fromkeys(outer.values())).index(outer[one]) for one in chain.order])[chain.owner]
    place = np.arange(chain.vertices) - first
    copy, inner = place // np.maximum(each, 1), place % np.maximum(each, 1)
    seen: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    ends = np.stack((chain.source, chain.fed, chain.cables, chain.link), axis=1).tolist()
    # The signature of a copy: every cable that leaves it, with the very vertex at the other end. Cables inside say
    # nothing.
    for source, fed, cables, link in ends:
        for own, other, way in ((source, fed, 0), (fed, source, 1)):
            if (group[own], copy[own]) != (group[other], copy[other]):
                key = (int(group[own]), int(copy[own]))
                seen.setdefault(key, []).append((int(chain.owner[own]), int(inner[own]), other, cables, link, way))
    signatures = {key: tuple(sorted(found)) for key, found in seen.items()}
    classes: dict[tuple[object, ...], list[int]] = {}
    # Same node, same place within its copy, same cables outwards: the failure of one is that of any other.
    for vertex in np.flatnonzero(~chain.devices).tolist():
        signature = signatures.get((int(group[vertex]), int(copy[vertex])), ())
        key = (int(chain.owner[vertex]), int(inner[vertex]), signature)
        classes.setdefault(key, []).append(vertex)
    return [(members[0], len(members)) for members in classes.values()]


def _outermost(chain: Chain, node_id: str) -> str:
    """The outermost container of several copies around a node; the node itself where there is none."""
    nodes = chain.design.nodes
    around = [one for one in chain.design.ancestors(node_id) if one in nodes and nodes[one].copies > 1]
    return around[-1] if around else node_id


def _counted(chain: Chain, flags: Flags) -> dict[str, int]:
    numbers = np.bincount(chain.owner[flags], minlength=len(chain.order))
    return {chain.order[int(place)]: int(numbers[place]) for place in np.flatnonzero(numbers)}


def _overloads(plant: Plant, left: Walk, full: Floats) -> Mapping[str, Overload]:
    chain = plant.chain
    over = full > OVER
    if not over.any():
        return {}
    before = _counted(chain, plant.base_over)
    carried, capacity = plant.limits.carried_w(left, 0), plant.limits.capacity_now(left)
    found: dict[str, Overload] = {}
    for node_id, copies in _counted(chain, over).items():
        own = np.array(chain.range_of(node_id))
        fullest = int(own[np.argmax(full[own])])
        found[node_id] = Overload(
            copies=copies,
            load_w=float(carried[fullest]),
            capacity_w=float(capacity[fullest]),
            before=before.get(node_id, 0) >= copies,
        )
    return found


def _transferred(plant: Plant, left: Walk) -> Flags:
    chain = plant.chain
    changed = chain.switches[chain.fed] & ((left.share > 0) != (plant.base.share > 0))
    found = np.zeros(chain.vertices, dtype=np.bool_)
    found[chain.fed[changed]] = True
    return found & (left.state > DARK)


def _first_empty(times: Mapping[str, Figure]) -> Figure:
    if not times:
        return leaf("no UPS loses its input", None, "min")
    if any(not time.known for time in times.values()):
        return leaf("battery time of a UPS", None, "min", note="A UPS that has lost its input does not say it.")
    found = list(times.values())
    return found[0] if len(found) == 1 else minimum("until the first battery is empty", found, "min")
