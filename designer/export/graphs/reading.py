"""Files with graphs of others, read as designs."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from designer.catalog.files.table_text import decoded
from designer.catalog.library import Library
from designer.export.graphs.dot import read_dot
from designer.export.graphs.graphml import read_graphml
from designer.export.graphs.json_graph import is_graph_document, read_json_graph
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.netbox_cables import design_of_cables
from designer.export.graphs.netbox_rows import (
    DeviceRow,
    cables_of_document,
    cables_of_table,
    devices_of_document,
    devices_of_table,
    is_cable_document,
)
from designer.export.graphs.raw_graph import GraphImport, RawGraph
from designer.export.text.text_form import read_text_design
from designer.export.text.text_problems import parser_words
from designer.files.reading import bytes_of
from designer.model.records import RefusedInput


def read_graph(path: Path, library: Library, devices: Path | None = None) -> GraphImport:
    """The design that the graph (.graphml, .dot, .gv, .drawio, .json) or NetBox cables (.csv, .json) in PATH describe.

    A .json file that is a design of ours is read as one, without notes.

    Args:
        path: The file.
        library: Where the parts are.
        devices: A file with the NetBox devices that the cables join (.csv or .json), which tells their types.

    Raises:
        RefusedInput: one of them cannot be read, or holds none of these; one plain line.
    """
    with _telling(path):
        body = _body(path)
        suffix = path.suffix.lower()
        if suffix == ".drawio":
            from designer.export.drawio.reading import read_drawio  # with what draws pages, for diagrams alone

            return read_drawio(body, library, path.stem)
        document = _document(body) if suffix == ".json" else None
        # NetBox cables and graphs share the endings of their files: what is inside decides.
        if suffix == ".csv" or is_cable_document(document):
            if suffix == ".csv":
                cables = cables_of_table(decoded(body, path.name), path.name)
            else:
                cables = cables_of_document(document)
            known = _devices(devices) if devices is not None else []
            return design_of_cables(cables, known, library, path.stem)
        if devices is not None:
            raise RefusedInput("It holds no NetBox cables, so that a file of devices has no place.")
        # JSON that is no graph is a design as text.
        if suffix == ".json" and not (isinstance(document, dict) and is_graph_document(document)):
            return GraphImport(design=read_text_design(path, library))
        return design_of_graph(_graph(body, suffix, document), library, path.stem)


class _NamedRefusal(RefusedInput):
    """A refusal that names its file."""


@contextmanager
def _telling(path: Path) -> Generator[None]:
    """Refusals begin with the name of the file."""
    try:
        yield
    except RefusedInput as problem:
        message = str(problem)
        named = isinstance(problem, _NamedRefusal) or message.startswith((f"{path.name} ", f"{path.name}:"))
        raise _NamedRefusal(message if named else f"{path.name}: {message}") from problem


def _devices(path: Path) -> list[DeviceRow]:
    with _telling(path):
        body = _body(path)
        if path.suffix.lower() == ".csv":
            return devices_of_table(decoded(body, path.name), path.name)
        return devices_of_document(_document(body))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RefusedInput("It is not text in UTF-8.") from problem


def _document(body: bytes) -> object:
    try:
        return msgspec.json.decode(_text(body))
    except RefusedInput:
        raise
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {parser_words(problem)}.") from problem


def _graph(body: bytes, suffix: str, document: object) -> RawGraph:
    if suffix == ".graphml":
        return read_graphml(body)
    if isinstance(document, dict):
        return read_json_graph(document)
    return read_dot(_text(body))


def _body(path: Path) -> bytes:
    body = bytes_of(path, "graph", advice="use copies instead")
    if not body.strip():
        raise RefusedInput("It is empty.")
    return body
