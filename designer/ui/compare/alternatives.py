"""Alternatives that a design can be compared with: variants and versions of its file, other tabs, files."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.project import OpenedProject, read_project
from designer.store.variants import as_variant, variants_of
from designer.store.versions import design_of_save, note_of


class Alternative(NamedTuple):
    """A design that can be compared with.

    Attributes:
        name: What people call it.
        detail: Where it comes from.
        read: Return it.
        variant: Which design of the open project it is, "" for the main one; None where it is none of them.
    """

    name: str
    detail: str
    read: Callable[[], Design]
    variant: str | None = None


def of_variants(project: OpenedProject, here: str, open_beside: Mapping[str, Design]) -> list[Alternative]:
    """Return the designs of PROJECT but the one that is open here; those in other tabs as they are there.

    Args:
        project: As its file was read.
        here: Which of its designs is open.
        open_beside: Designs of it in other tabs, by their variants.
    """
    found: list[Alternative] = []
    for one in variants_of(project):
        if one.id == here:
            continue
        design = open_beside.get(one.id)
        kind = "variant" if one.id else "main design"
        if design is not None:
            found.append(Alternative(design.name, f"{kind}, in a tab", partial(_same, design), one.id))
        else:
            read = partial(_read_variant, project, one.id)
            found.append(Alternative(one.name, kind, read, one.id))
    return found


def of_versions(project: OpenedProject, when: Callable[[str], str]) -> list[Alternative]:
    """Return the versions of PROJECT that can be read, those with a name first, then the newest; WHEN words a time."""
    named: list[Alternative] = []
    others: list[Alternative] = []
    if project.note.name:
        named.append(Alternative(project.note.name, f"saved {when(project.saved_at)}", lambda: project.design))
    for save in project.saves:
        try:
            name = note_of(save).name
        except RefusedInput:
            continue
        saved = when(save.saved_at)
        words = (name, f"version {save.number}, saved {saved}") if name else (saved, f"version {save.number}")
        (named if name else others).append(Alternative(*words, partial(design_of_save, save)))
    return [*named, *others]


def of_tabs(designs: Iterable[Design]) -> list[Alternative]:
    """Return DESIGNS that are open in other tabs."""
    return [Alternative(design.name, "another tab", partial(_same, design)) for design in designs]


def of_file(path: Path, library: Library) -> Alternative:
    """Return the design in the file at PATH, a project or text; it is read when it is compared."""
    return Alternative(path.stem, str(path.parent), partial(_read, path, library))


def _read_variant(project: OpenedProject, variant: str) -> Design:
    return as_variant(project, variant).design


def _same(design: Design) -> Design:
    return design


def _read(path: Path, library: Library) -> Design:
    if path.suffix.lower() == ".stackwright":
        return read_project(path).design
    from designer.export.text.text_form import read_text_design  # with the reader of YAML, for text alone

    return read_text_design(path, library)
