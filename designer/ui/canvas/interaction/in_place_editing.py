"""Changing names and numbers in place: what is edited, where the field lies, what an answer does."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from designer.drawing.records import Rect
from designer.drawing.topology.anatomy import badge_box, name_place
from designer.edit.edit_labels import link_words
from designer.edit.links.flows import flow_words, set_flow_rate
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.changes import ChangeSet
from designer.model.figures.figure_text import number_text
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.marks import Mark
from designer.model.network.drawn_flows import flow_called
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.inline_editor import InlineEditor
from designer.ui.canvas.interaction.mark_writing import mark_place, written
from designer.ui.canvas.interaction.note_editor import MarkText

_LINE_RATE: Final = "line rate"


class InPlace(QObject):
    """Opens one field at a time."""

    opening = Signal()
    """Another field that is open should close first."""

    closed = Signal()

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._widget = parent
        self._editor: InlineEditor | MarkText | None = None

    @property
    def editor(self) -> InlineEditor | MarkText | None:
        """The open field."""
        return self._editor

    @property
    def count_field(self) -> InlineEditor | None:
        """The open field, when it is one of a single line."""
        return self._editor if isinstance(self._editor, InlineEditor) else None

    def edit_name(self, node_id: str) -> None:
        """Open the field of a node's name, or of what a mark says."""
        if node_id in self._stage.design.marks:
            self._edit_mark(self._stage.design.marks[node_id])
            return
        node = self._stage.design.nodes.get(node_id)
        if node is None:
            return

        def accept(text: str) -> str:
            return self._try(lambda: set_node(self._stage.design, node_id, name=text))

        what = f"Name of {node.title}"
        self._open(what, node.name or node.title, lambda: self._name_place(node_id), accept)

    def _edit_mark(self, mark: Mark) -> None:
        """A note is written on over several lines; it grows as far as its text needs it."""

        def accept(text: str) -> str:
            return self._try(lambda: written(self._stage.design, mark.id, text))

        what = f"Text of the {mark.kind}"
        if mark.kind != "note":
            self._open(what, mark.text, lambda: mark_place(self._stage, mark.id), accept)
            return
        self.close(keep=True)
        self.opening.emit()
        editor = MarkText(
            self._widget, what, mark.text, lambda: mark_place(self._stage, mark.id), accept, lambda: self._stage.scale
        )
        self._begin(editor)

    def edit_count(self, record_id: str, typed: str = "", *, joins_last: bool = False) -> None:
        """Open the field of a link's cables or a node's copies, TYPED already in it."""
        design = self._stage.design
        flow = flow_called(design, record_id)
        if flow is not None:
            self._edit_rate(flow, typed)
            return
        node, link = design.nodes.get(record_id), design.links.get(record_id)
        if node is not None:
            what, before = f"Copies of {node.title}", node.copies
        elif link is not None:
            if link.medium in RELATION_MEDIA:
                self._stage.tell(f"{link_words(design, link)}: it has no cables to count.")
                return
            what, before = "Cables of the link", link.cables
        else:
            return
        first = joins_last

        # The first entry may join the edit that opened the field, so that drawing and counting a link is one undo.
        def accept(text: str) -> str:
            if not text.isdigit():
                return "Type a whole number, such as 8."
            return self._try(lambda: self._counted(record_id, int(text)), joins_last=first)

        self._open(what, str(before), lambda: self._count_place(record_id), accept, number=True)
        if typed and self._editor is not None:
            self._editor.begin_with(typed)

    def _edit_rate(self, flow: FlowAsk, typed: str) -> None:
        """Open the field of what a flow offers."""

        def accept(text: str) -> str:
            def make() -> ChangeSet:
                line_rate = text.strip() in {"", _LINE_RATE}
                gbps = None if line_rate else typed_quantity(text, "Gb/s", "The rate of the flow")
                return set_flow_rate(self._stage.design, flow.ends, gbps)

            return self._try(make)

        before = _LINE_RATE if flow.gbps is None else f"{number_text(flow.gbps, 12)} Gb/s"
        what = f"What {flow_words(self._stage.design, flow)} offers"
        self._open(what, before, lambda: self._rate_place(flow.id), accept)
        if typed and self._editor is not None:
            self._editor.begin_with(typed)

    def _rate_place(self, flow_id: str) -> QRectF | None:
        arrow = next((one for one in self._stage.drawing.flows if one.id == flow_id and one.label), None)
        return QRectF(*self._stage.viewpoint.rect_to_screen(arrow.label_rect)) if arrow is not None else None

    def close(self, *, keep: bool) -> None:
        """Close the open field; KEEP takes what is typed if it is acceptable."""
        if self._editor is not None:
            self._editor.close_with(self._editor.text() if keep else None)

    def follow(self) -> None:
        """The view moved: the field goes along."""
        if self._editor is not None:
            self._editor.follow()

    def _counted(self, record_id: str, number: int) -> ChangeSet:
        design = self._stage.design
        if record_id in design.nodes:
            return set_node(design, record_id, copies=number)
        return set_link(design, record_id, cables=number)

    def _try(self, make: Callable[[], ChangeSet], *, joins_last: bool = False) -> str:
        try:
            edit = make()
        except RefusedInput as refusal:
            return str(refusal)
        if not self._stage.commit(edit, joins_last=joins_last):
            return "The design has changed since; try it again."
        if edit:
            self._stage.message.emit(edit.label)
        return ""

    def _open(
        self,
        what: str,
        text: str,
        place: Callable[[], QRectF | None],
        accept: Callable[[str], str],
        *,
        number: bool = False,
    ) -> None:
        self.close(keep=True)
        if place() is None:
            return
        self.opening.emit()
        self._begin(InlineEditor(self._widget, what, text, place, accept, number=number))

    def _begin(self, editor: InlineEditor | MarkText) -> None:
        editor.closed.connect(self._on_closed)
        editor.told.connect(self._stage.message)
        self._editor = editor
        editor.begin()

    def _on_closed(self) -> None:
        self._editor = None
        self.closed.emit()

    def _name_place(self, node_id: str) -> QRectF | None:
        drawing = self._stage.drawing
        rect = drawing.rect_of(node_id)
        if rect is None:
            return None
        if node_id in drawing.frame_index:
            rect = Rect(rect.x + 8, rect.y + 2, min(rect.width - 16, 320), FRAME_HEADER - 4)
        else:
            rect = name_place(drawing.tiles[drawing.tile_index[node_id]])
        return QRectF(*self._stage.viewpoint.rect_to_screen(rect))

    def _count_place(self, record_id: str) -> QRectF | None:
        drawing, view = self._stage.drawing, self._stage.viewpoint
        wire = self._stage.wire_of(record_id)
        if wire is not None:
            label = wire.label_rect
            if label.width <= 0:
                (x1, y1), (x2, y2) = wire.points[0], wire.points[3]
                label = Rect((x1 + x2) / 2 - 40, (y1 + y2) / 2 - 14, 80, 28)
            return QRectF(*view.rect_to_screen(label))
        rect = drawing.rect_of(record_id)
        if rect is None:
            return None
        if record_id in drawing.frame_index:
            badge = Rect(rect.right - 96, rect.y + 2, 88, FRAME_HEADER - 4)
        else:
            box = badge_box(drawing.tiles[drawing.tile_index[record_id]], 64.0)
            badge = Rect(rect.x + box.x, rect.y + box.y - 3, box.width, 28)
        return QRectF(*view.rect_to_screen(badge))
