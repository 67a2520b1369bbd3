"""Serving steps against measured rows: as they are shipped, and with a family or a system left out of the fit.

The limits are those of METHOD_SERVING, section 7. They hold for the constants as shipped, for each family and each
system left out of the fit in turn, and for rows that are kept aside.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.workloads.serving_step.constants import FIRST_SPREAD, RATE_SPREAD, TOKEN_SPREAD, Spread
from designer.formulas.workloads.serving_step.step import Columns, Steps, steps_of
from tests.accuracy.serving_fit import Measured, fitted
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held
from tests.formulas.workloads.serving_step.measured import MODELS, SYSTEMS, measured_rows, question_of, read
from tests.shipped import LIBRARY

Floats = NDArray[np.float64]
Figure = Callable[[Steps], Floats]
Row = Mapping[str, str]

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
POOLS: Final = Limit(0.15, 0.35, 0.8, 2.0)
"""Of the time per token of decode pools alone; the method tells 14.6%, 35% and 85% of its own (section 5)."""
TOLD_BY_THE_METHOD: Final = {
    "time per token": ("tpot_ms", 1e-3),
    "tokens a second": ("output_tokens_per_s", 1.0),
    "first token": ("ttft_ms", 1e-3),
}
"""Column of its table, and what makes it seconds."""


SHIPPED: Final = "as shipped, fitted to these rows"


@cache
def measured() -> tuple[list[dict[str, str]], Measured]:
    """Return the public rows that were measured as one service, and their columns."""
    rows = measured_rows()
    return rows, measured_of(rows)


def measured_of(rows: Sequence[Row]) -> Measured:
    """Return the columns of ROWS and what was measured of them."""
    columns = Columns([question_of(row, LIBRARY) for row in rows])
    token, first = (np.array([float(row[name]) for row in rows]) for name in ("tpot_ms", "ttft_ms"))
    return Measured(columns, token, first)


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


def report(aside: Path | None = None) -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept.

    Args:
        aside: Rows that are kept aside, with the columns of the public ones; None without.
    """
    rows, known, unseen_family = unseen("model")
    unseen_system = unseen("system")[2]
    shipped = steps_of(known.columns)
    for title, (figure, truth, spread, limit) in FIGURES.items():
        real = truth(known)
        yield f"\n{title}\n{HEAD}"
        ways = {
            SHIPPED: figure(shipped),
            "one model family left out": gathered(unseen_family, figure, real.size),
            "one system left out": gathered(unseen_system, figure, real.size),
        }
        for words, values in ways.items():
            kept = held(values, real, values * spread.low, values * spread.high)
            yield f"{words:<34}{kept.text}"
            if broken := limit.broken(kept):
                yield f"BROKEN {title}, {words}: {broken}"
        yield from _parts(rows, ways["one model family left out"], real, spread)
    yield from _as_the_method()
    eight, above = _eight(rows, known, shipped)
    yield f"\nreplicas of eight accelerators, tokens a second ÷ measured: {eight}"
    if above:
        yield f"BROKEN {above}"
    yield f"\ntime per token of decode pools, no row of which is in a fit\n{HEAD}"
    for line, kept in _of_pools(measured_rows("disagg")):
        yield line
        if line.startswith("all") and (broken := POOLS.broken(kept)):
            yield f"BROKEN decode pools: {broken}"
    if aside is not None:
        yield from kept_aside(aside)


def kept_aside(path: Path) -> Iterator[str]:
    """The tables of the rows of PATH, which the constants have not seen, judged by all limits of the method."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [row for row in csv.DictReader(file) if row.get("mode") in ("agg", "disagg")]
    rows = [row for row in found if row["mode"] == "agg"]
    pools = [row for row in found if row["mode"] == "disagg"]
    unknown = sorted({row["model"] for row in found} - set(MODELS)) + sorted(
        {row["system"] for row in found} - set(SYSTEMS)
    )
    if unknown or not rows:
        yield f"BROKEN {path.name}: " + (f"no part is {', '.join(unknown)}" if unknown else "no row of mode agg")
        return
    known = measured_of(rows)
    shipped = steps_of(known.columns)
    for title, (figure, truth, spread, limit) in FIGURES.items():
        real, values = truth(known), figure(shipped)
        kept = held(values, real, values * spread.low, values * spread.high)
        yield f"\n{title}, rows of {path.name}\n{HEAD}"
        yield f"{'as shipped, never seen':<34}{kept.text}"
        if broken := limit.broken(kept):
            yield f"BROKEN {title}, {path.name}: {broken}"
        yield from _parts(rows, values, real, spread)
    if any(row["gpus"] == "8" for row in rows):
        eight, above = _eight(rows, known, shipped)
        yield f"\nreplicas of eight accelerators of {path.name}, tokens a second ÷ measured: {eight}"
        if above:
            yield f"BROKEN {above}"
    if pools:
        yield f"\ntime per token of decode pools of {path.name}\n{HEAD}"
        yield from (line for line, _ in _of_pools(pools))


def _parts(rows: Sequence[Row], values: Floats, real: Floats, spread: Spread) -> Iterator[str]:
    """How VALUES do on the REAL ones of each family, system, engine, size and width."""

    def part(places: NDArray[np.intp]) -> Held:
        some = values[places]
        return held(some, real[places], some * spread.low, some * spread.high)

    for head, names in (
        ("family", [row["model"] for row in rows]),
        ("system", [row["system"] for row in rows]),
        ("engine", [row["engine"] for row in rows]),
        ("accelerators", [f"{int(row['gpus']):>2}" for row in rows]),
        ("weights", [row["precision"] for row in rows]),
    ):
        for name, one in by_group(names, part).items():
            yield f"  {head} {name:<{31 - len(head)}}{one.text}"


def _of_pools(rows: Sequence[Row]) -> Iterator[tuple[str, Held]]:
    """Lines of the time per token of decode pools among ROWS, of which none is in any fit, and how each does."""
    known = measured_of(rows)
    values = steps_of(known.columns).token_s
    widths = [row["precision"] for row in rows]
    groups = {"all": np.full(len(rows), fill_value=True)}
    groups |= {f"  weights {width}": np.array(widths) == width for width in sorted(set(widths))}
    for words, places in groups.items():
        some, real = values[places], known.token_s[places]
        kept = held(some, real, some * TOKEN_SPREAD.low, some * TOKEN_SPREAD.high)
        yield f"{words:<34}{kept.text}", kept


def _as_the_method() -> Iterator[str]:
    """The error of the method's own answers on the rows of which it tells them, and ours on the same rows."""
    told = {row["id"]: row for row in read("serving_reference.csv")}
    rows = [row for row in measured_rows() if row["id"] in told]
    known = measured_of(rows)
    ours = steps_of(known.columns)
    yield f"\nrows of which the method tells its answers\n{HEAD}"
    for title, (figure, truth, _, _) in FIGURES.items():
        column, unit = TOLD_BY_THE_METHOD[title]
        reference = np.array([float(told[row["id"]][column]) for row in rows]) * unit
        yield f"{f'{title}, the method':<34}{held(reference, truth(known)).text}"
        yield f"{f'{title}, ours':<34}{held(figure(ours), truth(known)).text}"


def _eight(rows: Sequence[Row], known: Measured, shipped: Steps) -> tuple[str, str]:
    """Return computed over measured of replicas of eight accelerators as text, and what of it is above its limit."""
    eight = np.array([row["gpus"] == "8" for row in rows])
    low, middle, high = np.percentile((shipped.tokens_per_s / known.rate)[eight], [10, 50, 90])
    least, most, nine = EIGHT
    kept = least <= middle <= most and high <= nine
    above = f"replicas of eight: the median must be {least} to {most}, nine in ten at most {nine}"
    return f"{low:.2f} / {middle:.2f} / {high:.2f}", "" if kept else above
