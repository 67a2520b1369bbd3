"""Promise 13: undo is exact."""

from random import Random

from designer.edit.nodes import remove
from designer.edit.session import HISTORY_LIMIT, Session
from designer.model.changes import TABLES
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.rows import design_rows, digest_of
from tests.trust.registry import Measured, Run, row

ROUND = 500
MOST_NODES = 40


def _state(design: Design) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the digest of DESIGN, and the order of its records, which names and exports follow."""
    return digest_of(design_rows(design)), tuple(tuple(getattr(design, table)) for table in TABLES[1:])


@row(13, "random edits of every kind, all undone and done again every 500", quick=60, whole=1_000_000)
def random_edits_undone(run: Run) -> Measured:
    from tests.edit.test_random_edits import EDITS  # many modules, and needed here alone

    chance = Random(13)
    names = sorted(EDITS)
    session = Session(Design())
    made = wrong = disordered = rounds = 0
    while made < run.size:
        session = Session(session.design)
        states = [_state(session.design)]
        while len(session.labels) < min(ROUND, HISTORY_LIMIT, run.size):
            design = session.design
            try:
                if len(design.nodes) > MOST_NODES:
                    session.commit(remove(design, chance.sample(sorted(design.nodes), MOST_NODES - 10)))
                else:
                    session.commit(EDITS[chance.choice(names)](design, chance))
            except RefusedInput:
                continue
            if len(session.labels) == len(states):
                states.append(_state(session.design))
        made += len(session.labels)
        rounds += 1
        for place in reversed(range(len(states) - 1)):
            session.undo()
            digest, order = _state(session.design)
            wrong += digest != states[place][0]
            disordered += order != states[place][1]
        for place in range(1, len(states)):
            session.redo()
            digest, order = _state(session.design)
            wrong += digest != states[place][0]
            disordered += order != states[place][1]
    words = f"{wrong} unequal, {disordered} in another order of {2 * made:,} steps back and forth, {rounds} rounds"
    return Measured(wrong == 0 and disordered == 0 and made >= run.size, words)
