"""Model of the canvas: the drawing of the session's design, the selection, and the preview of a gesture."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from designer.analysis.limits.records import LinkFillers
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.difference import DrawnDifference
from designer.drawing.drawing import Drawing
from designer.drawing.records import Hit, Rect, Wire
from designer.drawing.topology.heat_overlay import OVERLAYS, Overlay
from designer.drawing.topology.incremental import Common, Known
from designer.drawing.topology.topology import Detail, draw_topology
from designer.edit.session import Session
from designer.export.built.faults import Faults
from designer.export.built.marks import fault_marks
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.network.drawn_flows import flow_called
from designer.model.parts.part import Layer, Medium
from designer.model.records import RefusedInput
from designer.paint.text_widths import text_widths
from designer.paint.topology.tiles import PORTS_FROM
from designer.review.findings import Finding
from designer.ui.canvas.interaction.plugs import plug_at
from designer.ui.canvas.port import Card, Preview, Told, card_of
from designer.ui.canvas.rendering.drawn_ahead import DrawnAhead, Shown, draw_ahead
from designer.ui.canvas.rendering.level_of_detail import Nearness
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.widgets.timers import after_pause

LARGE = 400
"""Tiles above which a drag shows ghosts instead of the design as it would be."""
BEHIND = 3_000
"""Nodes from which new figures are drawn in a thread, while the drawing of before is still shown.

Nodes and not tiles: from far away few tiles are drawn, and yet each of them sums up all that is in it.
"""
LEVELS_KNOWN = 3
"""Of so many levels of nearness what they were drawn from is kept for the next drawing."""
REACH_PX = 7.0
PORTS_FROM_CHOSEN = 0.5
"""Scale from which the ports of what is selected, and of both ends of a wire from a port, are shown and can be hit."""
RIM_PX = 22.0
"""So far outside a tile the pointer still counts as over it, so that its handles can be reached."""
FRAME_RIM_PX = 33.0
"""The same at a group, whose handles lie farther out."""


class Stage(QObject):
    """The model behind the canvas widget; tools reach it through the port.

    Attributes:
        session: Where the design changes.
        library: The parts that can be placed.
        viewpoint: Where the person looks.
        selected: Ids of what is selected.
        focused: Id of the tile that the keyboard stands on, "" for none.
        hovered: Id of the tile under the pointer, "" for none.
        hovered_frame: Id of the group whose caption or rim is under the pointer, "" for none.
        shown_preview: What a gesture shows.
        last_part: Id of the part that was placed last.
        by_keys: Whether the keyboard leads, so that its place is shown.
        fillers: Tells who fills links, as far as it is known yet; None where nobody can tell.
        chosen_port: Node and port group of which free and used are shown.
        hot_edge: The point of the edge of a tile or group from which a drag would draw a wire.
        hot_node: Id of that tile or group, "" for none.
        faults: What is built otherwise, which is marked over the drawing; None where nothing is.
    """

    repaint = Signal()
    """Something on top of the drawing looks different."""

    redrawn = Signal()
    """The drawing is another one."""

    selection_changed = Signal(tuple)
    message = Signal(str)
    told = Signal(Card)
    """Something is told where it happened, beside the pointer."""

    hidden_changed = Signal()
    """Other layers and media are hidden."""

    changed = Signal()
    """The design changed: gestures that are under way are off."""

    def __init__(self, session: Session, library: Library, viewpoint: Viewpoint, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.library = library
        self.viewpoint = viewpoint
        self.selected: tuple[str, ...] = ()
        self.focused = ""
        self.hovered = ""
        self.hovered_frame = ""
        self.shown_preview: Preview | None = None
        self.last_part = ""
        self.by_keys = False
        self.chosen_port: tuple[str, str] | None = None
        self.hot_edge: tuple[float, float] | None = None
        self.hot_node = ""
        self.results: Results | None = None
        self.faults: Faults | None = None
        self._fault_marks: tuple[Drawing, Faults, tuple[DrawnDifference, ...]] | None = None
        self._findings: tuple[Finding, ...] = ()
        self._overlay: Overlay = ""
        self._single_points = False
        self._flows_for: set[str] = set()
        self.fillers: Callable[[Sequence[str]], Mapping[str, LinkFillers | None]] | None = None
        self._detail: Detail = "full"
        self._hidden_layers: tuple[Layer, ...] = ()
        self._hidden_media: tuple[Medium, ...] = ()
        self._locked: tuple[Design, frozenset[str]] = (Design(), frozenset())
        self._common = Common()
        self._nearness = Nearness(self._drawn_now, self._common)
        self._known: dict[frozenset[str], Known] = {}
        self._preview_drawing: Drawing | None = None
        self._ahead: DrawnAhead | None = None
        self._behind = NewestInThread(self)
        self._own_commit = False
        self._timer = after_pause(self, 0, self.redrawn)
        self.stop_listening: Callable[[], None] = session.listen(self._on_change)

    @property
    def design(self) -> Design:
        """The current design."""
        return self.session.design

    @property
    def locked(self) -> frozenset[str]:
        """Ids of what is locked in place."""
        design = self.design
        if self._locked[0] is not design:
            pinnable = (*design.nodes.values(), *design.marks.values())
            self._locked = (design, frozenset(one.id for one in pinnable if one.pinned))
        return self._locked[1]

    @property
    def scale(self) -> float:
        """Screen pixels per canvas pixel."""
        return self.viewpoint.scale

    @property
    def sight(self) -> Rect:
        """Return what lies in sight, in canvas pixels."""
        return self.viewpoint.visible

    @property
    def drawing(self) -> Drawing:
        """The drawing of the current design as it is seen from here: from far away containers are tiles."""
        return self._nearness.drawing(self.design, self._hidden_layers)

    @property
    def near_drawing(self) -> Drawing:
        """The drawing of the current design with everything that is in containers, from wherever it is seen."""
        return self._nearness.drawing(self.design, self._hidden_layers, near=True)

    @property
    def level(self) -> int:
        """0 is near, with everything; each further one has more containers as tiles."""
        return self._nearness.level

    def look_ahead(self) -> bool:
        """Draw the level next to this one, for when one looks from there; the answer is whether there was one."""
        return self._nearness.look_ahead(self.design, self._hidden_layers)

    def look_from_here(self) -> None:
        """The view moved: show containers as tiles, or what is in them; nothing changes under a gesture."""
        if self.shown_preview is not None or not self._nearness.look(self.design, self._hidden_layers, self.scale):
            return
        self.focused = self.drawing.drawn_as.get(self.focused, self.focused)
        self.hovered = self.hovered_frame = ""
        self.redrawn.emit()

    @property
    def shown(self) -> Drawing:
        """Return the drawing to paint: the design as the gesture would make it, where that is cheap."""
        if self.shown_preview is not None and self.shown_preview.drawing is not None:
            return self.shown_preview.drawing
        if self.shown_preview is None or self.shown_preview.changeset is None or self.large:
            return self.drawing
        if self._preview_drawing is None:
            try:
                moved = self.shown_preview.changeset.applied(self.design)
                self._preview_drawing = self._drawn(moved, self.drawing)
            except RefusedInput:
                return self.drawing
        return self._preview_drawing

    @property
    def large(self) -> bool:
        """Return True when the design is too large to be drawn anew at every step of a drag."""
        return len(self.drawing.tiles) > LARGE

    @property
    def hidden_layers(self) -> tuple[Layer, ...]:
        """Layers left out."""
        return self._hidden_layers

    @property
    def hidden_media(self) -> tuple[Medium, ...]:
        """Media left out."""
        return self._hidden_media

    @property
    def overlay(self) -> Overlay:
        """Name of the overlay, "" for none."""
        return self._overlay

    def set_results(self, results: Results | None, findings: Sequence[Finding]) -> None:
        """Take what the analysis says, and draw it."""
        self.results, self._findings = results, tuple(findings)
        if self._nearness.is_drawn and len(self.design.nodes) >= BEHIND:
            self._draw_behind()
        else:
            self._redraw()

    def show_flows(self, reason: str, *, shown: bool) -> None:
        """Show the design's flows as arrows as long as there is a REASON: the traffic, or a tool that draws them."""
        before = bool(self._flows_for)
        if not shown and reason != "selection" and reason in self._flows_for:
            # Arrows that are no longer drawn are no longer selected.
            self.select([one for one in self.selected if " " not in one])
        (self._flows_for.add if shown else self._flows_for.discard)(reason)
        if bool(self._flows_for) != before:
            self._redraw()

    def set_overlay(self, name: str) -> None:
        """Show overlay NAME; anything unknown shows none."""
        known: dict[str, Overlay] = {one: one for one in OVERLAYS}
        overlay = known.get(name, "")
        if overlay != self._overlay:
            self._overlay = overlay
            self._redraw()

    def show_single_points(self, wanted: bool) -> None:
        """Mark single points of failure, or do not."""
        if wanted != self._single_points:
            self._single_points = wanted
            self._redraw()

    def show_faults(self, faults: Faults | None) -> None:
        """Mark what is built otherwise over the drawing; None marks nothing."""
        if faults is not self.faults:
            self.faults = faults
            self.repaint.emit()

    @property
    def fault_marks(self) -> tuple[DrawnDifference, ...]:
        """The marks of what is built otherwise on the drawing that is painted."""
        faults, drawing = self.faults, self.shown
        if faults is None:
            self._fault_marks = None
            return ()
        # Marks belong to one drawing: from another nearness, or in a drag, they lie elsewhere.
        known = self._fault_marks
        if known is None or known[0] is not drawing or known[1] is not faults:
            known = self._fault_marks = drawing, faults, fault_marks(self.design, drawing, faults)
        return known[2]

    def set_detail(self, detail: Detail) -> None:
        """Words for engineers, or for everyone."""
        self._detail = detail
        self._redraw()

    def set_hidden(self, layers: Collection[Layer], media: Collection[Medium]) -> None:
        """Leave layers and media out; what is no longer drawn is no longer selected."""
        before = (self._hidden_layers, self._hidden_media)
        self._hidden_layers, self._hidden_media = tuple(layers), tuple(media)
        if before == (self._hidden_layers, self._hidden_media):
            return
        self._redraw()
        if self.selected:
            self.select([one for one in self.selected if self.near_rect_of(one) is not None])
        self.hidden_changed.emit()

    def hit(self, x: float, y: float) -> Hit | None:
        """Return what lies at a place; of several ports the nearest."""
        # The reach is a fixed distance on the screen; far out it is capped, so that no neighbour's tile is covered by
        # it.
        reach = min(REACH_PX / self.scale, 24.0)
        found = self.drawing.hit(x, y, reach)
        # Zoomed in, a wire ends in plugs that can be taken hold of alone.
        if found is not None and found.kind == "wire" and self.scale >= PORTS_FROM:
            wire = self.drawing.wires[self.drawing.wire_index[found.id]]
            return plug_at(self.design, self.drawing, wire, x, y, reach) or found
        if found is None or found.kind != "port":
            return found
        tile = self.drawing.tiles[self.drawing.tile_index[found.id]]
        # Ports that are not drawn are not hit: the tile behind them is.
        if not self.shows_ports(tile.id):
            return Hit("tile", found.id) if _inside(tile.rect, x, y) else None
        nearest = min(tile.ports, key=lambda dot: math.hypot(dot.x - x, dot.y - y))
        return Hit("port", nearest.node, nearest.port)

    def shows_ports(self, tile_id: str) -> bool:
        """Return True when the ports of a tile are shown one by one.

        Ports are detail: from near by, of the one thing that is selected, and of all that a wire from a port may go to.
        """
        if self.scale >= PORTS_FROM:
            return True
        if self.scale < PORTS_FROM_CHOSEN or tile_id not in self.drawing.tile_index:
            return False
        wire = self.shown_preview.wire if self.shown_preview is not None else None
        if wire is not None:
            return bool(wire.port)
        return len(self.selected) == 1 and self.drawing.drawn_as.get(self.selected[0], self.selected[0]) == tile_id

    def is_over_port(self, x: float, y: float) -> bool:
        """Return True when a port lies at a place."""
        found = self.hit(x, y)
        return found is not None and found.kind == "port"

    def port_place(self, node_id: str, port: str) -> tuple[float, float] | None:
        """Return the place of a port group of a tile; None when it is not drawn."""
        drawing = self.drawing
        if node_id not in drawing.tile_index:
            return None
        dots = drawing.tiles[drawing.tile_index[node_id]].ports
        return next(((dot.x, dot.y) for dot in dots if dot.node == node_id and dot.port == port), None)

    def hover(self, x: float, y: float) -> None:
        """The pointer rests over a place."""
        found = self.hit(x, y)
        frame = ""
        if found is not None and found.kind in {"tile", "port"}:
            hovered = found.id
        else:
            rect = self.drawing.rect_of(self.hovered) if self.hovered in self.drawing.tile_index else None
            near = rect is not None and _inside(rect.grown(RIM_PX / self.scale), x, y)
            hovered = self.hovered if near else ""
            frame = "" if hovered else self._frame_at(found, x, y)
        if (hovered, frame) != (self.hovered, self.hovered_frame):
            self.hovered, self.hovered_frame = hovered, frame
            self.repaint.emit()

    def _frame_at(self, found: Hit | None, x: float, y: float) -> str:
        """The group by whose caption or rim the pointer is, or was until now and is not far from it yet."""
        drawing, reach = self.drawing, REACH_PX / self.scale
        if found is not None and found.kind == "frame":
            rect = drawing.frames[drawing.frame_index[found.id]].rect
            inner = Rect(
                rect.x + reach, rect.y + FRAME_HEADER, rect.width - 2 * reach, rect.height - FRAME_HEADER - reach
            )
            if not _inside(inner, x, y):
                return found.id
        rect = drawing.rect_of(self.hovered_frame) if self.hovered_frame in drawing.frame_index else None
        outside = rect is not None and not _inside(rect, x, y)
        near = rect is not None and outside and _inside(rect.grown(FRAME_RIM_PX / self.scale), x, y)
        return self.hovered_frame if near else ""

    def select(self, ids: Sequence[str]) -> None:
        """Select those of IDS that exist."""
        design = self.design
        chosen = tuple(dict.fromkeys(one for one in ids if is_drawn(design, one)))
        # The keyboard goes on from the one that was selected last, also after the selection is gone.
        if len(chosen) == 1 and (chosen[0] in design.nodes or chosen[0] in design.marks):
            self.focused = chosen[0]
        if chosen == self.selected:
            return
        # A chosen port goes with its node: with another selection none is chosen.
        if self.chosen_port is not None and chosen != (self.chosen_port[0],):
            self.chosen_port = None
        self.selected = chosen
        # Ids of flows are two ids with a space between; only then does the layer of flows have to be shown.
        self.show_flows("selection", shown=any(" " in one for one in chosen))
        self.selection_changed.emit(chosen)
        self.repaint.emit()

    def wire_of(self, link_id: str) -> Wire | None:
        """The wire that shows a link, alone or in a bundle; None when it is not drawn."""
        drawing = self.drawing
        if link_id in drawing.wire_index:
            return drawing.wires[drawing.wire_index[link_id]]
        return next((wire for wire in drawing.wires if link_id in wire.links), None)

    def links_behind(self, record_id: str) -> tuple[str, ...]:
        """Ids of all links that a wire stands for; anything else is itself."""
        wire = self.wire_of(record_id) if record_id in self.design.links else None
        return wire.links if wire is not None and wire.links else (record_id,)

    def rect_of(self, record_id: str) -> Rect | None:
        """Return the rectangle of a record, be it in a folded container or a bundle."""
        return self._rect_in(self.drawing, record_id)

    def near_rect_of(self, record_id: str) -> Rect | None:
        """Return the rectangle of a record when it is looked at from near by."""
        return self._rect_in(self.near_drawing, record_id)

    def _rect_in(self, drawing: Drawing, record_id: str) -> Rect | None:
        # Links in a bundle are in the drawing's index of wires by their own ids.
        return drawing.rect_of(drawing.drawn_as.get(record_id, record_id))

    def selected_nodes(self) -> tuple[str, ...]:
        """Those selected that are nodes."""
        return tuple(one for one in self.selected if one in self.design.nodes)

    def outlined(self) -> frozenset[str]:
        """Return the ids that show the selection: itself, or the folded group that hides it."""
        drawn_as = self.drawing.drawn_as
        return frozenset(drawn_as.get(one, one) for one in self.selected)

    def selected_things(self) -> tuple[str, ...]:
        """Those selected that have a place of their own: nodes and marks."""
        return tuple(one for one in self.selected if one in self.design.nodes or one in self.design.marks)

    def preview(self, preview: Preview | None) -> None:
        """Show what a gesture would do."""
        before = self.shown_preview.changeset if self.shown_preview else None
        after = preview.changeset if preview else None
        self.shown_preview = preview
        if before is not after and (before or after):
            self._preview_drawing = None
            if not self.large:
                self.redrawn.emit()
                return
        self.repaint.emit()

    def tell(self, text: str, mood: Told = "no") -> None:
        """Tell in the status line and beside the pointer what was refused, or done in another way than asked."""
        self.message.emit(text)
        self.told.emit(card_of(text, mood))

    def commit(self, changeset: ChangeSet, *, joins_last: bool = False) -> bool:
        """Make an edit; a refusal is told."""
        self._own_commit = True
        try:
            self.session.commit(changeset, joins_last=joins_last)
        except RefusedInput as refusal:
            self.tell(str(refusal))
            return False
        finally:
            self._own_commit = False
        return True

    def _drawn_now(self, as_tiles: Collection[str]) -> Drawing:
        containers = frozenset(as_tiles)
        known = self._known.pop(containers, None) or Known(self._common)
        drawing = self._drawn(self.design, None, containers, known)
        while len(self._known) >= LEVELS_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[containers] = known
        return drawing

    def _drawn(
        self,
        design: Design,
        before: Drawing | None,
        as_tiles: Collection[str] | None = None,
        known: Known | None = None,
    ) -> Drawing:
        return draw_topology(
            design,
            widths=text_widths(),
            results=self.results,
            overlay=self._overlay,
            hidden_layers=self._hidden_layers,
            hidden_media=self._hidden_media,
            detail=self._detail,
            findings=self._findings,
            single_points=self._single_points,
            flows=bool(self._flows_for),
            before=before,
            as_tiles=self._nearness.as_tiles(self.design, self._hidden_layers) if as_tiles is None else as_tiles,
            known=known,
        )

    def _on_change(self, changeset: ChangeSet) -> None:
        if not isValid(self):
            # The window is gone, and nobody said so to the session.
            self.stop_listening()
            return
        design = self.design
        self._redraw()
        if not self._own_commit:
            self.changed.emit()
        if any(not is_drawn(design, one) for one in self.selected):
            self.select(self.selected)
        else:
            self.repaint.emit()
        if self.focused not in design.nodes and self.focused not in design.marks:
            self.focused = ""
        if self.hovered not in design.nodes:
            self.hovered = ""
        if self.hovered_frame not in design.nodes:
            self.hovered_frame = ""
        if self.chosen_port is not None and self.chosen_port[0] not in design.nodes:
            self.chosen_port = None

    @property
    def how_shown(self) -> Shown:
        """Return how the design is shown, for a drawing that is made ahead."""
        return Shown(
            self.results,
            self._findings,
            self._overlay,
            self._hidden_layers,
            self._hidden_media,
            self._detail,
            self._single_points,
            bool(self._flows_for),
            self.level,
        )

    def expect(self, drawn: DrawnAhead) -> None:
        """Use DRAWN as soon as its design is the one that is shown."""
        self._ahead = drawn

    def take(self, drawn: DrawnAhead) -> None:
        """Show DRAWN, where it is the design that is shown, as it is to be shown."""
        self.expect(drawn)
        self._redraw()

    def _draw_behind(self) -> None:
        """Draw the present design as it is to be shown now; until that is done what was drawn before stands."""
        self._behind.start(partial(draw_ahead, self.design, self.how_shown), self._take_drawn)

    def _take_drawn(self, drawn: DrawnAhead) -> None:
        if drawn.design is not self.design:
            return  # it is drawn with the newest figures already
        if drawn.shown.same_as(self.how_shown):
            self.expect(drawn)
            self._redraw()
        else:
            self._draw_behind()

    def _redraw(self) -> None:
        self._nearness.forget()
        ahead = self._ahead
        if ahead is not None and ahead.design is self.design:
            self._ahead = None
            if ahead.shown.same_as(self.how_shown):
                self._common = ahead.common
                self._known = ahead.all_known
                self._nearness.know(ahead)
        self._preview_drawing = None
        self._timer.start()


def is_drawn(design: Design, record_id: str) -> bool:
    """Return True when DESIGN has a node, link, mark or flow of this id."""
    if record_id in design.nodes or record_id in design.links or record_id in design.marks:
        return True
    return flow_called(design, record_id) is not None


def _inside(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom
