"""Calculators of training."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, choice, integer, number
from designer.formulas.checks import whole
from designer.formulas.workloads.iteration import Split, iteration_time
from designer.formulas.workloads.training import (
    RECOMPUTE,
    iteration_flops,
    pflops_days,
    training_days,
    training_flops,
    utilisation,
)
from designer.formulas.workloads.training_memory import deepspeed_memory, training_memory, zero_memory

SUBJECT: Final = "Training"


def _training_flops(settings: Settings) -> dict[str, Result]:
    flops = training_flops(settings.number("params"), settings.number("tokens"))
    return {"flops": flops, "pflops_days": pflops_days(flops)}


def _training_days(settings: Settings) -> dict[str, Result]:
    days = training_days(
        settings.number("params"),
        settings.number("tokens"),
        settings.integer("accelerators"),
        settings.number("achieved_tflops"),
        settings.text("recompute"),
    )
    return {"days": days}


def _training_mfu(settings: Settings) -> dict[str, Result]:
    whole("heads", settings.integer("heads"), 1)
    flops = iteration_flops(
        settings.integer("layers"),
        settings.integer("hidden"),
        settings.integer("seq"),
        settings.integer("vocab"),
        settings.integer("batch"),
    )
    used = utilisation(
        flops, settings.integer("accelerators"), settings.number("iteration_s"), settings.number("peak_tflops")
    )
    return asdict(used)


def _training_iteration(settings: Settings) -> dict[str, Result]:
    whole("heads", settings.integer("heads"), 1)
    split = Split(
        global_batch=settings.integer("global_batch"),
        micro_batch=settings.integer("micro_batch"),
        tp=settings.integer("tp"),
        dp=settings.integer("dp"),
        pp=settings.integer("pp"),
    )
    accelerators = settings.integer("accelerators")
    if accelerators != split.tp * split.dp * split.pp:
        raise ValueError(f"accelerators is {accelerators}, but tp × dp × pp is {split.tp * split.dp * split.pp}.")
    time = iteration_time(
        settings.number("params"),
        settings.integer("layers"),
        settings.integer("hidden"),
        settings.integer("seq"),
        split,
        settings.number("peak_tflops"),
        settings.number("intra_gb_per_s"),
        settings.number("inter_gb_per_s"),
    )
    parts = {f"{name.removesuffix('_s')}_ms": seconds * 1000 for name, seconds in asdict(time).items()}
    return {"iteration_ms": time.total_s * 1000, **parts}


def _training_memory(settings: Settings) -> dict[str, Result]:
    memory = training_memory(
        settings.integer("layers"),
        settings.integer("hidden"),
        settings.integer("heads"),
        settings.integer("seq"),
        settings.integer("micro_batch"),
        settings.integer("tp"),
        settings.integer("pp"),
        settings.integer("interleave"),
    )
    return asdict(memory)


def _zero(settings: Settings) -> dict[str, Result]:
    return asdict(zero_memory(settings.number("params"), settings.integer("dp")))


def _deepspeed(settings: Settings) -> dict[str, Result]:
    memory = deepspeed_memory(
        settings.number("params"), settings.number("largest_layer"), settings.integer("accelerators")
    )
    return asdict(memory)


_PARAMS = number("params", "", "parameters")
_TOKENS = number("tokens", "", "training tokens")
_ACCELERATORS = integer("accelerators", "", "accelerators")
_SHAPE = (
    integer("layers", "", "layers"),
    integer("hidden", "", "hidden size"),
    integer("heads", "", "attention heads"),
    integer("seq", "tokens", "sequence length"),
)

CALCULATORS: Final = (
    Calculator(
        name="training-flops",
        subject=SUBJECT,
        summary="Floating-point operations to train a dense transformer.",
        formula="6 · params · tokens",
        source="Brown et al., Language models are few-shot learners, 2020, Table D.1",
        validity="Dense models whose sequence is short against the hidden size: attention is left out.",
        inputs=(_PARAMS, _TOKENS),
        outputs=(
            Output("flops", "FLOP", "operations"),
            Output("pflops_days", "PFLOP/s-days", "days of one PFLOP/s"),
        ),
        compute=_training_flops,
    ),
    Calculator(
        name="training-days",
        subject=SUBJECT,
        summary="Days to train a dense transformer at an achieved rate.",
        formula="8 · tokens · params / (accelerators · achieved FLOP/s) with full recomputation, else 6",
        source="Narayanan et al., Megatron-LM, 2021, section 5.1",
        validity="Time without failures; the achieved rate counts recomputed operations where they are full.",
        inputs=(
            _PARAMS,
            _TOKENS,
            _ACCELERATORS,
            number("achieved_tflops", "TFLOP/s", "what each accelerator achieves, dense"),
            choice("recompute", "how much of the forward pass is computed again", RECOMPUTE),
        ),
        outputs=(Output("days", "days", "days of training"),),
        compute=_training_days,
    ),
    Calculator(
        name="training-mfu",
        subject=SUBJECT,
        summary="Share of the peak that a training iteration uses.",
        formula="72·B·L·s·h²·(1 + s/6h + V/12hL) / (n · t · peak); s/3h for the hardware share",
        source="Korthikanti et al., Reducing activation recomputation, 2022, Table 5",
        validity="GPT-like models; the hardware share is that of selective recomputation; peak in dense TFLOP/s.",
        inputs=(
            *_SHAPE,
            integer("vocab", "tokens", "vocabulary"),
            integer("batch", "sequences", "global batch"),
            _ACCELERATORS,
            number("iteration_s", "s", "time of an iteration"),
            number("peak_tflops", "TFLOP/s", "peak of one accelerator, dense"),
        ),
        outputs=(
            Output("mfu", "", "share by the model's own operations"),
            Output("hfu", "", "share by the operations that the hardware executes"),
        ),
        compute=_training_mfu,
    ),
    Calculator(
        name="training-iteration",
        subject=SUBJECT,
        summary="Time of a training iteration, by its parts.",
        formula="(m + p − 1) · L/p · (FLOPs of a layer / (t · peak · e) + o + all-reduces) + gradients",
        source="terms of Narayanan et al., Megatron-LM, 2021; five constants fitted to vTrain's measured A100 rows",
        validity="GPT-like models on Megatron of 2021, full recomputation, 16-bit values; drawn jobs and training-step "
        "take a later formula. Mean error 6 to 10% on measured rows that were not fitted; single rows are off by up to "
        "half. Fitted on A100 nodes alone: other machines are scaled by their rates.",
        inputs=(
            _PARAMS,
            *_SHAPE,
            integer("global_batch", "sequences", "global batch"),
            integer("micro_batch", "sequences", "micro-batch"),
            integer("tp", "", "tensor parallelism"),
            integer("dp", "", "data parallelism"),
            integer("pp", "", "pipeline parallelism"),
            _ACCELERATORS,
            number("peak_tflops", "TFLOP/s", "peak of one accelerator, dense", 312),
            number("intra_gb_per_s", "GB/s", "scale-up rate of one accelerator, one way", 300),
            number("inter_gb_per_s", "GB/s", "fabric rate of one accelerator, one way", 25),
        ),
        outputs=(
            Output("iteration_ms", "ms", "the whole iteration"),
            Output("arithmetic_ms", "ms", "layers and output layer"),
            Output("overhead_ms", "ms", "what each layer takes whatever its size"),
            Output("tensor_parallel_ms", "ms", "all-reduces of activations"),
            Output("bubble_ms", "ms", "waiting for the pipeline"),
            Output("gradients_ms", "ms", "all-reduce of gradients"),
        ),
        compute=_training_iteration,
    ),
    Calculator(
        name="training-memory",
        subject=SUBJECT,
        summary="Memory that training takes on each accelerator of the first pipeline stage.",
        formula="s·b·h·L·(10 + 24/t + 5·a·s/(h·t)); 34·s·b·h·L/t; both times 1 + (p−1)/(p·m) when interleaved; "
        "18 B · 12·L·h²/(t·p)",
        source="Korthikanti et al., Reducing activation recomputation, 2022, Table 2",
        validity="GPT-like models in 16-bit mixed precision; embeddings are left out; GiB are 2³⁰ bytes.",
        inputs=(
            *_SHAPE,
            integer("micro_batch", "sequences", "micro-batch"),
            integer("tp", "", "tensor parallelism"),
            integer("pp", "", "pipeline parallelism"),
            integer("interleave", "", "interleaved stages of each accelerator", 1),
        ),
        outputs=(
            Output("activations_tp_gib", "GiB", "activations with tensor parallelism alone"),
            Output(
                "activations_selective_gib", "GiB", "activations with sequence parallelism, selective recomputation"
            ),
            Output("weights_optimizer_gib", "GiB", "weights, gradients and optimizer"),
        ),
        compute=_training_memory,
    ),
    Calculator(
        name="zero",
        subject=SUBJECT,
        summary="Model states on each accelerator under ZeRO.",
        formula="4ψ+12ψ/N, 2ψ+14ψ/N, 16ψ/N bytes",
        source="Rajbhandari et al., ZeRO, 2019, Table 1",
        validity="Adam in mixed precision, no activations; DeepSpeed's own estimator differs (deepspeed).",
        inputs=(_PARAMS, integer("dp", "", "data parallelism")),
        outputs=(
            Output("stage1_gb", "GB", "optimizer split"),
            Output("stage2_gb", "GB", "optimizer and gradients split"),
            Output("stage3_gb", "GB", "optimizer, gradients and weights split"),
        ),
        compute=_zero,
    ),
    Calculator(
        name="deepspeed",
        subject=SUBJECT,
        summary="Model states on each accelerator by DeepSpeed's estimator.",
        formula="4ψ+16ψ/N, offloaded 2ψ; 4l+18ψ/N, offloaded 4l+2ψ/N bytes",
        source="DeepSpeed, docs/code-docs/source/memory.rst",
        validity='Accelerator memory only, no activations; what DeepSpeed prints as "GB" are GiB.',
        inputs=(_PARAMS, number("largest_layer", "", "parameters of the largest layer"), _ACCELERATORS),
        outputs=(
            Output("zero2_gib", "GiB", "stage 2"),
            Output("zero2_offload_gib", "GiB", "stage 2, optimizer in host memory"),
            Output("zero3_gib", "GiB", "stage 3"),
            Output("zero3_offload_gib", "GiB", "stage 3, optimizer in host memory"),
        ),
        compute=_deepspeed,
    ),
)
