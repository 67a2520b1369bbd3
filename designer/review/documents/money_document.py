"""The comparison of ways, growth of the bill and spread of money as the plain documents that `--json` prints."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from designer.analysis.money.records import Alternative, Alternatives, Growth, Uncertain
from designer.analysis.results import Results
from designer.analysis.spreads import Spread, Swing
from designer.model.figures.figure import Figure, document_of
from designer.model.records import Record
from designer.review.documents.results_document import likely_document
from designer.review.workloads.way_figures import given_by

Document = dict[str, Any]
_WHOLE_RESULTS: Final = frozenset({"serving", "training"})


def alternatives_document(compared: Alternatives, results: Results, *, why: bool = False) -> Document:
    """COMPARED as JSON-ready values, in US dollars; an end without end is null. RESULTS are those of the design.

    `likely` has P10 and P90 of the amounts of each way, where all their ranges were drawn at once; `gives` of a row how
    fast it serves and trains, under the keys of `headlines`.
    """
    likely = {row.key: _likely(row) for row in compared.rows}
    document = _fields(compared, why)
    document["rows"] = [_way(row, results, why) for row in compared.rows]
    return {**document, "likely": likely}


def _way(row: Alternative, results: Results, why: bool) -> Document:
    """ROW with what it gives, and without the whole results that this is read from."""
    plain = {name: _plain(getattr(row, name), why) for name in row.__struct_fields__ if name not in _WHOLE_RESULTS}
    plain["gives"] = {
        one.key: {
            "title": one.title,
            **document_of(figure, why=why),
            **({"how_sure": _fields(sure, why)} if sure is not None else {}),
        }
        for one, figure, sure in given_by(row, results)
    }
    return plain


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
