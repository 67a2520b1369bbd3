"""Max-min fair rates of flows that share many links. Imports NumPy, so the calculators leave it alone."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

_FULL = 1e-12
"""Share of the level by which two links count as equally full."""


def max_min_over_links(
    capacity: Floats,
    flow: Integers,
    link: Integers,
    demand: Floats,
    weight: Floats | None = None,
    part: Floats | None = None,
) -> Floats:
    """Rates by progressive filling over shared links; a flow may use part of a link.

    All rates rise with their weights; a flow stops when its demand is met or one of its links is full. Links whose
    flows are held back by none of their other links are filled at the same moment, which changes no rate and takes
    far fewer rounds than one link after the other.

    Source: Bertsekas and Gallager, "Data Networks", section 6.5.2; the weighted form fills by rate/weight. Filling
    many at once: Ros-Giralt and others, "On the bottleneck structure of congestion-controlled networks", 2019.

    Args:
        capacity: Capacity of each link, in any unit of rate.
        flow: Flow of each use of a link.
        link: Link of each use, as long as FLOW. A flow that uses a link twice is named twice.
        demand: What each flow asks for, in the unit of the capacity; infinite for as much as there is.
        weight: Weight of each flow, all 1 if left out.
        part: The part of its flow that goes over the link, for each use; all of it if left out.

    Returns:
        The rate of each flow, in the unit and the order of the demands.

    Raises:
        ValueError: A number is negative or NaN, a weight or part is 0, an index names nothing, or a flow without
            links and demand would be endless.
    """
    share = np.ones_like(demand) if weight is None else weight
    taken = np.ones(flow.size) if part is None else part
    _check(capacity, flow, link, demand, share, taken)
    rate = np.zeros_like(demand)
    left = capacity.astype(np.float64)
    rising = demand > 0
    wish = demand / share
    while rising.any():
        uses = rising[flow]
        flow, link, taken = flow[uses], link[uses], taken[uses]
        level = np.full(left.size, np.inf)
        pull = np.bincount(link, weights=share[flow] * taken, minlength=left.size)
        used = pull > 0
        level[used] = left[used] / pull[used]
        reach = wish.copy()
        np.minimum.at(reach, flow, level[link])
        # A link is filled at its level when no flow on it is held lower elsewhere: all such links at once.
        lowest = np.full(left.size, np.inf)
        np.minimum.at(lowest, link, reach[flow])
        filled = used & (lowest >= level * (1 - _FULL))
        met = rising & (reach >= wish)
        stopped = met.copy()
        stopped[flow[filled[link]]] = True
        rate[stopped] = reach[stopped] * share[stopped]
        rate[met] = demand[met]
        gone = stopped[flow]
        left = np.maximum(left - np.bincount(link[gone], (rate[flow] * taken)[gone], left.size), 0.0)
        rising &= ~stopped
    return rate


def _check(capacity: Floats, flow: Integers, link: Integers, demand: Floats, weight: Floats, part: Floats) -> None:
    """Refuse what cannot be filled."""
    for name, values in (("capacity", capacity), ("demand", demand), ("weight", weight), ("part", part)):
        if cast("bool", (~(values >= 0)).any()):
            raise ValueError(f"{name} must not be negative or NaN.")
    if weight.shape != demand.shape or flow.shape != link.shape or part.shape != flow.shape:
        raise ValueError("weight must be as long as demand, and link and part as long as flow.")
    if (part == 0).any() or np.isinf(part).any():
        raise ValueError("part must be above 0 and finite.")
    if (weight == 0).any() or np.isinf(weight).any():
        raise ValueError("weight must be above 0 and finite.")
    if flow.size and not (
        flow.min() >= 0 and flow.max() < demand.size and link.min() >= 0 and link.max() < capacity.size
    ):
        raise ValueError("flow and link must name flows and links that exist.")
    # A flow rises until something is full: without a demand it needs a link that can fill, else its rate has no end.
    bounded = np.isfinite(demand)
    bounded[flow[np.isfinite(capacity[link])]] = True
    if not bounded.all():
        raise ValueError("a flow without a finite demand must use a link of finite capacity.")
