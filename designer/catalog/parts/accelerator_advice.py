"""Advice on what an accelerator suits, training or inference, and why: rules of few figures, each with its source.

A figure that is unknown is named instead of guessed, and a rule that needs it stays silent.
"""

from collections.abc import Mapping
from typing import Final, Literal

from designer.catalog.library import Library
from designer.formulas.workloads.inference import decode_ms_per_token
from designer.formulas.workloads.sold_memory import sold_bytes
from designer.model.figures.figure_text import count_text, number_text
from designer.model.kinds import ACCELERATORS
from designer.model.parts.part import Part
from designer.model.records import Record

Use = Literal["training", "inference"]
Verdict = Literal["suits", "limited", "unsuited", "unknown"]
Side = Literal["for", "against", "note"]

OWN_RULE: Final = "our own rule of thumb"
ZERO_PAPER: Final = "Rajbhandari et al. 2020"
MEGATRON_PAPER: Final = "Narayanan et al. 2021"
ROOFLINE_PAPER: Final = "Williams et al. 2009"
RULE_SOURCES: Final[Mapping[str, str]] = {
    ZERO_PAPER: "Rajbhandari et al., ZeRO: memory optimizations toward training trillion parameter models, SC 2020",
    MEGATRON_PAPER: "Narayanan et al., Efficient large-scale language model training on GPU clusters, SC 2021",
    ROOFLINE_PAPER: "Williams, Waterman, Patterson, Roofline: an insightful visual performance model for multicore "
    "architectures, CACM 2009",
}
"""The papers that rules are read from, by the short name that they are cited with."""

STATE_BYTES: Final = 16.0
"""Weights, gradients and optimizer of one parameter in mixed precision with Adam."""
STATE_LEAST: Final = 1.0
"""Billion parameters whose state one chip should hold."""
DOMAIN_LEAST: Final = 8
DOMAIN_WIDE: Final = 64
"""From here on a domain is a fabric made for many chips, whatever its rate is."""
DOMAIN_IN_BOX: Final = 16
"""Domains up to this size end at the server; wider ones go on across servers."""
DOMAIN_TFLOPS: Final = 2000.0
"""Arithmetic of a domain that trains at scale: eight chips of 250 TFLOP/s, or one that does as much."""
LINK_LEAST: Final = 0.25
"""GB/s of scale-up link for each TFLOP/s."""
RIDGE_MOST: Final = 600.0
"""FLOP for each byte of memory traffic."""
TOKENS_LEAST: Final = 5.0
"""Tokens a second of one answer, about the speed of reading."""
MEMORY_LEAST_GB: Final = 8.0
LARGE_GB: Final = 128.0
MIDDLE_GB: Final = 40.0
EXAMPLE_GB: Final = 70.0
"""A model of 70 billion parameters in one byte each."""
_ON_CHIP_READS: Final = 1000.0
"""Memory that is read whole more often than this in a second is on the chip: no stack of DRAM comes near."""


class Reason(Record, frozen=True, kw_only=True):
    """One rule and what it says of a chip.

    Attributes:
        use: What it speaks of.
        side: Whether it speaks for that use, against it, or only tells.
        text: The finding with its numbers.
        rule: The rule with its threshold.
        source: Where the rule was read, or that it is our own rule of thumb.
    """

    use: Use
    side: Side
    text: str
    rule: str
    source: str = OWN_RULE


class Suitability(Record, frozen=True, kw_only=True):
    """Suitability of a chip by its figures.

    Attributes:
        chip: Name of the chip.
        count: How many stand in the part; 1 for a chip by itself.
        unknown: Figures that would say more, by title.
    """

    chip: str
    count: int
    training: Verdict
    inference: Verdict
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers behind its reasons, in full."""
        cited = " ".join(reason.source for reason in self.reasons)
        return tuple(full for short, full in RULE_SOURCES.items() if short in cited)

    @property
    def sentence(self) -> str:
        """Both verdicts in a line."""
        return f"Training: {VERDICT_WORDS[self.training]}. Inference: {VERDICT_WORDS[self.inference]}."


VERDICT_WORDS: Final = {
    "suits": "suits it",
    "limited": "with limits",
    "unsuited": "does not suit it",
    "unknown": "cannot be said, figures are missing",
}


class _Chip:
    """The figures that the rules read; None where unknown."""

    def __init__(self, part: Part, count: int, boxed: bool) -> None:
        self.memory_gb = _value(part, "memory_gb")
        self.reads_gb_per_s = _value(part, "memory_bandwidth_gb_per_s")
        self.bf16 = _value(part, "bf16_dense_tflops")
        # BF16 before FP16, FP8 before INT8: what is trained and served in today, if it is stated.
        self.rate = self.bf16 if self.bf16 is not None else _value(part, "fp16_dense_tflops")
        self.rate_title = "BF16" if self.bf16 is not None else "FP16"
        eight = _value(part, "fp8_dense_tflops")
        self.one_byte = eight if eight is not None else _value(part, "int8_dense_tops")
        self.one_byte_title = "FP8" if eight is not None else "INT8"
        self.link_gb_per_s = _value(part, "scale_up_gb_per_s")
        on_chip = _value(part, "on_chip_memory_mb")
        self.on_chip_gb = None if on_chip is None else on_chip / 1000
        domain = _value(part, "scale_up_chips")
        if domain is None and part.texts.get("scale_up", "").strip().casefold() == "none":
            # One by itself has no scale-up domain.
            domain = 1.0
        # A domain that lies inside of the box ends with what the box holds.
        if domain is not None and boxed and domain <= DOMAIN_IN_BOX:
            domain = min(domain, float(count))
        self.domain = domain

    @property
    def holds_gb(self) -> float | None:
        """Memory for weights: beside the chip, or else on it."""
        return self.memory_gb if self.memory_gb is not None else self.on_chip_gb

    @property
    def holds_bytes(self) -> float | None:
        """The same in bytes: memory beside the chip is sold in GiB."""
        if self.memory_gb is not None:
            return sold_bytes(self.memory_gb)
        return None if self.on_chip_gb is None else self.on_chip_gb * 1e9


def _value(part: Part, name: str) -> float | None:
    quantity = part.facts.get(name)
    return quantity.value if quantity is not None else None


def suitability(part: Part, library: Library) -> Suitability | None:
    """Return what PART suits: a chip by its own figures, a server or instance by the chips inside; None for others."""
    found = chip_of(part, library)
    if found is None:
        return None
    chip_part, count = found
    chip = _Chip(chip_part, count, boxed=chip_part is not part)
    training, train_reasons = _training(chip)
    inference, infer_reasons = _inference(chip)
    together = _together(chip_part, chip, count) if count > 1 else ()
    return Suitability(
        chip=chip_part.name,
        count=count,
        training=training,
        inference=inference,
        reasons=(*train_reasons, *infer_reasons, *together),
        unknown=_unknown(chip),
    )


def chip_of(part: Part, library: Library) -> tuple[Part, int] | None:
    """The accelerator that PART is, or the first one that stands inside it, and how many of it."""
    if part.kind in ACCELERATORS:
        return part, 1
    for inside in part.contains:
        inner = library.parts.get(inside.part)
        if inner is not None and inner.kind in ACCELERATORS:
            return inner, inside.count
    return None


def _training(chip: _Chip) -> tuple[Verdict, list[Reason]]:
    reasons = [reason for reason in (_state(chip), _domain(chip), _link(chip), _ridge(chip)) if reason is not None]
    # The state decides first: without room for it there is no training, whatever else fits.
    state = reasons[0] if reasons and reasons[0].rule == _STATE_RULE else None
    if state is not None and state.side == "against":
        return "unsuited", reasons
    if any(reason.side == "against" for reason in reasons):
        return "limited", reasons
    wide = chip.domain is not None and chip.domain >= DOMAIN_WIDE
    enough = chip.rate is not None and chip.rate >= DOMAIN_TFLOPS * DOMAIN_LEAST
    linked = chip.domain is not None and chip.link_gb_per_s is not None
    # In favour only when something tells that several work together, or that one is fast enough.
    if state is not None and chip.rate is not None and (linked or wide or enough):
        return "suits", reasons
    return "unknown", reasons


_STATE_RULE: Final = (
    f"Training keeps {STATE_BYTES:g} bytes for each parameter; one chip should hold the state of at least "
    f"{STATE_LEAST:g} billion."
)


def _state(chip: _Chip) -> Reason | None:
    if chip.holds_gb is None:
        return None
    billions = (chip.holds_bytes or 0.0) / 1e9 / STATE_BYTES
    text = f"{_gb(chip.holds_gb)} hold the training state of {number_text(billions)} billion parameters on one chip"
    if chip.domain is not None and chip.domain > 1:
        text += f", {number_text(billions * chip.domain)} billion in one domain"
    return Reason(
        use="training",
        side="for" if billions >= STATE_LEAST else "against",
        text=f"{text}.",
        rule=_STATE_RULE,
        source=f"{ZERO_PAPER}; the threshold is {OWN_RULE}",
    )


def _domain(chip: _Chip) -> Reason | None:
    if chip.rate is not None and chip.rate >= DOMAIN_TFLOPS * DOMAIN_LEAST:
        text = f"One chip does {_tflops(chip.rate)} {chip.rate_title} by itself, as much as many domains."
        side: Side = "for"
    elif chip.domain is None:
        return None
    else:
        side = "for" if chip.domain >= DOMAIN_LEAST else "against"
        one = (
            "It shares a scale-up domain with no other chip"
            if chip.domain <= 1
            else (f"{count_text(chip.domain)} chips share one scale-up domain")
        )
        text = f"{one}."
        if chip.rate is not None and chip.domain > 1:
            text = f"{one}: {_tflops(chip.rate * chip.domain)} {chip.rate_title} together."
    return Reason(
        use="training",
        side=side,
        text=text,
        rule=f"Tensor parallelism wants {DOMAIN_LEAST} chips in one domain, or a chip of "
        f"{_tflops(DOMAIN_TFLOPS * DOMAIN_LEAST)}.",
        source=f"{MEGATRON_PAPER}, takeaway 1; the threshold for one chip is {OWN_RULE}",
    )


def _link(chip: _Chip) -> Reason | None:
    alone = chip.domain is not None and chip.domain <= 1
    if chip.link_gb_per_s is None or chip.rate is None or alone:
        return None
    share = chip.link_gb_per_s / chip.rate
    return Reason(
        use="training",
        side="for" if share >= LINK_LEAST else "against",
        text=f"{number_text(chip.link_gb_per_s, 4)} GB/s of scale-up link for {_tflops(chip.rate)} "
        f"{chip.rate_title}: {number_text(share, 2)} GB/s for each TFLOP/s.",
        rule=f"A domain that trains has at least {LINK_LEAST:g} GB/s of link for each TFLOP/s.",
    )


def _ridge(chip: _Chip) -> Reason | None:
    if chip.rate is None or not chip.reads_gb_per_s:
        return None
    ridge = chip.rate * 1e12 / (chip.reads_gb_per_s * 1e9)
    words = "large matrix products keep the arithmetic busy" if ridge <= RIDGE_MOST else "most layers wait for memory"
    return Reason(
        use="training",
        side="for" if ridge <= RIDGE_MOST else "against",
        text=f"Its ridge lies at {number_text(ridge)} FLOP for each byte read: {words}.",
        rule=f"Peak arithmetic over memory bandwidth should not pass {RIDGE_MOST:g} FLOP/B.",
        source=f"{ROOFLINE_PAPER}; the threshold is {OWN_RULE}",
    )


def _inference(chip: _Chip) -> tuple[Verdict, list[Reason]]:
    reasons = [reason for reason in (_size(chip), _answer(chip), _batch(chip), _width(chip)) if reason is not None]
    if any(reason.side == "against" for reason in reasons):
        return "limited", reasons
    if chip.memory_gb is None and chip.on_chip_gb is None:
        return "unknown", reasons
    known = chip.reads_gb_per_s is not None or chip.memory_gb is None
    return ("suits" if known else "unknown"), reasons


def _size(chip: _Chip) -> Reason | None:
    if chip.memory_gb is None:
        if chip.on_chip_gb is None:
            return None
        chips = -(-EXAMPLE_GB // chip.on_chip_gb)
        return Reason(
            use="inference",
            side="for",
            text=f"Weights stay in {_gb(chip.on_chip_gb)} on the chip, so answers are quick; a model of "
            f"{EXAMPLE_GB:g} GB takes {count_text(chips)} chips.",
            rule="Memory on the chip is read at the speed of its arithmetic; the model is spread over as many chips as "
            "hold it.",
        )
    size_bytes = 1 if chip.one_byte is not None else 2
    most = sold_bytes(chip.memory_gb) / 1e9 / size_bytes
    if chip.memory_gb >= LARGE_GB:
        words = "large models on few chips"
    elif chip.memory_gb >= MIDDLE_GB:
        words = "mid-size models on one chip, large ones on several"
    else:
        words = "small models on one chip, others on several"
    return Reason(
        use="inference",
        side="for" if chip.memory_gb >= MEMORY_LEAST_GB else "against",
        text=f"{_gb(chip.memory_gb)} hold weights of up to {number_text(most)} billion parameters at "
        f"{size_bytes} byte{'s' if size_bytes > 1 else ''} each, less the KV cache: {words}.",
        rule=f"Large from {LARGE_GB:g} GB, mid-size from {MIDDLE_GB:g} GB, too small below {MEMORY_LEAST_GB:g} GB. "
        "GB of accelerators are GiB, 2³⁰ bytes.",
    )


def _answer(chip: _Chip) -> Reason | None:
    if not chip.reads_gb_per_s or not chip.memory_gb:
        return None
    tokens = 1e3 / decode_ms_per_token(sold_bytes(chip.memory_gb), 0, chip.reads_gb_per_s, 1, 1)
    if tokens >= _ON_CHIP_READS:
        text = f"All its memory is read {count_text(tokens)} times a second: it is on the chip, and answers are quick."
    else:
        text = f"A model that fills its memory answers at {number_text(tokens, 2)} tokens/s at most, one request alone."
    return Reason(
        use="inference",
        side="for" if tokens >= TOKENS_LEAST else "against",
        text=text,
        rule=f"Each token reads all weights; below {TOKENS_LEAST:g} tokens/s an answer is slower than reading.",
        source=f"{ROOFLINE_PAPER}, time = bytes / bandwidth; the threshold is {OWN_RULE}",
    )


def _batch(chip: _Chip) -> Reason | None:
    if chip.rate is None or not chip.reads_gb_per_s:
        return None
    batch = chip.rate * 1e3 / chip.reads_gb_per_s
    if batch < 10:
        return None
    return Reason(
        use="inference",
        side="note",
        text=f"Decoding is bound by memory up to about {count_text(batch)} requests at once, by arithmetic above.",
        rule="With two bytes and two FLOPs for each parameter and token, the ridge in FLOP/B is the batch.",
        source=ROOFLINE_PAPER,
    )


def _width(chip: _Chip) -> Reason | None:
    if chip.one_byte is None or not chip.rate:
        return None
    gain = chip.one_byte / chip.rate
    if gain < 1.5:
        words = f"{chip.one_byte_title} halves the bytes read but adds no arithmetic"
    else:
        words = f"{chip.one_byte_title} halves the bytes read and gives {number_text(gain, 2)} times the arithmetic"
    return Reason(
        use="inference",
        side="note",
        text=f"{words} ({_tflops(chip.one_byte, chip.one_byte_title)} against {_tflops(chip.rate)}).",
        rule="One byte for each weight halves what a token reads.",
        source=ROOFLINE_PAPER,
    )


def _together(part: Part, chip: _Chip, count: int) -> tuple[Reason, ...]:
    if chip.memory_gb is None:
        return ()
    return (
        Reason(
            use="inference",
            side="note",
            text=f"{count_text(count)} × {part.name} hold {number_text(chip.memory_gb * count, 4)} GB together.",
            rule="Memory of all chips inside, added up.",
            source="arithmetic",
        ),
    )


def _unknown(chip: _Chip) -> tuple[str, ...]:
    on_chip = chip.memory_gb is None and chip.on_chip_gb is not None
    asked = (
        ("memory", chip.memory_gb if not on_chip else 0.0),
        ("memory bandwidth", chip.reads_gb_per_s),
        ("dense BF16 or FP16 rate", chip.rate),
        ("dense FP8 or INT8 rate", chip.one_byte),
        ("scale-up bandwidth", chip.link_gb_per_s if chip.domain != 1 else 0.0),
        ("chips in one scale-up domain", chip.domain),
    )
    return tuple(title for title, value in asked if value is None)


def _gb(value: float) -> str:
    return f"{number_text(value * 1000)} MB" if value < 1 else f"{number_text(value, 4)} GB"


def _tflops(value: float, title: str = "") -> str:
    """A rate in TFLOP/s, or TOP/s where TITLE is INT8, in the unit that fits."""
    unit = "OP/s" if title == "INT8" else "FLOP/s"
    if value >= 1e6:
        return f"{number_text(value / 1e6)} E{unit}"
    return f"{number_text(value / 1e3)} P{unit}" if value >= 1e4 else f"{number_text(value, 4)} T{unit}"
