"""The hours of places as they are shipped, against what is published of these places, and files that are none."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from designer.catalog.average_days import FOLDER, HEADER, read_average_days
from designer.formulas.cooling.average_days import DAYS, share_above, year_mean, year_sum
from designer.formulas.cooling.climates import CLIMATES
from designer.formulas.cooling.economizer import hours_at_or_below
from designer.model.assumptions.grids import GRIDS
from designer.model.assumptions.places import PLACES, TEN, Place
from designer.model.records import RefusedInput

WITH_HOURS = [place for place in PLACES.values() if place.hours]


def test_every_place_has_a_climate_a_grid_and_a_price_with_its_source() -> None:
    assert len(TEN) == 10
    assert all(PLACES[name].hours and PLACES[name].usd_per_kwh for name in TEN)
    for place in PLACES.values():
        assert place.climate in CLIMATES
        assert place.grid in GRIDS
        assert (place.usd_per_kwh is None) == (place.price_source == "") == (place.price_date == "")
        assert place.usd_per_kwh is None or 0 < place.usd_per_kwh[0] <= place.usd_per_kwh[1] < 1
    assert {path.stem for path in FOLDER.glob("*.csv")} == {place.id for place in WITH_HOURS}


@pytest.mark.parametrize("place", WITH_HOURS, ids=lambda place: place.id)
def test_the_hours_of_a_place_fit_its_counted_climate(place: Place) -> None:
    days = read_average_days(place)
    assert days is not None
    assert len(days.sources) == 2
    assert year_mean(days.carbon_shape) == pytest.approx(1.0)
    assert days.carbon_shape.min() > 0.2
    # The wet bulb is never above the dry one, beyond how the means are rounded.
    assert (days.wet_mean_c <= days.dry_mean_c + 0.1).all()
    # Another typical year may be counted: hours above 12 °C of both lie within a tenth of the year.
    counted = 8760 - hours_at_or_below(CLIMATES[place.climate], "dry", 12.0)
    assert year_sum(share_above(days.dry_mean_c, days.dry_sd_c, 12.0)) == pytest.approx(counted, abs=876)
    summer, winter = (DAYS[months] @ days.dry_mean_c[months].mean(axis=1) / DAYS[months].sum() for months in ([6], [0]))
    # July against January: warmer in the north, colder in the south, and alike at the equator.
    least = {"sydney": -15, "singapore": -1}.get(place.id, 8)
    assert least < summer - winter < least + (30 if least > 0 else 10)


def test_the_sun_makes_california_cleaner_at_noon_and_not_new_york() -> None:
    california, new_york = (read_average_days(PLACES[name]) for name in ("san-jose", "new-york"))
    assert california is not None
    assert new_york is not None
    # Noon of local time against eight in the evening, in June.
    assert california.carbon_shape[5, 12] < 0.75 * california.carbon_shape[5, 20]
    assert new_york.carbon_shape[5, 12] > 0.85 * new_york.carbon_shape[5, 20]


def test_a_place_without_hours_has_none() -> None:
    assert read_average_days(PLACES["stockholm"]) is None


def row(month: int, hour: int, cells: str = "1,1,1,1,300") -> str:
    return f"{month},{hour},{cells}"


WHOLE = [row(month, hour) for month in range(1, 13) for hour in range(24)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["month"], "288 rows"),
        ([HEADER, *WHOLE[:-1]], "288 rows"),
        ([HEADER, *WHOLE[1:], WHOLE[0]], "in order"),
        ([HEADER, *WHOLE[:-1], row(12, 23, "1,1,1,1,x")], "no number"),
        ([HEADER, *WHOLE[:-1], row(12, 23, "1,-1,1,1,300")], "negative"),
        ([HEADER, *WHOLE[:-1], row(12, 23, "1,1,1,1,0")], "above 0"),
        ([HEADER, *WHOLE[:-1], row(12, 23, "nan,1,1,1,300")], "negative"),
        ([HEADER, *WHOLE[:-1], row(12, 23, "1,1")], "no number"),
    ],
)
def test_a_table_that_is_none_is_refused_in_one_line(lines: list[str], words: str, tmp_path: Path) -> None:
    place = replace(PLACES["phoenix"], id="mine")
    (tmp_path / "mine.csv").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(RefusedInput, match=words) as told:
        read_average_days(place, tmp_path)
    assert "\n" not in str(told.value)


def test_a_table_of_hours_all_alike_is_flat(tmp_path: Path) -> None:
    place = replace(PLACES["phoenix"], id="mine")
    (tmp_path / "mine.csv").write_text("\n".join(["# whose", HEADER, *WHOLE]) + "\n", "utf-8")
    days = read_average_days(place, tmp_path)
    assert days is not None
    assert days.sources == ("whose",)
    assert np.array_equal(days.carbon_shape, np.ones((12, 24)))
