"""Workloads and ranges: 2,000 services, the largest pod, and Monte Carlo on it."""

import random
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from designer.analysis.chain.needs import Needs
from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.uncertainty import monte_carlo
from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.workloads import workloads
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, recompute
from designer.model.parts.part import Medium
from tests.bench.timing import Row, milliseconds

SERVICES = 2_000
DRAWS = 10_000


def rows() -> Iterator[Row]:
    design = services(SERVICES)
    yield Row(
        "demand through 2,000 services",
        milliseconds(lambda: demand(design, Needs(design).services)),
        promise_ms=100.0,
    )
    with tempfile.TemporaryDirectory() as name:
        library = read_library(own_folder=Path(name))
    cluster = one_cluster(library, SERVICES)
    drawn = power(cluster)
    priced = cost(cluster, drawn, counts(cluster))
    yield Row(
        "2,000 services on 200 hosts through one orchestrator",
        # Another copy each time, so that its graph of needs is made anew.
        milliseconds(lambda: workloads(replace(cluster), drawn, priced)),
        promise_ms=150.0,
    )
    mixed = some_apart(cluster, SERVICES // 2)
    drawn_mixed = power(mixed)
    priced_mixed = cost(mixed, drawn_mixed, counts(mixed))
    yield Row(
        "1,000 of them on all hosts, 1,000 on one of the hosts each",
        milliseconds(lambda: workloads(replace(mixed), drawn_mixed, priced_mixed)),
        promise_ms=150.0,
    )
    served = engines_apart(library, SERVICES)
    drawn_served = power(served)
    priced_served = cost(served, drawn_served, counts(served))
    yield Row(
        "2,000 engines that are asked, on a host each, with tokens of their own",
        milliseconds(lambda: workloads(replace(served), drawn_served, priced_served), 1),
    )
    pod = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    drawn_pod = power(pod)
    priced_pod = cost(pod, drawn_pod, counts(pod))
    yield Row(
        "the work on 64 scalable units",
        milliseconds(lambda: workloads(replace(pod), drawn_pod, priced_pod)),
        promise_ms=150.0,
    )
    monthly = priced_pod.monthly_usd
    yield Row(
        "Monte Carlo, 64 units, 10,000 draws",
        milliseconds(lambda: monte_carlo(monthly, draws=DRAWS)),
        baseline_ms=milliseconds(partial(one_by_one, monthly, 100)) * DRAWS / 100,
        baseline="a draw at a time",
        promise_ms=1000.0,
        least_ratio=10.0,
    )


def services(number: int) -> Design:
    """Applications in layers over a few engines, each asked by two that stand a little above it."""
    chance = random.Random(1)
    use = {"users": 100.0, "requests_per_user_hour": 1.0, "input_tokens": 500.0, "output_tokens": 100.0}
    nodes = {
        f"s{place}": Node(
            id=f"s{place}",
            kind="application" if place < number * 19 // 20 else "serving",
            order=place,
            facts=use if place < number // 20 else {},
        )
        for place in range(number)
    }
    links: dict[str, Link] = {}
    for place in range(1, number):
        for way in range(2):
            above = chance.randrange(max(0, place - 60), place)
            link_id = f"l{place}-{way}"
            links[link_id] = Link(id=link_id, a=f"s{above}", b=f"s{place}", medium="depends_on")
    return Design(nodes=nodes, links=links)


def one_cluster(library: Library, number: int) -> Design:
    """Pieces of work that ask for three accelerators each, on one orchestrator over 200 machines."""
    used = ("generic/work", "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", "cncf/kubernetes")
    facts = {"accelerators_asked": 3.0, "answers_per_s": 10.0}
    hosts = [Node(id=f"h{place}", kind="server", part=used[1], copies=4, order=place) for place in range(200)]
    works = [
        Node(id=f"w{place}", kind="work", part=used[0], order=1000 + place, facts=facts) for place in range(number)
    ]
    cluster = Node(id="cluster", kind="orchestrator", part=used[3])
    pairs = [(cluster.id, host.id) for host in hosts] + [(work.id, cluster.id) for work in works]
    return Design(
        nodes={node.id: node for node in (cluster, *hosts, *works)},
        links={f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium="runs_on") for a, b in pairs},
        parts={name: library.parts[name] for name in used},
    )


def some_apart(cluster: Design, number: int) -> Design:
    """CLUSTER with NUMBER of its pieces of work on one host each, so that every host carries work of its own."""
    links = dict(cluster.links)
    hosts = [node.id for node in cluster.nodes.values() if node.kind == "server"]
    for place in range(number):
        del links[f"w{place}-cluster"]
        link_id = f"w{place}-host"
        links[link_id] = Link(id=link_id, a=f"w{place}", b=hosts[place % len(hosts)], medium="runs_on")
    return replace(cluster, links=links)


def engines_apart(library: Library, number: int) -> Design:
    """Applications that each ask an engine on a host of its own, no two with the same prompts."""
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    for place in range(number):
        use = {
            "users": 1000.0,
            "requests_per_user_hour": 5.0,
            "input_tokens": 1000.0 + place,
            "output_tokens": 300.0,
        }
        model = "meta/llama-3.1-8b" if place % 2 else "alibaba/qwen3-235b-a22b"
        for name, kind, part, facts, choices in (
            ("app", "application", "langchain/langchain", use, {}),
            ("engine", "serving", "vllm/vllm", {}, {"model": model, "precision": "fp8"}),
            ("host", "server", "nvidia/dgx-h100", {}, {}),
        ):
            node_id = f"{name}{place}"
            nodes[node_id] = Node(id=node_id, kind=kind, part=part, order=len(nodes), facts=facts, choices=choices)
        relations: tuple[tuple[str, str, Medium], ...] = (("app", "engine", "asks"), ("engine", "host", "runs_on"))
        for a, b, medium in relations:
            link_id = f"{a}{place}-{b}"
            links[link_id] = Link(id=link_id, a=f"{a}{place}", b=f"{b}{place}", medium=medium)
    return library.embedded(Design(nodes=nodes, links=links))


def one_by_one(figure: Figure, draws: int) -> None:
    """The tree evaluated again for each draw."""
    for _ in range(draws):
        recompute(figure)
