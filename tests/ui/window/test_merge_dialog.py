"""Merge another's work in the window: what comes is shown before, conflicts are decided, one undo takes it back."""

from datetime import date

import pytest
from PySide6.QtTest import QTest

from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.store.project import write_project
from designer.store.variants import add_variant, read_variant
from designer.ui.explore.merge_dialog import MergeDialog
from designer.ui.explore.merge_work import Asked, find_merge
from tests.shipped import LIBRARY
from tests.ui.seen import texts

LEAF, SERVER = "nvidia/qm9700", "nvidia/dgx-h100"


def changed(design, *edits):
    for edit in edits:
        design = edit(design).applied(design)
    return design


@pytest.fixture
def theirs(drawer, own_folders):
    """A leaf saved as a project, and the other's copy of it: three leaves called Top, and a server."""
    leaf = drawer.place(LEAF)
    drawer.save(own_folders / "mine.stackwright")
    drawer.qtbot.waitUntil(lambda: not drawer.window.files.unsaved, timeout=10_000)
    path = own_folders / "theirs.stackwright"
    path.write_bytes((own_folders / "mine.stackwright").read_bytes())
    other = changed(
        drawer.design,
        lambda d: set_node(d, leaf, copies=3, name="Top"),
        lambda d: add_node(d, LIBRARY, SERVER, 400, 0, node_id="server"),
    )
    write_project(path, other)
    return path


def opened(person, path):
    person.answers.path = path
    person.window.commands.run("files.merge")
    return person.window.findChildren(MergeDialog)[-1]


def found(person, dialog):
    person.qtbot.waitUntil(lambda: dialog.found is not None, timeout=30_000)


def test_what_comes_is_shown_and_made_as_one_edit(drawer, theirs):
    before = drawer.design
    dialog = opened(drawer, theirs)
    assert drawer.design is before
    found(drawer, dialog)
    assert dialog.words.text() == "From theirs: 1 thing added and 1 changed. New: DGX H100."
    drawer.qtbot.waitUntil(lambda: "To buy" in texts(dialog), timeout=30_000)
    assert not dialog.conflicts.isVisible()
    dialog.apply_button.click()
    assert {node.title: node.copies for node in drawer.design.nodes.values()} == {"Top": 3, "DGX H100": 1}
    drawer.work.document.undo()
    assert drawer.design == before


def test_an_open_variant_is_merged_with_the_same_one_of_theirs(tmp_path):
    paths = mine, theirs = tmp_path / "mine.stackwright", tmp_path / "theirs.stackwright"
    start = changed(Design(), lambda d: add_node(d, LIBRARY, LEAF, 0, 0, node_id="leaf"))
    write_project(mine, start)
    variant = add_variant(mine, start, "Two")
    theirs.write_bytes(mine.read_bytes())
    own, other = (read_variant(path, variant).design for path in paths)
    other = changed(other, lambda d: set_node(d, "leaf", copies=3))
    write_project(theirs, other, variant=variant)
    # Their main design is otherwise too: it is left alone, and told.
    write_project(theirs, changed(start, lambda d: set_node(d, "leaf", copies=9)))
    own = changed(own, lambda d: set_node(d, "leaf", name="Top"))
    merged = find_merge(lambda *_: True, own, Asked(mine, theirs, variant=variant), LIBRARY, date(2026, 11, 29))
    assert merged.merge is not None
    node = merged.merge.design.nodes["leaf"]
    assert (node.copies, node.name, merged.merge.conflicts) == (3, "Top", ())
    assert start.name in merged.variants
    assert "leaves alone" in merged.variants
    # Without that variant in theirs their main design is what is merged.
    main = find_merge(lambda *_: True, own, Asked(mine, theirs), LIBRARY, date(2026, 11, 29))
    assert main.merge is not None
    assert main.merge.design.nodes["leaf"].copies == 9
    assert "Two" in main.variants


def test_conflicts_are_taken_by_key_and_all_at_once(drawer, theirs):
    (leaf,) = drawer.design.nodes
    drawer.work.document.edit(lambda design: set_node(design, leaf, copies=2, name="Bottom"))
    dialog = opened(drawer, theirs)
    found(drawer, dialog)
    rows = dialog.conflicts.shown_rows()
    assert {(row.field, row.mine, row.theirs, row.taken) for row in rows} == {
        ("copies", "2", "3", "mine"),
        ("name", "Bottom", "Top", "mine"),
    }
    dialog.conflicts.choose(next(place for place, row in enumerate(rows) if row.field == "copies"))
    dialog.conflicts.setFocus()
    QTest.keyClick(dialog.conflicts, " ")
    found(drawer, dialog)
    assert dialog.heading.text().startswith("2 conflicts, 1 of them proposed")
    dialog.apply()
    assert (drawer.design.nodes[leaf].copies, drawer.design.nodes[leaf].name) == (3, "Bottom")
    drawer.work.document.undo()
    dialog = opened(drawer, theirs)
    dialog.take_all("theirs")
    found(drawer, dialog)
    dialog.apply()
    assert (drawer.design.nodes[leaf].copies, drawer.design.nodes[leaf].name) == (3, "Top")


def test_without_a_common_version_the_file_that_both_began_from_is_asked_for(drawer, own_folders):
    leaf = drawer.place(LEAF)
    base, theirs = own_folders / "base.stackwright", own_folders / "theirs.stackwright"
    write_project(base, drawer.design)
    write_project(theirs, changed(drawer.design, lambda d: set_node(d, leaf, copies=4)))
    dialog = opened(drawer, theirs)
    found(drawer, dialog)
    assert dialog.problem.text().startswith("This design, which was never saved, holds no versions")
    assert not dialog.apply_button.isEnabled()
    drawer.answers.path = base
    dialog.base_button.click()
    found(drawer, dialog)
    dialog.apply()
    assert drawer.design.nodes[leaf].copies == 4


def test_a_file_that_is_no_design_is_refused_and_changes_nothing(drawer, own_folders):
    drawer.place(LEAF)
    before = drawer.design
    path = own_folders / "theirs.stackwright"
    path.write_text("no project")
    dialog = opened(drawer, path)
    drawer.qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=30_000)
    assert not dialog.apply_button.isEnabled()
    dialog.reject()
    assert drawer.design is before
