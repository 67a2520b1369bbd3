"""What a measured run leaves open: one row corrects the others of the same deployment, and these are held against it.

Serving: of two public rows of one deployment (model, system, engine, width, split, replicas), measured ÷ computed of
the one over that of the other, the constants fitted to other families. Training: the same of two runs with one split.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import permutations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.calibration import CALIBRATED, NEAR_TIMES
from designer.formulas.workloads.training_step.rows import answer_rows
from tests.accuracy.serving import gathered, unseen
from tests.accuracy.training import FOLDER

Floats = NDArray[np.float64]
Row = Mapping[str, str]

DEPLOYMENT: Final = ("model", "system", "engine", "precision", "tp", "ep", "dp", "gpus", "workers")
SPLIT: Final = (
    *("model", "device", "framework", "precision"),
    *("tp", "pp", "cp", "vp", "ep", "fsdp", "recompute", "mbs", "seq"),
)
CLOSE: Final = 0.0015


class Open(NamedTuple):
    """What is left open: pairs of rows, and the 10th and 90th percentile of the second's ratio over the first's."""

    pairs: int
    low: float
    high: float

    @property
    def text(self) -> str:
        """One line of the table."""
        return f"{self.pairs:>8,}  {self.low:>5.2f}  {self.high:>5.2f}"


def pairs_of(rows: Sequence[Row], keys: Sequence[str], kept: Callable[[Row, Row], bool]) -> list[tuple[int, int]]:
    """Return the places of two ROWS that agree in all KEYS and that are KEPT, both ways round."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(tuple(row[key] for key in keys), []).append(place)
    return [(a, b) for group in groups.values() for a, b in permutations(group, 2) if kept(rows[a], rows[b])]


def left_open(pairs: Sequence[tuple[int, int]], run: Floats, judged: Floats) -> Open:
    """Return what the ratio JUDGED leaves open where the ratio RUN of another row of each of PAIRS corrects it."""
    first, second = np.array(pairs).T
    low, high = np.percentile(judged[second] / run[first], [10, 90])
    return Open(len(pairs), float(low), float(high))


def _near(one: Row, other: Row) -> bool:
    times = float(one["concurrency"]) / float(other["concurrency"])
    same = all(one[name] == other[name] for name in ("isl", "osl"))
    return same and 1 / NEAR_TIMES <= times <= NEAR_TIMES


@cache
def serving_left_open() -> dict[str, Open]:
    """Return what a measured rate leaves open of a rate, the time per token and the first token."""
    rows, known, found = unseen("model")
    size = known.rate.size
    rate = known.rate / gathered(found, lambda worked: worked.tokens_per_s, size)
    token = known.token_s / gathered(found, lambda worked: worked.token_s, size)
    first = known.first_s / gathered(found, lambda worked: worked.first_s, size)
    near = pairs_of(rows, DEPLOYMENT, _near)
    far = pairs_of(rows, DEPLOYMENT, lambda one, other: not _near(one, other))
    # A rate that is so many times higher makes times as many times shorter.
    return {
        "tokens a second, near": left_open(near, rate, rate),
        "tokens a second, far": left_open(far, rate, rate),
        "time per token, near": left_open(near, 1 / rate, token),
        "time per token, far": left_open(far, 1 / rate, token),
        "first token, near": left_open(near, 1 / rate, first),
        "first token, not corrected": left_open(near, np.ones(size), first),
    }


def training_left_open() -> dict[str, Open]:
    """Return what a measured step leaves open of another of the same split, and of another split."""
    shapes = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
    with (FOLDER / "training_rows_public.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measured_step_s"]]
    answers = answer_rows(rows, shapes)
    computed = np.array([answer["step_s"].value for answer in answers if not isinstance(answer, str)])
    ratio = np.array([float(row["measured_step_s"]) for row in rows]) / computed
    alike = pairs_of(rows, SPLIT, lambda one, other: one["n"] == other["n"] and one["gbs"] == other["gbs"])
    same = pairs_of(rows, SPLIT, lambda one, other: one["n"] != other["n"] or one["gbs"] != other["gbs"])
    others = pairs_of(rows, SPLIT[:4], lambda one, other: any(one[key] != other[key] for key in SPLIT))
    return {
        "step, the same run again": left_open(alike, ratio, ratio),
        "step, same split": left_open(same, ratio, ratio),
        "step, another split": left_open(others, ratio, ratio),
    }


def report() -> Iterator[str]:
    """The table, line by line; a line that begins with BROKEN names a range that is told and not kept."""
    yield f"{'left open by a run of one’s own':<34}{'pairs':>8}  {'P10':>5}  {'P90':>5}"
    for name, found in (serving_left_open() | training_left_open()).items():
        yield f"{name:<34}{found.text}"
        told = CALIBRATED.get(name)
        if told is not None and (
            told.pairs != found.pairs or abs(told.low - found.low) > CLOSE or abs(told.high - found.high) > CLOSE
        ):
            yield f"BROKEN {name}: {told.low} to {told.high} of {told.pairs:,} pairs is told"
