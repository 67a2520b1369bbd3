"""Demand of training jobs and pipelines together on the stores, and what lies in these."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.data.data_paths import job_path, pipeline_path, stores_of
from designer.analysis.workloads.data.store_rates import (
    Way,
    condition,
    file_rate,
    hosts_of,
    is_least,
    store_rate,
    store_room,
)
from designer.analysis.workloads.machine_needs import short_machines
from designer.analysis.workloads.results import PipelineResult, StoreLoad, TrainingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, maximum, product, quotient
from designer.model.kinds import DATA_SETS, FILE_SYSTEMS, STORE_KINDS

_HOUR: Final = leaf("seconds in an hour", 3600.0, "s/h")
_FULL: Final = 1.0001


class _Asked(NamedTuple):
    """GB/s by store id."""

    read: dict[str, list[Figure]]
    write: dict[str, list[Figure]]


def stores(
    design: Design,
    graph: ServiceGraph,
    training: Iterable[TrainingResult] = (),
    pipelines: Iterable[PipelineResult] = (),
) -> tuple[StoreLoad, ...]:
    """Every store from which something is asked, or in which data lie, in graph order."""
    asked = _Asked({}, {})
    for job in training:
        node = design.nodes.get(job.id)
        if node is not None:
            path = job_path(design, graph, node)
            _share(design, asked.read, path.reads, job.read_gb_per_s, f"{node.title} reads")
            # Written in bursts, averaged over the time between two checkpoints.
            spread = product("time between checkpoints", (job.checkpoint_interval_h, _HOUR), "s")
            written = quotient(f"{node.title}: checkpoints, averaged", job.checkpoint_gb, spread, "GB/s")
            _share(design, asked.write, path.writes, written, f"{node.title} writes")
    for line in pipelines:
        node = design.nodes.get(line.id)
        if node is not None and "tb_per_day" in node.facts:
            path = pipeline_path(design, graph, node)
            _share(design, asked.read, path.reads, line.needed_gb_per_s, f"{node.title} reads")
            _share(design, asked.write, path.writes, line.needed_gb_per_s, f"{node.title} writes")
    held = _held(design, graph)
    ids = [node_id for node_id in graph.nodes if graph.kinds[node_id] in STORE_KINDS]
    return tuple(
        _load(design, graph, design.nodes[node_id], asked, held)
        for node_id in ids
        # Stores from which nothing is asked, and that hold nothing, have no line.
        if node_id in asked.read or node_id in asked.write or node_id in held
    )


def _share(design: Design, asked: dict[str, list[Figure]], store_ids: tuple[str, ...], rate: Figure, does: str) -> None:
    for store_id in store_ids:
        part = rate
        if len(store_ids) > 1:
            alike = leaf("that share them evenly", float(len(store_ids)), note="Where their shares are not stated.")
            part = quotient(f"{does} at {design.nodes[store_id].title}", rate, alike, "GB/s")
        asked.setdefault(store_id, []).append(part)


def _held(design: Design, graph: ServiceGraph) -> Mapping[str, list[Figure]]:
    """TB of the data sets in each store; a data set in several lies in each of them whole."""
    found: dict[str, list[Figure]] = {}
    for node_id in graph.nodes:
        if graph.kinds[node_id] in DATA_SETS:
            node = design.nodes[node_id]
            size = product(f"{node.title}: size", (copies_of(design, node), fact_of(design, node, "data_tb")), "TB")
            for store_id in stores_of(design, graph, node_id):
                found.setdefault(store_id, []).append(size)
    return found


def _load(
    design: Design, graph: ServiceGraph, node: Node, asked: _Asked, held: Mapping[str, list[Figure]]
) -> StoreLoad:
    read = _sum(node, "what is read", asked.read.get(node.id, []), "GB/s")
    write = _sum(node, "what is written", asked.write.get(node.id, []), "GB/s")
    rates: dict[Way, tuple[Figure, Figure]] = {
        "read": (read, store_rate(design, graph, node, "read", read)),
        "write": (write, store_rate(design, graph, node, "write", write)),
    }
    used = _sum(node, "data that lie in it", held.get(node.id, []), "TB")
    room = store_room(design, graph, node)
    uses = [
        quotient(f"{node.title}: share of {words}", wanted, has, "")
        for words, wanted, has in (("reading", *rates["read"]), ("writing", *rates["write"]), ("room", used, room))
        if wanted.value != 0.0
    ]
    label = f"{node.title}: the fullest of reading, writing and room"
    use = maximum(label, uses, "") if uses else leaf(label, 0.0, subject=node.id, note="Nothing is asked of it.")
    return StoreLoad(
        id=node.id,
        read_asked=read,
        read_has=rates["read"][1],
        write_asked=write,
        write_has=rates["write"][1],
        used_tb=used,
        has_tb=room,
        utilisation=use,
        one_file_gb_per_s=file_rate(design, graph, node),
        reason=" ".join(
            (
                *_too_slow(rates),
                *_spread(rates),
                *_too_full(design, node, used, room),
                *short_machines(design, graph, design.part_of(node), _servers(design, graph, node)),
            )
        ),
    )


def _sum(node: Node, words: str, terms: list[Figure], unit: str) -> Figure:
    if not terms:
        return leaf(f"{node.title}: {words}", 0.0, unit, subject=node.id, note="Nothing is linked that does.")
    return summed(f"{node.title}: {words}", terms, unit)


def _servers(design: Design, graph: ServiceGraph, node: Node) -> tuple[Node, ...]:
    return hosts_of(design, graph, node.id) if node.kind in FILE_SYSTEMS else ()


def _too_slow(rates: Mapping[Way, tuple[Figure, Figure]]) -> Iterator[str]:
    for way, (wanted, has) in rates.items():
        verb = "written" if way == "write" else way
        if not wanted.value:
            continue
        if has.value is None:
            yield f"How fast it can be {verb} is not stated; {wanted.value:,.4g} GB/s are asked for."
        elif wanted.value > has.value * _FULL:
            yield f"{wanted.value:,.4g} GB/s are to be {verb}; it gives {has.value:,.4g} GB/s{condition(has)}."


def _spread(rates: Mapping[Way, tuple[Figure, Figure]]) -> Iterator[str]:
    """Yield a warning for each rate that it gives only to data that are spread."""
    for way, (wanted, has) in rates.items():
        if has.operation == "product" and len(has.terms) == 2 and wanted.value and is_least(has):
            number, each = has.terms
            if is_least(each):
                verb = "written" if way == "write" else way
                yield (
                    f"{wanted.value:,.4g} GB/s can be {verb} where the data are spread over {number.value:,.0f} "
                    f"prefixes or buckets; one is certain of {each.value:,.4g} GB/s{condition(each)}."
                )


def _too_full(design: Design, node: Node, used: Figure, room: Figure) -> Iterator[str]:
    if used.value is None or not used.value:
        return
    if room.value is not None and used.value > room.value * _FULL:
        yield f"{used.value:,.6g} TB lie in it; it holds {room.value:,.6g} TB."
    least = fact_of(design, node, "capacity_least_tb")
    own = node.facts.get("capacity_tb")
    if own is not None and least.value is not None and own < (least.low or least.value):
        yield f"It is sold from {least.low or least.value:,.6g} TB on; {own:,.6g} TB are set."
