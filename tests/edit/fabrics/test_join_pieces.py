"""A switch above the pieces of a fabric: ports that are free, larger switches where none is, and nothing half made."""

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.fabrics.join_pieces import full_switches, join_above, set_medium
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design
from designer.model.network.port_occupancy import ports_taken
from designer.model.records import RefusedInput

DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"


@pytest.fixture(scope="module")
def library():
    return read_library()


def apart(library, *, servers: int, leaves: int) -> Design:
    """DGX H100 on leaves that nothing joins, every leaf with as many of them."""
    design = Design()
    for name, part, copies, y in (("dgx", DGX, servers, 200.0), ("leaf", LEAF, leaves, 0.0)):
        design = add_node(design, library, part, 0.0, y, copies=copies, node_id=name).applied(design)
    each = 8 * servers
    return add_link(design, "dgx", "leaf", medium="fabric", cables=each, link_id="down").applied(design)


def pieces(design: Design) -> int:
    return analyze(design, only=("network",)).network.pieces.count


def test_every_copy_gets_cables_to_one_switch_above(library):
    # Eight systems with one rail each on a leaf: two leaves of 64 ports with 32 in use, apart.
    design = Design()
    for name, part, copies in (("a", DGX, 4), ("b", DGX, 4), ("leaf-a", LEAF, 1), ("leaf-b", LEAF, 1)):
        design = add_node(design, library, part, 0.0, 0.0, copies=copies, node_id=name).applied(design)
    for one in ("a", "b"):
        design = add_link(design, one, f"leaf-{one}", medium="fabric", cables=32).applied(design)
    assert pieces(design) == 2
    edit = join_above(design, library, node_ids="leaf-a leaf-b", medium="fabric")
    after = edit.applied(design)
    (above,) = after.nodes.keys() - design.nodes.keys()
    # The same switch as below, and as many cables up as hang below: 32 of each, which fills its 64.
    assert after.nodes[above].part == LEAF
    assert ports_taken(after, (above,))[above, after.ports_of(after.nodes[above])[0].name] == 64
    assert pieces(after) == 1
    assert edit.label == "Join Quantum-2 QM9700 and Quantum-2 QM9700 2 by a switch above"
    assert after.nodes[above].y < min(node.y for node in design.nodes.values())


def test_a_full_switch_becomes_a_larger_one_that_takes_all_of_its_cables(library):
    design = Design()
    for name, part, copies in (("a", "nvidia/dgx-b300", 16), ("leaf", "nvidia/sn2201", 8)):
        design = add_node(design, library, part, 0.0, 0.0, copies=copies, node_id=name).applied(design)
    # Four uplinks of each of eight leaves are all that it has for a fabric.
    design = add_link(design, "a", "leaf", medium="fabric", cables=32).applied(design)
    assert full_switches(design, ["leaf"], "fabric") == ("leaf",)
    assert pieces(design) > 1
    after = join_above(design, library, node_ids="leaf", medium="fabric").applied(design)
    leaf = after.nodes["leaf"]
    assert leaf.part != "nvidia/sn2201"
    assert after.parts[leaf.part].vendor == design.parts["nvidia/sn2201"].vendor
    taken = ports_taken(after, ("leaf",))
    assert all(taken.get(("leaf", group.name), 0) <= group.count for group in after.ports_of(leaf))
    assert pieces(after) == 1


def test_where_no_switch_has_the_ports_nothing_is_drawn(library):
    design = apart(library, servers=4, leaves=4)
    few = Library(parts={name: library.parts[name] for name in (DGX, "nvidia/sn2201")})
    many = add_node(design, library, LEAF, 0, 0, copies=400, node_id="more").applied(design)
    with pytest.raises(RefusedInput, match="two tiers above"):
        join_above(many, few, node_ids="leaf more", medium="fabric")
    with pytest.raises(RefusedInput):
        join_above(design, library, node_ids="gone", medium="fabric")


def test_cables_of_another_network_carry_the_fabric(library):
    design = Design()
    for name in ("leaf", "spine"):
        design = add_node(design, library, "juniper/qfx5130-32cd", 0, 0, node_id=name).applied(design)
    edit = add_link(design, "leaf", "spine", medium="management", a_port="ports", b_port="ports", link_id="up")
    design = edit.applied(design)
    after = set_medium(design, library, link_id="up", medium="fabric").applied(design)
    assert (after.links["up"].medium, after.links["up"].a_port) == ("fabric", "ports")
