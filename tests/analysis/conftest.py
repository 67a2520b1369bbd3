"""Networks drawn in a few lines of text, and the regular ones that papers publish results for."""

import re
from collections.abc import Callable

import pytest

from designer.model.design import Design, Link, Node
from designer.model.parts.part import Contained, Part, PortGroup, Quantity

Draw = Callable[[str], Design]

_NODE = re.compile(r"(?P<id>\S+): (?P<kind>\S+)(?: x(?P<copies>\d+))?(?: in (?P<parent>\S+))?")
_LINK = re.compile(
    r"(?P<id>\S+): (?P<a>\S+) -- (?P<b>\S+)(?: x(?P<cables>\d+))?"
    r"(?: (?P<spread>even|mesh|pairwise|block|ring|complete))?"
    r"(?: at (?P<gbps>\S+))?(?: on (?P<medium>\S+))?"
)
_PARTS = {
    part.id: part
    for part in (
        Part(id="gpu", kind="accelerator", layer="silicon", vendor="test", name="GPU"),
        Part(
            id="gpu-server",
            kind="server",
            layer="servers_fabric",
            vendor="test",
            name="GPU server",
            contains=(Contained(part="gpu", count=8),),
        ),
        Part(
            id="array",
            kind="storage",
            layer="data_storage",
            vendor="test",
            name="Array",
            facts={"read_gb_per_s": Quantity(value=10.0, sources=("sheet",))},
        ),
    )
}
_KINDS = {"gpu-server": ("server", "gpu-server"), "array": ("storage", "array")}


def drawn(text: str) -> Design:
    """The design that TEXT draws, one line a node or a link:

    id: KIND [x COPIES] [in PARENT]                                      a node
    id: A -- B [x CABLES] [SPREAD] [at GBPS] [on MEDIUM]                 a link; "at ?" is a rate nobody knows
    """
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if found := _LINK.fullmatch(line):
            gbps = found["gbps"]
            links[found["id"]] = Link(
                id=found["id"],
                a=found["a"],
                b=found["b"],
                cables=int(found["cables"] or 1),
                spread=found["spread"] or "even",
                medium=found["medium"] or "fabric",
                capacity_gbps=None if gbps == "?" else float(gbps or 100),
            )
        elif found := _NODE.fullmatch(line):
            kind, part = _KINDS.get(found["kind"], (found["kind"], None))
            nodes[found["id"]] = Node(
                id=found["id"],
                kind=kind,
                part=part,
                copies=int(found["copies"] or 1),
                parent=found["parent"],
                order=len(nodes),
            )
        else:
            raise ValueError(f"neither a node nor a link: {line}")
    return Design(nodes=nodes, links=links, parts=_PARTS)


def fat_tree(k: int) -> Design:
    """The k-ary fat tree of Al-Fares (SIGCOMM 2008): k pods, 100 Gb/s links, one cable a host."""
    h = k // 2
    return drawn(
        f"""
        pod: pod x{k}
        host: host x{h * h} in pod
        edge: switch x{h} in pod
        agg: switch x{h} in pod
        core: switch x{h * h}
        access: host -- edge x{h * h}
        up: edge -- agg x{h * h} mesh
        top: agg -- core x{k * h * h}
        """
    )


def superpod(nodes: int, leaves: int, spines: int, cores: int = 0, managers: int = 0) -> Design:
    """DGX-like servers of 8 × 400G on 64-port switches, half of the ports up, as NVIDIA's tables have them."""
    ports = PortGroup(name="osfp", media=("fabric",), count=8, connector="OSFP", rate_gbps=400.0)
    switch_ports = PortGroup(name="osfp", media=("fabric",), count=64, connector="OSFP", rate_gbps=400.0)
    design = drawn(
        f"""
        node: gpu-server x{nodes}
        leaf: switch x{leaves}
        spine: switch x{spines}
        core: switch x{max(1, cores)}
        manager: host x{max(1, managers)}
        rails: node -- leaf x{nodes * 8} at ?
        uplinks: leaf -- spine x{leaves * 32} at ?
        trunks: spine -- core x{spines * 32} at ?
        managing: manager -- leaf x4 at 400
        """
    )
    wanted = {"node", "leaf", "spine"} | ({"core"} if cores else set()) | ({"manager"} if managers else set())
    switch = Part(
        id="switch",
        kind="switch",
        layer="servers_fabric",
        vendor="test",
        name="Switch",
        ports=(switch_ports,),
    )
    server = Part(
        id="gpu-server",
        kind="server",
        layer="servers_fabric",
        vendor="test",
        name="GPU server",
        ports=(ports,),
        facts={"rate_gbps": Quantity(value=400.0, sources=("sheet",))},
        contains=(Contained(part="gpu", count=8),),
    )
    nodes_of = {
        node.id: Node(
            id=node.id,
            kind=node.kind,
            part="switch" if node.kind == "switch" else node.part,
            copies=node.copies,
            order=node.order,
        )
        for node in design.nodes.values()
        if node.id in wanted
    }
    links = {link.id: link for link in design.links.values() if link.a in wanted and link.b in wanted}
    return Design(nodes=nodes_of, links=links, parts=_PARTS | {"switch": switch, "gpu-server": server})


@pytest.fixture
def draw() -> Draw:
    return drawn


@pytest.fixture(name="fat_tree")
def _fat_tree() -> Callable[[int], Design]:
    return fat_tree


@pytest.fixture(name="superpod")
def _superpod() -> Callable[..., Design]:
    return superpod
