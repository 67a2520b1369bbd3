"""The structures of a fabric that may be the cheapest, priced one by one, with a fabric that exists."""

from collections.abc import Callable
from math import inf
from time import monotonic
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
_LEAST_S: Final = 0.2
"""Of a program of one structure, however little time is left."""
_EVERY: Final = 64


class Found:
    """Structures of a need with their costs, the cheapest first, and a fabric that exists.

    Attributes:
        costing: That priced them.
        devices: That they are made of.
        costed: Structures with their costs.
        best: The cheapest fabric so far; None where there is none.
        best_usd: Its cost.
        every: All structures, by the price of their switches.
        priced: So many of them have been looked at.
    """

    def __init__(self, costing: Costing, devices: Devices) -> None:
        self.costing, self.devices = costing, devices
        self.costed: list[Costed] = []
        self.best: Fabric | None = None
        self.best_usd = inf
        self.every: list[Structure] = []
        self.priced = 0

    @property
    def open_usd(self) -> float:
        """Return what any structure that was not looked at costs at least: its switches, which rise from here on."""
        if self.priced >= len(self.every):
            return inf
        return self.every[self.priced].devices_usd + self.costing.host_links_usd(self.devices.switches)

    @property
    def least_usd(self) -> float:
        """Return what any fabric costs at least, by adding up the cheapest of everything."""
        return min(min((one.least_usd for one in self.costed), default=inf), self.open_usd, self.best_usd)

    def price(self, below: Callable[[Structure], bool], until: float = inf, go_on: Tells | None = None) -> None:
        """Price the structures that follow, those that BELOW answers for, until their switches cost too much alone.

        Args:
            below: Whether a structure may still be the cheapest; one whose switches cost more may not either.
            until: Time at which to stop, of `monotonic`, as soon as a fabric is found.
            go_on: Is told how far it is.

        Raises:
            RefusedInput: it was stopped.
        """
        while self.priced < len(self.every):
            one = self.every[self.priced]
            if not below(one) or (self.best is not None and monotonic() > until):
                break
            if self.priced % _EVERY == 0 and go_on is not None:
                tell(go_on, f"{self.priced:,} of {len(self.every):,} structures priced")
            self.priced += 1
            costed = self.costing.costed(one)
            if costed is None:
                continue
            self.costed.append(costed)
            # A lower bound that is too high cannot win; only the others are worth a program of their own.
            if costed.least_usd < self.best_usd:
                alone_s = min(_ALONE_S, max(until - monotonic(), _LEAST_S))
                answer, fabric = FabricProgram([costed], self.costing).solve(alone_s, 0.0)
                if fabric is not None and answer.cost < self.best_usd:
                    self.best, self.best_usd = fabric, answer.cost
        self.costed.sort(key=lambda costed: costed.least_usd)


def tell(go_on: Tells | None, what: str) -> None:
    """Tell GO_ON what is done.

    Raises:
        RefusedInput: it was stopped.
    """
    if go_on is not None and not go_on(what):
        raise RefusedInput("It was stopped, so nothing was found.")


def search(
    library: Library, need: FabricNeed, go_on: Tells | None = None, *, any_one: bool = False, until: float = inf
) -> Found:
    """Return the structures of NEED that may be the cheapest; with ANY_ONE the first that exists is enough.

    Structures come by the price of their switches, so that the search ends where these alone cost more than a fabric
    that was found, or at the time UNTIL once there is one.
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
    found.every = sorted(structures(need, devices.switches, devices.host), key=_by_devices)
    # They come by this price: all that follow cost more by their switches alone.
    found.price(lambda one: one.devices_usd <= found.best_usd, until, go_on)
    return found


def _by_devices(one: Structure) -> tuple[float, int, int]:
    return one.devices_usd, one.switches, one.pods
