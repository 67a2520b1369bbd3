"""The reason of a figure: its tree, down to catalog facts with their sources."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import cornered, figure_text, likely_text
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Source
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.part_words import STATUS_TITLES
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import ink, type_font

COLUMNS: Final = ("What", "Value", "How", "Standing", "From")
_STATUS_INKS: Final = {"sourced": "ok", "user": "accent", "estimate": "warn", "unverified": "warn", "assumed": "muted"}
Index = QModelIndex | QPersistentModelIndex


def source_text(figure: Figure, sources: Mapping[str, Source]) -> str:
    """Return where a leaf was read: publisher, document, date."""
    named = [
        f"{source.publisher}, {source.published}"
        for name in figure.sources
        if (source := sources.get(name)) is not None
    ]
    named += [name for name in figure.sources if name not in sources]
    if not named and figure.status == "user" and figure.note:
        named = [figure.note]
    words = "; ".join(named)
    # Some documents carry their date in the title.
    if figure.date and figure.date not in words:
        words = f"{words}, as of {figure.date}" if words else f"as of {figure.date}"
    return words or figure.note


def standing_text(figure: Figure) -> str:
    """Return how well it is known, in a word."""
    if not figure.known:
        return "unknown"
    if figure.operation == "design" and figure.status == "sourced":
        return "drawn"
    return STATUS_TITLES.get(figure.status, figure.status)


def how_text(figure: Figure) -> str:
    """Return how the value came about, in words."""
    if figure.terms:
        return figure.formula
    kinds = {
        "fact": "catalog fact",
        "assumption": "assumption",
        "design": "drawn",
        "routing": "routed over the drawing",
    }
    return figure.formula or kinds.get(figure.operation, figure.operation)


def why_text(figure: Figure, sources: Mapping[str, Source], depth: int = 0) -> str:
    """The whole tree as indented lines, for the clipboard."""
    pieces = [
        f"{figure.label}: {figure_text(cornered(figure))}",
        how_text(figure),
        standing_text(figure),
        likely_text(figure),
    ]
    if not figure.terms:
        pieces.append(source_text(figure, sources))
    own = "  " * depth + " | ".join(piece for piece in pieces if piece)
    return "\n".join([own, *(why_text(term, sources, depth + 1) for term in figure.terms)])


class _Branch:
    """One figure of the tree with the place it has there."""

    __slots__ = ("_terms", "above", "figure", "row")

    def __init__(self, figure: Figure, above: "_Branch | None", row: int) -> None:
        self.figure = figure
        self.above = above
        self.row = row
        self._terms: list[_Branch] | None = None

    @property
    def terms(self) -> list["_Branch"]:
        if self._terms is None:
            self._terms = [_Branch(term, self, row) for row, term in enumerate(self.figure.terms)]
        return self._terms


class FigureModel(QAbstractItemModel):
    """A figure as a tree of rows; branches are made when they are opened."""

    def __init__(self, figure: Figure, sources: Mapping[str, Source], parent: QWidget) -> None:
        super().__init__(parent)
        self._root = _Branch(figure, None, 0)
        self._sources = sources

    def figure(self, index: Index) -> Figure:
        """The figure at INDEX, the whole one without."""
        return self._branch(index).figure if index.isValid() else self._root.figure

    def _branch(self, index: Index) -> _Branch:
        found: _Branch = index.internalPointer()
        return found

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own
        if not parent.isValid():
            return self.createIndex(row, column, self._root) if row == 0 else QModelIndex()
        terms = self._branch(parent).terms
        return self.createIndex(row, column, terms[row]) if 0 <= row < len(terms) else QModelIndex()

    @override
    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]  # the stubs join two overloads of Qt
        above = self._branch(child).above if child.isValid() else None
        return self.createIndex(above.row, 0, above) if above is not None else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._branch(parent).figure.terms) if parent.isValid() else 1

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        figure = self._branch(index).figure
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            # Only leaves are read somewhere; what is worked out has terms instead.
            source = "" if figure.terms else source_text(figure, self._sources)
            words = (
                figure.label[:1].upper() + figure.label[1:],
                figure_text(cornered(figure)),
                how_text(figure),
                standing_text(figure),
                source,
            )
            if role == Qt.ItemDataRole.ToolTipRole:
                return localised("\n".join(dict.fromkeys(text for text in (words[column], figure.note) if text)))
            return localised(words[column])
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column == 1:
            return type_font("strong")
        return None


class _ChipDelegate(QStyledItemDelegate):
    """The standing of a figure as a chip: a word in a rounded box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(96, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, FigureModel)
        figure = model.figure(index)
        text = str(index.data())
        font = type_font("caption", weight=600)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        width = QFontMetrics(font).horizontalAdvance(text) + 16
        chip = QRect(rect.left() + 6, rect.center().y() - 9, min(width, rect.width() - 8), 19)
        painter.save()
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, ink("accent_soft"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("surface" if chosen else "surface_2"))
        painter.drawRoundedRect(chip, 6, 6)
        colour = "muted" if text in {"drawn", "unknown"} else _STATUS_INKS.get(figure.status, "text")
        painter.setPen(ink(colour))
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class WhyDialog(QDialog):
    """Opens the reason of one figure."""

    def __init__(
        self, title: str, figure: Figure, sources: Mapping[str, Source], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.figure = figure
        self._sources = sources
        self.setWindowTitle(f"Why? {title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 1180, 640)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(8)
        down.addWidget(label(title, "muted", self))
        top = QHBoxLayout()
        number = label(figure_text(cornered(figure)), "hero", self)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top.addWidget(number)
        top.addSpacing(8)
        chip = label(standing_text(figure), "chip", self)
        top.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        down.addLayout(top)
        for line in _explanations(figure):
            down.addWidget(label(line[0], line[1], self, wraps=True))
        down.addSpacing(8)
        self.tree = self._make_tree()
        down.addWidget(self.tree, 1)
        buttons = QHBoxLayout()
        hint = label("→ opens a line, ← closes it, Ctrl+C copies it with everything below.", "caption", self)
        buttons.addWidget(hint)
        buttons.addStretch(1)
        copy = push_button("Copy all", self, self.copy_all)
        close = push_button("Close", self, self.accept, default=True)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        down.addLayout(buttons)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree, self.copy_chosen)
        self.tree.setFocus()

    def _make_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setAccessibleName("What it was made from")
        tree.setModel(FigureModel(self.figure, self._sources, self))
        tree.setItemDelegateForColumn(3, _ChipDelegate(self))
        tree.setUniformRowHeights(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # all of it stands in the tool tip
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setIndentation(20)
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((310, 196, 200, 104)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        tree.expandToDepth(1 if len(self.figure.terms) > 12 else 2)
        tree.setCurrentIndex(tree.model().index(0, 0))
        return tree

    def copy_all(self) -> None:
        """Put the whole reason on the clipboard."""
        QGuiApplication.clipboard().setText(why_text(self.figure, self._sources))

    def copy_chosen(self) -> None:
        """Put the chosen line and all below it on the clipboard."""
        model = self.tree.model()
        assert isinstance(model, FigureModel)
        QGuiApplication.clipboard().setText(why_text(model.figure(self.tree.currentIndex()), self._sources))


def _explanations(figure: Figure) -> Sequence[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if figure.formula:
        lines.append((figure.formula[:1].upper() + figure.formula[1:] + ".", "muted"))
    if figure.missing:
        lines.append((gaps(figure).sentence, "warn-caption"))
    if words := likely_text(figure):
        lines.append((words, "muted"))
    if not figure.terms and figure.note:
        lines.append((figure.note, "muted"))
    return lines
