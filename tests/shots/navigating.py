"""Moving around and commanding: the far levels, back and forward, the palette, shortcuts, menus, history."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from designer import clock
from designer.edit.nodes.nodes import set_node
from designer.edit.session import Session
from designer.edit.settings import set_name
from designer.store.recovery import Recovery
from designer.ui.commands.command_palette import CommandPalette
from designer.ui.commands.shortcuts_dialog import ShortcutsDialog
from tests.campus import campus

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage

LEVELS = ((0.3, "racks"), (0.17, "pods"), (0.09, "rooms"), (0.045, "sites"))


def shoot_navigating(stage: "Stage") -> None:
    """Every state of it, in the window."""
    shoot_far_levels(stage)
    shoot_commanding(stage)


def shoot_far_levels(stage: "Stage") -> None:
    """SuperPODs of 1, 4 and 64 units, and a campus, from ever farther away."""
    window = stage.window
    for units in ("1", "4", "64"):
        window.files.new_from("dgx-superpod-h100", {"scale_units": units})
        stage.analysed()
        _from_afar(stage, f"far-{units}-units", LEVELS[:2])
        if units == "4":
            window.set_overlay("utilisation")
            _from_afar(stage, "far-4-units-utilisation", LEVELS[1:2])
            window.set_overlay("")
        window.files.close_design()
    window.open_session(Session(campus(stage.studio.shelf.library)))
    stage.analysed()
    _from_afar(stage, "far-campus", LEVELS)
    window.files.close_design()


def _from_afar(stage: "Stage", name: str, levels: tuple[tuple[float, str], ...]) -> None:
    work = stage.window.workspace
    assert work is not None
    for scale, what in levels:
        work.canvas.fit()
        work.canvas.zoom_to(scale)
        stage.take(f"{name}-{what}")


def shoot_commanding(stage: "Stage") -> None:
    """The palette, the shortcuts in the middle of a change, menus of things, the history."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    _palettes(stage)
    window.open_shortcuts()
    (dialog,) = window.findChildren(ShortcutsDialog)
    stage.spin(0.2)
    stage.take("shortcuts-list", dialog)
    press = dialog.rows["edit.select_all"].button
    press.click()
    press.setFocus()
    stage.take("shortcuts-waiting", dialog)
    QTest.keyClick(press, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    stage.take("shortcuts-conflict", dialog)
    dialog.close()
    _menus(stage)
    node = next(node.id for node in work.document.design.nodes_in_order() if node.part)
    for number in range(14):
        work.document.edit(partial(set_node, node_id=node, name=f"Server {number}"))
    for _ in range(4):
        window.commands.run("edit.undo")
    window.commands.run("view.history")
    stage.take("history-dozen")
    work.show_panel("findings")
    window.files.close_design()


def _palettes(stage: "Stage") -> None:
    window = stage.window
    for name, text in (("at-first", ""), ("words", "zoom"), ("slip", "dulpicate"), ("things", "leaf")):
        window.open_palette()
        palette = window.findChildren(CommandPalette)[-1]
        palette.search.setText(text)
        stage.take(f"palette-{name}", palette)
        palette.close()
        stage.spin(0.05)


def _menus(stage: "Stage") -> None:
    window = stage.window
    work = window.workspace
    assert work is not None
    design, drawing = work.document.design, work.canvas.stage.drawing
    server = next(node.id for node in design.nodes_in_order() if node.part and node.kind == "server")
    for name, ids in (
        ("node", (server,)),
        ("ground", ()),
        ("link", (next(iter(design.links)),)),
        ("frame", (drawing.frames[1].id,)),
        ("several", tuple(tile.id for tile in drawing.tiles[:3])),
    ):
        work.canvas.select(ids)
        menu = work.canvas.context_menu()
        if menu is not None:
            menu.popup(window.mapToGlobal(window.rect().topLeft()))
            stage.take(f"menu-{name}", menu)
            menu.close()
    work.canvas.select(())


def shoot_gallery(stage: "Stage") -> None:
    """The start page: samples with their pictures, searched, by layer, a sample chosen, unsaved work and a project."""
    window = stage.window
    window.files.close_design()
    welcome = window.welcome
    stage.wait(lambda: welcome.grid.samples["ai-stack"].picture is not None)
    stage.spin(6.0)
    stage.take("gallery")
    welcome.search.setText("training")
    stage.spin(0.3)
    stage.take("gallery-search")
    welcome.search.setText("nothing has this")
    stage.spin(0.3)
    stage.take("gallery-nothing")
    welcome.search.setText("")
    next(iter(welcome.layer_buttons.values())).click()
    stage.spin(0.3)
    stage.take("gallery-layer")
    next(iter(welcome.layer_buttons.values())).click()
    last = clock.now().isoformat()
    left = Recovery(journal="left.jsonl", project="", name="A pod that nobody saved", edits=7, last=last)
    path, damage = "/data/hall.stackwright", "The last edit was not written whole and does not come back."
    lost = Recovery(journal="lost.jsonl", project=path, name="Hall A", edits=1, last=last, damage=damage)
    welcome.show_projects((), (left, lost))
    stage.spin(0.3)
    stage.take("gallery-unsaved")


def shoot_tabs(stage: "Stage") -> None:
    """Several designs in tabs: with unsaved work, a long name, the menu of a tab, many of them."""
    window = stage.window
    for name in ("rag-service", "leaf-spine"):
        window.tabs.begin(partial(window.files.new_from, name, {}))
        stage.analysed()
    work = window.workspace
    assert work is not None
    work.document.edit(lambda design: set_name(design, "The second hall of the northern campus, as it was asked for"))
    stage.analysed()
    stage.take("tabs")
    window.tabs.bar.customContextMenuRequested.emit(window.tabs.bar.tabRect(1).center())
    stage.spin(0.2)
    for menu in window.tabs.findChildren(QMenu):
        stage.take("tabs-menu", menu)
        menu.close()
    for _ in range(6):
        window.tabs.begin(window.files.new_empty)
    window.tabs.add()
    stage.spin(0.3)
    stage.take("tabs-many")
    while len(window.tabs.tabs) > 1:
        window.files.close_design()
        window.tabs.leave()
