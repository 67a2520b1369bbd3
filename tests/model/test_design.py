"""Copies, containers and cables in the whole design; records; assumptions."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.assumptions.table import ASSUMPTIONS, assumed
from designer.model.design import Design, Link, Node, Settings
from designer.model.kinds import CONTAINERS, FACTS, KINDS
from designer.model.parts.part import Part, PortGroup, Price, Quantity
from designer.model.records import (
    MAX_COPIES,
    RefusedInput,
    require_count,
    require_id,
    require_quantity,
)


def made(*nodes: Node, links: tuple[Link, ...] = ()) -> Design:
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})


HALL = made(
    Node(id="pod", kind="pod", copies=3),
    Node(id="rack", kind="rack", copies=8, parent="pod"),
    Node(id="dgx", kind="server", copies=4, parent="rack"),
    Node(id="leaf", kind="switch", copies=8, parent="pod"),
    Node(id="spine", kind="switch", copies=16),
    links=(
        Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=256),
        Link(id="uplinks", a="leaf", b="spine", medium="fabric", cables=768),
    ),
)


def test_copies_of_containers_multiply_their_contents() -> None:
    assert {node_id: HALL.total_copies(node_id) for node_id in HALL.nodes} == {
        "pod": 3,
        "rack": 24,
        "dgx": 96,
        "leaf": 24,
        "spine": 16,
    }
    assert HALL.common_container("dgx", "leaf") == "pod"
    assert HALL.common_container("dgx", "spine") is None
    assert HALL.copies_within("dgx", "pod") == 32
    assert list(HALL.ancestors("dgx")) == ["rack", "pod"]


def test_cables_are_those_of_one_copy_of_the_common_container() -> None:
    assert HALL.total_cables(HALL.links["rails"]) == 768
    assert HALL.total_cables(HALL.links["uplinks"]) == 768


def test_a_cycle_of_parents_ends() -> None:
    circle = made(Node(id="a", kind="pod", parent="b", copies=2), Node(id="b", kind="pod", parent="a", copies=3))
    assert list(circle.ancestors("a")) == ["b"]
    assert circle.total_copies("a") == 6
    assert list(made(Node(id="a", kind="pod", parent="gone")).ancestors("a")) == ["gone"]


def test_design_order_is_by_order_then_id() -> None:
    design = made(Node(id="b", kind="host"), Node(id="a", kind="host"), Node(id="c", kind="host", order=-1))
    assert [node.id for node in design.nodes_in_order()] == ["c", "a", "b"]
    assert [node.id for node in design.children()[None]] == ["c", "a", "b"]
    assert [node.title for node in (Node(id="a", kind="host"), Node(id="a", kind="host", name="N"))] == ["a", "N"]


def test_own_ports_go_over_the_parts() -> None:
    group = PortGroup(name="p", media=("fabric",), count=1)
    own = PortGroup(name="q", media=("fabric",), count=2)
    part = Part(id="v/p", kind="host", layer="servers_fabric", vendor="v", name="P", ports=(group,))
    design = Design(parts={"v/p": part})
    assert design.ports_of(Node(id="a", kind="host", part="v/p")) == (group,)
    assert design.ports_of(Node(id="a", kind="host", part="v/p", ports=(own,))) == (own,)
    assert design.ports_of(Node(id="a", kind="host", part="gone")) == ()


def test_an_unknown_fact_is_unknown_not_zero() -> None:
    part = Part(
        id="v/p",
        kind="host",
        layer="servers_fabric",
        vendor="v",
        name="P",
        facts={"weight_kg": Quantity(value=None), "power_max_w": Quantity(value=10, low=8, high=12, sources=("s",))},
        prices=(Price(low=1, typical=2, high=3, basis="list", per="hour"),),
    )
    assert part.fact("weight_kg", "kg").value is None
    assert part.fact("height_u", "U").missing == ("P: height_u",)
    power = part.fact("power_max_w", "W")
    assert (power.low, power.value, power.high, power.sources) == (8, 10, 12, ("s",))
    assert part.price() is None
    assert part.price("hour") == part.prices[0]


def test_assumptions_are_the_designs_own_or_the_default() -> None:
    default = assumed(Design(), "pue")
    assert (default.value, default.status) == (1.54, "assumed")
    own = assumed(Design(settings=Settings(assumptions={"pue": 1.2})), "pue")
    assert (own.value, own.low, own.status) == (1.2, 1.2, "user")
    for item in ASSUMPTIONS.values():
        assert item.least <= item.low <= item.default <= item.high <= item.most


def test_kinds_name_each_other() -> None:
    for kind in KINDS.values():
        assert set(kind.parents) <= set(KINDS)
    assert set(CONTAINERS) == {"site", "room", "pod", "row", "rack"}
    assert all(name == fact.name for name, fact in FACTS.items())


@given(design=st.sampled_from([Design(), HALL]))
def test_designs_survive_writing(design: Design) -> None:
    assert msgspec.json.decode(msgspec.json.encode(design), type=Design) == design
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(design), type=Design) == design


@pytest.mark.parametrize("text", ["", " ", "a b", "-a", "../x", "a..b", "é", "a" * 129, "a\nb", "a\\b"])
def test_bad_ids(text: str) -> None:
    with pytest.raises(RefusedInput, match="id"):
        require_id(text, "Node")


def test_good_ids_and_numbers() -> None:
    assert require_id("nvidia/dgx-h100", "Part") == "nvidia/dgx-h100"
    assert require_count(1, "Copies") == 1
    assert require_quantity(0, "Price") == 0
    for value in (0, -1, MAX_COPIES + 1):
        with pytest.raises(RefusedInput, match="Copies is"):
            require_count(value, "Copies")
    for number in (-1.0, float("nan"), float("inf"), 1e19):
        with pytest.raises(RefusedInput, match="finite"):
            require_quantity(number, "Price")


@pytest.mark.parametrize("value", [10**308, -(10**400), 10**5000], ids=("308", "-400", "5000"))
def test_a_count_of_hundreds_of_digits_is_refused_in_one_short_line(value: int) -> None:
    with pytest.raises(RefusedInput, match=r"^Copies has more than 20 digits; it must be a whole number from 1 to"):
        require_count(value, "Copies")
