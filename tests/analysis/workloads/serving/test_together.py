"""Engines that are worked out together against each of them alone."""

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.serving.result import serving, serving_together
from designer.model.kinds import INFERENCE
from tests.bench.workloads import engines_apart
from tests.shipped import LIBRARY

ENGINES = 21
"""More than are asked one by one."""
SET = (
    {},
    {"token_within_ms": 30.0},
    {"requests_at_once": 64.0},
    {"pipeline_parallel": 2.0},
    {"tensor_parallel": 16.0},
    {"batch_most": 8.0},
)


def mixed():
    """Engines of two models with prompts, promises and splits of their own; some batch statically, one fits nowhere."""
    design = engines_apart(LIBRARY, ENGINES)
    nodes = dict(design.nodes)
    for number in range(ENGINES):
        node = nodes[f"engine{number}"]
        choices = {**node.choices, **({"batching": "static"} if number % 4 == 1 else {})}
        if number == 6:
            choices |= {"model": "meta/llama-3.1-405b", "precision": "bf16"}
        nodes[node.id] = replace(node, facts=SET[number % len(SET)], choices=choices)
    return LIBRARY.embedded(replace(design, nodes=nodes))


def test_engines_worked_out_together_are_those_worked_out_alone():
    design = mixed()
    graph, fabrics = needs_of(design).services, WorkFabrics(survey_of(design))
    traffic = demand(design, graph).traffic
    engines = [node for node in design.nodes.values() if node.kind in INFERENCE]
    together = serving_together(design, graph, engines, traffic, fabrics)
    assert list(together) == [node.id for node in engines]
    assert together == {node.id: serving(design, graph, node, traffic[node.id], fabrics) for node in engines}
    assert sum(one.fits is True for one in together.values()) >= ENGINES - 6
    assert len({one.at_once.value for one in together.values()}) > ENGINES // 2
