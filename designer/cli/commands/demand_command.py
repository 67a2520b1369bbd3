"""Command that makes demand of a log of requests: demand."""

from pathlib import Path
from typing import Any, Final

import click
from msgspec import to_builtins

from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_table
from designer.edit.workloads.logged_demand import set_logged_demand
from designer.export.request_logs.columns import UNITS
from designer.export.request_logs.reading import RequestLog, read_request_log
from designer.export.request_logs.words import (
    columns_line,
    demand_in,
    left_out_line,
    log_line,
    notes_of,
    peak_line,
)
from designer.files.writing import require_other
from designer.formulas.workloads.log_demand import LogDemand

MOST_SHOWN: Final = 20
"""Rows that cannot be read, one by one; all of them stand in the JSON document."""


@click.command("demand", short_help="Make demand of LOG, a log of requests.")
@click.argument("log", type=PATH)
@click.option("--time-unit", type=click.Choice(tuple(UNITS)), help="Of times that are numbers, where LOG shows none.")
@click.option("--into", type=PATH, metavar="PROJECT", help="Give the demand to a node of PROJECT.")
@click.option("--node", metavar="ID", help="That node: an application, users, an engine or a model API.")
@click.option("--users", type=click.FloatRange(1), metavar="N", help="Share the requests among N users.")
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it; without it nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def demand(
    log: Path,
    time_unit: str | None,
    into: Path | None,
    node: str | None,
    users: float | None,
    out: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Say how many requests LOG has on average and in its busiest hour, and how long they are.

    LOG is a table (CSV) or JSON lines with the time of each request, its tokens in and its tokens out, packed by gzip
    or not. With --into, --node and -o a node of a design gets that demand.
    """
    if (into is None) != (node is None):
        raise click.UsageError("--into PROJECT and --node ID belong together.")
    if into is None and (out is not None or users is not None):
        raise click.UsageError("-o and --users are about the design that --into names; say it and its --node.")
    # Checked before the log is read, which may take minutes.
    require_other(out, log)
    require_new(out, force=force, changed=into)
    found = read_request_log(log, time_unit=time_unit or "")
    told = demand_in(found)
    if into is not None and node is not None:
        library = read_library()
        design = open_design(into, library)
        after = set_logged_demand(design, node, told, users).applied(design)
        if out is not None:
            save_design(out, after, library)
    if as_json:
        print_json(_document(found, told))
        return
    _print(found, told)
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _print(found: RequestLog, told: LogDemand) -> None:
    click.echo(f"{plain(log_line(found, told))}\n  {plain(columns_line(found))}\n")
    rows = [("average", told.average_per_s, "requests a second")]
    if told.peak_per_s is not None and told.peak_factor is not None:
        words = f"requests a second, {told.peak_factor:,.3g} × average {peak_line(told)}"
        rows.append(("busiest hour", told.peak_per_s, words.rstrip()))
    if told.minute_factor is not None:
        busiest = told.minute_factor * told.average_per_s
        rows.append(("busiest minute", busiest, f"requests a second, {told.minute_factor:,.3g} × average"))
    for what, rate, words in rows:
        click.echo(f"  {what:<14}  {rate:>9,.4g}  {words}")
    click.echo("")
    lengths = [
        (f"tokens {way}", *(f"{value:,.6g}" for value in (one.mean, one.p50, one.p90, one.p99, one.most)))
        for way, one in (("in", told.input), ("out", told.output))
    ]
    print_table(("", "mean", "P50", "P90", "P99", "most"), lengths, numbers=(1, 2, 3, 4, 5))
    for note in notes_of(found, told):
        click.echo(f"  - {note}")
    if not found.bad:
        return
    click.echo(f"\n{left_out_line(found)}")
    for one in found.bad[:MOST_SHOWN]:
        click.echo(f"  line {one.line:,}: {plain(one.reason)}")
    if len(found.bad) > MOST_SHOWN:
        click.echo(f"  and {len(found.bad) - MOST_SHOWN:,} more; --json has them all")


def _document(found: RequestLog, told: LogDemand) -> dict[str, Any]:
    return {
        "log": found.name,
        "columns": {role: column.name for role, column in found.columns.items()},
        "demand": to_builtins(told),
        "notes": notes_of(found, told),
        "left_out": [{"line": one.line, "reason": one.reason} for one in found.bad],
    }


COMMANDS = (demand,)
