"""Command that lists, adds, renames and removes the designs of a project: variants."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import PATH, SUFFIX, open_design
from designer.cli.printing import plain, print_json, print_table
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.records import RefusedInput
from designer.model.wording import listed
from designer.review.effects.records import row_text
from designer.review.headline_figures import BY_KEY, headline_value
from designer.store.lock import ProjectLock
from designer.store.project import read_project
from designer.store.variants import (
    Variant,
    add_variant,
    as_variant,
    bring_back,
    find_variant,
    remove_variant,
    removed_variants,
    rename_variant,
    variants_of,
)
from designer.store.versions import moment_of

_FIGURES: Final = ("buy", "facility")


@click.command("variants", short_help="The alternatives that PROJECT holds; add, rename, remove.")
@click.argument("project", type=PATH)
@click.option("--new", "new", metavar="NAME", help="Add a variant: a copy of the main design, or of --from.")
@click.option("--from", "source", metavar="WHICH", help="With --new: a variant by name or number, or another file.")
@click.option("--rename", nargs=2, metavar="WHICH NAME", help="Give one of the designs another name.")
@click.option("--remove", metavar="WHICH", help="Remove a variant; it stays in the file and can be brought back.")
@click.option("--back", metavar="NAME", help="Bring a variant back that was removed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def variants(
    project: Path,
    new: str | None,
    source: str | None,
    rename: tuple[str, str] | None,
    remove: str | None,
    back: str | None,
    as_json: bool,
) -> None:
    """List the designs of PROJECT, or change which there are.

    A project holds a main design and variants of it, each edited, saved and undone by itself. All that reads a design
    takes --variant NAME; `diff PROJECT --variant A --variant B` compares them.
    """
    asked = [words for words in (new, rename, remove, back) if words is not None]
    if len(asked) > 1:
        raise click.UsageError("--new, --rename, --remove and --back go one at a time.")
    if source is not None and new is None:
        raise click.UsageError("--from goes with --new.")
    if project.suffix.lower() != SUFFIX:
        raise RefusedInput(f"{project.name}: only a project ({SUFFIX}) holds variants.")
    if new is not None:
        _change(project, lambda: add_variant(project, _source(project, source, read_library()), new))
    elif rename is not None:
        which = find_variant(read_project(project), rename[0])
        _change(project, lambda: rename_variant(project, which.id, rename[1]))
    elif remove is not None:
        which = find_variant(read_project(project), remove)
        _change(project, lambda: remove_variant(project, which.id))
    elif back is not None:
        gone = _removed(project, back)
        _change(project, lambda: bring_back(project, gone.id))
    if as_json:
        print_json(_document(project))
    else:
        _print(project)


def _change(project: Path, change: Callable[[], object]) -> None:
    """Do CHANGE to PROJECT while no window has it open.

    Raises:
        RefusedInput: a window has, or the change is refused.
    """
    lock = ProjectLock(project)
    lock.take()
    try:
        change()
    finally:
        lock.free()


def _source(project: Path, words: str | None, library: Library) -> Design:
    """Return the design that a new variant begins with."""
    if words is None:
        return read_project(project).design
    other = Path(words)
    if other.suffix and other.exists():
        return open_design(other, library)
    return open_design(project, library, words)


def _removed(project: Path, name: str) -> Variant:
    gone = removed_variants(read_project(project))
    for one in gone:
        if one.name.casefold() == name.strip().casefold():
            return one
    there = listed([one.name for one in gone], None) if gone else "none"
    raise RefusedInput(f"No variant {name!r} was removed from {project.name}; removed: {there}.")


def _document(project: Path) -> dict[str, object]:
    opened = read_project(project)
    return {
        "variants": [
            {"number": place, "name": one.name, "main": not one.id, "saved_at": one.saved_at}
            for place, one in enumerate(variants_of(opened), 1)
        ],
        "removed": [one.name for one in removed_variants(opened)],
    }


def _print(project: Path) -> None:
    opened, library = read_project(project), read_library()
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(variants_of(opened), 1):
        design = as_variant(opened, one.id).design
        results = analyze(design, only=("power", "cost"), library=library)
        figures = (row_text(headline_value(key, results, design.settings.prices)) for key in _FIGURES)
        accelerators = plain(count_text(results.counts.accelerators.value or 0.0))
        saved = f"{moment_of(one.saved_at).astimezone():%d %b %Y, %H:%M}" if one.saved_at else ""
        rows.append((str(place), plain(one.name), "" if one.id else "main", saved, *map(plain, figures), accelerators))
    titles = (*(BY_KEY[key].title.lower() for key in _FIGURES), "accelerators")
    print_table(("", "design", "", "saved", *titles), rows, numbers=(0, 4, 5, 6))
    if gone := removed_variants(opened):
        click.echo(f"\nRemoved, and brought back by --back NAME: {plain(listed([one.name for one in gone], None))}.")


COMMANDS = (variants,)
