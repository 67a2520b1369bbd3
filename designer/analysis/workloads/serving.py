"""How a model is served: what fits, how many requests a second both roofs allow, and what a user waits for.

The formulas are those of `formulas.serving`, term by term, so that each can be followed.
"""

from collections.abc import Callable
from math import inf
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.published.engines import Batching, batching_of
from designer.analysis.published.silicon import ChipSpeed, chip_speed, unknown_roof
from designer.analysis.quantities import fact_of
from designer.analysis.survey import survey_of
from designer.analysis.workload_results import Bound, ServingResult
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.hosts import Machines, machines_of, machines_under, rate_of, speed_of
from designer.analysis.workloads.replica_network import Exchange, exchange_of
from designer.analysis.workloads.service_graph import ServiceGraph, no_machines_words
from designer.formulas.serving import Replica, throughput
from designer.model.assumptions import assumed
from designer.model.choices import BYTES_OF_PRECISION, chosen
from designer.model.design import Design, Node
from designer.model.figures import (
    Figure,
    count_of,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    rounded_down,
    rounded_up,
    total,
    waiting,
)
from designer.model.parts import Part

STATIC_BATCH: Final = 8
NEARLY: Final = 0.7
"""Share of the best throughput at which a narrower replica is chosen."""
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_TERA: Final = leaf("GFLOP in a TFLOP", 1000.0, "GFLOP/TFLOP")
_TWO: Final = leaf("operations for each parameter and token", 2.0)
_HALF: Final = leaf("half", 0.5)
_HALF_WRITTEN: Final = leaf("share of the answer that is cached on average", 0.5)
_ONE: Final = leaf("one", 1.0)
_BILLION: Final = leaf("in a billion", 1e-9)
_NO_TIME: Final = leaf("least time of a token that is published", None, "s", note="Nothing is published.")


class _Model(NamedTuple):
    """A model as serving sees it; bytes are GB."""

    part: Part
    weights_gb: Figure
    active_gb: Figure
    active_billions: Figure
    cache_gb_per_token: Figure


class _Roofs(NamedTuple):
    """What one replica may use and how fast it is; no token takes less than `least_s`, where that is published."""

    memory_gb: Figure
    gb_per_s: Figure
    gflops: Figure
    efficiency: Figure
    least_s: Figure = _NO_TIME
    exchange: Exchange | None = None


def serving(
    design: Design, graph: ServiceGraph, node: Node, traffic: Traffic, fabrics: WorkFabrics | None = None
) -> ServingResult:
    """How NODE, a serving engine, does what TRAFFIC asks of it, over the networks FABRICS, those as drawn when None.

    Accelerators that are slowed hold as much and do less. Less than one of them is a slice of one: its memory, its
    bandwidth and its arithmetic alike.
    """
    machines, slice_ = _sliced(design, graph, node, machines_of(design, graph, node))
    model_id = chosen(node, "model")
    model = _model(design, node)
    if model is None:
        return _unknown(node, model_id, machines, "Choose which model it serves.")
    if machines is None:
        return _unknown(node, model_id, None, no_machines_words(graph, node.id), model)
    context = total(
        "tokens cached for a request, on average",
        (traffic.input_tokens, product("half of the answer", (traffic.output_tokens, _HALF_WRITTEN), "")),
        "",
        "input + half of the output",
    )
    each = product("cache of a request", (context, model.cache_gb_per_token), "GB")
    share = _memory_share(design, node)
    missing = unknown_roof(machines.chip, rate_of(machines.chip, chosen(node, "precision"))[0])
    if missing:
        return _as_published(node, traffic, machines._replace(accelerators=slice_.accelerators), model, missing)
    held = total("weights and one request", (model.weights_gb, each), "GB")
    least = quotient("accelerator memory that it holds at least", held, share, "GB", "over the share that it takes")
    chips = _least_accelerators(design, graph, node, machines, least)
    if slice_.memory is not None:
        share = product("share of the accelerator's memory", (share, slice_.memory), "")
    ways, problem = _ways(node, model, machines, each, share, traffic)
    if problem:
        fits = False if model.weights_gb.known else None
        found = _unknown(node, model_id, machines, problem, model, fits=fits)
    else:
        exchange = exchange_of(design, machines, ways, model.part, fabrics or WorkFabrics(survey_of(design)))
        if exchange is not None and exchange.problem:
            blank = _unknown(node, model_id, machines, exchange.problem, model, fits=True)
            found = replace(blank, fabric=exchange.fabric)
        else:
            found = _served(design, node, traffic, machines, model, each, ways, share, exchange, slice_)
    return replace(found, least_gb=least, least_accelerators=chips, accelerators=slice_.accelerators)


class _Slice(NamedTuple):
    """What an engine has of its accelerators.

    Attributes:
        accelerators: As many as fall to it, slowed ones counted by how far.
        memory: Part of the memory of the one that it has a slice of; None where it has whole ones.
        speed: Part of their bandwidth and arithmetic; None for all.
    """

    accelerators: Figure
    memory: Figure | None = None
    speed: Figure | None = None


_WHOLE: Final = _Slice(leaf("accelerators", None))


def _sliced(
    design: Design, graph: ServiceGraph, node: Node, machines: Machines | None
) -> tuple[Machines | None, _Slice]:
    """MACHINES in whole accelerators, and what NODE has of them."""
    if machines is None:
        return None, _WHOLE
    has, speed = machines.accelerators, speed_of(design, graph, node)
    running = (has.value or 0.0) / speed
    slow = leaf("speed that power leaves them", speed, operation="routing", subject=node.id) if speed < 1.0 else None
    if 0.0 < running < 1.0 and node.facts.get("share"):
        part = leaf(f"part of an accelerator that falls to {node.title}", running, operation="routing", subject=node.id)
        both = part if slow is None else product("part of its speed", (part, slow), "")
        one = count_of("the accelerator that it has a slice of", 1, node.id)
        return machines._replace(accelerators=one), _Slice(has, part, both)
    if slow is None:
        return machines, _Slice(has)
    whole = leaf("accelerators that run", running, operation="routing", subject=node.id)
    return machines._replace(accelerators=whole), _Slice(has, None, slow)


def _least_accelerators(
    design: Design, graph: ServiceGraph, node: Node, machines: Machines, least_gb: Figure
) -> Figure:
    """Accelerators of one replica, as few as hold LEAST_GB; unknown where not even all that are drawn do."""
    label = f"{node.title}: accelerators that one replica takes at least"
    memory, gb = machines.chip.fact("memory_gb", "GB").value, least_gb.value
    every = machines_under(design, graph.hosts.get(node.id, ()), graph.chips)
    drawn = round(every.accelerators.value or 0) if every is not None else 0
    if not memory or gb is None:
        return leaf(label, None, subject=node.id)
    own = node.facts.get("tensor_parallel")
    choices = [round(own)] if own else _splits(machines.each, drawn)
    least = next((float(ways) for ways in choices if ways <= drawn and gb <= ways * memory), None)
    return leaf(label, least, operation="routing", subject=node.id, note="As few as hold its weights and one request.")


def _served(
    design: Design,
    node: Node,
    traffic: Traffic,
    machines: Machines,
    model: _Model,
    each: Figure,
    ways: int,
    share: Figure,
    exchange: Exchange | None,
    slice_: _Slice = _WHOLE,
) -> ServingResult:
    tp = count_of(f"{node.title}: accelerators that share a replica", ways, node.id)
    rate, wider = rate_of(machines.chip, chosen(node, "precision"))
    slower = () if slice_.speed is None else (slice_.speed,)
    roofs = _Roofs(
        memory_gb=product("memory of a replica", (tp, machines.chip.fact("memory_gb", "GB"), share), "GB"),
        gb_per_s=product(
            "bandwidth of a replica", (tp, machines.chip.fact("memory_bandwidth_gb_per_s", "GB/s"), *slower), "GB/s"
        ),
        gflops=product("peak of a replica", (tp, rate, _TERA, *slower), "GFLOP/s"),
        efficiency=assumed(design, "serving_efficiency"),
        least_s=(speed := chip_speed(machines.chip, model.part)).token_s,
        exchange=exchange,
    )
    batching = batching_of(design, node)
    cache = difference("left for the cache", roofs.memory_gb, model.weights_gb, "GB")
    batch = _batch(design, node, cache, each, batching)
    replicas = _replicas(machines, ways)
    if exchange is not None and exchange.pieces is not None:
        joined = leaf("replicas whose hosts reach each other", float(exchange.pieces), operation="routing")
        replicas = minimum("replicas beside each other", (replicas, joined), "")
    step = _step(model, roofs, each, batch)
    new_input = difference(
        "input that is read anew",
        traffic.input_tokens,
        product("input from a cache", (traffic.input_tokens, traffic.cached_share), ""),
        "",
    )
    prefill = _in_time(
        "to read a prompt", product("work of a prompt", (_TWO, model.active_billions, new_input), "GFLOP"), roofs
    )
    if exchange is not None:
        prefill = exchange.prompt(prefill, new_input)
    longest = assumed(design, "longest_answer") if batching.static else _ONE
    steps = quotient(
        "its share of the steps", product("all steps", (traffic.output_tokens, longest, step), "s"), batch, "s"
    )
    busy = total("a replica is busy with a request", (prefill, steps), "s", "prefill + output × step / batch")
    busy = _published_busy(busy, traffic, tp, speed)
    each_replica = quotient("requests of a replica", _ONE, busy, "1/s", "1 / time of a request")
    capacity = product(f"{node.title}: requests that it can answer", (replicas, each_replica), "1/s")
    at_once = _at_once(traffic, replicas, batch, model, roofs, each, prefill, longest)
    answer_tokens, read = traffic.output_tokens, prefill
    queue = _queue(traffic, replicas, batch, busy)
    patience = batching.wait_s or assumed(design, "batch_wait_s")
    if batching.static:
        at_once = _gathered(traffic, replicas, batch, at_once, patience)
        # Of n answers the longest is at most n times their mean.
        longest = minimum("longest answer of the batch over the mean", (longest, at_once), "")
        answer_tokens = product("longest answer of a batch", (answer_tokens, longest), "")
        read = product("prompts of the batch", (at_once, prefill), "s")
    token = _step(model, roofs, each, at_once)
    rest = product("the other tokens", (answer_tokens, token), "s")
    if batching.static:
        run = total("time of a batch", (read, rest), "s", "its prompts + its longest answer")
        gathering = _batch_queue(traffic, replicas, batch, at_once, run, patience)
        queue = total("waiting", (queue, gathering), "s", "for a place + for a batch")
    first = total("first token", (queue, read, token), "s", "waiting + prefill + one step")
    needed = product(
        "accelerators for the demand",
        (
            rounded_up("replicas for the demand", quotient("replicas", traffic.peak_per_s, each_replica, "")),
            tp,
            *(() if slice_.memory is None else (slice_.memory,)),
        ),
        "",
    )
    bound: Bound = "memory bandwidth" if _memory_bound(model, roofs, each, batch) else "arithmetic"
    if held := _held_by(speed, step, busy):
        bound = "published speed"
    return ServingResult(
        id=node.id,
        model=model.part.id,
        fits=True,
        reason=" ".join(
            filter(
                None,
                (wider, batching.words, held, _other_words(machines), exchange.words if exchange else ""),
            )
        ),
        accelerators=machines.accelerators,
        accelerators_needed=needed,
        tensor_parallel=tp,
        replicas=replicas,
        weights_gb=model.weights_gb,
        cache_gb=cache,
        batch=batch,
        output_tokens_per_s=product("tokens written", (capacity, traffic.output_tokens), "1/s"),
        requests_per_s=capacity,
        first_token_s=first,
        token_s=token,
        answer_s=total("the whole answer", (first, rest), "s", "first token + output × time of a token"),
        bound=bound,
        fabric=exchange.fabric if exchange else None,
    )


def _published_busy(busy: Figure, traffic: Traffic, ways: Figure, speed: ChipSpeed) -> Figure:
    """BUSY, but no less than the most tokens a second allow that are published for so many chips."""
    if not speed.tokens_per_s_each.known:
        return busy
    most = product("tokens a second of a replica, as published", (ways, speed.tokens_per_s_each), "1/s")
    least = quotient("its tokens at that speed", traffic.output_tokens, most, "s")
    return maximum("a replica is busy with a request", (busy, least), "s") if least.known else busy


def _held_by(speed: ChipSpeed, step: Figure, busy: Figure) -> str:
    """In words which published speed an estimate would pass; "" where it stays below."""
    of = f" for {speed.name}" if speed.model else " with any model"
    if speed.token_s.value and step.value == speed.token_s.value:
        return f"A user gets at most the {1 / speed.token_s.value:,.4g} tokens a second that are published{of}."
    if speed.tokens_per_s_each.value and busy.operation == "maximum" and busy.value == busy.terms[1].value:
        return f"A chip writes at most the {speed.tokens_per_s_each.value:,.4g} tokens a second that are published{of}."
    return ""


def _as_published(node: Node, traffic: Traffic, machines: Machines, model: _Model, missing: str) -> ServingResult:
    """What is published of the model on chips of which an estimate would need more, as far as there are so many."""
    chip, speed = machines.chip, chip_speed(machines.chip, model.part)
    here, chips = machines.accelerators, speed.chips
    blank = _unknown(
        node,
        model.part.id,
        machines,
        f"Of {chip.name} {missing} is not known, and no speed of {model.part.name} on it is published.",
        model,
    )
    if not speed.model or not speed.known:
        return blank
    enough = chips.value is not None and (here.value or 0.0) >= chips.value
    reason = (
        f"Of {chip.name} {missing} is not known: what is published for {model.part.name} on it is taken."
        if enough
        else f"{model.part.name} was measured on {chips.value:,.0f} × {chip.name}; there are {here.value or 0:,.0f}."
        if chips.value is not None
        else f"A user gets up to {1 / (speed.token_s.value or 1.0):,.4g} tokens a second of {model.part.name} on "
        f"{chip.name}, as published; on how many of them is not."
    )
    rest = product("the other tokens", (traffic.output_tokens, speed.token_s), "s")
    answer = total("the whole answer", (speed.first_token_s, rest), "s", "first token + output × time of a token")
    timed = replace(
        blank,
        reason=reason,
        token_s=speed.token_s,
        first_token_s=speed.first_token_s,
        answer_s=answer if speed.first_token_s.known and rest.known else blank.answer_s,
        bound="published speed",
    )
    if not enough:
        return timed if chips.value is None else replace(blank, reason=reason)
    replicas = rounded_down("replicas beside each other", quotient("replicas", here, chips, ""))
    written = product("tokens written", (replicas, chips, speed.tokens_per_s_each), "1/s")
    capacity = quotient(f"{node.title}: requests that it can answer", written, traffic.output_tokens, "1/s")
    each = quotient("requests of a replica", capacity, replicas, "1/s")
    needed = rounded_up("replicas for the demand", quotient("replicas", traffic.peak_per_s, each, ""))
    return replace(
        timed,
        fits=True,
        accelerators_needed=product("accelerators for the demand", (needed, chips), ""),
        tensor_parallel=chips,
        replicas=replicas,
        output_tokens_per_s=written,
        requests_per_s=capacity,
    )


def _model(design: Design, node: Node) -> _Model | None:
    part = design.parts.get(chosen(node, "model"))
    if part is None:
        return None
    width = leaf("bytes of a weight", BYTES_OF_PRECISION[chosen(node, "precision")], "B", subject=node.id)
    cached = leaf("bytes of a cached value", BYTES_OF_PRECISION[chosen(node, "cache_precision")], "B", subject=node.id)
    params = part.fact("params", "")
    active = part.fact("active_params", "") if "active_params" in part.facts else params
    return _Model(
        part=part,
        weights_gb=product("weights", (params, width, _GIGA), "GB"),
        active_gb=product("weights that a token uses", (active, width, _GIGA), "GB"),
        active_billions=product("active parameters, billions", (active, _BILLION), ""),
        cache_gb_per_token=product("cache of a token", (_cached_values(part), cached, _GIGA), "GB"),
    )


def _cached_values(part: Part) -> Figure:
    if "kv_values_per_token" in part.facts:
        return part.fact("kv_values_per_token", "")
    terms = [part.fact(name, "") for name in ("layers", "kv_heads", "head_dim")]
    return product("cached values of a token", (_TWO, *terms), "", "2 × layers × key–value heads × head size")


def _memory_share(design: Design, node: Node) -> Figure:
    own = fact_of(design, node, "gpu_memory_share")
    return own if own.known else assumed(design, "serving_memory_share")


def _ways(
    node: Node, model: _Model, machines: Machines, each: Figure, share: Figure, traffic: Traffic
) -> tuple[int, str]:
    """How many accelerators share a replica, and why none does.

    Of those in one host that fit, the fewest that answer nearly as many requests as the best: what they exchange is
    not counted and grows with their number. Only what fits in no host spans several.
    """
    memory = machines.chip.facts.get("memory_gb")
    weights = model.weights_gb.value
    if memory is None or not memory.value or weights is None or share.value is None:
        what = f"the memory of {machines.chip.name}" if memory is None or not memory.value else "the model's parameters"
        return 0, f"It is not known how much fits: {what} is unknown."
    here = round(machines.accelerators.value or 0)
    own = node.facts.get("tensor_parallel")
    choices = [round(own)] if own else _splits(machines.each, here)
    request = each.value or 0.0
    fitting = [ways for ways in choices if 0 < ways <= here and weights + request <= ways * memory.value * share.value]
    if fitting:
        inside = [ways for ways in fitting if ways <= machines.each] or fitting[:1]
        answers = {ways: _answers(node, model, machines, ways, share.value, traffic) for ways in inside}
        return min(ways for ways in inside if answers[ways] >= NEARLY * max(answers.values())), ""
    room = min(max(choices, default=1), here) * memory.value * share.value
    return 0, (
        f"{model.part.name} does not fit: its weights take {weights:,.0f} GB and a request {request:,.2f} GB; "
        f"there are {room:,.0f} GB."
    )


def _answers(node: Node, model: _Model, machines: Machines, ways: int, share: float, traffic: Traffic) -> float:
    """Requests a second of all replicas of WAYS accelerators, as far as it is known."""
    rate, _ = rate_of(machines.chip, chosen(node, "precision"))
    memory, bandwidth = (machines.chip.fact(name, "") for name in ("memory_gb", "memory_bandwidth_gb_per_s"))
    written, given = traffic.output_tokens.value, traffic.input_tokens.value
    if not written or given is None or not rate.value or not bandwidth.value or not memory.value:
        return 0.0
    replica = Replica(
        weight_bytes=(model.weights_gb.value or 0.0) * 1e9,
        active_weight_bytes=(model.active_gb.value or 0.0) * 1e9,
        active_params=(model.active_billions.value or 0.0) * 1e9,
        kv_bytes_per_token=(model.cache_gb_per_token.value or 0.0) * 1e9,
        memory_bytes=ways * memory.value * share * 1e9,
        memory_bytes_per_s=ways * bandwidth.value * 1e9,
        flops=ways * rate.value * 1e12,
    )
    most = node.facts.get("batch_most")
    try:
        done = throughput(replica, given, written, batch_most=int(most) if most else None)
    except ValueError:
        return 0.0
    beside = _replicas(machines, ways).value or 0.0
    speed = chip_speed(machines.chip, model.part)
    slower = max(0.0, (speed.token_s.value or 0.0) - done.step_s)
    busy = 1 / done.requests_per_s + written * slower / done.batch
    most = ways * (speed.tokens_per_s_each.value or inf)
    return beside / max(busy, written / most)


def _splits(each: int, here: int) -> list[int]:
    """Powers of two up to a host's accelerators, then whole hosts."""
    found = [2**n for n in range(each.bit_length()) if 2**n <= each]
    hosts = 1
    while each * hosts < here:
        hosts *= 2
        found.append(min(each * hosts, here))
    return sorted({*found, min(each, here)})


def _replicas(machines: Machines, ways: int) -> Figure:
    if ways > machines.each:
        whole = quotient("replicas", machines.accelerators, count_of("accelerators of a replica", ways), "")
        return rounded_down("replicas beside each other", whole)
    in_a_host = count_of("replicas in a host", machines.each // ways)
    each = count_of("accelerators in a host", machines.each)
    hosts = quotient("hosts", machines.accelerators, each, "")
    whole, rest = divmod(machines.accelerators.value or 0.0, machines.each)
    if not rest:
        return rounded_down("replicas beside each other", product("replicas", (hosts, in_a_host), ""))
    full = product("replicas in whole hosts", (rounded_down("whole hosts", hosts), in_a_host), "")
    beside = difference(
        "accelerators beside them", machines.accelerators, count_of("in those", round(whole) * machines.each), ""
    )
    few = rounded_down("replicas in part of a host", quotient("replicas", beside, count_of("of a replica", ways), ""))
    return total("replicas beside each other", (full, few), "")


def _batch(design: Design, node: Node, cache: Figure, each: Figure, batching: Batching) -> Figure:
    fitting = rounded_down("requests that the cache holds", quotient("requests in the cache", cache, each, ""))
    if "batch_most" in node.facts:
        return minimum("requests worked on at once", (fitting, fact_of(design, node, "batch_most")), "")
    if batching.static:
        usual = batching.size or leaf(
            "size of a static batch",
            float(STATIC_BATCH),
            status="assumed",
            subject=node.id,
            note="Supposed where no largest batch is said.",
        )
        return minimum("requests worked on at once", (fitting, usual), "")
    return fitting


def _step(model: _Model, roofs: _Roofs, each: Figure, batch: Figure) -> Figure:
    """Time of a decoding step: the longer of reading and arithmetic, and what its accelerators exchange."""
    own = _own_step(model, roofs, each, batch)
    return own if roofs.exchange is None else roofs.exchange.step(own, batch)


def _own_step(model: _Model, roofs: _Roofs, each: Figure, batch: Figure) -> Figure:
    """The longer of reading weights and caches, and of the arithmetic."""
    weights = model.weights_gb
    if model.active_gb.value != weights.value:
        used = product("experts of the batch", (model.active_gb, maximum("at least one", (batch, _ONE), "")), "GB")
        weights = minimum("weights that a step reads", (weights, used), "GB")
    reads = total("read in a step", (weights, product("caches", (batch, each), "GB")), "GB", "weights + caches")
    work = product("work of a step", (_TWO, model.active_billions, batch), "GFLOP")
    memory = quotient("reading", reads, product("reached", (roofs.gb_per_s, roofs.efficiency), "GB/s"), "s")
    published = (roofs.least_s,) if roofs.least_s.known else ()
    return maximum("a decoding step", (memory, _in_time("arithmetic", work, roofs), *published), "s")


def _steps(model: _Model, roofs: _Roofs, each: Figure) -> Callable[[float], float]:
    """The same time as `_step` gives, for any batch, as a plain number: a search asks it many times; 0 if unknown."""
    weights, active, cache, work = (
        figure.value for figure in (model.weights_gb, model.active_gb, each, model.active_billions)
    )
    rates = (figure.value for figure in (roofs.gb_per_s, roofs.gflops, roofs.efficiency))
    gb_per_s, gflops, efficiency = rates
    reads = gb_per_s * efficiency if gb_per_s and efficiency else 0.0
    works = gflops * efficiency if gflops and efficiency else 0.0

    def seconds(batch: float) -> float:
        found: list[float] = []
        if reads and weights is not None:
            used = weights if active is None or active == weights else min(weights, active * max(batch, 1.0))
            found.append((used + batch * (cache or 0.0)) / reads)
        if works and work is not None:
            found.append(2 * work * batch / works)
        if roofs.least_s.value:
            found.append(roofs.least_s.value)
        return max(found, default=0.0)

    return seconds if roofs.exchange is None else roofs.exchange.plain_step(seconds)


def _in_time(label: str, work_gflop: Figure, roofs: _Roofs) -> Figure:
    return quotient(label, work_gflop, product("reached", (roofs.gflops, roofs.efficiency), "GFLOP/s"), "s")


def _memory_bound(model: _Model, roofs: _Roofs, each: Figure, batch: Figure) -> bool:
    memory, arithmetic = _own_step(model, roofs, each, batch).terms[:2]
    return (memory.value or 0.0) >= (arithmetic.value or 0.0)


def _at_once(
    traffic: Traffic,
    replicas: Figure,
    batch: Figure,
    model: _Model,
    roofs: _Roofs,
    each: Figure,
    prefill: Figure,
    longest: Figure,
) -> Figure:
    """Requests that a replica works on at once in the busiest hour: arrivals × time of an answer.

    LONGEST is by how many times an answer takes as long as its own tokens.
    """
    values = (traffic.peak_per_s.value, replicas.value, batch.value, traffic.output_tokens.value, prefill.value)
    note = "Arrivals × time of an answer, solved for the batch at which both agree; at most the largest batch."
    label = "requests at once in the busiest hour"
    if any(value is None for value in values) or not replicas.value:
        return batch
    arrivals, _, most, tokens, read = (value or 0.0 for value in values)
    arrivals /= replicas.value
    tokens *= longest.value or 1.0
    low, high = 1.0, max(most, 1.0)
    step_of = _steps(model, roofs, each)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if arrivals * (read + tokens * step_of(middle)) > middle else (low, middle)
    return leaf(label, high, operation="routing", subject=model.part.id, note=note)


def _queue(traffic: Traffic, replicas: Figure, batch: Figure, busy: Figure) -> Figure:
    """Waiting for a place where requests join a running batch."""
    places = product("requests that can be worked on at once", (replicas, batch), "")
    service = product("time of an answer with a full batch", (busy, batch), "s")
    return waiting("waiting for a place", traffic.peak_per_s, service, places)


def _gathered(traffic: Traffic, replicas: Figure, batch: Figure, meanwhile: Figure, patience: Figure) -> Figure:
    """Requests of a static batch: those that come MEANWHILE the last one runs, or while the first has PATIENCE."""
    arriving = quotient("arrivals at a replica", traffic.peak_per_s, replicas, "1/s")
    others = product("others that come in that time", (arriving, patience), "")
    joining = total("the first and those that join it", (_ONE, others), "", "1 + arrivals × longest wait")
    return minimum("requests of a batch", (batch, maximum("as many as come", (meanwhile, joining), "")), "")


def _batch_queue(
    traffic: Traffic, replicas: Figure, batch: Figure, gathered: Figure, run: Figure, patience: Figure
) -> Figure:
    """Waiting beside that for a place: for the batch before to end, or for others of the own one.

    Who comes while a batch runs waits half of its time on average, the mean rest of an interval of even length, and
    is served with all others who came meanwhile (bulk service, N. T. J. Bailey 1954).
    """
    arriving = quotient("arrivals at a replica", traffic.peak_per_s, replicas, "1/s")
    runs = quotient("batches of a replica", arriving, gathered, "1/s")
    busy = minimum("part of the time that a batch runs", (_ONE, product("batches × time", (runs, run), "")), "")
    ending = product("waiting for the batch before to end", (busy, run, _HALF), "s")
    others = difference("others of a full batch", batch, _ONE, "")
    filling = product("waiting for a full batch", (quotient("all of them", others, arriving, "s"), _HALF), "s")
    filling = minimum("waiting for others of the batch", (filling, patience), "s")
    idle = product("that, where none runs", (difference("none runs", _ONE, busy, ""), filling), "s")
    return total("waiting for a batch", (ending, idle), "s", "for the batch before + for others of the own one")


def _other_words(machines: Machines) -> str:
    return f"{machines.others:,} accelerators of other sorts are left out." if machines.others else ""


def _unknown(
    node: Node,
    model_id: str,
    machines: Machines | None,
    reason: str,
    model: _Model | None = None,
    *,
    fits: bool | None = None,
) -> ServingResult:
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
        weights_gb=model.weights_gb if model else blank("weights", "GB"),
        cache_gb=blank("left for the cache", "GB"),
        batch=blank("requests worked on at once"),
        output_tokens_per_s=blank("tokens written", "1/s"),
        requests_per_s=blank("requests that it can answer", "1/s"),
        first_token_s=blank("first token", "s"),
        token_s=blank("time of a token", "s"),
        answer_s=blank("the whole answer", "s"),
        bound="memory size" if fits is False else "",
    )
