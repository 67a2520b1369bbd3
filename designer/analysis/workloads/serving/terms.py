"""The ten terms of the time per token, the reading of a prompt and the first token as figures that can be followed.

Amounts (bytes, operations, calls) are those of the formula, see `formulas.workloads.serving_step`; rates are the facts
of the part or the links as drawn; constants are named with what they were fitted to.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.workloads.serving.basis import Served, read_tokens, settled
from designer.analysis.workloads.serving.link import ReplicaLink
from designer.analysis.workloads.serving.split import Split
from designer.formulas.workloads.serving_step.constants import BY_HAND, CONSTANTS, ENGINES
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import PLACES, PROMPT, Curves
from designer.model.figures.figure import Figure, leaf, product, quotient, total

_SYMBOLS: Final = {
    "weights": "w",
    "experts": "e",
    "cache": "κv",
    "arithmetic": "f",
    "layer_s": "a",
    "expert_layer_s": "m",
    "latent_layer_s": "l",
    "sparse_layer_s": "s",
    "narrow_s": "b",
    "expert_call_s": "x",
    "reduce_s": "α",
    "link": "β",
    "exchange_s": "γ",
    "request_s": "r",
    "prefill": "φ",
    "prompt": "p",
    "attention": "q",
    "across": "factor of the network",
    "first_layer_s": "u",
    "first_weights": "z",
    "first_step": "ξ",
}


def _constant(name: str) -> Figure:
    """A constant of the formula as a leaf; its spread stands in the note, as the range of the sum holds it already."""
    found = getattr(CONSTANTS, name)
    spread = "" if found.spread is None else f"; spread {found.spread[0]:.4g} to {found.spread[1]:.4g}"
    return leaf(
        f"{_SYMBOLS[name]}: {found.meaning}",
        found.value,
        "s" if found.unit == "s" else "",
        operation="fact",
        status="estimate" if found.source == BY_HAND else "derived",
        subject="serving-step",
        note=f"{found.source}{spread}.",
    )


C: Final = {name: _constant(name) for name in CONSTANTS.__struct_fields__}
"""The constants as leaves, by name."""
_FRONT: Final = {
    engine: tuple(
        leaf(
            f"{symbol}: {words}",
            value,
            unit,
            operation="fact",
            status="derived",
            subject="serving-step",
            note=f"Fitted to rows of {'all engines' if engine == 'other' else engine}.",
        )
        for symbol, words, value, unit in (
            ("h", "front end of the engine", found.front_s, "s"),
            ("g", "admission of a request", found.request_s, "s"),
            ("ω", "share of the other prompts that are read before", found.ahead, ""),
        )
    )
    for engine, found in ENGINES.items()
}
_SAME: Final = 1e-9
"""Part of a sum below which a difference is rounding."""
_ALL: Final = leaf("ω: all prompts of the batch are read before", 1.0)
_TWO: Final = leaf("operations for each parameter and token", 2.0)
_ONE: Final = leaf("one", 1.0)
_NO_EXPERTS: Final = leaf("experts", 0.0, "s", note="The model has none.")
_NO_CALLS: Final = leaf("expert calls", 0.0, "s", note="The model has no experts.")
_UNDIVIDED: Final = leaf("all-reduce", 0.0, "s", note="Its layers are not divided.")
_UNGROUPED: Final = leaf("all-to-all", 0.0, "s", note="Attention is not done in groups of its own beside experts.")


class Step(NamedTuple):
    """A replica whose times are told.

    Attributes:
        served: Model, accelerator and request.
        question: Of the replica.
        split: Of the replica.
        link: What joins its accelerators.
        curves: How its times follow from the batch.
        work: Arithmetic of a token at the peak, of one stage's where it has several, s.
        prompt: To read one prompt, s.
    """

    served: Served
    question: Question
    split: Split
    link: ReplicaLink
    curves: Curves
    work: Figure
    prompt: Figure


def step_of(served: Served, question: Question, split: Split, link: ReplicaLink, curves: Curves) -> Step:
    """Return what the times of a replica are made of; CURVES has the one row of QUESTION."""
    # The rest of the question changes nothing of it: shape, rates and width are those of the basis.
    work = served.once(("work", split.accelerators, question.weights), lambda: _token_work(served, split))
    bare = Step(served, question, split, link, curves, work, _ONE)
    return bare._replace(prompt=_prompt(bare))


def token_terms(step: Step, batch: Figure) -> list[Figure]:
    """Return the ten terms of the time per token with BATCH requests at once, in the order of the sum, in s."""
    return [*_reading(step, batch), *_working(step, batch), *_exchanging(step, batch), *_serving(step, batch)]


def first_terms(step: Step, batch: Figure, token: Figure) -> list[Figure]:
    """Return the terms of the first token with BATCH requests at once, of which each takes TOKEN s, in s."""
    served = step.served
    front, admission, ahead = _FRONT[step.question.engine]
    others = leaf("other requests at once", batch.or_zero - 1.0, operation="routing")
    # A batch that runs to its end begins with all of its prompts.
    ahead = _ALL if step.question.whole else ahead
    held_gb = _gb(step.curves.weight_bytes) * step.split.stages
    return [
        front,
        product("admission", (batch, admission), "s", "g × requests"),
        served.once(("kernels of the prompt",), lambda: _prompt_kernels(served)),
        served.once(("weights of the prompt", held_gb), lambda: _prompt_weights(served, held_gb)),
        step.prompt,
        product("prompts that are read before", (ahead, others, step.prompt), "s", "ω × (B − 1) × T₁"),
        product("steps before the first token", (C["first_step"], token), "s", "ξ × time per token"),
    ]


def _prompt_kernels(served: Served) -> Figure:
    layers = _of_model(served, "layers", served.shape.layers)
    return product("short kernels of the prompt", (layers, C["first_layer_s"]), "s", "L × u")


def _prompt_weights(served: Served, held_gb: float) -> Figure:
    whole = leaf("all weights on an accelerator", held_gb, "GB")
    at_bandwidth = quotient("at the bandwidth", whole, served.bandwidth, "s")
    return product("weights for the first token", (C["first_weights"], at_bandwidth), "s", "z × weights / bandwidth")


def _weights(served: Served, seconds: float) -> Figure:
    """Term 1, which takes SECONDS."""
    weights = leaf(
        "attention, dense and shared weights and head on an accelerator",
        _backed(seconds, "weights", served.bandwidth),
        "GB",
        operation="routing",
        note="Attention and head are divided by the tensor-parallel accelerators, the rest by all.",
    )
    at_bandwidth = quotient("at the bandwidth", weights, served.bandwidth, "s")
    return product("weights", (C["weights"], at_bandwidth), "s", "w × GB / GB/s")


def _reading(step: Step, batch: Figure) -> Iterator[Figure]:
    """Terms 1 to 3: what is read from memory."""
    served, curves = step.served, step.curves
    seconds = _of(curves.fixed, "weights")
    yield served.once(("weights", seconds), lambda: _weights(served, seconds))
    if served.shape.experts:
        asked = leaf(
            "experts of a layer that the batch chooses",
            _at(curves.asked(_array(batch))),
            operation="routing",
            note="E × (1 − (1 − k/E)^B), routing taken as even.",
        )
        # Four bits that the chip multiplies itself are read as dense weights are.
        native = step.question.reads_natively
        reading = "weights" if native else "experts"
        each = leaf(
            "one expert of every layer, on an accelerator",
            _backed(_of(curves.by_expert, "experts"), reading, served.bandwidth),
            "GB",
            operation="routing",
        )
        reads = product("experts read", (asked, each), "GB")
        yield product(
            "experts",
            (C[reading], quotient("at the bandwidth", reads, served.bandwidth, "s")),
            "s",
            "w × GB / GB/s, as the chip multiplies four bits itself" if native else "e × GB / GB/s",
        )
    else:
        yield _NO_EXPERTS
    kept = leaf("cache of a request on an accelerator", _gb(curves.request_bytes) * step.split.stages, "GB")
    reads = product("caches read", (_group(step, batch), kept), "GB")
    yield product(
        "cache", (C["cache"], quotient("at the bandwidth", reads, served.bandwidth, "s")), "s", "κv × GB / GB/s"
    )


def _working(step: Step, batch: Figure) -> Iterator[Figure]:
    """Terms 4 to 6: arithmetic, short kernels, calls of experts."""
    served, curves, shape = step.served, step.curves, step.served.shape
    yield product("arithmetic", (C["arithmetic"], batch, step.work), "s", "f × requests × time at the peak")
    narrowed = step.question.narrowed
    all_kernels = served.once(("kernels", narrowed), lambda: _all_kernels(_kernels(served, narrowed)))
    known = sum(one.or_zero for one in all_kernels.terms)
    # The formula's own sum may hold more than these kernels: what is left is told as a term, so that the sum agrees.
    rest = _of(curves.fixed, "layers") + _of(curves.by_request, "layers") * batch.or_zero - known
    if abs(rest) > _SAME * known:
        words = "handing on from stage to stage" if rest > 0 else "less, as the published speed of the chip shows"
        yield _all_kernels([*all_kernels.terms, leaf(words, rest, "s", operation="routing")])
    else:
        yield all_kernels
    if shape.experts:
        calls = leaf(
            "experts that an accelerator is asked for, of all layers",
            _of(curves.by_expert, "expert_calls") * _at(curves.asked(_array(batch))) / CONSTANTS.expert_call_s.value,
            operation="routing",
        )
        yield product("expert calls", (C["expert_call_s"], calls), "s", "x × calls")
    else:
        yield _NO_CALLS


def _kernels(served: Served, narrowed: int) -> list[Figure]:
    """Return the short kernels of each sort of layer, NARROWED inputs of each cut to FP8."""
    shape = served.shape
    layers = _of_model(served, "layers", shape.layers)
    found = [product("of all layers", (layers, C["layer_s"]), "s")]
    if shape.expert_layers:
        of_experts = _of_model(served, "layers of experts", shape.expert_layers)
        found.append(product("of layers of experts", (of_experts, C["expert_layer_s"]), "s"))
    if shape.latent_kv:
        found.append(product("of latent attention", (layers, C["latent_layer_s"]), "s"))
    if shape.sparse_top_tokens:
        found.append(product("of sparse attention", (layers, C["sparse_layer_s"]), "s"))
    if narrowed:
        inputs = leaf(
            "inputs that are narrowed to FP8",
            float(shape.layers * narrowed),
            note=f"{narrowed} in each of {shape.layers} layers.",
        )
        found.append(product("of narrowing inputs to FP8", (inputs, C["narrow_s"]), "s", "inputs × b"))
    return found


def _all_kernels(kernels: Sequence[Figure]) -> Figure:
    """Term 5."""
    return total("layers", kernels, "s", "short kernels, whatever the batch")


def _exchanging(step: Step, batch: Figure) -> Iterator[Figure]:
    """Terms 7 and 8: what crosses the links."""
    served, split = step.served, step.split
    if split.tensor > 1:
        far = _far(step, split.tensor)
        begun = served.once(("all-reduces", bool(far)), lambda: _begun(served.shape.layers, far, "all-reduce"))
        yield total("all-reduce", (begun, _crossing(step, "allreduce", batch)), "s", "start + what crosses the link")
    else:
        yield _UNDIVIDED
    if split.groups > 1 and served.shape.experts:
        far = _far(step, split.tensor * split.groups)
        begun = served.once(("all-to-alls", bool(far)), lambda: _begun(served.shape.expert_layers, far, "all-to-all"))
        yield total("all-to-all", (begun, _crossing(step, "alltoall", batch)), "s", "start + what crosses the link")
    else:
        yield _UNGROUPED


def _begun(layers: float, far: tuple[Figure, ...], what: Literal["all-reduce", "all-to-all"]) -> Figure:
    """Return what starts of all-reduces or all-to-alls in LAYERS take, FAR where they leave the inner link."""
    if what == "all-reduce":
        calls = leaf("all-reduces of a step", 2.0 * layers, note="Two a layer.")
        return product("start of the all-reduces", (calls, C["reduce_s"], *far), "s", "2 × L × α")
    calls = leaf("all-to-alls of a step", 2.0 * layers, note="Two a layer of experts.")
    return product("start of the all-to-alls", (calls, C["exchange_s"], *far), "s", "2 × L_m × γ")


def _serving(step: Step, batch: Figure) -> Iterator[Figure]:
    """Terms 9 and 10: requests, and the prompts of others."""
    question = step.question
    group = _group(step, batch)
    number = group if step.split.stages == 1 else product(group.label, (group, _stages(step)), "")
    yield product("requests", (C["request_s"], number), "s", "r × requests")
    if question.apart or question.whole:
        where = "elsewhere" if question.apart else "before a batch begins"
        yield leaf("prefill of others", 0.0, "s", note=f"Prompts are read {where}.")
        return
    written = leaf("tokens of an answer", question.output_tokens)
    share = quotient("prompts read for each token", batch, written, "")
    yield product("prefill of others", (C["prefill"], share, step.prompt), "s", "φ × B / O × T₁")


def _crossing(step: Step, name: str, batch: Figure) -> Figure:
    """Return the seconds in which all-reduces or all-to-alls of BATCH cross the link."""
    far = step.split.tensor if name == "allreduce" else step.split.tensor * step.split.groups
    rate = _rate(step, far)
    each = leaf(
        "sent by an accelerator for each request",
        _backed(_of(step.curves.by_group, name), "link", rate),
        "GB",
        operation="routing",
        note="2·L·H values in BF16, 2(t − 1)/t times."
        if name == "allreduce"
        else "L_m·k·H values, out in FP8 and back in BF16, (n − 1)/n of them.",
    )
    sent = product("sent by an accelerator", (_group(step, batch), each), "GB")
    return product("crossing the link", (C["link"], quotient("at the rate of the link", sent, rate, "s")), "s")


def _prompt(step: Step) -> Figure:
    """T₁: to read one prompt, in s."""
    served, split, curves = step.served, step.split, step.curves
    read = read_tokens(served.traffic) if step.question.read_share < 1.0 else served.traffic.input_tokens
    # The work of a token is that of one stage after another.
    work = step.work
    if split.stages > 1:
        work = product("time per token at the peak, all stages", (work, _stages(step)), "s")
    terms = [product("arithmetic of the prompt", (C["prompt"], read, work), "s", "p × tokens × time at the peak")]
    ranks = float(split.tensor * split.groups)
    peak = served.once(
        ("peak", ranks), lambda: product("peak of a replica", (leaf("accelerators", ranks), served.rate), "GFLOP/s")
    )
    pairs = leaf(
        "attention of the prompt",
        _backed(_of_prompt(curves, "attention"), "attention", peak),
        "GFLOP",
        operation="routing",
        note="4·L·A·d operations for each pair of tokens.",
    )
    terms.append(product("attention", (C["attention"], quotient("at the peak", pairs, peak, "s")), "s", "q × at peak"))
    for name, words, ranks in (
        ("allreduce", "all-reduces of the prompt", split.tensor),
        ("alltoall", "all-to-alls of the prompt", split.tensor * split.groups),
    ):
        if _of_prompt(curves, name):
            rate = _rate(step, ranks)
            sent = leaf(
                f"sent by an accelerator in {words}",
                _backed(_of_prompt(curves, name), "link", rate),
                "GB",
                operation="routing",
            )
            terms.append(product(words, (C["link"], quotient("at the rate of the link", sent, rate, "s")), "s"))
    return total("to read a prompt", terms, "s", "T₁: arithmetic + attention + what crosses the links")


def _token_work(served: Served, split: Split) -> Figure:
    """Seconds of the arithmetic of a token on a replica at the peak; of one stage's where it has several."""
    shape = served.shape
    others = shape.attention_params + shape.dense_params + shape.shared_params
    routed = shape.expert_layers * shape.experts_per_token * shape.expert_params
    wide = leaf("accelerators of a replica", float(split.accelerators))
    found: list[Figure] = []
    for words, params, rate in (
        ("experts of a token", routed, served.expert_rate),
        ("attention, dense and shared layers", others, served.other_rate),
    ):
        if params:
            billions = leaf(f"{words}, billions of parameters", params / 1e9, subject=served.model.id)
            work = product(f"work: {words}", (_TWO, billions), "GFLOP")
            found.append(
                quotient(f"at the peak: {words}", work, product("peak of a replica", (wide, rate), "GFLOP/s"), "s")
            )
    return found[0] if len(found) == 1 else total("time per token at the peak", found, "s")


def _rate(step: Step, ranks: int) -> Figure:
    """GB/s of an accelerator, one way, for what RANKS of them exchange."""
    link = step.link
    return settled(link.outside if link.outside is not None and ranks > link.domain else link.inside)


def _far(step: Step, ranks: int) -> tuple[Figure, ...]:
    return (C["across"],) if step.link.outside is not None and ranks > step.link.domain else ()


def _group(step: Step, batch: Figure) -> Figure:
    """Requests of a group with attention of its own, of one stage, at least one."""
    if step.split.groups == step.split.stages == 1 and batch.or_zero >= 1.0:
        return batch
    return leaf("requests of a group", _at(step.curves.in_group(_array(batch))), operation="routing")


def _stages(step: Step) -> Figure:
    return leaf("pipeline stages", float(step.split.stages))


def _of_model(served: Served, words: str, value: float) -> Figure:
    return leaf(f"{served.model.name}: {words}", value, subject=served.model.id)


def _array(batch: Figure) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([batch.or_zero])


def _at(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values[0])


def _gb(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values[0]) / 1e9


def _of(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]], term: str) -> float:
    """Return the value that TABLE, shape (terms, 1), has for TERM."""
    return float(table[PLACES[term], 0])


def _of_prompt(curves: Curves, part: str) -> float:
    return float(curves.prompt[PROMPT.index(part), 0])


def _backed(seconds: float, constant: str, rate: Figure) -> float:
    """The amount that takes SECONDS at RATE with CONSTANT."""
    return seconds / getattr(CONSTANTS, constant).value * rate.or_zero
