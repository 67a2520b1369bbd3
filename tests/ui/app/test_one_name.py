"""A device without a name of its own is called by the same word wherever it is spoken of."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.topology.topology import draw_topology
from designer.edit.edit_labels import link_words, named
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.naming import ends_title, title_of
from designer.review.rules import review
from designer.ui.panels.outline.outline_model import OutlineModel


@pytest.fixture
def nameless(library: Library) -> Design:
    """A fabric as text writes it that names nothing: its devices have ids and parts, and several have the same part."""
    design = build_template("fat-tree", library, {})
    return replace(design, nodes={key: replace(node, name="") for key, node in design.nodes.items()})


def test_the_outline_edits_and_the_canvas_call_a_device_alike(nameless: Design, qapp) -> None:
    outline = OutlineModel(nameless)
    drawn = {tile.id: tile.title for tile in draw_topology(nameless).tiles}
    assert drawn
    for key, node in nameless.nodes.items():
        assert outline.data(outline.index_of(key), Qt.ItemDataRole.DisplayRole) == key
        assert node.title == title_of(nameless, key) == named(nameless, [key]) == key
        assert key in set_node(nameless, key, note="Here").label
        assert drawn.get(key, key) == key


def test_findings_of_a_device_use_the_word_of_the_canvas(nameless: Design) -> None:
    results = analyze(nameless)
    spoken = [one for one in review(nameless, results, date(2026, 11, 28)) if len(one.ids) == 1]
    about = [one for one in spoken if one.ids[0] in nameless.nodes and nameless.nodes[one.ids[0]].part]
    assert any(finding.ids[0] in finding.message for finding in about)
    for finding in about:
        part = nameless.part_of(nameless.nodes[finding.ids[0]])
        assert part is not None
        assert not finding.message.startswith(part.name)


def test_a_cable_in_an_edit_is_called_by_the_titles_of_its_ends(library: Library) -> None:
    design = build_template("fat-tree", library, {})
    for link in design.links.values():
        wanted = link.name or f"link {ends_title(design, link)}"
        assert link_words(design, link) == wanted


def test_the_field_of_the_name_says_what_is_shown_where_it_is_left_empty(superpod) -> None:
    work = superpod.workspace
    key = next(node.id for node in work.document.design.nodes_in_order() if node.part)
    work.document.edit(lambda design: set_node(design, key, name=""))
    work.canvas.select((key,))
    hint = work.inspector.section.fields["name"].placeholderText()
    assert hint == work.document.design.nodes[key].title == key
