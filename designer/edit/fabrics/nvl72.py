"""Generator: GB200 NVL72 racks, each one NVLink domain of 72 GPUs, on a leaf–spine InfiniBand fabric.

Sources: the DGX GB200 NVL72 of the catalog (72 fabric ports of 400 Gb/s) and the QM9700 (64 ports of 400 Gb/s); the
counts of switches are those of `formulas.network.sizing.leaf_spine`.
"""

from collections.abc import Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.fabrics.clos import plan_switches, sized
from designer.edit.fabrics.fabric_parameters import OVERSUBSCRIPTION
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.model.records import RefusedInput

NVL72_PARAMETERS: Final = (
    Parameter(
        name="racks", title="NVL72 racks", help="Each with 72 GPUs in one NVLink domain.", default="8", most=2_000
    ),
    OVERSUBSCRIPTION,
)
SYSTEM: Final = "nvidia/gb200-nvl72"
SWITCH: Final = "nvidia/qm9700"


def nvl72_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """NVL72 racks with every fabric port on a leaf.

    Raises:
        RefusedInput: the numbers give no fabric, or the library lacks a part.
    """
    racks = int(values["racks"])
    links, radix = _ports(library.part(SYSTEM), "fabric"), _ports(library.part(SWITCH), "ports")
    clos = sized(racks, links, radix, radix, float(values["oversubscription"]))
    plan = Plan(library)
    leaf = plan_switches(plan, clos, SWITCH)
    plan.node("nvl72", SYSTEM, "GB200 NVL72", copies=racks)
    plan.link("rails", "nvl72", leaf, "fabric", racks * links, a_port="fabric", b_port="ports", name="Fabric")
    gpus = sum(inside.count for inside in library.part(SYSTEM).contains) * racks
    size = clos.size
    plan.view("whole", "The whole design", f"{gpus:,} GPUs in {racks:,} NVLink domains.", "")
    plan.view(
        "racks-view",
        "Racks and leaves",
        f"Each rack has {links} cables to the leaf switches.",
        "",
        focus=("nvl72", "leaf"),
    )
    plan.view(
        "domain-view", "One domain", "Inside a rack the GPUs talk over NVLink and never leave it.", "", focus=("nvl72",)
    )
    plan.view(
        "top-view",
        "The switches",
        f"{size.leaf + size.spine + size.core:,} switches join the racks.",
        "",
        focus=("leaf", "spine", "core"),
    )
    description = f"{racks} GB200 NVL72 racks, {gpus} GPUs, on QM9700 switches in {size.tiers} tiers."
    return plan.design(f"NVL72, {racks} rack{'s' if racks > 1 else ''}", description, "nvl72", as_text(values))


def _ports(part: Part, name: str) -> int:
    found = next((group.count for group in part.ports if group.name == name), 0)
    if not found:
        raise RefusedInput(f"{part.name} has no {name} ports in this library, so its fabric cannot be sized.")
    return found
