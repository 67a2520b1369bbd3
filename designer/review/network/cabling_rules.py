"""Rules about how a network is cabled: rails, missing and uneven uplinks, mixed rates, planes that meet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from designer.analysis.network.cable_checks import Gap, Uneven, Vertex, Wiring, gaps, uneven_uplinks, wiring_of
from designer.analysis.network.rail_checks import Meeting, Stray, meetings, strays
from designer.analysis.results import Results
from designer.model.design import Design, Link
from designer.model.device_names import device_names
from designer.model.naming import link_name
from designer.model.network.ports import rate_text
from designer.model.parts.part import Medium, PortGroup
from designer.model.wording import counted
from designer.review.findings import Finding, Fix, Severity
from designer.review.network.port_rules import around, has_room
from designer.review.registry import rule
from designer.review.words import rate

_LISTED: Final = 4
_MANY: Final = {"port": "ports", "switch": "switches", "bundle": "bundles"}
_NEW: Final = "a cable that is not there yet"


def _rest(rule: str, severity: Severity, rest: Sequence[tuple[str, ...]], what: str) -> Iterator[Finding]:
    """One line for the findings beyond those that are listed each for itself, by what they are about."""
    if rest:
        yield Finding(
            rule=rule,
            severity=severity,
            message=f"{counted(len(rest), f'more {what}', f'more {_MANY[what]}')} {'is' if len(rest) == 1 else 'are'} "
            "cabled so.",
            detail="The first are listed each for itself.",
            ids=tuple(dict.fromkeys(one for ids in rest for one in ids)),
        )


def _port(design: Design, node_id: str, group: PortGroup) -> str:
    """A port in words: which, where the group has one; else one of it."""
    title = design.nodes[node_id].title
    return f"port {group.name} of {title}" if group.count == 1 else f"a port of {title} ({group.name})"


def _switch(design: Design, vertex: Vertex) -> str:
    node_id, copy = vertex
    return device_names(design).of(node_id, copy)


def _said(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- Rails ----


@rule({"rails-swapped": ("warning", "note")}, layer="servers_fabric")
def rails_swapped(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Hosts of which a port lands on another leaf than that of their peers."""
    wiring = wiring_of(design)
    left = strays(wiring)
    turned: dict[tuple[str, str], list[Stray]] = {}
    for stray in left:
        turned.setdefault((stray.got, stray.wanted), []).append(stray)
    groups: list[tuple[Stray, ...]] = []
    done: set[str] = set()
    for stray in left:
        if stray.link.id in done:
            continue
        mirrors = [
            one
            for one in turned.get((stray.wanted, stray.got), ())
            if one.link.cables == stray.link.cables and one.link.id not in done
        ]
        # First a port of the same host: one person who plugged two cables the wrong way round.
        other = min(mirrors, key=lambda one, host=stray.host: one.host != host, default=None)
        groups.append((stray, other) if other else (stray,))
        done |= {one.link.id for one in groups[-1]}
    for pair in groups[:_LISTED]:
        yield _swapped(wiring, pair)
    yield from _rest("rails-swapped", "warning", [_of_strays(pair) for pair in groups[_LISTED:]], "port")


def _of_strays(pair: Sequence[Stray]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for stray in pair for one in (stray.link.id, stray.host, stray.got)))


def _swapped(wiring: Wiring, pair: Sequence[Stray]) -> Finding:
    design, first = wiring.design, pair[0]
    nodes = design.nodes
    lands = " and ".join(f"{_port(design, stray.end, stray.group)} lands on {nodes[stray.got].title}" for stray in pair)
    if not first.sure:
        peers = "the other server of its sort has it elsewhere"
    elif len(pair) == 2:
        peers = f"with their peers it is {nodes[first.wanted].title} and {nodes[pair[1].wanted].title}"
    else:
        peers = f"with its {counted(first.peers, 'peer')} it is {nodes[first.wanted].title}"
    return Finding(
        rule="rails-swapped",
        severity="warning" if first.sure else "note",
        message=f"{_said(lands)}; {peers}.",
        detail="Servers talk along a rail: the same port of all of them goes to one leaf. One that is plugged in "
        "elsewhere sends that traffic over the spines and crowds another rail.",
        ids=_of_strays(pair),
        fix=_plug_over(wiring, pair),
    )


def _far_end(stray: Stray) -> str:
    return "b" if stray.link.a == stray.end else "a"


def _plug_over(wiring: Wiring, pair: Sequence[Stray]) -> Fix | None:
    design, first = wiring.design, pair[0]
    if len(pair) == 2:
        other = pair[1]
        return Fix(
            label="Exchange the two at the leaves",
            edit="swap_ends",
            arguments={
                "link_id": first.link.id,
                "end": _far_end(first),
                "other_id": other.link.id,
                "other_end": _far_end(other),
            },
        )
    return _move(design, first.link, _far_end(first), first.wanted)


def _move(design: Design, link: Link, end: str, to: str) -> Fix | None:
    """The END of LINK to node TO, where a port is free for it."""
    port = {f"{end}_port": None, end: to}
    if not design.ports_of(design.nodes[to]) or not has_room(design, msgspec.structs.replace(link, **port)):
        return None
    return Fix(
        label=f"Plug it into {design.nodes[to].title}",
        edit="move_end",
        arguments={"link_id": link.id, "end": end, "node_id": to},
    )


# ---- Uplinks ----


@rule({"leaf-misses-spine": "warning"}, layer="servers_fabric")
def leaf_misses_spine(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Switches without a cable to one above that their peers reach."""
    wiring = wiring_of(design)
    found = list(gaps(wiring))
    # The links of the switches in question, so that each fix need not look at all of a large design.
    near = around(design, {end for gap in found[:_LISTED] for end in (gap.lower[0], gap.upper[0])})
    for gap in found[:_LISTED]:
        lower, upper = _switch(design, gap.lower), _switch(design, gap.upper)
        more = f" (nor to {gap.missed - 1} more)" if gap.missed > 1 else ""
        others = f"{counted(gap.copies - 1, 'copy', 'copies')} of it also miss one. " if gap.copies > 1 else ""
        yield Finding(
            rule="leaf-misses-spine",
            severity="warning",
            message=f"{lower} has no cable to {upper}{more}; {counted(gap.peers, 'switch', 'switches')} of its tier "
            f"{'has' if gap.peers == 1 else 'have'}.",
            detail=f"{others}What comes down from {upper} for it has to go another way, so the other cables fill up "
            "and a failure hurts more. Draw the missing cables.",
            ids=(gap.lower[0], gap.upper[0]),
            fix=_fill(wiring, gap, near),
        )
    yield from _rest(
        "leaf-misses-spine", "warning", [(gap.lower[0], gap.upper[0]) for gap in found[_LISTED:]], "switch"
    )


def _fill(wiring: Wiring, gap: Gap, near: Design) -> Fix | None:
    design, lower, upper = wiring.design, gap.lower[0], gap.upper[0]
    if design.total_copies(lower) == design.total_copies(upper) == 1 and gap.missed == 1:
        medium: Medium = next(m for m, uplinks in wiring.uplinks.items() if gap.lower in uplinks.cables)
        new = Link(id=_NEW, a=lower, b=upper, medium=medium, cables=gap.cables)
        ports = design.ports_of(design.nodes[lower]) and design.ports_of(design.nodes[upper])
        if not ports or not has_room(near, new):
            return None
        return Fix(
            label=f"Join it to {design.nodes[upper].title} with {counted(gap.cables, 'cable')}",
            edit="add_link",
            arguments={"a": lower, "b": upper, "cables": gap.cables},
        )
    link = _only_link(wiring, lower, upper)
    return _even_cables(design, link) if link else None


def _only_link(wiring: Wiring, lower: str, upper: str) -> Link | None:
    """The link between two nodes, where there is one alone."""
    found = [link for uplinks in wiring.uplinks.values() for link in uplinks.between(lower, upper)]
    return found[0] if len(found) == 1 else None


def _even_cables(design: Design, link: Link) -> Fix | None:
    """As many cables as let every copy reach every copy alike, where the ports have room."""
    container = design.holder(link)
    step = design.copies_within(link.a, container) * design.copies_within(link.b, container)
    cables = -(-link.cables // step) * step
    if cables == link.cables:
        return None
    return _cables(design, link, cables)


def _cables(design: Design, link: Link, cables: int) -> Fix | None:
    if cables > link.cables and not has_room(design, msgspec.structs.replace(link, cables=cables)):
        return None
    return Fix(
        label=f"Make {link_name(design, link)} {counted(cables, 'cable')}",
        edit="set_cables",
        arguments={"link_id": link.id, "cables": cables},
    )


@rule({"uneven-striping": ("warning", "note")}, layer="servers_fabric")
def uneven_striping(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Switches whose uplinks are not spread evenly over the switches above."""
    wiring = wiring_of(design)
    found = list(uneven_uplinks(wiring))
    for uneven in found[:_LISTED]:
        lower = _switch(design, uneven.lower)
        most, least = _switch(design, uneven.most), _switch(design, uneven.least)
        others = f"{counted(uneven.copies - 1, 'other copy', 'other copies')} of it are uneven as well. "
        yield Finding(
            rule="uneven-striping",
            severity=_how_bad(wiring, uneven),
            message=f"{lower} has {_strand(uneven.most_cables, uneven.most_gbps)} to {most} and "
            f"{_strand(uneven.least_cables, uneven.least_gbps)} to {least}.",
            detail=f"{others if uneven.copies > 1 else ''}Traffic is shared over all uplinks alike, so the way by "
            f"{least} is narrow on the way down and fills up first. Give every switch above the same.",
            ids=(uneven.lower[0], *dict.fromkeys((uneven.most[0], uneven.least[0]))),
            fix=_even_out(wiring, uneven),
        )
    rest = found[_LISTED:]
    worst: Severity = "warning" if any(_how_bad(wiring, one) == "warning" for one in rest) else "note"
    yield from _rest("uneven-striping", worst, [(one.lower[0], one.most[0], one.least[0]) for one in rest], "switch")


def _strand(cables: int, gbps: float) -> str:
    return f"{counted(cables, 'cable')} ({rate(gbps)})"


def _how_bad(wiring: Wiring, uneven: Uneven) -> Severity:
    """A note where cables drawn as one link merely do not divide, a warning where they were drawn uneven."""
    rounded = uneven.most[0] == uneven.least[0] and uneven.most_cables - uneven.least_cables == 1
    return "note" if rounded and _only_link(wiring, uneven.lower[0], uneven.most[0]) else "warning"


def _even_out(wiring: Wiring, uneven: Uneven) -> Fix | None:
    design, lower = wiring.design, uneven.lower[0]
    if uneven.most[0] == uneven.least[0]:
        link = _only_link(wiring, lower, uneven.most[0])
        return _even_cables(design, link) if link else None
    odd = uneven.odd
    if odd is None or design.total_copies(lower) != 1 or design.total_copies(odd[0]) != 1:
        return None
    link = _only_link(wiring, lower, odd[0])
    cables = uneven.usual_cables
    gbps = (uneven.most_gbps, uneven.least_gbps)[odd == uneven.most]
    own = wiring.rate(link) if link else None
    if link is None or own is None or cables == link.cables or cables * own != gbps:
        return None
    return _cables(design, link, cables)


# ---- Bundles ----


@rule({"mixed-rates": "warning"}, layer="servers_fabric")
def mixed_rates(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Parallel links between the same two nodes whose cables run at different rates."""
    wiring = wiring_of(design)
    found: list[tuple[list[Link], list[float]]] = []
    for links in wiring.bundles:
        known = sorted({gbps for link in links if (gbps := wiring.rate(link)) is not None})
        if len(known) > 1 and links[0].medium != "management":
            found.append((links, known))
    for links, rates in found[:_LISTED]:
        fast = next(link for link in links if wiring.rate(link) == rates[-1])
        slow = next(link for link in links if wiring.rate(link) == rates[0])
        yield Finding(
            rule="mixed-rates",
            severity="warning",
            message=f"The cables between {design.nodes[fast.a].title} and {design.nodes[fast.b].title} run at "
            f"different rates: {fast.name or fast.id} at {rate_text(rates[-1])} ({_ports_of(wiring, fast)}), "
            f"{slow.name or slow.id} at {rate_text(rates[0])} ({_ports_of(wiring, slow)}).",
            detail="Traffic is shared over parallel cables alike, so the slow ones fill up first and the fast ones are "
            "not used up. Plug them into ports of one rate.",
            ids=(*(link.id for link in links), fast.a, fast.b),
            fix=_same_ports(wiring, fast, [link for link in links if wiring.rate(link) != rates[-1]]),
        )
    yield from _rest(
        "mixed-rates", "warning", [tuple(one.id for one in links) for links, _ in found[_LISTED:]], "bundle"
    )


def _ports_of(wiring: Wiring, link: Link) -> str:
    joined = wiring.joined[link.id]
    return f"port {joined[0].name} to {joined[1].name}" if joined else "set on the link"


def _same_ports(wiring: Wiring, fast: Link, slow: list[Link]) -> Fix | None:
    """The ports of FAST for the one slow link, where they have room."""
    joined = wiring.joined[fast.id]
    if joined is None or joined[2].verdict == "no" or len(slow) != 1:
        return None
    link = slow[0]
    a, b = (joined[0].name, joined[1].name) if link.a == fast.a else (joined[1].name, joined[0].name)
    if not has_room(wiring.design, msgspec.structs.replace(link, a_port=a, b_port=b)):
        return None
    return Fix(
        label=f"Plug {link_name(wiring.design, link)} into {a} and {b} too",
        edit="set_ports",
        arguments={"link_id": link.id, "a_port": a, "b_port": b},
    )


# ---- Planes ----


@rule({"planes-meet": ("warning", "note")}, layer="servers_fabric")
def planes_meet(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Two planes that share a switch."""
    wiring = wiring_of(design)
    found = meetings(wiring)
    for meeting in found[:_LISTED]:
        title = design.nodes[meeting.switch].title
        a, b = meeting.a, meeting.b
        if a is None or b is None:
            message = f"Two halves of the fabric, each with leaves and spines of its own, meet in {title} alone."
        else:
            message = (
                f"Planes A and B share {title}: {_way_in(wiring, a, meeting.switch)} comes from plane A, "
                f"{_way_in(wiring, b, meeting.switch)} from plane B."
            )
        yield Finding(
            rule="planes-meet",
            severity="note" if a is None else "warning",
            message=message,
            detail="Two planes are there so that one goes on when the other fails; a switch in both can take both "
            "down. Give each plane switches of its own. On purpose? Then leave it.",
            ids=(meeting.switch, *(link.id for link in (a, b) if link)),
            fix=_part_planes(wiring, meeting),
        )
    yield from _rest(
        "planes-meet",
        "note" if found and found[0].a is None else "warning",
        [(meeting.switch,) for meeting in found[_LISTED:]],
        "switch",
    )


def _way_in(wiring: Wiring, link: Link, switch: str) -> str:
    """The port at the other end of LINK, in words."""
    other = link.b if wiring.roster.owners[link.a] == switch else link.a
    joined = wiring.joined[link.id]
    title = wiring.design.nodes[other].title
    return _port(wiring.design, other, joined[0] if other == link.a else joined[1]) if joined else title


def _part_planes(wiring: Wiring, meeting: Meeting) -> Fix | None:
    """The one marked link of the rarer plane to a switch of that plane's own, where there is exactly one such link."""
    if not meeting.direct:
        return None
    # Links of either plane at this switch, and the planes of everything that is marked.
    design, owners, switch = wiring.design, wiring.roster.owners, meeting.switch
    here: dict[str, list[Link]] = {"A": [], "B": []}
    planes: dict[str, set[str]] = {}
    for link in wiring.roster.network_links:
        if link.side:
            for end in (owners[link.a], owners[link.b]):
                planes.setdefault(end, set()).add(link.side)
                if end == switch:
                    here[link.side].append(link)
    # The rarer plane is the odd one out; with more than one such link it is no slip.
    side = min(here, key=lambda one: len(here[one]))
    if len(here[side]) != 1 or len(here["A"]) == len(here["B"]):
        return None
    link = here[side][0]
    end = "a" if owners[link.a] == switch else "b"
    for other in sorted(wiring.switches - {owners[link.a], owners[link.b]}):
        # A switch of that plane alone, and of the same part, has the same ports.
        if planes.get(other) == {side} and design.nodes[other].part == design.nodes[switch].part:
            fix = _move(design, link, end, other)
            if fix is not None:
                return fix
    return None
