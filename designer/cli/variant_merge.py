"""Variants of two people's project files as one: those that one alone has, changed or both changed."""

from pathlib import Path

from designer.edit.merging.designs import merge_designs
from designer.edit.merging.records import Side
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.project import OpenedProject, read_project, write_project
from designer.store.variants import as_variant, removed_variants, variants_of


def project_in(path: Path) -> OpenedProject | None:
    """Return the project in PATH, None where it holds none, as a design as text or an empty file."""
    try:
        return read_project(path) if path.stat().st_size else None
    except (OSError, RefusedInput):
        return None


def merge_variants(
    target: Path,
    base: OpenedProject | None,
    mine: OpenedProject | None,
    theirs: OpenedProject | None,
    all_of: Side | None,
) -> tuple[list[str], int]:
    """Bring what THEIRS has of variants into the project in TARGET, which holds those of MINE.

    One that theirs added comes, and so does one that only theirs changed. One that both changed is merged field by
    field, mine where they disagree unless ALL_OF says theirs. What one side removed stays as mine has it.

    Returns:
        What was done, one sentence each, and how many conflicts are not decided.

    Raises:
        RefusedInput: TARGET cannot be written, or two versions together are no design.
    """
    if theirs is None:
        return [], 0
    notes: list[str] = []
    undecided = 0
    had = {} if mine is None else {one.id: one for one in variants_of(mine)}
    gone = {} if mine is None else {one.id: one for one in removed_variants(mine)}
    began = {} if base is None else {one.id: one for one in variants_of(base)}
    for one in variants_of(theirs)[1:]:
        own, before = had.get(one.id), began.get(one.id)
        if one.id in gone:
            notes.append(f"The variant {one.name} was removed in mine and stays so; theirs still has it.")
            continue
        if own is not None and (own.digest == one.digest or (before is not None and before.digest == one.digest)):
            continue
        other = as_variant(theirs, one.id).design
        if mine is None or own is None or (before is not None and before.digest == own.digest):
            write_project(target, other, variant=one.id)
            notes.append(f"The variant {one.name} is taken from theirs.")
            continue
        start = as_variant(base, one.id).design if base is not None and before is not None else Design()
        merged = merge_designs(start, as_variant(mine, one.id).design, other, {}, all_of)
        write_project(target, merged.design, variant=one.id)
        undecided += len(merged.open_conflicts)
        left = (
            f"; {counted(len(merged.open_conflicts), 'conflict')}, in which mine stands"
            if merged.open_conflicts
            else ""
        )
        notes.append(f"Both changed the variant {own.name}: it is merged{left}.")
    return notes, undecided
