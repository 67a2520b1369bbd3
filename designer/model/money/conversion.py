"""US dollars in the money of a project, with the dated rate behind the number."""

from msgspec.structs import replace

from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.money.pricing import USD, PriceBook


def in_currency(figure: Figure, book: PriceBook) -> Figure:
    """FIGURE in the currency of BOOK: US dollars / the rate, both of them terms; what is no money stays as it is.

    It stays too when BOOK shows US dollars, or has no rate for its currency.
    """
    base, slash, rest = figure.unit.partition("/")
    rate = book.rate(book.currency)
    if base != USD or rate is None:
        return figure
    rate_leaf = leaf(
        f"US dollars for 1 {book.currency}",
        rate.usd,
        f"{USD}/{book.currency}",
        operation="design",
        status="user",
        subject="design",
        date=rate.date,
        note=rate.note,
        formula=f"exchange rate of {rate.date}",
    )
    unit = f"{book.currency}{slash}{rest}"
    converted = quotient(
        figure.label, figure, rate_leaf, unit, f"US dollars / {rate.usd:g}, the exchange rate of {rate.date}"
    )
    likely = (figure.likely[0] / rate.usd, figure.likely[1] / rate.usd) if figure.likely is not None else None
    return replace(converted, note=figure.note, likely=likely)


def in_money(amount_usd: float, book: PriceBook) -> float:
    """AMOUNT_USD in the currency of BOOK."""
    rate = book.rate(book.currency)
    return amount_usd if rate is None else amount_usd / rate.usd


def shown_currency(book: PriceBook) -> str:
    """The currency that amounts are shown in: BOOK's, or US dollars when it has no rate for its own."""
    return book.currency if book.rate(book.currency) else USD


def rate_words(book: PriceBook) -> str:
    """The rate behind what is shown: "1 EUR = 1.1 USD on 2026-11-20"; "" for US dollars."""
    rate = book.rate(book.currency)
    return "" if rate is None else f"1 {book.currency} = {rate.usd:g} USD on {rate.date}"
