"""Training steps against published runs: dense models and mixtures of experts, by device and by source."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.rows import answer_rows, split_rows
from designer.formulas.workloads.training_step.step import Constants
from tests.accuracy.tables import HEAD, Held, Limit, by_group, held
from tests.accuracy.training_fit import Measured, fitted

FOLDER: Final = Path(__file__).parents[1] / "data" / "measured"
DENSE: Final = Limit(0.075, 0.18)
EXPERTS: Final = Limit(0.21, 10.0)
UNSEEN: Final = Limit(0.25, 0.5)
"""Of models that the constants have not seen: that the range holds eight in ten of them, above all."""
FOLDS: Final = 8
FAMILIES: Final = {"llama2": "llama", "llama3": "llama", "llama3.1": "llama", "kor": "megatron", "gpt3": "megatron"}
"""Families that have several names in the rows; the others are what stands before the first dash."""
WAYS: Final[Mapping[str, Callable[[Mapping[str, str]], str]]] = {
    "model": lambda row: row["model"],
    "family": lambda row: FAMILIES.get(row["model"].partition("-")[0], row["model"].partition("-")[0]),
    "system": lambda row: row["device"],
}
"""What is left out of a fit in turn: each model with some others, each family (a framework as well), each chip."""


@cache
def public() -> tuple[list[dict[str, str]], dict[str, Mapping[str, object]]]:
    """Return the public rows whose step was measured, and the shapes of their models."""
    shapes = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
    with (FOLDER / "training_rows_public.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["measured_step_s"]], shapes


@cache
def unseen(way: str) -> tuple[NDArray[np.float64], list[str]]:
    """Return the step of each public row by constants that have not seen its group, and the groups; see `WAYS`."""
    rows, shapes = public()
    known = Measured(*split_rows(rows, shapes), np.array([float(row["measured_step_s"]) for row in rows]))
    names = [WAYS[way](row) for row in rows]
    groups = np.array(names)
    if way == "model":
        # Each model is left out with some others, so that there are few fits.
        order = {name: place for place, name in enumerate(sorted(set(names)))}
        groups = np.array([order[name] % FOLDS for name in names])
    values = np.zeros(len(rows))
    for name in np.unique(groups):
        own = groups == name
        values[own] = known.steps(fitted(known, ~own))[own]
    return values, names


def report(ways: Sequence[str] = ("model", "family", "system"), constants: Constants = VALUES) -> Iterator[str]:
    """The tables, line by line; a line that begins with BROKEN names a limit that is not kept.

    Args:
        ways: What is left out of the fit in turn.
        constants: Those of the first lines, as shipped.
    """
    rows, shapes = public()
    answers = answer_rows(rows, shapes, constants)
    refused = [answer for answer in answers if isinstance(answer, str)]
    if refused:
        yield f"BROKEN {len(refused)} runs that ran are refused: {refused[0]}"
        return
    computed, low, high = (
        np.array([getattr(one["step_s"], name) for one in answers]) for name in ("value", "low", "high")
    )
    real = np.array([float(row["measured_step_s"]) for row in rows])
    experts = np.array([_has_experts(shapes, row) for row in rows])

    def part(places: NDArray[np.intp], values: NDArray[np.float64] = computed) -> Held:
        wider = values[places] / computed[places]
        return held(values[places], real[places], low[places] * wider, high[places] * wider)

    yield HEAD
    for words, chosen, limit in (("dense", ~experts, DENSE), ("mixtures of experts", experts, EXPERTS)):
        kept = part(np.flatnonzero(chosen))
        yield f"{words:<34}{kept.text}"
        if broken := limit.broken(kept):
            yield f"BROKEN {words}: {broken}"
    for head in ("device", "framework", "precision"):
        for name, one in by_group([row[head] for row in rows], part).items():
            yield f"  {head} {name:<{31 - len(head)}}{one.text}"
    sizes = [f"{int(float(row['n'])):>5,}" for row in rows]
    for name, one in by_group(sizes, part).items():
        yield f"  accelerators {name:<{19}}{one.text}"
    for way in ways:
        values, names = unseen(way)
        yield f"\n{way} left out of the fit\n{HEAD}"
        for words, chosen in (("dense", ~experts), ("experts", experts)):
            kept = part(np.flatnonzero(chosen), values)
            line = f"{words}: {way} left out"
            yield f"{line:<34}{kept.text}"
            if way == "model" and (broken := UNSEEN.broken(kept)):
                yield f"BROKEN {line}: {broken}"
        for name, one in by_group(names, lambda places, values=values: part(places, values)).items():
            yield f"  {name:<32}{one.text}"


def _has_experts(shapes: Mapping[str, Mapping[str, object]], row: Mapping[str, str]) -> bool:
    return bool(shapes[row["model"]].get("moe"))
