"""Purchases for routed cables: a type for each, cables and optics counted, and drums cut with little waste."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace as changed

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.cable_choice import (
    CableChoice,
    Need,
    Option,
    Socket,
    cable_parts,
    choose_cable,
    need_of,
    options_for,
    own_choice,
    socket_of,
)
from designer.analysis.rooms.cable_records import DrumCut, Purchase
from designer.analysis.rooms.cable_routes import CableRoutes
from designer.analysis.routing.patch_panels import far_ends
from designer.model.design import Design, Link
from designer.model.money.pricing import PriceBook
from designer.model.network.ports import fit, joined_ports
from designer.model.parts.part import NETWORK_MEDIA, Medium, Part, PortGroup
from designer.model.records import Arrays

_MILLIMETRE = 0.001
_TOGETHER = 8
"""Cables of more links than this are not sold."""
_NOTHING = Socket("")
_NO_NEED = Need(_NOTHING, _NOTHING, None)
NO_PORTS = "No port is described at one of its ends."


@dataclass
class Chooser:
    """Types by need and length, each worked out once.

    Attributes:
        parts: Cables and optics on hand.
        searches: Whether types are looked for at all, beside those that the person chose: not where nobody said what is
            on hand.
        choices: All that were made so far; rows refer to them by their place.
    """

    parts: Mapping[str, Part]
    book: PriceBook
    searches: bool = True
    choices: list[CableChoice] = field(default_factory=list[CableChoice])
    _sorted: tuple[Part, ...] = ()
    _places: dict[CableChoice, int] = field(default_factory=dict[CableChoice, int])
    _options: dict[Need, tuple[Option, ...]] = field(default_factory=dict[Need, "tuple[Option, ...]"])
    _bounds: dict[tuple[Need, int], Floats] = field(default_factory=dict[tuple[Need, int], Floats])
    _steps: dict[tuple[Need, int, int], int] = field(default_factory=dict[tuple[Need, int, int], int])

    def __post_init__(self) -> None:
        self._sorted = cable_parts(self.parts.values())

    def bounds(self, need: Need, together: int) -> Floats:
        """Return the lengths up to which what is bought stays the same, shortest first (n,)."""
        key = (need, together)
        if key not in self._bounds:
            fitting = [option for option in self.options(need) if together % option.links == 0]
            self._bounds[key] = np.array(sorted({step for option in fitting for step in option.steps}))
        return self._bounds[key]

    def at_step(self, need: Need, together: int, step: int) -> int:
        """Return where the choice up to bound number STEP stands in `choices`; the number past the last is beyond all.

        There is a step for every metre that is cut from a drum, so only those that occur are worked out.
        """
        key = (need, together, step)
        if key not in self._steps:
            bounds = self.bounds(need, together)
            length = float(bounds[step]) if step < bounds.size else float(bounds[-1] if bounds.size else 0.0) + 1.0
            choice = choose_cable(need, length, self._sorted, self.book, together, self.options(need))
            self._steps[key] = self.place(choice)
        return self._steps[key]

    def options(self, need: Need) -> tuple[Option, ...]:
        """All ways to make a link as NEED has it."""
        if need not in self._options:
            self._options[need] = options_for(need, self._sorted)
        return self._options[need]

    def place(self, choice: CableChoice) -> int:
        """Return the place of CHOICE in `choices`; a new one is appended."""
        if choice not in self._places:
            self._places[choice] = len(self.choices)
            self.choices.append(choice)
        return self._places[choice]

    def own(self, part_id: str, length_m: float | None, need: Need | None = None) -> int:
        """Return where the person's own choice stands in `choices`; a fibre gets the optics that NEED wants."""
        part = self.parts.get(part_id)
        if part is None:
            return self.place(CableChoice(sort="own", cable=part_id))
        choice = own_choice(part, length_m)
        lit = [one for one in self.options(need) if one.cable.id == part_id and one.optic_a] if need else []
        if lit:
            # The optics are those of the cheapest way to light this fibre, however long it is.
            shortest = min(step for one in lit for step in one.steps)
            found = choose_cable(need or _NO_NEED, shortest, self._sorted, self.book, 1, lit)
            choice = changed(
                choice,
                optic_a=found.optic_a,
                optic_b=found.optic_b,
                a_links=found.a_links,
                b_links=found.b_links,
                reach_m=found.reach_m,
            )
        return self.place(choice)


class Sockets(Arrays, frozen=True):
    """Port groups and needs at the ends of each link, by its place in `CableRoutes.links`.

    Attributes:
        need: Place in `needs`; -1 where no type is looked for.
        needs: What they have to do.
        a_group: Number of the port group at a; -1 for none.
        b_group: Number of the port group at b.
        groups: Names of the port groups.
        a_ways: Into how many links a port at a is split.
        b_ways: The same at b.
    """

    need: Ints
    needs: tuple[Need, ...]
    a_group: Ints
    b_group: Ints
    groups: tuple[str, ...]
    a_ways: Ints
    b_ways: Ints


def sockets_of(design: Design, links: Iterable[Link]) -> Sockets:
    """The sockets of LINKS."""
    # By identity of the port lists, which alike parts share: thousands of links are a few kinds of sockets.
    known: dict[tuple[int, int, str | None, str | None, Medium, float | None, str, str], tuple[int, ...]] = {}
    needs: dict[Need, int] = {}
    groups: dict[str, int] = {}
    rows: list[tuple[int, ...]] = []
    links = tuple(links)
    far = far_ends(design, [link for link in design.links.values() if link.medium in NETWORK_MEDIA])
    for link in links:
        if (link.id, "a") in far or (link.id, "b") in far:
            rows.append(_beside_panel(design, link, far, needs, groups))
            continue
        a, b = design.nodes[link.a], design.nodes[link.b]
        key = (
            id(design.ports_of(a)),
            id(design.ports_of(b)),
            link.a_port,
            link.b_port,
            link.medium,
            link.capacity_gbps,
            a.kind,
            b.kind,
        )
        if key not in known:
            joined = joined_ports(design, link)
            if joined is None:
                need = Need(_NOTHING, _NOTHING, None, NO_PORTS)
                names, ways = ("", ""), (1, 1)
            else:
                ours, theirs, how = joined
                rate = how.rate_gbps if how.verdict != "no" and how.rate_gbps is not None else link.capacity_gbps
                need = need_of(
                    socket_of(a, design.part_of(a), ours, how.a_ways),
                    socket_of(b, design.part_of(b), theirs, how.b_ways),
                    how,
                    rate,
                )
                names, ways = (ours.name, theirs.name), (how.a_ways, how.b_ways)
            # Only network cables are chosen from the catalog; −1 stands for the others.
            wanted = needs.setdefault(need, len(needs)) if link.medium in NETWORK_MEDIA else -1
            known[key] = (wanted, *(groups.setdefault(name, len(groups)) if name else -1 for name in names), *ways)
        rows.append(known[key])
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Sockets(
        need=table[:, 0],
        needs=tuple(needs),
        a_group=table[:, 1],
        b_group=table[:, 2],
        groups=tuple(groups),
        a_ways=table[:, 3],
        b_ways=table[:, 4],
    )


def _beside_panel(
    design: Design,
    link: Link,
    far: Mapping[tuple[str, str], tuple[str, str]],
    needs: dict[Need, int],
    groups: dict[str, int],
) -> tuple[int, ...]:
    """The row of LINK, which ends at a panel: it does what a cable to what stands behind the panel would do."""
    sockets: list[Socket] = []
    ports: list[PortGroup] = []
    for end in ("a", "b"):
        # Behind the panel stands another device with another link: its port is what the cable has to fit in the end.
        node_id, of = far.get((link.id, end), (link.a if end == "a" else link.b, link.id))
        joined = joined_ports(design, design.links[of])
        if joined is None:
            return (needs.setdefault(Need(_NOTHING, _NOTHING, None, NO_PORTS), len(needs)), -1, -1, 1, 1)
        node = design.nodes[node_id]
        group = joined[0] if design.links[of].a == node_id else joined[1]
        ports.append(group)
        # A panel takes light through: no optic goes into it.
        sockets.append(socket_of(node, design.part_of(node), group, 1)._replace(passive=(link.id, end) in far))
    how = fit(ports[0], ports[1], link.medium)
    ways = (how.a_ways, how.b_ways)
    a, b = (socket._replace(ways=way) for socket, way in zip(sockets, ways, strict=True))
    rate = how.rate_gbps if how.verdict != "no" and how.rate_gbps is not None else link.capacity_gbps
    # Alike needs are one row of the table, so that they are looked up once.
    wanted = needs.setdefault(need_of(a, b, how, rate), len(needs))
    # It is plugged into the panel all the same, each link into a port of its own there.
    own = joined_ports(design, link)
    here = ports if own is None else own[:2]
    each = (1 if (link.id, end) in far else way for end, way in zip("ab", ways, strict=True))
    return (wanted, *(groups.setdefault(port.name, len(groups)) for port in here), *each)


def chosen_types(
    routes: CableRoutes, sockets: Sockets, chooser: Chooser, before: Ints | None = None, rows: Ints | None = None
) -> Ints:
    """The place in CHOOSER's choices of every row; -1 where no type is looked for.

    Args:
        routes: The cables.
        sockets: What they join.
        chooser: Chooses.
        before: What was chosen before.
        rows: Which rows to choose for anew; None is all.
    """
    found = np.full(routes.link.size, -1, dtype=np.int64) if before is None else before.copy()
    rows = np.arange(routes.link.size) if rows is None else rows
    if not rows.size:
        return found
    own_of = {part: k for k, part in enumerate(sorted({link.cable_part for link in routes.links if link.cable_part}))}
    own = np.array([own_of.get(link.cable_part or "", -1) for link in routes.links], dtype=np.int64)[routes.link[rows]]
    length, need = routes.length_m[rows], sockets.need[routes.link[rows]]
    # A link that says how long it is gets a type wherever its ends stand.
    wanted = (own < 0) & (need >= 0) & ~np.isnan(length) & chooser.searches
    found[rows] = -1
    together = np.gcd(routes.count[rows], _TOGETHER)
    key = np.where(wanted, need * (_TOGETHER + 1) + together, -1)
    for one in np.unique(key[wanted]).tolist():
        here = np.flatnonzero(key == one)
        asked, links = sockets.needs[one // (_TOGETHER + 1)], one % (_TOGETHER + 1)
        steps = np.searchsorted(chooser.bounds(asked, links), length[here] - _MILLIMETRE)
        occurring, where = np.unique(steps, return_inverse=True)
        places = [chooser.at_step(asked, links, step) for step in occurring.tolist()]
        found[rows[here]] = np.array(places, dtype=np.int64)[where.ravel()]
    for part_id, number in own_of.items():
        here = np.flatnonzero(own == number)
        # What is bought changes at stock lengths alone, and at whole metres where it is cut.
        part = chooser.parts.get(part_id)
        stocks = np.array([stock.length_m for stock in part.lengths]) if part else np.zeros(0)
        known = np.nan_to_num(length[here], nan=-1.0)
        steps = np.searchsorted(stocks, known - _MILLIMETRE) if stocks.size else np.ceil(np.round(known, 3))
        steps = np.where(known < 0, -1, steps)
        for step, wants in _pairs_of(steps, need[here]):
            alike = here[(steps == step) & (need[here] == wants)]
            told = None if step < 0 else float(length[alike[0]])
            found[rows[alike]] = chooser.own(part_id, told, sockets.needs[wants] if wants >= 0 else None)
    return found


def of_known_length(routes: CableRoutes, chosen: Ints) -> Ints:
    """Return CHOSEN with -1 where the length of a row is not known: `assumed_cables` buys these."""
    return np.where(np.isnan(routes.length_m), -1, chosen)


def purchases(routes: CableRoutes, chooser: Chooser, chosen: Ints, optics: "SeatOptics") -> tuple[Purchase, ...]:
    """Return the purchases for ROUTES: cables by their length, and optics by the cages that they fill.

    Args:
        routes: The cables.
        chooser: Has the choices.
        chosen: Of `of_known_length`.
        optics: Of `optics_by_seat` for the same.
    """
    have = np.flatnonzero(chosen >= 0)
    # By choice: how many cables, and their metres together.
    count = routes.count[have]
    cables = np.bincount(chosen[have], count, len(chooser.choices))
    metres = np.bincount(chosen[have], np.nan_to_num(routes.length_m[have]) * count, len(chooser.choices))
    links: dict[int, list[int]] = {}
    for place, link in _pairs(chosen[have], routes.link[have]):
        links.setdefault(place, []).append(link)
    found: dict[tuple[str, float | None, bool], Purchase] = {}
    using: dict[tuple[str, float | None, bool], set[int]] = {}
    # Choices that differ only in their optics buy the same cable in the same length: they are one line.
    for place in np.flatnonzero(cables).tolist():
        choice = chooser.choices[place]
        if not choice.cable:
            continue
        key = (choice.cable, choice.stock_m, choice.sort == "own")
        quantity = round(cables[place]) * choice.fibres // choice.links
        old = found.get(key)
        using.setdefault(key, set()).update(links[place])
        found[key] = Purchase(
            part=choice.cable,
            stock_m=choice.stock_m,
            part_number=choice.part_number,
            cut=choice.cut,
            optic=False,
            own=choice.sort == "own",
            quantity=quantity + (old.quantity if old else 0),
            needed_m=float(metres[place]) * choice.fibres / choice.links + (old.needed_m if old else 0.0),
            # As they are drawn, whatever was chosen first: a plan that was moved tells the same as one made anew.
            links=tuple(routes.links[link].id for link in sorted(using[key])),
        )
    order = sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 0.0, item[0][2]))
    return (*(purchase for _, purchase in order), *_optics(routes, optics))


def _pairs_of(steps: Ints | Floats, needs: Ints) -> list[tuple[float, int]]:
    """Return the pairs of step of length and need that occur, in order."""
    found = np.unique(np.column_stack([steps.astype(np.float64), needs.astype(np.float64)]), axis=0)
    return [(float(step), int(need)) for step, need in found.tolist()]


def _pairs(one: Ints, other: Ints) -> list[tuple[int, int]]:
    """Return the pairs of numbers from 0 up that occur, in order."""
    # One number for each pair: comparing whole numbers is far quicker than comparing rows.
    size = int(other.max(initial=0)) + 1
    return [divmod(key, size) for key in np.unique(one * size + other).tolist()]


def _optics(routes: CableRoutes, counted: "SeatOptics") -> Iterable[Purchase]:
    """Optics: two fibres of one port group share the optic of a twin-port cage."""
    for k, part in enumerate(counted.parts):
        quantity = round(float(counted.number[counted.code == k].sum()))
        if quantity:
            yield Purchase(
                part=part,
                stock_m=None,
                part_number="",
                cut=False,
                optic=True,
                own=False,
                quantity=quantity,
                needed_m=0.0,
                links=tuple(routes.links[link].id for link in sorted(counted.links.get(k, ()))),
            )


class SeatOptics(Arrays, frozen=True):
    """Optics in each port group of each device, whole ones, m of them.

    Attributes:
        parts: Ids of the optics.
        links: Places in `CableRoutes.links` that each lights, by its place in `parts`.
        seat: Row of `seats` of the device (m,).
        code: Place in `parts` (m,).
        number: How many of it (m,).
    """

    parts: tuple[str, ...]
    links: Mapping[int, set[int]]
    seat: Ints
    code: Ints
    number: Floats


def optics_by_seat(routes: CableRoutes, sockets: Sockets, chooser: Chooser, chosen: Ints) -> SeatOptics:
    """Return the optics that CHOSEN takes, device by device."""
    ids = sorted({one for choice in chooser.choices for one in (choice.optic_a, choice.optic_b) if one})
    nothing = np.zeros(0, dtype=np.int64)
    if not ids:
        return SeatOptics((), {}, nothing, nothing, np.zeros(0))
    number = {part: k for k, part in enumerate(ids)}
    groups = len(sockets.groups) + 1
    keys: list[Ints] = []
    taken: list[Floats] = []
    links: dict[int, set[int]] = {}
    for side in ("a", "b"):
        optic = np.array([number.get(c.optic_a if side == "a" else c.optic_b, -1) for c in chooser.choices] + [-1])
        # How many links one optic carries hangs on the choice: two of 400G, or one of 800G over both of its fibres.
        carries = np.array([max(1, c.a_links if side == "a" else c.b_links) for c in chooser.choices] + [1])
        rows = np.flatnonzero(optic[chosen] >= 0)
        seat, group = (routes.a, sockets.a_group) if side == "a" else (routes.b, sockets.b_group)
        code = optic[chosen[rows]]
        keys.append((seat[rows] * groups + group[routes.link[rows]] + 1) * len(ids) + code)
        taken.append(routes.count[rows] / carries[chosen[rows]])
        for part, link in _pairs(code, routes.link[rows]):
            links.setdefault(part, set()).add(link)
    found, where = np.unique(np.concatenate(keys), return_inverse=True)
    code = found % len(ids)
    # Optics of one part in one port group of one device, whole ones.
    need = np.ceil(np.bincount(where.ravel(), np.concatenate(taken), found.size) - 1e-9)
    return SeatOptics(tuple(ids), links, found // len(ids) // groups, code, need)


# ---- Drums ----


def drums_for(bought: Iterable[Purchase], drum_m: float) -> tuple[DrumCut, ...]:
    """Return the drums of DRUM_M that the cut cables come off, by first-fit decreasing; alike drums once."""
    needs: dict[str, dict[float, int]] = {}
    for one in bought:
        if one.cut and one.stock_m is not None:
            lengths = needs.setdefault(one.part, {})
            lengths[one.stock_m] = lengths.get(one.stock_m, 0) + one.quantity
    found: list[DrumCut] = []
    for part, lengths in sorted(needs.items()):
        for drums, cuts in cut_from_drums(lengths, drum_m):
            used = sum(length * many for length, many in cuts)
            # What is longer than a drum comes in one piece of its own length.
            on_it = max(drum_m, cuts[0][0])
            found.append(DrumCut(part=part, drums=drums, cuts=cuts, drum_m=on_it, left_m=on_it - used))
    return tuple(found)


def cut_from_drums(lengths: Mapping[float, int], drum_m: float) -> list[tuple[int, tuple[tuple[float, int], ...]]]:
    """LENGTHS, how many of each, cut from drums: (drums that are cut alike, their cuts).

    First-fit decreasing: the longest first, each from the first drum that has enough left; it takes at most 11/9 of the
    fewest drums, and one more (Dósa 2007). What is longer than a drum gets one of its own.
    """
    open_drums: list[tuple[int, float, tuple[tuple[float, int], ...]]] = []
    # First-fit decreasing: the longest lengths are cut first, since short ones fit into what is left of drums.
    for length, wanted in sorted(lengths.items(), reverse=True):
        left = wanted
        # Drums that are cut alike are counted, not listed: a hall has thousands of them.
        kept: list[tuple[int, float, tuple[tuple[float, int], ...]]] = []
        for drums, rest, cuts in open_drums:
            # The small addition takes up rounding, so that 500 / 100 is 5.
            each = int((rest + 1e-9) // length)
            full, more = divmod(min(left, drums * each), each) if each else (0, 0)
            left -= full * each + more
            # A group of drums falls into those cut in full, one cut in part, and those left alone.
            for many, taken in ((full, each), (1 if more else 0, more), (drums - full - (1 if more else 0), 0)):
                if many:
                    kept.append((many, rest - taken * length, (*cuts, (length, taken)) if taken else cuts))
        # A length longer than a drum is a piece of its own.
        each = max(int((drum_m + 1e-9) // length), 1)
        full, more = divmod(left, each)
        for many, taken in ((full, each), (1 if more else 0, more)):
            if many:
                kept.append((many, max(drum_m - taken * length, 0.0), ((length, taken),)))
        open_drums = kept
    return [(drums, cuts) for drums, _, cuts in open_drums]
