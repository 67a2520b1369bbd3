"""The cheapest way to widen a cut: which of its links get cables, as far as there are free ports."""

from collections.abc import Callable, Mapping
from math import inf, lcm
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.limits.records import AddedCables, Proposal, Widening
from designer.analysis.money.prices import cable_price, length_to_buy
from designer.analysis.network.network_context import Survey
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, difference, leaf, product, quotient, total
from designer.model.naming import link_name
from designer.model.network.cable_spread import EVENED, spread_unit
from designer.model.network.port_occupancy import PortKey, ports_taken
from designer.model.network.ports import joined_ports
from designer.model.records import MAX_CABLES
from designer.model.wording import counted

Cut = Callable[[Design], tuple[float, dict[str, float]]]
"""The cut of a changed design: Gb/s, and how many cables of each link are in it."""

_MOST_LINKS: Final = 8
_MOST_TOGETHER: Final = 3
_SHOWN: Final = 5


class _Step(NamedTuple):
    """CABLES more in one copy of the container, and whether the ports for them were counted."""

    cables: int
    ports_known: bool
    blocked: str


def widenings(survey: Survey, before: Figure, cut: Mapping[str, float], again: Cut) -> tuple[list[Widening], list[str]]:
    """Ways to widen CUT, the cheapest first, and why some of its links cannot be widened.

    Each way adds the fewest cables that every copy of both ends gets alike, or as many as ports are free. Where one
    link alone does not help, because another cut is as small, links of that one are added.

    Args:
        survey: The design.
        before: What the cut carries.
        cut: Cables of each link in the cut.
        again: The cut of a changed design.
    """
    design = survey.design
    blocked: list[str] = []
    found: list[Widening] = []
    # Beginning with the links that carry the most of the cut.
    largest = sorted(cut, key=lambda i: -cut[i] * survey.cablings[i].rate.or_zero)
    for link_id in largest[:_MOST_LINKS]:
        plan: dict[str, _Step] = {}
        changed, after, wanted = design, before.or_zero, link_id
        # Cables are added to one link of the cut after the other until more gets through: a cut has to grow as a whole.
        while wanted and len(plan) < _MOST_TOGETHER:
            step = _step(survey, changed, wanted)
            if not step.cables:
                blocked.append(step.blocked)
                break
            plan[wanted] = step
            link = changed.links[wanted]
            changed = replace(changed, links={**changed.links, wanted: replace(link, cables=link.cables + step.cables)})
            after, next_cut = again(changed)
            if after > before.or_zero * (1 + 1e-9):
                found.append(_widening(survey, plan, before, after))
                break
            # The next link of the new smallest cut that has nothing added yet.
            wanted = next((i for i in next_cut if i not in plan), "")
    # The same links in another order are the same way.
    unique = {tuple(sorted(one.link for one in way.added)): way for way in found}
    ranked = sorted(unique.values(), key=_cost)
    return ranked[:_SHOWN], list(dict.fromkeys(blocked))


def _cost(way: Widening) -> tuple[float, float]:
    """Known prices first, then cables for a Gb/s."""
    known = way.usd_per_gbps.value if way.usd_per_gbps.value is not None and not way.usd_per_gbps.missing else inf
    return known, sum(one.cables for one in way.added) / (way.gain_gbps.value or inf)


def _step(survey: Survey, design: Design, link_id: str) -> _Step:
    """Return the number of cables that LINK_ID gets more at a time, or why it gets none."""
    cabling = survey.cablings[link_id]
    link = design.links[link_id]
    a, b = cabling.a_copies, cabling.b_copies
    even = lcm(a, b) if link.spread in EVENED else spread_unit(link.spread, a, b, cabling.each_group)
    name = link_name(design, link)
    joined = joined_ports(design, link)
    room: float = inf
    if joined is not None and joined[2].verdict != "no":
        taken = ports_taken(design)
        for node_id, group, ways, copies in (
            (link.a, joined[0], joined[2].a_ways, a),
            (link.b, joined[1], joined[2].b_ways, b),
        ):
            key: PortKey = (node_id, group.name)
            free = max(0, group.count - taken.get(key, 0)) * ways * copies
            if not free:
                node = design.nodes[node_id]
                ports = "ports" if group.name == "ports" else f"{group.name} ports"
                return _Step(0, True, f"{name}: all {group.count:,} {ports} of {node.title} are in use.")
            # Where a tile is joined to itself both ends take a port of it.
            room = min(room, free // 2 if link.a == link.b else free)
    if link.cables + 1 > MAX_CABLES:
        return _Step(0, False, f"{name}: a link holds at most {MAX_CABLES:,} cables.")
    even = min(even, MAX_CABLES - link.cables)
    if even <= room:
        return _Step(int(even), room < inf, "")
    if link.spread not in EVENED:
        return _Step(0, True, f"{name}: too few ports are free for {even:,} more cables, one for every pair.")
    return _Step(int(room), True, "")


def _widening(survey: Survey, plan: Mapping[str, _Step], before: Figure, after: float) -> Widening:
    added = tuple(_added(survey, link_id, step) for link_id, step in plan.items())
    price = total("price of the cables", [one.price_usd for one in added], "USD", "sum over the links")
    then = leaf(
        "max flow with them", after, "Gb/s", operation="routing", note="Worked out again with the cables added."
    )
    gain = difference("more gets through", then, before, "Gb/s")
    known = all(step.ports_known for step in plan.values())
    words = " and ".join(f"{one.cables:,} to {one.name}" for one in added)
    said = f"Add {words}: {gain.or_zero:,.0f} Gb/s more get through, {after:,.0f} in all"
    if price.value and not price.missing:
        said += f", for about {price.value:,.0f} USD of cable"
    said += ". The ports are free." if known else ". How many ports are free is not known."
    return Widening(
        added=added,
        gain_gbps=gain,
        price_usd=price,
        usd_per_gbps=quotient("price of a Gb/s", price, gain, "USD/(Gb/s)"),
        ports_known=known,
        reason=said,
    )


def _added(survey: Survey, link_id: str, step: _Step) -> AddedCables:
    design, cabling = survey.design, survey.cablings[link_id]
    link = design.links[link_id]
    name = link_name(design, link)
    every = step.cables * cabling.groups
    count = count_of(f"cables added to {name}", every, link_id)
    part = design.parts.get(link.cable_part) if link.cable_part else None
    if part is None:
        one = leaf(f"{name}: price of a cable", None, "USD", subject=link_id, note="No cable was chosen for this link.")
    else:
        stock = length_to_buy(part, link.length_m)
        one = cable_price(part, stock, link.length_m, link_id, design.settings.prices).figure
    after = link.cables + step.cables
    proposal = Proposal(
        label=f"Add {counted(every, 'cable')} to {name}",
        edit="set_cables",
        arguments={"link_id": link_id, "cables": after},
    )
    return AddedCables(
        link=link_id,
        name=name,
        cables=every,
        price_usd=product(f"{name}: cables added", (count, one), "USD"),
        proposal=proposal,
    )
