"""The canvas as the window speaks to it: results, layers, tools, selection, and parts to place."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.topology.places import is_container
from designer.edit.links.join_options import turned
from designer.edit.nodes.locks import unlocked
from designer.edit.session import Session
from designer.model.design import Link
from designer.model.network.drawn_flows import flow_called
from designer.model.parts.part import Layer, Medium
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.review.findings import Finding
from designer.ui.canvas.interaction.linking import offered_again
from designer.ui.canvas.interaction.placing import place_beside
from designer.ui.canvas.port import Pointer, card_of
from designer.ui.canvas.rendering.layer_visibility_popover import ShownPopover
from designer.ui.canvas.view import CanvasView
from designer.ui.commands.command import Place


class CommandedCanvas(CanvasView):
    """Everything of the canvas but mouse and keys: it does what it is told."""

    def __init__(self, session: Session, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(session, library, parent)
        self._last = Pointer(0.0, 0.0, 0.0, 0.0)
        self._make_menu: Callable[[Place], QMenu] | None = None
        self.shown_note.choose_wanted.connect(self.choose_shown)
        self.shown_note.all_wanted.connect(self._show_everything)

    def set_results(self, results: Results | None, findings: Sequence[Finding]) -> None:
        """Take what the analysis says: marks, heat, figures of containers."""
        self.stage.set_results(results, findings)

    def set_overlay(self, name: str) -> None:
        """Colour by "utilisation", "power" or "cost"; anything else by nothing."""
        self.stage.set_overlay(name)
        self.legend.show_legend(self.stage.drawing.legend)
        self._place_panes()

    def set_hidden(self, layers: Collection[Layer], media: Collection[Medium]) -> None:
        """Leave layers and media out."""
        self.stage.set_hidden(layers, media)

    def choose_shown(self, place: QPoint) -> None:
        """Open the list of layers and media at a place on the screen."""
        stage = self.stage
        popover = ShownPopover(stage.design, stage.hidden_layers, stage.hidden_media, self)
        popover.changed.connect(self.set_hidden)
        popover.open_at(place)

    def _show_everything(self) -> None:
        self.set_hidden((), ())

    def set_context_menu(self, make: Callable[[Place], QMenu]) -> None:
        """MAKE gives the menu of what is selected, told of which sort it is."""
        self._make_menu = make

    def menu_place(self) -> Place:
        """Of which sort that is that is selected."""
        stage = self.stage
        if len(stage.selected) != 1:
            return "several" if stage.selected else "ground"
        (only,) = stage.selected
        if only in stage.design.links:
            # A bundle on the canvas may hold links of several media; relations have a menu of their own only where it
            # has no other.
            behind = {stage.design.links[one].medium for one in stage.links_behind(only)}
            return "relation" if behind <= RELATION_MEDIA else "link"
        if flow_called(stage.design, only) is not None:
            return "flow"
        node = stage.design.nodes.get(only)
        if node is None:
            return "mark"
        if stage.chosen_port is not None and stage.chosen_port[0] == only:
            return "port"
        return "frame" if is_container(node) else "node"

    def rename(self) -> None:
        """Open the editor of the name of the one selected thing; of a link, that of its cables."""
        if len(self.stage.selected) != 1:
            return
        self.setFocus()
        (only,) = self.stage.selected
        if only in self.stage.design.nodes or only in self.stage.design.marks:
            self._in_place.edit_name(only)
        else:
            self._in_place.edit_count(only)

    def change_count(self) -> None:
        """Open the editor of how many there are of the one selected thing."""
        if len(self.stage.selected) == 1:
            self.setFocus()
            self._in_place.edit_count(self.stage.selected[0])

    def link_from(self) -> None:
        """Join the two selected nodes, else begin a link, led by the keyboard, at the one that is selected."""
        nodes = self.stage.selected_nodes()
        if len(nodes) == 2:
            self._hands.join_selected()
        else:
            self._hands.connect_by_keys((*nodes, "")[0])

    def chosen_link(self) -> Link | None:
        """The one selected link; None for a bundle of several, and for anything else."""
        stage = self.stage
        behind = stage.links_behind(stage.selected[0]) if len(stage.selected) == 1 else ()
        return stage.design.links.get(behind[0]) if len(behind) == 1 else None

    def other_ways(self) -> None:
        """Offer the other ways in which the ends of the one selected link could be joined."""
        link = self.chosen_link()
        if link is None:
            return
        ways = offered_again(self.stage.design, link)
        if len(ways.options) < 2:
            self.stage.tell("There is no other way to join the two.")
            return
        self.setFocus()
        self.ways.open(ways, None)

    def tell_refused(self, text: str) -> None:
        """Tell beside the pointer why a command did nothing, where it was given to the canvas."""
        if self.isVisible() and self.hasFocus():
            self.stage.told.emit(card_of(text, "no"))

    def turn_relation(self) -> None:
        """Turn the one selected relation around, where that makes sense."""
        stage, link = self.stage, self.chosen_link()
        if link is None:
            return
        try:
            edit = turned(stage.design, link.id)
        except RefusedInput as refusal:
            self.stage.tell(str(refusal))
            return
        if stage.commit(edit):
            self.message.emit(edit.label)

    def select(self, ids: Sequence[str]) -> None:
        """Select IDS; those that are not there are left out."""
        self.stage.select(ids)

    def select_all(self) -> None:
        """Select every tile and frame that is drawn and not locked in place."""
        drawing = self.stage.drawing
        drawn = [*drawing.frame_index, *drawing.tiles.ids, *drawing.mark_index]
        self.stage.select(unlocked(self.stage.design, drawn))

    def selected_ids(self) -> tuple[str, ...]:
        """Ids of what is selected."""
        return self.stage.selected

    def set_tool(self, name: str) -> None:
        """Take a tool: select, pan, connect, flow or place (the part that was placed last)."""
        self.adding.close()
        if name == "place":
            self._take_stamp()
        else:
            self._hands.use_tool(name)

    def _take_stamp(self) -> None:
        """Take the part of the one selected node into the hand, else the part placed last, else ask for one."""
        chosen = [self.stage.design.nodes[one].part for one in self.stage.selected_nodes()]
        part_id = (chosen[0] if len(chosen) == 1 else None) or self.stage.last_part
        if part_id:
            self.stamp_part(part_id)
        else:
            self.adding.open_for_stamp(self._pointed())

    def quick_add(self) -> None:
        """Offer parts to place beside the selection, else at the pointer."""
        if not self._hands.busy:
            self.adding.open_by_keys(self._pointed())

    def next_port(self, step: int = 1) -> None:
        """Show the next port group of the selected node: what is free and used of it."""
        stage = self.stage
        nodes = stage.selected_nodes()
        groups = [one.name for one in stage.design.ports_of(stage.design.nodes[nodes[0]])] if len(nodes) == 1 else []
        if not groups:
            self.stage.tell("Select one thing with ports first.")
            return
        now = stage.chosen_port[1] if stage.chosen_port is not None else ""
        place = groups.index(now) + step if now in groups else 0 if step > 0 else len(groups) - 1
        self._hands.choose_port(nodes[0], groups[place % len(groups)])

    def _pointed(self) -> tuple[float, float] | None:
        """Return the place of the pointer on the canvas; None when it is elsewhere."""
        return self.cursor_position() if self._pointer is not None else None

    def flow_by_keys(self) -> bool:
        """Begin a flow, led by the keyboard, at the node that it stands on."""
        return self._hands.flow_by_keys(self.stage.focused)

    def tool(self) -> str:
        """Name of the tool."""
        return self._hands.tool

    def stamp_part(self, part_id: str) -> None:
        """Take a part into the hand: every click places one, until Escape."""
        self.stage.last_part = part_id
        self._hands.take(part_id)
        if self._pointer is not None:
            self._hands.hover(self._last)

    def place_part(self, part_id: str) -> None:
        """Add a part beside the selection or in the middle of what is in sight, and select it."""
        if place_beside(self.stage, part_id) and self.stage.selected:
            self._hands.reveal(self.stage.selected[0])

    def cancel(self) -> bool:
        """Call off what is under way; the answer is whether there was anything."""
        busy = self._hands.busy or self.adding.panel is not None
        self.adding.close()
        self._hands.call_off()
        return busy

    def close_canvas(self) -> None:
        """Stop listening to the session."""
        self.stage.stop_listening()
