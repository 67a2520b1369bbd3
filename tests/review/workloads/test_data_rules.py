"""What the review says of data, training and what runs them."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.review.rules import review

LLAMA = "meta/llama-3.1-8b"
CLAUDE = "anthropic/claude-sonnet-5"


@pytest.fixture
def said(stack):
    """Findings of RULE about a stack."""

    def find(rule, *lines, facts=None, choices=None, parent=None):
        design = stack(*lines, facts=facts, choices=choices)
        for child, around in (parent or {}).items():
            nodes = {**design.nodes, child: replace(design.nodes[child], parent=around)}
            design = replace(design, nodes=nodes)
        findings = review(design, analyze(design), date(2026, 11, 24))
        assert "rule-failed" not in {finding.rule for finding in findings}
        return [finding for finding in findings if finding.rule == rule]

    return find


def test_training_without_a_tracker_is_found(said):
    job = ("job: generic/training-job", "box: nvidia/dgx-h100", "job @ box")
    (finding,) = said("no-tracker", *job)
    assert finding.message == "Nothing records the runs of job."
    assert said("no-tracker", *job, "tracker: mlflow/mlflow") == []
    assert said("no-tracker", "tracker: mlflow/mlflow") == []


def test_lineage_that_is_not_said_or_not_tracked(said):
    (note,) = said("lineage-not-said", "etl: apache/spark")
    assert note.severity == "note"
    assert "through OpenLineage" in note.detail
    (warning,) = said("lineage-not-tracked", "etl: apache/spark", choices={"etl": {"lineage": "not tracked"}})
    assert warning.message == "etl does not track lineage."
    assert warning.severity == "warning"


@pytest.mark.parametrize(
    ("lines", "choices"),
    [
        (("etl: dbt-labs/dbt-core",), None),
        (("etl: apache/spark", "keeper: openlineage/marquez", "etl > keeper"), None),
        (("etl: apache/airflow",), {"etl": {"lineage": "tracked"}}),
    ],
)
def test_lineage_that_is_tracked_is_not_spoken_of(said, lines, choices):
    assert said("lineage-not-said", *lines, choices=choices) == []
    assert said("lineage-not-tracked", *lines, choices=choices) == []


PATIENTS = {"patients": {"sensitivity": "sensitive"}}


def test_sensitive_data_in_a_rented_store(said):
    lines = ("patients: generic/data-set", "bucket: aws/s3-standard", "patients @ bucket")
    (finding,) = said("sensitive-data-outside", *lines, choices=PATIENTS)
    assert finding.message == "Sensitive data of patients get to bucket, which is rented."
    assert finding.ids == ("patients", "bucket")
    for harmless in ("public", "internal", ""):
        assert said("sensitive-data-outside", *lines, choices={"patients": {"sensitivity": harmless}}) == []


def test_sensitive_data_on_a_rented_machine_by_a_job(said):
    lines = (
        "patients: generic/data-set",
        "array: ddn/ai400x2",
        "patients @ array",
        "job: generic/training-job",
        "cloud: aws/p5.48xlarge",
        "job > patients",
        "job @ cloud",
    )
    (finding,) = said("sensitive-data-outside", *lines, choices=PATIENTS)
    assert "patients → job → cloud" in finding.detail


def test_sensitive_data_by_a_pipeline_an_index_and_an_application_to_a_model(said):
    lines = (
        "patients: generic/data-set",
        "array: ddn/ai400x2",
        "patients @ array",
        "etl: apache/spark",
        "etl > patients",
        "index: pgvector/pgvector",
        "etl > index",
        "app: langchain/langchain",
        "app > index",
        f"api: {CLAUDE}",
        "app > api",
    )
    (finding,) = said("sensitive-data-outside", *lines, choices=PATIENTS)
    assert finding.message == "Sensitive data of patients get to api, a model that others run."
    assert finding.ids == ("patients", "etl", "index", "app", "api")


def test_sensitive_data_do_not_flow_against_the_pipeline(said):
    """A pipeline that fills the data set from a bucket does not carry the data back into it."""
    lines = (
        "patients: generic/data-set",
        "array: ddn/ai400x2",
        "patients @ array",
        "etl: apache/spark",
        "bucket: aws/s3-standard",
        "etl > bucket",
        "patients > etl",
    )
    design_links = said("sensitive-data-outside", *lines, choices=PATIENTS)
    assert design_links == []


def test_a_pipeline_that_does_not_keep_up(said):
    lines = ("etl: apache/spark", "array: ddn/ai400x2", "bucket: aws/s3-standard", "etl > bucket", "array > etl")
    (finding,) = said("pipeline-behind", *lines, facts={"etl": {"tb_per_day": 20_000}})
    assert "what it writes to, array, gives 65 GB/s" in finding.message
    assert finding.ids == ("etl", "array")
    assert said("pipeline-behind", *lines, facts={"etl": {"tb_per_day": 10}}) == []
    (note,) = said("pipeline-unclear", "etl: apache/spark", facts={"etl": {"tb_per_day": 10}})
    assert "Link it to what it reads" in note.message


def test_stores_that_are_too_slow_or_too_full(said):
    lines = ("data: generic/data-set", "array: ddn/ai400x2", "data @ array", "etl: apache/spark", "etl > array")
    facts = {"etl": {"tb_per_day": 9000}, "data": {"data_tb": 100}}
    (slow,) = said("store-too-slow", *lines, facts=facts)
    assert slow.message == "array: 104.2 GB/s are to be read; it gives 90 GB/s."
    (full,) = said("store-too-full", *lines, facts={"data": {"data_tb": 1000}})
    assert full.message == "array: 1,000 TB lie in it; it holds 375 TB."
    assert said("store-too-full", *lines, facts={"data": {"data_tb": 100}}) == []
    unclear = ("etl: apache/spark", "store: generic/storage", "etl > store")
    (note,) = said("store-unclear", *unclear, facts={"etl": {"tb_per_day": 1}})
    assert "is not stated" in note.message


def test_an_orchestrator_over_its_limit(said):
    lines = ("k8s: cncf/kubernetes", "box: generic/host x5001", "k8s @ box")
    (finding,) = said("orchestrator-over-limit", *lines)
    assert "Kubernetes takes at most 5,000 machines; there are 5,001." in finding.message
    assert "etcd" in finding.detail.lower()
    assert said("orchestrator-over-limit", "k8s: cncf/kubernetes", "box: generic/host x5000", "k8s @ box") == []


def test_an_index_that_does_not_fit_and_too_many_dimensions(said):
    lines = ("index: weaviate/weaviate", "box: generic/host", "index @ box")
    many = {"vectors": 1e8, "dimensions": 768}
    (finding,) = said("index-does-not-fit", *lines, facts={"index": many, "box": {"system_memory_gb": 512}})
    assert "takes 614 GB, its hosts have 512 GB" in finding.detail
    assert said("index-does-not-fit", *lines, facts={"index": many, "box": {"system_memory_gb": 1024}}) == []
    wide = {"index": {"vectors": 1e6, "dimensions": 3072}}
    (warning,) = said("too-many-dimensions", "index: pgvector/pgvector", facts=wide)
    assert "2,000 in the usual case" in warning.message
    assert "halfvec" in warning.detail
    (error,) = said("too-many-dimensions", "index: pinecone/serverless", facts={"index": {"dimensions": 30_000}})
    assert error.severity == "error"
    assert said("too-many-dimensions", "index: pinecone/serverless", facts=wide) == []


def test_software_that_runs_on_nothing(said):
    (finding,) = said("software-without-machines", "fs: lustre/lustre", "index: pgvector/pgvector")
    assert finding.message == "fs and index run on nothing that is drawn."
    assert (
        said(
            "software-without-machines",
            "index: pinecone/serverless",
            "app: langchain/langchain",
            "etl: apache/spark",
            "tracker: comet/comet-ml",
        )
        == []
    )
    assert said("software-without-machines", "fs: lustre/lustre", "box: generic/host", "fs @ box") == []
    inside = ("tracker: mlflow/mlflow", "box: nvidia/dgx-h100")
    assert said("software-without-machines", *inside, parent={"tracker": "box"}) == []
    assert len(said("software-without-machines", *inside)) == 1
    assert len(said("software-without-machines", "etl: apache/spark", facts={"etl": {"tb_per_day": 1}})) == 1


def test_what_its_maker_no_longer_looks_after(said):
    (finding,) = said("unmaintained", "old: pytorch/torchserve")
    assert finding.message == "TorchServe is no longer maintained."
    assert "vLLM for language models" in finding.detail
    assert finding.severity == "note"
    assert said("unmaintained", "new: vllm/vllm") == []
