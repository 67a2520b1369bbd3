"""What breaks first as demand grows, what the next doubling breaks, and the cheapest step that lifts it.

Demand of every service grows alike; training and pipelines do not grow with the users. What a service can answer is
taken as proportional to what it runs on, so that one more host of n adds 1/n.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.growth_records import GrowthBreak, GrowthLift, GrowthOutlook
from designer.analysis.power import draw_of
from designer.analysis.prices import unit_price
from designer.analysis.quantities import is_rented, name_of, role_of
from designer.analysis.workload_results import ServiceLoad, ServingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.formulas.growth_limits import Break, Breaks, PriceRange, Resource, Step, find_breaks
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf

TARGET: Final = 8.0
"""Growth up to which it is followed: the end of the slider."""
_ROWS: Final = 5


class FacilityLoad(NamedTuple):
    """What a piece of the facility carries.

    Attributes:
        id: Node id.
        utilisation: Load over capacity.
        load_w: At most.
        capacity_w: That it may carry for hours.
    """

    id: str
    utilisation: Figure
    load_w: Figure
    capacity_w: Figure


def growth_outlook(
    design: Design,
    graph: ServiceGraph,
    services: Sequence[ServiceLoad],
    engines: Mapping[str, ServingResult],
    facility: Sequence[FacilityLoad],
    load: float,
) -> GrowthOutlook:
    """Return what breaks as the demand of SERVICES grows.

    Args:
        design: The design.
        graph: Its services.
        services: What each is asked and can do, at LOAD.
        engines: How the models are served.
        facility: What power and cooling carry.
        load: By what the demand that is set is multiplied.
    """
    by_id = {service.id: service for service in services}
    resources = [one for service in services if (one := _resource(service, load)) is not None]
    limited = {resource.name for resource in resources}
    resources += [_carried(one) for one in facility if one.load_w.known and one.capacity_w.value]
    if not limited:
        return GrowthOutlook(load=load, unknown=_silent(services, limited))
    breaks = find_breaks(resources)
    return GrowthOutlook(
        load=load,
        breaks=tuple(
            GrowthBreak(
                id=one.resource,
                layer=by_id[one.resource].layer,
                at=_factor(f"growth at which {design.nodes[one.resource].title} is full", one.at, one.resource),
                bound=_bound(by_id[one.resource], engines),
            )
            for one in breaks.ranked
            if one.resource in by_id
        ),
        lifts=tuple(_lifts(design, graph, by_id, _first_ones(resources, breaks), facility)),
        unknown=_silent(services, limited),
    )


def _resource(service: ServiceLoad, load: float) -> Resource | None:
    """SERVICE with its demand at a growth of 1; None of what nobody asks or whose limit nobody says."""
    offered, most = service.offered_per_s.value, service.capacity_per_s.value
    if not offered or most is None or service.kind == "users":
        return None
    return Resource(
        name=service.id,
        allocatable=most,
        fixed=0.0,
        variable=offered / load,
    )


def _step(
    design: Design, graph: ServiceGraph, service: ServiceLoad, most: float, facility: Sequence[FacilityLoad]
) -> Step | None:
    """One more of the first machine that SERVICE runs on, or of itself where it runs on none."""
    added = _added(design, graph, service.id)
    if added is None:
        return None
    hosts = graph.hosts.get(service.id, ())
    copies = sum(design.total_copies(host) for host in hosts) or design.total_copies(service.id)
    price = _price(design, added)
    watts = _watts(design, added)
    drags = {one.id: watts for one in facility if watts and one.load_w.known and one.capacity_w.value}
    amount = most / copies if copies and most else 0.0
    if amount <= 0:
        return None
    return Step(name=added.id, amount=amount, price_usd=_range(price), drags=drags)


def _range(price: Figure) -> PriceRange | None:
    if price.value is None:
        return None
    return PriceRange(price.low or price.value, price.value, price.high or price.value)


def _added(design: Design, graph: ServiceGraph, service_id: str) -> Node | None:
    hosts = graph.hosts.get(service_id, ())
    if hosts:
        return design.nodes[hosts[0]]
    node = design.nodes[service_id]
    return None if design.part_of(node) is None or is_rented(design.part_of(node)) else node


def _price(design: Design, node: Node) -> Figure:
    part = design.part_of(node)
    if is_rented(part):
        return leaf(f"{name_of(design, node)}: purchase", None, "USD", subject=node.id, note="It is rented.")
    if node.price_usd is not None:
        return leaf(f"{node.title}: own price", node.price_usd, "USD", status="user", subject=node.id)
    return unit_price(part, name_of(design, node), node.part or node.id, design.settings.prices).figure


def _watts(design: Design, node: Node) -> float:
    if is_rented(design.part_of(node)) or role_of(node) not in {"host", "accelerator", "storage"}:
        return 0.0
    return draw_of(design, node).max_w.value or 0.0


def _carried(one: FacilityLoad) -> Resource:
    """A piece of the facility: its load is at maximum already and grows only with what is added."""
    return Resource(name=one.id, allocatable=one.capacity_w.value, fixed=one.load_w.value, variable=0.0)


def _first_ones(resources: Sequence[Resource], breaks: Breaks) -> list[Resource]:
    """Of RESOURCES those that break first and those that do not grow by themselves: the others come too late."""
    early = {one.resource for one in breaks.ranked[: 2 * _ROWS]} | set(breaks.never)
    return [one for one in resources if one.name in early]


def _lifts(
    design: Design,
    graph: ServiceGraph,
    services: Mapping[str, ServiceLoad],
    resources: Sequence[Resource],
    facility: Sequence[FacilityLoad],
) -> Iterator[GrowthLift]:
    """One step after the other, each of what is full first then, with what it drags along."""
    for _ in range(_ROWS):
        first = find_breaks(resources).first
        if first is None or first.at >= TARGET or first.resource not in services:
            return
        service = services[first.resource]
        step = _step(design, graph, service, service.capacity_per_s.value or 0.0, facility)
        if step is None:
            return
        resources = [_with_step(one, service.id, step) for one in resources]
        yield _lift(design, graph, service.id, 1, first.at, find_breaks(resources).first)


def _with_step(resource: Resource, lifted: str, step: Step) -> Resource:
    """RESOURCE when one STEP is added to the one called LIFTED."""
    if resource.name == lifted:
        return replace(resource, allocatable=(resource.allocatable or 0.0) + step.amount)
    return replace(resource, fixed=(resource.fixed or 0.0) + step.drags.get(resource.name, 0.0))


def _lift(
    design: Design, graph: ServiceGraph, service_id: str, count: int, at: float, following: Break | None
) -> GrowthLift:
    added = _added(design, graph, service_id)
    node = added if added is not None else design.nodes[service_id]
    one, watts = _price(design, node), _watts(design, node) * count
    value, low, high = (None if figure is None else figure * count for figure in (one.value, one.low, one.high))
    carries = following.at if following is not None else None
    return GrowthLift(
        id=service_id,
        step=node.id,
        count=count,
        at=_factor(f"growth at which {design.nodes[service_id].title} is full", at, service_id),
        usd=leaf(f"{count} more of {node.title}", value, "USD", low=low, high=high, status=one.status, subject=node.id),
        watts=leaf(f"what {count} more of {node.title} draw at most", watts, "W", subject=node.id),
        carries=_factor("growth that it then carries", carries, service_id),
        next_id=following.resource if following is not None else "",
    )


def _factor(label: str, value: float | None, subject: str) -> Figure:
    return leaf(label, value, "", operation="routing", subject=subject, note="A factor of the demand that is set.")


def _bound(service: ServiceLoad, engines: Mapping[str, ServingResult]) -> str:
    return service.bound or ("accelerators" if service.id in engines else "requests")


def _silent(services: Sequence[ServiceLoad], limited: set[str]) -> tuple[str, ...]:
    """Services that are asked something and say no limit of their own, those that only pass on left out."""
    return tuple(
        service.id
        for service in services
        if service.id not in limited
        and service.offered_per_s.value
        and not service.requests_per_s.known
        and service.kind != "users"
    )
