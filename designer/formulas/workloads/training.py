"""Training of transformers: floating-point operations, time and utilisation. TFLOP/s are dense."""

from typing import Final

from msgspec import Struct

from designer.formulas.checks import positive, whole

RECOMPUTE: Final = ("full", "selective", "none")
"""How much of the forward pass is computed again in the backward pass."""

SECONDS_PER_DAY = 86_400.0


def training_flops(params: float, tokens: float) -> float:
    """FLOPs to train a dense transformer: 6 · params · tokens.

    Source: Brown et al., "Language models are few-shot learners", 2020, Table D.1. Leaves attention out.

    Raises:
        ValueError: An input is not above 0.
    """
    return 6 * positive("params", params) * positive("tokens", tokens)


def pflops_days(flops: float) -> float:
    """FLOPs as days of one PFLOP/s: FLOPs / (10¹⁵ · 86,400).

    Source: Brown et al., 2020, Table D.1.

    Raises:
        ValueError: FLOPS is not above 0.
    """
    return positive("flops", flops) / (1e15 * SECONDS_PER_DAY)


def training_days(params: float, tokens: float, accelerators: int, achieved_tflops: float, recompute: str) -> float:
    """Days to train: 8 · tokens · params / (accelerators · achieved FLOP/s) with full recomputation, else 6.

    Source: Narayanan et al., "Efficient large-scale language model training on GPU clusters using
    Megatron-LM", 2021, section 5.1.

    Args:
        params: Parameters.
        tokens: Training tokens.
        accelerators: Accelerators.
        achieved_tflops: What each achieves, dense TFLOP/s.
        recompute: One of `RECOMPUTE`.

    Raises:
        ValueError: An input is out of range.
    """
    if recompute not in RECOMPUTE:
        raise ValueError(f"recompute must be one of {', '.join(RECOMPUTE)}, not {recompute!r}.")
    work = positive("params", params) * positive("tokens", tokens) * (8 if recompute == "full" else 6)
    rate = whole("accelerators", accelerators, 1) * positive("achieved_tflops", achieved_tflops) * 1e12
    return work / rate / SECONDS_PER_DAY


class IterationFlops(Struct, frozen=True):
    """FLOPs of one training iteration.

    Attributes:
        model: Those of the model itself, no recomputation.
        selective: With selective recomputation of attention.
        full: With full recomputation of the forward pass.
    """

    model: float
    selective: float
    full: float


def iteration_flops(layers: int, hidden: int, seq: int, vocab: int, batch: int) -> IterationFlops:
    """FLOPs of an iteration: 72·B·L·s·h²·(1 + s/6h + V/12hL).

    With selective recomputation s/3h replaces s/6h; with full recomputation 96 and V/16hL replace 72 and V/12hL.

    Sources: Korthikanti et al., "Reducing activation recomputation in large transformer models", 2022,
    appendix A; Narayanan et al., 2021, for full recomputation.

    Args:
        layers: Layers L.
        hidden: Hidden size h.
        seq: Sequence length s, tokens.
        vocab: Vocabulary V.
        batch: Global batch B, sequences.

    Raises:
        ValueError: An input is no whole number of at least 1.
    """
    size_l, size_h = whole("layers", layers, 1), whole("hidden", hidden, 1)
    size_s, size_v = whole("seq", seq, 1), whole("vocab", vocab, 1)
    dense = whole("batch", batch, 1) * size_l * size_s * size_h**2
    attention, logits = size_s / (6 * size_h), size_v / (12 * size_h * size_l)
    return IterationFlops(
        model=72 * dense * (1 + attention + logits),
        selective=72 * dense * (1 + 2 * attention + logits),
        full=96 * dense * (1 + attention + 0.75 * logits),
    )


class Utilisation(Struct, frozen=True):
    """Share of the peak that an iteration uses.

    Attributes:
        mfu: By the model's own FLOPs.
        hfu: By the FLOPs that the hardware executes with selective recomputation.
    """

    mfu: float
    hfu: float


def utilisation(flops: IterationFlops, accelerators: int, iteration_s: float, peak_tflops: float) -> Utilisation:
    """FLOPs of an iteration over what the accelerators could do in its time: FLOPs / (n · t · peak).

    Source: Korthikanti et al., 2022, Table 5.

    Args:
        flops: FLOPs of the iteration.
        accelerators: Accelerators n.
        iteration_s: Time t, seconds.
        peak_tflops: Peak of one accelerator, dense TFLOP/s.

    Raises:
        ValueError: An input is out of range, or the time is shorter than the peak allows.
    """
    peak = whole("accelerators", accelerators, 1) * positive("iteration_s", iteration_s)
    peak *= positive("peak_tflops", peak_tflops) * 1e12
    mfu = flops.model / peak
    if mfu > 1:
        raise ValueError(
            f"iteration_s {iteration_s:g} is shorter than the peak allows: it would be {mfu:.0%} of the peak."
        )
    return Utilisation(mfu, flops.selective / peak)


def iteration_s(flops: float, accelerators: int, achieved_tflops: float) -> float:
    """Seconds of an iteration at an achieved rate: FLOPs / (accelerators · achieved FLOP/s).

    Source: Narayanan et al., 2021, section 5.1.

    Raises:
        ValueError: An input is out of range.
    """
    rate = whole("accelerators", accelerators, 1) * positive("achieved_tflops", achieved_tflops) * 1e12
    return positive("flops", flops) / rate
