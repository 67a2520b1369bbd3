"""Outcome of all histories in figures: percentiles, hours, money, and bars to draw."""

from collections.abc import Iterator, Sequence
from math import log10
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.analysis.availability.model import FailingModel, with_rates
from designer.analysis.availability.parts import LEVELS, WorkOutcome
from designer.analysis.availability.records import AvailabilityResult, Bar, Ranged, WorkAvailability
from designer.analysis.availability.settings import RunSettings
from designer.analysis.availability.works import Work, replaced_by_owner
from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.goodput.drawn_needs import MOST_COPIES, drawn_needs
from designer.analysis.workloads.goodput.needs_words import names_of
from designer.analysis.workloads.goodput.outages import Outages
from designer.analysis.workloads.goodput.records import CutSetResult
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product
from designer.model.wording import counted

Floats = NDArray[np.float64]

_ALIKE: Final = 0.005
"""Of a goodput that is played and one by its closed form, which differ by less than rates are known."""
_BARS: Final = 20
_LEFT: Final = (0.9, 0.5, 0.1)
"""Shares of the time for which at least so much is left."""


def summed_up(
    design: Design, model: FailingModel, settings: RunSettings, outcomes: Sequence[WorkOutcome]
) -> AvailabilityResult:
    """Return what OUTCOMES of MODEL come to.

    Args:
        design: The design, as it is drawn.
        model: What can fail of it.
        settings: Of the run.
        outcomes: Of each piece of work, over all histories that were played.
    """
    rated = with_rates(design, settings.rates)
    fabrics = WorkFabrics(survey_of(rated))
    drawn = outcomes[0].served.size if outcomes else 0
    works = [
        _work(rated, model, number, outcome, fabrics, settings)
        for number, outcome in enumerate(outcomes)
        if number < len(model.works)
    ]
    return AvailabilityResult(
        years=settings.years,
        draws=drawn,
        seed=settings.seed,
        crews=settings.crews,
        works=tuple(works),
        unknown=model.unknown,
        assumed_ids=model.assumed_ids,
        notes=tuple(_notes(design, model, settings)),
    )


def _notes(design: Design, model: FailingModel, settings: RunSettings) -> list[str]:
    notes: list[str] = []
    if model.folded:
        notes.append(
            f"More than {MOST_COPIES:,} machines, or more failures than can be followed: only how many are down is "
            "drawn, by the binomial law; what they need, and crews, are left out."
        )
    if model.unknown:
        names = names_of(design, model.unknown)
        notes.append(f"How often {names} fail, or for how long, is not set: they are taken never to. So it is at most.")
    if not model.elements and not model.folded:
        notes.append("Nothing that machines need says how often it fails: machines alone fail.")
    if model.assumed_ids:
        names = names_of(design, model.assumed_ids)
        notes.append(f"How often {names} fail, or for how long, is supposed: as of published clusters.")
    if settings.crews is not None and not model.folded:
        notes.append(f"{counted(settings.crews, 'crew')} repair in the order of failure; the rest waits.")
    if any(replaced_by_owner(design, host) for work in model.works for host in work.hosts):
        notes.append("Rented machines that fail are replaced by their owner within the start of another.")
    return notes


def _work(
    design: Design,
    model: FailingModel,
    number: int,
    outcome: WorkOutcome,
    fabrics: WorkFabrics,
    settings: RunSettings,
) -> WorkAvailability:
    work = model.works[number]
    per_year = HOURS_PER_YEAR / model.hours
    total = sum(design.total_copies(host) for host in work.hosts) + work.spare
    needed = work.rules.hosts if work.rules is not None else total * work.load
    job = work.sort == "job"
    told = _Told(work, outcome.served.size, settings)
    known = not job or work.rules is not None
    # What a job makes of its machines is its goodput; anything else gives what is left of it.
    gives = outcome.goodput if job and known else outcome.served
    lost = 1 - gives
    hours = told.ranged("hours a year whose work is lost", lost * HOURS_PER_YEAR, "h/year")
    price = work.usd_per_hour
    mean_lost = float(lost.mean())
    return WorkAvailability(
        id=work.id,
        title=work.title,
        sort=work.sort,
        machines=leaf(f"{work.title}: machines", float(total), subject=work.id),
        needed=leaf(f"{work.title}: machines that it needs", float(needed), subject=work.id),
        available=told.ranged("share of the time in which it gives anything", outcome.available),
        full=told.ranged("share of the time in which it gives all that is asked", outcome.full),
        served=told.ranged("share of what is asked that it gives", outcome.served),
        goodput=told.ranged("share of the time that makes progress", outcome.goodput if job and known else None),
        work_lost=told.ranged("share that is lost", lost),
        nines=leaf(
            f"{work.title}: nines",
            -log10(mean_lost) if mean_lost > 0 else None,
            operation="routing",
            subject=work.id,
            note="−log₁₀ of the share lost on the mean." if mean_lost > 0 else "Nothing was lost in any history.",
        ),
        down_h_per_year=hours,
        outages_per_year=told.ranged(
            "how often a year it stops", outcome.outages.astype(np.float64) * per_year, "1/year"
        ),
        interruptions_per_year=told.ranged(
            "interruptions a year",
            outcome.interruptions.astype(np.float64) * per_year if job and known else None,
            "1/year",
        ),
        usd_per_hour=price,
        usd_per_year=_money(work, hours if work.asked else _silent(told, outcome), price),
        left=_left(work, outcome.levels),
        time_by_level=_levels(outcome.levels),
        histories=_bars(lost * HOURS_PER_YEAR),
        cut_sets=_cut_sets(design, work, fabrics, total - int(np.ceil(needed - 1e-9))) if not model.folded else (),
        notes=(*work.notes, *_agreement(work, told.ranged("goodput", outcome.goodput if job and known else None))),
        goodput_by_formula=work.goodput if job else None,
    )


def _silent(told: "_Told", outcome: WorkOutcome) -> Ranged:
    """Hours a year in which it gives nothing at all."""
    return told.ranged("hours a year in which it gives nothing", (1 - outcome.available) * HOURS_PER_YEAR, "h/year")


def _agreement(work: Work, played: Ranged) -> Iterator[str]:
    """Yield how the goodput that was PLAYED compares with the closed form of the training section."""
    closed, mean = None if work.goodput is None else work.goodput.value, played.mean.value
    if closed is None or mean is None:
        return
    apart = mean - closed
    if abs(apart) <= max(_ALIKE, 3 * (played.error or 0.0)):
        yield f"The closed form of its training says {closed:.1%} of goodput, these histories {mean:.1%}: they agree."
        return
    why = (
        "repairs that overlap leave it fewer machines for longer than the mean says"
        if apart < 0
        else "machines that fail together interrupt it once, and are counted one by one there"
    )
    yield f"The closed form of its training says {closed:.1%} of goodput, these histories {mean:.1%}: {why}."


class _Told:
    """Figures of one piece of work over all histories."""

    def __init__(self, work: Work, histories: int, settings: RunSettings) -> None:
        self._work = work
        crews = "" if settings.crews is None else f", {counted(settings.crews, 'crew')}"
        self._note = (
            f"Over {histories:,} histories of {settings.years:g} years each, seed {settings.seed}{crews}; rates differ "
            f"by {settings.rate_cv:.0%} from one to the next. The range is P10 to P90."
        )

    def ranged(self, label: str, values: Floats | None, unit: str = "") -> Ranged:
        """Return the percentiles of VALUES (histories,); unknown where there are none."""
        label = f"{self._work.title}: {label}"
        if values is None or not values.size or not np.isfinite(values).all():
            return Ranged(mean=leaf(label, None, unit, operation="routing", subject=self._work.id))
        p10, p50, p90 = (float(one) for one in np.percentile(values, [10, 50, 90]))
        mean = float(values.mean())
        error = float(values.std(ddof=1)) / values.size**0.5 if values.size > 1 else 0.0
        figure = leaf(
            label,
            mean,
            unit,
            low=min(p10, mean),
            high=max(p90, mean),
            operation="routing",
            subject=self._work.id,
            note=f"{self._note} P50 {p50:.6g}; the mean is known to ±{error:.2g}.",
        )
        return Ranged(mean=figure, p10=p10, p50=p50, p90=p90, error=error)


def _money(work: Work, hours: Ranged, price: Figure) -> Ranged:
    """Cost of the HOURS a year at PRICE an hour; unknown where nobody says what one costs."""
    mean = product(f"{work.title}: cost of downtime in a year", (hours.mean, price), "USD/year")
    usd = price.value
    if usd is None or hours.p10 is None or hours.p50 is None or hours.p90 is None:
        return Ranged(mean=mean)
    error = None if hours.error is None else hours.error * usd
    return Ranged(mean=mean, p10=hours.p10 * usd, p50=hours.p50 * usd, p90=hours.p90 * usd, error=error)


def _left(work: Work, levels: Floats) -> tuple[Figure, Figure, Figure]:
    """Shares of the machines that are left for 90%, 50% and 10% of the time, at least."""
    # From the top down: hours in which at least so much is left.
    above = np.cumsum(levels[::-1])[::-1] / max(float(levels.sum()), 1e-12)
    found: list[Figure] = []
    for part in _LEFT:
        reached = np.flatnonzero(above >= part - 1e-12)
        found.append(
            leaf(
                f"{work.title}: share of its machines that is left {part:.0%} of the time",
                float(reached[-1]) / LEVELS if reached.size else 0.0,
                operation="routing",
                subject=work.id,
                note="In steps of half a percent, over all histories.",
            )
        )
    return found[0], found[1], found[2]


def _levels(levels: Floats) -> tuple[Bar, ...]:
    total = max(float(levels.sum()), 1e-12)
    return tuple(
        Bar(low=number / LEVELS, high=min(1.0, (number + 1) / LEVELS), share=hours / total)
        for number, hours in enumerate(levels.tolist())
        if hours > 0
    )


def _bars(values: Floats) -> tuple[Bar, ...]:
    if not values.size:
        return ()
    counts, edges = np.histogram(values, bins=_BARS)
    return tuple(
        Bar(low=low, high=high, share=number / values.size)
        for low, high, number in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    )


def _cut_sets(design: Design, work: Work, fabrics: WorkFabrics, spare: int) -> tuple[CutSetResult, ...]:
    hosts = [design.nodes[host] for host in work.hosts if host in design.nodes]
    if not hosts:
        return ()
    return Outages(design, drawn_needs(design, hosts, fabrics)).cut_sets(max(0, spare))
