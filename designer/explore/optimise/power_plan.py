"""The cheapest power chain for a load: utility, transformers, generators, switchgear, UPSs, panels and rack strips.

Sets: panels p, UPSs u, transformers t and generators g, each a part with a number of alike units (a column); sides,
one, or two at 2N. Variables: one binary for each column, w[p,u] for a lone UPS that feeds the panels of column p by
itself, b and s for boards, whole.

    least   sides · Σ usd[c]·y[c] + boards + feeders
    with    Σ_p y = Σ_u y = Σ_t y = Σ_g y = 1
            full · (units − spare) · rating ≥ load                            for UPSs; panels without a spare
            full · Σ_t (units − spare)·rating·y[t] ≥ load·(Σ_u y[u]/η[u] + cooling)   transformers; generators alike
            inputs·s ≥ transformers + generators,  inputs·b ≥ UPSs where they are several

full is 0.8: a stage carries at most 80% of its rating (rule `stage-above-80`, NEC 215.2 for continuous load). spare is
1 at N+1. η is the efficiency of the UPS, the assumption electrical_efficiency where its maker says none. At 2N each
side carries everything; strips of neither side hang on panels behind transfer switches, which both sides feed. Feeders
cost kVA · metres · feeder_usd_per_kva_m, sized by the smaller of what their ends carry.
"""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from time import monotonic
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.money.prices import unit_price
from designer.analysis.power.capacity import capacity_of
from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.make_real.drawing_in import Drawing, Side
from designer.edit.make_real.fitting import fact
from designer.edit.make_real.rack_power import strips_fed
from designer.edit.templates.plan import Plan
from designer.explore.optimise.devices import BOOK, Device, Inlets
from designer.explore.optimise.needs import POWER_PARAMETERS, FabricNeed, read_values
from designer.explore.optimise.program import Program, gap_of
from designer.explore.optimise.rack_contents import Racking
from designer.explore.optimise.records import Collision, Optimum
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import GENERATORS, RACK, RACK_POWER, SWITCHGEAR, TRANSFORMERS, UPSS, UTILITIES, kinds_with
from designer.model.parts.part import Part, PortGroup
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.review.make_real.known import power_and_heat

_FULL: Final = 0.8
_INPUTS: Final = 4
_OUTPUTS: Final = 80
"""Cables that leave a panel at most, of the 100 outputs of the catalog's."""
_MORE: Final = 3
"""So many units beyond the fewest are looked at: the cheapest chain may have one more of something."""
_PANEL_SIZES_W: Final = (225_000.0, 400_000.0)
"""Ratings with which a panel that has none of its own is ordered."""
_INLET_W: Final = 3_300.0
"""Of one inlet of 16 A of a rack whose content is not known, as supplies of large servers have them."""
_PANEL_KINDS: Final = kinds_with(lambda kind: kind.power_role == "panel")
_STATIC: Final = kinds_with(lambda kind: kind.power_role == "transfer" and not kind.beside_racks)
_MOST_PANELS: Final = 100_000


class PowerNeed(Record, frozen=True, kw_only=True):
    """Wishes for a power chain; the load is that of a project where one is named.

    Attributes:
        load_kw: Of all racks.
        kw_per_rack: Of one.
        feeds: Redundancy.
        cooling_share: Of the load, past the UPSs.
        feeder_m: Length of a feeder.
        time_limit_s: Of the solver.
    """

    load_kw: float
    kw_per_rack: float
    feeds: Any
    cooling_share: float
    feeder_m: float
    time_limit_s: float


class _Strip(NamedTuple):
    """Strips that one node draws: how many in all, on which side, and what one carries, W."""

    node: str
    strips: int
    side: Side
    rating_w: float


class _Column(NamedTuple):
    """A part with a number of units of one side, its price and that of its feeders, and what it carries, W."""

    part: Part
    units: int
    rating_w: float
    usd: float
    variable: int
    facts: Mapping[str, float]


def read_power_need(settings: Mapping[str, str]) -> PowerNeed:
    """Return the wishes that SETTINGS state.

    Raises:
        RefusedInput: a setting is unknown, no number or out of range.
    """
    return PowerNeed(**read_values("A power chain to optimise", POWER_PARAMETERS, settings))


def optimise_power(library: Library, design: Design | None, need: PowerNeed) -> Optimum:
    """Return the cheapest chain that feeds the racks of DESIGN, or racks of a load by itself where it is None.

    The cost is that of the chain from the utility to the panels with its feeders; for a load by itself the strips and
    cords of its racks too.

    Raises:
        RefusedInput: there is nothing to feed, or the catalog lacks a stage.
    """
    begun = monotonic()
    strips_usd, collision = 0.0, None
    if design is None:
        design, strips_usd, collision = _racks(library, need)
        if collision is not None:
            return Optimum(collision=collision, seconds=monotonic() - begun)
        load_w = need.load_kw * 1_000.0
    else:
        power = power_and_heat(design, library).power
        load_w = (power.it_max_w.value if power is not None else None) or 0.0
    strips = _open_strips(design)
    if not strips or load_w <= 0:
        raise RefusedInput(
            "No rack strip in it waits to be fed; draw racks with strips first: stackwright optimise racks."
        )
    chain = _Chain(library, design, need, load_w, strips)
    answer = chain.program.solve(need.time_limit_s)
    if answer.values is None:
        raise RefusedInput(f"HiGHS found no chain in {need.time_limit_s:g} s; give it more time with time_limit_s.")
    cost = answer.cost + strips_usd
    bound = min(max(answer.bound, 0.0) + strips_usd, cost)
    chosen, made = chain.drawn(answer.values.tolist())
    return Optimum(
        design=made,
        cost=cost,
        bound=bound,
        gap=gap_of(cost, bound),
        chosen={"load_kw": load_w / 1_000.0, "sides": chain.sides, "strips_usd": strips_usd, **chosen},
        lines=chain.lines(answer.values.tolist()),
        left_out=chain.left_out(),
        seconds=monotonic() - begun,
        solver_s=answer.seconds,
        size=chain.program.size,
    )


def _racks(library: Library, need: PowerNeed) -> tuple[Design, float, Collision | None]:
    """Return racks that draw the load, what their strips and cords cost, and what makes them impossible."""
    # 1 − 1e-9: a quotient that is whole but for rounding does not take one more rack.
    racks = max(ceil(need.load_kw / need.kw_per_rack * (1 - 1e-9)), 1)
    watts = need.load_kw * 1_000.0 / racks
    sides = 2 if need.feeds == "2N" else 1
    inlets = PortGroup(name="psu", media=("power",), count=sides * ceil(watts / _INLET_W), connector="C20", role="in")
    host = library.part("generic/host")
    load = Device(host, host.ports[0], 1, 0.0, watts, 0, 0.0, None, Inlets(inlets, None))
    fed = Racking(library, FabricNeed(kw_per_rack=inf, feeds=need.feeds)).strips((load,), (1,))
    if fed is None:
        return (
            Design(),
            0.0,
            Collision(
                wishes=("kw_per_rack", "feeds"),
                texts=(f"{watts / 1_000:.3g} kW in each rack", f"power strips {need.feeds}"),
                reasons=("No strips of the catalog that hang in one rack carry that much.",),
                relax=("Take fewer kW a rack.", "Take feeds=N+1 or feeds=N."),
            ),
        )
    plan = Plan(library)
    plan.container("rack", RACK, "Rack", copies=racks)
    plan.node(
        "load",
        host.id,
        "Load of a rack",
        parent="rack",
        ports=(fabric_ports(1, 1.0), inlets),
        facts={"power_max_w": watts},
    )
    for side in fed[0]:
        strip = f"pdu-{side.side.lower()}" if side.side else "pdu"
        title = f"Rack PDU {side.side}".strip()
        plan.node(strip, side.part.id, title, parent="rack", copies=side.strips)
        told: Side = "A" if side.side == "A" else "B" if side.side == "B" else ""
        for _, cords, outlet in side.cords:
            plan.link(f"{strip}-cords", strip, "load", "power", cords, a_port=outlet, b_port="psu", side=told)
    design = plan.design(
        f"Power chain for {need.load_kw:,.6g} kW",
        f"The cheapest chain, {need.feeds}, for {counted(racks, 'rack')} of {watts / 1_000:.3g} kW.",
        "",
        {},
    )
    # The racks and their load are there already: the chain and the strips are what is bought.
    nodes = {
        name: replace(node, price_usd=0.0) if name in {"rack", "load"} else node for name, node in design.nodes.items()
    }
    return replace(design, nodes=nodes), racks * fed[1], None


def _open_strips(design: Design) -> list[_Strip]:
    """Return the strips of DESIGN that nothing feeds yet."""
    fed = strips_fed(design)
    # The side of a strip is that of its cords: strips themselves have none.
    sides: dict[str, Side] = {}
    for link in design.links.values():
        if link.medium == "power" and link.side:
            sides[link.a] = link.side
    return [
        _Strip(node.id, design.total_copies(node.id), sides.get(node.id, ""), rating)
        for node in design.nodes_in_order()
        if node.kind in RACK_POWER and node.id not in fed
        if (rating := capacity_of(design, node).rating_w.value)
    ]


class _Chain:
    """The program of a chain, and how it is drawn."""

    def __init__(
        self, library: Library, design: Design, need: PowerNeed, load_w: float, strips: Sequence[_Strip]
    ) -> None:
        self.program, self._library, self._design, self._need = Program(), library, design, need
        self._load_w, self._strips = load_w, strips
        self._spare = 1 if need.feeds == "N+1" else 0
        self.sides = 2 if need.feeds == "2N" else 1
        per_kva_m = assumed(design, "feeder_usd_per_kva_m").value or 0.0
        self._w_usd = per_kva_m * need.feeder_m / 1_000.0 / (assumed(design, "power_factor").value or 1.0)
        self._usual = assumed(design, "electrical_efficiency").value or 1.0
        self._unpriced: list[str] = []
        gear = self._one_of(SWITCHGEAR)
        self._gear, self._utility = gear, self._one_of(UTILITIES)
        self._transfer = self._one_of(_STATIC)
        rated = [self._rated(wanted) for wanted in (UPSS, TRANSFORMERS, GENERATORS)]
        parts = dict(zip(("ups", "transformer", "generator"), rated, strict=True))
        for name, found in parts.items():
            if not found:
                raise RefusedInput(f"The catalog holds no {name} that says what it carries and what it costs.")
        self.program.variable(self.sides * _usd(self._utility))
        self.program.row({0: 1.0}, 1.0, 1.0)
        self._third_strips, self._third = self._thirds_of()
        self._panels = self._panel_columns()
        # The UPS is not chosen yet: behind the worst of them most is drawn, and behind one without losses least.
        worst = load_w * (1.0 / min(self._usual, *(self._efficiency(part) for part, _ in parts["ups"])))
        above = worst + load_w * need.cooling_share
        self._upss = self._columns(parts["ups"], load_w, load_w, feeders=2)
        least = load_w * (1.0 + need.cooling_share)
        # A transformer hangs on the utility and on the switchgear, a generator on the switchgear.
        self._transformers = self._columns(parts["transformer"], least, above, feeders=2)
        self._generators = self._columns(parts["generator"], least, above, feeders=1)
        for columns in (self._panels, self._upss, self._transformers, self._generators):
            self.program.row(dict.fromkeys((one.variable for one in columns), 1.0), 1.0, 1.0)
        # Which UPS is chosen decides what the stages before it carry, so that its losses stand in their rows.
        drawn = {one.variable: -load_w * (1.0 / self._efficiency(one.part) + need.cooling_share) for one in self._upss}
        for columns in (self._transformers, self._generators):
            carried = {one.variable: _FULL * (one.units - self._spare) * one.rating_w for one in columns}
            self.program.row({**carried, **drawn}, 0.0)
        gear_usd = self.sides * _usd(gear)
        self._boards = self.program.variable(gear_usd, inf)
        inputs = {one.variable: float(one.units) for one in (*self._transformers, *self._generators)}
        self.program.row({self._boards: float(_INPUTS), **{name: -units for name, units in inputs.items()}}, 0.0)
        self._output = self.program.variable(gear_usd, inf)
        # One UPS feeds its panels by itself; several meet at boards with so many inputs each.
        several = {one.variable: -float(one.units) for one in self._upss if one.units > 1}
        self.program.row({self._output: float(_INPUTS), **several}, 0.0)
        self._join_panels()

    def _one_of(self, kinds: frozenset[str]) -> Part:
        parts = [part for part in self._parts(kinds) if unit_price(part, part.name, part.id, BOOK).figure.value]
        if not parts:
            raise RefusedInput(f"The catalog holds no {' or '.join(sorted(kinds))} with a price.")
        return min(parts, key=lambda one: (_usd(one), one.id))

    def _parts(self, kinds: frozenset[str]) -> list[Part]:
        """Return the parts of KINDS that stand on a floor: what is mounted in racks feeds no hall."""
        return [
            part
            for part in sorted(self._library.parts.values(), key=lambda one: one.id)
            if part.kind in kinds and "announced" not in part.tags and not fact(part, "height_u")
        ]

    def _rated(self, kinds: frozenset[str]) -> list[tuple[Part, float]]:
        """Return parts of KINDS with a price and what they carry, W."""
        found: list[tuple[Part, float]] = []
        for part in self._parts(kinds):
            rating = self._rating(part, {})
            if unit_price(part, part.name, part.id, BOOK).figure.value is None or not rating:
                self._unpriced.append(part.name)
            else:
                found.append((part, rating))
        return found

    def _rating(self, part: Part, facts: Mapping[str, float]) -> float | None:
        node = Node(id="stage", kind=part.kind, part=part.id, facts=dict(facts))
        return capacity_of(Design(nodes={"stage": node}, parts={part.id: part}), node).rating_w.value

    def _efficiency(self, part: Part) -> float:
        return fact(part, "efficiency") or self._usual

    def _columns(
        self, parts: Sequence[tuple[Part, float]], least_w: float, most_w: float, *, feeders: int
    ) -> list[_Column]:
        """Add a variable for each part and number of units that may carry the load, from LEAST_W to MOST_W."""
        found: list[_Column] = []
        for part, rating in parts:
            fewest = max(ceil(least_w / (_FULL * rating) * (1 - 1e-9)), 1) + self._spare
            most = max(ceil(most_w / (_FULL * rating) * (1 - 1e-9)), 1) + self._spare + _MORE
            for units in range(fewest, most + 1):
                # Each unit has a feeder on either side that carries what it does.
                usd = self.sides * units * (_usd(part) + feeders * rating * self._w_usd)
                # UPSs: the feeder to the switchgear here; that to the output board or the panels below.
                if part.kind in UPSS:
                    usd -= self.sides * units * rating * self._w_usd * (1 if units == 1 else 0)
                found.append(_Column(part, units, rating, usd, self.program.variable(usd), {}))
        return found

    def _side_strips(self) -> dict[Side, list[_Strip]]:
        """Return the strips by the side that feeds them; those of no side hang on the first."""
        found: dict[Side, list[_Strip]] = {}
        for strip in self._strips:
            side: Side = strip.side if self.sides == 2 else ""
            if side or self.sides == 1:
                found.setdefault(side, []).append(strip)
        return found

    def _thirds_of(self) -> tuple[list[_Strip], _Column | None]:
        """Return the strips of neither side of 2N, and the panels behind transfer switches that feed them.

        When a side is lost these carry half of everything beside the other side.
        """
        strips = [strip for strip in self._strips if not strip.side] if self.sides == 2 else []
        if not strips:
            return [], None
        ways: list[_Column] = []
        for part, rating, facts in self._panel_parts():
            units = self._panel_units(rating, self._load_w / 2, [strips])
            usd = units * (_usd(part) + _usd(self._transfer) + rating * self._w_usd)
            usd += sum(s.strips * min(s.rating_w, rating / ceil(s.strips / units)) for s in strips) * self._w_usd
            ways.append(_Column(part, units, rating, usd, -1, facts))
        best = min(ways, key=lambda one: (one.usd, one.units, one.part.id))
        self.program.row({self.program.variable(best.usd): 1.0}, 1.0, 1.0)
        return strips, best

    def _panel_units(self, rating: float, load_w: float, sides: Sequence[Sequence[_Strip]]) -> int:
        """Return the fewest panels of RATING that carry LOAD_W and have outputs for the strips of each side."""
        units = max(ceil(load_w / (_FULL * rating) * (1 - 1e-9)), 1)
        while any(self._too_full(rating, load_w, strips, units) for strips in sides):
            units += 1
            # Each strip that is drawn by itself takes an output of every panel's fullest copy.
            if units > _MOST_PANELS:
                raise RefusedInput("Too many kinds of strips for the outputs of panels; draw alike racks as copies.")
        return units

    def _too_full(self, rating: float, load_w: float, strips: Sequence[_Strip], units: int) -> bool:
        """Return whether the fullest of UNITS panels has too few outputs, or carries more than its share allows."""
        fullest = sum(ceil(strip.strips / units) for strip in strips)
        each_w = load_w / sum(strip.strips for strip in strips)
        return fullest > _OUTPUTS or fullest * each_w > _FULL * rating * (1 + 1e-9)

    def _panel_parts(self) -> list[tuple[Part, float, dict[str, float]]]:
        """Return the panels with a price: part, rating in W and the facts with which it is ordered."""
        found: list[tuple[Part, float, dict[str, float]]] = []
        for part in self._parts(_PANEL_KINDS):
            if unit_price(part, part.name, part.id, BOOK).figure.value is None:
                self._unpriced.append(part.name)
                continue
            own = self._rating(part, {})
            sizes: tuple[dict[str, float], ...] = ({},) if own else tuple({"capacity_w": one} for one in _PANEL_SIZES_W)
            found += [(part, self._rating(part, facts) or 0.0, facts) for facts in sizes]
        if not found:
            raise RefusedInput("The catalog holds no panel with a price that says what it carries.")
        return found

    def _panel_columns(self) -> list[_Column]:
        """Add a variable for each panel, rating and number that carries the load and has outputs for all strips."""
        found: list[_Column] = []
        by_side = self._side_strips()
        switches = self._third.units if self._third is not None else 0
        for part, rating, facts in self._panel_parts():
            fewest = self._panel_units(rating, self._load_w, list(by_side.values()))
            for units in range(fewest, fewest + _MORE + 1):
                # To each strip a feeder of what it carries or of its share of a panel; to transfer switches one of a
                # panel's.
                down = sum(
                    strip.strips * min(strip.rating_w, rating / ceil(strip.strips / units))
                    for strips in by_side.values()
                    for strip in strips
                )
                down += self.sides * switches * rating / ceil(switches / units) if switches else 0.0
                usd = self.sides * units * _usd(part) + down * self._w_usd
                found.append(_Column(part, units, rating, usd, self.program.variable(usd), facts))
        return found

    def _join_panels(self) -> None:
        """Add the feeders of the panels: from the output board, or from the UPS where it is the only one."""
        alone = [one for one in self._upss if one.units == 1]
        for panel in self._panels:
            from_board = self.sides * panel.units * panel.rating_w * self._w_usd
            board = self.program.variable(from_board)
            self.program.row(
                {board: 1.0, panel.variable: -1.0, **dict.fromkeys((one.variable for one in alone), 1.0)}, 0.0
            )
            for ups in alone:
                each = min(ups.rating_w / panel.units, panel.rating_w)
                pair = self.program.variable(self.sides * panel.units * each * self._w_usd)
                self.program.row({pair: 1.0, panel.variable: -1.0, ups.variable: -1.0}, -1.0)

    # ---- The answer ----

    def _picked(self, values: Sequence[float]) -> list[_Column]:
        stages = (self._panels, self._upss, self._transformers, self._generators)
        return [max(columns, key=lambda one: values[one.variable]) for columns in stages]

    def drawn(self, values: Sequence[float]) -> tuple[dict[str, Any], Design]:
        """Return what was chosen by name, and the design with the chain drawn in."""
        picked = self._picked(values)
        gears = max(round(values[self._boards]), 1)
        outputs = round(values[self._output])
        drawing = Drawing(self._design, self._library)
        panels: list[tuple[Side, str]] = [
            (side, self._side(drawing, side, strips, picked, (gears, outputs), number))
            for number, (side, strips) in enumerate(sorted(self._side_strips().items()))
        ]
        if self._third is not None:
            self._behind_transfer(drawing, self._third, panels)
        after = drawing.finished("Draw the cheapest power chain").applied(self._design)
        new = {name for name in after.links if name not in self._design.links}
        links = {
            name: replace(link, length_m=self._need.feeder_m) if name in new else link
            for name, link in after.links.items()
        }
        chosen = {
            f"{name}{end}": value
            for name, one in zip(("panel", "ups", "transformer", "generator"), picked, strict=True)
            for end, value in (("", one.part.id), ("_units_a_side", one.units))
        }
        return {**chosen, "switchgear_a_side": gears, "output_boards_a_side": outputs}, replace(after, links=links)

    def _side(
        self,
        drawing: Drawing,
        side: Side,
        strips: Sequence[_Strip],
        picked: Sequence[_Column],
        boards: tuple[int, int],
        number: int,
    ) -> str:
        """Draw the chain of one side, and return the id of its panels."""
        end = f"-{side.lower()}" if side else ""

        def add(wanted: str, title: str, part: Part, copies: int, row: int, facts: Mapping[str, float]) -> str:
            at = drawing.beside(number, row)
            name = f"{title} {side}".strip()
            return drawing.add(part.id, f"{wanted}{end}", name, at, copies=copies, facts=dict(facts))

        panel, ups, transformer, generator = picked
        gears, outputs = boards
        utility = add("utility", "Utility", self._utility, 1, 0, {})
        first = add("transformer", "Transformer", transformer.part, transformer.units, 1, {})
        engine = add("generator", "Generator", generator.part, generator.units, 2, {})
        gear = add("switchgear", "Switchgear", self._gear, gears, 3, {})
        middle = add("ups", "UPS", ups.part, ups.units, 4, {})
        last = add("panel", "Power panel", panel.part, panel.units, 6, panel.facts)
        drawing.join(utility, first, transformer.units, side=side)
        drawing.join(first, gear, transformer.units, side=side)
        drawing.join(engine, gear, generator.units, side=side)
        drawing.join(gear, middle, ups.units, side=side)
        source = middle
        if ups.units > 1:
            source = add("output-board", "UPS output board", self._gear, outputs, 5, {})
            drawing.join(middle, source, ups.units, side=side)
        drawing.join(source, last, panel.units, side=side)
        for strip in strips:
            drawing.join(last, strip.node, strip.strips, side=side)
        return last

    def _behind_transfer(self, drawing: Drawing, third: _Column, panels: Sequence[tuple[Side, str]]) -> None:
        """Draw the transfer switches that both sides feed, and the panels behind them."""
        at = drawing.beside(len(panels), 7)
        switch = drawing.add(self._transfer.id, "transfer", "Transfer switch", at, copies=third.units)
        below = drawing.beside(len(panels), 8)
        panel = drawing.add(
            third.part.id, "panel-third", "Power panel, both sides", below, copies=third.units, facts=dict(third.facts)
        )
        for side, above in panels:
            drawing.join(above, switch, third.units, side=side)
        drawing.join(switch, panel, third.units)
        for strip in self._third_strips:
            drawing.join(panel, strip.node, strip.strips)

    def lines(self, values: Sequence[float]) -> tuple[str, ...]:
        """Return the chain in words."""
        panel, ups, transformer, generator = self._picked(values)
        each = " on each of two sides" if self.sides == 2 else ""
        found = [f"{self._load_w / 1_000:,.6g} kW, {self._need.feeds}; every stage at most {_FULL:.0%} full{each}."]
        for title, one in (
            ("Transformers", transformer),
            ("Generators", generator),
            ("UPSs", ups),
            ("Panels", panel),
        ):
            found.append(f"{title}: {one.units} × {one.part.name}, {one.rating_w / 1_000:,.0f} kW each.")
        return tuple(found)

    def left_out(self) -> tuple[str, ...]:
        """Return why parts are not among those that were tried."""
        if not self._unpriced:
            return ()
        return (f"{', '.join(sorted(self._unpriced))}: no price, or what it carries is not known.",)


def _usd(part: Part) -> float:
    return unit_price(part, part.name, part.id, BOOK).figure.value or 0.0
