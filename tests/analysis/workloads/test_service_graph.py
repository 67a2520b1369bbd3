"""Who asks whom: directions, orders, rings, and what falls with what."""

import random

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.workloads.service_graph import resting_on

STACK = """
app: application
engine: serving
spare: serving
index: vector-database
box: gpu-server x4
disk: array
a1: app -- engine on depends_on
a2: app -- spare on depends_on
a3: app -- index on depends_on
r1: engine -- box on runs_on
r2: spare -- disk on runs_on
r3: box -- index on runs_on
"""


def test_callers_come_before_those_they_ask(draw):
    graph = needs_of(draw(STACK)).services
    assert graph.nodes.index("app") < min(graph.nodes.index(name) for name in ("engine", "spare", "index"))
    assert [edge.b for edge in graph.asks["app"]] == ["engine", "spare", "index"]
    assert graph.hosts == {"engine": ("box",), "spare": ("disk",), "index": ("box",)}
    assert graph.guests["box"] == ("engine", "index")
    assert (graph.cycles, graph.dropped) == ((), frozenset())


def test_a_link_means_the_same_however_it_is_drawn(draw):
    turned = STACK.replace("app -- engine", "engine -- app").replace("engine -- box", "box -- engine")
    assert needs_of(draw(turned)).services.asks == {
        caller: tuple(edge for edge in edges) for caller, edges in needs_of(draw(STACK)).services.asks.items()
    }
    assert needs_of(draw(turned)).services.hosts == needs_of(draw(STACK)).services.hosts


def test_what_falls_with_a_machine(draw):
    """The app has a second engine but no second index."""
    graph = needs_of(draw(STACK)).services
    assert set(resting_on(graph, "box")) == {"engine", "index", "app"}
    assert resting_on(graph, "disk") == ("spare",)
    assert resting_on(graph, "engine") == ()
    assert resting_on(graph, "index") == ("app",)


def test_rings_are_named_and_go_once_around(draw):
    design = draw("""
        a: application
        b: application
        c: application
        x: a -- b on depends_on
        y: b -- c on depends_on
        z: c -- a on depends_on
        w: b -- b on depends_on
    """)
    graph = needs_of(design).services
    assert graph.cycles == (("a", "b", "c"), ("b",))
    assert graph.dropped == {"z", "w"}
    assert graph.nodes == ("a", "b", "c")


def test_no_software_no_services(draw):
    assert needs_of(draw("box: gpu-server")).services.nodes == ()


def test_software_that_stands_in_a_machine_runs_on_it(stack):
    design = stack("engine: vllm/vllm", "box: nvidia/dgx-h100", "tracker: mlflow/mlflow", "tracker @ box")
    nodes = {name: replace(node, parent="box" if name != "box" else None) for name, node in design.nodes.items()}
    graph = needs_of(replace(design, nodes=nodes)).services
    assert graph.hosts == {"tracker": ("box",), "engine": ("box",)}
    assert set(graph.guests["box"]) == {"engine", "tracker"}


def test_an_engine_hangs_on_its_orchestrator_and_not_the_other_way(draw):
    graph = needs_of(draw("engine: serving\ncluster: orchestrator\nl: cluster -- engine on depends_on")).services
    assert [edge.b for edge in graph.asks["engine"]] == ["cluster"]
    # What an orchestrator has started goes on without it: it only starts nothing anew.
    assert resting_on(graph, "cluster") == ()
    assert resting_on(graph, "engine") == ()


@pytest.mark.parametrize("seed", range(6))
def test_guests_of_a_machine_are_all_that_end_on_it_in_order(seed, draw):
    """Some through one of two clusters, some as drawn, some both."""
    chance = random.Random(seed)
    hosts, clusters = [f"h{n}" for n in range(4)], ["k0", "k1"]
    lines = [f"{one}: gpu-server" for one in hosts] + [f"{one}: orchestrator" for one in clusters]
    lines += [f"k{n % 2}-{one}: k{n % 2} -- {one} on runs_on" for n, one in enumerate(hosts)]
    for number in range(14):
        lines.append(f"w{number}: work")
        for other in chance.sample([*hosts, *clusters], chance.randint(1, 3)):
            lines.append(f"w{number}-{other}: w{number} -- {other} on runs_on")
    graph = needs_of(draw("\n".join(lines))).services
    for host in hosts:
        assert graph.guests[host] == tuple(one for one in graph.on if host in graph.on[one] or host in graph.hosts[one])
