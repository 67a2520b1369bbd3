"""Command that makes the fixes of findings without a window: mend."""

from pathlib import Path

import click

from designer.api.documents import effect_document
from designer.api.reviewing import own_rules
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_wrapped
from designer.cli.text.fix_effects import print_effect
from designer.clock import today
from designer.model.wording import counted
from designer.review.findings import Severity


@click.command("mend", short_help="Make the fixes of all errors of PROJECT that do no harm.")
@click.argument("project", type=PATH)
@click.option("-o", "--output", "out", type=PATH, help="Write the mended design; without it nothing is written.")
@click.option("--warnings", is_flag=True, help="Mend warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def mend(project: Path, out: Path | None, warnings: bool, as_json: bool, force: bool) -> None:
    """Try the fix of every error of PROJECT, keep those that do good, and say what is left and why.

    Each fix is made on the design with all before it and judged by a whole analysis: it is kept where its finding
    goes and no new error comes. Undo in the window takes them back as one.
    """
    from designer.review.effects.mending import mend_all

    require_new(out, force=force, changed=project)
    library = read_library()
    design = open_design(project, library)
    severities: tuple[Severity, ...] = ("error", "warning") if warnings else ("error",)
    mending = mend_all(_go_on, design, library, today(), severities, own_rules())
    if out is not None:
        save_design(out, mending.edit.applied(design), library)
    if as_json:
        print_json(
            {
                "made": [{"finding": step.message, "fix": step.label} for step in mending.steps],
                "left": [{"finding": one.message, "reason": one.reason} for one in mending.left],
                "effect": effect_document(mending.effect) if mending.effect is not None else None,
            }
        )
        return
    for step in mending.steps:
        print_wrapped("fixed  ", plain(f"{step.message} {step.label}."))
    for one in mending.left:
        print_wrapped("left   ", plain(f"{one.message} {one.reason}"))
    if mending.effect is not None and mending.effect.moved:
        click.echo("")
        print_effect(mending.effect)
    made, left = counted(len(mending.steps), "fix", "fixes"), counted(len(mending.left), "finding")
    click.echo(f"\n{design.name}: {made} made, {left} left.")
    if out is not None:
        click.echo(f"Wrote {out}.")


def _go_on(done: int, total: int, message: str) -> bool:
    """Never end the walk early."""
    return True


COMMANDS = (mend,)
