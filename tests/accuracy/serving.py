"""Serving steps against measured rows: as they are shipped, and with a family or a system left out of the fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.workloads.serving_step.constants import FIRST_SPREAD, RATE_SPREAD, TOKEN_SPREAD, Spread
from designer.formulas.workloads.serving_step.step import Columns, Steps, steps_of
from tests.accuracy.serving_fit import Measured, fitted
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held
from tests.formulas.workloads.serving_step.measured import measured_rows, question_of
from tests.shipped import LIBRARY

Floats = NDArray[np.float64]
Figure = Callable[[Steps], Floats]

FIGURES: Final[Mapping[str, tuple[Figure, Callable[[Measured], Floats], Spread, Limit]]] = {
    "time per token": (
        lambda worked: worked.token_s,
        lambda rows: rows.token_s,
        TOKEN_SPREAD,
        Limit(0.13, 0.35, 0.8, 2.0),
    ),
    "tokens a second": (
        lambda worked: worked.tokens_per_s,
        lambda rows: rows.rate,
        RATE_SPREAD,
        Limit(0.15, 0.35, 0.8, 1.9),
    ),
    "first token": (
        lambda worked: worked.first_s,
        lambda rows: rows.first_s,
        FIRST_SPREAD,
        Limit(0.40, 1.10, 0.8, 4.5),
    ),
}
EIGHT: Final = (0.90, 1.10, 1.35)
"""Computed ÷ measured tokens a second of replicas of eight accelerators: median from, to, and nine in ten."""


@cache
def measured() -> tuple[list[dict[str, str]], Measured]:
    """Return the public rows that were measured as one service, and their columns."""
    rows = measured_rows()
    columns = Columns([question_of(row, LIBRARY) for row in rows])
    token, first = (np.array([float(row[name]) for row in rows]) for name in ("tpot_ms", "ttft_ms"))
    return rows, Measured(columns, token, first)


def left_out(rows: Measured, groups: Sequence[str]) -> list[tuple[NDArray[np.intp], Steps]]:
    """Return, for each of GROUPS, its places and the steps with constants that have not seen it."""
    names = np.array(groups)
    found: list[tuple[NDArray[np.intp], Steps]] = []
    for name in sorted(set(groups)):
        own = names == name
        found.append((np.flatnonzero(own), steps_of(rows.columns, *fitted(rows, ~own))))
    return found


@cache
def unseen(column: str) -> tuple[list[dict[str, str]], Measured, list[tuple[NDArray[np.intp], Steps]]]:
    """Return the rows and, for each group by COLUMN, its steps with constants that have not seen it."""
    rows, known = measured()
    return rows, known, left_out(known, [row[column] for row in rows])


def gathered(found: Sequence[tuple[NDArray[np.intp], Steps]], figure: Figure, size: int) -> Floats:
    """Return FIGURE of every row, each worked out by the constants that have not seen its group."""
    values = np.zeros(size)
    for places, worked in found:
        values[places] = figure(worked)[places]
    return values


def report() -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept."""
    rows, known, unseen_family = unseen("model")
    unseen_system = unseen("system")[2]
    shipped = steps_of(known.columns)
    families, systems = [row["model"] for row in rows], [row["system"] for row in rows]
    for title, (figure, truth, spread, limit) in FIGURES.items():
        real = truth(known)
        yield f"\n{title}\n{HEAD}"
        ways = {
            "as shipped, fitted to these rows": figure(shipped),
            "one model family left out": gathered(unseen_family, figure, real.size),
            "one system left out": gathered(unseen_system, figure, real.size),
        }
        for words, values in ways.items():
            kept = held(values, real, values * spread.low, values * spread.high)
            yield f"{words:<34}{kept.text}"
            if broken := limit.broken(kept):
                yield f"BROKEN {title}, {words}: {broken}"
        never_seen = ways["one model family left out"]

        def part(places: Floats, values: Floats = never_seen, real: Floats = real, spread: Spread = spread) -> Held:
            some = values[places]
            return held(some, real[places], some * spread.low, some * spread.high)

        for head, names in (
            ("family", families),
            ("system", systems),
            ("engine", [row["engine"] for row in rows]),
            ("accelerators", [f"{int(row['gpus']):>2}" for row in rows]),
            ("weights", [row["precision"] for row in rows]),
        ):
            for name, one in by_group(names, part).items():
                yield f"  {head} {name:<{31 - len(head)}}{one.text}"
    yield from _eight(rows, known, shipped)


def _eight(rows: Sequence[Mapping[str, str]], known: Measured, shipped: Steps) -> Iterator[str]:
    eight = np.array([row["gpus"] == "8" for row in rows])
    ratio = (shipped.tokens_per_s / known.rate)[eight]
    low, middle, high = np.percentile(ratio, [10, 50, 90])
    yield f"\nreplicas of eight accelerators, tokens a second ÷ measured: {low:.2f} / {middle:.2f} / {high:.2f}"
    least, most, nine = EIGHT
    if not (least <= middle <= most and high <= nine):
        yield f"BROKEN replicas of eight: the median must be {least} to {most}, nine in ten at most {nine}"
