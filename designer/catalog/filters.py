"""Filters parts by layer, kind, vendor, status, rate, power, height and price; what is unknown is never taken for 0."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from designer.model.figures.figure import Status
from designer.model.money.pricing import USD
from designer.model.parts.part import Availability, Layer, Part, Price
from designer.model.records import Record

Criterion = Literal[
    "layer", "kind", "vendor", "status", "availability", "rate", "power", "height", "price", "own", "priced"
]
PricePer = Literal["unit", "hour"]
STATUSES: Final[tuple[Status, ...]] = ("sourced", "user", "derived", "assumed", "estimate", "unverified")
"""Best first."""
_RANK: Final[Mapping[Status, int]] = {status: rank for rank, status in enumerate(STATUSES)}


class Traits(NamedTuple):
    """Traits of a part that filters ask for; None where unknown.

    Attributes:
        worst: Status of its weakest figure.
        statuses: Of all its figures and prices.
        gbps: Of the fastest port, or its own rate where it has no ports.
        power_w: Greatest draw, at the upper end of its range.
        height_u: Height, at the upper end of its range; 0 for 0U.
        unit_usd: Planning value of the preferred price of one, in US dollars.
        hour_usd: The same for an hour.
    """

    worst: Status | None
    statuses: frozenset[Status]
    gbps: float | None
    power_w: float | None
    height_u: float | None
    unit_usd: float | None
    hour_usd: float | None


def traits_of(part: Part) -> Traits:
    """Return the traits of PART that filters ask for."""
    known: set[Status] = {quantity.status for quantity in part.quantities() if quantity.value is not None}
    known.update(price.status for price in part.prices)
    statuses = frozenset(known)
    worst = max(statuses, key=lambda status: _RANK[status], default=None)
    unit, hour = preferred_price(part, "unit"), preferred_price(part, "hour")
    return Traits(
        worst,
        statuses,
        _gbps(part),
        _upper(part, "power_max_w"),
        _upper(part, "height_u"),
        unit.typical if unit else None,
        hour.typical if hour else None,
    )


def preferred_price(part: Part, per: PricePer) -> Price | None:
    """The preferred price of PART in US dollars; None when there is none."""
    return next((price for price in part.prices if price.per == per and price.currency == USD), None)


class PartFilter(Record, frozen=True, kw_only=True):
    """Filter of parts; an empty choice asks for nothing.

    Attributes:
        statuses: Which its weakest figure may have, or any figure where `any_status` is set.
        least_gbps: Of the fastest port.
        most_usd: Greatest price, for one or for an hour as `price_per` says.
        with_unknown: Whether parts pass whose rate, power, height, price, status or availability is unknown.
    """

    layers: frozenset[Layer] = frozenset()
    kinds: frozenset[str] = frozenset()
    vendors: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    any_status: bool = False
    availability: frozenset[Availability] = frozenset()
    least_gbps: float | None = None
    most_gbps: float | None = None
    most_power_w: float | None = None
    most_height_u: float | None = None
    most_usd: float | None = None
    price_per: PricePer = "unit"
    only_own: bool = False
    only_priced: bool = False
    with_unknown: bool = False

    def matches(self, part: Part, own: frozenset[str] = frozenset()) -> bool:
        """Return True when PART passes; OWN are the ids of the person's own parts."""
        return not self.failing(part, traits_of(part), own)

    def failing(self, part: Part, traits: Traits, own: frozenset[str] = frozenset()) -> list[Criterion]:
        """Return the criteria that keep PART with its TRAITS out; none when it passes."""
        found: list[Criterion] = []
        if self.layers and part.layer not in self.layers:
            found.append("layer")
        if self.kinds and part.kind not in self.kinds:
            found.append("kind")
        if self.vendors and part.vendor not in self.vendors:
            found.append("vendor")
        if self.statuses and not self._status_passes(traits):
            found.append("status")
        # An unknown availability may be the wanted one: it passes where unknown figures are let through.
        silent = part.availability == "unknown" and self.with_unknown
        if self.availability and part.availability not in self.availability and not silent:
            found.append("availability")
        if not self._within(traits.gbps, self.least_gbps, self.most_gbps):
            found.append("rate")
        if not self._within(traits.power_w, None, self.most_power_w):
            found.append("power")
        if not self._within(traits.height_u, None, self.most_height_u):
            found.append("height")
        if not self._within(traits.unit_usd if self.price_per == "unit" else traits.hour_usd, None, self.most_usd):
            found.append("price")
        if self.only_own and part.id not in own:
            found.append("own")
        if self.only_priced and not part.prices:
            found.append("priced")
        return found

    @property
    def asked(self) -> frozenset[Criterion]:
        """Return the criteria that this filter asks for."""
        wanted: dict[Criterion, bool] = {
            "layer": bool(self.layers),
            "kind": bool(self.kinds),
            "vendor": bool(self.vendors),
            "status": bool(self.statuses),
            "availability": bool(self.availability),
            "rate": self.least_gbps is not None or self.most_gbps is not None,
            "power": self.most_power_w is not None,
            "height": self.most_height_u is not None,
            "price": self.most_usd is not None,
            "own": self.only_own,
            "priced": self.only_priced,
        }
        return frozenset(criterion for criterion, asked in wanted.items() if asked)

    def _status_passes(self, traits: Traits) -> bool:
        if traits.worst is None:
            return self.with_unknown
        return not self.statuses.isdisjoint(traits.statuses) if self.any_status else traits.worst in self.statuses

    def _within(self, value: float | None, least: float | None, most: float | None) -> bool:
        if least is None and most is None:
            return True
        if value is None:
            return self.with_unknown
        return (least is None or value >= least) and (most is None or value <= most)


class Facets(NamedTuple):
    """Facets: how many parts there are by layer, kind, vendor, weakest status and availability.

    Attributes:
        statuses: Parts without any known figure are not in it.
    """

    layers: Mapping[str, int]
    kinds: Mapping[str, int]
    vendors: Mapping[str, int]
    statuses: Mapping[str, int]
    availability: Mapping[str, int]


class Sifted(NamedTuple):
    """Parts that a filter leaves.

    Attributes:
        parts: Those that pass, in their order.
        facets: For each choice how many would be left if it alone were taken.
        kept_out: By criterion, how many parts it alone keeps out.
    """

    parts: tuple[Part, ...]
    facets: Facets
    kept_out: Mapping[Criterion, int]


class Sieve:
    """Filters the same parts again and again."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        """OWN are the ids of the person's own parts."""
        self._own = frozenset(own)
        self._traits: dict[str, tuple[Part, Traits]] = {}

    def traits(self, part: Part) -> Traits:
        """The traits of PART, worked out once."""
        known = self._traits.get(part.id)
        if known is None or known[0] is not part:
            known = self._traits[part.id] = (part, traits_of(part))
        return known[1]

    def sift(self, parts: Iterable[Part], wanted: PartFilter) -> Sifted:
        """Return what WANTED leaves of PARTS."""
        passing: list[Part] = []
        # A part that fails one criterion alone would be left if that one were dropped: so choices show what they would
        # give.
        left: dict[Criterion, list[Part]] = {}
        for part in parts:
            failing = wanted.failing(part, self.traits(part), self._own)
            if not failing:
                passing.append(part)
            elif len(failing) == 1:
                left.setdefault(failing[0], []).append(part)

        def offered(criterion: Criterion) -> list[Part]:
            return passing + left.get(criterion, [])

        weakest = (self.traits(part).worst for part in offered("status"))
        counts = Facets(
            Counter(part.layer for part in offered("layer")),
            Counter(part.kind for part in offered("kind")),
            Counter(part.vendor for part in offered("vendor")),
            Counter(status for status in weakest if status is not None),
            Counter(part.availability for part in offered("availability")),
        )
        return Sifted(tuple(passing), counts, {criterion: len(kept) for criterion, kept in left.items()})


def facets(parts: Iterable[Part]) -> Facets:
    """Return how many of PARTS there are by layer, kind, vendor, weakest status and availability."""
    return Sieve().sift(parts, PartFilter()).facets


def _upper(part: Part, name: str) -> float | None:
    quantity = part.facts.get(name)
    if quantity is None or quantity.value is None:
        return None
    return quantity.value if quantity.high is None else max(quantity.high, quantity.value)


def _gbps(part: Part) -> float | None:
    rates = [group.rate_gbps for group in part.ports if group.rate_gbps is not None]
    if rates:
        return max(rates)
    quantity = part.facts.get("rate_gbps")
    return quantity.value if quantity is not None else None
