"""Command that merges two people's work on one design: merge."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, SUFFIX, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_wrapped
from designer.cli.variant_merge import MergedVariants, decided_in, merge_variants, names_of, project_in
from designer.edit.merging.designs import merge_designs, require_key
from designer.edit.merging.records import Conflict, Merge, Side
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.common_version import common_version
from designer.store.project import read_project, write_project
from designer.store.variants import variants_of

_SIDES: Final = ("mine", "theirs")


@click.command("merge", short_help="Two people's work on one design as one.")
@click.argument("base", type=PATH)
@click.argument("mine", type=PATH)
@click.argument("theirs", type=PATH)
@click.option("-o", "--output", "out", type=PATH, help="Write the merged design; without it nothing is written.")
@click.option(
    "--take",
    multiple=True,
    metavar="KEY=SIDE",
    help="Decide one conflict: nodes/leaf.copies=theirs; in a variant 'NAME: nodes/leaf.copies=theirs'.",
)
@click.option("--all", "all_of", type=click.Choice(_SIDES), help="Whose side all other conflicts take.")
@click.option("--git", "for_git", is_flag=True, help="As git calls it: the result goes into MINE, whatever its name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def merge(
    base: Path,
    mine: Path,
    theirs: Path,
    out: Path | None,
    take: tuple[str, ...],
    all_of: Side | None,
    for_git: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Merge what two people made of BASE, one MINE and the other THEIRS, field by field.

    BASE may be "-": the newest version that the two project files both hold.

    Where both changed the same thing, mine is proposed and the conflict is listed with its key; what one removed and
    the other changed or needs stays. Exit code 1 says that conflicts are not decided.
    """
    if for_git and out is not None:
        raise click.UsageError("With --git the result goes into MINE; leave -o out.")
    require_new(out, force=force, changed=mine)
    library = read_library()
    if str(base) == "-":
        began = common_version(read_project(mine), read_project(theirs))
    else:
        began = _opened_by_git(base, library) if for_git else open_design(base, library)
    own, other = (_opened_by_git(path, library) if for_git else open_design(path, library) for path in (mine, theirs))
    began_with = None if str(base) == "-" else project_in(base)
    own_project, their_project = project_in(mine), project_in(theirs)
    decided = decided_in(names_of(own_project), _decided(take))
    merged = merge_designs(began, own, other, decided[""], all_of)
    for key in decided[""]:
        require_key(key, merged)
    target = mine if for_git else out
    if for_git:
        write_project(mine, merged.design)
    elif out is not None:
        save_design(out, merged.design, library)
    variants = MergedVariants([], {})
    if target is not None and (for_git or target.suffix.lower() == SUFFIX):
        # Under another name the variants of mine go along.
        if own_project is not None and len(variants_of(own_project)) > 1 and not (target.samefile(mine)):
            write_project(target, merged.design, source=own_project)
        variants = merge_variants(target, began_with, own_project, their_project, all_of, decided)
    if as_json:
        print_json({**_document(merged), "variants": variants.said, "variant_conflicts": _conflicts(variants)})
    else:
        for line in variants.said:
            print_wrapped("variant  ", plain(line))
        for key, one in variants.conflicts.items():
            _print_conflict(one, key)
        _print(merged, out)
    if merged.open_conflicts or variants.undecided:
        raise click.exceptions.Exit(1)


def _decided(take: tuple[str, ...]) -> Mapping[str, Side]:
    """Return the side by the key of its conflict.

    Raises:
        RefusedInput: one is not KEY=mine or KEY=theirs.
    """
    decided: dict[str, Side] = {}
    for one in take:
        key, equals, side = one.rpartition("=")
        if not equals or side not in _SIDES:
            raise RefusedInput(f"--take {one}: say the conflict's key and whose side, as nodes/leaf.copies=theirs.")
        decided[key] = side
    return decided


def _opened_by_git(path: Path, library: Library) -> Design:
    """The design of a project that git wrote under a name of its own; an empty file is a design without anything."""
    try:
        if not path.stat().st_size:
            return Design()
    except OSError:
        return open_design(path, library)  # which says why
    return read_project(path).design


def _document(merged: Merge) -> dict[str, object]:
    return {
        "from_mine": merged.from_mine,
        "from_theirs": merged.from_theirs,
        "conflicts": [_conflict(one.key, one) for one in merged.conflicts],
        "notes": list(merged.notes),
    }


def _conflicts(variants: MergedVariants) -> list[dict[str, object]]:
    return [_conflict(key, one) for key, one in variants.conflicts.items()]


def _conflict(key: str, one: Conflict) -> dict[str, object]:
    return {
        "key": key,
        "title": one.title,
        "field": one.field,
        "base": one.base,
        "mine": one.mine,
        "theirs": one.theirs,
        "taken": one.taken,
        "decided": one.decided,
    }


def _print_conflict(one: Conflict, key: str) -> None:
    sign = "decided  " if one.decided else "conflict "
    print_wrapped(sign, plain(f"{one.sentence} Taken: {one.taken}. ({key})"))


def _print(merged: Merge, out: Path | None) -> None:
    for one in merged.conflicts:
        _print_conflict(one, one.key)
    for note in merged.notes:
        print_wrapped("note     ", plain(note))
    click.echo(
        f"{counted(merged.from_mine, 'change')} of mine, {merged.from_theirs} of theirs, "
        f"{counted(len(merged.open_conflicts), 'conflict')} to decide."
    )
    if out is not None:
        click.echo(f"Wrote {out}.")


COMMANDS = (merge,)
