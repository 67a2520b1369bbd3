"""Graph and traffic of a stack; stacks are made by the fixture of all tests."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.training.result import training
from designer.model.design import Link, Node
from designer.model.parts.part import Part, Quantity


@pytest.fixture
def asked():
    """Graph and traffic of a design."""

    def find(design):
        graph = needs_of(design).services
        return graph, demand(design, graph).traffic

    return find


@pytest.fixture
def train(stack):
    """The result of one training job: train("box: nvidia/dgx-a100 x4", "job @ box", facts={...}, model="...").

    Its own hosts are on a fabric that is as wide as their ports, unless they are said not to be cabled, or by cables of
    which nobody tells the rate.
    """

    def make(
        *lines,
        facts=None,
        nodes=None,
        shape=None,
        copies=None,
        assume=None,
        hosts=None,
        cabled=True,
        fail=(),
        **choices,
    ):
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
        if cabled:
            design = on_a_fabric(design) if cabled != "unrated" else on_unrated_cables(design)
        return training(
            design, needs_of(design).services, design.nodes["job"], fabrics=WorkFabrics(survey_of(design, fail))
        )

    return make


@pytest.fixture
def joined():
    """A design with every fabric port of its own hosts on one switch."""
    return on_a_fabric


def on_a_fabric(design):
    """DESIGN with every fabric port of its own hosts on one switch that carries them all."""
    hosts = [n for n in design.nodes.values() if role_of(n) == "host" and not is_rented(design.part_of(n))]
    links, nodes = dict(design.links), dict(design.nodes)
    for host in hosts:
        for group in design.ports_of(host):
            if "fabric" in group.media and group.rate_gbps:
                nodes["leaf"] = Node(id="leaf", kind="switch")
                cable = f"{host.id}-{group.name}"
                links[cable] = Link(
                    id=cable,
                    a=host.id,
                    b="leaf",
                    medium="fabric",
                    cables=group.count * design.total_copies(host.id),
                    capacity_gbps=group.rate_gbps,
                )
    return replace(design, nodes=nodes, links=links)


@pytest.fixture(scope="session")
def cases():
    """The published cases by id."""
    found = json.loads((Path(__file__).parents[2] / "cases" / "cases.json").read_text("utf-8"))
    return {case["id"]: case for case in found}


def on_unrated_cables(design):
    """DESIGN with a cable from every machine to one switch, whose rate nobody tells."""
    hosts = [node for node in design.nodes.values() if role_of(node) in {"host", "accelerator"}]
    nodes = {**design.nodes, "leaf": Node(id="leaf", kind="switch")}
    links = {
        f"{host.id}-leaf": Link(
            id=f"{host.id}-leaf", a=host.id, b="leaf", medium="fabric", cables=design.total_copies(host.id)
        )
        for host in hosts
    }
    return replace(design, nodes=nodes, links={**design.links, **links})
