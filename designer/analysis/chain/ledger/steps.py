"""The steps in which a row of the ledger is divided, and work that is alone on its row and needs none of them."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Final, Literal, NamedTuple

from designer.analysis.chain.ledger.askings import Asking
from designer.analysis.chain.ledger.records import Resource
from designer.analysis.chain.ledger.rows import Row


class Held(NamedTuple):
    """Amounts that are held wholly or not at all.

    Attributes:
        placed: Of each row, the amounts by work; those of work that does not fit are kept free.
        missing: What must be added for work to fit; nothing for what fits.
    """

    placed: tuple[Mapping[str, float], ...]
    missing: Mapping[tuple[str, Resource], float]


Step = Literal["share", "rate", "elastic"]
STEPS: Final[tuple[Step, ...]] = ("share", "rate", "elastic")


def step_of(asking: Asking, resource: Resource, held: Held) -> Step | None:
    """Return in which step ASKING gets its part of RESOURCE; None of what is placed already, or does not fit."""
    if resource in asking.resident or (asking.id, resource) in held.missing:
        return None
    if asking.share is not None:
        return "share"
    return "elastic" if asking.elastic else "rate"


class Settled(NamedTuple):
    """Work alone on the only row that it has, which takes nothing from others: what it gets, and what there was.

    Attributes:
        got: None where it has nothing to get beside what is placed.
        pool: What there is for it and all that is placed for it.
    """

    got: float | None
    pool: float = 0.0


def settled_rows(rows: Sequence[Row], by_id: Mapping[str, Asking], held: Held) -> dict[int, Settled]:
    """Return what work gets that is alone on the only row that it has and gets all that it asks for, by row.

    Without a share that is set and with a bound to what it asks: else it is a case for the filling of all rows, to
    which a test holds this equal.
    """
    times: dict[tuple[str, Resource], int] = {}
    for row in rows:
        for work in row.works:
            times[work, row.resource] = times.get((work, row.resource), 0) + 1
    found: dict[int, Settled] = {}
    for number, row in enumerate(rows):
        work = row.works[0]
        if len(row.works) > 1 or times[work, row.resource] > 1:
            continue
        asking, demand = by_id[work], by_id[work].demand[row.resource]
        step, placed = step_of(asking, row.resource, held), held.placed[number]
        if step is None:
            found[number] = Settled(None)
        elif step == "rate" and demand is not None:
            # What asks for nothing has nothing placed and leaves all that there is.
            least = placed.get(work, 0.0)
            left = max(0.0, row.room - fsum(placed.values()))
            if not demand:
                found[number] = Settled(0.0, left)
            elif (most := max(least, demand)) <= left + least:
                found[number] = Settled(most, left + least)
    return found
