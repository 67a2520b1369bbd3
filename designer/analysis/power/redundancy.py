"""Redundancy of devices, recognised from the drawing alone: N, N+1, 2N, distributed, block, or none.

Redundancy is counted in units: the UPSs next above a device, or what its chain begins with where no UPS is. A leg is
one way by which a device can draw: its cords that lead to the same units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from designer.analysis.power.chain import MAX, Chain
from designer.analysis.power.failures import Plant
from designer.analysis.power.limits import OVER
from designer.analysis.power.load_flow import DARK, at_once, walk
from designer.analysis.power.records import Redundancy, Scheme
from designer.model.figures.figure import Figure, leaf, product
from designer.model.figures.figure_text import number_text
from designer.model.identity_cache import Remembered
from designer.model.wording import listed

Set = frozenset[int]
_NONE: Final[Set] = frozenset()
_MOST_TRIED: Final = 8
"""Units of one group whose loss is tried; those beyond stand as the first ones do."""


@dataclass
class _Ways:
    """Ways by which power reaches every vertex.

    Attributes:
        units: The units that can feed it.
        through: Vertices, itself among them, without which it is dark.
        spare: Of the units, those that a transfer switch on the way only falls back on.
    """

    units: list[Set]
    through: list[Set]
    spare: list[Set]


@dataclass
class _Group:
    """Devices that hang together by the units that they share.

    Attributes:
        devices: Their vertices.
        legs: The legs of all of them.
        sharings: The sets of legs, one for each kind of device.
        spare: Units that are only fallen back on.
        points: Vertices without which all of them are dark.
    """

    devices: list[int] = field(default_factory=list[int])
    legs: set[Set] = field(default_factory=set[Set])
    sharings: set[frozenset[Set]] = field(default_factory=set[frozenset[Set]])
    spare: set[int] = field(default_factory=set[int])
    points: set[int] = field(default_factory=set[int])

    @property
    def units(self) -> Set:
        """All of them."""
        return frozenset(unit for leg in self.legs for unit in leg)


def redundancy(plant: Plant) -> tuple[Redundancy, ...]:
    """The redundancy of every group of devices, the largest load first."""
    chain = plant.chain
    ways = _ways(chain)
    # Groups with the same nodes and the same number of units and legs are told as one.
    alike: dict[tuple[object, ...], list[_Group]] = {}
    for group in _groups(chain, ways):
        key = _nodes(chain, group.devices), _nodes(chain, group.units), len(group.units), len(group.legs)
        alike.setdefault(key, []).append(group)
    found: list[tuple[Redundancy, float]] = []
    for groups in alike.values():
        draw = sum(float(chain.draws[group.devices, MAX].sum()) for group in groups)
        found.append((_told(plant, groups), draw))
    for node_id in chain.unfed:
        title = chain.design.nodes[node_id].title
        lonely = Redundancy(
            scheme="none",
            loads=(node_id,),
            units=(),
            unit_copies=0,
            why=f"{title} is fed by nothing that is drawn.",
            single_points=(),
            held_back_w=leaf("held back", None, "W"),
        )
        found.append((lonely, 0.0))
    return tuple(told for told, _ in sorted(found, key=lambda one: -one[1]))


_known_ways: Final = Remembered[_Ways]()


def _ways(chain: Chain) -> _Ways:
    """Return units, single points and spares of every vertex; not to be changed, as they are kept."""
    return _known_ways.of((chain.design, chain.source), None, lambda: _ways_of(chain))


def _ways_of(chain: Chain) -> _Ways:
    """Units, single points and spares of every vertex, from the top down."""
    units = [_NONE] * chain.vertices
    through = [_NONE if chain.bypasses[vertex] else frozenset((vertex,)) for vertex in range(chain.vertices)]
    spare = [_NONE] * chain.vertices
    own_unit = chain.roots | chain.batteries
    for vertex in np.flatnonzero(chain.roots).tolist():
        units[vertex] = frozenset((vertex,))
    known: dict[Set, Set] = {}
    for vertex, sources in _inputs(chain):
        points = through[sources[0]]
        for source in sources[1:]:
            points &= through[source]
        through[vertex] = points if chain.bypasses[vertex] else points | {vertex}
        if own_unit[vertex]:
            units[vertex] = frozenset((vertex,))
            continue
        # A generator stands by for the utility: it is no unit beside it.
        sources = [one for one in sources if not chain.standby[one]] or sources
        union = _NONE.union(*(units[source] for source in sources))
        units[vertex] = known.setdefault(union, union)
        waiting = _NONE.union(*(spare[source] for source in sources))
        if chain.switches[vertex] and len(sources) > 1:
            waiting |= _NONE.union(*(units[source] for source in sources[1:])) - units[sources[0]]
        spare[vertex] = waiting
    return _Ways(units, through, spare)


def _inputs(chain: Chain) -> Iterable[tuple[int, list[int]]]:
    """(vertex, what feeds it) from the top down, by the order in which a transfer switch takes them."""
    bounds = [*chain.groups.tolist(), len(chain.fed)]
    sources, fed = chain.source.tolist(), chain.fed.tolist()
    for start, stop in pairwise(bounds):
        yield fed[start], sources[start:stop]


def _groups(chain: Chain, ways: _Ways) -> list[_Group]:
    """Devices joined by shared units; a group for each set of devices that only a common spare joins."""
    owner: dict[int, int] = {}
    groups: dict[int, _Group] = {}
    legs_of: dict[int, frozenset[Set]] = {}
    for vertex, sources in _inputs(chain):
        if chain.devices[vertex] and chain.draws[vertex, MAX] > 0:
            legs_of[vertex] = frozenset(ways.units[source] for source in sources)

    def root(unit: int) -> int:
        # Union–find: units that one device hangs on belong together, each pointing to the unit that leads its set.
        while owner.setdefault(unit, unit) != unit:
            owner[unit] = owner[owner[unit]]
            unit = owner[unit]
        return unit

    for sharing in dict.fromkeys(legs_of.values()):
        units = [unit for leg in sharing for unit in leg]
        for unit in units[1:]:
            owner[root(unit)] = root(units[0])
    for vertex, sharing in legs_of.items():
        group = groups.setdefault(root(next(unit for leg in sharing for unit in leg)), _Group())
        points = ways.through[vertex] - {vertex}
        # Single points of a group are those that all of its devices share.
        group.points = set(points) if not group.devices else group.points & points
        group.devices.append(vertex)
        group.legs |= sharing
        group.sharings.add(sharing)
        group.spare |= ways.spare[vertex]
    return list(groups.values())


def _told(plant: Plant, groups: Sequence[_Group]) -> Redundancy:
    """Return the redundancy of GROUPS, which are alike; the first of them is looked at."""
    chain, group = plant.chain, groups[0]
    scheme, why, held = _scheme(plant, group)
    if len(groups) > 1:
        held = product(f"{held.label}, in {len(groups)} groups", (leaf("groups", float(len(groups))), held), "W")
    points = _nodes(chain, [one for one in group.points if not chain.devices[one]])
    if points and scheme not in {"N", "none"}:
        names = " and ".join(chain.design.nodes[one].title for one in points[:3])
        why += f" Yet all of it depends on {names}."
    return Redundancy(
        scheme=scheme,
        loads=_nodes(chain, group.devices),
        units=_nodes(chain, group.units),
        unit_copies=len(groups) * len(group.units),
        why=why,
        single_points=points,
        held_back_w=held,
    )


def _scheme(plant: Plant, group: _Group) -> tuple[Scheme, str, Figure]:
    """(scheme, the sentence that says why, what is held back)."""
    chain, units = plant.chain, sorted(group.units)
    names = _called(chain, units)
    primaries = [unit for unit in units if unit not in group.spare]
    if group.spare and primaries:
        return _with_spare(plant, group, primaries)
    if len(units) == 1:
        return "N", _one_path(chain, group, names), _held(plant, units, 0, "nothing")
    # What breaks when each unit fails alone decides between N and everything better.
    broken = _broken(plant, group, [[unit] for unit in units])
    if len(group.legs) == 1:
        if broken:
            return "N", f"{names} share the load, but {broken}", _held(plant, units, 0, "nothing")
        why = f"{names} share the load, and {_need(len(units))} of {len(units)} carry it."
        return "N+1", why, _held(plant, units, 1, "the largest unit")
    legs = sorted(group.legs, key=sorted)
    # Legs are the ways from a device up; 2N is two of them that share nothing and of which either carries all.
    apart = all(not (one & other) for number, one in enumerate(legs) for other in legs[number + 1 :])
    alone = _broken(plant, group, [sorted(leg) for leg in legs])
    if apart and len(legs) == 2 and all(len(sharing) == 2 for sharing in group.sharings):
        if alone:
            why = f"Two sides, {_sides(chain, legs)}, but {alone}"
            return "N", why, _held(plant, units, 0, "nothing")
        more = " Each side has a unit to spare." if min(len(leg) for leg in legs) > 1 and not broken else ""
        why = f"Two sides, {_sides(chain, legs)}; each carries everything alone.{more}"
        return "2N", why, _held_side(plant, legs)
    fewest = min(len(sharing) for sharing in group.sharings)
    # More than two legs, each device on two of them at least, but none on all: the loads are spread in turn.
    if apart and fewest >= 2 and max(len(sharing) for sharing in group.sharings) < len(legs):
        if alone:
            return "N", f"{len(legs)} systems share the loads in pairs, but {alone}", _held(plant, units, 0, "nothing")
        why = (
            f"{len(legs)} systems make {len(legs) - 1}: each load depends on {fewest} of them, in turn, and when any "
            "one fails the others carry its share."
        )
        return "distributed", why, _held(plant, units, 1, "one system")
    if fewest < 2:
        single = "some devices depend on one path alone"
        return "N", f"{names} feed them, but {single}.", _held(plant, units, 0, "nothing")
    if alone or broken:
        return "N", f"{names} share the load, but {alone or broken}", _held(plant, units, 0, "nothing")
    why = f"{names} feed every device together, and {_need(len(legs))} of {len(legs)} carry it."
    return "N+1", why, _held(plant, units, 1, "the largest unit")


def _one_path(chain: Chain, group: _Group, names: str) -> str:
    """Return the sentence on why one path is one, and what depends on it: no utility that a generator stands in for."""
    above = _above(chain, group.devices)
    standing_in = [vertex for vertex in np.flatnonzero(chain.standby & above).tolist() if chain.roots[vertex]]
    if group.units <= group.points or not standing_in:
        return f"One path: everything depends on {names}."
    points = [vertex for vertex in group.points if not chain.devices[vertex]]
    held = f"; everything depends on {_called(chain, sorted(points))}" if points else ""
    return f"One path: {_called(chain, standing_in)} stands by for {names}{held}."


def _with_spare(plant: Plant, group: _Group, primaries: Sequence[int]) -> tuple[Scheme, str, Figure]:
    chain, spare = plant.chain, sorted(group.spare)
    catcher = _called(chain, spare)
    held = _sum_of(plant, spare, f"capacity of {catcher}")
    broken = _broken(plant, group, [[unit] for unit in primaries])
    if broken:
        return "N", f"{catcher} stands by behind transfer switches, but {broken}", held
    if len(primaries) == 1:
        why = f"{_called(chain, primaries)} carries the load, and {catcher} stands by behind a transfer switch."
        return "N+1", why, held
    why = f"{_called(chain, primaries)} carry their own loads; {catcher} catches those of any one that fails."
    return "block", why, held


def _broken(plant: Plant, group: _Group, trials: Iterable[Sequence[int]]) -> str:
    """Return in words what goes wrong when the units of a trial fail together; "" when every trial is survived."""
    chain = plant.chain
    own = np.array(group.devices)
    above = _above(chain, group.devices)
    seen: set[tuple[str, ...]] = set()
    tried: list[Sequence[int]] = []
    for trial in list(trials)[: _MOST_TRIED * 4]:
        # Copies of one node are told apart only while there are few of them.
        key = _nodes(chain, trial)
        if len(seen) < _MOST_TRIED or key not in seen:
            seen.add(key)
            tried.append(trial)
    for run in at_once(chain, len(tried)):
        some = tried[run]
        failed = np.zeros((len(some), chain.vertices), dtype=np.bool_)
        for number, trial in enumerate(some):
            failed[number, list(trial)] = True
        left = walk(chain, failed, columns=slice(MAX, MAX + 1))
        dark = (left.state[:, own] == DARK).any(axis=1)
        # (trials, vertices): only what feeds these devices, and was not too full before the trial.
        over = (plant.limits.fullness(left, 0) > OVER) & above & ~plant.base_over
        broken = np.flatnonzero(dark | over.any(axis=1))
        if broken.size:
            first = int(broken[0])
            name = _called(chain, some[first])
            if dark[first]:
                return f"without {name} some of it is dark."
            worst = chain.order[int(chain.owner[int(np.flatnonzero(over[first])[0])])]
            return f"without {name} {chain.design.nodes[worst].title} would carry more than it may."
    return ""


def _above(chain: Chain, devices: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return a flag for each vertex that is one of DEVICES or can feed them (vertices,)."""
    found = np.zeros(chain.vertices, dtype=np.bool_)
    found[list(devices)] = True
    # Against the current: the sources of what was found are found too, and lie on a level that comes later.
    for _, _, start, stop in reversed(chain.slices):
        found[chain.source[start:stop][found[chain.fed[start:stop]]]] = True
    return found


def _held(plant: Plant, units: Sequence[int], spare: int, what: str) -> Figure:
    """Capacity of the SPARE largest of UNITS."""
    known = [float(plant.limits.continuous_w[unit]) for unit in units]
    if not spare:
        return leaf("held back for a failure", 0.0, "W", operation="routing", note="The redundancy holds nothing back.")
    value = sum(sorted(known, reverse=True)[:spare])
    return _watts(f"held back: {what}", value)


def _held_side(plant: Plant, legs: Sequence[Set]) -> Figure:
    """Of two sides the larger: the smaller is all that may be used."""
    return _watts("held back: one of two sides", max(_capacity(plant, leg) for leg in legs))


def _sum_of(plant: Plant, units: Sequence[int], label: str) -> Figure:
    return _watts(label, _capacity(plant, units))


def _capacity(plant: Plant, units: Iterable[int]) -> float:
    return sum(float(plant.limits.continuous_w[unit]) for unit in units)


def _watts(label: str, value: float) -> Figure:
    known = value if np.isfinite(value) else None
    return leaf(label, known, "W", operation="routing", status="derived", formula="from the capacities of the units")


def _need(units: int) -> str:
    return number_text(units - 1, 3)


def _sides(chain: Chain, legs: Sequence[Set]) -> str:
    return " and ".join(_called(chain, sorted(leg)) for leg in legs)


def _called(chain: Chain, vertices: Sequence[int]) -> str:
    """Titles of the nodes of VERTICES, with how many where it is more than one."""
    counts: Mapping[str, int] = {
        one: sum(1 for vertex in vertices if chain.order[int(chain.owner[vertex])] == one)
        for one in _nodes(chain, vertices)
    }
    words = [
        f"{count} × {chain.design.nodes[one].title}" if count > 1 else _one(chain, one, vertices)
        for one, count in counts.items()
    ]
    return listed(words)


def _one(chain: Chain, node_id: str, vertices: Sequence[int]) -> str:
    title = chain.design.nodes[node_id].title
    if chain.copies[node_id] == 1:
        return title
    vertex = next(one for one in vertices if chain.order[int(chain.owner[one])] == node_id)
    return f"{title} {vertex - chain.first[node_id] + 1}"


def _nodes(chain: Chain, vertices: Iterable[int]) -> tuple[str, ...]:
    """Ids of the nodes of VERTICES, in design order."""
    places = sorted({int(chain.owner[vertex]) for vertex in vertices})
    return tuple(chain.order[place] for place in places)
