"""Engines worked out together: what each asks of the formula is answered for all of them at once.

An engine is worked out in a generator that yields what it asks, as arrays of a few numbers, and goes on with the
answer. Thousands of engines that each ask by themselves would spend most of their time on calls of NumPy.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from designer.analysis.workloads.serving.basis import curves_of
from designer.analysis.workloads.serving.concurrency import Load, most_at_once
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import Columns, Curves, Floats, curves_of_rows, side_by_side

_T = TypeVar("_T")
_FEW: Final = 16
"""Up to so many engines their curves are worked out one by one, and found again in the next analysis."""


class TimesAsked(NamedTuple):
    """Which times replicas have with BATCH requests at once in each of the rows of CURVES, (rows,).

    LEAST_S is the least time per token that is published, 0 where none is.
    """

    curves: Curves
    batch: Floats
    least_s: float


class Times(NamedTuple):
    """Time per token and first token of each row, in s (rows,)."""

    token_s: Floats
    first_s: Floats


Ask = tuple[Question, ...] | TimesAsked | Load
"""Questions of replicas, whose curves are asked; times with full batches; or requests at once under a load."""
Working = Generator[Ask, Any, _T]
"""An engine that is being worked out."""


def curves_asked(questions: tuple[Question, ...]) -> Working[Curves]:
    """Return how the times of QUESTIONS follow from the batch."""
    found = yield questions
    assert isinstance(found, Curves)
    return found


def times_asked(curves: Curves, batch: Floats, least_s: float) -> Working[Times]:
    """Return the times of `TimesAsked`."""
    found = yield TimesAsked(curves, batch, least_s)
    assert isinstance(found, Times)
    return found


def load_asked(load: Load) -> Working[float]:
    """Return the requests that a replica works on at once under LOAD."""
    found = yield load
    assert isinstance(found, float)
    return found


def together(works: Iterable[Working[_T]]) -> list[_T]:
    """Return what each of WORKS comes to, all of them asked in turn and answered together."""
    going = list(works)
    done: dict[int, _T] = {}
    answers: list[Any] = [None] * len(going)
    waiting = list(range(len(going)))
    while waiting:
        asks: dict[int, Ask] = {}
        for number in waiting:
            try:
                asks[number] = going[number].send(answers[number])
            except StopIteration as end:
                done[number] = end.value
        for kind, answer in _ANSWERS:
            some = [number for number, ask in asks.items() if type(ask) is kind]
            if some:
                for number, found in zip(some, answer([asks[number] for number in some]), strict=True):
                    answers[number] = found
        waiting = list(asks)
    return [done[number] for number in range(len(going))]


def _curves(asks: Sequence[tuple[Question, ...]]) -> list[Curves]:
    if len(asks) <= _FEW:
        return [curves_of(questions) for questions in asks]
    every = curves_of_rows(Columns([one for questions in asks for one in questions]))
    ends = np.cumsum([len(questions) for questions in asks]).tolist()
    return [every.rows(end - len(questions), end) for questions, end in zip(asks, ends, strict=True)]


def _times(asks: Sequence[TimesAsked]) -> list[Times]:
    curves = side_by_side([ask.curves for ask in asks])
    sizes = [ask.batch.size for ask in asks]
    batch = np.concatenate([ask.batch for ask in asks])
    # The least of each ask holds for all of its rows.
    token = np.maximum(curves.token_s(batch), np.repeat([ask.least_s for ask in asks], sizes))
    first = curves.first_s(batch, token)
    ends = np.cumsum(sizes).tolist()
    return [Times(token[end - size : end], first[end - size : end]) for size, end in zip(sizes, ends, strict=True)]


_ANSWERS: Final[tuple[tuple[type, Callable[[Sequence[Any]], Sequence[Any]]], ...]] = (
    (tuple, _curves),
    (TimesAsked, _times),
    (Load, most_at_once),
)
"""By the type of what is asked: the answers to many of it at once."""
