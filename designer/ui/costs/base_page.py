"""Base of the pages of the money window: their document, the money they show, their table and their charts."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from designer.model.figures.figure import Figure
from designer.model.money.conversion import in_currency, in_money, shown_currency
from designer.model.money.pricing import PriceBook
from designer.ui.app.document import Document
from designer.ui.costs.money_table import Cell, MoneyRow, MoneyTable, figure_cell
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.chart_scale import amount_text

TOO_EARLY = "It is being worked out …"


class MoneySheet(QWidget):
    """One page: it shows what the last analysis says, whenever it is asked to.

    Attributes:
        table: Its figures; each can be asked why.
    """

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    chart_changed = Signal()
    """Another chart is in sight, or it has become empty or full."""

    busy = Signal(bool)
    """Whether its sums are being worked out beside the window."""

    title = ""

    def __init__(self, document: Document, table_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.table = MoneyTable(table_name, self)
        self.table.asked.connect(self.asked)

    @property
    def book(self) -> PriceBook:
        """Return how the design is priced."""
        return self.document.design.settings.prices

    @property
    def charts(self) -> tuple[ChartFrame, ...]:
        """All charts of the page."""
        return ()

    @property
    def chart(self) -> ChartFrame | None:
        """The chart that is written to a file: the first in sight."""
        return next((chart for chart in self.charts if chart.isVisibleTo(self)), None)

    def refresh(self) -> None:
        """Show what the last analysis says."""
        raise NotImplementedError

    def start(self) -> None:
        """Give the keyboard to what a person uses first."""
        self.table.setFocus()

    def show_table(self, titles: Sequence[str], rows: Sequence[MoneyRow]) -> None:
        """Show ROWS in the table, or no table where there are none: the chart says why."""
        self.table.show_amounts(titles, rows)
        self.table.setVisible(bool(rows))

    # In the money of the price book ---------------------------------------------------------------------------------

    def money(self, figure: Figure) -> Figure:
        """FIGURE in the money that is shown."""
        return in_currency(figure, self.book)

    def monies(self, figures: Mapping[str, Figure]) -> dict[str, Figure]:
        """FIGURES in the money that is shown."""
        return {name: self.money(figure) for name, figure in figures.items()}

    def amounts(self, usd: tuple[float, ...]) -> tuple[float, ...]:
        """US dollars in the money that is shown."""
        return tuple(in_money(value, self.book) for value in usd)

    def cell(self, figure: Figure | None, title: str) -> Cell:
        """A cell with FIGURE in the money that is shown."""
        return figure_cell(None if figure is None else self.money(figure), title)

    def writer(self) -> Callable[[float], str]:
        """Return the function that writes amounts on an axis."""
        return partial(_amount, shown_currency(self.book))


def _amount(currency: str, value: float) -> str:
    return amount_text(value, currency)


def splitter(above: QWidget, below: QWidget, parent: QWidget, shares: tuple[int, int] = (3, 2)) -> QSplitter:
    """ABOVE and BELOW with a border that can be moved."""
    made = QSplitter(Qt.Orientation.Vertical, parent)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(1)
    made.addWidget(above)
    made.addWidget(below)
    made.setStretchFactor(0, shares[0])
    made.setStretchFactor(1, shares[1])
    made.setSizes([100 * shares[0], 100 * shares[1]])
    return made
