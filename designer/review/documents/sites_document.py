"""Years of a design at other places as JSON-ready values, as `sites --json` prints them."""

from typing import Any

from designer.analysis.energy.sites import HoursOfYear, SiteYear, site_years
from designer.catalog.library import Library
from designer.formulas.cooling.average_days import Cells, year_sum
from designer.model.assumptions.places import PLACES
from designer.model.design import Design
from designer.model.figures.figure import document_of
from designer.review.sites import site_notes


def kept_sites_document(design: Design, library: Library | None) -> dict[str, Any]:
    """Return the years of DESIGN at the places that its report and deck tell, as `sites --at` prints them.

    They stand under "sites" and, of what is to be known of them, "site_notes"; nothing where no place is kept.

    Raises:
        RefusedInput: the average days of a place cannot be read.
    """
    places = [PLACES[name] for name in design.settings.sites]
    if not places:
        return {}
    years = site_years(design, places, library=library)
    return {"sites": [site_document(year) for year in years], "site_notes": site_notes(years)}


def site_document(year: SiteYear) -> dict[str, Any]:
    """Return YEAR as JSON-ready values; keys of figures are those of `analyze --json` under energy."""
    figures = {
        "pue": year.energy.pue,
        "free_cooling_h": year.energy.free_cooling_h,
        "water_m3_per_year": year.energy.water_m3_per_year,
        "co2e_t_per_year": year.energy.co2e_t_per_year,
        "co2e_t_per_year_by_hour": year.carbon_t,
        "usd_per_year": year.usd_per_year,
    }
    kwh = {
        "it": year.energy.it_kwh,
        "losses": year.energy.losses_kwh,
        "cooling": year.energy.cooling_kwh,
        "facility": year.energy.facility_kwh,
    }
    return {
        "id": year.place.id,
        "title": year.place.title,
        "climate": year.place.climate,
        "grid": year.place.grid,
        "kwh_per_year": {name: document_of(figure) for name, figure in kwh.items()},
        **{name: None if figure is None else document_of(figure) for name, figure in figures.items()},
        "hours": None if year.hours is None else _hours(year.hours),
        "sources": [*year.sources, *((year.place.price_source,) if year.place.price_source else ())],
        "note": year.place.note,
    }


def _hours(hours: HoursOfYear) -> dict[str, Any]:
    """Return HOURS as lists of months, each of 24 hours of local time, and the sums of the year."""
    tables: dict[str, Cells] = {"kw": hours.kw, "kg_per_h": hours.kg_per_h, "litres_per_h": hours.litres_per_h}
    return {
        **{name: cells.round(3).tolist() for name, cells in tables.items()},
        "compressors": hours.compressors.round(4).tolist(),
        "year": {name: year_sum(cells) for name, cells in tables.items()},
    }
