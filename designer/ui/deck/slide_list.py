"""The list of slides: pictures with their titles, dragged or moved by Alt+Up and Alt+Down."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.timers import after_pause

ICON: Final = QSize(144, 81)
ID_ROLE: Final = Qt.ItemDataRole.UserRole


class SlideRow(NamedTuple):
    """One row: id, what stands on it, and what a screen reader says."""

    id: str
    text: str
    spoken: str
    faded: bool


class SlideList(QListWidget):
    """Slides in the order of the deck."""

    moved = Signal(str, int)
    """A slide was put at a place, from 0."""

    def __init__(self, parent: QWidget | None = None, *, chosen: Run | None = None, moved: Run | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Slides, in their order; Alt+Up and Alt+Down move one")
        self.setIconSize(ICON)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: tuple[SlideRow, ...] = ()
        self._dropped = after_pause(self, 0, self._tell_drop)
        connect_given(
            (self.currentRowChanged, chosen),
            # The list is being changed while it tells of a drop: what follows waits until it is done.
            (self.model().rowsMoved, lambda *_: self._dropped.start()),
            (self.model().rowsRemoved, lambda *_: self._dropped.start()),
            (self.moved, moved),
        )

    @property
    def slide_id(self) -> str:
        """Return the id of the chosen slide; "" without one."""
        return str(self.currentItem().data(ID_ROLE)) if self.currentRow() >= 0 else ""

    def show_rows(self, rows: Sequence[SlideRow], chosen: str) -> None:
        """Show ROWS with the slide CHOSEN as the present one; pictures stay until there are new ones."""
        icons = {str(self.item(row).data(ID_ROLE)): self.item(row).icon() for row in range(self.count())}
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(ID_ROLE, row.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            item.setToolTip(row.spoken)
            item.setIcon(icons.get(row.id, _blank()))
            # No drop on a slide, only between two.
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            if row.faded:
                item.setForeground(QColor(current_theme().colour("muted")))
            self.addItem(item)
        self._rows = tuple(rows)
        ids = [row.id for row in rows]
        if rows:
            self.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self.blockSignals(False)

    def show_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Show the picture of each slide that has one."""
        for row in range(self.count()):
            item = self.item(row)
            body = pictures.get(str(item.data(ID_ROLE)))
            pixmap = QPixmap()
            if body and pixmap.loadFromData(body):
                ratio = self.devicePixelRatioF()
                small = pixmap.scaled(
                    ICON * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                outline(small)
                small.setDevicePixelRatio(ratio)
                item.setIcon(QIcon(small))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            place = self.currentRow() + step
            if 0 <= place < self.count():
                self.moved.emit(self.slide_id, place)
            return
        super().keyPressEvent(event)

    def _tell_drop(self) -> None:
        now = [str(self.item(row).data(ID_ROLE)) for row in range(self.count())]
        before = [row.id for row in self._rows]
        if sorted(now) != sorted(before) or now == before:
            return
        # The one whose leaving makes both orders alike is the one that was dragged.
        for slide in before:
            if [one for one in now if one != slide] == [one for one in before if one != slide]:
                self.moved.emit(slide, now.index(slide))
                return


def outline(pixmap: QPixmap) -> None:
    """Draw the edge of a slide on its picture: white on white has none."""
    painter = QPainter(pixmap)
    painter.setPen(QColor(current_theme().colour("border")))
    painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.end()


def _blank() -> QIcon:
    pixmap = QPixmap(ICON)
    pixmap.fill(QColor(current_theme().colour("surface_2")))
    return QIcon(pixmap)
