"""A graph of others as a design of generic parts: what each node is, its place, its container, its cables."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.layouts.arrange import arrange
from designer.export.graphs.bundles import Bundle, bundles_of
from designer.export.graphs.capacity_text import whole_number
from designer.export.graphs.node_kinds import GENERIC, KIND_KEYS, is_container, told_kind
from designer.export.graphs.places import Places, place_of, says_place, stretched
from designer.export.graphs.raw_graph import DRAWN, Attributes, GraphImport, Notes, RawGraph, RawNode
from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.design import Design, Link, Node, Settings
from designer.model.kinds import HOST, KINDS, POD, SWITCH, SWITCHES
from designer.model.records import MAX_COPIES, RefusedInput
from designer.model.validity import MAX_PORTS, require_valid
from designer.reality.legal_ids import LegalIds, is_legal, plain_name

MAX_DEPTH: Final = LIMITS["graph"].depth
_COPIES: Final = ("copies", "count")
_TAKEN: Final = frozenset({*_COPIES, "part", "name", "label", "parent", "x", "y", "pos", "id"})


def design_of_graph(graph: RawGraph, library: Library, name: str) -> GraphImport:
    """The design that GRAPH, from a file called NAME, describes, and what was changed or left out.

    Raises:
        RefusedInput: what came out cannot be taken in, such as too many copies.
    """
    _note_attributes(graph)
    ids = _new_ids(graph)
    parents = _parents(graph)
    neighbours = _neighbours(graph)
    nodes: dict[str, Node] = {}
    for order, raw in enumerate(graph.nodes.values()):
        parent = parents.get(raw.id)
        node = _node(graph, raw, library, neighbours[raw.id])
        nodes[ids[raw.id]] = replace(node, id=ids[raw.id], parent=None if parent is None else ids[parent], order=order)
    links = _links(bundles_of(graph, ids), nodes)
    settings = Settings(name=plain_name(graph.name or name) or "Untitled design")
    design = require_valid(library.embedded(Design(settings=settings, nodes=nodes, links=links)))
    # After the links are known, since they tell how many ports a generic node needs.
    design = with_enough_ports(
        graph.notes, design, {ids[raw.id] for raw in graph.nodes.values() if "part" not in raw.attributes}
    )
    return GraphImport(design=_placed(graph, design, ids), notes=graph.notes.told())


def _note_attributes(graph: RawGraph) -> None:
    for raw in graph.nodes.values():
        told = told_kind(raw.attributes)[1] or _said(raw.attributes)[0]
        for name, value in raw.attributes.items():
            lower = name.lower()
            if not value:
                continue
            if lower in DRAWN:
                graph.notes.drawn()
            elif lower not in _TAKEN and name != told:
                graph.notes.count(
                    f"The node attribute {short(name)!r} has no place; left out.",
                    f"The node attribute {short(name)!r} of {{n}} nodes has no place; left out.",
                )


def _new_ids(graph: RawGraph) -> dict[str, str]:
    """The id in the design of each node by its id in the file: the same where it is allowed."""
    found = {name: name for name in graph.nodes if is_legal(name)}
    ids = LegalIds(found)
    for name in graph.nodes:
        if name not in found:
            found[name] = ids.take(name, "node")
            graph.notes.line("ids", f"The id {short(name)!r} is not allowed here; it became {found[name]!r}.")
    return found


def _parents(graph: RawGraph) -> dict[str, str]:
    """The group around each node by ids in the file; one that stands inside itself is taken out."""
    found: dict[str, str] = {}
    for raw in graph.nodes.values():
        parent = raw.attributes.get("parent") or raw.parent
        if parent is None:
            continue
        if parent not in graph.nodes:
            graph.notes.line(
                "groups", f"Node {short(raw.id)!r} stands in {short(parent)!r}, which is not there; put in the open."
            )
            continue
        found[raw.id] = parent
    _open_cycles(graph, found)
    for holder in set(found.values()):
        if told_kind(graph.nodes[holder].attributes)[0] is None and not graph.nodes[holder].attributes.get("part"):
            graph.nodes[holder].group = True
    return found


def _open_cycles(graph: RawGraph, parents: dict[str, str]) -> None:
    """Take nodes that stand inside themselves out of PARENTS; refuse what is nested too deep."""
    depths: dict[str, int] = {}
    for start in list(parents):
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in depths:
            if here in path:
                graph.notes.line("groups", f"Group {short(here)!r} stands inside itself; it was put in the open.")
                del parents[here]
                break
            path[here] = None
            here = parents.get(here)
        for node in reversed(path):
            depths[node] = depths.get(parents.get(node, ""), -1) + 1
            if depths[node] > MAX_DEPTH:
                raise RefusedInput(f"Its groups are nested more than {MAX_DEPTH} levels deep.")


def _neighbours(graph: RawGraph) -> Counter[str]:
    pairs = {(min(link.a, link.b), max(link.a, link.b)) for link in graph.links if link.a != link.b}
    return Counter(end for pair in pairs for end in pair)


def _node(graph: RawGraph, raw: RawNode, library: Library, neighbours: int) -> Node:
    values = {name.lower(): value for name, value in raw.attributes.items() if value or name in ("part", "name")}
    kind, _ = told_kind(raw.attributes)
    part = library.parts.get(values.get("part", ""))
    if part is None and values.get("part"):
        graph.notes.line(
            "parts",
            f"Node {short(raw.id)!r}: there is no part {short(values['part'])!r} in the catalog; "
            "it became a generic one.",
        )
    # The part tells its kind; then what we wrote; then what the words say; then what the neighbours suggest.
    if part is not None:
        kind = part.kind
    elif values.get("part") == "" and values.get("kind") in KINDS:
        kind = values["kind"]  # as we write what has no part
    elif raw.group and (kind is None or not (is_container(kind) or "part" in values)):
        kind = POD
    elif kind is None:
        kind = _guessed(graph, values, neighbours)
    part_id = part.id if part is not None else None
    if part is None and kind in GENERIC and values.get("part") != "":
        part_id = f"generic/{kind}"
    elif part is None and not is_container(kind) and values.get("part") != "":
        graph.notes.count(
            f"One node is of the kind {kind}, for which there is no generic part; it has none yet.",
            f"{{n}} nodes are of the kind {kind}, for which there is no generic part; they have none yet.",
        )
    name = values["name"] if "name" in values else values.get("label", "")
    # "\\N" is Graphviz' word for the name of the node, which is its id here.
    name = "" if name in (raw.id, "\\N") else plain_name(name.replace("\\n", " "))
    return Node(id="new", kind=kind, part=part_id, name=name, copies=_copies(graph, raw, values))


def _said(values: Attributes) -> tuple[str, str]:
    """The attribute that should say what a node is, and what it says; ("", "") for none."""
    by_key = {name.lower(): name for name, value in values.items() if value}
    return next(((by_key[key], values[by_key[key]]) for key in KIND_KEYS if key in by_key), ("", ""))


def _guessed(graph: RawGraph, values: dict[str, str], neighbours: int) -> str:
    kind = SWITCH if neighbours > 1 else HOST
    said = _said(values)[1]
    what = f"is called {short(said)!r}, which is no kind that is known" if said else "has no kind"
    many = f"are called {short(said)!r}, which is no kind that is known" if said else "have no kind"
    why = "several neighbours" if kind in SWITCHES else "one neighbour at most"
    graph.notes.count(
        f"One node {what}; with {why} it was taken as a {kind}.",
        f"{{n}} nodes {many}; with {why} they were taken as a {kind}.",
    )
    return kind


def _copies(graph: RawGraph, raw: RawNode, values: dict[str, str]) -> int:
    key = next((key for key in _COPIES if key in values), None)
    if key is None:
        return 1
    number = whole_number(values[key], MAX_COPIES)
    if number is None:
        graph.notes.line(
            "copies",
            f"Node {short(raw.id)!r}: {short(values[key])!r} copies is no whole number from 1 to {MAX_COPIES:,}; "
            "taken as one.",
        )
    return number or 1


def _links(bundles: Iterable[Bundle], nodes: dict[str, Node]) -> dict[str, Link]:
    links: dict[str, Link] = {}
    bundles = list(bundles)
    own = Counter(bundle.id for bundle in bundles)
    kept = {bundle.id for bundle in bundles if is_legal(bundle.id) and own[bundle.id] == 1}
    ids = LegalIds(kept)
    for bundle in bundles:
        wanted = bundle.id if own[bundle.id] == 1 and bundle.id else f"{bundle.a}-{bundle.b}"
        link_id = bundle.id if bundle.id in kept else ids.take(wanted, "link")
        links[link_id] = Link(
            id=link_id,
            a=bundle.a,
            b=bundle.b,
            medium=bundle.medium,
            cables=bundle.cables,
            spread=bundle.spread,
            name=plain_name(bundle.name),
            capacity_gbps=bundle.gbps,
            capacity_back_gbps=bundle.back_gbps,
            length_m=bundle.length_m,
            a_port=bundle.a_port,
            b_port=bundle.b_port,
            across=bundle.across,
        )
    return links


def with_enough_ports(notes: Notes, design: Design, ids: set[str]) -> Design:
    """DESIGN whose generic nodes of IDS have as many ports as they need; names of ports that are not there go."""
    used: Counter[str] = Counter()
    links = dict(design.links)
    for link in design.links.values():
        around = design.holder(link)
        for end in (link.a, link.b):
            # Rounded up: each copy of the end has its share of the cables.
            used[end] += -(-link.cables // max(design.copies_within(end, around), 1))
        lacking = {
            field: None
            for field, end in (("a_port", link.a), ("b_port", link.b))
            if getattr(link, field) is not None
            and all(group.name != getattr(link, field) for group in design.ports_of(design.nodes[end]))
        }
        if lacking:
            links[link.id] = replace(link, **lacking)
            notes.count(
                "The port that one edge names is not on its part; the first that fits is taken.",
                "The ports that {n} edges name are not on their parts; the first that fit are taken.",
            )
    nodes = dict(design.nodes)
    for node_id in ids:
        node = nodes[node_id]
        groups = design.ports_of(node)
        if node.part in {f"generic/{kind}" for kind in GENERIC} and groups[0].count < used[node_id] <= MAX_PORTS:
            nodes[node_id] = replace(node, ports=(replace(groups[0], count=used[node_id]),))
            notes.count(
                "One node has more edges than its generic part has ports; it was given as many.",
                "{n} nodes have more edges than their generic parts have ports; they were given as many.",
            )
    return replace(design, nodes=nodes, links=links)


def _placed(graph: RawGraph, design: Design, ids: dict[str, str]) -> Design:
    """DESIGN where its coordinates put it, else laid out."""
    tiles = [raw for raw in graph.nodes.values() if not is_container(design.nodes[ids[raw.id]].kind)]
    # Coordinates count only when every node has some: half of them would lie on what is laid out.
    places = {ids[raw.id]: place for raw in tiles if (place := place_of(raw.attributes)) is not None}
    given = stretched(places) if tiles and len(places) == len(tiles) else None
    odd = [raw for raw in graph.nodes.values() if says_place(raw.attributes) and place_of(raw.attributes) is None]
    for raw in odd[:1]:
        more = f" So are those of {len(odd) - 1:,} more." if len(odd) > 1 else ""
        words = ", ".join(repr(short(raw.attributes[name])) for name in ("x", "y", "pos") if raw.attributes.get(name))
        graph.notes.line("places", f"The coordinates of node {short(raw.id)!r}, {words}, are no place; left out.{more}")
    if given is None:
        if places and not odd:
            graph.notes.line(
                "places",
                "The coordinates could not be used (some are missing, or nodes lie on one "
                "spot); the design was laid out anew.",
            )
        return arrange(design).applied(design)
    nodes = {
        node.id: replace(node, x=given[node.id][0], y=given[node.id][1]) if node.id in given else node
        for node in design.nodes.values()
    }
    return replace(design, nodes=_framed(nodes, given))


def _framed(nodes: dict[str, Node], given: Places) -> dict[str, Node]:
    """NODES whose containers begin above and left of what they hold."""
    corners: Places = {}
    for node_id, (x, y) in given.items():
        here = nodes[node_id].parent
        # Outwards from each node: every container around begins above and left of all that it holds.
        left, top = x, y
        while here is not None:
            if is_container(nodes[here].kind):
                left, top = left - FRAME_PADDING, top - FRAME_HEADER
                before = corners.get(here, (left, top))
                corners[here] = (min(before[0], left), min(before[1], top))
            here = nodes[here].parent
    return nodes | {node_id: replace(nodes[node_id], x=x, y=y) for node_id, (x, y) in corners.items()}
