"""Parts of the library that fit a part: at its ports, in its rack, around it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.model.figures.figure_text import count_text
from designer.model.kinds import CABINETS, CABLE, CABLES, KINDS, OPTIC, OPTICS, RACK, RACK_POWER, SWITCHES, Role
from designer.model.network.ports import Verdict, fit
from designer.model.parts.part import NETWORK_MEDIA, Part, PortGroup
from designer.model.records import Record
from designer.model.relations import kind_relations

MOST_EXAMPLES: Final = 3
_CAGES: Final = (
    "QSFP-DD",
    "QSFP112",
    "QSFP56",
    "QSFP28",
    "QSFP+",
    "SFP-DD",
    "SFP56",
    "SFP28",
    "SFP+",
    "OSFP",
    "SFP",
    "RJ45",
)
_CAGE: Final = re.compile(r"(?<![A-Z])(?:" + "|".join(re.escape(cage) for cage in _CAGES) + r")(?![A-Z\d+-])")
_END: Final = re.compile(r"^\s*(?:(\d+)\s*×\s*)?")
_FIBRES: Final = ("MPO-12", "MPO-16", "MMC-12", "LC duplex", "SC duplex")


class PartFits(Record, frozen=True, kw_only=True):
    """Parts of one sort that fit at one place.

    Attributes:
        where: The port group, "" for the part as a whole.
        title: The sort: "Switches", "Cables", "Stands in".
        exact: How many fit as they are.
        adapted: How many more fit with a breakout or an adapter.
        examples: Ids of the nearest ones, best first.
    """

    where: str
    title: str
    exact: int
    adapted: int = 0
    examples: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """All that fit."""
        return self.exact + self.adapted

    @property
    def count_words(self) -> str:
        """Return the number in words: "12, 3 by adapter"."""
        adapted = f"{count_text(self.adapted)} by adapter" if self.adapted else ""
        return ", ".join(word for word in (count_text(self.exact) if self.exact else "", adapted) if word)


class CableEnd(NamedTuple):
    """One end of a cable: how many plugs of what."""

    plugs: int
    plug: str


def _value(part: Part, name: str) -> float | None:
    quantity = part.facts.get(name)
    return quantity.value if quantity is not None else None


def fits(part: Part, library: Library) -> tuple[PartFits, ...]:
    """Return the parts of LIBRARY that fit PART: by port group, then as a whole.

    Sorts that nothing fits are left out.
    """
    found: list[PartFits] = []
    for group in part.ports:
        found += _of_group(part, group, library)
    if part.kind in CABLES:
        found += _of_plugs(part, [(end.plug, _end_rate(part, end)) for end in cable_ends(part)], library)
        found += _listed("", "Optics", part, library, _of_kind(OPTIC, lambda other: fibre_joins(part, other)))
    if part.kind in OPTICS:
        cage = cage_of(part)
        found += _of_plugs(part, [(cage, _value(part, "rate_gbps"))] if cage else [], library)
        found += _listed("", "Fibres", part, library, _of_kind(CABLE, lambda other: fibre_joins(other, part)))
    found += _listed("", "Stands inside", part, library, lambda other: _yes(_contains(other, part.id)))
    found += _in_racks(part, library)
    return tuple(found)


class Judged(NamedTuple):
    """Verdict on how well a part fits, and how far it is from the best: 0 is best."""

    verdict: Verdict
    gap: float = 0.0


Judge = Callable[[Part], Judged]
_NO: Final = Judged("no")
_YES: Final = Judged("yes")


def _of_kind(kind: str, joins: Callable[[Part], bool]) -> Judge:
    """Judges parts of KIND by JOINS and no others."""
    return lambda other: _yes(other.kind == kind and joins(other))


def _yes(holds: bool) -> Judged:
    return _YES if holds else _NO


def _listed(where: str, title: str, part: Part, library: Library, judge: Judge) -> Iterator[PartFits]:
    """One line of all other parts that JUDGE takes: of the same vendor first, real before generic."""
    found: list[tuple[tuple[bool, float, bool, bool, float, str], Part]] = []
    draw = _value(part, "power_max_w") or 0.0
    for other in library.parts.values():
        if other.id != part.id:
            verdict, gap = judge(other)
            if verdict != "no":
                far = abs((_value(other, "power_max_w") or 0.0) - draw)
                other_vendor, generic = other.vendor != part.vendor, other.id.startswith("generic/")
                found.append(((verdict != "yes", gap, other_vendor, generic, far, other.id), other))
    if found:
        found.sort()
        adapted = sum(order[0] for order, _ in found)
        yield PartFits(
            where=where,
            title=title,
            exact=len(found) - adapted,
            adapted=adapted,
            examples=tuple(other.id for _, other in found[:MOST_EXAMPLES]),
        )


_CARDS: Final = "Network cards"
_BY_ROLE: Final[Mapping[Role, str]] = {"switch": "Switches", "host": "Hosts", "storage": "Storage"}
_SORTS: Final = (*_BY_ROLE.values(), _CARDS)


def _sort_of(part: Part) -> str:
    """Under which title PART is counted at a network port; "" for none."""
    kind = KINDS.get(part.kind)
    if kind is None or kind.managed:
        return ""
    return _CARDS if kind.network_card else _BY_ROLE.get(kind.role, "")


def _of_group(part: Part, group: PortGroup, library: Library) -> Iterator[PartFits]:
    if "power" in group.media:
        title = "Fed by" if group.role == "in" else "Feeds"
        yield from _listed(group.name, title, part, library, lambda other: _on_feed(group, other))
    elif "coolant" in group.media:
        title = "Coolant from" if group.role == "in" else "Coolant for"
        yield from _listed(group.name, title, part, library, lambda other: _on_feed(group, other))
    elif part.layer != "cloud" and _network(group):
        switch = _sort_of(part) == "Switches"
        # Switches go with everything; other parts reach each other only through a switch.
        for title in _SORTS:
            if switch or title == "Switches":
                yield from _listed(
                    group.name,
                    title,
                    part,
                    library,
                    lambda other, title=title: _best(group, other.ports) if _sort_of(other) == title else _NO,
                )
        if group.connector:
            yield from _listed(group.name, "Cables", part, library, lambda other: _cable_fits(other, group))
            yield from _listed(group.name, "Optics", part, library, lambda other: _yes(_optic_fits(other, group)))


_IEC: Final = frozenset({"C13", "C14", "C19", "C20", "C13/C19"})
_FEED_GAPS: Final[Mapping[Role, float]] = {"host": 0.0, "switch": 1.0, "storage": 1.0, "power": 3.0}
"""Devices are named before further power gear at an outlet."""


def _on_feed(group: PortGroup, other: Part) -> Judged:
    """Return how OTHER joins a power or coolant group; plugs that are unknown or of another family are passed over."""
    best = _NO
    for port in other.ports:
        if "power" in group.media and not _plugs_known(group, port):
            continue
        verdict = fit(group, port).verdict
        if verdict == "yes" or (verdict == "adapter" and best.verdict == "no"):
            role = KINDS[other.kind].role if other.kind in KINDS else "other"
            # An inlet is most likely fed by a PDU; an outlet by what is nearest to it in the chain.
            gap = (0.0 if other.kind in RACK_POWER else 1.0) if group.role == "in" else _FEED_GAPS.get(role, 2.0)
            best = Judged(verdict, gap)
    return best


def _plugs_known(a: PortGroup, b: PortGroup) -> bool:
    """Return True when two feeds have plugs that can be compared."""
    return bool(a.connector) and (a.connector == b.connector or {a.connector, b.connector} <= _IEC)


def _best(group: PortGroup, others: Iterable[PortGroup]) -> Judged:
    """Return how well GROUP joins the best of OTHERS, nearest in rate; groups without a rate are passed over."""
    best = _NO
    for other in others:
        if group.rate_gbps is None or other.rate_gbps is None or not set(group.media) & set(other.media):
            continue
        verdict = fit(group, other).verdict
        if verdict == "no":
            continue
        found = Judged(verdict, abs(other.rate_gbps - group.rate_gbps))
        if best.verdict == "no" or (found.verdict != "yes", found.gap) < (best.verdict != "yes", best.gap):
            best = found
    return best


def joining(part: Part | None, groups: Iterable[PortGroup], library: Library) -> list[tuple[Part, Verdict]]:
    """The parts of LIBRARY with a port that joins one of GROUPS of PART, and how; the likeliest first.

    What fits as it is comes before what takes an adapter, switches before other hosts, near rates before far ones,
    the same vendor before others, parts without rates of their own, which fit everything, last. At power and coolant
    ports only plugs that are known to meet count. What is rented joins only what is rented.
    """
    wanted, found = list(groups), list[tuple[tuple[bool, bool, bool, float, bool, str], Part]]()
    rented, switch = part is not None and part.layer == "cloud", part is not None and _sort_of(part) == "Switches"
    first = RACK_POWER if any("power" in group.media for group in wanted) else SWITCHES
    for other in library.parts.values():
        # Rented machines are joined inside their cloud alone.
        if (other.layer == "cloud") != rented:
            continue
        verdict, gap, rated = min(
            (_joined(group, other) for group in wanted), key=_worse, default=(_NO.verdict, 0.0, False)
        )
        if verdict != "no":
            aside = other.kind not in first and not switch
            elsewhere = part is None or other.vendor != part.vendor
            # Known rates, exact fits, usual kinds, near rates and the same vendor come first; ids break ties.
            found.append(((not rated, verdict != "yes", aside, gap, elsewhere, other.id), other))
    found.sort(key=lambda one: one[0])
    return [(other, "adapter" if order[1] else "yes") for order, other in found]


def related_parts(kind: str, library: Library) -> list[Part]:
    """The parts of LIBRARY that a thing of KIND could be related to; by the likeliest relation, then by name."""
    found: list[tuple[tuple[bool, int, str, str], Part]] = []
    needs = KINDS[kind].needs if kind in KINDS else ()
    for part in library.parts.values():
        related = kind_relations(kind, part.kind)
        if related:
            medium, turned = related[0]
            place = needs.index(medium) if medium in needs else len(needs)
            found.append(((turned, place, part.name, part.id), part))
    found.sort(key=lambda one: one[0])
    return [part for _, part in found]


def _joined(group: PortGroup, part: Part) -> tuple[Verdict, float, bool]:
    """Return how PART joins a group, how far its rate is, and whether it has one."""
    if {"power", "coolant"} & set(group.media):
        verdict, gap = _on_feed(group, part)
        return verdict, gap, True
    judged = _best(group, part.ports)
    if judged.verdict == "no" and any(fit(group, other).verdict != "no" for other in part.ports):
        return "yes", 0.0, False
    return judged.verdict, judged.gap, True


def _worse(joined: tuple[Verdict, float, bool]) -> tuple[int, float]:
    return ("yes", "adapter", "no").index(joined[0]), joined[1]


def _network(group: PortGroup) -> bool:
    return any(medium in NETWORK_MEDIA for medium in group.media)


def _rates(group: PortGroup) -> tuple[float, ...]:
    """Return the rates at which a plug in a cage of GROUP may run: the whole cage, or one logical port."""
    if group.rate_gbps is None:
        return ()
    cage = group.rate_gbps * (group.count / group.cages if group.cages else 1)
    return (cage, group.rate_gbps)


def _cable_fits(cable: Part, group: PortGroup) -> Judged:
    """Return how an end of CABLE goes into GROUP at its rate; those that fill the cage and do not split come first."""
    if cable.kind not in CABLES:
        return _NO
    rates, ends = _rates(group), cable_ends(cable)
    for end in ends:
        rate = _end_rate(cable, end)
        if end.plug == group.connector and (not rates or rate is None or rate in rates):
            part_of_cage = bool(rates) and rate != rates[0]
            return Judged("yes", 10.0 * part_of_cage + sum(one.plugs for one in ends))
    return _NO


def _optic_fits(optic: Part, group: PortGroup) -> bool:
    if optic.kind not in OPTICS or cage_of(optic) != group.connector:
        return False
    rates, rate = _rates(group), _value(optic, "rate_gbps")
    return not rates or rate is None or rate in rates


def _of_plugs(part: Part, plugs: list[tuple[str, float | None]], library: Library) -> Iterator[PartFits]:
    """Yield what a cable or an optic goes into, by the sort of part."""

    def judge(other: Part, title: str) -> Judged:
        if _sort_of(other) != title:
            return _NO
        return _yes(
            any(
                group.connector == plug and (rate is None or not _rates(group) or rate in _rates(group))
                for group in other.ports
                for plug, rate in plugs
            )
        )

    if plugs:
        for title in _SORTS:
            yield from _listed("", title, part, library, lambda other, title=title: judge(other, title))


def _contains(other: Part, part_id: str) -> bool:
    return any(inside.part == part_id for inside in other.contains)


def _in_racks(part: Part, library: Library) -> Iterator[PartFits]:
    """Cabinets for a device, devices are too many to be told for a cabinet."""
    height, depth, width = (_value(part, name) for name in ("height_u", "depth_mm", "width_mm"))
    if not height or part.kind not in KINDS or RACK not in KINDS[part.kind].parents or part.kind in CABINETS:
        return

    def judge(other: Part) -> Judged:
        units, deep, wide = (_value(other, name) for name in ("rack_units", "depth_mm", "width_mm"))
        return _yes(
            other.kind in CABINETS
            and units is not None
            and units >= height
            and (deep is None or depth is None or deep >= depth)
            and (wide is None or width is None or wide >= width)
        )

    yield from _listed("", "Rack cabinets", part, library, judge)


# ---- Plugs, read from the texts ----


def cable_ends(part: Part) -> tuple[CableEnd, ...]:
    """The ends of a cable, from its text "OSFP to 2 × QSFP112"; none where they are not told."""
    return _ends(part.texts.get("ends", ""))


@lru_cache(maxsize=1024)
def _ends(text: str) -> tuple[CableEnd, ...]:
    found: list[CableEnd] = []
    for piece in text.split(" to ")[:2]:
        plug = _plug(piece)
        if plug:
            counted = _END.match(piece)
            count = int(counted.group(1)) if counted and counted.group(1) else 1
            found.append(CableEnd(plugs=min(count, 16), plug=plug))
    return tuple(found)


@lru_cache(maxsize=4096)
def _plug(text: str) -> str:
    cage = _CAGE.search(text)
    if cage:
        return cage.group(0)
    return next((fibre for fibre in _FIBRES if fibre in text), "")


def _end_rate(cable: Part, end: CableEnd) -> float | None:
    """Return the Gb/s of one plug of END: the cable's rate over the plugs of its end."""
    rate = _value(cable, "rate_gbps")
    return None if rate is None else rate / end.plugs


def cage_of(optic: Part) -> str:
    """The cage that an optic goes into, from its texts or its name; "" where neither tells."""
    for text in (optic.texts.get("cage", ""), optic.name, optic.summary):
        found = _CAGE.search(text)
        if found:
            return found.group(0)
    return ""


def fibre_joins(cable: Part, optic: Part) -> bool:
    """Return True when a fibre cable has the plug of an optic and is of its sort of glass, where both are told."""
    plugs = {end.plug for end in cable_ends(cable)}
    fibre = optic.texts.get("fibre", "")
    if not any(plug in fibre for plug in plugs if plug in _FIBRES):
        return False
    glass, light = _multimode(cable), _multimode(optic)
    return glass is None or light is None or glass == light


def _multimode(part: Part) -> bool | None:
    """Return True for a multimode fibre or optic, by name and summary; None where they do not tell."""
    text = f"{part.name} {part.summary}"
    if re.search(r"multimode|\bMMF\b|\d?(?:SR|VR)\d?\b", text):
        return True
    return False if re.search(r"single[- ]mode|\bSMF\b|\d?(?:DR|FR|LR|ZR)\d?\b", text) else None
