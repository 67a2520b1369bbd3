"""Commands about what else stands in a project file: versions lists them, salvage reads a damaged file."""

from pathlib import Path
from typing import Any, Final

import click

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.reading import own_parts_folder, read_library
from designer.cli.opening import FORCE, PATH, SUFFIX, VARIANT, require_new, save_design
from designer.cli.printing import plain, print_json, print_rows, print_table, print_wrapped
from designer.clock import today
from designer.export.text.suffixes import SUFFIXES
from designer.locations import CATALOGS, PACKAGE
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.review.effects.records import change_text, row_text
from designer.review.headline_figures import headline_value
from designer.store.lock import ProjectLock
from designer.store.project import OpenedProject, name_version, read_project
from designer.store.salvage import salvage
from designer.store.variants import as_variant, find_variant
from designer.store.version_figures import Figures, VersionFigures, stamp_of
from designer.store.versions import design_of_save, moment_of, note_of

_FIGURES: Final = (("buy", "to buy"), ("facility", "power"))


class _Version(dict[str, Any]):
    """Version as `--json` names its fields, beside its design with its digest, and its figures."""

    design: Design | None = None
    digest: str = ""
    figures: Figures


@click.command("versions", short_help="Earlier versions of PROJECT, and one of them back.")
@click.argument("project", type=PATH)
@click.option("--restore", type=click.IntRange(1), metavar="N", help="Write version N to the file given with -o.")
@click.option("-o", "--output", "out", type=PATH, help="Project or text file to write version N to.")
@click.option("--name", "naming", metavar="N=NAME", help="Call version N by a name, so that it is kept for ever.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
@FORCE
def versions(
    project: Path,
    restore: int | None,
    out: Path | None,
    naming: str | None,
    as_json: bool,
    variant: str,
    force: bool,
) -> None:
    """List the versions that PROJECT holds: when, what changed, and what it did to cost and power.

    All of the last hour are kept, one of each hour for a day, one of each day for a month, and those with a name for
    ever.
    """
    if (restore is None) != (out is None):
        raise click.UsageError("--restore N and -o OUT go together.")
    opened = read_project(project)
    opened = as_variant(opened, find_variant(opened, variant).id if variant else "")
    if naming is not None:
        number, name = _naming(naming)
        lock = ProjectLock(project)
        lock.take()
        try:
            name_version(project, number, name)
        finally:
            lock.free()
        click.echo(f"Version {number} is called {name!r}." if name else f"Version {number} has no name any more.")
        return
    library = read_library()
    if restore is not None and out is not None:
        design = _design(opened, restore, project)
        if out.suffix.lower() not in (SUFFIX, *SUFFIXES):
            raise RefusedInput(f"{out.name}: write a project as {SUFFIX}, a design as text as .json or .yaml.")
        if out.resolve() == project.resolve():
            raise RefusedInput(f"{out.name} is the project itself; choose another name.")
        require_new(out, force=force)
        save_design(out, design, library)
        click.echo(f"Wrote version {restore} of {project.name} as {out}.")
        return
    found = _versions(opened, library)
    if as_json:
        print_json({"versions": found})
        return
    click.echo(f"{opened.design.name}\n")
    headings = ("version", "saved", "name", "what changed", *(f"{title}, change" for _, title in _FIGURES))
    print_table(headings, [_cells(one) for one in found], numbers=(0,))
    click.echo("")
    figures = found[0].figures
    print_rows([(f"Now {title}", plain(row_text(figures.get(key)))) for key, title in _FIGURES])


def _naming(text: str) -> tuple[int, str]:
    number, sign, name = text.partition("=")
    if not sign or not number.strip().isdigit():
        raise click.UsageError(f"--name takes N=NAME, such as 3=As built; {text[:80]!r} is none.")
    return int(number), name.strip()


def _design(opened: OpenedProject, number: int, project: Path) -> Design:
    if number == opened.number:
        return opened.design
    for save in opened.saves:
        if save.number == number:
            return design_of_save(save)
    known = ", ".join(str(one) for one in (opened.number, *(save.number for save in opened.saves)))
    raise RefusedInput(f"{project.name} has no version {number}; there are {known}.")


def _versions(opened: OpenedProject, library: Library) -> list[_Version]:
    """Return every version, newest first, each with its figures and how they differ from those of the one before."""
    now = _Version(version=opened.number, saved_at=opened.saved_at, name=opened.note.name, changed=opened.note.changed)
    now.design, now.digest = opened.design, opened.digest
    found = [now]
    for save in opened.saves:
        one = _Version(version=save.number, saved_at=save.saved_at, name="", changed="")
        # A damaged version stays in the list, with what is wrong with it.
        try:
            note = note_of(save)
            one.update(name=note.name, changed=note.changed)
            one.design, one.digest = design_of_save(save), save.digest
        except RefusedInput as problem:
            one["problem"] = str(problem)
        found.append(one)
    # Figures are kept by content and program: the analysis of an old version is slow, and never changes.
    known = VersionFigures(stamp_of((PACKAGE, CATALOGS, own_parts_folder()), today()))
    for one in found:
        one.figures = {key: None for key, _ in _FIGURES}
        if one.design is not None:
            figures = known.get(one.digest)
            if figures is None:
                figures = _worked_out(one.design, library)
                known.put(one.digest, figures)
            one.figures = figures
        for key, _ in _FIGURES:
            figure = one.figures[key]
            one[key] = {"value": figure.value, "unit": figure.unit} if figure is not None else None
    # Newest first, so that the version before is the next in the list.
    for place, one in enumerate(found):
        before = found[place + 1].figures if place + 1 < len(found) else {}
        one["changes"] = {key: change_text(before.get(key), one.figures[key]) for key, _ in _FIGURES}
    known.keep()
    return found


def _worked_out(design: Design, library: Library) -> Figures:
    results = analyze(design, only=("power", "cost"), library=library)
    return {key: headline_value(key, results, design.settings.prices) for key, _ in _FIGURES}


def _cells(one: _Version) -> tuple[str, ...]:
    moment = f"{moment_of(one['saved_at']).astimezone():%d %b %Y, %H:%M}" if one["saved_at"] else ""
    words = "damaged" if "problem" in one else one["changed"]
    return (
        str(one["version"]),
        moment,
        plain(one["name"]),
        plain(words),
        *(plain(one["changes"][key]) for key, _ in _FIGURES),
    )


@click.command("salvage", short_help="What can be read of a damaged PROJECT, as another file.")
@click.argument("project", type=PATH)
@click.option("-o", "--output", "out", required=True, type=PATH, help="Project or text file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--variant", default="", metavar="NAME", help="A variant in it by its name; else the main design.")
@FORCE
def salvage_project(project: Path, out: Path, as_json: bool, variant: str, force: bool) -> None:
    """Write what can be read of the damaged PROJECT to OUT, and list what is lost; PROJECT stays as it is."""
    if out.resolve() == project.resolve():
        raise RefusedInput(f"{out.name} is the damaged file itself; choose another name.")
    require_new(out, force=force)
    found = salvage(project, variant)
    save_design(out, found.design, read_library())
    if as_json:
        print_json({"nodes": len(found.design.nodes), "links": len(found.design.links), "lost": list(found.lost)})
        return
    click.echo(
        f"Wrote {counted(len(found.design.nodes), 'node')} and {counted(len(found.design.links), 'link')} as {out}."
    )
    click.echo("What is lost:" if found.lost else "Nothing of the design is lost.")
    for line in found.lost:
        print_wrapped("  - ", plain(line))


COMMANDS = (versions, salvage_project)
