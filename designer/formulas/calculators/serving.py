"""Calculators of serving."""

from typing import Final

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number
from designer.formulas.checks import not_negative, positive
from designer.formulas.inference import decode_ms_per_token, kv_bytes_per_token

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
        validity="One sequence at a time; the exchange between accelerators is left out.",
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
        outputs=(Output("ms_per_token", "ms", "time of a token"),),
        compute=_decode,
    ),
)
