"""Power walked through the chain: what is live, how devices share their load, what each stage carries.

* A stage is live while one of its inputs is. Where utility and generator meet, the generator stands by.
* A device draws evenly through its live cords, and all through those that are left.
* A transfer switch takes its first live input: of those with utility behind them where there are any, side A first.
* Any other stage with several live inputs shares its load between them by their cables.
* What nothing feeds in the drawing is taken to be fed.
* A UPS that has failed and has a bypass passes raw mains on, without losses of its own.

Many failures of one chain are walked at once: flags of shape (failures, vertices) give arrays with the failures first.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from designer.analysis.power.chain import Chain, Flags, Floats, Ints
from designer.model.identity_cache import Remembered

_AT_ONCE: Final = 200_000
"""Edges that are walked at once, all failures together."""
DARK: Final = 0
STANDBY: Final = 1
UTILITY: Final = 2


@dataclass(frozen=True)
class Walk:
    """The chain at one moment, or at one moment of each of several failures, which is then the first axis of all.

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

    def of(self, number: int) -> "Walk":
        """Return what was walked with the failure of that NUMBER."""
        return replace(
            self,
            state=self.state[number],
            out=self.out[number],
            load=self.load[number],
            flow=self.flow[number],
            live_cords=self.live_cords[number],
            share=self.share[number],
            bypassed=None if self.bypassed is None else self.bypassed[number],
        )


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
        failed: Vertices that are gone (vertices,), or those of each failure (failures, vertices).
        cables: Cables that are left of each edge (edges,); all of them when left out.
        columns: Of the draws.
        on_batteries: UPSs that carry on without input.
        bypassed: UPSs that pass raw mains on, of the shape of `failed`; they are not among the failed.
        running: Generators that run; all of them when left out.
    """
    cables = chain.cables if cables is None else cables
    state, share, live_cords = _ways_of_power(chain, failed, cables, on_batteries, running)
    draws = chain.draws[:, columns]
    # (vertices, columns) W. What is dark draws nothing.
    load = np.where((state > DARK)[..., None], draws, 0.0)
    out = np.zeros_like(load)
    flow = np.zeros((*share.shape, draws.shape[1]))
    efficiency = (chain.efficiency if bypassed is None else np.where(bypassed, 1.0, chain.efficiency))[..., None]
    # Against the current, from the last level up: when a level's turn comes, all that it passes on is known.
    for first, after, start, stop in reversed(chain.slices):
        fed = chain.fed[chain.groups[first:after]]
        # What a stage passes on has cost it more, by its efficiency.
        load[..., fed, :] += out[..., fed, :] / efficiency[..., fed, :]
        flow[..., start:stop, :] = share[..., start:stop, None] * load[..., chain.fed[start:stop], :]
        # Added up by source: several edges leave one vertex.
        for column in range(draws.shape[1]):
            out[..., column] += added_up(chain.source[start:stop], flow[..., start:stop, column], chain.vertices)
    # Roots are fed by no edge, so no slice above has brought them their input.
    load[..., chain.roots, :] += out[..., chain.roots, :] / efficiency[..., chain.roots, :]
    return Walk(state=state, out=out, load=load, flow=flow, live_cords=live_cords, share=share, bypassed=bypassed)


_known: Final = Remembered[tuple[Ints, Floats, Floats]](kept=32)
_MOST_KEPT: Final = 20_000
"""Edges, those of all failures together, up to which the ways of power are kept."""


def _ways_of_power(
    chain: Chain, failed: Flags | None, cables: Ints, on_batteries: Flags | None, running: Flags | None
) -> tuple[Ints, Floats, Floats]:
    """Return the states, shares and live cords of `walk`, which do not depend on what is drawn; not to be changed."""

    def run() -> tuple[Ints, Floats, Floats]:
        state = states(chain, failed, cables, on_batteries=on_batteries, running=running)
        # (edges,): the part of the load of what each edge feeds that comes over it.
        return (state, *_shares(chain, state, cables))

    if len(chain.fed) * (1 if failed is None or failed.ndim == 1 else len(failed)) > _MOST_KEPT:
        return run()
    flags = [None if some is None else (some.ndim, some.tobytes()) for some in (failed, on_batteries, running)]
    # A chain with other draws has the very same arrays of what leads where.
    laid_out = (chain.source, chain.roots, chain.standby, chain.devices, chain.switches)
    return _known.of(laid_out, (None if cables is chain.cables else cables.tobytes(), *flags), run)


def at_once(chain: Chain, failures: int) -> Iterator[slice]:
    """Yield the FAILURES of CHAIN in runs that are walked at once, so that their arrays stay small."""
    step = max(1, _AT_ONCE // max(len(chain.fed), chain.vertices, 1))
    for start in range(0, failures, step):
        yield slice(start, min(failures, start + step))


def added_up(places: Ints, amounts: Floats, size: int) -> Floats:
    """Return the sums of AMOUNTS (..., edges) at the PLACES (edges,) that each belongs to, (..., SIZE)."""
    if amounts.ndim == 1:
        return np.asarray(np.bincount(places, weights=amounts, minlength=size), dtype=np.float64)
    rows = amounts.reshape(math.prod(amounts.shape[:-1]), len(places))
    # Places of every row one behind the other, so that one count goes through all of them in order.
    flat = (np.arange(len(rows))[:, None] * size + places).ravel()
    found = np.bincount(flat, weights=rows.ravel(), minlength=len(rows) * size)
    return np.asarray(found, dtype=np.float64).reshape(*amounts.shape[:-1], size)


def states(
    chain: Chain,
    failed: Flags | None,
    cables: Ints,
    *,
    on_batteries: Flags | None = None,
    running: Flags | None = None,
) -> Ints:
    """DARK, STANDBY or UTILITY for every vertex; the arguments are those of `walk`."""
    state = np.zeros(chain.vertices if failed is None else failed.shape, dtype=np.int64)
    # The best state is the greatest number: UTILITY over STANDBY over DARK, and a failed vertex is 0 whatever feeds it.
    state[..., chain.roots] = UTILITY
    state[..., chain.standby] = STANDBY
    if running is not None:
        state[..., chain.standby & ~running] = DARK
    if on_batteries is not None:
        state[..., on_batteries & ~chain.roots] = STANDBY
    works = np.ones(chain.vertices, dtype=np.int64) if failed is None else (~failed).astype(np.int64)
    state *= works
    live = (cables > 0).astype(np.int64)
    # Along the current, level by level: the best of what feeds a vertex over cables that are left.
    for first, after, start, stop in chain.slices:
        groups = chain.groups[first:after]
        best = np.maximum.reduceat(state[..., chain.source[start:stop]] * live[start:stop], groups - start, axis=-1)
        fed = chain.fed[groups]
        state[..., fed] = np.maximum(best, state[..., fed]) * works[..., fed]
    return state


def _shares(chain: Chain, state: Ints, cables: Ints) -> tuple[Floats, Floats]:
    """Of the load of what each edge feeds, the part through it; and live cords by vertex."""
    live_cords = np.zeros(state.shape)
    if not len(chain.fed):
        return np.zeros((*state.shape[:-1], 0)), live_cords
    behind, fed, group = state[..., chain.source], chain.fed, chain.group
    # The best state among what feeds the vertex of each edge.
    best = np.maximum.reduceat(behind * (cables > 0), chain.groups, axis=-1)[..., group]
    # A device draws over all live cords; a stage of the chain takes the best input and leaves standby alone.
    usable = (behind > DARK) & (cables > 0) & (chain.devices[fed] | (behind == best))
    # A transfer switch takes one input: the first usable one, by side.
    places = np.where(usable, np.arange(len(fed)), len(fed))
    chosen = np.minimum.reduceat(places, chain.groups, axis=-1)[..., group]
    usable &= ~chain.switches[fed] | (places == chosen)
    # In proportion to cables: the supplies of a device share its load evenly.
    weights = np.where(usable, cables, 0).astype(np.float64)
    sums = np.add.reduceat(weights, chain.groups, axis=-1)
    live_cords[..., fed[chain.groups]] = sums
    whole = sums[..., group]
    return np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0), live_cords
