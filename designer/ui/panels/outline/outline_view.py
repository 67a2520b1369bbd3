"""The tree of the outline panel: rows painted as icon, title, how many, and the sign of a finding."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.number_locale import localised
from designer.model.kinds import KINDS
from designer.ui.commands.context_menus import asks_for_menu
from designer.ui.panels.outline.outline_model import ASIDE_ROLE, KEY_ROLE, WORST_ROLE, OutlineModel
from designer.ui.panels.outline.outline_tree import BRANCHES, FLOWS, LINKS, MARKS
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.mark_words import MARK_ICONS
from designer.ui.widgets.theme import ink, layer_ink, type_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 28
_SIGNS: Final = {"error": ("error", "error"), "warning": ("warning", "warn")}
"""Icon and ink by severity; notes are on most rows, and stand in the row's words alone."""


class _Painter(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, model: OutlineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plate = rect.adjusted(0, 1, -8, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(ink("accent_soft" if chosen else "surface_2"))
            painter.drawRoundedRect(plate, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(plate, 5, 5)
        key = str(index.data(KEY_ROLE))
        left = self._sign(painter, rect, key)
        right = self._finding(painter, rect.right() - 14, rect, str(index.data(WORST_ROLE)))
        caption = type_font("caption")
        aside = str(index.data(ASIDE_ROLE))
        room = QRect(left, rect.top(), right - left, rect.height())
        body = type_font("strong" if key in BRANCHES else "body")
        painter.setFont(body)
        painter.setPen(ink("text"))
        behind = QFontMetrics(caption).horizontalAdvance(aside) + 8 if aside else 0
        title = QFontMetrics(body).elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room.width() - behind)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, localised(title))
        if aside:
            painter.setFont(caption)
            painter.setPen(ink("muted"))
            room.setLeft(left + QFontMetrics(body).horizontalAdvance(title) + 8)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, localised(aside))
        painter.restore()

    def _sign(self, painter: QPainter, rect: QRect, key: str) -> int:
        """Paint what the row is of; the answer is where its title begins."""
        design, theme = self._model.design, current_theme()
        left = rect.left() + 4
        node = design.nodes.get(key)
        if node is None:
            mark = design.marks.get(key)
            name = {LINKS: "connect", MARKS: "note", FLOWS: "flow"}.get(key, "cable" if key in design.links else "flow")
            name = MARK_ICONS[mark.kind] if mark is not None else name
            painter.drawPixmap(left, rect.center().y() - 7, icon_pixmap(name, theme.colour("muted"), 16))
            return left + 22
        part, kind = design.part_of(node), KINDS.get(node.kind)
        layer = part.layer if part else kind.layer if kind else None
        if layer is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(layer_ink(layer))
            painter.drawRoundedRect(QRect(left, rect.center().y() - 7, 3, 16), 1.5, 1.5)
        icon = kind.icon if kind else "other"
        painter.drawPixmap(left + 7, rect.center().y() - 7, icon_pixmap(icon, theme.colour("text"), 16))
        return left + 29

    def _finding(self, painter: QPainter, right: int, rect: QRect, worst: str) -> int:
        """Paint the sign of the worst finding; the answer is where the room for words ends."""
        if worst not in _SIGNS:
            return right
        name, colour = _SIGNS[worst]
        icon = icon_pixmap(name, current_theme().colour(colour), 14)
        painter.drawPixmap(right - 14, rect.center().y() - 6, icon)
        return right - 20


class OutlineView(QTreeView):
    """The tree: F2 renames, Enter goes there, rows are dragged into one another."""

    go_wanted = Signal(str)
    """Key of the row that was confirmed."""

    menu_wanted = Signal(QPoint)
    """Global place for the menu of what is selected."""

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = model
        self._painter = _Painter(model, self)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Outline of the design")
        self.setAccessibleDescription("Enter goes there, F2 renames, Delete removes, Right and Left unfold and fold.")
        self.setProperty("look", "outline")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(self._confirm)

    @override
    def event(self, event: QEvent) -> bool:
        # F2 and the arrows are the tree's own before any shortcut of the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QTreeView.State.EditingState:
            self._confirm(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(place)
        event.accept()

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The folding sign alone: the row's own plate marks what is selected."""
        if not self._outline.rowCount(index):
            return
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        pixmap = icon_pixmap(name, current_theme().colour("muted"), 12)
        painter.drawPixmap(rect.right() - 12, rect.center().y() - 5, pixmap)

    def _confirm(self, index: Index) -> None:
        key = self._outline.key_at(index)
        if key in BRANCHES:
            self.setExpanded(index, not self.isExpanded(index))
        elif key:
            self.go_wanted.emit(key)
