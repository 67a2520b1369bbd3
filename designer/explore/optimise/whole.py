"""The cheapest fabric with its racks and the power chain that feeds them, as one optimum with one bound.

Fabric and chain meet in the load and in the strips of the racks. One program holds the structures of the fabric
(`fabric_program`) and a floor of the chain (`chain_floor`) whose load is that of the structure that is built. Its dual
bound is thus below every fabric with its chain. What it finds is drawn, and its chain worked out exactly
(`power_plan`); that fabric is then forbidden and the program solved again, until its bound reaches the cheapest whole
that was found, or the time is over. Fabrics that were worked out cost at least the cheapest of them, all others at
least the bound: the smaller of both holds for all.

Source: the decomposition is the combinatorial Benders' cut of Codato and Fischetti ("Combinatorial Benders' cuts for
mixed-integer linear programming", Operations Research 54, 2006), with a cut for each fabric.
"""

from math import inf
from time import monotonic
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.explore.optimise.chain_floor import ChainFloor, floor_usd, thirds_usd
from designer.explore.optimise.collisions import fabric_collision
from designer.explore.optimise.costing import Costed
from designer.explore.optimise.devices import Device
from designer.explore.optimise.fabric import beside, bill_usd, estimate_lines, estimates_of, fabric_chosen, fabric_lines
from designer.explore.optimise.fabric_design import fabric_design
from designer.explore.optimise.fabric_program import Fabric, FabricProgram, reasons
from designer.explore.optimise.fabric_search import Found, Tells, search, tell
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.power_parts import PowerNeed, PowerParts
from designer.explore.optimise.power_plan import optimise_power
from designer.explore.optimise.program import gap_of
from designer.explore.optimise.rack_contents import Racking
from designer.explore.optimise.records import PROVEN, Collision, Optimum
from designer.explore.optimise.structures import Structure
from designer.model.design import Design
from designer.model.records import RefusedInput

_STEPS: Final = 8
"""Loads at which the floor of a chain is worked out; between them that of the smaller load holds."""
_ROUNDS: Final = 400
_MOST_COLUMNS: Final = 6_000
_LEAST_S: Final = 0.2
_STILL: Final = 3
"""So many fabrics in turn that are no better end the search where the gap is small."""
_SMALL_GAP: Final = 0.01
_SEARCHING: Final = 0.9
"""Share of the time limit after which no more fabrics are looked for; the rest draws and tells."""
_PRICING: Final = 1 / 3
"""Share of it for the cheapest fabric by itself."""


class Whole(NamedTuple):
    """A fabric with its chain.

    Attributes:
        fabric: That was drawn.
        fabric_usd: Price of it with racks and strips.
        chain: What feeds it.
    """

    fabric: Fabric
    fabric_usd: float
    chain: Optimum

    @property
    def usd(self) -> float:
        """Return the price of both."""
        return self.fabric_usd + (inf if self.chain.cost is None else self.chain.cost)


class WholeSearch:
    """The search for the cheapest fabric with its chain.

    Attributes:
        best: The cheapest whole so far.
        bound: Least that any costs, proven.
    """

    def __init__(self, library: Library, need: FabricNeed, power: PowerNeed, go_on: Tells | None, until: float) -> None:
        self._library, self._need, self._power = library, need, power
        self._host: Device | None = None
        self._hosts_w = 0.0
        self._go_on, self._until = go_on, until
        self.parts = PowerParts(library, Design(), power)
        self.best: Whole | None = None
        self.bound = 0.0
        self.solver_s, self.size, self.rounds = 0.0, (0, 0), 0
        self._steps: list[tuple[float, float]] = []
        self._thirds_usd = 0.0

    def run(self, found: Found) -> None:
        """Look for the cheapest whole, FOUND being the fabrics that may be the cheapest by themselves."""
        if found.best is None:
            return
        self._host = found.devices.host
        self._floors(found)
        self._work_out(found.best, "The cheapest fabric gets its chain")
        found.price(self._may_win, self._until, self._go_on)
        least = min(usd for _, usd in self._steps) + self._thirds_usd
        open_usd = found.open_usd + least
        kept, outside_usd = self._kept(found)
        program = FabricProgram(kept, found.costing)
        loads = {built: self.load_w(one.structure) for built, one in zip(program.built, kept, strict=True)}
        devices = [device for one in kept for device in (one.structure.leaf, one.structure.top)]
        fed = all(device.inlets is not None for device in (*devices, *([self._host] if self._host else ())))
        ChainFloor(program.program, self.parts, self._power.cooling_share, loads, fed=fed)
        program.program.row({program.program.variable(self._thirds_usd): 1.0}, 1.0, 1.0)
        listed = min(self._least_usd(one) for one in kept)
        still = 0
        for self.rounds in range(1, _ROUNDS + 1):
            assert self.best is not None
            tell(self._go_on, f"HiGHS looks for a cheaper whole than {self.best.usd:,.0f} USD")
            answer, fabric = program.solve(max(self._until - monotonic(), _LEAST_S), 0.0)
            self.solver_s += answer.seconds
            self.size = program.program.size
            bound = inf if answer.infeasible else max(answer.bound, listed)
            self.bound = max(self.bound, min(bound, outside_usd, open_usd, self.best.usd))
            if fabric is None or self.bound >= self.best.usd * (1 - PROVEN / 10) or monotonic() > self._until:
                break
            before = self.best.usd
            self._work_out(fabric, f"Chain of fabric {self.rounds}")
            program.forbid(fabric)
            still = still + 1 if self.best.usd >= before else 0
            small = gap_of(self.best.usd, self.bound) <= _SMALL_GAP
            if monotonic() > self._until or (still >= _STILL and small and self._large(answer.seconds)):
                break
        assert self.best is not None
        self.bound = min(self.bound, self.best.usd)

    def _large(self, seconds: float) -> bool:
        """Return whether a round of SECONDS is so long that a small gap is worth no more of them."""
        return seconds > _LEAST_S

    def load_w(self, one: Structure) -> float:
        """Return what the switches of ONE draw at most, and its hosts where they stand in racks, W."""
        watts = one.tops * (one.top.watts or 0.0) + (one.switches - one.tops) * (one.leaf.watts or 0.0)
        return watts + self._hosts_w

    def _floors(self, found: Found) -> None:
        """Work out the floor of a chain at a few loads."""
        host = self._host
        if host is not None:
            self._hosts_w = self._need.nodes * (host.watts or 0.0)
        if host is not None and self._power.feeds == "2N":
            fed = Racking(self._library, self._need).strips((host,), (1,))
            if fed is not None and any(not side.side for side in fed[0]):
                self._thirds_usd = thirds_usd(self.parts, self._hosts_w)
        loads = [self.load_w(one) for one in found.every] or [0.0]
        low, high = max(min(loads), 1.0), max(max(loads), 1.0)
        for step in range(_STEPS):
            load = low * (high / low) ** (step / _STEPS)
            self._steps.append((load, floor_usd(self.parts, self._power.cooling_share, load)))

    def chain_least_usd(self, load_w: float) -> float:
        """Return the least that a chain for LOAD_W costs."""
        below = [usd for load, usd in self._steps if load <= load_w * (1 + 1e-9)]
        return max(below, default=0.0) + self._thirds_usd

    def _may_win(self, one: Structure) -> bool:
        # Structures come by the price of their switches: the smallest chain of all keeps the order.
        least = min(usd for _, usd in self._steps) + self._thirds_usd
        return self.best is None or one.devices_usd + least <= self.best.usd

    def _least_usd(self, one: Costed) -> float:
        return one.least_usd + self.chain_least_usd(self.load_w(one.structure))

    def _kept(self, found: Found) -> tuple[list[Costed], float]:
        """Return the structures of the program, and what the others cost at least with their chains."""
        assert self.best is not None
        every = sorted(((self._least_usd(one), number) for number, one in enumerate(found.costed)))
        kept, columns = list[Costed](), 0
        for least, number in every:
            one = found.costed[number]
            if least > self.best.usd or (kept and columns + one.columns > _MOST_COLUMNS):
                return kept, least
            kept.append(one)
            columns += one.columns
        return kept, inf

    def _work_out(self, fabric: Fabric, what: str) -> None:
        """Draw FABRIC with its chain, and keep it where it is the cheapest."""
        tell(self._go_on, what)
        design = fabric_design(self._library, self._need, fabric, self._host)
        _, usd, _ = bill_usd(design, self._library)
        whole = Whole(fabric, usd, optimise_power(self._library, design, self._power))
        if self.best is None or whole.usd < self.best.usd:
            self.best = whole


def optimise_whole(library: Library, need: FabricNeed, power: PowerNeed, go_on: Tells | None = None) -> Optimum:
    """Return the cheapest fabric of NEED with its racks and the chain that feeds them, with a bound of the whole.

    Args:
        library: Parts with their prices.
        need: The fabric; its time limit and budget are those of the whole.
        power: The chain; its load is that of the fabric.
        go_on: Is told how far it is.

    Raises:
        RefusedInput: the catalog lacks a stage of the chain, the money does not suffice, or it was stopped.
    """
    return beside(need, lambda one: _optimise(library, one, power, go_on))


def _optimise(library: Library, need: FabricNeed, power: PowerNeed, go_on: Tells | None) -> Optimum:
    begun = monotonic()
    until = begun + need.time_limit_s * _SEARCHING
    alone = replace(need, budget_usd=inf)
    found = search(library, alone, go_on, until=begun + need.time_limit_s * _PRICING)
    left_out = tuple(found.devices.left_out)
    if found.best is None:
        collision = fabric_collision(library, alone, go_on)
        return Optimum(collision=collision, left_out=left_out, seconds=monotonic() - begun)
    task = WholeSearch(library, alone, power, go_on, until)
    task.run(found)
    best = task.best
    assert best is not None
    if best.usd > need.budget_usd:
        return _too_dear(need, task, best, left_out, begun)
    design = best.chain.design
    assert design is not None
    low, usd, high = bill_usd(design, library)
    bound = min(task.bound, usd)
    return Optimum(
        design=design,
        cost=usd,
        low=low,
        high=high,
        bound=bound,
        gap=gap_of(usd, bound),
        chosen={
            **fabric_chosen(need, best.fabric, best.fabric_usd),
            **best.chain.chosen,
            "fabric_usd": best.fabric_usd,
            "chain_usd": best.usd - best.fabric_usd,
            "cheapest_fabric_usd": found.best_usd,
            "rounds": task.rounds,
        },
        lines=(
            *fabric_lines(need, best.fabric, found.devices),
            *estimate_lines(best.fabric),
            *best.chain.lines,
            f"Fabric with racks and strips {best.fabric_usd:,.0f} USD, "
            f"power chain {best.usd - best.fabric_usd:,.0f} USD.",
        ),
        estimates=estimates_of(design, library),
        left_out=(*left_out, *reasons(found.costing.why)[:3], *best.chain.left_out),
        seconds=monotonic() - begun,
        solver_s=task.solver_s,
        size=task.size,
    )


def _too_dear(need: FabricNeed, task: WholeSearch, best: Whole, left_out: tuple[str, ...], begun: float) -> Optimum:
    """Return that the money does not suffice.

    Raises:
        RefusedInput: it is not proven that it does not.
    """
    if task.bound <= need.budget_usd:
        raise RefusedInput(
            f"No whole of at most {need.budget_usd:,.0f} USD was found in {need.time_limit_s:g} s, nor is it "
            "proven that there is none; give it more time with time_limit_s."
        )
    collision = Collision(
        wishes=("budget_usd",),
        texts=(f"at most {need.budget_usd:,.0f} USD for all",),
        reasons=(
            f"The cheapest that was found costs {best.usd:,.0f} USD, {best.fabric_usd:,.0f} of them without its power "
            f"chain; nothing that meets the other wishes costs less than {task.bound:,.0f} USD.",
        ),
        relax=("Allow more money, or plan the fabric by itself.",),
    )
    return Optimum(bound=task.bound, collision=collision, left_out=left_out, seconds=monotonic() - begun)
