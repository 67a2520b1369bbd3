"""Concurrency: requests at once in a replica under a demand, and the wait for a place or for a batch."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.workloads.demand import Traffic
from designer.formulas.workloads.serving_step.step import Curves, side_by_side
from designer.model.figures.figure import (
    Figure,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    rounded_down,
    total,
    waiting,
)

_POINTS: Final = 33
_SPACED: Final = np.linspace(0.0, 1.0, _POINTS)
_ROUNDS: Final = 4
"""Batches that are looked at in a round, evenly spaced in ratio between the two around the answer."""
_ONE: Final = leaf("one", 1.0)
_HALF: Final = leaf("half", 0.5)
_NOTE: Final = "Arrivals × time of an answer, solved for the batch at which both agree; at most the largest batch."


class Load(NamedTuple):
    """Load of one replica.

    Attributes:
        curves: Of that replica.
        arrivals_per_s: Requests a second at it.
        output: Tokens of an answer.
        most: Largest batch: taken where no smaller one keeps up.
        least_s: Least time per token that is published.
    """

    curves: Curves
    arrivals_per_s: float
    output: float
    most: float
    least_s: float


def most_at_once(loads: Sequence[Load]) -> list[float]:
    """Return the requests that a replica works on at once under each of LOADS.

    Arrivals × time of an answer, which grows with them.

    Source: Little's law; METHOD of the serving step, "demand given as a rate".
    """
    curves = side_by_side([load.curves for load in loads]).standing()
    arrivals, output, most, least = (np.array(column) for column in zip(*[load[1:] for load in loads], strict=True))
    low = np.minimum(1.0, most)
    high = np.maximum(most, low)
    rows, going = np.arange(len(loads)), np.ones(len(loads), dtype=np.bool_)
    for _ in range(_ROUNDS):
        # A row for each load, its columns the batches between the two around the answer.
        batch = low[:, None] * (high / low)[:, None] ** _SPACED
        token = np.maximum(curves.token_s(batch), least[:, None])
        keeps_up = batch >= arrivals[:, None] * (curves.first_s(batch, token) + output[:, None] * token)
        # Where no batch keeps up the largest is taken, and stays.
        going &= keeps_up.any(axis=1)
        place = keeps_up.argmax(axis=1)
        low = np.where(going, batch[rows, np.maximum(place - 1, 0)], high)
        high = np.where(going, batch[rows, place], high)
    return high.tolist()


def at_once(label: str, subject: str, requests: float) -> Figure:
    """Return the REQUESTS of `most_at_once` as a figure, called LABEL, of the engine SUBJECT."""
    return leaf(label, requests, operation="routing", subject=subject, note=_NOTE)


def queue_s(traffic: Traffic, replicas: Figure, batch: Figure, service: Figure) -> Figure:
    """Return the wait for a place where requests join a running batch, each served in SERVICE s with a full one."""
    places = rounded_down(
        "requests that can be worked on at once", product("places of all replicas", (replicas, batch), "")
    )
    return waiting("waiting for a place", traffic.peak_per_s, service, places)


def gathered(traffic: Traffic, replicas: Figure, batch: Figure, meanwhile: Figure, patience: Figure) -> Figure:
    """Return a static batch: those that come MEANWHILE the last one runs, or while the first has PATIENCE."""
    arriving = quotient("arrivals at a replica", traffic.peak_per_s, replicas, "1/s")
    others = product("others that come in that time", (arriving, patience), "")
    joining = total("the first and those that join it", (_ONE, others), "", "1 + arrivals × longest wait")
    return minimum("requests of a batch", (batch, maximum("as many as come", (meanwhile, joining), "")), "")


def batch_queue_s(
    traffic: Traffic, replicas: Figure, batch: Figure, gathered: Figure, run: Figure, patience: Figure
) -> Figure:
    """Return the wait beside that for a place: for the batch before to end, or for others of the own one.

    Who comes while a batch runs waits half of its time on average, the mean rest of an interval of even length, and
    is served with all others who came meanwhile (bulk service, N. T. J. Bailey 1954).
    """
    arriving = quotient("arrivals at a replica", traffic.peak_per_s, replicas, "1/s")
    runs = quotient("batches of a replica", arriving, gathered, "1/s")
    busy = minimum("part of the time that a batch runs", (_ONE, product("batches × time", (runs, run), "")), "")
    ending = product("waiting for the batch before to end", (busy, run, _HALF), "s")
    others = difference("others of a full batch", batch, _ONE, "")
    filling = product("waiting for a full batch", (quotient("all of them", others, arriving, "s"), _HALF), "s")
    filling = minimum("waiting for others of the batch", (filling, patience), "s")
    idle = product("that, where none runs", (difference("none runs", _ONE, busy, ""), filling), "s")
    return total("waiting for a batch", (ending, idle), "s", "for the batch before + for others of the own one")
