"""Demand that a log of requests shows: its rates, and the lengths of the requests."""

from msgspec import Struct


class Lengths(Struct, frozen=True):
    """Lengths of the requests of a log, in tokens; each percentile is a length that was seen.

    Attributes:
        mean: Over all requests.
        p50: Half of the requests are no longer.
        p90: Nine in ten are no longer.
        p99: 99 of 100 are no longer.
        most: The longest.
    """

    mean: float
    p50: float
    p90: float
    p99: float
    most: float


class LogDemand(Struct, frozen=True):
    """Demand that a log of requests shows.

    Attributes:
        requests: How many.
        begins_s: When the first came, in seconds as the log counts them.
        span_s: From the first to the last.
        average_per_s: Over the whole span.
        peak_per_s: In the busiest hour, wherever it begins; None where the log is not longer than one.
        peak_begins_s: When that begins.
        peak_factor: Peak over average, at least 1; None without a peak.
        minute_factor: The busiest minute over the average; None where the log is shorter.
        unanswered: Requests with no token out.
        input: Tokens in.
        output: Tokens out.
    """

    requests: int
    begins_s: float
    span_s: float
    average_per_s: float
    peak_per_s: float | None
    peak_begins_s: float | None
    peak_factor: float | None
    minute_factor: float | None
    unanswered: int
    input: Lengths
    output: Lengths
