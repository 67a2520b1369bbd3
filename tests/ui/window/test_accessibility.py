"""Every window, dialog, panel and view: names for screen readers, focus that is seen, and keys that reach all of it."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QScrollArea, QScrollBar, QTextBrowser, QWidget

from designer.drawing.design_views import VIEW_IDS
from designer.edit.nodes.nodes import add_node
from designer.ui.commands.registry import COMMANDS
from designer.ui.panels.registry import PANELS
from tests.long_runs import runs
from tests.shipped import LIBRARY

BELOW = tuple(panel.id for panel in PANELS if panel.place == "below")

OURS = ("help.guide", "help.shortcuts", "help.about")
THE_SYSTEMS = (
    "files.",
    "exports.",
    "marks.",
    "catalog.import",
    "catalog.export_own",
    "catalog.bundle",
    "floor.underlay",
)
INSIDE = frozenset({"edit.add_part", "edit.count", "edit.quick_add", "edit.other_ways", "shown.choose", "floor.fill"})
OPENS = tuple(
    command.id
    for command in COMMANDS
    if command.id in OURS
    or (command.title.endswith("…") and not command.id.startswith(THE_SYSTEMS) and command.id not in INSIDE)
)
"""Commands that open a window or a dialog of ours; files are asked for by the system's own."""
ALIKE = runs(1, 1_000)
"""How many controls of one class and look are looked at in each window: their focus is painted by the same rules."""
VIEWS = tuple(f"view.{name}" for name in VIEW_IDS)


@pytest.fixture
def owner(owner):
    """A person at a SuperPOD whose figures are there."""
    owner.settle()
    return owner


def focusable(root):
    """Widgets of ROOT's window that the keyboard reaches."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled() or not widget.isVisible():
            continue
        if widget.window() is root.window() and widget.focusProxy() is None and not isinstance(widget, QScrollBar):
            found.append(widget)
    return found


def words_of(widget):
    return f"{type(widget).__name__} {widget.accessibleName()!r} in {type(widget.parent()).__name__}"


def spoken_name(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def unnamed(root):
    return [
        words_of(widget) for widget in focusable(root) if not (widget.accessibleName() or spoken_name(widget)).strip()
    ]


def looks(widget):
    """WIDGET and the rim around it, as it is painted in its window."""
    window = widget.window()
    rim = QRect(widget.mapTo(window, QPoint(-4, -4)), widget.size())
    return window.grab(rim.adjusted(0, 0, 8, 8)).toImage().convertToFormat(QImage.Format.Format_RGB32)


def bring_into_sight(widget):
    """Scroll to WIDGET, as Qt does where Tab comes to it."""
    step = widget.parentWidget()
    while step is not None and not step.isWindow():
        if isinstance(step, QScrollArea):
            step.ensureWidgetVisible(widget)
        step = step.parentWidget()
    QApplication.processEvents()


def unseen(root, known=None):
    """Widgets that look the same with the keyboard in them as without it; those in KNOWN were looked at before."""
    found, known = [], set() if known is None else known
    parking = QWidget(root.window())
    parking.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    parking.setGeometry(0, 0, 1, 1)
    parking.show()
    alike = Counter((type(widget), widget.property("look")) for widget in known)
    for widget in focusable(root):
        if widget is parking or widget in known or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        sort = (type(widget), widget.property("look"))
        if alike[sort] >= ALIKE:
            continue
        bring_into_sight(widget)
        parking.setFocus(Qt.FocusReason.TabFocusReason)
        before = looks(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            continue
        known.add(widget)
        alike[sort] += 1
        if looks(widget) == before:
            found.append(words_of(widget))
    parking.setParent(None)
    parking.deleteLater()
    return found


def opened_by(person, command, look):
    """Run COMMAND, LOOK at each window that it opens, and close them; the answer is whether there was one."""
    window = person.window
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    seen = []

    def look_around():
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one not in before and not isinstance(one, QMenu) and one not in seen:
                seen.append(one)
                one.activateWindow()
                # What is worked out beside the window comes when it comes; it is looked at once it is there.
                for _ in range(400):
                    QTest.qWait(30)
                    if not getattr(one, "waiting", False):
                        break
                look(one)
                one.reject() if isinstance(one, QDialog) else one.close()

    QTimer.singleShot(40, window, look_around)
    window.commands.run(command)
    QTest.qWait(60)
    look_around()
    return bool(seen)


def prepared(person, command, tmp_path):
    """Select what COMMAND needs."""
    design = person.design
    if command == "measured.read_log":
        person.work.document.edit(lambda now: add_node(now, LIBRARY, "vllm/vllm", 0.0, 0.0, node_id="engine"))
        person.canvas.select(["engine"])
        person.window.commands.refresh()
        return
    if command.startswith("variants."):
        # Variants stand in the file of a project.
        if person.window.files.path is None:
            person.save(tmp_path / "p.stackwright")
        return
    switches = [node.id for node in design.nodes.values() if node.kind == "switch"]
    person.canvas.select(switches[:2] if command in {"limits.between"} else switches[:1])
    person.window.commands.refresh()


@pytest.mark.parametrize("menu", sorted({command.partition(".")[0] for command in OPENS}))
def test_what_a_command_opens(owner, let_go, menu, tmp_path):
    for command in OPENS:
        if command.partition(".")[0] != menu:
            continue
        wrong = []

        def look(window, wrong=wrong):
            wrong.extend(f"no name: {one}" for one in unnamed(window))
            wrong.extend(f"focus not seen: {one}" for one in unseen(window))
            wrong.extend(f"Tab passes by: {one}" for one in unreached(window))

        prepared(owner, command, tmp_path)
        assert opened_by(owner, command, look), command
        assert wrong == [], command
        let_go()


def unreached(window):
    """Widgets that Tab does not come to."""
    wanted = {widget for widget in focusable(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
    # In a text Tab goes from link to link before it goes on.
    links = sum(widget.document().toHtml().count("<a ") for widget in wanted if isinstance(widget, QTextBrowser))
    reached = set()
    for first in sorted(wanted, key=words_of)[:1]:
        first.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(4 * len(wanted) + 4 + links):
            widget = QApplication.focusWidget()
            if widget is None or widget.window() is not window:
                break
            reached.add(widget)
            if wanted <= reached:
                break
            QTest.keyClick(widget, Qt.Key.Key_Tab)
    return sorted(words_of(widget) for widget in wanted - reached)


@pytest.mark.usefixtures("painted")
@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.long), "dark"])
def test_the_whole_window_in_every_view_and_panel(owner, theme):
    owner.window.commands.run(f"view.theme_{theme}")
    nodes = owner.design.nodes.values()
    server = next(node.id for node in nodes if node.kind == "server")
    rack = next(node.id for node in nodes if node.kind == "rack")
    wrong, known = [], set()

    def look():
        QApplication.processEvents()
        wrong.extend(f"no name: {one}" for one in unnamed(owner.window))
        wrong.extend(f"focus not seen: {one}" for one in unseen(owner.window, known))

    assert owner.work.inspector.section.assumptions
    for ids in ((), (server,), (rack,), (next(iter(owner.design.links)),), (server, rack)):
        owner.canvas.select(ids)
        look()
    for title in BELOW:
        owner.work.show_panel(title)
        look()
    owner.window.commands.run("view.outline")
    look()
    for view in VIEWS:
        owner.window.commands.run(view)
        look()
    assert not wrong, sorted(set(wrong))


@pytest.mark.usefixtures("idle_moments", "painted")
def test_the_welcome_screen(person):
    assert unnamed(person.window) == []
    assert unseen(person.window) == []
    assert unreached(person.window) == []


def test_the_outline_speaks_every_node_and_link(owner):
    owner.window.commands.run("view.outline")
    tree = owner.work.outline.tree
    tree.expandAll()
    QApplication.processEvents()
    spoken = QAccessible.queryAccessibleInterface(tree)
    assert spoken.role() in {QAccessible.Role.Tree, QAccessible.Role.List}
    rows = [spoken.child(number).text(QAccessible.Text.Name) for number in range(spoken.childCount())]
    assert all(row.strip() for row in rows)
    said = "\n".join(rows)
    assert [node.id for node in owner.design.nodes.values() if node.title not in said] == []
    assert len(rows) >= len(owner.design.nodes) + len(owner.design.links)


def test_the_canvas_says_what_is_selected(owner):
    node = next(node for node in owner.design.nodes.values() if node.kind == "server")
    owner.canvas.select((node.id,))
    spoken = QAccessible.queryAccessibleInterface(owner.canvas)
    assert node.title in spoken.text(QAccessible.Text.Description)


def test_nothing_moves_where_less_motion_is_wanted(owner):
    owner.window.commands.run("view.motion_jump")
    stage, canvas = owner.canvas.stage, owner.canvas
    owner.window.commands.run("arrange.tidy_grid")
    assert not canvas.glide.running
    assert stage.shown_preview is None
    far = stage.viewpoint.scale
    owner.canvas.select((next(iter(owner.design.nodes)),))
    owner.window.commands.run("view.zoom_selection")
    there = (stage.viewpoint.scale, stage.viewpoint.x, stage.viewpoint.y)
    assert there[0] != far
    QTest.qWait(120)
    assert (stage.viewpoint.scale, stage.viewpoint.x, stage.viewpoint.y) == there
