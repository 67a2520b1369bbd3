"""A year of the design: what it takes in energy, money, carbon and water, what that depends on, and where it goes."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.energy.records import EnergyResult
from designer.drawing.current_theme import current_theme
from designer.model.figures.figure import Figure
from designer.model.money.conversion import in_currency
from designer.ui.app.document import Document
from designer.ui.panels.charts_panel import BarChart, bars_of
from designer.ui.panels.energy.energy_form import EnergyForm
from designer.ui.widgets.fields import label
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.refresh_when_visible import InSight

EMPTY: Final = "The energy of a year appears here as soon as something on the canvas has a known power."
WIDE: Final = 760
"""Below so many pixels there are no bars: form and figures say the same."""
_SHORT: Final = {"dry coolers and towers": "Outdoors", "cooling": "Cooling"}
ROWS: Final = (
    "Energy",
    "Electricity",
    "Carbon",
    "Water",
    "PUE",
    "PUE at peak",
    "WUE",
    "Free cooling",
    "Accelerator hour",
)


class EnergyPanel(QWidget):
    """The form, the figures that each say why, and the bars."""

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        depends = _scroll_area("What a year depends on", 232, self)
        self.form = EnergyForm(document, depends.viewport())
        depends.setWidget(self.form)
        across.addWidget(depends, 2)
        year = _scroll_area("Figures of a year", 220, self)
        told = QWidget(year.viewport())
        down = QVBoxLayout(told)
        down.setContentsMargins(8, 8, 12, 8)
        down.setSpacing(0)
        down.addWidget(label("A year", "section", told))
        self.rows: dict[str, FigureRow] = {}
        for title in ROWS:
            row = FigureRow(title, told, asked=self.asked)
            down.addWidget(row)
            self.rows[title] = row
        down.addStretch(1)
        year.setWidget(told)
        across.addWidget(year, 2)
        self.bars = BarChart("Where the energy of a year goes", self)
        across.addWidget(self.bars, 3)
        # Until it is known that there is room for them, they ask for none of it.
        self.bars.hide()
        in_sight = InSight(self, self.refresh)
        in_sight.follow(document.analysed)
        in_sight.follow(document.changed)
        self.refresh()
        follow_look(self.refresh)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bars.setVisible(self.width() >= WIDE)

    def refresh(self) -> None:
        """Show the present figures."""
        results = self._document.results
        energy = results.energy if results else None
        self.form.refresh()
        figures = self._figures(energy)
        for title, row in self.rows.items():
            figure = figures.get(title)
            row.setVisible(title in figures)
            row.show_figure(figure, ranged=False)
        theme = current_theme()
        uses = {} if energy is None else {"IT": energy.it_kwh, "losses": energy.losses_kwh, **energy.by_use}
        names = {use: _SHORT.get(use, use[:1].upper() + use[1:]) for use in uses}
        self.bars.show_bars(bars_of(uses, names, {"IT": theme.layer("servers_fabric")}), EMPTY)

    def _figures(self, energy: EnergyResult | None) -> dict[str, Figure | None]:
        # Where nothing with a known power is drawn the year is not known, not nothing.
        if energy is None or energy.facility_kwh.value == 0.0:
            return dict.fromkeys(ROWS[:5])
        figures: dict[str, Figure | None] = {
            "Energy": energy.facility_kwh,
            "Electricity": in_currency(energy.usd_per_year, self._document.design.settings.prices),
            "Carbon": energy.co2e_t_per_year,
            "Water": energy.water_m3_per_year,
            "PUE": energy.pue,
            "PUE at peak": energy.pue_peak,
            "WUE": energy.wue_l_per_kwh,
        }
        if energy.free_cooling_h is not None:
            figures["Free cooling"] = energy.free_cooling_h
        if energy.kwh_per_gpu_hour.known:
            figures["Accelerator hour"] = energy.kwh_per_gpu_hour
        return figures


def _scroll_area(name: str, least: int, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setMinimumWidth(least)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
