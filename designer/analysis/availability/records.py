"""Records of the availability of a design over many histories."""

from designer.analysis.workloads.goodput.records import CutSetResult
from designer.model.figures.figure import Figure
from designer.model.records import Record


class Ranged(Record, frozen=True, kw_only=True):
    """A figure over all histories.

    Attributes:
        mean: Its mean; its range is from P10 to P90.
        p10: Below which it lies in one of ten histories; None where nothing is known.
        p50: In the middle.
        p90: Above which it lies in one of ten.
        error: Standard error of the mean, from the number of histories.
    """

    mean: Figure
    p10: float | None = None
    p50: float | None = None
    p90: float | None = None
    error: float | None = None


class Bar(Record, frozen=True, kw_only=True):
    """One bar of a histogram: so many histories, or so much of the time, from one edge to the next."""

    low: float
    high: float
    share: float


class WorkAvailability(Record, frozen=True, kw_only=True):
    """Availability of a piece of work.

    Attributes:
        id: Node id; "machines" for all machines.
        title: What it is called.
        sort: "machines", "service" or "job".
        machines: Those that it runs on, spares included.
        needed: Of those, how many it needs for all that is asked of it.
        available: Share of the time in which it gives anything; of a job, in which it trains.
        full: Share of the time in which it gives all that is asked.
        served: Share of what is asked that it gives: of machines and accelerators, of requests, of the work of a job.
        goodput: Of a job, the share of the time that makes progress; unknown of anything else.
        goodput_by_formula: Of a job, the same by the closed form of its training; None of anything else.
        work_lost: Share that is lost: of a job 1 − goodput, of anything else 1 − served.
        nines: How many nines that leaves: −log₁₀ of the share lost on the mean.
        down_h_per_year: Hours a year whose work is lost.
        outages_per_year: How often a year it stops.
        interruptions_per_year: Of a job, how often a year it is interrupted.
        usd_per_hour: Cost of an hour without it; unknown where nobody says.
        usd_per_year: Cost of what is lost in a year.
        left: Shares of the machines that are left for 90%, 50% and 10% of the time.
        time_by_level: Share of the time by the share of machines that are left.
        histories: Share of the histories by hours a year that are lost.
        cut_sets: What stops machines of it by the drawing: the first ten, most hours a year first.
        notes: What is supposed of it.
    """

    id: str
    title: str
    sort: str
    machines: Figure
    needed: Figure
    available: Ranged
    full: Ranged
    served: Ranged
    goodput: Ranged
    work_lost: Ranged
    nines: Figure
    down_h_per_year: Ranged
    outages_per_year: Ranged
    interruptions_per_year: Ranged
    usd_per_hour: Figure
    usd_per_year: Ranged
    left: tuple[Figure, Figure, Figure]
    time_by_level: tuple[Bar, ...] = ()
    histories: tuple[Bar, ...] = ()
    cut_sets: tuple[CutSetResult, ...] = ()
    notes: tuple[str, ...] = ()
    goodput_by_formula: Figure | None = None


class AvailabilityResult(Record, frozen=True, kw_only=True):
    """Availability of a design.

    Attributes:
        years: Length of a history.
        draws: How many histories were drawn; fewer than asked where it was stopped.
        seed: With which the same comes out again.
        crews: That repair at once; None where there are always enough.
        works: All machines first, then services and jobs.
        unknown: Ids of what machines need of which nobody says how often it fails, or for how long.
        assumed_ids: Ids of machines whose failures or repairs are supposed.
        notes: What is supposed, and what is left out.
    """

    years: float
    draws: int
    seed: int
    crews: int | None
    works: tuple[WorkAvailability, ...]
    unknown: tuple[str, ...] = ()
    assumed_ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def work(self, work_id: str) -> WorkAvailability | None:
        """Return the piece of work WORK_ID, or None."""
        return next((one for one in self.works if one.id == work_id), None)
