"""Facts that the forms of several kinds of parts offer, grouped by what they tell."""

from typing import Final

from designer.model.workloads.workload_facts import MODEL_FACTS

SIZE: Final = ("height_u", "width_mm", "depth_mm", "height_mm", "weight_kg")
FLOOR_SIZE: Final = ("width_mm", "depth_mm", "height_mm", "weight_kg")
DRAW: Final = ("power_max_w", "power_typical_w", "power_idle_w", "optics_in_typical", "optics_in_max")
AIR: Final = ("airflow_cfm", "heat_btu_per_h", "inlet_min_c", "inlet_max_c", "liquid_heat_share", "coolant_max_c")
SUPPLIES: Final = ("psu_count", "psu_rating_w")
NEEDS: Final = ("cpu_cores", "system_memory_gb", "local_disk_tb")
HOST: Final = (
    *DRAW,
    *SIZE,
    *AIR,
    *SUPPLIES,
    "memory_gb",
    "system_memory_gb",
    "cpu_cores",
    "local_disk_tb",
)
FEED: Final = ("capacity_w", "capacity_va", "volts", "amps", "phases")
MODEL: Final = tuple(fact.name for fact in MODEL_FACTS)
