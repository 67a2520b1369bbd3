"""Failures one by one or two by two over chosen kinds, ranked by the bandwidth and the accelerators that they cost."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Final, Literal

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from designer.analysis.bisection import LABEL, bisection, flow_network
from designer.analysis.cabling import Flags, Ints, sums
from designer.analysis.fabric import Fabric
from designer.analysis.flows import Network, max_flow
from designer.analysis.limits.cuts import link_name
from designer.analysis.limits.elements import LINK, MOST_ELEMENTS, Element, elements_of
from designer.analysis.limits.records import Sweep, SweepLoss
from designer.analysis.survey import Survey, survey_of
from designer.model.design import Design
from designer.model.figures import Figure, difference, leaf, quotient
from designer.model.kinds import KINDS
from designer.model.parts import Medium
from designer.model.records import RefusedInput

Progress = Callable[[int, int], None]
"""(combinations worked out, combinations to work out)."""

MOST_TRIED: Final = 20_000
_EVERY_PAIR: Final = 3_000
"""Up to so many pairs are tried one by one; beyond, the first of each pair stands for those that look alike."""
_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_SHOWN: Final = 50


@dataclass(slots=True)
class _Tally:
    """What was found so far: by drawn ids and loss, an example and how many are alike."""

    rows: dict[tuple[tuple[str, ...], float, int], tuple[tuple[str, ...], int]] = field(
        default_factory=dict[tuple[tuple[str, ...], float, int], tuple[tuple[str, ...], int]]
    )
    tried: int = 0
    harmless: int = 0


def sweep(
    design: Design,
    kinds: Collection[str] = ("switch", LINK),
    order: int = 2,
    *,
    fail: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    most: int = MOST_TRIED,
) -> Sweep:
    """What the fabric loses when ORDER elements of KINDS fail at the same time.

    An element is one copy of a node or container, with all that stands in it, or one cable of a link. Bandwidth is
    the bisection between the halves as they are without a failure. Where there are too many pairs, the first of each
    pair is taken once of all that look alike from everywhere (colour refinement), and a note says so.

    Args:
        design: The design.
        kinds: Kinds of nodes and containers ("switch", "server", "nic", "rack" ...), and "link" for cables.
        order: 1 or 2.
        fail: What has failed already.
        progress: Told from time to time how far it is.
        cancelled: Asked from time to time; what was found until then is the answer.
        most: Combinations that are worked out at most.

    Raises:
        RefusedInput: a kind or the order is not known.
    """
    wanted = tuple(dict.fromkeys(kinds))
    unknown = [kind for kind in wanted if kind != LINK and kind not in KINDS]
    if unknown:
        raise RefusedInput(f"There is no kind {unknown[0]!r} that could fail; choose {LINK} or a kind of node.")
    if order not in {1, 2}:
        raise RefusedInput(f"{order} failures at a time can not be swept; choose 1 or 2.")
    survey = survey_of(design, fail)
    notes = list(survey.notes())
    fabric = survey.fabric(_FABRIC)
    if fabric is None:
        notes.append("The network is too large to lay out copy by copy, so no failures were tried.")
        return _empty(order, wanted, "too large", notes)
    endpoints = fabric.vertices(survey.roster.endpoints(_FABRIC))
    before, _, _ = bisection(survey, fabric, endpoints, _FABRIC[0])
    if endpoints.size < 2 or not before.value:
        notes.append("Nothing gets from one half of the endpoints to the other, so nothing can be lost.")
        return _empty(order, wanted, "done", notes)
    network = flow_network(fabric, endpoints)
    elements = elements_of(survey, fabric, network, wanted)
    if len(elements) > MOST_ELEMENTS:
        notes.append(f"There are more than {MOST_ELEMENTS:,} elements of these kinds; the first of them were taken.")
        elements = elements[:MOST_ELEMENTS]
    tries, count = _tries(elements, order, notes)
    trial = _Trial(survey, fabric, network, endpoints)
    tally = _Tally()
    ended: Literal["done", "cancelled", "limit", "too large"] = "done"
    for number, (chosen, alike) in enumerate(tries):
        if cancelled is not None and cancelled():
            ended = "cancelled"
            notes.append(f"Stopped after {tally.tried:,} of {count:,} combinations.")
            break
        if number >= most:
            ended = "limit"
            notes.append(f"{most:,} of {count:,} combinations were tried; the rest was left.")
            break
        flow, accelerators = trial.without(chosen)
        _count(tally, chosen, alike, before.value - min(flow, before.value), accelerators)
        if progress is not None:
            progress(tally.tried, min(count, most))
    losses = [_loss(survey, before, key, *row) for key, row in tally.rows.items()]
    losses.sort(key=lambda loss: (-round(loss.lost_gbps.value or 0.0, 6), -loss.lost_accelerators, loss.ids))
    return Sweep(
        order=order, kinds=wanted, elements=len(elements), tried=tally.tried, combinations=comb(len(elements), order),
        ended=ended, losses=tuple(losses[:_SHOWN]), harmless=tally.harmless, notes=tuple(notes),
    )  # fmt: skip


def _empty(
    order: int, kinds: tuple[str, ...], ended: Literal["done", "too large"], notes: Sequence[str]
) -> Sweep:  # fmt: skip
    return Sweep(
        order=order, kinds=kinds, elements=0, tried=0, combinations=0, ended=ended, losses=(), harmless=0,
        notes=tuple(notes),
    )  # fmt: skip


def _tries(
    elements: Sequence[Element], order: int, notes: list[str]
) -> tuple[Iterator[tuple[tuple[Element, ...], int]], int]:  # fmt: skip
    """The combinations to try, how many each of them stands for, and how many are to be tried."""
    kinds: dict[tuple[int, ...], list[int]] = {}
    for place, one in enumerate(elements):
        kinds.setdefault(one.colour, []).append(place)
    first = sorted(places[0] for places in kinds.values())
    if order == 1:
        if len(first) < len(elements):
            notes.append(f"{len(first):,} of {len(elements):,} were tried; the others look like them from everywhere.")
        return (((elements[n],), len(kinds[elements[n].colour])) for n in first), len(first)
    count = comb(len(elements), 2)
    if count <= _EVERY_PAIR or len(first) == len(elements):
        return ((pair, 1) for pair in combinations(elements, 2)), count
    notes.append(
        f"Of {count:,} pairs those were tried whose first is one of {len(first):,} elements that stand for all that "
        "look alike from everywhere."
    )
    taken = set(first)
    pairs = (
        ((elements[one], other), 1)
        for one in first
        for place, other in enumerate(elements)
        if place != one and not (place in taken and place < one)
    )
    return pairs, len(first) * (len(elements) - 1) - comb(len(first), 2)


class _Trial:
    """The fabric, ready to lose elements one after the other."""

    def __init__(self, survey: Survey, fabric: Fabric, network: Network, endpoints: Ints) -> None:
        self._fabric = fabric
        self._network = network
        arcs = network.arcs
        arcs.sort_indices()
        rows = np.repeat(np.arange(network.size), np.diff(arcs.indptr))
        keys = rows * network.size + arcs.indices
        at = network.at
        start, end = at[fabric.tail], at[fabric.head]
        capacity = np.rint(fabric.gbps[fabric.link] / network.unit).astype(np.int64)
        self._places = [_places(keys, a, b, network.size) for a, b in ((start, end), (end, start))]
        self._each = capacity
        each = np.array([survey.roster.accelerators.get(i, 0) for i in fabric.nodes], dtype=np.int64)
        self._accelerators = each[fabric.node_of()]
        self._is_end = np.zeros(fabric.size, dtype=np.bool_)
        self._is_end[endpoints] = True
        home, islands = self._home(np.ones(fabric.tail.size, dtype=np.bool_))
        self._together = self._largest(np.ones(fabric.tail.size, dtype=np.bool_), home, islands)

    def without(self, chosen: Sequence[Element]) -> tuple[float, int]:
        """Bisection that is left without CHOSEN, and accelerators that failed or are cut off."""
        fabric, network = self._fabric, self._network
        lost = np.zeros(fabric.tail.size, dtype=np.int64)
        for one in chosen:
            lost[one.pairs] += 1 if one.one else fabric.cables[one.pairs]
        lost = np.minimum(lost, fabric.cables)
        pairs = np.flatnonzero(lost)
        data = network.arcs.data.astype(np.int64)
        for places in self._places:
            there = pairs[places[pairs] >= 0]
            np.subtract.at(data, places[there], lost[there] * self._each[there])
        arcs = csr_array(
            (np.maximum(data, 0).astype(np.int32), network.arcs.indices, network.arcs.indptr), shape=network.arcs.shape
        )  # fmt: skip
        flow = max_flow(Network(arcs, network.size, network.unit, network.exact, network.at))
        return flow, self._accelerators_lost(chosen, pairs[lost[pairs] >= fabric.cables[pairs]])

    def _accelerators_lost(self, chosen: Sequence[Element], gone: Ints) -> int:
        fabric = self._fabric
        dead = np.concatenate([np.zeros(0, np.int64), *(one.vertices for one in chosen)])
        if not gone.size and not dead.size:
            return 0
        kept = np.ones(fabric.tail.size, dtype=np.bool_)
        kept[gone] = False
        after = self._largest(kept, *self._home(kept))
        after[dead] = False
        failed = np.zeros(fabric.size, dtype=np.bool_)
        failed[dead] = True
        cut_off = self._accelerators[self._together].sum() - self._accelerators[after].sum()
        apart = self._accelerators[failed & self._is_end & ~self._together].sum()
        return max(0, int(cut_off + apart))

    def _home(self, kept: Flags) -> tuple[Ints, int]:
        """The island of switches of every switch, -1 for what passes nothing on, and how many islands there are."""
        fabric = self._fabric
        through = kept & fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
        joined = coo_array(
            (np.ones(int(through.sum()), np.int8), (fabric.tail[through], fabric.head[through])),
            shape=(fabric.size, fabric.size),
        )
        count, island = connected_components(joined, directed=False)
        return np.where(fabric.forwards, island, -1).astype(np.int64), int(count)

    def _largest(self, kept: Flags, home: Ints, islands: int) -> Flags:
        """The endpoints that hang on the island of switches with the most of them; none where fewer than two do."""
        fabric = self._fabric
        tail, head = fabric.tail[kept], fabric.head[kept]
        end = np.concatenate([tail, head, np.arange(fabric.size)])
        reaches = np.concatenate([home[head], home[tail], home])
        mine = self._is_end[end] & (reaches >= 0)
        size = max(1, islands)
        hangs = np.unique(end[mine] * size + reaches[mine])
        count = sums(hangs % size, np.ones(hangs.size), size)
        found = np.zeros(fabric.size, dtype=np.bool_)
        if count.max(initial=0.0) >= 2:
            found[hangs[hangs % size == int(count.argmax())] // size] = True
        return found


def _places(keys: Ints, start: Ints, end: Ints, size: int) -> Ints:
    """Where the arc of each pair stands among KEYS, -1 where it takes no part."""
    if not keys.size:
        return np.full(start.size, -1, dtype=np.int64)
    wanted = start * size + end
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    there = (start >= 0) & (end >= 0) & (keys[place] == wanted)
    return np.where(there, place, -1)


def _count(tally: _Tally, chosen: Sequence[Element], alike: int, lost: float, accelerators: int) -> None:
    tally.tried += 1
    if lost <= 1e-9 and not accelerators:
        tally.harmless += alike
        return
    key = (tuple(one.id for one in chosen), round(lost, 6), accelerators)
    known = tally.rows.get(key)
    tally.rows[key] = (known[0], known[1] + alike) if known else (tuple(one.name for one in chosen), alike)


def _loss(
    survey: Survey, before: Figure, key: tuple[tuple[str, ...], float, int], ids: tuple[str, ...], alike: int
) -> SweepLoss:  # fmt: skip
    drawn, lost, accelerators = key
    after = leaf(
        f"{LABEL} without {' and '.join(ids)}", max(0.0, (before.value or 0.0) - lost), "Gb/s", operation="routing",
        note="Max flow between the same halves.",
    )  # fmt: skip
    figure = difference("bisection bandwidth lost", before, after, "Gb/s")
    what = " and ".join(_called(survey.design, one, name) for one, name in zip(drawn, ids, strict=True))
    said = f"{what}: {lost:,.0f} of {before.value or 0:,.0f} Gb/s between the halves go"
    if accelerators:
        said += f", and {accelerators:,} accelerator{'s' if accelerators != 1 else ''}"
    if alike > 1:
        said += f"; {alike:,} combinations alike"
    return SweepLoss(
        ids=ids, alike=alike, lost_gbps=figure, lost_accelerators=accelerators,
        remaining_share=quotient("bisection bandwidth that remains", after, before, ""), reason=said + ".",
    )  # fmt: skip


def _called(design: Design, drawn: str, name: str) -> str:
    """A copy by the title of its node, by its id where others are called so too; a cable by its link."""
    if drawn not in design.nodes:
        return f"a cable of {link_name(design, drawn)}"
    title = design.nodes[drawn].title
    alone = sum(node.title == title for node in design.nodes.values()) == 1
    return f"{title}{name[len(drawn) :]}" if alone else name
