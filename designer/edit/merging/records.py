"""Outcome of merging two people's work: the design, where they disagree, and what was done by itself."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.changes import Table
from designer.model.design import Design
from designer.model.records import Record

Side = Literal["mine", "theirs"]
_FIELD_WORDS: Final[Mapping[str, str]] = {
    "rack": "place in its rack",
    "floor": "place on the floor",
    "place": "where it belongs",
    "plan": "plan of the room",
    "u": "unit",
}
"""Of fields whose own name says less."""


class Conflict(Record, frozen=True, kw_only=True):
    """One place where both changed the same thing, and not to the same.

    Attributes:
        table: Where the record stands.
        id: Of the record.
        field: What of it, as "copies" or "facts.usable_tb"; "" is the record itself, removed by one and changed or
            needed by the other.
        title: What people call the record.
        base: What it was, in words.
        mine: What it is in the design that is merged into.
        theirs: What it is in the other.
        taken: Whose value the merged design has.
        decided: Whether a person chose it; else it is a proposal.
    """

    table: Table
    id: str
    field: str
    title: str
    base: str
    mine: str
    theirs: str
    taken: Side
    decided: bool = False

    @property
    def key(self) -> str:
        """Return by which name a person decides it: "nodes/leaf.copies"."""
        return f"{self.table}/{self.id}{'.' if self.field else ''}{self.field}"

    @property
    def what(self) -> str:
        """The field in words: "place in its rack", "facts, usable tb"; "" where it is the record itself."""
        return _FIELD_WORDS.get(self.field) or self.field.replace("_", " ").replace(".", ", ")

    @property
    def sentence(self) -> str:
        """The conflict in one line."""
        what = f"{self.title}: {self.what}" if self.field else self.title
        was = f"was {self.base}, " if self.base else ""
        return f"{what} {was}is {self.mine} in mine, {self.theirs} in theirs."


class Merge(Record, frozen=True, kw_only=True):
    """Two people's work as one.

    Attributes:
        design: With all that did not collide, and of each conflict the side that is taken.
        conflicts: Where they collide, in the order of the design.
        notes: What was done by itself and a person may want to know, one sentence each.
        from_mine: Records that only mine changed, added or removed.
        from_theirs: The same of theirs.
    """

    design: Design
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]
    from_mine: int
    from_theirs: int

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Those that nobody has decided."""
        return tuple(one for one in self.conflicts if not one.decided)
