"""The session: history, listeners and what counts as saved."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from designer.edit.session import HISTORY_LIMIT, Session
from designer.edit.settings import set_assumption, set_description, set_name
from designer.edit.views import add_view
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.store.journal import Journal
from designer.store.recovery import recoverable, resume


def test_undo_and_redo_have_names() -> None:
    session = Session(Design())
    session.commit(set_name(session.design, "Hall"))
    session.commit(set_assumption(session.design, "pue", 1.3))
    assert session.labels == ["Rename the design to Hall", "Set PUE to 1.3"]
    assert session.undo_label == "Set PUE to 1.3"
    session.undo()
    assert (session.undo_label, session.redo_label) == ("Rename the design to Hall", "Set PUE to 1.3")
    session.undo()
    assert session.design == Design()
    assert session.undo() is None
    session.redo()
    session.redo()
    assert session.redo() is None
    assert session.design.settings.assumptions == {"pue": 1.3}


def test_a_new_edit_forgets_what_was_undone() -> None:
    session = Session(Design())
    session.commit(set_name(session.design, "One"))
    session.undo()
    session.commit(set_name(session.design, "Two"))
    assert session.redo_label is None


def test_typing_in_one_field_is_one_step() -> None:
    session = Session(Design())
    session.commit(set_description(session.design, "a"))
    session.commit(set_description(session.design, "ab"), joins_last=True)
    assert len(session.labels) == 1
    session.commit(set_description(session.design, ""), joins_last=True)
    assert session.labels == []
    assert session.design == Design()


def test_listeners_hear_every_change_with_history_in_order() -> None:
    session = Session(Design())
    heard: list[tuple[str, str | None, int]] = []
    stop = session.listen(lambda changeset: heard.append((changeset.label, session.undo_label, session.revision)))
    session.commit(set_name(session.design, "One"))
    session.undo()
    session.commit(ChangeSet())
    stop()
    session.redo()
    label = "Rename the design to One"
    assert heard == [(label, label, 1), (label, None, 2)]
    assert session.revision == 3


def test_an_edit_of_another_design_is_refused_and_changes_nothing() -> None:
    session = Session(Design())
    late = set_name(session.design, "Late")
    session.commit(set_name(session.design, "First"))
    with pytest.raises(RefusedInput, match="have changed"):
        session.commit(late)
    assert session.design.name == "First"
    assert session.labels == ["Rename the design to First"]


def test_unsaved_is_a_difference_not_an_edit() -> None:
    session = Session(Design())
    session.commit(add_view(session.design, "Slide"))
    assert session.unsaved
    session.undo()
    assert not session.unsaved
    session.redo()
    session.mark_saved()
    assert not session.unsaved


def test_history_is_bounded() -> None:
    session = Session(Design())
    for number in range(HISTORY_LIMIT + 5):
        session.commit(set_name(session.design, f"Name {number}"))
    assert len(session.labels) == HISTORY_LIMIT


def _rows(*names: str) -> Design:
    return Design(nodes={name: Node(id=name, kind="server") for name in names})


def _taken_out(design: Design, *names: str) -> ChangeSet:
    return ChangeSet({("nodes", name): (design.nodes[name], None) for name in names}, "Take out")


def _put_back(design: Design, *nodes: Node) -> ChangeSet:
    return ChangeSet({("nodes", node.id): (None, node) for node in nodes}, "Put back")


def _typed(design: Design, name: str, copies: int) -> ChangeSet:
    node = design.nodes[name]
    return ChangeSet({("nodes", name): (node, replace(node, copies=copies))}, "Copies")


def _moved(design: Design, name: str, x: float) -> ChangeSet:
    node = design.nodes[name]
    return ChangeSet({("nodes", name): (node, replace(node, x=x))}, "Move")


A, B, C, D = (Node(id=name, kind="server") for name in "abcd")
JOINS: list[tuple[str, list[Callable[[Design], ChangeSet]], str]] = [
    ("one after the other is taken out", [lambda d: _taken_out(d, "b"), lambda d: _taken_out(d, "a")], "cd"),
    (
        "what was taken out comes back unchanged, with another edit",
        [lambda d: _taken_out(d, "b"), lambda d: _put_back(d, B).then(_typed(d, "a", 3))],
        "acdb",
    ),
    (
        "what was added goes and comes again",
        [
            lambda d: _put_back(d, Node(id="x", kind="server"), Node(id="y", kind="server")),
            lambda d: _taken_out(d, "x"),
            lambda d: _put_back(d, Node(id="x", kind="server")),
        ],
        "abcdyx",
    ),
    (
        "all goes and comes back turned round",
        [lambda d: _taken_out(d, *"abcd"), lambda d: _put_back(d, D, C, replace(B, copies=2), A)],
        "dcba",
    ),
]


@pytest.mark.parametrize("after_undo", [False, True], ids=["typed on", "after undo and redo"])
@pytest.mark.parametrize(("steps", "order"), [row[1:] for row in JOINS], ids=[row[0] for row in JOINS])
def test_joined_edits_are_undone_and_redone_in_the_order_of_records(
    steps: list[Callable[[Design], ChangeSet]], order: str, after_undo: bool, tmp_path: Path
) -> None:
    session = Session(_rows(*"abcd"))
    journal = Journal(session.design, None, tmp_path)
    stop = session.listen(lambda changeset: journal.record(changeset, session.last_step))
    for place, step in enumerate(steps):
        session.commit(step(session.design), joins_last=place > 0)
        if after_undo:
            session.undo()
            session.redo()
    assert len(session.labels) == 1
    assert "".join(session.design.nodes) == order
    stop()
    journal.close()  # as a crash leaves it: what comes back can be undone as exactly
    (left,) = recoverable(tmp_path)
    back, again = resume(left)
    assert again is not None
    again.discard()
    for one in (session, Session(back.design, back.done, back.undone)):
        last = one.design
        assert "".join(last.nodes) == order
        one.undo()
        assert "".join(one.design.nodes) == "abcd"
        assert one.design == _rows(*"abcd")
        one.redo()
        assert "".join(one.design.nodes) == order
        assert one.design == last


def test_a_joined_edit_that_takes_all_back_leaves_the_order_as_it_was() -> None:
    session = Session(_rows(*"abcd"))
    session.commit(_typed(session.design, "c", 7))
    session.commit(_taken_out(session.design, "b"))
    session.commit(_put_back(session.design, B), joins_last=True)
    assert session.labels == ["Copies"]
    assert "".join(session.design.nodes) == "abcd"
    session.undo()
    assert "".join(session.design.nodes) == "abcd"
    assert session.design == _rows(*"abcd")


def test_what_joined_edits_put_back_is_written_as_it_was() -> None:
    def written(design: Design) -> bytes:
        return msgspec.json.encode(design)

    before = replace(_rows(*"ab"), nodes={"a": replace(A, x=0), "b": B})
    session = Session(before)
    session.commit(_moved(session.design, "a", 5.0).then(_moved(session.design, "b", 5.0)))
    session.commit(_moved(session.design, "a", -0.0), joins_last=True)  # equal to 0, and written otherwise
    after = session.design
    assert session.labels == ["Move"]
    session.undo()
    assert written(session.design) == written(before)
    session.redo()
    assert written(session.design) == written(after)
