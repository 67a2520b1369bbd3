"""Rules about ports: do they fit, are there enough, do the cables fall evenly."""

from collections.abc import Collection, Container, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from designer.analysis.quantities import role_of
from designer.analysis.results import Results
from designer.edit.links.links import best_ports
from designer.model.design import Design, Link, Node
from designer.model.naming import link_name
from designer.model.network.cable_spread import EVENED, joints, spread_problem
from designer.model.network.port_occupancy import PortKey, ports_taken
from designer.model.network.ports import PortPairs, fit, joined_ports, ports_needed
from designer.model.parts.part import PortGroup
from designer.model.records import MAX_COPIES, Record, RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.registry import rule

_EXACT_COPIES = 20_000
_EXACT_CABLES = 100_000


@rule({"ports-do-not-fit": "error", "ports-unknown": "note"}, layer="servers_fabric")
def ports_do_not_fit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links between ports that no cable joins."""
    for link in design.links.values():
        a, b = design.nodes.get(link.a), design.nodes.get(link.b)
        if a is None or b is None or link.medium in RELATION_MEDIA:
            continue
        groups_a, groups_b = design.ports_of(a), design.ports_of(b)
        # Without ports a link has no rate, unless one is written on it.
        if not groups_a or not groups_b:
            if link.capacity_gbps is None:
                yield _portless(design, link, [node for node, groups in ((a, groups_a), (b, groups_b)) if not groups])
            continue
        joined = joined_ports(design, link)
        if joined is not None and joined[2].verdict != "no":
            continue
        reason = joined[2].reason if joined else _why_not(link, (a, groups_a), (b, groups_b))
        yield Finding(
            rule="ports-do-not-fit",
            severity="error",
            message=f"The link {link_name(design, link)} cannot be plugged in: {reason}",
            detail=f"It joins {a.title} and {b.title}. Choose other ports for it, or put a device between them "
            "that has both.",
            ids=(link.id, a.id, b.id),
            fix=_other_ports(design, link) or _removal(link),
            other_fix=_removal(link) if _other_ports(design, link) is not None else None,
        )


def _removal(link: Link) -> Fix:
    return Fix(label="Remove the link", edit="remove", arguments={"record_id": link.id})


def _other_ports(design: Design, link: Link) -> Fix | None:
    """Return the fix that plugs LINK into ports that fit, of the same medium; None where there are none."""
    without = msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != link.id})
    try:
        choice = best_ports(without, link, link.medium, None, None)
    except RefusedInput:
        return None
    return Fix(
        label=f"Plug it into {choice.a_port} and {choice.b_port}",
        edit="set_ports",
        arguments={"link_id": link.id, "a_port": choice.a_port, "b_port": choice.b_port},
    )


def _portless(design: Design, link: Link, nodes: list[Node]) -> Finding:
    known = [node for node in nodes if node.part is None or node.part in design.parts]
    return Finding(
        rule="ports-unknown",
        severity="note",
        message=f"The speed of {link_name(design, link)} is unknown: {listed([node.title for node in nodes])} "
        f"{'has' if len(nodes) == 1 else 'have'} no ports described.",
        detail="Describe the ports in the inspector, or give the link a capacity."
        if known
        else "The part is not known here.",
        ids=(link.id, *(node.id for node in nodes)),
    )


def _ports_of(group: str, number: int = 0) -> str:
    """Return the words for NUMBER ports of GROUP: "psu port", "osfp ports", and "ports" alone for the group "ports"."""
    noun = "port" if number == 1 else "ports"
    return noun if group in {"port", "ports"} else f"{group} {noun}"


def _why_not(link: Link, a: tuple[Node, tuple[PortGroup, ...]], b: tuple[Node, tuple[PortGroup, ...]]) -> str:
    """Return the reason why no ports of A and B take LINK, in words."""
    for (node, groups), port in ((a, link.a_port), (b, link.b_port)):
        named = [group for group in groups if port is None or group.name == port]
        if not named:
            return f"{node.title} has no {_ports_of(port or 'ports')}."
        if not any(link.medium in group.media for group in named):
            return f"{node.title} has no {link.medium} port{'' if port is None else f' in {port}'}."
    reasons = [
        fit(group_a, group_b, link.medium).reason
        for group_a in a[1]
        for group_b in b[1]
        if link.medium in group_a.media
        and link.medium in group_b.media
        and link.a_port in {None, group_a.name}
        and link.b_port in {None, group_b.name}
    ]
    return reasons[0] if reasons else "no ports of the two match."


@rule({"needs-adapter": "note"}, layer="servers_fabric")
def needs_adapter(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links that need a breakout cable or an adapter: one note for all."""
    found = [
        (link, joined[2].reason)
        for link in design.links.values()
        if (joined := joined_ports(design, link)) is not None and joined[2].verdict == "adapter"
    ]
    if found:
        reasons = list(dict.fromkeys(reason for _, reason in found))
        number = sum(design.total_cables(link) for link, _ in found)
        yield Finding(
            rule="needs-adapter",
            severity="note",
            message=f"{counted(number, 'cable')} ({listed([link_name(design, link) for link, _ in found])}) "
            f"{'joins' if number == 1 else 'join'} different ports, by a breakout, an adapter or two different ends.",
            detail=" ".join(reasons[:4]),
            ids=tuple(link.id for link, _ in found),
        )


class Overfull(Record, frozen=True, kw_only=True):
    """A port group with too few ports on its fullest copy.

    Attributes:
        need: Ports that the cables take there.
        have: Ports that there are.
        links: Links that use the group.
    """

    node_id: str
    group: str
    need: int
    have: int
    links: tuple[Link, ...]


@rule({"ports-overfull": "error"}, layer="servers_fabric")
def ports_overfull(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Port groups that have more cables than ports."""
    for full in overfull_groups(design).values():
        node = design.nodes[full.node_id]
        who = f"Each {node.title}" if node.copies > 1 else node.title
        using = [link_name(design, link) for link in full.links]
        yield Finding(
            rule="ports-overfull",
            severity="error",
            message=f"{who} has {full.have:,} {_ports_of(full.group, full.have)}, but its cables need {full.need:,}.",
            detail=f"Used by {listed(using, 6)}. Add a copy of {node.title}, take "
            f"{counted(full.need - full.have, 'cable')} away from each copy, or choose a part with more ports.",
            ids=(full.node_id, *(link.id for link in full.links)),
            fix=_more_copies(design, node, full) or fewer_cables(design, node, full),
        )


def overfull_groups(design: Design, ends: Collection[str] | None = None) -> dict[PortKey, Overfull]:
    """Every port group that has too few ports, with what it needs; with ENDS those of these nodes alone."""
    # An upper bound first, by all copies together; only suspects are laid out copy by copy.
    suspects: dict[PortKey, tuple[int, int]] = {}
    for key, at_most in ports_taken(design, ends).items():
        node = design.nodes.get(key[0])
        group = next((g for g in design.ports_of(node) if g.name == key[1]), None) if node else None
        if group is not None and at_most > group.count:
            suspects[key] = at_most, group.count
    found: dict[PortKey, Overfull] = {}
    users = _users(design, suspects) if suspects else {}
    for key, (at_most, have) in suspects.items():
        need = _fullest(design, key[0], users[key], at_most)
        if need > have:
            links = tuple({use.link.id: use.link for use in users[key]}.values())
            found[key] = Overfull(node_id=key[0], group=key[1], need=need, have=have, links=links)
    return found


class _Use(NamedTuple):
    """An end of a link in a port group."""

    link: Link
    end: int
    ways: int


def _users(design: Design, keys: Container[PortKey]) -> dict[PortKey, list[_Use]]:
    """The ends of links in the port groups KEYS."""
    found: dict[PortKey, list[_Use]] = {}
    pairs = PortPairs(design)
    for link in design.links.values():
        joined = pairs.of(link)
        if joined is None:
            continue
        a_group, b_group, how = joined
        for key, use in (
            ((link.a, a_group.name), _Use(link, 0, how.a_ways)),
            ((link.b, b_group.name), _Use(link, 1, how.b_ways)),
        ):
            if key in keys:
                found.setdefault(key, []).append(use)
    return found


def _fullest(design: Design, node_id: str, uses: Sequence[_Use], at_most: int) -> int:
    """Ports that the fullest copy needs, counted copy by copy; AT_MOST where that would be too much work."""
    copies = design.total_copies(node_id)
    if len(uses) == 1 or not 0 < copies <= _EXACT_COPIES or any(use.link.cables > _EXACT_CABLES for use in uses):
        return at_most
    used = [0] * copies
    for link, end, ways in uses:
        container = design.holder(link)
        within = (design.copies_within(link.a, container), design.copies_within(link.b, container))
        cables = [0] * within[end]
        for joint in joints(link.spread, link.cables, *within, design.each_group(link)):
            cables[joint[end]] += joint[2]
        for copy in range(copies):
            used[copy] += ports_needed(cables[copy % within[end]], ways)
    return max(used)


def with_node(design: Design, node: Node) -> Design:
    """DESIGN with NODE in place of the one with its id: to see what a fix would do."""
    return msgspec.structs.replace(design, nodes={**design.nodes, node.id: node})


def with_link(design: Design, link: Link) -> Design:
    """DESIGN with LINK in place of the one with its id."""
    return msgspec.structs.replace(design, links={**design.links, link.id: link})


def has_room(design: Design, after: Link) -> bool:
    """Return True when AFTER, in place of the link with its id, overfills no port group that had room before."""
    ends = {after.a, after.b}
    near = around(design, ends)
    overfull = overfull_groups(with_link(near, after), ends).keys()
    return not overfull or overfull_groups(near, ends).keys() >= overfull


def around(design: Design, node_ids: set[str]) -> Design:
    """DESIGN with only the links that touch NODE_IDS, so that one trial does not look at all of a large design."""
    links = {link.id: link for link in design.links.values() if link.a in node_ids or link.b in node_ids}
    return msgspec.structs.replace(design, links=links)


def _more_copies(design: Design, node: Node, full: Overfull) -> Fix | None:
    """More switches, when the same cables then find a port."""
    if role_of(node) not in {"switch", "storage"} or full.have == 0:
        return None
    copies = -(-node.copies * full.need // full.have)
    trial = with_node(around(design, {node.id}), msgspec.structs.replace(node, copies=copies))
    if copies > MAX_COPIES or (node.id, full.group) in overfull_groups(trial, {node.id}):
        return None
    return Fix(
        label=f"Make it {copies} × {node.title}", edit="set_copies", arguments={"node_id": node.id, "copies": copies}
    )


def fewer_cables(design: Design, node: Node, full: Overfull) -> Fix | None:
    """A fix: fewer cables on the link that has most, when that is enough."""
    largest = max(full.links, key=lambda link: link.cables)
    container = design.holder(largest)
    cables = largest.cables - (full.need - full.have) * design.copies_within(node.id, container)
    if cables < 1:
        return None
    # The fix is tried: it has to leave the group with room, and the link with a spread that is possible.
    trial = with_link(around(design, {node.id}), msgspec.structs.replace(largest, cables=cables))
    if (node.id, full.group) in overfull_groups(trial, {node.id}) or (
        largest.spread not in EVENED and _spread_words(trial, trial.links[largest.id])
    ):
        return None
    return Fix(
        label=f"Cut {largest.name or largest.id} to {counted(cables, 'cable')}",
        edit="set_cables",
        arguments={"link_id": largest.id, "cables": cables},
    )


def _spread_words(design: Design, link: Link) -> str | None:
    container = design.holder(link)
    a_copies, b_copies = design.copies_within(link.a, container), design.copies_within(link.b, container)
    return spread_problem(link.spread, link.cables, a_copies, b_copies, design.each_group(link))


@rule({"spread-uneven": "warning"}, layer="servers_fabric")
def spread_does_not_come_out(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Meshes, pairs, rings and complete graphs whose cables do not come out even."""
    for link in design.links.values():
        if link.a not in design.nodes or link.b not in design.nodes:
            continue
        problem = _spread_words(design, link)
        if link.across is not None and design.joined_groups(link) is None:
            yield Finding(
                rule="spread-uneven",
                severity="warning",
                message=f"{link_name(design, link)} is to join the copies of {link.across!r}, which does not hold "
                "both of its ends, or not as a ring or each to each.",
                detail="It is counted as if it joined single copies. Choose a container around both ends, or none.",
                ids=(link.id, link.a, link.b),
            )
        if problem:
            yield Finding(
                rule="spread-uneven",
                severity="warning",
                message=f"The cables of {link_name(design, link)} cannot be spread so: {problem}",
                detail="They are analysed as if they were spread evenly. Change the number of cables, or spread "
                "them evenly.",
                ids=(link.id, link.a, link.b),
                fix=Fix(label="Spread evenly", edit="set_spread", arguments={"link_id": link.id, "spread": "even"}),
            )


@rule({"cabled-unalike": ("warning", "note")}, layer="servers_fabric")
def hosts_cabled_unalike(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Copies of a server that get different numbers of cables."""
    for link in design.links.values():
        if link.medium in RELATION_MEDIA or link.spread not in EVENED or link.a == link.b:
            continue
        for node_id, other in ((link.a, link.b), (link.b, link.a)):
            node = design.nodes.get(node_id)
            if node is None or other not in design.nodes or role_of(node) not in {"host", "accelerator"}:
                continue
            copies = design.copies_within(node_id, design.holder(link))
            few, rest = divmod(link.cables, copies)
            if not rest:
                continue
            # The next number that divides: one more for those that have fewer.
            even = (few + 1) * copies
            room = has_room(design, msgspec.structs.replace(link, cables=even))
            yield Finding(
                rule="cabled-unalike",
                severity="note" if few else "warning",
                message=f"{counted(link.cables, 'cable')} of {link_name(design, link)} do not divide over "
                f"{copies} copies of {node.title}: some have {few}, others {few + 1}.",
                detail="Jobs wait for the slowest server, so one with fewer cables slows all of them."
                if few
                else f"{counted(copies - rest, 'copy', 'copies')} would have no cable of it at all.",
                ids=(link.id, node_id),
                fix=Fix(label=f"Draw {even} cables", edit="set_cables", arguments={"link_id": link.id, "cables": even})
                if room
                else None,
            )
