"""Places where a design may stand: climate, grid and price of electricity of each."""

from collections.abc import Mapping
from typing import Final

from designer.model.records import Record


class Place(Record, frozen=True, kw_only=True):
    """A place that a site may be chosen at.

    Attributes:
        id: What it is chosen by.
        title: For people.
        climate: Id of its climate, see `climates.CLIMATES`.
        grid: Id of its grid, see `grids.GRIDS`.
        usd_per_kwh: Price of electricity, least and most; None where none is at hand.
        price_source: Publisher, document and what is averaged.
        price_date: Of what time the price is.
        hours: Whether the average days of its months are at hand, see `catalog.average_days`.
        note: What does not come from the very place, in plain words.
    """

    id: str
    title: str
    climate: str
    grid: str
    usd_per_kwh: tuple[float, float] | None = None
    price_source: str = ""
    price_date: str = ""
    hours: bool = False
    note: str = ""


_EIA: Final = (
    "U.S. EIA, Electric Power Annual, table of average revenue per kWh by state, industrial to commercial customers"
)
_EIA_YEAR: Final = "2023"


def _american(place: str, title: str, grid: str, cents: tuple[float, float], note: str = "") -> Place:
    """Return a place in the USA whose climate has its own id, and whose price is between industrial and commercial."""
    return Place(
        id=place,
        title=title,
        climate=place,
        grid=grid,
        usd_per_kwh=(min(cents) / 100, max(cents) / 100),
        price_source=_EIA,
        price_date=_EIA_YEAR,
        hours=True,
        note=note,
    )


_TABLE: Final = (
    _american("phoenix", "Phoenix, Arizona", "us-az", (8.11, 11.79), "The hours of the mix are those of AZPS."),
    _american("san-jose", "San José, California", "us-ca", (18.64, 23.91), "The hours of the mix are those of CISO."),
    _american("dallas", "Dallas, Texas", "us-tx", (6.60, 8.82), "The hours of the mix are those of ERCOT."),
    _american("atlanta", "Atlanta, Georgia", "us-ga", (6.88, 10.70), "The hours of the mix are those of SOCO."),
    _american(
        "northern-virginia",
        "Northern Virginia",
        "us-va",
        (8.92, 8.95),
        "Average days are those of Leesburg, the hours of the mix those of PJM.",
    ),
    _american(
        "new-york",
        "New York",
        "us-ny",
        (6.87, 18.01),
        "Average days are those of LaGuardia, the hours of the mix those of NYISO.",
    ),
    _american("chicago", "Chicago, Illinois", "us-il", (8.20, 11.24), "The hours of the mix are those of PJM."),
    _american("seattle", "Seattle, Washington", "us-wa", (6.35, 9.92), "The hours of the mix are those of BPA."),
    Place(id="stockholm", title="Stockholm, Sweden", climate="stockholm", grid="zone-se3"),
    Place(id="singapore", title="Singapore", climate="singapore", grid="sgp"),
    Place(id="helsinki", title="Helsinki, Finland", climate="helsinki", grid="zone-fi"),
    Place(id="london", title="London, United Kingdom", climate="london", grid="gbr"),
    Place(id="tokyo", title="Tokyo, Japan", climate="tokyo", grid="jpn"),
    Place(id="sydney", title="Sydney, Australia", climate="sydney", grid="aus"),
    Place(id="zurich", title="Zürich, Switzerland", climate="zurich", grid="che"),
    Place(id="granada", title="Granada, Spain", climate="granada", grid="esp"),
    Place(id="ahmedabad", title="Ahmedabad, India", climate="ahmedabad", grid="ind"),
)

PLACES: Final[Mapping[str, Place]] = {place.id: place for place in _TABLE}
TEN: Final = tuple(PLACES)[:10]
"""Compared when no places are named."""
