"""A design as a networkx graph, and graphs of others as designs.

A tile stays one node with its number of copies and a bundle of cables one edge with its number of cables, as in the
files that `export` writes; the capacity is that of one cable, one way. The graph carries the whole design along, so
that what came from a design leads back to it with the same digest, and what was changed in the graph to an edit of it.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import msgspec
import networkx as nx
import numpy as np

from designer.catalog.library import Library
from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.nodes import add_container, add_node, remove, set_node, swap_part
from designer.export.graphs.json_graph import read_json_graph
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.raw_graph import GraphImport
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, HOST
from designer.model.network.ports import rates_each_way
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.model.wording import listed

CARRIED: Final = "stackwright_design"
"""Attribute of the graph that holds the whole design as text, so that it also survives files such as GraphML."""
_NODE_FIELDS: Final = ("name", "copies", "parent", "x", "y")
_LINK_FIELDS: Final = (
    "a",
    "b",
    "medium",
    "cables",
    "spread",
    "name",
    "length_m",
    "capacity_gbps",
    "capacity_back_gbps",
    "a_port",
    "b_port",
    "across",
)


class HoldsDesign(Protocol):
    """Holder of a design, such as an open document."""

    @property
    def design(self) -> Design:
        """Return the design."""
        ...


def to_networkx(of: Design | HoldsDesign) -> "nx.MultiGraph[str]":
    """Return a design as a graph: nodes and links under their ids, with what they are as attributes.

    Nodes have kind, part, name, copies, parent, x and y (canvas pixels); edges have a, b, medium, cables, spread,
    capacity_gbps (of one cable from a to b), capacity_back_gbps where it differs, and what else is set.
    """
    design = of if isinstance(of, Design) else of.design
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.graph |= {"name": design.name, CARRIED: msgspec.json.encode(design).decode()}
    for node in design.nodes_in_order():
        graph.add_node(node.id, **_node_values(node))
    # Links of which an end is missing have no place in a graph; the design that is carried along has them.
    for link in design.joined_links():
        graph.add_edge(link.a, link.b, key=link.id, **_link_values(design, link))
    return graph


def design_of_networkx(graph: "nx.Graph[Any]", library: Library, name: str = "") -> GraphImport:
    """Return the design that GRAPH describes, and what was guessed or left out; see `designer.api.from_networkx`.

    Args:
        graph: Any networkx graph.
        library: Where the parts are.
        name: Of a graph that has none.

    Raises:
        RefusedInput: it is no graph that a design can be made of.
    """
    # A text from outside like any other: it is held to the rules of a design before it is believed.
    carried = graph.graph.get(CARRIED)
    if carried is None:
        return design_of_graph(read_json_graph(_document(graph)), library, name or "Graph")
    try:
        before = require_valid(msgspec.json.decode(str(carried), type=Design))
    except RefusedInput:
        raise
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise RefusedInput(f"The design that the graph carries in {CARRIED!r} cannot be read.") from problem
    bare = [str(one) for one, values in graph.nodes(data=True) if not (values.get("part") or values.get("kind"))]
    new = [one for one in bare if one not in before.nodes]
    notes = (f"{listed(new, 6)}: neither kind nor part is named; taken as a host.",) if new else ()
    return GraphImport(design=_edited(before, graph, library.joined(before)), notes=notes)


def _node_values(node: Node) -> dict[str, Any]:
    values = {"kind": node.kind, "part": node.part or ""}
    return {**values, **{name: getattr(node, name) for name in _NODE_FIELDS if getattr(node, name) not in (None, "")}}


def _link_values(design: Design, link: Link) -> dict[str, Any]:
    capacity, back = rates_each_way(design, link)
    values = {name: getattr(link, name) for name in _LINK_FIELDS}
    values |= {"capacity_gbps": capacity, "capacity_back_gbps": None if back == capacity else back}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _document(graph: "nx.Graph[Any]") -> dict[str, Any]:
    """Return GRAPH in networkx's node-link form, which the reader of graphs of others knows."""
    return {
        "directed": graph.is_directed(),
        "name": graph.graph.get("name", ""),
        "nodes": [{**_named(values), "id": _id(node)} for node, values in graph.nodes(data=True)],
        "links": [{**_named(values), "source": _id(a), "target": _id(b)} for a, b, values in graph.edges(data=True)],
    }


def _named(values: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in values.items() if key not in ("id", "source", "target")}


def _id(node: object) -> str | int | list[Any]:
    """Return NODE as an id of a graph in JSON: networkx writes a tuple as a list."""
    return list(node) if isinstance(node, tuple) else node if isinstance(node, int) else str(node)  # pyright: ignore[reportUnknownArgumentType]


def _edited(before: Design, graph: "nx.Graph[Any]", library: Library) -> Design:
    """Return BEFORE with what differs in GRAPH from the graph that it was made into."""
    now = before
    was = {node.id: _node_values(node) for node in before.nodes_in_order()}
    drawn = {link.id: _link_values(before, link) for link in before.joined_links()}
    edges = {str(key): (a, b, values) for a, b, key, values in _edges(graph)}
    # First what goes, so that ids and ports are free for what comes.
    gone = [one for one in was if one not in graph] + [one for one in drawn if one not in edges]
    if gone:
        now = remove(now, gone).applied(now)
    inside: dict[str, str] = {}
    for node_id, told in graph.nodes(data=True):
        node_id, values = str(node_id), _plain(told)
        # Nodes come in any order: what a new one stands in may come after it.
        if node_id not in was and values.get("parent") and str(values["parent"]) not in now.nodes:
            inside[node_id] = str(values.pop("parent"))
        now = (_node_changed if node_id in was else _node_added)(now, library, node_id, values, was.get(node_id, {}))
    for node_id, parent in inside.items():
        now = set_node(now, node_id, parent=parent).applied(now)
    for link_id, (a, b, values) in edges.items():
        if link_id not in drawn:
            now = add_link(now, str(a), str(b), **_link_options(values), link_id=link_id or None).applied(now)
            continue
        fields = {name: values.get(name) for name in _LINK_FIELDS if values.get(name) != drawn[link_id].get(name)}
        if fields and link_id in now.links:
            now = set_link(now, link_id, library=library, **fields).applied(now)
    return now


def _edges(graph: "nx.Graph[Any]") -> list[tuple[Any, Any, Any, dict[str, Any]]]:
    """Return (a, b, key, values) of each edge; those of a graph without keys are called by their ends."""
    if graph.is_multigraph():
        return [(a, b, _key(key, a, b), _plain(values)) for a, b, key, values in graph.edges(keys=True, data=True)]  # pyright: ignore[reportCallIssue]
    return [(a, b, f"{a}-{b}", _plain(values)) for a, b, values in graph.edges(data=True)]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return VALUES with numbers of numpy as those of Python, which they are to whoever set them."""
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in values.items()}


def _key(key: object, a: object, b: object) -> str:
    """Return KEY as the id of a link; networkx numbers edges that were given none from 0."""
    return key if isinstance(key, str) else f"{a}-{b}-{key}"


def _node_added(
    design: Design, library: Library, node_id: str, values: Mapping[str, Any], before: Mapping[str, Any]
) -> Design:
    kind = str(values.get("kind") or HOST)
    copies, parent = values.get("copies", 1), values.get("parent") or None
    x, y = (float(values.get(axis, 0.0)) for axis in ("x", "y"))
    name = str(values.get("name", ""))
    if kind in CONTAINERS and not values.get("part"):
        made = add_container(design, kind, x, y, name=name, node_id=node_id, parent=parent).applied(design)
        return set_node(made, node_id, copies=copies).applied(made) if copies != 1 else made
    part = values.get("part") or f"generic/{kind}"
    return add_node(design, library, str(part), x, y, copies=copies, parent=parent, name=name, node_id=node_id).applied(
        design
    )


def _node_changed(
    design: Design, library: Library, node_id: str, values: Mapping[str, Any], before: Mapping[str, Any]
) -> Design:
    if values.get("part", "") != before.get("part", "") and values.get("part"):
        design = swap_part(design, library, node_id, str(values["part"])).applied(design)
    fields = {name: values.get(name) for name in _NODE_FIELDS if values.get(name) != before.get(name)}
    if "name" in fields:
        fields["name"] = fields["name"] or ""
    return set_node(design, node_id, **fields).applied(design) if fields else design


def _link_options(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _LINK_FIELDS if name in values and name not in ("a", "b", "length_m")}
