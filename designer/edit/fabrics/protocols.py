"""Parts that take the place of a switch or card in a fabric of the other protocol: by ports and rate, not by name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.kinds import KINDS, SWITCHES
from designer.model.network.cable_spread import ports_used
from designer.model.network.ports import joined_ports, ports_needed, rate_text
from designer.model.parts.part import Medium, Part, PortGroup

Protocol = Literal["ethernet", "infiniband"]
PROTOCOLS: Final[tuple[Protocol, ...]] = ("ethernet", "infiniband")
PROTOCOL_TITLES: Final[dict[Protocol, str]] = {"ethernet": "Ethernet", "infiniband": "InfiniBand"}
_UNPRICED: Final = float("inf")
_LEAST_COPIES: Final = 2
"""Where several devices share the load, two stay, so that one may fail."""
_TIMES: Final = (2, 3, 4)
"""How many devices may stand in for one that has more ports than any of the other protocol."""


class Bundle(NamedTuple):
    """The cables of one link on the fullest copy of a device.

    Attributes:
        cables: How many.
        rate_gbps: What one of them carries one way.
        medium: What runs through them.
        trunk: Whether the far end is exchanged too, so that the rate of a cable is free and only their sum counts.
    """

    cables: int
    rate_gbps: float
    medium: Medium
    trunk: bool = False


class Need(NamedTuple):
    """Load that a device of the fabric has to carry.

    Attributes:
        node_id: Which node.
        bundles: The cables of its fullest copy.
        copies: How many copies stand in one copy of its container.
        around: How many copies of that container there are.
        counts: How many copies there may be instead, the fewest first.
        plugs: Connectors that its cables go into now.
    """

    node_id: str
    bundles: tuple[Bundle, ...]
    copies: int
    around: int
    counts: tuple[int, ...]
    plugs: frozenset[str]


class Candidate(NamedTuple):
    """A part that has the ports; the least one is taken.

    Attributes:
        other_plugs: Whether its ports take other plugs than now, so that cables and optics change along.
        silent: Whether nobody says what it draws or costs, so that no figure could be told of it.
        price: Of all of them; endless where no price is known.
        unlike: Whether cables run in ports of another rate, split or slowed down.
        surplus_gbps: Rate of all its ports beyond what is needed.
        part_id: Its id.
        copies: How many copies of each node are needed, by its id.
    """

    other_plugs: bool
    silent: bool
    price: float
    unlike: bool
    surplus_gbps: float
    part_id: str
    copies: Mapping[str, int]


class _Fitted(NamedTuple):
    """Fit of cables into the ports of a part: whether in ports of another rate, and into which connectors."""

    unlike: bool
    plugs: frozenset[str]


def speaks(groups: Iterable[PortGroup], protocol: Protocol, media: Iterable[Medium]) -> bool:
    """Return whether one of GROUPS carries one of MEDIA by PROTOCOL, or says of none what it speaks."""
    wanted = set(media)
    return any(wanted & set(group.media) and (not group.protocols or protocol in group.protocols) for group in groups)


def carries_data(group: PortGroup) -> bool:
    """Return whether GROUP is a port of the network, not one of the device itself: its supply, its own management."""
    return bool({"fabric", "storage"} & set(group.media))


def need_of(design: Design, node_id: str, media: Collection[Medium], exchanged: Collection[str]) -> Need:
    """Return what a node has to carry, and how many copies of it there may be instead.

    Fewer copies where they divide, two at least where there are two; more where the cables part evenly. Where cables
    run copy to copy, there are as many as now.

    Args:
        design: The design.
        node_id: The node.
        media: The networks whose cables count.
        exchanged: Ids of all that is exchanged along.
    """
    node = design.nodes[node_id]
    found: list[Bundle] = []
    plugs: set[str] = set()
    fixed = False
    for link in design.links.values():
        if node_id not in (link.a, link.b) or link.medium not in media:
            continue
        joined = joined_ports(design, link)
        rate = joined[2].rate_gbps if joined is not None else None
        # Pairwise links and links to itself need the copies that there are.
        fixed = fixed or link.spread == "pairwise" or link.a == link.b
        if joined is None or rate is None:
            continue
        end = 0 if link.a == node_id else 1
        group = joined[0] if end == 0 else joined[1]
        if not carries_data(group):
            continue
        plugs.add(group.connector)
        far = link.b if end == 0 else link.a
        found.append(Bundle(ports_used(design, link)[end], rate, link.medium, far in exchanged))
    copies = node.copies
    # Fewer devices as long as the copies divide, more as long as each bundle does.
    fewer = [one for one in range(1, copies) if copies % one == 0 and one >= min(copies, _LEAST_COPIES)]
    more = [copies * times for times in _TIMES if all(one.cables % times == 0 for one in found)]
    counts = (copies,) if fixed else (*fewer, copies, *more)
    return Need(node_id, tuple(found), copies, design.total_copies(node_id) // copies, counts, frozenset(plugs))


def candidates(library: Library, kind: str, protocol: Protocol, needs: Sequence[Need]) -> list[Candidate]:
    """Return the parts of KIND that speak PROTOCOL and have the ports for each of NEEDS, the likeliest first.

    Parts that take the plugs of now come first, so that cables and optics stay what they are; then those of which
    price and power are known, the cheapest for all that is needed of them; then those of the same rate.

    Args:
        library: The parts on hand.
        kind: "switch" or "nic".
        protocol: What they have to speak.
        needs: What each device has to carry that becomes the part.
    """
    found: list[Candidate] = []
    for part in library.parts.values():
        if part.kind != kind or part.layer == "cloud" or part.availability == "not sold":
            continue
        copies: dict[str, int] = {}
        fits: list[tuple[Need, _Fitted]] = []
        for need in needs:
            for count in need.counts if kind in SWITCHES else (need.copies,):
                fitted = _fitted(part, protocol, _shared(need, count))
                if fitted is not None:
                    copies[need.node_id] = count
                    fits.append((need, fitted))
                    break
        if len(fits) < len(needs):
            continue
        price = part.price()
        each = price.typical if price is not None and price.currency == "USD" else _UNPRICED
        devices = sum(copies[need.node_id] * need.around for need in needs)
        top = sum((group.rate_gbps or 0.0) * group.count for group in part.ports if protocol in group.protocols)
        found.append(
            Candidate(
                any(not fitted.plugs <= need.plugs for need, fitted in fits),
                each == _UNPRICED or not part.fact("power_max_w", "W").known,
                each * devices,
                any(fitted.unlike for _, fitted in fits),
                top * devices,
                part.id,
                copies,
            )
        )
    return sorted(found, key=lambda one: one[:6])


def _shared(need: Need, count: int) -> list[Bundle]:
    """The cables on the fullest of COUNT copies."""
    return [one._replace(cables=-(-one.cables * need.copies // count)) for one in need.bundles]


def _fitted(part: Part, protocol: Protocol, bundles: Sequence[Bundle]) -> _Fitted | None:
    """Return the fit of BUNDLES into the ports of PART; None where these are too few or too slow."""
    left = {group.name: group.count for group in part.ports}
    unlike, plugs = False, set[str]()
    # The fastest first, since they have the fewest ports to go into.
    for bundle in sorted(bundles, key=lambda one: -one.rate_gbps):
        ways: list[tuple[bool, float, str, int, str]] = []
        for group in part.ports:
            if bundle.medium not in group.media or protocol not in group.protocols or group.rate_gbps is None:
                continue
            ports = _ports(group, bundle)
            if 0 < ports <= left[group.name]:
                other = group.rate_gbps != bundle.rate_gbps
                ways.append((other, group.rate_gbps, group.name, ports, group.connector))
        if not ways:
            return None
        other, _, name, ports, connector = min(ways)
        left[name] -= ports
        unlike = unlike or other
        plugs.add(connector)
    return _Fitted(unlike, frozenset(plugs))


def _ports(group: PortGroup, bundle: Bundle) -> int:
    """Return how many ports of GROUP the cables of BUNDLE take; 0 where it is too slow for them."""
    split = _ways(group, bundle.rate_gbps)
    if split:
        return ports_needed(bundle.cables, split)
    times = bundle.rate_gbps / group.rate_gbps if group.rate_gbps else 0.0
    return bundle.cables * int(times) if bundle.trunk and times and times == int(times) else 0


def _ways(group: PortGroup, rate_gbps: float) -> int:
    """Into how many links of a rate a port of GROUP is split; 0 where it is too slow."""
    if group.rate_gbps is None or group.rate_gbps < rate_gbps:
        return 0
    ways = group.rate_gbps / rate_gbps
    return int(ways) if ways == int(ways) and int(ways) in group.breakouts else 1


def why_none(library: Library, kind: str, protocol: Protocol, needs: Sequence[Need]) -> str:
    """Return why no part of KIND in the catalog can stand in: what is needed, and the most that there is."""
    # The most demanding node tells what is needed.
    most = max(needs, key=lambda need: sum(one.cables * one.rate_gbps for one in need.bundles))
    wanted: dict[float, int] = {}
    for one in most.bundles:
        wanted[one.rate_gbps] = wanted.get(one.rate_gbps, 0) + one.cables
    fastest = max(wanted, default=0.0)
    title = PROTOCOL_TITLES[protocol]
    words = " and ".join(f"{count:,} × {rate_text(rate)}" for rate, count in sorted(wanted.items(), reverse=True))
    noun = KINDS[kind].title.lower()
    best: tuple[int, str] = (0, "")
    for part in library.parts.values():
        if part.kind == kind and part.layer != "cloud":
            ports = sum(group.count * _ways(group, fastest) for group in part.ports if protocol in group.protocols)
            best = max(best, (ports, part.name))
    if not best[0]:
        return f"No {title} {noun} in the catalog has ports of {rate_text(fastest)}; {words} are needed."
    ports, name = best
    return (
        f"No {title} {noun} in the catalog takes {words} on one device; the most at {rate_text(fastest)} is {ports:,}, "
        f"of {name}."
    )
