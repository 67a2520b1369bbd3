"""Command that puts one design in several places: sites."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from designer.analysis.energy.sites import SiteYear, site_years
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, VARIANT, open_design, require_new, save_design
from designer.cli.printing import print_json, print_table, print_wrapped
from designer.edit.settings import compare_at, stand_at
from designer.model.assumptions.places import PLACES, TEN, Place
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import UNKNOWN, shown
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.records import RefusedInput
from designer.review.documents.sites_document import site_document
from designer.review.sites import best_line, site_notes

_ECONOMIZERS: Final = tuple(value for value, _ in SITE_CHOICES["economizer"].options if value)


@click.command("sites", short_help="A year of PROJECT in ten places: energy, water, carbon, price.")
@click.argument("project", type=PATH)
@click.option("--at", "wanted", metavar="ID[,ID]", help=f"These places: {', '.join(PLACES)}.")
@click.option("--economizer", type=click.Choice(_ECONOMIZERS), help="What cools without compressors, for the design's.")
@click.option("--stand", metavar="ID", help="Let the design stand there; needs -o.")
@click.option(
    "--keep",
    metavar="ID[,ID]",
    help="Places at which report and deck compare the design, “none” for neither; needs -o.",
)
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
@FORCE
def sites(
    project: Path,
    wanted: str | None,
    economizer: str | None,
    stand: str | None,
    keep: str | None,
    out: Path | None,
    as_json: bool,
    variant: str,
    force: bool,
) -> None:
    """Say what a year of PROJECT takes in other places, in the hours of a typical year where these are at hand.

    Each place brings its climate, its grid and its price of electricity; the design stays as it is drawn. Report and
    deck tell the places that --keep names.
    """
    if (stand is None and keep is None) != (out is None):
        raise click.UsageError("--stand ID or --keep ID[,ID], and -o FILE belong together.")
    places = tuple(_place(name) for name in (wanted.split(",") if wanted else TEN))
    library = read_library()
    design = open_design(project, library, variant)
    if out is not None:
        require_new(out, force=force, changed=project)
        changed = design
        if stand is not None:
            changed = stand_at(changed, _place(stand), economizer or "").applied(changed)
        if keep is not None:
            kept = () if keep == "none" else tuple(_place(name).id for name in keep.split(","))
            changed = compare_at(changed, kept).applied(changed)
        save_design(out, changed, library)
    years = site_years(design, places, economizer=economizer or "", library=library)
    if as_json:
        print_json({"sites": [site_document(year) for year in years], "notes": site_notes(years)})
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
                # Where nothing with a known power is drawn its year is not known, not nothing.
                _cell(figure) if year.energy.facility_kwh.value else UNKNOWN
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


COMMANDS: Final = (sites,)
