"""Demand of a node as a log of requests gave it, as long as it stands there."""

from collections.abc import Iterator
from typing import Final

from designer.analysis.quantities import fact_of
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.kinds import FACTS
from designer.model.records import Record

CLOSE: Final = 1e-6
"""Up to so much a value is still that of the log; it may have been rounded on the way through a file."""


class LoggedLengths(Record, frozen=True, kw_only=True):
    """Lengths of the requests of a log, in tokens.

    Attributes:
        mean: Over all of them.
        p50: Half are no longer.
        p90: Nine in ten are no longer.
        p99: 99 of 100 are no longer.
    """

    mean: Figure
    p50: Figure
    p90: Figure
    p99: Figure


class LoggedDemand(Record, frozen=True, kw_only=True):
    """The log that the demand of a node was taken from.

    Attributes:
        id: Node id.
        requests: How many it holds.
        span_h: From the first to the last.
        requests_per_hour: On average.
        peak_factor: Busiest hour over the average; unknown where the log is no longer than an hour.
        minute_factor: Busiest minute over the average; unknown where the log is no longer than a minute.
        input_tokens: Tokens in.
        output_tokens: Tokens out.
        changed: What of the demand is no longer as the log says, by the titles of the fields.
    """

    id: str
    requests: Figure
    span_h: Figure
    requests_per_hour: Figure
    peak_factor: Figure
    minute_factor: Figure
    input_tokens: LoggedLengths
    output_tokens: LoggedLengths
    changed: tuple[str, ...] = ()


def logged_demands(design: Design) -> tuple[LoggedDemand, ...]:
    """Return the logs of all nodes whose demand was taken from one, in design order."""
    return tuple(_logged(design, node) for node in design.nodes_in_order() if "log_requests" in node.facts)


def _logged(design: Design, node: Node) -> LoggedDemand:
    def lengths(way: str) -> LoggedLengths:
        return LoggedLengths(
            **{name: fact_of(design, node, f"log_{way}_{name}") for name in ("mean", "p50", "p90", "p99")}
        )

    names = ("requests", "span_h", "requests_per_hour", "peak_factor", "minute_factor")
    return LoggedDemand(
        id=node.id,
        **{name: fact_of(design, node, f"log_{name}") for name in names},
        input_tokens=lengths("input"),
        output_tokens=lengths("output"),
        changed=tuple(_changed(node)),
    )


def _changed(node: Node) -> Iterator[str]:
    """Return the titles of what is asked of NODE and no longer as its log says."""
    facts = node.facts
    hourly = facts.get("users", 0.0) * facts.get("requests_per_user_hour", 0.0)
    asked = {
        "requests_per_user_hour": (hourly, facts.get("log_requests_per_hour")),
        "peak_factor": (facts.get("peak_factor"), facts.get("log_peak_factor")),
        "input_tokens": (facts.get("input_tokens"), facts.get("log_input_mean")),
        "output_tokens": (facts.get("output_tokens"), facts.get("log_output_mean")),
    }
    for name, (now, logged) in asked.items():
        if logged is not None and (now is None or abs(now - logged) > CLOSE * logged):
            yield FACTS[name].title
