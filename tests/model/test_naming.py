"""Copies, links, numbers and lists are called the same everywhere, and ids of copies are read as they are written."""

import pytest

from designer.model.copy_ids import CopyId, base_of, copy_id
from designer.model.design import Design, Link, Node
from designer.model.device_names import device_names
from designer.model.naming import copy_title, ends_title, link_name, title_of

DESIGN = Design(
    nodes={
        "leaf": Node(id="leaf", kind="switch", name="Leaf switch", copies=4),
        "dgx": Node(id="dgx", kind="server"),
    },
    links={
        "up": Link(id="up", a="dgx", b="leaf", medium="fabric", cables=8),
        "rails": Link(id="rails", a="dgx", b="leaf", medium="fabric", name="Rails"),
        "lost": Link(id="lost", a="dgx", b="gone", medium="fabric"),
    },
)


@pytest.mark.parametrize(
    ("name", "record_id", "copy"),
    [
        ("leaf", "leaf", None),
        ("leaf[0]", "leaf", 0),
        ("rack[1]/leaf[12]", "rack[1]/leaf", 12),
        ("leaf[]", "leaf[]", None),
        ("leaf[x]", "leaf[x]", None),
        ("[3]", "[3]", None),
        ("", "", None),
    ],
)
def test_an_id_of_a_copy_is_read_as_it_is_written(name: str, record_id: str, copy: int | None) -> None:
    read = CopyId.read(name)
    assert read == (record_id, copy)
    assert str(read) == name
    assert base_of(name) == record_id


def test_copies_are_written_from_zero_and_called_from_one() -> None:
    assert copy_id("leaf", 0) == "leaf[0]"
    assert copy_title("Leaf switch", 0) == "Leaf switch 1"
    assert title_of(DESIGN, "leaf[3]") == "Leaf switch 4"
    assert title_of(DESIGN, "leaf") == "Leaf switch"
    assert title_of(DESIGN, "dgx") == "dgx"
    assert title_of(DESIGN, "nowhere[1]") == "nowhere[1]"


def test_a_link_is_called_by_its_name_else_by_its_ends() -> None:
    named, plain, lost = DESIGN.links["rails"], DESIGN.links["up"], DESIGN.links["lost"]
    assert [link_name(DESIGN, one) for one in (named, plain, lost)] == ["Rails", "dgx to Leaf switch", "dgx to gone"]
    assert ends_title(DESIGN, named) == "dgx to Leaf switch"
    assert title_of(DESIGN, "rails[2]") == "Rails, cable 3"


def racks(*records: Node) -> Design:
    return Design(nodes={one.id: Node(**{**_fields(one), "order": place}) for place, one in enumerate(records)})


def _fields(node: Node):
    return {name: getattr(node, name) for name in node.__struct_fields__}


def test_racks_of_one_title_are_numbered_through() -> None:
    names = device_names(
        racks(
            Node(id="dgx-rack", kind="rack", name="DGX rack", copies=7),
            Node(id="last", kind="rack", name="DGX rack"),
            Node(id="spine-rack", kind="rack", name="Spine rack"),
        )
    )
    assert [names.of("dgx-rack", copy) for copy in (0, 6)] == ["DGX rack 1", "DGX rack 7"]
    assert names.of("last") == "DGX rack 8"
    assert names.of("spine-rack") == "Spine rack"
    assert (names.span("dgx-rack"), names.span("last")) == ("DGX rack 1–7", "DGX rack 8")


def test_a_name_finds_the_rack_that_it_was_made_for() -> None:
    design = racks(
        Node(id="pod", kind="pod", copies=3),
        Node(id="rack", kind="rack", name="Rack", parent="pod", copies=4),
        Node(id="own", kind="rack", name="Rack 5"),
        Node(id="other", kind="rack", name="Rack"),
        Node(id="nvl", kind="rack-system", name="GB200 NVL72", copies=2),
    )
    names = device_names(design)
    every = [("rack", copy) for copy in range(12)] + [("own", 0), ("other", 0), ("nvl", 0), ("nvl", 1)]
    called = [names.of(*one) for one in every]
    assert len(set(called)) == len(called)
    for (rack_id, copy), name in zip(every, called, strict=True):
        found = [(one.id, one.copy or 0) for one in names.find(name.upper())]
        assert (rack_id, copy) in found, name
    # "Rack 5" stands there under that name itself; of those called "Rack" the fifth is told apart.
    assert names.of("rack", 4) == "Rack no. 5"
    assert names.find("rack 14") == ()
    assert names.find("Rack") == ()


def test_a_copy_of_a_rack_is_called_by_that_name_everywhere() -> None:
    design = racks(Node(id="a", kind="rack", name="Rack", copies=2), Node(id="b", kind="rack", name="Rack", copies=2))
    assert title_of(design, "b[1]") == "Rack 4"
