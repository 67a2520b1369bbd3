"""A newcomer's way from an empty canvas to a bill, by mouse and keys, with its actions counted."""

import csv

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.export.cables.cable_schedule import cable_schedule
from designer.ui.canvas.rendering.edge_handles import edge_handles
from designer.ui.make_real.dialog import MakeRealDialog
from tests.newcomer import LEAF, MOST_ACTIONS, SERVER, STORAGE, build_pod

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PATIENCE_MS = 60_000


class Newcomer:
    """Hand and eyes at one window; counts what the hand does."""

    def __init__(self, person, bill):
        self.person = person
        self.bill = bill
        self.actions = []

    def begin(self):
        self.actions.append("click New empty design")
        self.person.click(self.person.window.welcome.new_button)

    def chord(self, keys):
        self.actions.append(keys)
        if keys in ("Return", "Ctrl+A") and self.person.answers.path is not None:
            return  # pressed in the dialog of the file, which the test answers for
        self.person.keys(keys)

    def word(self, text):
        self.actions.append(f"type {text}")
        if self.person.answers.path is None:
            self.person.type(text)

    def wire(self, start, end):
        self.actions.append(f"drag {start} to {end}")
        canvas = self.person.canvas
        self._move(self._middle(start), NONE)
        handles = edge_handles(canvas.stage, canvas.stage.hovered)
        grip = QPointF(*canvas.screen_position(*handles[0].rect.centre))
        goal = self._middle(end)
        self._move(grip, NONE)
        self._mouse(QEvent.Type.MouseButtonPress, grip, LEFT, LEFT)
        for step in range(1, 9):
            self._move(grip + (goal - grip) * (step / 8), LEFT)
        self._mouse(QEvent.Type.MouseButtonRelease, goal, LEFT, NONE)

    def placed(self, part):
        assert self._of(part)

    def joined(self, start, end):
        wanted = {self._of(start).id, self._of(end).id}
        assert wanted in [{link.a, link.b} for link in self.person.design.links.values()]

    def proposed(self):
        (self.dialog,) = self.person.window.findChildren(MakeRealDialog)
        self.person.qtbot.waitUntil(self.dialog.accept_button.isEnabled, timeout=PATIENCE_MS)
        self.dialog.accept_button.setFocus()

    def real(self):
        self.person.take_front()
        self.person.settle()
        # The dialog of the file is the system's own: what is typed there is answered at once.
        self.person.answers.path = self.bill

    def asked(self):
        assert "Export the bill of materials" in self.person.answers.asked

    def billed(self):
        self.person.qtbot.waitUntil(self.bill.exists, timeout=PATIENCE_MS)

    def _of(self, part):
        return next(node for node in self.person.design.nodes.values() if node.part == part)

    def _middle(self, part):
        return QPointF(self.person.middle(self._of(part).id))

    def _mouse(self, kind, at, button, buttons):
        canvas = self.person.canvas
        event = QMouseEvent(kind, at, canvas.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)
        QApplication.processEvents()

    def _move(self, at, buttons):
        self._mouse(QEvent.Type.MouseMove, at, NONE, buttons)


@pytest.mark.timeout(180)
def test_a_pod_is_drawn_made_real_and_billed_in_few_actions(person, own_folders):
    newcomer = Newcomer(person, own_folders / "bill.csv")
    build_pod(newcomer, newcomer, str(newcomer.bill))
    assert len(newcomer.actions) <= MOST_ACTIONS, newcomer.actions

    design, document = person.design, person.work.document
    parts = {}
    for node in design.nodes.values():
        parts[node.part] = parts.get(node.part, 0) + design.total_copies(node.id)
    assert (parts[SERVER], parts[LEAF], parts[STORAGE]) == (4, 2, 1)
    assert {"rack", "room", "pdu", "ups"} <= {node.kind for node in design.nodes.values()}
    ends = [frozenset((design.nodes[link.a].part, design.nodes[link.b].part)) for link in design.links.values()]
    assert frozenset((SERVER, LEAF)) in ends
    assert frozenset((STORAGE, LEAF)) in ends
    assert [one.message for one in document.findings if one.severity == "error"] == []
    cables = {frozenset((link.a, link.b)): link.cables for link in design.links.values()}
    id_of = {node.part: node.id for node in design.nodes.values()}
    # A leaf has 8 ports for each DGX and the storage its 8 cables.
    assert cables[frozenset((id_of[SERVER], id_of[LEAF]))] == 4 * 8
    assert cables[frozenset((id_of[STORAGE], id_of[LEAF]))] == 8
    schedule = cable_schedule(design, document.library.parts)
    rows = [schedule.line(number) for number in range(len(schedule))]
    assert len(rows) == document.counts.cables
    assert [row for row in rows if row.length_m is None and not row.reason] == []
    lines = list(csv.DictReader(newcomer.bill.read_text("utf-8-sig").splitlines()))
    total = next(place for place, line in enumerate(lines) if line["Part"].startswith("Total"))
    bought = {line["Part"]: line for line in lines[:total]}
    assert (bought[SERVER]["Quantity"], bought[LEAF]["Quantity"], bought[STORAGE]["Quantity"]) == ("4", "2", "1")
    assert [line for line in lines[:total] if not line["Total typical USD"] and line["Price status"] != "unknown"] == []
    person.keys("Ctrl+Z")
    assert {node.part for node in person.design.nodes.values()} == {SERVER, LEAF, STORAGE}
