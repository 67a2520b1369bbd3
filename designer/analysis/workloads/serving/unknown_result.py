"""Result of an engine of which nothing can be worked out, with the reason on every figure."""

from designer.analysis.workloads.hosts import Machines
from designer.analysis.workloads.results import ServingResult
from designer.model.design import Node
from designer.model.figures.figure import Figure, count_of, leaf


def unknown_result(
    node: Node,
    model_id: str,
    machines: Machines | None,
    reason: str,
    *,
    weights: Figure | None = None,
    fits: bool | None = None,
) -> ServingResult:
    """Return the result of NODE of which only REASON is known, and maybe its WEIGHTS and whether it FITS."""

    def blank(label: str, unit: str = "") -> Figure:
        return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=reason)

    return ServingResult(
        id=node.id,
        model=model_id,
        fits=fits,
        reason=reason,
        accelerators=machines.accelerators if machines else count_of("accelerators that it runs on", 0, node.id),
        accelerators_needed=blank("accelerators for the demand"),
        tensor_parallel=blank("accelerators that share a replica"),
        replicas=blank("replicas"),
        replicas_needed=blank("replicas for the demand"),
        weights_gb=weights or blank("weights", "GB"),
        cache_gb=blank("left for the cache", "GB"),
        batch=blank("requests worked on at once"),
        at_once=blank("requests at once in the busiest hour"),
        output_tokens_per_s=blank("tokens written", "1/s"),
        accelerator_tokens_per_s=blank("tokens written by an accelerator", "1/s"),
        user_tokens_per_s=blank("tokens written for one user", "1/s"),
        requests_per_s=blank("requests that it can answer", "1/s"),
        prompt_s=blank("to read a prompt", "s"),
        first_token_s=blank("first token", "s"),
        token_s=blank("time per token", "s"),
        answer_s=blank("the whole answer", "s"),
        bound="memory size" if fits is False else "",
    )
