"""Traffic of single accelerators by the network cards that serve them, over rails or across them.

Every accelerator sends as much as its share of the line rate of its host evenly to all accelerators of other hosts.
Card n is the n-th cable of a host (see `traffic_patterns.rails_of`). Which card serves which accelerator is said on the
host, else the cards are shared out evenly in order. Where data cross inside the host, over NVLink, they first move to
the accelerator whose card is on the rail of the receiver (PXN of NCCL), so that nothing goes from rail to rail; else
the fabric takes it from rail to rail, and a rail-only fabric, which has no switch between rails, cannot.
Sources: NVIDIA, "Doubling all2all performance with NCCL 2.12" (PXN), 2022; Wang et al., "Rail-only: a low-cost
high-performance network for training LLMs with trillion parameters", Hot Interconnects 2024.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.copy_groups import grouped
from designer.analysis.network.ecmp import PairDemand, ecmp_loads
from designer.analysis.network.fabric import Fabric, Through
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic import Traffic
from designer.analysis.network.traffic_patterns import rails_of, silent
from designer.analysis.sparse import coo_array, csc_array, csr_array
from designer.model.assumptions.site_choices import CROSSING
from designer.model.figures.figure import leaf
from designer.model.network.card_map import GPU_CARDS, cards_of
from designer.model.wording import counted

_LABEL: Final = "offered by the accelerators"
_MOST_PAIRS: Final = 40_000_000
"""Pairs of groups of cards that are told apart at most."""


def all_to_all_cards(survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], notes: list[str]) -> Traffic:
    """Every accelerator sends by its card to all others; nothing where there are no rails, and NOTES say why."""
    endpoints = fabric.vertices(endpoint_nodes)
    rails, problem = rails_of(fabric, endpoints)
    if rails is None:
        notes.append(f"Nothing is sent card by card: {problem}")
        return silent(fabric, _LABEL)
    switch, pair = rails
    share = _shares(survey, fabric, endpoints, switch.shape[1], notes)
    # A host offers what its cards carry together; what a card is given of it hangs on whom it serves.
    line = np.where(
        fabric.tail[pair] == endpoints[:, None], fabric.to_head[fabric.link[pair]], fabric.to_tail[fabric.link[pair]]
    ).sum(axis=1)
    apart, first = _card_by_card(fabric, endpoints, pair)
    card = first[:, None] + np.arange(switch.shape[1])
    inside = survey.design.settings.choices.get(CROSSING, "") == ""
    sort = np.full(apart.size, -1, dtype=np.int64)
    sort[card.ravel()] = _sorts(share, line, inside)
    network = grouped(apart, sort)
    pairs = _asked(network.at[card], share * line[:, None], share, network.size, inside=inside)
    if pairs is None:
        notes.append("There are too many cards to tell apart who sends to whom by which.")
        return silent(fabric, _LABEL)
    notes.append(
        "Data move to the card on the receiver's rail inside the host (PXN)."
        if inside
        else "Each accelerator sends by its own card alone, across the rails of the fabric."
    )
    demand = PairDemand((pairs,))
    hosts = counted(endpoints.size, "host")
    offer = leaf(
        _LABEL,
        float(line.sum()),
        "Gb/s",
        operation="routing",
        note=f"{hosts} with {counted(switch.shape[1], 'card')} each, at the rate of the cards.",
    )
    loads = ecmp_loads(network, demand)
    return Traffic(apart, network, (offer,), loads, int(card.size), (demand,), by_card=True)


def _shares(survey: Survey, fabric: Fabric, endpoints: Ints, cards: int, notes: list[str]) -> Floats:
    """Per endpoint and card, the share of the accelerators that it serves (endpoints, cards)."""
    found = np.full((endpoints.size, cards), 1.0 / cards)
    node_of = fabric.node_of()[endpoints]
    for place in np.unique(node_of).tolist():
        node = survey.design.nodes[fabric.nodes[place]]
        served = cards_of(node.choices.get(GPU_CARDS, ""))
        if served is None:
            continue
        beyond = sorted({number for number in served.values() if number > cards})
        if beyond:
            words = f"{node.title} has {cards} cards on the fabric, and none numbered {beyond[0]}"
            notes.append(f"{words}; they are shared out evenly.")
            continue
        # Accelerators by card, numbered from 1, as shares of all.
        counted = np.bincount(np.array(list(served.values())) - 1, minlength=cards)
        found[node_of == place] = counted / counted.sum()
    return found


def _sorts(share: Floats, line: Floats, inside: bool) -> Ints:
    """A number for each card of each endpoint, equal for those that send and receive alike."""
    cards = share.shape[1]
    rail = np.tile(np.arange(cards), share.shape[0]) if inside else np.zeros(share.size, np.int64)
    # (3, endpoints · cards): share, rate and rail; equal columns are alike.
    rows = np.stack([share.ravel(), (share * line[:, None]).ravel(), rail])
    return np.asarray(np.unique(rows, axis=1, return_inverse=True)[1], dtype=np.int64).ravel()


def _card_by_card(fabric: Fabric, endpoints: Ints, pair: Ints) -> tuple[Fabric, Ints]:
    """FABRIC with a vertex for every card of ENDPOINTS, whose cables PAIR are; and the first card of each endpoint."""
    cards = pair.shape[1]
    many = np.ones(fabric.size, dtype=np.int64)
    many[endpoints] = cards
    begins = np.concatenate([[0], np.cumsum(many)])
    kept = np.ones(fabric.tail.size, dtype=np.bool_)
    kept[np.unique(pair)] = False
    is_end = np.zeros(fabric.size, dtype=np.bool_)
    is_end[endpoints] = True
    # Of each cable of a card: the card, then the switch at its other end.
    one = pair.ravel()
    at_tail = is_end[fabric.tail[one]]
    switch = begins[np.where(at_tail, fabric.head[one], fabric.tail[one])]
    card = (begins[endpoints][:, None] + np.arange(cards)).ravel()
    apart = replace(
        fabric,
        first=begins[fabric.first],
        forwards=np.repeat(fabric.forwards, many),
        alive=np.repeat(fabric.alive, many),
        tail=np.concatenate([begins[fabric.tail[kept]], np.where(at_tail, card, switch)]),
        head=np.concatenate([begins[fabric.head[kept]], np.where(at_tail, switch, card)]),
        cables=np.concatenate([fabric.cables[kept], np.ones(one.size, np.int64)]),
        link=np.concatenate([fabric.link[kept], fabric.link[one]]),
        through=_carried_on(fabric, kept, one),
    )
    return apart, begins[endpoints]


def _carried_on(fabric: Fabric, kept: Flags, one: Ints) -> Through | None:
    """Return what runs through panels, by the places of the pairs that are KEPT and of those of single cables, ONE."""
    through = fabric.through
    if through is None:
        return None
    # The place of each kept pair among those kept.
    place = np.where(kept, np.cumsum(kept) - 1, -1)
    count = int(np.count_nonzero(kept))

    def moved(pairs: Ints, other: Ints) -> tuple[Ints, Ints]:
        whole = kept[pairs]
        # A pair of several cables has become as many pairs of one.
        order = np.argsort(one, kind="stable")
        low, high = np.searchsorted(one[order], pairs[~whole]), np.searchsorted(one[order], pairs[~whole], side="right")
        single = np.concatenate([np.zeros(0, np.int64), *(order[a:b] for a, b in zip(low, high, strict=True))])
        return (
            np.concatenate([place[pairs[whole]], count + single]),
            np.concatenate([other[whole], np.repeat(other[~whole], high - low)]),
        )

    ride_pair, ride_link = moved(through.ride_pair, through.ride_link)
    panel_pair, panel = moved(through.panel_pair, through.panel)
    return replace(through, first=0, ride_pair=ride_pair, ride_link=ride_link, panel_pair=panel_pair, panel=panel)


def _asked(at: Ints, sends: Floats, share: Floats, size: int, *, inside: bool) -> csc_array | None:
    """Gb/s from each group of cards to each other; None where there are too many.

    Args:
        at: The group of each card (endpoints, cards).
        sends: What the accelerators of each card send (endpoints, cards).
        share: The part of a host's accelerators that each card serves (endpoints, cards).
        size: How many vertices there are.
        inside: Whether data cross inside the host, to the card on the rail of the receiver.
    """
    hosts, cards = at.shape
    used = np.unique(at)
    if used.size**2 > _MOST_PAIRS:
        return None
    place = np.searchsorted(used, at)
    host = np.repeat(np.arange(hosts), cards)
    if inside:
        # A host sends over rail r what accelerators behind card r of the others are to get.
        total = np.zeros((used.size, used.size))
        for rail in range(cards):
            sent = sends.sum(axis=1)
            total += _between(place[:, [rail]], sent[:, None], share[:, [rail]], np.arange(hosts), used.size, hosts)
    else:
        total = _between(place, sends, share, host, used.size, hosts)
    u, v = np.nonzero(total > 0)
    return csc_array(coo_array((total[u, v], (used[u], used[v])), shape=(size, size)))


def _between(place: Ints, sends: Floats, takes: Floats, host: Ints, groups: int, hosts: int) -> Floats:
    """Return the Gb/s that groups send each other when each host sends to the others evenly, nothing to itself."""
    shape = (groups, hosts)
    # (groups, hosts): what each host sends out of each group, and takes into it.
    out = csr_array(coo_array((sends.ravel(), (place.ravel(), host)), shape=shape))
    into = csr_array(coo_array((takes.ravel(), (place.ravel(), host)), shape=shape))
    # All to all, less what a host would send itself, over the other hosts.
    every = np.outer(out.sum(axis=1), into.sum(axis=1))
    return (every - (out @ into.T).toarray()) / max(1, hosts - 1)
