"""The price book of a project: own prices, discounts, exchange rates and the basis to plan with; which price counts."""

from collections.abc import Iterable, Mapping
from typing import Final

from designer.model.parts import PURCHASES, Basis, Part, Per, Price
from designer.model.records import Record

USD: Final = "USD"


class Discount(Record, frozen=True, kw_only=True):
    """What is taken off catalog prices; the most exact one counts alone: vendor and kind, then vendor, then kind.

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
    """What one unit of a currency costs in US dollars on a day.

    Attributes:
        usd: US dollars for one unit.
        date: ISO date of the rate.
        note: Where it was read.
    """

    usd: float
    date: str
    note: str = ""


class PriceBook(Record, frozen=True, kw_only=True):
    """How a project is priced.

    Attributes:
        prices: Own prices by part id; they count before the catalog's and take no discount.
        discounts: Off the catalog's prices.
        currency: In which money is shown.
        rates: Exchange rates by currency code.
        purchase_basis: Basis to plan purchases with; "" is that of the part's preferred price.
        rent_basis: Basis to plan rent with: on-demand, reserved or spot; "" is that of the part's preferred price.
        region: Region to plan rent in; "" is that of the part's preferred price.
    """

    prices: Mapping[str, tuple[Price, ...]] = {}
    discounts: tuple[Discount, ...] = ()
    currency: str = USD
    rates: Mapping[str, ExchangeRate] = {}
    purchase_basis: Basis | None = None
    rent_basis: Basis | None = None
    region: str = ""

    def rate(self, currency: str) -> ExchangeRate | None:
        """The exchange rate of CURRENCY; None when the book has none, and for US dollars, which need none."""
        return self.rates.get(currency)

    def converts(self, currency: str) -> bool:
        """Whether an amount in CURRENCY can be told in US dollars."""
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
    """

    price: Price
    own: bool = False
    discount: Discount | None = None
    rate: ExchangeRate | None = None
    wanted: Basis | None = None

    @property
    def factor(self) -> float:
        """US dollars planned for one unit of the published amount."""
        return (self.rate.usd if self.rate else 1.0) * (1.0 - (self.discount.share if self.discount else 0.0))


def planned_price(part: Part, per: Per, book: PriceBook, item: str = "") -> PlannedPrice | None:
    """The price of PART that a plan with BOOK takes for PER and ITEM; None when none is known.

    The book's own prices come first. Else it is the newest of the wanted basis and region; where no price has that
    basis or region, that of the part's preferred price is taken. A price whose currency the book can not convert is
    passed over.
    """
    own = [
        price for price in book.prices.get(part.id, ()) if _is_for(price, per, item) and book.converts(price.currency)
    ]
    if own:
        best = _newest(own)
        return PlannedPrice(price=best, own=True, rate=book.rate(best.currency))
    known = [price for price in part.prices if _is_for(price, per, item) and book.converts(price.currency)]
    if not known:
        return None
    wanted = book.purchase_basis if per in PURCHASES else book.rent_basis
    of_basis = [price for price in known if price.basis == wanted] if wanted else []
    missed = wanted if wanted and not of_basis else None
    of_basis = of_basis or [price for price in known if price.basis == known[0].basis]
    in_region = [price for price in of_basis if book.region and price.region == book.region]
    in_region = in_region or [price for price in of_basis if price.region == of_basis[0].region]
    best = _newest(in_region)
    return PlannedPrice(
        price=best, discount=book.discount_of(part), rate=book.rate(best.currency), wanted=missed
    )  # fmt: skip


def _is_for(price: Price, per: Per, item: str) -> bool:
    return price.per == per and price.item == item


def _newest(prices: Iterable[Price]) -> Price:
    """The price of the latest date; of equally new ones the first."""
    return max(prices, key=lambda price: price.date)
