"""A design as text, JSON or YAML: the stable form that people write and script against."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.layouts.arrange import arrange, needs_places
from designer.export.text.plain_yaml import OddRow, SoundRow, parsed_yaml, require_few_pieces, whole_numbers, yaml_text
from designer.export.text.suffixes import SUFFIXES
from designer.export.text.text_migrations import brought_up_document, readable_versions, text_version
from designer.export.text.text_problems import parser_words, plain_problem, short
from designer.files.reading import bytes_of, shown_name
from designer.files.writing import write_readable
from designer.model.address_settings import USUAL, AddressSettings
from designer.model.assumptions.table import ASSUMPTIONS, RETIRED
from designer.model.deck_settings import NO_DECK, DeckSettings
from designer.model.design import Design, Link, Node, Settings, TitleBlock, View
from designer.model.kinds import KINDS
from designer.model.marks import Mark, Picture
from designer.model.migration_chain import FIRST_VERSION
from designer.model.money.pricing import PriceBook
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Part, Source
from designer.model.phase_plan import Phase
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.model.workloads.choices import parts_named

FORMAT: Final = "stackwright-design"


class TextDesign(Record, frozen=True, kw_only=True):
    """The document: format, version, then the tables as lists.

    Attributes:
        prices: The price book: own prices, discounts, exchange rates, and what to plan with.
        flows: Drawn from A to B, each with the ids at its two ends.
        choices: The climate, what cools without compressors, the grid, and how traffic is routed.
        deck: Level, order, own words and own slides of the deck.
        title_block: Of drawing sheets: number, revision, and who drew, checked and approved them.
        phases: In which the design grows: dates, what belongs to each, delivery times, ramp.
        sites: Ids of the places at which report and deck compare it.
        addresses: Prefixes, autonomous systems and kept numbers of the address plan.
        parts: Parts that differ from the catalog's, or are not in it.
        sources: The sources that those parts name.
        marks: Notes, frames, arrows and pictures beside the equipment.
        pictures: Their files, in Base64.
    """

    format: str
    version: int
    name: str = "Untitled design"
    description: str = ""
    assumptions: Mapping[str, float] = {}
    prices: PriceBook = PriceBook()
    made_by: str = ""
    parameters: Mapping[str, str] = {}
    flows: tuple[FlowAsk, ...] = ()
    choices: Mapping[str, str] = {}
    deck: DeckSettings = NO_DECK
    title_block: TitleBlock = TitleBlock()
    phases: tuple[Phase, ...] = ()
    sites: tuple[str, ...] = ()
    addresses: AddressSettings = USUAL
    nodes: tuple[dict[str, Any], ...] = ()
    links: tuple[Link, ...] = ()
    views: tuple[View, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()


def read_text_design(path: Path, library: Library) -> Design:
    """The design in a JSON or YAML file, its parts embedded from LIBRARY, laid out when it has no places.

    Raises:
        RefusedInput: it cannot be read, is no design, or names what does not exist; one plain line.
    """
    body = bytes_of(path, "design text", advice="use copies, or a project file")
    try:
        return design_of_bytes(body, path.suffix.lower(), library)
    except RefusedInput as problem:
        raise RefusedInput(f"{shown_name(path)}: {problem}") from problem


def design_of_bytes(body: bytes, suffix: str, library: Library) -> Design:
    """Return the design in BODY, text of a file with SUFFIX that is not larger than one may be.

    Raises:
        RefusedInput: it is no design, or names what does not exist; one plain line.
    """
    try:
        document = _parsed(body, suffix, _is_sound)
    except OddRow as odd:
        # What is wrong with the row is told as if all had been read; where nothing is, all of it is read.
        design_of_document(whole_numbers(odd.document), library)
        document = _parsed(body, suffix)
    return design_of_document(document, library)


_ROWS: Final[Mapping[str, frozenset[str]]] = {
    "nodes": frozenset(Node.__struct_encode_fields__),
    "links": frozenset(Link.__struct_encode_fields__),
}
"""The fields of the rows of which there are many."""


def _is_sound(table: str, row: object) -> bool:
    """Return True when ROW has no field that no row of TABLE has: a hostile file is refused at its first row."""
    fields = _ROWS.get(table)
    return fields is None or (isinstance(row, dict) and row.keys() <= fields)


def _parsed(body: bytes, suffix: str, sound: SoundRow | None = None) -> object:
    if not body.strip():
        raise RefusedInput("It is empty.")
    kind = "JSON" if suffix == ".json" else "YAML"
    try:
        text = body.decode("utf-8-sig")
        return whole_numbers(msgspec.json.decode(text) if kind == "JSON" else parsed_yaml(text, sound))
    except UnicodeDecodeError as problem:
        raise RefusedInput("It is not text in UTF-8.") from problem
    except (RefusedInput, OddRow):
        raise
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, yaml.YAMLError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid {kind}: {parser_words(problem)}.") from problem


def design_of_document(document: object, library: Library) -> Design:
    """The design that a parsed DOCUMENT describes.

    Raises:
        RefusedInput: what is wrong with it, and where.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise RefusedInput(f"It is not a Stackwright design: it does not begin with 'format: {FORMAT}'.")
    version = document.get("version")
    if version not in range(FIRST_VERSION, text_version() + 1):
        raise RefusedInput(f"It has version {short(str(version))}; this Stackwright reads {readable_versions()}.")
    document = brought_up_document(document)
    try:
        text = msgspec.convert(document, TextDesign, strict=True)
        parts, sources = _by_id(text.parts, "part"), _by_id(text.sources, "source")
        own = Library(parts={**library.parts, **parts}, sources={**library.sources, **sources})
        nodes = _by_id([_node(raw, index, own) for index, raw in enumerate(text.nodes)], "node")
    except msgspec.ValidationError as problem:
        raise RefusedInput(f"{plain_problem(str(problem), document)}.") from problem
    for name in text.assumptions:
        if name not in ASSUMPTIONS and name not in RETIRED:
            near = get_close_matches(name[:40], ASSUMPTIONS, n=3, cutoff=0.0)
            raise RefusedInput(f"There is no assumption {short(name)!r}; the nearest are {', '.join(near)}.")
    settings = Settings(
        name=text.name,
        description=text.description,
        assumptions=text.assumptions,
        prices=text.prices,
        made_by=text.made_by,
        parameters=text.parameters,
        flows=text.flows,
        choices=text.choices,
        deck=text.deck,
        title_block=text.title_block,
        phases=text.phases,
        sites=text.sites,
        addresses=text.addresses,
    )
    design = Design(
        settings=settings.with_shared_defaults(),
        nodes=nodes,
        links=_by_id(text.links, "link"),
        views=_by_id(text.views, "view"),
        marks=_by_id(text.marks, "mark"),
        pictures=_by_id(text.pictures, "picture"),
    )
    design = own.embedded(design)
    design = require_valid(replace(design, parts={**design.parts, **parts}, sources={**design.sources, **sources}))
    return arrange(design).applied(design) if needs_places(design) else design


def _node(raw: dict[str, Any], index: int, library: Library) -> Node:
    fields = dict(raw)
    part_id, kind = fields.get("part"), fields.get("kind")
    what = f"Node {short(str(fields['id']))!r}" if "id" in fields else f"Node number {index + 1}"
    if isinstance(part_id, str):
        fields.setdefault("kind", library.part(part_id).kind)
    elif kind is None:
        raise RefusedInput(f"{what} needs a part, or a kind such as host, switch or rack.")
    elif "part" not in fields and isinstance(kind, str) and kind in KINDS and not KINDS[kind].container:
        fields["part"] = _generic(kind, library)
    fields.setdefault("order", index)
    try:
        return msgspec.convert(fields, Node, strict=True).with_shared_defaults()
    except msgspec.ValidationError as problem:
        raise RefusedInput(f"{what}: {plain_problem(str(problem), fields)}.") from problem


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
    """DESIGN as the document that read_text_design reads back equal.

    Raises:
        RefusedInput: a part of the design is nowhere to be found.
    """
    # Parts and sources that the reader finds in the library again are not written.
    found = _found_again(design, library)
    own_parts = [part for part in design.parts.values() if found.parts.get(part.id) != part]
    own_sources = [source for source in design.sources.values() if found.sources.get(source.id) != source]
    document: dict[str, Any] = {"format": FORMAT, "version": text_version(), "name": design.settings.name}
    settings = msgspec.to_builtins(design.settings)
    document |= {name: value for name, value in settings.items() if name not in {"id", "name", "flows"}}
    document["nodes"] = [_node_document(design, node, index) for index, node in enumerate(design.nodes_in_order())]
    document["links"] = [msgspec.to_builtins(link) for link in design.links.values()]
    if design.settings.flows:
        document["flows"] = settings["flows"]
    if design.views:
        document["views"] = [msgspec.to_builtins(view) for view in design.views_in_order()]
    for table, records in (("marks", design.marks), ("pictures", design.pictures)):
        if records:
            document[table] = [msgspec.to_builtins(record) for record in records.values()]
    if own_parts:
        document["parts"] = [msgspec.to_builtins(part) for part in own_parts]
    if own_sources:
        document["sources"] = [msgspec.to_builtins(source) for source in own_sources]
    return document


def _found_again(design: Design, library: Library) -> Library:
    """The parts and sources that reading finds in LIBRARY when the design names its nodes' and cables' parts alone."""
    used = list(parts_named(design.nodes.values()))
    used += [link.cable_part for link in design.links.values() if link.cable_part]
    both = Library(parts={**library.parts, **design.parts}, sources={**library.sources, **design.sources})
    parts, sources = both.closure(used)
    return Library(
        parts={part_id: part for part_id, part in parts.items() if library.parts.get(part_id) == part},
        sources={name: source for name, source in sources.items() if library.sources.get(name) == source},
    )


def _node_document(design: Design, node: Node, index: int) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(node)
    part = design.part_of(node)
    if part is not None and part.kind == node.kind:
        del fields["kind"]
    if node.part is None and node.kind in KINDS and not KINDS[node.kind].container:
        fields["part"] = None  # said, so that reading makes no generic part of it
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
    if suffix == ".json":
        body = design_as_json(design, library)
    else:
        body = design_as_yaml(design, library, path.name).encode()
    write_readable(path, body, "design text", "Save it as a project, or shrink its pictures.")


def design_as_json(design: Design, library: Library) -> bytes:
    """Return DESIGN as the text of a .json file."""
    return msgspec.json.format(msgspec.json.encode(document_of_design(design, library)), indent=2) + b"\n"


def design_as_yaml(design: Design, library: Library, name: str) -> str:
    """Return DESIGN as the text of a .yaml file.

    Raises:
        RefusedInput: it has more pieces than such a file may; NAME says of what.
    """
    document = document_of_design(design, library)
    require_few_pieces(document, name)
    return yaml_text(document, rows=[table for table in ("nodes", "links", "flows") if table in document])


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
