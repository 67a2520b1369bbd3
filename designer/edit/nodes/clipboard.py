"""Copy and paste, within a design, between windows and between projects, as JSON text."""

from collections.abc import Collection, Container, Mapping
from typing import Final, Literal

import msgspec

from designer.catalog.library import sources_of
from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import mark_called, named
from designer.edit.ids import new_id
from designer.edit.racks.keep_rack_place import settle
from designer.edit.selection import contents, next_front, next_order, outermost, require_known
from designer.model.changes import ChangeSet
from designer.model.design import WITHIN_ONE, Design, Link, Node
from designer.model.giving_way import give_way
from designer.model.kinds import CONTAINERS
from designer.model.marks import Mark, Picture
from designer.model.parts.part import Part, Source
from designer.model.records import Record, RefusedInput
from designer.model.validity import require_valid
from designer.model.workloads.choices import parts_named

FORMAT: Final = "stackwright-clip"
LARGEST_TEXT: Final = 16_000_000
"""Characters of clipboard text that are read."""
MOST_RECORDS: Final = 20_000
FOREIGN: Final = "The clipboard does not hold parts of a Stackwright design."


class Clip(Record, frozen=True, kw_only=True):
    """Contents of the clipboard: whole records, with the parts they need."""

    format: Literal["stackwright-clip"]
    version: Literal[1]
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()


def copy_out(design: Design, ids: Collection[str]) -> str:
    """Nodes with their contents, the links between them, their parts, and marks, as JSON text.

    Links named alone are left behind, since their ends are not copied.

    Raises:
        RefusedInput: nothing that can be copied is named.
    """
    return msgspec.json.encode(_Named(clip=_taken(design, ids))).decode()


def _taken(design: Design, ids: Collection[str]) -> Clip:
    """Return what a copy of IDS holds.

    Raises:
        RefusedInput: nothing that can be copied is named.
    """
    known = require_known(design, ids, links=True, marks=True)
    chosen = contents(design, [one for one in known if one in design.nodes])
    marks = [_alone(design.marks[one], chosen) for one in known if one in design.marks]
    if not chosen and not marks:
        raise RefusedInput("Select what to copy first.")
    nodes = sorted((design.nodes[node_id] for node_id in chosen), key=lambda node: (node.order, node.id))
    # Cables to what is not copied would lead nowhere.
    links = [link for link in design.links.values() if link.a in chosen and link.b in chosen]
    parts = _needed(design, nodes, links)
    source_ids = sorted({source for part in parts for source in sources_of(part)})
    shown = sorted({mark.picture for mark in marks if mark.picture})
    return Clip(
        format=FORMAT,
        version=1,
        nodes=tuple(nodes),
        links=tuple(links),
        parts=tuple(parts),
        sources=tuple(design.sources[source] for source in source_ids if source in design.sources),
        marks=tuple(marks),
        pictures=tuple(design.pictures[one] for one in shown if one in design.pictures),
    )


def _alone(mark: Mark, nodes: Container[str]) -> Mark:
    """MARK with the ends free that stick to none of NODES."""
    first, last = (end if end in nodes else "" for end in mark.ends)
    return msgspec.structs.replace(mark, ends=(first, last))


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
    # Any program may have filled the clipboard: what is no clip of ours is no error of ours.
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise RefusedInput(FOREIGN) from None
    if len(clip.nodes) + len(clip.links) + len(clip.marks) > MOST_RECORDS:
        raise RefusedInput(f"The clipboard holds more than {MOST_RECORDS:,} items; paste fewer at a time.")
    # Ids that occur twice were not written by us.
    ids = {node.id for node in clip.nodes}
    if not (ids or clip.marks) or len(ids) != len(clip.nodes):
        raise RefusedInput(FOREIGN)
    for link in clip.links:
        if link.a not in ids or link.b not in ids or (link.a == link.b and link.spread not in WITHIN_ONE):
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
        marks={mark.id: _alone(mark, ids) for mark in clip.marks},
        pictures={picture.id: picture for picture in clip.pictures},
    )
    for mark in clip.marks:
        if mark.picture is not None and mark.picture not in design.pictures:
            raise RefusedInput(f"The clipboard does not hold its picture {mark.picture!r}.")
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
    things = [*clip.nodes, *clip.marks]
    left, top = min(one.x for one in things), min(one.y for one in things)
    many = f"{len(things)} items"
    if len(things) == 1:
        many = clip.nodes[0].title if clip.nodes else mark_called(clip.marks[0])
    return _insert(design, clip, x - left, y - top, f"Paste {many}", parent)


def duplicate(design: Design, ids: Collection[str], dx: float = 32.0, dy: float = 32.0) -> ChangeSet:
    """Copy nodes and marks to beside themselves, in the same containers.

    Raises:
        RefusedInput: nothing that can be copied is named.
    """
    return _insert(
        design, _taken(design, ids), dx, dy, f"Duplicate {named(design, list(dict.fromkeys(ids)))}", None, stay=True
    )


def _insert(
    design: Design, clip: Clip, dx: float, dy: float, label: str, parent: str | None, *, stay: bool = False
) -> ChangeSet:
    draft = Draft(design)
    draft.embed_records({part.id: part for part in clip.parts}, {source.id: source for source in clip.sources})
    renamed: dict[str, str] = {}
    given: set[str] = set()
    for node in clip.nodes:
        give_way()
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
    # What comes with its rack stands there as it did.
    settle(draft, [fresh.id for fresh, outer in pasted if outer not in given])
    for link in clip.links:
        link_id = new_id(design, link.id, given)
        given.add(link_id)
        draft.put(
            msgspec.structs.replace(
                link,
                id=link_id,
                a=renamed[link.a],
                b=renamed[link.b],
                across=renamed.get(link.across or "", link.across),
            )
        )
    _insert_marks(draft, clip, dx, dy, renamed, given)
    return draft.finished(label)


def _insert_marks(draft: Draft, clip: Clip, dx: float, dy: float, renamed: Mapping[str, str], given: set[str]) -> None:
    """Marks in front of those that are there, or behind them; a picture that the design holds is not held twice."""
    design = draft.before
    shown: dict[str, str] = {}
    for picture in clip.pictures:
        # The same bytes under any name are the same picture.
        held = next((one.id for one in design.pictures.values() if one.data == picture.data), None)
        if held is None:
            held = new_id(design, picture.id, given)
            given.add(held)
            draft.put(msgspec.structs.replace(picture, id=held))
        shown[picture.id] = held
    front = next_front(design)
    for place, mark in enumerate(sorted(clip.marks, key=lambda mark: (mark.front, mark.id))):
        mark_id = new_id(design, mark.id, given)
        given.add(mark_id)
        first, last = (renamed.get(end, "") for end in mark.ends)
        draft.put(
            msgspec.structs.replace(
                mark,
                id=mark_id,
                x=mark.x + dx,
                y=mark.y + dy,
                ends=(first, last),
                picture=shown[mark.picture] if mark.picture is not None else None,
                # In front of what is there, in the order of the clip; marks behind the design stay behind it.
                front=front + place if mark.front >= 0 else mark.front,
            )
        )


def pasted_ids(changeset: ChangeSet) -> list[str]:
    """Ids of the outermost nodes and the marks that a paste or duplicate added: what to select next."""
    added = {
        node.id: node
        for (table, _), (before, node) in changeset.changes.items()
        if table == "nodes" and before is None and isinstance(node, Node)
    }
    marks = [
        record_id
        for (table, record_id), (before, after) in changeset.changes.items()
        if table == "marks" and before is None and after is not None
    ]
    return outermost(Design(nodes=added), list(added)) + marks
