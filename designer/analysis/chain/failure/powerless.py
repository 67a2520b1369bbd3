"""Power after a failure: what is dark, and what is shed, slowed or switched off where the rest cannot carry all."""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from designer.analysis.chain.failure.toll import Toll
from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.supplies import draws_power, supplied_ids
from designer.analysis.power.bypass import has_bypass
from designer.analysis.power.capacity import Capacity
from designer.analysis.power.chain import Chain, Flags
from designer.analysis.power.draw import draw_of, drawing_nodes
from designer.analysis.power.failures import Gone, Plant, failure_of, gone_of, overloaded_copies
from designer.analysis.power.load_flow import DARK, states
from designer.analysis.power.power_chain import plant_of
from designer.analysis.power.records import PlantFailure
from designer.analysis.quantities import role_of
from designer.formulas.network.degradation import cap_factor, shed
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.workloads.choices import chosen

_CASCADE_MOST: Final = 8
"""So often what is left is looked at once more after something switched off."""


def without_power(design: Design, fail: Collection[str], toll: Toll) -> tuple[str, ...]:
    """Take away what is dark, and shed, slow or switch off what is overloaded.

    Args:
        design: The design.
        fail: Ids that have failed.
        toll: What they take along so far; more is added to it.

    Returns:
        Ids of the power equipment that switched off, overloaded; one copy of several as "pdu[0]".
    """
    corded: Collection[str] = ()
    tripped: list[str] = []
    plant = None
    if draws_power(design):
        try:
            plant = plant_of(design, toll.optics)
        except RefusedInput:
            plant = None
    if plant is not None:
        chain, capacities = plant.chain, plant.limits.capacities
        corded = chain.first
        ids = list(supplied_ids(chain.design, fail))
        failure = failure_of(plant, ids)
        switched = dict[str, Flags]()
        # What trips loads others, which may trip in turn: a cascade, followed for so many rounds.
        for _ in range(_CASCADE_MOST):
            trips = _trips(plant, design, failure, gone_of(chain, ids))
            if not trips:
                break
            for node_id, copies in trips.items():
                switched[node_id] = switched[node_id] | copies if node_id in switched else copies
                ids += _names(node_id, copies)
            failure = failure_of(plant, ids)
        tripped = [name for node_id, copies in switched.items() for name in _names(node_id, copies)]
        names = ", ".join(design.nodes[one].title if one in design.nodes else one for one in fail)
        words = f"no power without {names}"
        if tripped:
            words += f"; {', '.join(design.nodes[one].title for one in switched)} switched off, overloaded"
        gone = gone_of(chain, ids)
        for node_id, copies in switched.items():
            count = int(copies.sum())
            which = "it" if copies.all() else f"{count:,} of {len(copies):,}"
            toll.switch_off(node_id, copies, f"{which} switched off, overloaded")
        # In the end: dark is what no source reaches, failed copies left aside.
        dark = (states(chain, gone.cut, gone.cables) == DARK) & ~gone.vertices
        for place in np.unique(chain.owner[dark]):
            node_id = chain.order[int(place)]
            if node_id in design.nodes:
                toll.switch_off(node_id, dark[list(chain.range_of(node_id))], words)
        # Equipment with a policy does not trip: it sheds or slows what depends on it.
        for node_id in _beyond_rating(design, capacities, failure):
            policy = chosen(design.nodes[node_id], "overload")
            if policy:
                behind = _behind(chain, gone, node_id)
                _lighten(design, capacities, failure, node_id, policy, toll, chain, behind)
    toll.with_what_is_inside(tuple(drawing_nodes(design)), corded)
    return tuple(tripped)


def _trips(plant: Plant, design: Design, failure: PlantFailure, gone: Gone) -> dict[str, Flags]:
    """Return a flag for each copy of power equipment that the failure loads beyond its rating and so switches off."""
    capacities = plant.limits.capacities
    beyond = [one for one in _beyond_rating(design, capacities, failure) if not chosen(design.nodes[one], "overload")]
    ratings = {one: capacities[one].rating_w.or_zero for one in beyond}
    found = overloaded_copies(plant, gone, ratings)
    return {node_id: copies for node_id, copies in found.items() if copies.any()}


def _names(node_id: str, copies: Flags) -> list[str]:
    """The ids of COPIES of a node: its own where it is all of them."""
    return [node_id] if copies.all() else [copy_id(node_id, copy) for copy in np.flatnonzero(copies).tolist()]


def _beyond_rating(design: Design, capacities: Mapping[str, Capacity], failure: PlantFailure) -> list[str]:
    """Power equipment that the failure loads beyond its rating; a UPS with a bypass goes on without its battery."""
    found: list[str] = []
    for node_id, over in failure.newly_overloaded.items():
        node = design.nodes.get(node_id)
        # With a bypass, and nothing else chosen for overload, raw mains takes over what the UPS cannot carry.
        if node is None or role_of(node) != "power" or (has_bypass(design, node) and not chosen(node, "overload")):
            continue
        rating = capacities[node_id].rating_w.value
        if rating is not None and over.load_w > rating:
            found.append(node_id)
    return found


def _behind(chain: Chain, gone: Gone, node_id: str) -> Flags:
    """Return a flag for each vertex that hangs on live copies of NODE_ID by cords that are left (vertices,)."""
    reached = np.zeros(chain.vertices, dtype=np.bool_)
    reached[list(chain.range_of(node_id))] = True
    reached &= ~gone.cut
    live = gone.cables > 0
    # Along the current: what a reached source feeds over cables that are left is reached, unless it has failed.
    for _, _, start, stop in chain.slices:
        through = reached[chain.source[start:stop]] & live[start:stop]
        fed = chain.fed[start:stop][through]
        reached[fed[~gone.cut[fed]]] = True
    return reached


def _lighten(
    design: Design,
    capacities: Mapping[str, Capacity],
    failure: PlantFailure,
    node_id: str,
    policy: str,
    toll: Toll,
    chain: Chain,
    behind: Flags,
) -> None:
    """Shed or slow the machines that hang on NODE_ID until it carries what is left."""
    rating = capacities[node_id].rating_w.or_zero
    copies = design.total_copies(node_id) - toll.lost(node_id)
    over = failure.newly_overloaded[node_id]
    load, remaining = over.load_w * copies, rating * copies
    below = needs_of(design).hanging_on(node_id, "feed")
    hosts = [one for one in below if role_of(design.nodes[one]) == "host"]
    left = {one: design.total_copies(one) - toll.lost(one) for one in hosts}
    title = design.nodes[node_id].title
    if policy == "cap":
        factor = cap_factor(load, remaining)
        for host in hosts:
            toll.slow(host, factor, f"slowed to {factor:.0%} of its power by what is left of {title}")
        return
    # Machines of one size are shed one by one; else each node gives the same part of its copies.
    units = {round(draw_of(design, design.nodes[one]).max_w.or_zero, 6) for one in hosts}
    if len(units) == 1 and (unit := units.pop()) > 0:
        stay = shed(max(load, unit * sum(left.values())), remaining, unit, left)
    else:
        stay = {one: int(count * cap_factor(load, remaining)) for one, count in left.items()}
    for host in hosts:
        gone = left[host] - stay[host]
        reason = f"{gone:,} of {left[host]:,} switched off to fit what is left of {title}"
        toll.switch_off(host, _last(toll.running(host), behind, chain, host, gone), reason)


def _last(running: Flags, behind: Flags, chain: Chain, host: str, count: int) -> Flags:
    """COUNT copies of HOST to switch off: of those that run, the last that hang on what is overloaded come first."""
    order = np.flatnonzero(running)
    if host in chain.first:
        # Stable, so that of equals the later copy is switched off first.
        order = order[np.argsort(behind[list(chain.range_of(host))][order], kind="stable")]
    flags = np.zeros(len(running), dtype=np.bool_)
    flags[order[len(order) - count :]] = True
    return flags
