"""The price book of a project: own prices, discounts, exchange rates and the basis to plan with; which price counts."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from designer.model.parts.part import PURCHASES, Basis, Part, Per, Price, StockLength, Term
from designer.model.records import Record

USD: Final = "USD"


class Discount(Record, frozen=True, kw_only=True):
    """Discount off catalog prices; the most exact one counts alone: vendor and kind, then vendor, then kind.

    Attributes:
        share: 0.15 is 15% off.
        vendor: Whose parts; "" is everybody's.
        kind: Which kind of part; "" is every kind.
        note: Why, or who granted it.
    """

    share: float
    vendor: str = ""
    kind: str = ""
    note: str = ""


class ExchangeRate(Record, frozen=True, kw_only=True):
    """Exchange rate: one unit of a currency in US dollars on a day.

    Attributes:
        usd: US dollars for one unit.
        date: ISO date of the rate.
        note: Where it was read.
    """

    usd: float
    date: str
    note: str = ""


class PriceBook(Record, frozen=True, kw_only=True):
    """Prices of a project: own prices, discounts, rates, and the basis to plan with.

    Attributes:
        prices: Own prices by part id; they count before the catalog's and take no discount.
        discounts: Off the catalog's prices.
        currency: In which money is shown.
        rates: Exchange rates by currency code.
        purchase_basis: Basis to plan purchases with; None is that of the part's preferred price.
        rent_basis: Basis to plan rent by the hour with: on-demand, reserved or spot; None is that of the part's
            preferred price.
        region: Region to plan rent in; "" is that of the part's preferred price.
        rent_term: For how long to be bound to what is reserved; "" is the newest reserved price, whatever it binds to.
    """

    prices: Mapping[str, tuple[Price, ...]] = {}
    discounts: tuple[Discount, ...] = ()
    currency: str = USD
    rates: Mapping[str, ExchangeRate] = {}
    purchase_basis: Basis | None = None
    rent_basis: Basis | None = None
    region: str = ""
    rent_term: Term = ""

    def rate(self, currency: str) -> ExchangeRate | None:
        """The exchange rate of CURRENCY; None when the book has none, and for US dollars, which need none."""
        return None if currency == USD else self.rates.get(currency)

    def converts(self, currency: str) -> bool:
        """Return True when an amount in CURRENCY can be told in US dollars."""
        return currency == USD or currency in self.rates

    def discount_of(self, part: Part) -> Discount | None:
        """The most exact discount that holds for PART; of equally exact ones the first."""
        holding = [
            discount
            for discount in self.discounts
            if discount.vendor in ("", part.vendor) and discount.kind in ("", part.kind)
        ]
        return max(holding, key=lambda discount: (bool(discount.vendor), bool(discount.kind)), default=None)


class PlannedPrice(Record, frozen=True, kw_only=True):
    """The price that a plan takes.

    Attributes:
        price: As it was published or entered.
        own: Whether it stands in the price book.
        discount: What is taken off it.
        rate: How it is turned into US dollars; None when it is in dollars.
        wanted: The basis that was asked for, where no price of it is known; None when the price is of that basis.
        wanted_term: The term that was asked for, where no reserved price of it is known; "" when it is of that term.
        wanted_region: The region that was asked for, where no price there is known; "" when the price holds there.
    """

    price: Price
    own: bool = False
    discount: Discount | None = None
    rate: ExchangeRate | None = None
    wanted: Basis | None = None
    wanted_term: Term = ""
    wanted_region: str = ""

    @property
    def factor(self) -> float:
        """US dollars planned for one unit of the published amount."""
        return (self.rate.usd if self.rate else 1.0) * (1.0 - (self.discount.share if self.discount else 0.0))


def planned_price(
    part: Part, per: Per, book: PriceBook, item: str = "", *, tokens_in: float = 0.0, day: str = ""
) -> PlannedPrice | None:
    """The price of PART that a plan with BOOK takes for PER and ITEM; None when none is known.

    The book's own prices come first, of the wanted basis and region where it has such. Else it is the newest catalog
    price of the wanted basis and region; where no price has that basis or region, that of the part's preferred price
    is taken, beside which a price without a region stands. A basis is wanted of purchases, basis and region of what is
    paid by the hour; stores, requests and tokens have one basis. A price whose currency the book cannot convert is
    passed over.

    Args:
        part: What is paid for.
        per: The measure that it is paid by.
        book: Own prices, discounts, rates, wanted basis and region.
        item: Which of several things paid by the same measure.
        tokens_in: Tokens that go in with a request: a price of long requests takes the place of the usual one.
        day: ISO day of the payment: an announced price that holds by then takes the place of today's; "" is today.
    """
    own = _in_force(_known(book.prices.get(part.id, ()), per, item, book), tokens_in, day)
    known = _in_force(_known(part.prices, per, item, book), tokens_in, day)
    if not own and not known:
        return None
    basis = book.purchase_basis if per in PURCHASES else book.rent_basis if per == "hour" else None
    region = book.region if per == "hour" else ""
    if own:
        of_basis = [price for price in own if price.basis == basis] or own
        best = _newest([price for price in of_basis if region and price.region == region] or of_basis)
        return PlannedPrice(price=best, own=True, rate=book.rate(best.currency))
    of_basis = [price for price in known if price.basis == basis] if basis else []
    missed = basis if basis and not of_basis else None
    of_basis = of_basis or [price for price in known if price.basis == known[0].basis]
    term: Term = book.rent_term if per == "hour" and basis == "reserved" else ""
    bound = [price for price in of_basis if price.term == term] if term and not missed else []
    of_basis = bound or of_basis
    exact = [price for price in of_basis if region and price.region == region]
    places = {price.region for price in of_basis}
    place = known[0].region if known[0].region in places else of_basis[0].region
    best = _newest(exact or [price for price in of_basis if price.region in (place, "")])
    return PlannedPrice(
        price=best,
        discount=book.discount_of(part),
        rate=book.rate(best.currency),
        wanted=missed,
        wanted_term=term if not bound else "",
        wanted_region=region if region and best.region not in (region, "") else "",
    )


def stock_length(part: Part, length_m: float) -> StockLength | None:
    """The shortest length in which PART is sold that reaches LENGTH_M; None when it is sold in none so long."""
    return min(
        (stock for stock in part.lengths if stock.length_m >= length_m - _MILLIMETRE),
        key=lambda stock: stock.length_m,
        default=None,
    )


def date_rank(written: str) -> tuple[int, int, int]:
    """Return the key by which dates are compared: 2026 counts as 2026-01-01, 2026-11 as 2026-11-01.

    What cannot be read is oldest.

    A year alone may mean any day in it; taking the first never lets it push out a price that is known to be younger.
    """
    found = _DATE.match(written)
    return (int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else (0, 0, 0)


_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_MILLIMETRE: Final = 0.001


def _known(prices: Iterable[Price], per: Per, item: str, book: PriceBook) -> list[Price]:
    return [price for price in prices if price.per == per and price.item == item and book.converts(price.currency)]


def _in_force(prices: Iterable[Price], tokens_in: float, day: str) -> list[Price]:
    """Of PRICES of one basis, region and currency those that a request of TOKENS_IN tokens pays on DAY."""
    held = [price for price in prices if not price.valid_from or price.valid_from <= day]
    begun: dict[tuple[str, str, str], str] = {}
    for price in held:
        key = (price.basis, price.region, price.currency)
        begun[key] = max(begun.get(key, ""), price.valid_from)
    # An announced price replaces all of before, those of long requests too; among what is left the longest step counts.
    held = [
        price
        for price in held
        if price.valid_from == begun[price.basis, price.region, price.currency]
        and (not price.from_tokens or price.from_tokens < tokens_in)
    ]
    steps: dict[tuple[str, str, str], int] = {}
    for price in held:
        key = (price.basis, price.region, price.currency)
        steps[key] = max(steps.get(key, 0), price.from_tokens)
    return [price for price in held if price.from_tokens == steps[price.basis, price.region, price.currency]]


def _newest(prices: Iterable[Price]) -> Price:
    """The price of the latest date; of equally new ones the first, which is the catalog's preferred one."""
    return max(prices, key=lambda price: date_rank(price.date))
