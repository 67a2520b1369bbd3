"""The published form of a serving step beside the one that is shipped: on the same rows, with constants fitted alike.

The shipped form has two rules more: experts in four bits that the chip multiplies itself are read as dense weights are,
and each FP8 layer starts kernels that narrow its inputs. All else is METHOD_SERVING, sections 1 to 4.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from designer.analysis.serving_rows.parts import chip_of, shape_of
from designer.formulas.workloads.serving_step.constants import RATE_SPREAD
from designer.formulas.workloads.serving_step.question import Question, Width
from designer.formulas.workloads.serving_step.step import Columns, Steps, curves_of_rows, steps_of
from tests.accuracy.serving import (
    FIGURES,
    SHIPPED,
    TOLD_BY_THE_METHOD,
    gathered,
    left_out,
    measured,
    measured_of,
    unseen,
)
from tests.accuracy.serving_fit import Measured
from tests.accuracy.tables import HEAD, Held, held
from tests.formulas.workloads.serving_step.measured import FOLDER, measured_rows, question_of, read
from tests.shipped import LIBRARY

Floats = NDArray[np.float64]
Unseen = Sequence[tuple[NDArray[np.intp], Steps]]

FAMILY: Final = "one model family left out"
SYSTEM: Final = "one system left out"
_WAYS: Final = {FAMILY: "model", SYSTEM: "system"}
TOLD: Final[Mapping[str, tuple[float, float]]] = {
    "deepseek-r1": (0.115, 0.32),
    "glm-5": (0.244, 0.35),
    "gpt-oss-120b": (0.175, 0.56),
    "llama-3.1-8b": (0.118, 0.27),
    "minimax-m2.5": (0.096, 0.20),
    "qwen3-32b": (0.086, 0.44),
    "qwen3.5-397b-a17b": (0.136, 0.30),
}
"""Of the public families when left out, as the method tells them (section 5): time per token, median and 9 in 10.

It fitted 2,548 rows, 956 of which are kept aside: three families more, and B300 of these.
"""
SAME: Final = 0.005
"""So near an answer is to that of the method where both are of one form (section 7)."""
LARGEST: Final = 2048
"""Requests at once of a group with attention of its own, in the runs of TensorRT-LLM's overview."""


def as_published(columns: Columns) -> Columns:
    """Take the two rules from COLUMNS, which are changed, and return them."""
    columns.reads_natively[:], columns.narrowed[:] = False, 0
    return columns


class Form(NamedTuple):
    """One form on the public rows.

    Attributes:
        known: The rows as the form reads them, and what was measured.
        shipped: Their steps with the constants as shipped.
        unseen: By what is left out, their steps with constants that have not seen the group.
    """

    known: Measured
    shipped: Steps
    unseen: Mapping[str, Unseen]

    def held(self) -> Mapping[str, Mapping[str, Held]]:
        """Return how it does, by the figure and by what its constants have not seen."""
        found: dict[str, Mapping[str, Held]] = {}
        for title, (figure, truth, spread, _) in FIGURES.items():
            real = truth(self.known)
            values = {SHIPPED: figure(self.shipped)}
            values |= {words: gathered(steps, figure, real.size) for words, steps in self.unseen.items()}
            found[title] = {
                words: held(some, real, some * spread.low, some * spread.high) for words, some in values.items()
            }
        return found


@cache
def published() -> Form:
    """Return the published form, its constants fitted anew for each group that is left out."""
    rows, _ = measured()
    known = measured_of(rows)
    as_published(known.columns)
    unseen_of = {words: left_out(known, [row[name] for row in rows]) for words, name in _WAYS.items()}
    return Form(known, steps_of(known.columns), unseen_of)


@cache
def shipped() -> Form:
    """Return the form that is shipped, the same."""
    _, known = measured()
    return Form(known, steps_of(known.columns), {words: unseen(name)[2] for words, name in _WAYS.items()})


def told_on_these_rows() -> Held:
    """Return what the method's own figures by family come to on the public rows of the family, time per token.

    Each error of the published form is stretched so that its family has the median and the nine in ten that are told.
    """
    known, _, unseen_of = published()
    off = np.abs(gathered(unseen_of[FAMILY], lambda worked: worked.token_s, known.token_s.size) / known.token_s - 1)
    names = np.array([row["model"] for row in measured()[0]])
    for name, (median, high) in TOLD.items():
        own = names == name
        ours, last = np.percentile(off[own], [50, 90]), off[own].max()
        off[own] = np.interp(off[own], [0, *ours, last], [0, median, high, high * last / ours[1]])
    return held(1 + off, np.ones_like(off))


def pools() -> tuple[Held, Held]:
    """Return the time per token of decode pools, in no fit, by the published form and by the one that is shipped."""
    known = measured_of(measured_rows("disagg"))
    ours = held(steps_of(known.columns).token_s, known.token_s)
    return held(steps_of(as_published(known.columns)).token_s, known.token_s), ours


def agreement() -> Mapping[str, tuple[int, int, float, float]]:
    """Return, by figure, of how many rows the method tells its answer, how many of ours are the same, and how ours
    differ at the least and at the most.
    """
    told = {row["id"]: row for row in read("serving_reference.csv")}
    found: dict[str, tuple[int, int, float, float]] = {}
    rows = [row for row in read("serving_rows_public.csv") if row["id"] in told]
    worked = steps_of(Columns([question_of(row, LIBRARY) for row in rows]))
    for title, (column, unit) in TOLD_BY_THE_METHOD.items():
        kept = [place for place, row in enumerate(rows) if told[row["id"]][column]]
        reference = np.array([float(told[rows[place]["id"]][column]) for place in kept]) * unit
        off = FIGURES[title][0](worked)[kept] / reference - 1
        found[title] = (len(kept), int(np.sum(np.abs(off) <= SAME)), float(off.min()), float(off.max()))
    return found


def overview() -> tuple[Held, Held]:
    """Return the tokens a second of runs that NVIDIA published of TensorRT-LLM, in no fit, by both forms.

    As many requests at once as memory holds, at most `LARGEST` in a group and those of the run (METHOD_SERVING,
    section 5). Experts are run with attention data parallelism over all accelerators, as the page's options say.
    """
    with (FOLDER / "tensorrt_llm_overview.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    real = np.array([float(row["tokens_per_s"]) for row in rows])
    most = np.array([float(row["requests"]) for row in rows])
    alone = Columns([_run(row, 1.0) for row in rows])
    requests = np.minimum(np.minimum(curves_of_rows(alone).fits, LARGEST * alone.data), most)
    columns = Columns([_run(row, at_once) for row, at_once in zip(rows, requests.tolist(), strict=True)])

    def kept(values: Floats) -> Held:
        return held(values, real, values * RATE_SPREAD.low, values * RATE_SPREAD.high)

    ours = kept(steps_of(columns).tokens_per_s)
    return kept(steps_of(as_published(columns)).tokens_per_s), ours


def _run(row: Mapping[str, str], at_once: float) -> Question:
    read_shape, chip = shape_of(LIBRARY.parts[row["model"]]), chip_of(LIBRARY.parts[row["accelerator"]])
    assert not isinstance(read_shape, str)
    assert not isinstance(chip, str)
    shape, _ = read_shape
    size = int(row["accelerators"])
    return Question(
        shape=shape,
        chip=chip,
        engine="trtllm",
        weights=cast("Width", row["weights"]),
        input_tokens=float(row["input_tokens"]),
        output_tokens=float(row["output_tokens"]),
        concurrency=at_once,
        tensor=1 if shape.experts else size,
        expert=size if shape.experts else 1,
        data=size if shape.experts else 1,
    )


def both() -> Iterator[tuple[str, Held, Held]]:
    """Each figure in words, by the published form and by the one that is shipped."""
    ours = shipped().held()
    for title, ways in published().held().items():
        for words, one in ways.items():
            yield f"{title}, {words}", one, ours[title][words]
    yield "time per token, decode pools, in no fit", *pools()
    yield "tokens a second, TensorRT-LLM's overview, in no fit", *overview()


def report() -> Iterator[str]:
    """The lines of both forms; none is judged here, as the limits are of what is shipped."""
    for words, form, ours in both():
        yield f"\n{words}\n{HEAD}"
        yield f"{'the published form':<34}{form.text}"
        yield f"{'the form that is shipped':<34}{ours.text}"
    yield f"\ntime per token, {FAMILY}\n{HEAD}"
    yield f"{'by family as the method tells it':<34}{told_on_these_rows().text}"
    yield "\nanswers within 0.5% of those that the method tells, and how far the others differ"
    for title, (rows, same, low, high) in agreement().items():
        yield f"{title:<34}{same:>6} of {rows}, {low:+.1%} to {high:+.1%}"
