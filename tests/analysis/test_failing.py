"""What an id that fails takes along: whole nodes, single copies, single cables, and what stands inside."""

import pytest

from designer.analysis.failing import Failed, cannot_fail, failed_of
from designer.model.design import Design
from tests.builders.networks import NETWORKS, drawn

PODS: Design = drawn(NETWORKS["pods"])
"""Two pods of two racks; in a rack two servers and a switch, in a pod two spines; one core."""


@pytest.mark.parametrize(
    ("fail", "nodes", "copies", "links", "cables"),
    [
        (("core",), {"core"}, {}, set(), {}),
        # Of a node with one copy the copy is the node.
        (("core[0]",), {"core"}, {}, set(), {}),
        (("tor",), {"tor"}, {}, set(), {}),
        (("tor[3]",), set(), {"tor": [range(3, 4)]}, set(), {}),
        (("rack[1]",), set(), {"rack": [range(1, 2)], "node": [range(2, 4)], "tor": [range(1, 2)]}, set(), {}),
        (
            ("pod[1]",),
            set(),
            {
                "pod": [range(1, 2)],
                "rack": [range(2, 4)],
                "node": [range(4, 8)],
                "tor": [range(2, 4)],
                "spine": [range(2, 4)],
            },
            set(),
            {},
        ),
        (("pod",), {"pod", "rack", "node", "tor", "spine"}, {}, set(), {}),
        (("node[0]", "node[5]"), set(), {"node": [range(1), range(5, 6)]}, set(), {}),
        (("cross",), set(), {}, {"cross"}, {}),
        # Four cables in each of four racks.
        (("access[0]", "access[15]", "access[0]"), set(), {}, set(), {"access": {0, 15}}),
    ],
)
def test_what_fails_takes_what_is_inside_along(fail, nodes, copies, links, cables):
    found = failed_of(PODS, fail)
    assert (found.nodes, found.copies, found.links, found.cables) == (nodes, copies, links, cables)
    assert found.unknown == []
    assert found.whole == frozenset(nodes | links)
    assert bool(found)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nobody", "no node, link or copy of that id."),
        ("core[1]", "; there is one core."),
        ("tor[4]", "; there are tor[0] to tor[3], counted through the whole design."),
        ("rack[0]/tor[9]", "; there are tor[0] to tor[3], counted through the whole design."),
        ("access[16]", "; there are access[0] to access[15], counted through the whole design."),
    ],
)
def test_what_is_not_there_cannot_fail(name, words):
    found = failed_of(PODS, (name,))
    assert (found.unknown, bool(found), found.whole) == ([name], False, frozenset())
    assert cannot_fail(PODS, name).startswith(f"{name!r} cannot fail: the design has ")
    assert cannot_fail(PODS, name).endswith(words)


@pytest.mark.parametrize(
    "some", [{"nodes": {"a"}}, {"copies": {"a": [range(1)]}}, {"links": {"a"}}, {"cables": {"a": {1}}}]
)
def test_anything_that_has_failed_counts(some):
    assert Failed(**some)
    assert not Failed(unknown=["a"])
