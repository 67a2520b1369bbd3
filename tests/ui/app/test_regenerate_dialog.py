"""Other parameters in the window: told beforehand, one edit, edits by hand kept, refusals that change nothing."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from shiboken6 import isValid

from designer.drawing.theme_tokens import theme_named
from designer.edit.nodes import nodes
from designer.edit.session import Session
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.ui.app.document import Document
from designer.ui.app.regenerate_dialog import RegenerateDialog
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.widgets.fields import Segments
from designer.ui.widgets.look import window_look


@pytest.fixture
def ask(qtbot, qapp, library):
    """Opens the dialog on a design; the answer is the dialog and its document."""
    if not qapp.styleSheet():
        window_look().wear(theme_named("light"))
    opened = []

    def open_on(design):
        document = Document(Session(design), library)
        dialog = RegenerateDialog(document)
        dialog.show()
        opened.append(dialog)
        return dialog, document

    yield open_on
    for dialog in opened:
        if isValid(dialog):
            dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def pods(library):
    """Rails in four pods, the last of which has another name by hand."""
    design = build_template("rail-optimised", library, {"hosts": "100"})
    return nodes.set_node(design, "host-last", name="Login hosts").applied(design)


def say(dialog, name, text):
    field = dialog.fields.fields[name]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_it_tells_what_changes_and_does_it_as_one_edit(qtbot, ask, pods):
    dialog, document = ask(pods)
    assert dialog.words.text() == "No node or link comes, goes or changes. 1 edit of yours is kept."
    say(dialog, "hosts", "96")
    qtbot.waitUntil(lambda: "removed" in dialog.words.text())
    assert dialog.words.text() == "Nodes and links: 3 removed. 1 edit of yours is kept."
    assert "Login hosts: no longer made, kept as you changed it." in dialog.conflicts.text()
    with qtbot.waitSignal(dialog.applied):
        dialog.apply_button.click()
    assert document.design.settings.parameters["hosts"] == "96"
    assert document.design.nodes["host-last"].name == "Login hosts"
    assert "leaf-last" not in document.design.nodes
    document.undo()
    assert document.design == pods


def test_return_in_a_field_applies_what_is_typed_at_once(ask, pods):
    dialog, document = ask(pods)
    say(dialog, "hosts", "128")
    QTest.keyClick(dialog.fields.fields["hosts"], Qt.Key.Key_Return)
    assert document.design.settings.parameters["hosts"] == "128"


def test_a_value_that_can_not_be_is_refused_with_the_reason(qtbot, ask, pods):
    dialog, document = ask(pods)
    say(dialog, "hosts", "9000")
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "256 hosts are the most" in dialog.problem.text()
    assert not dialog.apply_button.isEnabled()
    assert not dialog.words.isVisible()
    assert document.design == pods
    say(dialog, "hosts", "64")
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert not dialog.problem.isVisible()


def test_an_edit_made_meanwhile_is_kept(ask, pods):
    dialog, document = ask(pods)
    document.edit(lambda design: nodes.set_node(design, "spine", name="Top"))
    say(dialog, "rails", "4")
    dialog.apply()
    assert document.design.nodes["spine"].name == "Top"
    assert document.design.nodes["leaf"].copies == 4


@pytest.mark.parametrize("name", [name for name, template in TEMPLATES.items() if template.parameters])
def test_every_template_has_its_fields_with_the_present_values_unclipped(ask, library, name):
    design = build_template(name, library, {})
    dialog, _ = ask(design)
    QCoreApplication.processEvents()
    assert dialog.fields.settings == dict(design.settings.parameters)
    for field in dialog.fields.fields.values():
        assert field.accessibleName()
        assert field.height() >= min(field.sizeHint().height(), 28)
        if not isinstance(field, Segments):
            assert field.fontMetrics().horizontalAdvance(field.text()) < field.width()
    assert dialog.height() <= 700
    assert not dialog.findChild(QScrollArea).isVisible()


def test_the_inspector_and_the_menu_lead_to_it(superpod):
    work = superpod.workspace
    section = work.inspector.section
    assert isinstance(section, DesignSection)
    assert section.parameters.isVisible()
    assert superpod.commands.actions["arrange.regenerate"].isEnabled()
    section.parameters.click()
    (dialog,) = superpod.findChildren(RegenerateDialog)
    dialog.fields.fields["scale_units"].buttons["2"].click()
    dialog.apply()
    design = work.document.design
    assert sum(design.total_copies(node.id) for node in design.nodes.values() if node.kind == "server") == 63
    superpod.commands.run("edit.undo")
    assert work.document.design.settings.parameters == {"scale_units": "1"}


def test_a_design_drawn_by_hand_offers_nothing(window):
    window.files.new_empty()
    assert not window.workspace.inspector.section.parameters.isVisible()
    assert not window.commands.actions["arrange.regenerate"].isEnabled()
    window.commands.run("arrange.regenerate")
    assert window.findChildren(RegenerateDialog) == []
