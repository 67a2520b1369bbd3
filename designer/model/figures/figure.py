"""A number that can be asked "Why?": its range, formula, terms and sources.

A Figure is a tree. Its leaves are catalog facts, design values, assumptions and routing results; its
branches name an operation that `recompute` can run again from the leaves.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from msgspec.structs import replace

from designer.formulas import operations
from designer.model.records import Record

Status = Literal["sourced", "derived", "estimate", "unverified", "assumed", "user"]
Operation = Literal[
    "fact",
    "assumption",
    "design",
    "routing",
    "sum",
    "product",
    "quotient",
    "difference",
    "maximum",
    "minimum",
    "annuity",
    "ceiling",
    "floor",
    "wait",
    "battery",
]

LEAVES: Final = frozenset({"fact", "assumption", "design", "routing"})
_STRONG_TO_WEAK: Final[tuple[Status, ...]] = ("sourced", "user", "derived", "assumed", "estimate", "unverified")
_WEAKNESS: Final[Mapping[Status, int]] = {status: rank for rank, status in enumerate(_STRONG_TO_WEAK)}


class Figure(Record, frozen=True, kw_only=True, gc=False):
    """A value with its unit, range and reason.

    It is made of earlier ones alone, so none is ever part of a circle that the garbage collector has to look for.

    Attributes:
        value: The number; None when nothing of it is known.
        unit: The unit of value, low and high ("W", "Gb/s", "USD", "" for a ratio or count).
        low: Least plausible value; None when value is None.
        high: Greatest plausible value.
        label: What it is, in words.
        operation: How value follows from the terms, or which kind of leaf it is.
        formula: The operation in words a person can follow.
        terms: The figures it was made from, in order.
        sources: Ids of the sources of a leaf.
        status: The weakest status of all that enters.
        missing: What is unknown and so left out; a total with missing entries means "at least".
        subject: Id of the node, link or part that a leaf belongs to.
        date: As-of date of a leaf fact (ISO), if known.
        note: Conditions of a fact, or the reason of an assumption.
        likely: P10 and P90 over all its ranges at once, where they were drawn; `low` and `high` are its corners.
    """

    value: float | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    label: str = ""
    operation: Operation = "design"
    formula: str = ""
    terms: tuple["Figure", ...] = ()
    sources: tuple[str, ...] = ()
    status: Status = "sourced"
    missing: tuple[str, ...] = ()
    subject: str = ""
    date: str = ""
    note: str = ""
    likely: tuple[float, float] | None = None

    @property
    def known(self) -> bool:
        """Return True when there is a value at all."""
        return self.value is not None

    @property
    def or_zero(self) -> float:
        """Return the value, 0 where nothing of it is known."""
        return self.value or 0.0

    @property
    def exact(self) -> bool:
        """Return True when the value is known without a range and nothing was left out of it."""
        return self.value is not None and self.low == self.value == self.high and not self.missing

    @property
    def at_least(self) -> bool:
        """Return True when something unknown was left out of the value."""
        return bool(self.missing)

    def walk(self) -> Iterator["Figure"]:
        """This figure and all below it, parents first."""
        yield self
        for term in self.terms:
            yield from term.walk()


def leaf(
    label: str,
    value: float | None,
    unit: str = "",
    *,
    low: float | None = None,
    high: float | None = None,
    operation: Operation = "design",
    sources: tuple[str, ...] = (),
    status: Status = "sourced",
    subject: str = "",
    date: str = "",
    note: str = "",
    formula: str = "",
) -> Figure:
    """A figure without terms; an unknown value names itself as missing."""
    if value is None:
        return Figure(
            value=None,
            unit=unit,
            label=label,
            operation=operation,
            missing=(label,),
            subject=subject,
            note=note,
            status="unverified",
        )
    return Figure(
        value=value,
        unit=unit,
        low=value if low is None else low,
        high=value if high is None else high,
        label=label,
        operation=operation,
        formula=formula,
        sources=sources,
        status=status,
        subject=subject,
        date=date,
        note=note,
    )


def unknown_like(pattern: Figure, label: str) -> Figure:
    """Return PATTERN, a leaf of which nothing is known, under another LABEL.

    As `leaf` in a third of its time: for what is told of each of thousands of services.
    """
    return replace(pattern, label=label, missing=(label,))


def known_like(pattern: Figure, label: str, value: float, subject: str) -> Figure:
    """Return PATTERN, a leaf that is known exactly, with another LABEL, VALUE and SUBJECT; see `unknown_like`."""
    return replace(pattern, label=label, value=value, low=value, high=value, subject=subject)


def count_of(label: str, value: int, subject: str = "") -> Figure:
    """A whole number that the design states (copies, cables)."""
    return known_like(_COUNTED, label, float(value), subject)


_COUNTED: Final = leaf("a number", 0.0)


def weakest(statuses: Iterable[Status]) -> Status:
    """The status that a figure made of STATUSES deserves."""
    worst: Status = "sourced"
    for status in statuses:
        if _WEAKNESS[status] > _WEAKNESS[worst]:
            worst = status
    return worst


def total(label: str, terms: Iterable[Figure], unit: str, formula: str = "") -> Figure:
    """The sum of the known TERMS; what is unknown is named in `missing`."""
    return _combine("sum", label, tuple(terms), unit, formula or "sum of the terms")


def product(label: str, terms: Iterable[Figure], unit: str, formula: str = "") -> Figure:
    """The product of TERMS; unknown when one of them is."""
    terms = tuple(terms)
    if len(terms) != 2:
        return _combine("product", label, terms, unit, formula or " × ".join([term.label for term in terms]))
    # Most have two terms, and many thousand are made in an analysis: what is known of both is multiplied here.
    first, second = terms
    formula = formula or f"{first.label} × {second.label}"
    one, other = first.value, second.value
    if one is not None and other is not None:
        value = 1.0 * one * other
        if first.low == one == first.high and second.low == other == second.high:
            return _of_two("product", label, (value, value, value), terms, unit, formula)
        low, low_other, high, high_other = first.low, second.low, first.high, second.high
        if low is not None and low_other is not None and high is not None and high_other is not None:
            ends = (1.0 * low * low_other, value, 1.0 * high * high_other)
            return _of_two("product", label, ends, terms, unit, formula)
    return _combine("product", label, terms, unit, formula)


def quotient(label: str, numerator: Figure, denominator: Figure, unit: str, formula: str = "") -> Figure:
    """NUMERATOR / DENOMINATOR; unknown when either is, or when the denominator is 0."""
    formula = formula or f"{numerator.label} / {denominator.label}"
    terms = (numerator, denominator)
    over, under = numerator.value, denominator.value
    if over is not None and under and numerator.low == over == numerator.high:
        value = over / under
        if denominator.low == under == denominator.high:
            return _of_two("quotient", label, (value, value, value), terms, unit, formula)
    return _combine("quotient", label, terms, unit, formula)


def difference(label: str, first: Figure, second: Figure, unit: str, formula: str = "") -> Figure:
    """FIRST - SECOND; unknown when either is."""
    return _combine("difference", label, (first, second), unit, formula or f"{first.label} − {second.label}")


def maximum(label: str, terms: Iterable[Figure], unit: str, formula: str = "") -> Figure:
    """The largest known term."""
    return _combine("maximum", label, tuple(terms), unit, formula or "the largest of the terms")


def minimum(label: str, terms: Iterable[Figure], unit: str, formula: str = "") -> Figure:
    """The smallest known term."""
    return _combine("minimum", label, tuple(terms), unit, formula or "the smallest of the terms")


def annuity(label: str, principal: Figure, rate: Figure, years: Figure, unit: str) -> Figure:
    """Yearly payment that repays PRINCIPAL over YEARS at RATE (capital recovery factor)."""
    formula = "principal × r(1+r)ⁿ / ((1+r)ⁿ − 1)"
    return _combine("annuity", label, (principal, rate, years), unit, formula)


def rounded_up(label: str, figure: Figure, unit: str = "") -> Figure:
    """FIGURE as the next whole number that is enough."""
    return _combine("ceiling", label, (figure,), unit, f"{figure.label}, rounded up")


def rounded_down(label: str, figure: Figure, unit: str = "") -> Figure:
    """FIGURE as the next whole number that is not more."""
    return _combine("floor", label, (figure,), unit, f"{figure.label}, rounded down")


def waiting(label: str, arrivals: Figure, service: Figure, servers: Figure) -> Figure:
    """Mean wait in s for ARRIVALS a second, each served in SERVICE s by one of SERVERS; unknown when without end."""
    formula = "Erlang's C formula: chance to wait × service / (servers − arrivals × service)"
    return _combine("wait", label, (arrivals, service, servers), "s", formula)


def battery_time(label: str, full_load: Figure, share: Figure, exponent: Figure, left: Figure) -> Figure:
    """Minutes of a battery that lasts FULL_LOAD minutes at full load, at SHARE of it; see `battery_minutes`."""
    formula = "minutes at full load × capacity left / load share ^ Peukert's exponent"
    return _combine("battery", label, (full_load, share, exponent, left), "min", formula)


def worked_out(
    operation: Operation, label: str, value: float, terms: tuple[Figure, ...], unit: str, formula: str
) -> Figure:
    """The figure that OPERATION on TERMS gives, whose VALUE is at hand already: for tables of many thousand rows.

    All TERMS are known exactly: they have no range and lack nothing. `recompute` gives VALUE again.
    """
    status = terms[0].status
    for term in terms[1:]:
        if _WEAKNESS[term.status] > _WEAKNESS[status]:
            status = term.status
    return Figure(
        value=value,
        unit=unit,
        low=value,
        high=value,
        label=label,
        operation=operation,
        formula=formula,
        terms=terms,
        status=status,
    )


def evaluate(
    operation: Operation, values: tuple[tuple[float | None, float | None, float | None], ...]
) -> tuple[float | None, float | None, float | None]:
    """(low, value, high) of OPERATION over the (low, value, high) of its terms."""
    lows, middles, highs = zip(*values, strict=True) if values else ((), (), ())
    return _evaluate(operation, lows, middles, highs)


def _evaluate(
    operation: Operation, lows: operations.Values, middles: operations.Values, highs: operations.Values
) -> tuple[float | None, float | None, float | None]:
    run = operations.OPERATIONS[operation]
    if lows == middles == highs:
        result = run(middles)
        return result, result, result
    falling = operations.FALLING_ARGUMENTS.get(operation)
    if not falling:
        return run(lows), run(middles), run(highs)
    worst, best = list(lows), list(highs)
    for place in falling:
        worst[place], best[place] = best[place], worst[place]
    return run(tuple(worst)), run(middles), run(tuple(best))


def _combine(operation: Operation, label: str, terms: tuple[Figure, ...], unit: str, formula: str) -> Figure:
    # Thousands are made in an analysis: one list for each field is several times faster than a tuple for each term.
    if len(terms) == 2:
        first, second = terms
        lows, middles, highs = (first.low, second.low), (first.value, second.value), (first.high, second.high)
    else:
        lows = tuple([term.low for term in terms])
        middles = tuple([term.value for term in terms])
        highs = tuple([term.high for term in terms])
    low, value, high = _evaluate(operation, lows, middles, highs)
    if value is not None and not math.isfinite(value):
        low = value = high = None
    unknown: list[str] = []
    worst: Status = "sourced"
    for term in terms:
        if term.missing:
            unknown += term.missing
        status = term.status
        if status is not worst and term.value is not None and _WEAKNESS[status] > _WEAKNESS[worst]:
            worst = status
    missing = tuple(dict.fromkeys(unknown)) if unknown else () if value is not None else (label,)
    return Figure(
        value=value,
        unit=unit,
        low=low,
        high=high,
        label=label,
        operation=operation,
        formula=formula,
        terms=terms,
        status=worst,
        missing=missing,
    )


def _of_two(
    operation: Operation,
    label: str,
    ends: tuple[float, float, float],
    terms: tuple[Figure, Figure],
    unit: str,
    formula: str,
) -> Figure:
    """Return the figure that OPERATION on two known TERMS gives, whose low, middle and high ENDS are at hand.

    A test holds it equal to `_combine`, which takes twice as long.
    """
    low, value, high = ends
    if not math.isfinite(value):
        return _combine(operation, label, terms, unit, formula)
    first, second = terms
    status, other = first.status, second.status
    if other is not status and _WEAKNESS[other] > _WEAKNESS[status]:
        status = other
    lacking = first.missing or second.missing
    return Figure(
        value=value,
        unit=unit,
        low=low,
        high=high,
        label=label,
        operation=operation,
        formula=formula,
        terms=terms,
        status=status,
        missing=tuple(dict.fromkeys((*first.missing, *second.missing))) if lacking else (),
    )


def recompute(figure: Figure, leaves: Mapping[tuple[str, str], float] | None = None) -> float | None:
    """The value of FIGURE worked out again from its leaves.

    Args:
        figure: The figure to check.
        leaves: Other values for leaves, by (subject, label).

    Returns:
        The value, None when it cannot be known.
    """
    if figure.operation in LEAVES:
        return (leaves or {}).get((figure.subject, figure.label), figure.value)
    values = tuple(recompute(term, leaves) for term in figure.terms)
    return operations.OPERATIONS[figure.operation](values)


def document_of(figure: Figure, *, why: bool = False) -> dict[str, Any]:
    """FIGURE as the plain document that `--json` prints."""
    document: dict[str, Any] = {
        "value": figure.value,
        "unit": figure.unit,
        "low": figure.low,
        "high": figure.high,
        "missing": list(figure.missing),
    }
    if why:
        document |= {
            "label": figure.label,
            "operation": figure.operation,
            "status": figure.status,
            "formula": figure.formula,
            "terms": [_told(term) for term in figure.terms],
            "sources": list(figure.sources),
            "subject": figure.subject,
            "date": figure.date,
            "note": figure.note,
        }
    return document


_MOST_TOLD: Final = 4096
_TOLD: Final[dict[int, tuple[Figure, dict[str, Any]]]] = {}
"""Documents of terms by the ids of their figures, each kept with its figure, so that no other can be taken for it."""


def _told(term: Figure) -> dict[str, Any]:
    """Return the document of TERM with its reasons, made once: one figure is a term of a dozen others."""
    found = _TOLD.get(id(term))
    if found is None:
        if len(_TOLD) >= _MOST_TOLD:
            _TOLD.clear()
        found = _TOLD[id(term)] = (term, document_of(term, why=True))
    return found[1]
