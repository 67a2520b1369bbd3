"""Answers of the far end of a wire before it is let go: what it becomes and what is left, or why not.

Each in at most six words a line, in the words of the edit that will be made.
"""

import re
from typing import Final

from designer.analysis.rooms.assumed_cables import assumed_length
from designer.edit.edit_labels import kind_title
from designer.edit.layouts.drawn_boxes import is_frame
from designer.edit.links.join_options import join_options
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import joined_ports, rate_text
from designer.model.parts.part import PortGroup
from designer.model.relations import RELATION_MEDIA, RELATIONS, what_would_fit
from designer.model.wording import listed
from designer.ui.canvas.interaction.linking import fitting_nodes, link_of, more_ways
from designer.ui.canvas.port import Card, Fits

MOST_WORDS: Final = 6
_MOST_NAMED: Final = 2
_NOTHING: Final = "It does not fit"
_FULL: Final = re.compile(r"All ([\d,]+) ports of (\S+) are in use$")
"""As `what_fits` says it."""


def words_in(text: str) -> int:
    """Return how many words TEXT has; signs such as × and ·, and a unit of one letter, are none."""
    return len([word for word in text.split() if re.search(r"\d|\w\w", word)])


def taken_card(design: Design, edit: ChangeSet, source: str, target: str, ports: tuple[str, str]) -> Card:
    """Return what letting go makes of the wire from SOURCE to TARGET: EDIT, which is made for the PORTS that are named.

    A relation says its verb and its sentence. Cables say how many fit and of which rate, what the length may be where
    anything tells it, and how many ports of the far end stay free.
    """
    link = link_of(edit)
    others = more_ways(join_options(design, source, target, *ports))
    more = (others,) if others else ()
    if link.medium in RELATION_MEDIA:
        first, second = (design.nodes[end] for end in (link.a, link.b))
        relation = RELATIONS[link.medium]
        sentence = f"{first.title} {relation.verb} {second.title}"
        if words_in(sentence) > MOST_WORDS:
            sentence = f"{_kind(first.kind)} to {_kind(second.kind)}"
        return Card(relation.verb, (sentence, *more), "ok")
    joined = joined_ports(design, link)
    many = f"{link.cables:,} cable{'s' if link.cables != 1 else ''}"
    if joined is None:
        return Card(f"{many} fit{'' if link.cables != 1 else 's'}", (link.medium.replace("_", " "), *more), "ok")
    how = joined[2]
    title = f"{link.cables:,} × {rate_text(how.rate_gbps)}" if how.rate_gbps is not None else many
    far = (target, joined[1] if link.b == target else joined[0])
    left = _left(edit.applied(design), *far)
    line = f"{_run(design, link)} · {left}"
    if how.verdict == "adapter":
        return Card(f"{title}, not alike", (line, how.reason, *more), "info")
    fits = "fits" if how.rate_gbps is not None or link.cables == 1 else "fit"
    return Card(f"{title} {fits}", (line, *more), "info" if left.endswith("too many") else "ok")


def _kind(kind: str) -> str:
    title = kind_title(kind)
    return title if title.isupper() else title.lower()


def _run(design: Design, link: Link) -> str:
    """The medium, and how long the cables may be where a rack, a room or the link itself tells it."""
    medium = "cord" if link.medium == "power" else link.medium.replace("_", " ")
    length = assumed_length(design, link)
    if length.assumption:
        return medium
    return f"{medium}, {length.typical_m:.2g} m"


def _left(after: Design, node_id: str, group: PortGroup) -> str:
    """Return in words how many ports of a group stay free once the link is there, on its fullest copy."""
    free = group.count - ports_taken(after, (node_id,)).get((node_id, group.name), 0)
    what = ("outlet" if group.role == "out" else "inlet") if "power" in group.media else "port"
    if free < 0:
        return f"{-free:,} {what}{'s' if free != -1 else ''} too many"
    if free == 0:
        return f"no {what} stays free"
    return f"{free:,} {what}{'s stay' if free != 1 else ' stays'} free"


def refused_card(design: Design, fits: Fits, source: str, target: str, ports: tuple[str, str], reason: str) -> Card:
    """Return why a wire from SOURCE does not go to TARGET, for which REASON says all, and what would fit."""
    title = headline(design, source, target, ports, reason)
    first, _, rest = reason.partition(". ")
    lines = [] if first.rstrip(".") == title else [first.rstrip(".") + "."]
    lines.append(would_fit(design, fits, source) or rest)
    return Card(title, tuple(line for line in lines if line), "no")


def headline(design: Design, source: str, target: str, ports: tuple[str, str], reason: str) -> str:
    """Return REASON in at most six words."""
    first, second = design.nodes[source], design.nodes[target]
    short = reason.partition(". ")[0].partition(":")[0].rstrip(".")
    if words_in(short) <= MOST_WORDS:
        return short
    full = _FULL.match(short)
    if full is not None:
        return f"All {full[1]} {full[2]} ports in use"
    if source == target:
        return "It cannot join itself"
    groups = [
        tuple(group for group in design.ports_of(node) if port in {"", group.name})
        for node, port in ((first, ports[0]), (second, ports[1]))
    ]
    if not groups[0] or not groups[1]:
        framed = any(is_frame(node) for node in (first, second))
        return "A group has no ports" if framed else "Nothing joins these two"
    # The pair that has most in common says most: the same medium, and then both with a connector.
    pairs = [(a, b) for a in groups[0] for b in groups[1] if set(a.media) & set(b.media)]
    if not pairs:
        return "No port carries the same"
    a, b = max(pairs, key=lambda pair: ("power" not in pair[0].media, bool(pair[0].connector and pair[1].connector)))
    if "power" in a.media:
        return "No plug joins the two"
    spoken = [" or ".join(group.protocols[:1]) for group in (a, b)]
    if a.connector and b.connector and a.connector != b.connector:
        return f"{a.connector} to {b.connector} does not fit"
    if all(spoken) and not set(a.protocols) & set(b.protocols):
        return f"{spoken[0]} to {spoken[1]} does not fit"
    return _NOTHING


def would_fit(design: Design, fits: Fits, source: str) -> str:
    """Return what in the design a wire from SOURCE fits, the first by design order; "" where nothing does."""
    fitting = fitting_nodes(fits, source)
    names = [node.title for node in design.nodes_in_order() if node.id in fitting]
    if names:
        return f"Would fit: {listed(names, _MOST_NAMED, 'or')}."
    return what_would_fit(design.nodes[source])
