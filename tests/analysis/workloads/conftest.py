"""Stacks of real catalog parts, put together in a few words."""

import pytest
from msgspec.structs import replace

from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.service_graph import service_graph
from designer.catalog.reading import read_library
from designer.edit.nodes import add_node, set_choice
from designer.model.design import Design, Link


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The shipped parts."""
    return read_library(own_folder=tmp_path_factory.mktemp("own"))


@pytest.fixture
def stack(library):
    """A design of parts: stack("app: langchain/langchain", "engine: vllm/vllm", "app > engine", "engine @ box")."""

    def make(*lines, facts=None, choices=None):
        design, links = Design(), {}
        for line in lines:
            if ": " in line:
                name, part = line.split(": ")
                part, _, copies = part.partition(" x")
                edit = add_node(design, library, part, 0, 0, copies=int(copies or 1), node_id=name, name=name)
                design = edit.applied(design)
            else:
                sign = ">" if " > " in line else "@"
                a, b = line.split(f" {sign} ")
                link_id = f"{a}-{b}"
                medium = "depends_on" if sign == ">" else "runs_on"
                links[link_id] = Link(id=link_id, a=a, b=b, medium=medium)
        design = replace(design, links=links)
        for name, values in (facts or {}).items():
            nodes = {**design.nodes, name: replace(design.nodes[name], facts=values)}
            design = replace(design, nodes=nodes)
        for name, values in (choices or {}).items():
            for choice, value in values.items():
                design = set_choice(design, library, name, choice, value).applied(design)
        return design

    return make


@pytest.fixture
def asked():
    """Graph and traffic of a design."""

    def find(design):
        graph = service_graph(design)
        return graph, demand(design, graph).traffic

    return find
