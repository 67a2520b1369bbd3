"""What is written as a graph is read back with the same ids, kinds, copies, cables and capacities."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.edit.layouts.arrange import arrange
from designer.export.graphs.dot import read_dot
from designer.export.graphs.mapping import design_of_graph
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import write_graph
from designer.model.design import Design, Link, Node, Settings
from designer.model.network.ports import rates_each_way
from designer.model.records import ID_PATTERN, RefusedInput
from designer.model.validity import require_valid
from tests.long_runs import runs
from tests.shipped import LIBRARY

IDS = st.from_regex(ID_PATTERN, fullmatch=True).filter(lambda text: ".." not in text) | st.sampled_from(
    ["node", "edge", "graph", "strict", "subgraph", "cluster", "cluster_a", "a", "1", "1.5", "-", "x/y:z"]
).filter(lambda text: ID_PATTERN.fullmatch(text) is not None)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['"', "\\", '\\"', "<b>", "]]>"]
)
PARTS = st.sampled_from(["generic/host", "generic/switch", "generic/storage", "nvidia/qm9700", "nvidia/dgx-h100", None])


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Containers of any depth, tiles with copies, bundles between tiles; some parts are none of the catalog's."""
    names = draw(st.lists(IDS, unique=True, min_size=1, max_size=8))
    nodes: dict[str, Node] = {}
    containers: list[str | None] = [None]
    for order, name in enumerate(names):
        parent = draw(st.sampled_from(containers))
        if draw(st.integers(0, 3)) == 0:
            kind, part = draw(st.sampled_from(["rack", "pod", "room"])), None
            containers.append(name)
        else:
            part = draw(PARTS)
            kind = LIBRARY.parts[part].kind if part else draw(st.sampled_from(["host", "switch", "server", "pdu"]))
        nodes[name] = Node(
            id=name, kind=kind, part=part, parent=parent, name=draw(NAMES), order=order, copies=draw(st.integers(1, 12))
        )
    tiles = [node.id for node in nodes.values() if node.kind not in {"rack", "pod", "room"}]
    links: dict[str, Link] = {}
    for name in draw(st.lists(IDS, unique=True, max_size=6)) if len(tiles) > 1 else ():
        a, b = draw(st.permutations(tiles))[:2]
        links[name] = Link(
            id=name,
            a=a,
            b=b,
            medium=draw(st.sampled_from(["fabric", "storage", "management"])),
            cables=draw(st.integers(1, 10**6)),
            spread=draw(st.sampled_from(["even", "mesh", "pairwise"])),
            capacity_gbps=draw(st.none() | st.floats(0, 1e6)),
            capacity_back_gbps=draw(st.none() | st.floats(0, 1e6)),
            name=draw(NAMES),
            length_m=draw(st.none() | st.floats(0, 1e4)),
        )
    design = require_valid(LIBRARY.embedded(Design(settings=Settings(name=draw(NAMES)), nodes=nodes, links=links)))
    return arrange(design).applied(design)


@pytest.mark.parametrize("suffix", [".graphml", ".dot"])
@settings(max_examples=runs(10, 120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(design=designs())
def test_ids_kinds_copies_and_capacities_come_back(suffix: str, design: Design) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"design{suffix}"
        write_graph(path, design)
        found = read_graph(path, LIBRARY).design
    assert {n.id: (n.kind, n.part, n.copies, n.parent) for n in found.nodes.values()} == {
        n.id: (n.kind, n.part, n.copies, n.parent) for n in design.nodes.values()
    }
    assert {k.id: (k.a, k.b, k.cables, k.medium, k.spread, k.length_m) for k in found.links.values()} == {
        k.id: (k.a, k.b, k.cables, k.medium, k.spread, k.length_m) for k in design.links.values()
    }
    assert {link.id: rates_each_way(found, link) for link in found.links.values()} == {
        link.id: rates_each_way(design, link) for link in design.links.values()
    }


PIECES = [*'{}[];,:=+"<>\\#/*- \n', "graph", "subgraph cluster_", "node", "a", "--", "->"]


@settings(max_examples=runs(120, 300), deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_as_dot_or_refused(text: str) -> None:
    try:
        found = design_of_graph(read_dot("graph {" + text), LIBRARY, "any")
    except RefusedInput as problem:
        refusal = str(problem)
    else:
        refusal = ""
        require_valid(found.design)
    assert "\n" not in refusal
