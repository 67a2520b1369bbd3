"""Training steps against published runs: dense models and mixtures of experts, by device and by source."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.training_step.rows import answer_rows
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held

FOLDER: Final = Path(__file__).parents[1] / "data" / "measured"
DENSE: Final = Limit(0.075, 0.18)
EXPERTS: Final = Limit(0.21, 10.0)


def report() -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept."""
    shapes = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
    with (FOLDER / "training_rows_public.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = answer_rows(rows, shapes)
    refused = [answer for answer in answers if isinstance(answer, str)]
    if refused:
        yield f"BROKEN {len(refused)} runs that ran are refused: {refused[0]}"
        return
    steps = [place for place, row in enumerate(rows) if row["measured_step_s"]]
    found = [answers[place] for place in steps]
    computed, low, high = (
        np.array([getattr(one["step_s"], name) for one in found]) for name in ("value", "low", "high")
    )
    real = np.array([float(rows[place]["measured_step_s"]) for place in steps])
    experts = np.array([_has_experts(shapes, rows[place]) for place in steps])

    def part(places: NDArray[np.intp]) -> Held:
        return held(computed[places], real[places], low[places], high[places])

    yield HEAD
    for words, chosen, limit in (("dense", ~experts, DENSE), ("mixtures of experts", experts, EXPERTS)):
        kept = part(np.flatnonzero(chosen))
        yield f"{words:<34}{kept.text}"
        if broken := limit.broken(kept):
            yield f"BROKEN {words}: {broken}"
    for head in ("device", "framework", "precision"):
        for name, one in by_group([rows[place][head] for place in steps], part).items():
            yield f"  {head} {name:<{31 - len(head)}}{one.text}"
    hours = [place for place, row in enumerate(rows) if row["kind"] == "GPU-hours"]
    if hours:
        yield "\nhours of whole trainings, published and computed"
    for place in hours:
        told = answers[place]["gpu_hours"]
        yield (
            f"  {rows[place]['model']:<20}{float(rows[place]['gpu_hours']):>14,.0f}"
            f"{told.value:>14,.0f} ({told.low:,.0f} to {told.high:,.0f})"
        )


def _has_experts(shapes: Mapping[str, Mapping[str, object]], row: Mapping[str, str]) -> bool:
    return bool(shapes[row["model"]].get("moe"))
