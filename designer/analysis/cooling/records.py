"""Records of heat and of what takes it away, by the ids of the design."""

from collections.abc import Mapping

from designer.model.figures.figure import Figure
from designer.model.records import Record

OPEN = ""
"""Id of the zone of coolers that stand in no container: the whole design."""


class DeviceHeat(Record, frozen=True, kw_only=True):
    """Heat of one copy of a device.

    Attributes:
        air_typical_w: Goes into the air.
        liquid_typical_w: Goes into a coolant.
        airflow_cfm: Air that it takes at maximum.
        inlet_max_c: Warmest air that it takes, less what altitude takes away; unknown where nobody says.
        zone: Id of the zone whose coolers take its air; None where no cooler serves it.
        units: Ids of coolant units that its liquid hangs on.
    """

    air_typical_w: Figure
    air_max_w: Figure
    liquid_typical_w: Figure
    liquid_max_w: Figure
    airflow_cfm: Figure
    inlet_max_c: Figure
    zone: str | None = None
    units: tuple[str, ...] = ()


class RackHeat(Record, frozen=True, kw_only=True):
    """Heat of one copy of a rack.

    Attributes:
        limit_w: What air takes out of it: its rear door, else where cooling a rack by the room's air ends.
        door: Whether a cooler stands in the rack itself.
    """

    air_typical_w: Figure
    air_max_w: Figure
    liquid_typical_w: Figure
    liquid_max_w: Figure
    airflow_cfm: Figure
    limit_w: Figure
    door: bool = False

    @property
    def over(self) -> bool:
        """Return True when more heat goes into its air than air takes out."""
        heat, limit = self.air_max_w.value, self.limit_w.value
        return heat is not None and limit is not None and heat > limit * (1 + 1e-9)


class Zone(Record, frozen=True, kw_only=True):
    """A room, row or rack with the air coolers that serve it; figures are of one copy, at maximum load.

    Attributes:
        id: Of the container; OPEN is the whole design.
        copies: In the whole design.
        coolers: Ids of its air coolers.
        units: How many coolers serve one copy.
        around: Id of the zone that takes what these coolers leave; None where there is none.
        heat_w: That they have to take: of the devices inside, less what coolers nearer to them take.
        capacity_w: That they remove.
        utilisation: Heat over capacity.
        airflow_needed_cfm: Of the same devices.
        airflow_delivered_cfm: By the fans of the coolers.
        supply_c: Warmest air that they give.
        inlet_max_c: Coolest of the warmest inlets in it; unknown where no device says.
        strictest: Id of the device with that inlet.
        volume_m3: Air of the room around it; unknown where no walls are drawn.
        mass_kg: Of the equipment in it.
        spare: How many coolers, the largest first, may be out before the heat exceeds the rest; None where a capacity
            or a heat is not known.
    """

    id: str
    copies: int
    coolers: tuple[str, ...]
    units: int
    around: str | None
    heat_w: Figure
    capacity_w: Figure
    utilisation: Figure
    airflow_needed_cfm: Figure
    airflow_delivered_cfm: Figure
    supply_c: Figure
    inlet_max_c: Figure
    strictest: str = ""
    volume_m3: Figure
    mass_kg: Figure
    spare: int | None = None


class CoolingUnit(Record, frozen=True, kw_only=True):
    """A cooler, coolant unit or chiller; figures are of its fullest copy, at maximum load.

    Attributes:
        level: Steps down from what nothing cools.
        copies: In the whole design.
        zone: Whose air it cools; None for coolant units and chillers.
        to_air: Whether it gives its heat to the air of the room instead of to water.
        load_typical_w: Heat that it takes.
        load_max_w: The same at maximum.
        capacity_w: That it may take.
        utilisation: Maximum load over capacity.
        supply_c: Of the air or coolant that it gives.
        flow_needed_l_per_min: Of the devices on all copies; unknown where one does not say.
        flow_l_per_min: That all its copies move.
        sources: Ids that cool it.
        feeds: Ids that it cools by a coolant link.
        devices: Devices behind it, by id, with how many of them hang on it.
    """

    id: str
    kind: str
    level: int
    copies: int
    zone: str | None = None
    to_air: bool = False
    load_typical_w: Figure
    load_max_w: Figure
    capacity_w: Figure
    utilisation: Figure
    supply_c: Figure
    flow_needed_l_per_min: Figure
    flow_l_per_min: Figure
    sources: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    devices: Mapping[str, int] = {}


class TooHot(Record, frozen=True, kw_only=True):
    """A zone that keeps heat, or a coolant unit that takes more than it may.

    Attributes:
        copies: How many of them.
        heat_w: Of the worst copy.
        capacity_w: What is left for it.
        minutes: Until it is too warm, from the soonest to the latest; unknown where volume or limits are not.
        before: Whether as many were so with nothing failed.
    """

    copies: int
    heat_w: float
    capacity_w: float
    minutes: Figure
    before: bool = False


class CoolingFailure(Record, frozen=True, kw_only=True):
    """Outcome of a failure of some ids.

    Attributes:
        ids: What failed.
        alike: How many single failures have the same outcome; this one stands for them.
        uncooled: Copies of devices whose liquid nothing takes any more, by node.
        uncooled_copies: Which copies these are; of what was asked for alone, not of a sweep.
        stopped: Copies of coolers that stand there but get no water any more, by node.
        zones: Zones that keep heat, by id.
        overloaded: Coolant units and chillers that take more than they may, by node.
        warm: Devices in the zones that keep heat, by node: copies.
        accelerators: In the devices that are uncooled or get too warm.
        kept_w: Heat that nothing takes away.
        minutes: Until the first of them is too warm.
    """

    ids: tuple[str, ...]
    alike: int = 1
    uncooled: Mapping[str, int]
    uncooled_copies: Mapping[str, tuple[int, ...]] = {}
    stopped: Mapping[str, int]
    zones: Mapping[str, TooHot]
    overloaded: Mapping[str, TooHot]
    warm: Mapping[str, int]
    accelerators: int
    kept_w: Figure
    minutes: Figure

    @property
    def newly_warm(self) -> Mapping[str, TooHot]:
        """Zones that the failure makes too warm."""
        return {zone_id: one for zone_id, one in self.zones.items() if not one.before}

    @property
    def newly_overloaded(self) -> Mapping[str, TooHot]:
        """Units that the failure overloads."""
        return {node_id: one for node_id, one in self.overloaded.items() if not one.before}

    @property
    def holds(self) -> bool:
        """Return True when everything stays cool that was cool before."""
        return not (self.uncooled or self.newly_warm or self.newly_overloaded)


class CoolingSweep(Record, frozen=True, kw_only=True):
    """Every single failure of coolers and coolant loops.

    Attributes:
        failures: One for all that are alike, the worst first.
        tried: Single failures that they stand for.
        note: Why it was not worked out, "" when it was.
    """

    failures: tuple[CoolingFailure, ...] = ()
    tried: int = 0
    note: str = ""


class LoopGroup(Record, frozen=True, kw_only=True):
    """Devices whose liquid hangs on the same coolant units.

    Attributes:
        devices: Their ids.
        units: Ids of the coolant units.
        unit_copies: How many of them.
        load_w: Liquid heat of all these devices.
        capacity_w: Of all these units.
        holds: Whether any one of the units may fail; None where the failures were not worked out.
    """

    devices: tuple[str, ...]
    units: tuple[str, ...]
    unit_copies: int
    load_w: Figure
    capacity_w: Figure
    holds: bool | None = None


class HeatResult(Record, frozen=True, kw_only=True):
    """Heat of the design, device by device, and the coolers that take it away.

    Attributes:
        pressure_ratio: Air pressure at the site over that at sea level.
        devices: Heat of one copy, by node, in design order.
        racks: Heat of one copy, by rack.
        zones: Rooms, rows and racks with air coolers, by id.
        units: Coolers, coolant units and chillers, by id.
        groups: Devices by the coolant units that they hang on.
        sweep: All single failures.
        failure: What `--fail` leaves, None when nothing failed.
        dry: Ids of devices that need a coolant and have none.
        still: Ids of devices in the air of which no cooler stands, though coolers are drawn.
        loops: Ids that cool each other in a ring; their links are left out.
        itself: Links from a node to itself, left out too.
        notes: What was left out or simplified, in plain words.
    """

    pressure_ratio: Figure
    devices: Mapping[str, DeviceHeat]
    racks: Mapping[str, RackHeat]
    zones: Mapping[str, Zone]
    units: Mapping[str, CoolingUnit]
    groups: tuple[LoopGroup, ...] = ()
    sweep: CoolingSweep = CoolingSweep()
    failure: CoolingFailure | None = None
    dry: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    itself: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
