"""The constants of a training step, in one table: few, with units, none for a model or a run of its own."""

from typing import Final

from designer.formulas.fitted_constants import FittedConstant, constant_values

FITTED: Final = (
    "fitted to published runs: NVIDIA-NeMo/Megatron-Bridge performance summaries, mosaicml/llm-foundry benchmarking, "
    "VIA-Research/vTrain, Korthikanti et al. 2022 Table 5, AI-Hypercomputer/maxtext v4 and Llama 2 70B"
)
AGAIN: Final = f"{FITTED}; fitted anew with the collectives of designer/formulas/network/collective_times"
COUNT: Final = "counted: forward once, backward twice, and what is computed again"
NEMO_ALONE: Final = "Megatron-Bridge rows alone"
HELD: Final = "5th to 95th percentile of measured ÷ computed over the public rows, widened to round figures"
EFFICIENCY: Final = "share of peak arithmetic that large matrix products reach"
ATTENTION: Final = "share of the bf16 peak that attention reaches"
OFFLOAD: Final = "assumed: host offload or a smaller micro-batch makes up for it"
CAP: Final = "model FLOPs ÷ peak of the fastest published run"
HIGHEST: Final = "the highest that the sources of the rows publish for the chip"
CONFIGS: Final = "AI-Hypercomputer/maxtext configs/v*/README.md"
BLACKWELL_BF16: Final = f"{FITTED}: GPT-OSS 120B alone"


def _cap(value: float, source: str) -> FittedConstant:
    return FittedConstant(value, "1", CAP, source)


CONSTANTS: Final[dict[str, FittedConstant]] = {
    # Arithmetic.
    "gemm_a100": FittedConstant(0.967, "1", EFFICIENCY, AGAIN),
    "gemm_hopper": FittedConstant(0.6521, "1", EFFICIENCY, FITTED),
    "gemm_hopper_fp8": FittedConstant(0.6633, "1", EFFICIENCY, FITTED),
    "gemm_blackwell": FittedConstant(0.4285, "1", EFFICIENCY, BLACKWELL_BF16),
    "gemm_blackwell_fp8": FittedConstant(0.6258, "1", EFFICIENCY, FITTED),
    "gemm_blackwell_mxfp8": FittedConstant(0.6271, "1", EFFICIENCY, FITTED),
    "gemm_blackwell_nvfp4": FittedConstant(0.438, "1", EFFICIENCY, FITTED),
    "gemm_blackwell_ultra": FittedConstant(1.2722, "1", "what B300 and GB300 reach against B200 and GB200", AGAIN),
    "gemm_tpu_v4": FittedConstant(0.9227, "1", EFFICIENCY, FITTED),
    "gemm_tpu_v5": FittedConstant(0.8556, "1", EFFICIENCY, FITTED),
    "gemm_tpu_v6": FittedConstant(0.7809, "1", EFFICIENCY, FITTED),
    "gemm_other": FittedConstant(
        0.55,
        "1",
        EFFICIENCY,
        "assumed for other chips: between those that were measured",
        (0.35, 0.75),
    ),
    "gemm_megatron_2021": FittedConstant(0.7861, "1", "what Megatron of 2021 reaches against later software", AGAIN),
    "gemm_experts": FittedConstant(0.6029, "1", "what experts' products reach against dense ones", AGAIN),
    "half_hidden": FittedConstant(643.5316, "values", "hidden size at which products reach half", FITTED),
    "half_ffn": FittedConstant(716.9842, "values", "feed-forward size of a rank at which products reach half", FITTED),
    "half_tokens": FittedConstant(256.0, "tokens", "tokens of a micro-batch at which products reach half", FITTED),
    "half_expert": FittedConstant(951.8769, "values", "expert size at which products reach half", FITTED),
    "passes_none": FittedConstant(3.0, "1", "passes without recomputation", COUNT),
    "passes_selective": FittedConstant(3.15, "1", "passes with attention computed again", FITTED),
    "passes_full": FittedConstant(4.0, "1", "passes with all computed again", COUNT),
    "attention_old": FittedConstant(0.3025, "1", f"{ATTENTION}: A100, and flash attention before version 3", AGAIN),
    "attention_hopper": FittedConstant(0.5499, "1", ATTENTION, FITTED),
    "attention_blackwell": FittedConstant(0.538, "1", ATTENTION, FITTED),
    "attention_other": FittedConstant(0.7, "1", "what attention reaches against matrix products, TPU", "assumed"),
    "attention_passes": FittedConstant(3.5, "1", "passes of attention; one more with full recomputation", COUNT),
    # Memory traffic and launches.
    "traffic": FittedConstant(168.0869, "B", "read and written for each token and hidden value of a layer", FITTED),
    "traffic_low": FittedConstant(99.0896, "B", "the same, added below bf16", FITTED),
    "traffic_expert": FittedConstant(0.25, "1", "the same, added for each expert of a token, as a share", FITTED),
    "launch": FittedConstant(250.0, "µs", "launches and waits of a layer in three passes", FITTED),
    "launch_experts": FittedConstant(160.4794, "µs", "the same, added for a layer of experts", FITTED),
    "optimizer": FittedConstant(4.0, "1", "passes over the optimizer's state in memory", FITTED),
    # What of each communication shows.
    "tensor_shown": FittedConstant(0.4958, "1", "part of tensor-parallel collectives not hidden", AGAIN),
    "tensor_shown_2021": FittedConstant(0.8473, "1", "the same in Megatron of 2021", AGAIN),
    "expert_shown": FittedConstant(0.3246, "1", "part of experts' all-to-all not hidden", AGAIN),
    "expert_call": FittedConstant(40.0, "µs", "sorting and waiting of each all-to-all", FITTED),
    "sharded_shown": FittedConstant(0.2158, "1", "part of gathered weights not hidden by arithmetic", AGAIN),
    "stage_shown": FittedConstant(0.2237, "1", "part of sends between stages not hidden", FITTED),
    "context_hidden": FittedConstant(0.7, "1", "part of attention that hides exchanged keys and values", FITTED),
    "context_step": FittedConstant(20.0, "µs", "each step of the ring of keys and values", FITTED),
    "gradients_hidden": FittedConstant(0.53, "1", "part of a micro-batch that hides gradients", FITTED),
    "gradients_shown": FittedConstant(0.25, "1", "part of gradients and weights that nothing hides", FITTED),
    "point_inside": FittedConstant(0.78, "1", "share of the rate inside that sends reach", FITTED),
    "point_between": FittedConstant(0.93, "1", "share of the fabric's rate that sends reach", FITTED),
    "waiting": FittedConstant(0.0044, "1", "waiting for the slowest, for each doubling beyond eight", FITTED),
    "maturity": FittedConstant(
        0.06,
        "1/month",
        "rise of the speed of mixtures of experts with the month of the software, before and after April 2026",
        f"{NEMO_ALONE}; GPT-OSS 120B on B200 rose from 8,047 to 13,568 tokens/s between two containers",
        (0.03, 0.1),
    ),
    # Bounds of what was seen.
    "cap_a100": _cap(0.64, HIGHEST),
    "cap_hopper": _cap(0.47, HIGHEST),
    "cap_tpu_v4": _cap(0.59, CONFIGS),
    "cap_tpu_v5e": _cap(0.67, CONFIGS),
    "cap_tpu_v5": _cap(0.715, CONFIGS),
    "cap_tpu_v6": _cap(0.50, CONFIGS),
    # From step to hours.
    "batch_tokens": FittedConstant(
        4_194_304.0, "tokens", "global batch where none is stated", "assumed", (1_048_576.0, 16_777_216.0)
    ),
    "goodput": FittedConstant(0.94, "1", "part of the time that is training", "Llama 3 paper: 419 stops in 54 days"),
    "project_low": FittedConstant(1.0, "1", "hours of the project against hours of the run, low", "assumed"),
    "project": FittedConstant(1.1, "1", "the same, typical: restarts, annealing, evaluations", "assumed"),
    "project_high": FittedConstant(3.0, "1", "the same, high: Llama 3.1 8B took 2.7 times", "assumed"),
    # Ranges, as factors on the step.
    "dense_low": FittedConstant(0.87, "1", "low end of the range, dense", HELD),
    "dense_high": FittedConstant(1.20, "1", "high end of the range, dense", HELD),
    "experts_low": FittedConstant(0.71, "1", "low end of the range, mixture of experts", HELD),
    "experts_high": FittedConstant(1.43, "1", "high end of the range, mixture of experts", HELD),
    "searched": FittedConstant(1.1, "1", "factor on both ends where the split was searched", "assumed"),
    "untested": FittedConstant(1.25, "1", "factor on both ends for a device without a measured row", "assumed"),
    "tight": FittedConstant(1.1, "1", "factor on memory up to which a run counts as tight, not refused", OFFLOAD),
}
"""Every constant by name."""

VALUES: Final[dict[str, float]] = constant_values(CONSTANTS)
"""The values alone, as `step.step_times` takes them."""
