"""Lists of faults of servers as files: a table with a server, a day, and whether a fault starts or ends on it."""

import csv
from math import inf, isfinite
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from designer.formulas.reliability.fault_model import MOST_DAYS, FaultTrace
from designer.model.records import RefusedInput
from designer.model.wording import counted

COLUMNS: Final = ("server", "day", "event")
MOST_BYTES: Final = 200_000_000
MOST_ROWS: Final = 2_000_000
_LATE: Final = 0.1
"""Share of all days before the first event, beyond which the list is taken to begin with that event."""


class FaultList(NamedTuple):
    """List of faults that was read.

    Attributes:
        trace: Its faults.
        notes: What was left out or supposed, in plain words.
    """

    trace: FaultTrace
    notes: tuple[str, ...]


def read_fault_list(path: Path, servers: int | None = None) -> FaultList:
    """Return the faults in PATH, a table (CSV) with the columns server, day, event ("start" or "end").

    A server whose fault starts twice without an end in between is down from the first start on.

    Args:
        path: The file.
        servers: How many servers were watched; those that it names when None.

    Raises:
        RefusedInput: it cannot be read, is no such table, or is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RefusedInput(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = _rows(path.name, csv.DictReader(file))
    except UnicodeDecodeError as problem:
        raise RefusedInput(f"{path.name} cannot be read: it is no text; save it as CSV in UTF-8.") from problem
    except OSError as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem.strerror or problem}.") from problem
    except csv.Error as problem:
        raise RefusedInput(f"{path.name} cannot be read: {problem}.") from problem
    return _faults(path.name, rows, servers)


def _rows(name: str, reader: "csv.DictReader[str]") -> list[tuple[float, str, bool]]:
    """Day, server and whether a fault starts, in order of days."""
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise RefusedInput(f"{name} has no column {missing[0]!r}: it needs {', '.join(COLUMNS)}.")
    found: list[tuple[float, str, bool]] = []
    for number, row in enumerate(reader, 2):
        if len(found) >= MOST_ROWS:
            raise RefusedInput(f"{name} has more than {MOST_ROWS:,} rows.")
        try:
            day = float(row["day"] or "")
        except ValueError:
            raise RefusedInput(f"{name}, line {number}: {row['day']!r} is no day.") from None
        event = (row["event"] or "").strip().lower()
        if not isfinite(day) or not 0 <= day <= MOST_DAYS:
            raise RefusedInput(f"{name}, line {number}: a day is from 0 to {MOST_DAYS:,}, not {day:g}.")
        if event not in {"start", "end"}:
            raise RefusedInput(f"{name}, line {number}: an event is start or end, not {event!r}.")
        found.append((day, row["server"] or "", event == "start"))
    # In order of days; at the same moment as listed, as a fault may end as soon as it starts.
    return sorted(found, key=lambda row: row[0])


def _faults(name: str, rows: list[tuple[float, str, bool]], servers: int | None) -> FaultList:
    open_since: dict[str, float] = {}
    numbers: dict[str, int] = {}
    found: list[tuple[float, int, float]] = []
    twice = alone = 0
    for day, server, starts in rows:
        number = numbers.setdefault(server, len(numbers))
        if starts:
            twice += server in open_since
            open_since.setdefault(server, day)
        elif server in open_since:
            found.append((open_since.pop(server), number, day))
        else:
            alone += 1
    found += [(day, numbers[server], inf) for server, day in open_since.items()]
    if not found:
        raise RefusedInput(f"{name} has no fault that starts.")
    notes: list[str] = []
    if twice:
        notes.append(
            f"{counted(twice, 'fault')} of servers that were down already {'is' if twice == 1 else 'are'} "
            "part of the first."
        )
    if alone:
        notes.append(
            f"{counted(alone, 'end')} of faults whose start is not listed {'is' if alone == 1 else 'are'} left out."
        )
    watched = len(numbers) if servers is None else servers
    if servers is None:
        notes.append(f"How many servers were watched is not listed: the {watched:,} that failed count. Say --servers.")
    elif servers < len(numbers):
        raise RefusedInput(f"{name} names {len(numbers):,} servers, more than the {servers:,} that were watched.")
    found.sort()
    start, server, end = (np.array(column) for column in zip(*found, strict=True))
    first, last = rows[0][0], rows[-1][0]
    begin = first if first > _LATE * last else 0.0
    if begin:
        notes.append(f"Nothing is listed before day {begin:g}: the list is taken to begin then.")
    trace = FaultTrace(server.astype(np.int64), start.astype(np.float64), end.astype(np.float64), watched, last, begin)
    return FaultList(trace, tuple(notes))
