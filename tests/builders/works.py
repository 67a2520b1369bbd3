"""Services, training jobs and pipelines of data on parts with round figures, as a catalog of a few lines."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.nodes.nodes import add_node, set_choice
from designer.model.design import Design
from designer.model.parts.part import Contained, Part, PortGroup, Price, Quantity
from tests.builders.designs import link


def _part(part_id: str, kind: str, layer: Any, *prices: Price, **facts: float) -> Part:
    return Part(
        id=part_id,
        kind=kind,
        layer=layer,
        vendor=part_id.partition("/")[0].upper(),
        name=part_id.partition("/")[2],
        facts={name: Quantity(value=float(value), sources=("sheet",)) for name, value in facts.items()},
        prices=prices,
        availability="sold",
    )


def _price(typical: float, *, low: float = 0.0, high: float = 0.0, basis: Any = "list", **told: Any) -> Price:
    low, high = low or typical, high or typical
    return Price(low=low, typical=typical, high=high, basis=basis, sources=("offer",), **told)


def _ports(name: str, medium: Any, count: int, gbps: float) -> PortGroup:
    return PortGroup(name=name, media=(medium,), count=count, rate_gbps=gbps)


_CHIP = {
    "power_max_w": 1_000.0,
    "memory_gb": 100.0,
    "memory_bandwidth_gb_per_s": 4_000.0,
    "bf16_dense_tflops": 1_000.0,
    "fp16_dense_tflops": 1_000.0,
    "fp8_dense_tflops": 2_000.0,
    "scale_up_gb_per_s": 900.0,
    "scale_up_chips": 8.0,
    "trains": 1.0,
}
_BOX = {"power_max_w": 10_000.0, "power_typical_w": 8_000.0, "system_memory_gb": 1_000.0, "cpu_cores": 100.0}
_8B = {
    "params": 8e9,
    "active_params": 8e9,
    "layers": 32.0,
    "hidden": 4_096.0,
    "attention_heads": 32.0,
    "kv_heads": 8.0,
    "head_dim": 128.0,
    "vocabulary": 128_000.0,
    "ffn": 14_000.0,
    "kv_values_per_token": 65_536.0,
    "context_tokens": 131_072.0,
}
_EIGHT = (Contained(part="own/chip", count=8),)
WORK_PARTS = Library(
    parts={
        part.id: part
        for part in (
            _part("own/chip", "accelerator", "silicon", _price(30_000.0), **_CHIP),
            replace(
                _part("own/box", "server", "servers_fabric", _price(300_000.0, low=250_000.0, high=400_000.0), **_BOX),
                contains=_EIGHT,
                ports=(_ports("fabric", "fabric", 8, 400.0), _ports("storage", "storage", 2, 200.0)),
            ),
            replace(
                _part("own/host", "server", "servers_fabric", _price(10_000.0), power_max_w=500.0, cpu_cores=64.0),
                ports=(_ports("lan", "management", 2, 100.0),),
            ),
            replace(
                _part(
                    "cloud/eight",
                    "instance",
                    "cloud",
                    _price(50.0, basis="on-demand", per="hour"),
                    _price(20.0, low=10.0, high=30.0, basis="spot", per="hour"),
                    _price(30.0, basis="reserved", per="hour", term="1-year"),
                    memory_gb=800.0,
                    system_memory_gb=1_000.0,
                    vcpus=200.0,
                ),
                contains=_EIGHT,
                ports=(_ports("lan", "fabric", 8, 400.0),),
            ),
            replace(
                _part("own/leaf", "switch", "servers_fabric", _price(20_000.0), power_max_w=1_500.0),
                ports=(_ports("ports", "fabric", 64, 400.0),),
            ),
            replace(
                _part(
                    "own/array",
                    "storage",
                    "data_storage",
                    _price(200_000.0),
                    read_gb_per_s=100.0,
                    write_gb_per_s=50.0,
                    capacity_tb=500.0,
                    power_max_w=2_000.0,
                ),
                ports=(_ports("ports", "storage", 8, 200.0),),
            ),
            _part("own/rack", "rack", "facility", _price(2_000.0), height_u=42.0),
            _part("own/pdu", "pdu", "facility", _price(1_000.0), capacity_w=12_000.0),
            _part("own/air", "crah", "facility", _price(20_000.0), cooling_capacity_w=40_000.0, power_max_w=1_000.0),
            _part("own/app", "application", "serving_apps"),
            _part("own/engine", "serving", "serving_apps", continuous_batching=1.0, kv_block_tokens=16.0),
            _part("own/8b", "model", "serving_apps", **_8B),
            _part("own/job", "training-job", "training"),
            _part("own/vectors", "vector-database", "data_storage", bytes_per_dimension=4.0),
            _part("own/data", "data-set", "data_storage"),
            _part("own/flow", "pipeline", "data_storage"),
            _part("own/k8s", "orchestrator", "serving_apps", nodes_most=100.0, pods_per_node_most=50.0),
            _part(
                "far/api",
                "model-api",
                "cloud",
                _price(1.0, per="million-tokens", item="input"),
                _price(5.0, per="million-tokens", item="output"),
                context_tokens=200_000.0,
                first_token_s=0.5,
            ),
        )
    }
)


def working(
    *lines: str,
    facts: Mapping[str, Mapping[str, float]] | None = None,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    inside: Mapping[str, str] | None = None,
    **assumptions: float,
) -> Design:
    """Return what LINES draw: "box: own/box x2", "app > engine" (depends on), "engine @ box" (runs on).

    "box = leaf x16 at 400" are 16 cables of the fabric, "box - array x4 at 200" of the storage network, and
    "pdu + box x2" two of power.

    Args:
        lines: Nodes and links in their order.
        facts: Own figures of nodes, by id.
        choices: Choices of nodes, by id.
        inside: What nodes stand in, by id.
        assumptions: Values of assumptions.
    """
    design, links = Design(), {}
    for line in lines:
        if ": " in line:
            name, part = line.split(": ")
            part, _, copies = part.partition(" x")
            edit = add_node(design, WORK_PARTS, part, 0, 0, copies=int(copies or 1), node_id=name, name=name)
            design = edit.applied(design)
            continue
        a, sign, b, *rest = line.split()
        medium = {">": "depends_on", "@": "runs_on", "=": "fabric", "-": "storage", "+": "power"}[sign]
        cables = int(rest[0][1:]) if rest else 1
        one = link(a, b, medium, cables, capacity_gbps=float(rest[2]) if rest[2:] else None)
        links[one.id] = one
    told, around = facts or {}, inside or {}
    nodes = {
        one.id: replace(one, facts={**one.facts, **told.get(one.id, {})}, parent=around.get(one.id))
        for one in design.nodes.values()
    }
    design = replace(design, nodes=nodes, links=links, settings=replace(design.settings, assumptions=assumptions))
    for name, values in (choices or {}).items():
        for choice, value in values.items():
            design = set_choice(design, WORK_PARTS, name, choice, value).applied(design)
    return design


_USE = {
    "users": 3_600.0,
    "requests_per_user_hour": 10.0,
    "input_tokens": 1_000.0,
    "output_tokens": 500.0,
    "peak_factor": 2.0,
}
_MODEL = {"model": "own/8b", "precision": "fp8"}
_ON_TWO = ("app: own/app", "engine: own/engine", "box: own/box x2", "app > engine", "engine @ box")
_SPLIT = {"tensor_parallel": 2.0, "gpu_memory_share": 0.9}
_JOB = {
    "tensor_parallel": 4.0,
    "pipeline_parallel": 2.0,
    "interleaved_stages": 1.0,
    "context_parallel": 1.0,
    "data_parallel": 4.0,
    "micro_batch": 2.0,
    "global_batch": 64.0,
    "sequence_tokens": 4_096.0,
    "training_tokens": 1e11,
    "restart_min": 6.0,
    "failures_per_1000_node_days": 10.0,
    "bytes_per_token": 4.0,
}
_IN_BF16 = {"model": "own/8b", "precision": "bf16"}
_TRAINED = ("job: own/job", "box: own/box x4", "leaf: own/leaf", "job @ box", "box = leaf x32 at 400")
WORKS: Mapping[str, Design] = {
    # 3,600 users × 10 an hour are 10 requests a second, 20 at the peak, of 1,000 tokens in and 500 out.
    "chat": working(*_ON_TWO, facts={"app": _USE, "engine": _SPLIT}, choices={"engine": _MODEL}),
    # 40 times as many: more than two boxes give; a log of the day tells the demand, and promises are told.
    "crowd": working(
        *_ON_TWO,
        facts={
            "app": {
                **_USE,
                "users": 144_000.0,
                "growth_per_month": 0.1,
                "first_token_within_s": 0.5,
                "token_within_ms": 20.0,
                "answer_within_s": 10.0,
                "cached_input_share": 0.25,
                "model_calls": 2.0,
            },
            "engine": {**_SPLIT, "batch_most": 64.0},
        },
        choices={"engine": _MODEL},
        electricity_usd_per_kwh=0.1,
    ),
    # Prompts are read on one box, answers written on two others, over a fabric of 8 × 400 Gb/s a box.
    "pools": working(
        "app: own/app",
        "write: own/engine",
        "read: own/engine",
        "wb: own/box x2",
        "rb: own/box",
        "leaf: own/leaf",
        "app > write",
        "write > read",
        "write @ wb",
        "read @ rb",
        "wb = leaf x16 at 400",
        "rb = leaf x8 at 400",
        facts={"app": _USE, "write": {"tensor_parallel": 4.0}, "read": {"tensor_parallel": 4.0}},
        choices={"write": {**_MODEL, "prompts": "elsewhere"}, "read": {**_MODEL, "prompts": "only"}},
    ),
    # Two instances at the spot price, and an API for half of what is asked; both grow.
    "rented": working(
        "app: own/app",
        "engine: own/engine",
        "cloud: cloud/eight x2",
        "chat: own/app",
        "api: far/api",
        "app > engine",
        "engine @ cloud",
        "chat > api",
        facts={"app": {**_USE, "growth_per_month": 0.05}, "engine": _SPLIT, "chat": {**_USE, "growth_per_month": 0.2}},
        choices={"engine": _MODEL, "cloud": {"rent_basis": "spot"}},
        spot_interruptions_per_month=0.5,
    ),
    # A split of 4 × 2 × 4 on 32 accelerators: 64 sequences of 4,096 tokens a step, 100 billion tokens in all.
    "training": working(
        *_TRAINED,
        "data: own/data",
        "store: own/array",
        "job > data",
        "data @ store",
        "box - store x8 at 200",
        facts={"job": _JOB, "data": {"data_tb": 100.0}, "box": {"mtbf_h": 10_000.0, "repair_h": 24.0}},
        choices={
            "job": {"model": "own/8b", "precision": "bf16", "split": "set", "recompute": "full", "zero_stage": "1"}
        },
    ),
    # The split is found, a host stands by, and there is a day on which it has to be done.
    "training by itself": working(
        *_TRAINED,
        facts={
            "job": {
                "training_tokens": 1e12,
                "sequence_tokens": 8_192.0,
                "global_batch": 128.0,
                "spare_hosts": 1.0,
                "deadline_days": 30.0,
                "checkpoint_interval_h": 2.0,
            }
        },
        choices={"job": _IN_BF16},
    ),
    # Answers from 10 million vectors, an index on a host, two models on the same box, and an orchestrator over both.
    "answers": working(
        "app: own/app",
        "k8s: own/k8s",
        "vectors: own/vectors",
        "large: own/engine",
        "small: own/engine",
        "box: own/box",
        "host: own/host x2",
        "app > vectors",
        "app > large",
        "app > small",
        "vectors @ host",
        "large @ box",
        "small @ box",
        "k8s @ host",
        "k8s @ box",
        facts={
            "app": {**_USE, "retrievals": 2.0},
            "vectors": {"vectors": 1e7, "dimensions": 1_024.0, "replicas": 2.0, "answers_per_s": 100.0},
            "large": {"share": 0.75, **_SPLIT},
            "small": {"accelerators_asked": 2.0, "tensor_parallel": 1.0},
        },
        choices={"large": _IN_BF16, "small": _MODEL},
    ),
    # 1,000 TB a day, 11.6 GB/s, go from one array to the other.
    "flow": working(
        "flow: own/flow",
        "a: own/array",
        "b: own/array x2",
        "host: own/host x4",
        "flow > a",
        "b > flow",
        "flow @ host",
        facts={
            "flow": {"tb_per_day": 1_000.0, "vcpus_each": 8.0, "memory_each_gb": 32.0},
            "b": {"write_gb_per_s": 5.0},
        },
    ),
    # Three hosts: one keeps a part free; two jobs part what two engines leave, one three times as much as the other.
    "shared": working(
        "app: own/app",
        "hot: own/engine",
        "cold: own/engine",
        "small: own/job",
        "big: own/job",
        "box: own/box x2",
        "spare: own/box",
        "vectors: own/vectors",
        "host: own/host",
        "app > hot",
        "app > cold",
        "app > vectors",
        "hot @ box",
        "cold @ box",
        "cold @ spare",
        "small @ spare",
        "big @ spare",
        "small @ box",
        "big @ box",
        "vectors @ host",
        facts={
            "app": {**_USE, "users": 36_000.0},
            "hot": {"tensor_parallel": 2.0, "hosts_asked": 1.0},
            "cold": {"tensor_parallel": 1.0, "share": 0.25},
            "big": {"share_weight": 3.0, "elastic": 1.0},
            "small": {"share_weight": 1.0, "elastic": 1.0},
            "spare": {"headroom_share": 0.25},
            "vectors": {"vectors": 3e8, "dimensions": 1_000.0},
            "host": {"system_memory_gb": 1_000.0},
        },
        choices={"hot": _MODEL, "cold": _MODEL, "big": _IN_BF16, "small": {**_IN_BF16, "hosts_order": "racks"}},
    ),
    # Twice the shares that there are, and more accelerators asked for than there are.
    "too much": working(
        "a: own/app",
        "b: own/app",
        "one: own/engine",
        "two: own/engine",
        "box: own/box",
        "far: own/job",
        "cloud: cloud/eight x3",
        "a > one",
        "b > two",
        "one @ box",
        "two @ box",
        "far @ cloud",
        facts={
            "a": _USE,
            "b": {**_USE, "users": 7_200.0, "peak_factor": 3.0},
            "one": {"share": 0.75, "tensor_parallel": 2.0},
            "two": {"share": 0.75, "tensor_parallel": 4.0},
            "far": {"accelerators_asked": 32.0},
        },
        choices={"one": _MODEL, "two": _IN_BF16, "far": _IN_BF16, "cloud": {"rent_basis": "reserved"}},
    ),
    # Two racks with strips of 12 kW, air of 40 kW, a leaf of 64 ports, and an index that grows with those who ask.
    "drawn": working(
        "app: own/app",
        "engine: own/engine",
        "vectors: own/vectors",
        "rack: own/rack x2",
        "box: own/box",
        "host: own/host",
        "leaf: own/leaf",
        "pdu: own/pdu",
        "air: own/air",
        "app > engine",
        "app > vectors",
        "engine @ box",
        "vectors @ host",
        "box = leaf x16 at 400",
        "pdu + box x2",
        "pdu + host x2",
        facts={
            "app": {**_USE, "users": 200_000.0, "growth_per_month": 0.05},
            "engine": _SPLIT,
            "vectors": {"vectors": 2e7, "dimensions": 1_024.0, "grows_with_users": 1.0},
            "host": {"system_memory_gb": 256.0},
        },
        choices={"engine": _MODEL},
        inside={"box": "rack", "host": "rack", "pdu": "rack"},
    ),
}
