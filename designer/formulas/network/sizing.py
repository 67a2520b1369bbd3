"""Sizing of fabrics, in switches and cables: fat trees and leaf–spine fabrics of two and three tiers."""

from math import ceil, floor, isqrt

from msgspec import Struct

from designer.formulas.checks import positive, whole

LARGEST_RADIX = 1_000_000
"""Ports of the largest switch that the sizing accepts: far above any that is sold."""


class FatTree(Struct, frozen=True):
    """The hosts, switches and cables of a k-ary fat tree.

    Attributes:
        hosts: Hosts that it connects.
        switches: Switches of all three tiers.
        links: Links, host links included.
        pods: Pods.
        edge: Edge switches.
        aggregation: Aggregation switches.
        core: Core switches.
    """

    hosts: int
    switches: int
    links: int
    pods: int
    edge: int
    aggregation: int
    core: int


def fat_tree(k: int) -> FatTree:
    """A k-ary fat tree: hosts k³/4, switches 5k²/4, links 3k³/4, from switches of K ports.

    Source: Al-Fares, Loukissas and Vahdat, "A scalable, commodity data center network architecture",
    SIGCOMM 2008.

    Raises:
        ValueError: K is odd, below 2 or above the largest radix.
    """
    k = whole("k", k, 2, LARGEST_RADIX)
    if k % 2:
        raise ValueError(f"k must be even, since half of a switch's ports face down, not {k}.")
    half = k // 2
    return FatTree(
        hosts=k * half**2,
        switches=5 * half**2,
        links=3 * k * half**2,
        pods=k,
        edge=k * half,
        aggregation=k * half,
        core=half**2,
    )


def two_tier_endpoints(radix: int) -> int:
    """Most endpoints of a non-blocking two-tier fabric of switches with RADIX ports: P²/2.

    Source: Al-Fares et al., SIGCOMM 2008 (the two-tier Clos case).

    Raises:
        ValueError: RADIX is no whole number of at least 2.
    """
    radix = whole("radix", radix, 2, LARGEST_RADIX)
    return radix * (radix // 2)


def leaf_down_ports(leaf_radix: int, oversubscription: float = 1.0) -> int:
    """Ports of a leaf that face its endpoints: ⌊P·o/(1+o)⌋; the others face the spines.

    Args:
        leaf_radix: Ports of a leaf.
        oversubscription: Down over up bandwidth, 1 for a non-blocking leaf, ports of one rate.

    Raises:
        ValueError: An input is out of range, or a side would be left without a port.
    """
    leaf_radix = whole("leaf_radix", leaf_radix, 2, LARGEST_RADIX)
    positive("oversubscription", oversubscription)
    # 64 ports at 1/3 are 16 down ports, though 64·⅓/(1+⅓) is 15.999… in floating point.
    down = floor(leaf_radix * (oversubscription / (1 + oversubscription)) + 1e-9)
    if not 0 < down < leaf_radix:
        side = "a down port" if down == 0 else "an up port"
        raise ValueError(f"oversubscription {oversubscription:g} leaves a leaf of {leaf_radix} ports without {side}.")
    return down


def even_spines(uplinks: int, least: int) -> int | None:
    """The smallest S ≥ LEAST that divides UPLINKS, so that a leaf spreads evenly; None where there is none.

    Reproduces NVIDIA's published two-tier tables: 24 leaves of 32 uplinks need 16 spines, where the
    ports alone would need 12 (DGX SuperPOD H100 reference architecture, RA-11333-001, Table 4).

    Raises:
        ValueError: UPLINKS or LEAST is below 1.
    """
    whole("uplinks", uplinks, 1)
    whole("least", least, 1)
    small = [n for n in range(1, isqrt(uplinks) + 1) if uplinks % n == 0]
    return min((n for d in small for n in (d, uplinks // d) if n >= least), default=None)


class LeafSpine(Struct, frozen=True):
    """Switches and cables of a leaf–spine fabric.

    Attributes:
        tiers: 1 where one leaf is enough, else 2 or 3.
        leaf: Leaf switches.
        spine: Spine switches.
        core: Core switches, 0 below three tiers.
        node_leaf_cables: Cables from endpoints to leaves, the extra links included.
        leaf_spine_cables: Cables from leaves to spines.
        spine_core_cables: Cables from spines to cores.
    """

    tiers: int
    leaf: int
    spine: int
    core: int
    node_leaf_cables: int
    leaf_spine_cables: int
    spine_core_cables: int


def leaf_spine(
    nodes: int,
    links_per_node: int,
    leaf_radix: int,
    spine_radix: int,
    extra_links: int = 0,
    oversubscription: float = 1.0,
) -> LeafSpine:
    """Leaf–spine fabric for NODES × LINKS_PER_NODE endpoints and EXTRA_LINKS more, all ports of one rate.

    Leaves L = ⌈endpoints / down-ports⌉, each with u uplinks, all of them wired. Spines = the smallest
    S ≥ ⌈L·u/P⌉ that divides u, so that every leaf reaches every spine evenly. Where no such S exists,
    three tiers: half of a spine's ports face down, half up, spines ⌈L·u / down⌉ in pods and cores
    ⌈spine uplinks / P⌉; there each leaf reaches all spines of its own pod, evenly where the pod is full.
    Tiers above the leaf are non-blocking. Endpoints that fit one leaf need no spine.

    Sources: NVIDIA DGX SuperPOD H100 reference architecture RA-11333-001 Tables 3 and 4, and the B200
    and B300 architecture pages.

    Args:
        nodes: Systems to connect.
        links_per_node: Fabric links of each.
        leaf_radix: Ports of a leaf.
        spine_radix: Ports of a spine and of a core.
        extra_links: Links of other devices on the leaves, such as fabric managers.
        oversubscription: Down over up bandwidth of a leaf, 1 for non-blocking.

    Raises:
        ValueError: An input is out of range, or the fabric would need more than three tiers.
    """
    endpoints = whole("nodes", nodes, 1) * whole("links_per_node", links_per_node, 1)
    endpoints += whole("extra_links", extra_links, 0)
    spine_radix = whole("spine_radix", spine_radix, 2, LARGEST_RADIX)
    down = leaf_down_ports(leaf_radix, oversubscription)
    uplinks = int(leaf_radix) - down
    leaf = ceil_div(endpoints, down)
    # One leaf holds all: no tier above.
    if leaf == 1:
        return LeafSpine(1, 1, 0, 0, endpoints, 0, 0)

    leaf_spine_cables = leaf * uplinks
    # Two tiers as long as the spines can be spread evenly over the uplinks.
    spine = even_spines(uplinks, ceil_div(leaf_spine_cables, spine_radix))
    if spine is not None:
        return LeafSpine(2, leaf, spine, 0, endpoints, leaf_spine_cables, 0)

    # Half of a spine's ports go down in three tiers.
    spine_down = spine_radix // 2
    if leaf > spine_down * spine_radix:
        most = spine_down * spine_radix * down
        raise ValueError(
            f"{endpoints} endpoints need more than three tiers: with these ports three tiers hold at most {most}."
        )
    spine = ceil_div(leaf_spine_cables, spine_down)
    spine_core_cables = spine * (spine_radix - spine_down)
    core = ceil_div(spine_core_cables, spine_radix)
    return LeafSpine(3, leaf, spine, core, endpoints, leaf_spine_cables, spine_core_cables)


def ceil_div(total: int, per: int) -> int:
    """⌈TOTAL / PER⌉ in exact integers.

    Raises:
        ValueError: PER is below 1.
    """
    whole("per", per, 1)
    return -(-total // per)


class PodFabric(Struct, frozen=True):
    """Accelerators of pods under an oversubscribed top tier.

    Attributes:
        pod_accelerators: Accelerators in a pod.
        cluster_accelerators: Accelerators in all pods.
        cross_pod_gbps: Rate that each has to other pods when all send there, Gbit/s one way.
    """

    pod_accelerators: int
    cluster_accelerators: int
    cross_pod_gbps: float


def pod_fabric(
    racks_per_pod: int, accelerators_per_rack: int, pods: int, oversubscription: float, nic_gbps: float
) -> PodFabric:
    """Pods that are non-blocking inside and share an oversubscribed tier above: rate = NIC / oversubscription.

    Source: "The Llama 3 herd of models", section 3.3.1 (16 GPUs a rack, 192 racks a pod, 8 pods, 1:7).

    Args:
        racks_per_pod: Racks in a pod.
        accelerators_per_rack: Accelerators in a rack, one NIC each.
        pods: Pods in the cluster.
        oversubscription: Down over up bandwidth of the tier above the pods, at least 1.
        nic_gbps: Rate of a NIC, Gbit/s one way.

    Raises:
        ValueError: An input is out of range.
    """
    if positive("oversubscription", oversubscription) < 1:
        raise ValueError(f"oversubscription must be at least 1 above the pods, not {oversubscription:g}.")
    pod = whole("racks_per_pod", racks_per_pod, 1) * whole("accelerators_per_rack", accelerators_per_rack, 1)
    return PodFabric(pod, pod * whole("pods", pods, 1), positive("nic_gbps", nic_gbps) / oversubscription)


class Oversubscription(Struct, frozen=True):
    """The oversubscription of a tier: its bandwidth down over its bandwidth up.

    Attributes:
        ratio: Down over up bandwidth; above 1 is oversubscribed.
        gbps_per_down_link: Rate that each down link has through the tier when all send, Gbit/s one way.
        uplink_failures_tolerated: Uplinks that may fail before the ratio exceeds 1.
    """

    ratio: float
    gbps_per_down_link: float
    uplink_failures_tolerated: int


def oversubscription(down_links: int, down_gbps: float, up_links: int, up_gbps: float) -> Oversubscription:
    """Σ down bandwidth / Σ up bandwidth of a tier, Gbit/s one way.

    Source: the usual definition; the spare uplinks as in Gangidi et al., SIGCOMM 2024 (16 down, 18 up
    stand two failures).

    Raises:
        ValueError: An input is out of range.
    """
    down = whole("down_links", down_links, 1) * positive("down_gbps", down_gbps)
    up = whole("up_links", up_links, 1) * positive("up_gbps", up_gbps)
    needed = ceil(down / up_gbps - 1e-9)
    return Oversubscription(down / up, min(down_gbps, up / down_links), max(0, up_links - needed))


class FatTreeLoad(Struct, frozen=True):
    """Load of one link of a k-ary fat tree under all-to-all traffic, in units of a host pair's demand, one way.

    Attributes:
        edge_to_aggregation: Load of a link from an edge to an aggregation switch.
        aggregation_to_core: Load of a link from an aggregation to a core switch.
    """

    edge_to_aggregation: int
    aggregation_to_core: int


def fat_tree_all_to_all(k: int) -> FatTreeLoad:
    """ECMP load when each host sends one unit to every other: H−h and H−h², with H = k³/4 and h = k/2.

    Source: derived. An edge switch's h hosts send h·(H−h) over h uplinks; a pod's h² hosts send
    h²·(H−h²) over h² core links.

    Raises:
        ValueError: K is odd, below 2 or above the largest radix.
    """
    hosts, half = fat_tree(k).hosts, k // 2
    return FatTreeLoad(hosts - half, hosts - half**2)


def concurrent_flow_bound(links: int, average_path_hops: float, total_demand: float) -> float:
    """Upper bound of the share of all demands that unit links can carry at once: θ ≤ 2m / (path · demand).

    Source: Singla, Godfrey and Kolla, "High throughput data center topology design", NSDI 2014.
    Unverified: taken from general knowledge of the paper.

    Args:
        links: Links m, each of capacity 1 in both directions.
        average_path_hops: Average shortest path, weighted by demand.
        total_demand: Sum of all demands, in units of a link's capacity.

    Raises:
        ValueError: An input is out of range.
    """
    hops = positive("average_path_hops", average_path_hops)
    return 2 * whole("links", links, 1) / (hops * positive("total_demand", total_demand))
