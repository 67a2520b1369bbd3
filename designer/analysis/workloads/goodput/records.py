"""Records of the goodput of one training job."""

from designer.model.figures.figure import Figure
from designer.model.records import Record


class Cause(Record, frozen=True, kw_only=True):
    """Cause of interruptions of a job.

    Attributes:
        words: What it is, as "machines that fail".
        per_day: Interruptions by it in a day.
        ids: Nodes that it stands for, where they are drawn.
    """

    words: str
    per_day: Figure
    ids: tuple[str, ...] = ()


class CutSetResult(Record, frozen=True, kw_only=True):
    """Elements that have to fail together so that machines of a job are gone.

    Attributes:
        ids: Nodes whose copies fail, one for each element.
        example: The elements of one such set, as "pdu[3]".
        words: The same by what they are called.
        number: How many sets there are alike.
        hosts: Machines that one of them takes.
        hours_per_year: For which one or another of them holds.
        times_per_year: How often one or another of them comes about.
        stops: Whether it takes more machines than stand by.
    """

    ids: tuple[str, ...]
    example: tuple[str, ...]
    words: str
    number: int
    hosts: int
    hours_per_year: Figure
    times_per_year: Figure
    stops: bool


class GoodputResult(Record, frozen=True, kw_only=True):
    """Goodput of a training job under failures, beside its share of the time that makes progress.

    Attributes:
        goodput_p10: Share of the time that makes progress, below which it lies in one of ten draws.
        goodput_p90: The same, above which it lies in one of ten.
        interruptions_per_day: By all of `causes`.
        causes: What interrupts it, most often first.
        restart_min: From an interruption until it trains again.
        stall_s: For which a checkpoint stops it.
        best_interval_min: Of training between checkpoints that loses the least.
        interval_loss: Share of the time that its own interval loses beyond that of the best.
        hosts_down: Of its machines and their spares, in repair on average.
        spares: Machines that stand by.
        enough_share: Share of the time for which spares are worked out.
        spares_needed: Fewest that are enough for it.
        enough: Share of the time in which no more machines are in repair than stand by.
        kept: Share of its machines' work that goes on, whatever it does without enough of them.
        usd_per_hour: Rent of an hour of its machines; None where none is rented.
        effective_usd_per_hour: Of an hour that makes progress.
        cut_sets: What takes its machines by the drawing: the first ten, most hours a year first.
        short_hours_per_year: For which what is drawn takes more machines than stand by; unknown where nothing drawn is
            said to fail.
        unknown: Ids of what its machines need of which nobody says how often it fails, or for how long.
        notes: What is supposed, and what is not known, in plain words.
    """

    goodput_p10: Figure
    goodput_p90: Figure
    interruptions_per_day: Figure
    causes: tuple[Cause, ...]
    restart_min: Figure
    stall_s: Figure
    best_interval_min: Figure
    interval_loss: Figure
    hosts_down: Figure
    spares: Figure
    enough_share: Figure
    spares_needed: Figure
    enough: Figure
    kept: Figure
    usd_per_hour: Figure | None = None
    effective_usd_per_hour: Figure | None = None
    cut_sets: tuple[CutSetResult, ...] = ()
    short_hours_per_year: Figure
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class SpotResult(Record, frozen=True, kw_only=True):
    """Spot capacity of an engine, and what is left of it when some is taken away.

    Attributes:
        id: Of the engine.
        machines: Of it that are paid as spot.
        taken_per_month: Of those, how many are taken away in a month.
        published: Whether how often is published of all of them; else it is assumed.
        up_share: Share of the time for which one of them answers.
        usd_per_hour: Their rent.
        effective_usd_per_hour: Of an hour that answers.
    """

    id: str
    machines: Figure
    taken_per_month: Figure
    published: bool
    up_share: Figure
    usd_per_hour: Figure
    effective_usd_per_hour: Figure
