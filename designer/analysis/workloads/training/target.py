"""Target of a training job: the fewest accelerators that reach its days or its tokens a day."""

from math import ceil
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import fact_of
from designer.analysis.workloads.hosts import machines_of
from designer.analysis.workloads.results import TrainingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.training.plan import Unplanned, plan_of
from designer.analysis.workloads.training.progress import progress
from designer.analysis.workloads.training.shape import shape_of
from designer.analysis.workloads.training.step import iteration
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf

_DAY_S: Final = 86_400.0
_HARDLY: Final = 1e-9
_LATE: Final = 1e-4
"""Part of its days by which a job may be late before that is said: rounding."""


class TrainingTarget(NamedTuple):
    """Target that a training job has to reach.

    Attributes:
        days: In which it has to be done; unknown where it is asked tokens a day and not said how many in all.
        tokens_per_day: That it has to learn from; unknown where it is not said how many tokens it trains on.
        needed: Accelerators that reach it; beyond those that it runs on, as many times more as it is too slow.
        reached: Whether those that it runs on reach it; None where that is not known.
    """

    days: Figure
    tokens_per_day: Figure
    needed: Figure
    reached: bool | None


def training_target(
    design: Design, graph: ServiceGraph, node: Node, fabrics: WorkFabrics | None = None
) -> TrainingTarget | None:
    """Return what the target of training job NODE takes of all that it runs on; None where it has none.

    The fewest accelerators whose tokens a day, failures and stalls included where they are known, reach it; found by
    halving, for more accelerators never train slower.

    Source: our own rule. Where all of them do not reach it, those that would are told in proportion: at best, work
    that is spread over twice as many takes half the time.

    Args:
        design: The design, with the parts it uses embedded.
        graph: Its services.
        node: A node of kind training-job.
        fabrics: The drawn networks, with what has failed worked in; those of DESIGN as drawn when None.
    """
    deadline, daily = node.facts.get("deadline_days"), node.facts.get("tokens_per_day")
    if not deadline and not daily:
        return None
    fabrics = fabrics or WorkFabrics(survey_of(design))
    shape = shape_of(design, graph, node)
    tokens = fact_of(design, node, "training_tokens")
    if not tokens.known and shape is not None:
        tokens = shape.part.fact("training_tokens", "")
    asked = max(tokens.or_zero / deadline if deadline else 0.0, daily or 0.0)
    title = node.title
    rate = leaf(
        f"{title}: tokens a day that it has to learn from",
        asked or None,
        "1/day",
        status="user",
        subject=node.id,
        note="Its own, or its tokens over the days until it has to be done, whichever is more.",
    )
    days = leaf(
        f"{title}: days until it has to be done",
        min([one for one in (deadline, tokens.value / daily if daily and tokens.value else None) if one], default=None),
        "days",
        status="user",
        subject=node.id,
    )
    machines = machines_of(design, graph, node)
    every = round(machines.accelerators.or_zero) if machines is not None else 0

    def reached(number: int) -> tuple[float, int]:
        """Tokens a day on NUMBER accelerators, and how many of them work; 0 where nothing trains there."""
        part = graph._replace(usable={**graph.usable, node.id: float(number)})
        plan = plan_of(design, part, node, fabrics)
        if isinstance(plan, Unplanned):
            return 0.0, 0
        step = iteration(plan.job, plan.question, plan.taken, plan.worked)
        taken = plan.taken
        course = progress(design, part, plan.job, step, taken.used, fabrics, group=taken.ranks, ranged=False)
        share = course.goodput.value if course.goodput.known else 1.0
        return step.tokens_per_s.or_zero * (share or 0.0) * _DAY_S, taken.used

    most, working = reached(every) if asked and every else (0.0, 0)
    working = min(working, every - 1)
    if not most:
        # Whether it can train at all is not known, or it cannot: it asks for all that is left, as without a target.
        note = "How fast it trains is not known." if asked else "Say how many tokens it trains on."
        return TrainingTarget(days, rate, _needed(node, None, note), None)
    if most < asked * (1 - _HARDLY):
        note = f"All {every:,} reach {most / asked:.0%} of it; in proportion, as if more of them trained as well."
        return TrainingTarget(days, rate, _needed(node, every * asked / most, note), False)
    low, high, pace = 0, every, most
    while high - low > 1:
        # In proportion to the fewest that are known to reach it, without those of them that do not work; where that is
        # one too many already, halfway.
        guess = min(ceil(high * asked / pace), high - 1, working)
        number = guess if guess > low else (low + high) // 2
        found, used = reached(number)
        if found >= asked * (1 - _HARDLY):
            high, pace, working = number, found, used if used < number else number - 1
        else:
            low = number
    return TrainingTarget(days, rate, _needed(node, float(high), "The fewest that reach its target."), True)


def _needed(node: Node, number: float | None, note: str) -> Figure:
    label = f"{node.title}: accelerators for its target"
    return leaf(label, number, operation="routing", subject=node.id, note=note)


def held_to(node: Node, found: TrainingResult, target: TrainingTarget) -> TrainingResult:
    """Return FOUND with its target, and by how much its wall-clock days miss it."""
    took = found.wall_days if found.wall_days.known else found.full_speed_days
    late = difference(f"{node.title}: days too late", took, target.days, "days")
    reason = found.reason
    if late.value is not None and target.days.value and late.value > _LATE * target.days.value:
        wanted = target.needed.value
        has, more = f"{found.accelerators.or_zero:,.0f}", ""
        if wanted is not None:
            more = f" It takes {ceil(wanted * (1 - _HARDLY)):,} accelerators to be done in time, and has {has}."
        said = f"It takes {took.value:,.4g} days and has {target.days.value:,.4g}: {late.value:,.3g} days too late."
        reason = " ".join(filter(None, (reason, said + more)))
    return replace(
        found,
        reason=reason,
        target_days=target.days,
        target_tokens_per_day=target.tokens_per_day,
        accelerators_needed=target.needed,
        late_days=late,
    )
