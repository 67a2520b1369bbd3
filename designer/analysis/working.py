"""The question of one analysis, and everything that is worked out on the way to its answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.energy.records import EnergyResult
from designer.analysis.phases.records import PhasesResult
from designer.analysis.power.records import PlantResult
from designer.analysis.results import (
    CoolingResult,
    CostResult,
    Counts,
    NetworkResult,
    PowerResult,
    ResilienceResult,
    Results,
)
from designer.analysis.rooms.cable_records import AssumedCables, CablesResult
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.analysis.workloads.results import WorkloadsResult
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Part, Source

if TYPE_CHECKING:
    # The arrays take a moment to load, so they are not loaded for sums alone.
    from designer.analysis.chain.failure.remaining_facility import FacilityLeft
    from designer.analysis.network.network_context import Survey


class Question(NamedTuple):
    """The question of an analysis; see `run.analyze` for each."""

    design: Design
    only: frozenset[str]
    traffic: str = "all-to-all"
    fail: tuple[str, ...] = ()
    asks: Sequence[FlowAsk] = ()
    outside: Sequence[str] = ()
    every_failure: bool = False
    load: float = 1.0
    library: Library | None = None
    early: Callable[[Results], None] | None = None

    @property
    def parts(self) -> Mapping[str, Part]:
        """Parts on hand beside those of the design."""
        return self.library.parts if self.library is not None else {}

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the figures of those parts."""
        return self.library.sources if self.library is not None else {}


class Working:
    """One analysis under way: what was worked out so far, each by the section of `sections.ANALYSES` of its name.

    Attributes:
        facility: What a failure leaves of power and cooling; None where nothing has failed.
        survey: The design as its networks see it, without what is gone.
        cables: Routes and types, where racks have places.
        assumed_cables: Cables without a route, as far as any are bought.
        optics: What optics draw in one copy of each device.
        drawn: What is drawn with nothing failed: a failure is a state, not a month, so that what is paid stands.
        power: What is drawn now.
        standing: What is left of the machines, with what no network reaches told as lost.
        losses: What one more failure takes along on the network.
        resilience: The same with single points of the services, and with what the failure takes along.
    """

    facility: "FacilityLeft | None" = None
    counts: Counts | None = None
    survey: "Survey | None" = None
    network: NetworkResult | None = None
    cables: CablesResult | None = None
    assumed_cables: AssumedCables | None = None
    optics: Mapping[str, OpticsDraw] = {}
    drawn: PowerResult | None = None
    power: PowerResult | None = None
    energy: EnergyResult | None = None
    cost: CostResult | None = None
    plant: PlantResult | None = None
    cooling: CoolingResult | None = None
    standing: Standing = ALL_STANDING
    workloads: WorkloadsResult | None = None
    losses: ResilienceResult | None = None
    resilience: ResilienceResult | None = None
    phases: PhasesResult | None = None
    availability: AvailabilityResult | None = None

    def __init__(self, question: Question) -> None:
        self.question = question

    @property
    def gone(self) -> tuple[str, ...]:
        """Ids that have failed, and those that are off with them."""
        return self.facility.left.gone if self.facility is not None else ()

    @property
    def whole(self) -> Standing:
        """All machines, with what their optics draw."""
        return ALL_STANDING._replace(optics=self.optics)
