"""Commands that find the cheapest design for a need and prove it: optimise fabric, racks, power, and all of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.api.optimising import optimum_document
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_wrapped
from designer.cli.settings import settings_of

if TYPE_CHECKING:
    from designer.explore.optimise.records import Optimum

Solves = Callable[[Library, Mapping[str, str]], "Optimum"]
_SET = click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A setting; the guide lists them.")
_OUT = click.option("-o", "--output", "out", type=PATH, help="Write the design that was found.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.group("optimise", short_help="The cheapest design for a need, with a proof.")
def optimise() -> None:
    """Find the cheapest design for a need, with the bound below which none can be (HiGHS).

    Exit code 1 where nothing meets the need; the wishes that collide are told then.
    """


@optimise.command("fabric", short_help="The cheapest fabric with its racks and strips.")
@_SET
@_OUT
@_JSON
@FORCE
def fabric(pairs: tuple[str, ...], out: Path | None, as_json: bool, force: bool) -> None:
    """Find the cheapest fabric for hosts, links and a rate, with its racks and power strips.

    Settings: nodes, links_per_node, rate_gbps, oversubscription, survive (none, switch), kw_per_rack, rack_units, feeds
    (N, N+1, 2N), switch, host, protocol, prices (any, sourced, beside), tiers, racks_per_row, host_cable_m, budget_usd,
    time_limit_s.
    """

    def solve(library: Library, settings: Mapping[str, str]) -> "Optimum":
        from designer.explore.optimise.fabric import optimise_fabric
        from designer.explore.optimise.needs import read_fabric_need

        return optimise_fabric(library, read_fabric_need(library, settings))

    _answer(pairs, out, solve, as_json=as_json, force=force)


@optimise.command("racks", short_help="The cheapest racks for devices.")
@click.argument("project", type=PATH, required=False)
@click.option("--anew", is_flag=True, help="Take all devices of PROJECT out of their racks first and plan anew.")
@_SET
@_OUT
@_JSON
@FORCE
def racks(
    project: Path | None, anew: bool, pairs: tuple[str, ...], out: Path | None, as_json: bool, force: bool
) -> None:
    """Find the cheapest racks for what stands in none in PROJECT, or for devices=PART*COUNT,PART*COUNT.

    Settings: devices, kw_per_rack, rack_units, feeds (N, N+1, 2N), cooling (air, liquid), budget_usd, time_limit_s.
    With those of a fabric, such as nodes, the devices are those of the cheapest fabric.
    """

    def solve(library: Library, settings: Mapping[str, str]) -> "Optimum":
        from designer.explore.optimise.chained import racks_for

        design = None if project is None else open_design(project, library)
        return racks_for(library, design, settings, anew=anew)

    _answer(pairs, out, solve, as_json=as_json, force=force, changed=project)


@optimise.command("power", short_help="The cheapest power chain for a load.")
@click.argument("project", type=PATH, required=False)
@_SET
@_OUT
@_JSON
@FORCE
def power(project: Path | None, pairs: tuple[str, ...], out: Path | None, as_json: bool, force: bool) -> None:
    """Find the cheapest chain from the utility to the rack strips of PROJECT, or for load_kw by itself.

    Settings: load_kw, kw_per_rack, feeds (N, N+1, 2N), cooling_share, feeder_m, budget_usd, time_limit_s. With those of
    a fabric, such as nodes, the load is the cheapest fabric with its racks.
    """

    def solve(library: Library, settings: Mapping[str, str]) -> "Optimum":
        from designer.explore.optimise.chained import power_for

        design = None if project is None else open_design(project, library)
        return power_for(library, design, settings)

    _answer(pairs, out, solve, as_json=as_json, force=force, changed=project)


@optimise.command("all", short_help="The cheapest fabric, racks and power chain together.")
@_SET
@_OUT
@_JSON
@FORCE
def whole(pairs: tuple[str, ...], out: Path | None, as_json: bool, force: bool) -> None:
    """Find the cheapest fabric with its racks and the power chain that feeds them, with one bound of the whole.

    Settings: those of `optimise fabric`, and cooling_share, feeder_m. With host= the hosts stand in the racks and are
    fed too. A dearer fabric that draws less may take a chain that is cheaper by more.
    """

    def solve(library: Library, settings: Mapping[str, str]) -> "Optimum":
        from designer.explore.optimise.chained import whole_for

        return whole_for(library, settings)

    _answer(pairs, out, solve, as_json=as_json, force=force)


def _answer(
    pairs: tuple[str, ...],
    out: Path | None,
    solve: Solves,
    *,
    as_json: bool,
    force: bool,
    changed: Path | None = None,
) -> None:
    """Solve, save and print; leave with 1 where nothing meets the need."""
    require_new(out, force=force, changed=changed)
    library, settings = read_library(), settings_of(pairs)
    found = solve(library, settings)
    if out is not None and found.design is not None:
        save_design(out, found.design, library)
    if as_json:
        print_json(optimum_document(found))
    else:
        _print(found, out)
    if found.design is None:
        click.echo("Nothing meets all of these wishes.", err=True)
        raise click.exceptions.Exit(1)


def _print(found: "Optimum", out: Path | None) -> None:
    if found.cost is not None and found.bound is not None and found.gap is not None:
        over = f", {found.low:,.0f} to {found.high:,.0f} over all prices" if found.low and found.high else ""
        click.echo(f"Cost   {found.cost:>16,.0f} USD{over}")
        click.echo(f"Bound  {found.bound:>16,.0f} USD: no design of this family costs less")
        if found.listed_bound is not None and not found.proven:
            click.echo(
                f"       {found.listed_bound:>16,.0f} USD: the cheapest of everything, added up before the search"
            )
        click.echo(f"Gap    {found.gap * 100:>16.4g} %, {plain(found.verdict)}")
        click.echo(
            f"Found in {found.seconds:.1f} s, {found.solver_s:.1f} of them HiGHS on {found.size[0]:,} variables and "
            f"{found.size[1]:,} constraints.\n"
        )
    for line in found.lines:
        print_wrapped("  ", plain(line))
    if found.collision is not None:
        click.echo("The fewest wishes that cannot be had together:")
        for text in found.collision.texts:
            print_wrapped("  - ", plain(text))
        for reason in found.collision.reasons:
            print_wrapped("  ", plain(reason))
        click.echo("Take back one of them:")
        for way in found.collision.relax:
            print_wrapped("  - ", plain(way))
    if found.left_out:
        click.echo("\nNot looked at:")
        for line in found.left_out:
            print_wrapped("  - ", plain(line))
    if out is not None and found.design is not None:
        click.echo(f"\nWrote {out}.")


COMMANDS = (optimise,)
