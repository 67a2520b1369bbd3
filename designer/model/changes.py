"""The one kind of difference: what each record was before and is after."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from designer.model.design import Design, Link, Node, Settings, View
from designer.model.marks import Mark, Picture
from designer.model.parts import Part, Source
from designer.model.records import Record, RefusedInput

Table = Literal["settings", "nodes", "links", "views", "parts", "sources", "marks", "pictures"]
Key = tuple[Table, str]
AnyRecord = Settings | Node | Link | View | Part | Source | Mark | Picture

TABLES: tuple[Table, ...] = ("settings", "nodes", "links", "views", "parts", "sources", "marks", "pictures")
RECORD_TYPES: Mapping[Table, type[Record]] = {
    "settings": Settings,
    "nodes": Node,
    "links": Link,
    "views": View,
    "parts": Part,
    "sources": Source,
    "marks": Mark,
    "pictures": Picture,
}


class ChangeSet:
    """A reversible difference between two designs: {(table, id): (before, after)}.

    None before means added, None after means removed. An empty one is false.
    """

    __slots__ = ("changes", "label")

    def __init__(
        self, changes: Mapping[Key, tuple[AnyRecord | None, AnyRecord | None]] | None = None, label: str = ""
    ) -> None:
        self.changes = {key: pair for key, pair in (changes or {}).items() if pair[0] != pair[1]}
        self.label = label

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChangeSet) and self.changes == other.changes

    __hash__ = None  # type: ignore[assignment]  # a changeset is a difference, never a key

    def __repr__(self) -> str:
        return f"ChangeSet({self.label!r}, {len(self.changes)} records)"

    def ids(self, table: Table) -> Iterator[str]:
        """Ids that change in TABLE."""
        return (record_id for where, record_id in self.changes if where == table)

    def inverted(self) -> "ChangeSet":
        """The difference that takes this one back."""
        return ChangeSet({key: (after, before) for key, (before, after) in self.changes.items()}, self.label)

    def then(self, later: "ChangeSet") -> "ChangeSet":
        """This difference followed by LATER, as one."""
        merged = dict(self.changes)
        for key, (before, after) in later.changes.items():
            merged[key] = (merged[key][0], after) if key in merged else (before, after)
        return ChangeSet(merged, later.label or self.label)

    def applied(self, design: Design) -> Design:
        """DESIGN with this difference.

        Raises:
            RefusedInput: a record is not what it was when the difference was made.
        """
        if not self.changes:
            return design
        tables: dict[str, dict[str, AnyRecord]] = {}
        settings = design.settings
        for (table, record_id), (before, after) in self.changes.items():
            if table == "settings":
                if before != settings or not isinstance(after, Settings):
                    raise RefusedInput("The design's settings have changed since this edit was made; try it again.")
                settings = after
                continue
            rows = tables.get(table)
            if rows is None:
                rows = tables[table] = dict(getattr(design, table))
            if rows.get(record_id) != before:
                raise RefusedInput(f"{record_id} has changed since this edit was made; try it again.")
            if after is None:
                del rows[record_id]
            else:
                rows[record_id] = after
        return Design(
            settings=settings,
            **{table: tables.get(table, getattr(design, table)) for table in TABLES[1:]},  # type: ignore[arg-type]  # each table holds its own record type
        )


def between(before: Design, after: Design, label: str = "") -> ChangeSet:
    """The difference that takes BEFORE to AFTER."""
    changes: dict[Key, tuple[AnyRecord | None, AnyRecord | None]] = {}
    if before.settings != after.settings:
        changes["settings", "design"] = (before.settings, after.settings)
    for table in TABLES[1:]:
        old: Mapping[str, AnyRecord] = getattr(before, table)
        new: Mapping[str, AnyRecord] = getattr(after, table)
        if old is new:
            continue
        for record_id in {**old, **new}:
            pair = (old.get(record_id), new.get(record_id))
            if pair[0] != pair[1]:
                changes[table, record_id] = pair
    return ChangeSet(changes, label)


def merged(changesets: Iterable[ChangeSet], label: str = "") -> ChangeSet:
    """CHANGESETS one after the other, as one."""
    result = ChangeSet()
    for changeset in changesets:
        result = result.then(changeset)
    result.label = label or result.label
    return result
