"""Own parts leave one Stackwright as a file and come into another."""

import pytest
from PySide6.QtWidgets import QWidget

from designer.catalog.own.own_parts import own_copy
from designer.catalog.reading import read_library
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.commands.actions import catalog
from designer.ui.commands.context import Context


@pytest.fixture
def desk(qtbot, library, questions, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)

    def make(name):
        shelf = Shelf(library, window, folder=tmp_path / name)
        said = []
        context = Context(
            window=window,
            questions=questions,
            preferences=Preferences(tmp_path / "w.ini"),
            shelf=shelf,
            files=None,
            exports=None,
            windows=None,
            tidying=None,
            say=said.append,
            place=said.append,
            show_overlay=None,
            wear=None,
            open_palette=None,
            open_shortcuts=None,
            keys_of=None,
        )
        return shelf, context, said

    return make


def test_exported_parts_come_in_with_their_sources_and_ours_stay_ours(desk, library, questions, tmp_path):
    shelf, here, _ = desk("here")
    mine = own_copy(library.part("nvidia/dgx-h100"))
    shelf.keep_parts([mine])
    questions.path = tmp_path / "parts.yaml"
    catalog.export_own(here)
    shelf_there, there, said = desk("there")
    catalog.import_parts(there)
    assert shelf_there.library.own == {mine.id}
    assert read_library(own_folder=tmp_path / "there").part(mine.id) == mine
    assert said == ["1 part of parts.yaml kept among yours."]
    assert "nvidia-dgx-h100-guide" in (tmp_path / "there" / "sources.yaml").read_text()
    catalog.import_parts(there)
    assert said[-1] == "You have all parts of parts.yaml already."


@pytest.mark.parametrize("text", ["a: &a [x]\nparts: [*a]", "- {id: ../../x, kind: server}", "parts: 5", "hello"])
def test_a_hostile_file_is_told_in_one_line_and_changes_nothing(desk, questions, tmp_path, text):
    shelf, context, _ = desk("here")
    questions.path = tmp_path / "parts.yaml"
    questions.path.write_text(text)
    catalog.import_parts(context)
    assert len(questions.told) == 1
    assert "\n" not in questions.told[0]
    assert shelf.library.own == frozenset()
    assert not (tmp_path / "here").exists()


def test_nothing_of_ones_own_is_nothing_to_export(desk, questions, tmp_path):
    _, context, said = desk("here")
    questions.path = tmp_path / "parts.yaml"
    catalog.export_own(context)
    assert said[0].startswith("You have no parts of your own yet")
    assert not questions.path.exists()
