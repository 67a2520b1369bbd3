"""Clusters against the limits of their orchestrators, by hand."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.run import analyze
from designer.analysis.workloads.orchestration import orchestration


@pytest.fixture
def managed(stack):
    def find(*lines, facts=None, node="k8s", parent=None):
        design = stack(*lines, facts=facts)
        for child, around in (parent or {}).items():
            nodes = {**design.nodes, child: replace(design.nodes[child], parent=around)}
            design = replace(design, nodes=nodes)
        return orchestration(design, needs_of(design).services, design.nodes[node])

    return find


def test_machines_that_are_linked_count_else_all(managed):
    both = ("k8s: cncf/kubernetes", "a: generic/host x100", "b: aws/p5.48xlarge x20")
    assert managed(*both).nodes.value == 120
    assert managed(*both, "k8s @ a").nodes.value == 100
    assert managed(*both, "k8s > b").nodes.value == 20
    none = managed("k8s: cncf/kubernetes")
    assert none.nodes.value == 0
    assert none.reason == "There are no machines for it to manage."


def test_five_thousand_machines_are_the_limit_of_kubernetes(managed):
    found = managed("k8s: cncf/kubernetes", "box: generic/host x6000", "k8s @ box")
    assert found.nodes_most.value == 5000
    assert found.utilisation.value == pytest.approx(1.2)
    assert found.reason == "Kubernetes takes at most 5,000 machines; there are 6,000."
    assert "Etcd: 2 cores and 8 GB to 50 nodes" in found.reserved


def test_pods_are_those_said_or_the_copies_of_what_runs_on_the_machines(managed):
    """110 pods on each of 10 machines; 150,000 in the whole cluster."""
    lines = (
        "k8s: cncf/kubernetes",
        "box: generic/host x10",
        "engine: vllm/vllm x7",
        "app: langchain/langchain x3",
        "engine @ box",
        "app @ box",
    )
    found = managed(*lines)
    assert (found.pods.value, found.pods_most.value) == (10, 1100)
    full = managed(*lines, facts={"k8s": {"pods": 1200}})
    assert full.utilisation.value == pytest.approx(1200 / 1100)
    assert "at most 1,100 pods or jobs; there are 1,200" in full.reason
    large = managed("k8s: cncf/kubernetes", "box: generic/host x4000", facts={"k8s": {"pods": 160_000}})
    assert large.pods_most.value == 150_000


def test_slurm_counts_jobs(managed):
    found = managed(
        "slurm: schedmd/slurm",
        "box: nvidia/dgx-h100 x8",
        "job: generic/training-job x3",
        "job @ box",
        "engine: vllm/vllm x5",
        "engine @ box",
        node="slurm",
    )
    assert (found.pods.value, found.pods_most.value, found.nodes_most.value) == (3, 10_000, 122_880)
    assert "Large: from 1,024 nodes" in found.reserved


def test_kubeflow_takes_cores_and_memory_of_the_machines_of_its_kubernetes(managed):
    lines = (
        "flow: cncf/kubeflow",
        "k8s: cncf/kubernetes",
        "flow > k8s",
        "a: generic/host",
        "k8s @ a",
        "b: generic/host x9",
    )
    found = managed(*lines, node="flow", facts={"a": {"cpu_cores": 4, "system_memory_gb": 64}})
    assert found.nodes.value == 1
    assert (found.cores_reserved.value, found.cores_has.value) == (8, 4)
    assert (found.memory_reserved_gb.value, found.memory_has_gb.value) == (16, 64)
    assert found.reason == "Its own services take 8 cores; the machines have 4."
    assert found.reserved.startswith("It takes 8 cores and 16 GB of memory.")
    own = managed(*lines, node="flow", facts={"flow": {"vcpus_each": 2}, "a": {"cpu_cores": 4}})
    assert (own.cores_reserved.value, own.reason) == (2, "")
    many = managed(
        "k8s: cncf/kubernetes",
        "box: generic/host x10",
        "k8s @ box",
        facts={"k8s": {"vcpus_each": 2, "memory_each_gb": 3}, "box": {"cpu_cores": 1}},
    )
    assert (many.cores_reserved.value, many.memory_reserved_gb.value) == (20, 30)
    assert many.reason == "Its own services take 20 cores; the machines have 10."


def test_what_is_not_stated_stays_unknown(managed):
    found = managed("ray: ray/ray", "box: generic/host x2", node="ray")
    assert found.reason == ""
    assert found.reserved == "What it takes for itself is not stated."
    eks = managed("eks: aws/eks", "box: aws/p5.48xlarge x9000", node="eks")
    assert eks.utilisation.value is None


def test_machines_under_kubernetes_keep_some_of_themselves(managed):
    """As GKE and EKS publish it: of 192 vCPU 0.08 + 188 · 0.0025 = 0.55, and memory by tiers or by pods."""
    eks = managed("eks: aws/eks", "box: aws/p5.48xlarge x9000", node="eks")
    assert eks.cores_reserved.value == pytest.approx(9_000 * 0.55)
    # (255 + 11 · 110 + 100) MiB on each.
    assert eks.memory_reserved_gb.value == pytest.approx(9_000 * 1_565 / 1_024 * 1.073741824)
    assert eks.reserved == "It takes 4,950 cores and 14,769.2 GB of memory."
    facts = {"box": {"cpu_cores": 64.0, "system_memory_gb": 512.0}}
    own = managed("k8s: cncf/kubernetes", "box: generic/host x10", "k8s @ box", node="k8s", facts=facts)
    assert own.cores_reserved.value == pytest.approx(10 * (0.08 + 60 * 0.0025))
    gib = 512 / 1.073741824
    tiers = 4 * 0.25 + 4 * 0.2 + 8 * 0.1 + 112 * 0.06 + (gib - 128) * 0.02 + 100 / 1024
    assert own.memory_reserved_gb.value == pytest.approx(10 * tiers * 1.073741824)
    # As EKS counts it, it would be less.
    assert own.memory_reserved_gb.low == pytest.approx(10 * 1_565 / 1_024 * 1.073741824)
    # What is set counts instead, and of what nobody says how large it is nothing is known.
    by_hand = {**facts, "k8s": {"vcpus_each": 2.0}}
    assert (
        managed("k8s: cncf/kubernetes", "box: generic/host x10", "k8s @ box", node="k8s", facts=by_hand)
    ).cores_reserved.value == 20
    assert managed("k8s: cncf/kubernetes", "box: generic/host", "k8s @ box", node="k8s").cores_reserved.value is None


def test_each_machine_keeps_by_its_own_size(stack):
    """64 cores keep 0.23 and 4 keep 0.08; what asks for cores gets the rest, and two clusters above keep it once."""
    lines = ("k8s: cncf/kubernetes", "big: generic/host", "small: generic/host", "k8s @ big", "k8s @ small")
    work = ("work: generic/work", "work @ k8s")
    facts = {
        "big": {"cpu_cores": 64.0},
        "small": {"cpu_cores": 4.0},
        "work": {"vcpus_each": 100.0, "accelerators_asked": 0.0},
    }

    def cores(*more):
        design = stack(*lines, *work, *more, facts=facts)
        rows = analyze(design, only=("workloads", "power", "cost")).workloads.ledger
        return [(row.capacity.value, row.reserve.value) for row in rows if row.resource == "cores"]

    assert cores() == [(68.0, pytest.approx(0.23 + 0.08))]
    assert cores("gke: google/gke", "gke @ big") == [(68.0, pytest.approx(0.23 + 0.08))]


def test_machines_in_a_rack_that_is_linked(stack):
    design = stack(
        "k8s: cncf/kubernetes", "box: generic/host x4", "other: generic/host x8", "rack: apc/ar3300", "k8s @ rack"
    )
    nodes = dict(design.nodes)
    nodes["rack"] = replace(nodes["rack"], kind="rack", part=None, copies=3)
    nodes["box"] = replace(nodes["box"], parent="rack")
    design = replace(design, nodes=nodes)
    found = orchestration(design, needs_of(design).services, design.nodes["k8s"])
    assert found.nodes.value == 12


def test_rings_are_answered(managed):
    found = managed(
        "k8s: cncf/kubernetes", "flow: cncf/kubeflow", "k8s > flow", "flow > k8s", "box: generic/host x2", "flow @ box"
    )
    assert found.nodes.value == 2
