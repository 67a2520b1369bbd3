"""Why a training job cannot be as it is drawn, what would help, and what is said of one that can: by a table."""

from textwrap import wrap
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.analysis.workloads.results import TrainingResult
from designer.model.design import Design
from designer.model.parts.part import Quantity
from tests.builders.told import sections
from tests.builders.works import WORK_PARTS, working

SPLIT = {
    "tensor_parallel": 4.0,
    "pipeline_parallel": 2.0,
    "interleaved_stages": 1.0,
    "context_parallel": 1.0,
    "data_parallel": 4.0,
    "micro_batch": 2.0,
    "global_batch": 64.0,
    "sequence_tokens": 4_096.0,
    "training_tokens": 1e11,
}
LINES = ("job: own/job", "box: own/box x4", "leaf: own/leaf", "job @ box", "box = leaf x32 at 400")


def parted(design: Design, **parts: dict[str, float | None]) -> Design:
    """DESIGN with other facts of its parts, None for one that is not stated; "chip" is own/chip."""
    found = dict(design.parts)
    for name, facts in parts.items():
        part = found[f"own/{name}"]
        told = {key: Quantity(value=value) for key, value in facts.items() if value is not None}
        kept = {key: value for key, value in part.facts.items() if key not in facts}
        found[part.id] = replace(part, facts={**kept, **told})
    return replace(design, parts=found)


def trained(
    *lines: str,
    facts: dict[str, float | None] | None = None,
    parts: dict[str, dict[str, float | None]] | None = None,
    fail: tuple[str, ...] = (),
    **choices: str,
) -> TrainingResult:
    """The job on four boxes of eight chips of 100 GB, its split set as above unless it is told otherwise."""
    asked = {key: value for key, value in {**SPLIT, **(facts or {})}.items() if value is not None}
    set_ = {"model": "own/8b", "precision": "bf16", "split": "set", "recompute": "full", "zero_stage": "1", **choices}
    job = {name: choice for name, choice in set_.items() if choice}
    design = parted(working(*(lines or LINES), facts={"job": asked}, choices={"job": job}), **(parts or {}))
    results = analyze(design, only=("workloads",), library=WORK_PARTS, fail=fail)
    assert results.workloads
    return results.workloads.training[0]


CASES: dict[str, Any] = {
    "no model": {"model": ""},
    "no machines": {"lines": ("job: own/job",)},
    "parameters unknown": {"parts": {"8b": {"params": None}}},
    "layers and heads unknown": {"parts": {"8b": {"layers": None, "attention_heads": 0.0}}},
    "half a layer": {"parts": {"8b": {"layers": 0.5}}},
    "one of each": {"parts": {"8b": {"layers": 1.0, "params": 2e9, "active_params": None, "ffn": None}}},
    "peak unknown": {"parts": {"chip": {"bf16_dense_tflops": None, "fp16_dense_tflops": None}}},
    "memory unknown": {"parts": {"chip": {"memory_gb": None}}},
    "reads unknown": {"parts": {"chip": {"memory_bandwidth_gb_per_s": None}}},
    "inference alone": {"parts": {"chip": {"trains": 0.0}}},
    "an empty sequence": {"facts": {"sequence_tokens": 0.4}},
    "an empty batch": {"facts": {"global_batch": 0.4}},
    "the largest batch": {"facts": {"global_batch": 1e9}},
    "no rate of the fabric": {"lines": (*LINES[:4], "box = leaf x32 at 0")},
    "no fabric": {"lines": LINES[:2] + LINES[3:4]},
    "no micro-batch": {"facts": {"micro_batch": 0.0}},
    "no tensor parallelism": {"facts": {"tensor_parallel": 0.3}},
    "too many ranks": {"facts": {"data_parallel": 5.0}},
    "more stages than layers": {
        "facts": {"pipeline_parallel": 32.0, "tensor_parallel": 1.0, "data_parallel": 1.0},
        "parts": {"8b": {"layers": 31.0}},
    },
    "as many stages as layers": {"facts": {"pipeline_parallel": 32.0, "tensor_parallel": 1.0, "data_parallel": 1.0}},
    "too many turns": {"facts": {"interleaved_stages": 18.0}},
    "as many turns as go": {"facts": {"interleaved_stages": 17.0}},
    "heads that do not divide": {"facts": {"tensor_parallel": 3.0}},
    "a sequence over too many": {
        "facts": {"context_parallel": 8.0, "tensor_parallel": 1.0, "data_parallel": 2.0, "sequence_tokens": 7.0}
    },
    "a batch that does not divide": {"facts": {"global_batch": 60.0}},
    "too large": {
        "facts": {"pipeline_parallel": 1.0, "tensor_parallel": 1.0, "data_parallel": 32.0},
        "zero_stage": "0",
        "recompute": "none",
        "parts": {"chip": {"memory_gb": 60.0}},
    },
    "too large but for recomputation": {
        "facts": {"micro_batch": 1.0},
        "recompute": "none",
        "parts": {"chip": {"memory_gb": 13.0}},
    },
    "too large but for a micro-batch": {"recompute": "none", "parts": {"chip": {"memory_gb": 16.0}}},
    "too large but for ZeRO": {
        "facts": {"micro_batch": 1.0},
        "zero_stage": "0",
        "parts": {"chip": {"memory_gb": 15.0}},
    },
    "too large but for both": {
        "facts": {"micro_batch": 1.0},
        "zero_stage": "0",
        "recompute": "none",
        "parts": {"chip": {"memory_gb": 12.0}},
    },
    "too large but for another split": {
        "facts": {"micro_batch": 1.0},
        "zero_stage": "3",
        "parts": {"chip": {"memory_gb": 8.0}},
    },
    "too large in every way": {"parts": {"chip": {"memory_gb": 2.0}}},
    "too large by itself": {"split": "", "zero_stage": "", "recompute": "", "parts": {"chip": {"memory_gb": 2.0}}},
    "tight": {"parts": {"chip": {"memory_gb": 11.5}}},
    "tight but offloaded": {"facts": {"micro_batch": 1.0}, "zero_stage": "3", "parts": {"chip": {"memory_gb": 9.0}}},
    "tight in every way": {"facts": {"micro_batch": 1.0}, "recompute": "none", "parts": {"chip": {"memory_gb": 13.5}}},
    "idle": {"facts": {"data_parallel": 2.0}},
    "beyond the fast link": {"facts": {"tensor_parallel": 16.0, "pipeline_parallel": 1.0, "data_parallel": 2.0}},
    "a large bubble": {"facts": {"pipeline_parallel": 8.0, "data_parallel": 1.0, "global_batch": 8.0}},
    "an old split": {"facts": {"micro_batch": 1.0}, "training_software": "megatron-2021"},
    "fp8": {"precision": "fp8"},
    "int8": {"precision": "int8", "parts": {"chip": {"int8_dense_tops": 2_000.0}}},
    "a long sequence": {"facts": {"sequence_tokens": 20_000.0, "context_parallel": 4.0, "data_parallel": 1.0}},
    "experts": {
        "parts": {
            "8b": {"experts": 8.0, "experts_per_token": 2.0, "expert_ffn": 1_750.0, "active_params": 3.8e9, "ffn": None}
        },
        "split": "",
    },
    "experts that do not divide": {
        "parts": {
            "8b": {"experts": 8.0, "experts_per_token": 2.0, "expert_ffn": 1_750.0, "active_params": 3.8e9, "ffn": None}
        },
        "facts": {"expert_parallel": 3.0},
    },
    "a width that follows": {"parts": {"8b": {"ffn": None}}},
    "late": {"facts": {"deadline_days": 4.0}},
    "in time": {"facts": {"deadline_days": 12.0}},
    "tokens a day": {"facts": {"tokens_per_day": 5e9}},
    "too many tokens a day": {"facts": {"tokens_per_day": 5e10}},
    "no tokens": {"facts": {"training_tokens": None, "deadline_days": 4.0}},
    "fewer copies": {"fail": ("box[3]",)},
    "failures all the time": {"facts": {"failures_per_1000_node_days": 1e6, "restart_min": 60.0}},
}
EXPECTED = """
## no model
none: ?
Choose which model it trains.
## no machines
none: ?
Let it run on servers or instances with accelerators.
## parameters unknown
none: ?
The shape of 8b is not known: parameters.
## layers and heads unknown
none: ?
The shape of 8b is not known: layers, attention heads.
## half a layer
none: ?
The shape of 8b is not known: layers.
## one of each
none: ?
1 layers do not go into 2 pipeline stages.
The width of the feed-forward of 8b is not published; it follows from all its parameters.
## peak unknown
none: ?
How fast chip computes at this precision is not known.
## memory unknown
none: ?
The memory of chip is not known.
## reads unknown
none: ?
How fast the memory of chip is read is not known.
## inference alone
none: ?
chip is made for inference alone, so it trains nothing.
## an empty sequence
none: ?
A sequence needs a token or more, and a batch a sequence or more.
## an empty batch
none: ?
A sequence needs a token or more, and a batch a sequence or more.
## the largest batch
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
The split that is set is 77% slower than TP 1 · PP 2 · DP 16, micro-batch 4, ZeRO 1, no recomputation.
## no rate of the fabric
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
The 4 copies of box are in 4 pieces: no fabric joins them.
## no fabric
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
The 4 copies of box are in 4 pieces: no fabric joins them.
## no micro-batch
none: ?
A micro-batch must be 1 or more.
## no tensor parallelism
none: ?
Tensor parallelism must be 1 or more.
## too many ranks
none: ?
The split that is set takes 40 accelerators; the job runs on 32.
## more stages than layers
none: ?
31 layers do not go into 32 pipeline stages.
## as many stages as layers
TP 1 · PP 32 · DP 1: fits 23.21 of 107.4 GB
The pipeline waits for 47% of an iteration: a larger global batch fills it, and more interleaved stages shorten it.
The split that is set is 152% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## too many turns
none: ?
32 layers do not go into 2 × 18 stages in turn.
## as many turns as go
TP 4 · PP 2 × 17 · DP 4: fits 13.18 of 107.4 GB
The split that is set is 76% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## heads that do not divide
none: ?
32 attention heads do not divide by a tensor parallelism of 3.
## a sequence over too many
none: ?
A sequence of 7 tokens does not go over 8 accelerators.
## a batch that does not divide
none: ?
A global batch of 60 sequences does not divide by micro-batch × data parallelism = 8.
## too large
TP 1 · PP 1 · DP 32: too large 168.4 of 64.42 GB
8b does not fit on 32 × chip: TP 1 · PP 1 · DP 32, micro-batch 2, no ZeRO, no recomputation takes 168 GB of each; 64
    GB can be used. Its state alone fills 2 of them. It fits with ZeRO stage 3.
## too large but for recomputation
TP 4 · PP 2 · DP 4: too large 15.66 of 13.96 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 1, ZeRO 1, no recomputation takes 16 GB of each; 14 GB
    can be used. Its state alone fills 10 of them. It fits with full recomputation.
## too large but for a micro-batch
TP 4 · PP 2 · DP 4: too large 20.42 of 17.18 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 2, ZeRO 1, no recomputation takes 20 GB of each; 17 GB
    can be used. Its state alone fills 8 of them. It fits with a smaller micro-batch.
## too large but for ZeRO
TP 4 · PP 2 · DP 4: too large 20.72 of 16.11 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 1, no ZeRO, full recomputation takes 21 GB of each; 16
    GB can be used. Its state alone fills 8 of them. It fits with ZeRO stage 3.
## too large but for both
TP 4 · PP 2 · DP 4: too large 24.54 of 12.88 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 1, no ZeRO, no recomputation takes 25 GB of each; 13
    GB can be used. Its state alone fills 10 of them. It fits with full recomputation and ZeRO stage 3.
## too large but for another split
TP 4 · PP 2 · DP 4: too large 10.35 of 8.59 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 1, FSDP, full recomputation takes 10 GB of each; 9 GB
    can be used. Its state alone fills 15 of them. It fits with another split: TP 8 · PP 1 · DP 4, micro-batch 1,
    FSDP, full recomputation.
## too large in every way
TP 4 · PP 2 · DP 4: too large 12.76 of 2.147 GB
8b does not fit on 32 × chip: TP 4 · PP 2 · DP 4, micro-batch 2, ZeRO 1, full recomputation takes 13 GB of each; 2
    GB can be used. Its state alone fills 60 of them.
## too large by itself
none: too large
8b does not fit on 32 × chip: even the leanest split, TP 32 · PP 1 · DP 1, micro-batch 1, ZeRO 1, full
    recomputation, takes 8 GB of each; 2 GB can be used. Its state alone fills 60 of them.
## tight
TP 4 · PP 2 · DP 4: fits 12.76 of 12.35 GB
It takes 103% of the memory of an accelerator: tight, and within what such counts are off. It fits with a smaller
    micro-batch.
The split that is set is 31% slower than TP 4 · PP 4 × 4 · DP 2, micro-batch 1, FSDP, selective recomputation.
## tight but offloaded
TP 4 · PP 2 · DP 4: fits 10.35 of 9.664 GB
It takes 107% of the memory of an accelerator: tight, and within what such counts are off. It fits with activations
    offloaded to the memory of the hosts.
## tight in every way
TP 4 · PP 2 · DP 4: fits 15.66 of 14.5 GB
It takes 108% of the memory of an accelerator: tight, and within what such counts are off. It fits with full
    recomputation.
The split that is set is 8% slower than TP 1 · PP 1 · CP 2 · DP 16, micro-batch 1, FSDP, selective recomputation.
## idle
TP 4 · PP 2 · DP 2: fits 15.72 of 107.4 GB
16 of 32 accelerators work: the split and the batch divide no further; all are paid for.
The split that is set is 236% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## beyond the fast link
TP 16 · PP 1 · DP 2: fits 9.397 of 107.4 GB
Tensor parallelism of 16 reaches beyond the 8 that a fast link joins.
The split that is set is 287% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## a large bubble
TP 4 · PP 8 · DP 1: fits 11.1 of 107.4 GB
The pipeline waits for 60% of an iteration: a larger global batch fills it, and more interleaved stages shorten it.
The split that is set is 201% slower than TP 2 · PP 1 · CP 2 · DP 8, micro-batch 1, FSDP, no recomputation.
## an old split
TP 4 · PP 2 · DP 4: fits 11.83 of 107.4 GB
The split that is set is 93% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## fp8
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
FP8 is for matrix products; attention and the output layer work in BF16.
The split that is set is 84% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## int8
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
INT8 is for matrix products; attention and the output layer work in BF16.
The split that is set is 84% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## a long sequence
TP 4 · PP 2 · CP 4 · DP 1: fits 13.17 of 107.4 GB
The split that is set is 61% slower than TP 1 · PP 1 · DP 32, micro-batch 1, FSDP, no recomputation.
## experts
TP 1 · PP 1 · EP 8 · DP 32: fits 26.43 of 107.4 GB
The split that is set is 29% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## experts that do not divide
none: ?
8 experts do not divide by an expert parallelism of 3.
## a width that follows
TP 4 · PP 2 · DP 4: fits 12.85 of 107.4 GB
The width of the feed-forward of 8b is not published; it follows from all its parameters.
The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## late
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
It takes 8.035 days and has 4: 4.03 days too late. It takes 65 accelerators to be done in time, and has 32.
needs 64.27706723265553 to be done in 4.0 days: All 32 reach 50% of it; in proportion, as if more of them trained as
    well.
The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## in time
TP 4 · PP 2 · DP 3: fits 13.75 of 107.4 GB
needs 24.0 to be done in 12.0 days: The fewest that reach its target.
24 of the 32 accelerators that it runs on can take part.
The split that is set is 66% slower than TP 1 · PP 4 × 8 · DP 6, micro-batch 1, ZeRO 1, no recomputation.
## tokens a day
TP 4 · PP 2 · DP 2: fits 15.72 of 107.4 GB
needs 16.0 to be done in 20.0 days: The fewest that reach its target.
16 of the 32 accelerators that it runs on can take part.
The split that is set is 75% slower than TP 1 · PP 1 · DP 16, micro-batch 4, FSDP, no recomputation.
## too many tokens a day
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
It takes 8.035 days and has 2: 6.03 days too late. It takes 129 accelerators to be done in time, and has 32.
needs 128.55413446531105 to be done in 2.0 days: All 32 reach 25% of it; in proportion, as if more of them trained
    as well.
The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## no tokens
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
Say how many tokens it trains on.
needs None to be done in 4.0 days: Say how many tokens it trains on.
The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
## fewer copies
TP 4 · PP 2 · DP 3: fits 13.75 of 107.4 GB
24 of the 32 accelerators that it runs on can take part.
The split that is set is 66% slower than TP 1 · PP 4 × 8 · DP 6, micro-batch 1, ZeRO 1, no recomputation.
## failures all the time
TP 4 · PP 2 · DP 4: fits 12.76 of 107.4 GB
It gets nowhere: there are hardly ever enough machines that are not in repair.
The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.
"""
ALWAYS = ("Wire storage to it", "Small jobs fail more often", "Days, energy and cost are without failures")


def outcome(name: str) -> list[str]:
    """Return the split that is taken, why it cannot be, its target, and notes that are not those of every such job."""
    case = {**CASES[name]}
    found = trained(*case.pop("lines", ()), **case)
    needed, fits = found.accelerators_needed, {None: "?", True: "fits", False: "too large"}[found.fits]
    notes = [note for note in found.notes if not note.startswith(ALWAYS)]
    target = (
        "" if needed is None else f"needs {needed.value} to be done in {found.target_days.value} days: {needed.note}"
    )
    memory = f"{found.memory_needed_gb.or_zero:.4g} of {found.memory_has_gb.or_zero:.4g} GB" if found.split else ""
    return wrapped(*filter(None, (f"{found.split or 'none'}: {fits} {memory}".rstrip(), found.reason, target)), *notes)


def wrapped(*lines: str) -> list[str]:
    """Return LINES, none longer than 116."""
    return [part for line in lines for part in wrap(line, 116, subsequent_indent="    ", break_on_hyphens=False)]


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_job(name: str):
    assert outcome(name) == sections(EXPECTED)[name]
