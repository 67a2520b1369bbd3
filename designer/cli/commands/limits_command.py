"""Command that asks for the limits of a drawn fabric: limits."""

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

import click

from designer.analysis.limits.collective_times import COLLECTIVES
from designer.analysis.limits.records import (
    Bound,
    CutBetween,
    FairRates,
    LinkFillers,
    NetworkUse,
    Path,
    Paths,
    Sweep,
    UplinkRoom,
)
from designer.analysis.reach.words import pieces_words
from designer.analysis.results import TRAFFICS
from designer.api.network_limits import collective_of, limits_of
from designer.api.routing import ROUTINGS, routed
from designer.cli.flows import flow_asks
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import figure_line, print_json, print_rows, print_table, print_wrapped, why_lines
from designer.cli.text.collective_text import numbers, print_collective, whole_numbers
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import percent_text
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.model.wording import counted
from designer.review.documents.limits_document import limits_document

_MOST_ROWS = 10
_NETWORKS = tuple(NETWORK_WORDS)


@click.command("limits", short_help="Cuts, throughput, fair rates, paths and failures of PROJECT's fabric.")
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--from", "sources", metavar="ID[,ID]", help="The smallest cut and the paths from these ...")
@click.option("--to", "targets", metavar="ID[,ID]", help="... to these: nodes, containers or copies (leaf[0]).")
@click.option("--traffic", default=TRAFFICS[0], type=click.Choice(TRAFFICS), help="What the endpoints send.")
@click.option("--routing", type=click.Choice(ROUTINGS), help="How it is divided over ways, for the design's own.")
@click.option("--flow", "flows", multiple=True, metavar="A,B[,GBPS]", help="Fair rates of these flows alone.")
@click.option("--outside", multiple=True, metavar="ID", help="Where the traffic north-south goes to and comes from.")
@click.option("--collective", type=click.Choice(COLLECTIVES), help="Time and bandwidth of this collective alone.")
@click.option("--bytes", "sizes", metavar="N[,N]", help="Size of a message on a path; payloads of the collective.")
@click.option("--ranks", metavar="N[,N]", help="How many accelerators take part in the collective.")
@click.option("--sweep", "kinds", metavar="KIND[,KIND]", help="Fail these kinds: switch, ups, rack ..., link or all.")
@click.option("--order", default=2, type=click.IntRange(1, 2), help="How many fail at a time in the sweep.")
@click.option("--network", default="fabric", type=click.Choice(_NETWORKS), help="Whose parts fail in the sweep.")
@click.option("--fail", "failed", multiple=True, metavar="ID", help="Take a node, a link or a copy (leaf[0]) out.")
@click.option("--why", is_flag=True, help="Show formula, terms and sources of the figures.")
@VARIANT
def limits(
    project: FilePath,
    as_json: bool,
    sources: str | None,
    targets: str | None,
    traffic: str,
    routing: str | None,
    flows: tuple[str, ...],
    outside: tuple[str, ...],
    collective: str | None,
    sizes: str | None,
    ranks: str | None,
    kinds: str | None,
    order: int,
    network: Medium,
    failed: tuple[str, ...],
    why: bool,
    variant: str,
) -> None:
    """Say how much PROJECT's fabric could carry at most, what bounds it, and what failures cost it."""
    if (sources is None) != (targets is None):
        raise click.UsageError("--from and --to go together.")
    payloads = () if sizes is None else numbers(sizes, "--bytes")
    counts = () if ranks is None else whole_numbers(ranks, "--ranks")
    if collective is None and (ranks is not None or len(payloads) > 1):
        raise click.UsageError("--ranks and more than one of --bytes go with --collective.")
    if collective is not None and (sources is not None or flows or outside or kinds is not None):
        raise click.UsageError("--collective goes with --bytes, --ranks, --fail, --why and --json alone.")
    asks: Sequence[FlowAsk] = flow_asks(flows)
    design = routed(open_design(project, variant=variant), routing)
    if collective is not None:
        _show(design, collective_of(design, collective, payloads, counts, failed), as_json=as_json, why=why)
        return
    found = limits_of(
        design,
        sources=None if sources is None else _ids(sources),
        targets=None if targets is None else _ids(targets),
        traffic=traffic,
        asks=asks,
        outside=outside,
        payloads=payloads,
        kinds=None if kinds is None else _ids(kinds),
        order=order,
        network=network,
        fail=failed,
    )
    _show(design, found, as_json=as_json, why=why)


def _show(design: Design, found: Mapping[str, Any], *, as_json: bool, why: bool) -> None:
    if as_json:
        print_json(limits_document(found, why=why))
        return
    click.echo(f"{design.name}")
    if "collective" in found:
        print_collective(design, found["collective"], why=why)
    else:
        _print(design, found, why=why)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (piece.strip() for piece in text.split(","))))


def _print(design: Design, found: Mapping[str, Any], *, why: bool) -> None:
    if "cut" in found:
        _print_cut(found["cut"], why=why)
        _print_paths(found["paths"], found["cut"].notes, why=why)
    _print_bound(found["throughput"], why=why)
    if "fair_rates" in found:
        _print_rates(found["fair_rates"])
    _print_networks(design, found["networks"])
    _print_fillers(tuple(found["fillers"].values()))
    _print_uplinks(found["uplinks"])
    if "sweep" in found:
        _print_sweep(found["sweep"])


def _heading(text: str) -> None:
    click.echo(f"\n{text}")


def _why(figures: Sequence[Figure], *, why: bool) -> None:
    for figure in figures if why else ():
        for line in why_lines(figure):
            click.echo(f"  {line}")


def _lines(texts: Sequence[str]) -> None:
    for text in texts:
        print_wrapped("  ", text)


def _print_cut(cut: CutBetween, *, why: bool) -> None:
    _heading(f"From {' and '.join(cut.source)} to {' and '.join(cut.target)}")
    print_rows([("At most, one way", figure_line(cut.value_gbps))], "  ")
    if cut.links:
        rows = [
            (row.name, f"{row.cables:,.4g}{'' if row.whole else ' of its'} cables", figure_line(row.gbps))
            for row in cut.links[:_MOST_ROWS]
        ]
        print_table(("what bounds it", "in the cut", "carries"), rows, indent="  ")
    _lines([way.reason for way in cut.widenings[:3]])
    _lines([*cut.blocked[:3], *cut.notes])
    _why([cut.value_gbps], why=why)


def _print_paths(paths: Paths, known: Sequence[str], *, why: bool) -> None:
    hops = ", ".join(
        f"{counted(count, 'pair')} of copies {counted(number, 'hop')} apart" for number, count in paths.hops.items()
    )
    rows = [("Paths", hops or "none")]
    if paths.apart:
        rows.append(("Without a path", f"{counted(paths.apart, 'pair')} of copies"))
    for path in _ends(paths):
        way = f"{path.source} to {path.target}"
        rows += [
            (way, f"{counted(path.hops, 'hop')}, {counted(path.ways, 'shortest path')}"),
            ("Store and forward", figure_line(path.store_and_forward_ns)),
            ("Cut through", figure_line(path.cut_through_ns)),
        ]
    unknown = dict.fromkeys(name for path in _ends(paths) for name in path.store_and_forward_ns.missing)
    if unknown:
        rows.append(("Not known", ", ".join(unknown)))
    print_rows(rows, "  ")
    _lines([note for note in paths.notes if note not in known])
    _why([figure for path in _ends(paths) for figure in (path.store_and_forward_ns, path.cut_through_ns)], why=why)


def _ends(paths: Paths) -> list[Path]:
    return [path for n, path in enumerate((paths.nearest, paths.farthest)) if path and (not n or path != paths.nearest)]


def _print_bound(bound: Bound, *, why: bool) -> None:
    _heading(f"Throughput of {bound.traffic}")
    if bound.throughput.known:
        best = percent_text(bound.throughput.value)
        way = bound.ecmp.label.removeprefix("throughput under ")
        if not bound.exact:
            best = f"{best} to {percent_text(bound.throughput.high)}"
        print_rows(
            [
                ("Best routing", f"{best} of the demand ({bound.method})"),
                (way[:1].upper() + way[1:], f"{percent_text(bound.ecmp.value)} of the demand"),
                ("Mean hops", f"{bound.mean_hops.value or 0:.3g}"),
            ],
            "  ",
        )
    _lines([bound.reason, *(link.reason for link in bound.uneven[:3]), *bound.notes])
    _why([bound.throughput, bound.ecmp, bound.path_bound], why=why)


def _print_networks(design: Design, networks: Sequence[NetworkUse]) -> None:
    """Every network in a line: who is on it, its fullest link under its own traffic, and what has no path."""
    _heading("Every network under a traffic of its own")
    for one in networks:
        full = f"{one.fullest} at {percent_text(one.worst.value)}" if one.fullest else "nothing is sent"
        apart = one.pieces is not None and one.pieces.apart
        words = f"{NETWORK_WORDS[one.medium]}, {one.traffic}: {counted(one.machines, 'machine')}; {full}"
        if one.no_path.value:
            words += f"; {percent_text(one.no_path.value)} of the traffic has no path"
        if apart and one.pieces is not None:
            words += f"; in {one.pieces.count:,} pieces: {pieces_words(design, one.pieces)}"
        print_wrapped("  ", f"{words[:1].upper()}{words[1:]}.")


def _print_rates(rates: FairRates) -> None:
    _heading("Fair rates")
    _lines([row.reason for row in rates.rates] + list(rates.notes))


def _print_fillers(links: Sequence[LinkFillers]) -> None:
    if links:
        equal = "" if all(link.as_drawn for link in links) else ", were traffic divided equally (ECMP)"
        _heading(f"Who fills the fullest cables{equal}")
    for link in sorted(links, key=lambda link: -link.utilisation)[:_MOST_ROWS]:
        who = ", ".join(f"{row.source} → {row.target} {percent_text(row.share)}" for row in link.fillers)
        print_wrapped(
            "  ",
            f"{link.name}, {link.start} to {link.end}, {link.gbps:,.4g} Gb/s ({percent_text(link.utilisation)}): {who}",
        )


def _print_uplinks(rows: Sequence[UplinkRoom]) -> None:
    if rows:
        _heading("Uplinks")
    _lines([row.reason for row in rows[:_MOST_ROWS]])


def _print_sweep(found: Sweep) -> None:
    where = "" if found.network == "fabric" else f", {NETWORK_WORDS[found.network]}"
    _heading(f"{'Two failures' if found.order == 2 else 'One failure'} at a time: {', '.join(found.kinds)}{where}")
    _lines([row.reason for row in found.losses[:_MOST_ROWS]])
    _lines([f"Without any effect: {counted(found.harmless, 'combination')}.", *found.notes])


COMMANDS = (limits,)
