"""Graphs as JSON: nodes with links or edges, as D3 and networkx's node-link form have them."""

from typing import Any, Final

from designer.export.graphs.raw_graph import Attributes, RawGraph, RawLink, RawNode
from designer.export.text.text_problems import short
from designer.model.records import RefusedInput

_LINK_TABLES: Final = ("links", "edges")
_ENDS: Final = (("source", "target"), ("a", "b"), ("from", "to"), ("src", "dst"))
_KNOWN: Final = frozenset({"nodes", "links", "edges", "directed", "multigraph", "graph", "name"})
MAX_VALUE: Final = 2_000


def is_graph_document(document: object) -> bool:
    """Return True when a JSON DOCUMENT is a graph of others: nodes, with links or edges, and no format of ours."""
    return isinstance(document, dict) and isinstance(document.get("nodes"), list) and "format" not in document


def read_json_graph(document: dict[str, Any]) -> RawGraph:
    """The graph that a parsed JSON DOCUMENT holds.

    Raises:
        RefusedInput: a node has no id, or an edge no ends; one plain line.
    """
    graph = RawGraph(name=_text(document.get("name", "")), directed=document.get("directed") is True)
    own = document.get("graph")
    if isinstance(own, dict):
        graph.name = graph.name or _text(own.get("name", ""))
    for name in document.keys() - _KNOWN:
        graph.notes.line("the graph's own attributes", f"The graph's {short(name)!r} has no place; left out.")
    for number, row in enumerate(document["nodes"], 1):
        _add_node(graph, row, number)
    table = next((name for name in _LINK_TABLES if name in document), "links")
    rows = document.get(table, [])
    if not isinstance(rows, list):
        raise RefusedInput(f"Its {table} must be a list.")
    # Without ids nodes are named by their number, as in D3's older form.
    with_ids = any(isinstance(row, dict) and "id" in row for row in document["nodes"])
    by_number = () if with_ids else tuple(graph.nodes)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise RefusedInput(f"Edge number {number} must be a mapping with two ends.")
        ends = next(((a, b) for a, b in _ENDS if a in row and b in row), None)
        if ends is None:
            raise RefusedInput(f"Edge number {number} needs two ends: source and target, or a and b.")
        attributes = _attributes(row, frozenset({*ends, "id"}), graph, "edge")
        a, b = (_end(row[name], by_number, graph) for name in ends)
        graph.add_link(RawLink(a, b, attributes, _text(row.get("id", ""))))
    return graph


def _add_node(graph: RawGraph, row: object, number: int) -> None:
    if isinstance(row, (str, int)) and not isinstance(row, bool):
        graph.add_node(RawNode(_text(row)))
        return
    if not isinstance(row, dict):
        raise RefusedInput(f"Node number {number} must be a mapping with an id.")
    own = row.get("id", row.get("name"))
    if own is None or isinstance(own, (bool, dict)):
        raise RefusedInput(f"Node number {number} needs an id.")
    parent = row.get("parent")
    graph.add_node(
        RawNode(
            _text(own),
            _attributes(row, frozenset({"id", "parent"}), graph, "node"),
            None if parent is None else _text(parent),
        )
    )


def _end(value: object, by_number: tuple[str, ...], graph: RawGraph) -> str:
    """The id that an end names; D3 counts nodes without ids from 0."""
    text = _text(value)
    if isinstance(value, int) and text not in graph.nodes and 0 <= value < len(by_number):
        return by_number[value]
    return text


def _attributes(row: dict[str, Any], left_out: frozenset[str], graph: RawGraph, what: str) -> Attributes:
    found: Attributes = {}
    for name, value in row.items():
        if name in left_out or value is None:
            continue
        if isinstance(value, (dict, list)):
            graph.notes.count(
                f"The {what} attribute {short(name)!r} holds a list or mapping; left out.",
                f"The {what} attribute {short(name)!r} of {{n}} holds a list or mapping; left out.",
            )
            continue
        found[name] = _text(value)
    return found


def _text(value: object) -> str:
    """A value as text; networkx writes a node that is a tuple as a list."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "-".join(_text(item) for item in value[:20] if not isinstance(item, (list, dict)))
    return str(value)[:MAX_VALUE] if not isinstance(value, dict) else ""
