"""The points of a collective as a CSV table: numbers without units, which the headings name."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from designer.analysis.limits.collective_records import CollectivePoint
from designer.files.writing import write_whole
from designer.model.figures.figure import Figure

HEADINGS: Final = (
    "collective",
    "ranks",
    "bytes",
    "time_us",
    "time_us_low",
    "time_us_high",
    "algorithm",
    "start_us",
    "inside_us",
    "fabric_us",
    "algorithm_gb_per_s",
    "bus_gb_per_s",
    "ideal_time_us",
    "ideal_bus_gb_per_s",
    "error_median",
    "error_nine_in_ten",
    "tested_on",
    "outside",
)


def collective_csv(op: str, points: Sequence[CollectivePoint]) -> str:
    """POINTS of the collective OP as text; what is not known is left empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for point in points:
        time = point.time_us
        ends = (time.value, time.low, time.high) if time.known else (None, None, None)
        figures = (
            point.start_us,
            point.inside_us,
            point.fabric_us,
            point.algorithm_gb_per_s,
            point.bus_gb_per_s,
            point.ideal_time_us,
            point.ideal_bus_gb_per_s,
        )
        row = [_number(value) for value in ends]
        parts = [_number(_value(figure)) for figure in figures]
        sure = point.how_sure.get("time_us")
        tested = [f"{sure.rows} {sure.tested_on}", "; ".join(sure.outside)] if sure is not None else ["", ""]
        error = [_number(sure.median), _number(sure.nine_in_ten)] if sure is not None else ["", ""]
        writer.writerow([op, point.ranks, f"{point.bytes:.0f}", *row, point.algorithm, *parts, *error, *tested])
    return text.getvalue()


def write_collective_table(path: Path, op: str, points: Sequence[CollectivePoint]) -> None:
    """Write POINTS to PATH, whole or not at all.

    Raises:
        RefusedInput: it cannot be written.
    """
    write_whole(path, collective_csv(op, points).encode())


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure is not None and figure.known else None


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
