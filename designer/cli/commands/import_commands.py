"""`catalog import` and `catalog export`: parts, NetBox device types and prices come in and go out."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from designer.catalog.library import Library
from designer.catalog.netbox.report import ImportReport, report_rows
from designer.catalog.prices.price_report import PriceReport, new_offers
from designer.catalog.reading import read_library
from designer.cli.opening import PATH
from designer.cli.printing import print_json, print_rows, print_wrapped
from designer.clock import today
from designer.files.writing import require_other
from designer.model.records import RefusedInput

YAML_SUFFIXES: Final = (".yaml", ".yml")
_MOST_SHOWN: Final = 20
"""Lines that are printed of a long list; --report holds them all."""
_PARTS_KEYS: Final = {"parts", "sources"}


@click.command("import")
@click.argument("path", type=PATH, required=False, metavar="FILE-OR-FOLDER")
@click.option("--token-prices", is_flag=True, help="Bring the token prices of model APIs that genai-prices knows.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column of a price table is what."
)
@click.option(
    "--default", "defaults", multiple=True, metavar="FIELD=VALUE", help="Currency, basis, per or date of all rows."
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken and keep nothing.")
@click.option("--report", type=PATH, metavar="FILE.csv", help="Write every file or row with what became of it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_into_catalog(
    path: Path | None,
    token_prices: bool,
    columns: Sequence[str],
    defaults: Sequence[str],
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Bring own parts, NetBox device types or prices into your own catalog.

    FILE-OR-FOLDER is a file of parts (.yaml), a NetBox device type or a folder of them, or a table of prices (.csv):
    one in SkyPilot's columns, or your own.
    """
    if (path is None) == (not token_prices):
        raise click.UsageError("catalog import needs a file or a folder, or --token-prices.")
    if path is not None and not path.exists():
        raise RefusedInput(f"{path} does not exist.")
    require_other(report, path)
    library = read_library()
    if path is None:
        from designer.catalog.prices.token_prices import token_prices as offered

        _bring_prices(library, offered(library, today()), "the token prices", dry_run, report, as_json)
    elif path.suffix.lower() == ".csv":
        _bring_prices(library, _table_report(path, library, columns, defaults), path.name, dry_run, report, as_json)
    elif path.is_dir() or not _is_parts_file(path):
        _bring_netbox(path, dry_run, report, as_json)
    else:
        _bring_parts(path, dry_run, as_json)


def _is_parts_file(path: Path) -> bool:
    """Return True when PATH is a file of our own form: a list, or a mapping of parts and sources."""
    if path.suffix.lower() not in YAML_SUFFIXES:
        raise RefusedInput(f"{path.name}: parts and device types come as .yaml, prices as .csv.")
    from designer.catalog.files.yaml_text import plain_yaml
    from designer.catalog.own.own_parts import MAX_TRAVELLING_BYTES
    from designer.catalog.reading import bytes_of

    document = plain_yaml(bytes_of(path, "travelling parts"), path.name, MAX_TRAVELLING_BYTES)
    return isinstance(document, list) or (isinstance(document, dict) and document.keys() <= _PARTS_KEYS)


def _bring_parts(path: Path, dry_run: bool, as_json: bool) -> None:
    from designer.catalog.own.own_parts import read_parts_file, save_own_parts

    parts, sources = read_parts_file(path)
    if not dry_run:
        save_own_parts(parts, sources)
    if as_json:
        print_json({"kept": 0 if dry_run else len(parts), "parts": [part.id for part in parts]})
        return
    for part in parts[:_MOST_SHOWN]:
        click.echo(f"{part.id}  {part.vendor} {part.name}")
    _say_more(len(parts))
    click.echo(_kept_words(len(parts), "part", dry_run))


def _bring_netbox(path: Path, dry_run: bool, report: Path | None, as_json: bool) -> None:
    from designer.catalog.netbox.importing import import_netbox
    from designer.catalog.own.own_parts import save_own_parts

    found = import_netbox(path)
    rows = list(report_rows(found))
    if not dry_run and found.parts:
        save_own_parts(found.parts.values(), found.sources.values())
    if report is not None:
        write_rows(report, ("file", "part", "kind", "field", "message"), rows)
    counts = found.counts()
    kept = 0 if dry_run else len(found.parts)
    if as_json:
        print_json({"kept": kept, "parts": list(found.parts), "counts": counts, "files": found.files})
        return
    _print_serious(found)
    print_rows([("Files", f"{len(found.files):,}"), ("Parts", f"{len(found.parts):,}")])
    print_rows([(kind.capitalize(), f"{count:,}") for kind, count in counts.items()])
    click.echo(_kept_words(len(found.parts), "part", dry_run))
    if report is None and rows:
        click.echo("--report FILE.csv writes what became of every field.")


def _print_serious(found: ImportReport) -> None:
    """Print what was refused or contradicts itself, file by file."""
    lines = [
        (note.kind, f"{file.path}: {note.field + ': ' if note.field else ''}{note.message}")
        for file in found.files
        for note in file.notes
        if note.kind in {"refused", "contradiction"}
    ]
    for kind, line in lines[:_MOST_SHOWN]:
        print_wrapped(f"{kind:<13}  ", line)
    _say_more(len(lines))
    if lines:
        click.echo("")


def _table_report(path: Path, library: Library, columns: Sequence[str], defaults: Sequence[str]) -> PriceReport:
    from designer.catalog.prices.cloud_prices import cloud_prices, is_cloud_table
    from designer.catalog.prices.price_table import guess_columns, read_price_table, table_prices

    table = read_price_table(path)
    if is_cloud_table(table.headings) and not columns:
        return cloud_prices(path, library)
    chosen = guess_columns(table)
    changes: dict[str, Any] = {}
    for prefix, given in (("", columns), ("default_", defaults)):
        for text in given:
            name, sign, value = text.partition("=")
            if not sign or prefix + name not in chosen.__struct_fields__:
                raise click.UsageError(f"{text!r} is none of {', '.join(chosen.__struct_fields__)} with =VALUE.")
            changes[prefix + name] = value
    return table_prices(table, _replaced(chosen, changes), library, today())


def _replaced(columns: Any, changes: dict[str, Any]) -> Any:
    import msgspec

    try:
        return msgspec.convert({**msgspec.to_builtins(columns), **changes}, type(columns))
    except msgspec.ValidationError as problem:
        raise click.UsageError(str(problem).replace("`", "")) from problem


def _bring_prices(
    library: Library, found: PriceReport, what: str, dry_run: bool, report: Path | None, as_json: bool
) -> None:
    from designer.catalog.own.own_prices import keep_prices

    offers = new_offers(found.offers, library)
    # A dry run counts what would be new and keeps nothing.
    new = len(offers) if dry_run else keep_prices(offers, found.sources)
    if report is not None:
        rows = [
            (
                offer.part,
                f"{offer.price.typical:g}",
                offer.price.currency,
                offer.price.basis,
                offer.price.per,
                offer.price.item,
                offer.price.region,
                offer.price.date,
                offer.row,
            )
            for offer in found.offers
        ]
        rows += [("", "", "", "", "", "", "", "", line) for line in found.not_taken]
        write_rows(report, ("part", "price", "currency", "basis", "per", "item", "region", "date", "read from"), rows)
    if as_json:
        print_json({"new": 0 if dry_run else new, "offers": found.offers, "not_taken": found.not_taken})
        return
    for line in found.not_taken[:_MOST_SHOWN]:
        print_wrapped("not taken  ", line)
    _say_more(len(found.not_taken))
    known = len(found.offers) - new
    prices = f"{new:,} price{'s' if new != 1 else ''}"
    if dry_run:
        click.echo(f"{prices} of {what} would be kept, known already: {known:,}; this was a dry run.")
    else:
        click.echo(f"{prices} of {what} kept, known already: {known:,}.")


def write_rows(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write ROWS under HEADINGS to PATH as CSV, in which a spreadsheet finds no formula."""
    from designer.export.safe_cells import safe_cell
    from designer.files.writing import write_whole

    text = io.StringIO()
    # A carriage return in a cell is quoted only where it ends lines, and would begin a row of its own.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def _say_more(number: int) -> None:
    if number > _MOST_SHOWN:
        click.echo(f"… and {number - _MOST_SHOWN:,} more")


def _kept_words(number: int, what: str, dry_run: bool) -> str:
    several = f"{number:,} {what}{'' if number == 1 else 's'}"
    return f"{several} would be kept; this was a dry run." if dry_run else f"{several} kept among your own."


@click.command("export")
@click.argument("part_ids", nargs=-1, required=True, metavar="ID...")
@click.option("-o", "--output", "path", type=PATH, required=True, metavar="FILE.yaml", help="Where the parts go.")
@click.option("--netbox", is_flag=True, help="In the form of NetBox's device type library; one part.")
def export_from_catalog(part_ids: tuple[str, ...], path: Path, netbox: bool) -> None:
    """Write parts with their sources to a file that another Stackwright, or NetBox, reads."""
    library = read_library()
    if path.suffix.lower() not in YAML_SUFFIXES:
        raise RefusedInput(f"{path.name}: parts are written as .yaml.")
    if not netbox:
        from designer.catalog.own.own_parts import write_parts_file

        parts, sources = library.closure(part_ids)
        write_parts_file(path, parts.values(), sources.values())
        click.echo(f"Wrote {len(parts)} part{'' if len(parts) == 1 else 's'} to {path}.")
        return
    if len(part_ids) != 1:
        raise click.UsageError("--netbox writes one part to a file; name one.")
    from designer.catalog.netbox.exporting import write_netbox

    for line in write_netbox(path, library.part(part_ids[0]), library.sources):
        click.echo(line)
    click.echo(f"Wrote {path}.")
