"""No wiring, number of users or missing price breaks the comparison, the growth or the parting of the bill."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.money.growth import growth
from designer.analysis.money.spread import uncertain
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from tests.long_runs import runs
from tests.shipped import LIBRARY

from .conftest import MONEY

PARTS = (
    "langchain/langchain",
    "vllm/vllm",
    "anthropic/claude-haiku-4-5",
    "openai/api",
    "nvidia/dgx-h100",
    "amd/mi300x",
    "aws/p5.48xlarge",
    "google/tpu-v5e-8",
    "generic/host",
    "generic/training-job",
    "pinecone/serverless",
    "nvidia/gb200-nvl72",
)
FACTS = {"requests_per_user_hour": 1.0, "input_tokens": 500.0, "output_tokens": 0.0, "growth_per_month": 0.2}


@settings(max_examples=runs(20, 60), deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), max_size=7),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["depends_on", "runs_on"])), max_size=12),
    st.sampled_from([0.0, 1.0, 1e12]),
    st.sampled_from([None, 0.0, 1e9]),
)
def test_no_wiring_breaks_it(parts, pairs, users, price):
    library = LIBRARY
    nodes = {
        f"n{place}": Node(
            id=f"n{place}",
            kind=library.parts[part].kind,
            part=part,
            order=place,
            price_usd=price,
            facts={"users": users, **FACTS} if library.parts[part].kind == "application" else {},
            choices={"model": "meta/llama-3.1-8b"} if part == "vllm/vllm" else {},
        )
        for place, part in enumerate(parts)
    }
    links = {
        f"l{place}": Link(id=f"l{place}", a=f"n{a % len(parts)}", b=f"n{b % len(parts)}", medium=medium)
        for place, (a, b, medium) in enumerate(pairs)
        if parts
    }
    design = library.embedded(Design(nodes=nodes, links=links))
    results = analyze(design, only=MONEY)
    found = alternatives(design, library, results, apis=["openai/gpt-5-mini"])
    for curve in found.over_time:
        assert all(math.isfinite(usd) for usd in curve.usd)
        assert list(curve.usd) == sorted(curve.usd)
    for crossing in found.crossings:
        assert crossing.words
        assert crossing.at.known == (crossing.state == "crosses" or crossing.at.value == 0)
    followed = growth(design, results)
    assert len(followed.total_usd_per_month) == 37
    where = where_it_sits(design, results.cost)
    assert where.usd_per_month.value == pytest.approx(results.cost.monthly_usd.value or 0.0)
    assert uncertain(results, 1, draws=10).seed == 1


def test_a_ring_of_services_is_compared(stack, library):
    lines = (
        "a: langchain/langchain",
        "b: llamaindex/llamaindex",
        "engine: vllm/vllm",
        "box: nvidia/dgx-h100",
        "a > b",
        "b > engine",
        "engine @ box",
    )
    use = {"users": 10, "requests_per_user_hour": 10, "input_tokens": 100, "output_tokens": 100}
    design = stack(*lines, facts={"a": use}, choices={"engine": {"model": "meta/llama-3.1-8b"}})
    ring = {**design.links, "back": Link(id="back", a="b", b="a", medium="depends_on")}
    design = replace(design, links=ring)
    assert alternatives(design, library, analyze(design, only=MONEY)).basis == "demand"
