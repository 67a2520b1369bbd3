"""Uplinks that a switch can lose before it is oversubscribed."""

from collections.abc import Collection
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.limits.cuts import copy_of
from designer.analysis.limits.records import UplinkRoom
from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import Survey, remembered_by, survey_of
from designer.analysis.network.tiers import levels, tier_name
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, difference, leaf, quotient, rounded_down
from designer.model.identity_cache import Remembered
from designer.model.naming import title_of
from designer.model.parts.part import NETWORK_MEDIA, Medium

_DUST: Final = 1e-9


class _Worst(NamedTuple):
    """The copy of a switch with the least room.

    Attributes:
        lost: Uplinks that it can lose; -1 where it is oversubscribed already.
        rate: Of its fastest uplink.
    """

    vertex: int
    below: float
    above: float
    uplinks: int
    lost: int
    rate: float


def uplink_room(design: Design, fail: Collection[str] = ()) -> tuple[UplinkRoom, ...]:
    """For every switch below the top of its network, what its worst copy can lose, the least room first.

    A switch is oversubscribed when the links towards the endpoints carry more than those to the next tier, upwards or
    downwards: where links carry another rate each way the direction with less room is told. Links of which nothing
    tells the rate are left out. Networks that are too large to lay out have no rows.
    """
    return rooms_of(survey_of(design, fail))


def rooms_of(survey: Survey) -> tuple[UplinkRoom, ...]:
    """The same of a design as its networks see it."""
    rows = [row for medium in NETWORK_MEDIA for row in _remembered(survey, medium)]
    return tuple(sorted(rows, key=lambda row: (not row.oversubscribed, row.can_lose.or_zero)))


_found: Final = Remembered[list[UplinkRoom]](kept=4 * len(NETWORK_MEDIA))


def _remembered(survey: Survey, medium: Medium) -> list[UplinkRoom]:
    """The rows of the network of MEDIUM; those of before, where nothing failed and no more than others was edited."""
    if survey.failed or medium == "fabric" or survey.roster.media != frozenset(NETWORK_MEDIA):
        return _rooms(survey, medium)
    return _found.of(*remembered_by(survey, medium), lambda: _rooms(survey, medium))


def _rooms(survey: Survey, medium: Medium) -> list[UplinkRoom]:
    level = levels(survey.roster, medium, survey.failed.whole)
    fabric = survey.fabric((medium,)) if level else None
    if fabric is None:
        return []
    at = np.array([level.get(node_id, 0) for node_id in fabric.nodes], dtype=np.int64)[fabric.node_of()]
    near = np.concatenate([fabric.tail, fabric.head])
    far = np.concatenate([fabric.head, fabric.tail])
    cables = np.tile(fabric.cables, 2)
    rises, falls = at[far] > at[near], at[far] < at[near]
    ahead, back = fabric.to_head[fabric.link], fabric.to_tail[fabric.link]
    # Per end of a pair: what one cable carries away from it, and what it brings.
    away, brings = np.concatenate([ahead, back]), np.concatenate([back, ahead])
    # Upwards what comes from below has to leave above; downwards what comes from above has to leave below.
    ways = [(away, brings), (brings, away)] if fabric.directed else [(away, brings)]
    below = [sums(near[falls], (down * cables)[falls], fabric.size) for _, down in ways]
    found: list[UplinkRoom] = []
    for place, node_id in enumerate(fabric.nodes):
        if node_id not in level:
            continue
        copies = np.arange(fabric.first[place], fabric.first[place + 1])
        copies = copies[fabric.alive[copies]]
        mine = np.flatnonzero(rises & (near >= fabric.first[place]) & (near < fabric.first[place + 1]))
        if copies.size and mine.size:
            rows = [
                _worst(fabric, copies, down, (near[mine], up[mine], cables[mine]))
                for (up, _), down in zip(ways, below, strict=True)
            ]
            row = min(rows, key=lambda one: (one.lost, one.above / one.below if one.lost < 0 else 0.0))
            found.append(_row(survey.design, fabric, node_id, tier_name(medium, level[node_id]), row))
    return found


def _worst(fabric: Fabric, copies: Ints, down: Floats, ups: tuple[Ints, Floats, Ints]) -> _Worst:
    """The copy with the least room: the fewest uplinks to lose, or the most oversubscribed."""
    near, gbps, cables = ups
    best: _Worst | None = None
    order = np.lexsort((-gbps, near))
    near, gbps, cables = near[order], gbps[order], cables[order]
    bounds = np.searchsorted(near, np.stack([copies, copies + 1]))
    told = set[tuple[float, bytes, bytes]]()
    for vertex, start, stop in zip(copies.tolist(), bounds[0].tolist(), bounds[1].tolist(), strict=True):
        rates, counts = gbps[start:stop], cables[start:stop]
        below = float(down[vertex])
        key = (below, rates.tobytes(), counts.tobytes())
        if key in told:
            # Cabled as one before it, which stands for both.
            continue
        told.add(key)
        up = float(np.dot(rates, counts))
        room = up - below
        lost = -1 if room < -_DUST * max(up, below) else 0
        left = room * (1 + _DUST) + _DUST * up
        for rate, count in zip(rates.tolist(), counts.tolist(), strict=True) if lost == 0 else ():
            some = min(count, int(left // rate))
            lost, left = lost + some, left - some * rate
            if some < count:
                break
        row = _Worst(vertex, below, up, int(counts.sum()), lost, float(rates[0]) if rates.size else 0.0)
        worse = best is not None and row.lost == best.lost == -1 and row.above / row.below < best.above / best.below
        if best is None or row.lost < best.lost or worse:
            best = row
    assert best is not None
    return best


def _row(design: Design, fabric: Fabric, node_id: str, tier: str, worst: _Worst) -> UplinkRoom:
    copy = copy_of(fabric, fabric.node_of(), worst.vertex)
    name = title_of(design, copy)
    below, above, uplinks, lost = worst.below, worst.above, worst.uplinks, worst.lost
    down = leaf(f"below {name}", below, "Gb/s", operation="routing", subject=node_id, note="Cables × rate, summed.")
    up = leaf(f"above {name}", above, "Gb/s", operation="routing", subject=node_id, note="Cables × rate, summed.")
    over = lost < 0
    can = _can_lose(node_id, name, down, up, lost, worst.rate)
    if over:
        said = f"{name} is oversubscribed already: {below:,.0f} Gb/s below, {above:,.0f} above."
    elif lost == 0:
        said = f"{name} is oversubscribed as soon as it loses one of its {uplinks:,} uplinks."
    else:
        said = f"{name} can lose {lost:,} of its {uplinks:,} uplinks before it is oversubscribed."
    return UplinkRoom(
        id=node_id,
        tier=tier,
        copy=copy,
        uplinks=uplinks,
        down_gbps=down,
        up_gbps=up,
        can_lose=can,
        oversubscribed=over,
        reason=said,
    )


def _can_lose(node_id: str, name: str, down: Figure, up: Figure, lost: int, rate: float) -> Figure:
    label = f"uplinks that {name} can lose"
    if lost < 0:
        return leaf(label, None, subject=node_id, note="It is oversubscribed already.")
    room = difference(f"room above {name}", up, down, "Gb/s")
    one = leaf("rate of one uplink", rate, "Gb/s", operation="routing", subject=node_id)
    figure = rounded_down(label, quotient("uplinks that fit in the room", room, one, ""))
    # Where rates differ the fastest go first, one by one.
    return figure if figure.value == lost else count_of(label, lost, node_id)
