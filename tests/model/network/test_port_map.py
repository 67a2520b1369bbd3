"""Port maps of patch panels and optical circuit switches: read from text, and written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.design import Design, Link, Node
from designer.model.network.port_map import map_text, port_pairs, side_of
from designer.model.network.ports import joined_ports
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput
from designer.model.workloads.choices import require_choice


def test_a_map_is_pairs_and_runs() -> None:
    assert port_pairs("1:3, 2:4") == ((1, 3), (2, 4))
    assert port_pairs("1-3:5-7; 9:1") == ((1, 5), (2, 6), (3, 7), (9, 1))
    assert port_pairs("1-3:3-1") == ((1, 3), (2, 2), (3, 1))
    assert port_pairs("  ") is None
    assert port_pairs("none") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1:2, 1:3", "Port 1 stands twice on the left"),
        ("1:2, 3:2", "Port 2 stands twice on the right"),
        ("1-4:1-3", "joins 4 ports to 3"),
        ("0:1", "ports count from 1"),
        ("front to rear", "joins no ports"),
        ("1-999999:1-999999", "at most"),
    ],
)
def test_what_is_no_map_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(RefusedInput, match=why):
        require_choice("port_map", text)


@given(st.permutations(range(1, 40)))
def test_a_written_map_reads_back(order: list[int]) -> None:
    pairs = tuple(enumerate(order, 1))
    assert port_pairs(map_text(pairs)) == pairs


def test_cables_land_on_the_front_and_leave_at_the_rear() -> None:
    sides = tuple(PortGroup(name=name, media=("fabric",), count=4) for name in ("north", "south"))
    panel = Node(id="panel", kind="patch-panel", ports=sides)
    switch = Node(id="leaf", kind="switch", ports=(PortGroup(name="p", media=("fabric",), count=4, rate_gbps=400),))
    to = Link(id="to", a="leaf", b="panel", medium="fabric")
    back = Link(id="back", a="panel", b="leaf", medium="fabric")
    named = Link(id="named", a="leaf", b="panel", medium="fabric", b_port="south")
    design = Design(nodes={"panel": panel, "leaf": switch}, links={one.id: one for one in (to, back, named)})
    assert side_of(design, to, "b") == 0
    assert side_of(design, back, "a") == 1
    assert side_of(design, named, "b") == 1
    found = [joined_ports(design, link) for link in (to, back, named)]
    assert [(one[0].name, one[1].name, one[2].rate_gbps) for one in found if one] == [
        ("p", "north", 400),
        ("south", "p", 400),
        ("p", "south", 400),
    ]
