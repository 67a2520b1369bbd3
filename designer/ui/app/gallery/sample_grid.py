"""The samples as small cards in a grid: picture, name, one line, layers and size; walked by arrow keys."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.layer_words import LAYER_ICONS, LAYER_TITLES
from designer.edit.templates.templates import Template
from designer.model.parts.part import Layer
from designer.model.wording import listed
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.theme import ink, type_font

PICTURE: Final = QSize(220, 116)
CARD: Final = QSize(PICTURE.width() + 18, PICTURE.height() + 92)
CELL: Final = CARD + QSize(12, 12)
"""A card with the room around it."""
_INSIDE: Final = 9
INNER_WIDTH: Final = CARD.width() - 2 * _INSIDE
_TICK: Final = 13
_TICK_STEP: Final = 15
_FAINT: Final = 0.22
SAMPLE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


class Sample:
    """One card.

    Attributes:
        template: What it is of.
        picture: None until it came.
        size: How large the design is, in words; "" until that is known.
        problem: Why there is no picture, in one line.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        self.picture: QPixmap | None = None
        self.size = ""
        self.problem = ""

    @property
    def title(self) -> str:
        """The name on the card: of one that is too long, what stands before its comma."""
        whole = self.template.title
        fits = QFontMetrics(type_font("strong")).horizontalAdvance(whole) <= INNER_WIDTH
        return whole if fits else whole.partition(",")[0]

    @property
    def spoken(self) -> str:
        """All that the card shows, in words."""
        layers = listed([LAYER_TITLES[layer].lower() for layer in self.template.layers], None)
        words = (self.template.title, self.template.line, self.size, f"Layers: {layers}", self.problem)
        return "\n".join(word for word in words if word)


class SampleModel(QAbstractListModel):
    """The samples that are shown."""

    def __init__(self, samples: Sequence[Sample], parent: QWidget) -> None:
        super().__init__(parent)
        self.samples = list(samples)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show SAMPLES instead of what is there."""
        self.beginResetModel()
        self.samples = list(samples)
        self.endResetModel()

    def place_of(self, name: str) -> int:
        """Return the row of the sample of a template; -1 where it is not shown."""
        return next((row for row, one in enumerate(self.samples) if one.template.name == name), -1)

    def tell(self, name: str) -> None:
        """Paint the card of a template anew."""
        row = self.place_of(name)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.samples)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        sample = self.samples[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return sample.template.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return sample.spoken
        return sample if role == SAMPLE_ROLE else None


class SampleDelegate(QStyledItemDelegate):
    """Paints cards."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return CELL

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        sample: Sample = index.data(SAMPLE_ROLE)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        card = QRect(rect.topLeft(), CARD).translated(6, 6)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        lit = chosen or bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent" if lit else "border"), 2 if chosen else 1))
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(ink("accent_soft" if focused else "surface"))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        inside = card.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        self._picture(painter, QRect(inside.topLeft(), PICTURE), sample)
        self._words(painter, inside.adjusted(0, PICTURE.height() + 7, 0, 0), sample)
        painter.restore()

    @staticmethod
    def _picture(painter: QPainter, room: QRect, sample: Sample) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(room, 8, 8)
        if sample.picture is not None:
            painter.drawPixmap(room.topLeft(), sample.picture)
        elif sample.problem:
            painter.setFont(type_font("caption"))
            painter.setPen(ink("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(12, 8, -12, -8), int(flags), sample.problem)

    @staticmethod
    def _words(painter: QPainter, room: QRect, sample: Sample) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(ink("text"))
        painter.setFont(type_font("strong"))
        painter.drawText(room, int(left), sample.title)
        painter.setPen(ink("muted"))
        painter.setFont(type_font("caption"))
        painter.drawText(room.adjusted(0, 20, 0, 0), int(left | Qt.TextFlag.TextWordWrap), sample.template.line)
        row = QRect(room.left(), room.bottom() - _TICK + 1, room.width(), _TICK)
        paint_layer_ticks(painter, row, sample.template.layers)
        painter.setPen(ink("muted"))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), sample.size)


def paint_layer_ticks(painter: QPainter, row: QRect, layers: Sequence[Layer]) -> None:
    """Paint the signs of the LAYERS that a sample shows from the left of ROW, and the others faint in their places."""
    theme = current_theme()
    for place, layer in enumerate(LAYER_ICONS):
        shown = layer in layers
        painter.setOpacity(1.0 if shown else _FAINT)
        colour = theme.layer(layer) if shown else theme.colour("muted")
        painter.drawPixmap(row.left() + place * _TICK_STEP, row.top(), icon_pixmap(LAYER_ICONS[layer], colour, _TICK))
    painter.setOpacity(1.0)


def fits_its_card(sample: Sample) -> bool:
    """Return True when no word on the card of SAMPLE is cut."""
    caption, title = QFontMetrics(type_font("caption")), QFontMetrics(type_font("strong"))
    width = INNER_WIDTH
    line = caption.boundingRect(QRect(0, 0, width, 1_000), int(Qt.TextFlag.TextWordWrap), sample.template.line)
    beside_ticks = width - len(LAYER_ICONS) * _TICK_STEP
    return (
        title.horizontalAdvance(sample.title) <= width
        and line.height() <= 2 * caption.lineSpacing()
        and line.width() <= width
        and caption.horizontalAdvance(sample.size) <= beside_ticks
    )


class SampleGrid(QListView):
    """The cards, as many beside each other as find room."""

    chosen = Signal(str)
    """Name of the template whose card is chosen now."""

    wanted = Signal(str)
    """Name of the template whose card was entered: by Enter or a double click."""

    def __init__(self, templates: Mapping[str, Template], parent: QWidget, *, chosen: Run, wanted: Run) -> None:
        super().__init__(parent)
        connect_given((self.chosen, chosen), (self.wanted, wanted))
        self.samples = {name: Sample(one) for name, one in templates.items() if name != "empty"}
        self._filled = False
        self.sample_model = SampleModel((), self)
        self.setModel(self.sample_model)
        self.setItemDelegate(SampleDelegate(self))
        self.setAccessibleName("Samples")
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
        self.selectionModel().currentChanged.connect(self._turned)
        self.doubleClicked.connect(self._entered)

    @property
    def current(self) -> Sample | None:
        """Return the sample whose card is chosen."""
        index = self.currentIndex()
        return self.sample_model.samples[index.row()] if index.isValid() else None

    def fill(self) -> None:
        """Show all cards, the first one chosen; nobody paints them before the window is there."""
        if not self._filled:
            self.show_only(tuple(self.samples))

    def choose(self, name: str) -> None:
        """Choose the card of a template."""
        self.fill()
        row = self.sample_model.place_of(name)
        if row >= 0:
            self.setCurrentIndex(self.sample_model.index(row))

    def show_only(self, names: Sequence[str]) -> None:
        """Show the cards of templates NAMES, and choose the first where the one that was chosen is not among them."""
        self._filled = True
        before = self.current
        self.sample_model.show_samples([one for name, one in self.samples.items() if name in names])
        row = self.sample_model.place_of(before.template.name) if before else 0
        self.setCurrentIndex(self.sample_model.index(max(row, 0)))

    def take_picture(self, name: str, picture: QPixmap, size: str) -> None:
        """Show the picture of a template and how large its design is."""
        sample = self.samples[name]
        sample.picture, sample.size, sample.problem = picture, size, ""
        self.sample_model.tell(name)

    def take_problem(self, name: str, problem: str) -> None:
        """Say why there is no picture of a template."""
        self.samples[name].problem = problem
        self.sample_model.tell(name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.wanted.emit(self.current.template.name)
            return
        super().keyPressEvent(event)

    def _turned(self, now: _Index) -> None:
        if now.isValid():
            self.chosen.emit(self.sample_model.samples[now.row()].template.name)

    def _entered(self, index: _Index) -> None:
        self.wanted.emit(self.sample_model.samples[index.row()].template.name)
