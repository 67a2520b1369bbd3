"""Power, power chain and cooling with something failed: what is off draws nothing, and what stands bears the load."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.chain.failing import first_losses, powered, standing
from designer.analysis.chain.failure.toll import Toll
from designer.analysis.chain.supplies import draws_power
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.heat_load import cooling
from designer.analysis.failing import failed_of
from designer.analysis.power.copy_loads import CopyLoad, copy_loads
from designer.analysis.power.draw import power
from designer.analysis.power.power_chain import plant_result
from designer.analysis.power.records import PlantResult
from designer.analysis.quantities import role_of
from designer.analysis.results import CoolingResult, PowerResult
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.model.copy_ids import copy_id
from designer.model.design import Design


class FacilityLeft(NamedTuple):
    """Facility with something failed: what is drawn, fed and cooled.

    Attributes:
        left: What is on, and what is off.
        power: What is drawn now.
        plant: What the power chain carries now; None where none is drawn or nobody asked.
        cooling: Where the heat goes now; None where nobody asked.
        standing: Gives the same as `left` with what no network reaches told as lost.
    """

    left: Standing
    power: PowerResult
    plant: PlantResult | None
    cooling: CoolingResult | None
    standing: Callable[[], Standing]


def facility_left(
    design: Design,
    whole: PowerResult,
    fail: Collection[str],
    only: Collection[str],
    *,
    every: bool = False,
    loads_only: bool = False,
    optics: Mapping[str, OpticsDraw] | None = None,
) -> FacilityLeft:
    """Return power and cooling of DESIGN when FAIL has failed.

    Args:
        design: The design.
        whole: What it draws with nothing failed.
        fail: Ids of nodes, containers, links, copies "ups[0]" and cables "cords[3]".
        only: Of "power" and "cooling" those that are asked for; the others are followed as far as these hang on them.
        every: Whether the sweeps of single failures are made however long they take.
        loads_only: Whether they are left out, for a quick look.
        optics: What optics draw in one copy of each device, when that is known.
    """
    toll = first_losses(design, fail, optics)
    heat = None
    if any(role_of(node) == "cooling" for node in design.nodes.values()):
        # What gets too warm is told with what has no power off already, and before anything is slowed.
        dark = Standing({}, {}, frozenset(), off=dict(toll.off), optics=toll.optics)
        heat = cooling(design, whole, (*fail, *_coolers_off(design, fail, toll)), loads_only=True, left=dark).heat
    left = powered(design, fail, heat, toll)
    now = power(design, left)
    cooled = None
    if "cooling" in only:
        cooled = cooling(design, now, fail, every=every, loads_only=loads_only, left=left)
        if heat is not None:
            cooled = replace(cooled, heat=replace(cooled.heat, failure=heat.failure))
    chained = None
    if "power" in only and draws_power(design):
        chained = plant_result(design, fail, every=every, loads_only=loads_only, left=left)
    return FacilityLeft(left, now, chained, cooled, lambda: standing(design, fail, toll=toll))


def _coolers_off(design: Design, fail: Collection[str], toll: Toll) -> Iterator[str]:
    """Ids of the coolers that are off with FAIL without being named there, a copy of several as "crah[1]"."""
    gone = failed_of(design, fail)
    for node_id, flags in toll.off.items():
        if role_of(design.nodes[node_id]) != "cooling" or node_id in gone.nodes or node_id in gone.copies:
            continue
        yield from (node_id,) if flags.all() else (copy_id(node_id, copy) for copy in np.flatnonzero(flags).tolist())


def plant_left(
    design: Design, fail: Collection[str], optics: Mapping[str, OpticsDraw] | None = None
) -> PlantResult | None:
    """Return the loads of the power chain of DESIGN when FAIL has failed, for a quick look; None without a chain.

    Args:
        design: The design.
        fail: Ids that have failed.
        optics: What optics draw in one copy of each device, when that is known.
    """
    if not draws_power(design):
        return None
    whole = ALL_STANDING._replace(optics=optics or {})
    if not fail:
        return plant_result(design, loads_only=True, left=whole)
    return facility_left(design, power(design, whole), fail, ("power",), loads_only=True, optics=optics).plant


def copies_left(
    design: Design,
    nodes: Collection[str],
    fail: Collection[str] = (),
    optics: Mapping[str, OpticsDraw] | None = None,
) -> Mapping[str, tuple[CopyLoad, ...]]:
    """Return the copies of NODES of the power chain one by one when FAIL has failed, as `plant_left` does of all.

    Args:
        design: The design.
        nodes: Ids of pieces of the chain.
        fail: Ids that have failed.
        optics: What optics draw in one copy of each device, when that is known.
    """
    whole = ALL_STANDING._replace(optics=optics or {})
    if not fail:
        return copy_loads(design, nodes, left=whole)
    found = facility_left(design, power(design, whole), fail, ("power",), loads_only=True, optics=optics)
    return copy_loads(design, nodes, fail, found.left)
