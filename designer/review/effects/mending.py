"""Mend all that can be mended: fixes one after the other, each measured and kept only where it does good."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

from designer.catalog.library import Library
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.review.effects.fixing import fixed
from designer.review.effects.grouping import NUMBERS, FindingGroup, grouped
from designer.review.effects.preview import State, effect_between, state_of
from designer.review.effects.records import Effect
from designer.review.findings import SEVERITIES, Finding, Severity
from designer.review.own_rules import NO_OWN_RULES, OwnRules

MOST_STEPS: Final = 60
"""So many fixes are tried at most; a design that wants more is asked again."""

_NO_FIX: Final = "It has no fix of its own; its line says what to do."
_NO_USE: Final = "Its fix does not mend it here, or brings an error or a warning instead."

Progress = Callable[[int, int, str], bool]
"""Is told how many of how many fixes were tried, and in words what is next; answers whether to go on."""


class MendingStep(Record, frozen=True, kw_only=True):
    """One fix that was made.

    Attributes:
        message: What was the matter.
        label: What was done about it.
    """

    message: str
    label: str


class LeftFinding(Record, frozen=True, kw_only=True):
    """A finding that is still there.

    Attributes:
        message: What is the matter.
        reason: Why no fix was made.
    """

    message: str
    reason: str


class Mending(Record, frozen=True, kw_only=True):
    """Fixes that were kept, as one edit.

    Attributes:
        edit: All fixes that were kept; empty where none was.
        steps: Each of them, in order.
        left: Findings of the severities asked for that are still there.
        effect: What all of them do together; None where none was kept.
    """

    edit: ChangeSet
    steps: tuple[MendingStep, ...] = ()
    left: tuple[LeftFinding, ...] = ()
    effect: Effect | None = None


def mend_all(
    progress: Progress,
    design: Design,
    library: Library,
    today: date,
    severities: Collection[Severity] = ("error",),
    own: OwnRules = NO_OWN_RULES,
) -> Mending:
    """Make the fixes of the findings of SEVERITIES one after the other, the gravest first, and keep what does good.

    Each fix is made on the design with all before it, and the whole of it is analysed and reviewed again. It is kept
    where its findings are gone or fewer and no more errors are told than before, nor more warnings where it mends a
    warning or a note; else its other way is tried, else it is left. What a fix uncovers is mended in turn.

    Args:
        progress: Is told before each trial, and may end the walk; what was mended until then stands.
        design: The design as it is.
        library: Parts to take others from.
        today: Day by which prices are old.
        severities: Findings that are to be mended.
        own: Rules of plug-ins, whose errors count against a fix as those of the program do.

    Raises:
        RefusedInput: the design cannot be analysed.
    """
    start = state = state_of(design, library, today, own)
    made: list[ChangeSet] = []
    steps: list[MendingStep] = []
    tried: dict[tuple[str, str], str] = {}
    for number in range(MOST_STEPS):
        group = _next(state, severities, tried)
        if group is None:
            break
        if not progress(number, number + len(_open(state, severities, tried)), group.message):
            break
        better = _mended(state, library, group, today, own)
        if better is None:
            tried[_matter(group)] = _NO_USE
            continue
        edit, state, label = better
        made.append(edit)
        steps.append(MendingStep(message=group.message, label=label))
    left = [
        LeftFinding(message=group.message, reason=tried.get(_matter(group), _NO_FIX))
        for group in _asked(state, severities)
    ]
    if not made:
        return Mending(edit=ChangeSet(), left=tuple(left))
    label = steps[0].label if len(steps) == 1 else f"Mend {counted(len(steps), 'finding')}"
    return Mending(edit=merged(made, label), steps=tuple(steps), left=tuple(left), effect=effect_between(start, state))


def _asked(state: State, severities: Collection[Severity]) -> list[FindingGroup]:
    """Return the groups of findings of SEVERITIES, the gravest first."""
    groups = [group for group in grouped(state.design, state.findings) if group.severity in severities]
    return sorted(groups, key=lambda group: SEVERITIES.index(group.severity))


def _open(state: State, severities: Collection[Severity], tried: Collection[tuple[str, str]]) -> list[FindingGroup]:
    """Return those of the groups that have fixes nobody has TRIED in vain."""
    return [group for group in _asked(state, severities) if group.fixes and _matter(group) not in tried]


def _next(state: State, severities: Collection[Severity], tried: Collection[tuple[str, str]]) -> FindingGroup | None:
    return next(iter(_open(state, severities, tried)), None)


def _matter(group: FindingGroup) -> tuple[str, str]:
    """Return the key of what GROUP is about, whatever the numbers in it."""
    return group.rule, NUMBERS.sub("", group.message)


def _mended(
    before: State, library: Library, group: FindingGroup, today: date, own: OwnRules
) -> tuple[ChangeSet, State, str] | None:
    """Return the first way to mend GROUP that does good, with what comes of it; None where none does."""
    for way in (group, group.other_way):
        if way is None or not way.fixes:
            continue
        try:
            edit = fixed(before.design, library, way.fixes)
            after = state_of(edit.applied(before.design), library, today, own)
        except RefusedInput:
            continue
        if _does_good(before.findings, after.findings, group):
            return edit, after, way.fix_label
    return None


def _does_good(before: Sequence[Finding], after: Sequence[Finding], group: FindingGroup) -> bool:
    """Return whether fewer findings like GROUP are told AFTER, and no more of what harms."""
    said, says = (sum(one.rule == group.rule for one in findings) for findings in (before, after))
    # Records with a fix have no hash, as the arguments of a fix have none.
    told = {(one.rule, one.message, one.ids) for one in after}
    if says > said or (says == said and told.issuperset((one.rule, one.message, one.ids) for one in group.members)):
        return False
    for graves in (("error",), ("error", "warning")):
        were, are = (sum(one.severity in graves for one in findings) for findings in (before, after))
        # A fix of a warning may not add one; that of an error may uncover a warning but no error.
        if are > were and (graves == ("error",) or group.severity != "error"):
            return False
    return True
