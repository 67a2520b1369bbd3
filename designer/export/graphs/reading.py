"""Files with graphs of others, read as designs."""

from pathlib import Path
from typing import Final

import msgspec

from designer.catalog.library import Library
from designer.export.graphs.dot import read_dot
from designer.export.graphs.graphml import read_graphml
from designer.export.graphs.json_graph import is_graph_document, read_json_graph
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.raw_graph import MAX_GRAPH_BYTES, GraphImport, RawGraph
from designer.export.text_form import read_text_design
from designer.export.text_problems import parser_words
from designer.model.records import RefusedInput

GRAPH_SUFFIXES: Final = (".graphml", ".dot", ".gv")


def read_graph(path: Path, library: Library) -> GraphImport:
    """The design that the graph in PATH (.graphml, .dot, .gv or .json) describes.

    A .json file that is a design of ours is read as one, without notes.

    Raises:
        RefusedInput: it cannot be read, or is no graph; one plain line.
    """
    body = _body(path)
    try:
        graph = _graph(body, path.suffix.lower())
        return read_design(path, library) if graph is None else design_of_graph(graph, library, path.stem)
    except RefusedInput as problem:
        message = str(problem)
        raise RefusedInput(message if message.startswith(path.name) else f"{path.name}: {message}") from problem


def read_design(path: Path, library: Library) -> GraphImport:
    """The design as text in PATH, with nothing left out."""
    return GraphImport(design=read_text_design(path, library))


def _body(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_GRAPH_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise RefusedInput(f"{path.name} cannot be read: {reason}.") from problem
    if len(body) > MAX_GRAPH_BYTES:
        raise RefusedInput(f"{path.name} is larger than {MAX_GRAPH_BYTES // 1_000_000} MB; use copies instead.")
    if not body.strip():
        raise RefusedInput(f"{path.name}: It is empty.")
    return body


def _graph(body: bytes, suffix: str) -> RawGraph | None:
    if suffix == ".graphml":
        return read_graphml(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RefusedInput("It is not text in UTF-8.") from problem
    if suffix in (".dot", ".gv"):
        return read_dot(text)
    try:
        document = msgspec.json.decode(text)
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {parser_words(problem)}.") from problem
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    return read_json_graph(document) if isinstance(document, dict) and is_graph_document(document) else None
