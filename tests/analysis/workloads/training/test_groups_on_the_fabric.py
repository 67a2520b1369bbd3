"""Each group of a split is priced on the hosts that it spans, where the scheduler takes them leaf by leaf."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.training.result import training
from designer.model.assumptions.site_choices import HOST_ORDER, LEAF_BY_LEAF
from designer.model.design import Design, Link, Node

MODEL = "meta/llama-3.1-8b"
FACTS = {
    "tensor_parallel": 8,
    "pipeline_parallel": 2,
    "interleaved_stages": 1,
    "context_parallel": 1,
    "data_parallel": 4,
    "micro_batch": 1,
    "global_batch": 128,
    "sequence_tokens": 8192,
    "training_tokens": 1e12,
}


@pytest.fixture
def leaves(library):
    """Llama 3.1 8B on 64 H100, four DGX on each of two leaves, with so many UPLINKS of 400 Gb/s between them."""

    def make(uplinks, *, by_leaf=True, **facts):
        choices = {"model": MODEL, "split": "set", "zero_stage": "1", "recompute": "full"}
        facts = {**FACTS, **facts}
        nodes = [
            Node(id="job", part="generic/training-job", kind="training-job", facts=facts, choices=choices),
            Node(id="spine", kind="switch"),
        ]
        links = []
        for side in "ab":
            nodes.append(Node(id=f"dgx-{side}", part="nvidia/dgx-h100", kind="server", copies=4))
            nodes.append(Node(id=f"leaf-{side}", kind="switch"))
            for name, a, b, cables in (
                ("rails", f"dgx-{side}", f"leaf-{side}", 32),
                ("up", f"leaf-{side}", "spine", uplinks),
            ):
                links.append(Link(id=f"{name}-{side}", a=a, b=b, medium="fabric", cables=cables, capacity_gbps=400.0))
            links.append(Link(id=f"on-{side}", a="job", b=f"dgx-{side}", medium="runs_on"))
        design = Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links})
        parts = ("generic/training-job", "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", MODEL)
        design = replace(design, parts={name: library.parts[name] for name in parts})
        if by_leaf:
            design = replace(design, settings=replace(design.settings, choices={HOST_ORDER: LEAF_BY_LEAF}))
        found = training(design, needs_of(design).services, design.nodes["job"], fabrics=WorkFabrics(survey_of(design)))
        assert found.fits, found.reason
        return found

    return make


def rate(found, part):
    """GB/s at which a part of the step is told."""
    return found.iteration_s[part].terms[1].value


def test_data_rings_in_a_leaf_and_stages_across_leaves_each_get_their_own(leaves):
    """TP 8 in a host, DP 4 over the hosts of a leaf, PP 2 from leaf to leaf, 8 uplinks of 50 GB/s a leaf.

    Rings inside of a leaf get the line rate of 50 GB/s, and no cable is chosen by a hash. Each of the four hosts of a
    leaf sends its activations to the other one: 4 × 8 × 50 GB/s over 400, a quarter, times what collisions leave.
    """
    found = leaves(8)
    assert rate(found, "gradients") == pytest.approx(50)
    assert rate(found, "stage sends") == pytest.approx(50 / 4 * 0.85)
    # Stages of two hosts stand in one leaf but for the one in the middle: the ring of four stages crosses twice.
    deep = leaves(8, pipeline_parallel=4, data_parallel=2)
    assert rate(deep, "gradients") == pytest.approx(50)
    assert rate(deep, "stage sends") == pytest.approx(50 / 2 * 0.85)


def test_data_rings_over_all_hosts_get_what_the_ring_of_the_job_gets(leaves):
    """Of a ring of eight hosts, leaf by leaf, one host of each leaf sends to the other leaf: 400 of 400 GB/s."""
    found = leaves(8, pipeline_parallel=1, data_parallel=8)
    assert rate(found, "gradients") == pytest.approx(50 * 0.85)


def test_a_narrower_spine_slows_what_crosses_it_alone(leaves):
    wide, narrow = leaves(32), leaves(4)
    assert narrow.iteration_s["stage sends"].value > 4 * wide.iteration_s["stage sends"].value
    for part in ("gradients", "tensor parallel", "arithmetic"):
        assert narrow.iteration_s[part].value == pytest.approx(wide.iteration_s[part].value, rel=1e-6)
    assert narrow.iteration_s["total"].value > wide.iteration_s["total"].value


def test_in_random_order_all_groups_get_what_the_job_gets(leaves):
    found = leaves(8, by_leaf=False)
    assert rate(found, "gradients") == rate(found, "stage sends") < 50


def test_what_is_chosen_is_timed_on_its_own_groups(leaves):
    """The split that is set is told against the best, both with the rates of their own groups."""
    found = leaves(8)
    assert found.best_split is not None
    assert found.slower_than_best.value >= 0
    fastest = leaves(8, tensor_parallel=1, pipeline_parallel=1, data_parallel=64)
    assert found.best_split.step_s.value <= fastest.iteration_s["total"].value * 1.01
