"""The chapter of places: the same design where it could stand, with what a year takes there."""

from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.energy.sites import SiteYear
from designer.drawing.report_page import Block, Note, Prose, ReportChapter
from designer.export.deck.site_slide import SITE_COLUMNS, site_claim, sites_table
from designer.export.report.context import ReportContext, said
from designer.model.wording import listed
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
    blocks.append(context.table(TITLE, SITE_COLUMNS, [*table.rows], numbers=table.numbers))
    blocks.append(Note(text=" ".join(site_notes(years))))
    blocks += [Note(text=text) for text in (*_prices(years), " ".join(_hours(years))) if text]
    return ReportChapter(id="sites", heading="Where it could stand", claim=first, blocks=tuple(blocks))


def _prices(years: Sequence[SiteYear]) -> Iterator[str]:
    """Yield whose prices of electricity these are, places of one source together."""
    by_source: dict[str, list[str]] = {}
    for year in years:
        if year.place.price_source:
            by_source.setdefault(f"{year.place.price_source}; {year.place.price_date}", []).append(year.place.title)
    for source, titles in by_source.items():
        yield f"Price in {listed(titles)}: {source}."


def _hours(years: Sequence[SiteYear]) -> Sequence[str]:
    """Return whose weather and whose mix the hours rest on, each once."""
    return list(dict.fromkeys(source for year in years for source in year.sources))
