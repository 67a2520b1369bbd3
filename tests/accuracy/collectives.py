"""Times of collectives against measured rows: by operation, by system, inside one domain and between several."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.collective_times.rows import answer_rows
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held

ROWS: Final = Path(__file__).parents[1] / "data" / "measured" / "collective_rows_public.csv"
LARGE: Final = 1024**2
LIMIT: Final = Limit(0.09, 0.23)
"""From 1 MiB on."""


def report() -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = [answer["us"] for answer in answer_rows(rows) if not isinstance(answer, str)]
    if len(answers) != len(rows):
        yield f"BROKEN {len(rows) - len(answers)} rows are refused"
        return
    computed, low, high = (
        np.array([getattr(answer, name) for answer in answers], dtype=np.float64) for name in ("value", "low", "high")
    )
    real = np.array([float(row["measured_us"]) for row in rows])
    large = np.array([float(row["payload_bytes"]) >= LARGE for row in rows])

    def part(places: NDArray[np.intp]) -> Held:
        return held(computed[places], real[places], low[places], high[places])

    yield HEAD
    kept = part(np.flatnonzero(large))
    yield f"{'1 MiB and more':<34}{kept.text}"
    if broken := LIMIT.broken(kept):
        yield f"BROKEN collectives: {broken}"
    yield f"{'below 1 MiB':<34}{part(np.flatnonzero(~large)).text}"
    for head, names in (
        ("operation", [row["op"] for row in rows]),
        ("system", [row["system"] for row in rows]),
        ("domains", ["one" if row["domains"] == "1" else "several" for row in rows]),
    ):
        for name, one in by_group(names, part).items():
            yield f"  {head} {name:<{31 - len(head)}}{one.text}"
