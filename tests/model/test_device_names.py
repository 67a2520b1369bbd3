"""Each device by one name."""

from designer.model.design import Design, Node
from designer.model.device_names import device_names


def _design(*nodes: Node) -> Design:
    return Design(nodes={node.id: node for node in nodes})


def test_copies_are_counted_from_one_and_ids_tell_nodes_of_one_title_apart():
    names = device_names(
        _design(
            Node(id="leaf", kind="switch", name="Leaf", copies=2),
            Node(id="pdu", kind="pdu", name="PDU", copies=2),
            Node(id="other", kind="pdu", name="PDU"),
        )
    )
    assert [names.of("leaf", copy) for copy in range(2)] == ["Leaf 1", "Leaf 2"]
    assert [names.of("pdu", 1), names.of("other")] == ["PDU (pdu[1])", "PDU (other)"]


def test_a_title_that_ends_in_a_number_is_no_copy_of_another():
    names = device_names(
        _design(Node(id="a", kind="switch", name="Leaf", copies=3), Node(id="b", kind="switch", name="Leaf 2"))
    )
    every = [*(names.of("a", copy) for copy in range(3)), names.of("b")]
    assert len(set(every)) == len(every)
