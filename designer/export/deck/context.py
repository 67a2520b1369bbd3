"""Material for the slides of a deck: a design, its results and findings, and amounts in words."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from designer.analysis.energy.sites import SiteYear, site_years
from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.records import Alternatives
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.export.bills.bill import bill_of
from designer.export.deck.records import Bound, DeckFigure
from designer.export.price_coverage import BillCoverage, bill_coverage
from designer.model.assumptions.places import PLACES
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import CURRENCIES, CURRENCY_WORDS, SIZE_WORDS, Shown, shown
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.review.documents.results_document import results_document
from designer.review.documents.sites_document import site_document
from designer.review.effects.beside import Beside
from designer.review.effects.preview import State
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY, headline_value

MOST_TITLE: Final = 56
"""Characters of a title, which is one line (look/README, text 2)."""
MOST_SUBTITLE: Final = 110
"""Characters of a subtitle of 14 points on a slide that is 13.33 inches wide, less its margins."""


def fitting(*texts: str, most: int = MOST_TITLE) -> str:
    """Return the first of TEXTS that has at most MOST characters, the fullest first; else the last."""
    return next((text for text in texts if len(text) <= most), texts[-1])


class DeckContext:
    """One design with its results, as the slides ask for it."""

    def __init__(
        self,
        design: Design,
        library: Library,
        results: Results,
        findings: Sequence[Finding],
        today: date,
        level: Level,
        beside: tuple[Beside, ...] = (),
    ) -> None:
        """BESIDE are the other designs of the project, which slides set this one against."""
        self.design = design
        self.library = library
        self.results = results
        self.findings = findings
        self.today = today
        self.level: Level = level
        self.beside = beside

    @cached_property
    def coverage(self) -> BillCoverage:
        """Return how much of the bill has a price, and how sure it is."""
        return bill_coverage(bill_of(self.design, self.results, today=self.today))

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return what `analyze --json` prints of the design, where live fields look."""
        document = results_document(self.results, self.findings, book=self.design.settings.prices)
        return {**document, **({"sites": [site_document(year) for year in self.sites]} if self.sites else {})}

    @property
    def state(self) -> State:
        """Return the design with what is known of it, as others are set against it."""
        return State(self.design, self.results, tuple(self.findings))

    @cached_property
    def ways(self) -> Alternatives | None:
        """Return what `compare` says of owning, renting and tokens; None where cost was not worked out."""
        results = self.results
        if results.cost is None or results.power is None or results.workloads is None:
            return None
        return alternatives(self.design, self.library, results, start=self.today.isoformat())

    @cached_property
    def sites(self) -> tuple[SiteYear, ...]:
        """Return a year of the design at the places that it is compared at; nothing where nobody asked for it."""
        places = [PLACES[name] for name in self.design.settings.sites]
        return site_years(self.design, places, library=self.library)

    @cached_property
    def answers_known(self) -> bool:
        """Return whether some engine or model API answers, and what each engine can do is known.

        The analysis lets through what nothing limits; a board must not read that as an answer.
        """
        work, nodes = self.results.workloads, self.design.nodes
        found = [
            (KINDS[nodes[load.id].kind].workload, load)
            for load in (work.services if work is not None else ())
            if load.id in nodes and nodes[load.id].kind in KINDS
        ]
        engines = [load for workload, load in found if workload == "inference"]
        others = [load for workload, load in found if workload == "model_api" and load.answer_s.known]
        return bool(engines or others) and all(load.utilisation.known for load in engines)

    @cached_property
    def overfull(self) -> bool:
        """Return whether cables of the fabric are more than the ports at one of their ends."""
        links = self.design.links
        full = {one for finding in self.findings if finding.rule == "ports-overfull" for one in finding.ids}
        return any(links[one].medium == "fabric" for one in full if one in links)

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

    def shown(self, figure: Figure | None, *, ranged: bool = True) -> Shown:
        """Return FIGURE split for typesetting; money of a board has two digits."""
        money = figure is not None and figure.unit.partition("/")[0] in CURRENCIES
        return shown(figure, ranged=ranged, digits=2 if money and self.level == "board" else 3)

    def words(self, figure: Figure | None, *, ranged: bool = True) -> str:
        """Return FIGURE in a sentence; for a board amounts are written out: "at least 31–47 million dollars"."""
        text = self.shown(figure, ranged=ranged)
        unit = text.unit
        currency, _, per = (figure.unit if figure is not None else "").partition("/")
        if self.level == "board" and currency in CURRENCY_WORDS:
            unit = " ".join(word for word in (SIZE_WORDS.get(unit[:1], ""), CURRENCY_WORDS[currency]) if word)
            unit += f" a {per}" if per else ""
        return " ".join(word for word in (text.prefix, text.number, unit) if word)

    def short(self, figure: Figure | None, *, ranged: bool = True) -> str:
        """Return FIGURE where room is short, in a title or a cell: "≥ 31–47 M$"."""
        text = self.shown(figure, ranged=ranged)
        return f"{text.signed_number} {text.unit}".strip()

    def large(self, key: str, below: str = "") -> DeckFigure:
        """Return a headline figure as a large number; what it lacks stands in its caption."""
        one, figure = BY_KEY[key], self.headline(key)
        text = self.shown(figure, ranged=one.ranged)
        lacking = gaps(figure)
        caption = f"{one.plain}, {lacking.bound}" if lacking.number else one.plain
        # A unit that people who are not engineers read as a fraction.
        unit = "a second" if text.unit == "1/s" else text.unit
        return DeckFigure(caption=caption, number=text.number, unit=unit, below=below)
