"""What a failure takes along before any work is looked at: power, cooling, network, and what then has to be shed.

One operator for every element: what fails itself, what is dark once batteries are empty, what no coolant reaches, what
no network reaches any more, and what power or cooling can no longer carry. Work is then shared on what is left.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np

from designer.analysis.cabling import IN_BAND_GBPS
from designer.analysis.chain.needs import Needs, needs_of, reach
from designer.analysis.chain.standing import Standing
from designer.analysis.chain.supplies import draws_power, supplied_ids
from designer.analysis.endpoints import Roster
from designer.analysis.failing import failed_of
from designer.analysis.heat.records import CoolingFailure, HeatResult
from designer.analysis.plant.bypass import has_bypass
from designer.analysis.plant.capacity import Capacity
from designer.analysis.plant.failures import failure_of
from designer.analysis.plant.plant import plant_of
from designer.analysis.plant.records import PlantFailure
from designer.analysis.power import draw_of
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.reach.meeting import cut_off, memberships
from designer.analysis.survey import Survey, survey_of
from designer.formulas.degradation import cap_factor, shed
from designer.model.choices import chosen
from designer.model.design import Design, Link
from designer.model.parts import NETWORK_MEDIA, Medium
from designer.model.ports import cable_gbps
from designer.model.records import RefusedInput

_DATA: Final[tuple[Medium, ...]] = ("fabric", "storage")
_CASCADE_MOST: Final = 8
"""So often what is left is looked at once more after something switched off."""


def standing(design: Design, fail: Collection[str], heat: HeatResult | None = None) -> Standing:
    """Return what is left of DESIGN when FAIL has failed.

    Args:
        design: The design.
        fail: Ids of nodes, containers, links, copies "ups[0]" and cables "cords[3]".
        heat: Its cooling with the same failure, when that is at hand.
    """
    if not fail:
        return Standing({}, {}, frozenset())
    failed = failed_of(design, fail)
    lost: dict[str, float] = {}
    because: dict[str, str] = {}
    for node_id in failed.nodes:
        _lose(design, lost, because, node_id, design.total_copies(node_id), "it has failed")
    for node_id, ranges in failed.copies.items():
        count = len(set[int]().union(*ranges))
        _lose(design, lost, because, node_id, count, f"{count:,} of its copies have failed")
    slowed: dict[str, tuple[float, str]] = {}
    tripped = _without_power(design, fail, lost, because, slowed)
    if heat is not None and heat.failure is not None:
        _without_cooling(design, heat, heat.failure, lost, because, slowed)
    for node_id, count in cut_off_copies(design, (*fail, *tripped)).items():
        _lose(design, lost, because, node_id, count, f"no network reaches {_of(design, node_id, count)}")
    alive: dict[str, float] = {}
    for node_id in {*lost, *slowed}:
        copies = design.total_copies(node_id)
        factor, reason = slowed.get(node_id, (1.0, ""))
        alive[node_id] = max(0.0, 1.0 - lost.get(node_id, 0.0) / copies) * factor if copies else 0.0
        if reason:
            because[node_id] = "; ".join(filter(None, (because.get(node_id, ""), reason)))
    speeds = {node_id: factor for node_id, (factor, _) in slowed.items()}
    return Standing(alive, because, frozenset(failed.nodes), tripped, slowed=speeds)


def _lose(
    design: Design, lost: dict[str, float], because: dict[str, str], node_id: str, count: float, reason: str
) -> None:
    """Take COUNT more copies of NODE_ID away, never more than there are."""
    if count <= 0:
        return
    lost[node_id] = min(float(design.total_copies(node_id)), lost.get(node_id, 0.0) + count)
    because.setdefault(node_id, reason)


def _of(design: Design, node_id: str, count: int) -> str:
    copies = design.total_copies(node_id)
    return f"{count:,} of {copies:,}" if copies > 1 else "it"


def _without_power(
    design: Design,
    fail: Collection[str],
    lost: dict[str, float],
    because: dict[str, str],
    slowed: dict[str, tuple[float, str]],
) -> tuple[str, ...]:
    """Take away what is dark, and shed, cap or switch off what is overloaded; return what switched off."""
    if not draws_power(design):
        return ()
    try:
        plant = plant_of(design)
    except RefusedInput:
        return ()
    supplied = plant.chain.design
    ids = list(supplied_ids(supplied, fail))
    tripped: list[str] = []
    failure = failure_of(plant, ids)
    for _ in range(_CASCADE_MOST):
        over = [node_id for node_id in _beyond_rating(design, plant.limits.capacities, failure) if node_id not in ids]
        trips = [node_id for node_id in over if not chosen(design.nodes[node_id], "overload")]
        if not trips:
            break
        tripped += trips
        ids += trips
        failure = failure_of(plant, ids)
    names = ", ".join(design.nodes[one].title if one in design.nodes else one for one in fail)
    words = f"no power without {names}"
    if tripped:
        words += f"; {', '.join(design.nodes[one].title for one in tripped)} switched off, overloaded"
    for node_id, count in failure.dark.items():
        if node_id in design.nodes:
            _lose(design, lost, because, node_id, count, words)
    for node_id, count in failure.unpowered.items():
        if node_id in design.nodes and node_id not in lost:
            _lose(design, lost, because, node_id, count, words)
    for node_id in _beyond_rating(design, plant.limits.capacities, failure):
        policy = chosen(design.nodes[node_id], "overload")
        if policy:
            _lighten(design, plant.limits.capacities, failure, node_id, policy, lost, because, slowed)
    return tuple(tripped)


def _beyond_rating(design: Design, capacities: Mapping[str, Capacity], failure: PlantFailure) -> list[str]:
    """Power equipment that the failure loads beyond its rating; a UPS with a bypass goes on without its battery."""
    found: list[str] = []
    for node_id, over in failure.newly_overloaded.items():
        node = design.nodes.get(node_id)
        if node is None or role_of(node) != "power" or (has_bypass(design, node) and not chosen(node, "overload")):
            continue
        rating = capacities[node_id].rating_w.value
        if rating is not None and over.load_w > rating:
            found.append(node_id)
    return found


def _lighten(
    design: Design,
    capacities: Mapping[str, Capacity],
    failure: PlantFailure,
    node_id: str,
    policy: str,
    lost: dict[str, float],
    because: dict[str, str],
    slowed: dict[str, tuple[float, str]],
) -> None:
    """Shed or slow the machines that hang on NODE_ID until it carries what is left."""
    rating = capacities[node_id].rating_w.value or 0.0
    copies = design.total_copies(node_id) - lost.get(node_id, 0.0)
    over = failure.newly_overloaded[node_id]
    load, remaining = over.load_w * copies, rating * copies
    below = needs_of(design).hanging_on(node_id, "feed")
    hosts = [one for one in below if role_of(design.nodes[one]) == "host"]
    left = {one: round(design.total_copies(one) - lost.get(one, 0.0)) for one in hosts}
    title = design.nodes[node_id].title
    if policy == "cap":
        factor = cap_factor(load, remaining)
        for host in hosts:
            slowed[host] = (factor, f"slowed to {factor:.0%} of its power by what is left of {title}")
        return
    units = {round(draw_of(design, design.nodes[one]).max_w.value or 0.0, 6) for one in hosts}
    if len(units) == 1 and (unit := units.pop()) > 0:
        stay = shed(max(load, unit * sum(left.values())), remaining, unit, left)
    else:
        stay = {one: int(count * cap_factor(load, remaining)) for one, count in left.items()}
    for host in hosts:
        gone = left[host] - stay[host]
        reason = f"{gone:,} of {left[host]:,} switched off to fit what is left of {title}"
        _lose(design, lost, because, host, gone, reason)


def _without_cooling(
    design: Design,
    heat: HeatResult,
    failure: CoolingFailure,
    lost: dict[str, float],
    because: dict[str, str],
    slowed: dict[str, tuple[float, str]],
) -> None:
    """Take away what no coolant reaches, and slow what a coolant unit or the air can no longer hold."""
    for node_id, count in failure.uncooled.items():
        if node_id in design.nodes:
            _lose(design, lost, because, node_id, count, "no coolant reaches it")
    for unit_id, over in failure.newly_overloaded.items():
        factor = cap_factor(over.heat_w, over.capacity_w)
        unit = heat.units.get(unit_id)
        for device in unit.devices if unit is not None else ():
            _slow(design, slowed, device, factor, f"what is left of {design.nodes[unit_id].title} cools")
    for zone_id, hot in failure.newly_warm.items():
        factor = cap_factor(hot.heat_w, hot.capacity_w)
        zone = design.nodes.get(zone_id)
        for device in failure.warm:
            if zone is None or zone_id in design.ancestors(device):
                _slow(design, slowed, device, factor, f"the air of {zone.title if zone else 'the room'} cools")


def _slow(design: Design, slowed: dict[str, tuple[float, str]], node_id: str, factor: float, by: str) -> None:
    if node_id in design.nodes and factor < slowed.get(node_id, (1.0, ""))[0]:
        slowed[node_id] = (factor, f"slowed to {factor:.0%} of its power, which is all that {by}")


def cut_off_copies(design: Design, fail: Iterable[str]) -> dict[str, int]:
    """Return how many copies of each machine and store FAIL cuts off from every data network that they were on.

    A copy is cut off from a network when it no longer meets others that it met there before, and is on the side with
    the fewer of them, see `reach.meeting`. Copies that
    failed themselves are not counted, rented machines neither. A network that is too large to be laid out copy by copy
    cuts nothing off.
    """
    fail = tuple(fail)
    now, once = survey_of(design, fail), survey_of(design)
    failed = failed_of(design, fail)
    by_medium = [gone for medium in _DATA if (gone := _cut_off_from(now, once, medium)) is not None]
    found: dict[str, int] = {}
    for node_id in {node_id for gone in by_medium for node_id in gone}:
        here = [gone[node_id] for gone in by_medium if node_id in gone]
        itself = design.total_copies(node_id) if node_id in failed.nodes else 0
        itself = itself or len(set[int]().union(*failed.copies.get(node_id, [])))
        count = min(here) - itself
        if count > 0 and not is_rented(design.part_of(design.nodes[node_id])):
            found[node_id] = count
    return found


def _cut_off_from(now: Survey, once: Survey, medium: Medium) -> dict[str, int] | None:
    """Copies of each machine and store on MEDIUM that are cut off from it; None when nothing can be said of it."""
    after, before = now.fabric((medium,)), once.fabric((medium,))
    if after is None or before is None or not before.size:
        return None
    roster = now.roster
    on_it = (*roster.endpoints((medium,)), *_hosts_on(roster, medium), *roster.storage((medium,)))
    ends = dict.fromkeys(one for one in on_it if not _has_in_band(now, one))
    reaching = after.vertices(tuple(ends))
    if not reaching.size:
        return None
    weights = np.zeros(after.size)
    # Every machine and store weighs 1, so that the side on which the most of them stay counts as the network.
    weights[reaching] = 1.0
    was, now_on = memberships(before, reaching), memberships(after, reaching)
    owner = after.node_of()
    found = dict.fromkeys(ends, 0)
    for vertex in cut_off(was, now_on, reaching, weights).tolist():
        found[after.nodes[int(owner[vertex])]] += 1
    return found


def _has_in_band(survey: Survey, node_id: str) -> bool:
    """Whether requests reach NODE_ID over a management network as well, of which something is left."""
    owners = survey.roster.owners
    return any(
        _carries_requests(survey.design, cabling.link) and survey.left[link_id] > 0
        for link_id, cabling in survey.cablings.items()
        if cabling.link.medium == "management" and node_id in (owners[cabling.link.a], owners[cabling.link.b])
    )


def _carries_requests(design: Design, link: Link) -> bool:
    """Whether requests go over LINK: over slow management ports they do not."""
    return link.medium != "management" or (cable_gbps(design, link) or 0.0) >= IN_BAND_GBPS


def _hosts_on(roster: Roster, medium: Medium) -> list[str]:
    cabled = roster.cabled((medium,))
    return [one for one in roster.order if one in cabled and role_of(roster.design.nodes[one]) == "host"]


def with_network(needs: Needs, left: Standing, fail: Collection[str]) -> Standing:
    """Return LEFT less what no network reaches any more, with the relations whose two ends no network joins.

    A machine that had cables which carry requests and has none left is out of reach. Both ends of a relation must run
    on machines that are drawn with such cables; switches pass on, machines do not.
    """
    design = needs.design
    failed = failed_of(design, fail)
    carrying = {
        link.id
        for link in design.links.values()
        if link.medium in NETWORK_MEDIA and {link.a, link.b} <= design.nodes.keys() and _carries_requests(design, link)
    }
    dead = {node_id for node_id, share in left.alive.items() if share <= 0.0} | failed.nodes
    before, after = reach(needs, carrying, (), ()), reach(needs, carrying, dead, failed.links)
    alone = {
        node_id
        for node_id in before.keys() - after.keys() - dead
        if role_of(design.nodes[node_id]) in {"host", "storage"}
        and not is_rented(design.part_of(design.nodes[node_id]))
    }
    dead |= alone
    broken: set[str] = set()
    for edges in needs.services.asks.values():
        for edge in edges:
            starts = needs.services.hosts.get(edge.a) or (edge.a,)
            ends = needs.services.hosts.get(edge.b) or (edge.b,)
            if dead.issuperset(starts) or dead.issuperset(ends):
                continue  # what does not run asks nothing and is asked nothing, over whatever network
            if _meets(before, starts, ends) and not _meets(after, starts, ends):
                broken.add(edge.link)
    return left._replace(
        alive={**left.alive, **dict.fromkeys(alone, 0.0)},
        because={**left.because, **dict.fromkeys(alone, "no network reaches it")},
        broken=frozenset(broken),
    )


def _meets(reach: Mapping[str, set[str]], starts: Iterable[str], ends: Iterable[str]) -> bool:
    """Whether some machine of STARTS reaches some machine of ENDS; the same machine reaches itself."""
    ends = tuple(ends)
    return any(
        start == end or not reach.get(start, set()).isdisjoint(reach.get(end, set()))
        for start in starts
        for end in ends
    )
