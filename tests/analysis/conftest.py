"""Networks drawn in a few lines of text, and regular ones that papers publish results for."""

from collections.abc import Callable

import pytest

from designer.model.design import Design, Node
from designer.model.parts.part import Contained, Part, PortGroup, Quantity
from tests.builders.networks import NETWORK_PARTS, drawn

Draw = Callable[[str], Design]


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
    return Design(nodes=nodes_of, links=links, parts=NETWORK_PARTS | {"switch": switch, "gpu-server": server})


@pytest.fixture
def draw() -> Draw:
    return drawn


@pytest.fixture(name="fat_tree")
def _fat_tree() -> Callable[[int], Design]:
    return fat_tree


@pytest.fixture(name="superpod")
def _superpod() -> Callable[..., Design]:
    return superpod
