"""A row of a panel: a figure beside its name, a sentence whole under it."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.ui.widgets.figure_row import FigureRow

SENTENCE = "Median error 11%, 9 in 10 within 31%, on 1,592 measured rows"


@pytest.fixture
def column(qapp):
    """A narrow column of two rows."""
    made = QWidget()
    down = QVBoxLayout(made)
    down.addWidget(FigureRow("Tokens it writes", made))
    down.addWidget(FigureRow("How sure: a token", made))
    down.addStretch(1)
    made.resize(260, 400)
    yield made
    made.deleteLater()


def test_a_sentence_takes_the_lines_it_needs_and_a_figure_one(column):
    figure, told = column.findChildren(FigureRow)
    figure.show_words("5,770–9,790", "/s")
    told.show_words(SENTENCE)
    column.show()
    assert (figure.height(), figure.heightForWidth(240)) == (26, 26)
    assert told.height() >= 26 + 2 * 14
    assert told.text_shown == SENTENCE
    told.show_words("short")
    column.layout().activate()
    assert told.height() == 26


def test_a_wide_row_holds_the_sentence_beside_its_name(column):
    told = column.findChildren(FigureRow)[1]
    told.show_words(SENTENCE)
    assert told.heightForWidth(900) == 26
