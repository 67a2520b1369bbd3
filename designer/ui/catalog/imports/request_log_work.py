"""Reading a log of requests in a background process; no Qt here."""

from pathlib import Path
from typing import NamedTuple

from designer.edit.nodes.bulk_edit import fact_now
from designer.edit.workloads.logged_demand import logged_facts
from designer.export.request_logs.reading import BadRow, read_request_log
from designer.export.request_logs.words import columns_line, demand_in, left_out_line, log_line, notes_of, peak_line
from designer.formulas.workloads.log_demand import Lengths, LogDemand
from designer.model.design import Design, Node
from designer.model.figures.figure_text import number_text
from designer.model.kinds import FACTS
from designer.ui.jobs.background_process import Progress


class LogRead(NamedTuple):
    """Outcome of reading a log; the requests themselves stay in the process that read them.

    Attributes:
        line: The log in a line.
        columns: Which columns were taken for what.
        peak: When the busiest hour begins.
        demand: What it says.
        notes: What was supposed, a sentence each.
        left_out: How many rows were left out; "" for none.
        bad: Those rows.
    """

    line: str
    columns: str
    peak: str
    demand: LogDemand
    notes: tuple[str, ...]
    left_out: str
    bad: tuple[BadRow, ...]


class DemandRow(NamedTuple):
    """A figure of the demand, as it is and as the log says.

    Attributes:
        title: What it is.
        now: As it is; "" where nobody says.
        then: As the log says; "" where it cannot.
        more: What else the log knows of it.
    """

    title: str
    now: str
    then: str
    more: str


def read_log(progress: Progress, path: Path) -> LogRead:
    """Return what the log in PATH says.

    Raises:
        RefusedInput: It is no log of requests.
    """
    log = read_request_log(path, progress=progress)
    demand = demand_in(log)
    return LogRead(
        line=log_line(log, demand),
        columns=columns_line(log),
        peak=peak_line(demand),
        demand=demand,
        notes=tuple(notes_of(log, demand)),
        left_out=left_out_line(log),
        bad=log.bad,
    )


def demand_rows(design: Design, node: Node, read: LogRead, users: float) -> list[DemandRow]:
    """Return what NODE is asked now and what it would be by the log READ, shared among USERS (0: as it is)."""
    then = logged_facts(read.demand, users or node.facts.get("users", 0.0))
    minute = read.demand.minute_factor
    more = {
        "peak_factor": read.peak,
        "requests_per_user_hour": "" if minute is None else f"busiest minute {number_text(minute)} × average",
        "input_tokens": _lengths(read.demand.input),
        "output_tokens": _lengths(read.demand.output),
    }
    rows: list[DemandRow] = []
    for name in ("users", "requests_per_user_hour", "peak_factor", "input_tokens", "output_tokens"):
        now = fact_now(design, node, name)
        rows.append(DemandRow(FACTS[name].title, _text(now), _text(then.get(name)), more.get(name, "")))
    return rows


def _lengths(lengths: Lengths) -> str:
    parts = (("P50", lengths.p50), ("P90", lengths.p90), ("P99", lengths.p99), ("most", lengths.most))
    return " · ".join(f"{name} {number_text(value, 5)}" for name, value in parts)


def _text(value: float | None) -> str:
    return "" if value is None else number_text(value, 5)
