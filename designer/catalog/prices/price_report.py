"""Report on an import of prices: offers for parts, and every row that was not taken with the reason."""

from collections.abc import Iterable, Mapping

from designer.catalog.library import Library
from designer.model.parts.part import Price, Source
from designer.model.records import Record


class PriceOffer(Record, frozen=True, kw_only=True):
    """A price that was found for a part.

    Attributes:
        part: Id of the part.
        row: What it was read from, in words: "row 12: DGXH-G640F+P2EDI36".
    """

    part: str
    price: Price
    row: str = ""


def new_offers(offers: Iterable[PriceOffer], library: Library) -> tuple[PriceOffer, ...]:
    """Those of OFFERS that the parts of LIBRARY do not have yet."""
    return tuple(
        offer for offer in offers if (part := library.parts.get(offer.part)) is None or offer.price not in part.prices
    )


class PriceReport(Record, frozen=True, kw_only=True):
    """Outcome of a file of prices.

    Attributes:
        offers: The prices that were understood.
        sources: The sources that they name.
        not_taken: Every row that gave no price: where it stands and why, one plain line each.
    """

    offers: tuple[PriceOffer, ...] = ()
    sources: Mapping[str, Source] = {}
    not_taken: tuple[str, ...] = ()
