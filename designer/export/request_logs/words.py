"""Words on a log of requests beside its figures, in the window and on the command line."""

from datetime import UTC, datetime
from typing import Final

from designer.edit.workloads.logged_demand import HOUR_S
from designer.export.request_logs.reading import RequestLog
from designer.formulas.workloads.log_demand import LogDemand
from designer.formulas.workloads.request_log import demand_of_log
from designer.model.records import RefusedInput

_SINCE_1970: Final = 1e8
"""From so many seconds on, times are dates."""


def demand_in(log: RequestLog) -> LogDemand:
    """Return the demand of LOG.

    Raises:
        RefusedInput: It has no rate.
    """
    try:
        return demand_of_log(log.arrival_s, log.input_tokens, log.output_tokens)
    except ValueError as problem:
        raise RefusedInput(" ".join(filter(None, (f"{log.name}: {problem}", _first_bad(log))))) from problem


def log_line(log: RequestLog, demand: LogDemand) -> str:
    """Return how many requests LOG holds, in how long, and from when to when where its times are dates."""
    line = f"{log.name}: {demand.requests:,} requests in {demand.span_s / HOUR_S:,.4g} h"
    if demand.begins_s < _SINCE_1970:
        return line
    return f"{line}, {_date(demand.begins_s)} to {_date(demand.begins_s + demand.span_s)}"


def columns_line(log: RequestLog) -> str:
    """Return which columns of LOG were taken for what."""
    return ", ".join(f"{role} from {column.name}" for role, column in log.columns.items())


def peak_line(demand: LogDemand) -> str:
    """Return when the busiest hour begins, of a log of dates; "" without."""
    begins = demand.peak_begins_s
    return "" if begins is None or begins < _SINCE_1970 else f"from {_date(begins)} on"


def notes_of(log: RequestLog, demand: LogDemand) -> list[str]:
    """Return what was supposed of LOG and what it cannot say, a sentence each."""
    notes = list(log.notes)
    if demand.peak_factor is None:
        notes.append("The log is no longer than an hour, so it knows no busiest hour; the peak of the node stays.")
    if demand.unanswered:
        which = "1 request has" if demand.unanswered == 1 else f"{demand.unanswered:,} requests have"
        notes.append(f"{which} no token out; what was asked counts all the same.")
    return notes


def left_out_line(log: RequestLog) -> str:
    """Return how many rows of LOG were left out; "" for none."""
    if not log.bad:
        return ""
    return f"{len(log.bad):,} row{'s are' if len(log.bad) > 1 else ' is'} left out:"


def _first_bad(log: RequestLog) -> str:
    """Return how many rows of LOG were left out and why the first was; "" for none."""
    if not log.bad:
        return ""
    first = log.bad[0]
    said = "1 row was" if len(log.bad) == 1 else f"{len(log.bad):,} rows were"
    return f"{said} left out, the first in line {first.line}: {first.reason}."


def _date(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"
