"""The port map of a patch panel in the inspector, and links that are drawn to it and from it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, job):
    """Two switches and a panel between them, by 64 cables."""
    window.files.new_empty()
    work = window.workspace
    document = work.document
    library = document.library
    with job.held():
        for node_id, part in (("leaf", "nvidia/qm9700"), ("panel", "generic/patch-panel"), ("spine", "nvidia/qm9700")):
            document.edit(lambda design, part=part, name=node_id: add_node(design, library, part, 0, 0, node_id=name))
        document.edit(lambda design: add_link(design, "leaf", "panel", cables=32, link_id="low"))
        document.edit(lambda design: add_link(design, "panel", "spine", cables=32, link_id="high"))
    work.canvas.select(("panel",))
    return work


def test_links_drawn_to_a_panel_land_on_its_front_and_those_from_it_leave_at_its_rear(work):
    links = work.document.design.links
    assert links["low"].b_port == "front"
    assert links["high"].a_port == "rear"


def test_the_map_is_typed_told_why_refused_and_undone(qtbot, work):
    pane = work.inspector.section
    field = pane.fields["port_map"]
    assert field.placeholderText() == "straight through"
    assert field.accessibleName() == "Port map"
    field.setFocus()
    qtbot.keyClicks(field, "1-32:32-1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert work.document.design.nodes["panel"].choices["port_map"] == "1-32:32-1"
    field = work.inspector.section.fields["port_map"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1:2, 1:3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert work.document.design.nodes["panel"].choices["port_map"] == "1-32:32-1"
    texts = [one.text() for one in QApplication.allWidgets() if hasattr(one, "text") and callable(one.text)]
    assert any("Port 1 stands twice" in text for text in texts if isinstance(text, str))
    work.document.undo()
    assert "port_map" not in work.document.design.nodes["panel"].choices


def test_the_section_says_what_it_is_about(work):
    texts = [one.text() for one in QApplication.allWidgets() if hasattr(one, "text") and callable(one.text)]
    assert "How its ports are joined" in [text for text in texts if isinstance(text, str)]
