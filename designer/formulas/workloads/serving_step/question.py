"""Question to a serving step: a model on accelerators, an engine, and requests at once."""

from math import inf
from typing import Final, Literal

from msgspec import Struct

from designer.formulas.workloads.serving_step.constants import LONG_PROMPT, MEMORY_SHARE
from designer.formulas.workloads.serving_step.model_shape import ModelShape

FP4_BYTES: Final = 0.5625
INT4_BYTES: Final = 0.53125
NARROWED: Final = 4
"""Linear layers in a row of one layer of a model, each with an input of its own."""

Width = Literal["bf16", "fp8", "fp4", "int4"]
Engine = Literal["vllm", "sglang", "trtllm", "other"]


class Chip(Struct, frozen=True, kw_only=True):
    """An accelerator.

    Attributes:
        memory_bytes: Of one.
        bytes_per_s: Memory bandwidth.
        bf16_per_s: Dense arithmetic, operations a second.
        fp8_per_s: As `bf16_per_s` where the chip has no FP8.
        fp4_per_s: As `bf16_per_s` where the chip has no FP4.
        has_fp4: Whether it has FP4.
        scale_up_bytes_per_s: One way, of one chip.
        domain: Chips that the scale-up link joins.
        measured: Whether rows of its generation were measured: NVIDIA Hopper and Blackwell.
    """

    memory_bytes: float
    bytes_per_s: float
    bf16_per_s: float
    fp8_per_s: float
    fp4_per_s: float
    has_fp4: bool
    scale_up_bytes_per_s: float
    domain: int
    measured: bool


class Question(Struct, frozen=True, kw_only=True):
    """One row.

    Attributes:
        shape: Of the model.
        chip: Of all accelerators.
        engine: What serves.
        weights: Width of the weights.
        cache_bytes: Bytes of a cached value; None for what the engine takes by itself.
        input_tokens: Of a request.
        output_tokens: Of a request.
        concurrency: Requests at once, of all replicas.
        tensor: Tensor-parallel accelerators t.
        pipeline: Stages.
        expert: Expert-parallel accelerators e.
        data: Groups with attention of their own D; a replica has t·D accelerators.
        replicas: Of the model.
        apart: Whether prompts are read elsewhere.
        whole: Whether a batch runs to its end, its prompts first, instead of taking in requests as others leave.
        network_bytes_per_s: One way, of one accelerator, where a replica is larger than a scale-up domain.
        memory_share: Of an accelerator's memory that the engine takes.
        read_share: Of a prompt that is read, the rest coming from a cache of prefixes.
        batch_most: Largest batch of a replica that the engine allows.
    """

    shape: ModelShape
    chip: Chip
    engine: Engine = "other"
    weights: Width = "bf16"
    cache_bytes: float | None = None
    input_tokens: float
    output_tokens: float
    concurrency: float
    tensor: int = 1
    pipeline: int = 1
    expert: int = 1
    data: int = 1
    replicas: int = 1
    apart: bool = False
    whole: bool = False
    network_bytes_per_s: float | None = None
    memory_share: float = MEMORY_SHARE
    read_share: float = 1.0
    batch_most: float = inf

    @property
    def accelerators(self) -> int:
        """Accelerators of a stage of one replica."""
        return self.tensor * self.data

    @property
    def cached_bytes(self) -> float:
        """Bytes of a cached value: as set, else 1 with FP8 and FP4 weights and 2 with others.

        Two where FP4 experts are served by vLLM on a chip without FP4: its scripts set no width of the cache there.

        Source: SemiAnalysisAI/InferenceX, benchmarks/single_node.
        """
        if self.cache_bytes is not None:
            return self.cache_bytes
        if self.weights in ("bf16", "int4"):
            return 2.0
        wide = self.weights == "fp4" and self.engine == "vllm" and not self.chip.has_fp4 and not self.shape.latent_kv
        return 2.0 if wide else 1.0

    @property
    def reads_natively(self) -> bool:
        """Return whether experts are in a 4-bit width that the chip multiplies itself, with none unpacked to BF16."""
        return self.weights == "fp4" and self.chip.has_fp4

    @property
    def narrowed(self) -> int:
        """Inputs of a layer that kernels narrow to FP8: two of attention, in and out, and two of the feed-forward.

        None on a chip without FP8, where only the weights are narrow.
        """
        return NARROWED if self.weights == "fp8" and self.chip.fp8_per_s > self.chip.bf16_per_s else 0

    @property
    def outside(self) -> tuple[str, ...]:
        """In which ways the row lies outside of what was measured."""
        from_long = self.data > 1 and self.input_tokens >= LONG_PROMPT
        found = (
            ("not a Hopper or Blackwell chip", not self.chip.measured),
            ("pipeline stages", self.pipeline > 1),
            ("across scale-up domains", self.accelerators > self.chip.domain),
            ("attention data parallelism with long prompts", from_long),
        )
        return tuple(words for words, holds in found if holds)


class Widths(Struct, frozen=True):
    """Bytes of a weight and the arithmetic that goes with them.

    Attributes:
        expert: Bytes of a weight of an expert.
        attention: Bytes of a weight of attention.
        dense: Bytes of a weight of a dense or shared feed-forward.
        expert_per_s: Arithmetic of the experts, operations a second.
        other_per_s: Arithmetic of all else.
    """

    expert: float
    attention: float
    dense: float
    expert_per_s: float
    other_per_s: float


def widths_of(question: Question) -> Widths:
    """Return the widths and rates of QUESTION.

    Four bits and an 8-bit scale for 16 values are 0.5625 bytes, for 32 values of INT4 0.53125. In FP4 and INT4
    checkpoints with experts attention stays in BF16 (exclude_modules of NVIDIA's NVFP4 configurations in
    ai-dynamo/aiconfigurator, model_configs); with latent attention the dense and shared layers are FP4 too.
    """
    chip, shape = question.chip, question.shape
    match question.weights:
        case "bf16":
            return Widths(2.0, 2.0, 2.0, chip.bf16_per_s, chip.bf16_per_s)
        case "fp8":
            return Widths(1.0, 1.0, 1.0, chip.fp8_per_s, chip.fp8_per_s)
        case "fp4":
            if not shape.experts:
                return Widths(FP4_BYTES, FP4_BYTES, FP4_BYTES, chip.fp4_per_s, chip.fp4_per_s)
            dense = FP4_BYTES if shape.latent_kv else 2.0
            return Widths(FP4_BYTES, 2.0, dense, chip.fp4_per_s, chip.bf16_per_s)
        case "int4":
            other = 2.0 if shape.experts else INT4_BYTES
            return Widths(INT4_BYTES, other, other, chip.bf16_per_s, chip.bf16_per_s)
