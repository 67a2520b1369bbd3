"""The command that compares the built network with the drawn one."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, SUFFIX, VARIANT, open_design, require_new, save_design, today
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.export.text.suffixes import SUFFIXES as TEXT_SUFFIXES
from designer.files.writing import require_other
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.reality.built.matching import How
    from designer.reality.built.records import Comparison

_MOST: Final = 40


@click.command("built", short_help="The built network against the drawn one.")
@click.argument("project", type=PATH)
@click.argument("discovered", type=PATH, nargs=-1, required=True, metavar="DISCOVERED...")
@click.option("--map", "naming", type=PATH, metavar="FILE", help="Which found name is which drawn one: found, drawn.")
@click.option(
    "--match",
    "how",
    default="auto",
    type=click.Choice(["auto", "names", "structure"]),
    help="By names, by neighbours, or by neighbours where names tell little.",
)
@click.option("--medium", "media", multiple=True, type=click.Choice(NETWORK_MEDIA), help="Compare this network alone.")
@click.option("--accept", metavar="FAULTS", help="Draw these as built: all, missing, swapped:1 …; written to OUT.")
@click.option("-o", "--output", "out", type=PATH, help="A report (.html, .csv, .json); with --accept, a design.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@VARIANT
@FORCE
def built(
    project: Path,
    discovered: tuple[Path, ...],
    naming: Path | None,
    how: "How",
    media: tuple[Medium, ...],
    accept: str | None,
    out: Path | None,
    as_json: bool,
    variant: str,
    force: bool,
) -> None:
    """Compare the network in DISCOVERED with the one that PROJECT draws: missing, swapped and extra cables.

    DISCOVERED is what ibnetdiscover prints, LLDP neighbours (lldpctl -f json of each machine, in a file or a folder;
    a CSV; what a switch prints), or a topograph model (.yaml). Both ports of each cable are named.
    """
    from designer.export.built.files import SUFFIXES, write_built
    from designer.export.built.rows import comparison_document
    from designer.export.cables.drawn_network import network_of
    from designer.reality.built.accepting import accept_as_built, fault_ids
    from designer.reality.built.comparing import NO_NAMES, compare
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.built.reading import read_discovered

    wanted = (SUFFIX, *TEXT_SUFFIXES) if accept else SUFFIXES
    if accept and out is None:
        raise click.UsageError("--accept and -o OUT go together.")
    if out is not None and out.suffix.lower() not in wanted:
        raise RefusedInput(f"{out.name}: this is written as {', '.join(wanted)}.")
    require_other(out, project, *discovered, *([naming] if naming else []))
    if accept and out is not None:
        require_new(out, force=force)
    library = read_library()
    found = read_discovered(discovered)
    names = read_naming_map(naming) if naming is not None else NO_NAMES
    design = open_design(project, library, variant)
    comparison = compare(network_of(design, library.parts), found, names, how=how, media=media)
    if accept and out is not None:
        changes = accept_as_built(design, comparison, fault_ids(comparison, accept))
        save_design(out, changes.applied(design), library)
    elif out is not None:
        write_built(out, comparison, design.name, today(), design)
    if as_json:
        print_json(comparison_document(comparison))
        return
    _print(comparison)
    if out is not None:
        click.echo(f"Wrote {out}.")


def _print(comparison: "Comparison") -> None:
    from designer.export.built.rows import SIGNS, cable_words, drawn_words, fault_rows, sentence

    click.echo(f"{plain(sentence(comparison))}\n")
    rows = [
        (
            f"{SIGNS[row.what]} {row.what}",
            row.drawn.id if row.drawn is not None else "",
            drawn_words(row.drawn) if row.drawn is not None else "not drawn",
            cable_words(row.found) if row.found is not None else "not found",
            row.note,
        )
        for row in fault_rows(comparison)
    ]
    if rows:
        print_table(("", "cable", "drawn", "found", ""), rows[:_MOST])
        if len(rows) > _MOST:
            click.echo(f"… and {len(rows) - _MOST:,} more; -o FILE.csv has them all.")
        click.echo("")
    for note in comparison.notes:
        print_wrapped("  ", note)


COMMANDS = (built,)
