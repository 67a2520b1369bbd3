"""Whatever is set on a job, something plain comes back, and every figure follows from its leaves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.workloads.training.result import fabric_offer, training
from designer.model.design import Node
from designer.model.figures.figure import Figure, recompute
from designer.model.parts.part import Part, Quantity
from designer.model.workloads.workload_facts import MODEL_FACTS, TRAINING_FACTS
from tests.long_runs import SAME_FIXTURES, runs

NAMES = (*(fact.name for fact in TRAINING_FACTS), "tensor_parallel", "training_tokens")
ODD = st.sampled_from([0.0, 1e-9, 0.5, 1.0, 2.0, 7.0, 2048.0, 1e6, 1e12])
SHAPE = st.fixed_dictionaries(
    {},
    optional={fact.name: st.sampled_from([None, 0.0, 0.4, 1.0, 3.0, 64.0, 5120.0, 7e10, 1e15]) for fact in MODEL_FACTS},
)
USUAL = {"params": 8e9, "layers": 32.0, "hidden": 4096.0, "attention_heads": 32.0, "vocabulary": 51_200.0}
BOXES = (
    "nvidia/dgx-h100",
    "aws/p4d.24xlarge",
    "groq/lpu-v1",
    "nvidia/l40s-48gb",
    "google/tpu-v5p",
    "cerebras/cs-3",
    "nvidia/rtx-pro-6000-server",
    "aws/trn2.48xlarge",
    "intel/gaudi-2",
    "ddn/ai400x2",
)


@settings(max_examples=runs(30, 150), deadline=None, suppress_health_check=SAME_FIXTURES)
@given(
    box=st.sampled_from(BOXES),
    copies=st.sampled_from([1, 2, 12, 10**6, 10**12]),
    facts=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6),
    shape=st.one_of(st.just(USUAL), SHAPE.map(lambda odd: USUAL | odd), SHAPE),
    choices=st.fixed_dictionaries(
        {
            "split": st.sampled_from(["auto", "set"]),
            "zero_stage": st.sampled_from("0123"),
            "recompute": st.sampled_from(["full", "selective", "none"]),
            "precision": st.sampled_from(["bf16", "fp8", "int8", "fp4"]),
        }
    ),
    data_tb=st.sampled_from([0.0, 1e-9, 1e9]),
    framework_bytes=st.sampled_from([0.0, 1.0, 18.0, 1e6]),
)
def test_nothing_raises_and_all_follows(stack, box, copies, facts, shape, choices, data_tb, framework_bytes):
    design = stack(
        "job: generic/training-job",
        f"box: {box}",
        "store: ddn/ai400x2",
        "data: generic/data-set",
        "fw: microsoft/deepspeed",
        "job @ box",
        "job > store",
        "job > data",
        "data @ store",
        "job > fw",
    )
    sizes = {name: Quantity(value=value) for name, value in shape.items()}
    model = Part(id="own/model", kind="model", layer="serving_apps", vendor="own", name="Own", facts=sizes)

    def changed(name: str, **fields: object) -> Node:
        return replace(design.nodes[name], **fields)

    nodes = {
        **design.nodes,
        "box": changed("box", copies=copies),
        "data": changed("data", facts={"data_tb": data_tb}),
        "job": changed("job", facts=facts, choices={**choices, "model": model.id}),
        "fw": changed("fw", facts={"bytes_per_parameter": framework_bytes}),
    }
    design = replace(design, nodes=nodes, parts={**design.parts, model.id: model})
    graph = needs_of(design).services
    found = training(design, graph, design.nodes["job"])
    fabric_offer(design, graph, design.nodes["job"])
    assert found.reason or found.fits
    for value in structs.astuple(found):
        for figure in value.values() if isinstance(value, dict) else [value]:
            if isinstance(figure, Figure) and figure.value is not None:
                assert recompute(figure) == pytest.approx(figure.value)
                # Days that may never end have no greatest value.
                assert figure.low is None or figure.low <= figure.value * (1 + 1e-9)
                assert figure.high is None or figure.value <= figure.high * (1 + 1e-9)
    for share in (found.goodput.value, found.mfu.value):
        assert share is None or 0 <= share <= 1 + 1e-9
