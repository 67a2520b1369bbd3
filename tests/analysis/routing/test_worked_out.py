"""Small networks under each way of dividing traffic, worked out by hand."""

import pytest
from msgspec.structs import replace

from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of
from designer.analysis.routing.patch_panels import far_ends, joined_nodes, trunk_rates, unjoined_ports
from designer.analysis.run import analyze
from designer.model.network.flow_asks import FlowAsk
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told

# "unlike": 350 Gb/s lead from a to b directly: 50 + 2 × 150, and 250 back; 100 around, of which 2 × 60 lead on.
# By capacity the slow cable gets 50 of 350 of what ECMP parts into three.
CASES = [
    f"{name}{f' {routing}' if routing else ''}"
    for name in ("unlike", "uneven", "groups", "pods", "ring", "each-way", "bridge")
    for routing in ("", "wcmp", "adaptive", "ugal")
] + ["unlike flows wcmp", "unlike flows adaptive", "unlike flows ugal", "panel", "panel fails"]
ASKS = (
    FlowAsk(source=("left",), target=("right",), gbps=300.0),
    FlowAsk(source=("right[0]",), target=("left[1]",), gbps=90.0),
)
EXPECTED = """
## unlike
[worst] 4
[links][0]: id in, a left, b a, load_gbps 800 Gb/s, utilisation 1
[links][1]: id out, a right, b b, load_gbps 900 Gb/s, utilisation 1.5
[links][2]: id slow, a a, b b, load_gbps 200 Gb/s, utilisation 4
[links][3]: id fast, a a, b b, load_gbps 400 Gb/s, utilisation 1.33333, towards b
[links][3].other_way: towards a, load_gbps 200 Gb/s, utilisation 1
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## unlike wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 1.71429
[links][0]: id in, a left, b a, load_gbps 800 Gb/s, utilisation 1
[links][1]: id out, a right, b b, load_gbps 900 Gb/s, utilisation 1.5
[links][2]: id slow, a a, b b, load_gbps 85.7143 Gb/s, utilisation 1.71429
[links][3]: id fast, a a, b b, load_gbps 514.286 Gb/s, utilisation 1.71429, towards b
[links][3].other_way: towards a, load_gbps 240 Gb/s, utilisation 1.2
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## unlike adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 1.71429
[links][0]: id in, a left, b a, load_gbps 800 Gb/s, utilisation 1
[links][1]: id out, a right, b b, load_gbps 900 Gb/s, utilisation 1.5
[links][2]: id slow, a a, b b, load_gbps 85.7143 Gb/s, utilisation 1.71429
[links][3]: id fast, a a, b b, load_gbps 514.286 Gb/s, utilisation 1.71429, towards b
[links][3].other_way: towards a, load_gbps 240 Gb/s, utilisation 1.2
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## unlike ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst]
    1.71429
[links][0]: id in, a left, b a, load_gbps 800 Gb/s, utilisation 1
[links][1]: id out, a right, b b, load_gbps 900 Gb/s, utilisation 1.5
[links][2]: id slow, a a, b b, load_gbps 85.7143 Gb/s, utilisation 1.71429
[links][3]: id fast, a a, b b, load_gbps 514.286 Gb/s, utilisation 1.71429, towards b
[links][3].other_way: towards a, load_gbps 240 Gb/s, utilisation 1.2
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## uneven
[worst] 4
[links][0]: id a1, a n1, b l1, load_gbps 600 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 400 Gb/s, utilisation 1
[links][2]: id a3, a n3, b l3, load_gbps 200 Gb/s, utilisation 1
[links][3]: id u1, a l1, b spine, load_gbps 360 Gb/s, utilisation 1.8
[links][4]: id u2, a l2, b spine, load_gbps 360 Gb/s, utilisation 0.9
[links][5]: id hop, a l3, b l2, load_gbps 200 Gb/s, utilisation 4
## uneven wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 4
[links][0]: id a1, a n1, b l1, load_gbps 600 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 400 Gb/s, utilisation 1
[links][2]: id a3, a n3, b l3, load_gbps 200 Gb/s, utilisation 1
[links][3]: id u1, a l1, b spine, load_gbps 360 Gb/s, utilisation 1.8
[links][4]: id u2, a l2, b spine, load_gbps 360 Gb/s, utilisation 0.9
[links][5]: id hop, a l3, b l2, load_gbps 200 Gb/s, utilisation 4
## uneven adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 4
[links][0]: id a1, a n1, b l1, load_gbps 600 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 400 Gb/s, utilisation 1
[links][2]: id a3, a n3, b l3, load_gbps 200 Gb/s, utilisation 1
[links][3]: id u1, a l1, b spine, load_gbps 360 Gb/s, utilisation 1.8
[links][4]: id u2, a l2, b spine, load_gbps 360 Gb/s, utilisation 0.9
[links][5]: id hop, a l3, b l2, load_gbps 200 Gb/s, utilisation 4
## uneven ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst] 4
[links][0]: id a1, a n1, b l1, load_gbps 600 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 400 Gb/s, utilisation 1
[links][2]: id a3, a n3, b l3, load_gbps 200 Gb/s, utilisation 1
[links][3]: id u1, a l1, b spine, load_gbps 360 Gb/s, utilisation 1.8
[links][4]: id u2, a l2, b spine, load_gbps 360 Gb/s, utilisation 0.9
[links][5]: id hop, a l3, b l2, load_gbps 200 Gb/s, utilisation 4
## groups
[worst] 1.45455
[links][0]: id a, a n, b s, load_gbps 1200 Gb/s, utilisation 1
[links][1]: id inside, a s, b t, load_gbps 872.727 Gb/s, utilisation 1.45455
[links][2]: id between, a t, b t, load_gbps 436.364 Gb/s, utilisation 1.45455
## groups wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 1.45455
[links][0]: id a, a n, b s, load_gbps 1200 Gb/s, utilisation 1
[links][1]: id inside, a s, b t, load_gbps 872.727 Gb/s, utilisation 1.45455
[links][2]: id between, a t, b t, load_gbps 436.364 Gb/s, utilisation 1.45455
## groups adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 1.45455
[links][0]: id a, a n, b s, load_gbps 1200 Gb/s, utilisation 1
[links][1]: id inside, a s, b t, load_gbps 872.727 Gb/s, utilisation 1.45455
[links][2]: id between, a t, b t, load_gbps 436.364 Gb/s, utilisation 1.45455
## groups ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst]
    1.45455
[links][0]: id a, a n, b s, load_gbps 1200 Gb/s, utilisation 1
[links][1]: id inside, a s, b t, load_gbps 872.727 Gb/s, utilisation 1.45455
[links][2]: id between, a t, b t, load_gbps 436.364 Gb/s, utilisation 1.45455
## pods
[worst] 2.28571
[links][0]: id access, a node, b tor, load_gbps 1600 Gb/s, utilisation 1
[links][1]: id rise, a tor, b spine, load_gbps 1371.43 Gb/s, utilisation 1.71429
[links][2]: id cross, a spine, b core, load_gbps 914.286 Gb/s, utilisation 2.28571
## pods wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 2.28571
[links][0]: id access, a node, b tor, load_gbps 1600 Gb/s, utilisation 1
[links][1]: id rise, a tor, b spine, load_gbps 1371.43 Gb/s, utilisation 1.71429
[links][2]: id cross, a spine, b core, load_gbps 914.286 Gb/s, utilisation 2.28571
## pods adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 2.28571
[links][0]: id access, a node, b tor, load_gbps 1600 Gb/s, utilisation 1
[links][1]: id rise, a tor, b spine, load_gbps 1371.43 Gb/s, utilisation 1.71429
[links][2]: id cross, a spine, b core, load_gbps 914.286 Gb/s, utilisation 2.28571
## pods ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst]
    2.28571
[links][0]: id access, a node, b tor, load_gbps 1600 Gb/s, utilisation 1
[links][1]: id rise, a tor, b spine, load_gbps 1371.43 Gb/s, utilisation 1.71429
[links][2]: id cross, a spine, b core, load_gbps 914.286 Gb/s, utilisation 2.28571
## ring
[worst] 1.875
[links][0]: id a, a n, b s, load_gbps 468.75 Gb/s, utilisation 1.25
[links][1]: id r, a s, b s, load_gbps 387.5 Gb/s, utilisation 1.1875
[links][2]: id x, a n, b s, load_gbps 168.75 Gb/s, utilisation 1.875
## ring wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 1.75
[links][0]: id a, a n, b s, load_gbps 491.667 Gb/s, utilisation 1.25
[links][1]: id r, a s, b s, load_gbps 383.333 Gb/s, utilisation 1.125
[links][2]: id x, a n, b s, load_gbps 137.5 Gb/s, utilisation 1.75
## ring adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 1.5
[links][0]: id a, a n, b s, load_gbps 500 Gb/s, utilisation 1.25
[links][1]: id r, a s, b s, load_gbps 387.5 Gb/s, utilisation 1
[links][2]: id x, a n, b s, load_gbps 125 Gb/s, utilisation 1.5
## ring ugal
[notes] (23% of the traffic takes shortest paths, 77% goes over a switch chosen at random (UGAL).), [worst]
    1.58451
[links][0]: id a, a n, b s, load_gbps 502.025 Gb/s, utilisation 1.25
[links][1]: id r, a s, b s, load_gbps 604.401 Gb/s, utilisation 1.58451
[links][2]: id x, a n, b s, load_gbps 129.225 Gb/s, utilisation 1.58451
## each-way
[worst] 1.11111
[links][0]: id a, a n, b s, load_gbps 200 Gb/s, utilisation 1
[links][1]: id b, a far, b t, load_gbps 200 Gb/s, utilisation 1
[links][2]: id u, a s, b t, load_gbps 133.333 Gb/s, utilisation 1.11111, towards s
[links][2].other_way: towards t, load_gbps 133.333 Gb/s, utilisation 0.444444
## each-way wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 1.11111
[links][0]: id a, a n, b s, load_gbps 200 Gb/s, utilisation 1
[links][1]: id b, a far, b t, load_gbps 200 Gb/s, utilisation 1
[links][2]: id u, a s, b t, load_gbps 133.333 Gb/s, utilisation 1.11111, towards s
[links][2].other_way: towards t, load_gbps 133.333 Gb/s, utilisation 0.444444
## each-way adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 1.11111
[links][0]: id a, a n, b s, load_gbps 200 Gb/s, utilisation 1
[links][1]: id b, a far, b t, load_gbps 200 Gb/s, utilisation 1
[links][2]: id u, a s, b t, load_gbps 133.333 Gb/s, utilisation 1.11111, towards s
[links][2].other_way: towards t, load_gbps 133.333 Gb/s, utilisation 0.444444
## each-way ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst]
    1.11111
[links][0]: id a, a n, b s, load_gbps 200 Gb/s, utilisation 1
[links][1]: id b, a far, b t, load_gbps 200 Gb/s, utilisation 1
[links][2]: id u, a s, b t, load_gbps 133.333 Gb/s, utilisation 1.11111, towards s
[links][2].other_way: towards t, load_gbps 133.333 Gb/s, utilisation 0.444444
## bridge
[worst] 3.75
[links][0]: id a1, a n1, b l1, load_gbps 400 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 450 Gb/s, utilisation 1.5
[links][2]: id b1, a l1, b bridge, load_gbps 300 Gb/s, utilisation 3.75
[links][3]: id b2, a bridge, b l2, load_gbps 300 Gb/s, utilisation 3
[links][4]: id m, a manager, b bridge, load_gbps 0 Gb/s, utilisation 0
## bridge wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 3.75
[links][0]: id a1, a n1, b l1, load_gbps 400 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 450 Gb/s, utilisation 1.5
[links][2]: id b1, a l1, b bridge, load_gbps 300 Gb/s, utilisation 3.75
[links][3]: id b2, a bridge, b l2, load_gbps 300 Gb/s, utilisation 3
[links][4]: id m, a manager, b bridge, load_gbps 0 Gb/s, utilisation 0
## bridge adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 3.75
[links][0]: id a1, a n1, b l1, load_gbps 400 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 450 Gb/s, utilisation 1.5
[links][2]: id b1, a l1, b bridge, load_gbps 300 Gb/s, utilisation 3.75
[links][3]: id b2, a bridge, b l2, load_gbps 300 Gb/s, utilisation 3
[links][4]: id m, a manager, b bridge, load_gbps 0 Gb/s, utilisation 0
## bridge ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst] 3.75
[links][0]: id a1, a n1, b l1, load_gbps 400 Gb/s, utilisation 1
[links][1]: id a2, a n2, b l2, load_gbps 450 Gb/s, utilisation 1.5
[links][2]: id b1, a l1, b bridge, load_gbps 300 Gb/s, utilisation 3.75
[links][3]: id b2, a bridge, b l2, load_gbps 300 Gb/s, utilisation 3
[links][4]: id m, a manager, b bridge, load_gbps 0 Gb/s, utilisation 0
## unlike flows wcmp
[notes] (Traffic is divided in proportion to what each way can carry (WCMP).), [worst] 0.857143
[links][0]: id in, a left, b a, load_gbps 300 Gb/s, utilisation 0.375
[links][1]: id out, a right, b b, load_gbps 300 Gb/s, utilisation 0.5
[links][2]: id slow, a a, b b, load_gbps 42.8571 Gb/s, utilisation 0.857143
[links][3]: id fast, a a, b b, load_gbps 257.143 Gb/s, utilisation 0.857143, towards b
[links][3].other_way: towards a, load_gbps 72 Gb/s, utilisation 0.36
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## unlike flows adaptive
[notes] (Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be
    (adaptive).), [worst] 0.857143
[links][0]: id in, a left, b a, load_gbps 300 Gb/s, utilisation 0.375
[links][1]: id out, a right, b b, load_gbps 300 Gb/s, utilisation 0.5
[links][2]: id slow, a a, b b, load_gbps 42.8571 Gb/s, utilisation 0.857143
[links][3]: id fast, a a, b b, load_gbps 257.143 Gb/s, utilisation 0.857143, towards b
[links][3].other_way: towards a, load_gbps 72 Gb/s, utilisation 0.36
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## unlike flows ugal
[notes] (100% of the traffic takes shortest paths, 0% goes over a switch chosen at random (UGAL).), [worst]
    0.857143
[links][0]: id in, a left, b a, load_gbps 300 Gb/s, utilisation 0.375
[links][1]: id out, a right, b b, load_gbps 300 Gb/s, utilisation 0.5
[links][2]: id slow, a a, b b, load_gbps 42.8571 Gb/s, utilisation 0.857143
[links][3]: id fast, a a, b b, load_gbps 257.143 Gb/s, utilisation 0.857143, towards b
[links][3].other_way: towards a, load_gbps 72 Gb/s, utilisation 0.36
[links][4]: id up, a a, b c, load_gbps 0 Gb/s, utilisation 0
[links][5]: id down, a c, b b, load_gbps 0 Gb/s, utilisation 0
## panel
[far]: [top-a] (leaf up), [up-b] (spine top)
[joined][0]: a leaf, b spine, cables 8, links {top up}, panels {panel}
[network]: traffic all-to-all, endpoints 8, bisection_gbps 400 Gb/s, worst 1, no_path 0
[network].tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 800 Gb/s, up_gbps 800 Gb/s,
    oversubscription 1
[network].tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 800 Gb/s, up_gbps 0 Gb/s
[network].min_cut: value_gbps 400 Gb/s, links (a)
[network].links[0]: id a, a n, b leaf, medium fabric, load_gbps 800 Gb/s, capacity_gbps 800 Gb/s, utilisation 1
[network].links[1]: id up, a leaf, b panel, medium fabric, load_gbps 685.714 Gb/s, capacity_gbps 800 Gb/s,
    utilisation 0.857143
[network].links[2]: id top, a panel, b spine, medium fabric, load_gbps 685.714 Gb/s, capacity_gbps 800 Gb/s,
    utilisation 0.857143
[network].bottlenecks[0]: id a, kind link, utilisation 1, reason Endpoints send at their full line rate, so
    their own cables are just full: 100 of 100 Gb/s.
[network].bottlenecks[1]: id up, kind link, utilisation 0.857143, reason Its fullest cable carries 86 of 100
    Gb/s, 86%: close to full.
[network].bottlenecks[2]: id top, kind link, utilisation 0.857143, reason Its fullest cable carries 86 of 100
    Gb/s, 86%: close to full.
[network].pieces: medium fabric, count 1
[resilience]: lost_accelerators 0
[resilience].single_points_of_failure[0]: id panel, kind node, lost_gbps 600 Gb/s, lost_accelerators 48, medium
    fabric, lost_endpoints 6, accelerators_without_storage 0
[resilience].single_points_of_failure[1]: id leaf, kind node, lost_gbps 200 Gb/s, lost_accelerators 16, medium
    fabric, lost_endpoints 2, accelerators_without_storage 0
[resilience].single_points_of_failure[2]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium
    fabric, lost_endpoints 1, accelerators_without_storage 0
[resilience].worst_failures[0]: id leaf, kind node, lost_gbps 100 Gb/s, lost_accelerators 16, remaining_share
    0.75, reason One leaf lost: 100 of 400 Gb/s between the halves go with it, and 16 accelerators are cut off.
[resilience].worst_failures[1]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.75,
    reason One cable of n to leaf lost: 100 of 400 Gb/s between the halves go with it, and 8 accelerators are
    cut off.
[resilience].worst_failures[2]: id panel, kind node, lost_gbps 0 Gb/s, lost_accelerators 48, remaining_share 1,
    reason One panel lost: the halves keep their full bandwidth, and 48 accelerators are cut off.
[resilience].worst_failures[3]: id spine, kind node, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1,
    reason One spine lost: the halves keep their full bandwidth.
[resilience].worst_failures[4]: id up, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1,
    reason One cable of leaf to panel lost: the halves keep their full bandwidth.
[resilience].worst_failures[5]: id top, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1,
    reason One cable of panel to spine lost: the halves keep their full bandwidth.
[resilience].uplinks[0]: id leaf, tier leaf, copy leaf[0], uplinks 2, down_gbps 200 Gb/s, up_gbps 200 Gb/s,
    can_lose 0, reason leaf 1 is oversubscribed as soon as it loses one of its 2 uplinks.
## panel fails
[far]: [top-a] (leaf up), [up-b] (spine top)
[joined][0]: a leaf, b spine, cables 8, links {top up}, panels {panel}
[network]: traffic all-to-all, endpoints 8, bisection_gbps 0 Gb/s, worst 0.142857, no_path 0.857143, notes
    (85.7% of the traffic has no path to where it goes and is not carried.)
[network].tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 800 Gb/s, up_gbps 0 Gb/s
[network].min_cut: value_gbps 0 Gb/s
[network].links[0]: id a, a n, b leaf, medium fabric, load_gbps 114.286 Gb/s, capacity_gbps 800 Gb/s,
    utilisation 0.142857
[network].links[1]: id up, a leaf, b panel, medium fabric, load_gbps 0 Gb/s, capacity_gbps 0 Gb/s, utilisation 0
[network].links[2]: id top, a panel, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 0 Gb/s, utilisation
    0
[network].bottlenecks[0]: id a, kind link, utilisation 0.142857, reason Its fullest cable carries 14 of 100
    Gb/s, 14%: without the 86% of the traffic that has no path.
[network].pieces: medium fabric, count 4
[network].pieces.listed[0]: endpoints 2, accelerators 16
[network].pieces.listed[0].machines[0]: id n, copies 2, spans ((0 0) (4 4))
[network].pieces.listed[0].switches[0]: id leaf, copies 1, spans ((0 0))
[network].pieces.listed[1]: endpoints 2, accelerators 16
[network].pieces.listed[1].machines[0]: id n, copies 2, spans ((1 1) (5 5))
[network].pieces.listed[1].switches[0]: id leaf, copies 1, spans ((1 1))
[network].pieces.listed[2]: endpoints 2, accelerators 16
[network].pieces.listed[2].machines[0]: id n, copies 2, spans ((2 2) (6 6))
[network].pieces.listed[2].switches[0]: id leaf, copies 1, spans ((2 2))
[network].pieces.listed[3]: endpoints 2, accelerators 16
[network].pieces.listed[3].machines[0]: id n, copies 2, spans ((3 3) (7 7))
[network].pieces.listed[3].switches[0]: id leaf, copies 1, spans ((3 3))
[resilience]: lost_accelerators 48
[resilience].single_points_of_failure[0]: id leaf, kind node, lost_gbps 200 Gb/s, lost_accelerators 16, medium
    fabric, lost_endpoints 2, accelerators_without_storage 0
[resilience].single_points_of_failure[1]: id a, kind link, lost_gbps 200 Gb/s, lost_accelerators 16, medium
    fabric, lost_endpoints 2, accelerators_without_storage 0
"""


def outcome(name: str) -> list[str]:
    words = name.split()
    design = drawn(NETWORKS[words[0]])
    if words[0] == "panel":
        links = tuple(design.links.values())
        fail = ("panel",) if "fails" in words else ()
        joined = {
            "joined": joined_nodes(design, links),
            "far": {"-".join(map(str, end)): other for end, other in far_ends(design, links).items()},
            "unjoined": unjoined_ports(design, links),
            "trunks": trunk_rates(design, {link.id: 100.0 for link in links}, links),
            "resilience": analyze(design, only=("resilience",), fail=fail).resilience,
            "notes": tuple(survey_of(design, fail).notes()),
        }
        return told({**joined, "network": network(design, fail=fail)}, skip=("by_network",))
    if words[-1] in {"wcmp", "adaptive", "ugal"}:
        design = replace(design, settings=replace(design.settings, choices={"routing": words[-1]}))
    found = network(design, asks=ASKS if "flows" in words else ())
    return told({"links": found.links, "notes": found.notes, "worst": found.worst}, skip=("medium", "capacity_gbps"))


@pytest.mark.parametrize("name", CASES)
def test_all_that_links_carry(name):
    assert outcome(name) == sections(EXPECTED)[name]
