"""Software wired at random: an answer or a plain reason, and every figure follows from its leaves."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.run import analyze
from designer.analysis.workloads.results import WorkloadsResult
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, recompute
from designer.model.workloads.choices import CHOICES
from designer.review.rules import review
from tests.long_runs import runs
from tests.shipped import LIBRARY

PARTS = (
    "langchain/langchain",
    "vllm/vllm",
    "anthropic/claude-sonnet-5-5",
    "pgvector/pgvector",
    "pinecone/serverless",
    "apache/spark",
    "apache/airflow",
    "openlineage/marquez",
    "generic/data-set",
    "generic/training-job",
    "microsoft/deepspeed",
    "comet/comet-ml",
    "nvidia/nim",
    "cncf/kubernetes",
    "cncf/kubeflow",
    "schedmd/slurm",
    "lustre/lustre",
    "weka/data-platform",
    "aws/s3-standard",
    "aws/fsx-lustre",
    "ddn/ai400x2",
    "nvidia/dgx-h100",
    "aws/p5.48xlarge",
    "generic/host",
)
IDS = "abcdefg"
FACTS = {
    name: st.sampled_from((0.0, 1.0, 7.0, 1e6, 1e12))
    for name in (
        "users",
        "requests_per_user_hour",
        "input_tokens",
        "output_tokens",
        "tb_per_day",
        "data_tb",
        "vectors",
        "dimensions",
        "pods",
        "experiments_users",
        "capacity_tb",
        "read_gb_per_s",
        "system_memory_gb",
        "vcpus_each",
        "training_tokens",
    )
}
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(("meta/llama-3.1-8b", "meta/llama-3.1-405b")),
        "sensitivity": st.just("sensitive"),
        "lineage": st.just("not tracked"),
        "index": st.just("ivf"),
    },
)


@st.composite
def wirings(draw):
    """Nodes by part, links among them and where some of them stand."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    nodes = [
        (
            node_id,
            draw(st.sampled_from(PARTS)),
            draw(st.sampled_from((1, 2, 40))),
            draw(st.fixed_dictionaries({}, optional=FACTS)),
            draw(CHOSEN),
            draw(st.sampled_from((None, *ids))),
        )
        for node_id in ids
    ]
    ends, media = st.sampled_from(ids), st.sampled_from(("depends_on", "runs_on"))
    return nodes, draw(st.lists(st.tuples(ends, ends, media), max_size=12))


def made(wiring):
    library = LIBRARY
    nodes, links = wiring
    asked = {
        node_id: {name for name, kind in CHOICES.items() if library.parts[part].kind in kind.kinds}
        for node_id, part, *_ in nodes
    }
    return library.embedded(
        Design(
            nodes={
                node_id: Node(
                    id=node_id,
                    kind=library.parts[part].kind,
                    part=part,
                    copies=copies,
                    facts=facts,
                    order=place,
                    choices={name: value for name, value in choices.items() if name in asked[node_id]},
                    parent=None if parent == node_id else parent,
                )
                for place, (node_id, part, copies, facts, choices, parent) in enumerate(nodes)
            },
            links={f"l{n}": Link(id=f"l{n}", a=a, b=b, medium=medium) for n, (a, b, medium) in enumerate(links)},
        )
    )


def figures(value):
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from figures(inner)
    elif isinstance(value, dict):
        yield from figures(tuple(value.values()))
    elif hasattr(value, "__struct_fields__"):
        yield from figures(tuple(getattr(value, name) for name in value.__struct_fields__))


@settings(max_examples=runs(10, 60), deadline=None)
@given(wiring=wirings())
def test_whatever_is_wired_is_answered(wiring):
    design = made(wiring)
    results = analyze(design, only={"cost", "workloads"})
    work = results.workloads
    assert isinstance(work, WorkloadsResult)
    for result in (*work.pipelines, *work.stores, *work.orchestration):
        assert result.id in design.nodes
        assert result.reason == "" or result.reason.endswith((".", ")."))
        for figure in figures(result):
            assert figure.value is None or figure.value >= 0
            again = recompute(figure)
            assert again is None if figure.value is None else again == pytest.approx(figure.value)
    assert recompute(results.cost.services_usd_per_year) == pytest.approx(results.cost.services_usd_per_year.value)
    findings = review(design, results, date(2026, 11, 24))
    assert "rule-failed" not in {finding.rule for finding in findings}, [
        finding.detail for finding in findings if finding.rule == "rule-failed"
    ]
