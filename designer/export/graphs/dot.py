"""DOT, the language of Graphviz, read by the grammar that its manual gives: clusters become groups.

Nothing is run or fetched: images, HTML labels and style sheets that a file names are text like any other.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from designer.export.graphs.raw_graph import MAX_LINKS, Attributes, RawGraph, RawLink, RawNode
from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.model.records import RefusedInput

MAX_DEPTH: Final = LIMITS["graph"].depth
CLUSTER: Final = "cluster"
_HIDDEN: Final = "\0"
"""Before the id of a cluster while the file is read, as a node may be called like it."""
# A number with letters behind it, as in label=400G, is one word here, though Graphviz wants it quoted.
_TOKEN: Final = re.compile(
    r"""(?P<space>[\s\ufeff]+|//[^\n]*|/\*.*?\*/|^\#[^\n]*)
      |(?P<edge>--|->)
      |(?P<mark>[{}\[\];,:=+])
      |"(?P<quoted>[^"\\]*(?:\\.[^"\\]*)*)"
      |(?P<word>-?\.?\d[\w.]*|[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


class _Token(NamedTuple):
    """A word, a quoted text, an edge or a mark; `place` is where it stands in the text."""

    sort: str
    text: str
    place: int


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is not None:
            sort = match.lastgroup or ""
            if sort == "quoted":
                yield _Token("quoted", _unescaped(match["quoted"]), place)
            elif sort != "space":
                yield _Token(sort, match[sort], place)
            place = match.end()
        elif text[place] == "<":
            end = _html_end(text, place)
            yield _Token("html", "", place)
            place = end
        else:
            raise RefusedInput(
                f"It is not valid DOT: {short(text[place : place + 1])!r} is not expected in line "
                f"{_line(text, place)}, or a quote or comment is left open there."
            )


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return text.replace("\\\n", "").replace('\\"', '"')


def _html_end(text: str, place: int) -> int:
    depth = 0
    for match in re.compile(r"[<>]").finditer(text, place):
        depth += 1 if match[0] == "<" else -1
        if not depth:
            return match.end()
    raise RefusedInput(f"It is not valid DOT: the text in angle brackets of line {_line(text, place)} has no end.")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


class _Scope:
    """Scope of a pair of braces: the defaults of its nodes and edges, the group, and who was named."""

    def __init__(self, around: "_Scope | None", group: RawNode | None) -> None:
        self.nodes: Attributes = dict(around.nodes) if around else {}
        self.edges: Attributes = dict(around.edges) if around else {}
        self.group = group or (around.group if around else None)
        self.own_group = group
        self.members: dict[str, None] = {}


class _End(NamedTuple):
    """One end of an edge: the nodes it stands for, the port that was named, and whether it is one plain name."""

    nodes: tuple[str, ...]
    port: str = ""
    single: bool = False


def read_dot(text: str) -> RawGraph:
    """The graph that the DOT document TEXT holds.

    Raises:
        RefusedInput: it is no DOT, or too large or too deep.
    """
    return _Reader(text).graph()


class _Reader:
    """Follows the grammar, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = next(self._tokens, None)
        self._graph = RawGraph()
        self._groups: dict[str, RawNode] = {}
        self._strict = False
        self._pairs: set[tuple[str, str]] = set()

    def graph(self) -> RawGraph:
        self._strict = self._skipped_word("strict")
        if self._skipped_word("digraph"):
            self._graph.directed = True
        elif not self._skipped_word("graph"):
            raise self._refusal("a graph begins with 'graph' or 'digraph'")
        if self._next is not None and self._next.sort in ("word", "quoted", "html"):
            self._graph.name = self._id()
        self._block(_Scope(None, None), 1)
        if self._next is not None:
            self._graph.notes.line("what follows the graph", "Only the first graph of the file was read.")
        self._rename_groups()
        return self._graph

    def _rename_groups(self) -> None:
        """Take "cluster_" off the names of groups where no node is called so."""
        nodes = self._graph.nodes
        new: dict[str, str] = {}
        taken = set(nodes)
        # Clusters and nodes have separate names in DOT, but one set of ids here.
        for name, group in self._groups.items():
            plain = name.removeprefix(CLUSTER).removeprefix("_")
            while not plain or plain in taken:
                plain = f"{plain or name}-group"
            new[group.id] = plain
            taken.add(new[group.id])
        for group in self._groups.values():
            group.id = new[group.id]
        for node in nodes.values():
            node.parent = new.get(node.parent or "", node.parent)
        for link in self._graph.links if new else ():
            link.a, link.b = new.get(link.a, link.a), new.get(link.b, link.b)
        self._graph.nodes = {node.id: node for node in nodes.values()}

    def _refusal(self, expected: str) -> RefusedInput:
        where = f"in line {_line(self._text, self._next.place)}" if self._next else "at its end"
        return RefusedInput(f"It is not valid DOT: {expected}, {where}.")

    def _take(self) -> _Token:
        token = self._next
        if token is None:
            raise self._refusal("something is missing")
        self._next = next(self._tokens, None)
        return token

    def _at(self, mark: str) -> bool:
        return self._next is not None and self._next.sort in ("mark", "edge") and self._next.text == mark

    def _skipped(self, mark: str) -> bool:
        if self._at(mark):
            self._take()
            return True
        return False

    def _at_word(self, word: str) -> bool:
        return self._next is not None and self._next.sort == "word" and self._next.text.lower() == word

    def _skipped_word(self, word: str) -> bool:
        if self._at_word(word):
            self._take()
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._skipped(mark):
            raise self._refusal(f"{mark!r} is expected")

    def _id(self) -> str:
        token = self._next
        if token is None or token.sort not in ("word", "quoted", "html"):
            raise self._refusal("a name is expected")
        self._take()
        if token.sort == "html":
            self._graph.notes.count("One HTML label was left out.", "{n} HTML labels were left out.")
        text = [token.text]
        while token.sort == "quoted" and self._at("+"):
            self._take()
            if self._next is None or self._next.sort != "quoted":
                raise self._refusal("a quoted text is expected after '+'")
            text.append(self._take().text)
        return "".join(text)

    def _block(self, scope: _Scope, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise RefusedInput(f"Its groups are nested more than {MAX_DEPTH} levels deep.")
        self._expect("{")
        while not self._skipped("}"):
            if self._skipped(";") or self._skipped(","):
                continue
            self._statement(scope, depth)

    def _statement(self, scope: _Scope, depth: int) -> None:
        for word, defaults in (("node", scope.nodes), ("edge", scope.edges), ("graph", None)):
            if self._at_word(word):
                self._take()
                found = self._attributes()
                if defaults is not None:
                    defaults |= found
                else:
                    self._own(scope, found)
                return
        # A node, or a subgraph, whose nodes are then the end of edges.
        end = self._end(scope, depth)
        if self._at("="):
            if len(end.nodes) != 1 or end.port:
                raise self._refusal("a name is expected before '='")
            self._take()
            self._own(scope, {end.nodes[0]: self._id()})
            return
        if not (self._at("--") or self._at("->")):
            # The single name of a node is a node statement.
            if not end.port and end.single:
                self._node(end.nodes[0], scope).attributes.update(self._attributes())
            return
        ends = [end]
        self._named(end, scope)
        while self._at("--") or self._at("->"):
            self._take()
            ends.append(self._end(scope, depth))
            self._named(ends[-1], scope)
        # Own attributes of the edge count before the defaults around it, wherever they were said.
        attributes = {**scope.edges, **self._attributes()}
        for left, right in pairwise(ends):
            self._edges(left, right, attributes)

    def _end(self, scope: _Scope, depth: int) -> _End:
        if self._at_word("subgraph") or self._at("{"):
            return _End(self._subgraph(scope, depth))
        name, port = self._id(), ""
        while self._skipped(":"):
            named = self._id()
            port = port or named
        return _End((name,), port, single=True)

    def _subgraph(self, scope: _Scope, depth: int) -> tuple[str, ...]:
        name = ""
        if self._skipped_word("subgraph") and not self._at("{"):
            name = self._id()
        group = None
        # By its name a cluster can be opened again, and goes on where it was.
        if name.startswith(CLUSTER):
            group = self._groups.get(name)
            if group is None:
                around = scope.group.id if scope.group else None
                group = self._groups[name] = self._graph.add_node(RawNode(_HIDDEN + name, {}, around, group=True))
            elif scope.group is not None and scope.group is not group:
                self._graph.notes.count(
                    "A cluster that is drawn inside another one a second time stays in the first.",
                    "{n} clusters are drawn inside another one a second time; they stay in the first.",
                )
        inner = _Scope(scope, group)
        if self._at("{"):
            self._block(inner, depth + 1)
        # Nodes of a subgraph belong to all that is around it too.
        scope.members |= inner.members
        return tuple(inner.members)

    def _attributes(self) -> Attributes:
        found: Attributes = {}
        while self._skipped("["):
            while not self._skipped("]"):
                if self._skipped(";") or self._skipped(","):
                    continue
                name = self._id()
                found[name] = self._id() if self._skipped("=") else "true"
        return found

    def _own(self, scope: _Scope, attributes: Attributes) -> None:
        """ATTRIBUTES of the cluster that is open; those of the drawing have no place."""
        if scope.own_group is not None:
            scope.own_group.attributes.update(attributes)
        elif scope.group is None and attributes.get("label"):
            self._graph.name = attributes["label"]

    def _node(self, name: str, scope: _Scope) -> RawNode:
        scope.members[name] = None
        node = self._graph.nodes.get(name)
        if node is None:
            parent = scope.group.id if scope.group else None
            return self._graph.add_node(RawNode(name, dict(scope.nodes), parent))
        if scope.group is not None and not node.group and node.parent is None:
            node.parent = scope.group.id  # named before its cluster was
        elif scope.group is not None and not node.group and node.parent != scope.group.id:
            self._graph.notes.count(
                "A node that is drawn in two clusters stays in the first.",
                "{n} times a node is drawn in a second cluster; it stays in the first.",
            )
        return node

    def _named(self, end: _End, scope: _Scope) -> None:
        for name in end.nodes:
            if end.single and not self._is_group(name):
                self._node(name, scope)
            else:
                scope.members[name] = None

    def _is_group(self, name: str) -> bool:
        """Return True when an edge to NAME is one to a cluster."""
        return name in self._groups and name not in self._graph.nodes

    def _edges(self, left: _End, right: _End, attributes: Attributes) -> None:
        if len(left.nodes) * len(right.nodes) > MAX_LINKS:
            raise RefusedInput(f"It has more than {MAX_LINKS:,} edges; give one edge a number of cables instead.")
        own = dict(attributes)
        for name, port in (("a_port", left.port), ("b_port", right.port)):
            if port:
                own[name] = port
        for a in left.nodes:
            for b in right.nodes:
                # "strict" allows one edge between two nodes; without a direction, whichever way it is written.
                pair = (a, b) if self._graph.directed or a <= b else (b, a)
                if self._strict and pair in self._pairs:
                    continue
                self._pairs.add(pair)
                start, stop = (_HIDDEN + name if self._is_group(name) else name for name in (a, b))
                self._graph.add_link(RawLink(start, stop, dict(own), own.get("id", "")))
