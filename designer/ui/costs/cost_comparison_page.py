"""Money: own, cloud, tokens. What each way to do the same work costs over time and demand, and where they cross."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.money.cost_lines import COST_LINES
from designer.analysis.money.records import MONTHLY_PARTS, Alternative, Alternatives, Crossing, MonthlyPart
from designer.model.figures.figure import quotient
from designer.model.figures.figure_text import UNKNOWN, number_text
from designer.model.kinds import INSTANCE, MODEL_API
from designer.review.headline_figures import HeadlineFigure
from designer.review.workloads.way_figures import all_given, given_by
from designer.ui.app.document import Document
from designer.ui.costs.base_page import TOO_EARLY, MoneySheet, splitter
from designer.ui.costs.compared_pane import ComparedPane
from designer.ui.costs.money_sums import compare
from designer.ui.costs.money_table import Cell, MoneyRow, figure_cell
from designer.ui.costs.money_work import MoneyWork
from designer.ui.costs.sensitivity_page import ends_of, named
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.chart_scale import multiple_text
from designer.ui.widgets.charts.line_charts import Line, LineChart, Mark, Scale
from designer.ui.widgets.charts.spread_charts import Blade, TornadoChart
from designer.ui.widgets.fields import Segments, label

View = Literal["time", "demand", "tokens", "sensitivity"]
VIEWS: Final[tuple[tuple[View, str], ...]] = (
    ("time", "Over time"),
    ("demand", "Over demand"),
    ("tokens", "By the token"),
    ("sensitivity", "What moves it"),
)
PART_TITLES: Final[Mapping[str, str]] = {line.key: line.caption for line in COST_LINES}
MONTHS: Final = 60
SOON: Final = 12
NOTHING: Final = (
    "Nothing to compare yet: place a server with accelerators, or an application with users on a model, "
    "and what it costs to own, to rent and by the token appears here."
)
NO_DEMAND: Final = (
    "Nothing is asked for yet: place an application, say how many users it has, and link it to an engine or a model "
    "API; then its cost at other demands appears here."
)


class WaysSheet(MoneySheet):
    """Table of the ways, with one of four charts above it."""

    title = "Own, cloud, tokens"

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Ways to do the same work", parent)
        self.found: Alternatives | None = None
        self._chosen = "own"
        self._sums = MoneyWork(self, answered=self._take, failed=self._refused, busy=self.busy)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 12, 0, 0)
        across.setSpacing(24)
        self.pane = ComparedPane(document, self)
        self.pane.changed.connect(self.refresh)
        self.pane.bases_changed.connect(self.show_ways)
        self.pane.asked.connect(self.asked)
        across.addWidget(self.pane)
        right = QWidget(self)
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self.choice = Segments("Chart", VIEWS, "time", right, chosen=self._show_view)
        head = QHBoxLayout()
        head.addWidget(self.choice)
        head.addStretch(1)
        down.addLayout(head)
        self.time = LineChart("Paid until then", right)
        self.demand = LineChart("A month at other demands", right)
        self.tokens = LineChart("A million tokens at other demands", right)
        self.tornado = TornadoChart("What moves the crossing", right)
        self._views = QStackedWidget(right)
        self._views.setMinimumHeight(150)
        for chart in self.charts:
            self._views.addWidget(chart)
        below = QWidget(right)
        stacked = QVBoxLayout(below)
        stacked.setContentsMargins(0, 8, 0, 0)
        stacked.setSpacing(4)
        self.crossing = label("", "strong", below, wraps=True)
        self.about = label("", "caption", below, wraps=True)
        stacked.addWidget(self.crossing)
        stacked.addWidget(self.about)
        stacked.addWidget(self.table, 1)
        self.table.row_chosen.connect(self._choose_way)
        down.addWidget(splitter(self._views, below, right, (1, 1)), 1)
        across.addWidget(right, 1)

    @property
    @override
    def charts(self) -> tuple[ChartFrame, ...]:
        return (self.time, self.demand, self.tokens, self.tornado)

    @property
    @override
    def chart(self) -> ChartFrame | None:
        found = self._views.currentWidget()
        return found if isinstance(found, ChartFrame) else None

    def show_view(self, view: View) -> None:
        """Show the chart of VIEW."""
        self.choice.choose(view)
        self._show_view(view)

    def _show_view(self, view: str) -> None:
        self._views.setCurrentIndex([name for name, _ in VIEWS].index(next(n for n, _ in VIEWS if n == view)))
        self.chart_changed.emit()

    # What is compared -----------------------------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        document = self.document
        results = document.results
        if results is None or results.workloads is None:
            self._take(None)
        elif document.fresh:
            self._sums.ask(
                document.design,
                compare,
                document.design,
                document.library,
                results,
                self.pane.of_kind(INSTANCE),
                self.pane.of_kind(MODEL_API),
                MONTHS,
            )

    def _take(self, found: Alternatives | None) -> None:
        self.found = found
        self.pane.show_found(found)
        self.show_ways()

    def _refused(self, problem: str) -> None:
        self.found = None
        self.pane.show_found(None, problem)
        self.show_ways()

    @property
    def ways(self) -> tuple[Alternative, ...]:
        """The ways that are shown."""
        bases = self.pane.bases
        rows = self.found.rows if self.found else ()
        return tuple(row for row in rows if not row.basis or row.basis in bases)

    def show_ways(self) -> None:
        """Show the ways of the bases that are wanted."""
        ways = self.ways
        parts: list[MonthlyPart] = [
            part for part in MONTHLY_PARTS if any(way.monthly.get(part) is not None for way in ways)
        ]
        asked = self.found is not None and self.found.tokens_per_month.known
        # What decides comes first, what it is made of after it: a narrow window scrolls to that.
        titles = ["Way", "GPUs", "A month", *(("A million tokens", "A request") if asked else ()), "GPU-hour", "To buy"]
        results = self.document.results
        told = all_given(self.found, results) if self.found is not None and results is not None else ()
        titles += [*(one.caption for one in told), *(PART_TITLES[part] for part in parts), "Write-off"]
        rows = [self._row(place, way, parts, told, asked=asked) for place, way in enumerate(ways)]
        self.show_table(titles, rows)
        if not rows:
            self._choose_way("")

    def _row(
        self,
        place: int,
        way: Alternative,
        parts: Sequence[MonthlyPart],
        told: Sequence[HeadlineFigure],
        *,
        asked: bool,
    ) -> MoneyRow:
        api = way.way == "api"
        cells = [
            Cell("") if api else figure_cell(way.accelerators, "accelerators", ranged=False),
            self.cell(way.usd_per_month, "a month"),
            *(self._asked_cells(way) if asked else ()),
            Cell("") if api else self.cell(way.usd_per_gpu_hour, "GPU-hour"),
            self.cell(way.capex_usd, "to buy"),
            *self._given_cells(way, told),
            *(self.cell(way.monthly.get(part), f"{PART_TITLES[part].lower()} a month") for part in parts),
            self.cell(way.write_off_usd_per_month, "write-off a month"),
        ]
        tip = "\n".join(text for text in (way.reason, way.note, way.untold) if text)
        return MoneyRow(way.key, way.name, tuple(cells), place if way.compared else None, tip=tip)

    def _given_cells(self, way: Alternative, told: Sequence[HeadlineFigure]) -> list[Cell]:
        """Return a cell for each figure TOLD, as WAY gives it, with how sure it is; words where it is not known."""
        results = self.document.results
        given = {one.key: (figure, sure) for one, figure, sure in given_by(way, results)} if results is not None else {}
        cells: list[Cell] = []
        for one in told:
            figure, sure = given.get(one.key, (None, None))
            if figure is None:
                cells.append(Cell(UNKNOWN, tip=way.untold))
                continue
            cell = figure_cell(figure, one.title.lower())
            cells.append(cell._replace(tip=sure.words if sure is not None else figure.note or cell.tip))
        return cells

    def _asked_cells(self, way: Alternative) -> tuple[Cell, Cell]:
        """Return what a million tokens and a request come to."""
        assert self.found is not None
        request = quotient(
            f"{way.name}: a request",
            way.usd_per_month,
            self.found.requests_per_month,
            "USD",
            "cost of a month / requests of a month",
        )
        return self.cell(way.usd_per_million_tokens, "a million tokens"), self.cell(request, "a request")

    # What one way says ----------------------------------------------------------------------------------------------

    def choose_way(self, key: str) -> None:
        """Look at the way KEY."""
        keys = [way.key for way in self.ways]
        self.table.setCurrentIndex(self.table.records.index(keys.index(key), 0))

    def _choose_way(self, key: str) -> None:
        self._chosen = key
        way = next((way for way in self.ways if way.key == key), None)
        self.crossing.setText(self._crossing_words(way))
        self.crossing.setVisible(bool(self.crossing.text()))
        dated = f"Price of {way.price_date}." if way is not None and way.price_date else ""
        notes = [way.reason, dated, way.note, way.untold] if way is not None else []
        notes += self.found.notes if self.found and way and way.way == "own" else ()
        self.about.setText(" ".join(text for text in notes if text))
        self.about.setVisible(bool(self.about.text()))
        self._show_time()
        self._show_demand()
        self._show_sensitivity()
        self.chart_changed.emit()

    def _crossing_words(self, way: Alternative | None) -> str:
        """The crossings of WAY with owning; of owning itself with the first and the last that it overtakes."""
        if way is None or self.found is None:
            return ""
        if way.way != "own":
            return " ".join(crossing.words for crossing in self._crossings() if crossing.than == way.key)
        # Owning is paid back against each other way at another month: the first and the last of them are said.
        met = [c for c in self._crossings("months") if c.state == "crosses" and c.at.value is not None]
        met.sort(key=lambda crossing: crossing.at.value or 0.0)
        never = [crossing for crossing in self._crossings("months") if crossing.state == "never"]
        words = [met[0].words] if met else []
        words += [met[-1].words] if len(met) > 1 else []
        return " ".join(words) or (never[0].words if never else "")

    def _crossings(self, over: str = "") -> Iterable[Crossing]:
        keys = {way.key for way in self.ways}
        found = self.found.crossings if self.found else ()
        return [
            crossing
            for crossing in found
            if over in ("", crossing.over) and crossing.than in keys and crossing.cheaper in keys
        ]

    # Its charts -----------------------------------------------------------------------------------------------------

    def _lines(self, curves: Iterable[tuple[str, Sequence[float], tuple[float, ...]]]) -> list[Line]:
        by_key = {key: (xs, usd) for key, xs, usd in curves}
        return [
            Line(way.name, place, by_key[way.key][0], self.amounts(by_key[way.key][1]), strong=way.key == self._chosen)
            for place, way in enumerate(self.ways)
            if way.key in by_key
        ]

    def _show_time(self) -> None:
        found = self.found
        curves = {curve.key: curve for curve in found.over_time} if found else {}
        lines = self._lines((curve.key, curve.months, curve.usd) for curve in curves.values())
        keys = [way.key for way in self.ways if way.key in curves]
        lines = [
            item._replace(low=self.amounts(curves[key].low), high=self.amounts(curves[key].high))
            for item, key in zip(lines, keys, strict=True)
        ]
        # Where curves cross, a mark with its month.
        marks = [mark for crossing in self._crossings("months") for mark in self._time_mark(crossing)]
        words = " ".join(crossing.words for crossing in self._crossings("months"))
        hint = TOO_EARLY if found is None else NOTHING
        self.time.show_lines(
            "Paid until the end of each month, purchase included",
            words if lines else hint,
            lines,
            Scale("Months", number_text, every=12),
            Scale("", self.writer()),
            marks,
        )

    def _time_mark(self, crossing: Crossing) -> Iterable[Mark]:
        month = crossing.at.value
        curve = next((c for c in self.found.over_time if c.key == crossing.cheaper), None) if self.found else None
        if crossing.state != "crosses" or month is None or curve is None or month > curve.months[-1]:
            return
        low = int(month)
        step = month - low
        next_one = min(low + 1, len(curve.usd) - 1)
        usd = curve.usd[low] * (1 - step) + curve.usd[next_one] * step
        words = f"month {number_text(month, 2)}" if crossing.than == self._chosen else ""
        yield Mark(month, self.amounts((usd,))[0], words)

    def _show_demand(self) -> None:
        found = self.found
        curves = found.over_demand if found else ()
        lines = self._lines((curve.key, curve.factors, curve.usd_per_month) for curve in curves)
        each = self._lines(
            (curve.key, curve.factors, curve.usd_per_million_tokens) for curve in curves if curve.usd_per_million_tokens
        )
        x = Scale("Times today's demand", multiple_text, log=True)
        y = Scale("", self.writer(), log=True)
        words = " ".join(crossing.words for crossing in self._crossings("demand"))
        hint = TOO_EARLY if found is None else NO_DEMAND
        marks = [mark for crossing in self._crossings("demand") for mark in self._demand_mark(crossing)]
        self.demand.show_lines(
            "A month, write-off included, in whole machines", words if lines else hint, lines, x, y, marks
        )
        self.tokens.show_lines(
            "A million tokens, write-off included, in whole machines", words if each else hint, each, x, y
        )

    def _demand_mark(self, crossing: Crossing) -> Iterable[Mark]:
        at = crossing.at.value
        curve = next((c for c in self.found.over_demand if c.key == crossing.than), None) if self.found else None
        if crossing.state != "crosses" or at is None or curve is None:
            return
        place = min(range(len(curve.factors)), key=lambda n: abs(curve.factors[n] - at))
        chosen = self._chosen in (crossing.than, crossing.cheaper)
        words = multiple_text(float(f"{at:.2g}")) if chosen and crossing.than == self._chosen else ""
        yield Mark(at, self.amounts((curve.usd_per_month[place],))[0], words)

    def _show_sensitivity(self) -> None:
        crossings = list(self._crossings("months"))
        # Against the way that is chosen; else the one that owning overtakes first.
        mine = next((crossing for crossing in crossings if crossing.than == self._chosen), None)
        if mine is None:
            met = [crossing for crossing in crossings if crossing.state == "crosses"]
            mine = min(met, key=lambda crossing: crossing.at.value or 0.0, default=None)
        # Without a crossing there is nothing to move.
        if mine is None or mine.at.value is None or not mine.tornado:
            hint = mine.words if mine else NOTHING if self.found else TOO_EARLY
            self.tornado.show_blades("What moves the crossing", hint, (), 0.0, _months)
            return
        blades = [Blade(named(s.leaf), s.at_low, s.at_high, *ends_of(s.leaf)) for s in mine.tornado]
        other = self.found.row(mine.than) if self.found else None
        self.tornado.show_blades(
            f"When owning overtakes {other.name if other else mine.than}, in months · hatched at the low value",
            mine.words,
            blades,
            mine.at.value,
            _months,
        )


def _months(value: float) -> str:
    return number_text(value)
