"""Records of the power chain, by the ids of the design."""

from collections.abc import Mapping
from typing import Literal

from designer.model.figures.figure import Figure
from designer.model.records import Record

Limit = Literal["", "breaker", "banks", "rating", "supplies"]
"""What bounds an element: its breaker or cord, its banks, its rated output, the power supplies of a device."""

Scheme = Literal["none", "N", "N+1", "2N", "distributed", "block"]
"""How much may fail."""

SCHEME_TITLES: Mapping[Scheme, str] = {
    "none": "not fed",
    "N": "N",
    "N+1": "N+1",
    "2N": "2N",
    "distributed": "distributed redundant",
    "block": "block redundant",
}


class PlantElement(Record, frozen=True, kw_only=True):
    """One stage of the chain, or a device at its end; figures are of its fullest copy.

    Attributes:
        side: "A" or "B" where all that it hangs on or feeds is of one side, else "".
        level: Steps down from what nothing feeds.
        copies: In the whole design.
        load_typical_w: What it takes, its own losses with it.
        load_max_w: The same at maximum, with the diversity above the rack PDUs.
        losses_w: Of all its copies together, at typical load.
        rating_w: Of its breakers, banks or output, before the 80% rule.
        capacity_w: What it may carry for hours: 80% of a breaker; a rated output whole.
        limit: What bounds the capacity.
        utilisation: Its fullest phase, bank or whole, at maximum load over capacity.
        phases_w: Maximum load of each phase; none where all share alike.
        imbalance: Fullest phase over the mean of the three, less 1; unknown where all share alike.
        sources: Ids that feed it.
        feeds: Ids that it feeds.
        battery_min: Of a UPS, how long its battery carries what it passes on now; None of anything else.
    """

    id: str
    kind: str
    side: Literal["", "A", "B"]
    level: int
    copies: int
    device: bool
    load_typical_w: Figure
    load_max_w: Figure
    losses_w: Figure
    rating_w: Figure
    capacity_w: Figure
    limit: Limit
    utilisation: Figure
    phases_w: tuple[Figure, ...] = ()
    imbalance: Figure
    sources: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    battery_min: Figure | None = None


class Overload(Record, frozen=True, kw_only=True):
    """Copies of a node that carry more than they may.

    Attributes:
        copies: How many of them.
        load_w: Of the fullest.
        capacity_w: Of that one.
        before: Whether as many were overloaded with nothing failed.
    """

    copies: int
    load_w: float
    capacity_w: float
    before: bool = False


class PlantFailure(Record, frozen=True, kw_only=True):
    """Outcome of a failure of some ids.

    Attributes:
        ids: What failed.
        alike: How many single failures have the same outcome; this one stands for them.
        dark: Copies of devices without power once batteries are empty, by node.
        interrupted: Copies of devices that are off until a generator runs, by node.
        carried: Of the dark, copies that a battery carries for a while, by node.
        unpowered: Copies of power equipment that nothing reaches any more, by node.
        overloaded: By node; devices whose live supplies are too few are among them.
        on_battery: UPSs that have lost their input, for good or until a generator runs.
        transferred: Transfer switches that took another input.
        bypassed: Failed UPSs that pass raw mains on.
        unprotected: Copies of live devices behind which no battery stands any more, by node.
        battery_min: Until the battery of each UPS on battery is empty, of its fullest copy.
        ride_through_min: Until the first of the batteries is empty; unknown where a UPS does not say.
        start_s: Until a generator carries the load; unknown where none takes over.
        accelerators: Without power.
        lost_w: What the dark devices draw at most.
    """

    ids: tuple[str, ...]
    alike: int = 1
    dark: Mapping[str, int]
    interrupted: Mapping[str, int]
    carried: Mapping[str, int]
    unpowered: Mapping[str, int] = {}
    overloaded: Mapping[str, Overload]
    on_battery: tuple[str, ...]
    transferred: tuple[str, ...]
    bypassed: tuple[str, ...] = ()
    unprotected: Mapping[str, int] = {}
    battery_min: Mapping[str, Figure] = {}
    ride_through_min: Figure
    start_s: Figure
    accelerators: int
    lost_w: Figure

    @property
    def newly_overloaded(self) -> Mapping[str, Overload]:
        """Those that the failure overloads."""
        return {node_id: one for node_id, one in self.overloaded.items() if not one.before}


class PlantSweep(Record, frozen=True, kw_only=True):
    """Every single failure of the power equipment.

    Attributes:
        failures: One for all that are alike, the worst first.
        tried: Single failures that they stand for.
        note: Why it was not worked out, "" when it was.
    """

    failures: tuple[PlantFailure, ...] = ()
    tried: int = 0
    note: str = ""


class Redundancy(Record, frozen=True, kw_only=True):
    """Redundancy of devices, recognised from the drawing.

    Attributes:
        loads: Ids of the devices.
        units: Ids of what their redundancy is counted in: UPSs, else what the chain begins with.
        unit_copies: How many of them these devices hang on.
        why: One sentence.
        single_points: Ids whose failure alone darkens them.
        held_back_w: Capacity of the units that must stay free for a failure.
    """

    scheme: Scheme
    loads: tuple[str, ...]
    units: tuple[str, ...]
    unit_copies: int
    why: str
    single_points: tuple[str, ...]
    held_back_w: Figure


class Stranded(Record, frozen=True, kw_only=True):
    """Capacity that stands there and cannot be used.

    Attributes:
        id: Of the element, or of the first unit of a redundancy.
        cause: "phases", "banks", "breakers" or "redundancy".
        stranded_w: Of all copies together.
        why: One sentence.
    """

    id: str
    cause: Literal["phases", "banks", "breakers", "redundancy"]
    stranded_w: Figure
    why: str


class PlantResult(Record, frozen=True, kw_only=True):
    """The power chain.

    Attributes:
        elements: Stages and devices by id, in design order.
        input_typical_w: What enters the chain at its top.
        input_max_w: The same at maximum.
        devices_typical_w: What the devices take.
        devices_max_w: The same at maximum, with the diversity.
        losses_typical_w: What the stages lose.
        losses_max_w: The same at maximum.
        loops: Ids that feed each other in a ring; their cables are left out.
        itself: Links from a node to itself, left out too.
        unfed: Ids of devices on which nothing hangs.
        failure: What `--fail` leaves, None when nothing failed.
        notes: What was left out or simplified, in plain words.
    """

    elements: Mapping[str, PlantElement]
    input_typical_w: Figure
    input_max_w: Figure
    devices_typical_w: Figure
    devices_max_w: Figure
    losses_typical_w: Figure
    losses_max_w: Figure
    redundancy: tuple[Redundancy, ...]
    stranded: tuple[Stranded, ...]
    sweep: PlantSweep
    failure: PlantFailure | None = None
    loops: tuple[tuple[str, ...], ...] = ()
    itself: tuple[str, ...] = ()
    unfed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
