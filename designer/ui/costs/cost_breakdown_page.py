"""Money: where it sits. By layer, kind, vendor and year, as bars and as a table in which each figure says why."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.money.records import Share, WhereItSits
from designer.analysis.uncertainty import with_likely
from designer.drawing.current_theme import current_theme
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import SIGNS, percent_text
from designer.model.kinds import KINDS
from designer.ui.app.document import Document
from designer.ui.costs.base_page import TOO_EARLY, MoneySheet, splitter
from designer.ui.costs.money_table import Cell, MoneyRow
from designer.ui.panels.charts_panel import BarChart, bars_of
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import LAYER_TITLES

By = Literal["layer", "kind", "vendor", "year"]
WAYS: Final[tuple[tuple[By, str], ...]] = (
    ("layer", "By layer"),
    ("kind", "By kind"),
    ("vendor", "By vendor"),
    ("year", "By year"),
)
COLUMNS: Final = ("To buy", "Running a year", "Write-off a year", "A month", "Share")
MOST_VENDORS: Final = 3
NOTHING: Final = "Place parts with prices, and where their money sits appears here."


class PlacesSheet(MoneySheet):
    """Bars and table of where the money sits."""

    title = "Where it sits"

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Where the money sits", parent)
        self._by: By = "layer"
        self.found: WhereItSits | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 0, 0)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(24)
        self.choice = Segments("Parted by", WAYS, self._by, self, chosen=self._choose)
        head.addWidget(self.choice)
        head.addStretch(1)
        self.month = FigureRow("A month", self, asked=self.asked)
        self.hour = FigureRow("GPU-hour", self, asked=self.asked)
        for row in (self.month, self.hour):
            row.setMinimumWidth(224)
            head.addWidget(row)
        down.addLayout(head)
        self.bars = BarChart("A month by layer", self)
        self.bars.set_margins(0, 0)
        self.bars.setMinimumHeight(150)
        below = QWidget(self)
        stacked = QVBoxLayout(below)
        stacked.setContentsMargins(0, 8, 0, 0)
        stacked.setSpacing(4)
        self.note = label("", "caption", below, wraps=True)
        stacked.addWidget(self.table, 1)
        stacked.addWidget(self.note)
        down.addWidget(splitter(self.bars, below, self, (1, 1)), 1)
        follow_look(self._show)

    @property
    @override
    def charts(self) -> tuple[ChartFrame, ...]:
        return (self.bars,)

    def choose(self, by: By) -> None:
        """Part it by BY."""
        self.choice.choose(by)
        self._choose(by)

    def _choose(self, by: str) -> None:
        self._by = next(known for known, _ in WAYS if known == by)
        self._show()

    @override
    def refresh(self) -> None:
        results = self.document.results
        if results is None or results.cost is None:
            self.found = None
        else:
            from designer.analysis.money.breakdown import where_it_sits

            self.found = where_it_sits(self.document.design, results.cost)
        self._show()

    def _show(self) -> None:
        found = self.found
        # Bars, table and headline have one range, P10 to P90: each figure is drawn once for all of them.
        shares = [_with_ranges(share) for share in getattr(found, f"by_{self._by}")] if found is not None else []
        what = "Cash" if self._by == "year" else "A month"
        figures = {share.key: self.money(self._drawn(share)) for share in shares}
        names = {share.key: self._name(share) for share in shares}
        hint = TOO_EARLY if found is None else NOTHING
        bars = [
            bar._replace(words=bar.words.removesuffix(" / month").removesuffix(" / year"))
            for bar in bars_of(figures, names, self._inks())
        ]
        if self._by in {"layer", "year"}:  # these have an order of their own
            order = list(names.values())
            bars.sort(key=lambda bar: order.index(bar.name) if bar.name in order else len(order))
        self.bars.show_titled(f"{what} by {self._by}", bars, hint)
        vendors = found.vendors_of_layer if found is not None and self._by == "layer" else {}
        columns = (self._by.capitalize(), *COLUMNS, *(("Who gets it",) if vendors else ()))
        self.show_table(columns, [self._row(share, vendors) for share in shares])
        self.month.show_figure(self.money(with_likely(found.usd_per_month)) if found else None)
        self.hour.show_figure(self.money(with_likely(found.usd_per_gpu_hour)) if found else None)
        self.note.setText(
            "Write-off is the purchase spread over the years in use; it is no cash and is not in the years."
            if self._by == "year" and shares
            else ""
        )
        self.note.setVisible(bool(self.note.text()))
        self.chart_changed.emit()

    def _drawn(self, share: Share) -> Figure:
        """Return what the bar of SHARE shows: cash of a year, else the cost of a month."""
        if self._by != "year":
            return share.usd_per_month
        return share.capex_usd if share.capex_usd.value else share.running_usd_per_year

    def _row(self, share: Share, vendors: Mapping[str, Mapping[str, Figure]]) -> MoneyRow:
        cells = [
            self.cell(share.capex_usd, "to buy"),
            self.cell(share.running_usd_per_year, "running a year"),
            self.cell(share.write_off_usd_per_year, "write-off a year"),
            self.cell(share.usd_per_month, "a month"),
            Cell(_share_words(share.share), share.share, "share", gaps(share.share).sentence),
        ]
        if vendors:
            cells.append(_vendor_cell(vendors.get(share.key, {})))
        return MoneyRow(share.key, self._name(share), tuple(cells))

    def _name(self, share: Share) -> str:
        return share.name or share.key

    def _inks(self) -> Mapping[str, str]:
        if self._by == "layer":
            return {str(layer): current_theme().layer(layer) for layer in LAYER_TITLES}
        if self._by == "kind":
            return {kind.id: current_theme().layer(kind.layer) for kind in KINDS.values()}
        return {}


def _with_ranges(share: Share) -> Share:
    """Return SHARE with P10 and P90 of its amounts."""
    return replace(
        share,
        capex_usd=with_likely(share.capex_usd),
        running_usd_per_year=with_likely(share.running_usd_per_year),
        write_off_usd_per_year=with_likely(share.write_off_usd_per_year),
        usd_per_month=with_likely(share.usd_per_month),
    )


def _share_words(share: Figure) -> str:
    """A share, with a sign where what it is of lacks something: ≈ 12%."""
    return f"{SIGNS.get(gaps(share).bound, '')} {percent_text(share.value)}".strip()


def _vendor_cell(vendors: Mapping[str, Figure]) -> Cell:
    known = [(name, figure.value) for name, figure in vendors.items() if figure.value]
    whole = sum(value for _, value in known)
    words = [f"{name} {percent_text(value / whole)}" for name, value in known[:MOST_VENDORS]]
    rest = len(known) - MOST_VENDORS
    return Cell(", ".join(words) + (f", {rest} more" if rest > 0 else ""))
