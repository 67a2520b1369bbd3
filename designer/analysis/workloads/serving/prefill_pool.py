"""Pool of replicas that only read prompts: one after another, with a queue before them.

The time of a prompt is that of the first token by `formulas.workloads.serving_step` without what belongs to writing: no
prompts of others in the same batch, for those stand in the queue, and no steps of others. Its error was not measured:
rows with a pool of their own do not tell how large it was, so that the range is wider and says so.
"""

from typing import Any, Final

from msgspec.structs import replace

from designer.analysis.workloads.results import ServingResult
from designer.analysis.workloads.serving.concurrency import queue_s
from designer.analysis.workloads.serving.confidence import Sure, sure_of
from designer.analysis.workloads.serving.promises import Promised
from designer.analysis.workloads.serving.terms import Step, first_terms
from designer.formulas.operations import wait
from designer.model.design import Node
from designer.model.figures.figure import Figure, leaf, maximum, product, quotient, rounded_up, total

_ONE: Final = leaf("one prompt at a time", 1.0)
_NO_STEP: Final = leaf("steps of others", 0.0, "s", note="No answers are written here.")
_TRIED: Final = 4096
"""Replicas beyond as many as the arrivals fill, among which those are looked for that keep a promise."""
_WRITES: Final = "It writes no further tokens: its answers are written by the pool that it hands prompts to."


def reads(step: Step, node: Node, promised: Promised, blank: ServingResult, replicas: Figure) -> ServingResult:
    """Return BLANK, of which the split is told, with what REPLICAS of STEP do as a pool that only reads prompts."""
    traffic = step.served.traffic
    sure = sure_of("first token", step, _ONE)
    front, *rest = first_terms(step, _ONE, _NO_STEP)
    # Prompts that are read before, and steps of others, are no part of it: the last two terms.
    busy = sure.ranged(total("a prompt holds a replica", rest[:-2], "s", "admission + kernels + weights + T₁"))
    each = quotient("prompts of a replica", _ONE, busy, "1/s")
    capacity = product(f"{node.title}: prompts that it can read", (replicas, each), "1/s")
    waiting = queue_s(traffic, replicas, _ONE, busy) if traffic.asked else leaf("waiting", 0.0, "s")
    alone = total("first token, alone", (front, busy), "s", "front end + the prompt")
    needed = _needed(node, traffic.peak_per_s, busy, front, promised)
    wide = leaf("accelerators of a replica", float(step.split.accelerators))
    nothing = leaf(f"{node.title}: time per token", None, "s", subject=node.id, note=_WRITES)
    written = leaf(f"{node.title}: tokens written", None, "1/s", subject=node.id, note=_WRITES)
    first = total("first token", (waiting, alone), "s", "waiting + front end + the prompt")
    return _told(
        blank,
        sure,
        accelerators_needed=product("accelerators for the demand", (needed, wide), ""),
        replicas_needed=needed,
        batch=_ONE,
        at_once=_ONE,
        output_tokens_per_s=written,
        accelerator_tokens_per_s=written,
        user_tokens_per_s=written,
        requests_per_s=capacity,
        prompt_s=step.prompt,
        first_token_s=first,
        token_s=nothing,
        answer_s=first,
        bound="arithmetic",
        role="prefill",
    )


def _told(blank: ServingResult, sure: Sure, **fields: Any) -> ServingResult:
    named = ("first_token_s", "answer_s", "requests_per_s", "replicas_needed")
    return replace(blank, how_sure=dict.fromkeys(named, sure.how), **fields)


def _needed(node: Node, peak: Figure, busy: Figure, front: Figure, promised: Promised) -> Figure:
    """Replicas that the prompts of the busiest hour fill, and more where a promised first token needs them."""
    filled = rounded_up("replicas for the demand", product("replicas that the prompts fill", (peak, busy), ""))
    least, arrivals, each, begun = filled.value, peak.value, busy.value, front.value
    if least is None or arrivals is None or each is None or begun is None or promised.first_s == float("inf"):
        return filled
    room = promised.first_s - begun - each
    if room < 0:
        return filled
    for more in range(_TRIED):
        waited = wait((arrivals, each, least + more))
        if waited is not None and waited <= room:
            kept = leaf(
                "replicas that keep what is promised",
                least + more,
                operation="routing",
                subject=node.id,
                note=f"So few that their queue leaves {promised.first_s:,.4g} s to the first token.",
            )
            return filled if not more else maximum(filled.label, (filled, kept), "")
    return filled
