"""Parts, the entries of a catalog: facts with sources, ports, prices, contained parts."""

from collections.abc import Iterator, Mapping
from typing import Literal

from designer.model.figures.figure import Figure, Status, leaf
from designer.model.records import Record

Medium = Literal[
    "fabric",
    "storage",
    "management",
    "nvlink",
    "pcie",
    "power",
    "coolant",
    "asks",
    "runs_on",
    "reads",
    "writes",
    "tracks",
    "depends_on",
    "feeds",
    "cools",
]
"""What joins two nodes: cables and pipes first, then the relations of `model.relations`, which need no port."""
Layer = Literal["facility", "silicon", "servers_fabric", "cloud", "data_storage", "training", "serving_apps"]
LAYERS: tuple[Layer, ...] = (
    "facility",
    "silicon",
    "servers_fabric",
    "cloud",
    "data_storage",
    "training",
    "serving_apps",
)
NETWORK_MEDIA: tuple[Medium, ...] = ("fabric", "storage", "management")
NETWORK_WORDS: Mapping[Medium, str] = {
    "fabric": "compute fabric",
    "storage": "storage network",
    "management": "management network",
    "nvlink": "NVLink network",
}
"""What the networks are called in a sentence."""
Per = Literal[
    "unit", "hour", "meter", "month", "user-month", "gpu-year", "gb", "gb-month", "thousand-requests", "million-tokens"
]
PER_WORDS: Mapping[Per, str] = {
    "unit": "",
    "hour": "hour",
    "meter": "metre",
    "month": "month",
    "user-month": "user and month",
    "gpu-year": "GPU and year",
    "gb": "GB",
    "gb-month": "GB and month",
    "thousand-requests": "1,000 requests",
    "million-tokens": "million tokens",
}
Term = Literal["", "1-year", "3-years", "capacity-block"]
TERM_WORDS: Mapping[Term, str] = {
    "": "",
    "1-year": "1 year",
    "3-years": "3 years",
    "capacity-block": "a capacity block",
}
"""For how long one is bound to what is reserved; a capacity block is some days at a fixed start."""
PURCHASES: tuple[Per, ...] = ("unit", "meter")
"""What a price is paid for once; all else is rent or use."""
Platform = Literal["cuda", "rocm", "tpu", "neuron", "gaudi", "cerebras", "groq", "tenstorrent", "cpu"]
PLATFORMS: Mapping[Platform, str] = {
    "cuda": "NVIDIA CUDA",
    "rocm": "AMD ROCm",
    "tpu": "Google TPU",
    "neuron": "AWS Neuron",
    "gaudi": "Intel Gaudi",
    "cerebras": "Cerebras",
    "groq": "Groq",
    "tenstorrent": "Tenstorrent",
    "cpu": "CPU",
}
"""What software is built for, and what an accelerator is programmed through."""
CaseOf = Literal["tier", "model", "hardware", "size", "setting"]
CASE_WORDS: Mapping[CaseOf, str] = {
    "tier": "Usage tier",
    "model": "Running",
    "hardware": "On",
    "size": "Measured with",
    "setting": "Set to",
}
Availability = Literal["sold", "free", "rented", "not sold", "unknown"]
Basis = Literal["list", "street", "on-demand", "reserved", "spot", "estimate", "rented", "not-sold", "user", "quote"]


class Source(Record, frozen=True, kw_only=True):
    """Source of a number: where and when it was read.

    Attributes:
        id: Short name that facts refer to.
        publisher: Who published it, and the document's title.
        published: Date of publication, "undated" when it carries none.
        retrieved: ISO date on which it was read.
        kind: vendor datasheet, paper, press, price list ...
        tier: vendor, dataset, secondary, derived or none.
    """

    id: str
    publisher: str
    published: str = "undated"
    retrieved: str = ""
    kind: str = ""
    tier: str = ""


class Quantity(Record, frozen=True, kw_only=True):
    """One figure of a part, its unit given by the fact's name.

    Attributes:
        value: Typical value; None when it is unknown and said to be so.
        low: Least, where the source gives a range.
        high: Greatest.
        status: How well it is known.
        sources: Ids of its sources.
        date: As-of date, ISO where the source has one.
        conditions: Dense or sparse, one way or both, inlet temperature ...
        others: Conflicting published values kept beside the preferred one, in words.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    status: Status = "sourced"
    sources: tuple[str, ...] = ()
    date: str = ""
    conditions: str = ""
    others: str = ""

    @property
    def or_zero(self) -> float:
        """Return the value, 0 where it is unknown."""
        return self.value or 0.0


class Price(Record, frozen=True, kw_only=True):
    """Price of one unit, as a range with its basis.

    Attributes:
        low: Least, in `currency`.
        typical: Planning value.
        high: Greatest.
        basis: list, street, on-demand, reserved, spot, estimate, quote ...
        per: "unit" for a purchase, "meter" for bulk cable, "hour" for a rental; services are paid by stored GB and
            month, by request, by token, by seat.
        item: Which of several things paid by the same measure: "input", "output", "cached input" or "cache write" of
            tokens, "put" or "get" of requests, a storage class; "" where there is but one.
        from_tokens: It holds, for all tokens of a request, where more than so many tokens go in; 0 for any request.
        valid_from: ISO day from which an announced price holds; "" where it holds already.
        term: Of a reserved price: for how long it binds; "" where that is not said.
        upfront_share: Of a reserved price: the share that is paid at the start; 1 is all.
        valid_until: ISO day up to which a quote holds, that day included; "" where nobody said.
        quote: Number of the quote; "" where it is none or has no number.
    """

    low: float
    typical: float
    high: float
    basis: Basis
    currency: str = "USD"
    per: Per = "unit"
    item: str = ""
    from_tokens: int = 0
    valid_from: str = ""
    valid_until: str = ""
    quote: str = ""
    region: str = ""
    date: str = ""
    status: Status = "sourced"
    sources: tuple[str, ...] = ()
    note: str = ""
    term: Term = ""
    upfront_share: float = 0.0

    @property
    def everyday(self) -> bool:
        """Return True when it holds already and for a request of any length."""
        return not self.from_tokens and not self.valid_from

    def expired(self, day: str) -> bool:
        """Return True when it held up to a day before DAY, an ISO day."""
        return bool(self.valid_until) and self.valid_until < day


class PortGroup(Record, frozen=True, kw_only=True, cache_hash=True):
    """Ports of one sort on a part.

    Attributes:
        name: Unique in the part ("osfp", "bmc", "psu").
        media: What may run through them.
        count: Logical ports (a QM9700 has 64).
        connector: Cage, plug or outlet ("OSFP", "QSFP112", "RJ45", "C20", "C19").
        rate_gbps: Rate of one logical port, one way; None for power and coolant.
        lanes: Electrical lanes of one logical port.
        cages: Physical cages (a QM9700 has 32); None when one port is one cage.
        breakouts: Into how many links one logical port may be split (1 is always allowed).
        protocols: "infiniband", "ethernet" ...; empty when anything of the medium goes.
        role: "in", "out" or "" (either) for power and coolant.
    """

    name: str
    media: tuple[Medium, ...]
    count: int
    connector: str = ""
    rate_gbps: float | None = None
    lanes: int | None = None
    cages: int | None = None
    breakouts: tuple[int, ...] = ()
    protocols: tuple[str, ...] = ()
    role: Literal["", "in", "out"] = ""


class Contained(Record, frozen=True, kw_only=True):
    """A part that stands inside another (8 × H100 in a DGX H100)."""

    part: str
    count: int


class StockLength(Record, frozen=True, kw_only=True):
    """A length in which a cable is sold.

    Attributes:
        price: Of this length; None when only the part's own price is known.
    """

    length_m: float
    part_number: str = ""
    price: Price | None = None


class PlatformSupport(Record, frozen=True, kw_only=True):
    """A platform that an accelerator is of, or that software runs on.

    Attributes:
        sources: Ids of the sources that say so.
        date: As-of date, ISO where the source has one.
        note: What it takes, such as a plug-in, a fork or one of several backends.
    """

    platform: Platform
    status: Status = "sourced"
    sources: tuple[str, ...] = ()
    date: str = ""
    note: str = ""


class Case(Record, frozen=True, kw_only=True):
    """Facts of a part that hold in one published case: under a usage tier, with a model, hardware, size, setting.

    Attributes:
        of: "tier" of a service, "model" that it runs, "hardware" that it runs on, "size" of what it was measured with,
            "setting" of a choice.
        name: The tier's name; the id of the model or accelerator in the catalog, else its name without a "/"; the size
            in words; a choice and its value as "zero_stage=2".
        facts: Figures by the names in kinds.FACTS; a fact of the part itself holds where the case has none.
    """

    of: CaseOf
    name: str
    facts: Mapping[str, Quantity]


class Part(Record, frozen=True, kw_only=True):
    """A catalog entry: vendor/model plus a revision.

    Attributes:
        facts: Figures by name; names carry units (power_max_w, weight_kg, height_u, depth_mm ...). kinds.FACTS
            lists them all.
        sources: Ids of the sources in which its texts were read.
        platforms: The platform of an accelerator, or all those that software runs on; () where nothing is published.
        cases: Facts that differ by usage tier, model, hardware, size or setting.
        contains: Parts inside; they count as accelerators, while power, weight and price are this part's own.
        lengths: Lengths in which a cable is sold, shortest first; empty when it is cut, or its lengths are unknown.
        prices: Every known price, the preferred one first.
        availability: "sold", "free" (of charge, by its licence), "rented", "not sold", or "unknown" when there is no
            price.
    """

    id: str
    kind: str
    layer: Layer
    vendor: str
    name: str
    revision: str = "1"
    part_number: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    facts: Mapping[str, Quantity] = {}
    platforms: tuple[PlatformSupport, ...] = ()
    cases: tuple[Case, ...] = ()
    texts: Mapping[str, str] = {}
    sources: tuple[str, ...] = ()
    ports: tuple[PortGroup, ...] = ()
    contains: tuple[Contained, ...] = ()
    lengths: tuple[StockLength, ...] = ()
    prices: tuple[Price, ...] = ()
    availability: Availability = "unknown"
    notes: str = ""

    def port(self, name: str) -> PortGroup | None:
        """The port group called NAME."""
        return next((group for group in self.ports if group.name == name), None)

    def quantities(self) -> Iterator[Quantity]:
        """All its figures, those of its cases too."""
        yield from self.facts.values()
        for case in self.cases:
            yield from case.facts.values()

    def case(self, of: CaseOf, name: str) -> Case | None:
        """The case NAME of the sort OF; None when nothing is published of it."""
        return next((case for case in self.cases if case.of == of and case.name == name), None)

    def runs_on(self, platform: Platform) -> bool | None:
        """Return True when it is of PLATFORM or runs on it; None when nothing is published of its platforms."""
        return any(support.platform == platform for support in self.platforms) if self.platforms else None

    def fact(self, name: str, unit: str, label: str = "", case: Case | None = None) -> Figure:
        """Fact NAME as a leaf figure, that of CASE where it has it; unknown when the part does not have it."""
        label = label or f"{self.name}: {name}"
        quantity = self.facts.get(name) if case is None else case.facts.get(name, self.facts.get(name))
        if quantity is None or quantity.value is None:
            return leaf(label, None, unit, operation="fact", subject=self.id)
        return leaf(
            label,
            quantity.value,
            unit,
            low=quantity.low,
            high=quantity.high,
            operation="fact",
            sources=quantity.sources,
            status=quantity.status,
            subject=self.id,
            date=quantity.date,
            note=quantity.conditions,
        )

    def price(self, per: str = "unit") -> Price | None:
        """The preferred price PER unit, hour or meter that holds now and for any request."""
        return next((price for price in self.prices if price.per == per and price.everyday), None)


def hardware_platforms(part: Part, parts: Mapping[str, Part]) -> frozenset[Platform]:
    """The platforms of PART and of what it contains, found in PARTS; empty when none is known."""
    found: set[Platform] = {support.platform for support in part.platforms}
    waiting = [inside.part for inside in part.contains]
    seen: set[str] = {part.id}
    while waiting:
        part_id = waiting.pop()
        inner = parts.get(part_id)
        if inner is None or part_id in seen:
            continue
        seen.add(part_id)
        found.update(support.platform for support in inner.platforms)
        waiting.extend(inside.part for inside in inner.contains)
    return frozenset(found)
