"""The structures of a fabric that may be the cheapest, priced one by one, with a fabric that exists."""

from collections.abc import Callable
from math import inf
from typing import Final

from designer.catalog.library import Library
from designer.explore.optimise.costing import Costed, Costing
from designer.explore.optimise.devices import Devices, devices_for
from designer.explore.optimise.fabric_program import Fabric, FabricProgram
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.structures import Structure, structures
from designer.model.records import RefusedInput

Tells = Callable[[str], bool]
"""Is told what is done; the answer is whether to go on."""
_ALONE_S: Final = 10.0
_EVERY: Final = 64


class Found:
    """Structures of a need with their costs, the cheapest first, and a fabric that exists."""

    def __init__(self, costing: Costing, devices: Devices) -> None:
        self.costing, self.devices = costing, devices
        self.costed: list[Costed] = []
        self.best: Fabric | None = None
        self.best_usd = inf


def search(library: Library, need: FabricNeed, go_on: Tells | None = None, *, any_one: bool = False) -> Found:
    """Return the structures of NEED that may be the cheapest; with ANY_ONE the first that exists is enough.

    Structures come by the price of their switches, so that the search ends where these alone cost more than a fabric
    that was found.
    """
    devices = devices_for(need, library)
    costing = Costing(library, need, devices.host)
    found = Found(costing, devices)
    if devices.why_host or not devices.switches:
        return found
    if any_one:
        for one in structures(need, devices.switches, devices.host):
            costed = costing.costed(one)
            if costed is not None:
                found.costed.append(costed)
                return found
        return found
    every = sorted(structures(need, devices.switches, devices.host), key=_by_devices)
    for number, one in enumerate(every):
        # They come by this price: all that follow cost more by their switches alone.
        if one.devices_usd > found.best_usd:
            break
        if go_on is not None and number % _EVERY == 0 and not go_on(f"{number:,} of {len(every):,} structures priced"):
            raise RefusedInput("It was stopped, so nothing was found.")
        costed = costing.costed(one)
        if costed is None:
            continue
        found.costed.append(costed)
        # A lower bound that is too high cannot win; only the others are worth a program of their own.
        if costed.least_usd < found.best_usd:
            answer, fabric = FabricProgram([costed], costing).solve(_ALONE_S, 0.0)
            if fabric is not None and answer.cost < found.best_usd:
                found.best, found.best_usd = fabric, answer.cost
    found.costed.sort(key=lambda costed: costed.least_usd)
    return found


def _by_devices(one: Structure) -> tuple[float, int, int]:
    return one.devices_usd, one.switches, one.pods
