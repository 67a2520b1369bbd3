"""Records of power readings, and of their comparison with what is planned."""

from typing import NamedTuple

from designer.model.figures.figure import Figure
from designer.model.records import Record


class PowerReading(NamedTuple):
    """Power of one device as it was measured.

    Attributes:
        device: As the file calls it.
        mean_w: Mean of its readings.
        most_w: The greatest of them, or what the device says of its own peak.
        readings: How many there are.
        when: Of the latest of them, as the file says it, else the day of the file; "" where neither is known.
        by_file: Whether that is the day of the file.
        file: Name of the file of the latest one.
    """

    device: str
    mean_w: float
    most_w: float
    readings: int
    when: str = ""
    by_file: bool = False
    file: str = ""

    @property
    def origin(self) -> str:
        """Return when it was read and where that stands: 2026-11-28 14:00, power.csv."""
        when = f"{'file of ' if self.by_file else ''}{self.when}" if self.when else ""
        return ", ".join(filter(None, (when, self.file)))


class Readings(Record, frozen=True, kw_only=True):
    """Power of devices as it was measured.

    Attributes:
        form: "Redfish" or "table".
        of: One for each device, in the order of the file.
        notes: What was left out, one plain line each.
    """

    form: str
    of: tuple[PowerReading, ...] = ()
    notes: tuple[str, ...] = ()


class Measured(NamedTuple):
    """Planned power of a device, a rack, a strip or of all, beside what was measured.

    Attributes:
        id: Of the copy, "dgx[3]"; of a rack "rack[0]"; "" of all.
        name: What people call it.
        typical_w: Planned; unknown where nobody says.
        most_w: Planned maximum.
        measured_w: Mean of the readings, summed.
        peak_w: Greatest reading; of several devices the sum of theirs, which need not come at one time.
        read: Devices with a reading.
        devices: Devices that it is of; planned power is of those with a reading alone.
        origins: When it was read and from which file, each once.
    """

    id: str
    name: str
    typical_w: Figure
    most_w: Figure
    measured_w: float
    peak_w: float
    read: int = 1
    devices: int = 1
    origins: tuple[str, ...] = ()

    @property
    def of_typical(self) -> float | None:
        """Measured share of the planned typical power; None where that is unknown or nothing."""
        planned = self.typical_w.value
        return self.measured_w / planned if planned else None

    @property
    def verdict(self) -> str:
        """Return how what was measured stands to what is planned, in words."""
        planned, most = self.typical_w.value, self.most_w.value
        if most is not None and self.peak_w > most:
            return "above the planned maximum"
        if planned is None:
            return "no plan to compare with"
        return "above typical" if self.measured_w > planned else "within the plan"


class ReadingsComparison(Record, frozen=True, kw_only=True):
    """Power that was measured beside the power that is planned.

    Attributes:
        devices: Of each device with a reading that is drawn, strips left out.
        racks: Of each rack that holds some of them.
        strips: Of rack PDUs and other plant with a reading.
        total: Of all devices with a reading together.
        unknown: Readings of devices that are not drawn.
        unread: Drawn devices that take power, without a reading.
    """

    form: str
    devices: tuple[Measured, ...]
    racks: tuple[Measured, ...]
    strips: tuple[Measured, ...]
    total: Measured
    unknown: tuple[PowerReading, ...] = ()
    unread: int = 0
    notes: tuple[str, ...] = ()
