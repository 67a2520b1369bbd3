"""The commands of the View, Present and Help menus."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

import designer
from designer.edit.views import add_view
from designer.model.design import ViewId
from designer.ui.app.preferences import Preferences
from designer.ui.commands.actions.edit_actions import GetWorkspace
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.theme import Choice

if TYPE_CHECKING:
    from designer.ui.present.presenter import Presenter


class ViewActions(QObject):
    """Actions on what is in sight."""

    colours_chosen = Signal(str)
    overlay_chosen = Signal(str)

    def __init__(self, workspace: GetWorkspace, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._preferences = preferences
        self.overlay = ""

    def turn_left(self) -> None:
        """Show the room as it looks from the next corner."""
        self._turn_room(-1)

    def turn_right(self) -> None:
        """Show the room as it looks from the corner before."""
        self._turn_room(1)

    def _turn_room(self, by: int) -> None:
        if work := self._workspace():
            if work.views.shown != "isometric":
                self.show("isometric")
            else:
                work.isometric.turn(by)

    def fail(self) -> None:
        """Take what is selected as failed, or bring it back."""
        if work := self._workspace():
            work.fail_selected()

    def show(self, name: ViewId) -> None:
        """Show a view of DESIGN_VIEWS and go on there."""
        if work := self._workspace():
            work.views.show_view(name)
            work.views.view.setFocus()

    def fit(self) -> None:
        """Show the whole design."""
        if work := self._workspace():
            work.views.view.fit()

    def zoom_selection(self) -> None:
        """Show what is selected."""
        if work := self._workspace():
            work.views.view.fit_selection()

    def zoom_in(self) -> None:
        """Closer."""
        if work := self._workspace():
            work.views.view.zoom_in()

    def zoom_out(self) -> None:
        """Farther."""
        if work := self._workspace():
            work.views.view.zoom_out()

    def zoom_actual(self) -> None:
        """One canvas pixel on one of the screen."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.zoom_to(1.0)

    def back(self) -> None:
        """Look where one looked before."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.go_back()

    def forward(self) -> None:
        """Look where one went back from."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.go_forward()

    def history(self) -> None:
        """Show the edits so far and go to them."""
        if work := self._workspace():
            work.show_tab("History")
            work.history.start()

    def utilisation(self) -> None:
        """Tint the links by how full they are, or stop that."""
        self._colour_by("utilisation")

    def heat_power(self) -> None:
        """Tell nodes and racks apart by what one draws, or stop that."""
        self._colour_by("power")

    def heat_cost(self) -> None:
        """Tell nodes apart by what all copies cost, or stop that."""
        self._colour_by("cost")

    def heat_nothing(self) -> None:
        """Colour by nothing."""
        self.set_overlay("")

    def _colour_by(self, name: str) -> None:
        self.set_overlay("" if self.overlay == name else name)

    def set_overlay(self, name: str) -> None:
        """Show overlay NAME; "" for none."""
        self.overlay = name
        if work := self._workspace():
            work.canvas.set_overlay(name)
            if name:
                work.views.show_view("topology")
        self.overlay_chosen.emit(name)

    def theme_system(self) -> None:
        """Colours of the system."""
        self._colours("system")

    def theme_light(self) -> None:
        """Light colours."""
        self._colours("light")

    def theme_dark(self) -> None:
        """Dark colours."""
        self._colours("dark")

    def motion_system(self) -> None:
        """Things move as the system says."""
        self._preferences.motion = "system"

    def motion_glide(self) -> None:
        """Things glide to their places after they were tidied."""
        self._preferences.motion = "glide"

    def motion_jump(self) -> None:
        """Things are at their places at once."""
        self._preferences.motion = "jump"

    def toggle_palette(self) -> None:
        """Show or hide the parts."""
        if work := self._workspace():
            _toggle(work.side)

    def outline(self) -> None:
        """Show the outline and go to it."""
        if work := self._workspace():
            work.side.start_outline()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        if work := self._workspace():
            _toggle(work.inspector)

    def toggle_bottom(self) -> None:
        """Show or hide findings and charts."""
        if work := self._workspace():
            _toggle(work.bottom)

    def next_panel(self) -> None:
        """Put the keyboard into the next panel: parts, canvas, inspector, findings."""
        work = self._workspace()
        if work is None:
            return
        panels: list[QWidget] = [work.side, work.views.view, work.inspector, work.bottom]
        panels = [panel for panel in panels if panel.isVisible()]
        focus = QApplication.focusWidget()
        # From the panel that has the keyboard to the next; from nowhere to the first.
        at = next((i for i, panel in enumerate(panels) if focus and (panel is focus or panel.isAncestorOf(focus))), -1)
        panel = panels[(at + 1) % len(panels)]
        if panel is work.side:
            work.side.start()
        elif panel is work.views.view:
            work.views.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif panel is work.bottom:
            work.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            first = work.inspector.section
            if first is not None:
                first.focus_first()

    def _colours(self, choice: Choice) -> None:
        self._preferences.colours = choice
        self.colours_chosen.emit(choice)


def _toggle(panel: QWidget) -> None:
    panel.setVisible(not panel.isVisible())


class PresentActions:
    """Saved views and presenting them."""

    def __init__(self, workspace: GetWorkspace, questions: Questions, parent: QWidget) -> None:
        self._workspace = workspace
        self._questions = questions
        self._parent = parent
        self.presenter: Presenter | None = None

    def start(self) -> None:
        """Walk the saved views, full screen."""
        work = self._workspace()
        if work is None:
            return
        from designer.ui.present.presenter import Presenter

        self.presenter = Presenter(work.document)
        self.presenter.left.connect(self._parent.activateWindow)
        self.presenter.setGeometry(self._parent.screen().geometry())
        self.presenter.showFullScreen()
        self.presenter.raise_()
        self.presenter.activateWindow()

    def save_view(self) -> None:
        """Save what is in sight as a slide."""
        work = self._workspace()
        if work is None:
            return
        from designer.ui.present.saved_views_dialog import ViewDialog

        dialog = ViewDialog(f"View {len(work.document.design.views) + 1}", self._parent)
        if dialog.exec():
            make = partial(
                add_view,
                name=dialog.name,
                caption=dialog.caption,
                notes=dialog.notes,
                shows=work.views.shown,
                camera=work.view_pages.camera,
                focus=work.view_pages.focus,
                detail=dialog.detail,
                quarter=work.view_pages.quarter,
                hidden_layers=work.canvas.stage.hidden_layers,
                hidden_media=work.canvas.stage.hidden_media,
            )
            work.document.edit(make)
        dialog.deleteLater()

    def views(self) -> None:
        """List the saved views."""
        work = self._workspace()
        if work is None:
            return
        from designer.ui.present.saved_views_dialog import ViewsDialog

        dialog = ViewsDialog(work.document, self._parent)
        dialog.shown.connect(work.show_view)
        dialog.exec()
        dialog.deleteLater()


class HelpActions(QObject):
    """Finding one's way."""

    palette_wanted = Signal()
    shortcuts_wanted = Signal()

    def __init__(self, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions = questions
        self._parent = parent

    def guide(self) -> None:
        """Open the guides."""
        from designer.ui.app.guide_dialog import GuideDialog

        GuideDialog(self._parent).show()

    def palette(self) -> None:
        """Open the command palette."""
        self.palette_wanted.emit()

    def shortcuts(self) -> None:
        """List the keys."""
        self.shortcuts_wanted.emit()

    def about(self) -> None:
        """Say what this is."""
        self._questions.inform(
            f"Stackwright {designer.__version__}",
            "A desktop designer for AI infrastructure: draw it, wire it, see what it carries, draws and costs.\n\n"
            "Licensed under Apache-2.0.",
        )
