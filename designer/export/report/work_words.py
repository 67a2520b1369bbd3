"""Work of a design in the words of a manager: answers, training runs, and what is full first."""

from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.measured.logged_demand import LoggedDemand
from designer.analysis.results import Lost
from designer.analysis.workloads.results import TrainingResult, WorkloadsResult
from designer.export.deck.records import Bound, Claim
from designer.model.design import Design
from designer.model.figures.figure import leaf, product
from designer.model.figures.figure_text import figure_text, number_text, percent_text, ranged_text, share_text
from designer.model.kinds import APPLICATIONS
from designer.model.money.conversion import in_currency
from designer.review.bottleneck_words import bottleneck_words

_LATE: Final = 1e-4
"""Part of its days by which a job may be late before that is said: rounding."""
_THOUSAND: Final = leaf("requests in a thousand", 1000.0)


def what_it_does(design: Design, work: WorkloadsResult, lost: Sequence[Lost] = ()) -> tuple[Claim, ...]:
    """Return what WORK says of DESIGN; nothing when nothing is asked of it. LOST is what a failure takes."""
    done = [*_serving_words(design, work), *_training_words(design, work)]
    if not done:
        return ()
    full = bottleneck_words(design, work, lost=lost)
    return (*done, *(Claim(text=text) for text in full if text))


def what_was_logged(design: Design, work: WorkloadsResult) -> tuple[Claim, ...]:
    """Return what the logs of requests in WORK say of demand and lengths, a sentence for each log."""
    return tuple(
        Claim(
            text=_logged_words(design.nodes[one.id].title, one),
            bound=(Bound(path=f"workloads.logged.{place}.requests", value=one.requests.value),),
        )
        for place, one in enumerate(work.logged)
    )


def _logged_words(title: str, logged: LoggedDemand) -> str:
    """Return what one log says: the requests, peak over average, and lengths as half, nine in ten and 99 of 100."""
    peaks = [
        f"busiest {span} {figure_text(factor, ranged=False)} times that"
        for span, factor in (("hour", logged.peak_factor), ("minute", logged.minute_factor))
        if factor.known
    ]
    lengths = [
        f"tokens {way} "
        + " / ".join(figure_text(one, ranged=False) for one in (tokens.p50, tokens.p90, tokens.p99))
        + f" (mean {figure_text(tokens.mean, ranged=False)})"
        for way, tokens in (("in", logged.input_tokens), ("out", logged.output_tokens))
    ]
    said = (
        f"{title} is asked as a log of {figure_text(logged.requests)} requests in {figure_text(logged.span_h)} says: "
        f"{', '.join([f'{figure_text(logged.requests_per_hour, ranged=False)} on average', *peaks])}; P50 / P90 / P99 "
        f"of {' and '.join(lengths)}."
    )
    if not logged.changed:
        return said
    changed = ", ".join(one.partition(",")[0].lower() for one in logged.changed)
    return f"{said} Changed since: {changed}."


def _serving_words(design: Design, work: WorkloadsResult) -> Iterator[Claim]:
    peak = sum(load.demand_per_s.value or 0.0 for load in work.services if load.kind in APPLICATIONS)
    if not peak:
        return
    yield Claim(text=f"In the busiest hour it is asked {number_text(peak)} requests a second.")
    if work.answer_s.value is not None:
        text = f"An answer takes {figure_text(work.answer_s, ranged=False)}."
        yield Claim(text=text, bound=(Bound(path="workloads.answer_s", value=work.answer_s.value),))
    if work.usd_per_request.value:
        thousand = product("a thousand requests", (work.usd_per_request, _THOUSAND), "USD")
        text = f"A thousand requests cost {figure_text(in_currency(thousand, design.settings.prices))}."
        yield Claim(text=text, bound=(Bound(path="workloads.usd_per_request", value=work.usd_per_request.value),))


def _training_words(design: Design, work: WorkloadsResult) -> Iterator[Claim]:
    for place, job in enumerate(work.training):
        node = design.nodes.get(job.id)
        if node is not None and job.days.value is not None:
            run = f"runs for {figure_text(job.wall_days)}, and " if job.wall_days.known else ""
            text = f"{node.title} {run}takes {figure_text(job.days)} of the project{_goodput(job)}{_target(job)}."
            yield Claim(text=text, bound=(Bound(path=f"workloads.training.{place}.days", value=job.days.value),))
            if sure := job.how_sure.get("goodput"):
                yield Claim(text=f"Of the share that goes into progress: {sure.words}")


def _goodput(job: TrainingResult) -> str:
    if job.goodput.value is None:
        return ""
    said = f"; {share_text(job.goodput)} of the time goes into progress"
    found = job.getting_on
    if found is None or found.interruptions_per_day.value is None:
        return said
    said += f", with {ranged_text(found.interruptions_per_day)} interruptions a day"
    if found.spares_needed.value is not None and found.hosts_down.value:
        share = percent_text(found.enough_share.value)
        has, needed = found.spares.value or 0.0, found.spares_needed.value
        spares = "spare machine" if has == 1 else "spare machines"
        enough = "is enough" if needed == 1 else "are enough"
        said += f" and {has:,.0f} {spares}, where {needed:,.0f} {enough} for {share} of the time"
    if found.cut_sets and found.short_hours_per_year.value is not None:
        worst = found.cut_sets[0]
        said += (
            f"; what is drawn takes more machines than stand by for {figure_text(found.short_hours_per_year)}, "
            f"the most of all {figure_text(worst.hours_per_year)} without {worst.words}"
        )
    return said


def _target(job: TrainingResult) -> str:
    """Return how JOB stands to its target, in words; "" where it has none, or that is not known."""
    if job.target_days is None or job.late_days is None or job.late_days.value is None:
        return ""
    asked = figure_text(job.target_days)
    late = job.late_days.value
    if late > _LATE * (job.target_days.value or 0.0):
        return f"; it has {asked}, so it is done {late:,.3g} days too late"
    return f"; it has {asked}"
