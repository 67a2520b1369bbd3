"""The outputs as cards: picture, name, what it is for, formats; walked by arrow keys and Tab."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.exporting.outputs import ExportOutput
from designer.ui.exporting.picture_work import PictureMade
from designer.ui.widgets.lists.table_model import Column, TableModel
from designer.ui.widgets.theme import ink, type_font

if TYPE_CHECKING:
    from designer.export.plugin_forms import OwnForm

PICTURE: Final = QSize(224, 136)
_INSIDE: Final = 8
CARD: Final = QSize(PICTURE.width() + 2 * _INSIDE, PICTURE.height() + 96)
CELL: Final = CARD + QSize(8, 8)
WAITING: Final = "The picture is being made …"
_Index = QModelIndex | QPersistentModelIndex


class ExportCard:
    """One card.

    Attributes:
        output: What it writes.
        title: The words of its command.
        picture: None until it came.
        note: What stands in place of the picture.
        refused: Why the output cannot be written; "" where it can.
        form: Of a plug-in that writes it; None of what the program writes.
    """

    def __init__(self, output: ExportOutput, title: str, form: "OwnForm | None" = None) -> None:
        self.output, self.title, self.form = output, title, form
        self.picture: QPixmap | None = None
        self.note = WAITING
        self.refused = ""

    @property
    def formats(self) -> str:
        """Return its formats in words."""
        if self.form is not None:
            return f"{self.form.suffix}, own"
        return ", ".join(self.output.formats) or "a folder of .xlsx"

    @property
    def spoken(self) -> str:
        """Return all that the card says."""
        cannot = f"Cannot be written: {self.refused}" if self.refused else ""
        return "\n".join(filter(None, (self.title, self.output.about, self.formats, cannot)))

    def take(self, made: PictureMade, ratio: float) -> None:
        """Show what was MADE of it; RATIO is how many pixels of the screen one of the window has."""
        self.picture = None
        self.note = made.why_not
        self.refused = made.why_not if made.refused else ""
        if made.png:
            # Made small once and well: the painter would skip lines of letters.
            image = QImage.fromData(made.png).scaledToWidth(
                round(PICTURE.width() * ratio), Qt.TransformationMode.SmoothTransformation
            )
            self.picture = QPixmap.fromImage(image)


def _title(card: ExportCard) -> str:
    return card.title


def _spoken(card: ExportCard) -> str:
    return card.spoken


class _Painter(QStyledItemDelegate):
    """Paints cards."""

    def __init__(self, cards: TableModel[ExportCard], parent: QWidget) -> None:
        super().__init__(parent)
        self._cards = cards

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return CELL

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        card = self._cards.rows[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        place = QRect(rect.topLeft(), CARD).translated(4, 4)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        lit = chosen or bool(state & QStyle.StateFlag.State_MouseOver)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(ink("accent" if lit else "border"), 2 if chosen else 1))
        painter.setBrush(ink("accent_soft" if focused else "surface"))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inside = place.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        self._picture(painter, QRect(inside.topLeft(), PICTURE), card)
        self._words(painter, inside.adjusted(0, PICTURE.height() + 8, 0, 0), card)
        painter.restore()

    @staticmethod
    def _picture(painter: QPainter, room: QRect, card: ExportCard) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(room, 4, 4)
        if card.picture is None:
            painter.setFont(type_font("caption"))
            painter.setPen(ink("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(8, 8, -8, -8), int(flags), localised(card.note))
            return
        # As wide as the room; of a page that is higher than it, the upper part.
        source = QRectF(card.picture.rect())
        scale = room.width() / source.width()
        high = min(room.height(), round(source.height() * scale))
        source.setHeight(high / scale)
        target = QRectF(room.left(), room.top() + (room.height() - high) / 2, room.width(), high)
        painter.drawPixmap(target, card.picture, source)
        painter.setPen(QPen(ink("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(target.adjusted(0.5, 0.5, -0.5, -0.5))

    @staticmethod
    def _words(painter: QPainter, room: QRect, card: ExportCard) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(ink("muted" if card.refused else "text"))
        painter.setFont(type_font("strong"))
        # A long title takes the edge of the card too.
        wider = room.adjusted(0, 0, _INSIDE - 1, 0)
        title = QFontMetrics(type_font("strong")).elidedText(card.title, Qt.TextElideMode.ElideRight, wider.width())
        painter.drawText(wider, int(left), localised(title))
        painter.setPen(ink("muted"))
        painter.setFont(type_font("caption"))
        painter.drawText(room.adjusted(0, 20, 0, 0), int(left | Qt.TextFlag.TextWordWrap), localised(card.output.about))
        painter.setPen(ink("accent" if not card.refused else "muted"))
        bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, int(bottom), localised(card.formats))


class CardGrid(QListView):
    """The cards, as many beside each other as find room; Enter or a double click exports the one that is chosen."""

    def __init__(
        self,
        cards: Sequence[ExportCard],
        parent: QWidget,
        *,
        chosen: Callable[[ExportCard], None],
        wanted: Callable[[], None],
    ) -> None:
        """Show CARDS; CHOSEN is told the card that is gone to, WANTED is called when it is to be exported."""
        super().__init__(parent)
        self._chosen, self._wanted = chosen, wanted
        words: Column[ExportCard] = Column("Output", _title, tip=_spoken, read=_spoken)
        self._cards: TableModel[ExportCard] = TableModel((words,), self)
        self._cards.show_rows(cards)
        self.setModel(self._cards)
        self.setItemDelegate(_Painter(self._cards, self))
        self.setAccessibleName("Outputs")
        self.setAccessibleDescription("Arrow keys and Tab walk the outputs, Enter exports.")
        self.setProperty("look", "gallery")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def cards(self) -> tuple[ExportCard, ...]:
        """Return the cards in their order."""
        return tuple(self._cards.rows)

    @property
    def current(self) -> ExportCard | None:
        """Return the card that is chosen."""
        index = self.currentIndex()
        return self._cards.rows[index.row()] if index.isValid() else None

    def choose(self, row: int) -> None:
        """Go to the card in ROW, from 0."""
        self.setCurrentIndex(self._cards.index(row, 0))

    def add(self, cards: Sequence[ExportCard]) -> None:
        """Show CARDS behind those that are there; the one that is chosen stays it."""
        row = self.currentIndex().row()
        self._cards.show_rows((*self._cards.rows, *cards))
        self.choose(max(row, 0))

    def refresh(self) -> None:
        """Paint all cards anew, and say what is known of the chosen one."""
        self._cards.touch(0, 0)
        if self.current is not None:
            self._chosen(self.current)

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._chosen(self._cards.rows[current.row()])

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        row = self.currentIndex().row() + (1 if next else -1)
        # Tab walks the cards, and leaves them at either end.
        if 0 <= row < len(self._cards.rows):
            self.choose(row)
            return True
        return super().focusNextPrevChild(next)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._wanted()
            return
        super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self._wanted()
