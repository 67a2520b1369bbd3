"""Edits that draw a cable as it is built: the missing one goes, the extra one comes, swapped ones change partners."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from designer.model.changes import ChangeSet, between
from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.built.apart import Apart, set_apart
from designer.reality.built.records import BuiltCable, BuiltEnd, Comparison, DrawnCable
from designer.reality.legal_ids import LegalIds

SORTS: Final = ("missing", "swapped", "extra", "slower")
ALL: Final = "all"


class FaultId(NamedTuple):
    """One fault of a comparison: its sort, and its place in the list of that sort, from 0."""

    sort: str
    place: int

    def __str__(self) -> str:
        return f"{self.sort}:{self.place + 1}"


class _Coming(NamedTuple):
    """A cable that is to be drawn.

    Attributes:
        drawn: The drawn one whose place it takes; None for none.
        rate_gbps: Of it alone; None as that of `drawn`.
    """

    cable: BuiltCable
    drawn: DrawnCable | None
    rate_gbps: float | None = None


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
                f"{piece[:60]!r} is no fault that was found; name all, {', '.join(SORTS)}, or one as missing:1."
            )
    return list(dict.fromkeys(found))


def accept_as_built(design: Design, comparison: Comparison, faults: Iterable[FaultId]) -> ChangeSet:
    """Draw what FAULTS of COMPARISON found, as one edit; copies that are built unlike the others are set apart.

    A slower cable is drawn as a link of its own rate beside the others.

    Args:
        design: The design that was compared.
        comparison: What came out.
        faults: Which of it is taken over.

    Raises:
        RefusedInput: a cable runs through a patch panel, ends at a device that is not drawn, or is of copies that
            cannot be drawn one by one; the message names it.
    """
    faults = list(faults)
    gone: list[DrawnCable] = []
    come: list[_Coming] = []
    for sort, place in faults:
        if sort == "missing":
            gone.append(comparison.missing[place].cable)
        elif sort == "extra":
            extra = comparison.extra[place]
            source = None if extra.moved_from is None else comparison.missing[extra.moved_from].cable
            come.append(_Coming(extra.cable, source))
        elif sort == "slower":
            slow = comparison.slower[place]
            gone.append(slow.cable)
            come.append(_Coming(slow.found, slow.cable, slow.found_gbps))
        else:
            one = comparison.swapped[place]
            gone += one.drawn
            come += [_Coming(*pair) for pair in zip(one.found, one.drawn, strict=True)]
    for cable in gone:
        if len(cable.links) > 1:
            raise RefusedInput(f"Cable {cable.id} runs through a patch panel; change its links there.")
    touched = {end.node for cable in gone for end in (cable.a, cable.b)}
    for one in come:
        touched |= {_drawn_end(design, end).id for end in one.cable}
    apart = set_apart(design, touched)
    links = dict(apart.design.links)
    for cable in gone:
        _take_away(links, cable, apart)
    ids = LegalIds(links)
    for one in come:
        _put_in(design, links, one, apart, ids)
    after = msgspec.structs.replace(apart.design, links=links)
    return between(design, after, f"Draw {counted(len(faults), 'difference')} as built")


def _drawn_end(design: Design, end: BuiltEnd) -> CopyId:
    found = CopyId.read(end.device)
    if not end.device or found.id not in design.nodes:
        raise RefusedInput(f"{end.found} is not drawn; draw it first, then accept its cables.")
    return found


def _take_away(links: dict[str, Link], cable: DrawnCable, apart: Apart) -> None:
    """Take one cable away from the link that is CABLE's now."""
    ends = {apart.node(cable.a.node, cable.a.copy), apart.node(cable.b.node, cable.b.copy)}
    link = links.get(cable.link) or next(
        (one for one in links.values() if {one.a, one.b} == ends and one.medium == cable.medium), None
    )
    if link is None:
        raise RefusedInput(f"Cable {cable.id} is no longer drawn; compare again.")
    if link.cables > 1:
        links[link.id] = msgspec.structs.replace(link, cables=link.cables - 1)
    else:
        del links[link.id]


def _put_in(design: Design, links: dict[str, Link], coming: _Coming, apart: Apart, ids: LegalIds) -> None:
    """Draw a cable that was found: one more of a link between its ends, else a link of its own."""
    cable, drawn, rate = coming
    ends = [_drawn_end(design, end) for end in cable]
    a, b = (apart.node(end.id, end.copy or 0) for end in ends)
    # What runs through a cable that took the place of another is what ran through that.
    medium: Medium = drawn.medium if drawn is not None else _medium_of(design, [end.id for end in ends])
    same = next(
        (
            one
            for one in links.values()
            if {one.a, one.b} == {a, b}
            and one.medium == medium
            and one.across is None
            and (rate is None or one.capacity_gbps == rate)
        ),
        None,
    )
    if same is not None:
        links[same.id] = msgspec.structs.replace(same, cables=same.cables + 1)
        return
    pattern = design.links.get(drawn.link) if drawn is not None else None
    link_id = ids.take(f"{a}-{b}", "link")
    if rate is None and pattern is not None:
        rate = pattern.capacity_gbps
    links[link_id] = Link(id=link_id, a=a, b=b, medium=medium, capacity_gbps=rate)


def _medium_of(design: Design, ends: list[str]) -> Medium:
    """The medium of an extra cable: that which most network links at its ends have."""
    media: Counter[Medium] = Counter(
        link.medium for link in design.links.values() if {link.a, link.b} & set(ends) and link.medium in NETWORK_MEDIA
    )
    return media.most_common(1)[0][0] if media else "fabric"
