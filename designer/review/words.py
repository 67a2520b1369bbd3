"""Numbers and lists as findings say them."""

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import CURRENCY_SIGNS
from designer.model.money.conversion import in_money, shown_currency
from designer.model.money.pricing import PriceBook


def watts(value: float) -> str:
    """A power: 700 W, 40.8 kW, 1.2 MW."""
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.4g} MW"
    return f"{value / 1e3:,.4g} kW" if abs(value) >= 1e3 else f"{value:.4g} W"


def money(amount_usd: float, book: PriceBook) -> str:
    """AMOUNT_USD in the money of BOOK: $950, €24,000, CHF 2.55 million."""
    value, currency = in_money(amount_usd, book), shown_currency(book)
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
    if abs(value) >= 1e9:
        return f"{sign}{value / 1e9:,.3g} billion"
    return f"{sign}{value / 1e6:,.3g} million" if abs(value) >= 1e6 else f"{sign}{value:,.0f}"


def rate(gbps: float) -> str:
    """A data rate: 400 Gb/s, 51.2 Tb/s."""
    return f"{gbps / 1000:,.4g} Tb/s" if abs(gbps) >= 1000 else f"{gbps:.4g} Gb/s"


def percent(share: float) -> str:
    """A share: 62%; a tiny one is under 1%."""
    return "under 1%" if 0 < share < 0.01 else f"{share:.0%}"


def quantity(value: float) -> str:
    """A plain number, without needless digits."""
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def soon(minutes: Figure) -> str:
    """Return how soon something happens, from the soonest to the latest: in 20 s to 4 minutes."""
    if minutes.value is None or minutes.low is None or minutes.high is None:
        return "how soon is not known"
    if minutes.high < 1 / 60:
        return "at once"
    first, last = (_span(value) for value in (minutes.low, minutes.high))
    if first == last:
        return f"in about {first}"
    same = first.split()[-1] == last.split()[-1]
    return f"in {first.split()[0] if same else first} to {last}"


def _span(minutes: float) -> str:
    if minutes < 1:
        seconds = round(minutes * 60)
        return "1 minute" if seconds >= 60 else f"{seconds} seconds" if seconds != 1 else "1 second"
    if minutes < 120:
        number = float(f"{minutes:.2g}")
        return f"{number:g} minute" if number == 1 else f"{number:g} minutes"
    return f"{minutes / 60:,.2g} hours" if minutes < 6000 else "days"
