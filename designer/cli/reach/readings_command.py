"""The command that sets measured power beside planned power."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design, today
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.files.writing import require_other
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.reality.readings.records import ReadingsComparison

_MOST: Final = 40


@click.command("readings", short_help="Measured power beside planned power.")
@click.argument("project", type=PATH)
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--map", "naming", type=PATH, metavar="FILE", help="Which found name is which drawn one: found, drawn.")
@click.option("-o", "--output", "out", type=PATH, help="A report: .html, .csv or .json.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@VARIANT
def readings(
    project: Path, files: tuple[Path, ...], naming: Path | None, out: Path | None, as_json: bool, variant: str
) -> None:
    """Set the power that was measured beside what PROJECT plans, by device, rack, strip and in all.

    FILE is an answer of Redfish (Power, EnvironmentMetrics, PowerSubsystem, Sensors, metrics of PDUs) named after its
    device, or with answers under the names of devices; a folder of them; or a CSV with a device and its power.
    """
    from designer.analysis.run import analyze
    from designer.export.readings_files import SUFFIXES, readings_document, write_readings
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.readings.comparing import NO_NAMES, compare_readings
    from designer.reality.readings.reading import read_readings

    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{out.name}: readings are written as {', '.join(SUFFIXES)}.")
    require_other(out, project, *files, *([naming] if naming else []))
    library = read_library()
    told = read_readings(files)
    names = read_naming_map(naming) if naming is not None else NO_NAMES
    design = open_design(project, library, variant)
    comparison = compare_readings(design, analyze(design, library=library, only=("power",)), told, names)
    if out is not None:
        write_readings(out, comparison, design.name, today())
    if as_json:
        print_json(readings_document(comparison))
        return
    _print(comparison)
    if out is not None:
        click.echo(f"Wrote {out}.")


def _print(comparison: "ReadingsComparison") -> None:
    from designer.export.readings_files import measured_rows, readings_sentence, row_words

    click.echo(f"{plain(readings_sentence(comparison))}\n")
    rows = [(word, row.name, *row_words(row), row.verdict) for word, row in measured_rows(comparison)]
    heads = ("", "", "planned typical", "maximum", "measured", "peak", "of typical", "")
    print_table(heads, rows[:_MOST], numbers=(2, 3, 4, 5, 6))
    if len(rows) > _MOST:
        click.echo(f"… and {len(rows) - _MOST:,} more; -o FILE.csv has them all.")
    click.echo("")
    for one in comparison.unknown[:_MOST]:
        print_wrapped("  ", f"Not drawn: {one.device}, {one.mean_w:,.0f} W.")
    if len(comparison.unknown) > _MOST:
        click.echo(f"  … and {len(comparison.unknown) - _MOST:,} more that are not drawn.")
    click.echo(f"  {comparison.unread:,} drawn devices have no reading.")
    for note in comparison.notes:
        print_wrapped("  ", note)


COMMANDS = (readings,)
