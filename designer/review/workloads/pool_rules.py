"""Rules about prefill and decode apart: pools that are not joined, do not fit each other, or are sized unlike."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.analysis.workloads.demand import reads_only
from designer.analysis.workloads.results import PoolLimit, PoolPair, ServingResult, WorkloadsResult
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import percent_text
from designer.review.findings import Finding
from designer.review.power.unit_fixes import more_machines
from designer.review.registry import rule
from designer.review.workloads.serving_words import LIMIT_WORDS

NEARLY_FULL: Final = 0.8
"""Part of what one of them can do that is asked of it from which it is told to be the limit."""
IDLE_BESIDE: Final = 0.5
"""The other has so much left at least that it is the wrong one to add to."""


@rule(
    {"prompts-not-read": "warning", "prompts-not-taken": "note", "cache-not-handed-on": "error"},
    layer="serving_apps",
    reads=("workloads",),
)
def pools_joined(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Engines whose prompts are read elsewhere while nothing reads them, and caches that cannot be handed on."""
    work = results.workloads
    if work is None:
        return
    # Engines whose prompts somebody takes, whichever engine does.
    read = {one for engine in work.serving if engine.pair is not None for one in engine.pair.prefill}
    for engine in work.serving:
        title = _title(design, engine)
        if engine.role == "decode" and engine.pair is None:
            yield Finding(
                rule="prompts-not-read",
                severity="warning",
                message=f"{title} only writes answers, and nothing that is drawn reads its prompts.",
                detail="Place an engine that reads prompts for others (Prompts are read: here, for others that write "
                "the answers) and draw `depends on` from this one to it. Until then no first token is given.",
                ids=(engine.id,),
            )
        elif engine.id not in read and reads_only(design.nodes[engine.id]):
            yield Finding(
                rule="prompts-not-taken",
                severity="note",
                message=f"{title} reads prompts for others, and no engine that writes answers takes them.",
                detail="Draw `depends on` from the engine that writes the answers to it.",
                ids=(engine.id,),
            )
        elif engine.pair is not None and engine.pair.reason:
            yield Finding(
                rule="cache-not-handed-on",
                severity="error",
                message=f"{title} gets no prompts. {engine.pair.reason}",
                detail="The cache of a prompt goes from the machines that read it to those that write the answer: "
                "both need the same model, and a network that joins them.",
                ids=(engine.id, *engine.pair.prefill),
            )


@rule({"pool-is-the-limit": "warning"}, layer="serving_apps", reads=("workloads",))
def pool_is_the_limit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Pools of which one is nearly full while the other has much left, and networks between them that are."""
    work = results.workloads
    for engine in work.serving if work is not None else ():
        pair = engine.pair
        if work is None or pair is None or not pair.limit or pair.reason:
            continue
        asked = _asked(work, engine.id)
        used: dict[PoolLimit, float] = {name: _used(asked, figure) for name, figure in _parts(pair).items()}
        most = used[pair.limit]
        others = [share for name, share in used.items() if name in ("prefill", "decode") and name != pair.limit]
        # Nearly full, and the other pool far from it; a network is a limit by itself.
        if most < NEARLY_FULL or (pair.limit != "network" and max(others, default=0.0) > most * IDLE_BESIDE):
            continue
        beside = ", ".join(f"{LIMIT_WORDS[name]} {percent_text(share)}" for name, share in used.items())
        subject = pair.prefill[0] if pair.limit == "prefill" else engine.id
        lacking = _lacking(work, subject) if pair.limit != "network" else 0.0
        yield Finding(
            rule="pool-is-the-limit",
            severity="warning",
            message=f"Of prefill and decode of {_title(design, engine)}, {LIMIT_WORDS[pair.limit]} is the limit: "
            f"{percent_text(most)} of what it can do is asked of it.",
            detail=f"In use in the busiest hour: {beside}. Adding elsewhere answers no more requests.",
            ids=(engine.id, *pair.prefill),
            fix=more_machines(design, subject, lacking) if lacking > 0 else None,
        )


def _parts(pair: PoolPair) -> dict[PoolLimit, Figure]:
    parts: dict[PoolLimit, Figure] = {"prefill": pair.prefill_per_s, "decode": pair.decode_per_s}
    if pair.network_per_s is not None:
        parts["network"] = pair.network_per_s
    return parts


def _used(asked: float, most: Figure) -> float:
    return asked / most.value if most.value else float("inf") if asked and most.value == 0.0 else 0.0


def _asked(work: WorkloadsResult, engine: str) -> float:
    return next((load.offered_per_s.value or 0.0 for load in work.services if load.id == engine), 0.0)


def _lacking(work: WorkloadsResult, engine: str) -> float:
    """Accelerators that the demand takes beyond those that there are."""
    found = next((one for one in work.serving if one.id == engine), None)
    return (found.accelerators_needed.value or 0.0) - (found.accelerators.value or 0.0) if found is not None else 0.0


def _title(design: Design, engine: ServingResult) -> str:
    return design.nodes[engine.id].title if engine.id in design.nodes else engine.id
