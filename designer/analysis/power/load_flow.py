"""Power walked through the chain: what is live, how devices share their load, what each stage carries.

* A stage is live while one of its inputs is. Where utility and generator meet, the generator stands by.
* A device draws evenly through its live cords, and all through those that are left.
* A transfer switch takes its first live input: of those with utility behind them where there are any, side A first.
* Any other stage with several live inputs shares its load between them by their cables.
* What nothing feeds in the drawing is taken to be fed.
* A UPS that has failed and has a bypass passes raw mains on, without losses of its own.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from designer.analysis.power.chain import Chain, Flags, Floats, Ints

DARK: Final = 0
STANDBY: Final = 1
UTILITY: Final = 2


@dataclass(frozen=True)
class Walk:
    """The chain at one moment.

    Attributes:
        state: DARK, STANDBY (a generator or a battery is behind it) or UTILITY, by vertex.
        out: What each vertex passes on, by vertex and column of the draws.
        load: What it takes: what it passes on with its losses, and what it draws itself.
        flow: Through each edge.
        live_cords: Cables through which each vertex can draw.
        share: Of the load of what is fed, through each edge.
        bypassed: UPSs that pass raw mains on.
    """

    state: Ints
    out: Floats
    load: Floats
    flow: Floats
    live_cords: Floats
    share: Floats
    bypassed: Flags | None = None


def walk(
    chain: Chain,
    failed: Flags | None = None,
    cables: Ints | None = None,
    *,
    columns: slice = slice(None),
    on_batteries: Flags | None = None,
    bypassed: Flags | None = None,
    running: Flags | None = None,
) -> Walk:
    """Return the state and load of everything in CHAIN as power runs through it.

    Args:
        chain: The chain.
        failed: Vertices that are gone.
        cables: Cables that are left of each edge; all of them when left out.
        columns: Of the draws.
        on_batteries: UPSs that carry on without input.
        bypassed: UPSs that pass raw mains on; they are not among the failed.
        running: Generators that run; all of them when left out.
    """
    cables = chain.cables if cables is None else cables
    state = states(chain, failed, cables, on_batteries=on_batteries, running=running)
    # (edges,): the part of the load of what each edge feeds that comes over it.
    share, live_cords = _shares(chain, state, cables)
    draws = chain.draws[:, columns]
    # (vertices, columns) W. What is dark draws nothing.
    load = np.where((state > DARK)[:, None], draws, 0.0)
    out = np.zeros_like(draws)
    flow = np.zeros((len(chain.fed), draws.shape[1]))
    efficiency = (chain.efficiency if bypassed is None else np.where(bypassed, 1.0, chain.efficiency))[:, None]
    # Against the current, from the last level up: when a level's turn comes, all that it passes on is known.
    for first, after, start, stop in reversed(chain.slices):
        fed = chain.fed[chain.groups[first:after]]
        # What a stage passes on has cost it more, by its efficiency.
        load[fed] += out[fed] / efficiency[fed]
        flow[start:stop] = share[start:stop, None] * load[chain.fed[start:stop]]
        # Added up by source: several edges leave one vertex.
        for column in range(draws.shape[1]):
            out[:, column] += np.bincount(
                chain.source[start:stop], weights=flow[start:stop, column], minlength=chain.vertices
            )
    # Roots are fed by no edge, so no slice above has brought them their input.
    load[chain.roots] += out[chain.roots] / efficiency[chain.roots]
    return Walk(state=state, out=out, load=load, flow=flow, live_cords=live_cords, share=share, bypassed=bypassed)


def states(
    chain: Chain,
    failed: Flags | None,
    cables: Ints,
    *,
    on_batteries: Flags | None = None,
    running: Flags | None = None,
) -> Ints:
    """DARK, STANDBY or UTILITY for every vertex; the arguments are those of `walk`."""
    state = np.zeros(chain.vertices, dtype=np.int64)
    # The best state is the greatest number: UTILITY over STANDBY over DARK, and a failed vertex is 0 whatever feeds it.
    state[chain.roots] = UTILITY
    state[chain.standby] = STANDBY
    if running is not None:
        state[chain.standby & ~running] = DARK
    if on_batteries is not None:
        state[on_batteries & ~chain.roots] = STANDBY
    works = np.ones(chain.vertices, dtype=np.int64) if failed is None else (~failed).astype(np.int64)
    state *= works
    live = (cables > 0).astype(np.int64)
    # Along the current, level by level: the best of what feeds a vertex over cables that are left.
    for first, after, start, stop in chain.slices:
        groups = chain.groups[first:after]
        best = np.maximum.reduceat(state[chain.source[start:stop]] * live[start:stop], groups - start)
        fed = chain.fed[groups]
        state[fed] = np.maximum(best, state[fed]) * works[fed]
    return state


def _shares(chain: Chain, state: Ints, cables: Ints) -> tuple[Floats, Floats]:
    """Of the load of what each edge feeds, the part through it; and live cords by vertex."""
    live_cords = np.zeros(chain.vertices)
    if not len(chain.fed):
        return np.zeros(0), live_cords
    behind, fed = state[chain.source], chain.fed
    # (edges,): the group of each, the run of edges that feed one vertex.
    sizes = np.diff(np.concatenate((chain.groups, [len(fed)])))
    group = np.repeat(np.arange(len(chain.groups)), sizes)
    # The best state among what feeds the vertex of each edge.
    best = np.maximum.reduceat(behind * (cables > 0), chain.groups)[group]
    # A device draws over all live cords; a stage of the chain takes the best input and leaves standby alone.
    usable = (behind > DARK) & (cables > 0) & (chain.devices[fed] | (behind == best))
    # A transfer switch takes one input: the first usable one, by side.
    places = np.where(usable, np.arange(len(fed)), len(fed))
    chosen = np.minimum.reduceat(places, chain.groups)[group]
    usable &= ~chain.switches[fed] | (places == chosen)
    # In proportion to cables: the supplies of a device share its load evenly.
    weights = np.where(usable, cables, 0).astype(np.float64)
    sums = np.add.reduceat(weights, chain.groups)
    live_cords[fed[chain.groups]] = sums
    return np.divide(weights, sums[group], out=np.zeros(len(fed)), where=sums[group] > 0), live_cords
