"""Records of the cost of collectives."""

from collections.abc import Mapping

from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure, leaf
from designer.model.records import Record


class CollectiveFabric(Record, frozen=True, kw_only=True):
    """Rates that the fabric gives to a number of ranks.

    Attributes:
        hosts: How many hosts hold the ranks.
        pattern: What the hosts send: ring or all-to-all.
        line_gb_per_s: What the cables of its host carry for an accelerator, one way.
        rate_gb_per_s: What it gets when all send, hosts in the order that is taken.
        by_leaf: Whether that is leaf by leaf; else it is random.
        leaf_order_gb_per_s: The rate with hosts leaf by leaf.
        random_order_gb_per_s: The rate in random order, a mean.
        tree_gb_per_s: The rate when all send along trees, of an all-reduce; None of others.
        fullest_utilisation: Of the fullest link, when the hosts send at line rate.
        fullest_link: Its id where it is asked for more than it carries, else empty.
        collisions: Whether hash collisions take a share of the rate.
        ideal_gb_per_s: Line rate of an accelerator with nothing failed.
        problem: Why the ranks never end, naming hosts, or why nothing is known; empty where there is a rate.
    """

    ranks: int
    hosts: int
    pattern: str
    line_gb_per_s: Figure
    rate_gb_per_s: Figure
    by_leaf: bool
    leaf_order_gb_per_s: Figure
    random_order_gb_per_s: Figure
    tree_gb_per_s: Figure | None = None
    fullest_utilisation: Figure
    fullest_link: str = ""
    collisions: bool = False
    ideal_gb_per_s: Figure
    problem: str = ""


class CollectivePoint(Record, frozen=True, kw_only=True):
    """One collective of some ranks and bytes.

    Attributes:
        bytes: Payload.
        algorithm: What is taken, the fastest that applies; see `formulas.network.collective_times.times.ALGORITHMS`.
        time_us: Time as drawn, microseconds.
        algorithm_gb_per_s: Payload over time.
        bus_gb_per_s: That times the bus factor of the collective.
        ideal_time_us: Time on the wire alone at the full rate of all links, where nothing has failed and no link of
            the fabric slows the hosts down.
        ideal_bus_gb_per_s: Bus bandwidth there.
        start_us: Latency of the call, and what is lost before the wire is full.
        inside_us: On the wire inside a domain; None where each rank is one of its own.
        fabric_us: On the fabric, its latency included, at the same time as what goes inside; None where one domain
            holds all ranks.
        how_sure: By the name of a figure, the error that was measured.
    """

    ranks: int
    bytes: float
    algorithm: str = ""
    time_us: Figure
    algorithm_gb_per_s: Figure
    bus_gb_per_s: Figure
    ideal_time_us: Figure
    ideal_bus_gb_per_s: Figure
    start_us: Figure
    inside_us: Figure | None = None
    fabric_us: Figure | None = None
    how_sure: Mapping[str, HowSure] = {}


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
