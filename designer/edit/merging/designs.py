"""Merging three designs: what two people began from, and what each made of it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

import msgspec

from designer.catalog.library import sources_of
from designer.edit.merging.new_names import renamed_additions
from designer.edit.merging.records import Conflict, Merge, Side
from designer.edit.merging.values import ABSENT, SOFT, merged_fields
from designer.edit.racks.rack_places import place_words
from designer.model.changes import RECORD_TYPES, TABLES, AnyRecord, Table
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from designer.model.figures.figure_text import number_text
from designer.model.marks import Mark
from designer.model.naming import link_name, title_of
from designer.model.network.drawn_flows import flows_left
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.model.wording import counted
from designer.model.workloads.choices import parts_named

_AS_ONE: Final[frozenset[Table]] = frozenset({"parts", "sources", "pictures"})
"""Records that come from a catalog or a file: one version or the other, never half of each."""
_VERSIONS: Final = ("one version", "another", "a third")
"""What is said of records that are taken whole."""
_LONGEST_VALUE: Final = 60
_PLAIN: Final = (bytes,)
"""What stays itself when a record is taken apart; bytes would become text."""

Records = dict[str, AnyRecord]


class _Need(NamedTuple):
    """A node or link, and the node that it stands in or hangs on."""

    table: Table
    id: str
    needed: str


def merge_designs(
    base: Design,
    mine: Design,
    theirs: Design,
    decided: Mapping[str, Side] | None = None,
    all_of: Side | None = None,
) -> Merge:
    """Return what BASE becomes by the work of two people, of which one made MINE and the other THEIRS.

    Records are merged field by field. Where both changed a field, and not to the same, that is a conflict: the side
    that DECIDED names is taken, else ALL_OF, else mine is proposed. A record that one removed and the other changed,
    or needs, stays unless it is decided otherwise. What both only moved lies where mine has it.

    Args:
        base: The design that both began from.
        mine: The work that the other is merged into.
        theirs: The other's work.
        decided: Which side is taken, by the key of a conflict.
        all_of: Whose side all other conflicts take.

    Raises:
        RefusedInput: the two together are no design: containers deeper or copies more than one may hold.
    """
    return _Merging(base, mine, theirs, decided or {}, all_of).merge()


class _Merging:
    """One merge; the tables grow as records are decided."""

    def __init__(
        self, base: Design, mine: Design, theirs: Design, decided: Mapping[str, Side], all_of: Side | None
    ) -> None:
        self._base, self._mine = base, mine
        self._decided: Mapping[str, Side] = decided
        self._all_of: Side | None = all_of
        self._theirs, self._new_names = renamed_additions(base, mine, theirs)
        self._conflicts: dict[str, Conflict] = {}
        self._notes: list[str] = []
        self._moved = 0
        self._counts: dict[Side, int] = {"mine": 0, "theirs": 0}
        self._tables: dict[Table, Records] = {}

    def merge(self) -> Merge:
        settings = self._one("settings", "design", self._base.settings, self._mine.settings, self._theirs.settings)
        for table in TABLES[1:]:
            self._tables[table] = self._merged_table(table)
        self._bring_back_what_is_needed()
        self._break_rings()
        self._let_go_of_what_is_gone()
        self._keep_used_parts()
        design = Design(settings=settings, **self._tables)  # type: ignore[arg-type]  # each table holds its own type
        flows = flows_left(design, design.settings.flows)
        if flows != design.settings.flows:
            design = msgspec.structs.replace(design, settings=msgspec.structs.replace(design.settings, flows=flows))
        return Merge(
            design=require_valid(design),
            conflicts=tuple(self._conflicts.values()),
            notes=tuple(self._told()),
            from_mine=self._counts["mine"],
            from_theirs=self._counts["theirs"],
        )

    def _told(self) -> Iterable[str]:
        yield from self._notes
        for old, new in self._new_names.items():
            title = title_of(self._theirs, new)
            yield f"Both added something as {old}; theirs is kept beside mine as {new} ({title})."
        if self._moved:
            yield f"What both moved lies where mine has it: {counted(self._moved, 'thing')}."

    # ---- one record

    def _merged_table(self, table: Table) -> Records:
        base, mine, theirs = (getattr(one, table) for one in (self._base, self._mine, self._theirs))
        # In the order of mine, with what theirs added at the end.
        found: Records = {}
        for record_id in dict.fromkeys((*mine, *theirs)):
            record = self._one(table, record_id, base.get(record_id), mine.get(record_id), theirs.get(record_id))
            if record is not None:
                found[record_id] = record
        return found

    def _one(self, table: Table, record_id: str, base: Any, mine: Any, theirs: Any) -> Any:
        """Return the record that has the changes of both; None where it goes."""
        if mine == theirs:
            return mine
        if theirs == base:
            self._counts["mine"] += 1
            return mine
        if mine == base:
            self._counts["theirs"] += 1
            return theirs
        if mine is None or theirs is None:
            return self._changed_or_gone(table, record_id, base, mine, theirs)
        if table in _AS_ONE:
            taken = self._taken(table, record_id, "", _VERSIONS, "mine")
            return mine if taken == "mine" else theirs
        was, own, other = (
            {} if one is None else msgspec.to_builtins(one, builtin_types=_PLAIN) for one in (base, mine, theirs)
        )

        def decide(field: str, old: Any, own: Any, other: Any) -> Any:
            return self._field(table, record_id, field, old, own, other)

        merged = merged_fields(was, own, other, decide)
        return msgspec.convert(merged, RECORD_TYPES[table], builtin_types=_PLAIN)

    def _changed_or_gone(self, table: Table, record_id: str, base: Any, mine: Any, theirs: Any) -> Any:
        """Return what becomes of a record that one removed and the other changed."""
        keeper: Side = "theirs" if mine is None else "mine"
        kept = theirs if mine is None else mine
        differs = {name for name in base.__struct_fields__ if getattr(base, name) != getattr(kept, name)}
        # Only moved: no reason to keep what the other took away. Parts go with those that use them, see below.
        if differs <= SOFT or table in _AS_ONE:
            self._counts["mine" if mine is None else "theirs"] += 1
            return None
        words = ("", "removed", "changed") if mine is None else ("", "changed", "removed")
        side = self._taken(table, record_id, "", words, keeper)
        return kept if side == keeper else None

    def _field(self, table: Table, record_id: str, field: str, old: Any, own: Any, other: Any) -> Any:
        """Return what a field becomes that both changed."""
        name = field.rsplit(".", 1)[-1]
        if name == "place":
            held = [ABSENT if one is ABSENT else one.get("parent") for one in (old, own, other)]
            # Moved within one container by both, or put elsewhere by one alone: no question.
            if held[2] in (held[0], held[1]):
                self._moved += 1
                return own
            if held[1] == held[0]:
                return other
        elif name in SOFT:
            self._moved += 1
            return own
        usual = _usual_value(table, field)
        was, is_mine, is_theirs = (self._shown(usual if one is ABSENT else one, field) for one in (old, own, other))
        side = self._taken(table, record_id, field, (was, is_mine, is_theirs), "mine")
        return own if side == "mine" else other

    def _taken(self, table: Table, record_id: str, field: str, words: tuple[str, str, str], proposed: Side) -> Side:
        """Note a conflict, WORDS being what it was, is in mine and is in theirs; return which side is taken."""
        key = f"{table}/{record_id}{'.' if field else ''}{field}"
        chosen = self._decided.get(key) or self._all_of
        side: Side = chosen or proposed
        self._conflicts[key] = Conflict(
            table=table,
            id=record_id,
            field=field,
            title=self._title(table, record_id),
            base=words[0],
            mine=words[1],
            theirs=words[2],
            taken=side,
            decided=chosen is not None,
        )
        return side

    def _title(self, table: Table, record_id: str) -> str:
        if table == "settings":
            return "The design"
        for design in (self._mine, self._theirs, self._base):
            if record_id in design.links:
                return link_name(design, design.links[record_id])
            record = getattr(design, table).get(record_id)
            if record is not None:
                return getattr(record, "title", "") or getattr(record, "name", "") or record_id
        return record_id

    def _shown(self, value: Any, field: str = "") -> str:
        """VALUE of a FIELD as a person reads it in a sentence."""
        if value is ABSENT or value is None or value == "":
            return "not set"
        if isinstance(value, dict) and "parent" in value:
            return f"in {self._title('nodes', str(value['parent']))}"
        if isinstance(value, dict) and {"x", "y"} & value.keys():
            return "in nothing"
        if isinstance(value, dict) and field == "rack":
            return place_words(msgspec.convert(value, RackPlace))
        if isinstance(value, dict) and field == "floor":
            return _floor_words(msgspec.convert(value, FloorPlace))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return number_text(float(value))
        if isinstance(value, dict):
            text = ", ".join(f"{name.replace('_', ' ')} {self._shown(one)}" for name, one in value.items())
        else:
            text = value if isinstance(value, str) else str(value)
        return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1].rstrip()}…"

    # ---- what hangs on others

    def _bring_back_what_is_needed(self) -> None:
        """Bring back removed nodes on which something hangs that the other added or moved there; or let that go."""
        nodes: dict[str, Any] = self._tables["nodes"]
        waiting = [_Need("nodes", one.id, one.parent) for one in nodes.values() if one.parent]
        waiting += [_Need("links", link.id, end) for link in self._links() for end in (link.a, link.b)]
        let_go: set[str] = set()
        while waiting:
            table, record_id, needed = waiting.pop()
            if needed in nodes or record_id not in self._tables[table]:
                continue
            if needed not in let_go and self._is_brought_back(table, record_id, needed):
                if nodes[needed].parent:
                    waiting.append(_Need("nodes", needed, nodes[needed].parent))
                continue
            del self._tables[table][record_id]
            # What stood in it or hung on it goes with it.
            if table == "nodes":
                let_go.add(record_id)
                waiting += [_Need("nodes", one.id, record_id) for one in nodes.values() if one.parent == record_id]
                waiting += [
                    _Need("links", link.id, record_id) for link in self._links() if record_id in (link.a, link.b)
                ]

    def _is_brought_back(self, table: Table, record_id: str, needed: str) -> bool:
        """Return whether the removed node that a record needs stays after all, and bring it back then."""
        gone_in: Side = "mine" if needed not in self._mine.nodes else "theirs"
        keeper: Side = "theirs" if gone_in == "mine" else "mine"
        source = self._theirs if gone_in == "mine" else self._mine
        needs = f"needed by {self._title(table, record_id)}"
        mine, theirs = ("removed", needs) if gone_in == "mine" else (needs, "removed")
        if self._taken("nodes", needed, "", ("", mine, theirs), keeper) != keeper:
            return False
        self._tables["nodes"][needed] = source.nodes.get(needed) or self._base.nodes[needed]
        return True

    def _links(self) -> list[Link]:
        return [link for link in self._tables["links"].values() if isinstance(link, Link)]

    def _break_rings(self) -> None:
        """Let containers that each put into the other stand as mine has them."""
        nodes: dict[str, Any] = self._tables["nodes"]
        for node_id in list(nodes):
            seen: list[str] = []
            at: str | None = node_id
            while at is not None and at not in seen and at in nodes:
                seen.append(at)
                at = nodes[at].parent
            if at is None or at not in seen:
                continue
            for one in seen[seen.index(at) :]:
                own = self._mine.nodes.get(one)
                if own is not None and own.parent != nodes[one].parent:
                    words = f"in {self._title('nodes', own.parent)}" if own.parent else "in nothing"
                    other = f"in {self._title('nodes', nodes[one].parent)}"
                    self._taken("nodes", one, "place", ("", words, other), "mine")
                    key = f"nodes/{one}.place"
                    self._conflicts[key] = msgspec.structs.replace(self._conflicts[key], taken="mine")
                    nodes[one] = msgspec.structs.replace(nodes[one], parent=own.parent, x=own.x, y=own.y)

    def _let_go_of_what_is_gone(self) -> None:
        """Take out of views, arrows and links what names something that is no longer there."""
        nodes, tables = self._tables["nodes"], self._tables
        for view_id, view in self._rows("views"):
            focus = tuple(one for one in view.focus if one in nodes or one in tables["links"])
            if focus != view.focus:
                tables["views"][view_id] = msgspec.structs.replace(view, focus=focus)
        for mark_id, mark in self._rows("marks"):
            ends = tuple(end if end in nodes else "" for end in mark.ends)
            if ends != mark.ends:
                tables["marks"][mark_id] = msgspec.structs.replace(mark, ends=ends)
        for link_id, link in self._rows("links"):
            if link.across is not None and link.across not in nodes:
                tables["links"][link_id] = msgspec.structs.replace(link, across=None)

    def _rows(self, table: Table) -> list[tuple[str, Any]]:
        return list(self._tables[table].items())

    def _keep_used_parts(self) -> None:
        """Bring back parts, sources and pictures that one side let go of and the other still uses."""
        nodes = [node for node in self._tables["nodes"].values() if isinstance(node, Node)]
        links = self._links()
        marks = [mark for mark in self._tables["marks"].values() if isinstance(mark, Mark)]
        waiting = [*parts_named(nodes), *(link.cable_part for link in links if link.cable_part)]
        seen: set[str] = set()
        while waiting:
            part_id = waiting.pop()
            part: Any = self._kept("parts", part_id) if part_id not in seen else None
            seen.add(part_id)
            if part is not None:
                waiting += [inside.part for inside in part.contains]
                for source in sources_of(part):
                    self._kept("sources", source)
        for mark in marks:
            if mark.picture:
                self._kept("pictures", mark.picture)
        for node in nodes:
            if node.plan is not None and node.plan.underlay is not None:
                self._kept("pictures", node.plan.underlay.picture)

    def _kept(self, table: Literal["parts", "sources", "pictures"], record_id: str) -> AnyRecord | None:
        """Return the record, brought back into its table where that lacks it."""
        rows = self._tables[table]
        for design in (self._mine, self._theirs, self._base):
            if record_id not in rows and record_id in getattr(design, table):
                rows[record_id] = getattr(design, table)[record_id]
        return rows.get(record_id)


def _floor_words(place: FloorPlace) -> str:
    """Return a place on the floor in words: "1,200 mm, 800 mm from the corner, turned 90°, 4 in a line"."""
    words = f"{number_text(place.x_mm)} mm, {number_text(place.y_mm)} mm from the corner"
    turned = f", turned {number_text(place.rotation_deg)}°" if place.rotation_deg else ""
    pitch = f", {number_text(place.pitch_mm)} mm from one to the next" if place.pitch_mm is not None else ""
    line = f", {place.per_line} in a line" if place.per_line else ""
    lines = f", lines {number_text(place.line_pitch_mm)} mm apart" if place.line_pitch_mm is not None else ""
    return f"{words}{turned}{pitch}{line}{lines}{', face to face' if place.face_to_face else ''}"


def _usual_value(table: Table, field: str) -> object:
    """Return what a field of a record is where nothing is written of it; ABSENT of a name in a mapping."""
    defaults = {one.name: one.default for one in msgspec.structs.fields(RECORD_TYPES[table])}
    found = defaults.get(field, ABSENT)
    return ABSENT if found is msgspec.NODEFAULT else found


def require_key(key: str, merge: Merge) -> str:
    """KEY when it names a conflict of MERGE.

    Raises:
        RefusedInput: it names none; those that there are stand in the message.
    """
    keys = [one.key for one in merge.conflicts]
    if key not in keys:
        there = f"there {'are' if len(keys) > 1 else 'is'} {', '.join(keys[:8])}" if keys else "there is none"
        raise RefusedInput(f"No conflict is called {key!r}; {there}.")
    return key
