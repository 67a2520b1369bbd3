"""Money: what matters. What moves a figure most, and how it falls when all its ranges are drawn at once."""

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.results import Results
from designer.analysis.uncertainty import DRAWS, Spread, Swing, tornado
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, quantity_text, shown
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.costs.base_page import TOO_EARLY, MoneySheet, splitter
from designer.ui.costs.money_sums import draw
from designer.ui.costs.money_table import Cell, MoneyRow
from designer.ui.costs.money_work import MoneyWork
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.chart_scale import amount_text
from designer.ui.widgets.charts.spread_charts import Blade, HistogramChart, TornadoChart
from designer.ui.widgets.fields import EditLine, Segments, label, read_count
from designer.ui.widgets.theme import set_look
from designer.ui.widgets.timers import after_pause

Name = Literal["capex", "monthly", "tco", "usd_per_gpu_hour", "usd_per_request"]
FIGURES: Final[tuple[tuple[Name, str], ...]] = (
    ("capex", "To buy"),
    ("monthly", "A month"),
    ("tco", "Ownership"),
    ("usd_per_gpu_hour", "GPU-hour"),
    ("usd_per_request", "A request"),
)
SENTENCES: Final[dict[Name, tuple[str, str]]] = {
    "capex": ("it costs", " to buy"),
    "monthly": ("it costs", " a month"),
    "tco": ("owning it costs", " over its years"),
    "usd_per_gpu_hour": ("an accelerator costs", " an hour"),
    "usd_per_request": ("a request costs", ""),
}
TITLES: Final[dict[Name, str]] = {
    "capex": "what is to buy",
    "monthly": "a month",
    "tco": "the cost of ownership",
    "usd_per_gpu_hour": "an hour of a GPU",
    "usd_per_request": "a request",
}
MOST_SEED: Final = 2**32 - 1
COLUMNS: Final = ("What moves it", "Low", "Planned", "High", "Then at low", "Then at high", "Swing")


def figure_of(results: Results | None, name: Name) -> Figure | None:
    """The figure NAME of RESULTS, in US dollars; None before there is an analysis."""
    cost, work = (results.cost, results.workloads) if results else (None, None)
    if name == "usd_per_request":
        return work.usd_per_request if work else None
    if cost is None:
        return None
    return {
        "capex": cost.capex_usd,
        "monthly": cost.monthly_usd,
        "tco": cost.tco_usd,
        "usd_per_gpu_hour": cost.usd_per_gpu_hour,
    }[name]


class MattersSheet(MoneySheet):
    """Tornado, histogram and one sentence about a figure of choice."""

    title = "What matters"

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "What moves the figure, widest first", parent)
        self._name: Name = "monthly"
        self._seed = 0
        self._figure: Figure | None = None
        self.swings: tuple[Swing, ...] = ()
        self.spread: Spread | None = None
        self._sums = MoneyWork(self, answered=self._take, failed=self._problem_told, busy=self.busy)
        # The draws follow in a turn of their own, so that the tornado is there at once.
        self._drawing = after_pause(self, 0, self.draw)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 0, 0)
        down.setSpacing(8)
        down.addLayout(self._make_head())
        self.sentence = label("", "title", self, wraps=True)
        down.addWidget(self.sentence)
        self.more = label("", "muted", self, wraps=True)
        down.addWidget(self.more)
        pair = QWidget(self)
        across = QHBoxLayout(pair)
        across.setContentsMargins(0, 0, 0, 8)
        across.setSpacing(24)
        self.tornado = TornadoChart("What moves it most", pair)
        self.histogram = HistogramChart("How it falls", pair)
        across.addWidget(self.tornado, 3)
        across.addWidget(self.histogram, 2)
        pair.setMinimumHeight(170)
        down.addWidget(splitter(pair, self.table, self), 1)

    def _make_head(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        self.choice = Segments("Figure", FIGURES, self._name, self, chosen=self._choose)
        across.addWidget(self.choice)
        across.addStretch(1)
        caption = label("Seed", "muted", self)
        self.seed = EditLine("Seed of the draws", self, entered=self._enter_seed)
        self.seed.setFixedWidth(96)
        self.seed.setToolTip("The same seed draws the same numbers.")
        self.seed.show_value("0")
        caption.setBuddy(self.seed)
        self._problem = label("", "problem", self)
        across.addWidget(self._problem)
        across.addWidget(caption)
        across.addWidget(self.seed)
        self.again = push_button(
            "Draw again", self, self._draw_again, name="Draw again with the next seed", takes_enter=False
        )
        across.addWidget(self.again)
        return across

    @property
    @override
    def charts(self) -> tuple[ChartFrame, ...]:
        return (self.tornado, self.histogram)

    @override
    def start(self) -> None:
        self.table.setFocus()

    def choose(self, name: Name) -> None:
        """Look at the figure NAME."""
        self.choice.choose(name)
        self._choose(name)

    def _choose(self, name: str) -> None:
        self._name = next(known for known, _ in FIGURES if known == name)
        self.refresh()

    def _problem_told(self, problem: str) -> None:
        self._problem.setText(problem)

    def _enter_seed(self, text: str) -> None:
        try:
            seed = read_count(text, "Seed")
            if not 0 <= seed <= MOST_SEED:
                raise RefusedInput(f"Seed: from 0 to {count_text(MOST_SEED)}.")
        except RefusedInput as problem:
            self._problem.setText(str(problem))
            set_look(self.seed, "problem")
            return
        self._take_seed(seed)

    def _draw_again(self) -> None:
        self._take_seed((self._seed + 1) % (MOST_SEED + 1))

    def _take_seed(self, seed: int) -> None:
        self._seed = seed
        self._problem.setText("")
        set_look(self.seed, "")
        self.seed.show_value(str(seed))
        self.draw()

    @override
    def refresh(self) -> None:
        found = figure_of(self.document.results, self._name)
        self._figure = None if found is None else self.money(found)
        self.swings = () if self._figure is None else tornado(self._figure)
        self._show_tornado()
        self._drawing.start()

    def draw(self) -> None:
        """Draw all ranges and show how the figure falls."""
        self._drawing.stop()
        figure = self._figure
        if figure is None or not figure.value:
            self._sums.drop()
            self._take(None)
        else:
            self._sums.ask(self.document.design, draw, figure, DRAWS, self._seed)

    def _take(self, spread: Spread | None) -> None:
        self.spread = spread
        self._show_spread()

    def _text(self, value: float) -> str:
        return amount_text(value, self._figure.unit if self._figure else "")

    def _show_tornado(self) -> None:
        figure, name = self._figure, TITLES[self._name]
        if figure is None or figure.value is None or not self.swings:
            self.tornado.show_blades("What moves it most", _why_empty(figure, self._name), (), 0.0, self._text)
            self.show_table(COLUMNS, ())
            self.chart_changed.emit()
            return
        blades = [Blade(named(swing.leaf), swing.at_low, swing.at_high, *ends_of(swing.leaf)) for swing in self.swings]
        words = "; ".join(
            f"{blade.name} from {blade.low_words} to {blade.high_words}: "
            f"{self._text(blade.at_low)} to {self._text(blade.at_high)}"
            for blade in blades
        )
        self.tornado.show_blades(
            f"What moves it most · {name}, hatched at the low value, filled at the high one",
            words,
            blades,
            figure.value,
            self._text,
        )
        self.show_table(COLUMNS, [self._row(swing) for swing in self.swings])
        self.chart_changed.emit()

    def _row(self, swing: Swing) -> MoneyRow:
        low, high = ends_of(swing.leaf)
        name = named(swing.leaf)
        cells = (
            Cell(low),
            Cell(_value_words(swing.leaf.value or 0.0, swing.leaf.unit), swing.leaf, "planned"),
            Cell(high),
            Cell(self._text(swing.at_low)),
            Cell(self._text(swing.at_high)),
            Cell(self._text(swing.span)),
        )
        return MoneyRow(f"{swing.leaf.subject}·{swing.leaf.label}", name, cells, tip=swing.leaf.note)

    def _show_spread(self) -> None:
        figure, spread = self._figure, self.spread
        if figure is None or figure.value is None or spread is None:
            self._say("", "")
            self.histogram.show_spread("How it falls", "", None, 0.0, self._text)
            return
        does, after = SENTENCES[self._name]
        p10, p50, p90 = (self._text(value) for value in (spread.p10, spread.p50, spread.p90))
        least = ", what is unknown left out" if gaps(figure).names else ""
        # Without ranges every draw is the same, and percentiles would say nothing.
        if not self.swings:
            sentence = f"{named_words(does)} {self._text(figure.value)}{after}{least}: nothing that enters has a range."
        else:
            sentence = f"Nine times out of ten {does} less than {p90}{after}{least}."
        planned = self._text(figure.value)
        halves = (
            f"Half of {count_text(spread.draws)} draws lie below {p50}, a tenth below {p10}; the plan says {planned}."
        )
        self._say(sentence, halves if self.swings else "")
        self.histogram.show_spread(
            f"How it falls · {count_text(spread.draws)} draws, seed {spread.seed} · ◆ as planned",
            f"P10 {p10}, P50 {p50}, P90 {p90}, planned {planned}" if self.swings else "All draws are the same.",
            spread if self.swings else None,
            figure.value,
            self._text,
        )

    def _say(self, sentence: str, more: str) -> None:
        for shown_label, words in ((self.sentence, sentence), (self.more, more)):
            shown_label.setText(words)
            shown_label.setVisible(bool(words))


def named_words(words: str) -> str:
    """WORDS as a sentence begins."""
    return words[:1].upper() + words[1:]


def named(leaf: Figure) -> str:
    """Return the name of LEAF in a chart."""
    return named_words(leaf.label)


def ends_of(leaf: Figure) -> tuple[str, str]:
    """Low and high value of LEAF in words."""
    value = leaf.value or 0.0
    ends = (value if leaf.low is None else leaf.low, value if leaf.high is None else leaf.high)
    words: Sequence[str] = [_value_words(end, leaf.unit) for end in ends]
    return words[0], words[1]


def _value_words(value: float, unit: str) -> str:
    words = quantity_text(value, unit) if value else shown(Figure(value=0.0, unit=unit, low=0.0, high=0.0)).text
    return words.removesuffix(" 1/year") + ("/year" if words.endswith(" 1/year") else "")


def _why_empty(figure: Figure | None, name: Name) -> str:
    if figure is None:
        return TOO_EARLY
    if figure.value:
        return "Nothing that enters has a range, so nothing moves it."
    if name == "usd_per_request":
        return "No request is asked yet: place an application, say how many users it has, and link it to an engine."
    if name == "usd_per_gpu_hour":
        return "There are no accelerators yet: place a server with some, and what their hour costs appears here."
    if gaps(figure).names:
        return gaps(figure).sentence
    return "Place parts with prices, and what they cost appears here."
