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


Where racks are drawn one by one (`power_banks`), a side is K alike strings for one of several K: transformers,
generators and UPSs come in multiples of K, each string has a board of its own before its UPSs and, where these are
several, one behind them, and the rows above hold for the string with the greatest load. z[K] chooses among them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil, inf
from time import monotonic
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.power.capacity import capacity_of
from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.make_real.drawing_in import Drawing, Side
from designer.edit.make_real.rack_power import strips_fed
from designer.edit.templates.plan import Plan
from designer.explore.optimise.collisions import plan_collision
from designer.explore.optimise.devices import Device, Inlets
from designer.explore.optimise.fabric import spread_of
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.power_banks import Bank, Banking, Strip, TooManyError
from designer.explore.optimise.power_parts import FULL, INPUTS, PowerNeed, PowerParts, RatedPanel, usd_of
from designer.explore.optimise.program import Program, gap_of
from designer.explore.optimise.rack_contents import Racking
from designer.explore.optimise.records import Collision, Optimum
from designer.model.design import Design
from designer.model.kinds import RACK, RACK_POWER
from designer.model.parts.part import Part, PortGroup
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.review.make_real.known import draws_of, power_and_heat

_MORE: Final = 3
"""So many units beyond the fewest are looked at: the cheapest chain may have one more of something."""
_INLET_W: Final = 3_300.0
"""Of one inlet of 16 A of a rack whose content is not known, as supplies of large servers have them."""
SHORT_S: Final = 0.5
"""A program of so few variables ends in less, however short the limit."""
_STRINGS: Final = 6
"""Numbers of strings that are tried, the fewest that carry the load first."""
_MOST_STRINGS: Final = 200


class _Column(NamedTuple):
    """A part with a number of units of one side, what one carries, W, and its variable; panels with their banks."""

    part: Part
    units: int
    rating_w: float
    variable: int
    facts: Mapping[str, float] = {}
    strings: Sequence[Sequence[Bank]] = ()


class _Stages(NamedTuple):
    """Columns of a chain with as many strings on a side.

    Attributes:
        strings: Alike ones; 1 is one chain, whose boards are as many as it needs.
        panels: With their banks by string.
        upss: Units of all strings, as in all of these.
        transformers: At least one a string.
        generators: The same.
    """

    strings: int
    panels: list[_Column]
    upss: list[_Column]
    transformers: list[_Column]
    generators: list[_Column]

    @property
    def columns(self) -> tuple[list[_Column], ...]:
        """Return the columns by stage, panels first."""
        return self.panels, self.upss, self.transformers, self.generators


class _String(NamedTuple):
    """Part of one side between the utility and its banks: units of each stage, boards of either end among them."""

    gears: int
    outputs: int
    ups: int
    transformers: int
    generators: int
    banks: Sequence[Bank]


def optimise_power(library: Library, design: Design | None, need: PowerNeed) -> Optimum:
    """Return the cheapest chain that feeds the racks of DESIGN, or racks of a load by itself where it is None.

    The cost is that of the chain from the utility to the panels with its feeders; for a load by itself the strips and
    cords of its racks too.

    Raises:
        RefusedInput: there is nothing to feed, or the catalog lacks a stage.
    """
    begun = monotonic()
    strips_usd, collision = 0.0, None
    drawn = design
    if design is None:
        design, strips_usd, collision = _racks(library, need)
        if collision is not None:
            return Optimum(collision=_collision(library, None, need), seconds=monotonic() - begun)
        load_w = need.load_kw * 1_000.0
        rack_w = {"rack": load_w}
    else:
        results = power_and_heat(design, library)
        load_w = (results.power.it_max_w.value if results.power is not None else None) or 0.0
        rack_w = _rack_watts(design, draws_of(design, results).max_w)
    strips = _open_strips(design)
    if not strips or load_w <= 0:
        raise RefusedInput(
            "No rack strip in it waits to be fed; draw racks with strips first: stackwright optimise racks."
        )
    parts = PowerParts(library, design, need)
    chain = _Chain(library, design, need, parts, Banking(parts, strips, rack_w, load_w))
    answer = chain.program.solve(max(need.time_limit_s, SHORT_S))
    if answer.values is None:
        raise RefusedInput(f"HiGHS found no chain in {need.time_limit_s:g} s; give it more time with time_limit_s.")
    cost = answer.cost + strips_usd
    bound = min(max(answer.bound, 0.0) + strips_usd, cost)
    if cost > need.budget_usd:
        collision = _collision(library, drawn, need) if bound > need.budget_usd else None
        if collision is None:
            raise RefusedInput(
                f"No chain of at most {need.budget_usd:,.0f} USD was found, nor is it proven that there is none; give "
                "it more time with time_limit_s."
            )
        return Optimum(bound=bound, collision=collision, seconds=monotonic() - begun)
    chosen, made = chain.drawn(answer.values.tolist())
    low, high = spread_of(Design() if drawn is None else drawn, made, library, cost)
    return Optimum(
        design=made,
        cost=cost,
        low=low,
        high=high,
        bound=bound,
        gap=gap_of(cost, bound),
        chosen={"load_kw": load_w / 1_000.0, "sides": parts.sides, "strips_usd": strips_usd, **chosen},
        lines=chain.lines(answer.values.tolist()),
        left_out=chain.left_out(),
        seconds=monotonic() - begun,
        solver_s=answer.seconds,
        size=chain.program.size,
    )


def _collision(library: Library, design: Design | None, need: PowerNeed) -> Collision | None:
    """Return the fewest wishes of NEED that collide, for racks of a load where DESIGN is None."""
    texts = {
        "load_kw": f"a load of {need.load_kw:,.6g} kW",
        "kw_per_rack": f"{need.kw_per_rack:g} kW in each rack",
        "feeds": f"power strips and chain {need.feeds}",
        "cooling_share": f"cooling of {need.cooling_share:.0%} of the load",
        "feeder_m": f"feeders of {need.feeder_m:g} m",
        "budget_usd": f"at most {need.budget_usd:,.0f} USD",
    }
    of_a_load = {"load_kw", "kw_per_rack"}
    said = {"feeds": need.feeds != "N", "budget_usd": need.budget_usd < inf}
    texts = {
        name: text for name, text in texts.items() if said.get(name, True) and (design is None or name not in of_a_load)
    }

    def ways(some: Collection[str]) -> Iterator[PowerNeed]:
        """Yield needs that are left of SOME wishes and that strips can feed: of any draw where none is asked."""
        left = replace(need, **{name: value for name, value in _LOOSE.items() if name not in some}, budget_usd=inf)
        each = () if design is not None or "kw_per_rack" in some else _EACH_KW
        for one in (need.kw_per_rack, *each):
            way = replace(left, kw_per_rack=one)
            if design is not None or _racks(library, way)[2] is None:
                yield way

    def costs(some: Collection[str]) -> float:
        """Return the least that any of these chains costs; infinite where there is none."""
        found = (optimise_power(library, design, way).bound for way in ways(some))
        return min((bound for bound in found if bound is not None), default=inf)

    def holds(some: frozenset[str]) -> bool:
        if "budget_usd" in some:
            return costs(some) <= need.budget_usd * (1 + 1e-9)
        return next(ways(some), None) is not None

    def reasons_of(wishes: Sequence[str]) -> list[str]:
        if "budget_usd" in wishes:
            return [f"A chain that meets the rest costs at least {costs(set(wishes)):,.0f} USD."]
        return ["No strips of the catalog that hang in one rack carry that much."]

    return plan_collision(texts, holds, reasons_of, _RELAX)


_LOOSE: Final[Mapping[str, Any]] = {"load_kw": 1.0, "feeds": "N", "cooling_share": 0.0, "feeder_m": 0.5}
"""Each wish taken back, but for the draw of a rack: several are tried."""
_EACH_KW: Final = (1.0, 10.0, 40.0)
_RELAX: Final = {
    "load_kw": "Feed less load.",
    "kw_per_rack": "Take fewer kW a rack.",
    "feeds": "Take feeds=N+1 or N.",
    "cooling_share": "Plan a cooling that draws less.",
    "feeder_m": "Plan shorter feeders.",
    "budget_usd": "Allow more money.",
}


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
                relax=("Take fewer kW a rack.", "Take feeds=N+1 or N."),
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


def _rack_watts(design: Design, draws: Mapping[str, float]) -> dict[str, float]:
    """Return what the devices of each rack draw at most, in all of its copies, W."""
    found: dict[str, float] = {}
    for node_id, watts in draws.items():
        parent = design.nodes[node_id].parent or ""
        found[parent] = found.get(parent, 0.0) + watts * design.total_copies(node_id)
    return found


def _open_strips(design: Design) -> list[Strip]:
    """Return the strips of DESIGN that nothing feeds yet."""
    fed = strips_fed(design)
    # The side of a strip is that of its cords: strips themselves have none.
    sides: dict[str, Side] = {}
    for link in design.links.values():
        if link.medium == "power" and link.side:
            sides[link.a] = link.side
    return [
        Strip(node.id, design.total_copies(node.id), sides.get(node.id, ""), rating, node.parent or "")
        for node in design.nodes_in_order()
        if node.kind in RACK_POWER and node.id not in fed
        if (rating := capacity_of(design, node).rating_w.value)
    ]


class _Chain:
    """The program of a chain, and how it is drawn."""

    def __init__(self, library: Library, design: Design, need: PowerNeed, parts: PowerParts, banking: Banking) -> None:
        self.program, self._library, self._design, self._need = Program(), library, design, need
        self._parts, self._banking = parts, banking
        self.program.row({self.program.variable(parts.sides * usd_of(parts.utility)): 1.0}, 1.0, 1.0)
        self._gear_usd = parts.sides * usd_of(parts.gear)
        self._boards = self._output = -1
        try:
            ways = [(one, [[bank]]) for one in parts.panels for bank in banking.whole(one, _MORE)]
            self._sets = [self._whole(ways)]
        except TooManyError:
            # No panel has outputs for a strip of each rack, so that every bank of panels has racks of its own.
            self._sets = list(self._in_strings())
        if not self._sets:
            raise RefusedInput("No panel of the catalog has outputs and power for one of the racks.")

    def _whole(self, ways: Sequence[tuple[RatedPanel, Sequence[Sequence[Bank]]]]) -> _Stages:
        """Add a chain of one string with as many boards as it takes."""
        found = self._stages(1, self._banking.load_w, ways, inf)
        for columns in found.columns:
            self.program.row(dict.fromkeys((one.variable for one in columns), 1.0), 1.0, 1.0)
        self._boards = self.program.variable(self._gear_usd, inf)
        inputs = {one.variable: -float(one.units) for one in (*found.transformers, *found.generators)}
        self.program.row({self._boards: float(INPUTS), **inputs}, 0.0)
        self._output = self.program.variable(self._gear_usd, inf)
        # One UPS feeds its panels by itself; several meet at boards with so many inputs each.
        several = {one.variable: -float(one.units) for one in found.upss if one.units > 1}
        self.program.row({self._output: float(INPUTS), **several}, 0.0)
        return found

    def _in_strings(self) -> Iterator[_Stages]:
        """Add chains of several numbers of alike strings, and demand that one of them is built."""
        chosen: dict[int, float] = {}
        for number in range(1, min(self._banking.racks, _MOST_STRINGS) + 1):
            racks = self._banking.strings(number)
            load_w = max(sum(load for load, _, _ in held) for held in racks)
            ups = max(rating for _, rating in self._parts.upss)
            if load_w > FULL * (INPUTS - self._parts.spare) * ups:
                continue
            ways: list[tuple[RatedPanel, Sequence[Sequence[Bank]]]] = []
            for panel in self._parts.panels:
                try:
                    ways.append((panel, [self._banking.banks(panel, held) for held in racks]))
                except TooManyError:
                    continue
            if not ways:
                return
            found = self._stages(number, load_w, ways, INPUTS)
            if not all(found.columns):
                continue
            built = self.program.variable(number * self._gear_usd)
            chosen[built] = 1.0
            for columns in found.columns:
                self.program.row({**dict.fromkeys((one.variable for one in columns), 1.0), built: -1.0}, 0.0, 0.0)
            inputs = {one.variable: float(one.units // number) for one in (*found.transformers, *found.generators)}
            self.program.row({**inputs, built: -float(INPUTS)}, -inf, 0.0)
            for one in found.upss:
                if one.units > number:
                    self.program.row({self.program.variable(number * self._gear_usd): 1.0, one.variable: -1.0}, 0.0)
            yield found
            if len(chosen) == _STRINGS:
                break
        if chosen:
            self.program.row(chosen, 1.0, 1.0)

    def _stages(
        self, strings: int, load_w: float, ways: Sequence[tuple[RatedPanel, Sequence[Sequence[Bank]]]], most: float
    ) -> _Stages:
        """Add the columns of as many STRINGS, each with LOAD_W at most and MOST units of a stage, and their rows."""
        parts, cooling = self._parts, self._need.cooling_share
        # Each way of panels as one column, all of its banks with what hangs on them.
        panels = [self._panels(panel, banks) for panel, banks in ways]
        upss = self._columns(strings, parts.upss, (load_w, load_w), most, feeders=1)
        least, above = load_w * (1.0 / parts.best + cooling), load_w * (1.0 / parts.worst + cooling)
        # A transformer hangs on the utility and on the switchgear, a generator on the switchgear.
        transformers = self._columns(strings, parts.transformers, (least, above), most, feeders=2)
        generators = self._columns(strings, parts.generators, (least, above), most, feeders=1)
        found = _Stages(strings, panels, upss, transformers, generators)
        # Which UPS is chosen decides what the stages before it carry, so that its losses stand in their rows.
        drawn = {one.variable: -load_w * (1.0 / parts.efficiency(one.part) + cooling) for one in upss}
        for columns in (transformers, generators):
            carried = {one.variable: FULL * (one.units // strings - parts.spare) * one.rating_w for one in columns}
            self.program.row({**carried, **drawn}, 0.0)
        self._join_panels(found)
        return found

    def _panels(self, panel: RatedPanel, strings: Sequence[Sequence[Bank]]) -> _Column:
        units = sum(bank.units for banks in strings for bank in banks)
        usd = self._parts.sides * units * usd_of(panel.part)
        usd += sum(self._banking.below_usd(panel.rating_w, bank) for banks in strings for bank in banks)
        return _Column(panel.part, units, panel.rating_w, self.program.variable(usd), panel.facts, strings)

    def _columns(
        self,
        strings: int,
        parts: Sequence[tuple[Part, float]],
        watts: tuple[float, float],
        most: float,
        *,
        feeders: int,
    ) -> list[_Column]:
        """Add a variable for each part and number of units that may carry WATTS of a string, at least and at most."""
        found: list[_Column] = []
        for part, rating in parts:
            fewest, enough = (max(ceil(one / (FULL * rating) * (1 - 1e-9)), 1) + self._parts.spare for one in watts)
            for each in range(fewest, int(min(enough + _MORE, most)) + 1):
                # Each unit has a feeder on either side that carries what it does.
                units = strings * each
                usd = self._parts.sides * units * (usd_of(part) + feeders * rating * self._parts.w_usd)
                found.append(_Column(part, units, rating, self.program.variable(usd)))
        return found

    def _join_panels(self, found: _Stages) -> None:
        """Add the feeders between UPSs and panels: by output boards, or by itself where a string has one UPS."""
        w_usd, strings = self._parts.sides * self._parts.w_usd, found.strings
        alone = [one for one in found.upss if one.units == strings]
        for ups in found.upss:
            if ups.units > strings:
                self.program.row(
                    {self.program.variable(ups.units * ups.rating_w * w_usd): 1.0, ups.variable: -1.0}, 0.0
                )
        for panel in found.panels:
            board = self.program.variable(panel.units * panel.rating_w * w_usd)
            self.program.row(
                {board: 1.0, panel.variable: -1.0, **dict.fromkeys((one.variable for one in alone), 1.0)}, 0.0
            )
            for ups in alone:
                banks = (bank for held in panel.strings for bank in held)
                watts = sum(min(ups.rating_w, bank.units * panel.rating_w) for bank in banks)
                pair = self.program.variable(watts * w_usd)
                self.program.row({pair: 1.0, panel.variable: -1.0, ups.variable: -1.0}, -1.0)

    # ---- The answer ----

    def _picked(self, values: Sequence[float]) -> tuple[int, list[_Column]]:
        """Return the number of strings, and the columns that are built: panels, UPSs, transformers and generators."""
        best = max(self._sets, key=lambda one: max(values[panel.variable] for panel in one.panels))
        return best.strings, [max(columns, key=lambda one: values[one.variable]) for columns in best.columns]

    def _strings(self, values: Sequence[float]) -> list[_String]:
        number, (panel, ups, transformer, generator) = self._picked(values)
        if self._boards >= 0:
            gears, outputs = max(round(values[self._boards]), 1), round(values[self._output])
        else:
            gears, outputs = 1, int(ups.units > number)
        each = (ups.units // number, transformer.units // number, generator.units // number)
        return [_String(gears, outputs, *each, banks) for banks in panel.strings]

    def drawn(self, values: Sequence[float]) -> tuple[dict[str, Any], Design]:
        """Return what was chosen by name, and the design with the chain drawn in."""
        _, picked = self._picked(values)
        strings = self._strings(values)
        drawing = Drawing(self._design, self._library)
        banks = [bank for one in strings for bank in one.banks]
        sides: list[Side] = sorted({side for bank in banks for side in bank.strips})
        panels: list[tuple[Side, list[str]]] = []
        for number, side in enumerate(sides):
            panels.append((side, self._side(drawing, side, picked, strings, number)))
        for number, bank in enumerate(banks):
            if bank.third is not None:
                above: list[tuple[Side, str]] = [(side, drawn[number]) for side, drawn in panels]
                self._behind_transfer(drawing, bank, above, number)
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
        boards = {
            "strings_a_side": len(strings),
            "switchgear_a_side": sum(one.gears for one in strings),
            "output_boards_a_side": sum(one.outputs for one in strings),
        }
        return {**chosen, **boards}, replace(after, links=links)

    def _side(
        self, drawing: Drawing, side: Side, picked: Sequence[_Column], strings: Sequence[_String], number: int
    ) -> list[str]:
        """Draw the chain of one side, and return the ids of its panels, bank by bank."""
        end = f"-{side.lower()}" if side else ""
        panel, ups, transformer, generator = picked
        drawn: list[str] = []

        def add(wanted: str, title: str, part: Part, copies: int, row: int, facts: Mapping[str, float]) -> str:
            at = drawing.beside(number, row)
            name = f"{title} {side}".strip()
            return drawing.add(part.id, f"{wanted}{end}", name, at, copies=copies, facts=dict(facts))

        utility = add("utility", "Utility", self._parts.utility, 1, 0, {})
        for place, one in enumerate(strings, 1):
            of = f" of string {place}," if len(strings) > 1 else ""
            first = add("transformer", f"Transformer{of}", transformer.part, one.transformers, 1, {})
            engine = add("generator", f"Generator{of}", generator.part, one.generators, 2, {})
            gear = add("switchgear", f"Switchgear{of}", self._parts.gear, one.gears, 3, {})
            middle = add("ups", f"UPS{of}", ups.part, one.ups, 4, {})
            drawing.join(utility, first, one.transformers, side=side)
            drawing.join(first, gear, one.transformers, side=side)
            drawing.join(engine, gear, one.generators, side=side)
            drawing.join(gear, middle, one.ups, side=side)
            source = middle
            if one.outputs:
                source = add("output-board", f"UPS output board{of}", self._parts.gear, one.outputs, 5, {})
                drawing.join(middle, source, one.ups, side=side)
            for bank in one.banks:
                title = f"Power panel, bank {len(drawn) + 1}," if len(panel.strings[0]) > 1 else "Power panel"
                # A bank without strips on this side still hands its transfer switches on.
                last = add("panel", title, panel.part, bank.units, 6, panel.facts)
                drawing.join(source, last, bank.units, side=side)
                for strip in bank.strips.get(side, ()):
                    drawing.join(last, strip.node, strip.strips, side=side)
                drawn.append(last)
        return drawn

    def _behind_transfer(self, drawing: Drawing, bank: Bank, panels: Sequence[tuple[Side, str]], number: int) -> None:
        """Draw the transfer switches that both sides feed, and the panels behind them, of BANK by its NUMBER."""
        third = bank.third
        if third is None:
            return
        column = len(panels) + number
        at = drawing.beside(column, 7)
        switch = drawing.add(self._parts.transfer.id, "transfer", "Transfer switch", at, copies=third.units)
        below = drawing.beside(column, 8)
        panel = drawing.add(
            third.panel.part.id,
            "panel-third",
            "Power panel, both sides",
            below,
            copies=third.units,
            facts=dict(third.panel.facts),
        )
        for side, above in panels:
            drawing.join(above, switch, third.units, side=side)
        drawing.join(switch, panel, third.units)
        for strip in bank.third_strips:
            drawing.join(panel, strip.node, strip.strips)

    def lines(self, values: Sequence[float]) -> tuple[str, ...]:
        """Return the chain in words."""
        strings, (panel, ups, transformer, generator) = self._picked(values)
        each = " on each of two sides" if self._parts.sides == 2 else ""
        found = [
            f"{self._banking.load_w / 1_000:,.6g} kW, {self._need.feeds}; every stage at most {FULL:.0%} full{each}."
        ]
        if strings > 1:
            found.append(f"{counted(strings, 'alike string')} a side, each with racks and a board of its own.")
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
        if not self._parts.unpriced:
            return ()
        return (f"{', '.join(sorted(self._parts.unpriced))}: no price, or what it carries is not known.",)
