"""Commands between a design and NetBox: import a site, push a bundle."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, require_new, save_design
from designer.cli.printing import plain, print_json, print_wrapped
from designer.clock import today
from designer.files.writing import require_other
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.reality.netbox.incoming import SiteImport

TOKEN_VARIABLE = "NETBOX_TOKEN"
_MOST = 60


@click.group("netbox", short_help="Sites of NetBox in, and designs out into it.")
def netbox() -> None:
    """Bring in a site of NetBox, or write a bundle of `export --view netbox` into one.

    The token is read from the environment, NETBOX_TOKEN, so that it stands in no list of commands.
    """


@netbox.command("import", short_help="Take in a site, from files or from a NetBox.")
@click.argument("source", type=PATH, required=False)
@click.option("--url", help="Read the NetBox at this address instead of SOURCE.")
@click.option("--site", default="", metavar="SLUG", help="With --url: this site alone.")
@click.option("-o", "--output", "out", required=True, type=PATH, help="Project or text file to write.")
@click.option("--report", type=PATH, metavar="FILE.csv", help="What became of each field of each sort of object.")
@click.option("--json", "as_json", is_flag=True, help="Print that account as one JSON document.")
@FORCE
def import_site(
    source: Path | None, url: str | None, site: str, out: Path, report: Path | None, as_json: bool, force: bool
) -> None:
    """Take in sites, racks, devices, cables, power and cooling from SOURCE or from a NetBox, and save them as OUT.

    SOURCE is a folder or .zip of the API's answers in JSON and of CSV exports, each named after what it holds
    (devices.csv, cables.json), with device types as YAML; or one JSON with all of them.
    """
    from designer.reality.netbox.incoming import design_of_site
    from designer.reality.netbox.reading import read_netbox

    if (source is None) == (url is None):
        raise click.UsageError("Give SOURCE, or --url.")
    require_other(out, *([source] if source else []), *([report] if report else []))
    require_new(out, force=force)
    if report is not None and report.suffix.lower() != ".csv":
        raise RefusedInput(f"{report.name}: the account is written as .csv.")
    library = read_library()
    if url is not None:
        from designer.reality.netbox.api import NetBoxApi

        objects = NetBoxApi(url, os.environ.get(TOKEN_VARIABLE, "")).objects(site)
        name = site or "NetBox"
    else:
        assert source is not None
        if not source.exists():
            raise RefusedInput(f"{source} does not exist.")
        objects, name = read_netbox(source), source.stem
    taken = design_of_site(objects, library, name, today())
    save_design(out, taken.design, library)
    if report is not None:
        _write_report(report, taken)
    if as_json:
        print_json(_document(taken))
        return
    click.echo(f"Saved {plain(taken.design.name)!r} as {out}: {sum(taken.objects.values()):,} objects taken in.")
    for note in taken.notes[:_MOST]:
        print_wrapped("  ", note)
    if len(taken.notes) > _MOST:
        click.echo(f"  … and {len(taken.notes) - _MOST:,} more; --report FILE.csv has the account.")


def _write_report(path: Path, taken: "SiteImport") -> None:
    from designer.cli.commands.import_commands import write_rows

    rows = [(one.object, one.field, one.outcome, str(one.objects), one.why) for one in taken.entries]
    rows += [("device type", "", "see why", "1", line) for line in taken.type_notes]
    write_rows(path, ("Object", "Field", "Outcome", "Objects", "Why"), rows)


def _document(taken: "SiteImport") -> dict[str, object]:
    return {
        "design": taken.design.name,
        "objects": dict(taken.objects),
        "fields": [
            {"object": one.object, "field": one.field, "outcome": one.outcome, "objects": one.objects, "why": one.why}
            for one in taken.entries
        ],
        "device_types": list(taken.type_notes),
        "notes": list(taken.notes),
    }


@netbox.command("push", short_help="Write a bundle into a NetBox.")
@click.argument("bundle", type=PATH)
@click.option("--url", required=True, help="Address of the NetBox.")
@click.option("--write/--dry-run", "write", default=False, help="Do it; without --write it is only said.")
def push_bundle(bundle: Path, url: str, write: bool) -> None:
    """Write BUNDLE, a .zip of `export --view netbox`, into a NetBox; what is there already is left alone.

    What NetBox refuses is left out and said, with what hangs on it, and the command then exits with 1.
    """
    from designer.files.reading import bytes_of
    from designer.reality.netbox.api import NetBoxApi
    from designer.reality.netbox.bundle import document_of_bundle
    from designer.reality.netbox.push import push, push_words

    objects = document_of_bundle(bytes_of(bundle, "NetBox site"))
    pushed = push(objects, NetBoxApi(url, os.environ.get(TOKEN_VARIABLE, "")), write=write)
    for line in push_words(pushed):
        click.echo(line)
    for title, lines in (
        ("Left as it is:", pushed.differing),
        ("This NetBox has no such objects:", pushed.unknown),
        ("Not made:", pushed.refused),
    ):
        if lines:
            click.echo(title)
        for line in lines[:_MOST]:
            print_wrapped("  ", plain(line))
        if len(lines) > _MOST:
            click.echo(f"  … and {len(lines) - _MOST:,} more.")
    click.echo("Written." if write else "Nothing was written; --write does it.")
    if pushed.refused:
        raise click.exceptions.Exit(1)


COMMANDS = (netbox,)
