"""All fabrics of a small need, one by one: plain loops over every count, with nothing of the program in them.

The family is the one that `designer/explore/optimise/structures.py` and `costing.py` describe in words; the numbers are
those of the small catalog and of the assumptions (racks 600 mm wide, rows 2.3 m apart, trays 2.7 m up, slack 5%, half a
metre at each end).
"""

from functools import cache
from itertools import product
from math import ceil, inf
from typing import NamedTuple

from tests.explore.optimise.small_catalog import (
    CABINETS,
    CORD_USD,
    HOST_UNITS,
    HOST_W,
    LENGTHS,
    PANEL_USD,
    STRIPS,
    SWITCHES,
)

HOST = "host"


class Small(NamedTuple):
    """A need: hosts, their links, oversubscription, whether a switch may fail, W of a rack, racks of a row, racked."""

    nodes: int
    links: int
    oversubscription: float
    survive: bool
    rack_w: float
    row: int
    racked: bool
    switch: str = ""


def cheapest(need: Small) -> float:
    """Return the price of the cheapest fabric of NEED; infinite where there is none."""
    best = inf
    switches = (need.switch,) if need.switch else tuple(SWITCHES)
    if not need.survive:
        for leaf in switches:
            if need.nodes * need.links <= SWITCHES[leaf][0]:
                best = min(best, _price(need, leaf, leaf, (1, 1, need.nodes, need.nodes, 1), (0, 0, 0, 0)))
    for leaves in range(1, need.links + 1):
        if need.links % leaves or (need.survive and leaves < 2):
            continue
        for groups in range(1, need.nodes + 1):
            hosts = ceil(need.nodes / groups)
            last = need.nodes - (groups - 1) * hosts
            if last < 1:
                continue
            shape = (groups, 1, hosts, last, leaves)
            for leaf, top in product(switches, switches):
                for each, spines in product(range(1, 13), range(1, 13)):
                    if _two_tiers_fit(need, leaf, top, shape, each, spines):
                        best = min(best, _price(need, leaf, top, shape, (spines, each, 0, 0)))
            for pods in range(2, groups + 1):
                if groups % pods:
                    continue
                wide = (pods, groups // pods, hosts, last, leaves)
                for switch in switches:
                    for counts in product(range(1, 7), range(1, 5), range(1, 5), range(1, 7)):
                        if _three_tiers_fit(need, switch, wide, counts):
                            best = min(best, _price(need, switch, switch, wide, counts))
    return best


def _two_tiers_fit(
    need: Small, leaf: str, top: str, shape: tuple[int, int, int, int, int], each: int, spines: int
) -> bool:
    pods, _, hosts, _, leaves = shape
    down, up = hosts * need.links // leaves, each * spines
    return (
        pods * leaves > 1
        and down + up <= SWITCHES[leaf][0]
        and pods * leaves * each <= SWITCHES[top][0]
        and down <= need.oversubscription * up + 1e-9
        and (spines > 1 or not need.survive)
    )


def _three_tiers_fit(
    need: Small, switch: str, shape: tuple[int, int, int, int, int], counts: tuple[int, int, int, int]
) -> bool:
    pods, groups, hosts, _, leaves = shape
    spines, each, planes_each, cores = counts
    ports = SWITCHES[switch][0]
    down, up = hosts * need.links // leaves, each * spines
    across, above = groups * leaves * each, cores * planes_each
    return (
        down + up <= ports
        and across + above <= ports
        and pods * planes_each <= ports
        and down <= need.oversubscription * up + 1e-9
        and across <= need.oversubscription * above + 1e-9
        and (spines > 1 or not need.survive)
    )


def _long(across_m: float) -> float:
    return round((across_m + 5.4) * 1.05 + 1.0, 2)


def _cable(length_m: float) -> float:
    return next((usd for stock, usd in LENGTHS.items() if length_m <= stock + 0.001), inf)


def _price(
    need: Small, leaf: str, top: str, shape: tuple[int, int, int, int, int], counts: tuple[int, int, int, int]
) -> float:
    pods, groups, hosts, last, leaves = shape
    spines, each, planes_each, cores = counts
    three = planes_each > 0
    tops = spines * cores if three else spines
    middle = spines if three else 0
    switches = pods * groups * leaves * SWITCHES[leaf][1] + (pods * middle + tops) * SWITCHES[top][1]
    group, group_racks = _racks(need, leaf, hosts, leaves)
    rest, _ = _racks(need, leaf, last, leaves)
    spine, spine_racks = _racks(need, top, 0, middle)
    above, top_racks = _racks(need, top, 0, tops)
    racks = (pods * groups - 1) * (group if pods * groups > 1 else 0.0) + rest + pods * spine + above
    in_pod = groups * group_racks + spine_racks
    if in_pod == inf or top_racks == inf or racks == inf:
        return inf
    in_pod_m = _long(min(in_pod, need.row) * 0.6 + (ceil(in_pod / need.row) - 1) * 2.3)
    cables = need.nodes * need.links * _cable(in_pod_m if need.racked else 20.0)
    if three:
        cables += pods * groups * leaves * spines * each * _cable(in_pod_m)
    up = spines * cores * planes_each if three else leaves * each * spines
    return switches + racks + cables + (_placed(need, pods, in_pod, top_racks, up) if up else 0.0)


def _placed(need: Small, pods: int, in_pod: int, top_racks: int, up: int) -> float:
    """Return the least that the cables of all pods up cost, by trying how many pods stand at each distance."""
    row = need.row
    rows_of_pod = ceil(in_pod / row)
    bands: list[tuple[int, float]] = []
    step = 0
    while sum(room for room, _ in bands) < pods:
        if rows_of_pod == 1:
            room = max(row - top_racks, 0) // in_pod if step == 0 else 2 * (row // in_pod)
            away = step
        else:
            room = 2 if step else 0
            away = step * rows_of_pod + ceil(top_racks / row) - 1
        usd = _cable(_long(row * 0.6 + away * 2.3))
        if room and usd == inf:
            break
        bands.append((room, usd))
        step += 1

    def least(left: int, at: int) -> float:
        if not left:
            return 0.0
        if at == len(bands):
            return inf
        room, usd = bands[at]
        return min(
            (here * up * usd if here else 0.0) + least(left - here, at + 1) for here in range(min(room, left) + 1)
        )

    return least(pods, 0)


@cache
def _rack(rack_w: float, switch: str, hosts: int, switches: int) -> float:
    """Return the price of the cheapest rack with so many; infinite where none holds them."""
    _, _, watts, units = SWITCHES[switch]
    draw, high = hosts * HOST_W + switches * watts, hosts * HOST_UNITS + switches * units
    cabinet = min((usd + (tall - high) * PANEL_USD for tall, usd in CABINETS.values() if high <= tall), default=inf)
    if draw > rack_w:
        return inf
    # Two inlets each, one on either side; each side carries everything, and two strips of a side hang in a rack.
    cords = hosts + switches
    side = inf
    for rating, outlets, usd in STRIPS.values():
        for number in (1, 2):
            most = ceil(hosts / number) + ceil(switches / number)
            load = ceil(hosts / number) * HOST_W + ceil(switches / number) * watts
            if most <= outlets and load <= rating:
                side = min(side, number * usd)
                break
    return cabinet + 2 * (side + cords * CORD_USD)


@cache
def _racks_cached(rack_w: float, switch: str, hosts: int, switches: int) -> tuple[float, float]:
    """Return (price, number) of the fewest racks that hold so many, the cheapest of those."""
    if not hosts and not switches:
        return 0.0, 0
    known: dict[tuple[int, int], float] = {(0, 0): 0.0}
    holds = {
        held: usd
        for held in product(range(hosts + 1), range(switches + 1))
        if any(held) and (usd := _rack(rack_w, switch, *held)) < inf
    }
    for number in range(1, hosts + switches + 1):
        following: dict[tuple[int, int], float] = {}
        for (h, s), paid in known.items():
            for (more_h, more_s), usd in holds.items():
                state = (h + more_h, s + more_s)
                if state[0] <= hosts and state[1] <= switches and paid + usd < following.get(state, inf):
                    following[state] = paid + usd
        if (hosts, switches) in following:
            return following[hosts, switches], number
        known = following
    return inf, inf


def _racks(need: Small, switch: str, hosts: int, switches: int) -> tuple[float, int]:
    usd, number = _racks_cached(need.rack_w, switch, hosts if need.racked else 0, switches)
    return usd, number  # type: ignore[return-value]
