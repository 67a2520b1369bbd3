"""Promise 9: NaN, infinite, negative and absurd numbers stop at the border, and are never stored."""

import math
from collections import Counter

import click

from designer.model.design import Design
from designer.store.project import read_project, write_project
from tests.trust.bad_numbers import REFUSALS, TYPED, absurd, tries
from tests.trust.registry import Measured, Run, row

FINITE_ALONE = frozenset({"calc", "calc --rows"})
"""Ways that store nothing: what they answer may be large."""
ENDLESS = ("nan", "inf", "999", "e400")
"""What is in each word that is no number at all."""


@row(9, "NaN, infinite, negative and 1e308 in every field, in every way in", quick=120, whole=20_000)
def bad_numbers(run: Run) -> Measured:
    """Each field of each way in is tried with each bad number; `size` bounds the tries, spread over all of them."""
    every = list(tries(run.folder))
    step = max(1, len(every) // run.size)
    # Steps that divide the number of words would try the same word again and again.
    step += step % len(TYPED) == 0
    chosen = every[::step]
    refused, ways = Counter[str](), Counter[str]()
    wrong: list[str] = []
    for one in chosen:
        ways[one.way] += 1
        where = f"{one.way} {one.field} {one.word}"
        try:
            taken = one.take()
        except (*REFUSALS, click.UsageError) as problem:
            refused[one.way] += 1
            if not str(problem) or "\n" in str(problem):
                wrong.append(f"{where}: the message is {str(problem)[:60]!r}")
            continue
        except Exception as problem:
            wrong.append(f"{where}: {type(problem).__name__} {str(problem)[:60]}")
            continue
        # Taken: where a sign means something, as of a place on the floor; then it is a number that a design may hold.
        found = absurd(taken)
        if one.way in FINITE_ALONE:
            found = [value for value in found if not math.isfinite(value)]
        if found or any(word in one.word.lower() for word in ENDLESS):
            wrong.append(f"{where}: stored as {found[:3]}")
        if isinstance(taken, Design) and len(wrong) < 20 and run.whole:
            write_project(run.folder / "p.stackwright", taken)
            if read_project(run.folder / "p.stackwright").design != taken:
                wrong.append(f"{where}: it is another when it is opened")
    never = [way for way in {one.way for one in every} if run.whole and not refused[way]]
    words = f"{len(wrong)} stored or crashed of {len(chosen):,} tries, {sum(refused.values()):,} refused, "
    words += f"in {len({(one.way, one.field) for one in every}):,} fields of {len(ways)} ways in"
    if never:
        words += f"; never refused: {never}"
    return Measured(not wrong and not never, words + (f"; {wrong[:8]}" if wrong else ""))
