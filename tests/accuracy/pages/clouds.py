"""What was measured and what is computed of it, figure by figure."""

import csv
import json
from typing import Final

import numpy as np

from designer.formulas.workloads.training_step.rows import answer_rows as training_rows
from tests.accuracy import collectives
from tests.accuracy.collectives import LARGE
from tests.accuracy.pages.scatter import Cloud, Floats
from tests.accuracy.serving import FIGURES, gathered, unseen
from tests.accuracy.training import FOLDER

_SHOWN: Final = {
    "time per token": ("Time per token", "ms", 1e3),
    "tokens a second": ("Tokens a second of all replicas", "tokens a second", 1.0),
    "first token": ("First token", "ms", 1e3),
}


def serving_clouds() -> dict[str, Cloud]:
    """Return the three figures of serving, each row by constants that had not seen its family of models."""
    rows, known, found = unseen("model")
    families = [row["model"] for row in rows]
    clouds: dict[str, Cloud] = {}
    for name, (figure, truth, spread, _) in FIGURES.items():
        title, unit, times = _SHOWN[name]
        computed, real = gathered(found, figure, known.rate.size) * times, truth(known) * times
        clouds[name] = Cloud(title, unit, computed, real, computed * spread.low, computed * spread.high, families)
    return clouds


def collective_cloud() -> Cloud:
    """Return the times of collectives of 1 MiB and more, each system by constants that had not seen it."""
    rows, answer = collectives.measured(), collectives.held_out("system")
    large = rows.columns.payload >= LARGE
    operations = [name for name, kept in zip(rows.names["op"], large, strict=True) if kept]
    title = "Collectives of 1 MiB and more"
    return Cloud(title, "µs", answer.us[large], rows.us[large], answer.low[large], answer.high[large], operations)


def training_cloud() -> Cloud:
    """Return the times of training steps."""
    shapes = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
    with (FOLDER / "training_rows_public.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measured_step_s"]]
    answers = [answer["step_s"] for answer in training_rows(rows, shapes) if not isinstance(answer, str)]
    computed, low, high = (_column(answers, name) for name in ("value", "low", "high"))
    real = np.array([float(row["measured_step_s"]) for row in rows])
    kinds = ["mixtures of experts" if shapes[row["model"]].get("moe") else row["framework"] for row in rows]
    return Cloud("Training step", "s", computed, real, low, high, kinds)


def _column(answers: list[object], name: str) -> Floats:
    return np.array([getattr(answer, name) for answer in answers], dtype=np.float64)
