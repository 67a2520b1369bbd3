"""GraphML read with nothing but the XML parser: no entities, no external references, bounded in size and depth."""

from typing import Final

from designer.export.graphs.raw_graph import RawGraph, RawLink, RawNode
from designer.export.graphs.safe_xml import follow_xml
from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.model.records import RefusedInput

MAX_DEPTH: Final = LIMITS["graph"].depth
MAX_VALUE: Final = 2_000
"""Characters of one attribute; what is longer is no name and no number."""
_ELEMENTS: Final = frozenset({"graphml", "graph", "node", "edge", "data", "key", "default", "desc"})


def read_graphml(body: bytes) -> RawGraph:
    """The graph that the GraphML document BODY holds; nested graphs become groups.

    Raises:
        RefusedInput: it is no GraphML, declares entities, or is too large or too deep.
    """
    reader = _Reader()
    follow_xml(body, reader, namespace_separator=" ")
    if not reader.seen_root:
        raise RefusedInput("It is not GraphML: it does not begin with <graphml>.")
    return reader.finished()


class _Key:
    """Declaration in a <key>: the attribute's name, for what, and its default."""

    def __init__(self, identity: str, name: str, domain: str) -> None:
        self.name = name or identity
        self.named = bool(name)
        self.domain = domain
        self.default: str | None = None


class _Reader:
    """Follows the document element by element."""

    def __init__(self) -> None:
        self.seen_root = False
        self._graph = RawGraph()
        self._keys: dict[str, _Key] = {}
        self._key: _Key | None = None
        self._path: list[str] = []
        self._nodes: list[RawNode] = []
        self._edge: RawLink | None = None
        self._graphs = 0
        self._words: list[str] = []
        self._data: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Names come with their namespace, which other tools vary.
        tag = name.rpartition(" ")[2]
        if not self._path and tag != "graphml":
            raise RefusedInput(f"It is not GraphML: it begins with <{short(tag)}>.")
        self.seen_root = True
        self._path.append(tag)
        if len(self._path) > MAX_DEPTH:
            raise RefusedInput(f"It is nested more than {MAX_DEPTH} levels deep.")
        # Inside of data anything may stand, such as yEd's shapes.
        if self._data is not None:
            self._inside_data(tag, attributes)
        elif tag == "key":
            self._key = _Key(attributes.get("id", ""), attributes.get("attr.name", ""), attributes.get("for", "all"))
            self._keys[attributes.get("id", "")] = self._key
        elif tag == "graph":
            self._start_graph(attributes)
        elif tag == "node":
            # A node in a nested graph stands in the node that holds that graph.
            parent = self._nodes[-1].id if self._nodes else None
            self._nodes.append(self._graph.add_node(RawNode(attributes.get("id", ""), {}, parent)))
        elif tag == "edge":
            self._edge = RawLink(
                attributes.get("source", ""), attributes.get("target", ""), {}, attributes.get("id", "")
            )
            for port, end in (("sourceport", "a_port"), ("targetport", "b_port")):
                if attributes.get(port):
                    self._edge.attributes[end] = attributes[port]
            self._graph.add_link(self._edge)
        elif tag in ("data", "default"):
            self._data = attributes.get("key", "")
            self._words = []
        elif tag not in _ELEMENTS:
            self._graph.notes.count(
                f"One <{short(tag)}> element has no place here; left out.",
                f"{{n}} <{short(tag)}> elements have no place here; left out.",
            )

    def _start_graph(self, attributes: dict[str, str]) -> None:
        self._graphs += not self._nodes
        if self._graphs > 1 and not self._nodes:
            self._graph.notes.count("A second graph in the file was joined to the first.", "{n} more graphs joined.")
        if self._nodes:
            self._nodes[-1].group = True
        else:
            self._graph.name = self._graph.name or attributes.get("id", "")
            self._graph.directed = attributes.get("edgedefault") == "directed"

    def _inside_data(self, tag: str, attributes: dict[str, str]) -> None:
        """Shapes of yEd inside a <data>: the place of a node."""
        owner = self._nodes[-1] if self._nodes and self._edge is None else None
        if tag == "Geometry" and owner is not None:
            for name in ("x", "y"):
                if name in attributes:
                    owner.attributes.setdefault(name, attributes[name][:MAX_VALUE])
        elif tag in ("NodeLabel", "EdgeLabel"):
            self._words = []

    def text(self, text: str) -> None:
        if self._data is not None and len(self._words) < MAX_VALUE:
            self._words.append(text[:MAX_VALUE])

    def end(self, name: str) -> None:
        tag = self._path.pop()
        if tag == "node":
            self._nodes.pop()
        elif tag == "edge":
            self._edge = None
        elif tag == "key":
            self._key = None
        # yEd keeps the visible name in a label of its shape.
        elif tag in ("NodeLabel", "EdgeLabel") and self._data is not None:
            self._put("label", self._value())
            self._words = []
        elif tag == "default" and self._key is not None:
            self._key.default = self._value()
            self._data = None
        elif tag in ("data", "default") and self._path and self._path[-1] in ("node", "edge", "graph", "graphml"):
            key = self._keys.get(self._data or "")
            value = self._value()
            # An empty value counts only where the key has a name: it may take a default away.
            if tag == "data" and (value or (key is not None and key.named)):
                self._put(key.name if key else self._data or "", value)
            self._data = None

    def _value(self) -> str:
        return "".join(self._words)[:MAX_VALUE].strip()

    def _put(self, name: str, value: str) -> None:
        owner = self._edge if self._edge is not None else self._nodes[-1] if self._nodes else None
        if owner is not None:
            owner.attributes.setdefault(name, value)
        elif name.lower() in ("name", "label"):
            self._graph.name = value
        else:
            self._graph.notes.line("the graph's own attributes", f"The graph's {short(name)!r} has no place; left out.")

    def finished(self) -> RawGraph:
        for domain, rows in (("node", self._graph.nodes.values()), ("edge", self._graph.links)):
            defaults = {
                key.name: key.default
                for key in self._keys.values()
                if key.default is not None and key.domain in (domain, "all")
            }
            for row in rows if defaults else ():
                for name, value in defaults.items():
                    row.attributes.setdefault(name, value)
        return self._graph
