"""Rules about the chosen cables and optics and about breakouts: do they go in, reach, and run at the rate."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from designer.analysis.network.cable_checks import Joined, Wiring, wiring_of
from designer.analysis.results import Results
from designer.catalog.parts.compatibility import CableEnd, cable_ends, cage_of
from designer.model.design import Design, Link
from designer.model.kinds import CABLES, CABLING, OPTICS
from designer.model.network.ports import rate_text
from designer.model.parts.part import Part, PortGroup
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix, Severity
from designer.review.network.port_rules import around, fewer_cables, overfull_groups
from designer.review.registry import rule

_LISTED: Final = 4
_FAMILIES: Final = ("QSFP", "OSFP", "SFP", "RJ45")


class Misfit(NamedTuple):
    """Reason why a chosen part does not suit a link.

    Attributes:
        sort: Of the reason, so that links with the same one are told together.
    """

    sort: str
    severity: Severity
    message: str
    detail: str


# ---- Breakouts ----


@rule({"no-such-breakout": "error"}, layer="servers_fabric")
def no_such_breakout(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Ports that would have to be split in a way in which they cannot be."""
    yield from _split_cables(wiring_of(design))
    yield from _split_ports(wiring_of(design))


def _split_ports(wiring: Wiring) -> Iterator[Finding]:
    """Port groups that have enough ports for their cables only if each were split as none can be."""
    design = wiring.design
    # Cheap first: most designs have no such pair of ports.
    if not any(_unsplit(sort) for sort in wiring.sorts):
        return
    split: dict[tuple[str, str], tuple[PortGroup, PortGroup, int, Link]] = {}
    for link in wiring.roster.network_links:
        joined = wiring.joined[link.id]
        pair = _unsplit(joined) if joined else None
        if joined and pair:
            fast, slow, ways = pair
            split.setdefault((link.a if fast is joined[0] else link.b, fast.name), (fast, slow, ways, link))
    ends = {node_id for node_id, _ in split}
    near = overfull_groups(around(design, ends), ends)
    full = [
        (near[key], *found)
        for key, found in split.items()
        # Only where the split would be needed: with enough ports without it there is nothing to say.
        if key in near and near[key].need <= found[2] * found[0].count
    ]
    for over, fast, slow, ways, link in full[:_LISTED]:
        node = design.nodes[over.node_id]
        other = design.nodes[link.b if link.a == over.node_id else link.a]
        yield Finding(
            rule="no-such-breakout",
            severity="error",
            message=f"The {rate_text(fast.rate_gbps)} ports {fast.name} of {node.title} do not split into {ways} × "
            f"{rate_text(slow.rate_gbps)} for {slow.name} of {other.title}.",
            detail=f"Its {counted(over.need, 'cable')} would need that on {counted(over.have, 'port')}. "
            f"{_allowed(fast)} Take cables away, or choose a part whose ports split so.",
            ids=(over.node_id, *(one.id for one in over.links)),
            fix=fewer_cables(design, node, over),
        )


def _unsplit(joined: Joined) -> tuple[PortGroup, PortGroup, int] | None:
    """The faster and the slower port where the one is a whole multiple of the other and does not split so."""
    a, b, how = joined
    if how.verdict != "adapter" or how.a_ways != 1 or how.b_ways != 1 or not a.rate_gbps or not b.rate_gbps:
        return None
    fast, slow = (a, b) if a.rate_gbps > b.rate_gbps else (b, a)
    ways = max(a.rate_gbps, b.rate_gbps) / min(a.rate_gbps, b.rate_gbps)
    return (fast, slow, int(ways)) if ways == int(ways) and ways > 1 else None


def _allowed(group: PortGroup) -> str:
    ways = " or ".join(str(ways) for ways in group.breakouts)
    return f"They split into {ways}." if ways else "They do not split at all."


def _split_cables(wiring: Wiring) -> Iterator[Finding]:
    """Breakout cables in ports that do not split so."""
    design = wiring.design
    found: dict[tuple[str, str, str], list[Link]] = {}
    why: dict[tuple[str, str, str], tuple[PortGroup, int]] = {}
    for link, part, joined in _chosen(wiring):
        whole, pieces = _split_end(part)
        if not pieces:
            continue
        sides = [(link.a, joined[0], joined[1]), (link.b, joined[1], joined[0])]
        into = [
            (node_id, group)
            for node_id, group, other in sides
            if _goes_in(whole, group.connector) and _goes_in(pieces.plug, other.connector)
        ]
        # Where the cages do not tell which end is whole, either may be; a cable that goes in nowhere is another rule's.
        if into and all(not _splits(group, pieces.plugs) for _, group in into):
            key = (into[0][0], into[0][1].name, part.id)
            found.setdefault(key, []).append(link)
            why[key] = into[0][1], pieces.plugs
    for (node_id, _, part_id), links in list(found.items())[:_LISTED]:
        group, plugs = why[node_id, _, part_id]
        title, part = design.nodes[node_id].title, design.parts[part_id]
        other = design.nodes[links[0].b if links[0].a == node_id else links[0].a]
        yield Finding(
            rule="no-such-breakout",
            severity="error",
            message=f"{part.name} splits a port in {plugs}, which ports {group.name} of {title} do not do "
            f"({listed([one.name or title for one in links])} to {other.title}).",
            detail=f"{_allowed(group)} Choose another cable.",
            ids=(*(link.id for link in links), node_id, other.id),
            fix=_another(wiring, links),
        )


def _split_end(part: Part) -> tuple[str, CableEnd | None]:
    """The cage of the whole end and the split end of a breakout cable; ("", None) for one that is none."""
    ends = cable_ends(part) if part.kind in CABLES else ()
    if len(ends) != 2 or ends[0].plugs == ends[1].plugs or min(ends[0].plugs, ends[1].plugs) != 1:
        return "", None
    whole, split = sorted(ends, key=lambda end: end.plugs)
    return (whole.plug, split) if _family(whole.plug) and _family(split.plug) else ("", None)


def _splits(group: PortGroup, links: int) -> bool:
    """Return True when a cage of GROUP gives LINKS links: its logical ports, or each of them split."""
    ports = max(group.count // group.cages, 1) if group.cages else 1
    ways = links / ports
    return ways <= 1 or (ways == int(ways) and int(ways) in group.breakouts)


# ---- Cables and optics ----


@rule({"cable-does-not-suit": ("error", "warning")}, layer="servers_fabric")
def cable_does_not_suit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Chosen cables and optics that do not fit the cage, do not reach, or are too slow."""
    wiring = wiring_of(design)
    found: dict[tuple[str, str], list[tuple[Link, Misfit]]] = {}
    for link, part, joined in _chosen(wiring):
        for misfit in _misfits(wiring, link, part, joined):
            found.setdefault((part.id, misfit.sort), []).append((link, misfit))
    for _, misfits in list(found.items())[: 2 * _LISTED]:
        links, (link, first) = [link for link, _ in misfits], misfits[0]
        a, b = design.nodes[link.a].title, design.nodes[link.b].title
        more = f" The same holds for {_named(links[1:])}." if len(links) > 1 else ""
        where = f"{link.name}, from {a} to {b}" if link.name else f"the link from {a} to {b}"
        yield Finding(
            rule="cable-does-not-suit",
            severity=first.severity,
            message=first.message,
            detail=f"It is chosen for {where}.{more} {first.detail}",
            ids=(*(one.id for one in links), link.a, link.b),
            fix=_another(wiring, links),
        )


def _named(links: list[Link]) -> str:
    return listed([one.name for one in links]) if all(one.name for one in links) else counted(len(links), "more link")


def _chosen(wiring: Wiring) -> Iterator[tuple[Link, Part, Joined]]:
    """Network links with a chosen cable or optic whose ports are known."""
    for link in wiring.chosen:
        part = wiring.design.parts.get(link.cable_part) if link.cable_part else None
        joined = wiring.joined[link.id]
        if part is not None and part.kind in CABLING and joined is not None and joined[2].verdict != "no":
            yield link, part, joined


def _misfits(wiring: Wiring, link: Link, part: Part, joined: Joined) -> Iterator[Misfit]:
    yield from _cages(wiring, link, part, joined)
    a, b = (wiring.design.nodes[end].title for end in (link.a, link.b))
    ours, needed = _rate_of(part), wiring.rate(link)
    if ours is not None and needed is not None and ours < needed:
        yield Misfit(
            f"rate {needed:g}",
            "warning",
            f"{part.name} carries {rate_text(ours)}, and ports {joined[0].name} of {a} and {joined[1].name} of {b} run "
            f"at {rate_text(needed)}.",
            "The link comes up slowly or not at all. Choose one of the ports' rate.",
        )
    reach = _reach_of(part)
    if reach is not None and link.length_m is not None and link.length_m > reach + 0.001:
        yield Misfit(
            "reach",
            "error",
            f"{part.name} reaches {reach:g} m, and from {joined[0].name} of {a} to {joined[1].name} of {b} it is "
            f"{link.length_m:g} m.",
            "Choose one that reaches, or put the two closer together.",
        )


def _rate_of(part: Part) -> float | None:
    """Return the Gb/s of one link of a cable or optic."""
    rate = part.facts.get("rate_gbps")
    links = part.texts.get("links", "1")
    if rate is None or rate.value is None:
        return None
    return rate.value / int(links) if links.isdecimal() and int(links) > 0 else None


def _reach_of(part: Part) -> float | None:
    """Return the reach in m at best: by its fact, or the longest that is sold where that is less."""
    fact = part.facts.get("reach_m")
    known = [value for value in (fact.value, fact.high) if value is not None] if fact else []
    lengths = [stock.length_m for stock in part.lengths]
    limits = [max(values) for values in (known, lengths) if values]
    return min(limits, default=None)


def _cages(wiring: Wiring, link: Link, part: Part, joined: Joined) -> Iterator[Misfit]:
    """Cages that no end of PART goes into."""
    a, b = joined[0], joined[1]
    plugs = [cage_of(part)] * 2 if part.kind in OPTICS else [end.plug for end in cable_ends(part)]
    if len(plugs) != 2 or not all(_family(plug) for plug in plugs):
        return
    if part.kind in OPTICS and (_goes_in(plugs[0], a.connector) or _goes_in(plugs[0], b.connector)):
        # An optic sits at one end; what is at the other end is not said.
        return
    if any(_goes_in(one, a.connector) and _goes_in(other, b.connector) for one, other in (plugs, plugs[::-1])):
        return
    ends = " and ".join(dict.fromkeys(plugs))
    nodes = wiring.design.nodes
    yield Misfit(
        f"cage {a.connector} {b.connector}",
        "error",
        f"{part.name} goes into {ends}, and it would have to join port {a.name} of {nodes[link.a].title} "
        f"({a.connector or 'unknown cage'}) and port {b.name} of {nodes[link.b].title} "
        f"({b.connector or 'unknown cage'}).",
        "Choose a cable with the ends of these ports.",
    )


def _family(plug: str) -> str:
    return next((family for family in _FAMILIES if plug.startswith(family)), "")


def _goes_in(plug: str, cage: str) -> bool:
    """Return True when PLUG goes into CAGE; what is unknown is taken to.

    Plugs of one family go into each other's cages, and a double-density cage takes plain plugs, not the other way
    round (QSFP-DD and SFP-DD multi-source agreements).
    """
    family = _family(cage)
    if not family:
        return True
    return _family(plug) == family and (not plug.endswith("-DD") or cage.endswith("-DD"))


def _another(wiring: Wiring, links: list[Link]) -> Fix | None:
    """A cable that the design uses already and that suits, for the one link; else no cable chosen."""
    if len(links) != 1:
        return None
    link, joined = links[0], wiring.joined[links[0].id]
    for part in sorted(wiring.design.parts.values(), key=lambda one: one.id):
        ends = cable_ends(part) if part.kind in CABLES else ()
        # A bare fibre would want optics as well, and a breakout cable other ports.
        plain = len(ends) == 2 and all(end.plugs == 1 and _family(end.plug) for end in ends)
        if joined and plain and part.id != link.cable_part and not any(_misfits(wiring, link, part, joined)):
            return Fix(
                label=f"Choose {part.name}",
                edit="set_cable_part",
                arguments={"link_id": link.id, "part_id": part.id},
            )
    return Fix(label="Choose no cable", edit="set_cable_part", arguments={"link_id": link.id})
