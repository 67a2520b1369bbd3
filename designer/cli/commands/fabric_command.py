"""Command that puts Ethernet or InfiniBand in place of the drawn fabric: swap-fabric."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click
from msgspec.structs import replace

from designer.api.documents import effect_document
from designer.api.reviewing import own_rules
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.clock import today
from designer.edit.fabrics.other_protocol import FabricPlan, other_fabric
from designer.edit.fabrics.protocols import PROTOCOL_TITLES, PROTOCOLS, Protocol
from designer.model.records import RefusedInput
from designer.review.effects.records import SAME_RATE, row_text


@click.command("swap-fabric", short_help="Put Ethernet or InfiniBand in place of the drawn fabric.")
@click.argument("project", type=PATH)
@click.option("--to", "to", required=True, type=click.Choice(PROTOCOLS), help="What the fabric is to speak.")
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it; without it nothing is written.")
@click.option("--storage", is_flag=True, help="The storage network changes along.")
@click.option(
    "--switch", "switches", multiple=True, metavar="OLD=NEW", help="Take part NEW in place of OLD, not the likeliest."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def swap_fabric(
    project: Path, to: str, out: Path | None, storage: bool, switches: tuple[str, ...], as_json: bool, force: bool
) -> None:
    """Say what the other fabric in place of PROJECT's changes: parts, price, power, latency, training and serving."""
    require_new(out, force=force, changed=project)
    library = read_library()
    design = open_design(project, library)
    plan = other_fabric(design, library, cast("Protocol", to), storage=storage, choices=_choices(switches))
    if plan.edit is None:
        raise RefusedInput(" ".join(plan.problems[:3]))
    # Imported here, after the plan has not been refused: the analysis is slow to load.
    from designer.review.effects.fabric_rows import fabric_rows
    from designer.review.effects.preview import effect_between, state_of

    after = plan.edit.applied(design)
    own = own_rules()
    before_state, after_state = (state_of(one, library, today(), own) for one in (design, after))
    effect = effect_between(before_state, after_state)
    effect = replace(effect, rows=(*effect.rows, *fabric_rows(before_state, after_state)))
    if out is not None:
        save_design(out, after, library)
    if as_json:
        print_json({**_document(plan), "effect": effect_document(effect), "notes": [SAME_RATE]})
        return
    click.echo(f"{design.name}: {PROTOCOL_TITLES[plan.to]} in place of the fabric\n")
    for one in plan.replaced:
        after_name = one.after.name if one.after is not None else ""
        now = sum(after.total_copies(node) for node in one.nodes)
        click.echo(f"  {one.copies:,} × {plain(one.before.name)} → {now:,} × {plain(after_name)}")
    for line in (*plan.stays, *_leaving(plan, {name: node.title for name, node in design.nodes.items()})):
        print_wrapped("  - ", line)
    click.echo("")
    rows = [(row.title, plain(row_text(row.before)), plain(row_text(row.after)), row.change) for row in effect.rows]
    print_table(("", "now", PROTOCOL_TITLES[plan.to], "change"), rows, numbers=(1, 2, 3))
    click.echo("")
    for sentence in (*effect.raised, SAME_RATE):
        print_wrapped("  - ", sentence)
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _choices(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        old, sign, new = text.partition("=")
        if not sign or not old or not new:
            raise click.UsageError(f"--switch takes OLD=NEW, two part ids; {text[:80]!r} is none.")
        found[old] = new
    return found


def _leaving(plan: FabricPlan, titles: dict[str, str]) -> list[str]:
    return [f"{titles[one]} speaks the old protocol alone and serves that fabric: it goes." for one in plan.leaves]


def _document(plan: FabricPlan) -> dict[str, Any]:
    return {
        "to": plan.to,
        "replaced": [
            {
                "before": one.before.id,
                "after": one.after.id if one.after is not None else None,
                "nodes": list(one.nodes),
                "copies": one.copies,
                "others": list(one.others),
            }
            for one in plan.replaced
        ],
        "stays": list(plan.stays),
        "leaves": list(plan.leaves),
    }


COMMANDS = (swap_fabric,)
