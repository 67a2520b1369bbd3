"""All panels around one open design, with the canvas in the middle."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.results import FLOWS
from designer.model.changes import ChangeSet
from designer.model.copy_ids import CopyId
from designer.model.design import Settings, View, ViewId
from designer.model.figures.figure import Figure
from designer.review.effects.fixing import fixed
from designer.review.effects.grouping import FindingGroup
from designer.review.findings import Finding
from designer.ui.app.document import Document
from designer.ui.app.frame.arrangement import SIDES, may_dock
from designer.ui.app.frame.brief_figures import BriefFigures
from designer.ui.app.frame.finding_card import NARROW_BELOW, FindingCard
from designer.ui.app.frame.floating import InspectorCard
from designer.ui.app.frame.lens_bar import LensBar
from designer.ui.app.frame.rails import Rails
from designer.ui.app.frame.work_frame import WorkFrame
from designer.ui.app.growth_bar import GrowthBar
from designer.ui.app.headline import HeadlineStrip
from designer.ui.app.panel_tabs import PanelTabs, bottom_tabs, left_tabs
from designer.ui.app.preferences import Preferences
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.commands.command_set import CommandSet
from designer.ui.commands.context_menus import ContextMenus, RowMenus
from designer.ui.commands.floating_bar import FloatBar
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.inspector.inspector import Inspector
from designer.ui.learn.empty_offer import EmptyOffer
from designer.ui.learn.empty_states import EMPTY_PANELS, EMPTY_VIEWS
from designer.ui.panels.cables.cables_panel import CablesPanel
from designer.ui.panels.charts_panel import ChartsPanel
from designer.ui.panels.cooling.cooling_panel import CoolingPanel
from designer.ui.panels.energy.energy_panel import EnergyPanel
from designer.ui.panels.failures.failure_banner import FailureBanner
from designer.ui.panels.failures.failures_panel import FailuresPanel
from designer.ui.panels.findings_panel import FindingsPanel
from designer.ui.panels.history_panel import HistoryPanel
from designer.ui.panels.outline.outline_panel import OutlinePanel
from designer.ui.panels.panel import PanelSpec
from designer.ui.panels.parts_panel import PalettePanel
from designer.ui.panels.utilisation.utilisation_panel import UtilisationPanel
from designer.ui.reality.fault_legend import FaultLegend
from designer.ui.views.design_view import DesignView
from designer.ui.views.floor.page import FloorPage
from designer.ui.views.isometric.view import IsometricView
from designer.ui.views.power.page import PowerPage
from designer.ui.views.racks.page import RackPage
from designer.ui.views.registry import VIEW_MAKERS
from designer.ui.views.stack.view import StackView
from designer.ui.views.view_pages import ViewPages
from designer.ui.views.view_tabs import VIEW_TABS, ViewTabs
from designer.ui.widgets.charts.chart_frame import ChartLoading
from designer.ui.widgets.motion import things_move

STACK_CONTEXT: Final = ("edit.copy", "edit.duplicate", "edit.delete", "", "view.fit")
PAINTED_AFTER_MS: Final = 15
CLEAR: Final = 16
"""Pixels between the floating inspector and what the view shows beside it."""
RECENT: Final = 4
"""Nodes and links that were searched for last, kept to be offered again."""


class Workspace(QWidget):
    """The figures above; the views in the middle of a frame of panels, which fold to rails, below them."""

    message = Signal(str)
    traffic_chosen = Signal(str)
    flow_drawn = Signal()
    """There is a flow more than before."""

    selection_changed = Signal(tuple)
    lens_wanted = Signal(str)
    """What the drawing is to be coloured by; "" is nothing."""

    def __init__(
        self,
        document: Document,
        commands: CommandSet,
        preferences: Preferences,
        parent: QWidget,
        panels: Sequence[PanelSpec],
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._commands = commands
        self.preferences = preferences
        self._brief: BriefFigures | None = None
        self._brief_fits = self._unfolds_strip = self._low = False
        self._chosen: tuple[str, ...] = ()
        self.gone_to: tuple[str, ...] = ()
        self.headline = HeadlineStrip(
            document, self, asked=self.ask_headline, fold_wanted=partial(self.show_strip, False)
        )
        self.brief_row = self.brief_figures(self, spread=True)
        # Each widget is made below the one that holds it: when one is moved, Qt looks up the style of all in it anew.
        self.frame = WorkFrame(preferences, self)
        self.rails = Rails(self.frame, commands, self)
        self.side = left_tabs(self.frame)
        self.side.fill([panel for panel in panels if panel.place == "left"], self._made_panel)
        self._seen = QWidget(self.frame)
        self.views = ViewTabs(self._seen)
        self.canvas = CanvasWidget(document.session, document.library, self.views.pages)
        self.views.fill(self.canvas, self._made_view)
        self.view_pages = ViewPages(self.views, self.canvas)
        self.lens_bar = LensBar(
            self.canvas,
            self.canvas.shown_note,
            chosen=self.lens_wanted,
            picture_wanted=self.views.show_view,
        )
        self.finding_card = FindingCard(
            document, self._seen, chosen=self.go_to_finding, all_wanted=partial(self.run, "panel.findings")
        )
        self.inspector_card = InspectorCard(self.frame)
        self.inspector = Inspector(document, self.inspector_card)
        self.inspector_card.hold(self.inspector)
        self.banner = FailureBanner(document, self._seen, document.what_if.mend)
        self.growth = GrowthBar(document, self._seen, document.what_if.grow)
        self.views.said_above = lambda: "" if self.growth.isHidden() else self.growth.fullest.text()
        self.bottom = bottom_tabs(self.frame)
        self.bottom.fill([panel for panel in panels if panel.place == "below"], self._made_panel)
        self.rails.fill(self.bottom.shown_tabs)
        self._mark_losses = {panel.id for panel in panels if panel.marks_losses}
        self.bottom.turned.connect(self._turned)
        self.tabs = self.bottom.tabs
        self.menus = ContextMenus(commands, self)
        self.float_bar = FloatBar(commands, self.canvas)
        self.canvas.keep_clear_of(self.float_bar)
        self.canvas.keep_clear_of_corner(self.lens_bar)
        self.fault_legend = FaultLegend(document.built, self.canvas, list_wanted=partial(self.run, "reality.built"))
        self.canvas.flies = partial(things_move, preferences)
        for button, command_id in (
            (self.canvas.map.out, "view.zoom_out"),
            (self.canvas.map.closer, "view.zoom_in"),
            (self.canvas.map.zoom, "view.zoom_actual"),
            (self.canvas.shown_note.eye, "shown.choose"),
            (self.canvas.shown_note.all, "shown.everything"),
        ):
            commands.tell_keys(button, command_id)
        commands.keys_changed.connect(self._tell_view_keys)
        self._tell_view_keys()
        self._lay_out()
        self._connect()
        self.charts = ChartLoading(self)

    # Views beside the canvas; each is made when it is first asked for.

    def _made_view(self, name: ViewId) -> DesignView:
        """Return a view, made just now, as it is when it was there all the time."""
        view = VIEW_MAKERS[name](self.document, self.views.pages)
        view.selection_wanted.connect(self.canvas.select)
        view.message.connect(self.message)
        view.lens_wanted.connect(self.lens_wanted)
        view.view_wanted.connect(self.view_pages.turn_to)
        view.part_dropped.connect(self.place)
        view.part_placed.connect(self.palette_panel.remember)
        view.set_context_actions(self._stack_actions())
        view.show_like(self.canvas.stage.how_shown)
        view.select(self._chosen)
        if name in EMPTY_VIEWS:
            EmptyOffer(EMPTY_VIEWS[name], view, self.document, self.run)
        self.views.hold(name, view)
        return view

    def _show_alike(self) -> None:
        """Let the views beside the canvas take over its lens and what is hidden in it."""
        for view in self.views.beside:
            view.show_like(self.canvas.stage.how_shown)

    @property
    def stack(self) -> StackView:
        """The stack."""
        return self.views.page(StackView, "stack")

    @property
    def floor(self) -> FloorPage:
        """The floor with its tools."""
        return self.views.page(FloorPage, "floor")

    @property
    def isometric(self) -> IsometricView:
        """The room as it looks."""
        return self.views.page(IsometricView, "isometric")

    @property
    def racks(self) -> RackPage:
        """The racks, front and rear."""
        return self.views.page(RackPage, "rack")

    @property
    def plant(self) -> PowerPage:
        """The power chain."""
        return self.views.page(PowerPage, "power")

    # Panels around the canvas, by their rows; here are those that somebody asks for by name.

    def _made_panel(self, spec: PanelSpec, parent: QWidget) -> QWidget:
        made = spec.make(self, parent)
        if spec.id in EMPTY_PANELS:
            EmptyOffer(EMPTY_PANELS[spec.id], made, self.document, self.run)
        return made

    @property
    def palette_panel(self) -> PalettePanel:
        """The parts that can be placed."""
        return self.side.panel(PalettePanel, "parts")

    @property
    def outline(self) -> OutlinePanel:
        """The tree of the design."""
        return self.side.panel(OutlinePanel, "outline")

    @property
    def findings(self) -> FindingsPanel:
        """The findings."""
        return self.bottom.panel(FindingsPanel, "findings")

    @property
    def utilisation(self) -> UtilisationPanel:
        """Return the panel of what each link carries."""
        return self.bottom.panel(UtilisationPanel, "utilisation")

    @property
    def failures(self) -> FailuresPanel:
        """Return the panel of what the loss of each thing costs."""
        return self.bottom.panel(FailuresPanel, "failures")

    @property
    def cables(self) -> CablesPanel:
        """Every cable."""
        return self.bottom.panel(CablesPanel, "cables")

    @property
    def power(self) -> ChartsPanel:
        """Charts of power."""
        return self.bottom.panel(ChartsPanel, "power")

    @property
    def cooling(self) -> CoolingPanel:
        """Return the panel of what coolers take."""
        return self.bottom.panel(CoolingPanel, "cooling")

    @property
    def energy(self) -> EnergyPanel:
        """A year of the design."""
        return self.bottom.panel(EnergyPanel, "energy")

    @property
    def cost(self) -> ChartsPanel:
        """Charts of cost."""
        return self.bottom.panel(ChartsPanel, "cost")

    @property
    def history(self) -> HistoryPanel:
        """The edits so far."""
        return self.bottom.panel(HistoryPanel, "history")

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.headline)
        down.addWidget(self.brief_row)
        over = QVBoxLayout(self._seen)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(0)
        over.addWidget(self.banner)
        over.addWidget(self.growth)
        over.addWidget(self.views, 1)
        down.addWidget(self.frame, 1)
        self.frame.hold(self.rails.left, self.side, self._seen, self.inspector_card, self.bottom, self.rails.right)
        self.finding_card.hide()
        self.canvas.show_map(self.preferences.shows_map)
        self._show_figures()

    def _connect(self) -> None:
        self.canvas.selection_changed.connect(self._selected)
        self.canvas.message.connect(self.message)
        self.canvas.part_placed.connect(self.palette_panel.remember)
        self.canvas.adding.habits = self._habits
        self.canvas.adding.placed.connect(self.palette_panel.remember)
        self.canvas.tool_changed.connect(self.float_bar.show_tool)
        self.canvas.set_context_menu(self.menus.of)
        self.views.shown_changed.connect(self.view_pages.take_keyboard)
        self.document.library_changed.connect(self._library_changed)
        self.document.refused.connect(self.message)
        self.document.refused.connect(self.canvas.tell_refused)
        self.document.done.connect(self.message)
        self.inspector.asked.connect(self.ask_why)
        self.inspector.wanted.connect(self._commands.run)
        self.document.changed.connect(self._count_flows)
        self.canvas.stage.fillers = self.document.beside.fillers
        self.document.large.shown = lambda: self.canvas.stage.how_shown
        self.document.large.drawn.connect(self.canvas.stage.expect)
        self.document.large.drawn.connect(self.paint_in_a_turn_of_its_own)
        self.document.beside.changed.connect(self.canvas.refresh_card)
        self.canvas.stage.redrawn.connect(self._show_alike)
        self.frame.stands_changed.connect(self._frame_changed)
        self.views.shown_changed.connect(self._frame_changed)
        self.finding_card.changed.connect(self._place_card)
        self.document.analysed.connect(self._count_findings)
        self.views.installEventFilter(self)

    def paint_in_a_turn_of_its_own(self) -> None:
        """Paint what was made a moment after it was made: both together would hold up the window too long."""
        self.canvas.setUpdatesEnabled(False)
        QTimer.singleShot(PAINTED_AFTER_MS, self.canvas, partial(self.canvas.setUpdatesEnabled, True))

    def _tell_view_keys(self) -> None:
        for place, tab in enumerate(VIEW_TABS):
            tips = [self._commands.tip(f"view.{view.id}", view.title) for view in tab.views]
            self.views.tabs.setTabToolTip(place, "\n".join(tips))
            for view in tab.views:
                if len(tab.views) > 1:
                    button = self.views.projections[tab.title].buttons[view.id]
                    button.setToolTip(self._commands.tip(f"view.{view.id}", view.title))

    # The frame: figures, lens, panels and what floats.

    def brief_figures(self, parent: QWidget, *, spread: bool = False) -> BriefFigures:
        """Return the folded figures of this design for PARENT; SPREAD shares its whole width out to them."""
        unfold = partial(self.show_strip, True)
        return BriefFigures(self.headline, parent, asked=self.ask_headline, unfold_wanted=unfold, spread=spread)

    def hold_brief(self, brief: BriefFigures) -> None:
        """Leave the folded figures to BRIEF in the title bar, as far as it has room for them."""
        self._brief = brief
        self._show_figures()

    @property
    def strip_shown(self) -> bool:
        """Return whether the strip of figures is unfolded."""
        return self.preferences.shows_strip

    def show_strip(self, shown: bool) -> None:
        """Unfold the strip of figures, or fold it to four of them."""
        had = any(part.isAncestorOf(focus) for part in self._figures if (focus := self.focusWidget()))
        self.preferences.shows_strip = shown
        self._show_figures()
        if had:
            (self.headline.fold if shown else self.brief_row.more).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _figures(self) -> tuple[QWidget, ...]:
        return (self.headline, self.brief_row) if self._brief is None else (self.headline, self.brief_row, self._brief)

    def _show_figures(self) -> None:
        shown, fits = self.strip_shown, self._brief is not None and self._brief_fits
        self.headline.setVisible(shown)
        self.brief_row.setVisible(not shown and not fits)
        if self._brief is not None:
            self._brief.setVisible(not shown and fits)

    def fit_brief(self, fits: bool) -> None:
        """Show the folded figures in the title bar, or in a row of their own where they have no room there."""
        if fits != self._brief_fits:
            self._brief_fits = fits
            self._show_figures()

    def show_lens(self, lens: str) -> None:
        """Show which lens is chosen, and open its panel; none folds what was opened with it."""
        self.lens_bar.segments.choose(lens)
        before = self.bottom.spec(self.bottom.shown)
        if not lens:
            if before is not None and before.lens:
                self.frame.put_away("below")
            self.bottom.show_lens("")
        elif before is None or before.lens != lens:
            self.bottom.show_panel(lens)
            self.frame.open("below")
        else:
            self.frame.open("below")

    def fold_all(self) -> None:
        """Fold all panels and the strip, or bring back what was folded so."""
        if self.strip_shown:
            self._unfolds_strip = True
            self.show_strip(False)
            if all(self.frame.how(side) == "folded" for side in SIDES):
                return
        if not self.frame.toggle_all() and self._unfolds_strip:
            self._unfolds_strip = False
            self.show_strip(True)
        if not self.views.view.isAncestorOf(self.focusWidget() or self):
            self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_map(self) -> None:
        """Show or hide the map of the whole drawing."""
        self.preferences.shows_map = not self.preferences.shows_map
        self.canvas.show_map(self.preferences.shows_map)

    def _frame_changed(self) -> None:
        self.rails.show_stands()
        self._place_card()
        self._keep_aside()

    def _keep_aside(self) -> None:
        """Have the view keep clear of the floating inspector, and what is selected come out from under it."""
        card = self.inspector_card
        floats = card.isVisibleTo(self) and card.floats
        at = card.mapTo(self, QPoint(0, 0)).x() - self.canvas.mapTo(self, QPoint(0, 0)).x()
        right_half = at > self.canvas.width() / 2
        opened = self.bottom.height() + CLEAR if self.frame.how("below") == "open" else 0
        self.canvas.keep_sides_clear(self.canvas.width() - at + CLEAR if floats and right_half else 0, opened)
        page, stands = self.views.view, self.frame.places
        if isinstance(page, DesignView) and stands is not None:
            sight = page.sight
            start = sight.mapTo(self.frame, QPoint(0, 0)).x()
            self.frame.keep_right(stands.middle.right() + 1 - start - sight.width())
            at, wide = card.x() - start, sight.width()
            page.keep_right_clear(wide - at + CLEAR if floats and at + card.width() / 2 > wide / 2 else 0)
        else:
            self.frame.keep_right(0)
        self._keep_top()

    def _keep_top(self) -> None:
        """Have the floating inspector come below what is said above the views, and below their tools."""
        page = self.views.view
        sight = page.sight if isinstance(page, DesignView) else page
        self.frame.keep_top(sight.mapTo(self._seen, QPoint(0, 0)).y())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.views and event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._keep_top()
        return super().eventFilter(watched, event)

    def _place_card(self) -> None:
        card, room = self.finding_card, self._seen
        wanted = self.frame.how("below") == "folded" and self.views.shown == "topology"
        card.be_active(wanted)
        card.be_narrow(self.canvas.width() < NARROW_BELOW)
        if not wanted or not card.waits:
            card.hide()
            self.frame.keep_low(self.float_bar.height() + 20)
            self.float_bar.keep_right(0)
            self.canvas.keep_corner_clear(0, 0)
            return
        size = card.wanted_size(room.width())
        corner = self.canvas.mapTo(room, QPoint(self.canvas.width(), self.canvas.height()))
        card.setGeometry(QRect(corner - QPoint(size.width() + 16, size.height() + 12), size))
        card.show()
        card.raise_()
        self.frame.keep_low(max(size.height(), self.float_bar.height()) + 20)
        self.float_bar.keep_right(size.width() + 20)
        self.canvas.keep_corner_clear(size.width() + 20, size.height() + 20)

    def _count_findings(self) -> None:
        self.rails.count_findings(self.document.findings)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = not may_dock("below", self.window().size())
        if low != self._low:
            self._low = low
            self.growth.be_folded(low)
        self._place_card()

    def place(self, part_id: str) -> None:
        """Place a part of the palette and go on at the canvas, where a number typed next makes it ×N."""
        self.view_pages.place_part(part_id)
        self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _habits(self) -> tuple[Sequence[str], Sequence[str]]:
        """Favourites and parts placed lately."""
        return self.preferences.favourites, self.preferences.recent

    def go_to(self, ids: Sequence[str]) -> None:
        """Select IDS and bring them into sight."""
        self.view_pages.go_to(ids)
        self.canvas.select(ids)

    def go_to_found(self, record_id: str) -> None:
        """Go to a node or link that was searched for; the next search offers it again."""
        self.gone_to = (record_id, *(one for one in self.gone_to if one != record_id))[:RECENT]
        rack = CopyId.read(record_id)
        if rack.copy is not None and record_id not in self.document.design.nodes:
            self.show_rack(record_id)
            return
        self.go_to((record_id,))
        self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rack(self, name: str) -> None:
        """Show one rack as it stands in the hall, "rack[2]", in the racks view, selected."""
        if CopyId.read(name).id not in self.document.design.nodes:
            return
        self.views.show_view("rack")
        self.select((CopyId.read(name).id,))
        self.racks.show_physical(name)
        self.racks.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_one(self, record_id: str) -> None:
        """Select one record and bring it into sight."""
        self.go_to((record_id,))

    def show_on_canvas(self, ids: Sequence[str]) -> None:
        """Show IDS on the canvas, selected; the keyboard stays where it is."""
        self.views.show_view("topology")
        self.canvas.go_to(ids)
        self.canvas.select(ids)

    def go_to_link(self, link_id: str) -> None:
        """Show a link on the canvas and go on there."""
        if link_id not in self.document.design.links:
            return
        self.views.show_view("topology")
        self.go_to([link_id])
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_results(self) -> None:
        """Hand the analysis to the canvas."""
        if self.document.results is not None:
            self.canvas.set_results(self.document.results, self.document.findings)

    def set_tool(self, name: str) -> None:
        """Choose the tool of the canvas: select, pan or connect."""
        self.canvas.set_tool(name)
        self.float_bar.show_tool(self.canvas.tool())

    def show_traffic(self, traffic: str) -> None:
        """Show that TRAFFIC is on the links; drawn flows are shown as arrows then."""
        self.utilisation.show_traffic(traffic)
        self.canvas.stage.show_flows("traffic", shown=traffic == FLOWS)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows, in the view of the design that it is of."""
        self.view_pages.show(view)

    def fail_selected(self) -> None:
        """Take what is selected as failed and see in the stack what falls with it; or bring it back."""
        ids = [name for name in self.canvas.selected_ids() if name in self.document.design.nodes]
        if not ids:
            self.message.emit("Select a server, a switch or a service first.")
            return
        self.views.show_view("stack")
        self.stack.toggle_failed(ids)

    def fail(self, ids: Sequence[str], *, every: bool = False) -> None:
        """Take one copy or cable of each of IDS as failed, or EVERY one; or mend them."""
        links = [one for chosen in ids for one in self.canvas.stage.links_behind(chosen) if " " not in one]
        if not links:
            self.message.emit("Select what is to fail first: servers, switches or links.")
            return
        self.document.what_if.toggle(links, every=every)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nothing else wanted folds what is open over the canvas, or mends what has failed."""
        if event.key() == Qt.Key.Key_Escape and self.frame.put_away_opened():
            self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() == Qt.Key.Key_Escape and self.document.what_if.failed:
            self.document.what_if.mend()
            self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def show_panel(self, panel_id: str) -> PanelTabs:
        """Bring a panel into sight, with its lens where it has one; return the side that it is on."""
        side = self.side if self.side.spec(panel_id) is not None else self.bottom
        spec = side.spec(panel_id)
        side.show_panel(panel_id)
        self.frame.open("palette" if side is self.side else "below")
        if spec is not None and spec.lens and self.lens_bar.segments.value != spec.lens:
            self.lens_wanted.emit(spec.lens)
        return side

    def ask_headline(self, name: str) -> None:
        """Open the reason of a headline figure; the findings have their panel instead."""
        item = self.headline.item(name)
        if name == "findings":
            self.show_panel("findings")
            return
        if item.ids:
            self.view_pages.go_to(item.ids)
        if item.figure is None:
            self.message.emit(
                "That figure is still being worked out." if item.waiting else "There is nothing to explain yet."
            )
            return
        self.ask_why(item.caption.partition(", ")[0], item.figure)

    def ask_why(self, title: str, figure: Figure) -> None:
        """Open "Why?" of a figure."""
        results = self.document.results
        sources = {**(results.cables.sources if results and results.cables else {}), **self.document.design.sources}
        WhyDialog(title, figure, sources, self.window()).open()

    def go_to_finding(self, finding: Finding) -> None:
        """Take the canvas to what a finding is about."""
        known = {*self.document.design.nodes, *self.document.design.links}
        ids = tuple(name for name in finding.ids if name in known)
        if ids:
            self.view_pages.go_to(ids)
            self.canvas.select(ids)

    def apply_fix(self, finding: Finding | FindingGroup) -> None:
        """Mend what a finding, or several alike, says, as one edit."""
        fixes = finding.fixes if isinstance(finding, FindingGroup) else (finding.fix,) if finding.fix else ()
        if fixes:
            self.document.edit(lambda design: fixed(design, self.document.library, fixes))

    def close_document(self) -> None:
        """Let go of the design."""
        self.canvas.close_canvas()
        self.document.close()

    def _stack_actions(self) -> list[QAction]:
        found: list[QAction] = []
        for command_id in STACK_CONTEXT:
            if command_id:
                found.append(self._commands.actions[command_id])
                continue
            gap = QAction(self)
            gap.setSeparator(True)
            found.append(gap)
        return found

    # What panels and windows ask for.

    def run(self, command_id: str) -> None:
        """Run a command."""
        self._commands.run(command_id)

    def select(self, ids: Sequence[str]) -> bool:
        """Select IDS; the answer is whether anything is selected then."""
        self.canvas.select(ids)
        return self.has_selection

    def reveal(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight, and leave selected what is."""
        self.view_pages.go_to(ids)

    @property
    def has_selection(self) -> bool:
        """Return True when anything is selected."""
        return bool(self.canvas.selected_ids())

    def follow_selection(self, show: Callable[[tuple[str, ...]], object]) -> None:
        """Call SHOW with what is selected, now and whenever that changes."""
        self.selection_changed.connect(show)
        show(self._chosen)

    @property
    def selected(self) -> tuple[str, ...]:
        """Return the ids of what is selected."""
        return self.canvas.selected_ids()

    @property
    def traffic(self) -> str:
        """Return the traffic that is worked out."""
        return str(self.utilisation.traffic.currentData())

    def follow_traffic(self, show: Callable[[str], object]) -> None:
        """Call SHOW with the traffic, whenever another is chosen."""
        self.traffic_chosen.connect(show)

    def tell(self, words: str) -> None:
        """Show one line in the status line."""
        self.message.emit(words)

    def choose_traffic(self, traffic: str) -> None:
        """Work out another traffic."""
        self.traffic_chosen.emit(traffic)

    def give_rows_menus(self, view: QAbstractItemView, choose: Callable[[QModelIndex], bool]) -> None:
        """Give each row of VIEW the menu of what CHOOSE selects for it."""
        RowMenus(view, choose, self.canvas.context_menu)

    def show_menu(self, at: QPoint) -> None:
        """Open the menu of what is selected, at a place on the screen."""
        menu = self.canvas.context_menu()
        if menu is not None:
            menu.popup(at)

    def show_finding_menu(self, finding: Finding, at: QPoint) -> None:
        """Open the menu of what can be done about a finding, and with what it is about, at a place on the screen."""
        found = self.select(finding.ids)
        menu = self.menus.of(self.canvas.menu_place())
        first = menu.actions()[0]
        if found:
            menu.insertAction(first, menu.addAction("Show on canvas", partial(self.go_to_finding, finding)))
        if finding.fix is not None:
            menu.insertAction(first, menu.addAction(finding.fix.label, partial(self.apply_fix, finding)))
        menu.insertSeparator(first)
        menu.popup(at)

    def name_tab(self, panel_id: str, words: str) -> None:
        """Show other words on the tab of a panel below the drawing."""
        self.bottom.name_tab(panel_id, words)

    def _library_changed(self) -> None:
        self.palette_panel.set_library(self.document.library)
        self.canvas.stage.library = self.document.library

    def draw_flows(self) -> None:
        """Let flows be drawn on the canvas."""
        self.views.show_view("topology")
        self.set_tool("flow")
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.message.emit("Drag from one node or group to another; Escape leaves.")

    def _count_flows(self, changeset: ChangeSet) -> None:
        before, after = changeset.changes.get(("settings", "design"), (None, None))
        if isinstance(before, Settings) and isinstance(after, Settings) and len(after.flows) > len(before.flows):
            self.flow_drawn.emit()

    def fail_one(self, record_id: str) -> None:
        """Take a record as failed, or mend it, in sight."""
        self.go_to((record_id,))
        self.document.what_if.toggle((record_id,))

    def _turned(self, panel_id: str) -> None:
        self.canvas.stage.show_single_points(panel_id in self._mark_losses)

    def _selected(self, ids: tuple[str, ...]) -> None:
        self._chosen = tuple(ids)
        self.inspector.show_selection(self._chosen)
        self.view_pages.select(self._chosen)  # before the inspector comes, so that what is selected keeps clear of it
        self.frame.follow_selection(bool(ids))
        self._keep_aside()
        self.selection_changed.emit(self._chosen)
