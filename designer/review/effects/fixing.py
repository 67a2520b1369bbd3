"""The fixes of findings as one edit."""

from collections.abc import Sequence

from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.findings import Fix


def fixed(design: Design, library: Library, fixes: Sequence[Fix]) -> ChangeSet:
    """Return all FIXES one after the other, as one edit.

    Raises:
        RefusedInput: one is not known, or cannot be made.
    """
    made: list[ChangeSet] = []
    for fix in fixes:
        if fix.edit not in FIXES:
            raise RefusedInput(f"There is no edit {fix.edit!r} to mend this with.")
        made.append(FIXES[fix.edit](design, library, **fix.arguments))
        design = made[-1].applied(design)
    return made[0] if len(made) == 1 else merged(made, f"{fixes[0].label}, and {len(fixes) - 1} alike")
