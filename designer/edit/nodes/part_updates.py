"""A design pins the facts of its parts: what a newer catalog would change, and taking that over part by part."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from designer.catalog.library import Library, sources_of
from designer.catalog.parts.differences import FieldDifference, part_differences
from designer.edit.edit_labels import named
from designer.model.changes import ChangeSet, between
from designer.model.design import Design, Link, Node
from designer.model.network.ports import joined_ports
from designer.model.parts.part import Part, Source
from designer.model.records import Record, RefusedInput
from designer.model.workloads.choices import parts_named

_PIECES = re.compile(r"\d+|[^\d.]+")


class PartUpdate(Record, frozen=True, kw_only=True):
    """A part whose facts in the catalog are not those that the design was made with.

    Attributes:
        before: As it stands in the design.
        after: As it stands in the catalog.
        differences: Field by field, and the links of the design that would find no port any more.
    """

    part_id: str
    before: Part
    after: Part
    differences: tuple[FieldDifference, ...]

    @property
    def older(self) -> bool:
        """Return True when the catalog's revision is an earlier one than the design's."""
        return is_older(self.after.revision, self.before.revision)


def is_older(revision: str, than: str) -> bool:
    """Return True when REVISION is an earlier one: numbers by size (1.9 before 1.10), all else by the alphabet."""
    return _order(revision) < _order(than)


def _order(revision: str) -> list[tuple[int, int, str]]:
    pieces = [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in _PIECES.findall(revision)]
    while len(pieces) > 1 and pieces[-1] == (0, 0, ""):
        pieces.pop()  # 1.0 is 1
    return pieces


def part_updates(design: Design, library: Library) -> tuple[PartUpdate, ...]:
    """The parts of DESIGN that LIBRARY describes differently, by name.

    A part that the library does not hold is the design's own and no update.
    """
    found: list[PartUpdate] = []
    for part_id, after in differing(design, library).parts.items():
        before = design.parts[part_id]
        differences = (*part_differences(before, after), *_lost_ports(design, before, after))
        found.append(PartUpdate(part_id=part_id, before=before, after=after, differences=differences))
    return tuple(sorted(found, key=lambda update: (update.before.name.lower(), update.part_id)))


def differing(design: Design, library: Library) -> Library:
    """Those parts of LIBRARY that DESIGN holds otherwise: all that `part_updates` looks at, and usually none."""
    return Library(
        parts={
            part_id: after
            for part_id, before in design.parts.items()
            if (after := library.parts.get(part_id)) is not None and after is not before and after != before
        }
    )


def accept_updates(design: Design, library: Library, part_ids: Iterable[str]) -> ChangeSet:
    """Take the facts of PART_IDS from LIBRARY, with the sources that they name.

    A part inside one of them follows when the design does not hold it yet; one that it holds keeps its facts until it
    is accepted itself. Parts and sources that nothing names any more leave. Links keep the names of their ports: where
    the new part has no such port, the review says so.

    Raises:
        RefusedInput: a part is not in the design, or it or one inside it is not in the library.
    """
    wanted = list(dict.fromkeys(part_ids))
    for part_id in wanted:
        if part_id not in design.parts:
            raise RefusedInput(f"There is no part {part_id!r} in this design.")
    fresh = _fresh(design, library, wanted)
    parts: dict[str, Part] = {**design.parts, **fresh}
    nodes = {**design.nodes, **{node.id: node for node in _of_new_kind(design, fresh)}}
    parts = _without_unused(design, parts)
    sources = _sources(design, library, parts, fresh)
    after = replace(
        design,
        nodes=nodes if nodes != design.nodes else design.nodes,
        parts=parts,
        sources=sources,
    )
    return between(design, after, f"Take over newer facts of {_called(design, wanted)}")


def _fresh(design: Design, library: Library, wanted: Iterable[str]) -> dict[str, Part]:
    """The wanted parts as the library has them, and those inside them that the design lacks."""
    fresh: dict[str, Part] = {}
    waiting = list(wanted)
    while waiting:
        part_id = waiting.pop()
        if part_id not in fresh:
            fresh[part_id] = library.part(part_id)
            waiting += [inside.part for inside in fresh[part_id].contains if inside.part not in design.parts]
    return fresh


def _of_new_kind(design: Design, fresh: Mapping[str, Part]) -> Iterator[Node]:
    """Nodes whose part is of another kind now."""
    for node in design.nodes.values():
        part = fresh.get(node.part) if node.part else None
        if part is not None and node.kind != part.kind:
            yield replace(node, kind=part.kind)


def _without_unused(design: Design, parts: Mapping[str, Part]) -> dict[str, Part]:
    """PARTS without those that were inside another part and are no longer."""
    gone = _reached(design, design.parts) - _reached(design, parts)
    return {part_id: part for part_id, part in parts.items() if part_id not in gone}


def _reached(design: Design, parts: Mapping[str, Part]) -> set[str]:
    waiting = list(parts_named(design.nodes.values()))
    waiting += [link.cable_part for link in design.links.values() if link.cable_part]
    reached: set[str] = set()
    while waiting:
        part_id = waiting.pop()
        if part_id not in reached:
            reached.add(part_id)
            part = parts.get(part_id)
            waiting += [inside.part for inside in part.contains] if part else []
    return reached


def _sources(
    design: Design, library: Library, parts: Mapping[str, Part], fresh: Mapping[str, Part]
) -> Mapping[str, Source]:
    """The sources of the design with those of FRESH as the library has them, without those that lost their part."""
    of_fresh = {source for part in fresh.values() for source in sources_of(part)}
    before = {source for part in design.parts.values() for source in sources_of(part)}
    after = {source for part in parts.values() for source in sources_of(part)}
    # A source that no part ever named is of the person and stays.
    kept = {source: record for source, record in design.sources.items() if source in after or source not in before}
    return kept | {source: library.sources[source] for source in sorted(of_fresh) if source in library.sources}


def _lost_ports(design: Design, before: Part, after: Part) -> Iterator[FieldDifference]:
    """The links that find a port on BEFORE and none on AFTER, by the port that they take now."""
    if before.ports == after.ports:
        return
    # Both are asked for the same links: a link is lost when it finds a port now and none then.
    trial = replace(design, parts={**design.parts, after.id: after})
    lost: dict[str, list[Link]] = {}
    for link in design.links.values():
        ends = [design.nodes[end] for end in (link.a, link.b) if end in design.nodes]
        # Ports of the node's own do not come from the part.
        if not any(node.part == before.id and not node.ports for node in ends):
            continue
        now, then = joined_ports(design, link), joined_ports(trial, link)
        if now is not None and now[2].verdict != "no" and (then is None or then[2].verdict == "no"):
            port = now[0] if ends[0].part == before.id and not ends[0].ports else now[1]
            lost.setdefault(port.name, []).append(link)
    for port, links in lost.items():
        yield FieldDifference(
            field=f"links.{port}",
            title=f"Links on ports {port}",
            before=_links_words(design, links),
            after="would find no port that fits",
        )


def _links_words(design: Design, links: Iterable[Link]) -> str:
    names = Counter(named(design, [link.id]) for link in links)
    return ", ".join(f"{number} × {name}" if number > 1 else name for name, number in names.items())


def _called(design: Design, part_ids: list[str]) -> str:
    if len(part_ids) == 1:
        return design.parts[part_ids[0]].name
    return f"{len(part_ids)} parts"
