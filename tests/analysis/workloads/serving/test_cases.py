"""Published cases of serving and retrieval, posed as designs."""

import json
from pathlib import Path

import pytest

from designer.analysis.run import analyze

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[3] / "cases" / "cases.json").read_text("utf-8"))
}
OPT = "meta/opt-13b"


@pytest.fixture
def alone(stack):
    """OPT-13B for one request at a time on one A100 of 40 GB, with 512 tokens in the cache on average."""
    design = stack(
        "app: langchain/langchain",
        "engine: vllm/vllm",
        "chip: nvidia/a100-sxm4-40gb",
        "app > engine",
        "engine @ chip",
        facts={
            "app": {"users": 0.001, "requests_per_user_hour": 1, "input_tokens": 12, "output_tokens": 1000},
            "engine": {"batch_most": 1},
        },
        choices={"engine": {"model": OPT}},
    )
    (engine,) = analyze(design, only={"workloads"}).workloads.serving
    return engine


def test_the_cache_of_opt_13b(alone):
    """INF-KV-1: 819,200 B a token; the cache of a request of 512 tokens enters every step."""
    case = CASES["INF-KV-1"]["expected"]
    kept = next(figure for figure in alone.token_s.walk() if figure.label == "cache of a request on an accelerator")
    assert kept.value / 512 * 1e9 == pytest.approx(case["bytes_per_token"])
    assert kept.value / 512 * 2048 == pytest.approx(case["GB_2048_tokens"], rel=0.05)


def test_a_token_of_13_billion_parameters(alone):
    """INF-DEC-1: 17.07 ms with 512 tokens in the cache; the program it is from has no time for short kernels."""
    case = CASES["INF-DEC-1"]
    assert alone.batch.value == case["inputs"]["batch"]
    assert alone.token_s.value * 1000 == pytest.approx(case["expected"]["ms_per_token"], rel=0.10)


def test_a_graph_index_of_a_million_vectors(stack):
    """RAG-01: HNSW with 16 links."""
    case = CASES["RAG-01"]
    design = stack("index: pgvector/pgvector", facts={"index": {"vectors": case["inputs"]["n"], "dimensions": 256}})
    (index,) = analyze(design, only={"workloads"}).workloads.retrieval
    assert index.memory_gb.value == pytest.approx(case["expected"]["hnsw_GB"], rel=0.002)
