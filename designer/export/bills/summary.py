"""Summary of a bill in a few words and numbers: what cover, page and print begin with."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from designer.analysis.money.periods import month_of
from designer.analysis.money.unpriced_lines import total_label
from designer.analysis.uncertainty import with_likely
from designer.catalog.prices.coverage import Sureness
from designer.export.bills.bill import bounded_title
from designer.export.bills.records import Bill
from designer.export.price_coverage import bill_coverage
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.number_locale import LOCALES, Locale

_SCALES: Final = ((1e9, "bn "), (1e6, "M"), (1e3, "k"), (1.0, ""))
FIRM_WAYS: Final[tuple[tuple[Sureness, str, str, str, tuple[str, ...]], ...]] = (
    ("firm", "◆", "#0E5A3A", "quoted, or your own", ("◆",)),
    ("published", "●", "#5B97C9", "a published price with its date", ("●",)),
    ("estimate", "○", "#E0B45C", "seen or planned with, to be replaced by a quote", ("○", "◐")),
)
"""Each way to know a price: sign, colour, words, and the signs of its lines; the share stands beside it, too."""
ENGLISH: Final = LOCALES["en"]


class Scaled(NamedTuple):
    """An amount at the scale at which people read it.

    Attributes:
        scale: What one of its unit is, in the money of the bill.
        digits: Behind the decimal mark.
        unit: "M$", "k EUR".
        ends: Low and high; the same where there is no range.
        typical: The planning value.
        likely: P10 and P90, where they were drawn.
    """

    scale: float
    digits: int
    unit: str
    ends: tuple[float, float]
    typical: float
    likely: tuple[float, float] | None

    def number(self, value: float, locale: Locale = ENGLISH) -> str:
        """Return VALUE at this scale, its half rounded up in decimal digits as a spreadsheet's FIXED does."""
        # 444.15 is a little less in binary: by its own digits it is 444.2, in the workbook and on paper.
        exact = Decimal(repr(value)) / Decimal(repr(self.scale))
        return locale.number(f"{exact.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP):,f}")

    def span(self, locale: Locale = ENGLISH) -> str:
        """Return the range with its unit: "31.2–47.4 M$"."""
        low, high = (self.number(end, locale) for end in self.ends)
        return f"{low} {self.unit}" if low == high else f"{low}–{high} {self.unit}"

    def middle(self, locale: Locale = ENGLISH) -> str:
        """Return the planning value in words; "" where there is no range."""
        low, high = (self.number(end) for end in self.ends)
        return "" if low == high else f"typical {self.number(self.typical, locale)} {self.unit}"


class Total(NamedTuple):
    """One of the three totals: its title, and its amount; None where it is unknown."""

    key: str
    title: str
    figure: Figure
    scaled: Scaled | None


def scaled(bill: Bill, figure: Figure) -> Scaled | None:
    """Return FIGURE, US dollars, as people read it in the money of BILL; None where it is unknown."""
    shown = bill.shown(figure)
    if shown.low is None or shown.high is None or shown.value is None:
        return None
    # The largest scale whose upper bound is one at least.
    scale, letter = next((one for one in _SCALES if shown.high >= one[0]), _SCALES[-1])
    digits = 0 if shown.high == 0 else 2 if shown.high / scale < 10 else 1
    money = "$" if bill.currency == "USD" else bill.currency if letter.endswith(" ") else f" {bill.currency}"
    unit = f"{letter}{money}".strip()
    return Scaled(scale, digits, unit, (shown.low, shown.high), shown.value, shown.likely)


def three_totals(bill: Bill) -> tuple[Total, Total, Total]:
    """Return what BILL comes to: to buy, to rent a month, and to run a month, rent included."""
    buy = with_likely(bill.total_usd)
    bought = "To buy" + total_label(bill.total_usd).removeprefix("Total")
    rent, run = _month(bill.rent_usd), _month(bill.run_usd)
    return (
        Total("buy", bought, buy, scaled(bill, buy)),
        Total("rent_month", bounded_title("To rent, a month", rent), rent, scaled(bill, rent)),
        Total("run_month", bounded_title("To run, a month, rent included", run), run, scaled(bill, run)),
    )


def _month(yearly: Figure | None) -> Figure:
    return leaf("nothing", 0.0, "USD/month") if yearly is None else month_of("a month", yearly, "a year / 12")


def firm_amounts(bill: Bill) -> tuple[tuple[Sureness, float, float], ...]:
    """Return each way to know a price with its typical amount in the money of BILL and its share, 0 to 1."""
    found = bill_coverage(bill).usd_by_sureness
    amounts = [bill.shown(leaf(name, found[name], "USD")).value or 0.0 for name, *_ in FIRM_WAYS]
    together = sum(amounts)
    return tuple(
        (way[0], amount, amount / together if together else 0.0) for way, amount in zip(FIRM_WAYS, amounts, strict=True)
    )


def subtitle(bill: Bill) -> str:
    """Return of which day the bill is, and in which money."""
    day = date.fromisoformat(bill.date) if bill.date else None
    return f"{day.day} {day:%B %Y} · prices in {bill.currency}" if day else f"Prices in {bill.currency}"


def not_included(bill: Bill) -> Iterator[str]:
    """Yield what is not in the total and what else is to be known, each a sentence or two."""
    beyond = [_inside(step.title) for step in bill.steps if not step.is_total]
    # Services keep the names that their makers write.
    own = {line.name for line in bill.services if line.vendor}
    beyond += [one.title if one.title.removesuffix(", a year") in own else _inside(one.title) for one in bill.yearly]
    if beyond:
        yield f"Not in the total: {'; '.join(beyond)}."
    yield from (text for text in (bill.gap_line, bill.expired_line, bill.lead_line, bill.rate_line) if text)


def _inside(title: str) -> str:
    """Return TITLE as it stands inside a sentence."""
    return title[:1].lower() + title[1:]


def likely_words(bill: Bill) -> str:
    """Return between what eight of ten draws of all ranges lie, and the plan outside; "" where nothing has a range."""
    found = three_totals(bill)[0].scaled
    if found is None or found.likely is None:
        return ""
    least, most = (found.number(one) for one in found.likely)
    words = f"All prices at their ends; eight of ten draws of all ranges give {least}–{most} {found.unit}"
    # Strip, report and deck tell a range that reaches to the plan: who compares them finds its end here.
    outside = not found.likely[0] <= found.typical <= found.likely[1]
    return f"{words}, the plan is {found.number(found.typical)} {found.unit}." if outside else f"{words}."
