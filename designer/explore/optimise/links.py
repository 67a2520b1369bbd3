"""Prices of links by their length: what the bill buys for them, cable and optics of both ends."""

from collections.abc import Mapping
from math import ceil, gcd
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.money.prices import cable_price, unit_price
from designer.analysis.rooms.cable_buying import Chooser
from designer.analysis.rooms.cable_choice import (
    CableChoice,
    Need,
    cable_parts,
    choose_cable,
    need_of,
    reach_of,
    socket_of,
)
from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.explore.optimise.devices import BOOK, Device
from designer.explore.optimise.needs import FabricNeed
from designer.model.design import Node
from designer.model.kinds import CABLING
from designer.model.network.ports import fit
from designer.model.parts.part import Part, PortGroup

_TOGETHER: Final = 8
"""Cables of more links than this are not sold; as the bill has it."""
_MILLIMETRE: Final = 0.001
HOST: Final = "generic/host"
Optics = Mapping[str, float]
"""Modules of a device by their part, before they are rounded up: two links may share one."""


class LinkPrice(NamedTuple):
    """One link at a length.

    Attributes:
        cable_usd: Its cable, or its share of one.
        near: Optics at the lower end: part, and links that one holds; "" for none.
        far: The same at the upper end.
        why: Why there is none; "" where there is one.
        what: The cable in words.
        cable: Part id where the cheapest is not what the bill would choose by itself; "" where it is.
    """

    cable_usd: float = 0.0
    near: tuple[str, int] = ("", 1)
    far: tuple[str, int] = ("", 1)
    why: str = ""
    what: str = ""
    cable: str = ""


class LinkPrices:
    """Prices of links between devices, each worked out once.

    The bill chooses a cable by rate, cages and length (`cable_choice`): copper before active copper, active optical and
    optics with fibre. Where a fibre with optics reaches as far and costs less than that, the link is planned with it.
    """

    def __init__(self, library: Library, need: FabricNeed) -> None:
        on_hand = {part.id: part for part in library.parts.values() if part.kind in CABLING}
        self._chooser = Chooser(on_hand, BOOK)
        self._parts = cable_parts(on_hand.values())
        self._library, self._need = library, need
        self._found: dict[tuple[Need, int, float], LinkPrice] = {}
        self._needs: dict[tuple[str, str], Need] = {}
        self._modules: dict[str, float] = {}
        self._any = library.part(HOST)

    def price(self, near: Device | None, far: Device, length_m: float, together: int) -> LinkPrice:
        """Return the price of one link from NEAR, None for any host, up to FAR.

        Args:
            near: The device below.
            far: The device above.
            length_m: Of the cable.
            together: Links that join the same two devices.
        """
        together = gcd(together, _TOGETHER)
        need = self._need_of(near, far)
        # What is bought stays the same up to the next stock length, so that is the length that is priced.
        bounds = self._chooser.bounds(need, together)
        step = int(np.searchsorted(bounds, length_m - _MILLIMETRE))
        length_m = float(bounds[step]) if step < bounds.size else length_m
        key = (need, together, length_m)
        if key not in self._found:
            self._found[key] = self._worked_out(need, length_m, together)
        return self._found[key]

    def module_usd(self, part_id: str) -> float:
        """Return the price of an optic."""
        if part_id not in self._modules:
            part = self._library.part(part_id)
            self._modules[part_id] = unit_price(part, part.name, part.id, BOOK).figure.value or 0.0
        return self._modules[part_id]

    def modules_usd(self, optics: Optics) -> float:
        """Return the price of the modules in one device, whole ones of each part."""
        return sum(ceil(number - 1e-9) * self.module_usd(part) for part, number in optics.items() if part)

    def _need_of(self, near: Device | None, far: Device) -> Need:
        """Return what a cable between two devices has to do."""
        ends = (near.part.id if near else "", far.part.id)
        if ends not in self._needs:
            ours, part = _end(near, self._any, fabric_ports(self._need.links_per_node, self._need.rate_gbps))
            theirs, upper = _end(far, self._any, far.group)
            how = fit(ours, theirs, "fabric")
            self._needs[ends] = need_of(
                socket_of(Node(id="a", kind=part.kind, part=part.id), part, ours, how.a_ways),
                socket_of(Node(id="b", kind=upper.kind, part=upper.id), upper, theirs, how.b_ways),
                how,
                how.rate_gbps,
            )
        return self._needs[ends]

    def _worked_out(self, need: Need, length_m: float, together: int) -> LinkPrice:
        options = self._chooser.options(need)
        usual = choose_cable(need, length_m, self._parts, BOOK, together, options)
        found = [(usual, "")] if usual.cable else []
        # A fibre that the link names gets its optics from the bill, so it may be planned where it is cheaper.
        fibres = {one.cable.id for one in options if one.optic_a and one.fibres == 1 and one.bought(length_m)}
        for fibre in sorted(fibres):
            own = self._chooser.choices[self._chooser.own(fibre, length_m, need)]
            if own.optic_a and self._reach(own) >= length_m:
                found.append((own, fibre))
        priced = [one for one in (self._priced(choice, cable) for choice, cable in found) if one is not None]
        if priced:
            return min(priced, key=lambda one: (self._each_usd(one), one.cable))
        if not usual.cable:
            return LinkPrice(why=usual.why)
        cable = self._chooser.parts[usual.cable]
        return LinkPrice(why=f"{cable.name}, which joins them over {length_m:.3g} m, has no price in the catalog.")

    def _reach(self, choice: CableChoice) -> float:
        """Return how far the fibre of CHOICE and both of its optics reach, m."""
        ids = (choice.cable, choice.optic_a, choice.optic_b)
        return min(reach_of(self._chooser.parts[one]) or 0.0 for one in ids if one)

    def _priced(self, choice: CableChoice, cable_id: str) -> LinkPrice | None:
        """Return the price of CHOICE; None where something of it has none."""
        cable = self._chooser.parts[choice.cable]
        stock = None if choice.cut else next((one for one in cable.lengths if one.length_m == choice.stock_m), None)
        each = cable_price(cable, stock, choice.stock_m, "", BOOK).figure.value
        optics = [self._library.part(one) for one in (choice.optic_a, choice.optic_b) if one]
        if each is None or any(unit_price(one, one.name, one.id, BOOK).figure.value is None for one in optics):
            return None
        return LinkPrice(
            cable_usd=each * choice.fibres / choice.links,
            near=(choice.optic_a, max(choice.a_links, 1)),
            far=(choice.optic_b, max(choice.b_links, 1)),
            what=f"{cable.name}, {choice.stock_m:g} m" if choice.stock_m else cable.name,
            cable=cable_id,
        )

    def _each_usd(self, price: LinkPrice) -> float:
        """Return the price of one link with its share of the optics."""
        ends = (price.near, price.far)
        return price.cable_usd + sum(self.module_usd(part) / holds for part, holds in ends if part)


def _end(device: Device | None, anything: Part, ports: PortGroup) -> tuple[PortGroup, Part]:
    return (ports, anything) if device is None else (device.group, device.part)


def lit(*sides: tuple[tuple[str, int], int]) -> dict[str, float]:
    """Return the optics of one device: of each (module and links that one holds, links) in SIDES."""
    found: dict[str, float] = {}
    for (part, holds), links in sides:
        if part and links:
            found[part] = found.get(part, 0.0) + links / holds
    return found
