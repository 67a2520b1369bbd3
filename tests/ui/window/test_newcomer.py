"""A newcomer's way from an empty canvas to bill and deck, by mouse and keys, with its actions counted."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.export.cables.cable_schedule import cable_schedule
from designer.ui.canvas.rendering.edge_handles import edge_handles
from designer.ui.exporting.card_grid import CardGrid
from designer.ui.make_real.dialog import MakeRealDialog
from tests.newcomer import BILL, DECK, LEAF, MOST_ACTIONS, PROJECT, SERVER, STORAGE, build_pod
from tests.newcomer_files import differences, read_files

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PATIENCE_MS = 60_000


class Newcomer:
    """Hand and eyes at one window; counts what the hand does."""

    def __init__(self, person, folder):
        self.person = person
        self.folder = folder
        self.actions = []
        self.naming = False

    def begin(self):
        self.actions.append("click New empty design")
        self.person.click(self.person.window.welcome.new_button)

    def chord(self, keys):
        self.actions.append(keys)
        if self.naming:
            return  # pressed in the dialog of the file, which the test answers for
        self._answer(keys)
        self.person.keys(keys)

    def word(self, text):
        self.actions.append(f"type {text}")
        if not self.naming:
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

    def open_outputs(self):
        self.actions.append("click Export")
        self.person.click(self.person.window.top_bar.export)
        self.person.qtbot.waitUntil(lambda: bool(self._outputs()), timeout=PATIENCE_MS)

    def pick(self, words):
        self.actions.append(f"double-click {words}")
        self._answer(words)
        (grid,) = self._outputs()
        (row,) = (number for number, card in enumerate(grid.cards) if card.title == words)
        index = grid.model().index(row, 0)
        if not grid.viewport().rect().contains(grid.visualRect(index).center()):
            self.actions.append(f"scroll to {words}")
            grid.scrollTo(index)
        middle = grid.visualRect(index).center()
        QTest.mouseClick(grid.viewport(), LEFT, pos=middle)
        QTest.mouseDClick(grid.viewport(), LEFT, pos=middle)

    def asked(self, title):
        assert self.person.answers.asked[-1] == title
        self.naming = True

    def written(self, path):
        self.naming = False
        said = (f"Wrote {path}.", f"Saved {path.name}.")
        self.person.qtbot.waitUntil(lambda: self.person.status in said, timeout=PATIENCE_MS)
        self.person.take_front()

    def _outputs(self):
        return [grid for grid in self.person.window.findChildren(CardGrid) if grid.isVisible()]

    def _answer(self, asked):
        """Name the file at once where its dialog comes, which is the system's own: the name is typed in it later."""
        name = {"Ctrl+B": BILL, "Deck for a board": DECK, "Ctrl+S": PROJECT}.get(asked)
        self.person.answers.path = self.folder / name if name else None

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
def test_a_pod_is_drawn_made_real_billed_and_shown_in_few_actions(person, own_folders):
    newcomer = Newcomer(person, own_folders)
    build_pod(newcomer, newcomer, own_folders)
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
    files = read_files(own_folders)
    assert differences(files) == []
    assert {part: files.pieces[part] for part in (SERVER, LEAF, STORAGE)} == {SERVER: 4, LEAF: 2, STORAGE: 1}
    assert [name for name in files.unpriced if "type not chosen" not in name] == []
    person.keys("Ctrl+Z")
    assert {node.part for node in person.design.nodes.values()} == {SERVER, LEAF, STORAGE}
