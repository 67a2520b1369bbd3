"""Choice of a cable for a link: by the rate, the cages at both ends and the length, from the parts on hand.

Copper comes before active copper, that before active optical cables, and those before optics with a fibre; within a
sort, what can be had comes before what is announced, what has a price before what has none, stock lengths before what
is cut to order, then the cheapest, the vendor of a port, and the id. What a part does not say never fits: without a
reach, or without told ends, it is not chosen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

from designer.analysis.money.prices import cable_price, unit_price
from designer.catalog.parts.compatibility import cable_ends, cage_of, fibre_joins
from designer.model.design import Node
from designer.model.kinds import CABLES, CABLING, OPTICS, SWITCHES
from designer.model.money.pricing import PriceBook
from designer.model.network.ports import Fit
from designer.model.parts.part import Part, PortGroup
from designer.model.records import Record

CableSort = Literal["copper", "active copper", "active optical", "optics and fibre", "own", "none"]
SORTS: Final[tuple[CableSort, ...]] = ("copper", "active copper", "active optical", "optics and fibre")
_TAGS: Final[Mapping[str, CableSort]] = {
    "dac": "copper",
    "rj45": "copper",
    "acc": "active copper",
    "aec": "active copper",
    "aoc": "active optical",
}
_GENERATIONS: Final = (
    ("QSFP+", "QSFP28", "QSFP56", "QSFP112"),
    ("QSFP+", "QSFP28", "QSFP56", "QSFP-DD"),
    ("OSFP",),
    ("RJ45",),
    ("SFP", "SFP+", "SFP28", "SFP56", "SFP-DD"),
)
CAGES: Final = tuple(dict.fromkeys(cage for line in _GENERATIONS for cage in line))
"""Cages that plugs are known for."""
_LIGHT: Final = re.compile(r"(?<![A-WYZ])(E?DR|SR|VR|FR|LR|ER|ZR|CWDM)(\d+)")
_JACK: Final = "RJ45"
_MILLIMETRE: Final = 0.001


class Socket(NamedTuple):
    """Cage or panel that a plug goes into.

    Attributes:
        cage: "" where nobody said; it is taken to be like the other end's then.
        ports: Links that one cage holds.
        ways: Into how many links each of them is split.
        switch: Whether it is a switch's: plugs with fins go in there alone, flat ones elsewhere.
        vendor: Of the device.
        protocols: What the port speaks; () where nobody said.
        passive: Whether it is what stands behind a panel here: the plug goes into the panel, and takes no optic.
    """

    cage: str
    ports: int = 1
    ways: int = 1
    switch: bool = False
    vendor: str = ""
    protocols: tuple[str, ...] = ()
    passive: bool = False


class Need(NamedTuple):
    """Requirements that a cable has to meet.

    Attributes:
        rate_gbps: One way; None where nobody said.
        why: Why no cable can do it, whatever its length; "" where one may.
    """

    a: Socket
    b: Socket
    rate_gbps: float | None
    why: str = ""

    @property
    def protocols(self) -> frozenset[str]:
        """Return the protocols that both ends speak.

        Those of one end where the other tells none, and none where neither does.
        """
        ours, theirs = frozenset(self.a.protocols), frozenset(self.b.protocols)
        return ours & theirs if ours and theirs else ours | theirs


class CableChoice(Record, frozen=True, kw_only=True):
    """Choice for one link: a cable, its stock length and its optics.

    Attributes:
        sort: "own" is the person's choice, "none" means that nothing was found.
        cable: Part id; "" for none.
        stock_m: In which length it is bought; that of the cut, in whole metres, for cable without stock lengths.
        part_number: Of that length.
        cut: Whether it is cut from a drum.
        optic_a: Part id of the optic at a; "" for none.
        optic_b: Part id of the optic at b.
        a_links: Links that the optic at a holds.
        b_links: Links that the optic at b holds.
        links: Links that one such cable holds.
        fibres: Such cables that one link takes; 2 where a twin module sends one link over two fibre cables.
        reach_m: How far it reaches.
        usd: Price for one link, with its share of optics; None where it is not known.
        why: Why there is none, in plain words.
    """

    sort: CableSort
    cable: str = ""
    stock_m: float | None = None
    part_number: str = ""
    cut: bool = False
    optic_a: str = ""
    optic_b: str = ""
    a_links: int = 1
    b_links: int = 1
    links: int = 1
    fibres: int = 1
    reach_m: float | None = None
    usd: float | None = None
    why: str = ""


class Option(NamedTuple):
    """A way to make a link, before its length is known."""

    sort: CableSort
    cable: Part
    reach_m: float
    links: int = 1
    optic_a: Part | None = None
    optic_b: Part | None = None
    a_links: int = 1
    b_links: int = 1
    fibres: int = 1

    @property
    def announced(self) -> int:
        """Return how many of its parts are announced and not yet to be had."""
        return sum(part is not None and "announced" in part.tags for part in (self.cable, self.optic_a, self.optic_b))

    def bought(self, length_m: float) -> tuple[float, str, bool] | None:
        """In which length it is bought, its number, and whether it is cut; None where it does not reach."""
        if length_m > self.reach_m + _MILLIMETRE:
            return None
        if not self.cable.lengths:
            return float(ceil(round(length_m, 3))), "", True
        for stock in self.cable.lengths:
            if length_m <= stock.length_m + _MILLIMETRE and stock.length_m <= self.reach_m + _MILLIMETRE:
                return stock.length_m, stock.part_number, False
        return None

    @property
    def steps(self) -> list[float]:
        """Lengths up to which what is bought stays the same."""
        if self.cable.lengths:
            return [stock.length_m for stock in self.cable.lengths if stock.length_m <= self.reach_m + _MILLIMETRE]
        return [*(float(metre) for metre in range(1, int(min(self.reach_m, 1_000)) + 1)), self.reach_m]


def socket_of(node: Node, part: Part | None, group: PortGroup, ways: int) -> Socket:
    """The socket that GROUP of NODE gives."""
    ports = max(group.count // group.cages, 1) if group.cages else 1
    return Socket(group.connector, ports, ways, node.kind in SWITCHES, part.vendor if part else "", group.protocols)


def need_of(a: Socket, b: Socket, how: Fit, rate_gbps: float | None) -> Need:
    """Return the requirements for a cable between two sockets."""
    if how.verdict == "no":
        return Need(a, b, rate_gbps, how.reason)
    if rate_gbps is None:
        return Need(a, b, None, "Neither port says at what rate it runs.")
    if not a.cage and not b.cage:
        return Need(a, b, rate_gbps, "Neither port says into which cage a plug would go.")
    # What nobody said is taken to be a single port with the cage of the other end.
    a = a._replace(cage=a.cage or b.cage)
    b = b._replace(cage=b.cage or a.cage)
    return Need(a, b, rate_gbps)


def cable_parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The cables and optics among PARTS, by id."""
    return tuple(sorted((part for part in parts if part.kind in CABLING), key=lambda part: part.id))


def reach_of(part: Part) -> float | None:
    """Return the reach in m by its fact, or the longest length sold where that is less; None where unknown."""
    fact = part.facts.get("reach_m")
    known = [fact.value] if fact is not None and fact.value is not None else []
    return min([*known, *(max(s.length_m for s in part.lengths) for _ in part.lengths[:1])], default=None)


# ---- What goes in ----


def sort_of(part: Part) -> CableSort | None:
    """Return the sort of cable that PART is, by its tags; None where they do not tell."""
    return next((_TAGS[tag] for tag in part.tags if tag in _TAGS), None)


def _plugs(part: Part) -> tuple[tuple[int, str], ...]:
    """The ends of a cable, how many plugs of what; by a tag where its text does not tell."""
    ends = cable_ends(part)
    if ends or part.texts.get("ends"):
        return tuple((end.plugs, end.plug) for end in ends)
    cage = _tagged(part)
    return ((1, cage), (1, cage)) if cage else ()


def _tagged(part: Part) -> str:
    known = ("QSFP-DD", "QSFP112", "QSFP56", "QSFP28", "OSFP", "SFP56", "SFP28", "RJ45")
    return next((tag.upper() for tag in part.tags if tag.upper() in known), "")


def _goes_in(plug: str, cage: str) -> bool:
    """Return True when PLUG runs in CAGE: the same, or an older one of the family (SFF-8024, QSFP-DD MSA)."""
    line = next((line for line in _GENERATIONS if plug in line and cage in line), None)
    return line is not None and line.index(plug) <= line.index(cage)


def _form_fits(socket: Socket, where: str) -> bool:
    """Return True when a plug with fins or without, as WHERE tells it, goes into the cage of SOCKET."""
    if "finned" in where:
        return socket.switch
    return not ("flat-top" in where and socket.switch)


def _form_of_optic(part: Part) -> str:
    """Return the words that tell the form of a module; OSFP has fins unless told to be flat (OSFP MSA 5.0)."""
    told = f"{part.texts.get('cage', '')} {part.name} {' '.join(part.tags)}"
    if "finned" in told or "flat-top" in told:
        return told
    return "finned" if (cage_of(part) or _tagged(part)) == "OSFP" else ""


def _speaks(part: Part, need: Need) -> bool:
    """Return True when PART is made for what both ends speak, or its text `fabric` does not tell for what."""
    fabric = part.texts.get("fabric", "").lower()
    return not fabric or not need.protocols or any(protocol in fabric for protocol in need.protocols)


def _forms(ends: str) -> tuple[str, str]:
    """Return the words on the form of each end; ", finned" at the end of the text is told of both at once."""
    pieces = ends.split(" to ")
    fins = "finned" if ends.endswith(", finned") else ""
    return f"{pieces[0]} {fins}", f"{pieces[-1]} {fins}"


def _holds(socket: Socket, links: int) -> bool:
    """Return True when one plug of so many links fills a cage of SOCKET."""
    return links in {socket.ports, socket.ports * socket.ways}


# ---- Options ----


def options_for(need: Need, parts: tuple[Part, ...]) -> tuple[Option, ...]:
    """All ways in which PARTS make a link as NEED has it, not yet in order."""
    if need.why or need.rate_gbps is None:
        return ()
    found = (*_direct(need, parts), *_optical(need, parts))
    if need.a.passive or need.b.passive:
        # Into a panel goes a fibre, or a copper cable between two jacks; what is lit has its optics at the far ends.
        jacks = need.a.cage == need.b.cage == _JACK
        return tuple(one for one in found if one.optic_a is not None or (jacks and one.sort == "copper"))
    return found


def _direct(need: Need, parts: Sequence[Part]) -> Iterable[Option]:
    for part in parts:
        sort, plugs, reach = sort_of(part), _plugs(part), reach_of(part)
        rate = part.facts.get("rate_gbps")
        # A direct cable has a plug at both ends, a known reach and a known rate.
        if part.kind not in CABLES or sort is None or len(plugs) != 2 or not reach or rate is None or not rate.value:
            continue
        if not _speaks(part, need):
            continue
        links = _links_in(part, plugs, need)
        texts = _forms(part.texts.get("ends", ""))
        # The rate of the part is of all its links together.
        if rate.value / links + _MILLIMETRE < (need.rate_gbps or 0.0):
            continue
        # Either way around; both sides have to take plug, form and number of links.
        for one, other in ((0, 1), (1, 0)):
            sides = ((need.a, *plugs[one], texts[one]), (need.b, *plugs[other], texts[other]))
            if all(
                _goes_in(plug, socket.cage)
                and _form_fits(socket, text)
                and links % count == 0
                and _holds(socket, links // count)
                for socket, count, plug, text in sides
            ):
                yield Option(sort, part, reach, links)
                break


def _links_in(part: Part, plugs: Sequence[tuple[int, str]], need: Need) -> int:
    """Return the links that run through one cable of PART: as told, else one to each plug of the end with the most.

    A straight cable joins cage to cage, so it holds what both hold: 1.6 Tb/s are two links of 800G between twin-port
    cages and one of 1.6T between single ones. What takes less than the whole cable keeps to what is told.
    """
    # A stated number of links counts; else a breakout has one for each plug of its wider end.
    told = part.texts.get("links", "")
    links = int(told) if told.isdecimal() and int(told) > 0 else max(count for count, _ in plugs)
    held, other = need.a.ports * need.a.ways, need.b.ports * need.b.ways
    rate = part.facts["rate_gbps"].or_zero
    # A straight cable between twin-port cages carries as many links as ports, where their rates make up its rate.
    straight = all(count == 1 for count, _ in plugs) and held == other
    return held if straight and abs(rate / held - (need.rate_gbps or 0.0)) < _MILLIMETRE else links


def _optical(need: Need, parts: Sequence[Part]) -> Iterable[Option]:
    # Fibre cables with the same plug at both ends; optics are chosen for each end apart.
    cables = [p for p in parts if p.kind in CABLES and "fibre" in p.tags and len({e.plugs for e in cable_ends(p)}) == 1]
    made = [part for part in parts if part.kind in OPTICS and _speaks(part, need)]
    ours, theirs = _optics_in(need.a, need.rate_gbps, made), _optics_in(need.b, need.rate_gbps, made)
    for a, a_links in ours:
        for b, b_links in theirs:
            # Both optics have to send the same light over as many fibres for each link.
            fibres = {_fibres_of(a) // a_links, _fibres_of(b) // b_links}
            if _light(a) != _light(b) or len(fibres) != 1:
                continue
            for fibre in cables:
                reaches = [reach_of(a), reach_of(b), reach_of(fibre)]
                # One unknown reach would let a link be planned that may not come up.
                known = [reach for reach in reaches if reach]
                if len(known) == len(reaches) and fibre_joins(fibre, a) and fibre_joins(fibre, b):
                    yield Option("optics and fibre", fibre, min(known), 1, a, b, a_links, b_links, next(iter(fibres)))


def _optics_in(socket: Socket, rate_gbps: float | None, parts: Sequence[Part]) -> list[tuple[Part, int]]:
    """Optics that fill a cage of SOCKET with links of that rate, each with how many links it holds.

    A module with two fibre cables holds two links, or one of twice the rate in a cage with a single port.
    """
    found: list[tuple[Part, int]] = []
    links = socket.ports * socket.ways
    for part in parts:
        rate = part.facts.get("rate_gbps")
        if rate is None or not rate.value or not _light(part):
            continue
        if (
            # The optic fills the cage: its fibres divide by the links, and each link gets the wanted rate.
            _goes_in(cage_of(part) or _tagged(part), socket.cage)
            and _form_fits(socket, _form_of_optic(part))
            and _fibres_of(part) % links == 0
            and abs(rate.value / links - (rate_gbps or 0.0)) < _MILLIMETRE
        ):
            found.append((part, links))
    return found


def _fibres_of(optic: Part) -> int:
    """Fibre cables that go into an optic."""
    return 2 if optic.texts.get("fibre", "").startswith(("two ", "2 ×")) else 1


def _light(optic: Part) -> tuple[str, str] | None:
    """The standard by which it lights the fibre, SR4 or DR4; None where its name does not tell."""
    found = _LIGHT.search(optic.name.upper())
    return (found.group(1), found.group(2)) if found else None


# ---- The choice ----


def choose_cable(
    need: Need,
    length_m: float,
    parts: tuple[Part, ...],
    book: PriceBook | None = None,
    together: int = 1,
    options: Sequence[Option] | None = None,
) -> CableChoice:
    """The cable for a link of LENGTH_M.

    Args:
        need: Rate and cages.
        length_m: That it must have, slack and ends included.
        parts: Cables and optics on hand, by id.
        book: How the project is priced.
        together: How many such links join the same two devices; cables of several links are taken only where they come
            out even.
        options: What `options_for` says of NEED and PARTS, where that is known already.
    """
    if need.why:
        return CableChoice(sort="none", why=need.why)
    best: tuple[tuple[object, ...], CableChoice] | None = None
    book = book or PriceBook()
    options = options_for(need, parts) if options is None else options
    for option in options:
        bought = option.bought(length_m)
        if bought is None or together % option.links:
            continue
        stock_m, number, cut = bought
        usd = _usd(option, stock_m, cut, book)
        rate = option.cable.facts["rate_gbps"].or_zero
        named = [option.cable, *filter(None, (option.optic_a, option.optic_b))]
        order = (
            SORTS.index(option.sort),
            option.announced,
            usd is None,
            cut,
            usd or 0.0,
            rate / option.links,
            sum(part.vendor not in (need.a.vendor, need.b.vendor) for part in named),
            *(part.id for part in named),
        )
        if best is None or order < best[0]:
            # The optic behind a panel belongs to the cable that ends there.
            own = option._replace(
                optic_a=None if need.a.passive else option.optic_a, optic_b=None if need.b.passive else option.optic_b
            )
            best = (
                order,
                CableChoice(
                    sort=option.sort,
                    cable=option.cable.id,
                    stock_m=stock_m,
                    part_number=number,
                    cut=cut,
                    optic_a=_id(own.optic_a),
                    optic_b=_id(own.optic_b),
                    a_links=option.a_links,
                    b_links=option.b_links,
                    links=option.links,
                    fibres=option.fibres,
                    reach_m=option.reach_m,
                    usd=usd if own == option else _usd(own, stock_m, cut, book),
                ),
            )
    return best[1] if best is not None else CableChoice(sort="none", why=_none(need, options, together))


def _id(part: Part | None) -> str:
    return part.id if part is not None else ""


def _usd(option: Option, stock_m: float, cut: bool, book: PriceBook) -> float | None:
    """US dollars for one link."""
    stock = None if cut else next(s for s in option.cable.lengths if s.length_m == stock_m)
    each = cable_price(option.cable, stock, stock_m, "", book).figure.value
    shares = [(each * option.fibres if each is not None else None, option.links)]
    for optic, links in ((option.optic_a, option.a_links), (option.optic_b, option.b_links)):
        if optic is not None:
            shares.append((unit_price(optic, optic.name, optic.id, book).figure.value, links))
    known = [value / links for value, links in shares if value is not None]
    # With one price unknown the sum would make this option look the cheapest.
    return sum(known) if len(known) == len(shares) else None


def _none(need: Need, options: Sequence[Option], together: int) -> str:
    """Return the reason why none of OPTIONS will do."""
    rate, cages = f"{need.rate_gbps:g} Gb/s", " and ".join(dict.fromkeys((need.a.cage, need.b.cage)))
    fitting = [option for option in options if together % option.links == 0]
    if not fitting:
        return f"No cable on hand joins {cages} at {rate}."
    longest = max(max((s for s in option.steps), default=0.0) for option in fitting)
    return f"The longest that joins {cages} at {rate} reaches {longest:g} m."


def own_choice(part: Part, length_m: float | None) -> CableChoice:
    """Return the cable that the person chose, in the next length in which it is sold."""
    reach = reach_of(part)
    if part.kind not in CABLES or length_m is None:
        return CableChoice(sort="own", cable=part.id, reach_m=reach)
    for stock in part.lengths:
        if length_m <= stock.length_m + _MILLIMETRE:
            return CableChoice(
                sort="own", cable=part.id, stock_m=stock.length_m, part_number=stock.part_number, reach_m=reach
            )
    cut = not part.lengths
    return CableChoice(
        sort="own", cable=part.id, stock_m=float(ceil(round(length_m, 3))) if cut else None, cut=cut, reach_m=reach
    )
