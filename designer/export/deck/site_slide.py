"""The slide of places: the same design where it could stand, and the table of places that the report has too."""

from designer.analysis.energy.records import EnergyResult
from designer.export.deck.context import DeckContext
from designer.export.deck.records import Bound, Claim, DeckSlide, LeftOut, Table
from designer.model.figures.figure import Figure
from designer.review.sites import Best, bests, site_notes

SITE_COLUMNS = (
    ("Place", 0.25),
    ("energy", 0.16),
    ("PUE", 0.11),
    ("water", 0.15),
    ("carbon", 0.16),
    ("electricity", 0.17),
)
"""Columns of the table of places, with the share of the width of each."""
AS_IT_STANDS = "As it stands"
"""Name of the row of the design with its own climate, grid and price."""


def sites_slide(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of the places at which the design is compared; why there is none where no energy is known."""
    years = context.sites
    if not any(year.energy.facility_kwh.value for year in years):
        return LeftOut(id="sites", why="How much energy its parts take is not known.")
    claims = {best.words: site_claim(context, best) for best in bests(years, context.design.settings.prices)}
    number = (Bound(path="sites.#", value=float(len(years))),)
    # Carbon first: the climate changes the other figures less than the grid changes this one.
    told = [claims[words] for words in ("Least carbon", "Cheapest electricity", "Least energy") if words in claims]
    return DeckSlide(
        id="sites",
        title=Claim(text=f"The same design, a year in {len(years)} places", bound=number),
        subtitle=told[0] if told else None,
        left=(sites_table(context),),
        notes="\n".join(site_notes(years)),
    )


def site_claim(context: DeckContext, best: Best) -> Claim:
    """Return the sentence of BEST, bound to the figure of its place."""
    place = next(number for number, year in enumerate(context.sites) if year is best.year)
    return Claim(text=best.text, bound=(Bound(path=f"sites.{place}.{best.key}", value=best.figure.value),))


def sites_table(context: DeckContext) -> Table:
    """Return the design as it stands, and at each place, as rows."""
    here = context.results.energy
    rows = [] if here is None else [_row(context, AS_IT_STANDS, here, here.co2e_t_per_year, here.usd_per_year)]
    rows += [_row(context, year.place.title, year.energy, year.carbon, year.usd_per_year) for year in context.sites]
    return Table(
        header=tuple(title for title, _ in SITE_COLUMNS),
        rows=tuple(rows),
        numbers=tuple(range(1, len(SITE_COLUMNS))),
        widths=tuple(share for _, share in SITE_COLUMNS),
    )


def _row(context: DeckContext, title: str, year: EnergyResult, carbon: Figure, usd: Figure) -> tuple[str, ...]:
    figures = (year.facility_kwh, year.pue, year.water_m3_per_year, carbon, context.money(usd))
    return (title, *(_cell(context, figure) for figure in figures))


def _cell(context: DeckContext, figure: Figure) -> str:
    """Return FIGURE of a year; that it is one stands above the table."""
    return context.short(figure, ranged=False).removesuffix("/year").removesuffix(" / year").strip()
