"""Reading a .drawio file: our own page back as a design, and diagrams of others as a graph.

Only what can be understood is taken: shapes become parts, groups become containers, connectors become links. Pages
beyond the first of others are left out and told. No entities and no references are followed; a compressed page is
unpacked within the limit of graph files.
"""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from urllib.parse import unquote

import msgspec

from designer.catalog.library import Library
from designer.export.drawio.physical import IS_MARK, RECORD
from designer.export.graphs.capacity_text import finite_number
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.raw_graph import GraphImport, RawGraph, RawLink, RawNode
from designer.export.graphs.safe_xml import follow_xml
from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.marks import Mark
from designer.model.network.drawn_flows import flows_left
from designer.model.record_limits import FARTHEST
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid

MAX_DEPTH: Final = LIMITS["graph"].depth
_MOST_CELLS: Final = 300_000
"""Shapes, connectors and their labels on all pages."""
_TAG: Final = re.compile(r"<[^>]{0,2000}>")
_BREAK: Final = re.compile(r"(?i)<br\s*/?>|</(?:div|p|li)>")
_TIMES: Final = re.compile(r"\s*[×x]\s?(?P<copies>\d{1,7})\s*$")
_PLACEHOLDER: Final = re.compile(r"%[A-Za-z_]+%")
_CELL_DATA: Final = frozenset({"label", "placeholders", "id", RECORD, "link", "tooltip", "tags"})
_CONTAINERS: Final = ("container=1", "swimlane", "group")


def read_drawio(body: bytes, library: Library, name: str) -> GraphImport:
    """The design that the diagram in BODY, of a file called NAME, describes, and what was changed or left out.

    Raises:
        RefusedInput: it is no diagram of draw.io, or what came out cannot be taken in; one plain line.
    """
    pages = _pages(body)
    own = next((page for page in pages if page.kept is not None), None)
    if own is not None:
        return _own_design(own, library, name)
    page = pages[0]
    graph = page.graph()
    if len(pages) > 1:
        graph.notes.line("pages", f"Only the first of {len(pages)} pages was taken: {short(page.title)}.")
    return design_of_graph(graph, library, name)


class _Cell:
    """A cell of the model with the data of the object around it."""

    __slots__ = ("data", "edge", "id", "parent", "record_id", "source", "style", "target", "text", "vertex", "x", "y")

    def __init__(self, attributes: dict[str, str], data: dict[str, str]) -> None:
        self.id = attributes.get("id") or data.get("id", "")
        self.text = data.get("label") or attributes.get("value", "")
        self.style = attributes.get("style", "")
        self.vertex, self.edge = attributes.get("vertex") == "1", attributes.get("edge") == "1"
        self.parent = attributes.get("parent", "")
        self.source, self.target = attributes.get("source", ""), attributes.get("target", "")
        self.data = data
        self.record_id = _told_id(data.get(RECORD)) or self.id
        self.x, self.y = 0.0, 0.0

    @property
    def words(self) -> str:
        """Return what stands on it as plain text, without the program's formatting."""
        text = self.text
        if "html=1" in self.style or "<" in text:
            text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
        return " ".join(text.split())


def _told_id(record: str | None) -> str:
    """Return the id that the record of a shape tells, which its cell may have had to change; "" where none does."""
    if record is None or len(record) > LIMITS["graph"].bytes:
        return ""
    try:
        return msgspec.json.decode(record.encode(), type=_Named).id
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""


class _Named(msgspec.Struct):
    """The one field of a record that is asked for before all others."""

    id: str = ""


class _Page:
    """The cells of one page by their ids, in the order of the file."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.cells: dict[str, _Cell] = {}

    @property
    def kept(self) -> str | None:
        """Return what is kept of the design that was written here; None of a page of others."""
        layers = (cell for cell in self.cells.values() if not cell.vertex and not cell.edge)
        return next((cell.data[RECORD] for cell in layers if RECORD in cell.data), None)

    def graph(self) -> RawGraph:
        """Return the page as a graph."""
        graph = RawGraph(name=self.title)
        drawn = [cell for cell in self.cells.values() if not _is_mark(cell)]
        shapes = {cell.id: cell for cell in drawn if cell.vertex and not self._is_label(cell)}
        holders = {cell.parent for cell in shapes.values()}
        for cell in shapes.values():
            graph.add_node(self._node(cell, holders, shapes))
        for cell in drawn:
            if not cell.edge:
                continue
            if not (cell.source and cell.target):
                graph.notes.count(
                    "One line that is not attached at both ends was left out.",
                    "{n} lines that are not attached at both ends were left out.",
                )
                continue
            values = {name: value for name, value in cell.data.items() if name not in _CELL_DATA}
            if RECORD not in cell.data and (words := self._edge_words(cell)):
                values.setdefault("label", words)
            a, b = (self._record_id(end) for end in (cell.source, cell.target))
            graph.add_link(RawLink(a, b, values, cell.record_id, whole=RECORD in cell.data))
        return graph

    def _record_id(self, cell_id: str) -> str:
        cell = self.cells.get(cell_id)
        return cell_id if cell is None else cell.record_id

    def _is_label(self, cell: _Cell) -> bool:
        """Return whether CELL is the words on a connector, or words without a shape."""
        around = self.cells.get(cell.parent)
        return "edgeLabel" in cell.style or (around is not None and around.edge) or cell.style.startswith("text;")

    def _edge_words(self, edge: _Cell) -> str:
        labels = [cell.words for cell in self.cells.values() if cell.parent == edge.id] if not edge.words else []
        return edge.words or " ".join(labels)

    def _node(self, cell: _Cell, holders: set[str], shapes: dict[str, _Cell]) -> RawNode:
        own = RECORD in cell.data
        values = {name: value for name, value in cell.data.items() if name not in _CELL_DATA}
        if not _PLACEHOLDER.search(cell.text):
            # Typed over: the words are the name, a number behind a times sign the copies.
            words = cell.words
            if times := _TIMES.search(words):
                values["copies"], words = times["copies"], words[: times.start()]
            values["name" if own else "label"] = words
        x, y = self._place(cell)
        values |= {"x": repr(x), "y": repr(y)}
        group = cell.id in holders or any(word in cell.style for word in _CONTAINERS)
        if not own and "kind" not in values and "type" not in values and not group:
            values["type"] = _kind_words(cell)
        if not values.get("type", "x"):
            del values["type"]
        parent = self._record_id(cell.parent) if cell.parent in shapes else None
        return RawNode(cell.record_id, values, parent, group and not own)

    def _place(self, cell: _Cell) -> tuple[float, float]:
        """Return the corner of CELL on the page; inside of a shape it is told from that one's corner."""
        x, y, seen = cell.x, cell.y, {cell.id}
        around = self.cells.get(cell.parent)
        while around is not None and around.vertex and around.id not in seen:
            seen.add(around.id)
            x, y = x + around.x, y + around.y
            around = self.cells.get(around.parent)
        return x, y


def _is_mark(cell: _Cell) -> bool:
    return IS_MARK.keys() <= cell.data.keys()


def _kind_words(cell: _Cell) -> str:
    """Return a word that says what a shape of others is: of its library's shape, else of what stands on it."""
    shape = next((part for part in cell.style.split(";") if part.startswith(("shape=", "image="))), "")
    text = f"{shape.rpartition('/')[2] if shape.startswith('image=') else shape} {cell.words}".lower()
    for words, kind in _SIGNS:
        if any(word in text for word in words):
            return kind
    return ""


_SIGNS: Final = (
    (("switch", "router", "leaf", "spine"), "switch"),
    (("storage", "nas", "disk", "cylinder", "database", "filer"), "storage"),
    (("server", "gpu", "host", "compute", "node", "vm"), "host"),
)
"""Words on shapes of others and the kinds that they stand for, the surest first."""


def _own_design(page: _Page, library: Library, name: str) -> GraphImport:
    """Return the design that was written as PAGE, with what was changed on it since."""
    graph = page.graph()
    records = {cell.record_id: cell.data[RECORD] for cell in page.cells.values() if RECORD in cell.data}
    for raw in graph.nodes.values():
        # A device in a machine names it; all others stand in the shape around them.
        raw.parent = raw.attributes.pop("parent", None) or raw.parent
        if raw.attributes.get("name") == raw.id:
            raw.attributes["name"] = ""
    found = design_of_graph(graph, library, name)
    notes = list(found.notes)
    nodes: dict[str, Node] = {}
    for node in found.design.nodes.values():
        place = graph.nodes[node.id].attributes if node.id in graph.nodes else {}
        # Where it stands on the page, which is the canvas; a graph of others would be stretched.
        at = {axis: finite_number(place.get(axis, ""), FARTHEST) or 0.0 for axis in ("x", "y")}
        nodes[node.id] = msgspec.structs.replace(_with_record(node, records.get(node.id), notes), **at)
    links = {link.id: _link(link, records.get(link.id), notes) for link in found.design.links.values()}
    design = msgspec.structs.replace(found.design, nodes=nodes, links=links)
    design = _with_beside(design, page.kept or "", notes)
    return GraphImport(design=require_valid(library.embedded(design)), notes=tuple(notes))


class _Beside(Record, frozen=True, kw_only=True):
    """The parts of a design that are no shapes."""

    settings: Settings
    views: Mapping[str, View] = {}
    marks: Mapping[str, Mark] = {}


def _with_beside(design: Design, text: str, notes: list[str]) -> Design:
    """Return DESIGN with settings, views and marks of TEXT, as JSON, less what of them names shapes that are gone."""
    try:
        beside = msgspec.json.decode(text.encode(), type=_Beside)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        notes.append("What the diagram keeps of the whole design, its prices and views, is damaged and was left out.")
        return design
    there = design.nodes.keys() | design.links.keys()
    views = {
        view.id: msgspec.structs.replace(view, focus=tuple(one for one in view.focus if one in there))
        for view in beside.views.values()
    }
    marks = {
        mark.id: msgspec.structs.replace(mark, ends=tuple(end if end in design.nodes else "" for end in mark.ends))
        for mark in beside.marks.values()
    }
    design = msgspec.structs.replace(design, settings=beside.settings, views=views, marks=marks)
    flows = flows_left(design, design.settings.flows)
    return msgspec.structs.replace(design, settings=msgspec.structs.replace(design.settings, flows=flows))


def _link(link: Link, text: str | None, notes: list[str]) -> Link:
    """Return LINK with the rest of its record; a port stays only at an end that was not joined to something else."""
    whole = _with_record(link, text, notes)
    return msgspec.structs.replace(
        whole,
        a=link.a,
        b=link.b,
        a_port=whole.a_port if whole.a == link.a else None,
        b_port=whole.b_port if whole.b == link.b else None,
    )


R = TypeVar("R", Node, Link)


def _with_record(record: R, text: str | None, notes: list[str]) -> R:
    """Return RECORD with what TEXT, the rest of it as JSON, says; a note where that is damaged."""
    if not text:
        return record
    try:
        # Numbers and texts of a hostile file are judged later, with the whole design.
        rest = msgspec.json.decode(text.encode(), type=dict[str, Any])
        return msgspec.convert({**msgspec.to_builtins(record), **rest}, type(record))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        notes.append(f"What the diagram keeps of {short(record.id)} is damaged; its plain data were taken.")
        return record


# ---- the file


def _pages(body: bytes) -> list[_Page]:
    """Return the pages of the file with their cells."""
    reader = _Reader()
    follow_xml(body, reader)
    if not reader.pages:
        raise RefusedInput("It is no diagram of draw.io: it has no page.")
    return reader.pages


class _Reader:
    """Follows the document element by element; a compressed page is unpacked and followed in its turn."""

    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self._path: list[str] = []
        self._words: list[str] = []
        self._data: dict[str, str] = {}
        self._cell: _Cell | None = None
        self._unpacked = False
        self._cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._path and tag not in {"mxfile", "mxGraphModel"}:
            raise RefusedInput(f"It is no diagram of draw.io: it begins with <{short(tag)}>.")
        self._path.append(tag)
        if len(self._path) > MAX_DEPTH:
            raise RefusedInput(f"It is nested more than {MAX_DEPTH} levels deep.")
        if tag == "diagram":
            self.pages.append(_Page(attributes.get("name", "")))
            self._words = []
        elif tag == "mxGraphModel" and not self.pages:
            self.pages.append(_Page(""))
        elif tag in {"object", "UserObject"}:
            self._data = attributes
        elif tag == "mxCell" and self.pages:
            self._cells += 1
            if self._cells > _MOST_CELLS:
                raise RefusedInput(f"It has more than {_MOST_CELLS:,} shapes and connectors; use copies instead.")
            self._cell = _Cell(attributes, self._data)
            # The last of two cells of one id counts, as in the program.
            self.pages[-1].cells[self._cell.id] = self._cell
        elif self._cell is not None and tag == "mxGeometry":
            self._cell.x, self._cell.y = _number(attributes, "x"), _number(attributes, "y")

    def text(self, text: str) -> None:
        if self._path and self._path[-1] == "diagram":
            self._words.append(text)

    def end(self, tag: str) -> None:
        self._path.pop()
        if tag in {"object", "UserObject"}:
            self._data = {}
        elif tag == "mxCell":
            self._cell = None
        elif tag == "diagram" and not self.pages[-1].cells and (packed := "".join(self._words).strip()):
            self._unpack(packed)

    def _unpack(self, packed: str) -> None:
        if self._unpacked:
            raise RefusedInput("A page is packed inside of a packed page.")
        inner = _Reader()
        inner._unpacked = True
        follow_xml(_inflated(packed), inner)
        self.pages[-1].cells = inner.pages[0].cells if inner.pages else {}


def _inflated(packed: str) -> bytes:
    """Return a page that the program wrote packed: Base64 of raw deflate of percent-encoded XML.

    Raises:
        RefusedInput: it is none, or larger than a graph may be.
    """
    most = LIMITS["graph"].bytes
    try:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        body = unpacker.decompress(base64.b64decode(packed, validate=True), most)
    except (zlib.error, binascii.Error, ValueError) as problem:
        raise RefusedInput("A page is packed in a way that is not known; save it uncompressed.") from problem
    if unpacker.unconsumed_tail:
        raise RefusedInput(f"A page is larger than {LIMITS['graph'].size_words} when it is unpacked.")
    return unquote(body.decode("utf-8", "replace")).encode()


def _number(attributes: dict[str, str], name: str) -> float:
    return finite_number(attributes.get(name, ""), 1e6) or 0.0
