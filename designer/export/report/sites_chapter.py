"""The chapter of places: the same design where it could stand, with what a year takes there."""

from typing import Final

from designer.drawing.report_page import Block, Note, Prose, ReportChapter
from designer.export.deck.site_slide import SITE_COLUMNS, site_claim, sites_table
from designer.export.report.context import ReportContext, said
from designer.review.sites import bests, site_notes

TITLE: Final = "A year of the same design in other places"


def sites_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of the places at which the design is compared; why there is none."""
    years = context.sites
    if not years:
        return "No places are compared."
    if not any(year.energy.facility_kwh.value for year in years):
        return "How much energy its parts take is not known."
    found = bests(years, context.design.settings.prices)
    first, *more = [site_claim(context, best) for best in found] or [None]
    blocks: list[Block] = [Prose(said=said(*more))] if more else []
    table = sites_table(context)
    prices = dict.fromkeys(
        f"{year.place.title}: {year.place.price_source}, {year.place.price_date}."
        for year in years
        if year.place.price_source
    )
    blocks.append(context.table(TITLE, SITE_COLUMNS, [*table.rows], numbers=table.numbers))
    sources = dict.fromkeys(source for year in years for source in year.sources)
    blocks.append(Note(text=" ".join((*site_notes(years), *(f"Price, {price}" for price in prices), *sources))))
    return ReportChapter(id="sites", heading="Where it could stand", claim=first, blocks=tuple(blocks))
