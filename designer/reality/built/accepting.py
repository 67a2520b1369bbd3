"""Edits that draw a cable as it is built: the missing one goes, the extra one comes, swapped ones change partners."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.model.changes import ChangeSet
from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.built.records import BuiltCable, Comparison, DrawnCable

SORTS: Final = ("missing", "swapped", "extra")
ALL: Final = "all"


class FaultId(NamedTuple):
    """One fault of a comparison: its sort, and its place in the list of that sort, from 0."""

    sort: str
    place: int

    def __str__(self) -> str:
        return f"{self.sort}:{self.place + 1}"


def fault_ids(comparison: Comparison, text: str = ALL) -> list[FaultId]:
    """The faults of COMPARISON that TEXT names: "all", a sort, or "missing:3, swapped:1", which count from 1.

    Raises:
        RefusedInput: TEXT names none, or one that is not there.
    """
    counts = {sort: len(getattr(comparison, sort)) for sort in SORTS}
    found: list[FaultId] = []
    for piece in (piece.strip() for piece in text.split(",") if piece.strip()):
        sort, _, number = piece.partition(":")
        if piece == ALL:
            found += [FaultId(one, place) for one in SORTS for place in range(counts[one])]
        elif sort in SORTS and not number:
            found += [FaultId(sort, place) for place in range(counts[sort])]
        elif sort in SORTS and number.isdecimal() and 1 <= int(number[:9]) <= counts[sort]:
            found.append(FaultId(sort, int(number) - 1))
        else:
            raise RefusedInput(
                f"{piece[:60]!r} is no fault that was found; name all, missing, swapped, extra, or one as missing:1."
            )
    return list(dict.fromkeys(found))


def accept_as_built(design: Design, comparison: Comparison, faults: Iterable[FaultId]) -> ChangeSet:
    """Draw what FAULTS of COMPARISON found, as one edit.

    Args:
        design: The design that was compared.
        comparison: What came out.
        faults: Which of it is taken over.

    Raises:
        RefusedInput: a cable is one of several copies, which are drawn as one, runs through a patch panel, or ends at a
            device that is not drawn; the message names it.
    """
    draft = Draft(design)
    gone: Counter[str] = Counter()
    come: list[tuple[str, str, Medium, Link | None]] = []
    faults = list(faults)
    for sort, place in faults:
        if sort == "missing":
            gone[_link_of(design, comparison.missing[place].cable)] += 1
        elif sort == "extra":
            extra = comparison.extra[place]
            source = None if extra.moved_from is None else comparison.missing[extra.moved_from].cable
            come.append(_new_cable(design, extra.cable, source))
        else:
            one = comparison.swapped[place]
            for drawn, found in zip(one.drawn, one.found, strict=True):
                gone[_link_of(design, drawn)] += 1
                come.append(_new_cable(design, found, drawn))
    links = dict(design.links)
    for link_id, cables in gone.items():
        left = links[link_id].cables - cables
        if left > 0:
            links[link_id] = msgspec.structs.replace(links[link_id], cables=left)
        else:
            del links[link_id]
    taken: set[str] = set()
    for a, b, medium, pattern in come:
        same = next(
            (one for one in links.values() if {one.a, one.b} == {a, b} and one.medium == medium and one.across is None),
            None,
        )
        if same is not None:
            links[same.id] = msgspec.structs.replace(same, cables=same.cables + 1)
            continue
        link_id = new_id(design, f"{a}-{b}", taken)
        taken.add(link_id)
        rate = pattern.capacity_gbps if pattern is not None else None
        links[link_id] = Link(id=link_id, a=a, b=b, medium=medium, capacity_gbps=rate)
    for link_id, link in links.items():
        if design.links.get(link_id) != link:
            draft.put(link)
    for link_id in design.links:
        if link_id not in links:
            draft.drop_link(link_id)
    return draft.finished(f"Draw {counted(len(faults), 'difference')} as built")


def _link_of(design: Design, cable: DrawnCable) -> str:
    """The link of CABLE, where one cable of it can be taken away alone."""
    if len(cable.links) > 1:
        raise RefusedInput(f"Cable {cable.id} runs through a patch panel; change its links there.")
    for end in (cable.a, cable.b):
        _require_single(design, end.node)
    return cable.link


def _require_single(design: Design, node_id: str) -> None:
    count = design.total_copies(node_id)
    if count > 1:
        title = design.nodes[node_id].title
        raise RefusedInput(
            f"{title} is drawn once for its {count:,} copies, whose cables are drawn together; peel the copies "
            "off that are built otherwise, then accept their cables."
        )


def _new_cable(design: Design, cable: BuiltCable, drawn: DrawnCable | None) -> tuple[str, str, Medium, Link | None]:
    ends: list[str] = []
    for end in cable:
        node_id = CopyId.read(end.device).id
        if not end.device or node_id not in design.nodes:
            raise RefusedInput(f"{end.found} is not drawn; draw it first, then accept its cables.")
        _require_single(design, node_id)
        ends.append(node_id)
    # What runs through a cable that took the place of another is what ran through that.
    near = next((link for link in design.links.values() if {link.a, link.b} & set(ends)), None)
    pattern = design.links.get(drawn.link) if drawn is not None else near
    medium: Medium = drawn.medium if drawn is not None else _medium_of(design, ends)
    return ends[0], ends[1], medium, pattern


def _medium_of(design: Design, ends: list[str]) -> Medium:
    """The medium of an extra cable: that which most network links at its ends have."""
    media: Counter[Medium] = Counter(
        link.medium
        for link in design.links.values()
        if {link.a, link.b} & set(ends) and link.medium in {"fabric", "storage", "management"}
    )
    return media.most_common(1)[0][0] if media else "fabric"
