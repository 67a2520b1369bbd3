"""Command that turns a sketch into a place: make-real."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import click

from designer.api.documents import make_real_document
from designer.api.reviewing import own_rules
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import figure_line, plain, print_json, print_table, print_wrapped
from designer.clock import today
from designer.edit.make_real.records import REDUNDANCIES, STEP_TITLES, STEPS, Dense, Redundancy, Step, Wishes


@click.command("make-real", short_help="Turn a sketch into a place: racks, room, power, cooling, cables.")
@click.argument("project", type=PATH)
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it; without it nothing is written.")
@click.option("--redundancy", type=click.Choice(REDUNDANCIES), default="2N", show_default=True, help="Of power.")
@click.option(
    "--cooling",
    type=click.Choice(("air", "liquid")),
    default="air",
    show_default=True,
    help="Fill racks as far as the air of a room cools them, or further, with rear doors.",
)
@click.option("--rack-kw", type=click.FloatRange(0.0, min_open=True), help="Most that one rack may draw, kW.")
@click.option("--rack-units", type=click.IntRange(10, 60), help="Height of the cabinets in rack units.")
@click.option("--only", help=f"Some of the steps, with commas: {','.join(STEPS)}.")
@click.option("--without", multiple=True, metavar="LINE", help="Leave a line out, by its key; may come several times.")
@click.option("--swap", "swaps", multiple=True, metavar="LINE=PART", help="Take another part for a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def make_real(
    project: Path,
    out: Path | None,
    redundancy: str,
    cooling: str,
    rack_kw: float | None,
    rack_units: int | None,
    only: str | None,
    without: tuple[str, ...],
    swaps: tuple[str, ...],
    as_json: bool,
    force: bool,
) -> None:
    """Say what turns PROJECT into a place, line by line with its price, and what each figure becomes.

    What is drawn already is kept, and only what is missing is added: racks by power and rack units, rows and aisles,
    power strips and cords, the chain behind them by the redundancy asked, coolers, and cables by their routes.
    """
    require_new(out, force=force, changed=project)
    wishes = Wishes(
        redundancy=cast("Redundancy", redundancy),
        dense=cast("Dense", cooling),
        rack_w=None if rack_kw is None else rack_kw * 1000.0,
        rack_units=rack_units,
        steps=_steps(only),
        left_out=without,
        swaps=_swaps(swaps),
    )
    library = read_library()
    design = open_design(project, library)
    # Imported here: the analysis is slow to load.
    from designer.review.make_real.proposal import propose
    from designer.review.make_real.records import NO_PRICE, NOTHING_MISSING

    proposal = propose(design, library, wishes, today(), own=own_rules())
    if out is not None:
        save_design(out, proposal.after, library)
    if as_json:
        print_json(make_real_document(proposal))
        return
    from designer.review.effects.records import row_text

    click.echo(f"{plain(design.name)}, made real\n")
    if proposal.empty:
        click.echo(NOTHING_MISSING)
    for step in STEPS:
        lines = [one for one in proposal.lines if one.line.step == step]
        if not lines:
            continue
        click.echo(STEP_TITLES[step])
        for one in lines:
            mark = "!" if one.line.problem else "+" if one.line.taken else " "
            price = figure_line(one.price) if one.price is not None else NO_PRICE if one.line.count else ""
            head = f"{one.line.count:,} × {one.line.title}" if one.line.count else one.line.title
            click.echo(f"  {mark} {plain(head)}  {plain(price)}".rstrip())
            if one.line.why:
                print_wrapped("      ", f"{one.line.why} [{one.line.key}]")
        click.echo("")
    rows = [
        (row.title, plain(row_text(row.before)), plain(row_text(row.after)), row.change) for row in proposal.effect.rows
    ]
    print_table(("", "sketch", "real", "change"), rows, numbers=(1, 2, 3))
    click.echo(f"\nErrors: {proposal.errors[0]} in the sketch, {proposal.errors[1]} when it is real.")
    for sentence in proposal.left:
        print_wrapped("  - ", sentence)
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _steps(only: str | None) -> tuple[Step, ...]:
    if only is None:
        return STEPS
    wanted = [one.strip() for one in only.split(",") if one.strip()]
    unknown = sorted(set(wanted) - set(STEPS))
    if unknown or not wanted:
        raise click.UsageError(f"--only takes {', '.join(STEPS)}, not {(unknown or [only])[0][:80]!r}.")
    return tuple(step for step in STEPS if step in wanted)


def _swaps(texts: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, Any] = {}
    for text in texts:
        key, sign, part = text.partition("=")
        if not sign or not key or not part:
            raise click.UsageError(f"--swap takes LINE=PART, the key of a line and a part id; {text[:80]!r} is none.")
        found[key] = part
    return found


COMMANDS = (make_real,)
