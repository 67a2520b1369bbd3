"""The cable schedule: every cable once, with both ends, length, type, price and way; what is bought; drums; trays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.money.prices import cable_price, unit_price
from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.purchases.cables import assumed_lines, bought_lines
from designer.analysis.results import CostLine
from designer.analysis.rooms.assumed_cables import assumed_cables
from designer.analysis.rooms.cable_choice import CableChoice
from designer.analysis.rooms.cable_records import CablesResult
from designer.analysis.rooms.cable_routes import BETWEEN, INSIDE, TRAYS, WALLS
from designer.analysis.rooms.cables import CablePlan, cable_plan
from designer.analysis.rooms.trays_fill import way_of
from designer.export.cables.rack_homes import RackHomes
from designer.model.design import Design, Link, Node
from designer.model.device_names import DeviceNames, device_names
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.money.conversion import in_currency, shown_currency
from designer.model.naming import title_of
from designer.model.parts.part import NETWORK_MEDIA, Medium, Part
from designer.model.wording import listed, noun

COLOURS: Final[Mapping[Medium, str]] = {
    "fabric": "blue",
    "storage": "green",
    "management": "grey",
    "nvlink": "violet",
    "pcie": "orange",
    "power": "black",
    "coolant": "white",
}
SIDE_COLOURS: Final[Mapping[str, str]] = {"A": "red", "B": "yellow"}
"""Of power, where a side is told."""
_LETTERS: Final[Mapping[Medium, str]] = {
    "fabric": "F",
    "storage": "S",
    "management": "M",
    "nvlink": "N",
    "pcie": "X",
    "power": "P",
    "coolant": "C",
}
"""With what the name of a cable begins."""
_FEWEST_DIGITS: Final = 4
_LINES: Final[Mapping[Medium, str]] = {
    "power": "power cords and feeders",
    "coolant": "hoses and pipes",
    "nvlink": "cables inside of a rack system",
    "pcie": "cables inside of a machine",
}
"""What the catalog does not list by the piece."""
_WAYS: Final[Mapping[int, str]] = {
    INSIDE: "within the rack",
    WALLS: "along the walls",
    BETWEEN: "from room to room",
}


class CableEndLine(NamedTuple):
    """One end of a cable.

    Attributes:
        node: Id of the node.
        copy: Which copy, from 0.
        name: What people call that copy, by one name that no other has (`device_names`).
        rack: Copy of the rack, "rack[3]"; "" outside of any.
        rack_name: What people call that rack, "Rack 4", as every view and file does; "" outside of any.
        placed: Whether it has a place on the floor.
        unit: Rack unit; None where nobody said.
        place: The rack unit as labels say it: "U07", with its half or "rear"; "" for none.
        group: Port group; "" where none is told.
        port: Number in the group, from 1; "3/2" is the second part of a port that is split.
    """

    node: str
    copy: int
    name: str
    rack: str
    rack_name: str
    unit: int | None
    place: str
    group: str
    port: str
    placed: bool = True

    @property
    def device(self) -> str:
        """The copy: "dgx[12]"."""
        return f"{self.node}[{self.copy}]"

    @property
    def port_words(self) -> str:
        """The port as labels say it: "fabric 1"."""
        return f"{self.group or 'port'} {self.port}"

    @property
    def where(self) -> str:
        """The place of the plug, rack and unit: "Spine rack U39"; "" outside of any rack, and of one that is a rack."""
        place = f"{self.rack_name} {self.place}".strip()
        return "" if place == self.name else place

    @property
    def label(self) -> str:
        """Return the text on the plug: the device and its port, then where it is."""
        return f"{self.name} {self.port_words}" + (f", {self.where}" if self.where else "")


class CableLine(NamedTuple):
    """One cable.

    Attributes:
        id: Its short name, "F-0012": the medium, and its number among the cables of that medium in schedule order.
        length_m: With slack and ends; None where it is not known.
        stock_m: In which length it is bought, or cut.
        sort: "copper", "active copper", "active optical", "optics and fibre", "own"; "" where nothing is chosen.
        price: (low, typical, high) of this cable with its share of optics, in the money of the price book.
        route: Ids of the trays, or in words how it goes.
        note: Why there is no type, or what it shares.
        reason: Why it has no length, or no part number; "" where it has both.
    """

    id: str
    label: str
    link: str
    medium: Medium
    colour: str
    a: CableEndLine
    b: CableEndLine
    length_m: float | None
    stock_m: float | None
    reach_m: float | None
    sort: str
    part: str
    part_name: str
    part_number: str
    optic_a: str
    optic_b: str
    price: tuple[float | None, float | None, float | None]
    route: str
    note: str
    reason: str = ""


class _Type(NamedTuple):
    """Values that all cables of a choice share."""

    name: str
    number: str
    price: tuple[float | None, float | None, float | None]
    note: str


@dataclass(frozen=True)
class CableSchedule:
    """Every cable of a design."""

    plan: CablePlan
    parts: Mapping[str, Part]

    @property
    def design(self) -> Design:
        """The design that it is of."""
        return self.plan.routes.design

    @property
    def result(self) -> CablesResult:
        """Return what is bought, drums and trays."""
        return self.plan.result

    @property
    def currency(self) -> str:
        """Code of the money of the prices."""
        return shown_currency(self.design.settings.prices)

    @cached_property
    def bought(self) -> tuple[CostLine, ...]:
        """Cables and optics that are bought, as in the bill."""
        assumed = assumed_cables(self.design, self.result, self.parts)
        return (
            *bought_lines(self.design, self.result.purchases, self.parts),
            *assumed_lines(self.design, assumed, self.parts),
        )

    @cached_property
    def row(self) -> Ints:
        """The row of `plan.routes` that each cable belongs to."""
        return np.repeat(np.arange(self.plan.routes.count.size), self.plan.routes.count)

    def __len__(self) -> int:
        return int(self.row.size)

    @cached_property
    def _numbers(self) -> tuple[list[str], Ints, Ints]:
        """Letters of the media in use; the place of each cable's letter among them and its number, (cables,) each."""
        routes = self.plan.routes
        letters = sorted(set(_LETTERS.values()))
        of_link = np.array([letters.index(_LETTERS.get(link.medium, "X")) for link in routes.links], dtype=np.int64)
        letter = of_link[routes.link[self.row]] if self.row.size else np.zeros(0, dtype=np.int64)
        number = np.zeros(letter.size, dtype=np.int64)
        # Each letter counts its own cables from 1, in the order of the schedule.
        for place in range(len(letters)):
            mine = letter == place
            number[mine] = np.arange(1, int(mine.sum()) + 1)
        return letters, letter, number

    @cached_property
    def _digits(self) -> int:
        return max(len(str(int(self._numbers[2].max(initial=0)))), _FEWEST_DIGITS)

    def id_of(self, number: int) -> str:
        """Return the short name of cable NUMBER, from 0: "F-0012"; all numbers of a design have as many digits."""
        letters, letter, count = self._numbers
        return f"{letters[int(letter[number])]}-{int(count[number]):0{self._digits}d}"

    @cached_property
    def _homes(self) -> RackHomes:
        return RackHomes(self.design)

    @cached_property
    def _named(self) -> DeviceNames:
        return device_names(self.design)

    @cached_property
    def _ports(self) -> tuple[Floats, Ints]:
        """Return the ports of its group before each end, a and b in turn (2 · cables,), and the ways of its split.

        Ports are taken in design order; those that are split come after the whole ones.
        """
        routes, sockets = self.plan.routes, self.plan.sockets
        link = routes.link[self.row]
        # One number for each port group of each seat, for both ends of every cable in turn.
        groups = len(sockets.groups) + 1
        keys = np.column_stack(
            [
                routes.a[self.row] * groups + sockets.a_group[link],
                routes.b[self.row] * groups + sockets.b_group[link],
            ]
        ).ravel()
        ways = np.column_stack([sockets.a_ways[link], sockets.b_ways[link]]).ravel()
        # By group, whole ports before split ones, else in design order.
        order = np.lexsort((np.arange(keys.size), ways, keys))
        share = 1.0 / ways[order]
        # Each end takes its share of a port: 1 of a whole one, 1/ways of a split one. The sum before it, less that at
        # the start of its group, is where it begins.
        run = np.cumsum(share) - share
        first = np.concatenate([[True], keys[order][1:] != keys[order][:-1]]) if keys.size else np.zeros(0, np.bool_)
        base = np.maximum.accumulate(np.where(first, run, 0.0)) if keys.size else run
        before = np.zeros(keys.size)
        before[order] = run - base
        return before, ways

    @cached_property
    def _types(self) -> list[_Type]:
        return [self._type(choice) for choice in self.plan.chooser.choices]

    def _type(self, choice: CableChoice) -> _Type:
        part = self.plan.parts.get(choice.cable)
        if part is None:
            return _Type(choice.cable, "", (None, None, None), choice.why)
        book = self.design.settings.prices
        stock = None if choice.cut else next((s for s in part.lengths if s.length_m == choice.stock_m), None)
        shares = [_share(cable_price(part, stock, choice.stock_m, "", book).figure, choice.links, choice.fibres)]
        for optic_id, links in ((choice.optic_a, choice.a_links), (choice.optic_b, choice.b_links)):
            optic = self.plan.parts.get(optic_id)
            if optic is not None:
                shares.append(_share(unit_price(optic, optic.name, optic.id, book).figure, links))
        price = in_currency(total("price of a cable", shares, "USD"), book)
        known = all(share.known for share in shares)
        note = f"one of {choice.links} links in one cable" if choice.links > 1 else ""
        note = f"{choice.fibres} such cables side by side" if choice.fibres > 1 else note
        return _Type(
            part.name,
            # The number of one length would order the wrong cable of another.
            choice.part_number if part.lengths else part.part_number,
            (price.low, price.value, price.high) if known else (None, None, None),
            note,
        )

    def line(self, number: int) -> CableLine:
        """Cable NUMBER, from 0."""
        routes = self.plan.routes
        row = int(self.row[number])
        link = routes.links[int(routes.link[row])]
        a, b = self._end(number, 0, row, link), self._end(number, 1, row, link)
        chosen = int(self.plan.chosen[row])
        choice = self.plan.chooser.choices[chosen] if chosen >= 0 else None
        kind = self._types[chosen] if choice else _Type("", "", (None, None, None), "")
        length = float(routes.length_m[row])
        return CableLine(
            id=self.id_of(number),
            label=f"{a.label} / {b.label}",
            link=link.id,
            medium=link.medium,
            colour=SIDE_COLOURS.get(link.side, COLOURS.get(link.medium, ""))
            if link.medium == "power"
            else COLOURS.get(link.medium, ""),
            a=a,
            b=b,
            # NaN, the only number unlike itself, is an unknown length.
            length_m=None if length != length else length,
            stock_m=choice.stock_m if choice else None,
            reach_m=choice.reach_m if choice else None,
            sort=choice.sort if choice and choice.sort != "none" else "",
            part=choice.cable if choice else "",
            part_name=kind.name,
            part_number=kind.number,
            optic_a=choice.optic_a if choice else "",
            optic_b=choice.optic_b if choice else "",
            price=kind.price,
            route=self._route(row),
            note=kind.note,
            reason=self._reason(link, (a, b), choice, kind, unknown=length != length),
        )

    def _reason(
        self,
        link: Link,
        ends: tuple[CableEndLine, CableEndLine],
        choice: CableChoice | None,
        kind: _Type,
        *,
        unknown: bool,
    ) -> str:
        """Return why a cable has no length, or no part number."""
        words: list[str] = []
        if unknown:
            loose = [end.name for end in ends if not end.placed]
            words.append(
                f"No length: {listed(list(dict.fromkeys(loose)))} {noun(len(set(loose)), 'has', 'have')} no place on "
                "the floor."
                if loose
                else "No length: its two rooms have no place beside each other."
            )
        if not kind.number:
            part = self.parts.get(choice.cable) or self.plan.parts.get(choice.cable) if choice else None
            if choice is not None and choice.why:
                words.append(f"No part number: {choice.why[0].lower()}{choice.why[1:]}")
            elif part is not None and not part.lengths:
                words.append(f"No part number: {part.name} is cut to order.")
            elif part is not None:
                words.append(f"No part number: the catalog knows none of {part.name} in this length.")
            elif link.medium not in NETWORK_MEDIA:
                lines = _LINES.get(link.medium, link.medium)
                words.append(f"No part number: the catalog holds no {lines} by the piece.")
            elif unknown:
                words.append("No part number: the type follows from the length.")
            else:
                words.append("No part number: no type is chosen.")
        return " ".join(words)

    def lines(self) -> Iterator[CableLine]:
        """All cables, in the order of the links, one after the other."""
        return (self.line(number) for number in range(len(self)))

    def _end(self, number: int, side: int, row: int, link: Link) -> CableEndLine:
        routes, sockets = self.plan.routes, self.plan.sockets
        seat = int((routes.b if side else routes.a)[row])
        place = int(routes.link[row])
        group = int((sockets.b_group if side else sockets.a_group)[place])
        node = self.design.nodes[link.b if side else link.a]
        before, ways = self._ports[0][2 * number + side], int(self._ports[1][2 * number + side])
        port = int(before + 1e-6)
        part = f"/{round((before - port) * ways) + 1}" if ways > 1 else ""
        unit = float(routes.seats.unit[seat])
        copy = int(routes.seats.copy[seat])
        rack = routes.seats.rack_name(seat)
        if not rack:
            # Racks without a place on the floor have names and units all the same.
            rack, unit = self._homes.of(node.id, copy)
        return CableEndLine(
            node=node.id,
            copy=copy,
            name=self._named.of(node.id, copy),
            rack=rack,
            rack_name=title_of(self.design, rack) if rack else "",
            unit=None if unit != unit else int(unit),
            place=_place(node, unit),
            group=sockets.groups[group] if group >= 0 else "",
            port=f"{port + 1}{part}",
            placed=bool(routes.seats.rack[seat] >= 0),
        )

    @cached_property
    def _routes(self) -> dict[tuple[float, ...], str]:
        return {}

    def _route(self, row: int) -> str:
        routes = self.plan.routes
        way = int(routes.way[row])
        if way != TRAYS:
            return _WAYS.get(way, "")
        edge_a, _, edge_b, _, leave, enter = routes.at[row].tolist()
        key = (float(routes.graph[row]), edge_a, edge_b, leave, enter)
        if key not in self._routes:
            self._routes[key] = " > ".join(way_of(routes, row))
        return self._routes[key]


def _place(node: Node, unit: float) -> str:
    """Return the place of a copy of NODE in its rack, as a label says it."""
    if unit != unit:
        return ""
    if node.rack is None:
        return f"U{int(unit):02d}"
    return f"U{int(unit):02d}{node.rack.side[:1].upper()}{'-rear' if node.rack.face == 'rear' else ''}"


def _share(price: Figure, links: int, fibres: int = 1) -> Figure:
    """Return what falls to one link of PRICE, that of a cable of which one link takes FIBRES or that holds LINKS."""
    if links == fibres == 1:
        return price
    return product("share of a link", (price, leaf("share", fibres / links)), price.unit)


def cable_schedule(design: Design, parts: Mapping[str, Part]) -> CableSchedule:
    """The cables of DESIGN; where racks have places, with lengths and types chosen among PARTS."""
    return CableSchedule(cable_plan(design, parts, every=True), parts)
