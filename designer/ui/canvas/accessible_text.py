"""Text for what is on the canvas, for screen readers and the hover card."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.analysis.failing import failed_of
from designer.analysis.limits.records import LinkFillers
from designer.analysis.results import LinkLoad, Results
from designer.drawing.topology.badges import single_point_words
from designer.drawing.words import full_words
from designer.edit.edit_labels import mark_called, relation_words
from designer.edit.links.flows import flow_words
from designer.model.design import Design, Link, Node
from designer.model.figures.figure_text import count_text, figure_text, percent_text, quantity_text
from designer.model.kinds import KINDS
from designer.model.naming import ends_name
from designer.model.network.drawn_flows import flow_called
from designer.model.network.flow_asks import FlowAsk
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import both_rates_text, joined_ports, rate_text, rates_each_way
from designer.model.relations import RELATION_MEDIA, RELATIONS
from designer.model.wording import counted
from designer.ui.canvas.port import Card
from designer.ui.inspector.panes.link_filler_words import fullest_words, shares_of
from designer.ui.widgets.mark_words import mark_words

_MOST_LINKS: Final = 5


def spoken(design: Design, ids: Sequence[str]) -> str:
    """The selection in words: "QM9700 leaf, 8 copies, 2 links"."""
    if not ids:
        count, links = len(design.nodes), len(design.links)
        marks = f", {counted(len(design.marks), 'note or picture', 'notes and pictures')}" if design.marks else ""
        return f"Nothing selected. {counted(count, 'item')}, {counted(links, 'link')}{marks} on the canvas."
    if len(ids) > 1:
        return (
            f"{len(ids)} selected: "
            + ", ".join(_name(design, one) for one in ids[:5])
            + (" and more" if len(ids) > 5 else "")
        )
    (only,) = ids
    if only in design.nodes:
        node = design.nodes[only]
        links = sum(1 for link in design.links.values() if only in (link.a, link.b))
        inside = sum(1 for other in design.nodes.values() if other.parent == only)
        words = [node.title]
        kind = KINDS.get(node.kind)
        if kind is not None and kind.container:
            words += [kind.title.lower(), f"{counted(inside, 'item')} inside"]
        words += [counted(node.copies, "copy", "copies"), counted(links, "link")]
        words += ["folded"] if node.folded and kind is not None and kind.container else []
        words += ["locked in place"] if node.pinned else []
        return ", ".join(words)
    if only in design.marks:
        return mark_words(design.marks[only])
    flow = flow_called(design, only)
    if flow is not None:
        offered = "its line rate" if flow.gbps is None else quantity_text(flow.gbps, "Gb/s")
        return f"Flow {flow_words(design, flow)}, offers {offered}"
    link = design.links.get(only)
    if link is None:
        return only
    return f"{'Relation: ' if link.medium in RELATION_MEDIA else 'Link '}{link_words(design, link)}"


def link_words(design: Design, link: Link) -> str:
    """A link in words: "rails, DGX H100 to leaf, 248 cables of 400G"; "vLLM runs on Kubernetes"."""
    if link.medium in RELATION_MEDIA:
        sentence = relation_words(design, link.medium, link.a, link.b)
        return f"{link.name}, {sentence}" if link.name else sentence
    rate = _rate_words(design, link)
    cables = counted(link.cables, "cable") + (f" of {rate}" if rate else "")
    ends = ends_name(*(_name(design, end) for end in (link.a, link.b)))
    return ", ".join(word for word in (link.name, ends, cables) if word)


def _rate_words(design: Design, link: Link) -> str:
    """The rate of one cable of LINK: "400G", "100G from hub to edge and 20G back"; "" when nothing tells it."""
    ahead, back = rates_each_way(design, link)
    if ahead == back or ahead is None or back is None:
        return both_rates_text(ahead, back)
    start, end = (_name(design, one) for one in (link.a, link.b))
    return f"{rate_text(ahead)} from {start} to {end} and {rate_text(back)} back"


def _name(design: Design, record_id: str) -> str:
    if record_id in design.nodes:
        return design.nodes[record_id].title
    if record_id in design.links:
        link = design.links[record_id]
        return link_words(design, link) if link.medium in RELATION_MEDIA else link.name or "link"
    if record_id in design.marks:
        return mark_called(design.marks[record_id])
    flow = flow_called(design, record_id)
    return f"flow {flow_words(design, flow)}" if flow is not None else record_id


def flow_card(design: Design, flow: FlowAsk) -> Card:
    """Return the card of a flow: what it is, and what it offers."""
    offered = "its line rate" if flow.gbps is None else quantity_text(flow.gbps, "Gb/s")
    return Card(flow_words(design, flow), (f"offers {offered}", "double-click changes it"))


def node_card(design: Design, node: Node, note: str) -> Card:
    """Name and key facts of a node."""
    lines: list[str] = []
    part = design.part_of(node)
    if part is not None:
        own = node.title != part.name
        lines.append(" ".join(word for word in (part.vendor, part.name if own else "") if word))
    facts = full_words(design, node, ports_taken(design, (node.id,))).subtitle if part is not None else ""
    if facts:
        lines.append(facts)
    kind = KINDS.get(node.kind)
    if kind is not None and kind.container:
        inside = sum(1 for other in design.nodes.values() if other.parent == node.id)
        lines.append(f"{kind.title}, {counted(inside, 'item')} inside")
    total = design.total_copies(node.id)
    if total > 1:
        lines.append(f"{count_text(total)} in all")
    if note:
        lines.append(note)
    return Card(node.title, tuple(dict.fromkeys(lines)))


def port_card(text: str, free: int, total: int) -> Card:
    """Return the card of a port group and what is left of it; TEXT is "fabric: 8 × 400G OSFP"."""
    name, _, what = text.partition(": ")
    left = f"{-free:,} too many" if free < 0 else "all in use" if free == 0 else f"{free:,} of {total:,} free"
    return Card(f"{name} ports", (what, f"{left} on the fullest copy"))


def link_card(
    design: Design,
    links: Sequence[Link],
    results: Results | None,
    fillers: Mapping[str, LinkFillers | None] | None = None,
) -> Card:
    """Cables, ports, load and capacity of a wire, and who fills it.

    Args:
        design: The design.
        links: All that the wire stands for.
        results: What the analysis says; None before it does.
        fillers: Who fills each of LINKS, as far as that is known yet; None when nobody asks.
    """
    loads = {load.id: load for load in (results.network.links if results and results.network else ())}
    if len(links) != 1:
        total = sum(link.cables for link in links if link.medium not in RELATION_MEDIA)
        words = [_one_ofcounted(design, one, loads.get(one.id)) for one in links[:_MOST_LINKS]]
        if len(links) > _MOST_LINKS:
            words.append(f"and {len(links) - _MOST_LINKS} more")
            shares = [load.utilisation.value or 0.0 for one in links if (load := loads.get(one.id)) is not None]
            words += [f"fullest cable {percent_text(max(shares))} full"] if shares else []
        return Card(f"{len(links)} links" + (f", {counted(total, 'cable')}" if total else ""), tuple(words))
    (link,) = links
    if link.medium in RELATION_MEDIA:
        failed = _failed_words(design, link, results)
        return Card(link_words(design, link), (RELATIONS[link.medium].help, *failed))
    rate = both_rates_text(*rates_each_way(design, link))
    cables = f"{link.cables:,} × {rate}" if rate else counted(link.cables, "cable")
    title = f"{link.name} · {cables}" if link.name else cables
    lines = [ends_name(*(_name(design, end) for end in (link.a, link.b)))]
    joined = joined_ports(design, link)
    if joined is not None:
        lines.append(f"{joined[0].name} to {joined[1].name}")
    failed = _failed_words(design, link, results)
    told = [*failed, *_load_lines(loads.get(link.id))]
    lines += told
    if not told and (ahead := rates_each_way(design, link)[0]) is not None:
        lines.append(f"carries {rate_text(ahead * design.total_cables(link))}b/s one way")
    if fillers is not None and link.id in loads and loads[link.id].utilisation.value:
        lines += _filler_lines(design, fillers, link.id)
    return Card(title, (*lines, *_single_words(link, results)))


def _single_words(link: Link, results: Results | None) -> list[str]:
    """That one cable of LINK is a single point of failure, where it is."""
    resilience = results.resilience if results else None
    points = resilience.single_points_of_failure if resilience else ()
    return [single_point_words(point) for point in points if point.kind == "link" and point.id == link.id]


def _one_ofcounted(design: Design, link: Link, load: LinkLoad | None) -> str:
    share = load.utilisation.value if load is not None else None
    return link_words(design, link) + (f": {percent_text(share)} full" if share is not None else "")


def _filler_lines(design: Design, fillers: Mapping[str, LinkFillers | None], link_id: str) -> list[str]:
    """Return who fills a link, a line for each; while that is awaited the card says so."""
    if link_id not in fillers:
        return ["who fills it is being worked out …"]
    found = fillers[link_id]
    if found is None:
        return []
    return [f"{fullest_words(design, found)}:", *(f"{name}  {share}" for name, share in shares_of(design, found))]


def _failed_words(design: Design, link: Link, results: Results | None) -> list[str]:
    """Return the words on whether a link, some of its cables or an end of it are taken as failed."""
    if results is None or not results.failed:
        return []
    failed = failed_of(design, results.failed)
    if link.id in failed.links:
        return ["taken as failed"]
    if link.a in failed.nodes or link.b in failed.nodes:
        return ["an end of it has failed"]
    gone = len(failed.cables.get(link.id, ()))
    return [f"{gone:,} of {counted(design.total_cables(link), 'cable')} taken as failed"] if gone else []


def _load_lines(load: LinkLoad | None) -> list[str]:
    if load is None:
        return []
    lines: list[str] = []
    for way in (load, *((load.other_way,) if load.other_way is not None else ())):
        share, towards = way.utilisation.value, f" towards {way.towards}" if way.towards else ""
        lines += [
            f"carries {figure_text(way.load_gbps)} of {figure_text(way.capacity_gbps)}{towards}",
            f"fullest cable {percent_text(share)} full" if share is not None else "",
        ]
    return lines
