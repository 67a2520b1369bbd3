"""What a design from outside may not hold."""

import math

import pytest

from designer.model.design import Design, Link, Node, Settings, View
from designer.model.parts import Contained, Part, PortGroup, Price
from designer.model.records import RefusedInput
from designer.model.validity import require_valid

HOST = Node(id="a", kind="host")
PART = Part(id="v/p", kind="host", layer="servers_fabric", vendor="v", name="P")


def with_part(**fields: object) -> Design:
    part = Part(**{"id": "v/p", "kind": "host", "layer": "servers_fabric", "vendor": "v", "name": "P", **fields})  # type: ignore[arg-type]
    return Design(parts={"v/p": part})


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (Design(nodes={"b": HOST}), "calls itself"),
        (Design(nodes={"a b": Node(id="a b", kind="host")}), "not allowed"),
        (Design(nodes={"a": Node(id="a", kind="dragon")}), "unknown kind"),
        (Design(nodes={"a": Node(id="a", kind="host", copies=0)}), "copies"),
        (Design(nodes={"a": Node(id="a", kind="host", part="v/p")}), "not in the design"),
        (Design(nodes={"a": Node(id="a", kind="host", parent="b")}), "does not exist"),
        (Design(nodes={"a": Node(id="a", kind="pod", parent="a")}), "stands inside itself"),
        (Design(nodes={"a": Node(id="a", kind="host", x=math.nan)}), "finite"),
        (Design(nodes={"a": Node(id="a", kind="host", price_usd=-1)}), "price_usd"),
        (Design(nodes={"a": Node(id="a", kind="host", facts={"power_max_w": -5})}), "power_max_w"),
        (Design(nodes={"a": Node(id="a", kind="host", note="x" * 20_001)}), "characters"),
        (
            Design(nodes={
                "p": Node(id="p", kind="pod", copies=1_000_000), "a": Node(id="a", kind="host", copies=200, parent="p"),
            }),
            "copies in the whole design",
        ),
        (Design(nodes={"a": HOST}, links={"l": Link(id="l", a="a", b="b", medium="fabric")}), "goes to 'b'"),
        (
            Design(nodes={"a": HOST, "b": Node(id="b", kind="host")},
                   links={"l": Link(id="l", a="a", b="b", medium="fabric", cables=-1)}),
            "cables",
        ),
        (
            Design(nodes={"a": HOST, "b": Node(id="b", kind="host")},
                   links={"l": Link(id="l", a="a", b="b", medium="fabric", capacity_gbps=-1.0)}),
            "capacity_gbps",
        ),
        (with_part(ports=(PortGroup(name="p", media=("fabric",), count=0),)), "ports p"),
        (with_part(contains=(Contained(part="v/q", count=-8),)), "contained"),
        (with_part(prices=(Price(low=3, typical=2, high=1, basis="list"),)), "low ≤ typical ≤ high"),
        (Design(settings=Settings(assumptions={"pue": math.inf})), "finite"),
        (Design(views={"v": View(id="w", name="Slide")}), "calls itself"),
    ],
)  # fmt: skip
def test_refused_in_one_line(design: Design, words: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        require_valid(design)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_sound_design_is_given_back() -> None:
    design = Design(nodes={"a": Node(id="a", kind="host", part="v/p")}, parts={"v/p": PART})
    assert require_valid(design) is design
    assert require_valid(Design()) == Design()
