import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest

from designer.catalog.library import Library
from designer.model.parts.part import Part
from designer.ui.app.preferences import Preferences
from designer.ui.panels.parts_panel import PalettePanel

NEW = Part(id="own/toaster", kind="pdu", layer="facility", vendor="Me", name="Toaster")


@pytest.fixture
def panel(qtbot, library, tmp_path):
    made = PalettePanel(library, Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(made)
    made.resize(280, 800)
    return made


def shown(panel):
    return [row.part for row in panel.list.row_model.rows if row.part]


def test_another_library_is_searched_and_counted(panel, library):
    QTest.keyClicks(panel.search, "toaster")
    assert shown(panel) == []
    panel.set_library(replace(library, parts={**library.parts, NEW.id: NEW}, own=frozenset({NEW.id})))
    assert shown(panel) == ["own/toaster"]
    panel.search.clear()
    assert shown(panel)[0] == "own/toaster"
    assert len(shown(panel)) == len(library.parts) + 1


def test_layers_are_those_of_the_library(panel):
    panel.set_library(Library(parts={NEW.id: NEW}))
    rows = panel.layers.row_model.rows
    assert [(row.title, row.aside) for row in rows[1:]] == [("Facility", "1")]
    assert panel.layers.height() == 32 + 36
