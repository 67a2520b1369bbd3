"""Limits of small networks worked out by hand: cuts, flows, paths, what fails, and how long collectives take."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from designer.analysis.limits.collective_times import collective_times
from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.limits.networks import network_uses
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.limits.uplinks import uplink_room
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told


def flow(source: str, target: str, gbps: float | None = None) -> FlowAsk:
    return FlowAsk(source=tuple(source.split()), target=tuple(target.split()), gbps=gbps)


ASKED: Mapping[str, Callable[[Design], Any]] = {
    "uses": network_uses,
    "uplinks": uplink_room,
    "one fails": lambda design: sweep(design, ("switch", "link"), 1),
    "two fail": lambda design: sweep(design, ("switch",), 2),
    "throughput": throughput_bound,
    "fillers": lambda design: fillers(
        design, link_ids=[one for one in ("up", "cross", "u", "b1", "between", "a") if one in design.links]
    ),
}
CASES: Mapping[str, Callable[[], Any]] = {
    **{
        f"{asked} of {name}": lambda name=name, asked=asked: ASKED[asked](drawn(NETWORKS[name]))
        for name in ("rails", "pods", "slips", "groups", "each-way", "bridge", "three-media")
        for asked in ASKED
        if (asked, name) not in {("two fail", "slips"), ("fillers", "slips"), ("fillers", "three-media")}
    },
    # 2 × 40 Gb/s on the left of the bridge are the least; one more cable there gives 20, until the right one is full.
    "cut of bridge": lambda: min_cut_between(drawn(NETWORKS["bridge"]), ("n1",), ("n2",)),
    "cut back of each-way": lambda: min_cut_between(drawn(NETWORKS["each-way"]), ("far",), ("n",)),
    "cut of pods": lambda: min_cut_between(drawn(NETWORKS["pods"]), ("node[0]",), ("node[1]", "node[5]")),
    "cut of storage": lambda: min_cut_between(drawn(NETWORKS["three-media"]), ("store",), ("n",), ("sn[0]",)),
    # 100 Gb/s of l2: the flow of 30 has what it asks, the two others share the rest.
    "fair on the bridge": lambda: fair_rates(
        drawn(NETWORKS["bridge"]), (flow("n1[0]", "n2[0]", 30.0), flow("n1[1]", "n2[1]"), flow("n2[2]", "n1[0]"))
    ),
    "fair in pods": lambda: fair_rates(
        drawn(NETWORKS["pods"]),
        (flow("node[0]", "node[4]"), flow("node[1]", "node[4]"), flow("node[5]", "node[6]", 90.0)),
    ),
    "paths of pods": lambda: paths_between(drawn(NETWORKS["pods"]), ("node[0]",), ("node[1]", "node[3]", "node[6]")),
    "paths of the bridge": lambda: paths_between(drawn(NETWORKS["bridge"]), ("n1",), ("n2", "manager")),
    "all-reduce on rails": lambda: collective_times(drawn(NETWORKS["rails"]), "all-reduce", (1e6, 1e9), (8, 16, 32)),
    "all-to-all on rails": lambda: collective_times(drawn(NETWORKS["rails"]), "all-to-all", (1e9,), (16, 32)),
    "all-gather in pods": lambda: collective_times(drawn(NETWORKS["pods"]), "all-gather", (1e9,), (16, 64)),
}
EXPECTED = """
## uses of rails
[0]: medium fabric, machines 4, traffic all-to-all, fullest access, worst 1, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of rails
[0]: id leaf, tier leaf, copy leaf[0], uplinks 2, down_gbps 1800 Gb/s, up_gbps 800 Gb/s, oversubscribed True,
    reason leaf 1 is oversubscribed already: 1,800 Gb/s below, 800 above.
## one fails of rails
order 1, kinds (switch link), network fabric, elements 18, tried 6, combinations 18, ended done, harmless 8,
    harmful 10, cutting 0, stopping 0, notes (6 of 18 were tried; the others look like them from everywhere.)
losses[0]: ids (leaf[0]), alike 2, lost_gbps 800 Gb/s, lost_accelerators 0, remaining_share 0.5, reason leaf 1:
    800 of 1,600 Gb/s between the halves go; 2 combinations alike., cut_off 0
losses[1]: ids (access[0]), alike 8, lost_gbps 400 Gb/s, lost_accelerators 0, remaining_share 0.75, reason a
    cable of node to leaf: 400 of 1,600 Gb/s between the halves go; 8 combinations alike., cut_off 0
## two fail of rails
order 2, kinds (switch), network fabric, elements 4, tried 6, combinations 6, ended done, harmless 1, harmful 5,
    cutting 1, stopping 0
losses[0]: ids (leaf[0] leaf[1]), alike 1, lost_gbps 1600 Gb/s, lost_accelerators 32, remaining_share 0, reason
    leaf 1 and leaf 2: 1,600 of 1,600 Gb/s between the halves go, and 32 accelerators., cut_off 4
losses[1]: ids (leaf[0] spine[0]), alike 4, lost_gbps 800 Gb/s, lost_accelerators 0, remaining_share 0.5, reason
    leaf 1 and spine 1: 800 of 1,600 Gb/s between the halves go; 4 combinations alike., cut_off 0
## throughput of rails
traffic all-to-all, throughput 1, exact True, method what ECMP reaches is what the cables of the ends carry, so
    no routing does better, ecmp 1, path_bound 1.625, access_bound 1, mean_hops 2, reason ECMP carries 100.0% of
    the demand, and no routing carries more. node to leaf is full first.
## fillers of rails

## uses of pods
[0]: medium fabric, machines 8, traffic all-to-all, fullest cross, worst 2.28571, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of pods
[0]: id tor, tier leaf, copy tor[0], uplinks 2, down_gbps 400 Gb/s, up_gbps 200 Gb/s, oversubscribed True,
    reason tor 1 is oversubscribed already: 400 Gb/s below, 200 above.
[1]: id spine, tier spine, copy spine[0], uplinks 1, down_gbps 200 Gb/s, up_gbps 100 Gb/s, oversubscribed True,
    reason spine 1 is oversubscribed already: 200 Gb/s below, 100 above.
## one fails of pods
order 1, kinds (switch link), network fabric, elements 29, tried 11, combinations 29, ended done, harmless 16,
    harmful 13, cutting 5, stopping 0, notes (11 of 29 were tried; the others look like them from everywhere.)
losses[0]: ids (core), alike 1, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason core: 200 of
    200 Gb/s between the halves go, and 32 accelerators., cut_off 4
losses[1]: ids (cross[0]), alike 4, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason a cable
    of spine to core: 100 of 200 Gb/s between the halves go; 4 combinations alike., cut_off 0
losses[2]: ids (spine[0]), alike 4, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason spine
    1: 100 of 200 Gb/s between the halves go; 4 combinations alike., cut_off 0
losses[3]: ids (tor[0]), alike 4, lost_gbps 0 Gb/s, lost_accelerators 16, remaining_share 1, reason tor 1: no
    bandwidth between the halves goes, and 16 accelerators; 4 combinations alike., cut_off 2
## two fail of pods
order 2, kinds (switch), network fabric, elements 9, tried 36, combinations 36, ended done, harmless 0, harmful
    36, cutting 32, stopping 0
losses[0]: ids (spine[0] core), alike 4, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason
    spine 1 and core: 200 of 200 Gb/s between the halves go, and 32 accelerators; 4 combinations alike., cut_off
    4
losses[1]: ids (spine[0] spine[1]), alike 2, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason
    spine 1 and spine 2: 200 of 200 Gb/s between the halves go, and 32 accelerators; 2 combinations alike.,
    cut_off 4
losses[2]: ids (tor[0] core), alike 4, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason tor 1
    and core: 200 of 200 Gb/s between the halves go, and 32 accelerators; 4 combinations alike., cut_off 4
losses[3]: ids (tor[0] tor[1]), alike 2, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason tor
    1 and tor 2: 200 of 200 Gb/s between the halves go, and 32 accelerators; 2 combinations alike., cut_off 4
losses[4]: ids (tor[0] spine[0]), alike 16, lost_gbps 100 Gb/s, lost_accelerators 16, remaining_share 0.5,
    reason tor 1 and spine 1: 100 of 200 Gb/s between the halves go, and 16 accelerators; 16 combinations
    alike., cut_off 2
losses[5]: ids (spine[0] spine[2]), alike 4, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5,
    reason spine 1 and spine 3: 100 of 200 Gb/s between the halves go; 4 combinations alike., cut_off 0
losses[6]: ids (tor[0] tor[2]), alike 4, lost_gbps 0 Gb/s, lost_accelerators 32, remaining_share 1, reason tor 1
    and tor 3: no bandwidth between the halves goes, and 32 accelerators; 4 combinations alike., cut_off 4
## throughput of pods
traffic all-to-all, throughput 0.4375, exact True, method linear program of 116 flows by destination, 15 once
    alike ones are one, ecmp 0.4375, path_bound 0.720588, access_bound 1, mean_hops 4.85714, reason ECMP carries
    43.7% of the demand, and no routing carries more. spine to core is full first.
## fillers of pods
[cross]: id cross, name spine to core, start spine[0], end core, gbps 228.571, utilisation 2.28571, others_gbps
    0, as_drawn True
[cross].fillers[0]: source 2 × node, target 2 × node, gbps 57.1429, share 0.25
[cross].fillers[1]: source 2 × node, target 2 × node, gbps 57.1429, share 0.25
[cross].fillers[2]: source 2 × node, target 2 × node, gbps 57.1429, share 0.25
[cross].fillers[3]: source 2 × node, target 2 × node, gbps 57.1429, share 0.25
## uses of slips
[0]: medium fabric, machines 4, traffic all-to-all, fullest u31, worst 2, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of slips
[0]: id l3, tier leaf, copy l3, uplinks 1, down_gbps 200 Gb/s, up_gbps 100 Gb/s, oversubscribed True, reason l3
    is oversubscribed already: 200 Gb/s below, 100 above.
[1]: id l1, tier leaf, copy l1, uplinks 2, down_gbps 200 Gb/s, up_gbps 200 Gb/s, can_lose 0, reason l1 is
    oversubscribed as soon as it loses one of its 2 uplinks.
[2]: id l4, tier leaf, copy l4, uplinks 2, down_gbps 200 Gb/s, up_gbps 200 Gb/s, can_lose 0, reason l4 is
    oversubscribed as soon as it loses one of its 2 uplinks.
[3]: id l2, tier leaf, copy l2, uplinks 3, down_gbps 200 Gb/s, up_gbps 300 Gb/s, can_lose 1, reason l2 can lose
    1 of its 3 uplinks before it is oversubscribed.
## one fails of slips
order 1, kinds (switch link), network fabric, elements 17, tried 17, combinations 17, ended done, harmless 7,
    harmful 10, cutting 6, stopping 0
losses[0]: ids (l4), alike 1, lost_gbps 200 Gb/s, lost_accelerators 8, remaining_share 0.333333, reason l4: 200
    of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[1]: ids (s1), alike 1, lost_gbps 200 Gb/s, lost_accelerators 8, remaining_share 0.333333, reason s1: 200
    of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[2]: ids (l1), alike 1, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason l1: 100
    of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[3]: ids (l2), alike 1, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason l2: 100
    of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[4]: ids (l3), alike 1, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason l3: 100
    of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[5]: ids (u31[0]), alike 1, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason a
    cable of l3 to s1: 100 of 300 Gb/s between the halves go, and 8 accelerators., cut_off 1
losses[6]: ids (a4[0]), alike 1, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason a
    cable of n4 to l4: 100 of 300 Gb/s between the halves go., cut_off 0
losses[7]: ids (s2), alike 1, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason s2: 100
    of 300 Gb/s between the halves go., cut_off 0
losses[8]: ids (u41[0]), alike 1, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason a
    cable of l4 to s1: 100 of 300 Gb/s between the halves go., cut_off 0
losses[9]: ids (u42[0]), alike 1, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason a
    cable of l4 to s2: 100 of 300 Gb/s between the halves go., cut_off 0
## throughput of slips
traffic all-to-all, throughput 0.5, exact True, method linear program of 72 flows by destination, 45 once alike
    ones are one, ecmp 0.5, path_bound 1, access_bound 1, mean_hops 4, reason ECMP carries 50.0% of the demand,
    and no routing carries more. l3 to s1 is full first.
## uses of groups
[0]: medium fabric, machines 12, traffic all-to-all, fullest between, worst 1.45455, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of groups
[0]: id s, tier leaf, copy s[0], uplinks 2, down_gbps 400 Gb/s, up_gbps 200 Gb/s, oversubscribed True, reason s
    1 is oversubscribed already: 400 Gb/s below, 200 above.
## one fails of groups
order 1, kinds (switch link), network fabric, elements 24, tried 16, combinations 24, ended done, harmless 1,
    harmful 23, cutting 18, stopping 0, notes (16 of 24 were tried; the others look like them from everywhere.)
losses[0]: ids (s[0]), alike 3, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0.5, reason s 1: 200
    of 400 Gb/s between the halves go, and 32 accelerators; 3 combinations alike., cut_off 4
losses[1]: ids (t[0]), alike 2, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0.5, reason t 1: 200
    of 400 Gb/s between the halves go, and 32 accelerators; 2 combinations alike., cut_off 4
losses[2]: ids (t[1]), alike 1, lost_gbps 100 Gb/s, lost_accelerators 32, remaining_share 0.75, reason t 2: 100
    of 400 Gb/s between the halves go, and 32 accelerators., cut_off 4
losses[3]: ids (a[4]), alike 4, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.75, reason a cable of
    n to s: 100 of 400 Gb/s between the halves go, and 8 accelerators; 4 combinations alike., cut_off 1
losses[4]: ids (between[0]), alike 3, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.75, reason a
    cable of t to t: 100 of 400 Gb/s between the halves go; 3 combinations alike., cut_off 0
losses[5]: ids (inside[0]), alike 2, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.75, reason a
    cable of s to t: 100 of 400 Gb/s between the halves go; 2 combinations alike., cut_off 0
losses[6]: ids (a[0]), alike 8, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason a cable of n to
    s: no bandwidth between the halves goes, and 8 accelerators; 8 combinations alike., cut_off 1
## two fail of groups
order 2, kinds (switch), network fabric, elements 6, tried 15, combinations 15, ended done, harmless 0, harmful
    15, cutting 15, stopping 0
losses[0]: ids (s[0] s[1]), alike 2, lost_gbps 400 Gb/s, lost_accelerators 64, remaining_share 0, reason s 1 and
    s 2: 400 of 400 Gb/s between the halves go, and 64 accelerators; 2 combinations alike., cut_off 8
losses[1]: ids (s[1] t[0]), alike 2, lost_gbps 400 Gb/s, lost_accelerators 64, remaining_share 0, reason s 2 and
    t 1: 400 of 400 Gb/s between the halves go, and 64 accelerators; 2 combinations alike., cut_off 8
losses[2]: ids (s[1] t[1]), alike 1, lost_gbps 300 Gb/s, lost_accelerators 32, remaining_share 0.25, reason s 2
    and t 2: 300 of 400 Gb/s between the halves go, and 32 accelerators., cut_off 4
losses[3]: ids (s[0] s[2]), alike 1, lost_gbps 200 Gb/s, lost_accelerators 64, remaining_share 0.5, reason s 1
    and s 3: 200 of 400 Gb/s between the halves go, and 64 accelerators., cut_off 8
losses[4]: ids (s[0] t[1]), alike 4, lost_gbps 200 Gb/s, lost_accelerators 64, remaining_share 0.5, reason s 1
    and t 2: 200 of 400 Gb/s between the halves go, and 64 accelerators; 4 combinations alike., cut_off 8
losses[5]: ids (t[0] t[1]), alike 3, lost_gbps 200 Gb/s, lost_accelerators 64, remaining_share 0.5, reason t 1
    and t 2: 200 of 400 Gb/s between the halves go, and 64 accelerators; 3 combinations alike., cut_off 8
losses[6]: ids (s[0] t[0]), alike 2, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0.5, reason s 1
    and t 1: 200 of 400 Gb/s between the halves go, and 32 accelerators; 2 combinations alike., cut_off 4
## throughput of groups
traffic all-to-all, throughput 0.6875, exact True, method linear program of 48 flows by destination, 11 once
    alike ones are one, ecmp 0.6875, path_bound 0.836957, access_bound 1, mean_hops 4.18182, reason ECMP carries
    68.7% of the demand, and no routing carries more. t to t is full first.
## fillers of groups
[a]: id a, name n to s, start 4 × n, end s[0], gbps 100, utilisation 1, others_gbps 0, as_drawn True
[a].fillers[0]: source 4 × n, target 4 × n, gbps 36.3636, share 0.363636
[a].fillers[1]: source 4 × n, target 4 × n, gbps 36.3636, share 0.363636
[a].fillers[2]: source 4 × n, target 4 × n, gbps 27.2727, share 0.272727
[between]: id between, name t to t, start t[0], end t[1], gbps 145.455, utilisation 1.45455, others_gbps 0,
    as_drawn True
[between].fillers[0]: source 4 × n, target 4 × n, gbps 145.455, share 1
## uses of each-way
[0]: medium fabric, machines 4, traffic all-to-all, fullest u, worst 1.11111, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of each-way

## one fails of each-way
order 1, kinds (switch link), network fabric, elements 7, tried 5, combinations 7, ended done, harmless 0,
    harmful 7, cutting 6, stopping 0, notes (5 of 7 were tried; the others look like them from everywhere.)
losses[0]: ids (s), alike 1, lost_gbps 120 Gb/s, lost_accelerators 16, remaining_share 0, reason s: 120 of 120
    Gb/s between the halves go, and 16 accelerators., cut_off 2
losses[1]: ids (t), alike 1, lost_gbps 120 Gb/s, lost_accelerators 16, remaining_share 0, reason t: 120 of 120
    Gb/s between the halves go, and 16 accelerators., cut_off 2
losses[2]: ids (u[0]), alike 1, lost_gbps 40 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason a cable
    of s to t: 40 of 120 Gb/s between the halves go., cut_off 0
losses[3]: ids (a[0]), alike 2, lost_gbps 20 Gb/s, lost_accelerators 8, remaining_share 0.833333, reason a cable
    of n to s: 20 of 120 Gb/s between the halves go, and 8 accelerators; 2 combinations alike., cut_off 1
losses[4]: ids (b[0]), alike 2, lost_gbps 20 Gb/s, lost_accelerators 8, remaining_share 0.833333, reason a cable
    of far to t: 20 of 120 Gb/s between the halves go, and 8 accelerators; 2 combinations alike., cut_off 1
## two fail of each-way
order 2, kinds (switch), network fabric, elements 2, tried 1, combinations 1, ended done, harmless 0, harmful 1,
    cutting 1, stopping 0
losses[0]: ids (s t), alike 1, lost_gbps 120 Gb/s, lost_accelerators 32, remaining_share 0, reason s and t: 120
    of 120 Gb/s between the halves go, and 32 accelerators., cut_off 4
## throughput of each-way
traffic all-to-all, throughput 0.9, exact True, method linear program of 10 flows by destination, 11 once alike
    ones are one, ecmp 0.9, path_bound 1.14375, access_bound 1, mean_hops 2.66667, reason ECMP carries 90.0% of
    the demand, and no routing carries more. s to t is full first.
## fillers of each-way
[a]: id a, name n to s, start 2 × n, end s, gbps 100, utilisation 1, others_gbps 0, as_drawn True
[a].fillers[0]: source 2 × n, target 2 × far, gbps 66.6667, share 0.666667
[a].fillers[1]: source 2 × n, target 2 × n, gbps 33.3333, share 0.333333
[u]: id u, name s to t, start t, end s, gbps 44.4444, utilisation 1.11111, others_gbps 0, as_drawn True
[u].fillers[0]: source 2 × far, target 2 × n, gbps 44.4444, share 1
## uses of bridge
[0]: medium fabric, machines 5, traffic all-to-all, fullest b1, worst 3.75, no_path 0
[0].pieces: medium fabric, count 1
## uplinks of bridge
[0]: id l1, tier leaf, copy l1, uplinks 2, down_gbps 400 Gb/s, up_gbps 80 Gb/s, oversubscribed True, reason l1
    is oversubscribed already: 400 Gb/s below, 80 above.
[1]: id l2, tier leaf, copy l2, uplinks 1, down_gbps 300 Gb/s, up_gbps 100 Gb/s, oversubscribed True, reason l2
    is oversubscribed already: 300 Gb/s below, 100 above.
## one fails of bridge
order 1, kinds (switch link), network fabric, elements 11, tried 8, combinations 11, ended done, harmless 3,
    harmful 8, cutting 7, stopping 0, notes (8 of 11 were tried; the others look like them from everywhere.)
losses[0]: ids (l2), alike 1, lost_gbps 80 Gb/s, lost_accelerators 24, remaining_share 0, reason l2: 80 of 80
    Gb/s between the halves go, and 24 accelerators., cut_off 3
losses[1]: ids (b2[0]), alike 1, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason a cable of
    bridge to l2: 80 of 80 Gb/s between the halves go, and 16 accelerators., cut_off 2
losses[2]: ids (bridge), alike 1, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason bridge: 80
    of 80 Gb/s between the halves go, and 16 accelerators., cut_off 2
losses[3]: ids (l1), alike 1, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason l1: 80 of 80
    Gb/s between the halves go, and 16 accelerators., cut_off 2
losses[4]: ids (b1[0]), alike 1, lost_gbps 40 Gb/s, lost_accelerators 0, remaining_share 0.5, reason a cable of
    l1 to bridge: 40 of 80 Gb/s between the halves go., cut_off 0
losses[5]: ids (a2[0]), alike 3, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason a cable of n2
    to l2: no bandwidth between the halves goes, and 8 accelerators; 3 combinations alike., cut_off 1
## two fail of bridge
order 2, kinds (switch), network fabric, elements 3, tried 3, combinations 3, ended done, harmless 0, harmful 3,
    cutting 3, stopping 0
losses[0]: ids (l1 l2), alike 1, lost_gbps 80 Gb/s, lost_accelerators 40, remaining_share 0, reason l1 and l2:
    80 of 80 Gb/s between the halves go, and 40 accelerators., cut_off 5
losses[1]: ids (l2 bridge), alike 1, lost_gbps 80 Gb/s, lost_accelerators 24, remaining_share 0, reason l2 and
    bridge: 80 of 80 Gb/s between the halves go, and 24 accelerators., cut_off 3
losses[2]: ids (l1 bridge), alike 1, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason l1 and
    bridge: 80 of 80 Gb/s between the halves go, and 16 accelerators., cut_off 2
## throughput of bridge
traffic all-to-all, throughput 0.266667, exact True, method linear program of 14 flows by destination, 15 once
    alike ones are one, ecmp 0.266667, path_bound 0.773913, access_bound 0.666667, mean_hops 3.28571, reason
    ECMP carries 26.7% of the demand, and no routing carries more. l1 to bridge is full first.
## fillers of bridge
[b1]: id b1, name l1 to bridge, start l1, end bridge, gbps 150, utilisation 3.75, others_gbps 0, as_drawn True
[b1].fillers[0]: source 2 × n1, target 3 × n2, gbps 150, share 1
## uses of three-media
[0]: medium fabric, machines 6, traffic all-to-all, fullest fa, worst 0.6, no_path 0.48
[0].pieces: medium fabric, count 2
[0].pieces.listed[0]: endpoints 4, accelerators 32
[0].pieces.listed[0].machines[0]: id n, copies 4, spans ((0 3)), whole True
[0].pieces.listed[0].switches[0]: id f, copies 1, spans ((0 0))
[0].pieces.listed[1]: endpoints 2, accelerators 16
[0].pieces.listed[1].machines[0]: id lone, copies 2, spans ((0 1)), whole True
[1]: medium storage, machines 6, traffic storage-read, fullest sn, worst 1, no_path 0
[1].pieces: medium storage, count 1
[2]: medium management, machines 4, traffic all-to-all, fullest mn, worst 1, no_path 0
[2].pieces: medium management, count 1
## uplinks of three-media

## one fails of three-media
order 1, kinds (switch link), network fabric, elements 11, tried 4, combinations 11, ended done, harmless 6,
    harmful 5, cutting 1, stopping 0, notes (4 of 11 were tried; the others look like them from everywhere.)
losses[0]: ids (f[0]), alike 2, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason f 1: 100 of
    200 Gb/s between the halves go; 2 combinations alike., cut_off 0
losses[1]: ids (fa[6]), alike 2, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason a cable of
    n to f: 100 of 200 Gb/s between the halves go; 2 combinations alike., cut_off 0
losses[2]: ids (pair[0]), alike 1, lost_gbps 0 Gb/s, lost_accelerators 16, remaining_share 1, reason a cable of
    lone to lone: no bandwidth between the halves goes, and 16 accelerators., cut_off 2
## two fail of three-media
order 2, kinds (switch), network fabric, elements 2, tried 1, combinations 1, ended done, harmless 0, harmful 1,
    cutting 1, stopping 0
losses[0]: ids (f[0] f[1]), alike 1, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason f 1 and
    f 2: 200 of 200 Gb/s between the halves go, and 32 accelerators., cut_off 4
## throughput of three-media
traffic all-to-all, throughput 0, exact True, method some of the demand has no path, ecmp 0, path_bound 0,
    access_bound 0, mean_hops 1.92308, reason 48% of the demand has no path, so no routing carries any share of
    all of it. ECMP carries 166.7% of what has one., notes (48% of the traffic has no path to where it goes and
    is not carried.)
## cut of bridge
source (n1), target (n2), media (fabric), value_gbps 80 Gb/s
links[0]: id b1, name l1 to bridge, a l1, b bridge, cables 2, whole True, gbps 80 Gb/s
widenings[0]: gain_gbps 20 Gb/s, reason Add 1 to l1 to bridge: 20 Gb/s more get through, 100 in all. How many
    ports are free is not known.
widenings[0].added[0]: link b1, name l1 to bridge, cables 1
widenings[0].added[0].proposal: label Add 1 cable to l1 to bridge, edit set_cables
widenings[0].added[0].proposal.arguments: [cables] 3, [link_id] b1
## cut back of each-way
source (far), target (n), media (fabric), value_gbps 120 Gb/s
links[0]: id u, name s to t, a s, b t, cables 3, whole True, gbps 120 Gb/s
widenings[0]: gain_gbps 40 Gb/s, reason Add 1 to s to t: 40 Gb/s more get through, 160 in all. How many ports
    are free is not known.
widenings[0].added[0]: link u, name s to t, cables 1
widenings[0].added[0].proposal: label Add 1 cable to s to t, edit set_cables
widenings[0].added[0].proposal.arguments: [cables] 4, [link_id] u
## cut of pods
source (node[0]), target (node[1] node[5]), media (fabric), value_gbps 200 Gb/s
links[0]: id access, name node to tor, a node, b tor, cables 2, gbps 200 Gb/s, joints (node[0] – tor[0])
widenings[0]: gain_gbps 100 Gb/s, reason Add 8 to node to tor: 100 Gb/s more get through, 300 in all. How many
    ports are free is not known.
widenings[0].added[0]: link access, name node to tor, cables 8
widenings[0].added[0].proposal: label Add 8 cables to node to tor, edit set_cables
widenings[0].added[0].proposal.arguments: [cables] 6, [link_id] access
## cut of storage
source (store), target (n), media (storage), value_gbps 150 Gb/s, notes (Ways to widen the cut are looked for in
    the whole design; bring back what failed to see them.)
links[0]: id sn, name n to s, a n, b s, cables 3, whole True, gbps 150 Gb/s
## fair on the bridge
media (fabric), total_gbps 160 Gb/s
rates[0]: source (n1[0]), target (n2[0]), asked_gbps 30 Gb/s, gbps 30 Gb/s, slowest_gbps 30, fastest_gbps 30,
    pairs 1, reason n1[0] → n2[0] gets all of the 30 Gb/s that it asks for.
rates[1]: source (n1[1]), target (n2[1]), gbps 50 Gb/s, slowest_gbps 50, fastest_gbps 50, pairs 1, limited_by
    (b1), reason n1[1] → n2[1] gets 50 Gb/s; l1 to bridge is full.
rates[2]: source (n2[2]), target (n1[0]), gbps 80 Gb/s, slowest_gbps 80, fastest_gbps 80, pairs 1, limited_by
    (b1), reason n2[2] → n1[0] gets 80 Gb/s; l1 to bridge is full.
## fair in pods
media (fabric), total_gbps 290 Gb/s
rates[0]: source (node[0]), target (node[4]), gbps 100 Gb/s, slowest_gbps 100, fastest_gbps 100, pairs 1,
    limited_by (access rise cross), reason node[0] → node[4] gets 100 Gb/s; node to tor, tor to spine, spine to
    core is full.
rates[1]: source (node[1]), target (node[4]), gbps 100 Gb/s, slowest_gbps 100, fastest_gbps 100, pairs 1,
    limited_by (access rise cross), reason node[1] → node[4] gets 100 Gb/s; node to tor, tor to spine, spine to
    core is full.
rates[2]: source (node[5]), target (node[6]), asked_gbps 90 Gb/s, gbps 90 Gb/s, slowest_gbps 90, fastest_gbps
    90, pairs 1, reason node[5] → node[6] gets all of the 90 Gb/s that it asks for.
## paths of pods
source (node[0]), target (node[1] node[3] node[6]), media (fabric), message_bytes 4096, apart 0
nearest: source node[0], target node[1], hops 2, ways 4, store_and_forward_ns 671.549 ns (665.154 to 684.35); 1
    missing, cut_through_ns 343.869 ns (337.474 to 356.67); 1 missing
nearest.steps[0]: links (access), nodes (tor), cables 2
nearest.steps[1]: links (access), nodes (node), cables 2
farthest: source node[0], target node[6], hops 6, ways 16, store_and_forward_ns 1982.27 ns (1975.87 to 1995.07);
    5 missing, cut_through_ns 343.869 ns (337.474 to 356.67); 5 missing
farthest.steps[0]: links (access), nodes (tor), cables 2
farthest.steps[1]: links (rise), nodes (spine), cables 2
farthest.steps[2]: links (cross), nodes (core), cables 2
farthest.steps[3]: links (cross), nodes (spine), cables 2
farthest.steps[4]: links (rise), nodes (tor), cables 2
farthest.steps[5]: links (access), nodes (node), cables 2
hops: [2] 1, [4] 1, [6] 1
## paths of the bridge
source (n1), target (n2 manager), media (fabric), message_bytes 4096, apart 0
nearest: source n1[0], target manager, hops 3, ways 4, store_and_forward_ns 4423.68 ns; 5 missing,
    cut_through_ns 3276.8 ns; 5 missing
nearest.steps[0]: links (a1), nodes (l1), cables 2
nearest.steps[1]: links (b1), nodes (bridge), cables 2
nearest.steps[2]: links (m), nodes (manager), cables 1
farthest: source n1[0], target n2[0], hops 4, ways 4, store_and_forward_ns 1802.24 ns; 7 missing, cut_through_ns
    819.2 ns; 7 missing
farthest.steps[0]: links (a1), nodes (l1), cables 2
farthest.steps[1]: links (b1), nodes (bridge), cables 2
farthest.steps[2]: links (b2), nodes (l2), cables 1
farthest.steps[3]: links (a2), nodes (n2), cables 1
hops: [3] 2, [4] 6
## all-reduce on rails
op all-reduce, accelerators 32, domain 1, chip GPU, notes (GPU has no scale-up rate in the catalog, so every
    rank is taken to use the fabric.)
fabrics[0]: ranks 8, hosts 1, pattern ring, line_gb_per_s 12.5 GB/s, rate_gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, tree_gb_per_s 12.5 GB/s, fullest_utilisation
    0, ideal_gb_per_s 12.5 GB/s
fabrics[1]: ranks 16, hosts 2, pattern ring, line_gb_per_s 12.5 GB/s, rate_gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, tree_gb_per_s 12.5 GB/s, fullest_utilisation
    0, ideal_gb_per_s 12.5 GB/s
fabrics[2]: ranks 32, hosts 4, pattern ring, line_gb_per_s 12.5 GB/s, rate_gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, tree_gb_per_s 12.5 GB/s, fullest_utilisation
    0, ideal_gb_per_s 12.5 GB/s
points[0]: ranks 8, bytes 1e+06, algorithm ring, time_us 462.156 µs (197.187 to 1256.49), algorithm_gb_per_s
    2.16377 GB/s (0.79587 to 5.07134), bus_gb_per_s 3.7866 GB/s (1.39277 to 8.87484), ideal_time_us 140 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 109.325 µs, fabric_us 352.831 µs
points[1]: ranks 8, bytes 1e+09, algorithm ring, time_us 149289 µs (67677.9 to 335901), algorithm_gb_per_s
    6.6984 GB/s (2.97707 to 14.7759), bus_gb_per_s 11.7222 GB/s (5.20986 to 25.8578), ideal_time_us 140000 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 6164.05 µs, fabric_us 143125 µs
points[2]: ranks 16, bytes 1e+06, algorithm tree, time_us 565.329 µs (241.207 to 1536.99), algorithm_gb_per_s
    1.76888 GB/s (0.650623 to 4.14582), bus_gb_per_s 3.31665 GB/s (1.21992 to 7.77341), ideal_time_us 150 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 109.325 µs, fabric_us 456.004 µs
points[3]: ranks 16, bytes 1e+09, algorithm ring, time_us 159698 µs (72396.2 to 359320), algorithm_gb_per_s
    6.26184 GB/s (2.78304 to 13.8129), bus_gb_per_s 11.7409 GB/s (5.2182 to 25.8991), ideal_time_us 150000 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 6164.05 µs, fabric_us 153534 µs
points[4]: ranks 32, bytes 1e+06, algorithm tree, time_us 641.196 µs (273.577 to 1743.25), algorithm_gb_per_s
    1.55959 GB/s (0.573641 to 3.65528), bus_gb_per_s 3.0217 GB/s (1.11143 to 7.0821), ideal_time_us 155 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 109.325 µs, fabric_us 531.871 µs
points[5]: ranks 32, bytes 1e+09, algorithm ring, time_us 165202 µs (74891.4 to 371703), algorithm_gb_per_s
    6.05321 GB/s (2.69032 to 13.3527), bus_gb_per_s 11.7281 GB/s (5.21249 to 25.8708), ideal_time_us 155000 µs,
    ideal_bus_gb_per_s 12.5 GB/s, start_us 6164.05 µs, fabric_us 159037 µs
## all-to-all on rails
op all-to-all, accelerators 32, domain 1, chip GPU, notes (GPU has no scale-up rate in the catalog, so every
    rank is taken to use the fabric.)
fabrics[0]: ranks 16, hosts 2, pattern all-to-all, line_gb_per_s 12.5 GB/s, rate_gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, fullest_utilisation 0, ideal_gb_per_s 12.5
    GB/s
fabrics[1]: ranks 32, hosts 4, pattern all-to-all, line_gb_per_s 12.5 GB/s, rate_gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, fullest_utilisation 0, ideal_gb_per_s 12.5
    GB/s
points[0]: ranks 16, bytes 1e+09, algorithm all-to-all, time_us 80546.2 µs (36514.3 to 181229),
    algorithm_gb_per_s 12.4152 GB/s (5.51788 to 27.3865), bus_gb_per_s 11.6393 GB/s (5.17301 to 25.6749),
    ideal_time_us 75000 µs, ideal_bus_gb_per_s 12.5 GB/s, start_us 3949.38 µs, fabric_us 76596.9 µs
points[1]: ranks 32, bytes 1e+09, algorithm all-to-all, time_us 83098.3 µs (37671.2 to 186971),
    algorithm_gb_per_s 12.0339 GB/s (5.34842 to 26.5455), bus_gb_per_s 11.6579 GB/s (5.18128 to 25.7159),
    ideal_time_us 77500 µs, ideal_bus_gb_per_s 12.5 GB/s, start_us 3949.38 µs, fabric_us 79148.9 µs
## all-gather in pods
op all-gather, accelerators 64, domain 1, chip GPU, notes (GPU has no scale-up rate in the catalog, so every
    rank is taken to use the fabric. Hosts are taken in random order. Of 64 ranks each gets 2.66 GB/s leaf by
    leaf and 1.13 in random order, a mean over 8. Where flows hash onto several ways, collisions take a share of
    the fabric, an assumption; with adaptive routing chosen they take none.)
fabrics[0]: ranks 16, hosts 2, pattern ring, line_gb_per_s 3.125 GB/s, rate_gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, fullest_utilisation 0, ideal_gb_per_s
    3.125 GB/s
fabrics[1]: ranks 64, hosts 8, pattern ring, line_gb_per_s 3.125 GB/s, rate_gb_per_s 1.13444 GB/s (0.800781 to
    1.33464), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.13444 GB/s (0.800781 to
    1.33464), fullest_utilisation 2.5, fullest_link cross, collisions True, ideal_gb_per_s 3.125 GB/s
points[0]: ranks 16, bytes 1e+09, algorithm ring, time_us 318701 µs (144478 to 717077), algorithm_gb_per_s
    3.13774 GB/s (1.39455 to 6.92148), bus_gb_per_s 2.94163 GB/s (1.30739 to 6.48889), ideal_time_us 300000 µs,
    ideal_bus_gb_per_s 3.125 GB/s, start_us 12231.1 µs, fabric_us 306470 µs
points[1]: ranks 64, bytes 1e+09, algorithm ring, time_us 912207 µs (353300 to 2.88289e+06), algorithm_gb_per_s
    1.09624 GB/s (0.346874 to 2.83045), bus_gb_per_s 1.07911 GB/s (0.341454 to 2.78623), ideal_time_us 315000
    µs, ideal_bus_gb_per_s 3.125 GB/s, start_us 25595.9 µs, fabric_us 886611 µs (753743 to 1.25569e+06)
"""


def outcome(name: str) -> list[str]:
    return told(CASES[name](), skip=("how_sure",))


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_limit(name):
    assert outcome(name) == sections(EXPECTED)[name]
