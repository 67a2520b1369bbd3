"""The outline as Qt sees it: rows follow the design step by step, so that what is unfolded and in sight stays so."""

import json
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from designer.edit.links.flows import flow_words
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, Settings
from designer.model.kinds import KINDS
from designer.model.network.drawn_flows import flow_called
from designer.review.findings import Finding, Severity
from designer.ui.panels.outline import outline_tree
from designer.ui.panels.outline.outline_tree import BRANCHES, FLOWS, LINKS, MARKS, ROOT, Tree

Index = QModelIndex | QPersistentModelIndex
ROWS_MIME: Final = "application/x-stackwright-rows"
KEY_ROLE: Final = Qt.ItemDataRole.UserRole
ASIDE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
WORST_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_NOWHERE: Final = QModelIndex()
_OF_LINKS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
_OF_FLOWS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
"""They are called by their ends; what they offer is typed in the inspector."""
_OF_NODES: Final = _OF_LINKS | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled


class _Row:
    """One row: a record's id, the row above, the rows below."""

    __slots__ = ("above", "below", "key", "number", "place")

    def __init__(self, key: str, above: "_Row | None", number: int = 0) -> None:
        self.key = key
        self.number = number
        self.above = above
        self.below: list[_Row] = []
        self.place = 0


class OutlineModel(QAbstractItemModel):
    """Nodes and links of a design as a tree."""

    renamed = Signal(str, str)
    """Id and new name that a person typed."""

    moved = Signal(tuple, str)
    """Ids that a person dragged, and the id of what they go into; "" is the open."""

    def __init__(self, design: Design, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._design = design
        self._words = ""
        self._worst: dict[str, Severity] = {}
        self._root = _Row(ROOT, None)
        self._rows: dict[str, _Row] = {ROOT: self._root}
        # Qt holds numbers, never Python's objects, which may be gone by the time it asks.
        self._numbered: dict[int, _Row] = {}
        self._numbers = count(1)
        self._came: set[str] = set()
        self._build(outline_tree.outline(design))

    @property
    def design(self) -> Design:
        """The design that is shown."""
        return self._design

    @property
    def keys(self) -> list[str]:
        """Keys of all rows from top to bottom."""
        found: list[str] = []
        waiting = list(reversed(self._root.below))
        while waiting:
            row = waiting.pop()
            found.append(row.key)
            waiting.extend(reversed(row.below))
        return found

    def index_of(self, key: str) -> QModelIndex:
        """Return the index of the row of KEY; invalid when it is not shown."""
        row = self._rows.get(key)
        if row is None or row.above is None:
            return QModelIndex()
        return self.createIndex(row.place, 0, row.number)

    def key_at(self, index: Index) -> str:
        """The key of a row; ROOT for none."""
        return self._row(index).key

    # Following the design.

    def show_design(self, design: Design) -> None:
        """Show another design from scratch."""
        self.beginResetModel()
        self._design = design
        self._build(outline_tree.outline(design, self._words))
        self.endResetModel()

    def look_for(self, words: str) -> None:
        """Show only rows that hold all of WORDS, and what they stand in."""
        if words != self._words:
            self._words = words
            self.show_design(self._design)

    def follow(self, design: Design, change: ChangeSet) -> frozenset[str]:
        """Take a change over: only rows that it adds, moves or removes are touched.

        Returns:
            Keys of the rows that came, or came to another place.
        """
        self._design = design
        self._came = set()
        touched: set[str] = set()
        # Other words leave the rows; where something comes, goes or moves, the tree is compared with a new one.
        turned = False
        for (table, record_id), (before, after) in change.changes.items():
            if table == "nodes":
                turned = turned or _moves(before, after)
                if _looks_other(before, after):
                    touched.add(record_id)
            elif table == "links":
                turned = turned or before is None or after is None
                touched.add(record_id)
            elif table == "marks":
                turned = True
                touched.add(record_id)
            elif isinstance(before, Settings) and isinstance(after, Settings) and before.flows != after.flows:
                turned = True
                touched |= {flow.id for flow in after.flows}
            elif table == "parts" and before is not None and after is not None:
                # Titles come from parts: a changed part renames its nodes.
                touched |= {node.id for node in design.nodes.values() if node.part == record_id}
        # While a filter is set, other words may let a row in or out.
        if turned or (self._words and touched):
            self._turn_into(outline_tree.outline(design, self._words))
        if touched:
            # A link is called by its ends.
            touched |= {link.id for link in design.links.values() if link.a in touched or link.b in touched}
            touched |= {flow.id for flow in design.settings.flows}
            self._tell({*touched, *BRANCHES})
        return frozenset(self._came)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the rows that findings are about."""
        worst = outline_tree.worst_findings(findings)
        before, self._worst = self._worst, worst
        self._tell(key for key in {*before, *worst} if before.get(key) != worst.get(key))

    def _tell(self, keys: Iterable[str]) -> None:
        for key in keys:
            index = self.index_of(key)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _build(self, tree: Tree) -> None:
        self._root.below = []
        self._rows = {ROOT: self._root}
        self._numbered = {}
        self._add(self._root, tree.get(ROOT, []), tree)

    def _add(self, above: _Row, keys: Sequence[str], tree: Tree) -> None:
        """Make the rows of KEYS and all below them, at the end of ABOVE; nothing is told."""
        waiting: list[tuple[_Row, Sequence[str]]] = [(above, keys)]
        while waiting:
            outer, inner = waiting.pop()
            for key in inner:
                row = _Row(key, outer, next(self._numbers))
                row.place = len(outer.below)
                outer.below.append(row)
                self._rows[key] = self._numbered[row.number] = row
                self._came.add(key)
                if key in tree:
                    waiting.append((row, tree[key]))

    def _turn_into(self, tree: Tree) -> None:
        """Make the rows those of TREE: what is gone or stands elsewhere leaves, what is new comes."""
        above = {key: outer for outer, keys in tree.items() for key in keys}
        self._drop(self._root, above, tree)
        waiting = [self._root]
        while waiting:
            row = waiting.pop()
            self._fill(row, tree.get(row.key, []), tree)
            waiting.extend(below for below in row.below if below.key in tree or below.below)

    def _drop(self, top: _Row, above: dict[str, str], tree: Tree) -> None:
        # From the top down; rows inside of what goes go with it.
        waiting = [top]
        while waiting:
            # Of rows that change places the longest run in order stays: the fewest are taken out and put in again.
            row = waiting.pop()
            present, wanted = [below.key for below in row.below], tree.get(row.key, [])
            stays = set(present) if present == wanted else _in_order(present, wanted)
            gone = [
                place
                for place, below in enumerate(row.below)
                if above.get(below.key) != row.key or below.key not in stays
            ]
            # From the last run on, so that the numbers of those before stay right; a run is one signal to the view.
            for first, last in reversed(_runs(gone)):
                self.beginRemoveRows(self.index_of(row.key), first, last)
                for below in row.below[first : last + 1]:
                    self._forget(below)
                del row.below[first : last + 1]
                _number(row, first)
                self.endRemoveRows()
            waiting.extend(below for below in row.below if below.below)

    def _forget(self, top: _Row) -> None:
        waiting = [top]
        while waiting:
            row = waiting.pop()
            del self._rows[row.key], self._numbered[row.number]
            waiting.extend(row.below)

    def _fill(self, row: _Row, keys: Sequence[str], tree: Tree) -> None:
        present = {below.key for below in row.below}
        new = [place for place, key in enumerate(keys) if key not in present]
        for first, last in _runs(new):
            self.beginInsertRows(self.index_of(row.key), first, last)
            made = _Row(row.key, None)
            self._add(made, keys[first : last + 1], tree)
            for below in made.below:
                below.above = row
            row.below[first:first] = made.below
            _number(row, first)
            self.endInsertRows()

    # What Qt asks.

    def _row(self, index: Index) -> _Row:
        return self._numbered.get(index.internalId(), self._root) if index.isValid() else self._root

    @override
    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        below = self._row(parent).below
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, 0, below[row].number)

    @override
    def parent(self, child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt overloads it
        above = self._row(child).above
        if above is None or above.above is None:
            return QModelIndex()
        return self.createIndex(above.place, 0, above.number)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._row(parent).below) if parent.column() <= 0 else 0

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Never seen, and said by screen readers."""
        named = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return "What is in the design" if named else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        key, design = self._row(index).key, self._design
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._title(key)
            case Qt.ItemDataRole.EditRole if key in design.marks:
                return design.marks[key].text
            case Qt.ItemDataRole.EditRole:
                record = design.nodes.get(key) or design.links.get(key)
                return record.name if record is not None else ""
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return outline_tree.spoken(design, key, self._worst.get(key))
            case _ if role == KEY_ROLE:
                return key
            case _ if role == ASIDE_ROLE:
                return outline_tree.aside(design, key)
            case _ if role == WORST_ROLE:
                return self._worst.get(key, "")
            case _:
                return None

    def _title(self, key: str) -> str:
        if key == LINKS:
            return "Links"
        if key == MARKS:
            return "Notes and pictures"
        if key == FLOWS:
            return "Flows"
        flow = flow_called(self._design, key)
        if flow is not None:
            return flow_words(self._design, flow)
        if key in self._design.marks:
            return outline_tree.mark_title(self._design.marks[key])
        if key in self._design.nodes:
            return self._design.nodes[key].title
        link = self._design.links.get(key)
        return outline_tree.link_title(self._design, link) if link is not None else key

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self._row(index).key
        if role != Qt.ItemDataRole.EditRole or key == ROOT or key in BRANCHES:
            return False
        self.renamed.emit(key, str(value).strip())
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        key = self._row(index).key
        if key == ROOT:
            return Qt.ItemFlag.ItemIsDropEnabled
        if key in BRANCHES:
            return Qt.ItemFlag.ItemIsEnabled
        if key in self._design.marks and "\n" in self._design.marks[key].text:
            # One line would not do for it: such a note is written on on the canvas.
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if key in self._design.nodes:
            return _OF_NODES
        return _OF_LINKS if key in self._design.links or key in self._design.marks else _OF_FLOWS

    # Dragging rows into one another.

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def mimeTypes(self) -> list[str]:
        return [ROWS_MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        keys = [key for key in map(self.key_at, indexes) if key in self._design.nodes]
        data.setData(ROWS_MIME, json.dumps(keys).encode())
        return data

    def dragged(self, data: QMimeData) -> list[str]:
        """Ids of the nodes that DATA carries; none when it is of something else."""
        if not data.hasFormat(ROWS_MIME):
            return []
        try:
            found = json.loads(bytes(data.data(ROWS_MIME).data()))
        except (ValueError, RecursionError):
            return []
        return [key for key in found if key in self._design.nodes] if isinstance(found, list) else []

    @override
    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        target, keys = self._row(parent).key, self.dragged(data)
        return bool(keys) and target not in BRANCHES and all(self._may_stand(key, target) for key in keys)

    def _may_stand(self, key: str, target: str) -> bool:
        if target == ROOT:
            return True
        if key == target or key in self._design.ancestors(target):
            return False
        outer, kind = self._design.nodes.get(target), KINDS.get(self._design.nodes[key].kind)
        return outer is not None and kind is not None and outer.kind in kind.parents

    @override
    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        keys = self.dragged(data)
        if keys:
            self.moved.emit(keys, self._row(parent).key)
        # The rows follow the design; Qt must not take them away itself.
        return False


def _moves(before: object, after: object) -> bool:
    """Return True when a node comes, goes, or stands elsewhere or in another order."""
    if not isinstance(before, Node) or not isinstance(after, Node):
        return True
    return before.parent != after.parent or before.order != after.order


def _looks_other(before: object, after: object) -> bool:
    """Return True when a node's row says something else now."""
    if not isinstance(before, Node) or not isinstance(after, Node):
        return True
    return (before.name, before.part, before.kind, before.copies, before.parent) != (
        after.name,
        after.part,
        after.kind,
        after.copies,
        after.parent,
    )


def _number(row: _Row, first: int) -> None:
    for place in range(first, len(row.below)):
        row.below[place].place = place


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of every run of numbers that follow one another."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _in_order(present: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """Keys of PRESENT that may stay, since they follow one another in WANTED as well."""
    places = {key: place for place, key in enumerate(wanted)}
    kept: set[str] = set()
    last = -1
    for key in present:
        place = places.get(key)
        if place is not None and place > last:
            kept.add(key)
            last = place
    return kept
