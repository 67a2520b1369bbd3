"""P10 and P90 of the share of the time that makes progress, drawn over rates, restarts and checkpoints at once."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.workloads.goodput.ranges import RATE_CV, SEED, Draws, goodput_draws, rates, spread_of, triangle
from designer.model.figures.confidence import HowSure, how_sure
from designer.model.figures.figure import Figure
from designer.model.identity_cache import Remembered

FEWEST: Final = 100
MOST: Final = 2048
"""Machines of jobs and clusters of which goodput or faults were published."""
WIDER: Final = 2.0
USUAL_DAYS: Final = 30.0
"""Over which is drawn where nobody knows how long a job takes."""
_GRID: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
"""Multiples of the mean number in repair at which what goes on is worked out; between them it is a straight line."""
_NOTE: Final = "P10 and P90 of 4,000 draws, in which rates differ by 35% as from cluster to cluster."


class Drawn(NamedTuple):
    """Figures from which the range of goodput is drawn.

    Attributes:
        per_day: Interruptions of the job in a day.
        write_s: For which a checkpoint stops it.
        restart_s: From an interruption until it trains again.
        interval_s: Of training between checkpoints.
        fed: Share of the data that comes in time.
        days: Of the job.
        down: Machines in repair on average.
        kept_at: Share of the work that goes on, of machines in repair on average.
    """

    per_day: Figure
    write_s: Figure
    restart_s: Figure
    interval_s: float
    fed: Figure
    days: float
    down: Figure
    kept_at: Callable[[float], float]


_drawn: Final = Remembered[tuple[float, float]](kept=64)


def sure_of(machines: int, *, rented: bool) -> HowSure:
    """Return what is known of the error of the goodput of a job on so many MACHINES, some of which may be RENTED.

    One list of faults of 400 servers was judged, and one job on 2,048 machines; on few machines failures were measured
    more often than such rates say.
    """
    outside: list[str] = []
    if machines < FEWEST:
        outside.append(f"it runs on {machines:,} machines, where no fewer than {FEWEST:,} were watched")
    elif machines > MOST:
        outside.append(f"it runs on {machines:,} machines, where no more than {MOST:,} were watched")
    if rented:
        outside.append("how often rented machines fail is not published")
    return how_sure(MEASURED_ERRORS["goodput"], tuple(outside), WIDER if outside else 1.0)


def with_range(goodput: Figure, drawn: Drawn, widened: float = 1.0) -> Figure:
    """Return GOODPUT with P10 and P90 of what is DRAWN, WIDENED on each side; as it is where anything is unknown."""
    if goodput.value is None or not goodput.value or drawn.per_day.value is None:
        return goodput
    # What was drawn of the very same numbers is kept: at most edits nothing of them changes.
    key = (
        *(
            edge
            for one in (drawn.per_day, drawn.write_s, drawn.restart_s, drawn.fed, drawn.down)
            for edge in (one.low, one.value, one.high)
        ),
        drawn.interval_s,
        drawn.days,
        *(drawn.kept_at(drawn.down.or_zero * part) for part in (0.5, 1.0, 2.0)),
    )
    low, high = _drawn.of((), key, lambda: _percentiles(drawn))
    low = max(0.0, goodput.value - widened * max(goodput.value - low, 0.0))
    high = min(1.0, goodput.value + widened * max(high - goodput.value, 0.0))
    # A rate that is stated has no range of its own: what is drawn reaches beyond the corners, and widens them.
    return replace(
        goodput,
        low=min(low, goodput.value, goodput.low or 0.0),
        high=max(high, goodput.value, goodput.high or 0.0),
        likely=(low, high),
        note=f"{goodput.note} {_NOTE}".strip(),
    )


def _percentiles(drawn: Drawn) -> tuple[float, float]:
    rate = drawn.per_day.or_zero
    shares = goodput_draws(
        rate, drawn.days, _drawn_of(drawn.write_s, 1), _drawn_of(drawn.restart_s, 2), drawn.interval_s
    )
    # Machines in repair vary with the very rate of each draw: the first draws of a seed are those of the rates.
    mean = drawn.down.or_zero
    if mean:
        more = rates(np.random.default_rng(SEED), 1.0, RATE_CV, shares.size)
        shares = shares * np.interp(more, _GRID, [drawn.kept_at(mean * part) for part in _GRID])
    spread = spread_of(shares * np.clip(_drawn_of(drawn.fed, 4), 0.0, 1.0))
    return spread.p10, spread.p90


def _drawn_of(figure: Figure, seed: int) -> float | Draws:
    value = figure.or_zero
    return triangle(
        value if figure.low is None else figure.low, value, value if figure.high is None else figure.high, seed=seed
    )
