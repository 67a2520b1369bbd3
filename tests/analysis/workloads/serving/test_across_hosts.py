"""Replicas over several hosts, where the scheduler takes hosts leaf by leaf: each pays the network that it spans."""

import pytest
from msgspec.structs import replace

from designer.analysis.workloads.serving.result import serving
from designer.model.assumptions.site_choices import HOST_ORDER, LEAF_BY_LEAF
from designer.model.design import Link, Node


@pytest.fixture
def replicas(stack, asked):
    """Llama 3.1 405B in BF16, two DGX H100 a copy, two of them on each of two leaves that a cable of 400 Gb/s joins."""

    def find(*, by_leaf):
        design = stack(
            "engine: vllm/vllm",
            "a: nvidia/dgx-h100 x2",
            "b: nvidia/dgx-h100 x2",
            "engine @ a",
            "engine @ b",
            facts={"engine": {"input_tokens": 1000, "output_tokens": 100}},
            choices={"engine": {"model": "meta/llama-3.1-405b"}},
        )
        links = dict(design.links)
        for side in "ab":
            links[f"rails-{side}"] = Link(
                id=f"rails-{side}", a=side, b=f"leaf-{side}", medium="fabric", cables=16, capacity_gbps=400.0
            )
        links["across"] = Link(id="across", a="leaf-a", b="leaf-b", medium="fabric", cables=1, capacity_gbps=400.0)
        nodes = {**design.nodes, **{f"leaf-{side}": Node(id=f"leaf-{side}", kind="switch") for side in "ab"}}
        design = replace(design, nodes=nodes, links=links)
        if by_leaf:
            design = replace(design, settings=replace(design.settings, choices={HOST_ORDER: LEAF_BY_LEAF}))
        graph, traffic = asked(design)
        return serving(design, graph, design.nodes["engine"], traffic["engine"])

    return find


def test_copies_inside_of_a_leaf_get_its_line_rate(replicas):
    """Eight accelerators share eight cables of 50 GB/s; in random order most copies wait for the one cable between."""
    near, far = replicas(by_leaf=True), replicas(by_leaf=False)
    assert "waits for 50 GB/s of the network" in near.reason
    assert near.replicas.value == far.replicas.value == 2
    assert far.token_s.value > near.token_s.value
    assert "waits for 50 GB/s" not in far.reason
