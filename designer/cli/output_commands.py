"""Commands that write documents: bom and export."""

from pathlib import Path

import click

from designer.cli.opening import open_design, save_design, today
from designer.cli.printing import figure_text
from designer.model.records import RefusedInput

_PATH = click.Path(path_type=Path, dir_okay=False)
PICTURES = (".svg", ".png", ".pdf")


@click.command("bom")
@click.argument("project", type=_PATH)
@click.option("-o", "--output", "out", type=_PATH, help="A .csv, .xlsx or .json file; without it the bill is printed.")
def bom(project: Path, out: Path | None) -> None:
    """Write the bill of materials of PROJECT."""
    from designer.analysis.run import analyze
    from designer.export.bill import bill_of, write_bill

    design = open_design(project)
    bill = bill_of(design, analyze(design, only=("power", "cost")))
    if out is None:
        for line in bill.lines:
            click.echo(f"{line.quantity:>7}  {line.name:<44}  {figure_text(line.total_usd)}")
        click.echo(f"{'':>7}  {'Total':<44}  {figure_text(bill.total_usd)}")
        return
    write_bill(out, bill)
    click.echo(f"Wrote {len(bill.lines)} lines to {out}.")


@click.command("export")
@click.argument("project", type=_PATH)
@click.option("-o", "--output", "out", required=True, type=_PATH, help="A .svg, .png, .pdf, .json or .yaml file.")
@click.option("--view", default="topology", help="topology, report, or the name of a saved view.")
@click.option("--theme", default="print", type=click.Choice(["light", "dark", "print"]))
def export(project: Path, out: Path, view: str, theme: str) -> None:
    """Write PROJECT as a drawing, a one-page report (--view report, .pdf) or text."""
    from designer.analysis.run import analyze
    from designer.catalog.reading import read_library
    from designer.review.rules import review

    suffix = out.suffix.lower()
    if suffix in {".json", ".yaml", ".yml"}:
        library = read_library()
        save_design(out, open_design(project, library), library)
    elif suffix not in PICTURES:
        raise RefusedInput(f"{out.name}: export writes {', '.join(PICTURES)}, .json and .yaml.")
    else:
        design = open_design(project)
        results = analyze(design)
        findings = review(design, results, today())
        if view == "report":
            from designer.export.report import write_report

            write_report(out, design, results, findings, today())
        else:
            from designer.export.picture import write_picture

            write_picture(out, design, view=view, theme=theme, results=results, findings=findings, date=today())
    click.echo(f"Wrote {out}.")


COMMANDS = (bom, export)
