"""Where the panels stand: rails, docked, opened over the canvas; measured on the widgets of the real window."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from designer.edit.settings import set_name
from designer.ui.app.frame.arrangement import RAIL, SIDES
from designer.ui.app.frame.rail import SIDE, RailButton
from designer.ui.commands.registry import BY_ID, COMMANDS
from designer.ui.inspector.inspector import Inspector
from designer.ui.panels.findings_panel import FindingsPanel
from designer.ui.widgets.part_words import LAYERS_DOWN


def share(window):
    """Return how much of the window the canvas has."""
    canvas = window.workspace.canvas
    return canvas.width() * canvas.height() / (window.width() * window.height())


def place(widget, above):
    """Return the rectangle of WIDGET in ABOVE."""
    return QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("template", ["dgx-superpod-h100", "ai-stack", "rag-service"])
def test_the_canvas_has_the_room(first_day, template):
    settings = {"scale_units": "1"} if template.startswith("dgx") else {"users": "8000"}
    window = first_day(1600, 1000, template, **settings)

    def seen():
        for _ in range(3):  # a bar that folds asks for a layout, which comes with the next round
            QApplication.processEvents()
        return share(window)

    # What is said of a design that serves people stands above the canvas, and takes of its room.
    assert window.workspace.growth.isVisible() == (not template.startswith("dgx"))
    assert seen() >= 0.65
    window.commands.run("view.fold_all")
    assert seen() >= 0.70
    assert all(window.workspace.frame.how(side) == "folded" for side in SIDES)
    window.resize(1100, 700)
    assert seen() >= 0.70


def test_panels_fold_in_the_order_of_the_rule_and_come_back(first_day):
    window = first_day(1600, 1000)
    frame = window.workspace.frame
    for side in SIDES:
        frame.pin(side)
    for wide, high, folded in (
        (1440, 900, set()),
        (1439, 900, {"palette"}),
        (1279, 900, {"palette", "inspector"}),
        (1279, 899, {"palette", "inspector", "below"}),
        (1600, 1000, set()),
    ):
        window.resize(wide, high)
        QApplication.processEvents()
        assert {side for side in SIDES if frame.how(side) != "docked"} == folded, (wide, high)


def test_each_key_folds_its_panel_and_one_folds_all(first_day):
    window = first_day(1600, 1000)
    frame = window.workspace.frame
    for command, side in (
        ("view.toggle_palette", "palette"),
        ("view.toggle_inspector", "inspector"),
        ("view.toggle_bottom", "below"),
    ):
        before = frame.how(side)
        window.commands.run(command)
        assert frame.how(side) != before
    keys = [BY_ID[name].shortcut for name in ("view.toggle_palette", "view.toggle_inspector", "view.toggle_bottom")]
    assert keys == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]
    shown = {side: frame.how(side) for side in SIDES if frame.how(side) != "folded"}
    assert shown
    QTest.keyClick(window, Qt.Key.Key_Backslash, Qt.KeyboardModifier.ControlModifier)
    assert all(frame.how(side) == "folded" for side in SIDES)
    QTest.keyClick(window, Qt.Key.Key_Backslash, Qt.KeyboardModifier.ControlModifier)
    assert {side: frame.how(side) for side in SIDES if frame.how(side) != "folded"} == shown


def test_a_rail_is_narrow_and_its_buttons_say_what_they_are(first_day):
    window = first_day(1100, 700)
    work = window.workspace
    rails = (work.rails.left, work.rails.right)
    assert [rail.width() for rail in rails] == [RAIL, RAIL]
    assert work.rails.left.x() == 0
    assert work.rails.right.geometry().right() == work.frame.width() - 1
    buttons = [button for rail in rails for button in rail.findChildren(RailButton)]
    assert all(button.height() == SIDE and button.accessibleName() and button.toolTip() for button in buttons)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)
    assert [button.layer for button in buttons if button.layer] == list(LAYERS_DOWN)
    assert len({button.accessibleName() for button in buttons}) == len(buttons)


@pytest.mark.usefixtures("figures")
def test_the_badge_counts_the_findings(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    button = work.rails.buttons["Findings"]
    assert button.count == len(work.document.findings) > 0
    assert str(button.count) in button.accessibleDescription()


def test_a_click_opens_a_panel_over_the_canvas_and_the_pin_docks_it(first_day):
    window = first_day(1100, 700)
    work, frame = window.workspace, window.workspace.frame
    before = place(work.canvas, work)
    work.rails.buttons["parts"].click()
    assert frame.how("palette") == "open"
    assert place(work.canvas, work) == before
    assert place(work.side, work).intersects(before)
    assert place(work.side, work).left() == RAIL + 8
    assert work.palette_panel.search.hasFocus()
    work.side.buttons.pin.click()
    assert frame.how("palette") == "docked"
    assert not place(work.side, work).intersects(place(work.canvas, work))
    work.side.buttons.fold.click()
    assert place(work.canvas, work) == before


def test_a_layer_of_the_rail_shows_its_parts(first_day):
    window = first_day(1100, 700)
    window.workspace.rails.buttons["layer.silicon"].click()
    panel = window.workspace.palette_panel
    assert panel.isVisible()
    parts = [row.part for row in panel.list.row_model.rows if row.part]
    library = window.shelf.library
    assert parts
    assert all(library.parts[part].layer == "silicon" for part in parts)


def test_escape_closes_what_is_open_and_goes_back_to_the_canvas(first_day):
    window = first_day(1100, 700)
    work = window.workspace
    for name, side in (("History", "below"), ("outline", "palette")):
        work.rails.buttons[name].click()
        assert work.frame.how(side) == "open"
        QTest.keyClick(QApplication.focusWidget() or work.canvas, Qt.Key.Key_Escape)
        assert work.frame.how(side) == "folded"
        assert work.canvas.hasFocus()


def test_f6_walks_rails_and_panels(first_day):
    window = first_day(1100, 700)
    work = window.workspace
    seen = []
    for _ in range(3):
        window.commands.run("view.next_panel")
        keyboard = QApplication.focusWidget()
        parts = (work.rails.left, work.canvas, work.rails.right)
        seen.append(next(at for at, part in enumerate(parts) if part is keyboard or part.isAncestorOf(keyboard)))
    assert sorted(seen) == [0, 1, 2]


def test_the_inspector_follows_the_selection_and_nothing_selected_lies_under_it(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    assert not work.inspector.isVisible()
    canvas, design = work.canvas, work.document.design
    for node in list(design.nodes_in_order())[:12]:
        canvas.select([node.id])
        QApplication.processEvents()
        card = place(work.inspector_card, canvas.window())
        assert work.inspector.isVisible()
        assert card.width() == 312
        seen = canvas.stage.near_rect_of(node.id)
        on_screen = canvas.stage.viewpoint.rect_to_screen(seen)
        left = card.left() - canvas.mapTo(canvas.window(), QPoint(0, 0)).x()
        assert on_screen.right <= left, node.id
    canvas.select(())
    assert not work.inspector.isVisible()
    work.inspector_card.buttons.fold.click()
    canvas.select([next(iter(design.nodes))])
    assert not work.inspector.isVisible()  # folded until somebody asks for it
    work.rails.buttons["inspector"].click()
    assert work.inspector.isVisible()


def test_the_inspector_stays_below_what_is_said_of_failures(first_day):
    window = first_day(1100, 700)
    work = window.workspace
    work.canvas.select(("spine",))
    QApplication.processEvents()
    card, banner = work.inspector_card, work.banner
    assert card.isVisible()
    before = place(card, window)
    work.document.what_if.toggle_names(("leaf",))
    for _ in range(3):
        QApplication.processEvents()
    assert banner.isVisible()
    assert not place(card, window).intersects(place(banner, window))
    work.document.what_if.mend()
    for _ in range(3):
        QApplication.processEvents()
    assert place(card, window) == before


def test_the_inspector_is_dragged_within_the_canvas(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    work.canvas.select([next(iter(work.document.design.nodes))])
    before = work.inspector_card.pos()
    work.inspector_card.dragged.emit(QPoint(-200, 40))
    assert work.inspector_card.pos() - before == QPoint(-200, 40)
    work.inspector_card.dragged.emit(QPoint(-5_000, -5_000))
    assert work.frame.rect().contains(work.inspector_card.geometry())


def test_the_strip_folds_to_four_figures_and_a_click_unfolds_it(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    brief = next(one for one in window.top_bar.findChildren(QWidget) if type(one).__name__ == "BriefFigures")
    assert list(brief.buttons) == ["accelerators", "facility", "buy", "bottleneck"]
    assert brief.isVisible()
    assert not work.headline.isVisible()
    assert not work.brief_row.isVisible()
    assert all(button.width() >= button.sizeHint().width() for button in brief.buttons.values())
    window.resize(1100, 700)
    QApplication.processEvents()
    assert work.brief_row.isVisible()
    assert work.brief_row.height() <= 45
    assert not brief.isVisible()
    work.brief_row.more.click()
    assert work.headline.isVisible()
    assert window.preferences.shows_strip
    work.headline.fold.click()
    assert not work.headline.isVisible()


@pytest.mark.usefixtures("figures")
def test_one_finding_stands_in_a_card_until_it_is_put_off(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    card = work.finding_card
    assert card.isVisible()
    first = card.finding
    assert card.place.text().startswith("1 of ")
    card.later.click()
    assert card.finding != first
    assert card.place.text().startswith("2 of ")
    assert not place(card, work).intersects(place(work.float_bar, work))
    card.place.click()
    assert work.findings.isVisible()
    assert not card.isVisible()


def test_a_lens_is_its_panel(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    shown = [
        work.bottom.tabs.tabText(at) for at in range(work.bottom.tabs.count()) if work.bottom.tabs.isTabVisible(at)
    ]
    assert "Power" not in shown
    work.lens_bar.segments.buttons["power"].click()
    assert (work.canvas.stage.overlay, work.bottom.shown, work.frame.how("below")) == ("power", "power", "open")
    work.show_panel("cost")
    assert (work.canvas.stage.overlay, work.lens_bar.segments.value) == ("cost", "cost")
    work.lens_bar.segments.buttons[""].click()
    assert (work.canvas.stage.overlay, work.frame.how("below")) == ("", "folded")


def test_what_stands_is_kept(first_day):
    window = first_day(1600, 1000)
    frame = window.workspace.frame
    frame.pin("inspector")
    frame.fold("palette")
    frame.set_across("below", 300)
    window.files.close_design()
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    QApplication.processEvents()
    frame = window.workspace.frame
    assert (frame.how("inspector"), frame.how("palette")) == ("docked", "folded")


@pytest.mark.usefixtures("figures")
def test_nothing_is_made_for_panels_that_nobody_sees(first_day, monkeypatch):
    made = []
    monkeypatch.setattr(Inspector, "_made", lambda self, ids, make=Inspector._made: made.append(ids) or make(self, ids))
    fill = FindingsPanel._fill
    monkeypatch.setattr(FindingsPanel, "_fill", lambda self: made.append("rows") or fill(self))
    window = first_day(1600, 1000)
    work = window.workspace
    assert made in ([], ["rows"])  # the panel of findings begins empty
    made.clear()
    work.document.edit(lambda design: set_name(design, "Another"))
    assert made == []
    assert work.rails.buttons["Findings"].count == len(work.document.findings)
    work.rails.buttons["inspector"].click()
    assert made == [()]
    work.show_panel("findings")
    assert len(work.findings.rows) > 0


def test_every_button_of_the_frame_has_a_name(first_day):
    window = first_day(1600, 1000)
    work = window.workspace
    for holder in (work.rails.left, work.rails.right, work.side, work.bottom, work.inspector_card, work.finding_card):
        for button in holder.findChildren(QAbstractButton):
            if isinstance(button.parent(), QLineEdit):
                continue  # Qt's own sign in the line, which takes no keyboard
            assert button.accessibleName() or button.text() or not button.isVisible(), type(button)


BEFORE = [
    "view.topology",
    "view.floor",
    "view.isometric",
    "view.stack",
    "view.rack",
    "view.power",
    "view.utilisation",
    "view.heat_power",
    "view.heat_cost",
    "view.heat_nothing",
    "view.toggle_palette",
    "view.toggle_inspector",
    "view.toggle_bottom",
    "view.next_panel",
    "panel.parts",
    "view.outline",
    "panel.findings",
    "panel.utilisation",
    "panel.failures",
    "panel.cables",
    "panel.power",
    "panel.cooling",
    "panel.energy",
    "panel.cost",
    "view.history",
    "limits.sweep",
    "limits.collectives",
    "limits.between",
    "view.turn_left",
    "view.turn_right",
]
"""Commands of views, lenses and panels before some of these became one."""


def test_no_command_is_lost():
    assert set(BEFORE) <= {command.id for command in COMMANDS}


@pytest.mark.parametrize("size", [(1600, 1000), (1100, 700)])
@pytest.mark.parametrize(("view", "template"), [("power", "power-chain"), ("rack", "dgx-superpod-h100")])
def test_nothing_selected_in_a_view_lies_under_the_inspector(first_day, view, template, size):
    window = first_day(*size, template, **({"racks": "40"} if view == "power" else {}))
    work = window.workspace
    window.commands.run(f"view.{view}")
    QApplication.processEvents()
    page = work.plant.chain if view == "power" else work.racks.racks
    tried = 0
    for node in work.document.design.nodes.values():
        # Only what stands where the inspector comes.
        if not page.shows((node.id,)) or page.screen_rect(node.id).right() < page.width() - 200:
            continue
        tried += 1
        work.canvas.select((node.id,))
        QApplication.processEvents()
        card = place(work.inspector_card, window)
        shown = page.screen_rect(node.id).toRect().translated(page.mapTo(window, QPoint(0, 0)))
        assert not card.intersects(shown), node.id
        work.canvas.select(())
    assert tried
    work.canvas.select((node.id,))
    if view == "power":
        assert not place(work.inspector_card, window).intersects(place(work.plant.side, window))


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("size", [(1600, 1000), (1100, 700)])
def test_the_inspector_comes_below_what_is_said_and_below_the_tools(first_day, size):
    window = first_day(*size, "ai-stack", users="8000")
    work = window.workspace
    work.canvas.select((next(iter(work.document.design.nodes)),))
    QApplication.processEvents()
    assert work.growth.isVisible()
    assert not place(work.inspector_card, window).intersects(place(work.growth, window))
    window.commands.run("view.floor")
    QApplication.processEvents()
    assert not place(work.inspector_card, window).intersects(place(work.floor.bar, window))
