"""What experts send each other goes over the fabric as drawn: all-to-all of the job's hosts, priced by its B_out."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.collectives.group_rates import rates_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.training.result import training
from designer.model.design import Design, Link, Node

FACTS = {
    "tensor_parallel": 1,
    "pipeline_parallel": 1,
    "context_parallel": 1,
    "expert_parallel": 64,
    "micro_batch": 1,
    "global_batch": 128,
    "sequence_tokens": 4096,
    "training_tokens": 1e12,
}


@pytest.fixture
def two_leaves(library):
    """gpt-oss-120b with its experts over 64 H100 on two leaves, with so many UPLINKS of 400 Gb/s between them."""

    def make(uplinks, model="openai/gpt-oss-120b", facts=FACTS):
        choices = {"model": model, "split": "set", "zero_stage": "3", "recompute": "full"}
        nodes = [
            Node(id="job", part="generic/training-job", kind="training-job", facts=facts, choices=choices),
            Node(id="spine", kind="switch"),
        ]
        links = []
        for side in "ab":
            nodes.append(Node(id=f"dgx-{side}", part="nvidia/dgx-h100", kind="server", copies=4))
            nodes.append(Node(id=f"leaf-{side}", kind="switch"))
            ends = (("rails", "dgx", "leaf", 32), ("up", "leaf", "spine", uplinks))
            for name, low, high, cables in ends:
                b = high if high == "spine" else f"{high}-{side}"
                links.append(
                    Link(
                        id=f"{name}-{side}",
                        a=f"{low}-{side}",
                        b=b,
                        medium="fabric",
                        cables=cables,
                        capacity_gbps=400.0,
                    )
                )
            links.append(Link(id=f"on-{side}", a="job", b=f"dgx-{side}", medium="runs_on"))
        design = Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links if one.cables})
        parts = ("generic/training-job", "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", model)
        return replace(design, parts={name: library.parts[name] for name in parts})

    return make


def trained(design, fabrics=None):
    found = training(design, needs_of(design).services, design.nodes["job"], fabrics=fabrics)
    assert found.fits is not None, found.reason
    return found


def rate_of(found):
    """GB/s at which the experts' part of the step is told."""
    return found.iteration_s["expert parallel"].terms[1]


def test_experts_take_what_all_to_all_gets_of_the_drawn_fabric(two_leaves):
    """8 uplinks of 50 GB/s a leaf for 4 × 400 GB/s, of which 4/7 go to the other leaf: 400 of 914 GB/s."""
    for uplinks in (32, 8):
        design = two_leaves(uplinks)
        fabrics = WorkFabrics(survey_of(design))
        hosts = [node for node in design.nodes.values() if node.part == "nvidia/dgx-h100"]
        given = rates_of(fabrics).gb_per_s(hosts, "all-to-all")
        found = trained(design, fabrics)
        assert rate_of(found).value == pytest.approx(given)
        if uplinks == 8:
            # Times what hash collisions leave where a switch has several cables to choose from.
            assert given == pytest.approx(50 * 400 / (4 * 400 * 4 / 7) * 0.85, rel=0.01)


def test_a_narrower_fabric_slows_the_experts_and_nothing_that_stays_inside(two_leaves):
    wide, narrow = trained(two_leaves(32)), trained(two_leaves(4))
    assert narrow.iteration_s["expert parallel"].value > 2 * wide.iteration_s["expert parallel"].value
    assert narrow.iteration_s["arithmetic"].value == pytest.approx(wide.iteration_s["arithmetic"].value)
    assert narrow.iteration_s["total"].value > wide.iteration_s["total"].value
    inside = {**FACTS, "expert_parallel": 8}
    times = [trained(two_leaves(n, facts=inside)).iteration_s["expert parallel"].value for n in (32, 4)]
    assert times[0] == pytest.approx(times[1])


def test_leaves_without_a_spine_are_said_by_name_and_not_timed(two_leaves):
    found = trained(two_leaves(0))
    assert found.iteration_s["total"].value is None
    assert "2 pieces" in found.reason
    assert "no fabric joins them" in found.reason
