"""The command about bundles of prices and parts that a team shares."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, SUFFIX, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.clock import today
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed

if TYPE_CHECKING:
    from designer.catalog.bundles.records import Bundle
    from designer.catalog.library import Library
    from designer.model.design import Design
    from designer.model.parts.part import Price
    from designer.review.effects.bundle_effect import CatalogChange, DesignChange

_MOST_SHOWN: Final = 20
_DIGEST: Final = click.option(
    "--digest", "digest", default="", metavar="HEX", help="Refuse FILE unless this is its SHA-256, as its author told."
)
"""Of commands that read a bundle: beside it, FILE.sha256 is held against it wherever it lies."""


class _Told(NamedTuple):
    """A design that a bundle is held against.

    Attributes:
        path: Its file.
        variant: Name of the variant that it is; "" for the main design.
    """

    path: Path
    variant: str
    design: "Design"
    change: "DesignChange"


@click.group("bundle", short_help="Prices and parts that a team shares as one file.")
def bundle() -> None:
    """Make, look at and take bundles: files of prices and parts with a name, an author and a date.

    What is taken counts in the catalog before what it knew, and can be brought back. A design keeps the parts that it
    holds until it takes over what is new: `take FILE PROJECT --update`, or the window.
    """


@bundle.command("make", short_help="Make a bundle of parts and prices.")
@click.argument("part_ids", nargs=-1, metavar="[ID]...")
@click.option("-o", "--output", "out", type=PATH, required=True, metavar="FILE.bundle", help="Where it goes.")
@click.option("--name", required=True, help="What the team calls it; a later one of this name takes its place.")
@click.option("--author", required=True, help="Who keeps it.")
@click.option("--date", "day", default="", metavar="DAY", help="As of which day it holds; else today.")
@click.option("--currency", default="USD", metavar="CODE", help="Of prices that name none.")
@click.option("--valid-until", default="", metavar="DAY", help="Up to which day its prices hold, that day included.")
@click.option("--note", default="", help="In words.")
@click.option("--own", is_flag=True, help="Take along all own parts, and all prices that were brought in.")
@click.option("--prices", "tables", multiple=True, type=PATH, metavar="FILE.csv", help="Quotes, as catalog import.")
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def make(
    part_ids: tuple[str, ...],
    out: Path,
    name: str,
    author: str,
    day: str,
    currency: str,
    valid_until: str,
    note: str,
    own: bool,
    tables: tuple[Path, ...],
    force: bool,
) -> None:
    """Make a bundle of parts by their ids, of your own parts and prices, and of tables of quotes."""
    from designer.catalog.bundles.making import make_bundle
    from designer.catalog.bundles.reading import parse_bundle, write_bundle
    from designer.catalog.bundles.records import Bundle

    if not part_ids and not own and not tables:
        raise click.UsageError("bundle make needs parts by ID, --own or --prices FILE.csv.")
    require_new(out, force=force)
    head = Bundle(
        name=name, author=author, date=day or today().isoformat(), currency=currency, valid_until=valid_until, note=note
    )
    made = make_bundle(head, read_library(), today(), part_ids=part_ids, own=own, tables=tables)
    # Held to what taking asks for, before it replaces anything.
    from designer.catalog.bundles.reading import bundle_bytes

    parse_bundle(bundle_bytes(made.bundle), out.name, today())
    digest = write_bundle(out, made.bundle)
    for line in made.left_out[:_MOST_SHOWN]:
        print_wrapped("left out  ", plain(line))
    if len(made.left_out) > _MOST_SHOWN:
        click.echo(f"… and {len(made.left_out) - _MOST_SHOWN:,} more")
    click.echo(plain(f"Wrote {out}: {_holds(made.bundle)}, SHA-256 {digest[:16]}…"))


@bundle.command("check", short_help="What speaks against taking a bundle.")
@click.argument("path", type=PATH, metavar="FILE")
@_DIGEST
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(path: Path, digest: str, as_json: bool) -> None:
    """Check FILE and say what speaks against taking it; a bundle that is not allowed is refused with the reason."""
    found = _read(path, digest)
    library = read_library()
    said = _concerns(found, library)
    if as_json:
        print_json({**_head(found), "concerns": said, "unknown": list(_unknown(found, library))})
        return
    _print_head(found)
    _print_concerns(said)
    _print_unknown(found, library)
    if not said:
        click.echo("Nothing speaks against taking it.")


@bundle.command("show", short_help="What a bundle would change.")
@click.argument("path", type=PATH, metavar="FILE")
@click.argument("projects", nargs=-1, type=PATH, metavar="[PROJECT]...")
@_DIGEST
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(path: Path, projects: tuple[Path, ...], digest: str, as_json: bool) -> None:
    """Say what FILE would change in the catalog and in each PROJECT with its variants; nothing is taken."""
    _tell(_read(path, digest), projects, as_json)


@bundle.command("take", short_help="Take a bundle into the catalog.")
@click.argument("path", type=PATH, metavar="FILE")
@click.argument("projects", nargs=-1, type=PATH, metavar="[PROJECT]...")
@_DIGEST
@click.option("--update", is_flag=True, help="Take over what is new in each PROJECT, and save it.")
@click.option("--force", is_flag=True, help="Take it although something speaks against it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def take(path: Path, projects: tuple[Path, ...], digest: str, update: bool, force: bool, as_json: bool) -> None:
    """Take FILE into the catalog; `bundle back` brings back what was there."""
    from designer.catalog.bundles.taking import take_bundle

    if update and not projects:
        raise click.UsageError("--update needs a PROJECT.")
    found = _read(path, digest)
    said = _concerns(found, read_library())
    if said and not force:
        raise RefusedInput(f"{path.name} was not taken. {' '.join(said)} Say --force to take it all the same.")
    changes, designs = _changes(found, projects)
    taken = take_bundle(found)
    changed = [one for one in designs if one.change.updated]
    if update:
        library = read_library()
        for one in changed:
            save_design(one.path, one.change.edit.applied(one.design), library, one.variant)
    if as_json:
        print_json({**_head(found), "taken": taken, **_document(changes, designs)})
        return
    if not taken:
        click.echo(plain(f"{found.title} is taken already; nothing changed."))
        return
    _print_unknown(found, read_library())
    _print_changes(changes, designs)
    click.echo(plain(f"Took {found.title}: {_holds(found)}. `stackwright bundle back` brings back what was there."))
    if update:
        click.echo(f"{counted(len(changed), 'design')} saved with it.")


@bundle.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_bundles(as_json: bool) -> None:
    """List the bundles that were taken, the oldest first."""
    from designer.catalog.bundles.taking import taken_bundles

    found, problems = taken_bundles()
    for problem in problems:
        click.echo(f"stackwright: {plain(problem)}", err=True)
    if as_json:
        print_json([{**_head(one), "age_days": one.age_days(today())} for one in found])
        return
    if not found:
        click.echo("No bundle is taken; `stackwright bundle take FILE` takes one.")
        return
    rows = [
        (plain(one.name), one.date, counted(one.age_days(today()), "day"), plain(one.author), _holds(one))
        for one in found
    ]
    print_table(("bundle", "date", "age", "by", "holds"), rows)


@bundle.command("back")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def back(as_json: bool) -> None:
    """Bring back the bundles as they were before the last one was taken."""
    from designer.catalog.bundles.taking import bring_back

    found = bring_back()
    if as_json:
        print_json([_head(one) for one in found])
        return
    titles = ", ".join(one.title for one in found)
    click.echo(plain(f"As it was before: {titles}." if found else "As it was before: no bundle is taken."))


def _tell(found: "Bundle", projects: Sequence[Path], as_json: bool) -> None:
    library = read_library()
    said = _concerns(found, library)
    changes, designs = _changes(found, projects)
    if as_json:
        print_json(
            {
                **_head(found),
                "concerns": said,
                "unknown": list(_unknown(found, library)),
                **_document(changes, designs),
            }
        )
        return
    _print_head(found)
    _print_concerns(said)
    _print_unknown(found, library)
    _print_changes(changes, designs)


def _read(path: Path, digest: str) -> "Bundle":
    """Return the bundle in PATH, whose SHA-256 has to be DIGEST where that is told."""
    from designer.catalog.bundles.reading import read_bundle, require_digest
    from designer.catalog.files.entries import bytes_of

    if digest:
        require_digest(bytes_of(path, "travelling parts"), path.name, digest)
    return read_bundle(path, today())


def _concerns(found: "Bundle", library: "Library") -> list[str]:
    from designer.catalog.bundles.taking import concerns

    return list(concerns(found, library))


def _changes(found: "Bundle", projects: Sequence[Path]) -> "tuple[CatalogChange, list[_Told]]":
    """Return what FOUND changes in the catalog, and in the designs of PROJECTS: the main ones and their variants."""
    from designer.api.reviewing import own_rules
    from designer.catalog.bundles.taking import library_with
    from designer.review.effects.bundle_effect import catalog_change, design_change

    before, after = read_library(), library_with(found, read_library(bundles=False))
    designs: list[_Told] = []
    for path in projects:
        for variant in ("", *_variants(path)):
            design = open_design(path, before, variant)
            change = design_change(design, before, after, today(), own_rules())
            designs.append(_Told(path, variant, design, change))
    return catalog_change(before, after), designs


def _variants(path: Path) -> list[str]:
    """Return the names of the variants in PATH; a design as text has none."""
    if path.suffix.lower() != SUFFIX:
        return []
    from designer.api.openers import variants

    return variants(path)[1:] if path.is_file() else []


def _holds(found: "Bundle") -> str:
    prices = sum(len(entry.prices) for entry in found.prices) + sum(len(part.prices) for part in found.parts)
    return f"{counted(len(found.parts), 'part')} and {counted(prices, 'price')}"


def _head(found: "Bundle") -> dict[str, object]:
    return {
        "name": found.name,
        "author": found.author,
        "date": found.date,
        "currency": found.currency,
        "valid_until": found.valid_until,
        "note": found.note,
        "sha256": found.digest,
        "parts": len(found.parts),
        "priced": len(found.prices),
    }


def _print_head(found: "Bundle") -> None:
    until = f", holds until {found.valid_until}" if found.valid_until else ""
    click.echo(plain(f"{found.title}, by {found.author}: {_holds(found)}{until}"))
    click.echo(f"SHA-256 {found.digest}")
    if found.note:
        print_wrapped("", plain(found.note))
    click.echo("")


def _print_concerns(said: Sequence[str]) -> None:
    for line in said:
        print_wrapped("note  ", plain(line))
    if said:
        click.echo("")


def _unknown(found: "Bundle", library: "Library") -> tuple[str, ...]:
    from designer.catalog.bundles.reading import unknown_parts

    return unknown_parts(found, library)


def _print_unknown(found: "Bundle", library: "Library") -> None:
    """Say which prices count nowhere, as nobody knows their parts; that speaks against nothing."""
    if lost := _unknown(found, library):
        said = counted(len(lost), "priced part is", "priced parts are")
        print_wrapped("note  ", plain(f"{said} not known, so that no figure takes the price: {listed(lost, 4)}."))
        click.echo("")


def _print_changes(changes: "CatalogChange", designs: "Sequence[_Told]") -> None:
    from designer.cli.text.fix_effects import print_effect

    parts = [(one.what, plain(one.part), plain(one.name), ", ".join(one.fields)) for one in changes.parts]
    if parts:
        print_table(("", "part", "name", "what differs"), parts[:_MOST_SHOWN])
        _say_more(len(parts))
    prices = [
        (plain(one.part), price_text(one.before), price_text(one.after), share_text(one.share), one.item or one.per)
        for one in changes.prices
    ]
    if prices:
        print_table(("price of", "was", "is", "change", "per"), prices[:_MOST_SHOWN], numbers=(1, 2, 3))
        _say_more(len(prices))
    if not parts and not prices:
        click.echo("Nothing in the catalog changes.\n")
    for one in designs:
        design = one.change
        words = design.effect.words if design.updated else "none of its parts changes."
        click.echo(plain(f"{design.name}{' (variant)' if one.variant else ''}: {words}"))
        if design.updated:
            print_effect(design.effect)
            for sign, lines in (("mends", design.effect.mended), ("brings", design.effect.raised)):
                for line in lines[:_MOST_SHOWN]:
                    print_wrapped(f"  {sign:<6}  ", plain(line))
        click.echo("")


def _say_more(number: int) -> None:
    if number > _MOST_SHOWN:
        click.echo(f"… and {number - _MOST_SHOWN:,} more; --json has them all")
    click.echo("")


def price_text(price: "Price | None") -> str:
    """Return what PRICE comes to in words; "none" where there is none."""
    return "none" if price is None else f"{number_text(price.typical)} {price.currency}"


def share_text(share: float | None) -> str:
    """Return SHARE with its sign, "" where it is not known."""
    return "" if share is None else f"{'+' if share >= 0 else '−'}{percent_text(abs(share))}"


def _document(changes: "CatalogChange", designs: "Sequence[_Told]") -> dict[str, object]:
    from designer.api.documents import effect_document

    return {
        "changed_parts": [
            {"part": one.part, "name": one.name, "what": one.what, "fields": list(one.fields)} for one in changes.parts
        ],
        "changed_prices": [
            {
                "part": one.part,
                "name": one.name,
                "per": one.per,
                "item": one.item,
                "before": one.before,
                "after": one.after,
                "share": one.share,
            }
            for one in changes.prices
        ],
        "designs": [
            {
                "name": one.change.name,
                "file": one.path.name,
                "variant": one.variant,
                "updated": list(one.change.updated),
                "effect": effect_document(one.change.effect),
            }
            for one in designs
        ],
    }


COMMANDS = (bundle,)
