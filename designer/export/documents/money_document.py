"""The comparison of ways, growth of the bill and spread of money as the plain documents that `--json` prints."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from designer.analysis.money.records import Alternative, Alternatives, Growth, Uncertain
from designer.analysis.spreads import Spread, Swing
from designer.export.documents.results_document import likely_document
from designer.model.figures.figure import Figure, document_of
from designer.model.records import Record

Document = dict[str, Any]


def alternatives_document(compared: Alternatives, *, why: bool = False) -> Document:
    """COMPARED as JSON-ready values, in US dollars; an end without end is null.

    `likely` has P10 and P90 of the amounts of each way, where all their ranges were drawn at once.
    """
    likely = {row.key: _likely(row) for row in compared.rows}
    return {**_fields(compared, why), "likely": likely}


def _likely(row: Alternative) -> Document:
    figures = ((name, getattr(row, name)) for name in row.__struct_fields__)
    return {name: likely_document(one) for name, one in figures if isinstance(one, Figure) and one.likely is not None}


def growth_document(followed: Growth, *, why: bool = False) -> Document:
    """FOLLOWED as JSON-ready values, in US dollars; a month of which nothing is known is null."""
    return _fields(followed, why)


def spread_document(uncertain: Uncertain) -> Document:
    """UNCERTAIN as JSON-ready values: P10, P50, P90, mean, what is missing and tornado of each figure, and the seed."""
    document: Document = {"seed": uncertain.seed}
    for name, spread in uncertain.spreads.items():
        swings = [_swing(swing) for swing in uncertain.tornado.get(name, ())]
        document[name] = {**_spread(spread), "missing": list(uncertain.figures[name].missing), "tornado": swings}
    return document


def _spread(spread: Spread) -> Document:
    return {
        "unit": spread.unit,
        "p10": spread.p10,
        "p50": spread.p50,
        "p90": spread.p90,
        "mean": spread.mean,
        "draws": spread.draws,
    }


def _swing(swing: Swing) -> Document:
    return {
        "name": swing.leaf.label,
        "subject": swing.leaf.subject,
        "low": swing.leaf.low,
        "value": swing.leaf.value,
        "high": swing.leaf.high,
        "unit": swing.leaf.unit,
        "at_low": _number(swing.at_low),
        "at_high": _number(swing.at_high),
    }


def _fields(record: Record, why: bool) -> Document:
    return {name: _plain(getattr(record, name), why) for name in record.__struct_fields__}


def _plain(value: Any, why: bool) -> Any:
    # Figures before records: a figure is a record, but has a form of its own.
    if isinstance(value, Figure):
        return document_of(value, why=why)
    if isinstance(value, Swing):
        return _swing(value)
    if isinstance(value, Record):
        return _fields(value, why)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner, why) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner, why) for inner in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
