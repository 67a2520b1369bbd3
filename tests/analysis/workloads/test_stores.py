"""What jobs and pipelines ask of the stores together, by hand."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.run import analyze
from designer.analysis.workloads.data.pipelines import pipeline
from designer.analysis.workloads.data.stores import stores
from designer.analysis.workloads.training.result import training
from designer.model.figures.figure import leaf, recompute


@pytest.fixture
def loaded(stack):
    """Loads by id; READ and CHECKPOINT are set on the job's result, GB/s and GB an hour."""

    def find(*lines, facts=None, read=None, checkpoint=None, choices=None):
        design = stack(*lines, facts=facts, choices=choices)
        graph = needs_of(design).services
        of_kind = {
            kind: [node for node in design.nodes.values() if node.kind == kind] for kind in ("pipeline", "training-job")
        }
        jobs = [
            replace(
                training(design, graph, node),
                read_gb_per_s=leaf("read", read),
                checkpoint_gb=leaf("checkpoint", checkpoint),
                checkpoint_interval_h=leaf("interval", 1.0),
            )
            for node in of_kind["training-job"]
        ]
        lines_ = [pipeline(design, graph, node) for node in of_kind["pipeline"]]
        return {load.id: load for load in stores(design, graph, jobs, lines_)}

    return find


JOB = ("job: generic/training-job", "data: generic/data-set", "job > data")


def test_a_petabyte_is_too_fast_for_object_storage_and_not_for_lustre_or_weka(loaded):
    """60 GB/s of a job over 1 PB: an Azure account gives 6.25; eight Lustre servers give 80.

    S3 is certain of 44 for one prefix and does not limit their number: two of them give 88.
    WEKA states no throughput; its eight servers of 2 × 400 Gb/s carry 800 GB/s, or what the person was quoted.
    """
    facts = {"data": {"data_tb": 1000}}
    for store, has, words in (
        ("azure/blob-hot-lrs", 6.25, "60 GB/s are to be read; it gives"),
        ("aws/s3-standard", 88, "60 GB/s can be read where the data are spread over 2 prefixes or buckets"),
    ):
        load = loaded(*JOB, f"store: {store}", "data @ store", facts=facts, read=60, checkpoint=0)["store"]
        assert load.read_has.value == pytest.approx(has)
        assert load.utilisation.value == pytest.approx(60 / has)
        assert words in load.reason
    for store, has in (("lustre/lustre", 80), ("weka/data-platform", 800)):
        load = loaded(
            *JOB,
            f"store: {store}",
            "box: nvidia/dgx-h100 x8",
            "store @ box",
            "data @ store",
            facts=facts,
            read=60,
            checkpoint=0,
        )["store"]
        assert load.read_has.value == pytest.approx(has)
        assert load.utilisation.value == pytest.approx(60 / has)
        assert load.reason == ""


def test_jobs_and_pipelines_add_up(loaded):
    """A pipeline of 864 TB a day writes 10 GB/s beside checkpoints of 3,600 GB an hour, 1 GB/s."""
    lines = (
        *JOB,
        "array: ddn/ai400x2",
        "data @ array",
        "job > array",
        "etl: apache/spark",
        "bucket: aws/s3-standard",
        "etl > bucket",
        "etl > array",
    )
    facts = {"etl": {"tb_per_day": 864}, "data": {"data_tb": 300}}
    loads = loaded(*lines, facts=facts, read=20, checkpoint=3600)
    array, bucket = loads["array"], loads["bucket"]
    assert array.read_asked.value == 20
    assert array.write_asked.value == pytest.approx(11)
    assert array.used_tb.value == 300
    assert array.utilisation.value == pytest.approx(300 / 375)
    assert recompute(array.utilisation) == pytest.approx(300 / 375)
    assert bucket.read_asked.value == pytest.approx(10)
    assert bucket.write_asked.value == 0


def test_several_stores_share_evenly(loaded):
    loads = loaded(
        "job: generic/training-job", "a: ddn/ai400x2", "b: ddn/ai400x2", "job > a", "job > b", read=100, checkpoint=0
    )
    assert {name: load.read_asked.value for name, load in loads.items()} == {"a": 50, "b": 50}


def test_room_is_that_of_all_copies_and_of_what_a_file_system_stands_on(loaded):
    facts = {"data": {"data_tb": 1000}}
    array = loaded("data: generic/data-set", "array: ddn/ai400x2 x2", "data @ array", facts=facts)["array"]
    assert (array.has_tb.value, array.reason) == (750, "1,000 TB lie in it; it holds 750 TB.")
    fs = loaded(
        "data: generic/data-set", "fs: lustre/lustre", "array: ddn/ai400x2 x4", "fs @ array", "data @ fs", facts=facts
    )["fs"]
    assert (fs.has_tb.value, fs.read_has.value) == (1500, 360)
    assert "Lustre asks for" not in fs.reason


def test_limits_of_a_service_and_least_servers_are_told(loaded):
    facts = {"data": {"data_tb": 1}, "fs": {"capacity_tb": 1}}
    small = loaded("data: generic/data-set", "fs: azure/managed-lustre", "data @ fs", facts=facts)["fs"]
    assert "It is sold from 4 TB on; 1 TB are set." in small.reason
    few = loaded(
        "data: generic/data-set",
        "fs: weka/data-platform",
        "box: generic/host x3",
        "fs @ box",
        "data @ fs",
        facts={"data": {"data_tb": 1}},
    )["fs"]
    assert "WEKA Data Platform asks for at least 8 servers; it runs on 3." in few.reason


def test_what_nobody_asks_is_left_out_and_what_nobody_says_is_told(loaded):
    assert loaded("array: ddn/ai400x2") == {}
    load = loaded(*JOB, "store: generic/storage", "data @ store", read=5, checkpoint=None)["store"]
    assert load.utilisation.value is None
    assert "How fast it can be read is not stated; 5 GB/s are asked for." in load.reason


def test_it_is_part_of_every_analysis(stack):
    design = stack("data: generic/data-set", "array: ddn/ai400x2", "data @ array", facts={"data": {"data_tb": 600}})
    found = analyze(design, only={"workloads"}).workloads
    assert [load.id for load in found.stores] == ["array"]
    assert (found.bottleneck, found.bottleneck_id) == ("data_storage", "array")
