"""What the cost of collectives is said in."""

from designer.model.figures import Figure, leaf
from designer.model.records import Record


class CollectiveFabric(Record, frozen=True, kw_only=True):
    """What the fabric gives to a number of ranks.

    Attributes:
        hosts: How many hosts hold the ranks.
        pattern: What the hosts send: all-to-all, rails or ring.
        line_gb_per_s: Line rate of an accelerator, one way.
        rate_gb_per_s: What it gets when the fullest link sets the pace, one way.
        fullest_utilisation: Of that link, when the hosts send at line rate.
        fullest_link: Its id where it is asked for more than it carries, else empty.
        ideal_gb_per_s: Line rate of an accelerator with nothing failed.
    """

    ranks: int
    hosts: int
    pattern: str
    line_gb_per_s: Figure
    rate_gb_per_s: Figure
    fullest_utilisation: Figure
    fullest_link: str = ""
    ideal_gb_per_s: Figure


class CollectivePoint(Record, frozen=True, kw_only=True):
    """One collective of some ranks and bytes.

    Attributes:
        bytes: Payload.
        time_us: Time as drawn, microseconds.
        algorithm_gb_per_s: Payload over time.
        bus_gb_per_s: That times the bus factor of the collective.
        ideal_time_us: Time where nothing has failed and no link of the fabric slows the hosts down.
        ideal_bus_gb_per_s: Bus bandwidth there.
        inside_us: What of the time goes inside a domain; None where each rank is one of its own.
        fabric_us: What of it goes on the fabric; None where one domain holds all ranks.
    """

    ranks: int
    bytes: float
    time_us: Figure
    algorithm_gb_per_s: Figure
    bus_gb_per_s: Figure
    ideal_time_us: Figure
    ideal_bus_gb_per_s: Figure
    inside_us: Figure | None = None
    fabric_us: Figure | None = None


class CollectiveTimes(Record, frozen=True, kw_only=True):
    """A collective by ranks and payload.

    Attributes:
        op: The collective.
        accelerators: How many can take part.
        domain: How many of them a scale-up link joins.
        chip: Name of the accelerator.
        inside_gb_per_s: Of one on the scale-up link, one way.
        fabrics: The fabric, for each number of ranks that leaves a domain.
        points: By ranks, then payload, in the order asked.
        notes: What to know, in plain words.
    """

    op: str
    accelerators: int
    domain: int
    chip: str = ""
    inside_gb_per_s: Figure = leaf("scale-up rate, one way", None, "GB/s")
    fabrics: tuple[CollectiveFabric, ...] = ()
    points: tuple[CollectivePoint, ...] = ()
    notes: tuple[str, ...] = ()
