"""Which facts matter for a part of each kind: those that parts of the kind use and results ask for."""

from collections.abc import Mapping
from typing import Final

from designer.model.kinds import FACTS

_SIZE: Final = ("height_u", "width_mm", "depth_mm", "height_mm", "weight_kg")
_FLOOR_SIZE: Final = ("width_mm", "depth_mm", "height_mm", "weight_kg")
_DRAW: Final = ("power_max_w", "power_typical_w", "power_idle_w")
_AIR: Final = ("airflow_cfm", "heat_btu_per_h", "inlet_min_c", "inlet_max_c", "liquid_heat_share", "coolant_max_c")
_SUPPLIES: Final = ("psu_count", "psu_rating_w")
_NEEDS: Final = ("cpu_cores", "system_memory_gb", "local_disk_tb")
_HOST: Final = (
    *_DRAW,
    *_SIZE,
    *_AIR,
    *_SUPPLIES,
    "memory_gb",
    "system_memory_gb",
    "cpu_cores",
    "local_disk_tb",
)
_FEED: Final = ("capacity_w", "capacity_va", "volts", "amps", "phases")

_BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "accelerator": (
        *_DRAW,
        "memory_gb",
        "memory_bandwidth_gb_per_s",
        "bf16_dense_tflops",
        "fp16_dense_tflops",
        "fp8_dense_tflops",
        "fp4_dense_tflops",
        "int8_dense_tops",
        "scale_up_gb_per_s",
        "scale_up_chips",
        "on_chip_memory_mb",
        "inlet_min_c",
        "inlet_max_c",
        "airflow_cfm",
    ),
    "cpu": (*_DRAW, "cpu_cores"),
    "server": _HOST,
    "host": _HOST,
    "rack-system": (
        *_DRAW,
        "weight_kg",
        "liquid_heat_share",
        "flow_l_per_min",
        "coolant_max_c",
        "airflow_cfm",
        "inlet_max_c",
        *_SUPPLIES,
        "memory_gb",
        "system_memory_gb",
        "cpu_cores",
        "scale_up_chips",
        "scale_up_gb_per_s",
    ),
    "switch": (*_DRAW, "switching_tbps", "port_latency_ns", *_SIZE, *_AIR, *_SUPPLIES),
    "nic": (*_DRAW, "rate_gbps", "system_memory_gb", "inlet_max_c"),
    "optic": ("power_max_w", "power_typical_w", "rate_gbps", "reach_m"),
    "cable": ("power_max_w", "rate_gbps", "reach_m"),
    "patch-panel": _SIZE,
    "module": (*_DRAW, "weight_kg", "psu_rating_w"),
    "appliance": (*_DRAW, *_SIZE, *_AIR, *_SUPPLIES),
    "accessory": _SIZE,
    "storage": (
        *_DRAW,
        "capacity_tb",
        "read_gb_per_s",
        "write_gb_per_s",
        "reads_per_s",
        "writes_per_s",
        *_SIZE,
        *_AIR,
        *_SUPPLIES,
        "cpu_cores",
        "system_memory_gb",
    ),
    "object-store": ("reads_per_s", "writes_per_s", "read_gb_per_s", "write_gb_per_s", "capacity_most_tb"),
    "file-service": (
        "throughput_mb_per_s_per_tib",
        "read_gb_per_s",
        "write_gb_per_s",
        "capacity_least_tb",
        "capacity_most_tb",
    ),
    "file-system": ("servers_least", "nodes_most", "read_gb_per_s", "write_gb_per_s", *_NEEDS),
    "vector-database": (
        "bytes_per_dimension",
        "vector_memory_factor",
        "dimensions_most",
        "reads_per_s",
        "writes_per_s",
        "capacity_most_tb",
        "vcpus",
        *_NEEDS,
    ),
    "pipeline": ("rate_gbps", "jobs_per_s", "jobs_most", *_NEEDS),
    "instance": ("memory_gb", "vcpus", "system_memory_gb", "local_disk_tb", "scale_up_chips", "scale_up_gb_per_s"),
    "model-api": ("context_tokens", "batch_price_share", "cache_read_price_share", "cache_write_price_factor"),
    "framework": ("flops_share", "bytes_per_parameter"),
    "tracker": _NEEDS,
    "orchestrator": ("nodes_most", "pods_most", "pods_per_node_most", "jobs_per_s", "jobs_most", *_NEEDS),
    "serving": ("gpu_memory_share", "kv_block_tokens", *_NEEDS),
    "model": (
        "params",
        "active_params",
        "layers",
        "hidden",
        "attention_heads",
        "kv_heads",
        "head_dim",
        "vocabulary",
        "kv_values_per_token",
        "context_tokens",
        "training_tokens",
    ),
    "rack-cabinet": ("rack_units", "load_limit_kg", "power_limit_w", *_FLOOR_SIZE),
    "pdu": (*_FEED, "banks", "bank_amps", *_SIZE),
    "ats": (*_FEED, *_SIZE),
    "rpp": (*_FEED, *_FLOOR_SIZE),
    "busway": _FEED,
    "sts": (*_FEED, *_SIZE),
    "switchgear": (*_FEED, *_FLOOR_SIZE),
    "ups": ("efficiency", "battery_min", "battery_kwh", "bypass", *_FEED, *_SIZE),
    "generator": (*_FEED, "fuel_l_per_h", *_FLOOR_SIZE),
    "transformer": ("efficiency", *_FEED, *_FLOOR_SIZE),
    "utility": _FEED,
    "crah": ("cooling_capacity_w", "airflow_cfm", "supply_c", "power_max_w", "power_typical_w", *_FLOOR_SIZE),
    "cdu": (
        "cooling_capacity_w",
        "flow_l_per_min",
        "supply_c",
        "approach_c",
        "coolant_volume_l",
        "power_max_w",
        "power_typical_w",
        *_SIZE,
    ),
    "chiller": (
        "cooling_capacity_w",
        "cop",
        "flow_l_per_min",
        "supply_c",
        "power_max_w",
        "power_typical_w",
        *_FLOOR_SIZE,
    ),
    "dry-cooler": (
        "cooling_capacity_w",
        "water_l_per_kwh",
        "flow_l_per_min",
        "supply_c",
        "power_max_w",
        "power_typical_w",
        *_FLOOR_SIZE,
    ),
    "cooling-tower": (
        "cooling_capacity_w",
        "water_l_per_kwh",
        "flow_l_per_min",
        "supply_c",
        "power_max_w",
        "power_typical_w",
        *_FLOOR_SIZE,
    ),
}


def facts_of_kind(kind: str) -> tuple[str, ...]:
    """Names of the facts that a form for a part of KIND offers first, the weightiest first; () where none matter."""
    return _BY_KIND.get(kind, ())


def other_facts(kind: str) -> tuple[str, ...]:
    """Names of all further facts, which a part of KIND may have too."""
    offered = frozenset(facts_of_kind(kind))
    return tuple(name for name in FACTS if name not in offered)
