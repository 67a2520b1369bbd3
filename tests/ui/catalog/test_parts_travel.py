"""Own parts leave one Stackwright as a file and come into another."""

import pytest
from PySide6.QtWidgets import QWidget

from designer.catalog.own.own_parts import own_copy
from designer.catalog.reading import read_library
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.commands.actions.catalog_actions import CatalogActions


@pytest.fixture
def desk(qtbot, library, questions, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)

    def make(name):
        shelf = Shelf(library, window, folder=tmp_path / name)
        actions = CatalogActions(lambda: None, shelf, questions, Preferences(tmp_path / "w.ini"), window)
        actions.said = []
        actions.message.connect(actions.said.append)
        return shelf, actions

    return make


def test_exported_parts_come_in_with_their_sources_and_ours_stay_ours(desk, library, questions, tmp_path):
    shelf, actions = desk("here")
    mine = own_copy(library.part("nvidia/dgx-h100"))
    shelf.keep_parts([mine])
    questions.path = tmp_path / "parts.yaml"
    actions.export_own()
    there, others = desk("there")
    others.import_parts()
    assert there.library.own == {mine.id}
    assert read_library(own_folder=tmp_path / "there").part(mine.id) == mine
    assert others.said == ["1 part of parts.yaml kept among yours."]
    assert "nvidia-dgx-h100-guide" in (tmp_path / "there" / "sources.yaml").read_text()
    others.import_parts()
    assert others.said[-1] == "You have all parts of parts.yaml already."


@pytest.mark.parametrize("text", ["a: &a [x]\nparts: [*a]", "- {id: ../../x, kind: server}", "parts: 5", "hello"])
def test_a_hostile_file_is_told_in_one_line_and_changes_nothing(desk, questions, tmp_path, text):
    shelf, actions = desk("here")
    questions.path = tmp_path / "parts.yaml"
    questions.path.write_text(text)
    actions.import_parts()
    assert len(questions.told) == 1
    assert "\n" not in questions.told[0]
    assert shelf.library.own == frozenset()
    assert not (tmp_path / "here").exists()


def test_nothing_of_ones_own_is_nothing_to_export(desk, questions, tmp_path):
    _, actions = desk("here")
    questions.path = tmp_path / "parts.yaml"
    actions.export_own()
    assert actions.said[0].startswith("You have no parts of your own yet")
    assert not questions.path.exists()
