"""Times of collectives against measured rows: constants as they stand, and fitted anew with groups left out in turn."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.network.collective_times import VALUES, Collectives, collective_times
from designer.formulas.network.collective_times.rows import columns_of
from tests.accuracy.collectives_fit import fitted, some
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held

ROWS: Final = Path(__file__).parents[1] / "data" / "measured" / "collective_rows_public.csv"
LARGE: Final = 1024**2
LIMIT: Final = Limit(0.09, 0.23)
"""From 1 MiB on, as the constants stand and with one source left out."""
SYSTEM_LIMIT: Final = Limit(0.09, 0.25)
"""The same with one system left out, which leaves out a whole generation of NVLink."""

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]


class Measured(NamedTuple):
    """Measured rows.

    Attributes:
        columns: What is asked.
        us: What was measured, µs.
        names: System and source of each row, by column.
    """

    columns: Collectives
    us: Floats
    names: Mapping[str, list[str]]


class Told(NamedTuple):
    """Times of all rows with their range."""

    us: Floats
    low: Floats
    high: Floats


@cache
def measured() -> Measured:
    """Return the public rows."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    us = np.array([float(row["measured_us"]) for row in rows])
    return Measured(columns_of(rows), us, {name: [row[name] for row in rows] for name in ("system", "source", "op")})


def told(columns: Collectives, constants: Mapping[str, float] = VALUES) -> Told:
    """Return the times of COLUMNS with CONSTANTS."""
    times = collective_times(columns, constants)
    return Told(times.total, times.low, times.high)


@cache
def held_out(column: str) -> Told:
    """Return the times of all rows, those of each group of COLUMN by constants that were fitted to all others."""
    rows = measured()
    groups = np.array(rows.names[column])
    found = Told(*(np.zeros(groups.size) for _ in range(3)))
    for name in sorted(set(rows.names[column])):
        out = groups == name
        answer = told(some(rows.columns, out), fitted(rows.columns, rows.us, ~out))
        for whole, part in zip(found, answer, strict=True):
            whole[out] = part
    return found


def report(constants: Mapping[str, float] = VALUES) -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept."""
    rows = measured()
    large, far = rows.columns.payload >= LARGE, rows.columns.domains > 1

    def part(answer: Told, places: NDArray[np.intp] | Masks) -> Held:
        return held(answer.us[places], rows.us[places], answer.low[places], answer.high[places])

    stands = told(rows.columns, constants)
    yield f"as the constants stand, which were fitted to most of these rows\n{HEAD}"
    yield from _by_size(stands, large, far, LIMIT)
    yield from _groups(stands, {"operation": rows.names["op"], "system": rows.names["system"]})
    for column, limit in (("system", SYSTEM_LIMIT), ("source", LIMIT)):
        yield f"one {column} left out of the fit in turn\n{HEAD}"
        answer = held_out(column)
        yield from _by_size(answer, large, far, limit)
        for name, one in by_group(rows.names[column], lambda places, of=answer: part(of, places)).items():
            yield f"  {name[-31:]:<32}{one.text}"


def _by_size(answer: Told, large: Masks, far: Masks, limit: Limit) -> Iterator[str]:
    us = measured().us
    for name, mask in (
        ("1 MiB and more", large),
        ("below 1 MiB", ~large),
        ("several domains", far),
    ):
        one = held(answer.us[mask], us[mask], answer.low[mask], answer.high[mask])
        yield f"{name:<34}{one.text}"
        if mask is large and (broken := limit.broken(one)):
            yield f"BROKEN collectives, {name}: {broken}"


def _groups(answer: Told, names: Mapping[str, list[str]]) -> Iterator[str]:
    us = measured().us
    for head, groups in names.items():

        def part(places: Floats) -> Held:
            here = places.astype(np.intp)
            return held(answer.us[here], us[here], answer.low[here], answer.high[here])

        for name, one in by_group(groups, part).items():
            yield f"  {head} {name:<{31 - len(head)}}{one.text}"
