"""Calculators of fabrics: sizing, oversubscription, fairness, collectives, latency."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, choice, integer, number, numbers
from designer.formulas.capacity.fairness import max_min
from designer.formulas.network.collectives import OPERATIONS, collective_from_bus, collective_from_time
from designer.formulas.network.latency import path_latency
from designer.formulas.network.sizing import fat_tree, leaf_spine, oversubscription, pod_fabric

SUBJECT: Final = "Network"


def _fat_tree(settings: Settings) -> dict[str, Result]:
    return asdict(fat_tree(settings.integer("k")))


def _leaf_spine(settings: Settings) -> dict[str, Result]:
    fabric = leaf_spine(
        settings.integer("nodes"),
        settings.integer("links_per_node"),
        settings.integer("leaf_radix"),
        settings.integer("spine_radix"),
        settings.integer("extra_links"),
        settings.number("oversubscription"),
    )
    return asdict(fabric)


def _oversubscription(settings: Settings) -> dict[str, Result]:
    tier = oversubscription(
        settings.integer("down_links"),
        settings.number("down_gbps"),
        settings.integer("up_links"),
        settings.number("up_gbps"),
    )
    return asdict(tier)


def _pods(settings: Settings) -> dict[str, Result]:
    fabric = pod_fabric(
        settings.integer("racks_per_pod"),
        settings.integer("accelerators_per_rack"),
        settings.integer("pods"),
        settings.number("oversubscription"),
        settings.number("nic_gbps"),
    )
    return asdict(fabric)


def _max_min(settings: Settings) -> dict[str, Result]:
    rates = max_min(settings.number("capacity"), settings.numbers("demands"), settings.numbers("weights"))
    return {"rates": rates}


def _collective(settings: Settings) -> dict[str, Result]:
    op, ranks, payload = settings.text("op"), settings.integer("ranks"), settings.number("bytes")
    if settings.given("bus_gb_per_s") == settings.given("time_us"):
        raise ValueError("collective needs either bus_gb_per_s, with latency_us if known, or time_us.")
    latency_us = settings.number("latency_us")
    if settings.given("time_us"):
        if latency_us != 0:
            raise ValueError("latency_us goes with bus_gb_per_s; a time_us already contains it.")
        return asdict(collective_from_time(op, ranks, payload, settings.number("time_us")))
    return asdict(collective_from_bus(op, ranks, payload, settings.number("bus_gb_per_s"), latency_us))


def _path_latency(settings: Settings) -> dict[str, Result]:
    time = path_latency(
        settings.integer("hops"),
        settings.number("bytes"),
        settings.number("gb_per_s"),
        settings.number("hop_latency_ns"),
    )
    return asdict(time)


CALCULATORS: Final = (
    Calculator(
        name="fat-tree",
        subject=SUBJECT,
        summary="What a k-ary fat tree of one kind of switch holds.",
        formula="hosts k³/4, switches 5k²/4, links 3k³/4",
        source="Al-Fares, Loukissas and Vahdat, SIGCOMM 2008",
        validity="Even k; three tiers, non-blocking, all links of one rate.",
        inputs=(integer("k", "ports", "ports of every switch, an even number"),),
        outputs=(
            Output("hosts", "", "hosts"),
            Output("switches", "", "switches of all tiers"),
            Output("links", "", "links, those of the hosts included"),
            Output("pods", "", "pods"),
            Output("edge", "", "edge switches"),
            Output("aggregation", "", "aggregation switches"),
            Output("core", "", "core switches"),
        ),
        compute=_fat_tree,
    ),
    Calculator(
        name="leaf-spine",
        subject=SUBJECT,
        summary="Switches and cables that a leaf–spine fabric needs.",
        formula="leaves ⌈endpoints/down⌉, down ⌊P·o/(1+o)⌋; spines the smallest S ≥ ⌈L·u/P⌉ that divides the u "
        "uplinks of a leaf, else three tiers",
        source="NVIDIA DGX SuperPOD reference architectures: H100 (RA-11333-001, Tables 3 and 4), B200, B300",
        validity="Ports of one rate; up to three tiers; endpoints that fit the down-ports of one leaf need no spine; "
        "in three tiers spines and cores are non-blocking.",
        inputs=(
            integer("nodes", "", "systems to connect"),
            integer("links_per_node", "", "fabric links of each"),
            integer("leaf_radix", "ports", "ports of a leaf"),
            integer("spine_radix", "ports", "ports of a spine and of a core"),
            integer("extra_links", "", "links of other devices on the leaves, such as fabric managers", 0),
            number("oversubscription", "", "down over up bandwidth of a leaf", 1.0),
        ),
        outputs=(
            Output("tiers", "", "tiers of switches"),
            Output("leaf", "", "leaf switches"),
            Output("spine", "", "spine switches"),
            Output("core", "", "core switches"),
            Output("node_leaf_cables", "", "cables to the leaves, the extra links included"),
            Output("leaf_spine_cables", "", "cables from leaves to spines"),
            Output("spine_core_cables", "", "cables from spines to cores"),
        ),
        compute=_leaf_spine,
    ),
    Calculator(
        name="oversubscription",
        subject=SUBJECT,
        summary="How far a tier promises more than it carries.",
        formula="Σ down bandwidth / Σ up bandwidth",
        source="definition; spare uplinks as in Gangidi et al., SIGCOMM 2024",
        validity="Down links of one rate and up links of one rate.",
        inputs=(
            integer("down_links", "", "links below"),
            number("down_gbps", "Gbit/s", "rate of each, one way"),
            integer("up_links", "", "links above"),
            number("up_gbps", "Gbit/s", "rate of each, one way"),
        ),
        outputs=(
            Output("ratio", "", "down over up; above 1 is oversubscribed"),
            Output("gbps_per_down_link", "Gbit/s", "what each down link has through the tier when all send"),
            Output("uplink_failures_tolerated", "", "uplinks that may fail before the ratio exceeds 1"),
        ),
        compute=_oversubscription,
    ),
    Calculator(
        name="pods",
        subject=SUBJECT,
        summary="Accelerators of non-blocking pods, and their rate between pods.",
        formula="accelerators = racks · accelerators · pods; cross-pod rate = NIC rate / oversubscription",
        source="The Llama 3 herd of models, section 3.3.1",
        validity="One NIC per accelerator, all of them sending to other pods.",
        inputs=(
            integer("racks_per_pod", "", "racks in a pod"),
            integer("accelerators_per_rack", "", "accelerators in a rack"),
            integer("pods", "", "pods"),
            number("oversubscription", "", "down over up bandwidth of the tier above the pods"),
            number("nic_gbps", "Gbit/s", "rate of a NIC, one way"),
        ),
        outputs=(
            Output("pod_accelerators", "", "accelerators in a pod"),
            Output("cluster_accelerators", "", "accelerators in all pods"),
            Output("cross_pod_gbps", "Gbit/s", "rate of each accelerator to other pods, one way"),
        ),
        compute=_pods,
    ),
    Calculator(
        name="max-min",
        subject=SUBJECT,
        summary="Fair shares of one capacity among flows that ask for different rates.",
        formula="rate = min(demand, weight · level), the level filling the capacity",
        source="Keshav, An Engineering Approach to Computer Networking, 1997, pages 215–217",
        validity="One shared capacity; the unit of the rates is that of the capacity and the demands.",
        inputs=(
            number("capacity", "", "what is shared, in any unit of rate"),
            numbers("demands", "", "what each flow asks for, in the unit of the capacity"),
            numbers("weights", "", "weight of each flow; all 1 if left out", optional=True),
        ),
        outputs=(Output("rates", "", "rate of each flow, in the order of the demands"),),
        compute=_max_min,
    ),
    Calculator(
        name="collective",
        subject=SUBJECT,
        summary="Time of a collective operation from a bus bandwidth, or the bandwidths from a time.",
        formula="t = α + S·f/B; f = 2(n−1)/n all-reduce, (n−1)/n reduce-scatter, all-gather, all-to-all, "
        "1 broadcast, reduce; bus = S/t·f",
        source="NVIDIA nccl-tests, doc/PERFORMANCE.md",
        validity="From two ranks up; GB are 10⁹ bytes; the latency α depends on the number of ranks.",
        inputs=(
            choice("op", "operation", OPERATIONS),
            integer("ranks", "", "participants"),
            number("bytes", "B", "payload"),
            number("bus_gb_per_s", "GB/s", "bus bandwidth, one way: this or time_us", optional=True),
            number("latency_us", "µs", "fixed time, goes with bus_gb_per_s", 0.0),
            number("time_us", "µs", "measured time: this or bus_gb_per_s", optional=True),
        ),
        outputs=(
            Output("time_us", "µs", "time of the operation"),
            Output("algorithm_gb_per_s", "GB/s", "payload over time"),
            Output("bus_gb_per_s", "GB/s", "payload over time, times the factor: comparable with a link's rate"),
            Output("factor", "", "bytes over the busiest link per byte of payload"),
        ),
        compute=_collective,
    ),
    Calculator(
        name="path-latency",
        subject=SUBJECT,
        summary="Time of one message over a path, stored and forwarded or cut through.",
        formula="hops·(α + S/B) stored and forwarded, hops·α + S/B cut through",
        source="astra-sim/astra-network-analytical, congestion-aware and congestion-unaware tests",
        validity="An idle path of equal links; GB are 10⁹ bytes.",
        inputs=(
            integer("hops", "", "links of the path"),
            number("bytes", "B", "size of the message"),
            number("gb_per_s", "GB/s", "rate of each link, one way"),
            number("hop_latency_ns", "ns", "fixed time of a hop"),
        ),
        outputs=(
            Output("store_and_forward_ns", "ns", "when every hop waits for the whole message"),
            Output("cut_through_ns", "ns", "when the message streams through"),
        ),
        compute=_path_latency,
    ),
)
