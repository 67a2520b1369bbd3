"""Parts of a power chain with their prices and what they carry, as the programs of power take them."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from designer.analysis.money.prices import unit_price
from designer.analysis.power.capacity import capacity_of
from designer.catalog.library import Library
from designer.edit.make_real.fitting import fact
from designer.explore.optimise.devices import BOOK
from designer.explore.optimise.needs import POWER_PARAMETERS, read_values
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import GENERATORS, KINDS, SWITCHGEAR, TRANSFORMERS, UPSS, UTILITIES, kinds_with
from designer.model.parts.part import Part
from designer.model.records import Record, RefusedInput

FULL: Final = 0.8
INPUTS: Final = 4
_PANEL_SIZES_W: Final = (225_000.0, 400_000.0)
"""Ratings with which a panel that has none of its own is ordered."""
_PANEL_KINDS: Final = kinds_with(lambda kind: kind.power_role == "panel")
_STATIC: Final = kinds_with(lambda kind: kind.power_role == "transfer" and not kind.beside_racks)


class PowerNeed(Record, frozen=True, kw_only=True):
    """Wishes for a power chain; the load is that of a project where one is named.

    Attributes:
        load_kw: Of all racks.
        kw_per_rack: Of one.
        feeds: Redundancy.
        cooling_share: Of the load, past the UPSs.
        feeder_m: Length of a feeder.
        budget_usd: Most that it may cost; infinite is no wish.
        time_limit_s: Of the whole search.
    """

    load_kw: float
    kw_per_rack: float
    feeds: Any
    cooling_share: float
    feeder_m: float
    budget_usd: float
    time_limit_s: float


class RatedPanel(NamedTuple):
    """A panel as it is ordered: part, what it carries, W, and the facts that say so."""

    part: Part
    rating_w: float
    facts: Mapping[str, float]


def read_power_need(settings: Mapping[str, str]) -> PowerNeed:
    """Return the wishes that SETTINGS state.

    Raises:
        RefusedInput: a setting is unknown, no number or out of range.
    """
    return PowerNeed(**read_values("A power chain to optimise", POWER_PARAMETERS, settings))


class PowerParts:
    """Parts of the catalog for a chain of one need, and the price of a watt of feeder."""

    def __init__(self, library: Library, design: Design, need: PowerNeed) -> None:
        self._library = library
        self.spare = 1 if need.feeds == "N+1" else 0
        self.sides = 2 if need.feeds == "2N" else 1
        per_kva_m = assumed(design, "feeder_usd_per_kva_m").value or 0.0
        self.w_usd = per_kva_m * need.feeder_m / 1_000.0 / (assumed(design, "power_factor").value or 1.0)
        self._usual = assumed(design, "electrical_efficiency").value or 1.0
        self.unpriced: list[str] = []
        self.gear, self.utility = self._one_of(SWITCHGEAR), self._one_of(UTILITIES)
        self.transfer = self._one_of(_STATIC)
        self.upss, self.transformers, self.generators = map(self._rated, (UPSS, TRANSFORMERS, GENERATORS))
        self.panels = self._panel_parts()
        # Behind the worst UPS most is drawn, and behind the best least.
        shares = [self.efficiency(part) for part, _ in self.upss]
        self.worst, self.best = min(shares), max(shares)

    def efficiency(self, part: Part) -> float:
        """Return the share that UPS PART hands on; the usual one where its maker says none."""
        return fact(part, "efficiency") or self._usual

    def _one_of(self, kinds: frozenset[str]) -> Part:
        parts = [part for part in self._parts(kinds) if unit_price(part, part.name, part.id, BOOK).figure.value]
        if not parts:
            raise RefusedInput(f"The catalog holds no {' or '.join(sorted(kinds))} with a price.")
        return min(parts, key=lambda one: (usd_of(one), one.id))

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
                self.unpriced.append(part.name)
            else:
                found.append((part, rating))
        if not found:
            titles = " or ".join(sorted(KINDS[kind].title for kind in kinds))
            raise RefusedInput(f"The catalog holds no {titles} that says what it carries and what it costs.")
        return found

    def _rating(self, part: Part, facts: Mapping[str, float]) -> float | None:
        node = Node(id="stage", kind=part.kind, part=part.id, facts=dict(facts))
        return capacity_of(Design(nodes={"stage": node}, parts={part.id: part}), node).rating_w.value

    def _panel_parts(self) -> list[RatedPanel]:
        """Return the panels with a price."""
        found: list[RatedPanel] = []
        for part in self._parts(_PANEL_KINDS):
            if unit_price(part, part.name, part.id, BOOK).figure.value is None:
                self.unpriced.append(part.name)
                continue
            own = self._rating(part, {})
            sizes: tuple[dict[str, float], ...] = ({},) if own else tuple({"capacity_w": one} for one in _PANEL_SIZES_W)
            found += [RatedPanel(part, self._rating(part, facts) or 0.0, facts) for facts in sizes]
        if not found:
            raise RefusedInput("The catalog holds no panel with a price that says what it carries.")
        return found


def usd_of(part: Part) -> float:
    """Return the planning price of PART, USD; 0 where there is none."""
    return unit_price(part, part.name, part.id, BOOK).figure.value or 0.0
