"""The command that lists cables."""

from collections import Counter
from pathlib import Path

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import plain, print_table
from designer.export.cables.cable_schedule import CableSchedule, cable_schedule
from designer.export.cables.cable_schedule_files import SUFFIXES, write_cables
from designer.files.writing import require_other
from designer.model.device_names import device_names
from designer.model.figures.figure_text import count_text, counted_text, figure_text
from designer.model.money.conversion import in_currency
from designer.model.naming import ends_name
from designer.model.records import RefusedInput


@click.command("cables", short_help="Every cable once: both ends, length, type, price.")
@click.argument("project", type=PATH)
@click.option("-o", "--output", "out", type=PATH, help="A .csv, .xlsx or .json file; without it a summary is printed.")
@VARIANT
def cables(project: Path, out: Path | None, variant: str) -> None:
    """Write the cable schedule of PROJECT: every cable with label, both ends, length, type, price and route.

    Lengths and types follow from where the racks stand; without places on a floor they are the ones that were set.
    """
    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{out.name}: a cable schedule is written as {', '.join(SUFFIXES)}.")
    require_other(out, project)
    library = read_library()
    schedule = cable_schedule(open_design(project, library, variant), library.parts)
    if out is None:
        _print(schedule)
        return
    write_cables(out, schedule)
    click.echo(f"Wrote {counted_text(len(schedule), 'cable')} to {out}.")


def _print(schedule: CableSchedule) -> None:
    click.echo(f"{plain(schedule.design.name)}\n")
    if not len(schedule):
        click.echo("No cables are drawn yet.")
        return
    _print_cables(schedule)
    _print_bought(schedule)
    for note in schedule.result.notes:
        click.echo(note)


def _print_cables(schedule: CableSchedule) -> None:
    """A row for each link and type."""
    names = device_names(schedule.design)
    groups: dict[tuple[str, str, str], Counter[str]] = {}
    spans: dict[tuple[str, str, str], list[float]] = {}
    for line in schedule.lines():
        key = (line.link, line.medium, line.sort or line.note)
        groups.setdefault(key, Counter())[ends_name(names.span(line.a.node), names.span(line.b.node))] += 1
        if line.length_m is not None:
            spans.setdefault(key, []).append(line.length_m)
    rows = [
        (
            count_text(ends.total()),
            plain(next(iter(ends))),
            medium,
            plain(sort) or "not chosen",
            f"{min(spans[key]):.1f} to {max(spans[key]):.1f}" if (key := (link, medium, sort)) in spans else "unknown",
        )
        for (link, medium, sort), ends in groups.items()
    ]
    print_table(("cables", "between", "medium", "type", "length m"), rows, numbers=(0,))
    click.echo(f"\n{counted_text(len(schedule), 'cable')}. Write them one by one with -o FILE.csv, .xlsx or .json.")


def _print_bought(schedule: CableSchedule) -> None:
    book = schedule.design.settings.prices
    if schedule.bought:
        click.echo("")
        print_table(
            ("quantity", "what is bought", "together"),
            [
                (count_text(line.quantity), plain(line.name), figure_text(in_currency(line.total_usd, book)))
                for line in schedule.bought
            ],
            numbers=(0, 2),
        )
    if schedule.result.drums:
        click.echo("")
        parts = schedule.plan.parts
        print_table(
            ("drums", "of m", "cable", "cuts of one drum", "left m"),
            [
                (
                    count_text(drum.drums),
                    f"{drum.drum_m:g}",
                    plain(parts[drum.part].name if drum.part in parts else drum.part),
                    ", ".join(f"{many} × {length:g} m" for length, many in drum.cuts),
                    f"{drum.left_m:g}",
                )
                for drum in schedule.result.drums
            ],
            numbers=(0, 1, 4),
        )
    full = [tray for tray in schedule.result.trays if (tray.share.value or 0.0) > (tray.limit.value or 0.0)]
    for tray in full:
        click.echo(f"Tray {plain(tray.tray)} is {(tray.share.value or 0.0) * 100:.0f}% full.")


COMMANDS = (cables,)
