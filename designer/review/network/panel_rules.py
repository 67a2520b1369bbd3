"""Rules about patch panels and optical circuit switches: ports that lead nowhere, wrong maps, unlike ends."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from designer.analysis.results import Results
from designer.analysis.routing.patch_panels import Joined, Unjoined, joined_nodes, unjoined_ports
from designer.model.design import Design, Link, Node
from designer.model.kinds import PASSING
from designer.model.network.port_map import PORT_MAP, map_text, passing_links, port_pairs, sides_of
from designer.model.network.ports import fit, joined_ports
from designer.model.parts.part import NETWORK_MEDIA, Medium, PortGroup
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.registry import rule

_SHOWN = 6


@rule({"panel-port-open": "warning"}, layer="servers_fabric")
def ports_lead_nowhere(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Cables that end at a port of a panel which leads to no other cable."""
    for medium in NETWORK_MEDIA:
        links = [link for link in design.links.values() if link.medium == medium and _stands(design, link)]
        touching = passing_links(design, links)
        for loose in unjoined_ports(design, links):
            node = design.nodes[loose.node]
            where = _ports_words(design, node, medium, loose)
            if loose.unmapped:
                message = f"{counted(loose.cables, 'cable')} end at {node.title}: its port map leaves out {where}."
                detail = "What they carry goes no further. Name the ports in the map, or take the cables out."
            else:
                message = f"{counted(loose.cables, 'cable')} end at {node.title}: no cable is behind {where}."
                detail = (
                    "What they carry goes no further. Cables that are drawn to a panel land on its front, those drawn "
                    "from it on its rear, where no port is named."
                )
            mine = tuple(link.id for link in touching if loose.node in (link.a, link.b))
            yield Finding(
                rule="panel-port-open",
                severity="warning",
                message=message,
                detail=detail,
                ids=(loose.node, *mine),
                fix=_mapped(design, node, medium, links) if loose.unmapped else _turned(design, node, touching),
            )


def _stands(design: Design, link: Link) -> bool:
    return link.a in design.nodes and link.b in design.nodes


def _ports_words(design: Design, node: Node, medium: Medium, loose: Unjoined) -> str:
    """The ports of LOOSE, runs of numbers together: ports 1–4 of front."""
    names = sides_of(design, node, medium)
    words: list[str] = []
    for side in dict.fromkeys(side for side, _ in loose.ports):
        numbers = [port for one, port in loose.ports if one == side]
        # Consecutive numbers less their place are constant: each constant is one run.
        runs = [[port for _, port in run] for _, run in groupby(enumerate(numbers), key=lambda item: item[1] - item[0])]
        told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
        more = [f"{len(told) - _SHOWN} more runs"] if len(told) > _SHOWN else []
        group = names[side] if 0 <= side < len(names) else ("front", "rear")[side] if side >= 0 else "another group"
        words.append(f"port{'s' if len(numbers) > 1 else ''} {listed(told[:_SHOWN] + more)} of {group}")
    return " and ".join(words)


def _mapped(design: Design, node: Node, medium: Medium, links: list[Link]) -> Fix | None:
    """Let the ports that the map leaves out lead to each other, in order, or all go straight through."""
    loose = [one for one in unjoined_ports(design, links) if one.node == node.id and one.unmapped]
    ports = [port for one in loose for port in one.ports]
    pairs = port_pairs(node.choices.get(PORT_MAP, ""))
    if pairs is None:
        return None
    # With one group of ports neighbours are joined; with front and rear each to its opposite.
    if len(sides_of(design, node, medium)) == 1:
        numbers = sorted(port for _, port in ports)
        fresh = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    else:
        sides = [sorted(port for side, port in ports if side == which) for which in (0, 1)]
        fresh = tuple(zip(*sides, strict=False))
    if fresh:
        text = map_text(sorted((*pairs, *fresh)))
        return Fix(
            label=f"Join them in order ({counted(len(fresh), 'pair')})",
            edit="set_port_map",
            arguments={"node_id": node.id, "port_map": text},
        )
    return None


def _turned(design: Design, node: Node, touching: list[Link]) -> Fix | None:
    """Plug the last of several links that are all on one side into the other side."""
    mine = [link for link in touching if node.id in (link.a, link.b) and link.a != link.b]
    names = sides_of(design, node, mine[0].medium) if mine else ()
    if len(mine) != 2 or len(names) != 2:
        return None
    sides = [_side_name(design, link, node) for link in mine]
    if sides[0] != sides[1]:
        return None
    last = mine[-1]
    joined = joined_ports(design, last)
    if joined is None:
        return None
    other = names[1] if sides[1] == names[0] else names[0]
    ports = {"a_port": joined[0].name, "b_port": joined[1].name}
    ports["a_port" if last.a == node.id else "b_port"] = other
    return Fix(
        label=f"Plug {last.name or last.id} into {other}", edit="set_ports", arguments={"link_id": last.id, **ports}
    )


def _side_name(design: Design, link: Link, node: Node) -> str:
    joined = joined_ports(design, link)
    return "" if joined is None else (joined[0] if link.a == node.id else joined[1]).name


@rule({"panel-map-wrong": "warning"}, layer="servers_fabric")
def map_names_no_port(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Port maps that name ports which the panel does not have, or one port of a single group twice."""
    for node in design.nodes.values():
        pairs = port_pairs(node.choices.get(PORT_MAP, "")) if node.kind in PASSING else None
        if not pairs:
            continue
        names = next((found for medium in NETWORK_MEDIA if (found := sides_of(design, node, medium))), ())
        groups = [group for group in design.ports_of(node) if group.name in names]
        if not groups:
            continue
        single = len(groups) == 1
        beyond = sorted(
            # One group stands for both sides of a pair.
            {port for pair in pairs for port, group in zip(pair, groups * 2, strict=False) if port > group.count}
        )
        both = {one for one, _ in pairs} & {other for _, other in pairs} if single else set[int]()
        if beyond or both:
            wrong = beyond or sorted(both)
            what = "which it does not have" if beyond else "twice, and a port leads to one other alone"
            yield Finding(
                rule="panel-map-wrong",
                severity="warning",
                message=f"The port map of {node.title} names port{'s' if len(wrong) > 1 else ''} "
                f"{listed([str(port) for port in wrong[:_SHOWN]])}, {what}.",
                detail="What is named wrongly joins nothing. Correct the map in the inspector.",
                ids=(node.id,),
                fix=Fix(
                    label="Let all ports go straight through",
                    edit="set_port_map",
                    arguments={"node_id": node.id, "port_map": ""},
                ),
            )


@rule({"panel-ends-unlike": "error"}, layer="servers_fabric")
def ends_do_not_fit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Ports that a panel joins and that could not be joined by one cable."""
    for medium in NETWORK_MEDIA:
        links = [link for link in design.links.values() if link.medium == medium and _stands(design, link)]
        seen: set[tuple[str, str, str]] = set()
        for joined in joined_nodes(design, links):
            a, b = _port_at(design, joined, joined.a), _port_at(design, joined, joined.b)
            if a is None or b is None or (found := fit(a, b, medium)).verdict != "no":
                continue
            # Panels join hundreds of ports for the same reason: one finding for each pair of nodes.
            key = (joined.a, joined.b, found.reason)
            if key in seen:
                continue
            seen.add(key)
            titles = [design.nodes[one].title for one in (joined.a, joined.b)]
            panels = [design.nodes[one].title for one in sorted(joined.panels)]
            yield Finding(
                rule="panel-ends-unlike",
                severity="error",
                message=f"{listed(panels)} joins {titles[0]} to {titles[1]}, whose ports do not fit: {found.reason}",
                detail="A panel passes on what is sent into it. Change the port map, or the ports at the ends.",
                ids=(*sorted(joined.panels), *sorted(joined.links), joined.a, joined.b),
            )


def _port_at(design: Design, joined: Joined, node_id: str) -> PortGroup | None:
    """The port group that the links of JOINED use at NODE_ID, where one does."""
    for link_id in sorted(joined.links):
        link = design.links[link_id]
        if node_id in (link.a, link.b) and (found := joined_ports(design, link)) is not None:
            return found[0] if link.a == node_id else found[1]
    return None
