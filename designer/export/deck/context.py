"""Material for the slides of a deck: a design, its results and findings, and amounts in words."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.export.bills.bill import bill_of
from designer.export.deck.records import Bound, DeckFigure, Level
from designer.export.price_coverage import BillCoverage, bill_coverage
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import CURRENCY_WORDS, SIZE_WORDS, shown
from designer.model.money.conversion import in_currency
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY, headline_value


class DeckContext:
    """One design with its results, as the slides ask for it."""

    def __init__(
        self, design: Design, library: Library, results: Results, findings: Sequence[Finding], today: date, level: Level
    ) -> None:
        self.design = design
        self.library = library
        self.results = results
        self.findings = findings
        self.today = today
        self.level: Level = level

    @cached_property
    def coverage(self) -> BillCoverage:
        """Return how much of the bill has a price, and how sure it is."""
        return bill_coverage(bill_of(self.design, self.results, today=self.today))

    def headline(self, key: str) -> Figure | None:
        """Return a headline figure in the money of the design; None where it was not worked out."""
        return headline_value(key, self.results, self.design.settings.prices)

    def bound(self, key: str) -> Bound:
        """Return the place of a headline figure with its value."""
        figure = self.headline(key)
        return Bound(path=f"headlines.{key}", value=figure.value if figure is not None else None)

    def money(self, usd: Figure) -> Figure:
        """Return USD in the money of the design."""
        return in_currency(usd, self.design.settings.prices)

    def words(self, figure: Figure | None, *, ranged: bool = True) -> str:
        """Return FIGURE in a sentence; for a board amounts are written out: "at least 31–47 million dollars"."""
        text = shown(figure, ranged=ranged)
        unit = text.unit
        currency, _, per = (figure.unit if figure is not None else "").partition("/")
        if self.level == "board" and currency in CURRENCY_WORDS:
            unit = " ".join(word for word in (SIZE_WORDS.get(unit[:1], ""), CURRENCY_WORDS[currency]) if word)
            unit += f" a {per}" if per else ""
        return " ".join(word for word in (text.prefix, text.number, unit) if word)

    def short(self, figure: Figure | None, *, ranged: bool = True) -> str:
        """Return FIGURE where room is short, in a title or a cell: "≥ 31–47 M$"."""
        text = shown(figure, ranged=ranged)
        return f"{text.signed_number} {text.unit}".strip()

    def large(self, key: str, below: str = "") -> DeckFigure:
        """Return a headline figure as a large number; what it lacks stands in its caption."""
        one, figure = BY_KEY[key], self.headline(key)
        text = shown(figure, ranged=one.ranged)
        lacking = gaps(figure)
        caption = f"{one.plain}, {lacking.bound}" if lacking.number else one.plain
        return DeckFigure(caption=caption, number=text.number, unit=text.unit, below=below)
