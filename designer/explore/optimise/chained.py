"""Racks and power for what settings say: a project, devices, a load, or the cheapest fabric of a need."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.explore.optimise.fabric import optimise_fabric
from designer.explore.optimise.fabric_search import Tells
from designer.explore.optimise.needs import (
    CHAIN_PARAMETERS,
    FABRIC_PARAMETERS,
    PART_SETTINGS,
    POWER_PARAMETERS,
    RACK_PARAMETERS,
    read_fabric_need,
)
from designer.explore.optimise.power_parts import read_power_need
from designer.explore.optimise.power_plan import optimise_power
from designer.explore.optimise.rack_plan import devices_design, optimise_racks, read_rack_need
from designer.explore.optimise.records import Optimum
from designer.explore.optimise.unracked import unracked
from designer.explore.optimise.whole import optimise_whole
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput

DEVICES: Final = "devices"
_FABRIC: Final = frozenset({one.name for one in FABRIC_PARAMETERS} | PART_SETTINGS.keys())
_ASKS: Final = frozenset({"nodes", "links_per_node", "rate_gbps", "oversubscription", "switch", "host", "survive"})
"""Settings that ask for a fabric."""


def racks_for(library: Library, design: Design | None, settings: Mapping[str, str], *, anew: bool = False) -> Optimum:
    """Return the cheapest racks for DESIGN, for the devices that SETTINGS list, or for those of a fabric.

    With ANEW all devices of DESIGN leave their racks first.

    Raises:
        RefusedInput: a setting is refused, or nothing says what is to be racked.
    """
    told = dict(settings)
    listed = told.pop(DEVICES, None)
    if anew:
        if design is None:
            raise RefusedInput("--anew plans the racks of a PROJECT anew; name one.")
        design = unracked(design)
    if sum(one is not None for one in (design, listed)) + (not _ASKS.isdisjoint(told)) > 1:
        raise RefusedInput("Name a PROJECT, or devices, or a fabric: only one of them.")
    if design is None and listed is None:
        if _ASKS.isdisjoint(told):
            raise RefusedInput("Name a PROJECT, or devices=PART*COUNT,PART*COUNT, or a fabric by nodes=.")
        asked, told = _split(told, {one.name for one in RACK_PARAMETERS})
        fabric = optimise_fabric(library, read_fabric_need(library, asked))
        if fabric.design is None:
            return fabric
        listed = _devices_of(fabric.design)
    need = read_rack_need(told)
    return optimise_racks(library, devices_design(library, listed or "") if design is None else design, need)


def power_for(library: Library, design: Design | None, settings: Mapping[str, str]) -> Optimum:
    """Return the cheapest power chain for DESIGN, for a load, or for the fabric that SETTINGS ask for.

    Raises:
        RefusedInput: a setting is refused, or there is nothing to feed.
    """
    told = dict(settings)
    if design is None and not _ASKS.isdisjoint(told):
        asked, told = _split(told, {one.name for one in POWER_PARAMETERS})
        need = read_power_need(told)
        fabric = optimise_fabric(library, read_fabric_need(library, asked))
        if fabric.design is None:
            return fabric
        found = optimise_power(library, fabric.design, need)
        return replace(found, seconds=found.seconds + fabric.seconds)
    return optimise_power(library, design, read_power_need(told))


def whole_for(library: Library, settings: Mapping[str, str], go_on: Tells | None = None) -> Optimum:
    """Return the cheapest fabric for SETTINGS with its racks and power chain, as one optimum.

    Raises:
        RefusedInput: a setting is refused, or it was stopped.
    """
    # The load is that of the fabric, so that none is told.
    asked, told = _split(settings, {one.name for one in CHAIN_PARAMETERS})
    return optimise_whole(library, read_fabric_need(library, asked), read_power_need(told), go_on)


def _split(settings: Mapping[str, str], others: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings of the fabric, and those of OTHERS; what both know goes to both."""
    unknown = {name: text for name, text in settings.items() if name not in _FABRIC | others}
    return (
        {name: text for name, text in settings.items() if name in _FABRIC} | unknown,
        {name: text for name, text in settings.items() if name in others},
    )


def _devices_of(design: Design) -> str:
    """Return the switches of DESIGN, and its hosts that stand in racks, as `devices` lists them."""
    counts: Counter[str] = Counter()
    for node in design.nodes.values():
        kind = KINDS.get(node.kind)
        if node.part and kind is not None and kind.role in {"switch", "host"} and node.part != "generic/host":
            counts[node.part] += design.total_copies(node.id)
    return ", ".join(f"{part}*{count}" for part, count in sorted(counts.items()))
