"""Planning prices of cables whose type nobody chose: cords by their plugs, feeders, coolant pipes, network cables.

Cords, feeders and pipes are priced by assumptions that name their source. A network cable between ports that nobody
told is priced by what its rate would take in each cage that the parts on hand know: the middle one is planned with.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol

from designer.analysis.money.prices import Priced, cable_price, unit_price
from designer.analysis.power.capacity import capacity_of
from designer.analysis.quantities import fact_of, role_of
from designer.analysis.rooms.cable_choice import CAGES, CableChoice, Need, Option, Socket, choose_cable
from designer.analysis.rooms.cable_records import AssumedLength
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, leaf, product, quotient, total
from designer.model.kinds import AIR_HANDLERS, KINDS, TRANSFER
from designer.model.money.pricing import PriceBook, date_rank
from designer.model.network.cable_spread import ports_used
from designer.model.network.ports import cable_gbps, joined_ports, rate_text
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.power.power_order import is_turned
from designer.model.power.power_plugs import cord_between, plugs_fit

CORD: Final = "Power cord"
PLANNED: Final = "estimate"
"""Basis of a price that is an assumption or worked out from the prices of others."""
CHOOSE: Final = "Choose their type; none on hand joins the ports at both ends."
_LARGE_PLUGS: Final = ("C19", "C20")
_MM: Final = 1e-3


class PlannedCable(NamedTuple):
    """Plan of one cable of a link.

    Attributes:
        name: What its line in the bill is called.
        key: What cables of one line have in common, beside their name.
        unit: Price of one; unknown where nothing tells it.
        rests_on: What type and size rest on.
        basis: Basis of the price; "" where there is none.
        date: Of the oldest price that it rests on.
        length_m: How long one is planned; None where its price does not depend on it.
        install_usd: What it takes to install one, where the hours of a cable do not tell.
    """

    name: str
    key: tuple[object, ...]
    unit: Priced
    rests_on: str = ""
    basis: str = ""
    date: str = ""
    length_m: float | None = None
    install_usd: Figure | None = None


class Chooses(Protocol):
    """Chooser of network cables: the parts on hand, and the ways to make a link of them."""

    parts: Mapping[str, Part]
    book: PriceBook
    searches: bool

    def options(self, need: Need) -> tuple[Option, ...]:
        """Return all ways to make a link as NEED has it."""
        ...


class Planner:
    """Plans the cables of one design; links that are alike are worked out once.

    Attributes:
        design: Whose cables.
        lengths: Lengths of cables without a route, by link.
        chooser: Chooses network cables from the parts on hand.
    """

    def __init__(self, design: Design, lengths: Mapping[str, AssumedLength], chooser: Chooses) -> None:
        self.design, self.lengths, self.chooser = design, lengths, chooser
        self._known: dict[tuple[object, ...], PlannedCable] = {}
        self._connections: Counter[str] | None = None
        # By what feeds them: links of power, sorted at the first question.
        self._fed_by: dict[str, list[Link]] | None = None

    def planned(self, link: Link) -> PlannedCable:
        """Return what one cable of LINK is planned with."""
        key = self._key(link)
        if key not in self._known:
            self._known[key] = self._planned(link)
        return self._known[key]

    def _key(self, link: Link) -> tuple[object, ...]:
        """Return the key that tells the plans of two links apart: their ends, ports, medium, rate and length."""
        ends = tuple(
            (end.part, end.ports, end.kind, end.facts, end.copies)
            for end in (self.design.nodes[link.a], self.design.nodes[link.b])
        )
        length = self.lengths.get(link.id)
        span = (length.low_m, length.typical_m, length.high_m) if length else ()
        where = () if link.medium in NETWORK_MEDIA else (link.cables, link.a, link.b)
        ports = (link.a_port, link.b_port, link.spread)
        return (*(_hashable(end) for end in ends), *ports, link.medium, link.capacity_gbps, span, where)

    def _planned(self, link: Link) -> PlannedCable:
        if link.medium == "power":
            return self._cord(link) or self._feeder(link)
        if link.medium == "coolant":
            return self._pipe(link)
        return self._network(link)

    # ---- Power ----

    def _cord(self, link: Link) -> PlannedCable | None:
        """Return the cord that LINK takes by the sockets at both ends; None where no cord goes there."""
        joined = joined_ports(self.design, link)
        if joined is None:
            return None
        one, other, _ = joined
        outlet, inlet = (other, one) if is_turned(self.design, link) else (one, other)
        cord = cord_between(outlet.connector, inlet.connector)
        if not cord:
            return None
        large = any(plug in cord for plug in _LARGE_PLUGS)
        rule = "power_cord_16a_usd" if large else "power_cord_10a_usd"
        return PlannedCable(
            f"{CORD} {cord}",
            (rule,),
            Priced(assumed(self.design, rule), None),
            f"Plugs by the sockets at both ends; price by the assumption {rule}.",
            PLANNED,
        )

    def _feeder(self, link: Link) -> PlannedCable:
        """Return the feeder of LINK: by the smaller of what its ends carry, and its length."""
        joined = joined_ports(self.design, link)
        # Plugs at both ends mean a cord, which is planned by its plugs.
        if joined is not None and not _wired(joined[0].connector, joined[1].connector):
            return self._open(link)
        rated = self._per_cable(link, self._rating)
        watts = rated or self._passed_on(link)
        length = self._length(link)
        if watts is None or length is None:
            return self._open(link)
        power = quotient(
            "power of one feeder, apparent", watts, assumed(self.design, "power_factor"), "VA", "rating / power factor"
        )
        kva = product("power of one feeder", (power, leaf("kVA in 1 VA", _MM)), "kVA")
        size = kva.or_zero
        name = f"Feeder for {size:,.0f} kVA" if size >= 10 else f"Feeder for {size:.3g} kVA"
        sized = (
            "Sized by the smaller of what its ends carry" if rated else "Sized by what the transfer switch passes on"
        )
        price, work = (assumed(self.design, rule) for rule in ("feeder_usd_per_kva_m", "feeder_install_usd_per_kva_m"))
        return PlannedCable(
            name,
            (round(size, 3), length.value, length.low, length.high),
            Priced(product(f"{name}: price", (kva, length, price), "USD", "kVA × length × price"), None),
            f"{sized}; price by the assumption feeder_usd_per_kva_m. {self._why_long(link)}",
            PLANNED,
            length_m=length.value,
            install_usd=product(f"{name}: installation of one", (kva, length, work), "USD", "kVA × length × labour"),
        )

    def _passed_on(self, link: Link) -> Figure | None:
        """Return the watts of one feeder to a transfer switch: all that the cables behind the switch carry at most.

        Each source of the switch has to carry that alone. None where another part is fed, or a cable behind is unknown.
        """
        fed = self.design.nodes[link.a if is_turned(self.design, link) else link.b]
        if fed.kind not in TRANSFER:
            return None
        if self._fed_by is None:
            self._fed_by = {}
            for one in self.design.links.values():
                if one.medium == "power" and one.a in self.design.nodes and one.b in self.design.nodes:
                    source = one.b if is_turned(self.design, one) else one.a
                    self._fed_by.setdefault(source, []).append(one)
        parts: list[Figure] = []
        for one in self._fed_by.get(fed.id, ()):
            each = self._per_cable(one, self._rating)
            if each is None:
                return None
            used = ports_used(self.design, one)[one.a != fed.id]
            parts.append(each if used == 1 else product("cables together", (each, leaf("cables", float(used))), "W"))
        if not parts:
            return None
        whole = total(f"{fed.title}: what it passes on", parts, "W")
        used = ports_used(self.design, link)[link.a != fed.id]
        return whole if used == 1 else quotient("for one of its cables", whole, leaf("cables", float(used)), "W")

    def _rating(self, node: Node) -> Figure:
        """Return the watts that one copy of NODE carries, or, of a device, draws at most."""
        carried = capacity_of(self.design, node).rating_w
        return carried if carried.known or role_of(node) == "power" else fact_of(self.design, node, "power_max_w")

    # ---- Coolant ----

    def _pipe(self, link: Link) -> PlannedCable:
        """Return the pipes of LINK, supply and return: for a rack as a whole, else by the heat that they carry."""
        labour = assumed(self.design, "labour_usd_per_h")
        racks = [rack for rack in map(self._rack_of, (link.a, link.b)) if rack]
        # All connections of a rack share one set of manifold and hoses.
        if racks:
            share = leaf("share of the rack's coolant connection", 1.0 / self._in_rack(racks[0]), subject=racks[0])
            price, hours = (assumed(self.design, rule) for rule in ("rack_pipe_usd", "rack_pipe_install_h"))
            name = "Coolant connection of a rack"
            return PlannedCable(
                name,
                (share.value,),
                Priced(product(f"{name}: price", (share, price), "USD", "share × price"), None),
                "Manifold, hoses and couplings, shared by the connections in the rack; price by the assumption "
                "rack_pipe_usd.",
                PLANNED,
                install_usd=product(f"{name}: installation", (share, hours, labour), "USD", "share × hours × labour"),
            )
        heat = self._per_cable(link, lambda node: fact_of(self.design, node, "cooling_capacity_w"))
        if heat is None:
            return self._open(link)
        # Chilled water runs between plant and air handlers, facility water to coolant units: other pipes.
        chilled = any(self.design.nodes[end].kind in AIR_HANDLERS for end in (link.a, link.b))
        rule = "chilled_pipe_usd_per_kw" if chilled else "facility_pipe_usd_per_kw"
        heat_kw = product("heat through one pair of pipes", (heat, leaf("kW in 1 W", _MM)), "kW")
        name = f"Coolant pipes for {heat_kw.or_zero:,.4g} kW"
        hours = assumed(self.design, "pipe_install_h_per_kw")
        return PlannedCable(
            name,
            (heat_kw.value, rule),
            Priced(product(f"{name}: price", (heat_kw, assumed(self.design, rule)), "USD", "kW × price"), None),
            f"Sized by the smaller of what its ends cool; price by the assumption {rule}.",
            PLANNED,
            install_usd=product(f"{name}: installation", (heat_kw, hours, labour), "USD", "kW × hours × labour"),
        )

    def _rack_of(self, node_id: str) -> str:
        """Return the rack or rack system that NODE_ID is or stands in, where it takes coolant of its own; else ""."""
        if role_of(self.design.nodes[node_id]) == "cooling":
            return ""
        around = (node_id, *self.design.ancestors(node_id))
        kinds = ((one, KINDS.get(self.design.nodes[one].kind)) for one in around)
        return next((one for one, kind in kinds if kind and (kind.cabinet or kind.bought_as)), node_id)

    def _in_rack(self, rack: str) -> int:
        """Return how many coolant connections one copy of RACK has."""
        # Counted once for all racks, at the first question.
        if self._connections is None:
            self._connections = Counter[str]()
            for link in self.design.links.values():
                if link.medium == "coolant" and link.a in self.design.nodes and link.b in self.design.nodes:
                    for end, used in zip((link.a, link.b), ports_used(self.design, link), strict=True):
                        around = self._rack_of(end)
                        inside = around in self.design.ancestors(end)
                        self._connections[around] += used * (self.design.copies_within(end, around) if inside else 1)
        return max(self._connections[rack], 1)

    # ---- Network ----

    def _network(self, link: Link) -> PlannedCable:
        """Return the price of LINK's rate over its length, in each cage that the parts on hand know."""
        rate, length, joined = cable_gbps(self.design, link), self.lengths.get(link.id), joined_ports(self.design, link)
        told = joined is not None and all(port.connector for port in joined[:2])
        # Ports that tell their cage but have no cable stay unknown: a price by rate would hide that nothing fits.
        if rate is None or length is None or told or not self.chooser.searches:
            return self._open(link)
        found = _Cages(self.chooser, rate)
        # The lengths of low, typical and high are tried apart: reach decides which types there are.
        at = {metres: found.prices(metres) for metres in (length.low_m, length.typical_m, length.high_m)}
        planned = sorted(at[length.typical_m], key=lambda price: price.usd)
        if not planned:
            return self._open(link)
        every = [price for prices in at.values() for price in prices]
        least, most = min(price.low for price in every), max(price.high for price in every)
        # The middle of the cages at the typical length; the range is over all cages and lengths.
        middle = planned[len(planned) // 2]
        open_cable = self._open(link)
        kinds = ", ".join(f"{price.cage} {price.usd:,.0f} USD{' (a faster cable)' * price.faster}" for price in planned)
        note = (
            f"Not both ports tell their cage. At {length.typical_m:.3g} m a link of {rate_text(rate)} would cost, with "
            f"what it needs at both ends: {kinds}; from {length.low_m:.3g} to {length.high_m:.3g} m {least:,.0f} to "
            f"{most:,.0f}. Choose a type."
        )
        figure = leaf(
            f"{open_cable.name}: price",
            middle.usd,
            "USD",
            low=least,
            high=most,
            operation="fact",
            status="estimate",
            sources=tuple(sorted({name for prices in at.values() for price in prices for name in price.sources})),
            subject=link.id,
            date=middle.date,
            note=note,
        )
        rests = f"{note} {self._why_long(link)}"
        span = (length.low_m, length.typical_m, length.high_m)
        return PlannedCable(open_cable.name, span, Priced(figure, None), rests, PLANNED, middle.date, length.typical_m)

    # ---- All of them ----

    def _open(self, link: Link) -> PlannedCable:
        """Return LINK as a cable of a medium and rate, without a price."""
        rate = cable_gbps(self.design, link)
        words = (link.medium.capitalize(), "cable", rate_text(rate) if rate is not None else "", "(type not chosen)")
        name = " ".join(word for word in words if word)
        price = leaf(f"{name}: price", None, "USD", subject=link.id, note=CHOOSE)
        return PlannedCable(name, (), Priced(price, None))

    def _per_cable(self, link: Link, of: "Measure") -> Figure | None:
        """Return the smaller of OF both ends, each divided by its cables of this link; None where neither is known."""
        found: list[Figure] = []
        for end, cables in zip((link.a, link.b), ports_used(self.design, link), strict=True):
            whole = of(self.design.nodes[end])
            if whole.value:
                each = (
                    whole
                    if cables == 1
                    else quotient(
                        f"{whole.label}, for one of its cables",
                        whole,
                        leaf("cables", float(cables), subject=link.id),
                        "W",
                    )
                )
                found.append(each)
        return min(found, key=lambda figure: figure.or_zero, default=None)

    def _length(self, link: Link) -> Figure | None:
        """Return how long one cable of LINK is, with its range."""
        length = self.lengths.get(link.id)
        if length is None:
            return None
        return leaf(
            "length of one",
            length.typical_m,
            "m",
            low=length.low_m,
            high=length.high_m,
            operation="routing",
            status="derived" if length.low_m == length.high_m else "assumed",
            subject=link.id,
            note=length.why,
        )

    def _why_long(self, link: Link) -> str:
        length = self.lengths.get(link.id)
        return f"Length: {length.why}" if length else ""


Measure = Callable[[Node], Figure]
"""What one copy of a node carries."""


class _CagePrice(NamedTuple):
    """Price of one link in one cage, its optics included.

    Attributes:
        faster: Whether the cable could carry more than was asked for.
        date: Of the oldest price in it.
    """

    cage: str
    low: float
    usd: float
    high: float
    faster: bool
    date: str
    sources: frozenset[str]


class _Cages:
    """Prices of one link of a rate in each cage that the parts on hand know, by its length."""

    def __init__(self, chooser: Chooses, rate_gbps: float) -> None:
        self._chooser, self._rate_gbps = chooser, rate_gbps
        # A host's cage with one port; a switch's with one, or with two as twin-port cages have them.
        ends = ((Socket(cage), Socket(cage, ports, switch=True)) for cage in CAGES for ports in (1, 2))
        self._needs = [Need(a, b, rate_gbps) for a, b in ends]

    def prices(self, length_m: float) -> list[_CagePrice]:
        """Return the price in each cage in which something with a price joins at that length."""
        found: list[_CagePrice] = []
        for need in self._needs:
            options = self._chooser.options(need)
            choice = choose_cable(need, length_m, (), self._chooser.book, 1, options) if options else None
            if choice is not None and choice.usd is not None:
                found.append(self._priced(need.a.cage, choice))
        return found

    def _priced(self, cage: str, choice: CableChoice) -> _CagePrice:
        """Return what CHOICE, whose price is known, costs for one link."""
        parts, book = self._chooser.parts, self._chooser.book
        cable = parts[choice.cable]
        stock = None if choice.cut else next((one for one in cable.lengths if one.length_m == choice.stock_m), None)
        # A cable with several links is shared by them; a fibre of a bundle is its part of the strands.
        terms = [(cable_price(cable, stock, choice.stock_m, "", book).figure, choice.fibres / choice.links)]
        for optic_id, links in ((choice.optic_a, choice.a_links), (choice.optic_b, choice.b_links)):
            if optic_id:
                optic = parts[optic_id]
                terms.append((unit_price(optic, optic.name, optic.id, book).figure, 1.0 / links))
        low, usd, high = (
            sum((getattr(figure, bound) or 0.0) * share for figure, share in terms)
            for bound in ("low", "value", "high")
        )
        leaves = [one for figure, _ in terms for one in figure.walk()]
        dates = sorted((one.date for one in leaves if one.date), key=date_rank)
        # The oldest date is that of the whole.
        sources = frozenset(name for one in leaves for name in one.sources)
        rate = cable.facts["rate_gbps"].value if "rate_gbps" in cable.facts else None
        # A faster cable than the port needs is said, since it makes the price look high.
        faster = not choice.optic_a and rate is not None and rate / choice.links > self._rate_gbps
        return _CagePrice(cage, low, usd, high, faster, dates[0] if dates else "", sources)


def _wired(one: str, other: str) -> bool:
    """Return True when a cable joins two connectors for power: terminals, or a plug that goes into the other end."""
    return "no" not in {plugs_fit(one, other).verdict, plugs_fit(other, one).verdict} or one == other


def _hashable(end: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(tuple(sorted(one.items())) if isinstance(one, Mapping) else one for one in end)
