"""Rules about the split of training jobs: memory that is tight, and a stated split that costs much."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.registry import rule

MUCH_SLOWER: Final = 0.1
"""Share by which a split is slower than the best from which that is a finding."""


@rule({"training-memory-tight": "warning"}, layer="training", reads=("workloads",))
def training_memory_tight(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs that take a little more memory than there is, and what makes them fit."""
    for job in results.workloads.training if results.workloads is not None else ():
        needed, has = job.memory_needed_gb.value, job.memory_has_gb.value
        if not job.tight or needed is None or not has:
            continue
        told = next((note for note in job.notes if "It fits with" in note), "")
        remedy = told.partition("It fits with ")[2] or "nothing that can be chosen; take more accelerators."
        yield Finding(
            rule="training-memory-tight",
            severity="warning",
            message=f"{design.nodes[job.id].title} takes {needed / has:.0%} of the memory of an accelerator, "
            f"{needed:,.0f} of {has:,.0f} GB: tight, and not refused.",
            detail=f"What is counted is off by as much. To be safe, take {remedy}",
            ids=(job.id,),
        )


@rule({"training-split-slower": "note"}, layer="training", reads=("workloads",))
def training_split_slower(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs whose own split is much slower than the best."""
    for job in results.workloads.training if results.workloads is not None else ():
        slower = job.slower_than_best.value or 0.0
        if job.best_split is None or slower < MUCH_SLOWER:
            continue
        yield Finding(
            rule="training-split-slower",
            severity="note",
            message=f"The split of {design.nodes[job.id].title}, {job.split}, is {slower:.0%} slower than the best, "
            f"{job.best_split.words}.",
            detail="Choose *Choose for me*, leave open what does not have to be so, or set it like that.",
            ids=(job.id,),
        )
