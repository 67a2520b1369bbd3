"""Command that puts one design in several places: sites."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from designer.analysis.energy.sites import HoursOfYear, SiteYear, site_years
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, VARIANT, open_design, require_new, save_design
from designer.cli.printing import print_json, print_table, print_wrapped
from designer.edit.settings import stand_at
from designer.formulas.cooling.average_days import Cells, year_sum
from designer.model.assumptions.places import PLACES, TEN, Place
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.figures.figure import Figure, document_of
from designer.model.figures.figure_text import shown
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.records import RefusedInput
from designer.review.sites import best_line, site_notes

_ECONOMIZERS: Final = tuple(value for value, _ in SITE_CHOICES["economizer"].options if value)


@click.command("sites", short_help="A year of PROJECT in ten places: energy, water, carbon, price.")
@click.argument("project", type=PATH)
@click.option("--at", "wanted", metavar="ID[,ID]", help=f"These places: {', '.join(PLACES)}.")
@click.option("--economizer", type=click.Choice(_ECONOMIZERS), help="What cools without compressors, for the design's.")
@click.option("--stand", metavar="ID", help="Let the design stand there; needs -o.")
@click.option("-o", "--output", "out", type=PATH, help="Write the design that stands there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
@FORCE
def sites(
    project: Path,
    wanted: str | None,
    economizer: str | None,
    stand: str | None,
    out: Path | None,
    as_json: bool,
    variant: str,
    force: bool,
) -> None:
    """Say what a year of PROJECT takes in other places, in the hours of a typical year where these are at hand.

    Each place brings its climate, its grid and its price of electricity; the design stays as it is drawn.
    """
    if (stand is None) != (out is None):
        raise click.UsageError("--stand ID and -o FILE belong together.")
    places = tuple(_place(name) for name in (wanted.split(",") if wanted else TEN))
    library = read_library()
    design = open_design(project, library, variant)
    if stand is not None and out is not None:
        require_new(out, force=force, changed=project)
        save_design(out, stand_at(design, _place(stand), economizer or "").applied(design), library)
    years = site_years(design, places, economizer=economizer or "", library=library)
    if as_json:
        print_json({"sites": [_document(year, design.settings.prices) for year in years], "notes": site_notes(years)})
        return
    _print(years, design.settings.prices)
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _place(name: str) -> Place:
    """Return the place called NAME.

    Raises:
        RefusedInput: there is none.
    """
    found = PLACES.get(name.strip())
    if found is None:
        raise RefusedInput(f"There is no place {name.strip()!r}; there are {', '.join(PLACES)}.")
    return found


def _print(years: Sequence[SiteYear], prices: PriceBook) -> None:
    rows = [
        (
            year.place.title,
            *(
                _cell(figure)
                for figure in (
                    year.energy.facility_kwh,
                    year.energy.pue,
                    year.energy.water_m3_per_year,
                    year.carbon,
                    in_currency(year.usd_per_year, prices),
                )
            ),
        )
        for year in years
    ]
    print_table(("place", "energy", "PUE", "water", "carbon", "electricity"), rows, numbers=range(1, 6))
    click.echo("")
    for text in (*best_line(years, prices), *site_notes(years)):
        print_wrapped("  ", text)


def _cell(figure: Figure) -> str:
    pieces = shown(figure, ranged=True)
    return f"{pieces.signed_number} {pieces.unit}".rstrip()


def _document(year: SiteYear, prices: PriceBook) -> dict[str, Any]:
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


COMMANDS: Final = (sites,)
