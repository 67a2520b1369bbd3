"""How many links one optic carries hangs on the cable, and on nothing that was worked out before."""

import pytest

from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from tests.shipped import LIBRARY

FLAT = "nvidia/mma4z00-ns-flt"
SYSTEMS = (
    Node(id="dgx", kind="server", part="nvidia/dgx-h100", copies=2),
    Node(id="leaf", kind="switch", part="nvidia/qm9700"),
)
CARDS = (
    Node(id="box", kind="host", part="generic/host", copies=3),
    Node(id="card", kind="nic", part="nvidia/connectx-8-800g", parent="box"),
    Node(id="top", kind="switch", part="nvidia/sn5600"),
)
RAILS = Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=16, length_m=30)
FAST = Link(id="fast", a="card", b="top", medium="fabric", cables=3, length_m=30)


def flat_optics(nodes: tuple[Node, ...], links: tuple[Link, ...]) -> float:
    design = LIBRARY.embedded(Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links}))
    cost = analyze(design, only=("power", "cost"), library=LIBRARY).cost
    assert cost is not None
    return sum(line.quantity for line in cost.lines if line.part == FLAT)


@pytest.mark.parametrize("before", [(), (FAST,), (RAILS,)])
def test_two_links_of_400g_share_an_optic_and_one_of_800g_fills_it(before: tuple[Link, ...]) -> None:
    """8 links of 400G of each of 2 systems fill 4 twin ports each: 8 optics. 3 links of 800G fill 3 at the cards."""
    if before:
        flat_optics((*SYSTEMS, *CARDS), before)
    assert flat_optics(SYSTEMS, (RAILS,)) == 8
    assert flat_optics(CARDS, (FAST,)) == 3
    assert flat_optics((*SYSTEMS, *CARDS), (RAILS, FAST)) == 11
