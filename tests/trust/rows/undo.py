"""Promise 13: undo is exact."""

from random import Random
from typing import Final

import msgspec

from designer.edit.nodes.nodes import remove
from designer.edit.session import HISTORY_LIMIT, Session
from designer.model.changes import TABLES, AnyRecord, ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.rows import design_rows, digest_of
from tests.trust.registry import Measured, Run, row

ROUND: Final = 500
MOST_NODES: Final = 40
JOINED: Final = 0.15
"""Share of the edits that continue the edit before, as typing and dragging do."""

State = tuple[AnyRecord, ...]
"""The records of a design, table after table, in their order."""


class Written:
    """The bytes of records at the moment when each was first seen, so that one that is changed in place is found out.

    Records are told apart by what they are in memory: an edit that leaves a record alone hands on the very same one.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[AnyRecord, bytes]] = {}
        self._encode = msgspec.json.Encoder(order="deterministic").encode

    def of(self, record: AnyRecord) -> bytes:
        """Return the bytes of RECORD when it was first seen."""
        known = self._known.get(id(record))
        if known is None:
            known = self._known[id(record)] = (record, self._encode(record))
        return known[1]

    def see(self, design: Design) -> State:
        """Return the records of DESIGN in their order, each written down."""
        state = [design.settings]
        for table in TABLES[1:]:
            records = getattr(design, table)
            assert [record.id for record in records.values()] == list(records)
            state += records.values()
        for record in state:
            self.of(record)
        return tuple(state)

    def changed_in_place(self) -> int:
        """Return how many records are not what they were when they were first seen."""
        return sum(self._encode(record) != body for record, body in self._known.values())


def _same(one: State, other: State, written: Written) -> tuple[bool, bool]:
    """Return whether two states hold equal records, and whether these stand in the same order."""
    ordered = len(one) == len(other) and all(
        mine is theirs or written.of(mine) == written.of(theirs) for mine, theirs in zip(one, other, strict=True)
    )
    return ordered or sorted(map(written.of, one)) == sorted(map(written.of, other)), ordered


@row(13, "random edits of every kind, some joined, all undone and done again every 500", quick=40, whole=1_000_000)
def random_edits_undone(run: Run) -> Measured:
    """Compare all records and their order at each step, and the digest of all of it at both ends of each round.

    A step compares bytes written when a record was first seen; at the end of a round every record is written again.
    """
    from tests.edit.test_random_edits import EDITS  # many modules, and needed here alone

    chance = Random(13)
    names = sorted(EDITS)
    session = Session(Design())
    made = joins = wrong = disordered = rounds = 0
    most = min(ROUND, HISTORY_LIMIT, run.size)
    while made < run.size:
        # What only grows, as prices of one's own, would make each edit slower than the one before.
        session = Session(session.design if rounds % 10 else Design())
        written = Written()
        states = [written.see(session.design)]
        digests = [digest_of(design_rows(session.design))]
        while len(states) <= most:
            change = _edit(session.design, chance, EDITS[chance.choice(names)])
            if change is None:
                continue
            before = session.design
            joins_last = len(states) > 1 and chance.random() < JOINED
            session.commit(change, joins_last=joins_last)
            if session.design is before:
                continue
            made, joins = made + 1, joins + joins_last
            if joins_last:
                states.pop()
            # One that takes the edit before it back leaves nothing to undo.
            state = written.see(session.design)
            if session.undo_label is not None and (not joins_last or len(session.labels) == len(states)):
                states.append(state)
            else:
                wrong += not all(_same(states[-1], state, written))
        digests.append(digest_of(design_rows(session.design)))
        rounds += 1
        for step, places in ((session.undo, range(len(states) - 1)[::-1]), (session.redo, range(1, len(states)))):
            for place in places:
                step()
                equal, ordered = _same(written.see(session.design), states[place], written)
                wrong += not equal
                disordered += not ordered
            wrong += digest_of(design_rows(session.design)) != digests[0 if step == session.undo else -1]
        wrong += written.changed_in_place()
    words = f"{wrong} unequal, {disordered} in another order in {rounds:,} rounds of {made:,} edits, {joins:,} joined"
    return Measured(wrong == 0 and disordered == 0 and made >= run.size and joins > 0, words)


def _edit(design: Design, chance: Random, edit: object) -> ChangeSet | None:
    """Return what EDIT would change in DESIGN, None where it is refused; a design that has grown is cut back."""
    try:
        if len(design.nodes) > MOST_NODES:
            return remove(design, chance.sample(sorted(design.nodes), MOST_NODES - 10))
        return edit(design, chance)  # type: ignore[operator]
    except RefusedInput:
        return None
