"""The traffic of training jobs on the drawn fabric."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.training.result import training
from designer.edit.nodes.nodes import add_node, set_choice
from designer.edit.settings import set_site_choice
from designer.model.design import Design, Link
from designer.model.figures.figure import recompute
from designer.model.records import RefusedInput

FACTS = {
    "tensor_parallel": 8,
    "pipeline_parallel": 1,
    "data_parallel": 4,
    "micro_batch": 1,
    "global_batch": 64,
    "sequence_tokens": 2048,
    "training_tokens": 1e10,
}


@pytest.fixture
def cluster(library):
    """Four DGX A100 on one switch, and JOBS on them."""

    def make(jobs=("job",), facts=FACTS, cabled=True, hosts=4, spines=0):
        design = Design()
        design = add_node(design, library, "nvidia/dgx-a100", 0, 0, copies=hosts, node_id="box").applied(design)
        design = add_node(design, library, "nvidia/qm8700", 0, 0, node_id="leaf").applied(design)
        links = {}
        if cabled:
            links["rails"] = Link(id="rails", a="box", b="leaf", medium="fabric", cables=8 * hosts)
        if spines:
            design = add_node(design, library, "nvidia/dgx-a100", 0, 0, copies=hosts, node_id="far").applied(design)
            design = add_node(design, library, "nvidia/qm8700", 0, 0, node_id="end").applied(design)
            links["far-rails"] = Link(id="far-rails", a="far", b="end", medium="fabric", cables=8 * hosts)
            links["up"] = Link(id="up", a="leaf", b="end", medium="fabric", cables=spines)
        for job in jobs:
            design = add_node(design, library, "generic/training-job", 0, 0, node_id=job, name=job).applied(design)
            links[f"{job}-box"] = Link(id=f"{job}-box", a=job, b="box", medium="runs_on")
            if spines:
                links[f"{job}-far"] = Link(id=f"{job}-far", a=job, b="far", medium="runs_on")
            design = replace(design, nodes={**design.nodes, job: replace(design.nodes[job], facts=facts)})
            design = set_choice(design, library, job, "model", "meta/llama-3.1-8b").applied(design)
            design = set_choice(design, library, job, "split", "set").applied(design)
        return replace(design, links=links)

    return make


def rate_of(design, job="job"):
    return training(design, needs_of(design).services, design.nodes[job]).fabric_gbps


def test_gradients_load_the_cables_of_the_hosts(cluster):
    """32 accelerators send their gradients; every byte crosses the cables of two hosts, once out and once in."""
    design = cluster()
    each = rate_of(design)
    found = network(design, "training")
    (rails,) = [row for row in found.links if row.id == "rails"]
    assert found.endpoints == 4
    assert rails.load_gbps.value == pytest.approx(32 * each.value)
    assert rails.capacity_gbps.value == 32 * 200
    assert rails.utilisation.value == pytest.approx(each.value / 200)
    assert recompute(rails.utilisation) == pytest.approx(rails.utilisation.value)


def test_what_an_accelerator_sends_follows_from_its_gradients(cluster):
    """8.03 billion parameters over 8 ways: 2 × 3/4 × 2 B of each in an iteration, gradients and weights."""
    design = cluster()
    result = training(design, needs_of(design).services, design.nodes["job"])
    layer = 2 * 4096**2 + 2 * 4096 * 1024 + 3 * 4096 * 14336
    params = (32 * layer + 2 * 128256 * 4096) / 8
    gigabits = 2 * 3 / 4 * 2 * params * 8 / 1e9
    assert result.fabric_gbps.value == pytest.approx(gigabits / result.iteration_s["total"].value)


def test_two_jobs_add_up(cluster):
    one, two = (network(cluster(jobs), "training") for jobs in (("job",), ("job", "other")))
    assert two.links[0].load_gbps.value == pytest.approx(2 * one.links[0].load_gbps.value)


def test_less_fabric_is_fuller(cluster):
    wide, narrow = (network(cluster(spines=cables), "training") for cables in (16, 4))
    use, rail = (next(row for row in wide.links if row.id == name) for name in ("up", "rails"))
    # Of what the four hosts of a leaf send, 4 of 7 shares go to the hosts of the other.
    assert use.load_gbps.value == pytest.approx(4 / 7 * rail.load_gbps.value)
    uses = [next(row for row in found.links if row.id == "up").utilisation.value for found in (wide, narrow)]
    loads = [next(row for row in found.links if row.id == "up").load_gbps.value for found in (wide, narrow)]
    # A quarter of the cables, and a job that the narrower fabric slows: it sends less in a second.
    assert uses[1] == pytest.approx(4 * uses[0] * loads[1] / loads[0])
    assert loads[1] < loads[0]
    assert uses[1] > uses[0]


def test_rings_leaf_by_leaf_cross_the_uplinks_once_each_way(cluster):
    """Eight hosts on two leaves, one ring: one of four sends to the other leaf; as groups of two across, all do."""
    design = cluster(spines=16, facts={**FACTS, "data_parallel": 8})
    by_leaf = set_site_choice(design, "host_order", "leaves").applied(design)
    # Of what a host sends on an average of all orders 4 of 7 parts cross.
    for drawn, part in ((design, 4 / 7), (by_leaf, 1 / 4)):
        found = network(drawn, "training")
        up, rails = (next(row for row in found.links if row.id == name) for name in ("up", "rails"))
        assert up.load_gbps.value == pytest.approx(part * rails.load_gbps.value)
        assert found.endpoints == 8
    # Two stages of four copies: groups of four hosts stay on their leaf.
    stages = {**FACTS, "pipeline_parallel": 2, "data_parallel": 4, "interleaved_stages": 1}
    near = cluster(spines=16, facts=stages)
    near = set_site_choice(near, "host_order", "leaves").applied(near)
    links = {row.id: row for row in network(near, "training").links}
    assert links["rails"].load_gbps.value > 0
    assert links["up"].load_gbps.value == pytest.approx(0)


def test_a_failed_host_sends_nothing(cluster):
    design = cluster()
    broken = network(design, "training", fail=("box[0]",))
    # All 24 accelerators that are left work, in three copies of the model, of which two idle in the last of 22 rounds.
    fabrics = WorkFabrics(survey_of(design, ("box[0]",)))
    job = training(design, needs_of(design).services, design.nodes["job"], fabrics=fabrics)
    assert job.split == "TP 8 · PP 1 · DP 3"
    assert broken.links[0].load_gbps.value == pytest.approx(24 * job.fabric_gbps.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hosts": 1, "facts": {**FACTS, "data_parallel": 1}}, "has anything to send beyond its own host"),
        ({"cabled": False}, "are in 4 pieces: no fabric joins them"),
        ({"facts": {**FACTS, "global_batch": 3}}, "does not divide"),
    ],
)
def test_a_job_that_sends_nothing_says_why(cluster, changes, words):
    found = network(cluster(**changes), "training")
    assert any(words in note for note in found.notes)
    assert not any(row.load_gbps.value for row in found.links)


def test_without_a_job_it_is_refused(cluster):
    with pytest.raises(RefusedInput, match="no training job in the design"):
        network(cluster(jobs=()), "training")
