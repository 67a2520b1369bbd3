"""Tables of serving steps: rows of text in, answers with their ranges out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, get_args

from msgspec import Struct

from designer.analysis.serving_rows.parts import chip_of, shape_of
from designer.formulas.row_answers import Estimate
from designer.formulas.workloads.serving_step.constants import (
    FIRST_SPREAD,
    FIRST_SPREAD_OTHER,
    RATE_SPREAD,
    TOKEN_SPREAD,
    WIDER,
    Spread,
)
from designer.formulas.workloads.serving_step.question import Engine, Question, Width
from designer.formulas.workloads.serving_step.step import TERMS, Floats, Steps, steps
from designer.model.parts.part import Part

Row = Mapping[str, str]
Kind = Literal["text", "number", "whole", "flag"]
_WIDTHS: Final = get_args(Width)
_ENGINES: Final = get_args(Engine)


class RowInput(Struct, frozen=True):
    """One column.

    Attributes:
        name: Its head.
        unit: Of its values.
        help: What it is, in plain words.
        kind: How its text is read.
        default: Where the column or the cell is empty; None where it must be set.
        most: Largest value.
        choices: The texts that it may have; empty for any.
    """

    name: str
    unit: str
    help: str
    kind: Kind
    default: str | None = None
    most: float = 1e9
    choices: tuple[str, ...] = ()


INPUTS: Final = (
    RowInput("model", "", "catalog id of the model", "text"),
    RowInput("accelerator", "", "catalog id of the accelerator", "text"),
    RowInput("engine", "", "vllm, sglang, trtllm or other", "text", "other", choices=_ENGINES),
    RowInput("weights", "", "bf16, fp8, fp4 or int4", "text", "bf16", choices=_WIDTHS),
    RowInput("kv_bytes_per_value", "byte", "of a cached value; by the weights where left out", "number", "", 16),
    RowInput("input_tokens", "", "of a request", "number"),
    RowInput("output_tokens", "", "of a request", "number"),
    RowInput("concurrency", "", "requests at once, of all replicas", "number"),
    RowInput("tp", "", "tensor-parallel accelerators", "whole", "1", 65_536),
    RowInput("pp", "", "pipeline stages", "whole", "1", 4096),
    RowInput("ep", "", "expert-parallel accelerators", "whole", "1", 65_536),
    RowInput("dp", "", "groups with attention of their own", "whole", "1", 65_536),
    RowInput("replicas", "", "of the model", "whole", "1", 1e7),
    RowInput("disaggregated", "", "1 where prompts are read elsewhere", "flag", "0"),
    RowInput("network_gb_per_s", "GB/s", "one way, of an accelerator; above the scale-up domain", "number", "", 1e6),
)
OUTPUTS: Final = (
    ("tpot_ms", "ms", "time per token"),
    ("ttft_ms", "ms", "first token"),
    ("output_tokens_per_s", "1/s", "of all replicas"),
    ("requests_per_s", "1/s", "of all replicas"),
    ("batch", "", "requests that a replica works on at once"),
    ("waiting", "", "requests of a replica that wait for memory"),
    ("prefill_one_ms", "ms", "to read one prompt"),
    *((f"{name}_ms", "ms", f"{name.replace('_', ' ')} in the time per token") for name in TERMS),
)


class _Asked(Struct, frozen=True):
    """A question, and whether all of the model's shape is published."""

    question: Question
    published: bool


def answer_rows(rows: Sequence[Row], part: Callable[[str], Part | None]) -> list[dict[str, Estimate] | str]:
    """Return the outputs of each row by name, or one line that says why it cannot be answered.

    All rows are worked out together.

    Args:
        rows: Text by the names of `INPUTS`; other columns are not looked at.
        part: Finds a part of the catalog by its id.
    """
    asked = [_asked(row, part) for row in rows]
    good = [one for one in asked if not isinstance(one, str)]
    # All good rows are answered at once, as arrays; places count only these.
    worked = steps([one.question for one in good]) if good else None
    answers: list[dict[str, Estimate] | str] = []
    place = 0
    for one in asked:
        if isinstance(one, str) or worked is None:
            answers.append(one if isinstance(one, str) else "")
            continue
        answers.append(_answer(one, worked, place))
        place += 1
    return answers


def _answer(asked: _Asked, worked: Steps, place: int) -> dict[str, Estimate]:
    question = asked.question
    outside = question.outside + (() if asked.published else ("a shape that is not published",))
    first = FIRST_SPREAD_OTHER if question.engine == "other" else FIRST_SPREAD

    def ranged(value: float, unit: str, spread: Spread) -> Estimate:
        wider = WIDER if outside else 1.0
        return Estimate(value, unit, value * spread.low / wider, value * spread.high * wider)

    def plain(value: float, unit: str) -> Estimate:
        return Estimate(value, unit, value, value)

    def at(column: Floats) -> float:
        return float(column[place])

    found = {
        "tpot_ms": ranged(at(worked.token_s) * 1e3, "ms", TOKEN_SPREAD),
        "ttft_ms": Estimate(None, "ms", None, None, ("how long prompts wait for the accelerators that read them",))
        if question.apart
        else ranged(at(worked.first_s) * 1e3, "ms", first),
        "output_tokens_per_s": ranged(at(worked.tokens_per_s), "1/s", RATE_SPREAD),
        "requests_per_s": ranged(at(worked.requests_per_s), "1/s", RATE_SPREAD),
        "batch": plain(at(worked.batch), ""),
        "waiting": plain(at(worked.waiting), ""),
        "prefill_one_ms": plain(at(worked.prompt_s) * 1e3, "ms"),
    }
    return found | {f"{name}_ms": plain(at(worked.terms[name]) * 1e3, "ms") for name in TERMS}


def _asked(row: Row, part: Callable[[str], Part | None]) -> _Asked | str:
    """The question in ROW, or what is wrong with it."""
    read: dict[str, float | str | None] = {}
    for column in INPUTS:
        text = (row.get(column.name) or "").strip() or column.default
        if text is None:
            return f"{column.name} is missing"
        value = _value(column, text)
        if isinstance(value, _Refused):
            return value.why
        read[column.name] = value
    model, chip = part(str(read["model"])), part(str(read["accelerator"]))
    if model is None:
        return f"the catalog has no model {read['model']}"
    if chip is None:
        return f"the catalog has no accelerator {read['accelerator']}"
    shaped, made = shape_of(model), chip_of(chip)
    if isinstance(shaped, str):
        return shaped
    if isinstance(made, str):
        return made

    def number(name: str) -> float:
        value = read[name]
        assert isinstance(value, float), name
        return value

    def maybe(name: str) -> float | None:
        value = read[name]
        return value if isinstance(value, float) else None

    network = maybe("network_gb_per_s")
    question = Question(
        shape=shaped[0],
        chip=made,
        engine=next(one for one in _ENGINES if one == read["engine"]),
        weights=next(one for one in _WIDTHS if one == read["weights"]),
        cache_bytes=maybe("kv_bytes_per_value"),
        input_tokens=number("input_tokens"),
        output_tokens=number("output_tokens"),
        concurrency=number("concurrency"),
        tensor=int(number("tp")),
        pipeline=int(number("pp")),
        expert=int(number("ep")),
        data=int(number("dp")),
        replicas=int(number("replicas")),
        apart=number("disaggregated") > 0,
        network_bytes_per_s=None if network is None else network * 1e9,
    )
    return _unanswerable(question) or _Asked(question, shaped[1])


def _unanswerable(question: Question) -> str:
    """Why the formula has no answer to QUESTION; "" where it has one."""
    if question.expert > question.accelerators:
        return f"ep {question.expert} is more than the {question.accelerators} accelerators of a replica"
    if question.network_bytes_per_s is None and question.accelerators > question.chip.domain:
        name = f"tp {question.tensor}" if question.data == 1 else f"tp {question.tensor} × dp {question.data}"
        return f"{name} needs network_gb_per_s"
    if question.network_bytes_per_s is None and question.pipeline > 1 and not question.chip.scale_up_bytes_per_s:
        return f"pp {question.pipeline} needs network_gb_per_s"
    return ""


class _Refused(Struct, frozen=True):
    """Why a cell cannot be read, in one line."""

    why: str


def _value(column: RowInput, text: str) -> float | str | _Refused | None:
    """The value of a cell; None where it may be left out and is."""
    if column.choices and text not in column.choices:
        return _Refused(f"{column.name} is {text[:40]!r}; it must be one of {', '.join(column.choices)}")
    if column.kind == "text":
        return text
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        return _Refused(f"{column.name} must be a number, not {text[:40]!r}")
    if column.kind == "flag":
        return value if value in (0.0, 1.0) else _Refused(f"{column.name} must be 0 or 1, not {text[:40]}")
    if column.kind == "whole" and (value < 1 or value != value // 1):
        return _Refused(f"{column.name} must be a whole number of at least 1, not {text[:40]}")
    if not 0 < value <= column.most:
        return _Refused(f"{column.name} must be above 0 and at most {column.most:g}, not {text[:40]}")
    return value
