"""Loads of every link under a traffic pattern, as figures that can be asked why."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Cabling, Flags, Floats, sums
from designer.analysis.network.copy_groups import capacity_each_way, grouped
from designer.analysis.network.ecmp import MOST_WORK, Demand, ecmp_loads
from designer.analysis.network.fabric import Fabric, pairs_and_links
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic import Traffic
from designer.analysis.results import LinkLoad, LinkWay
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total, worked_out
from designer.model.wording import counted

_OWN_GROUPS: Final = 4
"""Up to so many endpoint nodes are traced one by one; more are traced together."""
_RATES: Final = 8
"""Up to so many different rates are terms of what endpoints offer; the rest is one term."""
_SAME: Final = 1e-9
_LEAST: Final = 1e-12
_WHY_SHARE: Final = "Of all that they offer, in the busier direction of the link, with traffic divided "
_DIVIDED: Final[Mapping[str, str]] = {
    "": "equally over the cables of all shortest paths at every hop (ECMP).",
    "wcmp": "over all shortest paths in proportion to what each can carry (WCMP).",
    "adaptive": "over all shortest paths so that the fullest cable is as empty as it can be (adaptive).",
    "ugal": "over shortest paths and paths over a switch chosen at random, as fills the fullest cable least (UGAL).",
}

_WHY_LOAD: Final = "sum over the senders of what they offer × the share that comes this way"
_WHY_EVEN: Final = "load / capacity; all its cables carry the same"


def divided_words(routing: str) -> str:
    """Return the words for how ROUTING divides traffic, to follow "traffic is divided"."""
    return _DIVIDED[routing]


def all_to_all(
    survey: Survey,
    fabric: Fabric,
    endpoint_nodes: Sequence[str],
    *,
    gbps: float | None = None,
    most_work: int = MOST_WORK,
    sampling: bool = True,
) -> Traffic:
    """Every endpoint offers its line rate, or GBPS, evenly to all others; the rest as in `ecmp_loads`."""
    endpoints = fabric.vertices(endpoint_nodes)
    # (vertices,): Gb/s that each copy offers; 0 for what is no endpoint.
    line = np.zeros(fabric.size)
    line[endpoints] = fabric.line_gbps()[endpoints] if gbps is None else gbps
    # A group of senders for each endpoint node, so that "Why?" can name whose traffic it is; too many share one.
    groups = [[i] for i in endpoint_nodes] if 0 < len(endpoint_nodes) <= _OWN_GROUPS else [list(endpoint_nodes)]
    # Copies of one group offer the same and may be merged where their cables agree.
    sort = np.full(fabric.size, -1, dtype=np.int64)
    for row, group in enumerate(groups):
        sort[fabric.vertices(group)] = row
    network = grouped(fabric, sort)
    # (groups, merged vertices): Gb/s of each merged vertex to one other endpoint.
    sends = np.zeros((len(groups), network.size))
    others = max(1, endpoints.size - 1)
    for row in range(len(groups)):
        mine = np.flatnonzero(sort == row)
        sends[row] = sums(network.at[mine], line[mine] / others, network.size)
    # How many endpoints each merged vertex holds: it takes that many shares. A lone endpoint has nobody to send to.
    takes = np.bincount(network.at[endpoints], minlength=network.size).astype(np.float64)
    demand = Demand(sends, takes if endpoints.size > 1 else takes * 0.0)
    offers = tuple(
        offered(survey, fabric, group) if gbps is None else offered_each(fabric, group, gbps) for group in groups
    )
    return Traffic(
        fabric,
        network,
        offers,
        ecmp_loads(network, demand, most_work, sampling=sampling),
        int(np.count_nonzero(line[endpoints])),
        (demand,),
    )


def storage_reads(
    survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], storage_nodes: Sequence[str]
) -> Traffic:
    """Every endpoint asks for its line rate, an even share from every copy of the storage."""
    endpoints, storage = fabric.vertices(endpoint_nodes), fabric.vertices(storage_nodes)
    # Endpoints and storage are never merged with each other: one takes, the other sends.
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[endpoints] = 0
    sort[storage] = 1
    network = grouped(fabric, sort)
    line = fabric.line_gbps(into=True)[endpoints]
    # Gb/s that the endpoints of each merged vertex ask for, and the share of it that each storage vertex gives.
    takes = sums(network.at[endpoints], line, network.size)
    sends = np.bincount(network.at[storage], minlength=network.size) / max(1, storage.size)
    demand = Demand(sends[None, :], takes)
    return Traffic(
        fabric,
        network,
        (offered(survey, fabric, endpoint_nodes, into=True),),
        ecmp_loads(network, demand),
        int(np.count_nonzero(line)),
        (demand,),
    )


def link_loads(survey: Survey, traffic: Traffic | None) -> tuple[LinkLoad, ...]:
    """The load of every network link, in design order; without TRAFFIC it is not known."""
    carried = _carried(traffic) if traffic else {}
    plain = _PlainRows(survey, traffic, carried)
    return tuple(
        plain.row(cabling) or _link_load(survey, cabling, traffic, carried) for cabling in survey.cablings.values()
    )


class _Carried(NamedTuple):
    """Of one link: load per group in the busier direction, their sum, and the load of its fullest cable.

    Attributes:
        other: The same the other way, of a link that has another rate each way; None of others.
        turned: Whether `gbps` goes from b to a, of such a link.
    """

    by_group: list[float]
    gbps: float
    fullest: float
    other: "_Carried | None" = None
    turned: bool = False


def _carried(traffic: Traffic) -> dict[str, _Carried]:
    fabric, network, loads = traffic.fabric, traffic.network, traffic.loads
    links = len(fabric.links)
    # Along the pair, from its tail to its head, is up its edge when the tail is the lower vertex.
    along = network.at[fabric.tail] == network.u[network.edge]
    # Cables of one edge take equal shares, or by their rates of that direction where traffic is divided by capacity.
    if traffic.routing and fabric.directed:
        rates = [each[fabric.link] for each in (fabric.to_head, fabric.to_tail)]
        weights = [fabric.cables * rate for rate in rates]
        up, down = (each[network.edge] for each in capacity_each_way(fabric, network))
        apart = [np.where(along, up, down), np.where(along, down, up)]
    else:
        rates = [fabric.gbps[fabric.link] if traffic.routing else np.ones(fabric.link.size)] * 2
        weights = [fabric.cables * rates[0]] * 2
        apart = [sums(network.edge, weights[0], network.u.size)[network.edge]] * 2
    ahead = np.where(along, loads.up[:, network.edge], loads.down[:, network.edge]) / np.maximum(apart[0], _LEAST)
    back = np.where(along, loads.down[:, network.edge], loads.up[:, network.edge]) / np.maximum(apart[1], _LEAST)
    pair, link = pairs_and_links(fabric)
    both = [
        np.stack([sums(link, row[pair], links) for row in way * weight])
        for way, weight in zip((ahead, back), weights, strict=True)
    ]
    busier = np.where(both[0].sum(axis=0) >= both[1].sum(axis=0), both[0], both[1])
    fullest = np.zeros(links)
    on_one = [way.sum(axis=0) * rate for way, rate in zip((ahead, back), rates, strict=True)]
    np.maximum.at(fullest, link, np.maximum(*on_one)[pair])
    if loads.sampled:
        # A sample does not tell one cable from another.
        fullest = busier.sum(axis=0) / np.maximum(1, sums(link, fabric.cables[pair], links))
    rows = zip(busier.T.tolist(), busier.sum(axis=0).tolist(), fullest.tolist(), strict=True)
    found = {link_id: _Carried(*row) for link_id, row in zip(fabric.links, rows, strict=True)}
    two = np.flatnonzero(fabric.to_head != fabric.to_tail).tolist() if fabric.directed else []
    most = [np.zeros(links), np.zeros(links)]
    for way, each_way in zip(most, on_one, strict=True):
        np.maximum.at(way, link, each_way[pair])
    for place in two:
        ways = [
            _Carried(
                both[way][:, place].tolist(), float(both[way][:, place].sum()), float(most[way][place]), None, way > 0
            )
            for way in (0, 1)
        ]
        # The direction whose fullest cable is the fuller one is told first.
        uses = [one.fullest / gbps[place] for one, gbps in zip(ways, (fabric.to_head, fabric.to_tail), strict=True)]
        first = int(uses[1] > uses[0])
        found[fabric.links[place]] = ways[first]._replace(other=ways[1 - first])
    return found


class _PlainRows:
    """Rows of links that are as most of a large network are, without another look at what is known of all of them.

    Nothing has failed, there is one offer that is known exactly, and the link stands there once, carries the same rate
    both ways, which is known exactly, and loads its cables alike. A row is the very same that `_link_load` makes.
    """

    def __init__(self, survey: Survey, traffic: Traffic | None, carried: Mapping[str, _Carried]) -> None:
        self._carried = carried if not survey.failed else {}
        self._offer: Figure | None = None
        if traffic is None or len(traffic.offers) != 1:
            return
        offer = traffic.offers[0]
        if offer.exact and offer.value:
            self._offer, self._gbps = offer, offer.value
            self._words, self._why = _words(offer.label), _WHY_SHARE + _DIVIDED[traffic.routing]
        # By what a link carries: its share of the offer, and what that comes to.
        self._shares: dict[float, tuple[float, float]] = {}

    def row(self, cabling: Cabling) -> LinkLoad | None:
        """Return the row of a link; None where it is not plain."""
        link, offer, rate = cabling.link, self._offer, cabling.rate
        own = self._carried.get(link.id)
        if offer is None or own is None or cabling.groups != 1 or cabling.ahead is not cabling.back:
            return None
        gbps, cables, each = own.gbps, float(link.cables), rate.value
        if not gbps or not each or not cables or rate.low != each or rate.high != each or rate.missing:
            return None
        if abs(own.fullest / gbps * cables - 1.0) >= _SAME:
            return None
        known = self._shares.get(gbps)
        if known is None:
            share = _plain(own.by_group[0]) / self._gbps
            known = self._shares[gbps] = share, self._gbps * share
        share, value = known
        title, status, words = cabling.title, offer.status, self._words
        count = Figure(value=cables, low=cables, high=cables, label=f"cables of {title}", subject=link.id)
        most = cables * each
        capacity = Figure(
            value=most,
            unit="Gb/s",
            low=most,
            high=most,
            label=f"capacity of {title}",
            operation="product",
            formula=f"{count.label} × {rate.label}",
            terms=(count, rate),
            status=rate.status,
        )
        came = Figure(
            value=share,
            low=share,
            high=share,
            label=words.share,
            operation="routing",
            subject=link.id,
            note=self._why,
        )
        part = Figure(
            value=value,
            unit="Gb/s",
            low=value,
            high=value,
            label=words.part,
            operation="product",
            formula=words.formula,
            terms=(offer, came),
            status=status,
        )
        load = Figure(
            value=value,
            unit="Gb/s",
            low=value,
            high=value,
            label=f"load of {title}",
            operation="sum",
            formula=_WHY_LOAD,
            terms=(part,),
            status=status,
        )
        use = worked_out("quotient", f"utilisation of {title}", value / most, (load, capacity), "", _WHY_EVEN)
        return LinkLoad(
            id=link.id,
            a=link.a,
            b=link.b,
            medium=link.medium,
            load_gbps=load,
            capacity_gbps=capacity,
            utilisation=use,
        )


def _link_load(survey: Survey, cabling: Cabling, traffic: Traffic | None, carried: Mapping[str, _Carried]) -> LinkLoad:
    link, own = cabling.link, carried.get(cabling.link.id)
    if not cabling.directed:
        way = _way(survey, cabling, traffic, own, cabling.rate, "")
        return LinkLoad(
            id=link.id,
            a=link.a,
            b=link.b,
            medium=link.medium,
            load_gbps=way.load_gbps,
            capacity_gbps=way.capacity_gbps,
            utilisation=way.utilisation,
        )
    # Without a load the slower direction is told first.
    turned = own.turned if own is not None else cabling.rate is cabling.back
    ends = [(link.b, cabling.ahead), (link.a, cabling.back)]
    first, second = (
        _way(survey, cabling, traffic, one, rate, towards)
        for (towards, rate), one in zip(
            reversed(ends) if turned else ends, (own, own.other if own is not None else None), strict=True
        )
    )
    return LinkLoad(
        id=link.id,
        a=link.a,
        b=link.b,
        medium=link.medium,
        load_gbps=first.load_gbps,
        capacity_gbps=first.capacity_gbps,
        utilisation=first.utilisation,
        towards=first.towards,
        other_way=second,
    )


def _way(
    survey: Survey, cabling: Cabling, traffic: Traffic | None, own: _Carried | None, rate: Figure, towards: str
) -> LinkWay:
    """Return what a link carries one way, at RATE a cable; TOWARDS one of its ends where its two directions differ."""
    link = cabling.link
    title = cabling.title
    if towards:
        title += f" towards {survey.design.nodes[towards].title}"
    load_label, use_label = f"load of {title}", f"utilisation of {title}"
    capacity = cabling.capacity(survey.left[link.id], rate)
    if traffic is None or (cabling.rate.value is None and link.medium in traffic.fabric.media):
        load = leaf(load_label, None, "Gb/s", subject=link.id)
        use = leaf(use_label, None, subject=link.id)
    elif own is None or not own.gbps:
        load = total(load_label, (), "Gb/s", "this traffic does not come this way")
        use = quotient(use_label, load, rate, "", "load of its fullest cable / rate of one cable")
    else:
        load = _load(load_label, link.id, traffic, own.by_group)
        share = own.fullest / own.gbps
        # The fullest cable has an even share of the load: the whole link over its whole capacity says the same, and
        # plainer.
        if abs(share * survey.left[link.id] - 1.0) < _SAME:
            use = _divided(use_label, load, capacity, _WHY_EVEN)
        else:
            on_it = leaf(
                f"share of it on the fullest cable of {title}",
                _plain(share),
                operation="routing",
                subject=link.id,
                note="All cables would have the same share if the copies were cabled alike.",
            )
            fullest = product(f"load of the fullest cable of {title}", (load, on_it), "Gb/s")
            use = quotient(use_label, fullest, rate, "", "load of its fullest cable / rate of one cable")
    return LinkWay(towards=towards, load_gbps=load, capacity_gbps=capacity, utilisation=use)


def _divided(label: str, load: Figure, capacity: Figure, formula: str) -> Figure:
    """LOAD over CAPACITY; without another look at what is known exactly."""
    if load.exact and capacity.exact and capacity.value:
        return worked_out("quotient", label, load.or_zero / capacity.value, (load, capacity), "", formula)
    return quotient(label, load, capacity, "", formula)


def _load(label: str, link_id: str, traffic: Traffic, by_group: Sequence[float]) -> Figure:
    parts = [(offer, gbps) for offer, gbps in zip(traffic.offers, by_group, strict=True) if gbps and offer.value]
    if len(parts) == 1 and parts[0][0].exact:
        # Nearly all links of a large fabric are of this sort, so nothing is worked out twice.
        offer, gbps = parts[0]
        words = _words(offer.label)
        came = leaf(
            words.share,
            _plain(gbps) / (offer.value or 1.0),
            operation="routing",
            subject=link_id,
            note=_WHY_SHARE + _DIVIDED[traffic.routing],
        )
        value = (offer.value or 1.0) * came.or_zero
        part = worked_out("product", words.part, value, (offer, came), "Gb/s", words.formula)
        return worked_out("sum", label, value, (part,), "Gb/s", _WHY_LOAD)
    parts.sort(key=lambda part: part[1])
    why = _WHY_SHARE + _DIVIDED[traffic.routing]
    # The largest part takes up the noise that adding many parts up leaves in the last digits of the sum.
    rest = _plain(sum(gbps for _, gbps in parts))
    terms: list[Figure] = []
    for place, (offer, gbps) in enumerate(parts):
        words, share = _words(offer.label), (gbps if place < len(parts) - 1 else rest) / (offer.value or 1.0)
        came = leaf(words.share, share, operation="routing", subject=link_id, note=why)
        terms.append(product(words.part, (offer, came), "Gb/s"))
        rest -= terms[-1].or_zero
    return total(label, terms, "Gb/s", _WHY_LOAD)


class _Words(NamedTuple):
    """Words for the share of an offer, for what it comes to, and for how it was divided."""

    share: str
    part: str
    formula: str


@lru_cache(maxsize=256)
def _words(offer: str) -> _Words:
    who = offer.removeprefix("offered by ")
    share = f"share of what {who} offer on this link"
    return _Words(share, f"from {who}", f"{offer} × {share}")


@lru_cache(maxsize=4096)
def _plain(number: float) -> float:
    """NUMBER to twelve digits."""
    return float(f"{number:.12g}")


def offered_each(fabric: Fabric, nodes: Collection[str], gbps: float) -> Figure:
    """Return the Gb/s that all copies of NODES offer together at GBPS each."""
    number = int(fabric.vertices(nodes).size)
    note = f"{counted(number, 'endpoint')} at {gbps:,.4g} Gb/s each, the pace of the slowest."
    return leaf("offered at the pace of the slowest", number * gbps, "Gb/s", operation="routing", note=note)


def offered(survey: Survey, fabric: Fabric, nodes: Collection[str], *, into: bool = False) -> Figure:
    """The line rate of all copies of NODES together, out of them or INTO them: their cables × the rate of one."""
    design = survey.design
    who = " and ".join(design.nodes[i].title for i in nodes) if len(nodes) <= 2 else "the endpoints"
    is_mine = np.zeros(fabric.size, dtype=np.bool_)
    is_mine[fabric.vertices(nodes)] = True
    # (links,): living cables of each link that leave the nodes at the link's tail end, and at its head end.
    at_tail, at_head = _by_end(fabric, is_mine[fabric.tail]), _by_end(fabric, is_mine[fabric.head])
    terms: list[Figure] = []
    by_rate: dict[tuple[str, str, float | None], list[tuple[Cabling, Figure, float]]] = {}
    for n in np.flatnonzero(at_tail + at_head).tolist():
        cabling = survey.cablings[fabric.links[n]]
        out, back = (cabling.back, cabling.ahead) if into else (cabling.ahead, cabling.back)
        # The rate out of the nodes depends on the end they stand at, for links of two rates.
        ends = ((out, at_tail[n]), (back, at_head[n])) if cabling.directed else ((out, at_tail[n] + at_head[n]),)
        for rate, cables in ends:
            if cables:
                by_rate.setdefault((rate.subject, rate.label, rate.value), []).append((cabling, rate, float(cables)))
    # One term for each rate and port, the rest summed into one: a "Why?" of hundreds of like links helps nobody.
    for rows in list(by_rate.values())[:_RATES]:
        first, rate, _ = rows[0]
        count = int(sum(cables for *_, cables in rows))
        whole = len(rows) == 1 and count == first.total
        several = first.count() if whole else count_of(f"cables of {who} at {rate.label}", count, first.link.id)
        terms.append(product(f"line rate of {who}", (several, rate), "Gb/s"))
    rest = [row for rows in list(by_rate.values())[_RATES:] for row in rows]
    if rest:
        gbps = sum(cables * rate.or_zero for _, rate, cables in rest)
        terms.append(
            leaf(f"line rate of {counted(len(rest), 'more link')}", gbps, "Gb/s", note="Cables × rate, summed.")
        )
    # Links without a known rate enter as unknown terms, so that the offer says "at least".
    terms.extend(
        cabling.rate
        for cabling in survey.cablings.values()
        if cabling.rate.value is None
        and cabling.link.medium in fabric.media
        and {survey.roster.owners[cabling.link.a], survey.roster.owners[cabling.link.b]} & set(nodes)
    )
    return total(f"offered by {who}", terms, "Gb/s", "sum of cables × rate of one, one way")


def _by_end(fabric: Fabric, mine: Flags) -> Floats:
    return sums(fabric.link[mine], fabric.cables[mine], len(fabric.links))
