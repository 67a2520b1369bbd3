"""Commands that write documents: bom and export."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.commands.paper_outputs import PAPER_SUFFIXES, PAPER_VIEWS, write_paper
from designer.cli.opening import PATH, open_design, save_design, today
from designer.cli.printing import figure_line, plain, print_json, print_rows, print_table, print_wrapped
from designer.drawing.design_views import VIEW_IDS
from designer.export.bills.bill import bill_of
from designer.export.bills.files import SUFFIXES as BILL_SUFFIXES
from designer.export.bills.files import bill_document, write_bill
from designer.export.bills.groups import GROUPINGS
from designer.export.bills.records import Bill, BillLine
from designer.export.graphs.losses import losses_of
from designer.export.graphs.suffixes import DRAWIO_SUFFIX
from designer.export.graphs.writing import WRITTEN_SUFFIXES, write_graph
from designer.export.picture import SUFFIXES as PICTURE_SUFFIXES
from designer.export.text.suffixes import SUFFIXES as TEXT_SUFFIXES
from designer.files.writing import require_other
from designer.model.deck_settings import LEVELS, Level
from designer.model.design import Design
from designer.model.figures.figure_text import cornered, count_text, figure_text, planned_at_an_end, shown
from designer.model.records import RefusedInput
from designer.model.wording import counted

if TYPE_CHECKING:
    from designer.drawing.theme_tokens import ThemeName
    from designer.export.cables.cable_schedule import CableSchedule


@click.command("bom")
@click.argument("project", type=PATH)
@click.option(
    "-o", "--output", "out", type=PATH, help="A .xlsx, .pdf, .html, .csv or .json file; without it the bill is printed."
)
@click.option("--group-by", type=click.Choice(tuple(GROUPINGS)), help="Group the lines, with subtotals.")
@click.option("--json", "as_json", is_flag=True, help="Print the bill as one JSON document.")
def bom(project: Path, out: Path | None, group_by: str | None, as_json: bool) -> None:
    """Write the bill of materials of PROJECT."""
    if out is not None and out.suffix.lower() not in BILL_SUFFIXES:
        raise RefusedInput(f"{out.name}: a bill of materials is written as {', '.join(BILL_SUFFIXES)}.")
    require_other(out, project)
    library = read_library()
    design = open_design(project, library)
    bill = bill_of(design, analyze(design, only=("power", "cost"), library=library), group_by or "", today())
    if out is not None:
        write_bill(out, bill, partial(_cables, design, library))
    if as_json:
        print_json(bill_document(bill))
    elif out is None:
        _print_bill(bill)
    else:
        click.echo(f"Wrote {counted(len(bill.lines), 'line')} to {out}.")


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


@click.command("export", short_help="Write a drawing, a report, text or a graph.")
@click.argument("project", type=PATH)
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=PATH,
    help="A .svg, .png, .pdf, .pptx, .dxf, .json, .yaml, .graphml, .dot or .drawio file; labels also as .csv.",
)
@click.option(
    "--view",
    default="topology",
    metavar="NAME",
    help=f"{', '.join(VIEW_IDS)}, a saved view, report (.pdf), deck (.pptx, .pdf), {PAPER_VIEWS}.",
)
@click.option("--theme", default="print", type=click.Choice(["light", "dark", "print"]), help="Of a drawing.")
@click.option("--level", type=click.Choice(LEVELS), help="For whom the words of a deck are, not what is saved.")
@click.option("--template", type=PATH, help="A .pptx whose masters and fonts a deck takes.")
@click.option("--notes", is_flag=True, help="Of a deck as .pdf: with the notes below each slide.")
def export(
    project: Path, out: Path, view: str, theme: str, level: Level | None, template: Path | None, notes: bool
) -> None:
    """Write PROJECT as a drawing, a one-page report (--view report), a deck (--view deck), as text or as a graph."""
    suffix = out.suffix.lower()
    require_other(out, project)
    if write_paper(project, out, view):
        return
    if suffix in TEXT_SUFFIXES:
        library = read_library()
        save_design(out, open_design(project, library), library)
    elif suffix in WRITTEN_SUFFIXES:
        drawn = open_design(project)
        write_graph(out, drawn)
        if lost := losses_of(drawn):
            print_wrapped("", plain(lost))
    elif suffix == DRAWIO_SUFFIX:
        _diagram(project, out)
    elif suffix == ".pptx" or view == "deck":
        _present(project, out, level, template, theme, notes=notes)
    elif suffix in PICTURE_SUFFIXES:
        _draw(project, out, view, theme)
    else:
        texts = (*PAPER_SUFFIXES, ".json", ".yaml", *WRITTEN_SUFFIXES, DRAWIO_SUFFIX)
        raise RefusedInput(f"{out.name}: export writes {', '.join((*PICTURE_SUFFIXES, '.pptx', *texts))}.")
    click.echo(f"Wrote {out}.")


def _draw(project: Path, out: Path, view: str, theme: str) -> None:
    from designer.review.rules import review

    library = read_library()
    design = open_design(project, library)
    results = analyze(design, library=library)
    findings = review(design, results, today(), library=library)
    if view == "report":
        from designer.export.report.report import write_report

        write_report(out, design, results, findings, today())
        return
    from designer.export.picture import write_picture

    write_picture(out, design, view=view, theme=_theme(theme), results=results, findings=findings, day=today())


def _diagram(project: Path, out: Path) -> None:
    from designer.export.drawio.writing import write_drawio
    from designer.review.rules import review

    library = read_library()
    design = open_design(project, library)
    results = analyze(design, library=library)
    pages = write_drawio(out, design, results, review(design, results, today(), library=library))
    click.echo(f"{counted(pages, 'page')}; the first is read back: stackwright import {out.name} -o OUT.stackwright.")


def _theme(name: str) -> "ThemeName":
    return "dark" if name == "dark" else "light" if name == "light" else "print"


def _present(project: Path, out: Path, level: Level | None, template: Path | None, theme: str, *, notes: bool) -> None:
    from designer.export.deck.deck import deck_of
    from designer.export.deck.pdf_file import write_deck_file
    from designer.export.deck.pptx_file import template_beside
    from designer.review.rules import review

    library = read_library()
    design = open_design(project, library)
    results = analyze(design, library=library)
    findings = review(design, results, today(), library=library)
    deck = deck_of(design, library, results, findings, today(), level)
    template = template or template_beside(design.settings.deck, project)
    write_deck_file(out, deck, design, results, findings, template=template, theme=_theme(theme), notes=notes)
    click.echo(f"{counted(len(deck.slides), 'slide')}: {', '.join(slide.id for slide in deck.slides)}.")
    for one in deck.left_out:
        click.echo(f"Left out: {one.id}. {plain(one.why)}")
    for words in deck.problems:
        click.echo(plain(words), err=True)


COMMANDS = (bom, export)
