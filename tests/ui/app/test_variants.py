"""Variants in the window: made, opened in tabs, edited and undone each by itself, renamed, removed, brought back."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from designer.edit.nodes.nodes import add_node
from designer.model.design import Design
from designer.store.project import read_project, write_project
from designer.store.recovery import recoverable_of
from designer.store.variants import add_variant, read_variant, removed_variants, variants_of
from designer.ui.compare.compare_dialog import CompareDialog
from designer.ui.variants.variants_dialog import VariantsDialog

DGX = "nvidia/dgx-h100"


@pytest.fixture
def path(window, library, tmp_path):
    """Open, with a machine."""
    target = tmp_path / "p.stackwright"
    write_project(target, add_node(Design(), library, DGX, 0, 0).applied(Design()))
    assert window.open_path(target)
    return target


def dialog(window, command="variants.show"):
    window.commands.run(command)
    shown = [one for one in window.findChildren(VariantsDialog) if isValid(one)][-1]
    assert not shown.isHidden()
    return shown


def make(window, name):
    shown = dialog(window, "variants.new")
    shown.new_name.setText(name)
    # By the key, as a person does: what follows comes when the window is gone.
    QTest.keyClick(shown.new_name, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def place(window, library):
    window.workspace.document.edit(lambda design: add_node(design, library, DGX, 500, 0))


def names(path):
    return [one.name for one in variants_of(read_project(path))]


def choose(shown, title):
    row = next(place for place, one in enumerate(shown.list.row_model.rows) if one.title == title)
    shown.list.setCurrentIndex(shown.list.row_model.index(row))


def test_a_variant_is_made_and_edited_in_a_tab_of_its_own(window, path, library):
    main = window.files.session.design
    place(window, library)  # what is not saved yet goes into the copy
    make(window, "Two machines")
    assert [tab.parked is not None for tab in window.tabs.tabs] == [True, False]
    assert (window.files.path, window.files.session.design.name) == (path, "Two machines")
    assert window.top_bar.variants.text() == "variant of 2"
    assert not window.files.unsaved
    place(window, library)
    assert window.files.save()
    assert len(read_variant(path, window.files.variant).design.nodes) == 3
    assert read_project(path).design == main
    # The other tab has its own edits and its own undo.
    window.tabs.go_to(0)
    assert window.top_bar.variants.text() == "main of 2"
    assert len(window.files.session.design.nodes) == 2
    window.workspace.document.undo()
    assert window.files.session.design == main
    window.workspace.document.redo()
    assert window.files.save()
    assert [len(read_variant(path, one.id).design.nodes) for one in variants_of(read_project(path))] == [2, 3]
    window.commands.run("variants.next")
    assert window.tabs.at == 1
    assert window.files.save()


def test_a_crash_gives_each_design_back_to_its_place(window, path, library):
    make(window, "Other")
    place(window, library)
    variant = window.files.variant
    window.tabs.go_to(0)
    place(window, library)
    journals = [tab.parked.journal for tab in window.tabs.tabs if tab.parked is not None]
    window.tabs.go_to(1)
    journals += [tab.parked.journal for tab in window.tabs.tabs if tab.parked is not None]
    for one in journals:
        one.settled().close()
    left = {one.variant: one for one in recoverable_of(path)}
    assert left.keys() == {"", variant}
    assert {one.edits for one in left.values()} == {1}


def test_one_that_is_open_nowhere_is_renamed_opened_and_removed(window, path):
    add_variant(path, read_project(path).design, "Third")
    shown = dialog(window)
    choose(shown, "Third")
    assert "saved" in shown.list.chosen.line
    shown.name.setText("Fourth")
    shown.rename()
    assert names(path)[1:] == ["Fourth"]
    shown.name.setText(names(path)[0])
    shown.rename()
    assert "already" in shown.problem.text()
    shown.remove()
    assert len(names(path)) == 1
    assert [one.name for one in removed_variants(read_project(path))] == ["Fourth"]
    choose(shown, "Fourth")
    assert shown.removing.text() == "Bring back"
    shown.remove()
    assert names(path)[1:] == ["Fourth"]
    shown.go_to()
    QCoreApplication.processEvents()
    assert window.files.session.design.name == "Fourth"


def test_renaming_an_open_one_is_an_edit_that_can_be_undone(window, path):
    make(window, "Second")
    shown = dialog(window)
    choose(shown, "Second")
    shown.name.setText("Better")
    shown.rename()
    shown.accept()
    assert window.files.session.design.name == "Better"
    assert names(path)[1:] == ["Second"]
    window.workspace.document.undo()
    assert window.files.session.design.name == "Second"


def test_the_one_in_sight_is_removed_and_the_main_design_shown(window, path):
    make(window, "Second")
    shown = dialog(window)
    choose(shown, "Second")
    shown.remove()
    assert names(path)[1:] == []
    assert window.files.variant == ""
    assert len(window.tabs.tabs) == 1
    assert window.top_bar.variants.text() == ""


def test_the_main_design_takes_over_a_variant_in_one_edit(window, path, library):
    make(window, "Second")
    place(window, library)
    before = read_project(path).design
    window.tabs.go_to(0)
    shown = dialog(window)
    choose(shown, "Second")
    shown.keep()
    now = window.files.session.design
    assert (len(now.nodes), now.name) == (2, before.name)
    window.workspace.document.undo()
    assert window.files.session.design == before


def test_the_lock_holds_until_the_last_design_is_closed(window, path):
    make(window, "Second")
    window.tabs.go_to(0)
    window.files.close_design()
    assert window.files.session.design.name == "Second"
    assert path.with_name(f".{path.name}.lock").exists()
    window.files.close_design()
    assert not path.with_name(f".{path.name}.lock").exists()


def test_saving_as_takes_all_designs_along(window, path, library, tmp_path, questions):
    make(window, "Second")
    place(window, library)
    questions.path = tmp_path / "copy.stackwright"
    assert window.files.save_as()
    assert names(tmp_path / "copy.stackwright") == names(path)
    assert len(read_variant(tmp_path / "copy.stackwright", window.files.variant).design.nodes) == 2
    assert len(read_variant(path, window.files.variant).design.nodes) == 1


def test_variants_are_offered_for_comparing_as_they_are_in_their_tabs(window, path, library):
    make(window, "Second")
    place(window, library)
    window.tabs.go_to(0)
    window.commands.run("files.compare")
    (shown,) = window.findChildren(CompareDialog)
    first = shown.others[0]
    assert (first.name, first.detail) == ("Second", "variant, in a tab")
    assert len(first.read().nodes) == 2
    shown.close()


def test_a_project_opens_with_its_main_design_and_says_what_was_saved_last(window, path, library, tmp_path):
    other = tmp_path / "other.stackwright"
    write_project(other, add_node(Design(), library, DGX, 0, 0).applied(Design()), now=datetime(2026, 1, 1, tzinfo=UTC))
    told: list[str] = []
    window.files.message.connect(told.append)
    assert window.open_path(other)
    assert not [words for words in told if "saved last" in words]
    window.files.close_unasked()
    add_variant(other, read_project(other).design, "Later")
    assert window.open_path(other)
    assert window.files.variant == ""
    assert any("saved last was Later" in words for words in told)


def test_a_slide_of_a_comparison_goes_into_the_deck_once(window, path, library, qtbot):
    make(window, "Two machines")
    place(window, library)
    window.commands.run("files.compare")
    shown = window.findChildren(CompareDialog)[-1]
    assert not shown.slide.isEnabled()
    main = next(one for one in shown.others if one.variant == "")
    shown.toggle(main)
    qtbot.waitUntil(lambda: shown.comparison is not None, timeout=20_000)
    shown.slide.click()
    document = window.workspace.document
    (slide,) = document.design.settings.deck.slides.values()
    assert (slide.own, slide.against) == (True, "main")
    assert "has a slide" in shown.sentence.text()
    shown.slide.click()
    assert "already" in shown.sentence.text()
    assert len(document.design.settings.deck.slides) == 1
    shown.close()
    # The deck finds the other design by the file and the variant that are open.
    assert document.place() == (path, window.files.variant)
    document.undo()
    assert not document.design.settings.deck.slides
