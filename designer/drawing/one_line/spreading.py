"""Places on a line, each as near to where it wants to be as its neighbours' room allows."""

import itertools
from collections.abc import Sequence


def spread(
    wanted: Sequence[float], extents: Sequence[tuple[float, float]], gap: float, low: float, high: float
) -> list[float]:
    """Return places from left to right with the least sum of squared distances from WANTED (pixels).

    The order is kept; each has its EXTENTS to the left and to the right free, and GAP between them. All lie between LOW
    and HIGH where that can be, else they begin at LOW. By pooling adjacent violators (Ayer et al. 1955), as in
    isotonic regression: with the room taken out of the places, these must only not decrease.
    """
    if not wanted:
        return []
    # Room that all before each place take: with it taken out, places must only not decrease.
    room = [0.0]
    for before, after in itertools.pairwise(extents):
        room.append(room[-1] + before[1] + gap + after[0])
    # (mean place, how many) of neighbours that stand as close as they may.
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, room, strict=True):
        pools.append((place - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (first, many), (second, few) = pools[-2:]
            pools[-2:] = [((first * many + second * few) / (many + few), many + few)]
    least = low + extents[0][0]
    most = max(high - extents[-1][1] - room[-1], least)
    flat = [min(max(mean, least), most) for mean, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(flat, room, strict=True)]
