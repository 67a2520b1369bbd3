"""Headline figures, their reasons, findings and charts follow the drawing."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.drawing.current_theme import current_theme
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import set_node
from designer.ui.app.headline import NAMES, WORK
from designer.ui.explore.why_dialog import COLUMNS, WhyDialog
from tests.ui.seen import said

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


@pytest.fixture
def owner(owner):
    """A person at a SuperPOD whose figures are there."""
    owner.settle()
    return owner


def button(person, name):
    return person.work.headline.buttons[name]


def leaves(model, parent):
    """Model indexes of all leaves below PARENT."""
    count = model.rowCount(parent)
    if not count:
        return [parent]
    return [leaf for row in range(count) for leaf in leaves(model, model.index(row, 0, parent))]


def test_figures_change_after_an_edit(drawer):
    drawer.place(DGX)
    assert drawer.work.headline.item("accelerators").number == "8"
    drawer.settle()
    # The published most of one DGX H100 is 10.2 kW.
    assert "10.2" in drawer.work.headline.item("it").tail
    before = {name: drawer.work.headline.item(name) for name in ("it", "facility", "buy", "run")}
    drawer.place(DGX)
    assert drawer.work.headline.item("accelerators").number == "16"
    assert drawer.work.headline.item("it").waiting
    drawer.settle()
    assert not drawer.work.headline.item("it").waiting
    assert "20.4" in drawer.work.headline.item("it").tail
    for name, was in before.items():
        assert drawer.work.headline.item(name).number != was.number, name
    drawer.keys("Ctrl+Z")
    drawer.settle()
    assert {name: drawer.work.headline.item(name) for name in before} == before


def test_a_click_on_a_figure_opens_its_reason_down_to_sources(owner, let_go):
    for name in [name for name in NAMES if name not in {"findings", *WORK}]:
        shown = button(owner, name)
        assert shown.item.figure is not None, name
        owner.click(shown)
        (dialog,) = owner.window.findChildren(WhyDialog)
        assert dialog.isVisible(), name
        model = dialog.tree.model()
        root = model.index(0, 0)
        assert model.figure(root) is shown.item.figure, name
        found = leaves(model, root)
        assert found, name
        for leaf in found:
            standing, source = (leaf.siblingAtColumn(COLUMNS.index(column)).data() for column in ("Standing", "From"))
            assert standing, name
            if standing == "sourced":
                assert source, leaf.data()
        owner.keys("Escape")
        assert not [dialog for dialog in owner.window.findChildren(WhyDialog) if dialog.isVisible()], name
        let_go()


def test_the_reason_of_power_leads_to_named_sources(owner):
    owner.click(button(owner, "it"))
    (dialog,) = owner.window.findChildren(WhyDialog)
    model = dialog.tree.model()
    named = {leaf.siblingAtColumn(4).data() for leaf in leaves(model, model.index(0, 0))}
    assert any("NVIDIA" in text for text in named)
    dialog.copy_all()
    copied = QApplication.clipboard().text()
    assert copied.splitlines()[0].strip()
    assert "NVIDIA" in copied
    dialog.close()


def test_the_bottleneck_is_brought_into_sight(owner):
    # An even fabric has none; one that is four times oversubscribed has.
    owner.begin("leaf-spine", nodes="96", oversubscription="4")
    owner.settle()
    (worst,) = owner.work.headline.item("bottleneck").ids
    owner.canvas.stage.viewpoint.pan(9000, 9000)
    rect = owner.canvas.stage.rect_of(worst)
    assert rect is not None
    assert not owner.canvas.stage.sight.meets(rect)
    owner.click(button(owner, "bottleneck"))
    owner.qtbot.waitUntil(lambda: owner.canvas.stage.sight.meets(rect), timeout=3000)


def test_findings_of_the_headline_open_their_tab(owner):
    owner.work.show_panel("cost")
    owner.click(button(owner, "findings"))
    assert owner.work.tabs.currentIndex() == 0
    assert owner.work.findings.isVisible()


def test_a_click_on_a_finding_selects_what_it_is_about_and_goes_there(owner):
    row = next(row for row in owner.work.findings.rows if row.finding.ids)
    owner.canvas.stage.viewpoint.pan(9000, 9000)
    known = {*owner.design.nodes, *owner.design.links}
    about = {name for name in row.finding.ids if name in known}
    owner.click(row, row.rect().center())
    assert set(owner.canvas.selected_ids()) == about
    rects = [owner.canvas.stage.rect_of(name) for name in about]
    owner.qtbot.waitUntil(
        lambda: any(rect is not None and owner.canvas.stage.sight.meets(rect) for rect in rects), timeout=3000
    )


def test_a_finding_is_chosen_by_key_too(owner):
    row = next(row for row in owner.work.findings.rows if row.finding.ids)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert owner.canvas.selected_ids()


def test_the_fix_of_a_finding_is_one_edit(drawer):
    server, switch = drawer.place(DGX), drawer.place(SWITCH)
    drawer.fill(drawer.work.inspector.section.fields["name"], "Leaf")
    drawer.work.document.edit(partial(set_node, node_id=server, copies=4))
    drawer.work.document.edit(partial(add_link, a=server, b=switch, cables=6))
    drawer.settle()
    before = drawer.design
    (link,) = before.links.values()
    row = next(row for row in drawer.work.findings.rows if row.finding.rule == "cabled-unalike")
    fixed = row.finding
    assert row.button.text() == "Draw 8 cables"
    drawer.click(row.button)
    assert drawer.design.links[link.id].cables == 8
    drawer.settle()
    assert fixed not in drawer.work.document.findings
    drawer.canvas.setFocus()
    drawer.keys("Ctrl+Z")
    assert drawer.design == before


@pytest.mark.usefixtures("painted")
def test_each_tab_shows_and_its_charts_hold_bars(owner):
    for title in ("utilisation", "power", "cost", "history", "findings"):
        owner.work.show_panel(title)
        QApplication.processEvents()
        assert not owner.window.grab().isNull()
    for chart in (*owner.work.power.charts, *owner.work.cost.charts):
        assert chart.bars, chart.title
        assert all(bar.low <= bar.value <= bar.high for bar in chart.bars), chart.title
    assert owner.work.utilisation.isVisibleTo(owner.work.bottom) is False


def test_charts_of_nothing_say_how_they_fill(drawer):
    drawer.settle()
    for title in ("power", "cost"):
        drawer.work.show_panel(title)
        QApplication.processEvents()
    assert not any(chart.bars for chart in drawer.work.power.charts)
    assert "as soon as" in said(drawer.work.power.charts[0])


@pytest.mark.usefixtures("painted")
def test_dark_and_light(owner):
    owner.work.show_panel("power")
    for name in ("dark", "light"):
        owner.window.commands.run(f"view.theme_{name}")
        assert current_theme().name == name
        picture = owner.window.grab().toImage()
        corner = picture.pixelColor(picture.width() // 2, picture.height() - 10)
        assert (corner.lightness() < 128) == (name == "dark")
    assert owner.studio.preferences.colours == "light"


def test_the_drawing_shows_utilisation_by_key(owner):
    owner.canvas.setFocus()
    owner.keys("U")
    assert owner.canvas.stage.overlay == "utilisation"
    assert owner.work.lens_bar.segments.value == "utilisation"
    owner.keys("U")
    assert owner.canvas.stage.overlay == ""
