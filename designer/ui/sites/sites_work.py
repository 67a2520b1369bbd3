"""Work of the window of sites in a background process; no Qt here."""

from collections.abc import Sequence
from functools import partial

from designer.analysis.energy.sites import SiteYear, site_years
from designer.catalog.library import Library
from designer.model.assumptions.places import Place
from designer.model.design import Design
from designer.ui.jobs.background_process import Teller


def find_site_years(
    teller: Teller, design: Design, places: Sequence[Place], economizer: str, library: Library
) -> tuple[SiteYear, ...]:
    """Return a year of DESIGN at each of PLACES, those found so far handed out as they come.

    Raises:
        RefusedInput: the average days of a place cannot be read.
    """
    found: tuple[SiteYear, ...] = ()
    for done, place in enumerate(places):
        if not teller(done, len(places), place.title):
            break
        found += site_years(design, (place,), economizer=economizer, library=library)
        teller.partial(partial(tuple, found))
    return found
