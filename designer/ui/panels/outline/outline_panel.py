"""The outline beside the canvas: the whole design as a tree, with the same selection."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTreeView, QVBoxLayout, QWidget
from typing_extensions import override

from designer.edit.links.links import set_link
from designer.edit.marks.marks import set_mark
from designer.edit.nodes.grouping import put_into
from designer.edit.nodes.nodes import set_node
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.ui.app.document import Document
from designer.ui.panels.outline.outline_model import OutlineModel
from designer.ui.panels.outline.outline_tree import BRANCHES
from designer.ui.panels.outline.outline_view import OutlineView
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look

FEW: Final = 400
"""Nodes up to which everything is unfolded at first."""


class OutlinePanel(QWidget):
    """A filter line over the tree; nothing is built before it is shown."""

    selection_wanted = Signal(tuple)
    """Ids that were selected in the tree."""

    go_wanted = Signal(tuple)
    """Ids to bring into sight."""

    menu_wanted = Signal(QPoint)
    """Global place for the menu of what is selected."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selected: tuple[str, ...] = ()
        self._open: set[str] = set()
        self._stale = True
        self._fresh = True
        self._following = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-left")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 1, 0)
        down.setSpacing(8)
        self.filter = line_edit(
            "Filter the outline", self, placeholder="Name, part or kind", clears=True, changed=self._look
        )
        self.filter.setMinimumHeight(32)
        self._glass = QAction(self)
        self.filter.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.installEventFilter(self)
        holder = QHBoxLayout()
        holder.setContentsMargins(16, 0, 16, 0)
        holder.addWidget(self.filter)
        down.addLayout(holder)
        self.rows = OutlineModel(Design(), self)
        self.tree = OutlineView(self.rows, self)
        down.addWidget(self.tree, 1)
        self._hint = label("", "muted", self, wraps=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(16, 4, 16, 8)
        below.addWidget(self._hint)
        down.addLayout(below)
        self._recolour()
        self.rows.renamed.connect(self._rename)
        self.rows.moved.connect(self._move)
        self.tree.expanded.connect(self._unfolded)
        self.tree.collapsed.connect(self._folded)
        self.tree.go_wanted.connect(self._go)
        self.tree.menu_wanted.connect(self.menu_wanted)
        self.tree.selectionModel().selectionChanged.connect(self._chosen)
        document.changed.connect(self._follow)
        document.analysed.connect(self._mark)
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._glass.setIcon(line_icon("search", "muted"))

    def start(self) -> None:
        """Put the keyboard into the tree, at what is selected."""
        if not self.tree.currentIndex().isValid() and self.rows.rowCount():
            self.tree.selectionModel().setCurrentIndex(
                self.rows.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        (self.tree if self.rows.rowCount() else self.filter).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_selection(self, ids: tuple[str, ...]) -> None:
        """Select IDS in the tree, and bring the first one into sight."""
        self._selected = tuple(ids)
        if self._following or not self.isVisible():
            return
        self._select()
        first = self.rows.index_of(ids[0]) if ids else None
        if first is not None and first.isValid():
            self.tree.scrollTo(first)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._rebuild()
        self._select()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.start()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _rebuild(self) -> None:
        """Show the design from scratch; what is unfolded and where one looked stay."""
        self._stale = False
        top = self.rows.key_at(self.tree.indexAt(QPoint(4, 4)))
        design = self._document.design
        self._following = True
        self.rows.show_design(design)
        self.rows.show_findings(self._document.findings)
        if self._fresh:
            self._fresh = False
            many = len(design.nodes) > FEW
            self._open = {node.parent for node in design.nodes.values() if node.parent and not many}
        self._unfold()
        self._following = False
        at = self.rows.index_of(top)
        if at.isValid():
            self.tree.scrollTo(at, QTreeView.ScrollHint.PositionAtTop)
        self._show_hint()

    def _unfold(self, keys: Iterable[str] | None = None) -> None:
        """Unfold again what was unfolded (of KEYS, where given), or everything that a filter left."""
        if self.filter.text().strip() and len(self.rows.keys) <= FEW:
            self.tree.expandAll()
            return
        for key in list(self._open if keys is None else self._open.intersection(keys)):
            index = self.rows.index_of(key)
            if index.isValid() and not self.tree.isExpanded(index):
                self.tree.expand(index)

    def _follow(self, change: ChangeSet) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._following = True
        outer = {
            after.parent
            for (table, _), (before, after) in change.changes.items()
            if table == "nodes" and before is None and isinstance(after, Node) and after.parent
        }
        self._open |= outer
        came = self.rows.follow(self._document.design, change)
        self._unfold(came | outer)
        self._following = False
        if came.intersection(self._selected):
            self._select()
        self._show_hint()

    def _mark(self) -> None:
        if not self._stale:
            self.rows.show_findings(self._document.findings)

    def _look(self, text: str) -> None:
        self._following = True
        self.rows.look_for(text.strip())
        self._unfold()
        self._following = False
        self._select()
        self._show_hint()

    def _show_hint(self) -> None:
        any_rows = bool(self.rows.rowCount())
        self.tree.setVisible(any_rows)
        self._hint.setVisible(not any_rows)
        self._hint.setText(
            f"Nothing here matches “{self.filter.text().strip()}”."
            if self.filter.text().strip()
            else "Nothing is drawn yet. Parts that you place stand here as a tree, with the same selection."
        )

    def _select(self) -> None:
        """Select in the tree what is selected on the canvas."""
        # Rows under the same parent in a row become one range: thousands of single ones take Qt seconds.
        places: dict[str, list[int]] = {}
        for key in self._selected:
            index = self.rows.index_of(key)
            if index.isValid():
                places.setdefault(self.rows.key_at(index.parent()), []).append(index.row())
        chosen = QItemSelection()
        for outer, rows in places.items():
            above = self.rows.index_of(outer)
            rows.sort()
            first = 0
            # A gap, or the end, closes the range.
            for place in range(1, len(rows) + 1):
                if place == len(rows) or rows[place] != rows[place - 1] + 1:
                    ends = (self.rows.index(rows[first], 0, above), self.rows.index(rows[place - 1], 0, above))
                    chosen.append(QItemSelectionRange(*ends))
                    first = place
        self._following = True
        model = self.tree.selectionModel()
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        first_index = self.rows.index_of(self._selected[0]) if self._selected else None
        if first_index is not None and first_index.isValid() and not model.isSelected(self.tree.currentIndex()):
            # The current row follows without touching the selection, so that the keyboard goes on from it.
            model.setCurrentIndex(first_index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._following = False

    def _chosen(self) -> None:
        if self._following:
            return
        keys = [self.rows.key_at(index) for index in self.tree.selectionModel().selectedIndexes()]
        self._selected = tuple(key for key in keys if key and key not in BRANCHES)
        self._following = True
        self.selection_wanted.emit(self._selected)
        self._following = False

    def _go(self, key: str) -> None:
        self.go_wanted.emit((key,))

    def _unfolded(self, index: QModelIndex) -> None:
        if self.rows.rowCount(index):
            self._open.add(self.rows.key_at(index))

    def _folded(self, index: QModelIndex) -> None:
        self._open.discard(self.rows.key_at(index))

    def _rename(self, key: str, name: str) -> None:
        design = self._document.design
        if key in design.nodes:
            self._document.edit(partial(set_node, node_id=key, name=name))
        elif key in design.links:
            self._document.edit(partial(set_link, link_id=key, name=name))
        elif key in design.marks:
            self._document.edit(partial(set_mark, mark_id=key, text=name))

    def _move(self, keys: list[str], target: str) -> None:
        if target:
            self._open.add(target)
        self._document.edit(partial(put_into, ids=keys, parent=target or None))
