"""Rows of the quick add: favourites and parts placed lately first, containers, parts by search, or what fits."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.catalog.search import index_of
from designer.edit.nodes.pasted_table import typed_count
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.network.ports import Verdict
from designer.model.parts.part import Part
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.part_words import part_line, usefulness

KIND: Final = "kind:"
"""Begins the key of a row that stands for a container."""
MOST_SHOWN: Final = 30
_MOST_SEARCHED: Final = 400


class Offer(NamedTuple):
    """Things that can be chosen from.

    Attributes:
        library: The parts.
        habits: Ids of favourites and of parts placed lately, in that order.
        fitting: How the only parts that may be chosen fit, the likeliest first; None offers all, and containers.
        fits_what: What they fit, for the heading.
    """

    library: Library
    habits: tuple[Sequence[str], Sequence[str]] = ((), ())
    fitting: Mapping[str, Verdict] | None = None
    fits_what: str = ""


class Found(NamedTuple):
    """Rows, and how many copies were typed among the words."""

    rows: tuple[Row, ...]
    copies: int


def found_rows(offer: Offer, text: str) -> Found:
    """The rows for what was typed; a number in front of it, or behind an x, is the number of copies."""
    words, copies = typed_count(text)
    rows = _searched(offer, words) if words else _unasked(offer)
    if not rows and copies > 1:
        # The number belongs to the name after all.
        return Found(tuple(_searched(offer, text)), 1)
    return Found(tuple(rows), copies)


def _searched(offer: Offer, words: str) -> list[Row]:
    parts = index_of(offer.library).search(words, limit=_MOST_SEARCHED)
    if offer.fitting is not None:
        parts = [part for part in parts if part.id in offer.fitting]
    rows = [_row(part, offer) for part in parts[:MOST_SHOWN]]
    if offer.fitting is None:
        lower = words.casefold()
        rows = [row for row in _containers() if row.title.casefold().startswith(lower)] + rows
    return rows


def _unasked(offer: Offer) -> list[Row]:
    parts = offer.library.parts
    # At the loose end of a wire only what fits there is offered, in the order of the fit.
    if offer.fitting is not None:
        rows = [_row(parts[part_id], offer) for part_id in list(offer.fitting)[:MOST_SHOWN] if part_id in parts]
        return [Row("fits", offer.fits_what, heading=True, aside=f"{len(offer.fitting):,}"), *rows] if rows else []
    # A favourite that was placed lately stands once, among the favourites.
    stars = [parts[name] for name in offer.habits[0] if name in parts]
    recent = [parts[name] for name in offer.habits[1] if name in parts and parts[name] not in stars]
    known = {part.id for part in (*stars, *recent)}
    rest = sorted((part for part in parts.values() if part.id not in known), key=usefulness)
    rows: list[Row] = []
    for heading, chosen in (("Favourites", stars), ("Placed lately", recent)):
        if chosen:
            rows += [Row(heading, heading, heading=True), *(_row(part, offer) for part in chosen)]
    rows += [Row("containers", "Containers", heading=True), *_containers()]
    rows += [Row("parts", "Parts", heading=True), *(_row(part, offer) for part in rest[:MOST_SHOWN])]
    return rows


def _row(part: Part, offer: Offer) -> Row:
    kind = KINDS.get(part.kind)
    adapts = offer.fitting is not None and offer.fitting.get(part.id) == "adapter"
    return Row(
        part.id,
        part.name,
        part_line(part, offer.library.parts),
        kind.icon if kind else "other",
        part.layer,
        aside="by adapter" if adapts else "",
        part=part.id,
        star=part.id in offer.habits[0],
    )


def _containers() -> list[Row]:
    kinds = [(name, KINDS[name]) for name in reversed(CONTAINERS)]
    return [Row(KIND + name, kind.title, "", kind.icon, kind.layer) for name, kind in kinds]
