"""Prices that were brought in become own prices of one project, all of them as one edit."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from designer.catalog.prices.price_report import PriceOffer
from designer.edit.draft import Draft
from designer.model.changes import ChangeSet, Key, merged
from designer.model.design import Design
from designer.model.money.price_validity import require_own_price
from designer.model.parts.part import Price, Source
from designer.model.records import RefusedInput, require_id


def add_offers(design: Design, offers: Iterable[PriceOffer], sources: Mapping[str, Source]) -> ChangeSet:
    """Keep OFFERS in the project's price book beside the prices that are there, with those of SOURCES that they name.

    Prices that the book has already are passed over; nothing is overwritten.

    Raises:
        RefusedInput: a price cannot be, or the book has all of them already.
    """
    book = design.settings.prices
    prices: dict[str, tuple[Price, ...]] = dict(book.prices)
    named: set[str] = set()
    added = 0
    for offer in offers:
        require_id(offer.part, "part")
        require_own_price(offer.price, offer.part)
        known = prices.get(offer.part, ())
        if offer.price not in known:
            prices[offer.part] = (*known, offer.price)
            named.update(offer.price.sources)
            added += 1
    if not added:
        raise RefusedInput("The price book has these prices already.")
    label = "Add an own price" if added == 1 else f"Add {added:,} own prices"
    draft = Draft(design)
    draft.put(replace(design.settings, prices=replace(book, prices=prices)))
    new_sources: dict[Key, tuple[None, Source]] = {
        ("sources", name): (None, sources[name])
        for name in sorted(named)
        if name in sources and name not in design.sources
    }
    return merged((draft.finished(label), ChangeSet(new_sources)), label)
