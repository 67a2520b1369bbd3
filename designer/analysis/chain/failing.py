"""First losses of a failure, before any work is looked at: power, cooling, network, and what then has to be shed.

One operator for every element: what fails itself, what is dark once batteries are empty, what no coolant reaches, what
no network reaches any more, and what power or cooling can no longer carry. Work is then shared on what is left.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np

from designer.analysis.chain.failure.powerless import without_power
from designer.analysis.chain.failure.toll import Toll
from designer.analysis.chain.needs import Needs, reach
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.records import CoolingFailure, HeatResult
from designer.analysis.failing import failed_of
from designer.analysis.network.cabling import IN_BAND_GBPS
from designer.analysis.network.endpoints import Roster
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.reach.reachability import cut_off, memberships
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.formulas.network.degradation import cap_factor
from designer.model.design import Design, Link
from designer.model.network.ports import cable_gbps
from designer.model.parts.part import NETWORK_MEDIA, Medium

_DATA: Final[tuple[Medium, ...]] = ("fabric", "storage")


def first_losses(design: Design, fail: Collection[str], optics: Mapping[str, OpticsDraw] | None = None) -> Toll:
    """Return what FAIL takes along of DESIGN by itself and for want of power, before cooling and network are looked at.

    Args:
        design: The design.
        fail: Ids of nodes, containers, links, copies "ups[0]" and cables "cords[3]".
        optics: What optics draw in one copy of each device, when that is known.
    """
    toll = Toll(design, optics)
    failed = failed_of(design, fail)
    for node_id in failed.nodes:
        toll.switch_off(node_id, np.ones(design.total_copies(node_id), dtype=np.bool_), "it has failed")
    for node_id, ranges in failed.copies.items():
        flags = np.zeros(design.total_copies(node_id), dtype=np.bool_)
        for copies in ranges:
            flags[copies.start : copies.stop] = True
        count = int(flags.sum())
        toll.switch_off(node_id, flags, f"{count:,} of its copies {'has' if count == 1 else 'have'} failed")
    toll.tripped = without_power(design, fail, toll)
    return toll


def standing(
    design: Design, fail: Collection[str], heat: HeatResult | None = None, toll: Toll | None = None
) -> Standing:
    """Return what is left of DESIGN when FAIL has failed.

    Args:
        design: The design.
        fail: Ids of nodes, containers, links, copies "ups[0]" and cables "cords[3]".
        heat: Its cooling with the same failure, when that is at hand.
        toll: What power takes along, when that was worked out; more is added to it.
    """
    if not fail:
        return ALL_STANDING
    toll = toll or first_losses(design, fail)
    if heat is not None and heat.failure is not None:
        _without_cooling(design, heat, heat.failure, toll)
    for node_id, count in cut_off_copies(design, (*fail, *toll.gone())).items():
        toll.cut_off(node_id, count, f"no network reaches {_of(design, node_id, count)}")
    return left_of(design, fail, toll)


def powered(design: Design, fail: Collection[str], heat: HeatResult | None, toll: Toll) -> Standing:
    """Return what is left of DESIGN for power and cooling alone: what no network reaches still draws.

    Args:
        design: The design.
        fail: Ids that have failed.
        heat: Its cooling with the same failure; None where none is drawn.
        toll: What power takes along; what cooling takes is added to it.
    """
    if heat is not None and heat.failure is not None:
        _without_cooling(design, heat, heat.failure, toll)
    return left_of(design, fail, toll)


def left_of(design: Design, fail: Collection[str], toll: Toll) -> Standing:
    """Return what TOLL leaves of DESIGN."""
    alive: dict[str, float] = {}
    because = dict(toll.because)
    for node_id in toll.touched:
        copies = design.total_copies(node_id)
        factor, reason = toll.slowed.get(node_id, (1.0, ""))
        alive[node_id] = max(0.0, 1.0 - toll.lost(node_id) / copies) * factor if copies else 0.0
        if reason:
            because[node_id] = "; ".join(filter(None, (because.get(node_id, ""), reason)))
    return Standing(
        alive,
        because,
        frozenset(failed_of(design, fail).nodes),
        toll.tripped,
        slowed={node_id: factor for node_id, (factor, _) in toll.slowed.items()},
        off=dict(toll.off),
        gone=(*fail, *toll.gone()),
        optics=toll.optics,
    )


def _of(design: Design, node_id: str, count: int) -> str:
    copies = design.total_copies(node_id)
    return f"{count:,} of {copies:,}" if copies > 1 else "it"


def _without_cooling(design: Design, heat: HeatResult, failure: CoolingFailure, toll: Toll) -> None:
    """Take away what no coolant reaches, and slow what a coolant unit or the air can no longer hold."""
    for node_id, copies in failure.uncooled_copies.items():
        if node_id in design.nodes:
            flags = np.zeros(design.total_copies(node_id), dtype=np.bool_)
            flags[list(copies)] = True
            toll.switch_off(node_id, flags, "no coolant reaches it")
    for unit_id, over in failure.newly_overloaded.items():
        # A unit that is too small still cools in part: its devices slow to what it carries.
        factor = cap_factor(over.heat_w, over.capacity_w)
        unit = heat.units.get(unit_id)
        for device in unit.devices if unit is not None else ():
            _slow(toll, device, factor, f"what is left of {design.nodes[unit_id].title} cools")
    for zone_id, hot in failure.newly_warm.items():
        factor = cap_factor(hot.heat_w, hot.capacity_w)
        zone = design.nodes.get(zone_id)
        for device in failure.warm:
            if zone is None or zone_id in design.ancestors(device):
                _slow(toll, device, factor, f"the air of {zone.title if zone else 'the room'} cools")


def _slow(toll: Toll, node_id: str, factor: float, by: str) -> None:
    toll.slow(node_id, factor, f"slowed to {factor:.0%} of its power, which is all that {by}")


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
        # A machine on several networks is cut off only by the copies that all of them lost.
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
    """Return True when requests reach NODE_ID over a management network as well, of which something is left."""
    owners = survey.roster.owners
    return any(
        _carries_requests(survey.design, cabling.link) and survey.left[link_id] > 0
        for link_id, cabling in survey.cablings.items()
        if cabling.link.medium == "management" and node_id in (owners[cabling.link.a], owners[cabling.link.b])
    )


def _carries_requests(design: Design, link: Link) -> bool:
    """Return True when requests go over LINK: over slow management ports they do not."""
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
    # Machines that some path reached before and none does now.
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
            # Broken are relations whose ends met before the failure and do not any more.
            if _meets(before, starts, ends) and not _meets(after, starts, ends):
                broken.add(edge.link)
    return left._replace(
        alive={**left.alive, **dict.fromkeys(alone, 0.0)},
        because={**left.because, **dict.fromkeys(alone, "no network reaches it")},
        broken=frozenset(broken),
    )


def _meets(reach: Mapping[str, set[str]], starts: Iterable[str], ends: Iterable[str]) -> bool:
    """Return True when some machine of STARTS reaches some machine of ENDS; the same machine reaches itself."""
    ends = tuple(ends)
    return any(
        start == end or not reach.get(start, set()).isdisjoint(reach.get(end, set()))
        for start in starts
        for end in ends
    )
