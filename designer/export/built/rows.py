"""A comparison of the built network with the drawn one as rows and as one JSON document."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from designer.model.network.ports import rate_text
from designer.model.wording import counted, listed
from designer.reality.built.records import BuiltCable, BuiltEnd, Comparison, DrawnCable, DrawnEnd, Match, Swapped

HEADINGS: Final = (
    "What",
    "Cable",
    "Link",
    "Drawn from",
    "Drawn from port",
    "Drawn to",
    "Drawn to port",
    "Found from",
    "Found from port",
    "Found to",
    "Found to port",
    "Drawn Gb/s",
    "Found Gb/s",
    "Note",
)
SIGNS: Final = {"missing": "−", "swapped": "⇄", "extra": "+", "slower": "↓"}
"""Beside each word, so that it is told without colour."""


class FaultRow(NamedTuple):
    """One cable that is not as drawn; a swap of two is two rows.

    Attributes:
        what: "missing", "swapped", "extra" or "slower".
        drawn: The drawn cable; None of an extra one.
        found: The found cable; None of a missing one.
        note: Why, or where it may have gone.
        rates: Drawn and found, in Gb/s, of a slower one.
    """

    what: str
    drawn: DrawnCable | None
    found: BuiltCable | None
    note: str
    rates: tuple[float, float] | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row under HEADINGS."""
        drawn = ("", "", "", "", "", "")
        if self.drawn is not None:
            a, b = self.drawn.a, self.drawn.b
            drawn = (self.drawn.id, self.drawn.link, a.name, a.port_words, b.name, b.port_words)
        found = ("", "", "", "")
        if self.found is not None:
            (a, b) = self.found
            found = (a.name, a.drawn_port or a.port, b.name, b.drawn_port or b.port)
        rates = ("", "") if self.rates is None else tuple(f"{rate:g}" for rate in self.rates)
        return (self.what, *drawn, *found, *rates, self.note)


def fault_rows(comparison: Comparison) -> Iterator[FaultRow]:
    """Yield the faults of COMPARISON: swapped cables, then missing, then extra, then slower ones."""
    for number, one in enumerate(comparison.swapped, 1):
        for drawn, found in zip(one.drawn, one.found, strict=True):
            yield FaultRow("swapped", drawn, found, f"exchange {number}: {swap_words(one)}")
    for missing in comparison.missing:
        moved = comparison.extra[missing.moved_to].cable if missing.moved_to is not None else None
        note = missing.why or (f"may be the cable that was found from {cable_words(moved)}" if moved else "")
        yield FaultRow("missing", missing.cable, None, note)
    for extra in comparison.extra:
        source = comparison.missing[extra.moved_from].cable if extra.moved_from is not None else None
        note = extra.why or (f"may be {source.id}, which is missing" if source else "")
        yield FaultRow("extra", None, extra.cable, note)
    for slow in comparison.slower:
        rates = slow.drawn_gbps, slow.found_gbps
        yield FaultRow("slower", slow.cable, slow.found, rate_words(*rates), rates)


def rate_words(drawn_gbps: float, found_gbps: float) -> str:
    """Return how a slower cable runs: at 200G, drawn at 400G."""
    return f"runs at {rate_text(found_gbps)}, drawn at {rate_text(drawn_gbps)}"


def end_words(end: DrawnEnd) -> str:
    """Return a drawn end in a sentence: device, then port."""
    return f"{end.name} {end.port_words}"


def drawn_words(cable: DrawnCable) -> str:
    """Return both ends of a drawn cable: Leaf 1 osfp 3 to Spine 2 osfp 1."""
    return f"{end_words(cable.a)} to {end_words(cable.b)}"


def cable_words(cable: BuiltCable) -> str:
    """Return both ends of a found cable: Leaf 1 osfp 3 to Spine 2 osfp 1."""
    return f"{cable.a.words} to {cable.b.words}"


def swap_words(one: Swapped) -> str:
    """Return which cables are exchanged: F-0003 and F-0009."""
    return listed([cable.id for cable in one.drawn], None)


def matched_by_neighbours(comparison: Comparison) -> list[Match]:
    """Return the matches that neighbours alone decided, the least certain first."""
    found = [one for one in comparison.matches if one.by == "structure"]
    return sorted(found, key=lambda one: (-one.alike, 1.0 if one.share is None else one.share))


def certainty_words(one: Match) -> str:
    """Return how certain a match by neighbours is: whether another place fits, and how many of its cables agree."""
    place = "fits in this place alone" if one.alike == 1 else f"one of {one.alike:,} places that fit alike"
    return place if one.share is None else f"{place}; {one.share:.0%} of its cables are as drawn"


def match_words(comparison: Comparison) -> Iterator[str]:
    """Yield a line for each device that neighbours matched: found name, drawn name, and how certain that is."""
    names = comparison.names
    for one in matched_by_neighbours(comparison):
        yield f"{one.found} is {names.get(one.device, one.device)}: {certainty_words(one)}."


def sentence(comparison: Comparison) -> str:
    """Return what came out, in one sentence."""
    if comparison.same:
        return f"All {counted(comparison.drawn, 'drawn cable')} were found as drawn, and no other."
    exchanged = sum(len(one.drawn) for one in comparison.swapped)
    told = [
        (len(comparison.missing), "missing"),
        (exchanged, f"swapped in {counted(len(comparison.swapped), 'exchange')}"),
        (len(comparison.extra), "extra"),
        (len(comparison.slower), "slower than drawn"),
    ]
    told = [(number, word) for number, word in told if number]
    # The noun stands with the first number alone: 2 cables missing, 1 extra.
    words = [
        f"{f'{number:,}' if place else counted(number, 'cable')} {word}" for place, (number, word) in enumerate(told)
    ]
    return f"{listed(words, None)}; {comparison.as_drawn:,} of {counted(comparison.drawn, 'drawn cable')} are as drawn."


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return COMPARISON as one JSON document; devices by drawn id, ports by both names."""
    return {
        "form": comparison.form,
        "same": comparison.same,
        "cables": {
            "drawn": comparison.drawn,
            "found": comparison.found,
            "as_drawn": comparison.as_drawn,
            "missing": len(comparison.missing),
            "swapped": sum(len(one.drawn) for one in comparison.swapped),
            "extra": len(comparison.extra),
            "slower": len(comparison.slower),
            "rates_compared": comparison.rated,
        },
        "missing": [{**_drawn(one.cable), "why": one.why, "moved_to": one.moved_to} for one in comparison.missing],
        "swapped": [
            {"drawn": [_drawn(cable) for cable in one.drawn], "found": [_found(cable) for cable in one.found]}
            for one in comparison.swapped
        ],
        "extra": [{**_found(one.cable), "why": one.why, "moved_from": one.moved_from} for one in comparison.extra],
        "slower": [
            {"drawn": _drawn(one.cable), "found": _found(one.found), "found_gbps": one.found_gbps}
            for one in comparison.slower
        ],
        "devices": {
            "matched": [
                {
                    "found": one.found,
                    "device": one.device,
                    "by": one.by,
                    "share_as_drawn": one.share,
                    "places_alike": one.alike,
                }
                for one in comparison.matches
            ],
            "not_found": [{"device": one.device, "name": one.name} for one in comparison.absent],
            "not_drawn": [{"found": one.id, "kind": one.kind, "guid": one.guid} for one in comparison.unknown],
        },
        "notes": list(comparison.notes),
    }


def _drawn(cable: DrawnCable) -> dict[str, Any]:
    return {
        "cable": cable.id,
        "link": cable.link,
        "medium": cable.medium,
        "rate_gbps": cable.rate_gbps,
        "a": _drawn_end(cable.a),
        "b": _drawn_end(cable.b),
    }


def _drawn_end(end: DrawnEnd) -> dict[str, str]:
    return {"device": end.device, "name": end.name, "port": end.port_words, "where": end.where}


def _found(cable: BuiltCable) -> dict[str, Any]:
    return {"a": _found_end(cable.a), "b": _found_end(cable.b)}


def _found_end(end: BuiltEnd) -> dict[str, str]:
    return {
        "found": end.found,
        "found_port": end.port,
        "device": end.device,
        "name": end.name,
        "port": end.drawn_port,
    }
