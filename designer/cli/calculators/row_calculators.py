"""The calculators that are made for tables, which ask the catalog or work all rows out together."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from designer.analysis.serving_rows.rows import INPUTS, OUTPUTS, RowInput
from designer.analysis.serving_rows.rows import answer_rows as serving_rows
from designer.catalog.reading import read_library
from designer.files.reading import bytes_of
from designer.formulas.network.collective_times.rows import answer_rows as collective_rows
from designer.formulas.row_answers import Estimate
from designer.formulas.workloads.training_step.rows import answer_rows as training_rows
from designer.model.records import RefusedInput

Row = Mapping[str, str]


class Listed(NamedTuple):
    """An output that is a list of numbers."""

    value: list[float]
    unit: str
    low: None = None
    high: None = None
    missing: tuple[str, ...] = ()


Answer = Mapping[str, Estimate | Listed] | str
"""The outputs of a row by name, or one line that says why it has none."""


class RowCalculator(NamedTuple):
    """A calculator that is made for tables: it asks the catalog, or works all rows out together.

    Attributes:
        name: What it is called by.
        summary: What it answers, in one sentence.
        formula: The formula in one line.
        source: Where it and its constants are published.
        validity: Where it holds, and how far it is off.
        inputs: Its columns.
        outputs: Name, unit and meaning of what it answers.
        answer: Works rows out, with a file of shapes where one is given.
        takes_shapes: Whether it needs that file.
    """

    name: str
    summary: str
    formula: str
    source: str
    validity: str
    inputs: tuple[RowInput, ...]
    outputs: tuple[tuple[str, str, str], ...]
    answer: Callable[[Sequence[Row], Path | None], Sequence[Answer]]
    takes_shapes: bool = False


def _serving(rows: Sequence[Row], shapes: Path | None) -> Sequence[Answer]:
    return serving_rows(rows, read_library().parts.get)


def _collective(rows: Sequence[Row], shapes: Path | None) -> Sequence[Answer]:
    return collective_rows(rows)


def _training(rows: Sequence[Row], shapes: Path | None) -> Sequence[Answer]:
    assert shapes is not None
    return training_rows(rows, read_shapes(shapes))


def read_shapes(path: Path) -> Mapping[str, object]:
    """Return the shapes of models by name that the JSON file PATH holds.

    Raises:
        RefusedInput: It cannot be read, or is no object of shapes.
    """
    body = bytes_of(path, "shapes of models")
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise RefusedInput(f"{path.name} is not JSON: {problem}.") from None
    if not isinstance(found, dict):
        raise RefusedInput(f"{path.name} holds no shapes by the name of a model.")
    return found


_TRAINING_INPUTS: Final = (
    RowInput("kind", "", "what was measured: tokens/s/GPU, or GPU-hours", "text", ""),
    RowInput("source", "", "where; the month of its software at the end", "text", ""),
    RowInput("model", "", "name in the file of shapes", "text"),
    RowInput("device", "", "accelerator, as H100", "text"),
    RowInput("n", "", "accelerators", "whole"),
    RowInput("precision", "", "bf16, fp8, fp8mx or nvfp4", "text", "bf16"),
    RowInput("gbs", "", "sequences of a step", "whole"),
    RowInput("mbs", "", "sequences of a micro-batch; 0 for the best", "number", "0"),
    RowInput("seq", "", "tokens of a sequence", "whole"),
    RowInput("tp", "", "tensor; this and the next: 0 for the best", "number", "0"),
    RowInput("pp", "", "pipeline stages", "number", "0"),
    RowInput("cp", "", "context", "number", "0"),
    RowInput("vp", "", "virtual stages", "number", "0"),
    RowInput("ep", "", "expert", "number", "0"),
    RowInput("fsdp", "", "1 where weights are sharded", "number", "0"),
    RowInput("recompute", "", "none, selective or full", "text", ""),
    RowInput("domain", "", "accelerators that the scale-up link joins", "whole"),
    RowInput("nic_gb_s", "GB/s", "network of an accelerator, one way", "number"),
    RowInput("framework", "", "what trains", "text", ""),
    RowInput("tokens", "", "of the whole training, for hours", "number", ""),
)

_COLLECTIVE_INPUTS: Final = (
    RowInput("source", "", "where it was measured; names the fabric", "text", ""),
    RowInput("system", "", "accelerator, as h100_sxm; its link follows from it", "text", ""),
    RowInput("op", "", "all-reduce, all-gather, reduce-scatter or all-to-all", "text"),
    RowInput("ranks_per_domain", "", "accelerators that the scale-up link joins", "whole"),
    RowInput("domains", "", "of these", "whole"),
    RowInput("payload_bytes", "byte", "of the whole vector", "number"),
    RowInput("inside_gb_s_one_way", "GB/s", "scale-up link of an accelerator, one way", "number"),
    RowInput("fabric_gb_s_per_accelerator", "GB/s", "network of an accelerator, one way", "number", "0"),
)


ROW_CALCULATORS: Final = {
    one.name: one
    for one in (
        RowCalculator(
            "serving-step",
            "Time per token, first token and tokens a second of a model on accelerators, at so many requests at once.",
            "time per token = weights + experts + cache + arithmetic + layers + expert calls + all-reduce + "
            "all-to-all + requests + prompts of others",
            "constants fitted to 1,592 measured rows of ai-dynamo/aiconfigurator (InferenceX among them), 2025 to 2026",
            "NVIDIA Hopper and Blackwell in one scale-up domain. On the rows of the fit the time per token is off by "
            "10% (median) and 30% (9 in 10), the first token by 27% and 79%; elsewhere the ranges are widened.",
            INPUTS,
            OUTPUTS,
            _serving,
        ),
        RowCalculator(
            "collective",
            "Time of a collective operation inside scale-up domains and between them.",
            "latency + loss before saturation + max(inside, between), of ring, tree and in-switch the fastest",
            "constants fitted to measured rows of ai-dynamo/aiconfigurator, stas00/ml-engineering and NVIDIA/nccl "
            "issues; form as in NVIDIA nccl-tests, doc/PERFORMANCE.md",
            "NVLink 3 to 5 with InfiniBand, RoCE or EFA between. With one system left out of the fit in turn, the "
            "median error from 1 MiB on is 9% and 9 in 10 are within 24%.",
            _COLLECTIVE_INPUTS,
            (("us", "µs", "time of the operation"),),
            _collective,
        ),
        RowCalculator(
            "training-step",
            "Time of a training step of a model on accelerators, with the split that is stated or the best that fits.",
            "step = (micro-batches + bubble + head + what is left of data parallelism + optimizer), each layer the sum "
            "of arithmetic, attention, memory, launches and communication",
            "constants fitted to 222 published runs: NVIDIA-NeMo/Megatron-Bridge, mosaicml/llm-foundry, vTrain, "
            "Korthikanti et al. 2022, MaxText",
            "NVIDIA A100 to GB300 and TPU v4 to v6e. Dense models that the constants had not seen: median error 8%, 9 "
            "in 10 within 17%; mixtures of experts 22% and 35%.",
            _TRAINING_INPUTS,
            (
                ("step_s", "s", "time of a step"),
                ("tokens_s_gpu", "1/s", "tokens a second of an accelerator"),
                ("gpu_hours", "h", "accelerator hours of the whole training"),
            ),
            _training,
            takes_shapes=True,
        ),
    )
}


def row_document(calculator: RowCalculator) -> object:
    """Return CALCULATOR as `calc --list --json` tells it, in the form of the other calculators."""
    kinds = {"number": "number", "whole": "integer", "flag": "integer"}
    return {
        "name": calculator.name,
        "subject": "Made for tables",
        "summary": calculator.summary,
        "formula": calculator.formula,
        "source": calculator.source,
        "inputs": [
            {
                "name": item.name,
                "unit": item.unit,
                "help": item.help,
                "kind": kinds.get(item.kind, "text"),
                "required": item.default is None,
                "default": item.default or None,
                "choices": list(item.choices),
            }
            for item in calculator.inputs
        ],
        "outputs": [{"name": name, "unit": unit, "help": words} for name, unit, words in calculator.outputs],
    }
