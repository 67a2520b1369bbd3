"""Cost of one structure of a fabric: what is fixed, what its pods cost by their row, and the racks that may hold it.

Rows of racks lie side by side, aisles between them. Spines or cores stand together in one row; a pod stands in one row
or, where it is longer, in as many as it needs. Each cable is planned as long as the longest of its sort:

    in a pod      (racks side by side · width + rows · pitch + up and down) · slack + both ends
    to the top    (length of a row + rows between · pitch + up and down) · slack + both ends

by the assumptions rack_width_mm, rack_depth_mm, front_clearance_mm, rear_clearance_mm, cable_height_mm,
cable_slack_share and cable_end_m. Hosts that stand in no planned racks have the cable that the need names.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.explore.optimise.devices import Device
from designer.explore.optimise.links import LinkPrice, LinkPrices, lit
from designer.explore.optimise.needs import FabricNeed
from designer.explore.optimise.rack_contents import Rack, Racking, fewest
from designer.explore.optimise.structures import Structure
from designer.model.assumptions.table import assumed
from designer.model.design import Design

_MM: Final = 1_000.0
_NO_ROOM: Final = "No rack holds one of {names} within the wishes."


class Block(NamedTuple):
    """Devices that stand together in the fewest racks that hold them.

    Attributes:
        devices: One or two sorts.
        counts: How many of each.
        racks: How many racks.
        contents: That a rack may have.
    """

    devices: tuple[Device, ...]
    counts: tuple[int, ...]
    racks: int
    contents: tuple[Rack, ...]

    @property
    def least_usd(self) -> float:
        """Return what its racks cost at least."""
        return self.racks * min((one.usd for one in self.contents), default=0.0)


_NOTHING: Final = Block((), (), 0, ())


class Band(NamedTuple):
    """Pods at one distance from the spines or cores.

    Attributes:
        rows: Between them.
        room: Pods that stand so far away.
        length_m: Of a cable up.
        link: Price of one.
        pod_usd: Cables up of a pod, and the optics of its switches.
        last_usd: The same of the last pod.
        top_optic: Module at the upper end of a link, and how many links one holds.
        top_links: Links of one pod to one spine or core.
    """

    rows: int
    room: int
    length_m: float
    link: LinkPrice
    pod_usd: float
    last_usd: float
    top_optic: tuple[str, int]
    top_links: int


class Costed(NamedTuple):
    """A structure with all that its cost is made of.

    Attributes:
        structure: That is costed.
        fixed_usd: Switches, and cables whose length does not hang on the rows.
        group: What stands in the racks of a group of hosts.
        last: The same of the last group.
        middle: Spines of a pod of three tiers.
        top: Spines of two tiers, cores of three; no racks where there is one tier.
        bands: By distance, nearest first.
        host_m: Length of a cable to a host.
        host_link: Price of one.
        pod_m: Length of a cable in a pod from leaf to spine, of three tiers.
        pod_link: Price of one.
        least_usd: Least that it costs, wherever its pods stand.
    """

    structure: Structure
    fixed_usd: float
    group: Block
    last: Block
    middle: Block
    top: Block
    bands: tuple[Band, ...]
    host_m: float
    host_link: LinkPrice
    pod_m: float
    pod_link: LinkPrice
    least_usd: float

    @property
    def columns(self) -> int:
        """Return about how many variables it has in a program."""
        blocks = (self.group, self.last, self.middle, self.top)
        return 2 + 2 * len(self.bands) + sum(len(block.contents) for block in blocks)


class Costing:
    """Costs structures of one need.

    Attributes:
        why: Why structures were left out, by how many.
    """

    def __init__(self, library: Library, need: FabricNeed, host: Device | None) -> None:
        self._need, self._host = need, host
        self._racking, self.prices = Racking(library, need), LinkPrices(library, need)
        self.why: dict[str, int] = {}
        design = Design()
        mm = {
            name: (assumed(design, name).value or 0.0) / _MM
            for name in ("rack_width_mm", "rack_depth_mm", "front_clearance_mm", "rear_clearance_mm", "cable_height_mm")
        }
        self._width_m = mm["rack_width_mm"]
        # Two rows share the aisle between them: a cold one on one side, a hot one on the other.
        self._pitch_m = mm["rack_depth_mm"] + (mm["front_clearance_mm"] + mm["rear_clearance_mm"]) / 2
        self._rise_m = 2 * mm["cable_height_mm"]
        self._slack = 1.0 + (assumed(design, "cable_slack_share").value or 0.0)
        self._ends_m = 2 * (assumed(design, "cable_end_m").value or 0.0)
        self._blocks: dict[tuple[tuple[str, ...], tuple[int, ...]], Block | None] = {}

    def costed(self, one: Structure) -> Costed | None:
        """Return ONE with its costs; None where it cannot be built, and `why` counts the reason."""
        need, host = self._need, self._host
        group, last = (self._group_block(one, hosts) for hosts in (one.hosts, one.last))
        middle = self._block((one.top,), (one.spines,)) if one.tiers == 3 else _NOTHING
        top = self._block((one.top,), (one.tops,)) if one.tops else _NOTHING
        if group is None or last is None or middle is None or top is None:
            names = " and ".join(dict.fromkeys(part.part.name for part in (host, one.leaf, one.top) if part))
            return self._out(_NO_ROOM.format(names=names))
        in_pod = one.groups * group.racks + middle.racks
        pod_m = self._pod_length(in_pod)
        host_m = pod_m if host is not None else need.host_cable_m
        host_link = self.prices.price(host, one.leaf, host_m, need.links_per_node // one.leaves)
        if host_link.why:
            return self._out(host_link.why)
        hosts_usd = need.ports * host_link.cable_usd
        hosts_usd += need.nodes * self.prices.modules_usd(lit((host_link.near, need.links_per_node)))
        fixed = one.devices_usd + hosts_usd
        pod_link = LinkPrice()
        if one.tiers == 3:
            pod_link = self.prices.price(one.leaf, one.top, pod_m, one.each)
            if pod_link.why:
                return self._out(pod_link.why)
            fixed += one.pods * one.groups * one.leaves * one.spines * one.each * pod_link.cable_usd
        bands = self._bands(one, in_pod, top, (host_link, pod_link))
        if not bands:
            return None
        # Wherever pods stand, each costs at least what the cheapest band says.
        least = fixed + (one.pods - 1) * min(band.pod_usd for band in bands) + min(band.last_usd for band in bands)
        least += (one.pods * one.groups - 1) * group.least_usd + last.least_usd
        least += one.pods * middle.least_usd + top.least_usd
        least += one.tops * min(
            (
                self.prices.module_usd(part) * one.pods * band.top_links / holds if part else 0.0
                for band in bands
                for part, holds in (band.top_optic,)
            ),
            default=0.0,
        )
        return Costed(one, fixed, group, last, middle, top, bands, host_m, host_link, pod_m, pod_link, least)

    def host_links_usd(self, leaves: Sequence[Device]) -> float:
        """Return what the links to any hosts cost at least, whichever of LEAVES they go to; 0 for hosts in racks."""
        need = self._need
        if self._host is not None:
            return 0.0
        together = [one for one in range(1, need.links_per_node + 1) if need.links_per_node % one == 0]
        links = [self.prices.price(None, leaf, need.host_cable_m, one) for leaf in leaves for one in together]
        each = [
            link.cable_usd + sum(self.prices.module_usd(part) / holds for part, holds in (link.near, link.far) if part)
            for link in links
            if not link.why
        ]
        return need.ports * min(each, default=0.0)

    def _out(self, why: str) -> None:
        self.why[why] = self.why.get(why, 0) + 1

    def _group_block(self, one: Structure, hosts: int) -> Block | None:
        if self._host is None:
            return self._block((one.leaf,), (one.leaves,))
        return self._block((self._host, one.leaf), (hosts, one.leaves))

    def _block(self, devices: tuple[Device, ...], counts: tuple[int, ...]) -> Block | None:
        key = (tuple(one.part.id for one in devices), counts)
        if key not in self._blocks:
            contents = self._racking.racks(devices, counts)
            racks = fewest(contents, counts) if contents else None
            self._blocks[key] = None if racks is None else Block(devices, counts, racks, tuple(contents))
        return self._blocks[key]

    def _pod_length(self, racks: int) -> float:
        wide = min(racks, self._need.racks_per_row)
        rows = -(-racks // self._need.racks_per_row)
        return self._long(wide * self._width_m + (rows - 1) * self._pitch_m)

    def _long(self, across_m: float) -> float:
        # In whole centimetres: a design that is written down and read again has the same length.
        return round((across_m + self._rise_m) * self._slack + self._ends_m, 2)

    def _bands(
        self, one: Structure, pod_racks: int, top: Block, links: tuple[LinkPrice, LinkPrice]
    ) -> tuple[Band, ...]:
        """Return the distances at which pods of ONE may stand; none where no cable reaches the nearest."""
        row = self._need.racks_per_row
        downs = [hosts * self._need.links_per_node // one.leaves for hosts in (one.hosts, one.last)]
        if one.tiers == 1:
            optics = self.prices.modules_usd(lit((links[0].far, downs[1])))
            return (Band(0, 1, 0.0, LinkPrice(), 0.0, optics, ("", 1), 0),)
        rows_of_pod = -(-pod_racks // row)
        in_row = row // pod_racks if rows_of_pod == 1 else 0
        rows_of_top = -(-top.racks // row)
        found, left, step = list[Band](), one.pods, 0
        while left > 0:
            # Beside the top stands what its own row has room for; farther out there is a row on either side.
            room = max(row - top.racks, 0) // pod_racks if step == 0 and in_row else 2 * in_row
            if not in_row:
                room = 0 if step == 0 else 2
            rows = step if in_row else step * rows_of_pod + rows_of_top - 1
            band = self._band(one, rows, room, downs, links) if room else None
            if room and band is None:
                break
            if band is not None:
                found.append(band)
            left, step = left - room, step + 1
        return tuple(found) if left <= 0 else ()

    def _band(
        self, one: Structure, rows: int, room: int, downs: Sequence[int], links: tuple[LinkPrice, LinkPrice]
    ) -> Band | None:
        length = self._long(self._need.racks_per_row * self._width_m + rows * self._pitch_m)
        host_link, pod_link = links
        below = one.leaf
        link = self.prices.price(below, one.top, length, one.each if one.tiers == 2 else one.planes_each)
        if link.why:
            return self._out(link.why)
        # A leaf of a full group, and one of the last group.
        up = one.each * one.spines
        full, last = (
            one.leaves
            * self.prices.modules_usd(lit((host_link.far, down), (link.near if one.tiers == 2 else pod_link.near, up)))
            for down in downs
        )
        pod_usd = one.groups * full
        if one.tiers == 2:
            pod_usd += one.leaves * up * link.cable_usd
        else:
            above, across = one.cores * one.planes_each, one.groups * one.leaves * one.each
            spine = self.prices.modules_usd(lit((pod_link.far, across), (link.near, above)))
            pod_usd += one.spines * (spine + above * link.cable_usd)
        last_usd = pod_usd - full + last
        links_up = one.leaves * one.each if one.tiers == 2 else one.planes_each
        return Band(rows, room, length, link, pod_usd, last_usd, link.far, links_up)


def count_text(pods: int, rows: int) -> str:
    """Return how many pods stand how far from the top, in words."""
    where = "in the row of the top" if rows == 0 else f"{ceil(rows)} rows away" if rows > 1 else "one row away"
    return f"{pods:,} {where}"
