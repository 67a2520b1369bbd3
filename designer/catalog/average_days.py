"""Reads the average days of a place: temperatures and carbon of the grid for each hour of a day of each month."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from designer.files.reading import bytes_of
from designer.formulas.cooling.average_days import HOURS, Cells, year_mean
from designer.locations import CATALOGS
from designer.model.assumptions.places import Place
from designer.model.records import Arrays, RefusedInput

FOLDER: Final = CATALOGS / "facility" / "hours"
HEADER: Final = "month,hour,dry_mean_c,dry_sd_c,wet_mean_c,wet_sd_c,g_per_kwh"
_MONTHS: Final = 12


class AverageDays(Arrays, frozen=True):
    """The average day of each month at a place; every array is (12, 24), month × hour of local time.

    Attributes:
        dry_mean_c: Mean dry bulb of the hour, °C.
        dry_sd_c: Its standard deviation from day to day, K.
        wet_mean_c: Mean wet bulb, °C.
        wet_sd_c: Its standard deviation, K.
        carbon_shape: Carbon of a kWh in the hour over its mean of the year; 1 on average.
        sources: Whose weather and whose mix it is, a line each.
    """

    dry_mean_c: Cells
    dry_sd_c: Cells
    wet_mean_c: Cells
    wet_sd_c: Cells
    carbon_shape: Cells
    sources: tuple[str, ...]


@lru_cache(maxsize=32)
def read_average_days(place: Place, folder: Path = FOLDER) -> AverageDays | None:
    """Return the average days of PLACE out of FOLDER; None where none are at hand.

    Raises:
        RefusedInput: the file is no such table.
    """
    if not place.hours:
        return None
    path = folder / f"{place.id}.csv"
    lines = bytes_of(path, "own settings").decode("utf-8").splitlines()
    sources = tuple(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    rows = [line for line in lines if line and not line.startswith("#")]
    if not rows or rows[0] != HEADER or len(rows) != 1 + _MONTHS * HOURS:
        raise RefusedInput(f"{path.name} is no table of the hours of a place: it needs {HEADER} and 288 rows.")
    try:
        table = np.array([[float(cell) for cell in row.split(",")] for row in rows[1:]])
    except ValueError as error:
        raise RefusedInput(f"{path.name} holds a cell that is no number ({error}).") from error
    # Rows stand month by month and hour by hour, so that each column folds into (12, 24).
    places = table[:, 0] * HOURS + table[:, 1]
    if table.shape != (_MONTHS * HOURS, 7) or not np.array_equal(places, np.arange(HOURS, HOURS * (_MONTHS + 1))):
        raise RefusedInput(f"{path.name}: the rows do not go through all hours of all months in order.")
    if not np.isfinite(table).all() or (table[:, (3, 5)] < 0).any() or not (table[:, 6] > 0).all():
        raise RefusedInput(f"{path.name}: spreads must not be negative, and carbon must be above 0.")
    dry, dry_sd, wet, wet_sd, carbon = (table[:, column].reshape(_MONTHS, HOURS) for column in range(2, 7))
    return AverageDays(dry, dry_sd, wet, wet_sd, carbon / year_mean(carbon), sources)
