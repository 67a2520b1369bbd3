"""Proposals of an assistant in the window: they come up by themselves, become one undo, or are told to be unwanted."""

from PySide6.QtWidgets import QWidget

from designer.edit.nodes.nodes import set_node
from designer.model.changes import merged
from designer.store import proposals
from designer.store.project import write_project
from designer.store.proposals import ProposedFigure, answer_to, new_offer, put_offer
from designer.ui.assistant import watch
from designer.ui.assistant.proposals_window import ProposalsWindow
from designer.ui.assistant.watch import ProposalWatch


def test_a_proposal_is_accepted_as_one_undo_or_discarded(window, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "proposals"
    for module in (proposals, watch):
        monkeypatch.setattr(module, "offers_folder", lambda: folder)
    window.files.new_from("leaf-spine", {"nodes": "16"})
    path = tmp_path / "fabric.stackwright"
    write_project(path, window.workspace.document.design)
    window.open_path(path)
    document = window.workspace.document
    before, steps = document.design, len(document.session.labels)

    def offered(label: str, **fields: object):
        first = set_node(before, "host", **fields)
        second = set_node(first.applied(before), "leaf", note="wider")
        figure = ProposedFigure(title="To buy", before="1.0 M$", after="2.1 M$", change="+1.1 M$")
        offer = new_offer(
            path,
            "",
            merged([first, second], label),
            words="+16 hosts.",
            steps=("One", "Two"),
            figures=[figure],
            by="Ada",
        )
        put_offer(offer)
        return offer

    parent = QWidget()
    told: list[BaseException] = []
    watching = ProposalWatch(parent, lambda: [window], told.append)
    watching.look()
    assert window.windows.opened(ProposalsWindow) is None
    wanted, unwanted = offered("Twice as many hosts", copies=32), offered("Ten times as many hosts", copies=160)
    watching.look()
    assert told == []
    shown = window.windows.opened(ProposalsWindow)
    assert shown.title.text() == "Twice as many hosts"
    assert "nothing is changed until you accept it" in shown.by.text()
    assert "1 more proposal" in shown.by.text()
    assert shown.figures.model().rowCount() == 1
    # What it changes is marked in the picture, and the design as it is and as it would be stand beside that.
    assert shown.picture.words == "2 changed"
    shown.picture.flip()
    assert (shown.picture.side, shown.sides.value) == ("a", "a")
    assert document.design is before
    shown.accepting.click()
    assert document.design.nodes["host"].copies == 32
    assert document.session.labels[steps:] == ["Twice as many hosts"]
    assert answer_to(wanted.id) == "accepted"
    # The next one was made for the design before: it is refused, and says so.
    assert shown.offer.id == unwanted.id
    assert "another state of this design" in shown.problem.text()
    shown.accepting.click()
    assert document.design.nodes["host"].copies == 32
    document.undo()
    assert document.design == before
    shown.discarding.click()
    assert answer_to(unwanted.id) == "discarded"
    watching.look()
    assert window.windows.opened(ProposalsWindow) is None
    # Asked for while none waits, it says so.
    window.commands.run("assistant.proposals")
    shown = window.windows.opened(ProposalsWindow)
    assert shown.title.text().startswith("No assistant proposes")
    assert not shown.accepting.isEnabled()
    shown.close()
    parent.deleteLater()
