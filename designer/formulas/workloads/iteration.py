"""Time of a training iteration of a transformer that is split over accelerators in three ways.

The form is ours: arithmetic at an efficiency, a time for each layer that does not shrink with the split, all-reduces
of tensor parallelism, the bubble of the pipeline and the all-reduce of gradients. Its five constants are fitted to
measured iterations on nodes of eight A100 (VIA-Research, vTrain, ground_truth_multi, 54 rows in a half). Fitted on
the odd rows its mean error on the even ones is about 6%, the reverse about 10%; single rows are off by up to half.
"""

from typing import Final

from msgspec import Struct

from designer.formulas.checks import positive, whole


class IterationConstants(Struct, frozen=True):
    """Constants of real machines, fitted to the measured rows; none belongs to a row or a model.

    Attributes:
        efficiency: Share of peak arithmetic that the layers reach.
        layer_s: Time of a layer and micro-batch that no split shrinks: launches, norms, waits.
        scale_up_share: Share of the scale-up rate that all-reduces of tensor parallelism reach inside a node.
        scale_out_share: Share of a node's fabric rate that they reach when they leave the node.
        gradient_share: Share of an accelerator's fabric rate that the all-reduce of gradients reaches; what hides
            behind arithmetic counts into it.
    """

    efficiency: float
    layer_s: float
    scale_up_share: float
    scale_out_share: float
    gradient_share: float


MEASURED: Final = IterationConstants(
    efficiency=0.7087, layer_s=2.306e-3, scale_up_share=0.4171, scale_out_share=0.3702, gradient_share=0.2333
)
"""Fitted to all 54 rows; tests/formulas/workloads/test_iteration.py fits them anew."""
MEAN_ERROR: Final = 0.10
"""Mean error that a plan should expect: the worse of the two halves, judged on rows that were not fitted."""
ALL_REDUCES: Final = 6
"""All-reduces of a layer for each micro-batch: two forward, two backward, two when the forward pass is repeated."""
BYTES_PER_VALUE: Final = 2
VOCABULARY: Final = 51_200


class IterationTime(Struct, frozen=True):
    """Parts of an iteration, in seconds.

    Attributes:
        arithmetic_s: Layers and output layer at the efficiency.
        overhead_s: What each layer takes whatever its size.
        tensor_parallel_s: All-reduces of activations.
        bubble_s: Waiting for the pipeline to fill and drain.
        gradients_s: All-reduce of gradients.
    """

    arithmetic_s: float
    overhead_s: float
    tensor_parallel_s: float
    bubble_s: float
    gradients_s: float

    @property
    def total_s(self) -> float:
        """The whole iteration."""
        return self.arithmetic_s + self.overhead_s + self.tensor_parallel_s + self.bubble_s + self.gradients_s


class Split(Struct, frozen=True):
    """The split of a batch and a model: sequences of the batch and of a micro-batch, and the three ways.

    Attributes:
        interleave: Stages of each accelerator that take turns; 1 is none.
    """

    global_batch: int
    micro_batch: int
    tp: int
    dp: int
    pp: int
    interleave: int = 1

    @property
    def micro_batches(self) -> int:
        """Micro-batches that each pipeline works through.

        Raises:
            ValueError: The batch does not divide.
        """
        each = self.micro_batch * self.dp
        if self.global_batch % each:
            raise ValueError(
                f"global_batch {self.global_batch} does not divide by micro_batch × dp = {each}: change one of them."
            )
        return self.global_batch // each


def iteration_time(
    params: float,
    layers: int,
    hidden: int,
    seq: int,
    split: Split,
    peak_tflops: float,
    intra_gb_per_s: float,
    inter_gb_per_s: float,
    *,
    accelerators_per_node: int = 8,
    vocab: int = VOCABULARY,
    recompute: bool = True,
    work: float = 1.0,
    constants: IterationConstants = MEASURED,
) -> IterationTime:
    """Time of one iteration by its parts.

    (m + p − 1) · L/p · (layer FLOPs / (t · peak · e) + o + 6 · 2(t−1)/t · 2·b·s·h / link)
    + 2(d−1)/d · 2·P/(t·p) / link; where v stages interleave, the bubble p − 1 is divided by v

    Source: the terms of Narayanan et al., Megatron-LM, 2021, section 3; constants fitted to vTrain's measured rows.

    Args:
        params: Parameters.
        layers: Transformer layers.
        hidden: Hidden size.
        seq: Tokens of a sequence.
        split: How batch and model are divided.
        peak_tflops: Peak of an accelerator, dense TFLOP/s.
        intra_gb_per_s: Scale-up rate of an accelerator, one way, GB/s.
        inter_gb_per_s: Fabric rate of an accelerator, one way, GB/s.
        accelerators_per_node: Accelerators that the scale-up link joins.
        vocab: Tokens of the vocabulary.
        recompute: Whether the forward pass is repeated in the backward pass.
        work: Arithmetic of a layer, attention apart, over the 24·h² of a plain transformer of that hidden size.
        constants: What real machines reach.

    Raises:
        ValueError: An input is out of range, or the batch does not divide.
    """
    positive("params", params)
    positive("work", work)
    for name, value in (
        ("layers", layers),
        ("hidden", hidden),
        ("seq", seq),
        ("vocab", vocab),
        ("accelerators_per_node", accelerators_per_node),
    ):
        whole(name, value, 1)
    for name in Split.__struct_fields__:
        whole(name, getattr(split, name), 1)
    if split.pp > layers:
        raise ValueError(f"pp must be at most the {layers} layers, not {split.pp}.")
    peak = positive("peak_tflops", peak_tflops) * 1e12 * constants.efficiency
    if layers % (split.pp * split.interleave) and split.interleave > 1:
        raise ValueError(f"{layers} layers do not divide into {split.pp} × {split.interleave} interleaved stages.")
    inside, outside = positive("intra_gb_per_s", intra_gb_per_s) * 1e9, positive("inter_gb_per_s", inter_gb_per_s) * 1e9
    tokens = split.micro_batch * seq
    passes = 4 if recompute else 3
    layer_flops = passes * 24 * tokens * hidden * hidden * (work + seq / (6 * hidden)) / split.tp
    head_flops = passes * 2 * tokens * hidden * vocab / split.tp
    link = inside * constants.scale_up_share
    if split.tp > accelerators_per_node:
        link = outside * accelerators_per_node * constants.scale_out_share
    reduces = ALL_REDUCES if recompute else ALL_REDUCES - 2
    traffic = reduces * 2 * (split.tp - 1) / split.tp * tokens * hidden * BYTES_PER_VALUE
    micro = split.micro_batches
    arithmetic = (layer_flops * layers + head_flops) / split.pp / peak
    overhead = constants.layer_s * layers / split.pp
    tensor = traffic * layers / split.pp / link
    gradients = 2 * (split.dp - 1) / split.dp * params * BYTES_PER_VALUE / (split.tp * split.pp)
    return IterationTime(
        arithmetic_s=micro * arithmetic,
        overhead_s=micro * overhead,
        tensor_parallel_s=micro * tensor,
        bubble_s=(split.pp - 1) / split.interleave * (arithmetic + overhead + tensor),
        gradients_s=gradients / (outside * constants.gradient_share),
    )
