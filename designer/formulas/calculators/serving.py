"""Calculators of serving."""

from typing import Final

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number
from designer.formulas.checks import not_negative, positive
from designer.formulas.workloads.inference import decode_ms_per_token, kv_bytes_per_token
from designer.formulas.workloads.serving import Replica, throughput
from designer.formulas.workloads.sold_memory import sold_bytes

SUBJECT: Final = "Serving"


def _kv_cache(settings: Settings) -> dict[str, Result]:
    per_token = kv_bytes_per_token(
        settings.integer("layers"),
        settings.integer("kv_heads"),
        settings.integer("head_dim"),
        settings.number("bytes_per_value"),
    )
    return {"bytes_per_token": per_token, "gib": per_token * not_negative("tokens", settings.number("tokens")) / 2**30}


def _decode(settings: Settings) -> dict[str, Result]:
    per_token = kv_bytes_per_token(
        settings.integer("layers"),
        settings.integer("kv_heads"),
        settings.integer("head_dim"),
        settings.number("kv_bytes_per_value"),
    )
    time_ms = decode_ms_per_token(
        positive("params", settings.number("params")) * positive("bytes_per_param", settings.number("bytes_per_param")),
        per_token * not_negative("context", settings.number("context")),
        settings.number("memory_gb_per_s"),
        settings.integer("tp"),
        settings.number("efficiency"),
    )
    return {"ms_per_token": time_ms}


def _serving(settings: Settings) -> dict[str, Result]:
    params, width = positive("params", settings.number("params")), settings.number("bytes_per_param")
    active = settings.number("active_params") or params
    tp = settings.integer("tp")
    replica = Replica(
        weight_bytes=params * width,
        active_weight_bytes=active * width,
        active_params=active,
        kv_bytes_per_token=settings.number("kv_bytes_per_token"),
        memory_bytes=sold_bytes(settings.number("memory_gb")) * tp * settings.number("memory_share"),
        memory_bytes_per_s=settings.number("memory_gb_per_s") * 1e9 * tp,
        flops=settings.number("peak_tflops") * 1e12 * tp,
    )
    done = throughput(
        replica,
        settings.number("input_tokens"),
        settings.number("output_tokens"),
        efficiency=settings.number("efficiency"),
    )
    return {
        "batch": done.batch,
        "step_ms": done.step_s * 1e3,
        "prefill_ms": done.prefill_s * 1e3,
        "requests_per_s": done.requests_per_s,
        "output_tokens_per_s": done.output_tokens_per_s,
    }


_HEADS = (
    integer("layers", "", "layers"),
    integer("kv_heads", "", "key–value heads"),
    integer("head_dim", "", "size of a head"),
)

CALCULATORS: Final = (
    Calculator(
        name="kv-cache",
        subject=SUBJECT,
        summary="Memory of the key–value cache.",
        formula="2 · layers · kv_heads · head_dim · bytes, per token",
        source="Kwon et al., PagedAttention, 2023, section 3",
        validity="Multi-head and grouped-query attention; latent attention takes less. GiB are 2³⁰ bytes.",
        inputs=(
            *_HEADS,
            number("bytes_per_value", "B", "bytes of a value: 2 for FP16, 1 for FP8"),
            number("tokens", "", "tokens that are cached"),
        ),
        outputs=(Output("bytes_per_token", "B", "bytes of a token"), Output("gib", "GiB", "memory of all tokens")),
        compute=_kv_cache,
    ),
    Calculator(
        name="decode",
        subject=SUBJECT,
        summary="Time to decode one token of one sequence, bound by memory.",
        formula="(weights + KV cache) / (tp · memory bandwidth · efficiency)",
        source="roofline model; agrees with cli99/llm-analysis",
        validity="One sequence at a time, a bound: short kernels and the exchange between accelerators are left out. "
        "serving-step has them, with a measured error.",
        inputs=(
            number("params", "", "parameters that are read for a token"),
            number("bytes_per_param", "B", "bytes of a parameter: 2 for FP16, 1 for FP8"),
            number("context", "tokens", "tokens in the cache"),
            *_HEADS,
            number("memory_gb_per_s", "GB/s", "memory bandwidth of one accelerator"),
            integer("tp", "", "tensor parallelism"),
            number("efficiency", "", "share of the bandwidth that is reached, 0 to 1"),
            number("kv_bytes_per_value", "B", "bytes of a cached value", 2.0),
        ),
        outputs=(Output("ms_per_token", "ms", "time per token"),),
        compute=_decode,
    ),
    Calculator(
        name="serving",
        subject=SUBJECT,
        summary="Answers a second of one replica of a language model, at most.",
        formula="1 / (prefill + output · step / batch), step = max((weights + batch · cache) / bandwidth, "
        "2 · active · batch / FLOP/s)",
        source="Williams et al., Roofline, 2009; Kwon et al., PagedAttention, 2023",
        validity="Continuous batching with the batch that memory holds. An upper bound at efficiency 1, no estimate: "
        "what TensorRT-LLM publishes for Llama 3.1 8B on one H100 is 0.57 to 0.63 of it, and on eight accelerators "
        "half of it was measured. Designs are worked out by serving-step, with a measured error.",
        inputs=(
            number("params", "", "parameters"),
            number("bytes_per_param", "B", "bytes of a weight: 2 for BF16, 1 for FP8"),
            number("kv_bytes_per_token", "B", "cache of a token"),
            number("memory_gb", "GB", "memory of one accelerator as it is sold: its GB are GiB"),
            number("memory_gb_per_s", "GB/s", "memory bandwidth of one accelerator"),
            number("peak_tflops", "TFLOP/s", "peak of one accelerator at that precision, dense"),
            number("input_tokens", "", "tokens of a prompt"),
            number("output_tokens", "", "tokens of an answer"),
            integer("tp", "", "accelerators that share the replica", 1),
            number("active_params", "", "parameters that a token uses; 0 is all of them", 0),
            number("memory_share", "", "share of the memory that serving may use", 0.9),
            number("efficiency", "", "share of both roofs that is reached", 1),
        ),
        outputs=(
            Output("batch", "", "requests worked on at once"),
            Output("step_ms", "ms", "a decoding step with that batch"),
            Output("prefill_ms", "ms", "to read a prompt"),
            Output("requests_per_s", "1/s", "answers a second"),
            Output("output_tokens_per_s", "1/s", "tokens written a second"),
        ),
        compute=_serving,
    ),
)
