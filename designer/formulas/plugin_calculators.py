"""Calculators of plug-ins: described and worked out in the process of plug-ins, listed beside those of the program."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import CALCULATORS
from designer.formulas.calculators.record import Calculator, Input, Kind, Output, Result, Settings, Value
from designer.plugins.asking import Asking, records_of
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, PluginHost, plugin_host

ANSWER_S: Final = 2.0
"""How long a calculator of a plug-in may take."""
_MOST_BYTES: Final = 4_000_000
_MOST_CALCULATORS: Final = 100
_MOST_TEXT: Final = 300
SUBJECT: Final = "Plug-in {}"


class Described(msgspec.Struct, frozen=True):
    """A calculator without the function behind it."""

    name: str
    subject: str
    summary: str
    formula: str
    source: str
    validity: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]


_answers: Final = msgspec.msgpack.Decoder(dict[str, int | float | list[float]])
_questions: Final = msgspec.msgpack.Decoder(tuple[str, dict[str, Value | None]])


def plugin_calculators(
    plugins: Sequence[Plugin], host: PluginHost | None = None
) -> tuple[dict[str, Calculator], tuple[str, ...]]:
    """Return the calculators of PLUGINS by name, and a line for each plug-in or calculator that is left out.

    Args:
        plugins: Those that are switched on.
        host: The process that they run in; None starts one for each call.
    """
    with plugin_host() as own:
        asked = _ASKING.of(plugins, host or own)
    found: dict[str, Calculator] = {}
    problems = list(asked.problems)
    for plugin, described in asked.answers:
        for one in described:
            if one.name in CALCULATORS or one.name in found:
                problems.append(
                    f"The plug-in {plugin.name}: its calculator {one.name} has the name of another and is left out."
                )
            else:
                found[one.name] = _calculator(plugin, one, host)
    return found, tuple(problems)


def _calculator(plugin: Plugin, one: Described, host: PluginHost | None) -> Calculator:
    return Calculator(
        name=one.name,
        subject=SUBJECT.format(plugin.name),
        summary=one.summary,
        formula=one.formula,
        source=one.source or f"plug-in {plugin.name}, which names no source",
        validity=one.validity,
        inputs=one.inputs,
        outputs=one.outputs,
        compute=partial(_compute, plugin, host, one.name),
    )


def _compute(plugin: Plugin, host: PluginHost | None, name: str, settings: Settings) -> Mapping[str, Result]:
    asked = msgspec.msgpack.encode((name, dict(settings.values)))
    try:
        if host is not None:
            answer = host.call(plugin, work_out, asked, seconds=ANSWER_S, most_bytes=_MOST_BYTES)
        else:
            with plugin_host() as own:
                answer = own.call(plugin, work_out, asked, seconds=ANSWER_S, most_bytes=_MOST_BYTES)
        return _answers.decode(answer)
    except PluginFailed as failure:
        raise CalculatorError(str(failure)) from None
    except msgspec.MsgspecError:
        raise CalculatorError(f"The plug-in {plugin.name}: gave an answer that is no number.") from None


def describe(hooks: Any, _payload: bytes) -> bytes:
    """Return the calculators of HOOKS as bytes; runs in the process of plug-ins.

    Raises:
        TypeError: they are none.
    """
    return msgspec.msgpack.encode([_description(one) for one in _given(hooks)])


def work_out(hooks: Any, payload: bytes) -> bytes:
    """Return the answer of a calculator of HOOKS to PAYLOAD, its name and settings; runs in the process of plug-ins.

    Raises:
        TypeError: the answer is no mapping of numbers by the names of its outputs.
    """
    name, values = _questions.decode(payload)
    calculator = next(one for one in _given(hooks) if one.name == name)
    found: Any = calculator.compute(Settings(values))
    if not isinstance(found, Mapping):
        raise TypeError(f"{name} gave a {type(found).__name__}, and not a value for each output")
    answers: dict[str, Any] = {}
    for output in calculator.outputs:
        if output.name not in found:
            raise TypeError(f"{name} gave no {output.name}")
        value = found[output.name]
        values_told = value if isinstance(value, list) else [value]
        if not all(isinstance(one, int | float) and math.isfinite(one) for one in values_told):
            raise TypeError(f"{name} gave something else than a finite number as {output.name}")
        answers[output.name] = value
    return msgspec.msgpack.encode(answers)


def _given(hooks: Any) -> list[Calculator]:
    """Return the calculators that a plug-in gives, as records."""
    return records_of(hooks.calculators(), Calculator, "calculators", "calculators", _MOST_CALCULATORS)


def _description(one: Calculator) -> Described:
    """Return ONE without its function, every field checked for its type and cut to what is shown."""
    kinds: tuple[Kind, ...] = ("number", "integer", "text", "list")
    plain: dict[str, Any] = {
        name: getattr(one, name)[:_MOST_TEXT] if isinstance(getattr(one, name), str) else getattr(one, name)
        for name in Described.__struct_fields__
    }
    try:
        told = msgspec.convert(msgspec.to_builtins(plain), Described)
    except msgspec.ValidationError as error:
        raise TypeError(f"a calculator is none: {error}") from None
    if not told.name or not told.name.replace("-", "").isalnum() or not told.name.isascii() or len(told.name) > 60:
        raise TypeError(f"{told.name!r} is no name of a calculator: use letters, digits and -")
    if not told.outputs or any(item.kind not in kinds for item in told.inputs):
        raise TypeError(f"the calculator {told.name} has no outputs, or an input of no known kind")
    return told


_ASKING: Final = Asking("calculators", describe, msgspec.msgpack.Decoder(tuple[Described, ...]), ANSWER_S, _MOST_BYTES)
