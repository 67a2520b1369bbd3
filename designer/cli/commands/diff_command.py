"""Command that tells what differs between two designs, with power and cost: diff."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from designer.api.documents import changes_document, difference_document
from designer.api.reviewing import own_rules
from designer.catalog.reading import read_library
from designer.cli.opening import PATH, open_design
from designer.cli.printing import plain, print_json, print_rows, print_table, print_wrapped
from designer.clock import today
from designer.files.writing import require_other
from designer.model.records import RefusedInput
from designer.review.effects.comparison import compared
from designer.review.effects.preview import State, effect_between, state_of
from designer.review.effects.records import row_text

_UNPLACED = frozenset({"x", "y", "order"})
"""Where a record lies on the canvas, and its turn there: told by name, not by value."""


@click.command("diff", short_help="What changed from A to B, with power and cost.")
@click.argument("first", metavar="A", type=PATH)
@click.argument("second", metavar="B", type=PATH, required=False)
@click.option(
    "--variant", "variants", multiple=True, metavar="NAME", help="A design of the project A, by name or number."
)
@click.option("--and", "more", multiple=True, metavar="C", type=PATH, help="One or two more, on the page alone.")
@click.option("--html", "page", type=PATH, metavar="OUT.html", help="Write them side by side as a page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def diff(
    first: Path,
    second: Path | None,
    variants: tuple[str, ...],
    more: tuple[Path, ...],
    page: Path | None,
    as_json: bool,
) -> None:
    """Say what differs from design A to design B: records, and what that does to power, cost and findings.

    With --variant the designs are those of one project: twice for two of them, once for the main design and that one,
    up to four times on a page.
    """
    sides = _sides(first, second, variants, more)
    if len(sides) > 2 and page is None:
        raise click.UsageError("More than two are of the page; say --html OUT.html too.")
    library = read_library()
    opened = [open_design(path, library, variant) for path, variant in sides]
    designs = opened[0], opened[1]
    changes = changes_document(*designs)
    own = own_rules()
    before, after = (state_of(design, library, today(), own) for design in designs)
    if page is not None:
        states = [before, after, *(state_of(design, library, today(), own) for design in opened[2:])]
        _write_page(page, [path for path, _ in sides], states)
        if not as_json:
            click.echo(f"Wrote {page}.")
            return
    effect = effect_between(before, after)
    if as_json:
        names = [design.name if variants else path.name for design, (path, _) in zip(opened, sides, strict=True)]
        print_json({"a": names[0], "b": names[1], "changes": changes, **difference_document(effect)})
        return
    click.echo(f"{plain(designs[0].name)} → {plain(designs[1].name)}\n")
    if not changes:
        click.echo("Nothing differs.")
        return
    print_table(("what", "id", "how", "fields"), [_cells(change) for change in changes])
    click.echo("")
    rows = [
        (row.title, plain(f"{row_text(row.before)} → {row_text(row.after)}{_step(row.change)}")) for row in effect.rows
    ]
    print_rows(rows)
    for title, sentences in (("No longer said", effect.mended), ("Said anew", effect.raised)):
        if sentences:
            click.echo(f"\n{title}")
        for sentence in sentences:
            print_wrapped("  - ", plain(sentence))


def _sides(
    first: Path, second: Path | None, variants: tuple[str, ...], more: tuple[Path, ...]
) -> list[tuple[Path, str]]:
    """Return the files that are compared, each with the variant in it, "" for the main design.

    Raises:
        click.UsageError: there are not two.
    """
    if variants and (second is not None or more):
        raise click.UsageError("--variant is of one project; leave B and --and out.")
    if variants:
        return [(first, name) for name in (variants if len(variants) > 1 else ("", *variants))]
    if second is None:
        raise click.UsageError("Give a second design, or --variant NAME of the first.")
    return [(path, "") for path in (first, second, *more)]


def _write_page(page: Path, files: Sequence[Path], states: Sequence[State]) -> None:
    from designer.export.comparison.page import write_comparison

    if page.suffix.lower() != ".html":
        raise RefusedInput(f"{page.name}: the comparison is written as .html.")
    for path in files:
        require_other(page, path)
    # Designs of one name, as two versions of a file are, are told apart by their files.
    names = [state.design.name for state in states]
    if len(set(names)) < len(names):
        names = [path.stem for path in files]
    write_comparison(page, states, compared(states, names), today())


def _step(change: str) -> str:
    return f" ({change})" if change else ""


def _cells(change: dict[str, Any]) -> tuple[str, ...]:
    words = [
        name
        if name in _UNPLACED or isinstance(pair["after"], dict | list) or isinstance(pair["before"], dict | list)
        else f"{name} {pair['before']} → {pair['after']}"
        for name, pair in change["fields"].items()
    ]
    singular = change["table"] if change["table"] == "settings" else change["table"][:-1]
    return singular, plain(change["id"]), change["how"], plain(", ".join(words))


COMMANDS = (diff,)
