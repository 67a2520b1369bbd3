"""What queries of a vector database bring back over the drawn network: a narrow link between it and who asks it."""

import pytest

DESIGN = """
format: stackwright-design
version: 1
name: Asked over a narrow link
nodes:
  - {{id: users, kind: users}}
  - {{id: app, part: langchain/langchain, facts: {{users: 360000, requests_per_user_hour: 10, peak_factor: 1,
      input_tokens: 100, output_tokens: 100, retrievals: 1}}}}
  - {{id: index, part: pgvector/pgvector, facts: {{vectors: 1000000, dimensions: 1024{facts}}}}}
  - {{id: box, kind: host, facts: {{system_memory_gb: 1024}}}}
  - {{id: store, kind: host, facts: {{system_memory_gb: 1024}}}}
  - {{id: sw, kind: switch}}
links:
  - {{id: r1, a: app, b: box, medium: runs_on}}
  - {{id: r2, a: index, b: store, medium: runs_on}}
  - {{id: q, a: app, b: index, medium: asks}}
  - {{id: l1, a: box, b: sw, medium: fabric, capacity_gbps: 25}}
  - {{id: l2, a: store, b: sw, medium: fabric, capacity_gbps: {gbps}}}
"""


@pytest.fixture
def told(stackwright, tmp_path):
    def ask(facts="", gbps="0.1", *more):
        path = tmp_path / "rag.yaml"
        path.write_text(DESIGN.format(facts=f", {facts}" if facts else "", gbps=gbps))
        found = stackwright("analyze", path, "--json", *more).document["workloads"]
        (index,) = found["retrieval"]
        return index, {one["id"]: one for one in found["services"]}

    return ask


def test_ten_vectors_of_1024_values_over_a_tenth_of_a_gigabit(told):
    """10 × 1,024 × 4 B are 40,960 B; 0.1 Gb/s bring 12.5 MB a second: 305.2 of the 1,000 queries."""
    index, services = told("query_results: 10")
    assert index["bytes_per_query"]["value"] == 40_960
    assert index["network_gb_per_s"]["value"] == pytest.approx(0.0125)
    assert index["by_network"] is True
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(12.5e6 / 40_960)
    assert services["index"]["bound"] == "network"
    assert services["app"]["served_per_s"]["value"] == pytest.approx(12.5e6 / 40_960)
    assert "The network to those who ask it carries 0.1 Gb/s" in services["index"]["reason"]


def test_what_is_stated_counts_and_what_is_not_said_stays_unknown(told):
    index, services = told("query_results: 10, query_bytes: 1000000")
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(12.5)
    index, services = told()
    assert index["bytes_per_query"]["value"] is None
    assert services["index"]["capacity_per_s"]["value"] is None
    assert index["by_network"] is False
    assert services["app"]["served_per_s"]["value"] == pytest.approx(1000)


def test_a_wide_link_bounds_nothing(told):
    _, services = told("query_results: 10", "25")
    assert services["app"]["served_per_s"]["value"] == pytest.approx(1000)
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(25e9 / 8 / 40_960)
    assert "network" not in services["index"]["reason"]
    own, services = told("query_results: 10, reads_per_s: 500", "25")
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(500)
    assert own["by_network"] is False


def test_the_way_that_results_come_counts(told):
    """The database is the first end of its link: what it sends is bound by the rate there, not by that back to it."""
    _, services = told("query_results: 10", "0.1, capacity_back_gbps: 25")
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(12.5e6 / 40_960)
    _, services = told("query_results: 10", "25, capacity_back_gbps: 0.1")
    assert services["index"]["capacity_per_s"]["value"] == pytest.approx(25e9 / 8 / 40_960)


def test_without_the_link_nothing_arrives(told):
    _, services = told("query_results: 10", "0.1", "--fail", "l2")
    assert services["app"]["served_per_s"]["value"] == 0
