"""A difference between designs: applied, taken back, put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.changes import ChangeSet, between, merged
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput

IDS = st.sampled_from("abcde")
DESIGNS = st.builds(
    Design,
    settings=st.builds(Settings, name=st.sampled_from(["One", "Two"])),
    nodes=st.dictionaries(IDS, st.integers(1, 3)).map(
        lambda rows: {key: Node(id=key, kind="host", copies=copies) for key, copies in rows.items()}
    ),
    links=st.dictionaries(IDS, st.integers(1, 3)).map(
        lambda rows: {key: Link(id=key, a="a", b="b", medium="fabric", cables=n) for key, n in rows.items()}
    ),
    views=st.dictionaries(IDS, st.text(max_size=3)).map(
        lambda rows: {key: View(id=key, name=name) for key, name in rows.items()}
    ),
    parts=st.dictionaries(IDS, st.integers(1, 3)).map(
        lambda rows: {
            key: Part(id=key, kind="host", layer="silicon", vendor="v", name="n", revision=str(n))
            for key, n in rows.items()
        }
    ),
    sources=st.dictionaries(IDS, st.text(max_size=3)).map(
        lambda rows: {key: Source(id=key, publisher=name) for key, name in rows.items()}
    ),
)


@given(before=DESIGNS, after=DESIGNS)
def test_there_and_back(before: Design, after: Design) -> None:
    change = between(before, after, "Edit")
    assert change.applied(before) == after
    assert change.inverted().applied(after) == before
    assert bool(change) == (before != after)
    assert change.inverted().inverted() == change


@given(one=DESIGNS, two=DESIGNS, three=DESIGNS)
def test_two_in_a_row_are_one(one: Design, two: Design, three: Design) -> None:
    first, second = between(one, two, "First"), between(two, three, "Second")
    both = first.then(second)
    assert both == between(one, three)
    assert both.applied(one) == three
    assert both.label == "Second"
    assert merged((first, second), "Both") == both


@given(before=DESIGNS)
def test_nothing_changes_nothing(before: Design) -> None:
    assert not between(before, before)
    assert ChangeSet().applied(before) is before


def test_untouched_tables_are_shared() -> None:
    design = Design(nodes={"a": Node(id="a", kind="host")}, links={})
    after = ChangeSet({("settings", "design"): (design.settings, Settings(name="Two"))}).applied(design)
    assert after.nodes is design.nodes
    assert after.name == "Two"


@pytest.mark.parametrize(
    "change",
    [
        ChangeSet({("nodes", "a"): (Node(id="a", kind="switch"), None)}),
        ChangeSet({("nodes", "a"): (None, Node(id="a", kind="switch"))}),
        ChangeSet({("nodes", "b"): (Node(id="b", kind="host"), None)}),
        ChangeSet({("settings", "design"): (Settings(name="Other"), Settings(name="New"))}),
        ChangeSet({("settings", "design"): (Settings(), None)}),
    ],
)
def test_a_stale_difference_is_refused(change: ChangeSet) -> None:
    design = Design(nodes={"a": Node(id="a", kind="host")})
    with pytest.raises(RefusedInput, match="changed since this edit was made"):
        change.applied(design)


def test_pairs_that_are_equal_are_left_out() -> None:
    node = Node(id="a", kind="host")
    change = ChangeSet({("nodes", "a"): (node, node), ("nodes", "b"): (None, node)}, "Edit")
    assert len(change) == 1
    assert list(change.ids("nodes")) == ["b"]
    assert list(change.ids("links")) == []
