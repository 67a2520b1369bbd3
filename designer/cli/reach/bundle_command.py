"""The command about bundles of prices and parts that a team shares."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.catalog.reading import read_library
from designer.cli.opening import PATH, open_design, require_new, save_design, today
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.records import RefusedInput
from designer.model.wording import counted

if TYPE_CHECKING:
    from designer.catalog.bundles.records import Bundle
    from designer.catalog.library import Library
    from designer.model.design import Design
    from designer.model.parts.part import Price
    from designer.review.effects.bundle_effect import CatalogChange, DesignChange

_MOST_SHOWN: Final = 20


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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(path: Path, as_json: bool) -> None:
    """Check FILE and say what speaks against taking it; a bundle that is not allowed is refused with the reason."""
    from designer.catalog.bundles.reading import read_bundle

    found = read_bundle(path, today())
    said = _concerns(found, read_library())
    if as_json:
        print_json({**_head(found), "concerns": said})
        return
    _print_head(found)
    _print_concerns(said)
    if not said:
        click.echo("Nothing speaks against taking it.")


@bundle.command("show", short_help="What a bundle would change.")
@click.argument("path", type=PATH, metavar="FILE")
@click.argument("projects", nargs=-1, type=PATH, metavar="[PROJECT]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(path: Path, projects: tuple[Path, ...], as_json: bool) -> None:
    """Say what FILE would change in the catalog and in each PROJECT; nothing is taken."""
    from designer.catalog.bundles.reading import read_bundle

    found = read_bundle(path, today())
    _tell(found, projects, as_json)


@bundle.command("take", short_help="Take a bundle into the catalog.")
@click.argument("path", type=PATH, metavar="FILE")
@click.argument("projects", nargs=-1, type=PATH, metavar="[PROJECT]...")
@click.option("--update", is_flag=True, help="Take over what is new in each PROJECT, and save it.")
@click.option("--force", is_flag=True, help="Take it although something speaks against it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def take(path: Path, projects: tuple[Path, ...], update: bool, force: bool, as_json: bool) -> None:
    """Take FILE into the catalog; `bundle back` brings back what was there."""
    from designer.catalog.bundles.reading import read_bundle
    from designer.catalog.bundles.taking import take_bundle

    if update and not projects:
        raise click.UsageError("--update needs a PROJECT.")
    found = read_bundle(path, today())
    said = _concerns(found, read_library())
    if said and not force:
        raise RefusedInput(f"{path.name} was not taken. {' '.join(said)} Say --force to take it all the same.")
    changes, designs = _changes(found, projects)
    taken = take_bundle(found)
    if update:
        for project, (design, change, library) in zip(projects, designs, strict=True):
            if change.updated:
                save_design(project, change.edit.applied(design), library)
    if as_json:
        print_json({**_head(found), "taken": taken, **_document(changes, [change for _, change, _ in designs])})
        return
    if not taken:
        click.echo(plain(f"{found.title} is taken already; nothing changed."))
        return
    _print_changes(changes, [change for _, change, _ in designs])
    click.echo(plain(f"Took {found.title}: {_holds(found)}. `stackwright bundle back` brings back what was there."))
    if update:
        click.echo(f"{counted(sum(bool(change.updated) for _, change, _ in designs), 'project')} saved with it.")


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
    from designer.catalog.bundles.reading import unknown_parts

    library = read_library()
    said = _concerns(found, library)
    changes, designs = _changes(found, projects)
    told = [change for _, change, _ in designs]
    if as_json:
        print_json(
            {
                **_head(found),
                "concerns": said,
                "unknown": list(unknown_parts(found, library)),
                **_document(changes, told),
            }
        )
        return
    _print_head(found)
    _print_concerns(said)
    _print_changes(changes, told)


def _concerns(found: "Bundle", library: "Library") -> list[str]:
    from designer.catalog.bundles.taking import concerns

    return list(concerns(found, library))


def _changes(
    found: "Bundle", projects: Sequence[Path]
) -> "tuple[CatalogChange, list[tuple[Design, DesignChange, Library]]]":
    """Return what FOUND changes in the catalog and in PROJECTS, each with its design and the catalog afterwards."""
    from designer.api.reviewing import own_rules
    from designer.catalog.bundles.taking import library_with
    from designer.review.effects.bundle_effect import catalog_change, design_change

    before, after = read_library(), library_with(found, read_library(bundles=False))
    designs: list[tuple[Design, DesignChange, Library]] = []
    for path in projects:
        design = open_design(path, before)
        designs.append((design, design_change(design, before, after, today(), own_rules()), after))
    return catalog_change(before, after), designs


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


def _print_changes(changes: "CatalogChange", designs: "Sequence[DesignChange]") -> None:
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
    for design in designs:
        click.echo(plain(f"{design.name}: {design.effect.words if design.updated else 'none of its parts changes.'}"))
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


def _document(changes: "CatalogChange", designs: "Sequence[DesignChange]") -> dict[str, object]:
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
            {"name": one.name, "updated": list(one.updated), "effect": effect_document(one.effect)} for one in designs
        ],
    }


COMMANDS = (bundle,)
