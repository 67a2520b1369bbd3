"""Map of the ports of a patch panel or optical circuit switch: read from text, and written again.

A map is a list of pairs "1:3, 2:4", or of runs of ports "1-32:33-64". On the left stand ports of the first port group
(the front), on the right those of the second (the rear); where a part has one group alone, both are of that group.
Nothing at all is straight through: port 1 of the front to port 1 of the rear, or the first half of a single group to
its second half. "none" joins nothing.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

PORT_MAP: Final = "port_map"
"""Name of the choice that holds the map of a node."""
NOTHING: Final = "none"
LONGEST_MAP: Final = 20_000
MOST_PORTS: Final = 100_000
_RUN: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?:(\d{1,6})(?:-(\d{1,6}))?")

Pair = tuple[int, int]


def port_pairs(text: str) -> tuple[Pair, ...] | None:
    """Return the pairs of ports that TEXT joins; None where it is empty, which is straight through.

    Raises:
        RefusedInput: it is no list of pairs, or a port stands in it twice on one side.
    """
    if not text.strip():
        return None
    if text.strip() == NOTHING:
        return ()
    pairs: list[Pair] = []
    for piece in re.split(r"[,;\s]+", text.strip().strip(",;")):
        pairs += _run(piece)
        if len(pairs) > MOST_PORTS:
            raise RefusedInput(f"A port map joins at most {MOST_PORTS:,} pairs of ports.")
    for side, words in enumerate(("left", "right")):
        ports = [pair[side] for pair in pairs]
        if len(set(ports)) < len(ports):
            twice = next(port for port in ports if ports.count(port) > 1)
            raise RefusedInput(f"Port {twice} stands twice on the {words} of the port map; a port leads to one other.")
    return tuple(pairs)


def _run(piece: str) -> list[Pair]:
    found = _RUN.fullmatch(piece)
    if found is None:
        raise RefusedInput(f"{piece[:40]!r} joins no ports; write 1:3 or 1-32:33-64, with commas between.")
    first, last, to, until = (int(number) if number else 0 for number in found.groups())
    ours, theirs = _ports(first, last or first), _ports(to, until or to)
    if len(ours) != len(theirs):
        raise RefusedInput(f"{piece} joins {len(ours):,} ports to {len(theirs):,}; both sides need as many.")
    if not min(*ours, *theirs):
        raise RefusedInput(f"{piece} names port 0; ports count from 1.")
    return list(zip(ours, theirs, strict=True))


def _ports(first: int, last: int) -> Sequence[int]:
    if abs(last - first) >= MOST_PORTS:
        raise RefusedInput(f"A port map joins at most {MOST_PORTS:,} pairs of ports.")
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def map_text(pairs: Iterable[Pair]) -> str:
    """Return PAIRS as a map in text, runs together; "none" where there are none."""
    runs: list[list[Pair]] = []
    for pair in pairs:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    words = [
        f"{run[0][0]}:{run[0][1]}" if len(run) == 1 else f"{run[0][0]}-{run[-1][0]}:{run[0][1]}-{run[-1][1]}"
        for run in runs
    ]
    return ", ".join(words) or NOTHING


def sides_of(design: Design, node: Node, medium: Medium) -> tuple[str, ...]:
    """Return the port groups of NODE that MEDIUM goes through, by name: front and rear, or one; () for none told."""
    return tuple(group.name for group in design.ports_of(node) if medium in group.media)[:2]


def side_of(design: Design, link: Link, end: Literal["a", "b"]) -> int:
    """Return on which side of the panel at END of LINK its cables land: 0 the front, 1 the rear, -1 neither.

    Where the link names no port, cables that are drawn to the panel land on its front, those drawn from it on its rear.
    """
    node, port = (design.nodes[link.a], link.a_port) if end == "a" else (design.nodes[link.b], link.b_port)
    names = sides_of(design, node, link.medium)
    if port:
        return names.index(port) if port in names else -1
    return int(end == "a") if len(names) != 1 else 0


def passes(design: Design, node_id: str) -> bool:
    """Return True when a path goes through the node as through one cable."""
    node = design.nodes.get(node_id)
    kind = KINDS.get(node.kind) if node else None
    return kind is not None and kind.passes


def passing_links(design: Design, links: Collection[Link]) -> list[Link]:
    """Those of LINKS that have a panel at an end, in their order."""
    panels = {node.id for node in design.nodes.values() if (kind := KINDS.get(node.kind)) and kind.passes}
    return [link for link in links if link.a in panels or link.b in panels] if panels else []
