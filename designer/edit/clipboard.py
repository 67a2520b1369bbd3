"""Copy and paste, within a design, between windows and between projects, as JSON text."""

from collections.abc import Collection
from typing import Final, Literal

import msgspec

from designer.catalog.library import sources_of
from designer.edit.draft import Draft, check_parent
from designer.edit.ids import new_id
from designer.edit.selection import contents, next_order, outermost, require_known
from designer.edit.wording import named
from designer.model.changes import ChangeSet
from designer.model.choices import parts_named
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS
from designer.model.parts import Part, Source
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid

FORMAT: Final = "stackwright-clip"
LARGEST_TEXT: Final = 16_000_000
"""Characters of clipboard text that are read."""
MOST_RECORDS: Final = 20_000
FOREIGN: Final = "The clipboard does not hold parts of a Stackwright design."


class Clip(Record, frozen=True, kw_only=True):
    """What the clipboard carries: whole records, with the parts they need."""

    format: Literal["stackwright-clip"]
    version: Literal[1]
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()


def copy_out(design: Design, ids: Collection[str]) -> str:
    """Nodes with their contents, the links between them and their parts, as JSON text.

    Links named alone are left behind, since their ends are not copied.

    Raises:
        RefusedInput: nothing that can be copied is named.
    """
    wanted = [one for one in require_known(design, ids, links=True) if one in design.nodes]
    chosen = contents(design, wanted)
    if not chosen:
        raise RefusedInput("Select what to copy first.")
    nodes = sorted((design.nodes[node_id] for node_id in chosen), key=lambda node: (node.order, node.id))
    links = [link for link in design.links.values() if link.a in chosen and link.b in chosen]
    parts = _needed(design, nodes, links)
    source_ids = sorted({source for part in parts for source in sources_of(part)})
    clip = Clip(
        format=FORMAT,
        version=1,
        nodes=tuple(nodes),
        links=tuple(links),
        parts=tuple(parts),
        sources=tuple(design.sources[source] for source in source_ids if source in design.sources),
    )
    return msgspec.json.encode(_Named(clip=clip)).decode()


class _Named(msgspec.Struct, forbid_unknown_fields=True):
    """The outermost object; its one key tells the text apart from any other JSON."""

    clip: Clip = msgspec.field(name=FORMAT)


def _needed(design: Design, nodes: list[Node], links: list[Link]) -> list[Part]:
    waiting = [*parts_named(nodes)] + [link.cable_part for link in links if link.cable_part]
    found: dict[str, Part] = {}
    while waiting:
        part = design.parts.get(waiting.pop())
        if part is not None and part.id not in found:
            found[part.id] = part
            waiting.extend(inside.part for inside in part.contains)
    return [found[part_id] for part_id in sorted(found)]


def read_clip(text: str) -> Clip:
    """The clip in TEXT.

    Raises:
        RefusedInput: it is none, is too large, or its records do not belong together.
    """
    if len(text) > LARGEST_TEXT:
        raise RefusedInput(f"The clipboard holds {len(text):,} characters; {LARGEST_TEXT:,} is the most.")
    try:
        clip = msgspec.json.decode(text.encode(), type=_Named).clip
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise RefusedInput(FOREIGN) from None
    if len(clip.nodes) + len(clip.links) > MOST_RECORDS:
        raise RefusedInput(f"The clipboard holds more than {MOST_RECORDS:,} items; paste fewer at a time.")
    ids = {node.id for node in clip.nodes}
    if not ids or len(ids) != len(clip.nodes):
        raise RefusedInput(FOREIGN)
    for link in clip.links:
        if link.a not in ids or link.b not in ids or link.a == link.b:
            raise RefusedInput("The clipboard holds a link to nowhere.")
    require_valid(_standing_alone(clip))
    return clip


def _standing_alone(clip: Clip) -> Design:
    """The clip as a design of its own, containers left behind forgotten."""
    ids = {node.id for node in clip.nodes}
    nodes = (
        node if node.parent is None or node.parent in ids else msgspec.structs.replace(node, parent=None)
        for node in clip.nodes
    )
    design = Design(
        nodes={node.id: node for node in nodes},
        links={link.id: link for link in clip.links},
        parts={part.id: part for part in clip.parts},
        sources={source.id: source for source in clip.sources},
    )
    for part_id in _named_parts(clip):
        if part_id not in design.parts:
            raise RefusedInput(f"The clipboard does not hold its part {part_id!r}.")
    return design


def _named_parts(clip: Clip) -> list[str]:
    named_by_nodes = set(parts_named(clip.nodes))
    named_by_links = {link.cable_part for link in clip.links if link.cable_part}
    return sorted(named_by_nodes | named_by_links | {inside.part for part in clip.parts for inside in part.contains})


def paste_in(design: Design, text: str, x: float, y: float, parent: str | None = None) -> ChangeSet:
    """Paste copied TEXT with its upper left corner at a point; ids are fresh, links and contents are kept.

    Parts that the design has already stay the design's own.

    Args:
        design: The design.
        text: What `copy_out` gave.
        x: Left edge of the pasted things.
        y: Top edge.
        parent: Container to paste into.

    Raises:
        RefusedInput: the text is not a clip, or holds what a design may not hold.
    """
    clip = read_clip(text)
    left, top = min(node.x for node in clip.nodes), min(node.y for node in clip.nodes)
    many = f"{len(clip.nodes)} items" if len(clip.nodes) != 1 else clip.nodes[-1].title
    return _insert(design, clip, x - left, y - top, f"Paste {many}", parent)


def duplicate(design: Design, ids: Collection[str], dx: float = 32.0, dy: float = 32.0) -> ChangeSet:
    """Copy nodes to beside themselves, in the same containers.

    Raises:
        RefusedInput: nothing that can be copied is named.
    """
    clip = read_clip(copy_out(design, ids))
    return _insert(design, clip, dx, dy, f"Duplicate {named(design, list(dict.fromkeys(ids)))}", None, stay=True)


def _insert(
    design: Design, clip: Clip, dx: float, dy: float, label: str, parent: str | None, *, stay: bool = False
) -> ChangeSet:  # fmt: skip
    draft = Draft(design)
    draft.embed_records({part.id: part for part in clip.parts}, {source.id: source for source in clip.sources})
    renamed: dict[str, str] = {}
    given: set[str] = set()
    for node in clip.nodes:
        renamed[node.id] = new_id(design, node.id, given)
        given.add(renamed[node.id])
    order = next_order(design)
    pasted: list[tuple[Node, str | None]] = []
    for place, node in enumerate(clip.nodes):
        if node.part is None and node.kind not in CONTAINERS:
            raise RefusedInput(f"The clipboard holds {node.title}, which is neither a part nor a container.")
        outer = renamed.get(node.parent or "")
        if outer is None:
            outer = node.parent if stay else parent
        fresh = msgspec.structs.replace(
            node, id=renamed[node.id], parent=None, x=node.x + dx, y=node.y + dy, order=order + place
        )
        draft.put(fresh)
        pasted.append((fresh, outer))
    for fresh, outer in pasted:
        check_parent(draft, fresh, outer)
        draft.put(msgspec.structs.replace(fresh, parent=outer))
    for link in clip.links:
        link_id = new_id(design, link.id, given)
        given.add(link_id)
        draft.put(msgspec.structs.replace(link, id=link_id, a=renamed[link.a], b=renamed[link.b]))
    return draft.finished(label)


def pasted_ids(changeset: ChangeSet) -> list[str]:
    """Ids of the outermost nodes that a paste or duplicate added: what to select next."""
    added = {
        node.id: node
        for (table, _), (before, node) in changeset.changes.items()
        if table == "nodes" and before is None and isinstance(node, Node)
    }
    return outermost(Design(nodes=added), list(added))
