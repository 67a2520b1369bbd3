"""The time per token as a sum of ten terms, the first token, and the rate; for many rows together.

Source: the terms and their constants are fitted to measured rows, see constants.py. How far they are off, also on rows
that constants have not seen, is printed by `python -m tests.accuracy serving`.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.formulas.workloads.serving_step.constants import (
    CONSTANTS,
    ENGINES,
    RUNTIME_BYTES,
    Constants,
    EngineConstants,
)
from designer.formulas.workloads.serving_step.question import Question, widths_of

Floats = NDArray[np.float64]
TERMS: Final = (
    "weights",
    "experts",
    "cache",
    "arithmetic",
    "layers",
    "expert_calls",
    "allreduce",
    "alltoall",
    "requests",
    "prefill",
)
"""What the time per token is made of, in the order of the sum."""
PLACES: Final = {name: place for place, name in enumerate(TERMS)}
PROMPT: Final = ("arithmetic", "attention", "allreduce", "alltoall")
"""What the reading of a prompt is made of: arithmetic, attention over all pairs of its tokens, what crosses links."""


class Steps(Struct, frozen=True):
    """The answers, each an array over the rows; times in seconds.

    Attributes:
        batch: Requests that a replica works on at once.
        waiting: Requests of a replica that wait for memory.
        prompt_s: To read one prompt.
        terms: Seconds by the names of `TERMS`.
        token_s: Time per token.
        first_s: First token.
        tokens_per_s: Output tokens of all replicas.
        requests_per_s: Requests of all replicas.
    """

    batch: Floats
    waiting: Floats
    prompt_s: Floats
    terms: dict[str, Floats]
    token_s: Floats
    first_s: Floats
    tokens_per_s: Floats
    requests_per_s: Floats


def steps(questions: Sequence[Question], constants: Constants = CONSTANTS) -> Steps:
    """Return the answers to QUESTIONS, row by row in the same order."""
    return steps_of(Columns(questions), constants)


def steps_of(
    rows: "Columns", constants: Constants = CONSTANTS, engines: Mapping[str, EngineConstants] = ENGINES
) -> Steps:
    """Return the answers to ROWS, in the same order; a fit asks the same rows again with other constants."""
    curves = curves_of_rows(rows, constants, engines)
    per_replica = rows.concurrency / rows.replicas
    batch = np.minimum(per_replica, curves.fits)
    waiting = per_replica - batch
    token = curves.token_s(batch)
    first = curves.first_s(batch, token)
    # A closed loop: concurrency = rate × time, so who waits for memory waits for those before him.
    first = first + waiting / batch * (first + rows.output * token)
    requests = rows.concurrency / (first + rows.output * token)
    return Steps(
        batch=batch,
        waiting=waiting,
        prompt_s=curves.prompt_s,
        terms=dict(zip(TERMS, curves.terms(batch), strict=True)),
        token_s=token,
        first_s=first,
        tokens_per_s=requests * rows.output,
        requests_per_s=requests,
    )


class Curves(Struct, frozen=True):
    """Curves of the time per token and of the first token over the batch of a replica; each an array over the rows.

    A term is fixed + by_request · B + by_group · G + by_expert · X seconds, where G of the B requests are in a group
    with attention of its own, at least one, and X distinct experts of a layer are chosen by the tokens of a stage.

    Attributes:
        fixed: (terms, rows), in the order of `TERMS`.
        by_request: The same.
        by_group: The same.
        by_expert: The same.
        sums: (4, rows): these four, each summed over the terms.
        stages: Pipeline stages: a batch is cut into as many groups, one in each.
        groups: Groups with attention of their own.
        experts: Of a layer; 0 without.
        chosen: Share of the experts that a token chooses.
        fits: Requests that the memory of a replica holds, at most the largest batch of the engine.
        weight_bytes: Weights on one accelerator.
        request_bytes: Cache of a request on one accelerator.
        prompt: (parts, rows): to read one prompt, in the order of `PROMPT`.
        prompt_s: The sum of these.
        front_s: Of the first token, what no batch changes, the prompt included.
        admission_s: Of the first token, for each request of the batch.
        ahead: Share of the other prompts that are read before.
        first_steps: Steps of others before the first token.
    """

    fixed: Floats
    by_request: Floats
    by_group: Floats
    by_expert: Floats
    sums: Floats
    stages: Floats
    groups: Floats
    experts: Floats
    chosen: Floats
    fits: Floats
    weight_bytes: Floats
    request_bytes: Floats
    prompt: Floats
    prompt_s: Floats
    front_s: Floats
    admission_s: Floats
    ahead: Floats
    first_steps: float

    def row(self, place: int) -> "Curves":
        """The curves of one row alone."""
        return self.rows(place, place + 1)

    def rows(self, start: int, stop: int) -> "Curves":
        """The curves of the rows from START up to STOP."""
        # Slices of one and of two axes each in their own way, as thousands of engines take theirs of many rows.
        tables = [table[:, start:stop] if table.ndim == 2 else table[start:stop] for table in _arrays_of(self)]
        return _curves_like(tables, self)

    def standing(self) -> "Curves":
        """The same with an axis behind that of the rows, so that each row takes several batches: (..., rows, 1)."""
        return _curves_like([table[..., None] for table in _arrays_of(self)], self)

    def quickened(self, less_s: Floats) -> "Curves":
        """The same with LESS_S of the time per token taken off its short kernels, in each row."""
        fixed, sums = self.fixed.copy(), self.sums.copy()
        fixed[PLACES["layers"]] -= less_s
        sums[0] -= less_s
        return replace(self, fixed=fixed, sums=sums)

    def in_group(self, batch: Floats) -> Floats:
        """Requests of BATCH in one group with attention of its own, at least one."""
        return np.maximum(batch / self.stages / self.groups, 1.0)

    def asked(self, batch: Floats) -> Floats:
        """Distinct experts of a layer that the tokens of BATCH choose, routing taken as even: E·(1 − (1 − k/E)^B)."""
        return self.experts * (1 - (1 - self.chosen) ** (batch / self.stages))

    def terms(self, batch: Floats) -> Floats:
        """The ten terms of the time per token with BATCH requests at once in each row, in s: (terms, rows)."""
        group, asked = self.in_group(batch), self.asked(batch)
        return self.fixed + self.by_request * batch + self.by_group * group + self.by_expert * asked

    def token_s(self, batch: Floats) -> Floats:
        """Time per token with BATCH requests at once: (..., rows)."""
        fixed, by_request, by_group, by_expert = self.sums
        return fixed + by_request * batch + by_group * self.in_group(batch) + by_expert * self.asked(batch)

    def first_s(self, batch: Floats, token_s: Floats) -> Floats:
        """First token with BATCH requests at once, of which each takes TOKEN_S for a token, without waiting."""
        others = self.ahead * (batch - 1.0) * self.prompt_s
        return self.front_s + self.admission_s * batch + others + self.first_steps * token_s


_arrays_of: Final[Callable[[Curves], tuple[Floats, ...]]] = attrgetter(*Curves.__struct_fields__[:-1])
"""All of the curves but `first_steps`, which is the last."""


def _curves_like(arrays: Sequence[Floats], other: Curves) -> Curves:
    """Return the curves of ARRAYS, in the order of the fields, with the constants of OTHER."""
    fields: list[Any] = [*arrays, other.first_steps]
    return Curves(*fields)


def side_by_side(some: Sequence[Curves]) -> Curves:
    """Return the rows of SOME, of the same constants, as those of one, in their order."""
    if len(some) == 1:
        return some[0]
    columns = zip(*[_arrays_of(one) for one in some], strict=True)
    return _curves_like([np.concatenate(column, axis=-1) for column in columns], some[0])


def curves_of_rows(
    rows: "Columns", constants: Constants = CONSTANTS, engines: Mapping[str, EngineConstants] = ENGINES
) -> Curves:
    """Return how the times of ROWS follow from the batch; their concurrency and replicas play no part in it."""
    shared = _shared(rows, constants)
    # What fits beside weights and runtime, at least one request for each group with attention of its own.
    free = rows.memory_share * rows.memory - shared.weight_bytes / rows.pipeline - RUNTIME_BYTES
    fits = rows.data * np.maximum(1.0, free / (shared.request_bytes / rows.pipeline))
    parts = _prompt(rows, shared, constants)
    prompt = _sum(parts)
    served = [engines[name] for name in rows.engine_names]
    front, admission, ahead = (
        np.array([getattr(one, name) for one in served])[rows.engine] for name in ("front_s", "request_s", "ahead")
    )
    no_experts = rows.experts == 0
    tables = _coefficients(rows, shared, prompt, constants)
    fixed, by_request, by_group, by_expert = tables
    return Curves(
        fixed=fixed,
        by_request=by_request,
        by_group=by_group,
        by_expert=by_expert,
        sums=np.stack([_sum(table) for table in tables]),
        stages=rows.pipeline,
        groups=rows.data,
        experts=rows.experts,
        chosen=np.divide(rows.experts_per_token, rows.experts, out=np.zeros_like(rows.experts), where=~no_experts),
        fits=np.minimum(fits, rows.batch_most),
        weight_bytes=shared.weight_bytes / rows.pipeline,
        request_bytes=shared.request_bytes / rows.pipeline,
        prompt=parts,
        prompt_s=prompt,
        front_s=front
        + rows.layers * constants.first_layer_s.value
        + constants.first_weights.value * shared.weight_bytes / rows.bytes_per_s
        + prompt,
        admission_s=admission,
        # A batch that runs to its end begins with all of its prompts.
        ahead=np.where(rows.whole, 1.0, ahead),
        first_steps=constants.first_step.value,
    )


class Columns:
    """Questions as columns, each an array over the rows."""

    def __init__(self, questions: Sequence[Question]) -> None:
        def column(read: Callable[[Question], float]) -> Floats:
            return np.array([read(one) for one in questions], dtype=np.float64)

        widths = [widths_of(one) for one in questions]
        # Each engine is named once; a row holds its place among the names.
        self.engine_names = tuple(dict.fromkeys(one.engine for one in questions))
        places = {name: place for place, name in enumerate(self.engine_names)}
        self.engine = np.array([places[one.engine] for one in questions], dtype=np.intp)
        self.layers = column(lambda one: one.shape.layers)
        self.full_layers = column(lambda one: one.shape.full_layers)
        self.linear_layers = column(lambda one: one.shape.linear_layers)
        self.expert_layers = column(lambda one: one.shape.expert_layers)
        self.hidden = column(lambda one: one.shape.hidden)
        self.heads = column(lambda one: one.shape.heads)
        self.kv_heads = column(lambda one: one.shape.kv_heads)
        self.head_dim = column(lambda one: one.shape.head_dim)
        self.experts = column(lambda one: one.shape.experts)
        self.experts_per_token = column(lambda one: one.shape.experts_per_token)
        self.latent = column(lambda one: one.shape.latent_kv) > 0
        self.latent_values = column(lambda one: one.shape.latent_kv + one.shape.latent_rope)
        self.latent_head = column(lambda one: one.shape.latent_nope + one.shape.latent_rope + one.shape.latent_v)
        self.window = column(lambda one: one.shape.window_tokens)
        self.window_share = column(lambda one: one.shape.window_share)
        self.sparse_top = column(lambda one: one.shape.sparse_top_tokens)
        self.index_dim = column(lambda one: one.shape.index_head_dim)
        self.linear_state = column(lambda one: one.shape.linear_value_heads * one.shape.linear_head_dim**2)
        # Sums over a shape are taken once for all rows of it.
        shapes = {id(one.shape): one.shape for one in questions}
        attention = {name: shape.attention_params for name, shape in shapes.items()}
        self.attention_params = column(lambda one: attention[id(one.shape)])
        self.other_params = column(lambda one: one.shape.dense_params + one.shape.shared_params)
        self.expert_params = column(lambda one: one.shape.expert_params)
        self.head_params = column(lambda one: one.shape.head_params)
        self.memory = column(lambda one: one.chip.memory_bytes)
        self.bytes_per_s = column(lambda one: one.chip.bytes_per_s)
        self.bf16_per_s = column(lambda one: one.chip.bf16_per_s)
        self.domain = column(lambda one: one.chip.domain)
        self.scale_up = column(lambda one: one.chip.scale_up_bytes_per_s)
        self.network = column(lambda one: one.network_bytes_per_s or np.nan)
        self.cache_bytes = column(lambda one: one.cached_bytes)
        self.input = column(lambda one: one.input_tokens)
        self.output = column(lambda one: one.output_tokens)
        self.concurrency = column(lambda one: one.concurrency)
        self.tensor = column(lambda one: one.tensor)
        self.pipeline = column(lambda one: one.pipeline)
        self.expert = column(lambda one: one.expert)
        self.data = column(lambda one: one.data)
        self.replicas = column(lambda one: one.replicas)
        self.apart = column(lambda one: one.apart) > 0
        self.whole = column(lambda one: one.whole) > 0
        self.memory_share = column(lambda one: one.memory_share)
        self.read_share = column(lambda one: one.read_share)
        self.batch_most = column(lambda one: one.batch_most)
        self.reads_natively = column(lambda one: one.reads_natively) > 0
        self.narrowed = column(lambda one: one.narrowed)
        self.expert_bytes = np.array([one.expert for one in widths])
        self.attention_bytes = np.array([one.attention for one in widths])
        self.dense_bytes = np.array([one.dense for one in widths])
        self.expert_per_s = np.array([one.expert_per_s for one in widths])
        self.other_per_s = np.array([one.other_per_s for one in widths])
        self.accelerators = self.tensor * self.data


class _Shared(Struct, frozen=True):
    """Quantities that several terms share, each an array over the rows.

    Attributes:
        weight_bytes: Weights on one accelerator, of all stages together.
        request_bytes: Cache of a request on one accelerator, of all stages together.
        token_s: Arithmetic of a token at the peak, of all stages together.
        reduce_rate: Bytes a second one way of an all-reduce, at the rate of the link.
        exchange_rate: The same of an all-to-all.
        reduce_times: Factor on the latency of an all-reduce.
        exchange_times: Factor on the latency of an all-to-all.
    """

    weight_bytes: Floats
    request_bytes: Floats
    token_s: Floats
    reduce_rate: Floats
    exchange_rate: Floats
    reduce_times: Floats
    exchange_times: Floats


def _shared(rows: Columns, constants: Constants) -> _Shared:
    routed = rows.expert_layers * rows.experts * rows.expert_params * rows.expert_bytes / rows.accelerators
    weights = _dense_bytes(rows) + routed
    # The cache at mean length: half of the answer is there on average.
    mean = rows.input + rows.output / 2
    windowed = np.where(rows.window > 0, rows.window_share, 0.0)
    kept = rows.full_layers * (mean * (1 - windowed) + np.minimum(mean, rows.window) * windowed)
    copies = np.maximum(rows.kv_heads / rows.tensor, 1.0)  # fewer heads than ranks are copied
    grouped = 2 * copies * rows.head_dim * rows.cache_bytes * kept
    # Linear layers keep a state of fixed size in 32 bits, read and written.
    grouped = grouped + rows.linear_layers * rows.linear_state * 4 * 2 / rows.tensor
    sparse = rows.sparse_top > 0
    read = np.where(sparse, np.minimum(mean, rows.sparse_top), mean)
    # A latent cache is not divided: each tensor-parallel rank holds all of it; the index is kept for all tokens.
    latent = rows.layers * (rows.latent_values * rows.cache_bytes * read + np.where(sparse, rows.index_dim * mean, 0.0))
    active = rows.expert_layers * rows.experts_per_token * rows.expert_params / (rows.accelerators * rows.expert_per_s)
    dense = (rows.attention_params + rows.other_params) / (rows.accelerators * rows.other_per_s)
    reduce_far, exchange_far = rows.tensor > rows.domain, rows.accelerators > rows.domain
    return _Shared(
        weight_bytes=weights,
        request_bytes=np.where(rows.latent, latent, grouped),
        token_s=active + dense,
        reduce_rate=np.where(reduce_far, rows.network, rows.scale_up),
        exchange_rate=np.where(exchange_far, rows.network, rows.scale_up),
        reduce_times=np.where(reduce_far, constants.across.value, 1.0),
        exchange_times=np.where(exchange_far, constants.across.value, 1.0),
    )


def _dense_bytes(rows: Columns) -> Floats:
    """Weights of attention, dense feed-forward, shared experts and output head on one accelerator; the head in BF16."""
    attention = rows.attention_params * rows.attention_bytes / rows.tensor
    return attention + rows.other_params * rows.dense_bytes / rows.accelerators + 2 * rows.head_params / rows.tensor


def _reduced(rows: Columns, shared: _Shared, tokens: Floats, constants: Constants) -> Floats:
    """Seconds in which the hidden state of TOKENS crosses the links of two all-reduces a layer, in BF16."""
    crossed = 2 * rows.layers * rows.hidden * 2 * 2 * (rows.tensor - 1) / rows.tensor
    sent = constants.link.value * tokens * crossed
    return np.divide(sent, shared.reduce_rate, out=np.zeros_like(sent), where=rows.tensor > 1)


def _exchanged(rows: Columns, shared: _Shared, tokens: Floats, constants: Constants) -> Floats:
    """Seconds in which TOKENS go to their experts in FP8 and come back in BF16, where groups have attention apart."""
    share = (rows.accelerators - 1) / rows.accelerators
    crossed = rows.expert_layers * rows.experts_per_token * rows.hidden * 3 * share
    asked = (rows.data > 1) & (rows.experts > 0)
    sent = constants.link.value * tokens * crossed
    return np.divide(sent, shared.exchange_rate, out=np.zeros_like(sent), where=asked)


def _prompt(rows: Columns, shared: _Shared, constants: Constants) -> Floats:
    """Seconds to read one prompt: arithmetic, attention over all pairs of tokens, and what crosses the links."""
    head = np.where(rows.latent, rows.latent_head / 2, rows.head_dim)
    # What comes from a cache of prefixes is not read again.
    read = rows.input * rows.read_share
    pairs = np.where(rows.sparse_top > 0, read * np.minimum(read, rows.sparse_top), read**2 / 2)
    # A windowed layer and a linear one read no pairs that count.
    share = rows.full_layers / rows.layers * np.where(rows.window > 0, 1 - rows.window_share, 1.0)
    attention = 4 * rows.layers * rows.heads * head * pairs * share
    return np.stack(
        [
            constants.prompt.value * 2 * read * shared.token_s,
            constants.attention.value * attention / (rows.accelerators * rows.bf16_per_s),
            _reduced(rows, shared, read / rows.data, constants),
            _exchanged(rows, shared, read / rows.accelerators, constants),
        ]
    )


def _sum(table: Floats) -> Floats:
    """The sum of TABLE, (terms, rows), over its terms, in their order however many rows there are."""
    found = table[0].copy()
    for term in table[1:]:
        found += term
    return found


def _coefficients(
    rows: Columns, shared: _Shared, prompt: Floats, constants: Constants
) -> tuple[Floats, Floats, Floats, Floats]:
    """The ten terms of the time per token: fixed, by request, by request of a group, and by expert, in seconds."""
    fixed, by_request, by_group, by_expert = np.zeros((4, len(TERMS), prompt.size))
    one = np.ones_like(prompt)
    fixed[PLACES["weights"]] = constants.weights.value * _dense_bytes(rows) / rows.bytes_per_s
    # Bytes of one expert of every layer, on each accelerator of the replica.
    expert = rows.expert_layers * rows.expert_params * rows.expert_bytes / rows.accelerators
    # Four bits that the chip multiplies itself are read as dense weights are.
    reads = np.where(rows.reads_natively, constants.weights.value, constants.experts.value)
    by_expert[PLACES["experts"]] = reads * expert / rows.bytes_per_s
    by_group[PLACES["cache"]] = constants.cache.value * shared.request_bytes / rows.bytes_per_s
    # A batch that goes through stages is cut into as many groups, one in each.
    by_request[PLACES["arithmetic"]] = constants.arithmetic.value * 2 * shared.token_s / rows.pipeline
    kernels = (
        rows.layers * constants.layer_s.value
        + rows.expert_layers * constants.expert_layer_s.value
        + np.where(rows.latent, rows.layers, 0.0) * constants.latent_layer_s.value
        + np.where(rows.sparse_top > 0, rows.layers, 0.0) * constants.sparse_layer_s.value
        + rows.layers * rows.narrowed * constants.narrow_s.value
    )
    staged = rows.pipeline > 1
    begun = (rows.pipeline - 1) * constants.reduce_s.value * shared.reduce_times
    fixed[PLACES["layers"]] = kernels + np.where(staged, begun, 0.0)
    handed_on = (rows.pipeline - 1) / rows.pipeline * rows.hidden * 2
    by_request[PLACES["layers"]] = np.divide(handed_on, shared.exchange_rate, out=np.zeros_like(prompt), where=staged)
    by_expert[PLACES["expert_calls"]] = constants.expert_call_s.value * rows.expert_layers / rows.expert
    many = rows.tensor > 1
    fixed[PLACES["allreduce"]] = np.where(many, 2 * rows.layers * constants.reduce_s.value * shared.reduce_times, 0.0)
    by_group[PLACES["allreduce"]] = _reduced(rows, shared, one, constants)
    apart = (rows.data > 1) & (rows.experts > 0)
    fixed[PLACES["alltoall"]] = np.where(
        apart, 2 * rows.expert_layers * constants.exchange_s.value * shared.exchange_times, 0
    )
    by_group[PLACES["alltoall"]] = _exchanged(rows, shared, one, constants)
    by_group[PLACES["requests"]] = constants.request_s.value * rows.pipeline
    elsewhere = rows.apart | rows.whole
    by_request[PLACES["prefill"]] = np.where(elsewhere, 0.0, constants.prefill.value / rows.output * prompt)
    return fixed, by_request, by_group, by_expert
