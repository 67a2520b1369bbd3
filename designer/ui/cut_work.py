"""What the cut window asks of the limits of a fabric in a background process, and what widens one; no Qt here."""

from collections.abc import Sequence

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.records import Bound, CutBetween, Paths, Widening
from designer.analysis.limits.throughput import throughput_bound
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design
from designer.model.figure_text import count_text
from designer.model.records import Record, RefusedInput
from designer.ui.background_process import Progress


class Between(Record, frozen=True, kw_only=True):
    """What lies between two selections: the smallest cut, and the shortest paths."""

    cut: CutBetween
    paths: Paths


def find_between(
    progress: Progress, design: Design, from_ids: Sequence[str], to_ids: Sequence[str], fail: Sequence[str]
) -> Between:  # fmt: skip
    """The cut and the paths from FROM_IDS to TO_IDS when FAIL has failed.

    Raises:
        RefusedInput: an id is not known, or the selections share a copy.
    """
    progress(0, 2, "the smallest cut")
    cut = min_cut_between(design, from_ids, to_ids, fail)
    progress(1, 2, "the paths")
    return Between(cut=cut, paths=paths_between(design, from_ids, to_ids, fail))


def find_bound(progress: Progress, design: Design, traffic: str, fail: Sequence[str]) -> Bound:
    """The throughput bound of DESIGN under TRAFFIC when FAIL has failed.

    Raises:
        RefusedInput: nothing in the design makes that traffic.
    """
    progress(0, 1, "the throughput bound")
    return throughput_bound(design, traffic, fail)


def widened(design: Design, library: Library, way: Widening) -> ChangeSet:
    """All edits of WAY as one, which is undone as one.

    Raises:
        RefusedInput: an edit is not known, or the design does not allow it.
    """
    made: list[ChangeSet] = []
    for one in way.added:
        proposal = one.proposal
        if proposal.edit not in FIXES:
            raise RefusedInput(f"There is no edit {proposal.edit!r} to widen this with.")
        made.append(FIXES[proposal.edit](design, library, **proposal.arguments))
        design = made[-1].applied(design)
    if len(made) == 1:
        return made[0]
    return merged(made, f"{way.added[0].proposal.label} and to {count_text(len(made) - 1)} more")
