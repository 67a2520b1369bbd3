"""The inspector and the menu of a relation: a sentence, what else it could be, which way round, and no cables."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.inspector.panes.link_pane import LinkPane
from designer.ui.inspector.panes.relation_pane import RelationPane


@pytest.fixture
def work(window, library):
    """A window with LangChain twice, Spark, S3 and a PDU at a server, and a link between each pair."""
    design = Design()
    for place, (name, part) in enumerate(
        (
            ("app", "langchain/langchain"),
            ("other", "langchain/langchain"),
            ("spark", "apache/spark"),
            ("store", "aws/s3-standard"),
            ("pdu", "apc/ap8868"),
            ("box", "nvidia/dgx-h100"),
        )
    ):
        design = add_node(design, library, part, 280.0 * place, 0, node_id=name).applied(design)
    for one, (a, b) in {"two": ("app", "other"), "data": ("spark", "store"), "cord": ("pdu", "box")}.items():
        design = add_link(design, a, b, link_id=one).applied(design)
    window.open_session(Session(design))
    QApplication.processEvents()
    return window.workspace


def shown(work, link_id):
    work.canvas.select((link_id,))
    QApplication.processEvents()
    return work.inspector.section


def test_a_relation_is_a_sentence_without_cables(work):
    section = shown(work, "data")
    assert isinstance(section.pane, RelationPane)
    assert section.title.text() == "Spark reads S3 Standard"
    assert "cables" not in section.fields
    choices = [section.fields["relation"].itemText(row) for row in range(section.fields["relation"].count())]
    assert choices[:2] == ["reads S3 Standard", "writes to S3 Standard"]
    assert section.fields["relation"].currentText() == "reads S3 Standard"
    assert section.fields["relation"].accessibleDescription() == "Spark reads S3 Standard"
    assert section.pane.delete.accessibleName() == "Delete: Spark reads S3 Standard"


def test_another_relation_is_chosen_and_undone(work):
    section, document = shown(work, "data"), work.document
    section.fields["relation"].setCurrentIndex(1)
    section.fields["relation"].activated.emit(1)
    assert document.design.links["data"].medium == "writes"
    assert work.inspector.section.title.text() == "Spark writes to S3 Standard"
    document.undo()
    assert document.design.links["data"].medium == "reads"


def test_turn_around_is_there_only_where_it_makes_sense(work, qtbot):
    assert not shown(work, "data").pane.turn.isVisibleTo(work)
    section = shown(work, "two")
    assert section.pane.turn.isVisibleTo(work)
    qtbot.mouseClick(section.pane.turn, Qt.MouseButton.LeftButton)
    link = work.document.design.links["two"]
    assert (link.a, link.b, link.medium) == ("other", "app", "asks")
    work.document.undo()
    assert work.document.design.links["two"].a == "app"


def test_delete_takes_it_away(work, qtbot):
    qtbot.mouseClick(shown(work, "data").pane.delete, Qt.MouseButton.LeftButton)
    assert "data" not in work.document.design.links


def test_a_cable_becomes_a_relation_and_a_cable_again(work):
    section = shown(work, "cord")
    assert isinstance(section.pane, LinkPane)
    row = section.fields["medium"].findData("feeds")
    section.fields["medium"].setCurrentIndex(row)
    section.fields["medium"].activated.emit(row)
    link = work.document.design.links["cord"]
    assert (link.a, link.b, link.medium, link.a_port) == ("pdu", "box", "feeds", None)
    section = work.inspector.section
    assert isinstance(section.pane, RelationPane)
    row = section.fields["relation"].findData("power")
    section.fields["relation"].setCurrentIndex(row)
    section.fields["relation"].activated.emit(row)
    assert work.document.design.links["cord"].medium == "power"
    assert isinstance(work.inspector.section.pane, LinkPane)


def test_the_menu_of_a_relation_turns_it_and_offers_other_ways(window, work):
    work.canvas.select(("two",))
    menu = work.canvas.context_menu()
    entries = {action.text(): action for action in menu.actions()}
    assert {"Join them in another way…", "Turn the relation around", "Delete"} <= set(entries)
    assert entries["Turn the relation around"].isEnabled()
    entries["Turn the relation around"].trigger()
    assert work.document.design.links["two"].a == "other"
    work.canvas.select(("data",))
    window.commands.refresh()
    assert not window.commands.actions["edit.turn_relation"].isEnabled()
    window.commands.run("edit.other_ways")
    assert work.canvas.ways.chooser is not None
    menu.close()


def test_the_outline_says_the_relation(work):
    from designer.ui.panels.outline.outline_tree import link_title

    design = work.document.design
    assert link_title(design, design.links["data"]) == "Spark reads S3 Standard"
