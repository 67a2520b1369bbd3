"""Flows that fill a link: those that put most on its fullest cable."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.limits.cuts import copy_of
from designer.analysis.limits.records import Filler, LinkFillers
from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.network.ecmp import Demand, PairDemand, Ways, shortest_ways
from designer.analysis.network.network_context import survey_of
from designer.analysis.network.traffic import Traffic
from designer.analysis.network.traffic_assignment import asks_of, lay_apart, require_traffic
from designer.analysis.sparse import csr_array
from designer.model.design import Design
from designer.model.naming import link_name
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput

MOST_WORK: Final = 100_000_000
"""Edges times destinations times links that are traced; links beyond are left out, the emptiest first."""
_BLOCK: Final = 64
_DUST: Final = 1e-9
_RAIL: Final = "its rail"


class _Cable(NamedTuple):
    """The fullest cable of a link, in its fuller direction.

    Attributes:
        edge: Its edge of the merged network.
        start: The end that it leads from.
        end: The end that it leads to.
        gbps: What is asked of it.
        rate: What it carries that way.
        own: What rails put on it.
    """

    link: str
    edge: int
    start: int
    end: int
    gbps: float
    rate: float
    own: float


def fillers(
    design: Design,
    traffic: str = "all-to-all",
    link_ids: Collection[str] = (),
    fail: Collection[str] = (),
    *,
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
    most: int = 5,
) -> dict[str, LinkFillers]:
    """The MOST largest flows on the fullest cable of each of LINK_IDS (all links when empty), by link id.

    Links that carry nothing, or of which that is not known, are left out; so are the emptiest where all would take
    too long.

    Raises:
        RefusedInput: a link or the traffic is not known, or there is nothing that could make it.
    """
    traffic, asks = asks_of(design, traffic, asks)
    require_traffic(design, traffic, asks, outside)
    unknown = [link_id for link_id in link_ids if link_id not in design.links]
    if unknown:
        raise RefusedInput(f"There is no link {unknown[0]!r} in this design.")
    survey = survey_of(design, fail)
    found: dict[str, LinkFillers] = {}
    for laid in lay_apart(survey, traffic, [], asks, outside):
        # Sampled loads, and those by card, have no exact share of each flow.
        if laid is None or laid.by_card:
            continue
        # Which flow takes which way is known where all ways get equal shares: loads of another routing are set aside.
        equal = replace(laid, loads=laid.shortest, routing="") if laid.shortest is not None else laid
        if equal.loads.total and not equal.loads.sampled:
            found |= _fillers(design, equal, link_ids, most, as_drawn=not laid.routing)
    return {link_id: found[link_id] for link_id in design.links if link_id in found}


def _fillers(
    design: Design, laid: Traffic, link_ids: Collection[str], most: int, *, as_drawn: bool
) -> dict[str, LinkFillers]:
    """Those of the links of one network; AS_DRAWN where the design divides its traffic as LAID does."""
    cables = [cable for cable in _fullest(laid) if not link_ids or cable.link in link_ids]
    each = max(1, laid.network.u.size) * max(1, sum(demand.destinations().size for demand in laid.demands))
    cables = sorted(cables, key=lambda cable: -cable.gbps / cable.rate)[: max(1, MOST_WORK // each)]
    flows = _traced(laid, cables, most)
    names = _Names(laid)
    found: dict[str, LinkFillers] = {}
    for place, cable in enumerate(cables):
        rows = [
            Filler(source=names.of(s), target=names.of(d), gbps=gbps, share=gbps / cable.gbps)
            for gbps, s, d in flows[place]
        ]
        # What is fixed to a cable, such as a rail, is no flow between vertices: it is told as one row.
        if cable.own > _DUST * cable.gbps:
            leaves = not laid.network.forwards[cable.start]
            source, target = (names.of(cable.start), _RAIL) if leaves else (_RAIL, names.of(cable.end))
            rows.append(Filler(source=source, target=target, gbps=cable.own, share=cable.own / cable.gbps))
        rows = sorted(rows, key=lambda row: -row.gbps)[:most]
        # What the rows leave is told as a sum, so that they add up to the load of the cable.
        rest = max(0.0, cable.gbps - sum(row.gbps for row in rows))
        found[cable.link] = LinkFillers(
            id=cable.link,
            name=link_name(design, design.links[cable.link]),
            start=names.of(cable.start),
            end=names.of(cable.end),
            gbps=cable.gbps,
            utilisation=cable.gbps / cable.rate,
            as_drawn=as_drawn,
            fillers=tuple(rows),
            others_gbps=rest if rest > _DUST * cable.gbps else 0.0,
        )
    return found


def _fullest(laid: Traffic) -> list[_Cable]:
    """The fullest cable of every link that carries anything, by what is asked of it over what it carries."""
    fabric, network = laid.fabric, laid.network
    # (edges,) Gb/s on one cable of each edge, up and down, over all groups.
    ways = [getattr(laid.loads, way).sum(axis=0) / np.maximum(network.cables, 1) for way in ("up", "down")]
    owned = [np.zeros(network.u.size)] * 2
    if laid.own is not None:
        owned = [getattr(laid.own, way).sum(axis=0) / np.maximum(network.cables, 1) for way in ("up", "down")]
    # Per pair what one cable carries up its edge and down it: from its tail to its head where the tail is the lower.
    along = network.at[fabric.tail] == network.u[network.edge]
    ahead, back = (each[fabric.link] for each in (fabric.to_head, fabric.to_tail))
    rates = [np.where(along, ahead, back), np.where(along, back, ahead)]
    full = [way[network.edge] / np.maximum(rate, _DUST) for way, rate in zip(ways, rates, strict=True)]
    found: list[_Cable] = []
    order = np.lexsort((-np.maximum(*full), fabric.link))
    links, firsts = np.unique(fabric.link[order], return_index=True)
    for link, pair in zip(links.tolist(), order[firsts].tolist(), strict=True):
        edge = int(network.edge[pair])
        way = int(full[1][pair] > full[0][pair])
        if ways[way][edge] > 0:
            ends = (int(network.u[edge]), int(network.v[edge]))
            found.append(
                _Cable(
                    fabric.links[link],
                    edge,
                    start=ends[way],
                    end=ends[1 - way],
                    gbps=float(ways[way][edge]),
                    rate=max(float(rates[way][pair]), _DUST),
                    own=float(owned[way][edge]),
                )
            )
    return found


def _traced(laid: Traffic, cables: Sequence[_Cable], most: int) -> list[list[tuple[float, int, int]]]:
    """Per cable, the largest (Gb/s, merged vertex that sends, merged vertex that receives)."""
    network = laid.network
    matrix = network.matrix()
    sums: list[dict[tuple[int, int], float]] = [{} for _ in cables]
    for demand in laid.demands:
        to = demand.destinations()
        for first in range(0, to.size, _BLOCK):
            block = to[first : first + _BLOCK]
            across, inside = _asked(demand, block, network.members[block].astype(np.float64))
            ways = shortest_ways(network, matrix, block)
            for place, cable in enumerate(cables):
                part = _part_over(matrix, ways, cable)
                put = across * part
                # What members send each other leaves by their own cables and comes back down.
                out = np.asarray(matrix[block].sum(axis=1), dtype=np.float64)
                leaving = np.divide(inside, out, out=np.zeros_like(inside), where=out > 0)
                among = (matrix[block].toarray() * part.T).sum(axis=1) * leaving + leaving * (block == cable.start)
                put[block, np.arange(block.size)] += among
                _keep(sums[place], put, block, most)
    return [
        sorted(((gbps, s, d) for (s, d), gbps in row.items()), key=lambda one: (-one[0], one[1], one[2]))[:most]
        for row in sums
    ]


def _asked(demand: Demand | PairDemand, block: Ints, members: Floats) -> tuple[Floats, Floats]:
    """Return what all groups together send to each of BLOCK, and what the members of each send each other, Gb/s."""
    parts = [demand.towards(block, group, members) for group in range(demand.groups)]
    return np.sum([part[0] for part in parts], axis=0), np.sum([part[1] for part in parts], axis=0)


def _part_over(matrix: csr_array, ways: Ways, cable: _Cable) -> Floats:
    """The part of what each merged vertex sends to each destination that goes over CABLE: backwards from it."""
    part = np.zeros(ways.cables.shape)
    # Destinations for which this cable leads one hop nearer; its start sends an even part of what it holds over it.
    nearer = (ways.toward[cable.end] == ways.steps[cable.start] - 1) & (ways.steps[cable.start] > 0)
    part[cable.start, nearer] = 1.0 / ways.cables[cable.start, nearer]
    if not nearer.any():
        return part
    # Vertices farther away send by cables that lead nearer: the part is the mean over those of what they lead to.
    for step in range(2, int(ways.steps.max(initial=0)) + 1):
        came = matrix @ np.where(ways.toward == step - 1, part, 0.0)
        part += np.divide(came, ways.cables, out=np.zeros_like(came), where=ways.steps == step)
    return part


def _keep(sums: dict[tuple[int, int], float], put: Floats, block: Ints, most: int) -> None:
    flat = put.ravel()
    some = np.argpartition(flat, -min(flat.size, 4 * most))[-min(flat.size, 4 * most) :]
    for place in some[flat[some] > 0].tolist():
        key = (place // block.size, int(block[place % block.size]))
        sums[key] = sums.get(key, 0.0) + float(flat[place])


class _Names:
    """Names of merged vertices."""

    def __init__(self, laid: Traffic) -> None:
        self._laid = laid
        self._node_of = laid.fabric.node_of()
        self._known: dict[int, str] = {}

    def of(self, merged: int) -> str:
        """The copy that it stands for, or how many alike copies of which nodes."""
        if merged not in self._known:
            members = np.flatnonzero(self._laid.network.at == merged)
            if members.size == 1:
                self._known[merged] = copy_of(self._laid.fabric, self._node_of, int(members[0]))
            else:
                counted: Mapping[int, int] = dict(
                    zip(*(part.tolist() for part in np.unique(self._node_of[members], return_counts=True)), strict=True)
                )
                self._known[merged] = " and ".join(f"{n} × {self._laid.fabric.nodes[i]}" for i, n in counted.items())
        return self._known[merged]
