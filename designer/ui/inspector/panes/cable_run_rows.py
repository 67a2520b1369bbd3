"""Rows of the cables of a link in its inspector: length, type, price and trays."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.analysis.rooms.cable_records import is_placed
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, number_text
from designer.ui.app.document import Document
from designer.ui.widgets.fields import label
from designer.ui.widgets.figure_row import FigureRow

if TYPE_CHECKING:
    from designer.export.cables.link_cables import LinkRun, LinkType

_MOST_TYPES = 4
_MOST_WAYS = 3


class LinkRunRows(QWidget):
    """Figures and words of `link_run`; hidden where nothing has a place on a floor."""

    def __init__(self, document: Document, asked: Callable[[str, Figure], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.run: LinkRun | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.length = FigureRow("Length by its route", self, asked=asked)
        self.price = FigureRow("Price with optics", self, asked=asked)
        for row in (self.length, self.price):
            down.addWidget(row)
        self.types = label("", "caption", self, wraps=True)
        self.types.setAccessibleName("What is bought")
        down.addWidget(self.types)
        self.ways = label("", "caption", self, wraps=True)
        self.ways.setAccessibleName("How the cables run")
        down.addWidget(self.ways)

    def show_link(self, link_id: str) -> bool:
        """Show how a link runs; whether there is anything to show."""
        document, run = self._document, None
        if is_placed(document.design):
            # Arrays and geometry take a moment to load, so only where racks have places.
            from designer.export.cables.link_cables import link_run

            run = link_run(document.design, link_id, document.library.parts)
        self.run = run
        self.setVisible(run is not None)
        if run is None:
            return False
        self.length.show_words(length_words(run), "m" if run.length.known else "", run.length)
        self.price.setVisible(run.price is not None)
        if run.price is not None:
            self.price.show_figure(run.price)
        words = [type_words(one) for one in run.types[:_MOST_TYPES]]
        if len(run.types) > _MOST_TYPES:
            words.append(f"and {len(run.types) - _MOST_TYPES} more")
        self.types.setText("\n".join(word for word in words if word))
        self.types.setVisible(bool(words))
        ways = [
            f"{count_text(cables)} by {way}" if _trays(way) else f"{count_text(cables)} {way}"
            for way, cables in run.ways[:_MOST_WAYS]
        ]
        if len(run.ways) > _MOST_WAYS:
            ways.append(f"and {len(run.ways) - _MOST_WAYS} further ways")
        if run.unknown:
            ways.append(f"{count_text(run.unknown)} between rooms without a place beside each other")
        self.ways.setText("\n".join(ways))
        self.ways.setVisible(bool(ways))
        return True


def _trays(way: str) -> bool:
    return not way.startswith(("within", "along", "from room"))


def length_words(run: "LinkRun") -> str:
    """From the shortest to the longest."""
    if run.least_m is None or run.most_m is None:
        return "unknown"
    least, most = number_text(run.least_m, 3), number_text(run.most_m, 3)
    return least if least == most else f"{least} to {most}"


def type_words(one: "LinkType") -> str:
    """Return how many of what, and in which length."""
    if not one.name:
        return f"{count_text(one.cables)} without a type: {one.note}" if one.note else ""
    stock = f", {one.stock_m:g} m" if one.stock_m is not None else ""
    reach = f", reaches {number_text(one.reach_m, 3)} m" if one.reach_m is not None else ""
    return f"{count_text(one.cables)} × {one.name}{stock} ({one.sort}{reach})"
