"""Most answers of a replica of a language model: both roofs, memory and arithmetic, and what fits.

Every decoding step reads the weights once and the cache of every request in the batch; every token takes two
operations for each active parameter. A request also takes its prefill. GB are 10⁹ bytes, TFLOP/s are dense. It is the
bound of a calculator; designs are worked out by `formulas.workloads.serving_step`.
"""

from msgspec import Struct

from designer.formulas.checks import between, not_negative, positive, share_above_zero, whole


class Replica(Struct, frozen=True):
    """A model and the accelerators that hold one copy of it.

    Attributes:
        weight_bytes: Of all parameters.
        active_weight_bytes: Of those that a token uses; the same for dense models.
        active_params: Parameters that a token uses.
        kv_bytes_per_token: Cache of a token.
        memory_bytes: That serving may use, all accelerators together.
        memory_bytes_per_s: Bandwidth, all accelerators together.
        flops: Peak at the precision, all accelerators together.
    """

    weight_bytes: float
    active_weight_bytes: float
    active_params: float
    kv_bytes_per_token: float
    memory_bytes: float
    memory_bytes_per_s: float
    flops: float


class Throughput(Struct, frozen=True):
    """Throughput of a replica at most.

    Attributes:
        batch: Requests that it works on at once.
        step_s: Time of a decoding step with that batch.
        prefill_s: Time to read the prompt of one request.
        requests_per_s: Answers a second.
        output_tokens_per_s: Tokens that are written a second.
        memory_bound: Whether a decoding step waits for memory and not for arithmetic.
    """

    batch: int
    step_s: float
    prefill_s: float
    requests_per_s: float
    output_tokens_per_s: float
    memory_bound: bool


def step_time(replica: Replica, batch: float, context: float) -> float:
    """Seconds of a decoding step for BATCH requests with CONTEXT tokens each: the longer of both roofs.

    max((weights + batch · cache) / bandwidth, 2 · active · batch / FLOP/s); of a mixture of experts, a batch reads
    the experts of all its tokens, at most all of them.

    Source: Williams et al., "Roofline", 2009, with the reads and operations of Kwon et al., PagedAttention, 2023.
    """
    weights = min(replica.weight_bytes, replica.active_weight_bytes * max(batch, 1.0))
    memory = (weights + batch * context * replica.kv_bytes_per_token) / replica.memory_bytes_per_s
    return max(memory, 2 * replica.active_params * batch / replica.flops)


def throughput(
    replica: Replica,
    input_tokens: float,
    output_tokens: float,
    *,
    batch_most: int | None = None,
    efficiency: float = 1.0,
    cached_share: float = 0.0,
) -> Throughput:
    """Return the throughput of REPLICA with requests of INPUT_TOKENS and OUTPUT_TOKENS under continuous batching.

    A request takes prefill + output · step / batch of the replica's time; on average it holds its input and half of
    its output in the cache. An upper bound at efficiency 1.

    Source: both roofs of `step_time`; agrees within 1.8 times with the throughput that TensorRT-LLM publishes.

    Args:
        replica: Model and accelerators.
        input_tokens: Tokens of a prompt.
        output_tokens: Tokens of an answer.
        batch_most: Largest batch that the engine allows; None for what the memory holds.
        efficiency: Share of both roofs that is reached.
        cached_share: Share of the input that needs no prefill.

    Raises:
        ValueError: An input is out of range, or not even one request fits.
    """
    for name in Replica.__struct_fields__:
        check = not_negative if name == "kv_bytes_per_token" else positive
        check(name, getattr(replica, name))
    between("cached_share", cached_share, 0, 1)
    positive("output_tokens", output_tokens)
    not_negative("input_tokens", input_tokens)
    share_above_zero("efficiency", efficiency)
    # On average a request holds its prompt and half of its answer.
    context = input_tokens + output_tokens / 2
    room = replica.memory_bytes - replica.weight_bytes
    each = context * replica.kv_bytes_per_token
    if room < each or room < 0:
        raise ValueError(
            f"the model does not fit: weights take {replica.weight_bytes / 1e9:.4g} GB and a request "
            f"{each / 1e9:.4g} GB of {replica.memory_bytes / 1e9:.4g} GB."
        )
    most = whole("batch_most", batch_most, 1) if batch_most is not None else None
    fitting = int(room // each) if each else most or 1
    batch = max(min(fitting, most or fitting), 1)
    step = step_time(replica, batch, context) / efficiency
    prefill = 2 * replica.active_params * input_tokens * (1 - cached_share) / replica.flops / efficiency
    # A request takes its prefill alone and its share of each step of the batch.
    per_request = prefill + output_tokens * step / batch
    memory_bound = step * efficiency > 2 * replica.active_params * batch / replica.flops
    return Throughput(
        batch=batch,
        step_s=step,
        prefill_s=prefill,
        requests_per_s=1 / per_request,
        output_tokens_per_s=output_tokens / per_request,
        memory_bound=memory_bound,
    )
