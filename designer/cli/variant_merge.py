"""Variants of two people's project files as one: those that one alone has, changed or both changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from designer.edit.merging.designs import merge_designs, require_key
from designer.edit.merging.records import Conflict, Side
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


_OF_VARIANT: Final = ": "
"""Between the name of a variant and the key of a conflict in it."""


class MergedVariants(NamedTuple):
    """Outcome for the variants.

    Attributes:
        said: What was done, one sentence each.
        conflicts: Where both changed the same thing of a variant, by the key with which a person decides it:
            "Two leaves: nodes/leaf.copies".
    """

    said: list[str]
    conflicts: dict[str, Conflict]

    @property
    def undecided(self) -> int:
        """Return how many of them nobody decided."""
        return sum(not one.decided for one in self.conflicts.values())


def decided_in(variants: Mapping[str, object], decided: Mapping[str, Side]) -> dict[str, dict[str, Side]]:
    """Return what is DECIDED by design: by the name of each of VARIANTS, "" for the main design."""
    found: dict[str, dict[str, Side]] = {"": {}}
    # The longest name first: one may begin as another does.
    names = sorted(variants, key=len, reverse=True)
    for key, side in decided.items():
        name = next((one for one in names if key.startswith(f"{one}{_OF_VARIANT}")), "")
        found.setdefault(name, {})[key.removeprefix(f"{name}{_OF_VARIANT}") if name else key] = side
    return found


def names_of(project: OpenedProject | None) -> dict[str, str]:
    """Return the ids of the variants of PROJECT by their names, without the main design."""
    return {} if project is None else {one.name: one.id for one in variants_of(project)[1:]}


def merge_variants(
    target: Path,
    base: OpenedProject | None,
    mine: OpenedProject | None,
    theirs: OpenedProject | None,
    all_of: Side | None,
    decided: Mapping[str, Mapping[str, Side]],
) -> MergedVariants:
    """Bring what THEIRS has of variants into the project in TARGET, which holds those of MINE.

    One that theirs added comes, and so does one that only theirs changed. One that both changed is merged field by
    field, mine where they disagree unless DECIDED, by the name of the variant in mine, or else ALL_OF says theirs. What
    one side removed stays as mine has it.

    Raises:
        RefusedInput: TARGET cannot be written, two versions together are no design, or a key names no conflict.
    """
    if theirs is None:
        return MergedVariants([], {})
    notes: list[str] = []
    conflicts: dict[str, Conflict] = {}
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
        chosen = decided.get(own.name, {})
        merged = merge_designs(start, as_variant(mine, one.id).design, other, chosen, all_of)
        for key in chosen:
            require_key(key, merged)
        write_project(target, merged.design, variant=one.id)
        conflicts |= {f"{own.name}{_OF_VARIANT}{conflict.key}": conflict for conflict in merged.conflicts}
        left = (
            f"; {counted(len(merged.open_conflicts), 'conflict')}, in which mine stands"
            if merged.open_conflicts
            else ""
        )
        notes.append(f"Both changed the variant {own.name}: it is merged{left}.")
    return MergedVariants(notes, conflicts)
