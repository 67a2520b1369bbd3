"""Run the tests that bear dates on other days, in the first and the last time zone, in another language and in none.

python -m tests.changes.days             four calendars: each day once, each zone with each language
python -m tests.changes.days --all       every day in every zone and language
python -m tests.changes.days --list      print the calendars and the files of tests, and end

The exit code is 1 where a test failed on any of them.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from designer import clock
from tests.changes.dated import dated_files
from tests.changes.imports import ROOT

ZONES: Final = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
"""The first and the last zone of a day: 14 hours before and 11 behind Greenwich."""
LANGUAGES: Final = ("de_DE.UTF-8", "C")


class Calendar(NamedTuple):
    """A day, a time zone and a language in which tests run."""

    day: date
    zone: str
    language: str

    @property
    def words(self) -> str:
        """What it is called in the answer: 2028-02-29, Pacific/Pago_Pago, C."""
        return f"{self.day}, {self.zone}, {self.language}"

    def settings(self) -> Mapping[str, str]:
        """Return the variables that set it for a process."""
        named = dict.fromkeys(("LANG", "LC_ALL", "LANGUAGE"), self.language)
        return {clock.VARIABLE: self.day.isoformat(), "TZ": self.zone, **named}


def calendars(today: date, *, every: bool = False) -> list[Calendar]:
    """Return the calendars counted from TODAY: each day once, each zone with each language; all with EVERY."""
    days = (*(today + timedelta(days=ahead) for ahead in (1, 120, 400)), date(2028, 2, 29))
    places = list(product(ZONES, LANGUAGES))
    if every:
        return [Calendar(day, *place) for day, place in product(days, places)]
    return [Calendar(day, *place) for day, place in zip(days, places, strict=True)]


class Outcome(NamedTuple):
    """How the tests ended on a calendar."""

    calendar: Calendar
    code: int
    told: str
    seconds: float

    @property
    def line(self) -> str:
        """The calendar and the last line of pytest."""
        last = next((line for line in reversed(self.told.splitlines()) if line.strip()), "pytest said nothing")
        return f"{self.calendar.words}: {last.strip('= ')}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests that bear dates on the calendars that ARGUMENTS ask for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="task.py days", description="Run the tests that bear dates on other days.")
    parser.add_argument("--all", action="store_true", help="every day in every zone and language")
    parser.add_argument("--list", action="store_true", help="print the calendars and the files of tests, and end")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="calendars at once (default: %(default)s)"
    )
    asked, rest = parser.parse_known_args(arguments)
    chosen, files = calendars(clock.today(), every=asked.all), dated_files()
    if asked.list:
        print("\n".join((*(one.words for one in chosen), "", *files)))
        return 0
    print(f"{len(files)} files of tests bear dates; {len(chosen)} calendars.", flush=True)
    with ThreadPoolExecutor(asked.jobs) as pool:
        ended = [pool.submit(run_on, calendar, (*rest, *files)) for calendar in chosen]
        return max(_told(one.result()) for one in ended)


def run_on(calendar: Calendar, arguments: Sequence[str]) -> Outcome:
    """Run pytest with ARGUMENTS in a process of its own on CALENDAR, with a home of its own."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stackwright-day-", ignore_cleanup_errors=True) as home:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={home}/tests", *arguments],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **_folders(Path(home)), **calendar.settings()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    return Outcome(calendar, done.returncode, done.stdout, time.monotonic() - begun)


def _folders(home: Path) -> Mapping[str, str]:
    names = ("DATA", "CONFIG", "STATE", "CACHE")
    return {"HOME": str(home), **{f"XDG_{name}_HOME": str(home / name.lower()) for name in names}}


def _told(outcome: Outcome) -> int:
    if outcome.code:
        print(outcome.told)
    print(f"{outcome.line} ({outcome.seconds:.0f} s)", flush=True)
    return 1 if outcome.code else 0


if __name__ == "__main__":
    sys.exit(main())
