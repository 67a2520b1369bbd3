"""The one kind of difference: what each record was before and is after."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from msgspec.structs import replace

from designer.model.design import Design, Link, Node, Settings, View
from designer.model.marks import Mark, Picture
from designer.model.parts.part import Part, Source
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


Places = Mapping[Key, str | None]
"""Behind which record of its table a record stands; None for the first."""


class ChangeSet:
    """A reversible difference between two designs: {(table, id): (before, after)}.

    None before means added, None after means removed. An empty one is false.

    Attributes:
        changes: Records before and after.
        label: What a person calls it.
        places: Where records stand in what it leads to; those that it adds and are not named here come last.
        places_before: Where the records that it takes away stood, which is where taking it back puts them.
    """

    __slots__ = ("changes", "label", "places", "places_before")

    def __init__(
        self,
        changes: Mapping[Key, tuple[AnyRecord | None, AnyRecord | None]] | None = None,
        label: str = "",
        places: Places | None = None,
        places_before: Places | None = None,
    ) -> None:
        self.changes = {key: pair for key, pair in (changes or {}).items() if pair[0] != pair[1]}
        self.label = label
        self.places: Places = places or {}
        self.places_before: Places = places_before or {}

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
        swapped = {key: (after, before) for key, (before, after) in self.changes.items()}
        return ChangeSet(swapped, self.label, self.places_before, self.places)

    def then(self, later: "ChangeSet") -> "ChangeSet":
        """This difference followed by LATER, as one."""
        merged = dict(self.changes)
        for key, (before, after) in later.changes.items():
            merged[key] = (merged[key][0], after) if key in merged else (before, after)
        gone = {key for key, (_, after) in later.changes.items() if after is None}
        places = {key: place for key, place in self.places.items() if key not in gone}
        return ChangeSet(
            merged,
            later.label or self.label,
            {**places, **later.places},
            {**later.places_before, **self.places_before},
        )

    def placed(self, before: Design) -> "ChangeSet":
        """Return this difference with the places of what it takes away from BEFORE, so that undoing restores the order.

        Args:
            before: The design that it was made on.
        """
        gone = {key for key, (_, record) in self.changes.items() if record is None}
        if not gone:
            return self
        return ChangeSet(self.changes, self.label, self.places, _places_in(before, gone))

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
            # Each touched table is copied once; the others are shared with the design before.
            rows = tables.get(table)
            if rows is None:
                rows = tables[table] = dict(getattr(design, table))
            # What the edit was made on must still be there, or it would undo somebody's change.
            if rows.get(record_id) != before:
                raise RefusedInput(f"{record_id} has changed since this edit was made; try it again.")
            if after is None:
                del rows[record_id]
            else:
                rows[record_id] = after
        for table in {table for table, _ in self.places}:
            own = {record_id: at for (where, record_id), at in self.places.items() if where == table}
            tables[table] = _in_place(tables.get(table) or getattr(design, table), own)
        return Design(
            settings=settings,
            **{table: tables.get(table, getattr(design, table)) for table in TABLES[1:]},  # type: ignore[arg-type]  # each table holds its own record type
        )


def _places_in(design: Design, keys: Collection[Key]) -> dict[Key, str | None]:
    """Return behind which record each of KEYS stands in DESIGN."""
    found: dict[Key, str | None] = {}
    for table in TABLES[1:]:
        wanted = {record_id for where, record_id in keys if where == table}
        last: str | None = None
        for record_id in getattr(design, table) if wanted else ():
            if record_id in wanted:
                found[table, record_id] = last
            last = record_id
    return found


def _in_place(rows: Mapping[str, AnyRecord], places: Mapping[str, str | None]) -> dict[str, AnyRecord]:
    """Return ROWS with those of PLACES behind the records that these name; one whose place is gone comes last."""
    behind: dict[str | None, list[str]] = {}
    for record_id, place in places.items():
        if record_id in rows:
            behind.setdefault(place, []).append(record_id)
    ordered: dict[str, AnyRecord] = {}

    # One after the other along the chain of places, on a list: chains may be as long as the table.
    def put(first: list[str]) -> None:
        waiting = first[::-1]
        while waiting:
            record_id = waiting.pop()
            ordered[record_id] = rows[record_id]
            waiting.extend(behind.pop(record_id, ())[::-1])

    put(behind.pop(None, []))
    for record_id in rows:
        if record_id not in places:
            put([record_id])
    # Places whose record is gone, and rings: at the end, so that nothing is lost.
    for left in [one for group in behind.values() for one in group]:
        if left not in ordered:
            ordered[left] = rows[left]
    return ordered


def _places_towards(tables: Collection[Table], start: Design, end: Design) -> dict[Key, str | None]:
    """Return the places with which a difference that leads from START to END keeps the order of END in TABLES.

    Without places, what is added comes last, in the order of END. Where that is not enough, places of what is added
    are tried, then those of every record: what was taken away and put back unchanged stands in no difference.
    """
    found: dict[Key, str | None] = {}
    for table in tables:
        old: Mapping[str, AnyRecord] = getattr(start, table)
        new: Mapping[str, AnyRecord] = getattr(end, table)
        added = [record_id for record_id in new if record_id not in old]
        plain = {record_id: new[record_id] for record_id in (*(one for one in old if one in new), *added)}
        wanted = list(new)
        # The plain order is right in most cases: nothing is kept then.
        if list(plain) == wanted:
            continue
        places = _places_in(end, [(table, record_id) for record_id in added])
        # Places of what was added suffice unless records in between changed their order too.
        if list(_in_place(plain, {record_id: at for (_, record_id), at in places.items()})) != wanted:
            places = _places_in(end, [(table, record_id) for record_id in wanted])
        found |= places
    return found


def joined(earlier: ChangeSet, later: ChangeSet, after: Design) -> tuple[ChangeSet, Design]:
    """Return EARLIER and LATER as one edit, undone at once, and the design that both together lead to.

    Records come back in the very order that they had, and redone stand in that of AFTER, even where the one takes
    away what the other puts back. An edit that LATER takes back whole is empty, and leads to the design before it.

    Args:
        earlier: The edit before.
        later: What continues it, with the places of what it takes away.
        after: What the two led to, one after the other.
    """
    before = earlier.inverted().applied(later.inverted().applied(after))
    both = merged((earlier, later), later.label)
    if not both:
        return both, before
    # What came back to an equal value stands in no difference, and is the record of before: 0.0 equals 0 and -0.0, yet
    # is written otherwise.
    touched = {key for one in (earlier, later) for key in one.changes}
    after = _with_records_of(before, after, touched - both.changes.keys())
    # Only where records are added or taken away can their order change.
    tables: set[Table] = {key[0] for one in (earlier, later) for key, pair in one.changes.items() if None in pair}
    tables |= {table for one in (earlier, later) for table, _ in (*one.places, *one.places_before)}
    if not tables:
        return both, after
    added = {key for key, (record, _) in both.changes.items() if record is None}
    gone = {key for key, (_, record) in both.changes.items() if record is None}
    changes = {key: pair for key, pair in both.changes.items() if key not in added and key not in gone}
    for keys, design in ((added, after), (gone, before)):
        changes |= {key: both.changes[key] for key in _places_in(design, keys)}
    towards, back = _places_towards(tables, before, after), _places_towards(tables, after, before)
    return ChangeSet(changes, both.label, towards, back), after


def _with_records_of(before: Design, after: Design, keys: Collection[Key]) -> Design:
    """Return AFTER with the records of BEFORE at KEYS, which both have; the order of records stays."""
    tables: dict[Table, dict[str, AnyRecord]] = {}
    for table, record_id in keys:
        if table == "settings":
            after = replace(after, settings=before.settings)
        elif (old := getattr(before, table).get(record_id)) is not None:
            tables.setdefault(table, dict(getattr(after, table)))[record_id] = old
    return replace(after, **tables) if tables else after


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
