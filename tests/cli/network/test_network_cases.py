"""Published cases of networks, failures, fairness and collectives, drawn or imported, then asked of the commands."""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tests.cli.analyze.test_analyze_cases import typed
from tests.long_runs import runs

Stackwright = Callable[..., Any]


def fabric(path: Path, kinds: dict[str, str], ends: Iterable[tuple[str, str, float]], **more: Any) -> Path:
    """A design at PATH of nodes by kind and links (a, b, Gb/s) named "a-b"."""
    nodes = [{"id": name, "kind": kind, **more.get(name, {})} for name, kind in kinds.items()]
    links = [
        {"id": f"{a}-{b}", "a": a, "b": b, "medium": "fabric", "cables": 1, "capacity_gbps": gbps}
        for a, b, gbps in ends
    ]
    return typed(path, nodes, links)


def imported(stackwright: Stackwright, graph: nx.Graph, path: Path) -> Path:
    """GRAPH of switches, as networkx writes it and the import command reads it."""
    named = nx.Graph()
    named.add_nodes_from((f"n{place}" for place in range(len(graph))), kind="switch")
    place = {node: f"n{number}" for number, node in enumerate(graph)}
    for a, b, weight in graph.edges(data="weight", default=1):
        named.add_edge(place[a], place[b], capacity_gbps=float(weight))
    nx.write_graphml(named, path.with_suffix(".graphml"))
    assert stackwright("import", path.with_suffix(".graphml"), "-o", path).code == 0
    return path


@pytest.mark.parametrize(
    "graph",
    [
        nx.karate_club_graph(),
        nx.les_miserables_graph(),
        nx.krackhardt_kite_graph(),
        nx.florentine_families_graph(),
        nx.davis_southern_women_graph(),
    ],
    ids=["karate club", "les miserables", "krackhardt kite", "florentine families", "davis"],
)
def test_cuts_of_social_networks_are_those_of_networkx(
    graph: nx.Graph, stackwright: Stackwright, tmp_path: Path
) -> None:
    project = imported(stackwright, graph, tmp_path / "graph.stackwright")
    nx.set_edge_attributes(graph, {(a, b): float(w) for a, b, w in graph.edges(data="weight", default=1)}, "capacity")
    nodes = list(graph)
    for source, target in ((0, len(nodes) - 1), (1, len(nodes) // 2)):
        said = stackwright("limits", project, "--from", f"n{source}", "--to", f"n{target}", "--json").document
        expected = nx.maximum_flow_value(graph, nodes[source], nodes[target])
        assert said["cut"]["value_gbps"]["value"] == pytest.approx(expected)
        assert sum(link["gbps"]["value"] for link in said["cut"]["links"]) == pytest.approx(expected)


def test_a_complete_graph(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FLOW-04: K50 with capacity 5, from 1 to 2."""
    graph = nx.complete_graph(50)
    nx.set_edge_attributes(graph, 5, "weight")
    project = imported(stackwright, graph, tmp_path / "k50.stackwright")
    said = stackwright("limits", project, "--from", "n1", "--to", "n2", "--json").document
    assert said["cut"]["value_gbps"]["value"] == cases["FLOW-04"]["expected"]["value"]


def lost_by(stackwright: Stackwright, project: Path, failed: Iterable[str]) -> dict[str, float]:
    """Gb/s of the endpoints that each switch cuts off when FAILED are gone."""
    taken = [part for one in failed for part in ("--fail", one)]
    said = stackwright("analyze", project, "--only", "resilience", *taken, "--json").document
    return {
        point["id"]: point["lost_gbps"]["value"]
        for point in said["resilience"]["single_points_of_failure"]
        if point["kind"] == "node"
    }


@pytest.mark.scaled
@pytest.mark.parametrize(
    ("graph", "place"),
    [
        (nx.petersen_graph(), 0),
        (nx.tutte_graph(), 1),
        (nx.dodecahedral_graph(), 2),
        (nx.octahedral_graph(), 3),
        (nx.icosahedral_graph(), 4),
    ],
    ids=["petersen", "tutte", "dodecahedral", "octahedral", "icosahedral"],
)
def test_vertex_connectivity_of_famous_graphs(
    graph: nx.Graph, place: int, stackwright: Stackwright, cases: Any, tmp_path: Path
) -> None:
    """CONN-01: a host on each switch; with less than the connectivity failed, a switch takes only its own host along.

    Where all vertices look alike the first is always among the failed; of Tutte's graph each in turn is. In the
    default run every twelfth combination is tried.
    """
    connectivity = cases["CONN-01"]["expected"]["node_connectivity"][place]
    every = runs(12, 1)
    kinds = {f"s{v}": "switch" for v in graph} | {f"h{v}": "host" for v in graph}
    ends = [(f"s{a}", f"s{b}", 100.0) for a, b in graph.edges] + [(f"h{v}", f"s{v}", 100.0) for v in graph]
    project = fabric(tmp_path / "graph.json", kinds, ends)
    first = [0] if len(graph) != 46 else list(graph)[::every]
    for one in first:
        fewer = list(combinations([v for v in graph if v != one], connectivity - 3))
        for others in fewer[::every]:
            failed = [f"s{v}" for v in (one, *others)]
            assert set(lost_by(stackwright, project, failed).values()) == {100.0}, failed
    # All neighbours of one of the least degree but one have failed: that one now takes others along as well.
    least = min(graph, key=graph.degree)
    *failed, last = (f"s{v}" for v in graph[least])
    assert len(failed) == connectivity - 1
    assert lost_by(stackwright, project, failed)[last] > 100.0


@pytest.mark.parametrize(("place", "k"), [(0, 16), (1, 32)])
def test_single_points_of_fat_trees(place: int, k: int, stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """CONN-02: every cable of a host is a bridge and every edge switch a cut vertex, nothing else is."""
    expected = cases["CONN-02"]["expected"]
    project = tmp_path / "tree.stackwright"
    stackwright("new", project, "--template", "fat-tree", "--set", f"k={k}")
    document = stackwright("analyze", project, "--json", "--only", "network,resilience").document
    points = {point["id"]: point for point in document["resilience"]["single_points_of_failure"]}
    links = {link["id"]: link for link in document["network"]["links"]}
    bridged = [links[i] for i, point in points.items() if point["kind"] == "link"]
    assert sum(document["counts"]["cables"]["by_link"][link["id"]] for link in bridged) == expected["bridges"][place]
    (switch,) = [i for i, point in points.items() if point["kind"] == "node"]
    assert document["counts"]["nodes"]["by_tier"]["leaf"] == expected["articulation_points"][place]
    assert switch in {link["a"] for link in bridged} | {link["b"] for link in bridged}
    # One edge switch takes its k/2 hosts of 400 Gb/s along.
    assert points[switch]["lost_gbps"]["value"] == k / 2 * 400


def test_a_fat_tree_of_64_port_switches(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-02: three tiers of 64 ports end at 65,536."""
    project = tmp_path / "tree.stackwright"
    assert stackwright("new", project, "--template", "fat-tree", "--set", "k=64").code == 0
    document = stackwright("analyze", project, "--json", "--only", "power").document
    assert document["counts"]["nodes"]["by_kind"]["host"] == cases["NET-02"]["expected"]["max_endpoints"]


@pytest.mark.parametrize("key", ["storage_device_ratio", "dgx_side_ratio_near"])
def test_ratios_of_a_storage_fabric(key: str, stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-15: as many ports down as up by the storage, four to three by the systems."""
    down, up = map(int, cases["NET-15"]["expected"][key].split(":"))
    project = typed(
        tmp_path / "storage.json",
        [
            {"id": "end", "kind": "storage" if down == up else "host", "copies": 6},
            {"id": "edge", "kind": "switch", "copies": 2},
            {"id": "spine", "kind": "switch"},
        ],
        [
            {"id": "in", "a": "end", "b": "edge", "medium": "storage", "cables": 6 * down, "capacity_gbps": 400},
            {"id": "up", "a": "edge", "b": "spine", "medium": "storage", "cables": 6 * up, "capacity_gbps": 400},
        ],
    )
    tiers = stackwright("analyze", project, "--json", "--only", "network").document["network"]["tiers"]
    assert tiers[0]["oversubscription"]["value"] == pytest.approx(down / up)


def test_one_cable_of_a_fat_tree_fails(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FAIL-01: of any switch-to-switch cable the halves keep 511/512."""
    project = tmp_path / "tree.stackwright"
    stackwright("new", project, "--template", "fat-tree", "--set", "k=16")
    said = stackwright("limits", project, "--sweep", "link", "--order", "1", "--json").document["sweep"]
    ends = {
        link["id"]: {link["a"], link["b"]}
        for link in stackwright("analyze", project, "--only", "network", "--json").document["network"]["links"]
    }
    (switched,) = {
        row["remaining_share"]["value"]
        for row in said["losses"]
        if not any("host" in end for end in ends[row["ids"][0].partition("[")[0]])
    }
    assert switched == pytest.approx(cases["FAIL-01"]["expected"]["min_retained"], abs=1e-9)
    assert said["elements"] == 3 * 1024


def test_two_planes_and_one_loss(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FAIL-02: a switch, a cable or both ends of it: each system keeps the half that the other plane carries."""
    project = typed(
        tmp_path / "planes.json",
        [
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4},
            *({"id": plane, "kind": "switch"} for plane in ("red", "blue")),
        ],
        [
            {
                "id": f"to-{plane}",
                "a": "dgx",
                "b": plane,
                "medium": "fabric",
                "cables": 16,
                "capacity_gbps": 400,
            }
            for plane in ("red", "blue")
        ],
    )
    said = stackwright("limits", project, "--sweep", "switch", "--order", "1", "--json").document["sweep"]
    assert {row["remaining_share"]["value"] for row in said["losses"]} == {
        cases["FAIL-02"]["expected"]["per_gpu_bandwidth_retained"]
    }
    assert {row["lost_accelerators"] for row in said["losses"]} == {0}, "the job survives"


def test_uplinks_that_may_fail(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FAIL-03: 16 down and 18 up."""
    project = typed(
        tmp_path / "leaf.json",
        [{"id": "h", "kind": "host", "copies": 16}, {"id": "leaf", "kind": "switch"}, {"id": "up", "kind": "switch"}],
        [
            {"id": "in", "a": "h", "b": "leaf", "medium": "fabric", "cables": 16, "capacity_gbps": 400},
            {"id": "out", "a": "leaf", "b": "up", "medium": "fabric", "cables": 18, "capacity_gbps": 400},
        ],
    )
    (row,) = [row for row in stackwright("limits", project, "--json").document["uplinks"] if row["id"] == "leaf"]
    assert row["can_lose"]["value"] == cases["FAIL-03"]["expected"]["link_failures_before_oversubscribed"]


def test_rates_of_competing_flows(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FAIR-01: four flows over one cable."""
    given, expected = cases["FAIR-01"]["inputs"], cases["FAIR-01"]["expected"]["rates"]
    hosts = [f"h{n}" for n in range(len(given["demands"]))]
    ends = [*((host, "s", 100.0) for host in hosts), ("s", "t", given["capacity"]), ("t", "d", 100.0)]
    kinds = dict.fromkeys([*hosts, "d"], "host") | {"s": "switch", "t": "switch"}
    project = fabric(tmp_path / "shared.json", kinds, ends)
    flows = [
        part for host, gbps in zip(hosts, given["demands"], strict=True) for part in ("--flow", f"{host},d,{gbps}")
    ]
    said = stackwright("limits", project, *flows, "--json").document["fair_rates"]
    assert [row["gbps"]["value"] for row in said["rates"]] == pytest.approx(expected, abs=1e-9)


def test_rates_of_weighted_flows(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """FAIR-03: a penalty of 2 is half the weight; drawn, the other sends from two hosts where this one has one."""
    given, expected = cases["FAIR-03"]["inputs"], cases["FAIR-03"]["expected"]["rates"]
    copies = [max(given["penalty"]) // penalty for penalty in given["penalty"]]
    project = typed(
        tmp_path / "weights.json",
        [
            *({"id": f"h{n}", "kind": "host", "copies": count} for n, count in enumerate(copies)),
            {"id": "d", "kind": "host"},
            {"id": "s", "kind": "switch"},
            {"id": "t", "kind": "switch"},
        ],
        [
            *(
                {"id": f"a{n}", "a": f"h{n}", "b": "s", "medium": "fabric", "cables": count, "capacity_gbps": 100}
                for n, count in enumerate(copies)
            ),
            {"id": "c", "a": "s", "b": "t", "medium": "fabric", "cables": 1, "capacity_gbps": given["C"]},
            {"id": "e", "a": "t", "b": "d", "medium": "fabric", "cables": 1, "capacity_gbps": 100},
        ],
    )
    said = stackwright("limits", project, "--flow", "h0,d", "--flow", "h1,d", "--json").document["fair_rates"]
    assert [row["gbps"]["value"] for row in said["rates"]] == pytest.approx(expected, abs=1e-5)


def test_throughput_of_a_hypercube(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-17: each host sends 1; here it offers its line rate of 5, so a fifth of the published share."""
    graph = nx.hypercube_graph(5)
    name = {node: "h" + "".join(map(str, node)) for node in graph}
    ends = [(name[a], name[b], 1.0) for a, b in graph.edges]
    project = fabric(tmp_path / "cube.json", dict.fromkeys(name.values(), "host"), ends)
    said = stackwright("limits", project, "--json").document["throughput"]
    assert said["throughput"]["value"] * 5 == pytest.approx(
        cases["NET-17"]["expected"]["max_concurrent_flow"], abs=1e-6
    )


def test_throughput_of_the_switches_of_a_fat_tree(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-18: k = 8; each host offers 2 over a cable of 2, so that only the links of 1 between switches bound."""
    project = typed(
        tmp_path / "tree.json",
        [
            {"id": "pod", "kind": "pod", "copies": 8},
            {"id": "host", "kind": "host", "copies": 16, "parent": "pod"},
            *({"id": name, "kind": "switch", "copies": 4, "parent": "pod"} for name in ("edge", "agg")),
            {"id": "core", "kind": "switch", "copies": 16},
        ],
        [
            {"id": name, "a": a, "b": b, "medium": "fabric", "cables": cables, "capacity_gbps": gbps, "spread": spread}
            for name, a, b, cables, gbps, spread in (
                ("in", "host", "edge", 16, 2, "even"),
                ("up", "edge", "agg", 16, 1, "mesh"),
                ("top", "agg", "core", 128, 1, "even"),
            )
        ],
    )
    said = stackwright("limits", project, "--json").document["throughput"]
    expected = cases["NET-18"]["expected"]["max_concurrent_flow"]
    assert said["throughput"]["value"] * 2 == pytest.approx(expected, abs=1e-6)


def test_latency_on_a_ring(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-20: from 1 to 4 on a ring of 16, 50 GiB/s and 500 ns each."""
    expected = cases["NET-20"]["expected"]
    names = [f"n{n}" for n in range(16)]
    ring = [(a, b, 50 * 2**30 * 8 / 1e9) for a, b in pairwise([*names, names[0]])]
    facts = {name: {"facts": {"port_latency_ns": 500}} for name in names}
    project = fabric(tmp_path / "ring.json", dict.fromkeys(names, "host"), ring, **facts)
    size = cases["NET-20"]["inputs"]["bytes"]
    said = stackwright("limits", project, "--from", "n1", "--to", "n4", "--bytes", str(size), "--json").document
    path = said["paths"]["nearest"]
    assert path["hops"] == 3
    assert path["store_and_forward_ns"]["value"] == pytest.approx(expected["ns_store_and_forward"], abs=2)
    assert path["cut_through_ns"]["value"] == pytest.approx(expected["ns_cut_through"], abs=2)


def test_oversubscribed_above_the_pods(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """NET-14: 8 pods of 192 racks of 16; 3,072 cables below the pod's spines, a seventh of them above."""
    given, expected = cases["NET-14"]["inputs"], cases["NET-14"]["expected"]
    project = typed(
        tmp_path / "pods.json",
        [
            {"id": "pod", "kind": "pod", "copies": given["pods"]},
            {"id": "rack", "kind": "rack", "parent": "pod", "copies": given["racks_per_pod"]},
            {"id": "system", "part": "nvidia/dgx-h100", "parent": "rack", "copies": 2},
            {"id": "tor", "kind": "switch", "parent": "rack"},
            {"id": "spine", "kind": "switch", "parent": "pod", "copies": 96},
            {"id": "core", "kind": "switch", "copies": 28},
        ],
        [
            {"id": name, "a": a, "b": b, "medium": "fabric", "cables": cables, "capacity_gbps": given["nic_gbps"]}
            for name, a, b, cables in (
                ("in", "system", "tor", 16),
                ("rise", "tor", "spine", 3072),
                ("cross", "spine", "core", 3512),
            )
        ],
    )
    document = stackwright("analyze", project, "--json", "--only", "network").document
    assert document["counts"]["accelerators"]["total"] == expected["cluster_gpus"]
    ratio = {tier["name"]: tier["oversubscription"]["value"] for tier in document["network"]["tiers"]}
    assert given["nic_gbps"] / ratio["spine"] == pytest.approx(expected["crosspod_gbps_per_gpu"], rel=1e-3)


@pytest.mark.parametrize(
    ("op", "place"), [("all-reduce", 0), ("reduce-scatter", 1), ("all-gather", 2), ("broadcast", 3), ("all-to-all", 5)]
)
def test_bus_factors_of_collectives(op: str, place: int, stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """COLL-04, of eight in a DGX H100; a reduce is none of the collectives that are offered."""
    project = typed(
        tmp_path / "one.json",
        [{"id": "dgx", "part": "nvidia/dgx-h100", "copies": 2}, {"id": "s", "part": "nvidia/qm9700"}],
        [{"id": "rails", "a": "dgx", "b": "s", "medium": "fabric", "cables": 16}],
    )
    said = stackwright("limits", project, "--collective", op, "--ranks", "8", "--bytes", "1e9", "--json").document
    (point,) = said["collective"]["points"]
    factor = point["bus_gb_per_s"]["value"] / point["algorithm_gb_per_s"]["value"]
    assert factor == pytest.approx(cases["COLL-04"]["expected"]["factors"][place])
