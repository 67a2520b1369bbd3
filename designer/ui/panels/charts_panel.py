"""Charts of power, cost and utilisation; pyqtgraph is imported when the first one is shown."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.money.cost_lines import cost_lines
from designer.analysis.results import Results
from designer.drawing.current_theme import current_theme
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown, shown_ends
from designer.model.figures.number_locale import localised
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.wording import counted
from designer.ui.app.document import Document
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import LAYER_TITLES
from designer.ui.widgets.refresh_when_visible import InSight
from designer.ui.widgets.theme import ink

MOST_BARS: Final = 10
LEAST_ROWS: Final = 5
LEAST_BAR: Final = 0.15
_LEAST_BAR_PX: Final = 28
"""Share of a chart's width that its longest bar keeps, however long the words behind it are."""
Sort = Literal["power", "cost"]


class Bar(NamedTuple):
    """One bar: name, value in the chart's unit, the span of its range, its words and the colour's name.

    `brief` is the middle alone, for charts that are too narrow for the range in words.
    """

    name: str
    value: float
    low: float
    high: float
    words: str
    colour: str
    brief: str = ""


def _words(figure: Figure) -> str:
    text = shown(figure)
    return f"{text.signed_number} {text.unit}"


def _brief(figure: Figure) -> str:
    """The middle alone; that it is of a year stands in the title."""
    text = shown(figure, ranged=False)
    return f"{text.signed_number} {text.unit.partition(' /')[0]}"


def _in_money(figures: Mapping[str, Figure], book: PriceBook) -> dict[str, Figure]:
    return {name: in_currency(figure, book) for name, figure in figures.items()}


def bars_of(figures: Mapping[str, Figure], names: Mapping[str, str], colours: Mapping[str, str]) -> list[Bar]:
    """FIGURES as bars, greatest first; what is unknown has none, the smallest are joined into "other"."""
    # Zero and unknown have no bar.
    known = [(key, figure) for key, figure in figures.items() if figure.value]
    known.sort(key=lambda item: -(item[1].value or 0.0))
    bars = [
        Bar(
            names.get(key, key),
            figure.value or 0.0,
            *shown_ends(figure),
            _words(figure),
            colours.get(key, ""),
            _brief(figure),
        )
        for key, figure in known
    ]
    if len(bars) <= MOST_BARS:
        return bars
    rest = bars[MOST_BARS - 1 :]
    unit = known[0][1].unit
    # Ends are added too: the bound of a sum whose parts may all be at their end.
    together = Figure(
        value=sum(b.value for b in rest), low=sum(b.low for b in rest), high=sum(b.high for b in rest), unit=unit
    )
    other = Bar(
        counted(len(rest), "other"),
        together.value or 0.0,
        together.low or 0.0,
        together.high or 0.0,
        _words(together),
        "",
        _brief(together),
    )
    return [*bars[: MOST_BARS - 1], other]


class BarChart(ChartFrame):
    """Horizontal bars with their words; made of pyqtgraph when first shown."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._bars: Sequence[Bar] = ()
        self.set_margins(16, 8)

    @property
    def bars(self) -> Sequence[Bar]:
        """Return what is shown."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar], hint: str) -> None:
        """Show BARS, or HINT when there are none."""
        self.show_titled(self.title, bars, hint)

    def show_titled(self, title: str, bars: Sequence[Bar], hint: str) -> None:
        """Show BARS under another TITLE, or HINT when there are none."""
        self._bars = bars
        self.describe(title, "; ".join(f"{bar.name} {bar.words}" for bar in bars) or hint, empty=not bars)

    @override
    def _draw(self) -> None:
        pyqtgraph, theme, plot, bars = self.graph, current_theme(), self.plot, self._bars
        font = self.font_small
        rows = list(range(len(bars), 0, -1))
        plot.addItem(
            pyqtgraph.BarGraphItem(
                x0=0,
                y=rows,
                height=0.56,
                width=[bar.value for bar in bars],
                pen=None,
                brushes=[theme.colour("accent") if not bar.colour else bar.colour for bar in bars],
            )
        )
        spread = [(bar, row) for bar, row in zip(bars, rows, strict=True) if bar.high > bar.low]
        if spread:
            plot.addItem(
                pyqtgraph.ErrorBarItem(
                    x=np.array([bar.value for bar, _ in spread]),
                    y=np.array([float(row) for _, row in spread]),
                    left=np.array([bar.value - bar.low for bar, _ in spread]),
                    right=np.array([bar.high - bar.value for bar, _ in spread]),
                    beam=0.2,
                    pen=pyqtgraph.mkPen(ink("text"), width=1),
                )
            )
        farthest = max(max(bar.high, bar.value) for bar in bars)
        metrics = QFontMetrics(font)
        # Names give way before the numbers do.
        longest = max(metrics.horizontalAdvance(bar.brief or bar.words) for bar in bars)
        most = max(self.width() - 44 - longest - _LEAST_BAR_PX, 48)
        names = [metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, most) for bar in bars]
        axis = max(metrics.horizontalAdvance(name) for name in names) + 12
        room = max(self.width() - 32 - axis - 16, 60.0)
        # All bars of a chart say their range, or none does, so that they compare.
        ranged = all(metrics.horizontalAdvance(bar.words) + 28 < room * 0.7 for bar in bars)
        texts = [bar.words if ranged else bar.brief or bar.words for bar in bars]
        for bar, row, words in zip(bars, rows, texts, strict=True):
            text = pyqtgraph.TextItem(localised(words), color=ink("text"), anchor=(0, 0.5))
            text.setFont(font)
            text.setPos(max(bar.high, bar.value) + farthest * 0.01, row)
            plot.addItem(text)
        left = plot.getAxis("left")
        left.setTicks([list(zip(rows, names, strict=True))])
        left.setTextPen(ink("muted"))
        left.setPen(pyqtgraph.mkPen(ink("border")))
        left.setStyle(tickFont=font, tickLength=0)
        left.setWidth(axis)
        plot.hideAxis("bottom")
        plot.setYRange(len(bars) + 0.6 - max(len(bars), LEAST_ROWS), len(bars) + 0.6, padding=0)
        self._set_reach([metrics.horizontalAdvance(words) + 28 for words in texts], farthest, room)

    def _set_reach(self, widths: Sequence[int], farthest: float, room: float) -> None:
        """Leave room for the words behind the longest bars, WIDTHS of them in pixels."""
        reach = farthest
        for bar, words in zip(self._bars, widths, strict=True):
            share = max((room - words) / room, LEAST_BAR)
            reach = max(reach, max(bar.high, bar.value) / share)
        self.plot.setXRange(0, reach, padding=0)


class ChartsPanel(QWidget):
    """The charts of one sort."""

    asked = Signal(str, Figure)

    def __init__(self, document: Document, sort: Sort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._sort: Sort = sort
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        titles = (
            ("Power by kind, typical", "Where facility power goes")
            if sort == "power"
            else ("Purchase price by kind", "Purchase price by layer", "Cost of a year")
        )
        self.charts = [BarChart(title, self) for title in titles]
        for chart in self.charts:
            across.addWidget(chart, 1)
        self._in_sight = InSight(self, self.refresh)
        self._in_sight.follow(document.analysed)
        self.refresh()
        follow_look(self.refresh)

    def refresh(self) -> None:
        """Show the present figures."""
        results = self._document.results
        hint = (
            "Bars appear here as soon as something on the canvas has a known power."
            if self._sort == "power"
            else ("Bars appear here as soon as something on the canvas has a known price.")
        )
        for chart, bars in zip(self.charts, self._bars(self._document.design, results), strict=True):
            chart.show_bars(bars, hint)

    def _bars(self, design: Design, results: Results | None) -> list[list[Bar]]:
        theme = current_theme()
        kinds = {kind.id: kind.plural for kind in KINDS.values()}
        kind_inks = {kind.id: theme.layer(kind.layer) for kind in KINDS.values()}
        if self._sort == "power":
            power = results.power if results else None
            if power is None:
                return [[], []]
            shares = {"IT": power.it_typical_w, "Cooling": power.cooling_w, "Losses": power.losses_w}
            return [
                bars_of(power.by_kind, kinds, kind_inks),
                bars_of(shares, {}, {"IT": theme.layer("servers_fabric")}),
            ]
        cost = results.cost if results else None
        if cost is None:
            return [[], [], []]
        book = design.settings.prices
        yearly = {line.caption: figure for line, figure in cost_lines(cost)}
        layers = {str(layer): title for layer, title in LAYER_TITLES.items()}
        layer_inks = {str(layer): theme.layer(layer) for layer in LAYER_TITLES}
        return [
            bars_of(_in_money(cost.by_kind, book), kinds, kind_inks),
            bars_of(_in_money(cost.by_layer, book), layers, layer_inks),
            bars_of(_in_money(yearly, book), {}, {}),
        ]
