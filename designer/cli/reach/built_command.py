"""The command that compares the built network with the drawn one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, SUFFIX, VARIANT, open_design, require_new, save_design
from designer.cli.printing import print_json
from designer.cli.reach.compared import (
    MAP,
    naming_in,
    print_compared,
    print_end,
    print_lines,
    require_report,
    told_progress,
)
from designer.clock import today
from designer.export.text.suffixes import SUFFIXES as TEXT_SUFFIXES
from designer.model.parts.part import NETWORK_MEDIA, Medium

if TYPE_CHECKING:
    from designer.reality.built.matching import How
    from designer.reality.built.records import Comparison


@click.command("built", short_help="The built network against the drawn one.")
@click.argument("project", type=PATH)
@click.argument("discovered", type=PATH, nargs=-1, required=True, metavar="DISCOVERED...")
@MAP
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
    """Compare the network in DISCOVERED with the one that PROJECT draws: missing, swapped, extra and slower cables.

    DISCOVERED is what ibnetdiscover prints, LLDP neighbours (lldpctl -f json of each machine, in a file or a folder;
    a CSV; what a switch prints), or a topograph model (.yaml). Both ports of each cable are named.
    """
    from designer.export.built.files import write_built
    from designer.export.built.rows import comparison_document
    from designer.export.cables.drawn_network import network_of
    from designer.export.compared_files import SUFFIXES
    from designer.reality.built.accepting import accept_as_built, fault_ids
    from designer.reality.built.comparing import compare
    from designer.reality.built.reading import read_discovered

    wanted = (SUFFIX, *TEXT_SUFFIXES) if accept else SUFFIXES
    if accept and out is None:
        raise click.UsageError("--accept and -o OUT go together.")
    require_report(out, wanted, project, *discovered, naming)
    if accept and out is not None:
        require_new(out, force=force)
    library = read_library()
    found = read_discovered(discovered)
    names = naming_in(naming)
    design = open_design(project, library, variant)
    with told_progress("Matching by neighbours") as tell:
        comparison = compare(network_of(design, library.parts), found, names, how=how, media=media, tell=tell)
    if accept and out is not None:
        changes = accept_as_built(design, comparison, fault_ids(comparison, accept))
        save_design(out, changes.applied(design), library)
    elif out is not None:
        write_built(out, comparison, design.name, today(), design)
    if as_json:
        print_json(comparison_document(comparison))
        return
    _print(comparison)
    print_end(comparison.notes, out)


def _print(comparison: "Comparison") -> None:
    from designer.export.built.rows import SIGNS, cable_words, drawn_words, fault_rows, match_words, sentence

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
    print_compared(sentence(comparison), ("", "cable", "drawn", "found", ""), rows)
    print_lines(
        list(match_words(comparison)), " that were matched by their neighbours; -o FILE.html or --json has them"
    )


COMMANDS = (built,)
