"""The layers under the demand: how full each is, what it adds to an answer and the bill, and which is to blame."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec.structs import replace

from designer.analysis.chain.facility import FacilityLoad
from designer.analysis.chain.ledger.records import LedgerRow
from designer.analysis.money.periods import month_of
from designer.analysis.money.rents import paid_by_use, rent_of
from designer.analysis.money.write_off import write_off_of_a_year
from designer.analysis.quantities import is_rented, placed_nodes
from designer.analysis.results import CostResult, NetworkResult
from designer.analysis.workloads.results import LayerLoad, OrchestrationResult, PipelineResult, ServiceLoad, StoreLoad
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, maximum, product, quotient, total
from designer.model.kinds import APPLICATIONS, KINDS
from designer.model.parts.part import LAYERS, Layer

_Candidate = tuple[str, Figure]
TOP_DOWN: Final[tuple[Layer, ...]] = tuple(reversed(LAYERS))


def layer_loads(
    design: Design,
    graph: ServiceGraph,
    services: Sequence[ServiceLoad],
    rows: Sequence[LedgerRow],
    cost: CostResult,
    network: NetworkResult | None,
    others: Iterable[PipelineResult | StoreLoad | OrchestrationResult] = (),
    facility: Iterable[FacilityLoad] = (),
) -> tuple[LayerLoad, ...]:
    """All layers, those on top first.

    The network counts under the traffic of the training jobs alone: the others offer the line rate, of which nobody
    says that it is asked for. Machines count by what is asked of them; training that takes all it is given does so by
    choice and is no bottleneck. What has failed, or has nothing left to run on, is full of nothing.
    """
    full: dict[Layer, list[_Candidate]] = {layer: [] for layer in LAYERS}
    for service in services:
        full[service.layer].append((service.id, service.utilisation))
    for other in others:
        node = design.nodes[other.id]
        part = design.part_of(node)
        full[part.layer if part else KINDS[node.kind].layer].append((other.id, other.utilisation))
    for row in rows:
        _put_machines(design, row, full)
    for one in facility:
        full["facility"].append((one.id, one.utilisation))
    # Training loads the fabric by itself; other traffic is a question and not what the work does.
    if network is not None and network.traffic == "training" and network.worst.known and network.bottlenecks:
        full["servers_fabric"].append((network.bottlenecks[0].id, network.worst))
    # What is down is not blamed for being full.
    standing = {layer: [one for one in found if one[0] not in graph.down] for layer, found in full.items()}
    months = _months(design, cost)
    return tuple(_layer(layer, standing[layer], services, months[layer], cost.monthly_usd) for layer in TOP_DOWN)


def blame(layers: Iterable[LayerLoad]) -> tuple[Layer | Literal[""], str]:
    """The layer that is fullest, and the part in it; nothing when no layer is asked."""
    known = [layer for layer in layers if layer.utilisation.value is not None and layer.worst]
    fullest = max(known, key=lambda layer: layer.utilisation.or_zero, default=None)
    if fullest is None or not fullest.utilisation.value:
        return "", ""
    return fullest.layer, fullest.worst


def _put_machines(design: Design, row: LedgerRow, full: Mapping[Layer, list[_Candidate]]) -> None:
    """The machines of a ledger row, in the layer that pays for them."""
    host_id = row.hosts[0]
    rented = is_rented(design.part_of(design.nodes[host_id]))
    layer: Layer = (
        "cloud" if rented else "silicon" if row.resource in {"silicon", "accelerator_memory"} else "servers_fabric"
    )
    full[layer].append((host_id, row.pressure))


def _layer(
    layer: Layer, candidates: Sequence[_Candidate], services: Iterable[ServiceLoad], month: Figure, whole: Figure
) -> LayerLoad:
    known = [(node_id, figure) for node_id, figure in candidates if figure.value is not None]
    worst_id, worst = max(
        known, key=lambda pair: pair[1].or_zero, default=("", leaf("utilisation", None, note="Nothing is asked."))
    )
    waits = [
        service.latency_s
        for service in services
        if service.layer == layer and service.kind not in APPLICATIONS and service.latency_s.known
    ]
    return LayerLoad(
        layer=layer,
        utilisation=worst,
        worst=worst_id,
        latency_s=maximum("time in this layer", waits, "s") if waits else leaf("time in this layer", None, "s"),
        usd_per_month=month,
        cost_share=quotient("share of the cost", _named(month), _named(whole), ""),
    )


def _named(figure: Figure) -> Figure:
    """FIGURE without what it is made of, which its own place in the results tells: a seventh copy is too large."""
    return replace(figure, terms=())


def _months(design: Design, cost: CostResult) -> dict[Layer, Figure]:
    """USD of a month by layer; energy, space and staff fall to the facility."""
    support = assumed(design, "support_share")
    terms: dict[Layer, list[Figure]] = {layer: [] for layer in LAYERS}
    for layer in LAYERS:
        bought = cost.by_layer.get(layer)
        if bought is not None:
            lines = [line for line in cost.lines if line.layer == layer]
            yearly = (
                write_off_of_a_year(design, bought, lines),
                product("support and spares", (bought, support), "USD/year"),
            )
            terms[layer].append(month_of("owned", total("a year", yearly, "USD/year")))
    for line in cost.service_lines:
        terms[line.layer].append(month_of("services", line.total_usd))
    for part_layer, nodes in _rented(design):
        terms[part_layer].append(month_of("rented", rent_of(design, nodes)))
    terms["facility"] += [
        month_of("energy", cost.energy_usd_per_year),
        month_of("space", cost.space_usd_per_year),
        month_of("staff", cost.staff_usd_per_year),
    ]
    return {
        layer: total(f"{layer}: a month", found, "USD/month") if found else leaf(f"{layer}: a month", 0.0, "USD/month")
        for layer, found in terms.items()
    }


def _rented(design: Design) -> Iterable[tuple[Layer, Sequence[Node]]]:
    for node, part in placed_nodes(design):
        if part is not None and is_rented(part) and paid_by_use(design, node, part) is None:
            yield part.layer, [node]
