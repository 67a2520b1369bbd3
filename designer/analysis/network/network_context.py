"""Starting point of a network analysis: the nodes, the cables and what has failed."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from msgspec import structs

from designer.analysis.failing import Failed, failed_of
from designer.analysis.halving.records import Halves
from designer.analysis.network.cabling import Cabling, cablings_of, titles
from designer.analysis.network.endpoints import Roster, is_device
from designer.analysis.network.fabric import MOST_PAIRS, Fabric, lay_out, living_joints, too_large
from designer.analysis.network.traffic import Traffic
from designer.analysis.routing.patch_panels import Joined, joined_nodes, trunk_rates
from designer.model.design import Design
from designer.model.network.port_map import passing_links
from designer.model.parts.part import NETWORK_MEDIA, Medium


@dataclass(frozen=True)
class Survey:
    """A design as its networks see it.

    Attributes:
        roster: The nodes.
        cablings: The cables of every network link, by link id.
        failed: What is gone.
        halves: The worst halves of networks, by their media, as far as they were asked for.
        shared: All-to-all traffic at line rate on networks, by their media, as far as it was worked out in full.
    """

    roster: Roster
    cablings: dict[str, Cabling]
    failed: Failed
    halves: dict[tuple[Medium, ...], Halves] = field(default_factory=dict[tuple[Medium, ...], Halves])
    shared: dict[tuple[Medium, ...], Traffic] = field(default_factory=dict[tuple[Medium, ...], Traffic])
    _laid_out: dict[frozenset[Medium], Fabric | None] = field(default_factory=dict[frozenset[Medium], Fabric | None])

    @property
    def design(self) -> Design:
        """The design."""
        return self.roster.design

    @cached_property
    def left(self) -> dict[str, int]:
        """Cables that have not failed, by link id."""
        if not self.failed:
            return {link_id: cabling.total for link_id, cabling in self.cablings.items()}
        return {link_id: self._left(cabling) for link_id, cabling in self.cablings.items()}

    def _left(self, cabling: Cabling) -> int:
        link = cabling.link
        if {link.id, link.a, link.b} & self.failed.whole:
            return 0
        touched = {link.a, link.b} & self.failed.copies.keys() or link.id in self.failed.cables
        if not touched or cabling.pairs > MOST_PAIRS:
            return cabling.total
        return int(np.sum(living_joints(cabling, self.failed).cables))

    def fabric(self, media: Collection[Medium]) -> Fabric | None:
        """The network of MEDIA copy by copy; None when it is too large for that."""
        key = frozenset(media)
        if key not in self._laid_out:
            large = too_large(self.roster, self.cablings, media)
            self._laid_out[key] = None if large else lay_out(self.roster, self.cablings, media, self.failed)
        return self._laid_out[key]

    def unrated(self, media: Collection[Medium]) -> tuple[str, ...]:
        """Links of MEDIA of which nothing tells the rate."""
        return tuple(i for i, c in self.cablings.items() if c.link.medium in media and c.rate.value is None)

    def notes(self) -> Iterator[str]:
        """Yield what had to be left out, in plain words."""
        if self.failed.unknown:
            yield f"{', '.join(self.failed.unknown)}: the design has none of that name, so it failed nothing."
        nodes = self.design.nodes
        loose = [link.id for link in self.design.links.values() if link.a not in nodes or link.b not in nodes]
        if loose:
            yield f"{', '.join(loose[:3])}: an end is missing, so the link carries nothing. Join it to a node."
        unrated = [(i, c) for i, c in self.cablings.items() if c.rate.value is None]
        refused = {i: c.refused for i, c in unrated if c.refused}
        for link_id, reason in list(refused.items())[:3]:
            yield f"{titles(self.cablings, (link_id,))} is left out: {reason}"
        silent = tuple(i for i, _ in unrated if i not in refused)
        if silent:
            yield (
                f"What a cable of {titles(self.cablings, silent)} carries is not known, so it is left out. "
                "Give its ports or the link a rate."
            )
        idle = tuple(i for i, c in self.cablings.items() if c.rate.value is not None and c.rate.value <= 0)
        if idle:
            yield f"{titles(self.cablings, idle)} has a rate of 0 Gb/s and carries nothing."
        yield from self._narrowed_each_way()

    def _narrowed_each_way(self) -> Iterator[str]:
        """Say of cables joined through panels that different ones of them bind in the two directions.

        They are laid as one cable with both rates of the link that is the slowest in either direction.
        """
        links = [one.link for one in self.cablings.values()]
        uneven = {link.id for link in passing_links(self.design, links) if self.cablings[link.id].directed}
        for medium in dict.fromkeys(self.cablings[link_id].link.medium for link_id in uneven):
            for joined in joined_nodes(self.design, [link for link in links if link.medium == medium]):
                ways = self._along(joined)
                slowest = min(ways, key=lambda i: min(ways[i]), default=None)
                # One cable that is the slowest in both directions binds both truly: nothing to say.
                if slowest is None or tuple(min(way[n] for way in ways.values()) for n in (0, 1)) == ways[slowest]:
                    continue
                ids = tuple(sorted(joined.links))
                yield (
                    f"{titles(self.cablings, ids)} are joined through a panel and each is the slower one in one "
                    f"direction. They count as {titles(self.cablings, (slowest,))} both ways, so that the "
                    "other direction is stated too high; give that link the lesser rate."
                )

    def _along(self, joined: Joined) -> dict[str, tuple[float, float]]:
        """Return what a cable of each link of JOINED carries from its one end to the other, and back; where known."""
        links = {i: self.cablings[i].link for i in joined.links}
        found: dict[str, tuple[float, float]] = {}
        # From panel to panel, beginning at the machine or switch at the one end.
        at, waiting = joined.a, set(links)
        while waiting:
            here = next((i for i in sorted(waiting) if at in (links[i].a, links[i].b)), None)
            if here is None:
                break
            waiting.remove(here)
            turned = links[here].a != at
            at = links[here].a if turned else links[here].b
            ahead, back = self.cablings[here].ahead.value, self.cablings[here].back.value
            if ahead is not None and back is not None:
                found[here] = (back, ahead) if turned else (ahead, back)
        return found


def alone_on(design: Design, media: Collection[Medium]) -> tuple[Design, tuple[object, ...]]:
    """Return DESIGN with nothing but the networks of MEDIA, and the records that it is made of, to be remembered by.

    Kept are the links of MEDIA, the nodes at their ends, what these stand in and what stands in them. What is not
    handed on cannot be read, so that what is worked out of it is true of every design with the very same records.
    """
    links = {name: link for name, link in design.links.items() if link.medium in media}
    ends = {end for link in links.values() for end in (link.a, link.b)} & design.nodes.keys()
    around = {node_id for end in ends for node_id in design.ancestors(end)}
    # What stands in the host of a card counts for that host.
    whole = ends | {node_id for node_id in around if node_id in design.nodes and is_device(design.nodes[node_id])}
    kept = ends | around
    nodes = {
        node_id: node
        for node_id, node in design.nodes.items()
        if node_id in kept or (node.parent is not None and not whole.isdisjoint(design.ancestors(node_id)))
    }
    alone = Design(settings=design.settings, nodes=nodes, links=links, parts=design.parts, sources=design.sources)
    return alone, (design.settings, design.parts, design.sources, *nodes.values(), *links.values())


def remembered_by(survey: Survey, medium: Medium) -> tuple[tuple[object, ...], Hashable]:
    """Return the records and the key by which what is worked out of the network of MEDIUM by itself is remembered.

    SURVEY is without a failure, and of all networks where MEDIUM is one of them. A switch passes management on where
    most of its cables are for that, so that others count for it: of them no more matters than which switches do. Where
    cables go through panels all networks are looked at, since the rate of one cable is handed on to another.
    """
    if passing_links(survey.design, list(survey.roster.links((medium,)))):
        return alone_on(survey.design, {*NETWORK_MEDIA, medium})[1], (medium, None)
    return alone_on(survey.design, (medium,))[1], (medium, frozenset(survey.roster.switches((medium,))))


def survey_of(design: Design, fail: Collection[str] = (), media: Collection[Medium] = NETWORK_MEDIA) -> Survey:
    """DESIGN as its networks see it when FAIL has failed; MEDIA are those whose links count."""
    roster = Roster(design, media)
    cablings = cablings_of(design, roster.network_links)
    rates = {link_id: cabling.rate.value for link_id, cabling in cablings.items()}
    for link_id, beside in trunk_rates(design, rates, roster.network_links).items():
        # Fibre between two panels carries what is sent into it.
        rate = cablings[beside].rate
        cablings[link_id] = structs.replace(cablings[link_id], rate=rate, ahead=rate, back=rate, refused="")
    return Survey(roster, cablings, failed_of(design, fail))
