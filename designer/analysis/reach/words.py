"""The pieces of a network and how full it runs in words, for findings, command line, report and window."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.limits.records import NetworkUse
from designer.analysis.reach.records import Piece, PieceNode, Pieces
from designer.model.design import Design
from designer.model.figures.figure_text import percent_text
from designer.model.naming import link_name
from designer.model.wording import listed

_NAMED: Final = 3
"""So many pieces, machines or switches are named; of one more the name is as short as its number."""

TRAFFIC_WORDS: Final[Mapping[str, str]] = {
    "all-to-all": "all send to all",
    "storage-read": "all read from storage",
    "training": "the training jobs exchange",
    "checkpoint-write": "all write to storage",
    "north-south": "all send out and in",
    "all-reduce-ring": "one ring through all exchanges",
    "all-reduce-rails": "a ring for each rail exchanges",
    "flows": "the drawn flows run",
}
"""What endpoints do under a traffic, after "when"."""


def use_words(design: Design, use: NetworkUse) -> str:
    """Return how full a network runs: "775% at Storage links, when all read from storage"."""
    link = design.links.get(use.fullest)
    if link is None:
        return "not known" if not use.worst.known and "large" in use.worst.note else "nothing is sent on it"
    lost = f"; {percent_text(use.no_path.value)} of it has no path" if use.no_path.value else ""
    return f"{percent_text(use.worst.value)} at {link_name(design, link)}, when {TRAFFIC_WORDS[use.traffic]}{lost}"


def pieces_words(design: Design, pieces: Pieces) -> str:
    """Return the pieces by name, "" where there is one.

    For example: "4 × DGX [0–3] on Leaf [0]; 4 × DGX [4–7] on Leaf [1]; 2 machines that nothing joins to another".
    """
    if not pieces.apart:
        return ""
    alone = [piece for piece in pieces.listed if piece.endpoints == 1 and not piece.switches]
    joined = [piece for piece in pieces.listed if piece not in alone]
    most = len(joined) if len(joined) <= _NAMED + 1 else _NAMED
    words = [piece_words(design, piece) for piece in joined[:most]]
    if len(alone) == 1:
        words.append(f"{piece_words(design, alone[0])} by itself")
    elif alone:
        words.append(f"{len(alone):,} machines that nothing joins to another")
    more = pieces.count - len(alone) - most
    return "; ".join([*words, f"{more:,} more"] if more > 0 else words)


def piece_words(design: Design, piece: Piece) -> str:
    """Return who is in PIECE and what joins them: "4 × DGX [0–3] on Leaf [0]"."""
    machines = listed([_node_words(design, node, counted=True) for node in piece.machines])
    switches = listed([_node_words(design, node, counted=False) for node in piece.switches])
    return f"{machines} on {switches}" if switches else machines


def _node_words(design: Design, node: PieceNode, *, counted: bool) -> str:
    """The copies of NODE: "Leaf [0]", "Leaf [0–1, 4]", "8 × DGX" where all are meant, or too many runs."""
    title = design.nodes[node.id].title
    if node.whole:
        return title if node.copies == 1 else f"{node.copies:,} × {title}"
    spans = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in node.spans)
    if sum(last - first + 1 for first, last in node.spans) < node.copies:
        return f"{node.copies:,} × {title}"
    return f"{node.copies:,} × {title} [{spans}]" if counted and node.copies > 1 else f"{title} [{spans}]"
