"""The window of the deck: each change is one edit, the slides follow, fields are completed."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.analysis.run import analyze
from designer.edit.session import Session
from designer.review.rules import review
from designer.ui.app.document import Document
from designer.ui.deck.dialog import DRAWING, DeckDialog
from tests.export.deck.changes import pod
from tests.export.deck.told import TODAY
from tests.shipped import LIBRARY


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[DeckDialog]:
    document = Document(Session(pod()), LIBRARY)
    results = analyze(document.design, library=LIBRARY)
    document.set_results(results, tuple(review(document.design, results, TODAY, library=LIBRARY)))
    made = DeckDialog(document)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.waiting and made.shown is not None, timeout=30_000)
    yield made
    made.close()


def drawn(qtbot: QtBot, dialog: DeckDialog, what: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: not dialog.waiting and what(), timeout=30_000)


def choose(dialog: DeckDialog, slide_id: str) -> None:
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        if dialog.slide_id == slide_id:
            return
    raise AssertionError(slide_id)


def texts(dialog: DeckDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_words_order_and_own_slides_are_one_edit_each(qtbot: QtBot, dialog: DeckDialog) -> None:
    document = dialog.document
    before = document.design
    assert dialog.slide_id == "decision"
    assert dialog.title.placeholderText().startswith("Build a place of 32 accelerators")
    assert not dialog.preview.pixmap().isNull()
    assert any(text.startswith("Left out: hall") for text in texts(dialog))
    # Words, with a figure that is offered after the brace.
    dialog.title.setFocus()
    QTest.keyClicks(dialog.title, "For {cost.cap")
    offered = dialog.title.completion
    assert offered.completer.completionCount() >= 1
    QTest.keyClick(offered.popup, Qt.Key.Key_Return)
    assert dialog.title.text() == "For {cost.capex_usd}"
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    own = document.design.settings.deck.of("decision")
    assert (own.title, own.stance) == ("For {cost.capex_usd}", "said")
    assert own.figures["headlines.buy"] == pytest.approx(document.results.cost.capex_usd.value)  # type: ignore[union-attr]
    # The picture is still that of before, which is said.
    assert dialog.waiting
    assert dialog.words.text() == DRAWING
    drawn(qtbot, dialog, lambda: texts(dialog)[0].startswith("1  For 1."))
    assert dialog.words.text() != DRAWING
    # The order by keys, and hiding.
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert document.design.settings.deck.order[:2] == ("delivers", "decision")
    choose(dialog, "risk")
    dialog.hide_button.click()
    assert document.design.settings.deck.of("risk").hidden
    assert any(text.startswith("Hidden: ") for text in texts(dialog))
    # An own slide, the level, and all of it taken back step by step.
    dialog.add_button.click()
    assert dialog.slide_id == "own-1"
    assert dialog.view.isVisibleTo(dialog)
    dialog.level.buttons["engineer"].click()
    assert document.design.settings.deck.level == "engineer"
    for _ in range(5):
        document.undo()
    assert document.design == before
    drawn(qtbot, dialog, lambda: texts(dialog)[0].startswith("1  Build a place"))


def test_what_is_wrong_is_said_below_its_field(qtbot: QtBot, dialog: DeckDialog) -> None:
    choose(dialog, "money")
    dialog.title.setFocus()
    QTest.keyClicks(dialog.title, "Only {nonsense.x}")
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    assert "There is no figure {nonsense.x}" in dialog.form.problem_of(dialog.title)
    drawn(qtbot, dialog, lambda: any("Only not known" in text for text in texts(dialog)))
    dialog.computed_button.click()
    assert dialog.form.problem_of(dialog.title) == ""
    dialog.template.setFocus()
    QTest.keyClicks(dialog.template, "../x.pptx")
    QTest.keyClick(dialog.template, Qt.Key.Key_Return)
    assert "beside the project" in dialog.words.text()
