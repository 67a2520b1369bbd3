"""What small networks give hosts that run collectives, worked out by hand: each pattern, in order and at random."""

from typing import get_args

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.collectives.group_rates import GroupRates
from designer.analysis.collectives.layouts import Pattern, Spread, edges_of
from designer.analysis.network.network_context import survey_of
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told

# "rails": 2 × 400 Gb/s for 8 accelerators are 12.5 GB/s each, whatever the pattern, as each rail reaches all hosts.
CASES = {
    **dict.fromkeys(("rails", "pods", "slips", "groups", "bridge", "uneven", "few", "ring", "each-way"), ()),
    "rails without a leaf": ("leaf[0]",),
    "rails without a cable": ("access[1]",),
    "pods without a spine": ("spine[0]",),
    "pods without a tor": ("tor[3]",),
    "bridge without its middle": ("bridge",),
    "pods adaptive": (),
    "pods leaf by leaf": (),
    "edges": (),
}
EXPECTED = """
## rails
[most] 12.5
[all-to-all, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[all-to-all, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[all-to-all, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[ring of the first 2]: hosts 2, groups 1, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[ring, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s, leaf_order_gb_per_s
    12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[ring, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[ring, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[tree, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s, leaf_order_gb_per_s
    12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[tree, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
[tree, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 12.5 GB/s, gb_per_s 12.5 GB/s,
    leaf_order_gb_per_s 12.5 GB/s, random_order_gb_per_s 12.5 GB/s, times_asked 0
## pods
[most] 3.125
[all-to-all, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s (0.820313 to
    1.36719), leaf_order_gb_per_s 1.16211 GB/s (0.820313 to 1.36719), random_order_gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), times_asked 2.28571, fullest_link cross, collisions True
[all-to-all, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.16211
    GB/s (0.820313 to 1.36719), times_asked 2.5, fullest_link cross, collisions True
[all-to-all, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.0791 GB/s
    (0.761719 to 1.26953), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.0791 GB/s
    (0.761719 to 1.26953), times_asked 2.75, fullest_link cross, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.13444 GB/s (0.800781 to
    1.33464), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.13444 GB/s (0.800781 to
    1.33464), times_asked 2.5, fullest_link cross, collisions True
[ring, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), times_asked 2.5, fullest_link cross, collisions True
[ring, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.0791 GB/s (0.761719 to
    1.26953), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.0791 GB/s (0.761719 to
    1.26953), times_asked 2.75, fullest_link cross, collisions True
[tree, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.29492 GB/s (0.914063 to
    1.52344), leaf_order_gb_per_s 1.77083 GB/s (1.25 to 2.08333), random_order_gb_per_s 1.29492 GB/s (0.914063
    to 1.52344), times_asked 2.0625, fullest_link cross, collisions True
[tree, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), times_asked 2.5, fullest_link cross, collisions True
[tree, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.0791 GB/s (0.761719 to
    1.26953), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.0791 GB/s (0.761719 to
    1.26953), times_asked 2.75, fullest_link cross, collisions True
## slips
[most] 3.125
[all-to-all, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u31, collisions True
[all-to-all, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s
    (0.9375 to 1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s
    (0.9375 to 1.5625), times_asked 2, fullest_link u31, collisions True
[all-to-all, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s
    (0.9375 to 1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s
    (0.9375 to 1.5625), times_asked 2, fullest_link u11, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.99219 GB/s (1.40625
    to 2.34375), leaf_order_gb_per_s 1.99219 GB/s (1.40625 to 2.34375), random_order_gb_per_s 1.99219 GB/s
    (1.40625 to 2.34375), times_asked 1.33333, fullest_link u11, collisions True
[ring, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u11, collisions True
[ring, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u31, collisions True
[ring, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u11, collisions True
[tree, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.5332 GB/s (1.08226 to
    1.80377), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.5332 GB/s (1.08226 to
    1.80377), times_asked 1.78125, fullest_link u31, collisions True
[tree, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u31, collisions True
[tree, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 2, fullest_link u11, collisions True
## groups
[most] 1.5625
[all-to-all, all]: hosts 12, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.913086 GB/s (0.644531
    to 1.07422), leaf_order_gb_per_s 0.913086 GB/s (0.644531 to 1.07422), random_order_gb_per_s 0.913086 GB/s
    (0.644531 to 1.07422), times_asked 1.45455, fullest_link between, collisions True
[all-to-all, every other]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.608724 GB/s
    (0.429687 to 0.716146), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.608724
    GB/s (0.429687 to 0.716146), times_asked 2.25, fullest_link between, collisions True
[all-to-all, two by two]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.5, fullest_link between, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.5625 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.5625 GB/s, times_asked 0
[ring, all]: hosts 12, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.74707 GB/s (0.527344 to
    0.878906), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.74707 GB/s (0.527344
    to 0.878906), times_asked 2.125, fullest_link between, collisions True
[ring, every other]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.608724 GB/s
    (0.429687 to 0.716146), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.608724
    GB/s (0.429687 to 0.716146), times_asked 2.25, fullest_link between, collisions True
[ring, two by two]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.5, fullest_link between, collisions True
[tree, all]: hosts 12, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.826125 GB/s (0.583147 to
    0.971912), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.826125 GB/s
    (0.583147 to 0.971912), times_asked 1.625, fullest_link between, collisions True
[tree, every other]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.608724 GB/s
    (0.429687 to 0.716146), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.608724
    GB/s (0.429687 to 0.716146), times_asked 2.25, fullest_link between, collisions True
[tree, two by two]: hosts 12, groups 6, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.5, fullest_link between, collisions True
## bridge
[most] 3.125
[all-to-all, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.708333 GB/s (0.5 to
    0.833333), leaf_order_gb_per_s 0.708333 GB/s (0.5 to 0.833333), random_order_gb_per_s 0.708333 GB/s (0.5 to
    0.833333), times_asked 1.875, fullest_link b1, collisions True
[all-to-all, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), leaf_order_gb_per_s 0.53125 GB/s (0.375 to 0.625), random_order_gb_per_s 0.962891
    GB/s (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
[all-to-all, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.962891
    GB/s (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.796875 GB/s (0.5625 to
    0.9375), leaf_order_gb_per_s 1.0625 GB/s (0.75 to 1.25), random_order_gb_per_s 0.796875 GB/s (0.5625 to
    0.9375), times_asked 1.875, fullest_link b1, collisions True
[ring, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), leaf_order_gb_per_s 0.53125 GB/s (0.375 to 0.625), random_order_gb_per_s 0.962891
    GB/s (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
[ring, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s (0.679687
    to 1.13281), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
[tree, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.6276 GB/s, gb_per_s 0.885417 GB/s (0.625 to
    1.04167), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.885417 GB/s (0.625 to
    1.04167), times_asked 1.57552, fullest_link b1, collisions True
[tree, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), leaf_order_gb_per_s 0.53125 GB/s (0.375 to 0.625), random_order_gb_per_s 0.962891
    GB/s (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
[tree, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.962891 GB/s (0.679687
    to 1.13281), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.962891 GB/s
    (0.679687 to 1.13281), times_asked 1.40625, fullest_link b1, collisions True
## uneven
[most] 3.125
[all-to-all, all]: hosts 6, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875 to
    0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4, fullest_link hop, collisions True
[all-to-all, every other]: hosts 6, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.16211 GB/s
    (0.820313 to 1.36719), times_asked 3.125, fullest_link hop, collisions True
[all-to-all, two by two]: hosts 6, groups 3, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062
    GB/s (0.46875 to 0.78125), times_asked 4, fullest_link hop, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 6, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875 to
    0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4, fullest_link hop, collisions True
[ring, every other]: hosts 6, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), times_asked 3.125, fullest_link hop, collisions True
[ring, two by two]: hosts 6, groups 3, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875
    to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4, fullest_link hop, collisions True
[tree, all]: hosts 6, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.74707 GB/s (0.527344 to
    0.878906), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.74707 GB/s (0.527344
    to 0.878906), times_asked 3.75, fullest_link hop, collisions True
[tree, every other]: hosts 6, groups 2, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.16211 GB/s (0.820313
    to 1.36719), times_asked 3.125, fullest_link hop, collisions True
[tree, two by two]: hosts 6, groups 3, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875
    to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4, fullest_link hop, collisions True
## few
[most] 6.25
[all-to-all, all]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 1
[all-to-all, every other]: hosts 3, groups 0, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[all-to-all, two by two]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 2, fullest_link u
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 2, fullest_link u
[ring, all]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 3.125 GB/s, leaf_order_gb_per_s
    3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 2, fullest_link u
[ring, every other]: hosts 3, groups 0, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, two by two]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 2, fullest_link u
[tree, all]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 4.6875 GB/s, leaf_order_gb_per_s
    4.6875 GB/s, random_order_gb_per_s 4.6875 GB/s, times_asked 1.33333, fullest_link u
[tree, every other]: hosts 3, groups 0, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, two by two]: hosts 3, groups 1, rails 1, injection_gb_per_s 6.25 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 2, fullest_link u
## ring
[most] 2.34375
[all-to-all, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.0625 GB/s (0.75 to
    1.25), leaf_order_gb_per_s 1.0625 GB/s (0.75 to 1.25), random_order_gb_per_s 1.0625 GB/s (0.75 to 1.25),
    times_asked 1.25, fullest_link x, collisions True
[all-to-all, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.02376 GB/s
    (0.722656 to 1.20443), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 1.02376
    GB/s (0.722656 to 1.20443), times_asked 1.4375, fullest_link r, collisions True
[all-to-all, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.802409 GB/s
    (0.566406 to 0.94401), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.802409
    GB/s (0.566406 to 0.94401), times_asked 1.6875, fullest_link x, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.5625 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.5625 GB/s, times_asked 1
[ring, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.691732 GB/s (0.488281 to
    0.813802), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.691732 GB/s
    (0.488281 to 0.813802), times_asked 1.9375, fullest_link x, collisions True
[ring, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.02376 GB/s (0.722656
    to 1.20443), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 1.02376 GB/s
    (0.722656 to 1.20443), times_asked 1.4375, fullest_link r, collisions True
[ring, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.802409 GB/s (0.566406
    to 0.94401), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.802409 GB/s
    (0.566406 to 0.94401), times_asked 1.6875, fullest_link x, collisions True
[tree, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.15737 GB/s (0.816964 to
    1.36161), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.15737 GB/s (0.816964
    to 1.36161), times_asked 1.1875, fullest_link x, collisions True
[tree, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.02376 GB/s (0.722656
    to 1.20443), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 1.02376 GB/s
    (0.722656 to 1.20443), times_asked 1.4375, fullest_link r, collisions True
[tree, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.802409 GB/s (0.566406
    to 0.94401), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.802409 GB/s
    (0.566406 to 0.94401), times_asked 1.6875, fullest_link x, collisions True
## each-way
[most] 1.5625
[all-to-all, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.19531 GB/s (0.84375 to
    1.40625), leaf_order_gb_per_s 1.19531 GB/s (0.84375 to 1.40625), random_order_gb_per_s 1.19531 GB/s (0.84375
    to 1.40625), times_asked 1.11111, fullest_link u, collisions True
[all-to-all, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 0.796875 GB/s (0.5625 to 0.9375), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
[all-to-all, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.5625 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.5625 GB/s, times_asked 0
[ring, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.12891 GB/s (0.796875 to
    1.32812), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.12891 GB/s (0.796875
    to 1.32812), times_asked 1.14583, fullest_link u, collisions True
[ring, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 0.796875 GB/s (0.5625 to 0.9375), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
[ring, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s (0.703125
    to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
[tree, all]: hosts 4, groups 1, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.32812 GB/s (0.9375 to
    1.5625), times_asked 0.833333, collisions True
[tree, every other]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), leaf_order_gb_per_s 0.796875 GB/s (0.5625 to 0.9375), random_order_gb_per_s 0.996094
    GB/s (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
[tree, two by two]: hosts 4, groups 2, rails 1, injection_gb_per_s 1.5625 GB/s, gb_per_s 0.996094 GB/s (0.703125
    to 1.17188), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.996094 GB/s
    (0.703125 to 1.17188), times_asked 1.04167, fullest_link u, collisions True
## rails without a leaf
[most] 6.25
[all-to-all, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[all-to-all, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[all-to-all, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring of the first 2]: hosts 2, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s, leaf_order_gb_per_s
    6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s, leaf_order_gb_per_s
    6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
## rails without a cable
[most] 12.5
[all-to-all, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[all-to-all, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[all-to-all, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring of the first 2]: hosts 2, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s, leaf_order_gb_per_s
    6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[ring, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, all]: hosts 4, groups 1, rails 2, injection_gb_per_s 8.59375 GB/s, gb_per_s 8.59375 GB/s,
    leaf_order_gb_per_s 8.59375 GB/s, random_order_gb_per_s 8.59375 GB/s, times_asked 0
[tree, every other]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
[tree, two by two]: hosts 4, groups 2, rails 2, injection_gb_per_s 6.25 GB/s, gb_per_s 6.25 GB/s,
    leaf_order_gb_per_s 6.25 GB/s, random_order_gb_per_s 6.25 GB/s, times_asked 0
## pods without a spine
[most] 3.125
[all-to-all, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.581055 GB/s (0.410156
    to 0.683594), leaf_order_gb_per_s 0.581055 GB/s (0.410156 to 0.683594), random_order_gb_per_s 0.581055 GB/s
    (0.410156 to 0.683594), times_asked 4.57143, fullest_link cross, collisions True
[all-to-all, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062
    GB/s (0.46875 to 0.78125), times_asked 4.75, fullest_link cross, collisions True
[all-to-all, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.539551 GB/s
    (0.380859 to 0.634766), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 0.539551
    GB/s (0.380859 to 0.634766), times_asked 5.5, fullest_link cross, collisions True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.56722 GB/s (0.400391 to
    0.667318), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 0.56722 GB/s (0.400391
    to 0.667318), times_asked 5, fullest_link cross, collisions True
[ring, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875
    to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4.75, fullest_link cross, collisions True
[ring, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.539551 GB/s (0.380859
    to 0.634766), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 0.539551 GB/s
    (0.380859 to 0.634766), times_asked 5.5, fullest_link cross, collisions True
[tree, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.647461 GB/s (0.457031 to
    0.761719), leaf_order_gb_per_s 0.885417 GB/s (0.625 to 1.04167), random_order_gb_per_s 0.647461 GB/s
    (0.457031 to 0.761719), times_asked 4.125, fullest_link cross, collisions True
[tree, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.664062 GB/s (0.46875
    to 0.78125), leaf_order_gb_per_s 0.664062 GB/s (0.46875 to 0.78125), random_order_gb_per_s 0.664062 GB/s
    (0.46875 to 0.78125), times_asked 4.75, fullest_link cross, collisions True
[tree, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 0.539551 GB/s (0.380859
    to 0.634766), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 0.539551 GB/s
    (0.380859 to 0.634766), times_asked 5.5, fullest_link cross, collisions True
## pods without a tor
[most] 3.125
[all-to-all, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6] has no
    cable left on the fabric, so a collective with it never ends., impossible True
[all-to-all, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6]
    has no cable left on the fabric, so a collective with it never ends., impossible True
[all-to-all, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6]
    has no cable left on the fabric, so a collective with it never ends., impossible True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6] has no cable
    left on the fabric, so a collective with it never ends., impossible True
[ring, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6] has
    no cable left on the fabric, so a collective with it never ends., impossible True
[ring, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6] has no
    cable left on the fabric, so a collective with it never ends., impossible True
[tree, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[7] has no cable
    left on the fabric, so a collective with it never ends., impossible True
[tree, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[6] has
    no cable left on the fabric, so a collective with it never ends., impossible True
[tree, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem node[7] has no
    cable left on the fabric, so a collective with it never ends., impossible True
## bridge without its middle
[most] 3.125
[all-to-all, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem n1[0] and n2[0]
    have no path to each other on the fabric, so a collective of both never ends., impossible True
[all-to-all, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, times_asked 0.125,
    collisions True, problem n1[0] and n2[0] have no path to each other on the fabric, so a collective of both
    never ends., impossible True
[all-to-all, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, leaf_order_gb_per_s
    0.166016 GB/s (0.117188 to 0.195312), times_asked 0.125, collisions True, problem n2[1] and n1[0] have no
    path to each other on the fabric, so a collective of both never ends., impossible True
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem n1[1] and n2[0] have
    no path to each other on the fabric, so a collective of both never ends., impossible True
[ring, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, times_asked 0.125, collisions
    True, problem n1[0] and n2[0] have no path to each other on the fabric, so a collective of both never ends.,
    impossible True
[ring, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, leaf_order_gb_per_s 0.166016
    GB/s (0.117188 to 0.195312), times_asked 0.125, collisions True, problem n2[1] and n1[0] have no path to
    each other on the fabric, so a collective of both never ends., impossible True
[tree, all]: hosts 5, groups 1, rails 1, injection_gb_per_s 0 GB/s, times_asked 0, problem n1[1] and n2[0] have
    no path to each other on the fabric, so a collective of both never ends., impossible True
[tree, every other]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, times_asked 0.125, collisions
    True, problem n2[0] and n1[0] have no path to each other on the fabric, so a collective of both never ends.,
    impossible True
[tree, two by two]: hosts 5, groups 2, rails 1, injection_gb_per_s 0.195312 GB/s, leaf_order_gb_per_s 0.166016
    GB/s (0.117188 to 0.195312), times_asked 0.125, collisions True, problem n1[0] and n2[1] have no path to
    each other on the fabric, so a collective of both never ends., impossible True
## pods adaptive
[most] 3.125
[all-to-all, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.36719 GB/s,
    leaf_order_gb_per_s 1.36719 GB/s, random_order_gb_per_s 1.36719 GB/s, times_asked 2.28571, fullest_link
    cross
[all-to-all, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.36719 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.36719 GB/s, times_asked 2.5, fullest_link cross
[all-to-all, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.26953 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 2.75, fullest_link cross
[ring of the first 2]: hosts 2, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.33464 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.33464 GB/s, times_asked 2.5, fullest_link cross
[ring, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.36719 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.36719 GB/s, times_asked 2.5, fullest_link cross
[ring, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.26953 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 2.75, fullest_link cross
[tree, all]: hosts 8, groups 1, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.52344 GB/s,
    leaf_order_gb_per_s 2.08333 GB/s, random_order_gb_per_s 1.52344 GB/s, times_asked 2.0625, fullest_link cross
[tree, every other]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.36719 GB/s,
    leaf_order_gb_per_s 1.5625 GB/s, random_order_gb_per_s 1.36719 GB/s, times_asked 2.5, fullest_link cross
[tree, two by two]: hosts 8, groups 4, rails 1, injection_gb_per_s 3.125 GB/s, gb_per_s 1.26953 GB/s,
    leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 2.75, fullest_link cross
## pods leaf by leaf
[most] 3.125
[all-to-all, all]: hosts 8, groups 1, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 1.16211
    GB/s (0.820313 to 1.36719), leaf_order_gb_per_s 1.16211 GB/s (0.820313 to 1.36719), random_order_gb_per_s
    1.16211 GB/s (0.820313 to 1.36719), times_asked 2.28571, fullest_link cross, collisions True
[all-to-all, every other]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s
    1.32812 GB/s (0.9375 to 1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s
    1.16211 GB/s (0.820313 to 1.36719), times_asked 2, fullest_link rise, collisions True
[all-to-all, two by two]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s
    3.125 GB/s, leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 0
[ring of the first 2]: hosts 2, groups 1, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125
    GB/s, leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 3.125 GB/s, times_asked 0
[ring, all]: hosts 8, groups 1, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 2.65625 GB/s
    (1.875 to 3.125), leaf_order_gb_per_s 2.65625 GB/s (1.875 to 3.125), random_order_gb_per_s 1.13444 GB/s
    (0.800781 to 1.33464), times_asked 1, collisions True
[ring, every other]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812
    GB/s (0.9375 to 1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.16211
    GB/s (0.820313 to 1.36719), times_asked 2, fullest_link rise, collisions True
[ring, two by two]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125
    GB/s, leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 0
[tree, all]: hosts 8, groups 1, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 1.77083 GB/s
    (1.25 to 2.08333), leaf_order_gb_per_s 1.77083 GB/s (1.25 to 2.08333), random_order_gb_per_s 1.29492 GB/s
    (0.914063 to 1.52344), times_asked 1.5, fullest_link rise, collisions True
[tree, every other]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 1.32812
    GB/s (0.9375 to 1.5625), leaf_order_gb_per_s 1.32812 GB/s (0.9375 to 1.5625), random_order_gb_per_s 1.16211
    GB/s (0.820313 to 1.36719), times_asked 2, fullest_link rise, collisions True
[tree, two by two]: hosts 8, groups 4, rails 1, by_leaf True, injection_gb_per_s 3.125 GB/s, gb_per_s 3.125
    GB/s, leaf_order_gb_per_s 3.125 GB/s, random_order_gb_per_s 1.26953 GB/s, times_asked 0
## edges
[all-to-all of 2]: start (0 1), end (1 0), part (1 1)
[all-to-all of 3]: start (0 0 1 1 2 2), end (1 2 0 2 0 1), part (0.5 0.5 0.5 0.5 0.5 0.5)
[all-to-all of 4]: start (0 0 0 1 1 1 2 2 2 3 3 3), end (1 2 3 0 2 3 0 1 3 0 1 2), part (0.333333 0.333333
    0.333333 0.333333 0.333333 0.333333 0.333333 0.333333 0.333333 0.333333 0.333333 0.333333)
[all-to-all of 6]: start (0 0 0 0 0 1 1 1 1 1 2 2 2 2 2 3 3 3 3 3 4 4 4 4 4 5 5 5 5 5), end (1 2 3 4 5 0 2 3 4 5
    0 1 3 4 5 0 1 2 4 5 0 1 2 3 5 0 1 2 3 4), part (0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2
    0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2)
[ring of 2]: start (0 1), end (1 0), part (1 1)
[ring of 3]: start (0 1 2), end (1 2 0), part (1 1 1)
[ring of 4]: start (0 1 2 3), end (1 2 3 0), part (1 1 1 1)
[ring of 6]: start (0 1 2 3 4 5), end (1 2 3 4 5 0), part (1 1 1 1 1 1)
[tree of 2]: start (1 0 0 1), end (0 1 1 0), part (0.5 0.5 0.5 0.5)
[tree of 3]: start (1 2 2 0 2 0 0 1), end (2 0 0 1 1 2 2 0), part (0.333333 0.333333 0.333333 0.333333 0.333333
    0.333333 0.333333 0.333333)
[tree of 4]: start (1 2 3 2 1 0 2 0 2 1 3 1), end (2 0 2 1 3 1 1 2 3 2 1 0), part (0.25 0.25 0.25 0.25 0.25 0.25
    0.25 0.25 0.25 0.25 0.25 0.25)
[tree of 6]: start (1 2 3 4 5 4 3 2 1 0 2 4 2 0 4 3 1 3 5 1), end (2 4 2 0 4 3 1 3 5 1 1 2 3 4 5 4 3 2 1 0),
    part (0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25)
"""


def outcome(name: str) -> list[str]:
    patterns = get_args(Pattern)
    if name == "edges":
        return told({f"{one} of {size}": edges_of(one, size) for one in patterns for size in (2, 3, 4, 6)})
    design = drawn(NETWORKS[name.split()[0]])
    choices = {"pods adaptive": {"routing": "adaptive"}, "pods leaf by leaf": {"host_order": "leaves"}}.get(name)
    if choices:
        design = replace(design, settings=replace(design.settings, choices=choices))
    rates = GroupRates(WorkFabrics(survey_of(design, CASES[name])))
    hosts = [node for node in design.nodes.values() if node.kind == "server"]
    spreads = {"all": Spread(), "two by two": Spread(2), "every other": Spread(2, 2)}
    return told(
        {
            "most": rates.most_gb_per_s(hosts),
            **{
                f"{one}, {words}": rates.of(hosts, one, spread) for one in patterns for words, spread in spreads.items()
            },
            "ring of the first 2": rates.of(hosts, "ring", first=2),
        },
        skip=("pattern", "each"),
    )


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_group(name):
    assert outcome(name) == sections(EXPECTED)[name]
