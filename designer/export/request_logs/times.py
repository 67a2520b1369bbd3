"""Times of requests as seconds: dates with and without a zone, seconds since 1970 or since the first request."""

import math
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from designer.export.request_logs.columns import UNITS
from designer.model.records import RefusedInput

_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_UTC: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SINCE_1970: Final = ((1e17, "ns"), (1e14, "us"), (1e11, "ms"))
"""From so much on a number can only be that unit since 1970: in seconds it lies thousands of years ahead."""

_FARTHEST_S: Final = 1e11
"""Three thousand years: no log is of a time farther away."""


class Clock:
    """Reads the times of one log, all in the unit of the first.

    Attributes:
        unit: Of numbers, see UNITS; "" until the first is read.
        zoned: How many dates said their zone.
        plain: How many dates did not; they are read as UTC.
    """

    def __init__(self, unit: str = "") -> None:
        if unit and unit not in UNITS:
            raise RefusedInput(f"{unit!r} is no unit of time; there are {', '.join(UNITS)}.")
        self.unit = unit
        self.zoned = 0
        self.plain = 0
        self._dates = False

    def seconds(self, value: object) -> float:
        """Return VALUE in seconds.

        Raises:
            ValueError: It is no time; the message says so.
        """
        if isinstance(value, str):
            # A log of dates has nothing but dates: a number is tried first where the last was one.
            if self._dates and not value.isdigit():
                with suppress(ValueError):
                    return self._date(value)
            try:
                number = float(value)
            except ValueError:
                return self._date(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            number = float(value)
        else:
            raise ValueError("the time is missing" if value is None else f"{_shown(value)} is no time")
        if not math.isfinite(number):
            raise ValueError(f"{_shown(value)} is no time")
        if not self.unit:
            self.unit = next((unit for least, unit in _SINCE_1970 if abs(number) >= least), "s")
        if abs(found := number * UNITS[self.unit]) > _FARTHEST_S:
            raise ValueError(f"{_shown(value)} is no time")
        return found

    def _date(self, text: str) -> float:
        try:
            date = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(f"{_shown(text)} is no time" if text.strip() else "the time is missing") from None
        self._dates = True
        if date.tzinfo is None:
            self.plain += 1
            return (date - _EPOCH).total_seconds()
        self.zoned += 1
        return (date - _EPOCH_UTC).total_seconds()

    def note(self) -> str:
        """Return what has to be said about the zones; "" when all is clear."""
        if self.plain and self.zoned:
            return f"{self.plain:,} times have no zone and are read as UTC; {self.zoned:,} have one."
        return "Times have no zone; they are read as they are, without summer time." if self.plain else ""


def _shown(value: object) -> str:
    text = " ".join(str(value)[:200].split())
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
