"""The fastest split of a job on the hosts that its own groups span, where the drawn fabric tells groups apart.

A group gets at most the line rate of its hosts. So every split is first timed as if each of its groups got that, which
no split undercuts; they are then timed with the rates of their own groups, from the fastest on, until the next one
could not be faster even at line rate. What is left out is therefore slower, and the best is the best of all.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from designer.analysis.workloads.training.question import Question
from designer.analysis.workloads.training.step import timed
from designer.formulas.workloads.training_step.choose import Candidate, Choice, choose, shortlist
from designer.formulas.workloads.training_step.runs import GROUPS
from designer.formulas.workloads.training_step.search import Stated

MOST: Final = 512
"""Splits that are looked at, at most; where even the last could be faster, the best of these is taken."""
AT_ONCE: Final = 8
"""Splits that are timed together."""


def fastest(question: Question, stated: Stated, *, free: bool) -> Choice:
    """Return the best split of QUESTION that STATED allows, and the runner-up of another kind.

    Where groups are not told apart, all get what the ring of all hosts gets, with which the search ranks.

    Args:
        question: The job.
        stated: What is stated of the split.
        free: Whether the batch was not stated, so that it may be rounded to one that divides evenly.
    """
    choice = choose(question.run, stated, free=free)
    if question.groups is None or choice.best is None:
        return choice
    found = [one for one in (choice.best, choice.runner_up) if one is not None]
    known = timed(question, question.groups, found)
    if choice.best.over <= 1:
        known = _ranked(question, stated, known, free=free)
    best = known[0]
    return replace(choice, best=best, runner_up=next((one for one in known[1:] if one.kind != best.kind), None))


def _ranked(question: Question, stated: Stated, known: Sequence[Candidate], *, free: bool) -> list[Candidate]:
    """Return the splits that were timed with the rates of their own groups, the fastest first; KNOWN ones already."""
    groups = question.groups
    assert groups is not None
    at_line_rate = replace(question.run, between=(groups.most,) * len(GROUPS))
    least = shortlist(at_line_rate, stated, free=free, most=MOST)
    found = {one.split: one for one in known}
    for start in range(0, len(least), AT_ONCE):
        if least[start].pace > min(one.pace for one in found.values()):
            break
        some = [one for one in least[start : start + AT_ONCE] if one.split not in found]
        found |= {one.split: one for one in timed(question, groups, some)}
    # The shortest list is told in the order of the search where two take the same time.
    return sorted(found.values(), key=lambda one: one.pace)
