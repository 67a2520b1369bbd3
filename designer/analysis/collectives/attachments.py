"""Attachment of hosts to a fabric: which rail of each ends on which switch, and what it carries.

A rail is the n-th cable of every host. It carries the least of its port, its cable and the share of the PCIe lanes of
the card that it ends on. Where all cables of a host end on one switch they are one rail; where hosts have neither, they
are taken as they are, with all of their cables together.
"""

import re
from collections import Counter
from typing import Final

import numpy as np

from designer.analysis.chain.rails import cables_left
from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic_patterns import rails_of
from designer.model.network.card_map import GPU_CARDS, cards_of
from designer.model.parts.part import Medium
from designer.model.records import Arrays

_LANES: Final = re.compile(r"PCIe\s*(?:Gen\s*)?(\d)(?:\.0)?\s*x(\d{1,2})")
_LANE_GBPS: Final = {3: 7.877, 4: 15.754, 5: 31.508, 6: 60.5}
"""Gb/s of one PCIe lane one way by generation: 8, 16 and 32 GT/s in 128b/130b; 64 GT/s in flits of 242 of 256 bytes.

Source: PCI-SIG, PCI Express Base Specification 3.0 to 6.0."""
_HOST_LINK: Final = re.compile(r"([\d.]+)\s*GB/s both ways")
_BITS: Final = 8.0


class Attached(Arrays, frozen=True):
    """Hosts on a fabric.

    Attributes:
        vertices: The hosts (hosts,), as vertices of the fabric.
        each: Accelerators of each (hosts,).
        switch: The switch at which a rail of a host ends (hosts, rails), a vertex; the host itself where it is taken
            with all of its cables.
        gbps: What that rail carries, Gb/s (hosts, rails); 0 where it is lost or serves no accelerator.
        stated: Share of the accelerators that the card of a rail serves, where that is said (hosts, rails).
        lane_gbps: Gb/s of one accelerator over its own PCIe lanes; infinite where nothing says that they count.
        whole: Whether hosts are taken with all of their cables, no rails told apart.
    """

    vertices: Ints
    each: Ints
    switch: Ints
    gbps: Floats
    stated: Floats | None
    lane_gbps: Floats
    whole: bool


def attached(survey: Survey, drawn: Fabric, fabric: Fabric, vertices: Ints, notes: list[str]) -> Attached:
    """Return how VERTICES hang on FABRIC, rails counted as DRAWN, the same before any failure, has them."""
    node_of = fabric.node_of()[vertices]
    inside = np.array([survey.roster.accelerators.get(i, 1) for i in fabric.nodes], dtype=np.int64)
    each = inside[node_of]
    rate = _cable_gbps(survey, fabric)
    rails, _ = rails_of(drawn, vertices)
    stated = None
    if rails is not None:
        switch, pair = rails
        # Rates are those of the drawn cables, 0 where the cable is gone.
        left = cables_left(drawn, fabric, pair)
        by_link = dict(zip(fabric.links, rate.tolist(), strict=True))
        per_link = np.array([by_link.get(link, 0.0) for link in drawn.links])
        gbps = np.where(left, per_link[drawn.link[pair]], 0.0)
        stated = _stated(survey, fabric, node_of, pair.shape[1], notes)
        if stated is not None:
            gbps = np.where(stated > 0, gbps, 0.0)
        whole = False
    else:
        switch, gbps, whole = _together(fabric, vertices, rate)
        gbps = gbps * _served(survey, drawn, vertices, notes)[:, None]
    return Attached(vertices, each, switch, gbps, stated, _lanes_of_chips(survey, fabric, node_of), whole)


def _together(fabric: Fabric, vertices: Ints, rate: Floats) -> tuple[Ints, Floats, bool]:
    """Switch and Gb/s of hosts as one rail each (hosts, 1), and whether they have to be taken as vertices instead."""
    size = fabric.size
    # Every pair of the fabric seen from both of its ends: (2 · pairs,), with Gb/s of its cables.
    ends, other = np.concatenate([fabric.tail, fabric.head]), np.concatenate([fabric.head, fabric.tail])
    carried = np.tile(fabric.cables * rate[fabric.link], 2)
    line = sums(ends, carried, size)[vertices]
    # Lowest and highest vertex across the cables of each vertex: equal where all its cables end on one switch.
    lowest, highest = np.full(size, size, np.int64), np.full(size, -1, np.int64)
    np.minimum.at(lowest, ends, other)
    np.maximum.at(highest, ends, other)
    low, high = lowest[vertices], highest[vertices]
    cabled = high >= 0
    one = bool((low[cabled] == high[cabled]).all() and fabric.forwards[high[cabled]].all())
    if one and not fabric.forwards[vertices].any():
        return np.where(cabled, high, 0)[:, None], line[:, None], False
    return vertices[:, None], line[:, None], True


def _cable_gbps(survey: Survey, fabric: Fabric) -> Floats:
    """Gb/s of one cable of each link of FABRIC (links,): port, cable, and PCIe lanes of the card that it ends on."""
    lanes = _card_lanes(survey, fabric.media)
    links = survey.design.links
    found = fabric.gbps.copy()
    for place, link_id in enumerate(fabric.links):
        for end in (links[link_id].a, links[link_id].b):
            if end in lanes:
                found[place] = min(found[place], lanes[end])
    return found


def _card_lanes(survey: Survey, media: tuple[Medium, ...]) -> dict[str, float]:
    """Gb/s that the PCIe lanes of a card leave for each of its cables of MEDIA, by the node of the card."""
    roster, design = survey.roster, survey.design
    cables: Counter[str] = Counter()
    for link_id, cabling in survey.cablings.items():
        if cabling.link.medium in media and link_id in design.links:
            for end in (cabling.link.a, cabling.link.b):
                # A card is owned by its host: only cables at cards are limited by lanes.
                if roster.owners[end] != end:
                    cables[end] += cabling.total
    found: dict[str, float] = {}
    for node_id, number in cables.items():
        part = design.part_of(design.nodes[node_id])
        match = _LANES.search(part.texts.get("host", "")) if part is not None else None
        gbps = _LANE_GBPS.get(int(match[1])) if match is not None else None
        if match is not None and gbps is not None and number:
            # The lanes of all copies, shared by all cables at them.
            found[node_id] = gbps * int(match[2]) * design.total_copies(node_id) / number
    return found


def _lanes_of_chips(survey: Survey, fabric: Fabric, node_of: Ints) -> Floats:
    """Gb/s of one accelerator over its own PCIe lanes, by host (hosts,); infinite where its card says nothing."""
    design, most = survey.design, np.full(len(fabric.nodes), np.inf)
    for place in np.unique(node_of).tolist():
        part = design.part_of(design.nodes[fabric.nodes[place]])
        # Links count both ways together; one way carries half of it. GB/s into Gb/s.
        for inside in part.contains if part is not None else ():
            chip = design.parts.get(inside.part)
            match = _HOST_LINK.search(chip.texts.get("host_link", "")) if chip is not None else None
            if match is not None:
                most[place] = min(most[place], float(match[1]) / 2 * _BITS)
    return most[node_of]


def _served(survey: Survey, drawn: Fabric, vertices: Ints, notes: list[str]) -> Floats:
    """Share of the cables of each host that serve an accelerator (hosts,), where they are one rail together."""
    ends = np.concatenate([drawn.tail, drawn.head])
    # Cables of each host (hosts,); hosts with equally many cables are looked at together.
    cables = sums(ends, np.tile(drawn.cables, 2), drawn.size)[vertices]
    node_of, found = drawn.node_of()[vertices], np.ones(vertices.size)
    for number in np.unique(cables[cables > 0]).astype(np.int64).tolist():
        mine = cables == number
        shares = _stated(survey, drawn, node_of[mine], number, notes)
        # Cards that serve no accelerator carry nothing of a collective.
        if shares is not None:
            found[mine] = (shares > 0).sum(axis=1) / number
    return found


def _stated(survey: Survey, fabric: Fabric, node_of: Ints, rails: int, notes: list[str]) -> Floats | None:
    """Share of the accelerators that each card serves (hosts, rails), where any host says so."""
    found, said = np.full((node_of.size, rails), 1.0 / rails), False
    for place in np.unique(node_of).tolist():
        node = survey.design.nodes[fabric.nodes[place]]
        served = cards_of(node.choices.get(GPU_CARDS, ""))
        if served is None:
            continue
        beyond = sorted({number for number in served.values() if number > rails})
        if beyond:
            words = f"{node.title} has {rails} cards on the fabric, and none numbered {beyond[0]}"
            notes.append(f"{words}; they are shared out evenly.")
            continue
        # Accelerators by card, numbered from 1, as shares of all.
        counted = np.bincount(np.array(list(served.values())) - 1, minlength=rails)
        found[node_of == place] = counted / counted.sum()
        said = True
    return found if said else None


def used(attached: Attached) -> Flags:
    """Return which rails of which hosts carry anything (hosts, rails)."""
    return attached.gbps > 0
