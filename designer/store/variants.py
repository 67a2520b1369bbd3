"""Variants: named alternatives of the whole design in one project file.

The records of the file are those of the main design. Each variant is a design of its own, packed as earlier versions
are, in a row of the table `saves` whose note says so (`variant`, `head`); it has its own digest, its own earlier
versions, its own journal and its own history. Its name is that of its design, so that all that is written of it bears
that name and a renaming can be undone.

No migration is needed for them. To a program that knows of no variants they are versions with a name: it opens the
project, shows the main design, keeps them for ever and writes them back byte for byte. A variant that is removed stays
in the file as a version with its name, from which it can be brought back.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from msgspec import structs

from designer.model.design import Design
from designer.model.records import Record, RefusedInput
from designer.model.wording import listed
from designer.store.project import OpenedProject, read_project, write_project
from designer.store.versions import MAX_NAME, Save, VersionNote, design_of_save, moment_of, note_of, noted

MOST: Final = 8
"""Designs of a project, the main one among them; four of them can be compared at once."""


class Variant(Record, frozen=True, kw_only=True):
    """One of the designs of a project.

    Attributes:
        id: "" for the main design.
        name: Of its design.
        saved_at: When it was saved, ISO.
        digest: Of its records.
        number: Which save of the file it is.
    """

    id: str
    name: str
    saved_at: str
    digest: str
    number: int


def variants_of(project: OpenedProject) -> tuple[Variant, ...]:
    """Return the designs of PROJECT, as its file was read: the main one, then the variants, the oldest first."""
    main = Variant(
        id="", name=project.design.name, saved_at=project.saved_at, digest=project.digest, number=project.number
    )
    heads: dict[str, Variant] = {}
    began: dict[str, int] = {}
    for save, note in _noted(project.saves):
        if not note.variant:
            continue
        began[note.variant] = save.number  # the last is the oldest
        if note.head and note.variant not in heads:
            heads[note.variant] = _variant(save, note)
    return main, *sorted(heads.values(), key=lambda one: began[one.id])


def removed_variants(project: OpenedProject) -> tuple[Variant, ...]:
    """Return the variants that were removed from PROJECT and can be brought back, each as it was last."""
    there = {one.id for one in variants_of(project)}
    found: dict[str, Variant] = {}
    for save, note in _noted(project.saves):
        if note.variant and note.variant not in there and note.variant not in found:
            found[note.variant] = _variant(save, note)
    return tuple(found.values())


def _variant(save: Save, note: VersionNote) -> Variant:
    return Variant(
        id=note.variant, name=note.name or note.variant, saved_at=save.saved_at, digest=save.digest, number=save.number
    )


def _noted(saves: Iterable[Save]) -> list[tuple[Save, VersionNote]]:
    """Return SAVES with their notes, without those that are damaged."""
    found: list[tuple[Save, VersionNote]] = []
    for save in saves:
        try:
            found.append((save, note_of(save)))
        except RefusedInput:
            continue
    return found


def as_variant(project: OpenedProject, variant: str) -> OpenedProject:
    """Return PROJECT, as its file was read, as it is for one of its designs: that design with its own versions.

    Raises:
        RefusedInput: there is no such variant, or it is damaged.
    """
    notes = {id(save): note for save, note in _noted(project.saves)}
    own = [save for save in project.saves if notes.get(id(save), VersionNote()).variant == variant]
    if not variant:
        return structs.replace(project, saves=tuple(own))
    head = next((save for save in own if notes[id(save)].head), None)
    if head is None:
        raise RefusedInput("The project has no such variant any more, or it is damaged.")
    note = notes[id(head)]
    return structs.replace(
        project,
        design=design_of_save(head),
        digest=head.digest,
        saved_at=head.saved_at,
        saves=tuple(save for save in own if save is not head),
        number=head.number,
        note=VersionNote(name=note.called, changed=note.changed),
        variant=variant,
    )


def read_variant(path: Path, variant: str = "") -> OpenedProject:
    """Return the design of the project in PATH that VARIANT is, with its own versions; "" is the main one.

    Raises:
        RefusedInput: the file cannot be read, or has no such variant.
    """
    return as_variant(read_project(path), variant)


def find_variant(project: OpenedProject, words: str) -> Variant:
    """Return the design of PROJECT that WORDS name: by its name, or by its place, 1 for the main design.

    Raises:
        RefusedInput: none is so named, or several are; the message lists them.
    """
    there = variants_of(project)
    wanted = words.strip().casefold()
    found = [one for one in there if one.name.casefold() == wanted]
    if not found and wanted.isdigit() and 1 <= int(wanted) <= len(there):
        found = [there[int(wanted) - 1]]
    if len(found) == 1:
        return found[0]
    numbered = listed([f"{place} ({one.name})" for place, one in enumerate(there, 1)], None)
    if found:
        raise RefusedInput(f"Several designs are called {words!r}; say which by its number: {numbered}.")
    raise RefusedInput(f"There is no variant {words!r}; there are {numbered}.")


def free_name(project: OpenedProject, name: str) -> str:
    """Return NAME as a variant may be called in PROJECT.

    Raises:
        RefusedInput: it is empty, or a design there has it already.
    """
    name = " ".join(name.split())[:MAX_NAME]
    if not name:
        raise RefusedInput("A variant needs a name.")
    if name.casefold() in {one.name.casefold() for one in variants_of(project)}:
        raise RefusedInput(f"A design of this project is called {name} already; choose another name.")
    return name


def add_variant(path: Path, design: Design, name: str) -> str:
    """Add DESIGN under NAME to the project in PATH as a variant, and return its id.

    Raises:
        RefusedInput: the name is taken, there are too many, or the file cannot be written.
    """
    project = _writable(path)
    named = structs.replace(design, settings=structs.replace(design.settings, name=free_name(project, name)))
    if len(variants_of(project)) >= MOST:
        raise RefusedInput(f"{path.name} holds {MOST} designs, the most there are in a project; remove one first.")
    variant = uuid4().hex
    write_project(path, named, variant=variant)
    return variant


def rename_variant(path: Path, variant: str, name: str) -> None:
    """Give a design of the project in PATH another NAME.

    Raises:
        RefusedInput: the name is taken, there is no such variant, or the file cannot be written.
    """
    project = _writable(path)
    held = as_variant(project, variant)
    if " ".join(name.split()) == held.design.name:
        return
    settings = structs.replace(held.design.settings, name=free_name(project, name))
    write_project(path, structs.replace(held.design, settings=settings), variant=variant, expected_digest=held.digest)


def remove_variant(path: Path, variant: str) -> None:
    """Remove a variant from the project in PATH; it stays there as a version with its name, see `bring_back`.

    Raises:
        RefusedInput: it is the main design or not there, or the file cannot be written.
    """
    if not variant:
        raise RefusedInput("The main design cannot be removed; it is what the file is opened with.")
    project = _writable(path)
    as_variant(project, variant)  # which refuses one that is not there

    def change(saves: list[Save]) -> list[Save]:
        notes = {id(save): note for save, note in _noted(saves)}
        heads = {key for key, note in notes.items() if note.head and note.variant == variant}
        return [noted(save, head=False, called="") if id(save) in heads else save for save in saves]

    _rewrite(path, project, change)


def bring_back(path: Path, variant: str) -> None:
    """Make a variant of the project in PATH that was removed one of its designs again.

    Raises:
        RefusedInput: it is not there, there are too many, or the file cannot be written.
    """
    project = _writable(path)
    last = next((one for one in removed_variants(project) if one.id == variant), None)
    if last is None:
        raise RefusedInput("The project has no such variant any more, or it is damaged.")
    if len(variants_of(project)) >= MOST:
        raise RefusedInput(f"{path.name} holds {MOST} designs, the most there are in a project; remove one first.")

    def change(saves: list[Save]) -> list[Save]:
        return [noted(save, head=True, name=last.name) if save.number == last.number else save for save in saves]

    _rewrite(path, project, change)


def _writable(path: Path) -> OpenedProject:
    project = read_project(path)
    if project.read_only_reason:
        raise RefusedInput(f"{path.name} was not changed. {project.read_only_reason}")
    return project


def _rewrite(path: Path, project: OpenedProject, change: Callable[[list[Save]], list[Save]]) -> None:
    """Write PROJECT to PATH again with the same main design and its saves as CHANGE returns them."""
    now: datetime = moment_of(project.saved_at)
    write_project(path, project.design, expected_digest=project.digest, now=now, name=project.note.name, change=change)
