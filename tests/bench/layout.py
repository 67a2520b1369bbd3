"""Tidying in four styles: 128 servers at once, a thousand nodes beside the window; rings against springs."""

from collections.abc import Callable, Iterator

import networkx as nx

from designer.edit.layouts.tidy import STYLES, tidy
from designer.model.design import Design, Link, Node
from tests.bench.timing import Row, milliseconds

SERVERS_MS = 2000.0
THOUSAND_MS = 1_000.0
BASELINE = "networkx"


def rows() -> Iterator[Row]:
    for (hosts, leaves, spines), promise in (((128, 16, 8), SERVERS_MS), ((880, 80, 40), THOUSAND_MS)):
        design = fabric(hosts, leaves, spines)
        graph = graph_of(design)
        known: dict[str, Callable[[], object]] = {
            "radial": lambda g=graph: nx.kamada_kawai_layout(g) if len(g) < 200 else nx.spring_layout(g, seed=1),
        }
        for style in STYLES:
            yield Row(
                f"tidy {len(design.nodes):,} nodes, {style}",
                milliseconds(lambda d=design, s=style: tidy(d, s), 1),
                baseline_ms=milliseconds(known[style], 1) if style in known else None,
                baseline=BASELINE,
                promise_ms=promise,
            )
    design = pods(100, 9)
    for style in STYLES:
        yield Row(
            f"tidy {len(design.nodes):,} nodes in 100 pods with a pin, {style}",
            milliseconds(lambda d=design, s=style: tidy(d, s, pins=["pod50"]), 1),
            promise_ms=THOUSAND_MS,
        )


def fabric(hosts: int, leaves: int, spines: int) -> Design:
    """Hosts below leaves below spines, each drawn by itself."""
    kinds = [("host", hosts), ("leaf", leaves), ("spine", spines)]
    nodes = {
        f"{kind}{place}": Node(id=f"{kind}{place}", kind="host" if kind == "host" else "switch", order=place)
        for kind, count in kinds
        for place in range(count)
    }
    links: dict[str, Link] = {}
    for place in range(hosts):
        link_id = f"h{place}"
        links[link_id] = Link(id=link_id, a=f"host{place}", b=f"leaf{place % leaves}", medium="fabric")
    for leaf in range(leaves):
        for spine in range(spines):
            link_id = f"u{leaf}-{spine}"
            links[link_id] = Link(id=link_id, a=f"leaf{leaf}", b=f"spine{spine}", medium="fabric")
    return Design(nodes=nodes, links=links)


def pods(count: int, hosts: int) -> Design:
    """Pods of one leaf and HOSTS hosts below ten spines."""
    nodes = {f"spine{i}": Node(id=f"spine{i}", kind="switch", order=i) for i in range(10)}
    links: dict[str, Link] = {}
    for pod in range(count):
        nodes[f"pod{pod}"] = Node(id=f"pod{pod}", kind="pod", order=100 + pod)
        leaf = f"leaf{pod}"
        nodes[leaf] = Node(id=leaf, kind="switch", parent=f"pod{pod}", order=1000 + pod)
        for host in range(hosts):
            name = f"host{pod}-{host}"
            nodes[name] = Node(id=name, kind="host", parent=f"pod{pod}", order=10_000 + pod * hosts + host)
            links[name] = Link(id=name, a=name, b=leaf, medium="fabric")
        for spine in range(10):
            links[f"{leaf}-{spine}"] = Link(id=f"{leaf}-{spine}", a=leaf, b=f"spine{spine}", medium="fabric")
    return Design(nodes=nodes, links=links)


def graph_of(design: Design) -> "nx.Graph[str]":
    """DESIGN as networkx takes it."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(design.nodes)
    graph.add_edges_from((link.a, link.b) for link in design.links.values())
    return graph
