"""Answers a table of training runs: reads the columns, computes all rows together, says why a row has no answer."""

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.row_answers import Estimate, read_number
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.devices import device_words, find_device
from designer.formulas.workloads.training_step.layout import FSDP, lay_out
from designer.formulas.workloads.training_step.memory import memory_bytes
from designer.formulas.workloads.training_step.runs import (
    PRECISIONS,
    RECOMPUTE,
    Run,
    Runs,
    Splits,
    column_runs,
    join_splits,
)
from designer.formulas.workloads.training_step.search import Stated, candidates
from designer.formulas.workloads.training_step.shapes import Shape, read_shape
from designer.formulas.workloads.training_step.step import Constants, step_times

INPUTS: Final = (
    "kind",
    "source",
    "model",
    "device",
    "n",
    "precision",
    "gbs",
    "mbs",
    "seq",
    "tp",
    "pp",
    "cp",
    "vp",
    "ep",
    "fsdp",
    "recompute",
    "domain",
    "nic_gb_s",
    "framework",
    "tokens",
)
"""Columns that are read; others, such as what was measured, are not."""

_PRECISION_WORDS: Final = (
    (re.compile(r"fp4|float4"), "fp4"),
    (re.compile(r"mxfp8|fp8mx"), "fp8mx"),
    (re.compile(r"fp8|float8|int8"), "fp8"),
    (re.compile(r"^$|bf16|fp16|bfloat16|float16"), "bf16"),
)
_RECOMPUTE_WORDS: Final = (
    (re.compile(r"^(?:none|no|off)\b"), "none"),
    (re.compile(r"^(?:selective|minimal)"), "selective"),
    (re.compile(r"^full"), "full"),
)
"""Words that tables use for a precision and for recomputation; the first that fits holds."""
OLD_ATTENTION: Final = ("fsdp", "torchtitan")
"""Frameworks whose runs stand on flash attention before version 3."""
MEGATRON_2021: Final = "megatron-2021"
CONTAINER: Final = re.compile(r"\b(2\d)\.(0[1-9]|1[0-2])(?:\.\d+)*\s*$")
"""Year and month of the software at the end of a source, such as "performance-summary.md, 26.04.01"."""
LARGEST_COUNT: Final = 10_000_000
LARGEST_NUMBER: Final = 1e18
STEPS_OF_SEARCH: Final = 200_000
"""Candidates computed at a time."""


class _Row(Struct, frozen=True):
    """One row as numbers."""

    run: Run
    stated: Stated
    tokens: float
    hours: bool
    whole_batch: bool


def answer_rows(
    rows: Sequence[Mapping[str, str]],
    shapes: Mapping[str, object],
    constants: Constants = VALUES,
) -> list[Mapping[str, Estimate] | str]:
    """Return `step_s` and `tokens_s_gpu` of each row, `gpu_hours` where hours are asked, or why it cannot be told.

    A split that is not stated is searched: the fastest that fits. A stated split is computed as it is, tight or not.

    Args:
        rows: Texts by column, as in `INPUTS`.
        shapes: Shapes of models by name, as in model_shapes.json.
        constants: Values by name, as in `constants.CONSTANTS`.
    """
    known = _read_shapes(shapes)
    read = [_read(row, known, constants["batch_tokens"]) for row in rows]
    good = [row for row in read if isinstance(row, _Row)]
    if not good:
        return [row if isinstance(row, str) else {} for row in read]
    runs = column_runs([row.run for row in good])
    seconds, over, _ = _best(good, runs, constants)
    found = iter([_answer(row, seconds[at], over[at], constants) for at, row in enumerate(good)])
    return [row if isinstance(row, str) else next(found) for row in read]


def split_rows(
    rows: Sequence[Mapping[str, str]], shapes: Mapping[str, object], constants: Constants = VALUES
) -> tuple[Runs, Splits]:
    """Return the run and the split of each of ROWS (K,), the best where it is not stated, to be computed again.

    Args:
        rows: Texts by column, as in `INPUTS`; all of them good ones.
        shapes: Shapes of models by name, as in model_shapes.json.
        constants: Values by name, by which splits are chosen.

    Raises:
        ValueError: A row has no answer.
    """
    known = _read_shapes(shapes)
    good: list[_Row] = []
    for row in rows:
        read = _read(row, known, constants["batch_tokens"])
        if isinstance(read, str):
            raise ValueError(read)
        good.append(read)
    runs = column_runs([row.run for row in good])
    return runs, _best(good, runs, constants)[2]


def _best(rows: Sequence[_Row], runs: Runs, constants: Constants) -> tuple[list[float], list[float], Splits]:
    """Return seconds of a step with the best split of each run, its memory ÷ what there is, and that split (K,)."""
    taken: list[Splits] = []
    seconds = [0.0] * len(rows)
    over = [0.0] * len(rows)
    waiting: list[Splits] = []
    held = 0
    for index, row in enumerate(rows):
        waiting.append(candidates(row.run, row.stated, index))
        held += waiting[-1].run.size
        if held < STEPS_OF_SEARCH and index < len(rows) - 1:
            continue
        splits = join_splits(waiting)
        of_each = runs.take(splits.run)
        times = step_times(of_each, splits, constants).total
        memory = memory_bytes(of_each, splits, lay_out(of_each, splits)) / of_each.memory
        # What fits comes first, by time; where nothing does, what comes nearest.
        fits = memory <= constants["tight"]
        order = np.lexsort((np.where(fits, times, memory), ~fits, splits.run))
        _, first = np.unique(splits.run[order], return_index=True)
        for at in order[first].tolist():
            seconds[int(splits.run[at])] = float(times[at])
            over[int(splits.run[at])] = float(memory[at])
        taken.append(splits.take(order[first]))
        waiting, held = [], 0
    return seconds, over, join_splits(taken)


def _answer(row: _Row, seconds: float, memory: float, c: Constants) -> Mapping[str, Estimate] | str:
    """Return the outputs of a row whose best split takes SECONDS and MEMORY of what there is."""
    if seconds <= 0:
        return "no split of the model over so few accelerators is possible: n is too small for what is stated"
    run = row.run
    if not run.fabric and run.accelerators > run.domain:
        return (
            f"the run leaves the scale-up domain of {run.domain:g} accelerators, and nic_gb_s is 0: it cannot "
            "communicate"
        )
    low, high = ("experts_low", "experts_high") if run.shape.experts else ("dense_low", "dense_high")
    # The range grows by each thing that the fit has not seen.
    wider = 1.0
    if not (row.stated.whole and row.whole_batch):
        wider *= c["searched"]
    if not run.device.tested:
        wider *= c["untested"]
    if memory > c["tight"]:
        wider *= c["tight"]
    step = Estimate(seconds, "s", seconds * c[low] / wider, seconds * c[high] * wider)
    speed = run.sequences * run.tokens / run.accelerators
    answer = {
        "step_s": step,
        "tokens_s_gpu": Estimate(
            # Speed and time are inverse: the high end of one is the low end of the other.
            speed / seconds,
            "tokens/s",
            speed / (seconds * c[high] * wider),
            speed / (seconds * c[low] / wider),
        ),
    }
    if row.hours and not row.tokens:
        answer["gpu_hours"] = Estimate(None, "GPU·h", None, None, ("tokens",))
    elif row.tokens:
        hours = row.tokens / (speed / seconds) / 3600 / c["goodput"]
        answer["gpu_hours"] = Estimate(
            hours * c["project"],
            "GPU·h",
            hours * c["project_low"] * c[low] / wider,
            hours * c["project_high"] * c[high] * wider,
        )
    return answer


def _read_shapes(shapes: Mapping[str, object]) -> dict[str, Shape | str]:
    """Return each shape, or what is wrong with it."""
    known: dict[str, Shape | str] = {}
    for name, record in shapes.items():
        try:
            known[name] = read_shape(name, record)
        except ValueError as error:
            known[name] = str(error)
    return known


def _read(row: Mapping[str, str], shapes: Mapping[str, Shape | str], batch_tokens: float) -> _Row | str:
    """Return ROW as numbers, or what is wrong with it; a batch that is not stated has BATCH_TOKENS."""
    model = (row.get("model") or "").strip()
    shape = shapes.get(model)
    if shape is None:
        return f"there is no shape of the model {model[:60]!r}"
    if isinstance(shape, str):
        return shape
    name = (row.get("device") or "").strip()
    device = find_device(name)
    if device is None:
        return f"device {name[:40]!r} is not known: known are {device_words()}"
    precision = _word(row, "precision", _PRECISION_WORDS)
    if precision is None:
        return f"precision must be one of {', '.join(PRECISIONS)}, not {(row.get('precision') or '')[:40]!r}"
    recompute = _word(row, "recompute", _RECOMPUTE_WORDS)
    if recompute is None and (text := (row.get("recompute") or "").strip()) not in ("", "0"):
        return f"recompute must be one of {', '.join(RECOMPUTE)}, not {text[:40]!r}"
    try:
        accelerators = read_number(row, "n", least=1, most=LARGEST_COUNT, whole=True)
        tokens = read_number(row, "seq", least=1, most=LARGEST_COUNT, whole=True)
        sequences = read_number(row, "gbs", least=0, most=LARGEST_COUNT, whole=True, default=0)
        micro, tensor, pipeline, context, virtual, expert = (
            int(read_number(row, key, least=0, most=LARGEST_COUNT, whole=True, default=0))
            for key in ("mbs", "tp", "pp", "cp", "vp", "ep")
        )
        fsdp = read_number(row, "fsdp", least=0, most=LARGEST_COUNT, whole=True, default=0)
        domain = read_number(row, "domain", least=0, most=LARGEST_COUNT, whole=True, default=0)
        fabric = read_number(row, "nic_gb_s", least=0, most=LARGEST_NUMBER, default=device.fabric_gb_per_s)
        trained = read_number(row, "tokens", least=0, most=LARGEST_NUMBER, default=0)
    except ValueError as error:
        return str(error)
    if max(tensor, 1) * max(pipeline, 1) * max(context, 1) > accelerators:
        return f"tp × pp × cp is {max(tensor, 1) * max(pipeline, 1) * max(context, 1)}, and n is {accelerators:g}"
    if pipeline > shape.layers:
        return f"pp is {pipeline}, and {model} has {shape.layers} layers"
    pipelines = accelerators // (max(tensor, 1) * max(pipeline, 1) * max(context, 1))
    framework = (row.get("framework") or "").strip().lower()
    found = CONTAINER.search(row.get("source") or "")
    return _Row(
        run=Run(
            accelerators=accelerators,
            sequences=sequences or max(ceil(batch_tokens / tokens), pipelines),
            tokens=tokens,
            domain=domain or device.domain or accelerators,
            fabric=fabric,
            precision=PRECISIONS.index(precision),
            megatron_2021=framework == MEGATRON_2021,
            old_attention=framework in OLD_ATTENTION,
            months=(int(found[1]) - 26) * 12 + int(found[2]) - 4 if found else 0.0,
            device=device,
            shape=shape,
        ),
        stated=Stated(
            micro=micro,
            tensor=tensor,
            pipeline=pipeline,
            virtual=virtual or (1 if pipeline == 1 else 0),
            context=context or (1 if tensor or pipeline else 0),
            expert=expert or (0 if shape.experts else 1),
            zero=FSDP if fsdp else (1 if tensor or pipeline else None),
            recompute=RECOMPUTE.index(recompute) if recompute else None,
        ),
        tokens=trained,
        hours="hour" in (row.get("kind") or "").lower(),
        whole_batch=sequences > 0,
    )


def _word(row: Mapping[str, str], key: str, words: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    """Return what the cell KEY of ROW stands for by WORDS; None if no word fits."""
    text = (row.get(key) or "").strip().lower()
    return next((meaning for pattern, meaning in words if pattern.search(text)), None)
