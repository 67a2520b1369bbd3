"""Control of the quick add: where it opens, and what a choice does: place, place and link, or take into the hand."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtWidgets import QWidget

from designer.catalog.parts.compatibility import joining, related_parts
from designer.edit.edit_labels import kind_title
from designer.edit.nodes.nodes import add_container, set_node
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.changes import ChangeSet
from designer.model.network.ports import Verdict
from designer.model.parts.part import NETWORK_MEDIA, PortGroup
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.drop_placement import landing, placed, resting
from designer.ui.canvas.interaction.linking import link_of, offered, proposed_link
from designer.ui.canvas.interaction.making_room import size_of_new, with_room
from designer.ui.canvas.interaction.placing import place_beside
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.interaction.tool_controller import Hands
from designer.ui.canvas.port import DraggedWire, LooseWire, Preview
from designer.ui.canvas.quick_add.field import QuickAdd
from designer.ui.canvas.quick_add.rows import KIND, Offer
from designer.ui.canvas.tools.connect_drag import edge_point
from designer.ui.canvas.tools.place import added
from designer.ui.widgets.look import follow_look

Habits = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""Answers the ids of favourites and of parts placed lately."""


class QuickAdding(QObject):
    """Opens one quick add at a time."""

    opening = Signal()
    """Another field that is open should close first."""

    closed = Signal()
    placed = Signal(str)
    """Id of a part that was placed."""

    def __init__(self, stage: Stage, hands: Hands, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._hands = hands
        self._widget = parent
        self._panel: QuickAdd | None = None
        self.habits: Habits = lambda: ((), ())
        hands.parts_wanted.connect(self.open_at)
        hands.fitting_wanted.connect(self.open_for_wire)
        follow_look(self.close)

    @property
    def panel(self) -> QuickAdd | None:
        """The open quick add."""
        return self._panel

    def open_at(self, x: float, y: float) -> None:
        """Offer parts to place at a place of the canvas."""
        offer = Offer(self._stage.library, self.habits())
        self._open(offer, self._place_of(x, y), lambda key, copies: self._put(key, copies, x, y))

    def open_by_keys(self, pointer: tuple[float, float] | None) -> None:
        """Offer parts to place beside what is selected, else where the POINTER is, else in the middle of the sight."""
        stage = self._stage
        nodes = stage.selected_nodes()
        rect = stage.rect_of(nodes[-1]) if nodes else None
        if rect is not None and rect.meets(stage.sight):
            self._open(Offer(stage.library, self.habits()), self._place_of(rect.x, rect.bottom), self._put_beside)
        else:
            self.open_at(*(pointer or stage.sight.centre))

    def open_for_stamp(self, pointer: tuple[float, float] | None) -> None:
        """Offer parts to take into the hand."""
        self._open(
            Offer(self._stage.library, self.habits()),
            self._place_of(*(pointer or self._stage.sight.centre)),
            lambda key, n: self._take(key),
        )

    def open_for_wire(self, wire: LooseWire) -> None:
        """Offer what a loose wire could go to; the choice is placed there and linked."""
        stage = self._stage
        node = stage.design.nodes.get(wire.source)
        if node is None:
            return
        joins = joining(stage.design.part_of(node), self._groups(wire), stage.library)
        fitting: dict[str, Verdict] = {part.id: verdict for part, verdict in joins}
        if not wire.port:
            fitting |= {part.id: "yes" for part in related_parts(node.kind, stage.library) if part.id not in fitting}
        port = f"{wire.port} of " if wire.port else ""
        title = f"Fits {port}{node.title}"
        offer = Offer(stage.library, self.habits(), fitting, title)
        self._open(offer, self._place_of(wire.x, wire.y), lambda key, n: self._put_linked(key, n, wire))
        rect = stage.rect_of(wire.source)
        if rect is not None:
            end = (wire.x, wire.y)
            stage.preview(Preview(wire=DraggedWire(edge_point(rect, end), end, "open", wire.source)))

    def close(self) -> None:
        """Close the open quick add."""
        if self._panel is not None:
            self._panel.leave()

    def follow(self) -> None:
        """The view moved: the field goes along."""
        if self._panel is not None:
            self._panel.follow()

    def _groups(self, wire: LooseWire) -> list[PortGroup]:
        """The port groups that the wire may start at: its own, else those of networks, else all."""
        groups = self._stage.design.ports_of(self._stage.design.nodes[wire.source])
        if wire.port:
            return [group for group in groups if group.name == wire.port]
        return [group for group in groups if set(group.media) & set(NETWORK_MEDIA)] or list(groups)

    def _open(self, offer: Offer, place: Callable[[], QPoint | None], take: Callable[[str, int], None]) -> None:
        self.close()
        self.opening.emit()
        panel = QuickAdd(offer, place, self._widget)

        def chosen(key: str, copies: int, keep: bool) -> None:
            if keep and not key.startswith(KIND):
                self._take(key)
            else:
                take(key, copies)

        panel.chosen.connect(chosen)
        panel.closed.connect(self._on_closed)
        self._panel = panel
        panel.begin()

    def _on_closed(self) -> None:
        self._panel = None
        if self._stage.shown_preview is not None:
            self._stage.preview(None)
        self.closed.emit()

    def _place_of(self, x: float, y: float) -> Callable[[], QPoint | None]:
        return lambda: QPointF(*self._stage.viewpoint.to_screen(x, y)).toPoint()

    def _take(self, key: str) -> None:
        if key.startswith(KIND):
            self._stage.tell("Containers are placed one by one.")
            return
        self._stage.last_part = key
        self._hands.take(key)

    def _put(self, key: str, copies: int, x: float, y: float) -> None:
        """Place at a place, inside what takes it there."""
        stage = self._stage
        if key.startswith(KIND):
            self._commit(lambda: self._container(key.removeprefix(KIND), copies, x, y))
            return
        part = stage.library.parts.get(key)
        if part is None:
            stage.tell(f"There is no part {key!r} in the catalog.")
            return
        width, height = size_of_new(part.kind)
        place = to_grid(x - width / 2) + width / 2, to_grid(y - height / 2) + height / 2
        where = landing(stage.design, stage.drawing, (part.kind,), x, y)
        design, library, drawing = stage.design, stage.library, stage.near_drawing
        self._commit(lambda: placed(design, library, drawing, part, *place, copies, where=where).edit, key)

    def _put_beside(self, key: str, copies: int) -> None:
        """Place beside what is selected."""
        stage = self._stage
        if not key.startswith(KIND):
            if place_beside(stage, key, copies):
                self._hands.reveal(stage.selected[0])
                self.placed.emit(key)
            return
        nodes = stage.selected_nodes()
        rect = stage.rect_of(nodes[-1]) if nodes else None
        x, y = (rect.right + 2 * FRAME_HEADER, rect.y + FRAME_HEADER) if rect is not None else stage.sight.centre
        self._commit(lambda: self._container(key.removeprefix(KIND), copies, x, y))

    def _put_linked(self, key: str, copies: int, wire: LooseWire) -> None:
        """Place at the loose end and link, as one edit."""
        stage = self._stage
        part = stage.library.parts.get(key)
        if part is None:
            return

        def make() -> ChangeSet:
            # The wire ends in the middle of its upper edge.
            width, height = size_of_new(part.kind)
            x, y = to_grid(wire.x - width / 2) + width / 2, to_grid(wire.y) + height / 2
            design, where = stage.design, landing(stage.design, stage.drawing, (part.kind,), wire.x, wire.y)
            edit = placed(design, stage.library, stage.near_drawing, part, x, y, copies, where=where).edit
            # The link is made against the design that has the new node already; both edits are then one undo.
            after = edit.applied(stage.design)
            (node_id,) = added(edit)
            link = proposed_link(after, wire.source, wire.port, node_id, "", wire.cables)
            source = stage.design.nodes[wire.source].title
            label = f"{edit.label} and link it to {source}"
            both = edit.then(link)
            both.label = label if not where.refusal else f"{label} beside it"
            return both

        edit = self._commit(make, key)
        if edit is None:
            return
        link = link_of(edit)
        relation = link.medium in RELATION_MEDIA
        # Without a typed number the field of the cables opens, and other ways to be joined are offered.
        if not wire.cables and not relation:
            self._hands.edit_count(link.id, joins_last=True)
        if not wire.cables or relation:
            first, second = (link.a, link.b) if link.a == wire.source else (link.b, link.a)
            self._hands.offer_ways(offered(stage.design, link, first, wire.port, second, ""), None)

    def _container(self, kind: str, copies: int, x: float, y: float) -> ChangeSet:
        stage = self._stage
        where = landing(stage.design, stage.drawing, (kind,), x, y)
        if where.refusal:
            stage.tell(where.refusal)
        width, height = size_of_new(kind, part=False)
        x, y = to_grid(x - FRAME_HEADER) + width / 2, to_grid(y - FRAME_HEADER) + height / 2
        rect, _ = resting(stage.design, stage.near_drawing, kind, x, y, where, part=False)
        edit, _ = with_room(stage.design, add_container(stage.design, kind, rect.x, rect.y, parent=where.parent))
        if copies > 1:
            after = edit.applied(stage.design)
            edit = edit.then(set_node(after, added(edit)[0], copies=copies))
            edit.label = f"Add {copies:,} × {kind_title(kind).lower()}"
        return edit

    def _commit(self, make: Callable[[], ChangeSet], part_id: str = "") -> ChangeSet | None:
        stage = self._stage
        try:
            edit = make()
        except RefusedInput as refusal:
            stage.tell(str(refusal))
            return None
        if not stage.commit(edit):
            return None
        if part_id:
            stage.last_part = part_id
            self.placed.emit(part_id)
        stage.select(added(edit))
        self._hands.reveal(added(edit)[0])
        stage.message.emit(edit.label)
        return edit
