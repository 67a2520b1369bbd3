"""Layers and media shown or hidden, and colours by a figure: what is drawn, hit, selected, saved and exported."""

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from designer.export.picture import write_picture
from designer.model.relations import RELATIONS
from designer.ui.canvas.rendering.layer_visibility_popover import ShownPopover
from designer.ui.canvas.rendering.layer_visibility_words import MEDIA_TITLES, hidden_words, layer_counts, media_counts
from designer.ui.present.saved_views_dialog import ViewDialog

SPACE = Qt.Key.Key_Space


@pytest.fixture
def canvas(superpod):
    return superpod.workspace.canvas


@pytest.fixture
def popover(canvas, qtbot):
    canvas.choose_shown(canvas.mapToGlobal(QPoint(12, 52)))
    found = canvas.findChildren(ShownPopover)[-1]
    yield found
    found.close()


def media_of(canvas):
    return {wire.medium for wire in canvas.stage.drawing.wires}


def test_a_medium_without_a_tick_is_neither_drawn_nor_hit(canvas, popover, qtbot):
    power = next(wire for wire in canvas.stage.drawing.wires if wire.medium == "power" and wire.label_rect.width)
    place = power.label_rect.centre
    assert canvas.stage.hit(*place).id == power.id
    popover.checks["power"].setFocus()
    qtbot.keyClick(popover.checks["power"], SPACE)
    assert "power" not in media_of(canvas)
    assert not any(dot.medium == "power" for tile in canvas.stage.drawing.tiles for dot in tile.ports)
    found = canvas.stage.hit(*place)
    assert found is None or found.id != power.id


def test_a_layer_without_a_tick_is_not_selected_by_select_all(superpod, canvas, popover, qtbot):
    design = superpod.workspace.document.design
    pdus = {node.id for node in design.nodes.values() if node.title == "Rack PDU"}
    assert pdus
    popover.checks["facility"].setFocus()
    qtbot.keyClick(popover.checks["facility"], SPACE)
    superpod.commands.run("edit.select_all")
    assert canvas.selected_ids()
    assert not pdus & set(canvas.selected_ids())
    assert superpod.workspace.document.design is design


def test_what_is_hidden_is_no_longer_selected(canvas):
    wire = next(wire for wire in canvas.stage.drawing.wires if wire.medium == "power")
    kept = next(wire for wire in canvas.stage.drawing.wires if wire.medium == "fabric")
    canvas.select((wire.id, kept.id))
    canvas.set_hidden((), ("power",))
    assert canvas.selected_ids() == (kept.id,)


def test_a_quiet_line_says_what_is_hidden_and_brings_it_back(canvas, qtbot):
    note = canvas.shown_note
    assert note.isVisible()
    assert not note.words.isVisible()
    canvas.set_hidden(("facility",), ("power", "management", "coolant"))
    assert note.words.text() == "3 of 15 media and 1 of 7 layers hidden"
    assert note.words.isVisible()
    qtbot.mouseClick(note.all, Qt.MouseButton.LeftButton)
    assert (canvas.stage.hidden_layers, canvas.stage.hidden_media) == ((), ())
    assert "power" in media_of(canvas)
    assert not note.words.isVisible()


def test_the_eye_opens_the_list(canvas, qtbot):
    qtbot.mouseClick(canvas.shown_note.eye, Qt.MouseButton.LeftButton)
    (opened,) = canvas.findChildren(ShownPopover)
    assert opened.isVisible()
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_the_list_counts_links_and_nodes(superpod, popover):
    design = superpod.workspace.document.design
    assert sum(media_counts(design).values()) == len(design.links)
    assert sum(layer_counts(design).values()) == len(design.nodes)
    fabric = sum(link.medium == "fabric" for link in design.links.values())
    assert popover.checks["fabric"].accessibleName() == f"Show Fabric: {fabric} links"
    assert set(MEDIA_TITLES) < set(popover.checks)
    assert len(popover.checks) == 22


def test_all_relations_have_one_check_of_their_group(canvas, popover, qtbot):
    assert popover.relations.checkState() == Qt.CheckState.Checked
    popover.checks["asks"].setChecked(False)
    assert popover.relations.checkState() == Qt.CheckState.PartiallyChecked
    popover.relations.click()
    assert canvas.stage.hidden_media == ()
    popover.relations.click()
    assert set(canvas.stage.hidden_media) == set(RELATIONS)
    assert popover.relations.checkState() == Qt.CheckState.Unchecked
    popover.relations.click()
    assert canvas.stage.hidden_media == ()


def test_show_all_in_the_list(canvas, popover, qtbot):
    for name in ("power", "fabric", "silicon"):
        popover.checks[name].setChecked(False)
    assert canvas.stage.hidden_media == ("fabric", "power")
    qtbot.mouseClick(popover.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert (canvas.stage.hidden_layers, canvas.stage.hidden_media) == ((), ())
    assert not popover.all.isEnabled()


@pytest.mark.parametrize(
    ("command", "media"),
    [("power", {"power"}), ("fabric", {"fabric"}), ("software", set(RELATIONS)), ("storage", {"storage"})],
)
def test_quick_toggles_hide_and_show(superpod, canvas, command, media):
    superpod.commands.run(f"shown.{command}")
    assert set(canvas.stage.hidden_media) == media
    superpod.commands.run(f"shown.{command}")
    assert canvas.stage.hidden_media == ()


def test_the_facility_is_toggled_as_a_layer(superpod, canvas):
    superpod.commands.run("shown.facility")
    assert canvas.stage.hidden_layers == ("facility",)
    superpod.commands.run("shown.everything")
    assert canvas.stage.hidden_layers == ()


def test_a_saved_view_keeps_what_is_hidden_and_brings_it_back(superpod, canvas, monkeypatch, tmp_path):
    canvas.set_hidden(("facility",), ("power", "management"))
    before = superpod.workspace.document.design
    monkeypatch.setattr(ViewDialog, "exec", lambda self: True)
    superpod.commands.run("present.save_view")
    design = superpod.workspace.document.design
    (new,) = set(design.views) - set(before.views)
    view = design.views[new]
    assert (view.hidden_layers, view.hidden_media) == (("facility",), ("power", "management"))
    canvas.set_hidden((), ())
    superpod.workspace.show_view(view)
    assert canvas.stage.hidden_media == ("power", "management")
    assert canvas.shown_note.words.text() == "2 of 15 media and 1 of 7 layers hidden"
    path = tmp_path / "view.svg"
    write_picture(path, design, view=new)
    assert "power" not in path.read_text(encoding="utf-8")


def test_an_export_shows_what_the_window_shows(superpod, tmp_path):
    design = superpod.workspace.document.design
    path = tmp_path / "all.svg"
    write_picture(path, design, hidden_media=("power",), hidden_layers=("data_storage",))
    # Words alone: the letters that are packed into the file may spell anything.
    root = ElementTree.parse(path).getroot()
    text = " ".join("".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "Spine switch" in text
    assert "× power" not in text
    assert "DDN" not in text


def test_nothing_hidden_has_no_words():
    assert hidden_words((), ()) == ""
    assert hidden_words(("cloud",), ()) == "1 of 7 layers hidden"


@pytest.mark.parametrize(
    ("keys", "name"), [("heat_power", "power"), ("heat_cost", "cost"), ("utilisation", "utilisation")]
)
@pytest.mark.usefixtures("figures")
def test_colours_by_a_figure_with_a_legend(superpod, canvas, keys, name):
    superpod.commands.run(f"view.{keys}")
    assert canvas.stage.overlay == name
    assert superpod.workspace.lens_bar.segments.value == name
    legend = canvas.legend
    assert legend.isVisible()
    assert legend.legend.known
    assert legend.legend.low == "0"
    assert legend.legend.high.endswith({"power": "kW", "cost": "$", "utilisation": "%"}[name])
    assert legend.accessibleName() == legend.legend.words
    drawing = canvas.stage.drawing
    heats = [wire.heat for wire in drawing.wires] if name == "utilisation" else [tile.heat for tile in drawing.tiles]
    assert max(heat for heat in heats if heat is not None) > 0
    superpod.commands.run("view.heat_nothing")
    assert canvas.stage.overlay == ""
    assert not legend.isVisible()


@pytest.mark.parametrize("size", [(1100, 700), (960, 600), (1600, 1000)])
@pytest.mark.usefixtures("figures")
def test_the_legend_never_lies_under_the_tool_bar(superpod, canvas, size, qtbot):
    superpod.resize(*size)
    for name in ("utilisation", "power", "cost"):
        superpod.set_overlay(name)
        QApplication.processEvents()
        legend = canvas.legend.geometry()
        assert not legend.intersects(superpod.workspace.float_bar.geometry())
        assert not legend.intersects(canvas.shown_note.geometry())
        assert QRect(0, 0, canvas.width(), canvas.height()).contains(legend)
