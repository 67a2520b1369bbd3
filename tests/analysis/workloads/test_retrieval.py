"""Vector databases: memory by hand, on each of the four, and what a month of the services costs."""

import pytest

from designer.analysis.workloads.retrieval import retrieval
from designer.formulas.retrieval import hnsw_bytes, ivf_bytes

MANY = {"vectors": 100e6, "dimensions": 768}


@pytest.fixture
def kept(stack, asked):
    def find(database, facts=MANY, host="generic/host", memory=1024, copies=1, **choices):
        design = stack(
            f"index: {database}",
            f"box: {host} x{copies}",
            "index @ box",
            facts={"index": facts, "box": {"system_memory_gb": memory}},
            choices={"index": choices} if choices else None,
        )
        graph, traffic = asked(design)
        return retrieval(design, graph, design.nodes["index"], traffic["index"])

    return find


def test_hnsw_is_the_published_formula(kept):
    found = kept("pgvector/pgvector")
    assert found.memory_gb.value == pytest.approx(hnsw_bytes(100_000_000, 768) / 1e9)
    assert found.fits
    assert found.nodes_needed.value == 1


def test_ivf_has_centroids_for_the_square_root_of_the_vectors(kept):
    found = kept("pgvector/pgvector", index="ivf")
    assert found.memory_gb.value == pytest.approx(ivf_bytes(100_000_000, 768, 10_000) / 1e9)


def test_a_rule_of_the_database_counts_before_the_general_one(kept):
    """Weaviate's rule of thumb is twice the raw vectors: 100 M × 768 × 4 B × 2."""
    assert kept("weaviate/weaviate").memory_gb.value == pytest.approx(614.4)
    assert kept("chroma/chroma").memory_gb.value == pytest.approx(307.2)


def test_replicas_and_hosts(kept):
    found = kept("weaviate/weaviate", {**MANY, "replicas": 3}, memory=512, copies=2)
    assert found.memory_gb.value == pytest.approx(3 * 614.4)
    assert found.memory_has_gb.value == 1024
    assert found.nodes_needed.value == 4
    assert found.fits is False
    assert "1,843 GB" in found.reason


def test_a_service_is_paid_for_what_it_stores(kept):
    found = kept("pinecone/serverless")
    assert found.usd_per_month.value == pytest.approx(found.memory_gb.value * 0.33)
    hourly = kept("pinecone/pod-p1-x1")
    assert hourly.usd_per_month.value == pytest.approx(730 * 0.0973)
    assert kept("pgvector/pgvector").usd_per_month.value == 0


def test_what_is_not_said_or_not_possible_is_told(kept):
    assert "how many vectors" in kept("chroma/chroma", {}).reason
    assert "at most 20,000 dimensions" in kept("pinecone/serverless", {"vectors": 1, "dimensions": 30_000}).reason
    assert kept("chroma/chroma", {"vectors": 1e15, "dimensions": 1000}).fits is False
