"""Commands that make designs: new, templates, import, schema."""

import sys
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict

from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_import, require_new, save_design
from designer.cli.printing import print_json, print_table, print_wrapped
from designer.cli.settings import settings_of
from designer.files.writing import require_other
from designer.model.design import Design
from designer.model.wording import counted

if TYPE_CHECKING:
    from designer.edit.templates.parameters import Parameter
    from designer.edit.templates.templates import Template


@click.command("new", short_help="Make a design from a template.", context_settings={"allow_extra_args": True})
@click.argument("out", type=PATH)
@click.option("--template", default="empty", metavar="NAME", help="One of those that `stackwright templates` lists.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter of the template.")
@FORCE
def new(out: Path, template: str, pairs: tuple[str, ...], force: bool) -> None:
    """Make a design from a template and save it as OUT (.stackwright, .json or .yaml)."""
    from designer.edit.fabrics.amounts import LONG_RECORDS, expected_records
    from designer.edit.templates.plan import watched
    from designer.edit.templates.templates import TEMPLATES, build_template

    _refuse_more(out, click.get_current_context().args, TEMPLATES)
    require_new(out, force=force)
    library, settings = read_library(), settings_of(pairs)
    most = expected_records(template, settings)
    if most < LONG_RECORDS or not sys.stderr.isatty():
        design = build_template(template, library, settings)
    else:
        # Ctrl+C stops it, and nothing is written.
        with click.progressbar(length=most, label="Making the design", file=sys.stderr) as bar, watched(_on(bar, most)):
            design = build_template(template, library, settings)
    save_design(out, design, library)
    click.echo(_saved(design, out))


def _refuse_more(out: Path, more: Sequence[str], templates: Container[str]) -> None:
    """Refuse MORE than the one file OUT, most likely one of TEMPLATES without its option.

    Raises:
        click.UsageError: there is more.
    """
    if not more:
        return
    named = next((one for one in (str(out), *more) if one in templates), "NAME")
    file = next((one for one in (str(out), *more) if one != named), "OUT") if named != "NAME" else str(out)
    raise click.UsageError(f"new takes one file; write: stackwright new {file} --template {named}")


def _on(bar: Any, most: int) -> Callable[[int, str], bool]:
    """Return a function that moves BAR to how many of MOST are made."""

    def tell(done: int, what: str) -> bool:
        bar.update(min(done, most) - bar.pos, what)
        return True

    return tell


def _saved(design: Design, out: Path) -> str:
    tiles, bundles = len(design.nodes), len(design.links)
    return f"Saved {design.name!r} as {out}: {counted(tiles, 'node')} and {counted(bundles, 'link')} on the canvas."


@click.command("templates")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def templates(as_json: bool) -> None:
    """List the templates and their parameters."""
    from designer.edit.templates.templates import TEMPLATES

    if as_json:
        print_json([_document(template) for template in TEMPLATES.values()])
        return
    for template in TEMPLATES.values():
        click.echo(f"{template.name}: {template.title}")
        print_wrapped("    ", template.summary)
        if template.parameters:
            click.echo("")
            print_table(
                ("--set", "default", "may be", "what it is"),
                [(item.name, item.default, _allowed(item), item.help) for item in template.parameters],
                indent="    ",
            )
        click.echo("")


def _document(template: "Template") -> dict[str, Any]:
    return asdict(template) | {"parameters": [asdict(item) for item in template.parameters]}


def _allowed(item: "Parameter") -> str:
    if item.choices:
        return ", ".join(item.choices)
    return f"{item.least:,.10g} to {item.most:,.10g}"


@click.command("import", short_help="Take in a design as text, a graph, or a network that was found.")
@click.argument("file", type=PATH)
@click.option("-o", "--output", "out", required=True, type=PATH, help="Project or text file to write.")
@click.option("--devices", type=PATH, metavar="FILE", help="The NetBox devices that the cables join (.csv, .json).")
@FORCE
def import_design(file: Path, out: Path, devices: Path | None, force: bool) -> None:
    """Take in a design from FILE and save it as OUT.

    FILE is a design as text (.json, .yaml), a graph of nodes and links (.graphml, .dot, .json), a network that was
    found (the file of `ibnetdiscover`, a topograph model as .yaml) or NetBox's list of cables (.csv, .json). What was
    guessed or left out is printed line by line.
    """
    require_other(out, file, devices)
    require_new(out, force=force)
    library = read_library()
    taken = open_import(file, library, devices)
    save_design(out, taken.design, library)
    click.echo(_saved(taken.design, out))
    for note in taken.notes:
        print_wrapped("  ", note)


@click.command("schema", short_help="JSON Schema of a design or a part.")
@click.argument("what", default="design", type=click.Choice(["design", "part"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a design as text, or of a part of the catalog."""
    if what == "part":
        from designer.catalog.files.schema import part_schema

        print_json(part_schema())
        return
    from designer.export.text.text_form import design_schema

    print_json(design_schema())


COMMANDS = (new, templates, import_design, schema)
