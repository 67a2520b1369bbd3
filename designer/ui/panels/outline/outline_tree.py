"""The outline of a design: every node below what it stands in, every link in one branch, each of them once."""

from collections.abc import Iterable, Mapping
from typing import Final

from designer.edit.edit_labels import MARK_TITLES, relation_words
from designer.edit.links.flows import flow_words
from designer.model.design import Design, Link, Node
from designer.model.figures.figure_text import count_text, quantity_text
from designer.model.kinds import KINDS
from designer.model.marks import Mark
from designer.model.naming import ends_name
from designer.model.network.drawn_flows import flow_called
from designer.model.network.flow_asks import FlowAsk
from designer.model.relations import RELATION_MEDIA
from designer.review.findings import SEVERITIES, Finding, Severity
from designer.ui.widgets.mark_words import mark_words
from designer.ui.widgets.part_words import MEDIUM_TITLES

_LONGEST_TITLE: Final = 80
ROOT: Final = ""
LINKS: Final = "#links"
"""Key of the branch of links; no id can be so."""

MARKS: Final = "#marks"
"""Key of the branch of notes, frames, arrows and pictures."""

FLOWS: Final = "#flows"
"""Key of the branch of flows."""
BRANCHES: Final = frozenset({LINKS, FLOWS, MARKS})

Tree = Mapping[str, list[str]]
"""Keys of the rows below each key, in order."""


def outline(design: Design, words: str = "") -> Tree:
    """The rows of DESIGN, ROOT's first; with WORDS only rows that hold all of them, and what they stand in.

    What stands in nothing that is there, or in itself, is at the top.
    """
    wanted = words.casefold().split()
    nodes = design.nodes_in_order()
    above = {node.id: _above(design, node) for node in nodes}
    kept: set[str] | None = None
    links = sorted(design.links.values(), key=lambda link: link.id)
    if wanted:
        links = [link for link in links if _holds(wanted, link_text(design, link))]
        kept = set()
        # A row that is kept keeps all that it stands in; the walk ends where it meets one that is kept already.
        for node in nodes:
            if _holds(wanted, node_text(design, node)):
                around: str = node.id
                while around and around not in kept:
                    kept.add(around)
                    around = above[around]
    tree: dict[str, list[str]] = {ROOT: []}
    for node in nodes:
        if kept is None or node.id in kept:
            tree.setdefault(above[node.id], []).append(node.id)
    if links:
        tree[ROOT].append(LINKS)
        tree[LINKS] = [link.id for link in links]
    flows = [flow for flow in design.settings.flows if _holds(wanted, f"{flow_words(design, flow)} {flow.id}")]
    if flows:
        tree[ROOT].append(FLOWS)
        tree[FLOWS] = [flow.id for flow in flows]
    marks = [mark for mark in sorted(design.marks.values(), key=_place) if _holds(wanted, mark_text(mark))]
    if marks:
        tree[ROOT].append(MARKS)
        tree[MARKS] = [mark.id for mark in marks]
    return tree


def _place(mark: Mark) -> tuple[float, float, str]:
    """As one reads."""
    return mark.y, mark.x, mark.id


def _above(design: Design, node: Node) -> str:
    """Key of the row above NODE."""
    if node.parent is None or node.parent not in design.nodes:
        return ROOT
    seen = [node.id]
    around: str | None = node.parent
    while around is not None and around in design.nodes:
        if around in seen:
            # A ring: its first member in design order stands at the top, the others below it.
            ring = [design.nodes[one] for one in seen[seen.index(around) :]]
            first = min(ring, key=lambda one: (one.order, one.id))
            return ROOT if first.id == node.id else node.parent
        seen.append(around)
        around = design.nodes[around].parent
    return node.parent


def _holds(words: Iterable[str], text: str) -> bool:
    lower = text.casefold()
    return all(word in lower for word in words)


def node_text(design: Design, node: Node) -> str:
    """All that a filter looks through."""
    part, kind = design.part_of(node), KINDS.get(node.kind)
    return " ".join(
        (node.title, node.id, part.name if part else "", node.part or "", node.kind, kind.title if kind else "")
    )


def link_text(design: Design, link: Link) -> str:
    """All that a filter looks through."""
    return " ".join((link_title(design, link), link.id, link.medium, MEDIUM_TITLES[link.medium], "link"))


def mark_text(mark: Mark) -> str:
    """All that a filter looks through."""
    return f"{mark_title(mark)} {mark.id} {mark.kind} {mark.text}"


def mark_title(mark: Mark) -> str:
    """Return the title of a mark's row: the beginning of what it says, else what it is."""
    words = " ".join(mark.text.split())[:_LONGEST_TITLE]
    return words or MARK_TITLES[mark.kind]


def link_title(design: Design, link: Link) -> str:
    """Return the title of a link's row: its name, else both its ends; a relation is a sentence."""
    if link.name:
        return link.name
    if link.medium in RELATION_MEDIA:
        return relation_words(design, link.medium, link.a, link.b)
    ends = (design.nodes.get(end) for end in (link.a, link.b))
    return ends_name(*(end.title if end else "nothing" for end in ends))


def flow_rate(flow: FlowAsk) -> str:
    """Return what a flow offers: "400 Gb/s"."""
    return "line rate" if flow.gbps is None else quantity_text(flow.gbps, "Gb/s")


def aside(design: Design, key: str) -> str:
    """Return what stands behind the title: how many there are."""
    if key == LINKS:
        return count_text(len(design.links))
    if key == MARKS:
        return count_text(len(design.marks))
    if key == FLOWS:
        return count_text(len(design.settings.flows))
    flow = flow_called(design, key)
    if flow is not None:
        return flow_rate(flow)
    if key in design.marks:
        mark = design.marks[key]
        return MARK_TITLES[mark.kind] if mark.text.strip() else ""
    if key in design.nodes:
        copies = design.nodes[key].copies
        return f"×{copies:,}" if copies > 1 else ""
    link = design.links.get(key)
    return f"{link.cables:,}" if link is not None and link.cables > 1 else ""


def spoken(design: Design, key: str, worst: Severity | None) -> str:
    """The whole row in words, for a screen reader."""
    if key == LINKS:
        return f"Links, {len(design.links):,}"
    if key == MARKS:
        return f"Notes and pictures, {len(design.marks):,}"
    if key == FLOWS:
        return f"Flows, {len(design.settings.flows):,}"
    flow = flow_called(design, key)
    if flow is not None:
        return f"Flow {flow_words(design, flow)}, offers {flow_rate(flow)}"
    if key in design.marks:
        return mark_words(design.marks[key])
    words: list[str]
    if key in design.nodes:
        node = design.nodes[key]
        kind = KINDS.get(node.kind)
        words = [node.title, kind.title if kind else node.kind]
        if node.copies > 1:
            words.append(f"{node.copies:,} copies")
        outer = design.nodes.get(node.parent or "")
        if outer is not None:
            words.append(f"in {outer.title}")
    elif key in design.links:
        link = design.links[key]
        cables = f"{link.cables:,} cable{'s' if link.cables != 1 else ''}"
        words = [link_title(design, link)]
        if link.medium in RELATION_MEDIA:
            words += [relation_words(design, link.medium, link.a, link.b), "relation"]
        else:
            words += [f"{MEDIUM_TITLES[link.medium]} link", cables]
        words = list(dict.fromkeys(words))
    else:
        words = [key]
    if worst is not None:
        words.append(f"has {'an error' if worst == 'error' else f'a {worst}'}")
    return ", ".join(words)


def worst_findings(findings: Iterable[Finding]) -> dict[str, Severity]:
    """The worst severity by record id."""
    found: dict[str, Severity] = {}
    for finding in findings:
        for record_id in finding.ids:
            old = found.get(record_id)
            if old is None or SEVERITIES.index(finding.severity) < SEVERITIES.index(old):
                found[record_id] = finding.severity
    return found
