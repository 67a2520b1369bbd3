"""A design as text, JSON or YAML: the stable form that people write and script against."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from designer.catalog.library import Library
from designer.edit.arrange import arrange, needs_places
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.kinds import KINDS
from designer.model.parts import Part, Source
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid

FORMAT: Final = "stackwright-design"
VERSION: Final = 1
MAX_TEXT_BYTES: Final = 64_000_000
SUFFIXES: Final = (".json", ".yaml", ".yml")


class TextDesign(Record, frozen=True, kw_only=True):
    """The document: format, version, then the tables as lists.

    Attributes:
        parts: Parts that differ from the catalog's, or are not in it.
        sources: The sources that those parts name.
    """

    format: str
    version: int
    name: str = "Untitled design"
    description: str = ""
    assumptions: Mapping[str, float] = {}
    made_by: str = ""
    parameters: Mapping[str, str] = {}
    nodes: tuple[dict[str, Any], ...] = ()
    links: tuple[Link, ...] = ()
    views: tuple[View, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()


def read_text_design(path: Path, library: Library) -> Design:
    """The design in a JSON or YAML file, its parts embedded from LIBRARY, laid out when it has no places.

    Raises:
        RefusedInput: it cannot be read, is no design, or names what does not exist; one plain line.
    """
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise RefusedInput(f"{path.name} is larger than {MAX_TEXT_BYTES // 1_000_000} MB, which no design is.")
        body = path.read_bytes()
    except OSError as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem.strerror or problem}.") from problem
    try:
        return design_of_document(_parsed(body, path.suffix.lower()), library)
    except RefusedInput as problem:
        raise RefusedInput(f"{path.name}: {problem}") from problem


def _parsed(body: bytes, suffix: str) -> object:
    try:
        if suffix == ".json":
            return msgspec.json.decode(body)
        return _parsed_yaml(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise RefusedInput(f"It is not valid JSON: {problem}.") from problem
    except yaml.YAMLError as problem:
        raise RefusedInput(f"It is not valid YAML: {_one_line(problem)}.") from problem
    except (RecursionError, ValueError) as problem:
        raise RefusedInput(f"It cannot be read: {_one_line(problem)}.") from problem


def _parsed_yaml(body: bytes) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = body.decode("utf-8")
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise RefusedInput("It uses YAML aliases (*name), which are refused; write the value out.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > 50:
            raise RefusedInput("It is nested more than 50 levels deep.")
    return yaml.load(text, Loader=loader)


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split()).rstrip(".")


def design_of_document(document: object, library: Library) -> Design:
    """The design that a parsed DOCUMENT describes.

    Raises:
        RefusedInput: what is wrong with it, and where.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise RefusedInput(f"It is not a Stackwright design: it does not begin with 'format: {FORMAT}'.")
    if document.get("version") != VERSION:
        raise RefusedInput(f"It has version {document.get('version')!r}; this Stackwright reads version {VERSION}.")
    try:
        text = msgspec.convert(document, TextDesign, strict=True)
        own = Library(
            parts={**library.parts, **_by_id(text.parts, "part")},
            sources={**library.sources, **_by_id(text.sources, "source")},
        )
        nodes = _by_id([_node(raw, index, own) for index, raw in enumerate(text.nodes)], "node")
    except (msgspec.ValidationError, RecursionError) as problem:
        raise RefusedInput(f"{_one_line(problem)}.") from problem
    settings = Settings(
        name=text.name, description=text.description, assumptions=text.assumptions, made_by=text.made_by,
        parameters=text.parameters,
    )  # fmt: skip
    design = Design(settings=settings, nodes=nodes, links=_by_id(text.links, "link"), views=_by_id(text.views, "view"))
    design = require_valid(own.embedded(design))
    return arrange(design).applied(design) if needs_places(design) else design


def _node(raw: dict[str, Any], index: int, library: Library) -> Node:
    fields = dict(raw)
    part_id = fields.get("part")
    if part_id is not None and isinstance(part_id, str):
        fields.setdefault("kind", library.part(part_id).kind)
    elif fields.get("kind") is None:
        raise RefusedInput(f"Node {fields.get('id', index)!r} needs a part, or a kind such as host, switch or rack.")
    elif fields["kind"] in KINDS and not KINDS[str(fields["kind"])].container:
        fields["part"] = _generic(str(fields["kind"]), library)
    fields.setdefault("order", index)
    return msgspec.convert(fields, Node, strict=True)


def _generic(kind: str, library: Library) -> str:
    part_id = f"generic/{kind}"
    if part_id not in library.parts:
        raise RefusedInput(f"A node of kind {kind!r} needs a part; only host, switch and storage go without.")
    return part_id


def _by_id(records: Any, what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        if record.id in found:
            raise RefusedInput(f"There are two {what}s with the id {record.id!r}; ids must differ.")
        found[record.id] = record
    return found


def document_of_design(design: Design, library: Library) -> dict[str, Any]:
    """DESIGN as the document that read_text_design reads back equal."""
    own_parts = [part for part in design.parts.values() if library.parts.get(part.id) != part]
    own_sources = [source for source in design.sources.values() if library.sources.get(source.id) != source]
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "name": design.settings.name}
    settings = msgspec.to_builtins(design.settings)
    document |= {name: value for name, value in settings.items() if name not in {"id", "name"}}
    document["nodes"] = [_node_document(design, node, index) for index, node in enumerate(design.nodes_in_order())]
    document["links"] = [msgspec.to_builtins(link) for link in design.links.values()]
    if design.views:
        document["views"] = [msgspec.to_builtins(view) for view in design.views_in_order()]
    if own_parts:
        document["parts"] = [msgspec.to_builtins(part) for part in own_parts]
    if own_sources:
        document["sources"] = [msgspec.to_builtins(source) for source in own_sources]
    return document


def _node_document(design: Design, node: Node, index: int) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(node)
    part = design.part_of(node)
    if part is not None and part.kind == node.kind:
        del fields["kind"]
    fields.pop("order", None)
    if node.order != index:
        fields["order"] = node.order
    return fields


def write_text_design(path: Path, design: Design, library: Library) -> None:
    """Write DESIGN to a .json or .yaml file, whole or not at all.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedInput(f"{path.name}: a design is written as .json or .yaml.")
    document = document_of_design(design, library)
    if suffix == ".json":
        body = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
    else:
        body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).encode()
    write_whole(path, body)


def write_whole(path: Path, body: bytes) -> None:
    """Write BODY to PATH by way of a temporary file beside it, so that PATH is whole or as it was.

    Raises:
        RefusedInput: it cannot be written.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        temporary.chmod(0o644)
        temporary.replace(target)
    except OSError as problem:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise RefusedInput(f"{path.name} could not be written: {problem.strerror or problem}.") from problem


def design_schema() -> dict[str, Any]:
    """JSON Schema of the text form."""
    schema = msgspec.json.schema(TextDesign)
    node_schema = msgspec.json.schema(Node)
    schema["$defs"] |= {name: body for name, body in node_schema["$defs"].items() if name != "Node"}
    node = dict(node_schema["$defs"]["Node"])
    node["required"] = ["id"]
    schema["$defs"]["Node"] = node
    schema["$defs"]["TextDesign"]["properties"]["nodes"]["items"] = {"$ref": "#/$defs/Node"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Stackwright design", **schema}
