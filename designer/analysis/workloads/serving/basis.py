"""Basis of a serving step: the model's shape, the accelerator as far as an engine has it, and the request."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.published.engines import Batching
from designer.analysis.quantities import fact_of
from designer.analysis.serving_rows.parts import chip_of, shape_of
from designer.analysis.workloads.demand import DECODE, UNKNOWN_TOKENS, Traffic, reads_only
from designer.analysis.workloads.hosts import Machines, memory_of
from designer.formulas.workloads.serving_step.model_shape import ModelShape
from designer.formulas.workloads.serving_step.question import Chip, Engine, Question, Width
from designer.formulas.workloads.serving_step.step import Columns, Curves, curves_of_rows
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, product
from designer.model.identity_cache import Remembered
from designer.model.parts.part import Part
from designer.model.workloads.choices import chosen

MEASURED_AS: Final = "measured_as"
"""Text of an engine's part: whose measured front end is its own, see `ENGINES`."""
_BACKENDS: Final[dict[str, Engine]] = {"vllm": "vllm", "sglang": "sglang", "tensorrt-llm": "trtllm", "trtllm": "trtllm"}
_WIDTHS: Final[dict[str, Width]] = {"bf16": "bf16", "fp8": "fp8", "int8": "fp8", "fp4": "fp4", "int4": "int4"}
_CACHE_BYTES: Final = {"bf16": 2.0, "fp8": 1.0}
_BF16: Final = ("bf16_dense_tflops", "fp16_dense_tflops")
_RATES: Final = {
    "bf16": _BF16,
    "fp8": ("fp8_dense_tflops", *_BF16),
    "int8": ("int8_dense_tops", *_BF16),
    "fp4": ("fp4_dense_tflops", *_BF16),
    "int4": _BF16,
}
"""Facts that tell the arithmetic rate of a width, best first; what has none works in BF16."""
_SHAPES: Final = Remembered[tuple[ModelShape, bool] | str](kept=8)
_CHIPS: Final = Remembered[Chip | str](kept=8)
"""Shapes and chips of parts that hundreds of engines share."""
_TERA: Final = leaf("GFLOP in a TFLOP", 1000.0, "GFLOP/TFLOP")


class Slice(NamedTuple):
    """Part of its accelerators that an engine has.

    Attributes:
        accelerators: As many as fall to it, slowed ones counted by how far.
        memory: Part of the memory of the one that it has a slice of; None where it has whole ones.
        speed: Part of their bandwidth and arithmetic; None for all.
    """

    accelerators: Figure
    memory: Figure | None = None
    speed: Figure | None = None


class Served(NamedTuple):
    """A model on a sort of accelerator, and the requests that come.

    Attributes:
        model: The model's part.
        chip: The accelerator's part.
        shape: Of the model.
        question: A replica on one accelerator; other splits only change how many there are.
        rate: Arithmetic of one accelerator in BF16, GFLOP/s.
        expert_rate: The same at the width of the experts, or of all linear layers of a dense model.
        bandwidth: Of its memory, GB/s.
        memory_gb: Of one whole accelerator, 10⁹ bytes.
        share: Of that, what the engine may take of a whole one.
        own_share: Of that, what falls to this engine.
        traffic: What is asked.
        words: What is to be said of the width; "" for nothing.
        outside: In which ways this lies outside of what was measured, whatever the split.
        kept: Figures of its terms that no engine on the same model and sort of accelerator has otherwise, by what they
            are and all numbers that they are made of.
        reads_only: Whether prompts are read here for others that write the answers.
    """

    model: Part
    chip: Part
    shape: ModelShape
    question: Question
    rate: Figure
    expert_rate: Figure
    bandwidth: Figure
    memory_gb: Figure
    share: Figure
    own_share: Figure
    traffic: Traffic
    words: str
    outside: tuple[str, ...]
    kept: dict[tuple[Hashable, ...], Figure]
    reads_only: bool = False

    def once(self, key: tuple[Hashable, ...], make: Callable[[], Figure]) -> Figure:
        """Return the figure KEY, which MAKE makes the first time that any engine on the same basis asks for it."""
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = make()
        return found

    @property
    def other_rate(self) -> Figure:
        """Arithmetic of one accelerator for attention, dense and shared layers, GFLOP/s."""
        return self.rate if self.question.weights == "bf16" or self.mixed else self.expert_rate

    @property
    def mixed(self) -> bool:
        """Return True when attention stays in BF16 while experts are narrower."""
        return bool(self.shape.experts) and self.question.weights in ("fp4", "int4")


def engine_of(design: Design, node: Node) -> Engine:
    """Return whose measured front end holds for NODE: its backend's, else its part's, else that of any other."""
    part = design.part_of(node)
    name = chosen(node, "backend") or (part.texts.get(MEASURED_AS, "") if part is not None else "")
    return _BACKENDS.get(name, "other")


def served_of(
    design: Design, node: Node, model: Part, machines: Machines, slice_: Slice, traffic: Traffic, batching: Batching
) -> Served | str:
    """Return what a step of NODE on MACHINES rests on, or what is not known of it, without a full stop."""
    # Shapes and chips are read from their parts once, however many engines use them.
    shaped = _SHAPES.of((model,), "", lambda: shape_of(model))
    whole = _CHIPS.of((machines.chip,), "", lambda: chip_of(machines.chip))
    if isinstance(shaped, str):
        return f"How fast it writes is not known: {shaped}"
    if isinstance(whole, str):
        return f"How fast it writes is not known: {whole}"
    given, written = traffic.input_tokens.value, traffic.output_tokens.value
    if given is None or written is None:
        return UNKNOWN_TOKENS.rstrip(".")
    precision = chosen(node, "precision")
    fraction = 1.0 if slice_.memory is None else slice_.memory.value or 1.0
    slower = () if slice_.speed is None else (slice_.speed,)
    speed = 1.0 if slice_.speed is None else slice_.speed.value or 1.0
    share = _memory_share(design, node)
    own_share = share if slice_.memory is None else product("its part of that", (share, slice_.memory), "")
    if slower:
        rates = _rates_of(machines.chip, precision, slower)
    else:
        # Full speed is the same for all engines on this chip at this precision.
        rates = _RATES_OF.of((machines.chip, model), precision, lambda: _rates_of(machines.chip, precision, ()))
    cached = traffic.cached_share.or_zero
    question = Question(
        shape=shaped[0],
        chip=_part_of(whole, machines.chip, precision, fraction, speed),
        engine=engine_of(design, node),
        weights=_WIDTHS[precision],
        cache_bytes=_CACHE_BYTES.get(chosen(node, "cache_precision")),
        input_tokens=max(given, 0.0),
        output_tokens=max(written, 1.0),
        concurrency=1.0,
        apart=chosen(node, "prompts") == DECODE,
        whole=batching.static,
        memory_share=share.or_zero,
        read_share=min(max(1.0 - cached, 0.0), 1.0),
        batch_most=_batch_most(design, node, batching),
    )
    # Whatever lies outside of the rows that the formula was fitted to widens the range and is told.
    reasons = (
        ("a shape that is not published", not shaped[1]),
        ("INT8 weights", precision == "int8"),
        ("batches that run to their end", batching.static),
        ("prompts partly read from a cache", cached > 0),
        ("prompts that are read in a pool of their own", reads_only(node)),
    )
    return Served(
        model=model,
        chip=machines.chip,
        shape=shaped[0],
        question=question,
        rate=rates.rate,
        expert_rate=rates.expert_rate,
        bandwidth=rates.bandwidth,
        memory_gb=rates.memory_gb,
        share=share,
        own_share=own_share,
        traffic=traffic,
        words=rates.words,
        outside=tuple(words for words, holds in reasons if holds),
        reads_only=reads_only(node),
        kept=rates.kept,
    )


class _Rates(NamedTuple):
    """The rates of one accelerator at a precision, as in `Served`."""

    rate: Figure
    expert_rate: Figure
    words: str
    bandwidth: Figure
    memory_gb: Figure
    kept: dict[tuple[Hashable, ...], Figure]


_RATES_OF: Final = Remembered[_Rates](kept=16)


def _rates_of(chip: Part, precision: str, slower: tuple[Figure, ...]) -> _Rates:
    expert_rate, words = _rate(chip, precision, slower)
    return _Rates(
        rate=_rate(chip, "bf16", slower)[0],
        expert_rate=expert_rate,
        words=words,
        bandwidth=_slowed(settled(chip.fact("memory_bandwidth_gb_per_s", "GB/s")), slower),
        memory_gb=settled(memory_of(chip)),
        kept={},
    )


@lru_cache(maxsize=4096)
def curves_of(questions: tuple[Question, ...]) -> Curves:
    """Return how the times of QUESTIONS follow from the batch; engines that are alike ask the same ones."""
    return curves_of_rows(Columns(questions))


def _part_of(whole: Chip, part: Part, precision: str, fraction: float, speed: float) -> Chip:
    """WHOLE as far as it falls to the engine: FRACTION of its memory, SPEED of its rates."""
    fp8 = whole.fp8_per_s
    # Chips with INT8 but not FP8 units run eight-bit weights at the rate of the former.
    if precision == "int8":
        tops = part.facts.get("int8_dense_tops")
        fp8 = tops.value * 1e12 if tops is not None and tops.value else whole.bf16_per_s
    if fraction == speed == 1.0 and fp8 == whole.fp8_per_s:
        return whole
    return replace(
        whole,
        memory_bytes=whole.memory_bytes * fraction,
        bytes_per_s=whole.bytes_per_s * speed,
        bf16_per_s=whole.bf16_per_s * speed,
        fp8_per_s=fp8 * speed,
        fp4_per_s=whole.fp4_per_s * speed,
    )


def _rate(chip: Part, precision: str, slower: tuple[Figure, ...]) -> tuple[Figure, str]:
    """GFLOP/s of CHIP at PRECISION, dense; and a note where it works in a wider one."""
    names = _RATES[precision]
    found = [name for name in names if name in chip.facts and chip.facts[name].value]
    name = found[0] if found else names[0]
    wider = name in _BF16 and precision not in ("bf16", "int4")
    note = f"It has no rate in {precision.upper()}: {name.partition('_')[0].upper()} is taken." if wider else ""
    return product(f"{chip.name}: arithmetic", (settled(chip.fact(name, "TFLOP/s")), _TERA, *slower), "GFLOP/s"), note


def settled(figure: Figure) -> Figure:
    """Return FIGURE without its range: what is measured over computed holds the range of a time as a whole."""
    return replace(figure, low=figure.value, high=figure.value)


def _slowed(figure: Figure, slower: tuple[Figure, ...]) -> Figure:
    return product(figure.label, (figure, *slower), figure.unit) if slower else figure


def _memory_share(design: Design, node: Node) -> Figure:
    own = fact_of(design, node, "gpu_memory_share")
    return settled(own if own.known else assumed(design, "serving_memory_share"))


STATIC_BATCH: Final = 8
"""Size of a batch that runs to its end, where nobody says another."""


def _batch_most(design: Design, node: Node, batching: Batching) -> float:
    own = fact_of(design, node, "batch_most").value
    if own:
        return own
    if not batching.static:
        return inf
    return (batching.size.value if batching.size is not None else None) or float(STATIC_BATCH)


def read_tokens(traffic: Traffic) -> Figure:
    """Tokens of a prompt that are read anew."""
    cached = product("input from a cache", (traffic.input_tokens, traffic.cached_share), "")
    return difference("input that is read anew", traffic.input_tokens, cached, "")
