"""Small networks worked out by hand: what the loss of each thing costs, and what is left when some are lost."""

import pytest

from designer.analysis.run import analyze
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told

# "pods": the core carries all 200 Gb/s between the pods; a tor takes its two servers along.
# "bridge": on either side of it hang 2 × 8 and 3 × 8 accelerators; the smaller side counts as cut off.
CASES = {
    **dict.fromkeys(NETWORKS, ()),
    "pods without the core": ("core",),
    "slips without s1 and n4": ("s1", "n4"),
    "three-media without its storage switch": ("s",),
    "few without two cables": ("u[0]", "u[3]"),
}
EXPECTED = """
## rails
lost_accelerators 0
worst_failures[0]: id leaf, kind node, lost_gbps 800 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    leaf lost: 800 of 1,600 Gb/s between the halves go with it.
worst_failures[1]: id access, kind link, lost_gbps 400 Gb/s, lost_accelerators 0, remaining_share 0.75, reason
    One cable of node to leaf lost: 400 of 1,600 Gb/s between the halves go with it.
worst_failures[2]: id spine, kind node, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    spine lost: the halves keep their full bandwidth.
worst_failures[3]: id up, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of leaf to spine lost: the halves keep their full bandwidth.
worst_failures[4]: id data, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of store to leaf lost: the halves keep their full bandwidth.
## pods
lost_accelerators 0
single_points_of_failure[0]: id core, kind node, lost_gbps 800 Gb/s, lost_accelerators 32, medium fabric,
    lost_endpoints 4, accelerators_without_storage 0
single_points_of_failure[1]: id tor, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
worst_failures[0]: id core, kind node, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0, reason One
    core lost: 200 of 200 Gb/s between the halves go with it, and 32 accelerators are cut off.
worst_failures[1]: id spine, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    spine lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[2]: id cross, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of spine to core lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[3]: id tor, kind node, lost_gbps 0 Gb/s, lost_accelerators 16, remaining_share 1, reason One tor
    lost: the halves keep their full bandwidth, and 16 accelerators are cut off.
worst_failures[4]: id access, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of node to tor lost: the halves keep their full bandwidth.
worst_failures[5]: id rise, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of tor to spine lost: the halves keep their full bandwidth.
## slips
lost_accelerators 0
single_points_of_failure[0]: id l1, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[1]: id l2, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[2]: id l3, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[3]: id l4, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[4]: id s1, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[5]: id u31, kind link, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id s1, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, remaining_share 0.333333, reason
    One s1 lost: 200 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[1]: id l4, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, remaining_share 0.333333, reason
    One l4 lost: 200 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[2]: id l3, kind node, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason
    One l3 lost: 100 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[3]: id u31, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason
    One cable of l3 to s1 lost: 100 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[4]: id l2, kind node, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason
    One l2 lost: 100 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[5]: id l1, kind node, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason
    One l1 lost: 100 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[6]: id s2, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason
    One s2 lost: 100 of 300 Gb/s between the halves go with it.
worst_failures[7]: id u41, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason
    One cable of l4 to s1 lost: 100 of 300 Gb/s between the halves go with it.
worst_failures[8]: id u42, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason
    One cable of l4 to s2 lost: 100 of 300 Gb/s between the halves go with it.
worst_failures[9]: id a4, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason
    One cable of n4 to l4 lost: 100 of 300 Gb/s between the halves go with it.
worst_failures[10]: id a1, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n1 to l1 lost: the halves keep their full bandwidth.
worst_failures[11]: id a2, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n2 to l2 lost: the halves keep their full bandwidth.
worst_failures[12]: id a3, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n3 to l3 lost: the halves keep their full bandwidth.
worst_failures[13]: id u11, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of l1 to s1 lost: the halves keep their full bandwidth.
worst_failures[14]: id u12, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of l1 to s2 lost: the halves keep their full bandwidth.
worst_failures[15]: id u21, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of l2 to s1 lost: the halves keep their full bandwidth.
worst_failures[16]: id u22, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    cable of l2 to s2 lost: the halves keep their full bandwidth.
## few
lost_accelerators 0
single_points_of_failure[0]: id leaf, kind node, lost_gbps 400 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[1]: id a, kind link, lost_gbps 400 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id leaf, kind node, lost_gbps 400 Gb/s, lost_accelerators 8, remaining_share 0, reason One
    leaf lost: 400 of 400 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[1]: id a, kind link, lost_gbps 400 Gb/s, lost_accelerators 8, remaining_share 0, reason One cable
    of n to leaf lost: 400 of 400 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[2]: id spine, kind node, lost_gbps 200 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    spine lost: 200 of 400 Gb/s between the halves go with it.
worst_failures[3]: id u, kind link, lost_gbps 200 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of leaf to spine lost: 200 of 400 Gb/s between the halves go with it.
## ring
lost_accelerators 0
single_points_of_failure[0]: id s, kind node, lost_gbps 150 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[1]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id s, kind node, lost_gbps 150 Gb/s, lost_accelerators 8, remaining_share 0.5, reason One s
    lost: 150 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[1]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.666667, reason
    One cable of n to s lost: 100 of 300 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[2]: id r, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason
    One cable of s to s lost: 100 of 300 Gb/s between the halves go with it.
worst_failures[3]: id x, kind link, lost_gbps 50 Gb/s, lost_accelerators 0, remaining_share 0.833333, reason One
    cable of n to s lost: 50 of 300 Gb/s between the halves go with it.
## groups
lost_accelerators 0
single_points_of_failure[0]: id s, kind node, lost_gbps 400 Gb/s, lost_accelerators 32, medium fabric,
    lost_endpoints 4, accelerators_without_storage 0
single_points_of_failure[1]: id t, kind node, lost_gbps 400 Gb/s, lost_accelerators 32, medium fabric,
    lost_endpoints 4, accelerators_without_storage 0
single_points_of_failure[2]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id s, kind node, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0.5, reason One s
    lost: 200 of 400 Gb/s between the halves go with it, and 32 accelerators are cut off.
worst_failures[1]: id t, kind node, lost_gbps 200 Gb/s, lost_accelerators 32, remaining_share 0.5, reason One t
    lost: 200 of 400 Gb/s between the halves go with it, and 32 accelerators are cut off.
worst_failures[2]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.75, reason One
    cable of n to s lost: 100 of 400 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[3]: id inside, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.75, reason
    One cable of s to t lost: 100 of 400 Gb/s between the halves go with it.
worst_failures[4]: id between, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.75, reason
    One cable of t to t lost: 100 of 400 Gb/s between the halves go with it.
## three-media
lost_accelerators 0
single_points_of_failure[0]: id pair, kind link, lost_gbps 200 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[1]: id s, kind node, lost_gbps 600 Gb/s, lost_accelerators 32, medium storage,
    lost_endpoints 6, accelerators_without_storage 32
single_points_of_failure[2]: id sn, kind link, lost_gbps 50 Gb/s, lost_accelerators 8, medium storage,
    lost_endpoints 1, accelerators_without_storage 8
single_points_of_failure[3]: id ss, kind link, lost_gbps 200 Gb/s, lost_accelerators 0, medium storage,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[4]: id m, kind node, lost_gbps 4 Gb/s, lost_accelerators 32, medium management,
    lost_endpoints 4, accelerators_without_storage 0
single_points_of_failure[5]: id mn, kind link, lost_gbps 1 Gb/s, lost_accelerators 8, medium management,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id f, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One f
    lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[1]: id fa, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of n to f lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[2]: id pair, kind link, lost_gbps 0 Gb/s, lost_accelerators 16, remaining_share 1, reason One
    cable of lone to lone lost: the halves keep their full bandwidth, and 16 accelerators are cut off.
## each-way
lost_accelerators 0
single_points_of_failure[0]: id s, kind node, lost_gbps 200 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[1]: id t, kind node, lost_gbps 200 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[3]: id b, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id s, kind node, lost_gbps 120 Gb/s, lost_accelerators 16, remaining_share 0, reason One s
    lost: 120 of 120 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[1]: id t, kind node, lost_gbps 120 Gb/s, lost_accelerators 16, remaining_share 0, reason One t
    lost: 120 of 120 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[2]: id u, kind link, lost_gbps 40 Gb/s, lost_accelerators 0, remaining_share 0.666667, reason One
    cable of s to t lost: 40 of 120 Gb/s between the halves go with it.
worst_failures[3]: id a, kind link, lost_gbps 20 Gb/s, lost_accelerators 8, remaining_share 0.833333, reason One
    cable of n to s lost: 20 of 120 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[4]: id b, kind link, lost_gbps 20 Gb/s, lost_accelerators 8, remaining_share 0.833333, reason One
    cable of far to t lost: 20 of 120 Gb/s between the halves go with it, and 8 accelerators are cut off.
## bridge
lost_accelerators 0
single_points_of_failure[0]: id l2, kind node, lost_gbps 300 Gb/s, lost_accelerators 24, medium fabric,
    lost_endpoints 3, accelerators_without_storage 0
single_points_of_failure[1]: id l1, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id bridge, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[3]: id b2, kind link, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[4]: id a2, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id l2, kind node, lost_gbps 80 Gb/s, lost_accelerators 24, remaining_share 0, reason One l2
    lost: 80 of 80 Gb/s between the halves go with it, and 24 accelerators are cut off.
worst_failures[1]: id l1, kind node, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason One l1
    lost: 80 of 80 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[2]: id bridge, kind node, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason One
    bridge lost: 80 of 80 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[3]: id b2, kind link, lost_gbps 80 Gb/s, lost_accelerators 16, remaining_share 0, reason One
    cable of bridge to l2 lost: 80 of 80 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[4]: id b1, kind link, lost_gbps 40 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of l1 to bridge lost: 40 of 80 Gb/s between the halves go with it.
worst_failures[5]: id a2, kind link, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason One cable
    of n2 to l2 lost: the halves keep their full bandwidth, and 8 accelerators are cut off.
worst_failures[6]: id a1, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n1 to l1 lost: the halves keep their full bandwidth.
worst_failures[7]: id m, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of manager to bridge lost: the halves keep their full bandwidth.
## unlike
lost_accelerators 0
single_points_of_failure[0]: id b, kind node, lost_gbps 600 Gb/s, lost_accelerators 24, medium fabric,
    lost_endpoints 3, accelerators_without_storage 0
single_points_of_failure[1]: id a, kind node, lost_gbps 800 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id out, kind link, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id b, kind node, lost_gbps 350 Gb/s, lost_accelerators 24, remaining_share 0, reason One b
    lost: 350 of 350 Gb/s between the halves go with it, and 24 accelerators are cut off.
worst_failures[1]: id a, kind node, lost_gbps 350 Gb/s, lost_accelerators 16, remaining_share 0, reason One a
    lost: 350 of 350 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[2]: id c, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.714286, reason
    One c lost: 100 of 350 Gb/s between the halves go with it.
worst_failures[3]: id fast, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.714286, reason
    One cable of a to b lost: 100 of 350 Gb/s between the halves go with it.
worst_failures[4]: id up, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.714286, reason
    One cable of a to c lost: 100 of 350 Gb/s between the halves go with it.
worst_failures[5]: id slow, kind link, lost_gbps 50 Gb/s, lost_accelerators 0, remaining_share 0.857143, reason
    One cable of a to b lost: 50 of 350 Gb/s between the halves go with it.
worst_failures[6]: id down, kind link, lost_gbps 40 Gb/s, lost_accelerators 0, remaining_share 0.885714, reason
    One cable of c to b lost: 40 of 350 Gb/s between the halves go with it.
worst_failures[7]: id out, kind link, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason One cable
    of right to b lost: the halves keep their full bandwidth, and 8 accelerators are cut off.
worst_failures[8]: id in, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of left to a lost: the halves keep their full bandwidth.
## panel
lost_accelerators 0
single_points_of_failure[0]: id panel, kind node, lost_gbps 600 Gb/s, lost_accelerators 48, medium fabric,
    lost_endpoints 6, accelerators_without_storage 0
single_points_of_failure[1]: id leaf, kind node, lost_gbps 200 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id leaf, kind node, lost_gbps 100 Gb/s, lost_accelerators 16, remaining_share 0.75, reason
    One leaf lost: 100 of 400 Gb/s between the halves go with it, and 16 accelerators are cut off.
worst_failures[1]: id a, kind link, lost_gbps 100 Gb/s, lost_accelerators 8, remaining_share 0.75, reason One
    cable of n to leaf lost: 100 of 400 Gb/s between the halves go with it, and 8 accelerators are cut off.
worst_failures[2]: id panel, kind node, lost_gbps 0 Gb/s, lost_accelerators 48, remaining_share 1, reason One
    panel lost: the halves keep their full bandwidth, and 48 accelerators are cut off.
worst_failures[3]: id spine, kind node, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One
    spine lost: the halves keep their full bandwidth.
worst_failures[4]: id up, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of leaf to panel lost: the halves keep their full bandwidth.
worst_failures[5]: id top, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of panel to spine lost: the halves keep their full bandwidth.
## uneven
lost_accelerators 0
single_points_of_failure[0]: id l1, kind node, lost_gbps 600 Gb/s, lost_accelerators 24, medium fabric,
    lost_endpoints 3, accelerators_without_storage 0
single_points_of_failure[1]: id l2, kind node, lost_gbps 600 Gb/s, lost_accelerators 24, medium fabric,
    lost_endpoints 3, accelerators_without_storage 0
single_points_of_failure[2]: id l3, kind node, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[3]: id a1, kind link, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
single_points_of_failure[4]: id hop, kind link, lost_gbps 200 Gb/s, lost_accelerators 8, medium fabric,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id l1, kind node, lost_gbps 200 Gb/s, lost_accelerators 24, remaining_share 0, reason One l1
    lost: 200 of 200 Gb/s between the halves go with it, and 24 accelerators are cut off.
worst_failures[1]: id l2, kind node, lost_gbps 200 Gb/s, lost_accelerators 24, remaining_share 0, reason One l2
    lost: 200 of 200 Gb/s between the halves go with it, and 24 accelerators are cut off.
worst_failures[2]: id spine, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    spine lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[3]: id u1, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of l1 to spine lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[4]: id l3, kind node, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason One l3
    lost: the halves keep their full bandwidth, and 8 accelerators are cut off.
worst_failures[5]: id a1, kind link, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason One cable
    of n1 to l1 lost: the halves keep their full bandwidth, and 8 accelerators are cut off.
worst_failures[6]: id hop, kind link, lost_gbps 0 Gb/s, lost_accelerators 8, remaining_share 1, reason One cable
    of l3 to l2 lost: the halves keep their full bandwidth, and 8 accelerators are cut off.
worst_failures[7]: id a2, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n2 to l2 lost: the halves keep their full bandwidth.
worst_failures[8]: id a3, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of n3 to l3 lost: the halves keep their full bandwidth.
worst_failures[9]: id u2, kind link, lost_gbps 0 Gb/s, lost_accelerators 0, remaining_share 1, reason One cable
    of l2 to spine lost: the halves keep their full bandwidth.
## pods without the core
lost_accelerators 32
single_points_of_failure[0]: id tor, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
uplinks[0]: id tor, tier leaf, copy tor[0], uplinks 2, down_gbps 400 Gb/s, up_gbps 200 Gb/s, oversubscribed
    True, reason tor 1 is oversubscribed already: 400 Gb/s below, 200 above.
## slips without s1 and n4
lost_accelerators 16
single_points_of_failure[0]: id l1, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[1]: id l2, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id s2, kind node, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[3]: id u12, kind link, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[4]: id u22, kind link, lost_gbps 400 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
uplinks[0]: id l1, tier leaf, copy l1, uplinks 1, down_gbps 200 Gb/s, up_gbps 100 Gb/s, oversubscribed True,
    reason l1 is oversubscribed already: 200 Gb/s below, 100 above.
uplinks[1]: id l2, tier leaf, copy l2, uplinks 1, down_gbps 200 Gb/s, up_gbps 100 Gb/s, oversubscribed True,
    reason l2 is oversubscribed already: 200 Gb/s below, 100 above.
uplinks[2]: id s2, tier spine, copy s2, uplinks 1, down_gbps 200 Gb/s, up_gbps 100 Gb/s, oversubscribed True,
    reason s2 is oversubscribed already: 200 Gb/s below, 100 above.
## three-media without its storage switch
lost_accelerators 0
single_points_of_failure[0]: id pair, kind link, lost_gbps 200 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[1]: id m, kind node, lost_gbps 4 Gb/s, lost_accelerators 32, medium management,
    lost_endpoints 4, accelerators_without_storage 0
single_points_of_failure[2]: id mn, kind link, lost_gbps 1 Gb/s, lost_accelerators 8, medium management,
    lost_endpoints 1, accelerators_without_storage 0
worst_failures[0]: id f, kind node, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One f
    lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[1]: id fa, kind link, lost_gbps 100 Gb/s, lost_accelerators 0, remaining_share 0.5, reason One
    cable of n to f lost: 100 of 200 Gb/s between the halves go with it.
worst_failures[2]: id pair, kind link, lost_gbps 0 Gb/s, lost_accelerators 16, remaining_share 1, reason One
    cable of lone to lone lost: the halves keep their full bandwidth, and 16 accelerators are cut off.
## few without two cables
lost_accelerators 8
single_points_of_failure[0]: id leaf, kind node, lost_gbps 800 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[1]: id spine, kind node, lost_gbps 800 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[2]: id a, kind link, lost_gbps 800 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
single_points_of_failure[3]: id u, kind link, lost_gbps 800 Gb/s, lost_accelerators 16, medium fabric,
    lost_endpoints 2, accelerators_without_storage 0
uplinks[0]: id leaf, tier leaf, copy leaf[0], uplinks 1, down_gbps 400 Gb/s, up_gbps 200 Gb/s, oversubscribed
    True, reason leaf 1 is oversubscribed already: 400 Gb/s below, 200 above.
"""


def outcome(name: str) -> list[str]:
    design = drawn(NETWORKS[name.partition(" without")[0]])
    found = analyze(design, only=("resilience",), fail=CASES[name]).resilience
    return told(found, skip=() if CASES[name] else ("uplinks",))


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_losses(name):
    assert outcome(name) == sections(EXPECTED)[name]
