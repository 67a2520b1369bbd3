"""Rules about goodput: spares, checkpoints, what takes machines of a job, and spot that costs more than it saves."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec.structs import replace

from designer.analysis.money.rents import book_for, hourly_price, is_spot
from designer.analysis.quantities import copies_of, summed
from designer.analysis.results import Results
from designer.analysis.workloads.goodput.records import GoodputResult
from designer.analysis.workloads.results import TrainingResult
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product
from designer.model.figures.figure_text import figure_text, percent_text, share_text
from designer.model.money.pricing import planned_price
from designer.model.wording import counted
from designer.review.findings import Finding, Fix
from designer.review.registry import rule

LOST_TO_REPAIR: Final = 0.02
"""Share of its machines' work from which too few spares are told."""
LOST_TO_INTERVAL: Final = 0.01
"""Share of the time from which a time between checkpoints is told to be far from the best."""
LONG_STALL: Final = 0.05
"""Share of the time for which checkpoints stop a job, from which that is told."""
LONG_OUT_H: Final = 8.76
"""Hours a year, a thousandth of it, from which what takes more machines than stand by is told."""


@rule({"too-few-spares": "note"}, layer="training", reads=("workloads",))
def too_few_spares(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs that lose work to machines in repair, and how many spares would be enough."""
    for job, found in _jobs(results):
        enough, share, needed, kept = (
            found.enough.value,
            found.enough_share.value,
            found.spares_needed,
            found.kept.value,
        )
        if None in (enough, share, needed.value, kept) or not found.hosts_down.value:
            continue
        has = found.spares.value or 0.0
        # Enough for the wanted share, or as many as are needed, or hardly any work lost: nothing to say.
        if (enough or 0.0) >= (share or 0.0) or has >= (needed.value or 0.0) or 1 - (kept or 0.0) < LOST_TO_REPAIR:
            continue
        yield Finding(
            rule="too-few-spares",
            severity="note",
            message=f"{_title(design, job)} has {counted(round(has), 'spare machine')}, and "
            f"{counted(round(needed.value or 0.0), 'is', 'are')} enough for {percent_text(share)} of the time.",
            detail=f"In repair are {figure_text(found.hosts_down)} on average: {share_text(found.kept)} of its work "
            "goes on. Draw more than it uses, or state how many stand by and how long a repair takes.",
            ids=(job.id,),
        )


@rule({"checkpoint-interval-far": "warning"}, layer="training", reads=("workloads",))
def checkpoints_far_from_best(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs whose own time between checkpoints loses more than the best would."""
    for job, found in _jobs(results):
        lost, best = found.interval_loss.value, found.best_interval_min.value
        own = job.checkpoint_interval_h.value
        if lost is None or best is None or own is None or lost < LOST_TO_INTERVAL:
            continue
        hours = float(f"{best / 60:.3g}")
        yield Finding(
            rule="checkpoint-interval-far",
            severity="warning",
            message=f"{_title(design, job)} writes a checkpoint every {figure_text(job.checkpoint_interval_h)}, where "
            f"{figure_text(found.best_interval_min)} would lose the least: it costs {percent_text(lost)} of the time.",
            detail="Too rare, and an interruption loses much work; too often, and writing stops it.",
            ids=(job.id,),
            fix=Fix(
                label=f"A checkpoint every {hours * 60:,.3g} min",
                edit="set_fact",
                arguments={"node_id": job.id, "fact": "checkpoint_interval_h", "value": hours},
            ),
        )


@rule({"checkpoint-stall-long": "warning"}, layer="training", reads=("workloads",))
def checkpoints_stop_it(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs that wait long for their checkpoints."""
    for job, found in _jobs(results):
        stall, interval = found.stall_s.value, job.checkpoint_interval_h.value
        if not stall or not interval:
            continue
        share = stall / (stall + interval * 3600)
        if share < LONG_STALL:
            continue
        yield Finding(
            rule="checkpoint-stall-long",
            severity="warning",
            message=f"{_title(design, job)} stops for {figure_text(found.stall_s)} at each checkpoint, "
            f"{percent_text(share)} of the time.",
            detail="A store that writes faster shortens it; a job that goes on while it is written stops for the copy "
            "to memory alone: state how long as *A checkpoint stops it for*.",
            ids=(job.id,),
        )


@rule({"outages-take-machines": "note"}, layer="training", reads=("workloads",))
def outages_take_machines(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs that lack machines for hours a year by what is drawn, and the worst of what takes them."""
    for job, found in _jobs(results):
        hours = found.short_hours_per_year
        worst = next((cut for cut in found.cut_sets if cut.stops), None)
        if hours.value is None or hours.value < LONG_OUT_H or worst is None:
            continue
        yield Finding(
            rule="outages-take-machines",
            severity="note",
            message=f"{_title(design, job)} lacks machines for {figure_text(hours)} by what is drawn, "
            f"{figure_text(worst.hours_per_year)} of it without {worst.words}"
            f"{f' or one of {worst.number - 1:,} alike' if worst.number > 1 else ''}.",
            detail="A second of it, a faster repair, or more machines that stand by elsewhere take that away.",
            ids=(job.id, *dict.fromkeys(worst.ids)),
        )


@rule({"spot-costs-more": "warning"}, layer="cloud", reads=("workloads",))
def spot_costs_more(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs whose spot machines, lost work counted, cost more an hour of progress than on demand."""
    for job, found in _jobs(results):
        named = dict.fromkeys(one for cause in found.causes for one in cause.ids)
        hosts = [one for one in named if is_spot(design, design.nodes[one])]
        effective = found.effective_usd_per_hour
        if not hosts or effective is None or effective.value is None:
            # Rented machines named as causes of interruptions are those that can be taken away.
            continue
        demanded = [product("", (copies_of(design, design.nodes[h]), _on_demand(design, h)), "USD/h") for h in hosts]
        whole = summed("the same on demand", demanded, "USD/h")
        # With a price missing on demand, spot may still be the cheaper one.
        if whole.value is None or whole.missing or effective.value < whole.value:
            continue
        yield Finding(
            rule="spot-costs-more",
            severity="warning",
            message=f"{_title(design, job)} pays {figure_text(effective)} for an hour that makes progress on spot "
            f"machines, which cost {figure_text(whole)} on demand.",
            detail=f"Interrupted {found.interruptions_per_day.value:,.3g} times a day, {share_text(job.goodput)} of "
            "the time makes progress. Faster checkpoints and restarts help, or other machines.",
            ids=(job.id, *hosts),
        )


def _on_demand(design: Design, host_id: str) -> Figure:
    """Return the USD of an hour of a machine on demand; unknown where it has a price of its own, or none is known."""
    node = design.nodes[host_id]
    part = design.parts[node.part or ""]
    if node.price_usd is not None:
        return leaf(f"{node.title}: on demand", None, "USD/h", subject=host_id)
    plan = planned_price(part, "hour", replace(book_for(design, node), rent_basis="on-demand"))
    return hourly_price(node, part, plan if plan is not None and plan.price.basis == "on-demand" else None)


def _jobs(results: Results) -> Iterator[tuple[TrainingResult, GoodputResult]]:
    for job in results.workloads.training if results.workloads is not None else ():
        if job.getting_on is not None:
            yield job, job.getting_on


def _title(design: Design, job: TrainingResult) -> str:
    return design.nodes[job.id].title if job.id in design.nodes else job.id
