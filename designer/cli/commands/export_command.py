"""Command that writes a design for others: export."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.api.export_forms import DOCUMENTS, FORMS, Asked, form_of
from designer.cli.opening import PATH, VARIANT
from designer.cli.printing import plain
from designer.cli.settings import settings_of
from designer.drawing.design_views import VIEW_IDS
from designer.drawing.paper.frame import PAPERS
from designer.export.containerlab.names import LAB_SUFFIX
from designer.files.writing import require_other
from designer.model.deck_settings import LEVELS, Level
from designer.model.wording import listed

if TYPE_CHECKING:
    from designer.drawing.theme_tokens import ThemeName

_ENDINGS = listed((ending for form in FORMS for ending in (*form.by_ending, *form.suffixes)), None, "or")
_VIEWS = f"{', '.join(VIEW_IDS)}, a saved view, {listed(DOCUMENTS, None)}."


@click.command("export", short_help="Write a drawing, a document, text or a graph.")
@click.argument("project", type=PATH)
@click.option("-o", "--output", "out", required=True, type=PATH, help=f"A {_ENDINGS} file.")
@click.option(
    "--view",
    default="topology",
    metavar="NAME",
    help=f"{', '.join(VIEW_IDS)}, a saved view, {listed(DOCUMENTS, None)}.",
)
@click.option("--theme", default="print", type=click.Choice(["light", "dark", "print"]), help="Of a drawing.")
@click.option("--level", type=click.Choice(LEVELS), help="For whom a deck or report is, not what is saved.")
@click.option("--template", type=PATH, help="A .pptx whose masters and fonts a deck takes.")
@click.option("--notes", is_flag=True, help="Of a deck as .pdf: with the notes below each slide.")
@click.option("--paper", type=click.Choice(tuple(PAPERS)), help="Of an installation pack, not what is saved.")
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="KEY=VALUE",
    help="Of a lab: kind (linux, nokia_srlinux, arista_ceos …), image, host_image, type, configs (yes, no).",
)
@click.option("--readings", multiple=True, type=PATH, metavar="FILE", help="Measured power, for a chapter of a report.")
@VARIANT
def export(
    project: Path,
    out: Path,
    view: str,
    theme: "ThemeName",
    level: Level | None,
    template: Path | None,
    notes: bool,
    paper: str | None,
    said: tuple[str, ...],
    readings: tuple[Path, ...],
    variant: str,
) -> None:
    """Write PROJECT as a drawing of a view, a document (--view report, deck …), text, a graph or a diagram."""
    require_other(out, project, *readings)
    form = form_of(out, view)
    options = settings_of(said)
    if options and LAB_SUFFIX not in form.suffixes:
        raise click.UsageError(f"{form.title[0].upper()}{form.title[1:]} takes no --set; a lab, {LAB_SUFFIX}, does.")
    asked = Asked(
        project,
        out,
        view,
        theme=theme,
        level=level,
        template=template,
        notes=notes,
        variant=variant,
        paper=paper or "",
        options=options,
        readings=readings,
    )
    for line in form.write(asked):
        # What is told of a file goes beside what was written, where a script does not read it.
        click.echo(plain(line), err=line.startswith("Note: "))


COMMANDS = (export,)
