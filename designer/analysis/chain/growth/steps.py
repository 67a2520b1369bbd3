"""Single steps that lift what breaks: one more machine, copy, store, unit or leaf, or the next tier, with its price."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.facility import watts_of
from designer.analysis.chain.growth.limits_of import Limit, Work
from designer.analysis.chain.needs import needs_of
from designer.analysis.money.periods import TWELVE, month_of
from designer.analysis.money.prices import unit_price
from designer.analysis.money.rents import rent_of
from designer.analysis.quantities import is_rented, name_of, role_of
from designer.analysis.workloads.data.store_rates import hosts_of
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.hosts import machines_under
from designer.analysis.workloads.model_apis import model_api
from designer.formulas.capacity.growth_limits import PriceRange, Step
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product, quotient, total
from designer.model.kinds import MODEL_APIS, VECTOR_DATABASES
from designer.model.naming import link_name
from designer.model.workloads.choices import chosen

_MOST_HOSTS: Final = 1000
"""Machines that one step of a replica that spans hosts may take."""


_MOST_ALIKE: Final = 8
"""So many places for one more of the same part are compared."""


class Candidate(NamedTuple):
    """One change that lifts a limit.

    Attributes:
        step: As the search takes it; its price is that of all the years of the design, so that buying and renting
            compare.
        node: Id of what more is added of.
        number: How many.
        what: The change in words where nothing is added.
        usd: Price, in USD or USD/month.
        watts: W that they draw at most.
        ports: Network ports that their cables take.
    """

    step: Step
    node: str
    number: int
    what: str
    usd: Figure
    watts: Figure
    ports: Figure


def candidates(work: Work, limit: Limit, traffic: Mapping[str, Traffic]) -> list[Candidate]:
    """Return the single steps that lift LIMIT, in design order.

    Args:
        work: What was worked out of the layers.
        limit: What is full.
        traffic: What each service is asked, for the next tier of an API.
    """
    found = {
        "service": _of_service,
        "promise": _of_service,
        "store": _of_store,
        "data": _of_data,
        "power": _of_piece,
        "network": _of_link,
        "fixed": _of_service,
    }[limit.sort](work, limit)
    if work.design.nodes.get(limit.lifted) is not None and work.design.nodes[limit.lifted].kind in MODEL_APIS:
        found = _next_tier(work, limit, traffic)
    return [one for one in found if one.step.amount > 0]


def _few_alike(work: Work, hosts: Iterable[str]) -> list[str]:
    """Of HOSTS of the same part the first ones: more would only say the same of further machines."""
    known = Counter[str]()
    found: list[str] = []
    for host in hosts:
        part = work.design.nodes[host].part or host
        known[part] += 1
        if known[part] <= _MOST_ALIKE:
            found.append(host)
    return found


def _of_service(work: Work, limit: Limit) -> Iterator[Candidate]:
    """One more of each machine below a service, as far as it holds accelerators for it; else one more of itself."""
    design, has = work.design, limit.has.or_zero
    if limit.lifted not in design.nodes:
        return
    hosts = work.graph.hosts.get(limit.lifted, ())
    # No engine: it grows by its machines, or by copies of its own where it has none or is an index short of rate.
    if limit.sort == "fixed" or limit.lifted not in work.engines:
        if not hosts or (design.nodes[limit.lifted].kind in VECTOR_DATABASES and limit.sort == "service"):
            yield from _more_of(work, limit, limit.lifted, has / design.total_copies(limit.lifted))
            return
        # One more host brings its part of what all hosts give together.
        copies = sum(design.total_copies(host) for host in hosts)
        for host in _few_alike(work, hosts):
            yield from _more_of(work, limit, host, has / copies)
        return
    # Engines take whole replicas: one more host may bring none, and more hosts one.
    for host in _few_alike(work, hosts):
        amount, count = _replicas_more(work, limit, host)
        if amount:
            yield from _more_of(work, limit, host, amount, count)


def _replicas_more(work: Work, limit: Limit, host: str) -> tuple[float, int]:
    """Return what the fewest more of HOST that hold a whole replica add, and their number; 0 where none helps."""
    engine, design = work.engines[limit.lifted], work.design
    machines = machines_under(design, work.graph.hosts.get(limit.lifted, ()), work.graph.chips, work.graph.alive)
    one = machines_under(design, (host,), work.graph.chips)
    replicas, ways = engine.replicas.value, engine.tensor_parallel.value
    here, has = engine.accelerators.or_zero, limit.has.or_zero
    if machines is None or one is None or not replicas or not ways or one.chip.id != machines.chip.id:
        return 0.0, 0
    whole = machines.accelerators.value or here
    # Where other work shares these machines, the same part of a new one falls to this.
    added = one.each * min(1.0, here / whole)
    beside = max(1, machines.each // int(ways))
    size = machines.each if ways <= machines.each else ways
    for count in range(1, min(_MOST_HOSTS, ceil(ways / added) + 1) + 1):
        after = int((here + count * added) * (beside if ways <= machines.each else 1) / size + 1e-9)
        if after > replicas:
            return has * (after - replicas) / replicas, count
    return 0.0, 0


def _of_store(work: Work, limit: Limit) -> Iterator[Candidate]:
    """One more of what a store stands on, or of itself."""
    design, has = work.design, limit.has.or_zero
    hosts = hosts_of(design, work.graph, limit.lifted)
    if role_of(design.nodes[limit.lifted]) != "software" or not hosts:
        yield from _more_of(work, limit, limit.lifted, has / design.total_copies(limit.lifted))
        return
    copies = sum(design.total_copies(host.id) for host in hosts)
    for host in hosts:
        yield from _more_of(work, limit, host.id, has / copies)


def _of_data(work: Work, limit: Limit) -> Iterator[Candidate]:
    """Yield the steps that lift the slowest step of a pipeline: its store, or its machines."""
    node = work.design.nodes.get(limit.lifted)
    if node is not None and role_of(node) in {"software", "storage"}:
        yield from _of_store(work, limit)
    elif node is not None:
        yield from _more_of(work, limit, node.id, limit.has.or_zero / work.design.total_copies(node.id))


def _of_piece(work: Work, limit: Limit) -> Iterator[Candidate]:
    """One more of a piece of the facility beside those that share its load."""
    copies = next((one.copies for one in work.facility.loads if (one.id, one.bound) == (limit.id, limit.bound)), 1)
    # Borne by the others while one has failed: one more of it brings the whole rating of one.
    if limit.bound == "power with a failure borne":
        copies = 1
        kept = next(one for one in work.facility.loads if (one.id, one.bound) == (limit.id, limit.bound))
        alone = next((one for one in work.facility.loads if (one.id, one.bound) == (limit.id, "power")), None)
        if alone is None:
            return
        yield from _more_of(work, limit, kept.id, alone.capacity_w.or_zero)
        return
    yield from _more_of(work, limit, limit.id, limit.has.or_zero / copies)


def _of_link(work: Work, limit: Limit) -> Iterator[Candidate]:
    """One more of the switch at either end of a link, with the cables that lead from it to other switches."""
    link = work.design.links.get(limit.id)
    if link is None:
        return
    for end in dict.fromkeys((link.a, link.b)):
        node = work.design.nodes.get(end)
        if node is None or role_of(node) != "switch":
            continue
        amount = limit.has.or_zero / work.design.total_copies(end)
        for one in _more_of(work, limit, end, amount):
            yield _with_uplinks(work.design, one)


def _with_uplinks(design: Design, one: Candidate) -> Candidate:
    """ONE, a switch, with the cables of one of it to other switches."""
    terms = [one.usd]
    # The price of the switch, then the cables from one of it to each other switch.
    for link in needs_of(design).network_links.get(one.node, ()):
        other = link.b if link.a == one.node else link.a
        if role_of(design.nodes[other]) == "switch":
            price = unit_price(
                design.parts.get(link.cable_part or ""),
                link_name(design, link),
                link.cable_part or link.id,
                design.settings.prices,
            ).figure
            each = leaf(f"cables {link_name(design, link)} of one", _cables_of_one(design, link.id, one.node))
            terms.append(product(f"{link_name(design, link)}: cables of one", (each, price), "USD"))
    usd = total(f"1 more of {design.nodes[one.node].title} with its uplinks", terms, "USD")
    return one._replace(usd=usd, step=replace(one.step, price_usd=_range(usd)))


def _next_tier(work: Work, limit: Limit, traffic: Mapping[str, Traffic]) -> Iterator[Candidate]:
    """The tier of an API that takes the least more than the present one, by its published limits."""
    design, node = work.design, work.design.nodes[limit.lifted]
    part, now = design.part_of(node), limit.has.or_zero
    tiers: list[tuple[float, str]] = []
    for case in part.cases if part is not None else ():
        # Other cases of the part, such as regions, are no tiers; the present tier is no step.
        if case.of != "tier" or case.name == chosen(node, "tier"):
            continue
        other = replace(node, choices={**node.choices, "tier": case.name})
        rate = model_api(design, other, traffic[node.id]).requests_per_s.value
        if rate is not None and rate > now:
            tiers.append((rate, case.name))
    # The next tier alone: tiers are climbed one at a time.
    for rate, name in sorted(tiers)[:1]:
        usd = leaf(f"tier {name}", None, "USD", subject=node.id, note="A tier is reached by what has been paid before.")
        yield Candidate(
            Step(name=f"{node.id}: tier {name}", amount=rate - now),
            node.id,
            1,
            f"tier {name}",
            usd,
            _none("power of a tier", "W", node.id),
            _none("ports of a tier", "", node.id),
        )


def _none(label: str, unit: str, subject: str) -> Figure:
    return leaf(label, 0.0, unit, subject=subject, note="It takes none here.")


def _more_of(work: Work, limit: Limit, node_id: str, amount: float, count: int = 1) -> Iterator[Candidate]:
    """COUNT more of NODE_ID, which together add AMOUNT; nothing for what is only described."""
    design, node = work.design, work.design.nodes[node_id]
    if design.part_of(node) is None and node.price_usd is None and role_of(node) == "software":
        return
    one, title = price_of(design, node), node.title
    number = leaf(f"more of {title}", float(count), subject=node_id)
    usd = product(f"{count} more of {title}", (number, one), one.unit) if one.known else one
    watts = watts_of(design, node_id) * count
    drags = {f"{name}|{bound}": more * count for (name, bound), more in work.facility.drags(node_id).items()}
    drags.pop(limit.key, None)
    yield Candidate(
        Step(name=node_id, amount=amount, price_usd=_range(whole_price(design, usd)), drags=drags),
        node_id,
        count,
        "",
        usd,
        leaf(f"what {count} more of {title} draw at most and give off as heat", watts, "W", subject=node_id),
        _ports(design, node_id, count),
    )


def times(one: Candidate, number: int) -> Candidate:
    """Return NUMBER of a step as one."""
    if number == 1:
        return one
    # Everything linear in the number is multiplied: amount, price, draw, ports, and the load on others.
    step, many = one.step, leaf("so many of it", float(number))
    price = None if step.price_usd is None else step.price_usd.times(number)
    drags = {name: load * number for name, load in step.drags.items()}
    label = f"{one.number * number} more of it"
    return one._replace(
        step=replace(step, amount=step.amount * number, price_usd=price, drags=drags),
        number=one.number * number,
        usd=product(label, (many, one.usd), one.usd.unit) if one.usd.known else one.usd,
        watts=product(f"{label}: draw and heat", (many, one.watts), "W"),
        ports=product(f"{label}: ports", (many, one.ports), "") if one.ports.known else one.ports,
    )


def price_of(design: Design, node: Node) -> Figure:
    """Return the price of one more of NODE: to buy in USD, or its rent in USD/month; unknown where there is none."""
    part = design.part_of(node)
    if part is not None and is_rented(part):
        year = rent_of(design, [node])
        if not year.known:
            return leaf(f"{name_of(design, node)}: rent", None, "USD/month", subject=node.id, note="No rent is known.")
        month = month_of(f"{node.title}: rent of all, a month", year)
        copies = leaf(f"{node.title}: copies of it", float(design.total_copies(node.id)), subject=node.id)
        return quotient(f"{node.title}: rent of one, a month", month, copies, "USD/month")
    if node.price_usd is not None:
        return leaf(f"{node.title}: own price", node.price_usd, "USD", status="user", subject=node.id)
    return unit_price(part, name_of(design, node), node.part or node.id, design.settings.prices).figure


def whole_price(design: Design, usd: Figure) -> Figure:
    """Return USD as what is paid over the years of the design: a rent for all its months, a purchase once."""
    if usd.unit != "USD/month" or not usd.known:
        return usd
    return product("over the years", (usd, TWELVE, assumed(design, "years")), "USD", "a month × 12 × years")


def _range(price: Figure) -> PriceRange | None:
    """PRICE for the search; None where a part of it is unknown."""
    if price.value is None or price.missing:
        return None
    low, high = (price.value if end is None else end for end in (price.low, price.high))
    return PriceRange(min(low, price.value), price.value, max(high, price.value))


def _ports(design: Design, node_id: str, count: int) -> Figure:
    """Network ports that the cables of COUNT more of NODE_ID take at the other ends, as those of the drawn ones do."""
    label = f"network ports that {count} more of {design.nodes[node_id].title} take"
    links = needs_of(design).network_links.get(node_id, ())
    if not links:
        return leaf(label, None, "", subject=node_id, note="No network cable is drawn at it.")
    each = sum(_cables_of_one(design, one.id, node_id) for one in links)
    return leaf(label, float(ceil(each * count - 1e-9)), "", operation="routing", subject=node_id)


def _cables_of_one(design: Design, link_id: str, node_id: str) -> float:
    """Cables of a link at one copy of NODE_ID, on the mean."""
    link = design.links[link_id]
    around = design.holder(link)
    copies = design.copies_within(node_id, around)
    return link.cables / copies if copies else 0.0


def also_price(design: Design, additions: Sequence[tuple[str, int]]) -> list[Figure]:
    """Return the prices of ADDITIONS, (node id, how many), each a figure of its own."""
    found: list[Figure] = []
    for node_id, count in additions:
        node = design.nodes[node_id]
        number = leaf(f"more of {node.title}", float(count), subject=node_id)
        price = price_of(design, node)
        found.append(product(f"{count} more of {node.title}", (number, price), price.unit) if price.known else price)
    return found
