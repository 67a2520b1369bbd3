"""Small networks worked out by hand: tiers, loads, the bisection, and cables that are unlike the others."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from designer.analysis.network.bandwidth import network
from designer.analysis.network.cable_checks import gaps, uneven_uplinks, wiring_of
from designer.analysis.network.rail_checks import meetings, strays
from designer.analysis.network.tiers import tier_names
from designer.model.network.flow_asks import FlowAsk
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told


class Case(NamedTuple):
    """A network, its traffic and what has failed."""

    name: str
    traffic: str = "all-to-all"
    fail: Sequence[str] = ()
    more: Mapping[str, Any] = MappingProxyType({})


CASES = {
    # 4 × 800 Gb/s below; each rail reaches all four servers, so that nothing goes up. The halves: 2 × 800 Gb/s.
    "rails": Case("rails"),
    # The first leaf has one cable less below: 3 of 4 servers on 800, one on 400. Its traffic to rail 2 goes up.
    "rails without a cable": Case("rails", fail=("access[0]",)),
    "rails without a leaf": Case("rails", fail=("leaf[0]",)),
    # 800 of the 4 × 100 in a rack meet 2 × 100 × 2 up; 6 of 7 leave the rack, 4 of 7 the pod: 914 Gb/s of 400.
    "pods": Case("pods"),
    "pods without a spine": Case("pods", fail=("spine[1]",)),
    # Halves: the servers on l3 and l4 are behind three cables.
    "slips": Case("slips"),
    # Each leaf has two of three spines, so that one is missing on all three.
    "few": Case("few"),
    "ring": Case("ring"),
    # 12 × 100 Gb/s; 8 of 11 leave the group over 2 × 100 Gb/s inside.
    "groups": Case("groups"),
    "three-media": Case("three-media"),
    "three-media reads": Case("three-media", "storage-read"),
    "three-media writes": Case("three-media", "checkpoint-write"),
    # 2 × 100 Gb/s each way ask for 133 of 3 × 40 Gb/s back.
    "each-way": Case("each-way"),
    # Two servers of 200 send 3 of 4 parts over 80 Gb/s.
    "bridge": Case("bridge"),
    "unlike": Case("unlike"),
    "uneven": Case("uneven"),
    "uneven without an uplink": Case("uneven", fail=("u2[1]",)),
    "bridge north-south": Case("bridge", "north-south", more={"outside": ("manager",)}),
    "bridge ring": Case("bridge", "all-reduce-ring"),
    "rails by rail": Case("rails", "all-reduce-rails"),
    "rails cards": Case("rails", "all-to-all-cards"),
    "rails reads": Case("rails", "storage-read"),
    "pods flow": Case("pods", "flows", more={"asks": (FlowAsk(source=("node[0]",), target=("node[7]",), gbps=60.0),)}),
    "rails flows": Case(
        "rails",
        "flows",
        more={
            "asks": (
                FlowAsk(source=("store",), target=("node",)),
                FlowAsk(source=("node[1]",), target=("node[2]", "node[3]"), gbps=300.0),
            )
        },
    ),
}
EXPECTED = """
## rails
[tier]: [leaf] leaf, [node] endpoint, [spine] spine, [store] storage
traffic all-to-all, endpoints 4, bisection_gbps 1600 Gb/s, worst 1, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3600 Gb/s, up_gbps 1600 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1600 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 3200 Gb/s, capacity_gbps 3200 Gb/s, utilisation 1
links[1]: id data, a store, b leaf, medium fabric, load_gbps 0 Gb/s, capacity_gbps 400 Gb/s, utilisation 0
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## rails without a cable
traffic all-to-all, endpoints 4, bisection_gbps 1200 Gb/s, worst 2, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3200 Gb/s, up_gbps 1600 Gb/s, oversubscription 2
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1200 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 2800 Gb/s, capacity_gbps 2800 Gb/s, utilisation 2
links[1]: id data, a store, b leaf, medium fabric, load_gbps 0 Gb/s, capacity_gbps 400 Gb/s, utilisation 0
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id access, kind link, utilisation 2
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## rails without a leaf
traffic all-to-all, endpoints 4, bisection_gbps 800 Gb/s, worst 1, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 1800 Gb/s, up_gbps 800 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 800 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 800 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 1600 Gb/s, capacity_gbps 1600 Gb/s, utilisation 1
links[1]: id data, a store, b leaf, medium fabric, load_gbps 0 Gb/s, capacity_gbps 200 Gb/s, utilisation 0
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 800 Gb/s, utilisation 0
bottlenecks[0]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## pods
[tier]: [core] core, [node] endpoint, [spine] spine, [tor] leaf
traffic all-to-all, endpoints 8, bisection_gbps 200 Gb/s, worst 2.28571, no_path 0
tiers[0]: name leaf, medium fabric, nodes (tor), down_gbps 1600 Gb/s, up_gbps 800 Gb/s, oversubscription 2
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 800 Gb/s, up_gbps 400 Gb/s, oversubscription 2
tiers[2]: name core, medium fabric, nodes (core), down_gbps 400 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s, links (cross)
links[0]: id access, a node, b tor, medium fabric, load_gbps 1600 Gb/s, capacity_gbps 1600 Gb/s, utilisation 1
links[1]: id rise, a tor, b spine, medium fabric, load_gbps 1371.43 Gb/s, capacity_gbps 800 Gb/s, utilisation
    1.71429
links[2]: id cross, a spine, b core, medium fabric, load_gbps 914.286 Gb/s, capacity_gbps 400 Gb/s, utilisation
    2.28571
bottlenecks[0]: id cross, kind link, utilisation 2.28571
bottlenecks[1]: id rise, kind link, utilisation 1.71429
bottlenecks[2]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
## pods without a spine
traffic all-to-all, endpoints 8, bisection_gbps 100 Gb/s, worst 4.57143, no_path 0
tiers[0]: name leaf, medium fabric, nodes (tor), down_gbps 1600 Gb/s, up_gbps 600 Gb/s, oversubscription 2.66667
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 600 Gb/s, up_gbps 300 Gb/s, oversubscription 2
tiers[2]: name core, medium fabric, nodes (core), down_gbps 300 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 100 Gb/s, links (cross)
links[0]: id access, a node, b tor, medium fabric, load_gbps 1600 Gb/s, capacity_gbps 1600 Gb/s, utilisation 1
links[1]: id rise, a tor, b spine, medium fabric, load_gbps 1371.43 Gb/s, capacity_gbps 600 Gb/s, utilisation
    3.42857
links[2]: id cross, a spine, b core, medium fabric, load_gbps 914.286 Gb/s, capacity_gbps 300 Gb/s, utilisation
    4.57143
bottlenecks[0]: id cross, kind link, utilisation 4.57143
bottlenecks[1]: id rise, kind link, utilisation 3.42857
bottlenecks[2]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
## slips
[gap][0]: lower (l3 0), upper (s2 0), missed 1, copies 1, peers 3, cables 1
[tier]: [l1] leaf, [l2] leaf, [l3] leaf, [l4] leaf, [n1] endpoint, [n2] endpoint, [n3] endpoint, [n4] endpoint,
    [s1] spine, [s2] spine
[uneven][0]: lower (l2 0), most (s1 0), least (s2 0), most_cables 2, least_cables 1, most_gbps 200, least_gbps
    100, copies 1, usual_cables 2
traffic all-to-all, endpoints 4, bisection_gbps 300 Gb/s, worst 2, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2 l3 l4), down_gbps 800 Gb/s, up_gbps 800 Gb/s, oversubscription
    1
tiers[1]: name spine, medium fabric, nodes (s1 s2), down_gbps 800 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 300 Gb/s, links (u31 u41 u42)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[2]: id a3, a n3, b l3, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[3]: id a4, a n4, b l4, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[4]: id u11, a l1, b s1, medium fabric, load_gbps 144.444 Gb/s, capacity_gbps 100 Gb/s, utilisation 1.44444
links[5]: id u12, a l1, b s2, medium fabric, load_gbps 66.6667 Gb/s, capacity_gbps 100 Gb/s, utilisation
    0.666667
links[6]: id u21, a l2, b s1, medium fabric, load_gbps 155.556 Gb/s, capacity_gbps 200 Gb/s, utilisation
    0.777778
links[7]: id u22, a l2, b s2, medium fabric, load_gbps 66.6667 Gb/s, capacity_gbps 100 Gb/s, utilisation
    0.666667
links[8]: id u31, a l3, b s1, medium fabric, load_gbps 200 Gb/s, capacity_gbps 100 Gb/s, utilisation 2
links[9]: id u41, a l4, b s1, medium fabric, load_gbps 144.444 Gb/s, capacity_gbps 100 Gb/s, utilisation 1.44444
links[10]: id u42, a l4, b s2, medium fabric, load_gbps 66.6667 Gb/s, capacity_gbps 100 Gb/s, utilisation
    0.666667
bottlenecks[0]: id u31, kind link, utilisation 2
bottlenecks[1]: id u11, kind link, utilisation 1.44444
bottlenecks[2]: id u41, kind link, utilisation 1.44444
bottlenecks[3]: id a1, kind link, utilisation 1
bottlenecks[4]: id a2, kind link, utilisation 1
bottlenecks[5]: id a3, kind link, utilisation 1
bottlenecks[6]: id a4, kind link, utilisation 1
pieces: medium fabric, count 1
## few
[gap][0]: lower (leaf 0), upper (spine 2), missed 1, copies 3, peers 2, cables 1
[tier]: [leaf] leaf, [n] endpoint, [spine] spine
traffic all-to-all, endpoints 3, bisection_gbps 400 Gb/s, worst 1, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 1200 Gb/s, up_gbps 1200 Gb/s, oversubscription 1
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1200 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 400 Gb/s, links (a)
links[0]: id a, a n, b leaf, medium fabric, load_gbps 1200 Gb/s, capacity_gbps 1200 Gb/s, utilisation 1
links[1]: id u, a leaf, b spine, medium fabric, load_gbps 1200 Gb/s, capacity_gbps 1200 Gb/s, utilisation 1
bottlenecks[0]: id a, kind link, utilisation 1
bottlenecks[1]: id u, kind link, utilisation 1
pieces: medium fabric, count 1
## ring
[tier]: [n] endpoint, [s] leaf
traffic all-to-all, endpoints 5, bisection_gbps 300 Gb/s (150 to 300), worst 1.875, no_path 0
tiers[0]: name leaf, medium fabric, nodes (s), down_gbps 600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 300 Gb/s (150 to 300), links (a)
links[0]: id a, a n, b s, medium fabric, load_gbps 468.75 Gb/s, capacity_gbps 500 Gb/s, utilisation 1.25
links[1]: id r, a s, b s, medium fabric, load_gbps 387.5 Gb/s, capacity_gbps 500 Gb/s, utilisation 1.1875
links[2]: id x, a n, b s, medium fabric, load_gbps 168.75 Gb/s, capacity_gbps 100 Gb/s, utilisation 1.875
bottlenecks[0]: id x, kind link, utilisation 1.875
bottlenecks[1]: id a, kind link, utilisation 1.25
bottlenecks[2]: id r, kind link, utilisation 1.1875
pieces: medium fabric, count 1
## groups
[tier]: [n] endpoint, [s] leaf, [t] spine
traffic all-to-all, endpoints 12, bisection_gbps 400 Gb/s, worst 1.45455, no_path 0
tiers[0]: name leaf, medium fabric, nodes (s), down_gbps 1200 Gb/s, up_gbps 600 Gb/s, oversubscription 2
tiers[1]: name spine, medium fabric, nodes (t), down_gbps 600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 400 Gb/s, links (a inside)
links[0]: id a, a n, b s, medium fabric, load_gbps 1200 Gb/s, capacity_gbps 1200 Gb/s, utilisation 1
links[1]: id inside, a s, b t, medium fabric, load_gbps 872.727 Gb/s, capacity_gbps 600 Gb/s, utilisation
    1.45455
links[2]: id between, a t, b t, medium fabric, load_gbps 436.364 Gb/s, capacity_gbps 300 Gb/s, utilisation
    1.45455
bottlenecks[0]: id inside, kind link, utilisation 1.45455
bottlenecks[1]: id between, kind link, utilisation 1.45455
bottlenecks[2]: id a, kind link, utilisation 1
pieces: medium fabric, count 1
## three-media
[tier]: [f] leaf, [lone] endpoint, [m] management leaf, [n] endpoint, [s] storage leaf, [store] storage
traffic all-to-all, endpoints 6, bisection_gbps 200 Gb/s (0 to 200), worst 0.6, no_path 0.48, notes (fu joins
    some copies to themselves; that is left out. 48% of the traffic has no path to where it goes and is not
    carried.)
tiers[0]: name leaf, medium fabric, nodes (f), down_gbps 800 Gb/s, up_gbps 0 Gb/s
tiers[1]: name storage leaf, medium storage, nodes (s), down_gbps 600 Gb/s, up_gbps 0 Gb/s
tiers[2]: name management leaf, medium management, nodes (m), down_gbps 4 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s (0 to 200), links (fa)
links[0]: id fa, a n, b f, medium fabric, load_gbps 480 Gb/s, capacity_gbps 800 Gb/s, utilisation 0.6
links[1]: id fu, a f, b f, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
links[2]: id sn, a n, b s, medium storage, load_gbps 0 Gb/s, capacity_gbps 200 Gb/s, utilisation 0
links[3]: id ss, a store, b s, medium storage, load_gbps 0 Gb/s, capacity_gbps 400 Gb/s, utilisation 0
links[4]: id mn, a n, b m, medium management, load_gbps 0 Gb/s, capacity_gbps 4 Gb/s, utilisation 0
links[5]: id pair, a lone, b lone, medium fabric, load_gbps 20 Gb/s, capacity_gbps 100 Gb/s, utilisation 0.2
bottlenecks[0]: id fa, kind link, utilisation 0.6
bottlenecks[1]: id pair, kind link, utilisation 0.2
pieces: medium fabric, count 2
pieces.listed[0]: endpoints 4, accelerators 32
pieces.listed[0].machines[0]: id n, copies 4, spans ((0 3)), whole True
pieces.listed[0].switches[0]: id f, copies 1, spans ((0 0))
pieces.listed[1]: endpoints 2, accelerators 16
pieces.listed[1].machines[0]: id lone, copies 2, spans ((0 1)), whole True
## three-media reads
traffic storage-read, endpoints 4, bisection_gbps 200 Gb/s (0 to 200), worst 1.25, no_path 0, notes (fu joins
    some copies to themselves; that is left out.)
tiers[0]: name leaf, medium fabric, nodes (f), down_gbps 800 Gb/s, up_gbps 0 Gb/s
tiers[1]: name storage leaf, medium storage, nodes (s), down_gbps 600 Gb/s, up_gbps 0 Gb/s
tiers[2]: name management leaf, medium management, nodes (m), down_gbps 4 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s (0 to 200), links (fa)
links[0]: id fa, a n, b f, medium fabric, load_gbps 0 Gb/s, capacity_gbps 800 Gb/s, utilisation 0
links[1]: id fu, a f, b f, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
links[2]: id sn, a n, b s, medium storage, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[3]: id ss, a store, b s, medium storage, load_gbps 200 Gb/s, capacity_gbps 400 Gb/s, utilisation 0.5
links[4]: id mn, a n, b m, medium management, load_gbps 0 Gb/s, capacity_gbps 4 Gb/s, utilisation 0
links[5]: id pair, a lone, b lone, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
bottlenecks[0]: id store, kind node, utilisation 1.25
bottlenecks[1]: id sn, kind link, utilisation 1
bottlenecks[2]: id ss, kind link, utilisation 0.5
pieces: medium fabric, count 2
pieces.listed[0]: endpoints 4, accelerators 32
pieces.listed[0].machines[0]: id n, copies 4, spans ((0 3)), whole True
pieces.listed[0].switches[0]: id f, copies 1, spans ((0 0))
pieces.listed[1]: endpoints 2, accelerators 16
pieces.listed[1].machines[0]: id lone, copies 2, spans ((0 1)), whole True
## three-media writes
traffic checkpoint-write, endpoints 4, bisection_gbps 200 Gb/s (0 to 200), worst 1, no_path 0, notes (fu joins
    some copies to themselves; that is left out.)
tiers[0]: name leaf, medium fabric, nodes (f), down_gbps 800 Gb/s, up_gbps 0 Gb/s
tiers[1]: name storage leaf, medium storage, nodes (s), down_gbps 600 Gb/s, up_gbps 0 Gb/s
tiers[2]: name management leaf, medium management, nodes (m), down_gbps 4 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s (0 to 200), links (fa)
links[0]: id fa, a n, b f, medium fabric, load_gbps 0 Gb/s, capacity_gbps 800 Gb/s, utilisation 0
links[1]: id fu, a f, b f, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
links[2]: id sn, a n, b s, medium storage, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[3]: id ss, a store, b s, medium storage, load_gbps 200 Gb/s, capacity_gbps 400 Gb/s, utilisation 0.5
links[4]: id mn, a n, b m, medium management, load_gbps 0 Gb/s, capacity_gbps 4 Gb/s, utilisation 0
links[5]: id pair, a lone, b lone, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
bottlenecks[0]: id sn, kind link, utilisation 1
bottlenecks[1]: id ss, kind link, utilisation 0.5
pieces: medium fabric, count 2
pieces.listed[0]: endpoints 4, accelerators 32
pieces.listed[0].machines[0]: id n, copies 4, spans ((0 3)), whole True
pieces.listed[0].switches[0]: id f, copies 1, spans ((0 0))
pieces.listed[1]: endpoints 2, accelerators 16
pieces.listed[1].machines[0]: id lone, copies 2, spans ((0 1)), whole True
## each-way
[tier]: [far] endpoint, [n] endpoint, [s] leaf, [t] leaf
traffic all-to-all, endpoints 4, bisection_gbps 120 Gb/s, worst 1.11111, no_path 0
tiers[0]: name leaf, medium fabric, nodes (s t), down_gbps 400 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 120 Gb/s, links (u)
links[0]: id a, a n, b s, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[1]: id b, a far, b t, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[2]: id u, a s, b t, medium fabric, load_gbps 133.333 Gb/s, capacity_gbps 120 Gb/s, utilisation 1.11111,
    towards s
links[2].other_way: towards t, load_gbps 133.333 Gb/s, capacity_gbps 300 Gb/s, utilisation 0.444444
bottlenecks[0]: id u, kind link, utilisation 1.11111
bottlenecks[1]: id a, kind link, utilisation 1
bottlenecks[2]: id b, kind link, utilisation 1
pieces: medium fabric, count 1
## bridge
[tier]: [bridge] spine, [l1] leaf, [l2] leaf, [manager] host, [n1] endpoint, [n2] endpoint
traffic all-to-all, endpoints 5, bisection_gbps 80 Gb/s, worst 3.75, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2), down_gbps 700 Gb/s, up_gbps 180 Gb/s, oversubscription
    3.88889
tiers[1]: name spine, medium fabric, nodes (bridge), down_gbps 190 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 80 Gb/s, links (b1)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 450 Gb/s, capacity_gbps 300 Gb/s, utilisation 1.5
links[2]: id b1, a l1, b bridge, medium fabric, load_gbps 300 Gb/s, capacity_gbps 80 Gb/s, utilisation 3.75
links[3]: id b2, a bridge, b l2, medium fabric, load_gbps 300 Gb/s, capacity_gbps 100 Gb/s, utilisation 3
links[4]: id m, a manager, b bridge, medium fabric, load_gbps 0 Gb/s, capacity_gbps 10 Gb/s, utilisation 0
bottlenecks[0]: id b1, kind link, utilisation 3.75
bottlenecks[1]: id b2, kind link, utilisation 3
bottlenecks[2]: id a2, kind link, utilisation 1.5
bottlenecks[3]: id a1, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## unlike
[tier]: [a] leaf, [b] leaf, [c] spine, [left] endpoint, [right] endpoint
traffic all-to-all, endpoints 5, bisection_gbps 350 Gb/s (250 to 350), worst 4, no_path 0
tiers[0]: name leaf, medium fabric, nodes (a b), down_gbps 1400 Gb/s, up_gbps 220 Gb/s, oversubscription 6.36364
tiers[1]: name spine, medium fabric, nodes (c), down_gbps 220 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 350 Gb/s (250 to 350), links (slow fast up)
links[0]: id in, a left, b a, medium fabric, load_gbps 800 Gb/s, capacity_gbps 800 Gb/s, utilisation 1
links[1]: id out, a right, b b, medium fabric, load_gbps 900 Gb/s, capacity_gbps 600 Gb/s, utilisation 1.5
links[2]: id slow, a a, b b, medium fabric, load_gbps 200 Gb/s, capacity_gbps 50 Gb/s, utilisation 4
links[3]: id fast, a a, b b, medium fabric, load_gbps 400 Gb/s, capacity_gbps 300 Gb/s, utilisation 1.33333,
    towards b
links[3].other_way: towards a, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[4]: id up, a a, b c, medium fabric, load_gbps 0 Gb/s, capacity_gbps 100 Gb/s, utilisation 0
links[5]: id down, a c, b b, medium fabric, load_gbps 0 Gb/s, capacity_gbps 120 Gb/s, utilisation 0
bottlenecks[0]: id slow, kind link, utilisation 4
bottlenecks[1]: id out, kind link, utilisation 1.5
bottlenecks[2]: id fast, kind link, utilisation 1.33333
bottlenecks[3]: id in, kind link, utilisation 1
pieces: medium fabric, count 1
## uneven
[tier]: [l1] leaf, [l2] leaf, [l3] leaf, [n1] endpoint, [n2] endpoint, [n3] endpoint, [spine] spine
traffic all-to-all, endpoints 6, bisection_gbps 200 Gb/s, worst 4, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2 l3), down_gbps 1200 Gb/s, up_gbps 600 Gb/s, oversubscription 2
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s, links (u1)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 600 Gb/s, capacity_gbps 600 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[2]: id a3, a n3, b l3, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[3]: id u1, a l1, b spine, medium fabric, load_gbps 360 Gb/s, capacity_gbps 200 Gb/s, utilisation 1.8
links[4]: id u2, a l2, b spine, medium fabric, load_gbps 360 Gb/s, capacity_gbps 400 Gb/s, utilisation 0.9
links[5]: id hop, a l3, b l2, medium fabric, load_gbps 200 Gb/s, capacity_gbps 50 Gb/s, utilisation 4
bottlenecks[0]: id hop, kind link, utilisation 4
bottlenecks[1]: id u1, kind link, utilisation 1.8
bottlenecks[2]: id a1, kind link, utilisation 1
bottlenecks[3]: id a2, kind link, utilisation 1
bottlenecks[4]: id a3, kind link, utilisation 1
bottlenecks[5]: id u2, kind link, utilisation 0.9
pieces: medium fabric, count 1
## uneven without an uplink
traffic all-to-all, endpoints 6, bisection_gbps 200 Gb/s, worst 4, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2 l3), down_gbps 1200 Gb/s, up_gbps 500 Gb/s, oversubscription
    2.4
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 500 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s, links (u1)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 600 Gb/s, capacity_gbps 600 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[2]: id a3, a n3, b l3, medium fabric, load_gbps 200 Gb/s, capacity_gbps 200 Gb/s, utilisation 1
links[3]: id u1, a l1, b spine, medium fabric, load_gbps 360 Gb/s, capacity_gbps 200 Gb/s, utilisation 2.4
links[4]: id u2, a l2, b spine, medium fabric, load_gbps 360 Gb/s, capacity_gbps 300 Gb/s, utilisation 1.8
links[5]: id hop, a l3, b l2, medium fabric, load_gbps 200 Gb/s, capacity_gbps 50 Gb/s, utilisation 4
bottlenecks[0]: id hop, kind link, utilisation 4
bottlenecks[1]: id u1, kind link, utilisation 2.4
bottlenecks[2]: id u2, kind link, utilisation 1.8
bottlenecks[3]: id a1, kind link, utilisation 1
bottlenecks[4]: id a2, kind link, utilisation 1
bottlenecks[5]: id a3, kind link, utilisation 1
pieces: medium fabric, count 1
## bridge north-south
traffic north-south, endpoints 5, bisection_gbps 80 Gb/s, worst 70, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2), down_gbps 700 Gb/s, up_gbps 180 Gb/s, oversubscription
    3.88889
tiers[1]: name spine, medium fabric, nodes (bridge), down_gbps 190 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 80 Gb/s, links (b1)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 300 Gb/s, capacity_gbps 300 Gb/s, utilisation 1
links[2]: id b1, a l1, b bridge, medium fabric, load_gbps 400 Gb/s, capacity_gbps 80 Gb/s, utilisation 5
links[3]: id b2, a bridge, b l2, medium fabric, load_gbps 300 Gb/s, capacity_gbps 100 Gb/s, utilisation 3
links[4]: id m, a manager, b bridge, medium fabric, load_gbps 700 Gb/s, capacity_gbps 10 Gb/s, utilisation 70
bottlenecks[0]: id m, kind link, utilisation 70
bottlenecks[1]: id b1, kind link, utilisation 5
bottlenecks[2]: id b2, kind link, utilisation 3
bottlenecks[3]: id a1, kind link, utilisation 1
bottlenecks[4]: id a2, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## bridge ring
traffic all-reduce-ring, endpoints 5, bisection_gbps 80 Gb/s, worst 2.5, no_path 0
tiers[0]: name leaf, medium fabric, nodes (l1 l2), down_gbps 700 Gb/s, up_gbps 180 Gb/s, oversubscription
    3.88889
tiers[1]: name spine, medium fabric, nodes (bridge), down_gbps 190 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 80 Gb/s, links (b1)
links[0]: id a1, a n1, b l1, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[1]: id a2, a n2, b l2, medium fabric, load_gbps 400 Gb/s, capacity_gbps 300 Gb/s, utilisation 2
links[2]: id b1, a l1, b bridge, medium fabric, load_gbps 200 Gb/s, capacity_gbps 80 Gb/s, utilisation 2.5
links[3]: id b2, a bridge, b l2, medium fabric, load_gbps 200 Gb/s, capacity_gbps 100 Gb/s, utilisation 2
links[4]: id m, a manager, b bridge, medium fabric, load_gbps 0 Gb/s, capacity_gbps 10 Gb/s, utilisation 0
bottlenecks[0]: id b1, kind link, utilisation 2.5
bottlenecks[1]: id a2, kind link, utilisation 2
bottlenecks[2]: id b2, kind link, utilisation 2
bottlenecks[3]: id a1, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## rails by rail
traffic all-reduce-rails, endpoints 4, bisection_gbps 1600 Gb/s, worst 1, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3600 Gb/s, up_gbps 1600 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1600 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 3200 Gb/s, capacity_gbps 3200 Gb/s, utilisation 1
links[1]: id data, a store, b leaf, medium fabric, load_gbps 0 Gb/s, capacity_gbps 400 Gb/s, utilisation 0
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## rails cards
traffic all-to-all-cards, endpoints 8, bisection_gbps 1600 Gb/s, worst 1, no_path 0, notes (Data move to the
    card on the receiver's rail inside the host (PXN).)
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3600 Gb/s, up_gbps 1600 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1600 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 3200 Gb/s, capacity_gbps 3200 Gb/s, utilisation 1
links[1]: id data, a store, b leaf, medium fabric, load_gbps 0 Gb/s, capacity_gbps 400 Gb/s, utilisation 0
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## rails reads
traffic storage-read, endpoints 4, bisection_gbps 1600 Gb/s, worst 40, no_path 0, notes (Reads go over the
    fabric network.)
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3600 Gb/s, up_gbps 1600 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1600 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 3200 Gb/s, capacity_gbps 3200 Gb/s, utilisation 1
links[1]: id data, a store, b leaf, medium fabric, load_gbps 3200 Gb/s, capacity_gbps 400 Gb/s, utilisation 8
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id store, kind node, utilisation 40
bottlenecks[1]: id data, kind link, utilisation 8
bottlenecks[2]: id access, kind link, utilisation 1
pieces: medium fabric, count 1
outlying: medium fabric, count 1
## pods flow
traffic flows, endpoints 2, bisection_gbps 200 Gb/s, worst 0.3, no_path 0
tiers[0]: name leaf, medium fabric, nodes (tor), down_gbps 1600 Gb/s, up_gbps 800 Gb/s, oversubscription 2
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 800 Gb/s, up_gbps 400 Gb/s, oversubscription 2
tiers[2]: name core, medium fabric, nodes (core), down_gbps 400 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 200 Gb/s, links (cross)
links[0]: id access, a node, b tor, medium fabric, load_gbps 60 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0.3
links[1]: id rise, a tor, b spine, medium fabric, load_gbps 60 Gb/s, capacity_gbps 800 Gb/s, utilisation 0.3
links[2]: id cross, a spine, b core, medium fabric, load_gbps 60 Gb/s, capacity_gbps 400 Gb/s, utilisation 0.3
bottlenecks[0]: id access, kind link, utilisation 0.3
bottlenecks[1]: id rise, kind link, utilisation 0.3
bottlenecks[2]: id cross, kind link, utilisation 0.3
pieces: medium fabric, count 1
## rails flows
traffic flows, endpoints 5, bisection_gbps 1600 Gb/s, worst 1, no_path 0
tiers[0]: name leaf, medium fabric, nodes (leaf), down_gbps 3600 Gb/s, up_gbps 1600 Gb/s, oversubscription 2.25
tiers[1]: name spine, medium fabric, nodes (spine), down_gbps 1600 Gb/s, up_gbps 0 Gb/s
min_cut: value_gbps 1600 Gb/s, links (access)
links[0]: id access, a node, b leaf, medium fabric, load_gbps 700 Gb/s, capacity_gbps 3200 Gb/s, utilisation
    0.375
links[1]: id data, a store, b leaf, medium fabric, load_gbps 400 Gb/s, capacity_gbps 400 Gb/s, utilisation 1
links[2]: id up, a leaf, b spine, medium fabric, load_gbps 0 Gb/s, capacity_gbps 1600 Gb/s, utilisation 0
bottlenecks[0]: id data, kind link, utilisation 1
bottlenecks[1]: id access, kind link, utilisation 0.375
pieces: medium fabric, count 1
outlying: medium fabric, count 1
"""


def outcome(name: str) -> list[str]:
    """Return tiers, checks of cables, and what the network carries."""
    case = CASES[name]
    design = drawn(NETWORKS[case.name])
    wiring = wiring_of(design)
    checks = {
        "tier": tier_names(design),
        "gap": list(gaps(wiring)),
        "uneven": list(uneven_uplinks(wiring)),
        "stray": strays(wiring),
        "meeting": meetings(wiring),
    }
    result = network(design, case.traffic, case.fail, **case.more)
    return [*(told(checks) if case == Case(name) else ()), *told(result, skip=("by_network", "reason"))]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_network(name):
    assert outcome(name) == sections(EXPECTED)[name]
