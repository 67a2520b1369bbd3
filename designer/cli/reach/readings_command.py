"""The command that sets measured power beside planned power."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import print_json
from designer.cli.reach.compared import MAP, naming_in, print_compared, print_end, print_lines, require_report
from designer.clock import today

if TYPE_CHECKING:
    from designer.reality.readings.records import ReadingsComparison


@click.command("readings", short_help="Measured power beside planned power.")
@click.argument("project", type=PATH)
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@MAP
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
    from designer.export.compared_files import SUFFIXES
    from designer.export.readings_files import readings_document, write_readings
    from designer.reality.readings.comparing import compare_readings
    from designer.reality.readings.reading import read_readings

    require_report(out, SUFFIXES, project, *files, naming)
    library = read_library()
    told = read_readings(files)
    names = naming_in(naming)
    design = open_design(project, library, variant)
    comparison = compare_readings(design, analyze(design, library=library, only=("power",)), told, names)
    if out is not None:
        write_readings(out, comparison, design.name, today())
    if as_json:
        print_json(readings_document(comparison))
        return
    _print(comparison)
    print_end(comparison.notes, out)


def _print(comparison: "ReadingsComparison") -> None:
    from designer.export.readings_files import measured_rows, readings_sentence, row_words

    rows = [(word, row.name, *row_words(row), row.verdict) for word, row in measured_rows(comparison)]
    heads = ("", "", "planned typical", "maximum", "measured", "peak", "of typical", "")
    print_compared(readings_sentence(comparison), heads, rows, numbers=(2, 3, 4, 5, 6))
    unknown = [f"Not drawn: {one.device}, {one.mean_w:,.0f} W." for one in comparison.unknown]
    print_lines(unknown, " that are not drawn")
    click.echo(f"  {comparison.unread:,} drawn devices have no reading.")


COMMANDS = (readings,)
