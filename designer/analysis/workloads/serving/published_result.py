"""An engine on chips of which an estimate would need more than is known: what was measured on them is taken."""

from msgspec.structs import replace

from designer.analysis.published.silicon import chip_speed
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.hosts import Machines
from designer.analysis.workloads.results import ServingResult
from designer.analysis.workloads.serving.unknown_result import unknown_result
from designer.model.design import Node
from designer.model.figures.figure import Figure, leaf, product, quotient, rounded_down, rounded_up, total
from designer.model.parts.part import Part

_ONE = leaf("one", 1.0)


def as_published(node: Node, traffic: Traffic, machines: Machines, model: Part, lacks: str) -> ServingResult:
    """Return what is published of MODEL on chips of which too much is not known, as LACKS says without a full stop."""
    chip, speed = machines.chip, chip_speed(machines.chip, model)
    here, chips = machines.accelerators, speed.chips
    words = f"{lacks}, and no speed of {model.name} on it is published."
    blank = unknown_result(node, model.id, machines, words)
    if not speed.model or not speed.known:
        return blank
    # It was measured on so many chips; with fewer it does not run as measured.
    enough = chips.value is not None and here.or_zero >= chips.value
    reason = (
        f"{lacks}: what is published for {model.name} on it is taken."
        if enough
        else f"{model.name} was measured on {chips.value:,.0f} × {chip.name}; there are {here.or_zero:,.0f}."
        if chips.value is not None
        else f"A user gets up to {1 / (speed.token_s.value or 1.0):,.4g} tokens a second of {model.name} on "
        f"{chip.name}, as published; on how many of them is not."
    )
    rest = product("the other tokens", (traffic.output_tokens, speed.token_s), "s")
    answer = total("the whole answer", (speed.first_token_s, rest), "s", "first token + output × time per token")
    timed = replace(
        blank,
        reason=reason,
        token_s=speed.token_s,
        user_tokens_per_s=quotient("tokens written for one user", _ONE, speed.token_s, "1/s"),
        first_token_s=speed.first_token_s,
        answer_s=answer if speed.first_token_s.known and rest.known else blank.answer_s,
        bound="published speed",
    )
    if not enough:
        return timed if chips.value is None else replace(blank, reason=reason)
    replicas = rounded_down("replicas beside each other", quotient("replicas", here, chips, ""))
    written = product("tokens written", (replicas, chips, speed.tokens_per_s_each), "1/s")
    capacity = quotient(f"{node.title}: requests that it can answer", written, traffic.output_tokens, "1/s")
    needed = _replicas_needed(traffic, capacity, replicas)
    return replace(
        timed,
        fits=True,
        accelerators_needed=product("accelerators for the demand", (needed, chips), ""),
        tensor_parallel=chips,
        replicas=replicas,
        replicas_needed=needed,
        output_tokens_per_s=written,
        accelerator_tokens_per_s=speed.tokens_per_s_each,
        requests_per_s=capacity,
    )


def _replicas_needed(traffic: Traffic, capacity: Figure, replicas: Figure) -> Figure:
    each = quotient("requests of a replica", capacity, replicas, "1/s")
    return rounded_up("replicas for the demand", quotient("replicas", traffic.peak_per_s, each, ""))
