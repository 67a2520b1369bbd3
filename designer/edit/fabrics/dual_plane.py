"""Generator: a fabric of separate planes: each port of a network card goes to a plane of its own.

Planes share no switch, so each is sized as a leaf–spine fabric by itself and the whole is that times the planes.
Source of the counts of a plane: `formulas.network.sizing.leaf_spine` (NVIDIA RA-11333-001, Tables 3 and 4). Source of
the
idea: Qian et al., "Alibaba HPN: a data center network for large language model training", SIGCOMM 2024, in which the
two ports of a card go to two planes.
"""

from collections.abc import Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.fabrics.clos import plan_switches, sized
from designer.edit.fabrics.fabric_parameters import LEAF_RADIX, OVERSUBSCRIPTION, SPINE_RADIX
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.kinds import POD
from designer.model.parts.part import PortGroup
from designer.model.wording import counted

PLANE_PARAMETERS: Final = (
    Parameter(name="hosts", title="Hosts", help="Systems on the fabric.", default="64", most=100_000),
    Parameter(name="cards", title="Cards of a host", help="Network cards of each host.", default="8", most=64),
    Parameter(
        name="planes", title="Planes", help="Ports of a card, each to a plane of its own.", default="2", least=2, most=8
    ),
    LEAF_RADIX,
    SPINE_RADIX,
    OVERSUBSCRIPTION,
    Parameter(
        name="rate_gbps",
        title="Rate of a port, Gb/s",
        help="Of one port of a card.",
        default="200",
        least=0.1,
        most=100_000,
        whole=False,
    ),
)


def dual_plane_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """Hosts below `planes` leaf–spine fabrics that share no switch.

    Raises:
        RefusedInput: the numbers give no fabric.
    """
    hosts, cards, planes = int(values["hosts"]), int(values["cards"]), int(values["planes"])
    leaf_radix, spine_radix, rate = int(values["leaf_radix"]), int(values["spine_radix"]), float(values["rate_gbps"])
    clos = sized(hosts, cards, leaf_radix, spine_radix, float(values["oversubscription"]))
    plan = Plan(library)
    ports = tuple(
        PortGroup(name=f"plane-{number}", media=("fabric",), count=cards, rate_gbps=rate)
        for number in range(1, planes + 1)
    )
    plan.node("host", "generic/host", "Host", copies=hosts, ports=ports)
    for number in range(1, planes + 1):
        plane = plan.container(f"plane-{number}", POD, f"Plane {number}")
        leaf = plan_switches(
            plan,
            clos,
            "generic/switch",
            (fabric_ports(leaf_radix, rate),),
            (fabric_ports(spine_radix, rate),),
            suffix=f"-{number}",
            parent=plane,
        )
        plan.link(
            f"ports-{number}", "host", leaf, "fabric", hosts * cards, a_port=f"plane-{number}", name=f"Plane {number}"
        )
    switches = planes * (clos.size.leaf + clos.size.spine + clos.size.core)
    each = counted(switches // planes, "switch", "switches")
    said = f"{counted(hosts, 'host')} on {counted(planes, 'plane')} of {each}."
    plan.view("whole", "The whole design", said, "")
    plan.view(
        "hosts-view",
        "Hosts and planes",
        f"Each of the {cards} cards of a host has a port to every plane.",
        "",
        focus=("host", *(f"leaf-{number}" for number in range(1, planes + 1))),
    )
    plan.view(
        "plane-view",
        "One plane",
        "A plane is a whole fabric by itself and shares no switch with another.",
        "",
        focus=("plane-1",),
    )
    plan.view(
        "twins-view", "Two planes", "When one plane fails, the others carry on.", "", focus=("plane-1", "plane-2")
    )
    description = f"{hosts} hosts with {cards} cards of {planes} ports, each port to a plane of its own."
    name = f"{'Dual-plane' if planes == 2 else f'{planes} planes'}, {hosts} hosts"
    return plan.design(name, description, "dual-plane", as_text(values))
