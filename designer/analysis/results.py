"""The tables that an analysis gives, keyed by the ids of the design and never written onto it."""

from collections.abc import Mapping
from typing import Literal

from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.cooling.records import HeatResult
from designer.analysis.energy.records import EnergyResult
from designer.analysis.limits.records import NetworkUse, UplinkRoom
from designer.analysis.phases.records import PhasesResult
from designer.analysis.power.records import PlantResult
from designer.analysis.reach.records import Pieces
from designer.analysis.rooms.cable_records import CablesResult
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.analysis.workloads.results import WorkloadsResult
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import Layer, Medium, Source
from designer.model.records import Record

TRAFFICS = (
    "all-to-all",
    "storage-read",
    "training",
    "checkpoint-write",
    "north-south",
    "all-reduce-ring",
    "all-reduce-rails",
    "all-to-all-cards",
    "flows",
)
NO_PATH = "traffic without a path"
NOT_LAID: Figure = leaf(NO_PATH, None, note="Nothing was laid on the network.")
FLOWS = "flows"
"""Of TRAFFICS, what was drawn from A to B."""


class Counts(Record, frozen=True, kw_only=True):
    """Counts of everything, containers left out; copies multiplied.

    Attributes:
        by_tier: Nodes of the fabric by tier: "endpoint", "leaf", "spine", "core"; other media as "storage leaf" ...
        accelerators: With its reason; `rented` are those in rented instances.
        cables_by_link: Physical cables by link id.
    """

    nodes: int
    by_part: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_tier: Mapping[str, int]
    accelerators: Figure
    accelerators_rented: int
    accelerators_by_part: Mapping[str, int]
    cables: int
    cables_by_medium: Mapping[str, int]
    cables_by_link: Mapping[str, int]


class Tier(Record, frozen=True, kw_only=True):
    """Switches at one distance from the endpoints, with the bandwidth drawn below and above them.

    Attributes:
        name: "leaf", "spine", "core", "tier 4" ...; "storage leaf" for another medium.
        nodes: Ids of its switches.
        down_gbps: Sum of the links towards the endpoints, one way.
        up_gbps: Sum of the links to the next tier; value 0 at the top.
        oversubscription: down / up; unknown at the top.
    """

    name: str
    medium: Medium
    nodes: tuple[str, ...]
    down_gbps: Figure
    up_gbps: Figure
    oversubscription: Figure


class LinkWay(Record, frozen=True, kw_only=True, gc=False):
    """Load of a link in one direction.

    Attributes:
        towards: Id of the end that it leads to.
    """

    towards: str
    load_gbps: Figure
    capacity_gbps: Figure
    utilisation: Figure


class LinkLoad(Record, frozen=True, kw_only=True, gc=False):
    """Load of a link under the chosen traffic.

    Attributes:
        load_gbps: On all its cables together, in the busier direction.
        capacity_gbps: Of all its cables together, one way.
        utilisation: Of its fullest cable; may exceed 1.
        towards: Of a link with another rate each way, the end that the direction told here leads to, which is the
            fuller one; "" of others.
        other_way: Its other direction; None of others.
    """

    id: str
    a: str
    b: str
    medium: Medium
    load_gbps: Figure
    capacity_gbps: Figure
    utilisation: Figure
    towards: str = ""
    other_way: LinkWay | None = None


class Cut(Record, frozen=True, kw_only=True):
    """The links whose loss parts two halves, and what they carry."""

    value_gbps: Figure
    links: tuple[str, ...]


class Bottleneck(Record, frozen=True, kw_only=True, gc=False):
    """Something that runs full first.

    Attributes:
        id: Link or node.
        utilisation: Demand over capacity.
        reason: Plain words.
    """

    id: str
    kind: Literal["link", "node"]
    utilisation: Figure
    reason: str


class NetworkResult(Record, frozen=True, kw_only=True):
    """Bandwidth of the networks, and where it is short.

    Attributes:
        traffic: One of TRAFFICS.
        endpoints: How many endpoints offer traffic (copies counted).
        bisection_gbps: What the worst balanced halves of the endpoints can exchange, one way.
        min_cut: The links that bound the bisection.
        worst: The worst bottleneck's utilisation; unknown without endpoints.
        pieces: Of the endpoints on the fabric; None where it is too large to lay out copy by copy.
        outlying: The same of all machines and stores on it, where these are more than the endpoints.
        no_path: Share of the traffic that has no path to where it goes; unknown where nothing is sent or laid.
        by_network: How full each network runs at the same time, those without a cable left out: by the chosen traffic
            where that runs, else by a traffic of its own (see `limits.networks`).
        notes: What was left out or simplified, in plain words.
        routing: How traffic is divided over ways, an option of `site_choices.ROUTING`; "" is ECMP.
    """

    traffic: str
    endpoints: int
    tiers: tuple[Tier, ...]
    bisection_gbps: Figure
    min_cut: Cut
    links: tuple[LinkLoad, ...]
    bottlenecks: tuple[Bottleneck, ...]
    worst: Figure
    pieces: Pieces | None = None
    outlying: Pieces | None = None
    no_path: Figure = NOT_LAID
    by_network: tuple[NetworkUse, ...] = ()
    notes: tuple[str, ...] = ()
    routing: str = ""

    @property
    def in_pieces(self) -> bool:
        """Return True when some endpoints have no path to each other."""
        return self.pieces is not None and self.pieces.apart

    @property
    def lacks_paths(self) -> bool:
        """Return True when some of the traffic has no path, or some endpoints have none to each other."""
        return self.in_pieces or bool(self.no_path.value)


class NodePower(Record, frozen=True, kw_only=True):
    """Draw of all copies of one node."""

    id: str
    typical_w: Figure
    max_w: Figure


class PowerResult(Record, frozen=True, kw_only=True):
    """Power of the design.

    Attributes:
        it_typical_w: Compute, network and storage in use.
        it_max_w: The same at maximum.
        losses_w: Lost in the power chain, at typical load.
        cooling_w: Drawn by cooling, at typical load; of chillers the mean of the year.
        facility_w: IT + losses + cooling, at typical load.
        facility_max_w: The same at maximum load.
        pue: facility / IT: the mean of the year.
        pue_peak: The same with all at their maximum.
        free_cooling_h: Hours of a year in which chillers stand still; None where none is drawn.
        drawn_plant: Whether cooling is drawn, so that the PUE follows from the parts.
        by_node: In design order.
        by_kind: Typical IT and plant power by kind.
        optics: What optics and active cables draw in one copy of each device that feeds some, and whether its stated
            power holds them; what it does not hold is in all figures here.
    """

    it_typical_w: Figure
    it_max_w: Figure
    losses_w: Figure
    cooling_w: Figure
    facility_w: Figure
    facility_max_w: Figure
    pue: Figure
    pue_peak: Figure
    free_cooling_h: Figure | None = None
    drawn_plant: bool = False
    by_node: Mapping[str, NodePower]
    by_kind: Mapping[str, Figure]
    optics: Mapping[str, OpticsDraw] = {}


class RackLoad(Record, frozen=True, kw_only=True):
    """Contents of one copy of a rack against its limits."""

    id: str
    max_w: Figure
    weight_kg: Figure
    used_u: Figure
    power_limit_w: Figure
    load_limit_kg: Figure
    height_u: Figure


class CoolingResult(Record, frozen=True, kw_only=True):
    """Heat at maximum load, and where it goes.

    Attributes:
        heat: Device by device, room by room, unit by unit, and what failures leave.
    """

    heat_w: Figure
    heat_btu_per_h: Figure
    airflow_cfm: Figure
    air_share: Figure
    liquid_share: Figure
    capacity_w: Figure
    racks: Mapping[str, RackLoad]
    heat: HeatResult


class CostLine(Record, frozen=True, kw_only=True):
    """Purchase of all copies of one part.

    Attributes:
        part: Part id.
        quantity: Copies in the design.
        unit_usd: Price of one, unknown where there is none.
        total_usd: quantity × unit.
        basis: Basis of the price; "user" for one that was set on the node.
        price_date: Date of the price, before discount and exchange rate.
        part_number: The maker's, of this very length where it is sold in lengths; "" where none is known.
        own: Whether the price is the person's own, on the node or in the price book.
        discount: Share that is taken off the price.
        wanted: The basis that was asked for, where no price of it is known and that of `basis` is taken; else "".
        term: Of a reserved rent: for how long it binds.
        upfront_share: Of a reserved rent: the share that is paid at the start of the term.
        spares: Pieces that are kept spare, beside those of `quantity` and not in `total_usd`.
        spare_rule: Name of the assumption that says how many.
        rests_on: What quantity and type rest on, beside the drawing.
        length_m: In which length it is bought; None for what has none.
        lead_time_weeks: From order to delivery; None where nobody says.
        places: Ids of the nodes that are bought so, or that it is bought for, each with its number of pieces.
        links: Ids of the links that it is bought for.
        install_usd: What it takes to install one, where the hours of its kind do not tell.
        valid_until: Last ISO day of a quote; "" for what is no quote, or has no end.
    """

    part: str
    name: str
    kind: str
    layer: Layer
    vendor: str
    quantity: int
    unit_usd: Figure
    total_usd: Figure
    basis: str = ""
    price_date: str = ""
    part_number: str = ""
    own: bool = False
    discount: float = 0.0
    wanted: str = ""
    term: str = ""
    upfront_share: float = 0.0
    spares: int = 0
    spare_rule: str = ""
    rests_on: str = ""
    length_m: float | None = None
    lead_time_weeks: float | None = None
    places: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()
    install_usd: Figure | None = None
    valid_until: str = ""


class Delivery(Record, frozen=True, kw_only=True):
    """Cost on top of the goods until they stand and run; none of it is in the capital cost.

    Attributes:
        spares_usd: Pieces on the shelf, by rule, at the price of the line.
        freight_usd: Freight and insurance of goods and spares.
        racks_usd: Installation of racks and rack systems.
        cables_usd: Installation of cables and cords.
        delivered_usd: Goods, spares, freight and installation.
        tax_usd: Sales tax or VAT on all of these; none unless it is set.
        with_tax_usd: All together.
    """

    spares_usd: Figure
    freight_usd: Figure
    racks_usd: Figure
    cables_usd: Figure
    delivered_usd: Figure
    tax_usd: Figure
    with_tax_usd: Figure


class CostResult(Record, frozen=True, kw_only=True):
    """Cost of buying and running.

    Attributes:
        capex_usd: All goods that are drawn or follow from the drawing, each once: the sum of `lines`. Spares, freight,
            installation and tax are beside it, in `delivery`.
        opex_usd_per_year: All that is paid in a year: energy, support, rent, staff, space and services.
        staff_usd_per_year: People who run the accelerators that are owned.
        space_usd_per_year: A hall by the kW, rented or one's own.
        services_usd_per_year: Tokens, seats, subscriptions and licences by the GPU.
        rent_lines: One for each rented part, basis and own price; `unit_usd` is the price of an hour, or of a GB and
            month, `total_usd` the rent of a year.
        service_lines: One for each part that is paid so; `unit_usd` is the price of a month, seat or GPU, `total_usd`
            is that of a year.
        sources: Of what is bought and is not in the design: where its figures were read.
    """

    capex_usd: Figure
    opex_usd_per_year: Figure
    energy_usd_per_year: Figure
    support_usd_per_year: Figure
    rent_usd_per_year: Figure
    staff_usd_per_year: Figure
    space_usd_per_year: Figure
    services_usd_per_year: Figure
    amortisation_usd_per_year: Figure
    monthly_usd: Figure
    tco_usd: Figure
    usd_per_gpu_hour: Figure
    lines: tuple[CostLine, ...]
    service_lines: tuple[CostLine, ...]
    by_kind: Mapping[str, Figure]
    by_layer: Mapping[str, Figure]
    rent_lines: tuple[CostLine, ...] = ()
    delivery: Delivery | None = None
    sources: Mapping[str, Source] = {}


class SinglePoint(Record, frozen=True, kw_only=True):
    """One element whose loss parts machines of one network from the rest.

    Attributes:
        lost_gbps: Line rate in that network of the machines that are cut off.
        lost_accelerators: In the machines that are cut off.
        medium: The network: "fabric", "storage", "management" or "nvlink".
        lost_endpoints: Copies of machines and stores that are cut off.
        accelerators_without_storage: Those that reached a store over this network and reach none any more.
    """

    id: str
    kind: Literal["node", "link"]
    lost_gbps: Figure
    lost_accelerators: int
    medium: Medium = "fabric"
    lost_endpoints: int = 0
    accelerators_without_storage: int = 0


class Failure(Record, frozen=True, kw_only=True):
    """Loss with one copy of a node or with one cable."""

    id: str
    kind: Literal["node", "link"]
    lost_gbps: Figure
    lost_accelerators: int
    remaining_share: Figure
    reason: str


class Lost(Record, frozen=True, kw_only=True):
    """Something that a failure takes along without having failed itself.

    Attributes:
        id: Node id.
        state: "lost" gives nothing any more; "degraded" gives less than before, answers slower, or has one fewer of
            what stands in for each other.
        because: The way from the failure to it, in plain words.
        how: What it does then: "gives less", "answers slower", "goes on without vLLM" ...
    """

    id: str
    state: Literal["lost", "degraded"]
    because: str
    how: str = ""


class Effect(Record, frozen=True, kw_only=True):
    """One figure of the whole design before and after a failure.

    Attributes:
        layer: The layer that it belongs to.
        name: What it is called in documents: "answers_per_s", "accelerators" ...
        title: For people.
    """

    layer: Layer
    name: str
    title: str
    before: Figure
    after: Figure


class ServicePoint(Record, frozen=True, kw_only=True):
    """Something that stands there once and without which services answer nothing.

    Attributes:
        id: Node id.
        layer: Its layer.
        services: Ids of the services that fall with it, in design order.
    """

    id: str
    layer: Layer
    services: tuple[str, ...]


class ResilienceResult(Record, frozen=True, kw_only=True):
    """Losses by a single failure.

    Attributes:
        single_points_of_failure: Of every network, the compute fabric first; in each, most accelerators first.
        worst_failures: Most Gb/s first.
        notes: What was left out or simplified, in plain words.
        lost_accelerators: Gone with what was taken as failed, in it or cut off; None when that cannot be said.
        uplinks: What the switches below the top can lose before they are oversubscribed, the least room first.
        lost: What the failure takes along, in design order; empty where nothing failed.
        effects: What it changes, layer by layer.
        service_points: Single points of the services that stand, in every layer, those that take the most along first.
    """

    single_points_of_failure: tuple[SinglePoint, ...]
    worst_failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()
    lost_accelerators: int | None = 0
    uplinks: tuple[UplinkRoom, ...] = ()
    lost: tuple[Lost, ...] = ()
    service_points: tuple[ServicePoint, ...] = ()
    effects: tuple[Effect, ...] = ()


class Results(Record, frozen=True, kw_only=True):
    """Everything that an analysis says about one design.

    Attributes:
        plant: The power chain, where one is drawn.
        energy: A year of energy, money, carbon and water; None where no power was asked for.
        failed: Ids that were taken as failed.
        load: By what the demand of users was multiplied.
        cables: Routes, types and trays; None where nothing has a place on a floor.
        phases: Growth in phases; None where none is planned.
        availability: Over histories of failures and repairs; None where it was not asked for, or no machine is drawn.
    """

    counts: Counts
    network: NetworkResult | None = None
    power: PowerResult | None = None
    cooling: CoolingResult | None = None
    cost: CostResult | None = None
    resilience: ResilienceResult | None = None
    workloads: WorkloadsResult | None = None
    plant: PlantResult | None = None
    energy: EnergyResult | None = None
    failed: tuple[str, ...] = ()
    cables: CablesResult | None = None
    load: float = 1.0
    phases: PhasesResult | None = None
    availability: AvailabilityResult | None = None
