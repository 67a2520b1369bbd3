"""A node put into a link, and an end of a link taken elsewhere."""

import pytest

from designer.edit.links.insert_in_link import insert_node, insert_part
from designer.edit.links.links import add_link, set_link
from designer.edit.links.rewire import rewire
from designer.edit.nodes.nodes import add_container, add_node, put_into, set_node
from designer.model.design import Design
from designer.model.records import RefusedInput

DGX, SWITCH, SLOW = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"


@pytest.fixture
def design(library):
    """A server of 8 × 400G, a leaf and a spine of 64 × 400G; 8 cables between server and leaf."""
    made = Design()
    for part, node_id in ((DGX, "dgx"), (SWITCH, "leaf"), (SWITCH, "spine")):
        made = add_node(made, library, part, 0, 0, node_id=node_id).applied(made)
    return add_link(made, "dgx", "leaf", cables=8, link_id="rails", name="rails", a_port="fabric").applied(made)


def test_a_switch_goes_into_a_link_with_the_same_cables(design, library):
    edit = insert_part(design, library, "rails", SWITCH, 10, 20)
    after = edit.applied(design)
    (new,) = after.nodes.keys() - design.nodes.keys()
    (second,) = after.links.keys() - design.links.keys()
    halves = [after.links["rails"], after.links[second]]
    assert [(half.a, half.b, half.cables, half.medium) for half in halves] == [
        ("dgx", new, 8, "fabric"),
        (new, "leaf", 8, "fabric"),
    ]
    assert [(half.a_port, half.b_port) for half in halves] == [("fabric", "ports"), ("ports", "ports")]
    assert halves[0].name == "rails"
    assert edit.label == "Insert Quantum-2 QM9700 3 between DGX H100 and Quantum-2 QM9700"
    assert edit.inverted().applied(after) == design


def test_what_runs_slower_is_not_put_in_between(design, library):
    with pytest.raises(RefusedInput, match="SN2201 does not go between: no port of it takes fabric"):
        insert_part(design, library, "rails", SLOW, 0, 0)


def test_ports_must_do_for_both_sides(design, library):
    # 2 × 40 cables need 80 of 64 ports.
    full = set_link(design, "rails", cables=40).applied(design)
    with pytest.raises(RefusedInput, match=r"has 64 ports “ports”, and 40 cables on either side would take 80"):
        insert_part(full, library, "rails", SWITCH, 0, 0)
    after = insert_part(full, library, "rails", SWITCH, 0, 0, copies=2).applied(full)
    assert len(after.links) == 2


def test_it_stands_in_the_container_around_both_ends(design, library):
    inside = add_container(design, "pod", 0, 0, node_id="pod").applied(design)
    inside = put_into(inside, ["dgx", "leaf"], "pod").applied(inside)
    inside = set_node(inside, "pod", copies=4).applied(inside)
    after = insert_part(inside, library, "rails", SWITCH, 0, 0).applied(inside)
    (new,) = after.nodes.keys() - inside.nodes.keys()
    assert after.nodes[new].parent == "pod"
    assert {link.cables for link in after.links.values()} == {8}


def test_a_node_outside_the_copies_takes_all_their_cables(design, library):
    inside = add_container(design, "pod", 0, 0, node_id="pod").applied(design)
    inside = put_into(inside, ["dgx", "leaf"], "pod").applied(inside)
    inside = set_node(inside, "pod", copies=4).applied(inside)
    after = insert_node(inside, "rails", "spine").applied(inside)
    # 4 pods × 8 cables on either side: 64 of 64 ports.
    assert [link.cables for link in after.links.values()] == [32, 32]


def test_an_end_is_not_put_into_its_own_link(design):
    with pytest.raises(RefusedInput, match="is an end of that link already"):
        insert_node(design, "rails", "leaf")
    with pytest.raises(RefusedInput, match="no link 'none'"):
        insert_node(design, "none", "leaf")


def test_an_end_goes_to_another_node_and_keeps_its_cables(design):
    edit = rewire(design, "rails", "b", "spine")
    after = edit.applied(design).links["rails"]
    assert (after.a, after.a_port, after.b, after.b_port, after.cables) == ("dgx", "fabric", "spine", "ports", 8)
    assert edit.label == "Rewire rails from Quantum-2 QM9700 to Quantum-2 QM9700 2"


def test_an_end_goes_to_another_port_of_its_node(design, library):
    """The two uplinks of a DGX for storage and for users carry the same media."""
    made = add_node(design, library, "nvidia/sn4600c", 0, 0, node_id="core").applied(design)
    made = add_link(made, "dgx", "core", a_port="storage", link_id="up").applied(made)
    edit = rewire(made, "up", "a", "dgx", "inband")
    after = edit.applied(made).links["up"]
    assert (after.a, after.a_port, after.b_port, after.medium) == ("dgx", "inband", "ports", made.links["up"].medium)
    assert edit.label == "Rewire the link to port inband"


def test_rewiring_forgets_the_length_and_keeps_a_legal_spread(design, library):
    meshed = set_node(design, "leaf", copies=2).applied(design)
    meshed = set_link(meshed, "rails", spread="mesh", length_m=3).applied(meshed)
    two = set_node(meshed, "spine", copies=4).applied(meshed)
    after = rewire(two, "rails", "b", "spine").applied(two).links["rails"]
    # 8 cables are a mesh of 1 × 4 as well.
    assert (after.spread, after.length_m) == ("mesh", None)
    three = set_node(meshed, "spine", copies=3).applied(meshed)
    assert rewire(three, "rails", "b", "spine").applied(three).links["rails"].spread == "even"


def test_rewiring_keeps_all_cables_of_the_design(design, library):
    pods = add_container(design, "pod", 0, 0, node_id="pod").applied(design)
    pods = put_into(pods, ["dgx", "leaf"], "pod").applied(pods)
    pods = set_node(pods, "pod", copies=4).applied(pods)
    out = rewire(pods, "rails", "b", "spine").applied(pods)
    assert out.links["rails"].cables == 32
    assert rewire(out, "rails", "b", "leaf").applied(out).links["rails"].cables == 8
    odd = set_link(out, "rails", cables=30).applied(out)
    with pytest.raises(RefusedInput, match="30 cables do not share out evenly over the 4 copies"):
        rewire(odd, "rails", "b", "leaf")


@pytest.mark.parametrize(
    ("end", "node", "port", "why"),
    [
        ("b", "dgx", None, "cannot be linked to itself"),
        ("b", "nowhere", None, "no 'nowhere' to link to"),
        ("b", "spine", "psu", "do not share the medium fabric"),
        ("a", "dgx", "storage", "do not share the medium fabric"),
        ("b", "spine", "none", "has no port 'none'"),
    ],
)
def test_an_end_does_not_go_where_it_does_not_fit(design, end, node, port, why):
    with pytest.raises(RefusedInput, match=why):
        rewire(design, "rails", end, node, port)


def test_an_end_that_stays_changes_nothing(design):
    assert not rewire(design, "rails", "b", "leaf")
