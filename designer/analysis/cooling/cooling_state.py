"""The coolers at one moment: which work, which devices have coolant, which zones keep heat."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from designer.analysis.chain.surviving_copies import fitted
from designer.analysis.cooling.pipes import gives_to_air, pipes_of
from designer.analysis.cooling.records import DeviceHeat
from designer.analysis.cooling.zones import Air, Aired, air_of, shared_out
from designer.analysis.failing import failed_of
from designer.analysis.power.chain import MAX, Chain, Flags, Floats, Ints
from designer.analysis.power.failures import gone_of
from designer.analysis.power.load_flow import DARK, walk
from designer.analysis.quantities import fact_of
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.kinds import AIR_HANDLERS

OVER: Final = 1.0 + 1e-9


@dataclass(frozen=True)
class Moment:
    """State of the coolers at one moment, and their loads.

    Attributes:
        works: Whether each vertex of the chain has coolant, or gives it.
        load: Heat that each takes at maximum.
        uncooled: Devices whose liquid nothing takes.
        air: The zones.
        over: Coolant units and chillers that take more than they may.
    """

    works: Flags
    load: Floats
    uncooled: Flags
    air: Aired
    over: Flags


@dataclass(frozen=True)
class Coolant:
    """The coolers of a design, laid out.

    Attributes:
        chain: The coolant loops; every cooler is in it.
        heats: Heat of one copy, by device.
        air: The zones.
        emitters: Vertices that give their heat to the air of the room.
        handlers: Vertices that are air coolers.
        capacity: That each vertex may take; infinite where unknown, and for air coolers, whose zones tell.
        capacities: The same by node, as it is stated.
        lost: What has failed in what is shown: vertices, cables left, copies of devices. None where nothing has.
    """

    design: Design
    chain: Chain
    heats: Mapping[str, DeviceHeat]
    air: Air
    emitters: Flags
    handlers: Flags
    capacity: Floats
    capacities: Mapping[str, Figure]
    lost: tuple[Flags, Ints, Mapping[str, Flags]] | None = None

    @cached_property
    def base(self) -> Moment:
        """As it is shown: with nothing failed, or with what is lost."""
        return moment(self, *self._lost)

    @cached_property
    def typical(self) -> Moment:
        """The same at typical load."""
        return moment(self, *self._lost, typical=True)

    @property
    def _lost(self) -> tuple[Flags, Ints, Mapping[str, Flags]]:
        return self.lost or (np.zeros(self.chain.vertices, dtype=np.bool_), self.chain.cables, {})

    @cached_property
    def watts(self) -> tuple[dict[str, float], dict[str, float]]:
        """Heat into the air of one copy of each device, at typical load and at maximum."""
        return (
            {one: heat.air_typical_w.or_zero for one, heat in self.heats.items()},
            {one: heat.air_max_w.or_zero for one, heat in self.heats.items()},
        )

    @cached_property
    def hanging(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """(device, how many in one copy) of those whose liquid hangs on a node of the chain, by that node."""
        found: dict[str, list[tuple[str, int]]] = {}
        for device, heat in self.heats.items():
            target = next((one for one in (device, *self.design.ancestors(device)) if one in self.chain.first), None)
            if target is not None and heat.liquid_max_w.value:
                number = self.design.total_copies(device) // self.chain.copies[target]
                found.setdefault(target, []).append((device, number))
        return {target: tuple(devices) for target, devices in found.items()}


def coolant_of(design: Design, heats: Mapping[str, DeviceHeat], off: Mapping[str, Flags] | None = None) -> Coolant:
    """Return the coolers of DESIGN, laid out.

    Args:
        design: The design.
        heats: Heat of one copy of each device.
        off: Which copies of a device give none; all give it where it is not named.

    Raises:
        RefusedInput: there are more hoses than can be laid out.
    """
    chain = pipes_of(design, heats, off or {})
    nodes = [design.nodes[node_id] for node_id in chain.order]
    stated = {node.id: fact_of(design, node, "cooling_capacity_w") for node in nodes}
    # Air coolers are bounded zone by zone, in `zones`; a bound here would count the same heat twice.
    bounds = [
        np.inf if node.kind in AIR_HANDLERS or (value := stated[node.id].value) is None else value for node in nodes
    ]
    owner = chain.owner
    return Coolant(
        design=design,
        chain=chain,
        heats=heats,
        air=air_of(design, heats),
        emitters=np.array([gives_to_air(design, node) for node in nodes], dtype=np.bool_)[owner],
        handlers=np.array([node.kind in AIR_HANDLERS for node in nodes], dtype=np.bool_)[owner],
        # (vertices,) W; infinite where nothing bounds, as for devices.
        capacity=np.where(chain.devices, np.inf, np.array(bounds, dtype=np.float64)[owner]),
        capacities=stated,
    )


def moment(coolant: Coolant, gone: Flags, cables: Ints, away: Mapping[str, Flags], *, typical: bool = False) -> Moment:
    """Return the state and loads of the coolers without GONE.

    Args:
        coolant: The coolers.
        gone: Vertices that have failed.
        cables: Left of each edge.
        away: Copies of devices that have failed, by node: they give no heat.
        typical: Whether at typical load.
    """
    chain = coolant.chain
    column = 0 if typical else MAX
    # Live where coolant comes from: walked as power is, from chillers down to what depends on them.
    columns = slice(column, column + 1)
    left = walk(chain, gone, cables, columns=columns)
    works = left.state > DARK
    load = left.load[:, 0]
    # Coolant units without water give their heat to the air of their zone, where air coolers take it up again.
    emitted = np.where(coolant.emitters, load, 0.0)
    air = shared_out(coolant.air, coolant.watts[not typical], chain, works, away, emitted)
    # Air coolers that hang on coolant hand on what they took: it is put into their draw and walked once more.
    if (coolant.handlers & ~chain.roots).any():
        draws = chain.draws.copy()
        draws[:, column] += air.taken
        load = walk(replace(chain, draws=draws), gone, cables, columns=columns).load[:, 0]
    else:
        load = load + air.taken
    uncooled = chain.devices & ~gone & ~works & (chain.draws[:, MAX] > 0)
    return Moment(works=works, load=load, uncooled=uncooled, air=air, over=load > coolant.capacity * OVER)


def failed_in(
    coolant: Coolant, ids: Collection[str], off: Mapping[str, Flags] | None = None
) -> tuple[Flags, Ints, dict[str, Flags]]:
    """(vertices that are gone, cables left, copies of devices that are gone) when IDS have failed.

    Args:
        coolant: The coolers.
        ids: Of nodes, containers, links, copies and cables.
        off: Copies that are without power or coolant as well, by node.
    """
    chain = coolant.chain
    gone = gone_of(chain, ids)
    vertices = gone.vertices.copy()
    failed = failed_of(coolant.design, ids)
    away: dict[str, Flags] = {}
    for node_id in coolant.heats:
        # A failed device gives no heat: it must not be found uncooled.
        if node_id in failed.nodes:
            away[node_id] = np.ones(coolant.design.total_copies(node_id), dtype=np.bool_)
        elif node_id in failed.copies:
            flags = away[node_id] = np.zeros(coolant.design.total_copies(node_id), dtype=np.bool_)
            for copies in failed.copies[node_id]:
                flags[copies.start : copies.stop] = True
    for node_id, flags in (off or {}).items():
        if node_id in chain.first:
            vertices[list(chain.range_of(node_id))] |= fitted(flags, chain.copies[node_id])
        if node_id in coolant.heats:
            own = fitted(flags, coolant.design.total_copies(node_id))
            away[node_id] = away[node_id] | own if node_id in away else own
    return vertices, gone.cables, away
