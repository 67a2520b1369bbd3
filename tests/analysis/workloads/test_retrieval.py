"""Vector databases: memory by hand, on each of the four, and what a month of the services costs."""

import pytest

from designer.analysis.run import analyze
from designer.analysis.workloads.data.retrieval import retrieval
from designer.formulas.workloads.retrieval import hnsw_bytes, ivf_bytes

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


def test_a_query_takes_what_was_measured_at_the_nearest_size(kept):
    """pgvector at 1 million of 1,536 dimensions: 5.9 ms; at 250,000: 3.7 ms, 5.9 at the 95th percentile."""
    large = kept("pgvector/pgvector", {"vectors": 2e6, "dimensions": 1536}).query_s
    small = kept("pgvector/pgvector", {"vectors": 2e5, "dimensions": 1536}).query_s
    assert (large.value, large.status) == (pytest.approx(0.0059), "sourced")
    assert "takes longer" in large.note
    assert (small.value, small.high) == (pytest.approx(0.0037), pytest.approx(0.0059))
    assert "takes longer" not in small.note
    tail = kept("milvus/milvus", {"vectors": 1e7, "dimensions": 768}).query_s
    assert tail.value == pytest.approx(0.0033)
    assert "no median is published" in tail.note


def test_without_a_published_time_the_assumption_names_itself(kept):
    found = kept("chroma/cloud").query_s
    assert (found.value, found.status, found.subject) == (0.05, "assumed", "retrieval_s")
    own = kept("chroma/cloud", {**MANY, "query_p50_ms": 12.0}).query_s
    assert (own.value, own.status) == (pytest.approx(0.012), "user")


def test_reading_is_charged_by_its_units(stack, asked):
    """307.2 GB take 307.2 read units a query: 3,650 × 730 queries × 307.2 / 1,000 × 0.016 USD above the storage."""
    design = stack(
        "app: langchain/langchain",
        "index: pinecone/serverless",
        "app > index",
        facts={"app": {"users": 3650, "requests_per_user_hour": 1}, "index": MANY},
    )
    graph, traffic = asked(design)
    found = retrieval(design, graph, design.nodes["index"], traffic["index"])
    assert found.read_units.value == pytest.approx(307.2)
    reading = 3650 * 730 * 307.2 / 1000 * 0.016
    assert found.usd_per_month.value == pytest.approx(found.memory_gb.value * 0.33 + reading)
    assert found.queries_per_s.value == pytest.approx(2000 / 307.2)
    few = stack(
        "app: langchain/langchain",
        "index: pinecone/serverless",
        "app > index",
        facts={
            "app": {"users": 3650, "requests_per_user_hour": 1},
            "index": {"vectors": 1000, "dimensions": 768},
        },
    )
    graph, traffic = asked(few)
    assert retrieval(few, graph, few.nodes["index"], traffic["index"]).read_units.value == 0.25


def test_writing_is_charged_by_its_units(stack, asked):
    """1 GB a day are 10⁶ KB; a vector of 768 × 4 B costs at least 5 units, 1.63 a KB: × 30.4 days × 0.004 / 1,000."""
    design = stack(
        "etl: apache/spark",
        "index: pinecone/serverless",
        "etl > index",
        facts={"etl": {"tb_per_day": 0.001}, "index": MANY},
    )
    graph, traffic = asked(design)
    found = retrieval(design, graph, design.nodes["index"], traffic["index"])
    writing = 1e6 * 730 / 24 * 5 / 3.072 * 0.004 / 1000
    assert found.usd_per_month.value == pytest.approx(found.memory_gb.value * 0.33 + writing)


def test_an_answer_with_retrieval_has_a_whole_time(stack):
    """One retrieval of 5.9 ms and an answer of 2 + 500 / 40 s."""
    design = stack(
        "app: langchain/langchain",
        "api: anthropic/claude-sonnet-4-5",
        "index: pgvector/pgvector",
        "app > api",
        "app > index",
        facts={
            "app": {"users": 3650, "requests_per_user_hour": 1, "input_tokens": 2000, "output_tokens": 500},
            "index": {"vectors": 1e6, "dimensions": 1536},
        },
    )
    loads = {load.id: load for load in analyze(design, only={"workloads"}).workloads.services}
    assert loads["app"].answer_s.value == pytest.approx(14.5 + 0.0059)
    assert not loads["app"].answer_s.missing
    assert loads["index"].latency_s.high >= 0.0059
