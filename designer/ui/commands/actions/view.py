"""The commands of the View, Present and Help menus."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from designer.edit.views import add_view
from designer.model.design import ViewId
from designer.model.named_numbers import keep_design_names
from designer.ui.app.frame.arrangement import Side
from designer.ui.app.preferences import Motion
from designer.ui.commands.context import Context, Run
from designer.ui.panels.panel import start_in
from designer.ui.widgets.motion import things_move
from designer.ui.widgets.number_words import write_numbers_anew
from designer.ui.widgets.theme import Choice

if TYPE_CHECKING:
    from designer.ui.present.slides_made import Source


def turn(by: int) -> Run:
    """Return what shows the room as it looks from the next corner: 1 turns it to the right, -1 to the left."""
    return partial(_turn_room, by=by)


def _turn_room(context: Context, by: int) -> None:
    if work := context.workspace:
        if work.views.shown != "isometric":
            _show(context, "isometric")
        else:
            work.isometric.turn(by)


def fail(context: Context) -> None:
    """Take what is selected as failed, or bring it back."""
    if work := context.workspace:
        work.fail_selected()


def show(name: ViewId) -> Run:
    """Return what shows a view of DESIGN_VIEWS and goes on there."""
    return partial(_show, name=name)


def _show(context: Context, name: ViewId) -> None:
    if work := context.workspace:
        work.views.show_view(name)
        work.views.view.setFocus()


def fit(context: Context) -> None:
    """Show the whole design."""
    if work := context.workspace:
        work.views.view.fit()


def zoom_selection(context: Context) -> None:
    """Show what is selected."""
    if work := context.workspace:
        work.views.view.fit_selection()


def zoom_in(context: Context) -> None:
    """Closer."""
    if work := context.workspace:
        work.views.view.zoom_in()


def zoom_out(context: Context) -> None:
    """Farther."""
    if work := context.workspace:
        work.views.view.zoom_out()


def zoom_actual(context: Context) -> None:
    """One canvas pixel on one of the screen."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.zoom_to(1.0)


def back(context: Context) -> None:
    """Look where one looked before."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.go_back()


def forward(context: Context) -> None:
    """Look where one went back from."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.go_forward()


def show_panel(panel_id: str) -> Run:
    """Return what shows a panel of PANELS and goes on there."""
    return partial(_show_panel, panel_id=panel_id)


def _show_panel(context: Context, panel_id: str) -> None:
    if work := context.workspace:
        work.show_panel(panel_id).start()


def colour_by(name: str) -> Run:
    """Return what colours the drawing by an overlay, or stops that; "" for nothing."""
    return partial(_colour_by, name=name)


def _colour_by(context: Context, name: str) -> None:
    set_overlay(context, "" if context.overlay == name else name)


def set_overlay(context: Context, name: str, *, turn: bool = True) -> None:
    """Colour the drawing by NAME and open the panel of it; "" for none. TURN says whether the topology is shown."""
    context.overlay = name
    if work := context.workspace:
        work.canvas.set_overlay(name)
        if name and turn and work.views.shown != "topology-logical":
            work.views.show_view("topology")
    context.show_overlay(name)


def toggle_palette(context: Context) -> None:
    """Show or fold the parts."""
    if work := context.workspace:
        work.frame.toggle("palette")


def toggle_inspector(context: Context) -> None:
    """Show or fold the inspector."""
    if work := context.workspace:
        work.frame.toggle("inspector")


def toggle_bottom(context: Context) -> None:
    """Show or fold findings and charts."""
    if work := context.workspace:
        work.frame.toggle("below")


def fold_all(context: Context) -> None:
    """Fold all panels to their rails and the figures to four, or bring back what was folded so."""
    if work := context.workspace:
        work.fold_all()


def dock(side: Side) -> Run:
    """Return what docks the panel at a SIDE of the canvas, or lets it float."""
    return partial(_dock, side=side)


def _dock(context: Context, side: Side) -> None:
    if work := context.workspace:
        work.frame.pin(side, work.frame.how(side) != "docked")


def toggle_strip(context: Context) -> None:
    """Unfold the strip of figures, or fold it."""
    if work := context.workspace:
        work.show_strip(not work.strip_shown)


def toggle_map(context: Context) -> None:
    """Show or hide the map of the whole drawing."""
    if work := context.workspace:
        work.toggle_map()


def assumptions(context: Context) -> None:
    """Show the book of assumptions: the inspector of the design itself."""
    if work := context.workspace:
        work.canvas.select(())
        work.frame.open("inspector")
        work.inspector.start()


def next_panel(context: Context) -> None:
    """Put the keyboard into the next panel: parts, canvas, inspector, findings."""
    work = context.workspace
    if work is None:
        return
    panels: list[QWidget] = [work.rails.left, work.side, work.views.view, work.inspector, work.bottom, work.rails.right]
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
    elif panel is work.inspector:
        work.inspector.start()
    else:
        start_in(panel)


def wear(choice: Choice) -> Run:
    """Return what gives all windows light or dark colours, or those of the system."""
    return partial(_wear, choice=choice)


def _wear(context: Context, choice: Choice) -> None:
    context.preferences.colours = choice
    context.wear(choice)


def move_things(motion: Motion) -> Run:
    """Return what lets things glide or jump to their places, or do as the system says."""
    return partial(_move_things, motion=motion)


def _move_things(context: Context, motion: Motion) -> None:
    context.preferences.motion = motion


def write_numbers(name: str) -> Run:
    """Return what writes and reads numbers for NAME, a key of `LOCALES`, or as the system does for "system"."""
    return partial(_write_numbers, name=name)


def _write_numbers(context: Context, name: str) -> None:
    context.preferences.numbers = name
    if work := context.workspace:
        keep_design_names(work.document.design)
    write_numbers_anew(name)


def present(context: Context) -> None:
    """Show the deck, full screen; with a second screen the speaker's window stays on that of the design."""
    _present(context, "deck")


def present_views(context: Context) -> None:
    """Show the saved views as slides, full screen."""
    _present(context, "views")


def _present(context: Context, source: "Source") -> None:
    work = context.workspace
    if work is None:
        return
    from designer.ui.present.presenter import Presenter

    here = context.window.screen()
    other = next((screen for screen in QGuiApplication.screens() if screen is not here), None)
    context.presenter = Presenter(work.document, source=source, moves=things_move(context.preferences))
    context.presenter.left.connect(context.window.activateWindow)
    context.presenter.start(other or here, here if other is not None else None)


def save_view(context: Context) -> None:
    """Save what is in sight as a slide."""
    work = context.workspace
    if work is None:
        return
    from designer.ui.present.saved_views_dialog import ViewDialog

    dialog = ViewDialog(f"View {len(work.document.design.views) + 1}", context.window)
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


def saved_views(context: Context) -> None:
    """List the saved views."""
    work = context.workspace
    if work is None:
        return
    from designer.ui.present.saved_views_dialog import ViewsDialog

    dialog = ViewsDialog(work.document, context.window)
    dialog.shown.connect(work.show_view)
    dialog.exec()
    dialog.deleteLater()


def guide(context: Context) -> None:
    """Open the guides."""
    from designer.ui.app.guide_dialog import GuideDialog

    GuideDialog(context.window).show()


def about(context: Context) -> None:
    """Show versions and licences."""
    from designer.ui.installation.about_dialog import AboutDialog

    AboutDialog(context.window).show()
