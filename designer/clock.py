"""The day and the moment: the only place that reads the calendar, so that a run can be set to any day.

`STACKWRIGHT_TODAY=2028-02-29` sets the day for a process and all that it starts. A report is then the same on
whatever day it is made, and tests are green on any.
"""

import os
import time
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

VARIABLE: Final = "STACKWRIGHT_TODAY"


def today() -> date:
    """Return the day that VARIABLE names, else the day by this machine's calendar.

    A value that is no day is ignored: a wrong setting must keep nobody from opening a project.
    """
    return _set_day() or date.today()


def now() -> datetime:
    """Return the moment in UTC, moved by whole days to the day that VARIABLE names where it names one."""
    day = _set_day()
    return datetime.now(UTC) + (timedelta() if day is None else _shift(day))


def seconds_since(modified: float) -> float:
    """Return how many seconds ago MODIFIED was, a file's time of change in seconds since 1970.

    The file system stamps files by the machine's clock, so a set day does not count here.
    """
    return time.time() - modified


@lru_cache
def _shift(day: date) -> timedelta:
    """Return what leads from this machine's day to DAY, the same for a whole run, past midnight too."""
    return day - date.today()


def _set_day() -> date | None:
    try:
        return date.fromisoformat(os.environ.get(VARIABLE, ""))
    except ValueError:
        return None
