"""Switches and hosts of the catalog that a fabric may be made of, and why others are left out."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.analysis.money.prices import unit_price
from designer.catalog.library import Library
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.make_real.fitting import fact
from designer.explore.optimise.needs import FabricNeed
from designer.model.kinds import SWITCHES
from designer.model.money.pricing import PriceBook
from designer.model.network.ports import fit, rate_text
from designer.model.parts.part import Part, PortGroup
from designer.model.wording import listed

BOOK: Final = PriceBook()
"""A design that is not made yet has no price book of its own: the catalog's typical prices count."""


class Inlets(NamedTuple):
    """Power supplies of a device, by their port group, and what one of them carries, W; None where nobody says."""

    group: PortGroup
    rating_w: float | None


class Device(NamedTuple):
    """A switch or host as it is planned.

    Attributes:
        part: Of the catalog.
        group: Its fabric ports.
        ways: Into how many links of the rate one port is split.
        usd: Typical price; 0 for a host, which is there already.
        watts: Most that it draws; None where nobody says.
        units: Rack units; None where nobody says.
        kg: Weight; 0 where nobody says.
        depth_mm: None where nobody says.
        inlets: None where the catalog shows no inlet.
    """

    part: Part
    group: PortGroup
    ways: int
    usd: float
    watts: float | None
    units: int | None
    kg: float
    depth_mm: float | None
    inlets: Inlets | None

    @property
    def links(self) -> int:
        """Return how many links of the rate its ports hold."""
        return self.group.count * self.ways


class Devices(NamedTuple):
    """Parts that a need may be met with.

    Attributes:
        switches: That have ports of the rate, a price and a height, without those that another beats in everything.
        host: The hosts, where the need names their part.
        left_out: Why other switches of the rate are not among them, one line each.
        known: Whether the host can be planned; where not, `why_host` says why.
    """

    switches: tuple[Device, ...]
    host: Device | None
    left_out: tuple[str, ...]
    why_host: str = ""


def devices_for(need: FabricNeed, library: Library) -> Devices:
    """Return the switches and the host that NEED may be met with."""
    found: list[Device] = []
    out: list[str] = []
    unfit: dict[str, list[str]] = {}
    for part in sorted(library.parts.values(), key=lambda one: one.id):
        if part.kind not in SWITCHES or (need.switch and part.id != need.switch):
            continue
        device = _switch(part, need)
        if device is None:
            if need.switch:
                out.append(f"{part.name} has no ports that run at {rate_text(need.rate_gbps)}.")
            continue
        why = _unfit(device, need)
        if why:
            unfit.setdefault(why, []).append(part.name)
        else:
            found.append(device)
    # One line for each reason, with all whom it keeps out.
    out += [f"{listed(names)}: {why}." for why, names in unfit.items()]
    host, why_host = _host(need, library)
    best = tuple(one for one in found if not any(_beats(other, one) for other in found))
    beaten = [one.part.name for one in found if one not in best]
    if beaten:
        out.append(
            f"Beaten by a switch with the same cages that costs and draws no more and has as many ports: "
            f"{', '.join(sorted(beaten))}."
        )
    return Devices(best, host, tuple(out), why_host)


def _switch(part: Part, need: FabricNeed) -> Device | None:
    """Return PART as a switch of the rate; None where none of its ports runs at it."""
    wanted = fabric_ports(1, need.rate_gbps)
    best: tuple[int, PortGroup, int] | None = None
    for group in part.ports:
        # A port without a rate of its own belongs to a part with own figures: what it would be bought as is not known.
        if "fabric" not in group.media or group.rate_gbps is None:
            continue
        how = fit(group, wanted, "fabric")
        full = how.rate_gbps == need.rate_gbps and group.rate_gbps / how.a_ways == need.rate_gbps
        # Ports that would slow down to the rate are no candidates: a faster part would idle.
        if how.verdict != "no" and full and (best is None or group.count * how.a_ways > best[0]):
            best = (group.count * how.a_ways, group, how.a_ways)
    return None if best is None else _device(part, best[1], best[2])


def _device(part: Part, group: PortGroup, ways: int) -> Device:
    height = fact(part, "height_u")
    inlets = next((one for one in part.ports if "power" in one.media and one.role != "out"), None)
    return Device(
        part=part,
        group=group,
        ways=ways,
        usd=unit_price(part, part.name, part.id, BOOK).figure.value or 0.0,
        watts=fact(part, "power_max_w"),
        units=None if not height or height != int(height) else int(height),
        kg=fact(part, "weight_kg") or 0.0,
        depth_mm=fact(part, "depth_mm"),
        inlets=None if inlets is None else Inlets(inlets, fact(part, "psu_rating_w")),
    )


def _unfit(device: Device, need: FabricNeed) -> str:
    """Return why DEVICE is left out, in words that follow names; "" where it is not."""
    part = device.part
    if unit_price(part, part.name, part.id, BOOK).figure.value is None:
        return "no price in the catalog"
    if "announced" in part.tags and not need.switch:
        return "announced, not to be bought yet"
    if need.prices == "sourced" and estimated(part):
        return "the price is an estimate"
    if device.units is None:
        return "the rack units are not known"
    if device.watts is None and need.kw_per_rack < float("inf"):
        return f"the greatest draw is not known, so {need.kw_per_rack:g} kW a rack cannot be shown"
    if need.protocol != "any" and need.protocol not in (device.group.protocols or (need.protocol,)):
        return f"no {need.protocol}"
    return ""


def estimated(part: Part) -> bool:
    """Return whether the price of PART that is planned with is an estimate, by nobody's list or offer."""
    plan = unit_price(part, part.name, part.id, BOOK).plan
    return plan is not None and plan.price.basis == "estimate"


def _beats(one: Device, other: Device) -> bool:
    """Return whether ONE does all that OTHER does in the same cages, with no more of anything, and is another part.

    Then any fabric of OTHER is one of ONE too, at no higher price: leaving OTHER out loses no optimum.
    """
    if one is other or one.group.connector != other.group.connector or one.group.protocols != other.group.protocols:
        return False
    same_cages = (
        one.ways == other.ways
        and one.group.rate_gbps == other.group.rate_gbps
        and (one.group.cages or one.group.count) * other.group.count
        == (other.group.cages or other.group.count) * one.group.count
        # The vendor of a port decides between cables that cost the same.
        and _plugs(one) == _plugs(other)
    )
    measures = [
        (-one.links, -other.links),
        (one.usd, other.usd),
        (one.watts or 0.0, other.watts if other.watts is not None else float("inf")),
        (one.units or 0, other.units or 0),
        (one.kg, other.kg),
        (one.depth_mm or 0.0, other.depth_mm or 0.0),
    ]
    no_worse = all(a <= b for a, b in measures)
    better = any(a < b for a, b in measures)
    return same_cages and no_worse and (better or one.part.id < other.part.id)


def _plugs(device: Device) -> tuple[str, int]:
    return ("", 0) if device.inlets is None else (device.inlets.group.connector, device.inlets.group.count)


def _host(need: FabricNeed, library: Library) -> tuple[Device | None, str]:
    """Return the host that NEED names, or why it cannot be planned."""
    if not need.host:
        return None, ""
    part = library.part(need.host)
    group = next(_groups(part, need), None)
    if group is None:
        return None, (f"{part.name} has no {need.links_per_node} fabric ports that run at {rate_text(need.rate_gbps)}")
    device = _device(part, group, 1)._replace(usd=0.0)
    if device.units is None:
        return None, f"{part.name} does not say how many rack units it takes"
    if device.watts is None and need.kw_per_rack < float("inf"):
        return None, (
            f"{part.name} does not say what it draws at most, so {need.kw_per_rack:g} kW a rack cannot be shown"
        )
    return device, ""


def _groups(part: Part, need: FabricNeed) -> Iterator[PortGroup]:
    for group in part.ports:
        if "fabric" in group.media and group.rate_gbps == need.rate_gbps and group.count >= need.links_per_node:
            yield group


class Joined(NamedTuple):
    """The load of one cable between two devices.

    Attributes:
        rate_gbps: One way.
        near_ways: Into how many such links a port of the device below is split.
        far_ways: The same of the device above.
    """

    rate_gbps: float
    near_ways: int
    far_ways: int


def joined(one: Device, other: Device) -> Joined | None:
    """Return what a cable between two devices carries; None where none joins them."""
    how = fit(one.group, other.group, "fabric")
    if how.verdict == "no" or not how.rate_gbps:
        return None
    return Joined(how.rate_gbps, how.a_ways, how.b_ways)
