"""Copies, links, numbers and lists are called the same everywhere, and ids of copies are read as they are written."""

import pytest

from designer.model.copy_ids import CopyId, base_of, copy_id
from designer.model.design import Design, Link, Node
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
