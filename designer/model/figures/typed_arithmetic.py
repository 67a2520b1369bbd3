"""Arithmetic as people type it into a field: "*2", "+10%", "-4", "/2", "=1.5*8", or a plain quantity with its unit.

What begins with an operator starts from the present value, so that one line changes many values, each by its own.
Nothing is ever run as a program: numbers, units, four operators and brackets are all there is.
"""

import math
import re
from typing import Final, Literal, NamedTuple

from designer.model.figures.number_locale import in_english
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.records import RefusedInput

LONGEST: Final = 120
_DEEPEST: Final = 20
_SIGNS: Final = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})
_NUMBER: Final = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPED: Final = re.compile(r"(?<=\d)[\s\u202f,'](?=\d{3}(?!\d))")
_UNIT: Final = re.compile(r"\s*([A-Za-zµ°%\"'″′][A-Za-z0-9µ°³]*(?:/(?:s|h|hr|min|day)(?![A-Za-z0-9]))?)")
_DIGITS: Final = 13

Operator = Literal["", "+", "-", "*", "/"]


class Typed(NamedTuple):
    """Input that was typed: a value of its own, or a change of the present one.

    Attributes:
        operator: "" for a value of its own.
        operand: In the unit of the field; a share of the present value when `of_present`.
        of_present: Whether the operand is a share of the present value ("+10%").
        what: What the field is called, in messages.
        text: As it was typed.
    """

    operator: Operator
    operand: float
    of_present: bool
    what: str
    text: str

    def value(self, present: float | None) -> float:
        """The new value where PRESENT stands now; None is an unknown one.

        Raises:
            RefusedInput: the present value is not known and the new one starts from it, or the answer is no number.
        """
        if not self.operator:
            return self.operand
        if present is None:
            raise RefusedInput(f"{self.what}: there is no value yet that {self.text} could start from; type a number.")
        operand = present * self.operand if self.of_present else self.operand
        return _rounded(_joined(self.operator, present, operand, self.what), self.what)

    def count(self, present: float | None) -> int:
        """The new value, as a whole number.

        Raises:
            RefusedInput: it is none.
        """
        value = self.value(present)
        if not value.is_integer():
            shown = self.text if not self.operator else f"{self.text} of {present:g} is {value:g}, which"
            raise RefusedInput(f"{self.what}: {shown} is not a whole number.")
        return int(value)


def read_typed(text: str, unit: str, what: str, *, share: bool = False) -> Typed:
    """Return the value or the change that TEXT says for WHAT.

    Args:
        text: As a person typed it.
        unit: The unit of the field; "" for a count or a ratio.
        what: What the field is called, in messages.
        share: Whether it is a share of 1, so that "97 %" is 0.97.

    Raises:
        RefusedInput: it is neither a quantity nor arithmetic, or divides by zero; one plain line.
    """
    plain = in_english(text, what).strip().translate(_SIGNS)
    if len(plain) > LONGEST:
        raise RefusedInput(f"{what}: that is longer than {LONGEST} characters.")
    operator = plain[:1]
    # A leading operator changes the present value, whatever it is; "=" sets it to a sum.
    if operator in {"+", "-"}:
        return _sum(operator, plain, text.strip(), unit, what, share=share)
    if operator in {"*", "/"}:
        factor = _Expression(plain[1:], "", what, text, percent=True).answer()
        if operator == "/" and factor == 0:
            raise RefusedInput(f"{what}: nothing can be divided by zero.")
        return Typed("*" if operator == "*" else "/", factor, False, what, text.strip())
    if operator == "=":
        return Typed("", _Expression(plain[1:], unit, what, text, percent=share).answer(), False, what, text.strip())
    try:
        return Typed("", typed_quantity(text, unit, what, share=share), False, what, text.strip())
    except RefusedInput:
        # "2-post" is no arithmetic: only text that looks like some is tried, and the first refusal stands.
        if not re.search(r"[0-9)].*[-+*/(]", plain):
            raise
        answer = _try(plain, unit, what, text, share=share)
        if answer is None:
            raise
        return Typed("", answer, False, what, text.strip())


def _sum(operator: str, plain: str, text: str, unit: str, what: str, *, share: bool) -> Typed:
    rest = plain[1:].strip()
    sign: Operator = "+" if operator == "+" else "-"
    if rest.endswith("%"):
        return Typed(sign, _Expression(rest, "", what, text, percent=True).answer(), not share, what, text)
    return Typed(sign, _Expression(rest, unit, what, text, percent=share).answer(), False, what, text)


def _try(plain: str, unit: str, what: str, text: str, *, share: bool) -> float | None:
    try:
        return _Expression(plain, unit, what, text, percent=share).answer()
    except RefusedInput:
        return None


class _Expression:
    """Numbers with units, + - * / and brackets, read from left to right."""

    def __init__(self, plain: str, unit: str, what: str, text: str, *, percent: bool) -> None:
        self._rest = _GROUPED.sub("", plain)
        self._unit = unit
        self._what = what
        self._text = text.strip()
        self._percent = percent

    def answer(self) -> float:
        """The value.

        Raises:
            RefusedInput: it cannot be read, or is no finite number.
        """
        value = self._sum(0)
        if self._peek():
            raise self._unread()
        return _rounded(value, self._what)

    def _peek(self) -> str:
        self._rest = self._rest.lstrip()
        return self._rest[:1]

    def _take(self) -> str:
        sign, self._rest = self._rest[:1], self._rest[1:]
        return sign

    def _unread(self) -> RefusedInput:
        shown = self._text if len(self._text) <= 30 else self._text[:29] + "…"
        return RefusedInput(f"{self._what}: {shown!r} is not understood; write a number, *2, +10% or =1.5*8.")

    def _sum(self, depth: int) -> float:
        value = self._product(depth)
        while self._peek() in {"+", "-"}:
            sign = self._take()
            value = _joined(sign, value, self._product(depth), self._what)
        return value

    def _product(self, depth: int) -> float:
        value = self._single(depth)
        while self._peek() in {"*", "/"}:
            sign = self._take()
            value = _joined(sign, value, self._single(depth), self._what)
        return value

    def _single(self, depth: int) -> float:
        if depth > _DEEPEST:
            raise RefusedInput(f"{self._what}: there are too many brackets and signs.")
        following = self._peek()
        if following == "(":
            self._take()
            value = self._sum(depth + 1)
            if self._peek() != ")":
                raise self._unread()
            self._take()
            return value
        if following in {"-", "+"}:
            sign = self._take()
            value = self._single(depth + 1)
            return -value if sign == "-" else value
        number = _NUMBER.match(self._rest)
        if number is None:
            raise self._unread()
        self._rest = self._rest[number.end() :]
        unit = _UNIT.match(self._rest)
        if unit is None:
            return float(number[0])
        self._rest = self._rest[unit.end() :]
        # A percentage is a share where one is allowed; else % is a unit like any other.
        if unit[1] == "%" and self._percent:
            return float(number[0]) / 100
        return typed_quantity(f"{number[0]} {unit[1]}", self._unit, self._what)


def _joined(sign: str, left: float, right: float, what: str) -> float:
    if sign == "/" and right == 0:
        raise RefusedInput(f"{what}: nothing can be divided by zero.")
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


def _rounded(value: float, what: str) -> float:
    """VALUE without the dust of binary fractions.

    Raises:
        RefusedInput: it is beyond all numbers.
    """
    if not math.isfinite(value):
        raise RefusedInput(f"{what}: that is no finite number.")
    return float(f"{value:.{_DIGITS}g}")
