"""The left side of the collectives window: which ranks and messages are shown, and what holds ranks back."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.limits.collective_records import CollectiveTimes
from designer.model.assumptions.site_choices import HOST_ORDER, SITE_CHOICES
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.ui.limits.collectives_words import (
    fabric_of,
    holding_words,
    place_text,
    ranks_text,
    size_text,
    usual_ranks,
)
from designer.ui.limits.collectives_work import SIZES
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.charts.line_charts import line_ink
from designer.ui.widgets.fields import Choice, label
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.lists.checked_list import CheckedList
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.theme import ink

WIDTH: Final = 232
SAMPLE: Final = 26


class RanksList(CheckedList):
    """Numbers of ranks with check boxes; a sample of its line stands at the right of each that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Numbers of ranks that are shown", parent)
        self.domain = 0

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self.scrollTo(self.currentIndex())

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, key in enumerate(self.checked):
            index = next(n for n, row in enumerate(self.row_model.rows) if row.key == key)
            rect = self.visualRect(self.row_model.index(index))
            inside = int(key) <= self.domain
            colour = line_ink(place)
            y = rect.center().y() + 0.5
            painter.setPen(QPen(colour, 1.5 if inside else 3.0))
            painter.drawLine(rect.right() - 14 - SAMPLE, round(y), rect.right() - 16, round(y))
            if inside:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(QRectF(rect.right() - 15 - SAMPLE / 2 - 2.5, round(y) - 2.5, 5, 5))
        if not self.row_model.rows:
            painter.setPen(ink("muted"))
            painter.drawText(
                self.viewport().rect().adjusted(4, 4, -4, -4),
                int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
                "Nothing can take part yet.",
            )


class CollectivesSide(QWidget):
    """Choices, and the links behind the number of ranks at hand."""

    changed = Signal()
    """Other ranks or messages are to be shown."""

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    link_wanted = Signal(str)
    """Id of a link to be seen on the canvas."""

    order_chosen = Signal(str)
    """Order of the hosts of a job, an option of the choice of the design."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._design: Design | None = None
        self._found: CollectiveTimes | None = None
        self._counts: tuple[int, ...] = ()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(label("Ranks", "section", self))
        self.ranks = RanksList(self)
        self.ranks.setMinimumHeight(104)
        self.ranks.checked_changed.connect(self.changed)
        self.ranks.selectionModel().currentChanged.connect(self._moved)
        down.addWidget(self.ranks, 1)
        down.addSpacing(4)
        down.addWidget(label("Messages", "section", self))
        across = QHBoxLayout()
        across.setSpacing(6)
        sizes = [(f"{size:.0f}", size_text(size)) for size in SIZES]
        self.low = Choice("Smallest message", self)
        self.low.show_choices(sizes, sizes[0][0])
        self.high = Choice("Largest message", self)
        self.high.show_choices(sizes, sizes[-1][0])
        for choice in (self.low, self.high):
            choice.chosen.connect(self._sizes_chosen)
        across.addWidget(self.low, 1)
        across.addWidget(label("to", "muted", self))
        across.addWidget(self.high, 1)
        down.addLayout(across)
        down.addSpacing(4)
        beside = QHBoxLayout()
        beside.addWidget(label("Hosts", "section", self))
        self.order = Choice(SITE_CHOICES[HOST_ORDER].title, self, chosen=self.order_chosen)
        self.order.setToolTip(SITE_CHOICES[HOST_ORDER].help)
        beside.addWidget(self.order, 1)
        down.addLayout(beside)
        down.addSpacing(8)
        self.about = label("", "section", self)
        down.addWidget(self.about)
        self.inside = FigureRow("Scale-up, one way", self, asked=self.asked)
        self.line = FigureRow("Fabric, line rate", self, asked=self.asked)
        self.drawn = FigureRow("Fabric, each gets", self, asked=self.asked)
        self.by_leaf = FigureRow("Were it leaf by leaf", self, asked=self.asked)
        self.random = FigureRow("Were it in random order", self, asked=self.asked)
        self.fullest = FigureRow("Fullest link, asked for", self, asked=self.asked)
        self._rows = (self.inside, self.line, self.drawn, self.by_leaf, self.random, self.fullest)
        for row in self._rows:
            down.addWidget(row)
        down.addSpacing(4)
        down.addWidget(label("What holds it back", "section", self))
        self.holding = label("", "", self, wraps=True)
        self.holding.setAccessibleName("What holds it back")
        down.addWidget(self.holding)
        self.show_button = push_button(
            "Show it on the canvas",
            self,
            self._show_link,
            look="fix",
            name="Show the link that holds it back on the canvas",
            takes_enter=False,
        )
        down.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of ranks that are shown."""
        return tuple(int(key) for key in self.ranks.checked)

    @property
    def sizes(self) -> tuple[float, float]:
        """The smallest and the largest message that is shown."""
        return float(self.low.currentData()), float(self.high.currentData())

    @property
    def at_hand(self) -> int:
        """The number of ranks whose links are told; 0 when there is none."""
        row = self.ranks.chosen
        return int(row.key) if row is not None else 0

    def show_found(self, design: Design, found: CollectiveTimes) -> None:
        """Offer the ranks of FOUND; those that were shown stay shown where they are still there."""
        self._design, self._found = design, found
        self.order.show_choices(SITE_CHOICES[HOST_ORDER].options, design.settings.choices.get(HOST_ORDER, ""))
        counts = tuple(dict.fromkeys(point.ranks for point in found.points))
        self.ranks.domain = found.domain
        if counts != self._counts:
            kept, at = [count for count in self.counts if count in counts], self.at_hand
            # All that there are may have become fewer or more: what stood for all goes on doing so.
            if self._counts and self._counts[-1] in self.counts and counts and counts[-1] not in kept:
                kept.append(counts[-1])
            usual = usual_ranks(found, counts)
            self._counts = counts
            self.ranks.blockSignals(True)
            self.ranks.row_model.blockSignals(True)
            self.ranks.check([str(count) for count in (kept if len(kept) > 1 else usual)])
            self.ranks.row_model.blockSignals(False)
            self.ranks.show_rows(self._rank_rows(found, counts))
            self.ranks.blockSignals(False)
            wanted = at if at in counts else counts[-1] if counts else 0
            if wanted:
                self.ranks.setCurrentIndex(self.ranks.row_model.index(counts.index(wanted)))
        else:
            self.ranks.show_rows(self._rank_rows(found, counts))
            if counts and not self.at_hand:
                self.ranks.setCurrentIndex(self.ranks.row_model.index(len(counts) - 1))
        self._tell()

    def _rank_rows(self, found: CollectiveTimes, counts: Sequence[int]) -> list[Row]:
        return [Row(str(count), ranks_text(count), place_text(found, count)) for count in counts]

    def _sizes_chosen(self, _: str) -> None:
        low, high = self.sizes
        if low >= high:
            # Two ends that cross would show nothing: the other one gives way.
            place = self.low.currentIndex() if self.sender() is self.low else self.high.currentIndex()
            if self.sender() is self.low:
                self.low.setCurrentIndex(min(place, self.low.count() - 2))
                self.high.setCurrentIndex(self.low.currentIndex() + 1)
            else:
                self.high.setCurrentIndex(max(place, 1))
                self.low.setCurrentIndex(self.high.currentIndex() - 1)
        self.changed.emit()

    def _moved(self, _: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        found, design, ranks = self._found, self._design, self.at_hand
        row = fabric_of(found, ranks) if found is not None else None
        self.about.setText(f"Links of {ranks_text(ranks)}" if ranks else "Links")
        self.inside.show_figure(found.inside_gb_per_s if found is not None and found.domain > 1 else None)
        self.line.show_figure(row.ideal_gb_per_s if row else None)
        slowed = row is not None and bool(row.fullest_link)
        self.drawn.show_figure(row.rate_gb_per_s if row else None, tone="warn" if slowed else "text")
        # Of the two orders the one that is not taken, beside what each gets in the other.
        self.by_leaf.show_figure(row.leaf_order_gb_per_s if row else None)
        self.random.show_figure(row.random_order_gb_per_s if row else None)
        self.by_leaf.setVisible(row is None or not row.by_leaf)
        self.random.setVisible(row is not None and row.by_leaf)
        if row is not None and row.fullest_utilisation.known:
            use = row.fullest_utilisation
            words = f"{(use.value or 0.0):.0%}"
            self.fullest.show_words(words, "", use, "warn" if slowed else "text")
        else:
            self.fullest.show_figure(None)
        self.holding.setText(holding_words(design, found, ranks) if found and design and ranks else "")
        self.show_button.setVisible(bool(self._link()))

    def _link(self) -> str:
        row = fabric_of(self._found, self.at_hand) if self._found is not None else None
        return row.fullest_link if row is not None else ""

    def _show_link(self) -> None:
        if self._link():
            self.link_wanted.emit(self._link())
