"""Places where a design may stand: climate, grid and price of electricity of each."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.model.records import Record, RefusedInput


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


_EURO: Final = 1.08238
"""US dollars of a euro: mean of the 256 reference rates of the European Central Bank of 2024."""
_EUROSTAT: Final = (
    "Eurostat, nrg_pc_205, electricity prices for non-household consumers of 500 to 2,000 MWh a year (band IC, "
    "extracted 14 August 2025): the less of both half-years without taxes and levies, to the most without VAT; larger "
    "customers pay less. At 1.08238 USD per EUR, mean of the reference rates of the ECB of 2024"
)


def _european(
    place: str, title: str, grid: str, euros: tuple[float, float], *, hours: bool = False, note: str = ""
) -> Place:
    """Return a place in the European Union whose climate has its own id, at the price of its country."""
    return Place(
        id=place,
        title=title,
        climate=place,
        grid=grid,
        usd_per_kwh=(round(euros[0] * _EURO, 4), round(euros[1] * _EURO, 4)),
        price_source=_EUROSTAT,
        price_date="2024",
        hours=hours,
        note=note,
    )


_HOURS_OF_GRID: Final = "The hours of the mix are those of {} by Electricity Maps, 2022 to 2024."
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
    Place(
        id="london",
        title="London, United Kingdom",
        climate="london",
        grid="gbr",
        usd_per_kwh=(0.3405, 0.3405),
        price_source="UK DESNZ, International industrial energy prices (table 5.3.1, out of the IEA): 26.63 p/kWh for "
        "industry with taxes, as quoted by third parties; no lower price of large customers was at hand. At "
        "1.27847 USD per GBP, mean of the reference rates of the ECB of 2024",
        price_date="2024",
        hours=True,
        note=_HOURS_OF_GRID.format("Great Britain"),
    ),
    _european(
        "frankfurt",
        "Frankfurt am Main, Germany",
        "deu",
        (0.1976, 0.2359),
        hours=True,
        note=_HOURS_OF_GRID.format("Germany"),
    ),
    Place(
        id="singapore",
        title="Singapore",
        climate="singapore",
        grid="sgp",
        usd_per_kwh=(0.0766, 0.2152),
        price_source="Singapore EMA, Singapore Energy Statistics 2025, chapter 5: from the least of the wholesale "
        "price of 2025 (100 to 200 SGD/MWh, without the grid) to the mean of the regulated tariff of July 2024 to June "
        "2025 (28.1 cents/kWh). At 1.30584 SGD per USD, mean of the reference rates of the ECB of 2025",
        price_date="2025",
        hours=True,
        note=_HOURS_OF_GRID.format("Singapore"),
    ),
    _european("stockholm", "Stockholm, Sweden", "zone-se3", (0.0848, 0.0942)),
    _european("helsinki", "Helsinki, Finland", "zone-fi", (0.0761, 0.0872)),
    Place(
        id="tokyo",
        title="Tokyo, Japan",
        climate="tokyo",
        grid="jpn",
        hours=True,
        note=f"{_HOURS_OF_GRID.format('the Tokyo area')} They are estimated by its model.",
    ),
    Place(
        id="sydney",
        title="Sydney, Australia",
        climate="sydney",
        grid="aus",
        hours=True,
        note=_HOURS_OF_GRID.format("New South Wales"),
    ),
    Place(id="zurich", title="Zürich, Switzerland", climate="zurich", grid="che"),
    _european("granada", "Granada, Spain", "esp", (0.1217, 0.1426)),
    Place(id="ahmedabad", title="Ahmedabad, India", climate="ahmedabad", grid="ind"),
)

PLACES: Final[Mapping[str, Place]] = {place.id: place for place in _TABLE}
_WITH_BOTH: Final = tuple(place.id for place in _TABLE if place.hours and place.usd_per_kwh is not None)
TEN: Final = tuple(name for name in _WITH_BOTH if name != "san-jose")
"""Compared when no places are named: ten of which both the hours of a year and the price are at hand."""


def require_places(names: Sequence[str]) -> Sequence[str]:
    """NAMES when each is the id of a place, and none is there twice.

    Raises:
        RefusedInput: one is not, or there are too many.
    """
    for name in names:
        if name not in PLACES:
            raise RefusedInput(f"There is no place {name[:40]!r}; there are {', '.join(PLACES)}.")
    if len(set(names)) < len(names):
        raise RefusedInput("A place is named twice; name each once.")
    return names
