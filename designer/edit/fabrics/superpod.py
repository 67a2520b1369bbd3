"""Generator: NVIDIA DGX SuperPOD with DGX H100, one to four scalable units, or 16 and 64.

Source of the counts: NVIDIA DGX SuperPOD reference architecture, DGX H100, RA-11333-001 V11 (2023-09-22),
Tables 3, 4 and 6.
"""

from collections.abc import Mapping
from math import ceil
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.fabrics.superpod_power import feed_by_thirds, feed_twice
from designer.edit.layouts.arrange import arrange
from designer.edit.racks.rack_fill import place_unplaced
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.formulas.network.sizing import leaf_spine
from designer.model.design import Design
from designer.model.kinds import POD, RACK
from designer.model.records import RefusedInput

SUPERPOD_PARAMETERS: Final = (
    Parameter(
        name="scale_units",
        title="Scalable units",
        help="Units of 32 DGX H100: 1 to 4 with two tiers of switches, 16 and 64 with three.",
        default="1",
        choices=("1", "2", "3", "4", "16", "64"),
        most=64,
        reason="NVIDIA's tables give two tiers for 1 to 4 units and three tiers for 16 and 64",
    ),
)

DGX: Final = "nvidia/dgx-h100"
INFINIBAND: Final = "nvidia/qm9700"
INBAND: Final = "nvidia/sn4600c"
OUT_OF_BAND: Final = "nvidia/sn2201"
APPLIANCE: Final = "ddn/ai400x2"
HOST: Final = "generic/host"

SYSTEMS_PER_UNIT: Final = 32
SYSTEMS_PER_RACK: Final = 4
RAILS: Final = 8
LEAVES_PER_UNIT: Final = 8
LEAF_UPLINKS: Final = 32
RADIX: Final = 64
MANAGER_CABLES: Final = 4
SWITCHES_PER_RACK: Final = 8
STORAGE_LEAVES_PER_UNIT: Final = 2
APPLIANCES_PER_RACK: Final = 8
APPLIANCE_CABLES: Final = 8
BEST_READ_GB_PER_S_PER_UNIT: Final = 125.0
"""Level "best" of the guide's storage table: 125 GB/s of reads for one scalable unit, 500 for four."""
INBAND_UPLINKS: Final = 8


class _Storage(NamedTuple):
    """Storage of a SuperPOD, and the switches between it and the units."""

    racks: int
    per_rack: int
    edge_uplinks: int
    spines: int
    cores: int
    read_gb_per_s: float


def superpod_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """A DGX SuperPOD of `scale_units` units.

    One to four units hold 32 systems each but the last, in which the two fabric managers take the place of one
    system on four leaves; 16 and 64 units are full.

    Raises:
        RefusedInput: the library lacks a part, or does not say how fast the storage reads.
    """
    from designer.edit.rooms.floor_fill import make_room  # with shapely, when a hall is laid out

    plan = Plan(library)
    units = int(values["scale_units"])
    text = plan_superpod(plan, units)
    name = f"DGX SuperPOD H100, {units} unit{'s' if units > 1 else ''}"
    design = plan.design(name, text, "dgx-superpod-h100", as_text(values))
    design = place_unplaced(design).applied(design)
    placed = make_room(design, "Data hall").edit.applied(design)
    return arrange(placed).applied(placed)


def plan_superpod(plan: Plan, units: int) -> str:
    """Put a SuperPOD of UNITS units into PLAN, views included; the answer is its description.

    Raises:
        RefusedInput: as `superpod_design`.
    """
    large = units > 4
    # Up to four units the last one lacks a system, whose leaf ports the fabric managers take.
    full_units = units if large else units - 1
    storage = _storage(plan.library, units)
    systems = SYSTEMS_PER_UNIT * units - (0 if large else 1)
    fabric = leaf_spine(systems, RAILS, RADIX, RADIX, 0 if large else MANAGER_CABLES)
    _top(plan, units, fabric.spine, fabric.core, storage)
    suffixes: list[str] = []
    if full_units:
        _unit(plan, "", "Scalable unit", full_units, full=True)
        suffixes.append("")
    if not large:
        suffix = "-last" if full_units else ""
        _unit(plan, suffix, "Last scalable unit" if full_units else "Scalable unit", 1, full=False)
        suffixes.append(suffix)
        plan.link("manager", "ufm", f"leaf{suffix}", "fabric", MANAGER_CABLES, name="Fabric managers")
    for suffix in suffixes:
        copies = full_units if suffix == "" and full_units else 1
        _unit_uplinks(plan, suffix, copies)
    _views(plan, units, systems, storage)
    return (
        f"{units} scalable unit{'s' if units > 1 else ''} of DGX H100 after NVIDIA's reference architecture "
        f'RA-11333-001. The storage is sized to read {storage.read_gb_per_s:,.0f} GB/s: the guide\'s level "best" is '
        "125 GB/s for one unit and 500 GB/s for four; in between and beyond that it is scaled linearly, which is "
        "not the guide's own figure."
    )


def _storage(library: Library, units: int) -> _Storage:
    """Appliances for the guide's read goal, two edge switches a rack, spines that every leaf reaches evenly."""
    fact = library.part(APPLIANCE).facts.get("read_gb_per_s")
    if fact is None or not fact.value:
        raise RefusedInput(f"The catalog does not say how fast {APPLIANCE} reads, so the storage cannot be sized.")
    goal = BEST_READ_GB_PER_S_PER_UNIT * units
    appliances = ceil(goal / fact.value)
    racks = ceil(appliances / APPLIANCES_PER_RACK)
    per_rack = ceil(appliances / racks)
    down = ceil(per_rack * APPLIANCE_CABLES / 2 / 2)
    unit_uplinks = units * STORAGE_LEAVES_PER_UNIT * LEAF_UPLINKS
    for spines in (1, 2, 4, 8, 16, 32):
        edge_uplinks = ceil(down / spines) * spines
        if unit_uplinks + 2 * racks * edge_uplinks <= RADIX * spines:
            return _Storage(racks, per_rack, edge_uplinks, spines, 0, goal)
    spines = unit_uplinks // LEAF_UPLINKS
    return _Storage(racks, per_rack, down, spines, spines, goal)


def _top(plan: Plan, units: int, spines: int, cores: int, storage: _Storage) -> None:
    """Plan what stands above the units: core, spine, storage and management racks."""
    large = units > 4
    if cores:
        _switch_racks(plan, "core", "Core switch", "Core racks", cores)
    _switch_racks(plan, "spine", "Spine switch", "Spine racks" if large else "Spine rack", spines)
    if cores:
        plan.link("core-links", "spine", "core", "fabric", spines * LEAF_UPLINKS, name="Core links")
    _management(plan, units)
    if storage.cores:
        _switch_racks(plan, "storage-core", "Storage core switch", "Storage core racks", storage.cores)
    _switch_racks(
        plan,
        "storage-spine",
        "Storage spine switch",
        "Storage network racks" if large else "Storage network rack",
        storage.spines,
    )
    if storage.cores:
        plan.link("storage-core-links", "storage-spine", "storage-core", "storage", storage.spines * LEAF_UPLINKS)
    rack = plan.container("storage-rack", RACK, "Storage rack", copies=storage.racks)
    plan.node("storage-edge", INFINIBAND, "Storage edge switch", parent=rack, copies=2)
    plan.node("storage", APPLIANCE, "DDN AI400X2", parent=rack, copies=storage.per_rack)
    feed_twice(plan, "storage-pdu", rack, {"storage": storage.per_rack, "storage-edge": 2})
    plan.link(
        "appliances",
        "storage",
        "storage-edge",
        "storage",
        storage.per_rack * APPLIANCE_CABLES,
        a_port="storage",
        b_port="ports",
        name="Appliances",
    )
    plan.link(
        "edge-uplinks",
        "storage-edge",
        "storage-core" if storage.cores else "storage-spine",
        "storage",
        2 * storage.racks * storage.edge_uplinks,
        name="Storage edge uplinks",
    )


def _switch_racks(plan: Plan, switch_id: str, name: str, rack_name: str, count: int) -> None:
    """COUNT InfiniBand switches in racks of eight, each rack fed twice."""
    each = min(count, SWITCHES_PER_RACK)
    rack = plan.container(f"{switch_id}-rack", RACK, rack_name, copies=count // each)
    plan.node(switch_id, INFINIBAND, name, parent=rack, copies=each)
    feed_twice(plan, f"{switch_id}-pdu", rack, {switch_id: each})


def _management(plan: Plan, units: int) -> None:
    """In-band core switches, two for few units; for many as many as their ports need, in two planes.

    The two in-band switches of each of 64 units go to different halves of the core, and every system has a cable to
    either, so each half reaches every system.
    """
    cores = {16: 8, 64: 16}.get(units, 2)
    each = min(cores, SWITCHES_PER_RACK)
    rack = plan.container("management-rack", RACK, "Management rack", copies=cores // each)
    core = plan.node("inband-core", INBAND, "In-band core switch", parent=rack, copies=each)
    if units <= 4:
        plan.node("ufm", HOST, "Fabric manager", parent=rack, copies=2)
        plan.link("manager-inband", "ufm", core, "management", 2, name="Fabric managers, in band")
    feed_twice(plan, "management-pdu", rack, {core: each})


def _unit(plan: Plan, suffix: str, name: str, copies: int, *, full: bool) -> None:
    """A scalable unit: eight racks of systems and a rack of switches."""
    unit = plan.container(f"su{suffix}", POD, name, copies=copies)
    network = plan.container(f"network-rack{suffix}", RACK, "Network rack", parent=unit)
    leaf = plan.node(f"leaf{suffix}", INFINIBAND, "Leaf switch", parent=network, copies=LEAVES_PER_UNIT)
    storage = plan.node(
        f"storage-leaf{suffix}", INFINIBAND, "Storage leaf switch", parent=network, copies=STORAGE_LEAVES_PER_UNIT
    )
    inband = plan.node(f"inband{suffix}", INBAND, "In-band switch", parent=network, copies=2)
    oob = plan.node(f"oob{suffix}", OUT_OF_BAND, "Out-of-band switch", parent=network)
    feed_twice(plan, f"network-pdu{suffix}", network, {leaf: LEAVES_PER_UNIT, storage: 2, inband: 2, oob: 1})
    racks = SYSTEMS_PER_UNIT // SYSTEMS_PER_RACK - (0 if full else 1)
    groups = [(suffix, racks, SYSTEMS_PER_RACK)]
    if not full:
        groups.append(("-rest", 1, SYSTEMS_PER_RACK - 1))
    for tail, copies_of_rack, systems in groups:
        rack = plan.container(f"rack{tail}", RACK, "DGX rack", parent=unit, copies=copies_of_rack)
        dgx = plan.node(f"dgx{tail}", DGX, "DGX H100", parent=rack, copies=systems)
        feed_by_thirds(plan, f"pdu{tail}", rack, dgx, systems)
        total = copies_of_rack * systems
        plan.link(f"rails{tail}", dgx, leaf, "fabric", total * RAILS, a_port="fabric", b_port="ports", name="Rails")
        plan.link(f"storage-links{tail}", dgx, storage, "storage", total * 2, a_port="storage", b_port="ports")
        plan.link(f"inband-links{tail}", dgx, inband, "management", total * 2, a_port="inband", b_port="ports")
        plan.link(f"bmc{tail}", dgx, oob, "management", total, a_port="bmc", b_port="ports")
    plan.link(f"oob-uplinks{suffix}", oob, inband, "management", 2, a_port="uplinks", b_port="ports")


def _unit_uplinks(plan: Plan, suffix: str, units: int) -> None:
    """Plan the uplinks of UNITS copies of a scalable unit: to spines, storage spines and the in-band core."""
    plan.link(
        f"uplinks{suffix}", f"leaf{suffix}", "spine", "fabric", units * LEAVES_PER_UNIT * LEAF_UPLINKS, name="Uplinks"
    )
    plan.link(
        f"storage-uplinks{suffix}",
        f"storage-leaf{suffix}",
        "storage-spine",
        "storage",
        units * STORAGE_LEAVES_PER_UNIT * LEAF_UPLINKS,
        name="Storage uplinks",
    )
    plan.link(
        f"inband-uplinks{suffix}",
        f"inband{suffix}",
        "inband-core",
        "management",
        units * 2 * INBAND_UPLINKS,
        a_port="ports",
        b_port="ports",
        name="In-band uplinks",
    )


def _views(plan: Plan, units: int, systems: int, storage: _Storage) -> None:
    every = ("su", "su-last")
    plan.view(
        "whole",
        "The whole design",
        f"{systems * 8:,} H100 accelerators in {systems:,} systems train as one computer.",
        "Start here. Each tile stands for as many copies as its number says; nothing is left out.",
        hidden_media=("power",),
        hidden_layers=("facility",),
    )
    plan.view(
        "compute",
        "Compute and its network",
        "Every accelerator has a cable of its own to the network, and each of them can talk at full speed.",
        "Eight cables from each system go to eight leaf switches; as many go up as come from below.",
        focus=(*every, "spine-rack", "core-rack"),
        hidden_media=("storage", "management", "power"),
        hidden_layers=("facility",),
    )
    plan.view(
        "storage-view",
        "Storage and how it is fed",
        f"The storage is sized to read {storage.read_gb_per_s:,.0f} GB a second, so no accelerator waits for data.",
        "Storage has a network of its own, so reading data does not slow training down.",
        focus=("storage-rack", "storage-spine-rack", "storage-core-rack", *every),
        hidden_media=("fabric", "management", "power"),
        hidden_layers=("facility",),
    )
    plan.view(
        "power-view",
        "Where the power goes",
        "Almost all of the power goes into the racks with the accelerators, four systems to a rack.",
        "Each rack has several feeds; when one fails, the others carry on.",
        focus=every,
        hidden_media=("fabric", "storage", "management"),
    )
