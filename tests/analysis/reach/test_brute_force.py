"""Small random designs against brute force on every copy and cable, by networkx and by nothing of the program.

Copies, pods in copies, spreads and several networks in one design. Worked out apart from the program: which copies each
cable joins (DESIGN §3), who passes on what others send, every balanced way to halve the endpoints, who still meets whom
without each switch and each cable, and the same halves again after a failure.
"""

import itertools
import random

import networkx as nx
import pytest

from designer.analysis.limits.sweep import sweep
from designer.analysis.network.bandwidth import network
from designer.analysis.network.network_context import survey_of
from designer.analysis.reach.pieces import pieces_of
from designer.analysis.resilience.single_failures import resilience
from designer.model.design import Design, Link, Node
from tests.analysis.network.parted import found_halves, parted_hosts
from tests.long_runs import runs

MEDIA = ("fabric", "storage", "management", "nvlink")
MOST_ENDS = 7


def random_design(seed):
    """Hosts in copies on a leaf tier, a spine tier above it, some in pods, and a second network beside."""
    chance = random.Random(seed)
    while True:
        nodes = {"pod": Node(id="pod", kind="pod", copies=chance.choice([1, 1, 2]))}
        for n in range(chance.randint(1, 2)):
            nodes[f"h{n}"] = Node(id=f"h{n}", kind="host", copies=chance.randint(1, 4))
        for n in range(chance.randint(1, 3)):
            nodes[f"s{n}"] = Node(id=f"s{n}", kind="switch", copies=chance.randint(1, 3))
        # A switch passes management on where most of its cables are: the second network has its own.
        nodes["t"] = Node(id="t", kind="switch", copies=chance.randint(1, 3))
        for name in list(nodes):
            if name != "pod" and chance.random() < 0.25:
                nodes[name] = Node(id=name, kind=nodes[name].kind, copies=nodes[name].copies, parent="pod")
        nodes = {name: Node(**{**as_fields(node), "order": place}) for place, (name, node) in enumerate(nodes.items())}
        design = Design(nodes=nodes, links=random_links(chance, nodes))
        ends = sum(design.total_copies(i) for i, node in nodes.items() if node.kind == "host")
        if 2 <= ends <= MOST_ENDS:
            return design


def as_fields(node):
    return {"id": node.id, "kind": node.kind, "copies": node.copies, "parent": node.parent}


def random_links(chance, nodes):
    hosts = [name for name in nodes if nodes[name].kind == "host"]
    switches = [name for name in nodes if name[0] == "s"]
    bare = Design(nodes=nodes)
    pairs = [(host, chance.choice(switches), "fabric") for host in hosts]
    pairs += [(a, b, "fabric") for a, b in itertools.combinations(switches, 2) if chance.random() < 0.8]
    if chance.random() < 0.3:
        pairs.append((chance.choice(hosts), chance.choice(switches), "fabric"))
    other = chance.choice(MEDIA[1:])
    if chance.random() < 0.5:
        pairs += [(host, "t", other) for host in hosts]
    links = {}
    for n, (a, b, medium) in enumerate(pairs):
        inside = bare.common_container(a, b)
        copies = bare.copies_within(a, inside), bare.copies_within(b, inside)
        spread = chance.choice(["even", "even", "mesh"] + (["pairwise"] if copies[0] == copies[1] else []))
        each = copies[0] * copies[1] if spread == "mesh" else copies[0]
        cables = each * chance.randint(1, 2) if chance.random() < 0.8 else chance.randint(1, 2 * each)
        if (spread == "mesh" and cables % each) or (spread == "pairwise" and cables % copies[0]):
            cables = each
        links[f"l{n}"] = Link(
            id=f"l{n}",
            a=a,
            b=b,
            medium=medium,
            cables=cables,
            spread=spread,
            capacity_gbps=chance.choice([100.0, 400.0]),
        )
    return links


def cables_of(design, link):
    """The copies that each cable of LINK joins, as DESIGN lays them out; numbered pod by pod and copy by copy."""
    inside = design.common_container(link.a, link.b)
    groups = design.total_copies(inside) if inside else 1
    a, b, number = design.copies_within(link.a, inside), design.copies_within(link.b, inside), link.cables
    ends = []
    for cable in range(number):
        if link.spread == "even":
            ends.append((cable * a // number, cable % b))
        elif link.spread == "mesh":
            ends.append(divmod(cable * a * b // number, b))
        else:
            ends.append((cable * a // number, cable * a // number))
    for group in range(groups):
        for i, j in sorted(ends):
            yield (link.a, group * a + i), (link.b, group * b + j)


def expanded(design, medium, without=()):
    """Every copy and cable of the network of MEDIUM but those WITHOUT, as "id[copy]" says."""
    graph = nx.MultiGraph()
    on = {end for link in design.links.values() if link.medium == medium for end in (link.a, link.b)}
    for name in on:
        for copy in range(design.total_copies(name)):
            graph.add_node((name, copy), kind=design.nodes[name].kind)
    for link in design.links.values():
        if link.medium == medium:
            for number, (a, b) in enumerate(cables_of(design, link)):
                if f"{link.id}[{number}]" not in without and a != b:
                    graph.add_edge(a, b, key=(link.id, number), capacity=link.capacity_gbps)
    gone = [vertex for vertex in graph if f"{vertex[0]}[{vertex[1]}]" in without]
    graph.remove_nodes_from(gone)
    for island in nx.connected_components(graph):
        switched = any(graph.nodes[vertex]["kind"] == "switch" for vertex in island)
        for vertex in island:
            kind = graph.nodes[vertex]["kind"]
            graph.nodes[vertex]["passes"] = kind == "switch" or (not switched and graph.degree(vertex) > 0)
    return graph


def hosts_of(graph):
    return sorted(vertex for vertex, kind in graph.nodes(data="kind") if kind == "host")


def sent(graph, near, far):
    """Max flow from NEAR to FAR; other hosts pass nothing on."""
    flow = nx.DiGraph()
    flow.add_nodes_from(["from", "to"])

    def called(vertex):
        return "from" if vertex in near else "to" if vertex in far else vertex

    for a, b, gbps in graph.edges(data="capacity"):
        ends = called(a), called(b)
        if ends[0] == ends[1] or any(
            vertex not in near | far and not graph.nodes[vertex]["passes"] for vertex in (a, b)
        ):
            continue
        for start, end in (ends, ends[::-1]):
            had = flow.get_edge_data(start, end, {"capacity": 0.0})["capacity"]
            flow.add_edge(start, end, capacity=had + gbps)
    return nx.maximum_flow_value(flow, "from", "to")


def bisection_of(graph, weights):
    """The least flow between any halves that balance by WEIGHTS as well as any do."""
    hosts = hosts_of(graph)
    if len(hosts) < 2:
        return None
    whole = sum(weights[host] for host in hosts)
    first, rest = hosts[0], hosts[1:]
    sides = [{first, *chosen} for size in range(len(rest)) for chosen in itertools.combinations(rest, size)]
    even = min(abs(whole - 2 * sum(weights[host] for host in side)) for side in sides)
    return min(
        sent(graph, side, set(hosts) - side)
        for side in sides
        if abs(whole - 2 * sum(weights[host] for host in side)) <= even + 1e-9
    )


def weights_of(design):
    """What each host can send as it is drawn; 1 where hosts pass on what others send.

    One that no cable reaches is an endpoint all the same: it weighs as much as the heaviest.
    """
    graph = expanded(design, "fabric")
    sends = {host: sum(gbps for *_, gbps in graph.edges(host, data="capacity")) for host in hosts_of(graph)}
    if any(graph.nodes[host]["passes"] for host in sends):
        return dict.fromkeys(sends, 1.0)
    return {host: gbps or max(sends.values()) for host, gbps in sends.items()}


def parts_of(graph):
    """The sets of hosts that meet over switches that hang together, none within another."""
    passing = graph.subgraph([vertex for vertex, passes in graph.nodes(data="passes") if passes])
    parts = set()
    for part in nx.connected_components(passing):
        near = set(part) | {other for vertex in part for other in graph[vertex]}
        parts.add(frozenset(vertex for vertex in near if graph.nodes[vertex]["kind"] == "host"))
    for a, b in graph.edges():
        if graph.nodes[a]["kind"] == graph.nodes[b]["kind"] == "host":
            parts.add(frozenset((a, b)))
    parts |= {frozenset((host,)) for host in hosts_of(graph)}
    return [part for part in parts if part and not any(part < other for other in parts)]


def meeting(graph):
    """Every pair of hosts that meets."""
    return {frozenset(pair) for part in parts_of(graph) for pair in itertools.combinations(part, 2)}


def single_points(design, medium):
    """Nodes and links of which the loss of a copy or cable keeps hosts apart that met before; how many at worst."""
    whole = meeting(expanded(design, medium))
    losses = [
        (("node", node.id), f"{node.id}[{copy}]")
        for node in design.nodes.values()
        if node.kind == "switch"
        for copy in range(design.total_copies(node.id))
    ]
    losses += [
        (("link", link.id), f"{link.id}[{number}]")
        for link in design.links.values()
        if link.medium == medium
        for number in range(design.total_cables(link))
    ]
    found = {}
    for key, name in losses:
        left = meeting(expanded(design, medium, {name}))
        if whole - left:
            found[key] = max(found.get(key, 0), parted_hosts(whole, left))
    return found


@pytest.mark.scaled
@pytest.mark.parametrize("seed", range(runs(12, 200)))
def test_a_design_is_what_brute_force_says(seed):
    design = random_design(seed)
    survey = survey_of(design)
    result = network(design)
    graph, weights = expanded(design, "fabric"), weights_of(design)

    figure, least = result.bisection_gbps, bisection_of(graph, weights)
    if figure.low == figure.value:
        assert figure.value == pytest.approx(least)
    else:
        assert figure.low - 1e-6 <= least <= figure.value + 1e-6

    for medium in MEDIA:
        ends = survey.roster.endpoints((medium,))
        if not ends:
            continue
        copies = expanded(design, medium)
        hosts = hosts_of(copies)
        whole = len(meeting(copies)) * 2 == len(hosts) * (len(hosts) - 1)
        assert pieces_of(survey, medium, ends).count == (1 if whole else len(parts_of(copies))), medium

    lost = resilience(design)
    for medium in MEDIA:
        copies = expanded(design, medium)
        points = [point for point in lost.single_points_of_failure if point.medium == medium]
        assert {(point.kind, point.id): point.lost_endpoints for point in points} == single_points(design, medium)
        for order in (1, 2):
            # One by one and two by two the same hosts are cut off.
            for loss in sweep(design, ("switch", "link"), order, medium=medium, most=40).losses:
                names = {name if "[" in name else f"{name}[0]" for name in loss.ids}
                left = meeting(expanded(design, medium, names))
                assert loss.cut_off == parted_hosts(meeting(copies), left), (medium, loss.ids)

    near, far = found_halves(design)
    before = sent(graph, near, far)
    chance = random.Random(seed)
    for failure in chance.sample(lost.worst_failures, min(2, len(lost.worst_failures))):
        number = (
            design.total_copies(failure.id) if failure.kind == "node" else design.total_cables(design.links[failure.id])
        )
        names = [f"{failure.id}[{n}]" for n in range(number)]
        after = min(sent(expanded(design, "fabric", {name}), near, far) for name in names)
        assert failure.lost_gbps.value == pytest.approx(before - after), failure.id
        # The worst halves with one copy or cable gone, found anew.
        name = chance.choice(names)
        again = network(design, fail=[name]).bisection_gbps
        least = bisection_of(expanded(design, "fabric", {name}), weights)
        assert (again.low or 0.0) - 1e-6 <= (least or 0.0) <= (again.value or 0.0) + 1e-6, name
        if again.low == again.value:
            assert again.value == (least if least is None else pytest.approx(least)), name


def test_halves_of_equal_hosts_are_known_exactly():
    """Ranges are for what is too large or uneven."""
    told = []
    for seed in range(runs(14, 200)):
        design = random_design(seed)
        figure = network(design).bisection_gbps
        if len(set(weights_of(design).values())) == 1 and figure.value:
            told.append(figure.low == figure.value)
    assert len(told) >= runs(4, 60)
    assert all(told)
