"""Other ways to join two things: where they are shown, and what a choice does: the link becomes that, in one edit."""

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.in_place_editing import InPlace
from designer.ui.canvas.interaction.join_chooser import WayChooser
from designer.ui.canvas.interaction.linking import otherwise
from designer.ui.canvas.port import Offered, Pointer
from designer.ui.widgets.look import follow_look


class OtherWays(QObject):
    """Opens one chooser at a time."""

    closed = Signal()

    def __init__(self, stage: Stage, in_place: InPlace, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._in_place = in_place
        self._widget = parent
        self._chooser: WayChooser | None = None
        self._revision = -1
        in_place.closed.connect(self._on_count_closed)
        follow_look(self.close)

    @property
    def chooser(self) -> WayChooser | None:
        """The open chooser."""
        return self._chooser

    @property
    def has_keyboard(self) -> bool:
        """Return True when the keyboard is in the open chooser."""
        return self._chooser is not None and self._chooser.list.hasFocus()

    def open(self, offered: Offered, at: Pointer | None) -> None:
        """Show the ways at a place, else beside the link.

        While the count of cables is asked for the keyboard stays there; up and down take it into the list.
        """
        self.close()
        chooser = WayChooser(offered, self._widget, chosen=self._choose, closed=self._on_closed)
        self._chooser, self._revision = chooser, self._stage.session.revision
        editor = self._in_place.count_field
        if editor is not None:
            editor.stepped.connect(chooser.take_keyboard)
            chooser.hint.setText("Up and down choose another way")
        place = QPointF(at.screen_x, at.screen_y) if at is not None else self._beside(offered.link)
        chooser.open_at(place.toPoint(), focused=editor is None)

    def close(self) -> None:
        """Close the open chooser and keep what was joined."""
        if self._chooser is not None:
            self._chooser.leave()

    def _beside(self, link_id: str) -> QPointF:
        """The label of a link, else its middle."""
        wire = self._stage.wire_of(link_id)
        if wire is None:
            return QPointF(self._widget.rect().center())
        label = wire.label_rect
        if label.width > 0:
            return QPointF(*self._stage.viewpoint.to_screen(label.x, label.bottom))
        rect = self._stage.rect_of(link_id)
        return QPointF(*self._stage.viewpoint.to_screen(*rect.centre)) if rect is not None else QPointF()

    def _choose(self, number: int) -> None:
        chooser, stage = self._chooser, self._stage
        if chooser is None:
            return
        link_id, option = chooser.offered.link, chooser.offered.options[number]
        try:
            edit = otherwise(stage.design, link_id, option)
        except RefusedInput as refusal:
            stage.tell(str(refusal))
            return
        fresh = chooser.offered.fresh and self._revision == stage.session.revision
        if not stage.commit(edit, joins_last=fresh):
            return
        stage.select([link_id])
        stage.message.emit(edit.label)
        if option.medium not in RELATION_MEDIA:
            chooser.leave()
            self._in_place.edit_count(link_id, joins_last=fresh)

    def _on_count_closed(self) -> None:
        if self._chooser is not None and not self._chooser.list.hasFocus():
            self._chooser.leave()

    def _on_closed(self) -> None:
        self._chooser = None
        if self._in_place.editor is None:
            self.closed.emit()
