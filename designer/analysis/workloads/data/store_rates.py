"""Rates at which a store reads and writes, its capacity, and the rate of a machine's network.

A store states GB/s, or MB/s for each TiB, or requests a second; a file system in software states GB/s for each of its
servers. What none of them states stays unknown.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final, Literal

from msgspec.structs import replace

from designer.analysis.network.cabling import cabling_of
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.service_graph import DATA_MEDIA, ServiceGraph
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, count_of, difference, leaf, minimum, product, quotient, total
from designer.model.kinds import FILE_SYSTEMS, KINDS, STORE_KINDS
from designer.model.parts.part import Medium

Way = Literal["read", "write"]
FACTS_OF: Final[dict[Way, tuple[str, str]]] = {
    "read": ("read_gb_per_s", "reads_per_s"),
    "write": ("write_gb_per_s", "writes_per_s"),
}
BYTE: Final = leaf("bits in a byte", 8.0)
_GB_IN_MB: Final = leaf("GB in a MB", 0.001, "GB/MB")
_TIB_IN_TB: Final = leaf("TiB in a TB", 1e12 / 2**40, "TiB/TB")
_WHOLE: Final = leaf("all of it", 1.0)
_LEAST: Final = ("at least", "then it scales")
"""Conditions of a fact that is certain for one prefix or bucket and no ceiling of the store."""
_SAME: Final = 1e-9
_WORDS: Final[dict[Way, str]] = {"read": "reads", "write": "writes"}


def store_rate(design: Design, graph: ServiceGraph, node: Node, way: Way, asked: Figure | None = None) -> Figure:
    """GB/s that all copies of NODE, a store, read or write; unknown where nobody says.

    Args:
        design: The design.
        graph: Its services.
        node: The store.
        way: Whether it reads or writes.
        asked: GB/s that are asked of it. A store that states what is certain for one prefix or bucket, and that more
            of them give more, gives so many of them as this takes; without it, one.
    """
    label = f"{node.title}: what it {_WORDS[way]}"
    name, requests = FACTS_OF[way]
    part = design.part_of(node)
    # In this order: what is set on the node, servers of a file system, MB/s by size, GB/s as stated, requests.
    if name in node.facts or part is None:
        return product(label, (copies_of(design, node), fact_of(design, node, name)), "GB/s")
    if node.kind in FILE_SYSTEMS:
        return _of_servers(design, graph, node, way, label)
    stated = fact_of(design, node, name)
    for_each_tib = fact_of(design, node, "throughput_mb_per_s_per_tib")
    if for_each_tib.known:
        by_size = product(
            "by its size",
            (for_each_tib, fact_of(design, node, "capacity_tb"), _TIB_IN_TB, _GB_IN_MB),
            "GB/s",
            "MB/s for each TiB × its size",
        )
        # A store that states both a rate by size and a cap gives the smaller.
        one = minimum("of one", (by_size, stated), "GB/s") if stated.known and by_size.known else by_size
        return product(label, (copies_of(design, node), one), "GB/s")
    if stated.known or not (each := fact_of(design, node, requests)).known:
        return product(label, (copies_of(design, node), stated), "GB/s")
    size = assumed(design, "object_request_mb")
    rate = product(
        label,
        (copies_of(design, node), each, size, _GB_IN_MB),
        "GB/s",
        "copies × requests a second × size of one",
    )
    # One prefix is certain of so much: more is reached where the data are spread, over as many as are needed.
    if is_least(rate := replace(rate, note=each.note)) and asked is not None and rate.value and asked.value:
        number = ceil(asked.value / rate.value - _SAME)
        if number > 1:
            several = count_of("prefixes or buckets that the data are spread over", number, node.id)
            return replace(product(label, (several, rate), "GB/s", "so many × what one gives"), note=each.note)
    return rate


def is_least(rate: Figure) -> bool:
    """Return True when RATE is what a store is certain to give, not all that it can, by the words of its fact."""
    return any(words in rate.note for words in _LEAST)


def condition(rate: Figure) -> str:
    """Under what RATE holds, in brackets; "" where nothing is said."""
    return f" ({rate.note})" if rate.note else ""


def store_room(design: Design, graph: ServiceGraph, node: Node) -> Figure:
    """TB that all copies of NODE hold: their size, else the largest that is sold, else of what they stand on."""
    label = f"{node.title}: room"
    size = fact_of(design, node, "capacity_tb")
    if not size.known:
        # A file system in software has the room of the stores that it stands on.
        below = _stores(hosts_of(design, graph, node.id)) if node.kind in FILE_SYSTEMS else ()
        if below:
            return summed(label, [store_room(design, graph, host) for host in below], "TB")
        usable = _usable(design, graph, node)
        if usable.known:
            return usable
        # Else the largest size that is sold.
        most = fact_of(design, node, "capacity_most_tb")
        size = most if most.known else size
    return product(label, (copies_of(design, node), size), "TB")


def hosts_of(design: Design, graph: ServiceGraph, node_id: str) -> tuple[Node, ...]:
    """Return the nodes that NODE_ID runs on, each once."""
    hosts = dict.fromkeys(graph.hosts.get(node_id, ()))
    return tuple(design.nodes[host] for host in hosts if host != node_id and host in design.nodes)


def network_rate(design: Design, graph: ServiceGraph, hosts: Iterable[Node]) -> Figure:
    """GB/s, one way, of HOSTS together: of the storage network drawn at them, else the fabric, else their ports."""
    terms: list[Figure] = []
    for host in {host.id: host for host in hosts}.values():
        by_medium: dict[Medium, list[Link]] = {}
        for link in graph.cables.get(host.id, ()):
            by_medium.setdefault(link.medium, []).append(link)
        drawn = next((by_medium[medium] for medium in DATA_MEDIA if medium in by_medium), [])
        # The first network of the preferred media that is drawn at the host; without one what its ports could carry.
        capacities = [cabling_of(design, link).capacity() for link in drawn] or _ports(design, host)
        terms.append(summed(f"network of {host.title}", capacities, "Gb/s"))
    if not terms:
        return leaf("network of the machines", None, "GB/s", note="It runs on nothing that is drawn.")
    return quotient("network of the machines", summed("their cables", terms, "Gb/s"), BYTE, "GB/s", "Gb/s / 8")


def _ports(design: Design, host: Node) -> list[Figure]:
    """The ports of a host whose network is not drawn."""
    groups = design.ports_of(host)
    for medium in DATA_MEDIA:
        found = [group for group in groups if group.media[:1] == (medium,) and group.rate_gbps is not None]
        if found:
            return [
                product(
                    f"ports {group.name} of {host.title}",
                    (
                        copies_of(design, host),
                        count_of(f"ports {group.name} of one", group.count, host.id),
                        leaf(f"rate of port {group.name} of {host.title}", group.rate_gbps, "Gb/s", subject=host.id),
                    ),
                    "Gb/s",
                )
                for group in found
            ]
    return [leaf(f"network of {host.title}", None, "Gb/s", subject=host.id)]


def _of_servers(design: Design, graph: ServiceGraph, node: Node, way: Way, label: str) -> Figure:
    """GB/s of a file system in software: of the stores it stands on, or of its servers and their network."""
    hosts = hosts_of(design, graph, node.id)
    stores = _stores(hosts)
    if stores:
        return summed(label, [store_rate(design, graph, store, way) for store in stores], "GB/s")
    each = _of_targets(design, node, fact_of(design, node, FACTS_OF[way][0]))
    if not hosts:
        return product(label, (copies_of(design, node), each), "GB/s")
    servers = summed("servers that it runs on", [copies_of(design, host) for host in hosts], "")
    stated = product("its servers", (servers, each), "GB/s", "servers × what each gives")
    # Servers give what they state, but no more than goes over their network.
    network = network_rate(design, graph, hosts)
    known = [figure for figure in (stated, network) if figure.known]
    return minimum(label, known, "GB/s") if known else stated


def _of_targets(design: Design, node: Node, stated: Figure) -> Figure:
    """GB/s of one server of NODE: what it states, at most what its targets give together."""
    targets = product(
        "targets of a server",
        (fact_of(design, node, "targets_per_server"), fact_of(design, node, "target_gb_per_s")),
        "GB/s",
        "targets × what each gives",
    )
    if not targets.known:
        return stated
    return minimum("a server", (stated, targets), "GB/s") if stated.known else targets


def file_rate(design: Design, graph: ServiceGraph, node: Node) -> Figure:
    """GB/s that one file of NODE gives at most: of the targets that it is striped over, at most all of them."""
    label = f"{node.title}: what one file gives"
    wide, each = fact_of(design, node, "stripe_count"), fact_of(design, node, "target_gb_per_s")
    if not wide.known or not each.known:
        return leaf(label, None, "GB/s", subject=node.id, note="It states no stripes over targets.")
    hosts, targets = hosts_of(design, graph, node.id), fact_of(design, node, "targets_per_server")
    if hosts and targets.known:
        servers = summed("servers that it runs on", [copies_of(design, host) for host in hosts], "")
        every = product("targets", (servers, targets), "")
        wide = minimum("targets of a file", (wide, every), "")
    return product(label, (wide, each), "GB/s", "targets of a file × what each gives")


def _usable(design: Design, graph: ServiceGraph, node: Node) -> Figure:
    """TB that NODE, a file system in software, leaves of the disks of its servers, as its stripes and spares say.

    Raw × (servers − spares) / servers × data / (data + parity) × (1 − what it keeps), as WEKA publishes it.
    """
    label = f"{node.title}: room"
    hosts = hosts_of(design, graph, node.id)
    stripes = {name: fact_of(design, node, name) for name in ("stripe_width", "parity_blocks", "hot_spares")}
    if not hosts or not all(figure.known for figure in stripes.values()):
        return leaf(label, None, "TB", subject=node.id, note="It states no stripes, or runs on nothing that is drawn.")
    disks = [
        product(f"disks of {host.title}", (copies_of(design, host), fact_of(design, host, "local_disk_tb")), "TB")
        for host in hosts
    ]
    servers = summed("servers that it runs on", [copies_of(design, host) for host in hosts], "")
    working = difference("servers without spares", servers, stripes["hot_spares"], "")
    if working.or_zero <= 0:
        return leaf(label, 0.0, "TB", subject=node.id, note="All its servers are kept as spares.")
    # A stripe holds data and parity: of its width and parity blocks, only the width is data.
    width = total("blocks of a stripe", (stripes["stripe_width"], stripes["parity_blocks"]), "")
    kept = fact_of(design, node, "reserved_share")
    terms = [
        summed("disks of its servers", disks, "TB"),
        quotient("share without spares", working, servers, ""),
        quotient("share of a stripe that is data", stripes["stripe_width"], width, ""),
    ]
    if kept.known:
        terms.append(difference("share that it leaves", _WHOLE, kept, ""))
    return product(label, terms, "TB", "raw × without spares × data of a stripe × what it leaves")


def _stores(hosts: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(host for host in hosts if host.kind in STORE_KINDS and KINDS[host.kind].role == "storage")
