"""What the analysis of goodput gives of one training job."""

from designer.model.figures import Figure
from designer.model.records import Record


class Cause(Record, frozen=True, kw_only=True):
    """What interrupts a job.

    Attributes:
        words: What it is, as "machines that fail".
        per_day: Interruptions by it in a day.
        ids: Nodes that it stands for, where they are drawn.
    """

    words: str
    per_day: Figure
    ids: tuple[str, ...] = ()


class GoodputResult(Record, frozen=True, kw_only=True):
    """How a training job gets on with what fails, beside its share of the time that makes progress.

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
    notes: tuple[str, ...] = ()
