"""Graph and traffic of a stack; stacks are made by the fixture of all tests."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.service_graph import service_graph
from designer.analysis.workloads.training import training
from designer.model.parts import Part, Quantity


@pytest.fixture
def asked():
    """Graph and traffic of a design."""

    def find(design):
        graph = service_graph(design)
        return graph, demand(design, graph).traffic

    return find


@pytest.fixture
def train(stack):
    """The result of one training job: train("box: nvidia/dgx-a100 x4", "job @ box", facts={...}, model="...")."""

    def make(*lines, facts=None, nodes=None, shape=None, copies=None, assume=None, hosts=None, **choices):
        wired = ("job: generic/training-job", *lines, *(() if "job @ box" in lines else ("job @ box",)))
        design = stack(*wired, facts={**(nodes or {}), "job": facts or {}}, choices={**(hosts or {}), "job": choices})
        if shape is not None:
            sizes = {name: Quantity(value=float(value)) for name, value in shape.items()}
            part = Part(id="own/model", kind="model", layer="serving_apps", vendor="own", name="Own", facts=sizes)
            job = design.nodes["job"]
            job = replace(job, choices={**job.choices, "model": part.id})
            design = replace(design, parts={**design.parts, part.id: part}, nodes={**design.nodes, "job": job})
        for name, number in (copies or {}).items():
            design = replace(design, nodes={**design.nodes, name: replace(design.nodes[name], copies=number)})
        if assume:
            design = replace(design, settings=replace(design.settings, assumptions=assume))
        return training(design, service_graph(design), design.nodes["job"])

    return make


@pytest.fixture(scope="session")
def cases():
    """The published cases by id."""
    found = json.loads((Path(__file__).parents[2] / "cases" / "cases.json").read_text("utf-8"))
    return {case["id"]: case for case in found}
