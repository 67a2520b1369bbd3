"""Findings about the split of a training job: memory that is tight, and a split that costs much."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from designer.review.rules import review

META = {
    "tensor_parallel": 8,
    "pipeline_parallel": 16,
    "interleaved_stages": 8,
    "context_parallel": 1,
    "micro_batch": 1,
    "global_batch": 2048,
    "sequence_tokens": 8192,
    "training_tokens": 1e12,
}


@pytest.fixture
def said(library):
    """Findings about the split of a job on 2,048 DGX H100 whose FACTS and choices are given."""

    def find(facts, **choices):
        chosen = {"model": "meta/llama-3.1-405b", "split": "set", "recompute": "none", **choices}
        nodes = (
            Node(id="job", part="generic/training-job", kind="training-job", name="Job", facts=facts, choices=chosen),
            Node(id="box", part="nvidia/dgx-h100", kind="server", copies=2048),
            Node(id="leaf", kind="switch"),
        )
        links = (
            Link(id="rails", a="box", b="leaf", medium="fabric", cables=8 * 2048, capacity_gbps=400.0),
            Link(id="on", a="job", b="box", medium="runs_on"),
        )
        design = Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links})
        parts = ("generic/training-job", "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", "meta/llama-3.1-405b")
        design = replace(design, parts={name: library.parts[name] for name in parts})
        found = review(design, analyze(design, only={"workloads"}), date(2026, 11, 28))
        return {one.rule: one for one in found if one.rule in {"training-memory-tight", "training-split-slower"}}

    return find


def test_memory_that_is_tight_is_told_with_what_makes_it_fit(said):
    """Llama 3.1 405B as Meta split it takes 105% with ZeRO 1 alone, and fits with FSDP, which Meta took."""
    found = said(META, zero_stage="1")["training-memory-tight"]
    assert (found.severity, found.ids) == ("warning", ("job",))
    assert "105% of the memory" in found.message
    assert "To be safe, take" in found.detail
    assert "training-memory-tight" not in said(META, zero_stage="3")


def test_a_split_that_is_much_slower_is_told_with_the_best(said):
    slow = {**META, "interleaved_stages": 1}
    found = said(slow, zero_stage="3")["training-split-slower"]
    assert found.severity == "note"
    assert "TP 8 · PP 16 · DP 128, is" in found.message
    assert "slower than the best, TP" in found.message
    assert said({**META}, zero_stage="3") == {}
    assert "training-split-slower" not in said({}, split="auto", recompute="")
