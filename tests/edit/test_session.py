"""The session: history, listeners and what counts as saved."""

import pytest

from designer.edit.session import HISTORY_LIMIT, Session
from designer.edit.settings import set_assumption, set_description, set_name
from designer.edit.views import add_view
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput


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
