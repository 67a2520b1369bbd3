"""Pipelines by hand: TB of a day over 86,400 s against the slowest of stores and network; lineage; tasks."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.workloads.data.pipelines import pipeline
from designer.model.design import Link
from designer.model.figures.figure import recompute

FLOW = ("etl: apache/spark", "bucket: azure/blob-hot-lrs", "array: ddn/ai400x2", "etl > bucket", "etl > array")


@pytest.fixture
def ran(stack):
    def find(*lines, facts=None, choices=None, node="etl"):
        design = stack(*lines, facts=facts, choices=choices)
        return pipeline(design, needs_of(design).services, design.nodes[node])

    return find


def test_terabytes_a_day_against_the_slowest_step(ran):
    """100 TB a day are 100,000 GB / 86,400 s; Azure reads 6.25 GB/s, the array writes 65."""
    found = ran(*FLOW, facts={"etl": {"tb_per_day": 100}})
    assert found.needed_gb_per_s.value == pytest.approx(100_000 / 86_400)
    assert found.has_gb_per_s.value == 6.25
    assert found.slowest == "bucket"
    assert found.utilisation.value == pytest.approx(100_000 / 86_400 / 6.25)
    assert found.reason == ""
    assert recompute(found.utilisation) == pytest.approx(found.utilisation.value)


def test_more_than_the_slowest_gives_does_not_keep_up(ran):
    found = ran(*FLOW, facts={"etl": {"tb_per_day": 1000}})
    assert found.utilisation.value == pytest.approx(1_000_000 / 86_400 / 6.25)
    assert "does not keep up: 11.57 GB/s are needed, and what it reads from, bucket, gives 6.25 GB/s." in found.reason


def test_a_link_to_the_pipeline_comes_from_what_it_writes(ran):
    """The array waits for what the pipeline takes out of the other array: 90 to read, 65 to write."""
    pair = ("etl: apache/spark", "a: ddn/ai400x2", "b: ddn/ai400x2")
    found = ran(*pair, "etl > a", "b > etl", facts={"etl": {"tb_per_day": 1}})
    assert (found.has_gb_per_s.value, found.slowest) == (65, "b")
    found = ran(*pair, "etl > b", "a > etl", facts={"etl": {"tb_per_day": 1}})
    assert (found.has_gb_per_s.value, found.slowest) == (65, "a")
    one_way = ran(*pair, "etl > a", "etl > b", facts={"etl": {"tb_per_day": 1}})
    assert one_way.has_gb_per_s.value == 180
    assert "It is not stated where it writes." in one_way.reason


def test_copies_and_own_throughput_count(ran, stack):
    design = stack(*FLOW, facts={"etl": {"tb_per_day": 100}, "array": {"write_gb_per_s": 1.5}})
    nodes = {**design.nodes, "array": replace(design.nodes["array"], copies=3)}
    design = replace(design, nodes=nodes)
    found = pipeline(design, needs_of(design).services, design.nodes["etl"])
    assert (found.has_gb_per_s.value, found.slowest) == (4.5, "array")


def test_data_sets_are_read_where_they_lie(ran):
    lines = ("etl: apache/spark", "data: generic/data-set", "array: ddn/ai400x2", "data @ array", "etl > data")
    found = ran(*lines, facts={"etl": {"tb_per_day": 1}})
    assert (found.has_gb_per_s.value, found.slowest) == (90, "array")
    lost = ran("etl: apache/spark", "data: generic/data-set", "etl > data", facts={"etl": {"tb_per_day": 1}})
    assert lost.has_gb_per_s.value is None
    assert "data lies in no store." in lost.reason


def test_throughput_by_size_and_requests_by_their_size(ran):
    """FSx: 125 MB/s for each TiB; 100 TB are 90.95 TiB. S3: 5,500 requests a second of 8 MB."""
    lustre = ran(
        "etl: apache/spark",
        "fs: aws/fsx-lustre",
        "etl > fs",
        facts={"etl": {"tb_per_day": 1}, "fs": {"capacity_tb": 100}},
    )
    assert lustre.has_gb_per_s.value == pytest.approx(100e12 / 2**40 * 0.125)
    unsized = ran("etl: apache/spark", "fs: aws/fsx-lustre", "etl > fs", facts={"etl": {"tb_per_day": 1}})
    assert unsized.has_gb_per_s.value is None
    assert "fs (reads from)" in unsized.reason
    s3 = ran("etl: apache/spark", "s3: aws/s3-standard", "etl > s3", facts={"etl": {"tb_per_day": 1}})
    assert s3.has_gb_per_s.value == pytest.approx(44)


def test_the_network_of_its_machines_counts_as_drawn(stack):
    design = stack(
        *FLOW,
        "box: nvidia/dgx-h100 x2",
        "etl @ box",
        "switch: nvidia/qm9700",
        facts={"etl": {"tb_per_day": 1}, "bucket": {"read_gb_per_s": 500}},
    )
    cable = Link(id="cable", a="box", b="switch", medium="storage", cables=2, capacity_gbps=100)
    rail = Link(id="rail", a="box", b="switch", medium="fabric", cables=2, capacity_gbps=400)

    def has(*links):
        one = replace(design, links={**design.links, **{link.id: link for link in links}})
        found = pipeline(one, needs_of(one).services, one.nodes["etl"])
        return found.has_gb_per_s.value, found.slowest

    fast = replace(design, nodes={**design.nodes, "array": replace(design.nodes["array"], copies=100)})
    design = fast
    assert has() == (200, "box")  # two storage ports of 400 Gb/s on each of two
    assert has(rail) == (100, "box")
    assert has(cable, rail)[0] == 25  # two cables that carry 100 Gb/s each, whatever the ports could


def test_a_machine_that_is_too_small_for_spark_is_told(ran):
    found = ran(
        *FLOW,
        "box: generic/host",
        "etl @ box",
        facts={"etl": {"tb_per_day": 1}, "box": {"cpu_cores": 4, "system_memory_gb": 4}},
    )
    assert "Spark asks for at least 8 CPU cores in each machine; box has 4." in found.reason
    assert "at least 8 GB of memory" in found.reason
    fine = ran(*FLOW, "box: nvidia/dgx-h100", "etl @ box", facts={"etl": {"tb_per_day": 1}})
    assert fine.reason == ""


def test_lineage_is_chosen_or_known_of_the_tool(ran):
    assert ran("etl: dbt-labs/dbt-core").lineage == "tracked"
    assert ran("etl: apache/airflow").lineage == ""
    assert ran("etl: apache/airflow", "keeper: openlineage/marquez", "keeper > etl").lineage == "tracked"
    assert ran("etl: dbt-labs/dbt-core", choices={"etl": {"lineage": "not tracked"}}).lineage == "not tracked"
    assert ran("etl: openlineage/marquez").reason == ""


def test_a_scheduler_starts_so_many_tasks_at_once(ran):
    """Airflow runs 32 tasks for each scheduler."""
    few = ran("flow: apache/airflow", "etl: apache/spark x32", "flow > etl", node="flow")
    assert (few.tasks.value, few.tasks_most.value, few.utilisation.value, few.reason) == (32, 32, 1, "")
    many = ran("flow: apache/airflow", "etl: apache/spark x40", "flow > etl", node="flow")
    assert many.reason == "It starts 40 pipelines and runs at most 32 tasks at once."
    assert ran("flow: apache/airflow x2", "etl: apache/spark x40", "flow > etl", node="flow").reason == ""


@pytest.mark.parametrize("daily", [0, 86_400_000.0, 1e300])
def test_nothing_and_a_petabyte_a_second_are_answered(ran, daily):
    found = ran(*FLOW, facts={"etl": {"tb_per_day": daily}})
    assert found.utilisation.value == pytest.approx(daily * 1000 / 86_400 / 6.25)
    assert ("does not keep up" in found.reason) is (daily > 0)


def test_what_is_not_said_is_told(ran):
    words = "Say how many TB it moves in a day. Link it to what it reads and to what it writes."
    assert ran("etl: apache/spark").reason == words
    assert ran("etl: apache/spark").utilisation.value is None
    dead = ran(*FLOW, facts={"etl": {"tb_per_day": 1}, "bucket": {"read_gb_per_s": 0}})
    assert dead.utilisation.value is None
    assert "gives 0 GB/s" in dead.reason


def test_pipelines_in_a_ring_are_answered(stack):
    design = stack("etl: apache/spark", "b: dbt-labs/dbt-core", "etl > b")
    links = {
        **design.links,
        "back": Link(id="back", a="b", b="etl", medium="depends_on"),
        "self": Link(id="self", a="etl", b="etl", medium="depends_on"),
    }
    design = replace(design, links=links)
    graph = needs_of(design).services
    assert {pipeline(design, graph, design.nodes[name]).has_gb_per_s.value for name in ("etl", "b")} == {None}
