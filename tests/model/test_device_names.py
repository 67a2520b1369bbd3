"""Each device by one name, and the names that hosts and short labels have of it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from designer.model.design import Design, Node
from designer.model.device_names import device_names, short_names
from designer.model.naming import title_of


def _design(*nodes: Node) -> Design:
    return Design(nodes={node.id: node for node in nodes})


def test_devices_of_one_title_are_numbered_through_in_design_order():
    design = _design(
        Node(id="leaf", kind="switch", name="Leaf", copies=2),
        Node(id="pdu", kind="pdu", name="PDU", copies=2, order=1),
        Node(id="other", kind="pdu", name="pdu", order=2),
        Node(id="core", kind="switch", name="Core  router"),
    )
    names = device_names(design)
    assert [names.of("leaf", copy) for copy in range(2)] == ["Leaf 1", "Leaf 2"]
    assert [names.of("pdu", 1), names.of("other"), names.of("core")] == ["PDU 2", "pdu 3", "Core router"]
    assert (names.span("pdu"), names.span("pdu", 1, 1)) == ("PDU 1–2", "PDU 2")
    assert [title_of(design, one) for one in ("pdu[1]", "other", "pdu")] == ["PDU 2", "pdu 3", "PDU"]


TITLES = st.sampled_from(
    ("Leaf", "leaf", "Leaf 1", "Leaf 2", "Leaf no. 1", "Leaf no.", "Leaf no. no.", "Lëaf", "机架", "Leaf 2 1", "L" * 80)
)


@given(st.lists(st.tuples(TITLES, st.integers(1, 3)), min_size=1, max_size=9))
def test_no_two_devices_have_one_name_whatever_their_titles(titles: list[tuple[str, int]]):
    design = _design(
        *(
            Node(id=f"n{place}", kind="rack", name=name, copies=copies, order=place)
            for place, (name, copies) in enumerate(titles)
        )
    )
    names = device_names(design)
    every = [(node, copy) for node in design.nodes for copy in range(design.total_copies(node))]
    assert len({names.of(*one).casefold() for one in every}) == len(every)
    hosts = [names.host(*one) for one in every]
    assert len(set(hosts)) == len(hosts)
    assert all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?", host) for host in hosts), hosts
    for node, copy in every:
        assert (node, copy) in [(found.id, found.copy or 0) for found in names.find(names.of(node, copy))]


def test_hosts_and_short_labels_keep_the_number_of_a_long_name():
    long = "Leaf switch of the northern hall that has a long name"
    design = _design(Node(id="a", kind="switch", name=long, copies=12), Node(id="b", kind="switch", name="Größe"))
    names = device_names(design)
    assert names.host("a", 11) == "leaf-switch-of-the-northern-hall-that-12"
    assert names.host("b") == "grosse"
    short = short_names([names.of("a", 0), names.of("a", 11), "Spine 1"], 14)
    assert list(short.values()) == ["Leaf switch… 1", "Leaf switc… 12", "Spine 1"]
    # What would be read the same stands for neither.
    assert list(short_names(["Northern hall, left", "Northern hall, right"], 14).values()) == ["", ""]
