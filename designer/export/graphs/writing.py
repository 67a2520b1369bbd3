"""A design as a graph for other tools: GraphML and DOT, folded, with copies and cables as attributes.

A tile stays one node with its number of copies, a bundle of cables one edge with its number of cables; the capacity is
that of one cable, one way. What is written is read back with the same ids, kinds, copies, cables and capacities.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from designer.export.graphs.dot import CLUSTER
from designer.export.graphs.node_kinds import is_container
from designer.files.writing import write_readable
from designer.limits import LIMITS
from designer.model.design import Design, Link, Node
from designer.model.network.ports import rates_each_way
from designer.model.records import RefusedInput

WRITTEN_SUFFIXES: Final = (".graphml", ".dot")
_NODE_KEYS: Final[Mapping[str, str]] = {
    "kind": "string",
    "part": "string",
    "name": "string",
    "copies": "int",
    "parent": "string",
    "x": "double",
    "y": "double",
}
_LINK_KEYS: Final[Mapping[str, str]] = {
    "id": "string",
    "name": "string",
    "medium": "string",
    "cables": "int",
    "spread": "string",
    "capacity_gbps": "double",
    "capacity_back_gbps": "double",
    "length_m": "double",
    "a_port": "string",
    "b_port": "string",
    "across": "string",
}


def write_graph(path: Path, design: Design) -> None:
    """Write DESIGN to a .graphml or .dot file, whole or not at all.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    written = LIMITS["graph"].written
    if written is None or len(design.links) > written.items:
        raise RefusedInput(
            f"{path.name} was not written: the design has {len(design.links):,} links, more than are read of a graph. "
            "Use copies, or save it as a project."
        )
    if suffix == ".graphml":
        text = graphml_of(design)
    elif suffix == ".dot":
        text = dot_of(design)
    else:
        raise RefusedInput(f"{path.name}: a graph is written as .graphml or .dot.")
    write_readable(path, text.encode(), "graph", "Use copies, or save it as a project.")


def _node_values(node: Node) -> dict[str, str]:
    values = {"kind": node.kind}
    if not is_container(node.kind):
        values["part"] = node.part or ""  # an empty one says that there is none, so that none is guessed
    if node.name:
        values["name"] = _printable(node.name)
    values["copies"] = str(node.copies)
    if node.parent is not None:
        values["parent"] = node.parent
    return values | {"x": _number(node.x), "y": _number(node.y)}


def _link_values(design: Design, link: Link) -> dict[str, str]:
    capacity, back = rates_each_way(design, link)
    values = {"id": link.id, "name": _printable(link.name), "medium": link.medium, "cables": str(link.cables)}
    values["spread"] = link.spread
    values["capacity_gbps"] = "" if capacity is None else _number(capacity)
    values["capacity_back_gbps"] = "" if back is None or back == capacity else _number(back)
    values["length_m"] = "" if link.length_m is None else _number(link.length_m)
    values |= {"a_port": link.a_port or "", "b_port": link.b_port or "", "across": link.across or ""}
    return {name: value for name, value in values.items() if value}


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def graphml_of(design: Design) -> str:
    """DESIGN as GraphML; the container of a node is its attribute `parent`, as many tools read no nested graphs."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *_declared("node", _NODE_KEYS),
        *_declared("edge", _LINK_KEYS),
        '  <key id="graph_name" for="graph" attr.name="name" attr.type="string"/>',
        '  <graph edgedefault="undirected">',
        f'    <data key="graph_name">{escape(_printable(design.name))}</data>',
    ]
    for node in design.nodes_in_order():
        lines += [f"    <node id={quoteattr(node.id)}>", *_data("node", _node_values(node)), "    </node>"]
    for link in design.joined_links():
        head = f"    <edge id={quoteattr(link.id)} source={quoteattr(link.a)} target={quoteattr(link.b)}>"
        values = _link_values(design, link)
        del values["id"]
        lines += [head, *_data("edge", values), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _declared(what: str, keys: Mapping[str, str]) -> list[str]:
    return [
        f'  <key id="{what}_{name}" for="{what}" attr.name="{name}" attr.type="{sort}"/>'
        for name, sort in keys.items()
        if (what, name) != ("edge", "id")
    ]


def _data(what: str, values: Mapping[str, str]) -> list[str]:
    return [f'      <data key="{what}_{name}">{escape(value)}</data>' for name, value in values.items()]


def dot_of(design: Design) -> str:
    """DESIGN as DOT; containers are clusters."""
    lines = [f"graph {_quoted(_printable(design.name))} {{"]
    children = design.children()
    known = {None, *design.nodes}

    def write(parent: str | None, indent: str) -> None:
        for node in children.get(parent, ()):
            values = {"name": "", **_node_values(node)}
            label = node.title if node.copies == 1 else f"{node.title} ×{node.copies}"
            around = design.nodes.get(parent) if parent else None
            if around is None or is_container(around.kind):
                # A node inside a device that is no container is no member of a cluster, so its parent is written down.
                values.pop("parent", None)  # the cluster tells it
            if not is_container(node.kind):
                lines.append(f"{indent}{_quoted(node.id)} [{_listed(values | {'label': _printable(label)})}];")
                write(node.id, indent)
                continue
            lines.append(f"{indent}subgraph {_quoted(f'{CLUSTER}_{node.id}')} {{")
            lines.append(f"{indent}  graph [{_listed(values | {'label': _printable(label)})}];")
            write(node.id, f"{indent}  ")
            lines.append(f"{indent}}}")

    # What stands in something that is not there would be written by nobody.
    for parent in sorted({node.parent for node in design.nodes.values() if node.parent not in known}, key=str):
        write(parent, "  ")
    write(None, "  ")
    for link in design.joined_links():
        ends = f"{_end(design, link.a)} -- {_end(design, link.b)}"
        lines.append(f"  {ends} [{_listed(_link_values(design, link))}];")
    return "\n".join([*lines, "}", ""])


def _end(design: Design, node_id: str) -> str:
    node = design.nodes[node_id]
    return _quoted(f"{CLUSTER}_{node_id}" if is_container(node.kind) else node_id)


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(text: str) -> str:
    # Only a quote is escaped in DOT; a backslash before it, or at the end, would be read as its escape.
    return '"' + text.replace("\\", "/").replace('"', '\\"') + '"'
