"""Command that writes the bill of materials: bom."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import figure_line, plain, print_json, print_rows, print_table, print_wrapped
from designer.cli.text.bill_text import print_difference
from designer.clock import today
from designer.export.bills.bill import bill_of
from designer.export.bills.difference import bill_difference
from designer.export.bills.files import SUFFIXES as BILL_SUFFIXES
from designer.export.bills.files import bill_document, write_bill, write_requests
from designer.export.bills.groups import GROUPINGS
from designer.export.bills.records import Bill, BillLine
from designer.files.writing import require_other
from designer.model.design import Design
from designer.model.figures.figure_text import cornered, count_text, figure_text, planned_at_an_end, shown
from designer.model.figures.number_locale import LOCALES, choose_locale, chosen_locale_name, locale_of
from designer.model.records import RefusedInput
from designer.model.wording import counted

if TYPE_CHECKING:
    from designer.export.cables.cable_schedule import CableSchedule


@click.command("bom")
@click.argument("project", type=PATH)
@click.option(
    "-o", "--output", "out", type=PATH, help="A .xlsx, .pdf, .html, .csv or .json file; without it the bill is printed."
)
@click.option("--group-by", type=click.Choice(tuple(GROUPINGS)), help="Group the lines, with subtotals.")
@click.option(
    "--locale", default="", metavar="NAME", help=f"How numbers are written, in a CSV too: {', '.join(LOCALES)}."
)
@click.option("--against", type=PATH, metavar="OLD", help="What differs from the bill of OLD: lines, counts, prices.")
@click.option("--requests", type=PATH, metavar="FOLDER", help="A request to each vendor as .xlsx, without prices.")
@click.option("--json", "as_json", is_flag=True, help="Print the bill as one JSON document.")
@VARIANT
def bom(
    project: Path,
    out: Path | None,
    group_by: str | None,
    locale: str,
    against: Path | None,
    requests: Path | None,
    as_json: bool,
    variant: str,
) -> None:
    """Write the bill of materials of PROJECT."""
    if out is not None and out.suffix.lower() not in BILL_SUFFIXES:
        raise RefusedInput(f"{out.name}: a bill of materials is written as {', '.join(BILL_SUFFIXES)}.")
    require_other(out, project)
    if not locale and (out is None or out.suffix.lower() != ".csv"):
        locale = chosen_locale_name()
    marks = locale_of(locale or "en")
    choose_locale(locale or chosen_locale_name())
    library = read_library()
    design = open_design(project, library, variant)
    bill = _bill(design, library, group_by or "")
    difference = None
    if against is not None:
        require_other(out, against)
        difference = bill_difference(_bill(open_design(against, library), library), bill)
    if out is not None:
        write_bill(out, bill, partial(_cables, design, library), locale=marks, against=difference)
    if requests is not None:
        asked = write_requests(requests, bill)
        if not as_json:
            click.echo(f"Wrote {counted(len(asked), 'request')} to {requests}.")
    if as_json:
        print_json(bill_document(bill, difference))
    elif out is not None:
        click.echo(f"Wrote {counted(len(bill.lines), 'line')} to {out}.")
    elif difference is not None:
        print_difference(difference)
    elif requests is None:
        _print_bill(bill)


def _bill(design: Design, library: Library, group_by: str = "") -> Bill:
    return bill_of(design, analyze(design, only=("power", "cost"), library=library), group_by, today())


def _cables(design: Design, library: Library) -> "CableSchedule":
    """Return all cables of DESIGN one by one; the arrays take a moment to load, so only where they are asked for."""
    from designer.export.cables.cable_schedule import cable_schedule

    return cable_schedule(design, library.parts)


def _print_bill(bill: Bill) -> None:
    click.echo(f"{bill.name}\n")
    if not bill.lines:
        click.echo("Nothing is placed yet.")
        return
    for group in bill.groups:
        if group.title:
            click.echo(f"{group.title}: {figure_line(bill.shown(group.total_usd))}")
        print_table(_HEADINGS, [_row(bill, line) for line in group.lines], numbers=(0, 1, 3, 4))
        click.echo()
    total = with_likely(bill.total_usd)
    click.echo(f"Total: {figure_line(bill.shown(total))}")
    if total.likely is not None:
        corners = shown(cornered(bill.shown(total)))
        words = "In brackets what eight of ten draws of all ranges give (P10 to P90); all of them at their ends: "
        words += f"{corners.number} {corners.unit}. {planned_at_an_end(total)}"
        print_wrapped("", plain(words.strip()))
    if bill.gap_line:
        print_wrapped("", bill.gap_line)
    if bill.expired_line:
        print_wrapped("", bill.expired_line)
    beside = [(step.title, figure_line(bill.shown(with_likely(step.usd)))) for step in bill.steps]
    beside += [(row.title, figure_line(bill.shown(with_likely(row.usd)))) for row in bill.yearly]
    if beside:
        click.echo("\nNot in the total:")
        print_rows(beside, "  ")
    print_wrapped("", bill.lead_line)
    if bill.rate_line:
        click.echo(bill.rate_line)


_HEADINGS: Final = ("quantity", "spare", "part", "price of one", "together", "basis", "status")


def _row(bill: Bill, line: BillLine) -> tuple[str, ...]:
    return (
        count_text(line.quantity),
        count_text(line.spares) if line.spares else "",
        plain(f"{line.vendor} {line.name}".strip()),
        figure_text(bill.shown(line.unit_usd)),
        figure_text(bill.shown(line.total_usd)),
        line.basis,
        line.price_status if line.unit_usd.known else "",
    )


COMMANDS = (bom,)
