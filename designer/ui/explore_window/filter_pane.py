"""The filters at the left: how many remain, a range for each figure, boxes for each parameter; made for its rows."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from designer.model.figures.figure_text import count_text
from designer.ui.explore_window.range_filter import RangeFilter
from designer.ui.explore_window.tick_filter import TickFilter
from designer.ui.explore_window.variants import MOST_TICKS, Range, Variants
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line

_WIDE = 250


class FilterPane(QWidget):
    """Asks of figures and parameters; follows what is asked elsewhere.

    Attributes:
        ranges: By key.
        ticks: By key.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        asked: Callable[[str, Range], object],
        ticked: Callable[[str, int, bool], object],
        cleared: Callable[[], object],
        name_of: Callable[[str], str],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-left")
        self.setFixedWidth(_WIDE)
        self._asked, self._ticked, self._name_of = asked, ticked, name_of
        self.ranges: dict[str, RangeFilter] = {}
        self.ticks: dict[str, TickFilter] = {}
        self._made_for: object = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 14, 1, 8)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 12, 0)
        self.remains = label("", "title", self, wraps=True)
        self.remains.setAccessibleName("How many remain")
        head.addWidget(self.remains, 1)
        self.clear_button = push_button(
            "Clear", self, cleared, look="link", takes_enter=False, name="Ask for nothing", tip="Take all filters back"
        )
        head.addWidget(self.clear_button)
        down.addLayout(head)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Filters")
        down.addWidget(self._area, 1)

    def show_variants(self, variants: Variants, meeting: int) -> None:
        """Show what remains of VARIANTS, of which MEETING meet all that is asked."""
        # Filters are made anew only where there are others: a slider that is held goes on while rows come in.
        shape = (tuple(variants.axes), tuple((key, one.labels) for key, one in variants.classes.items()))
        if shape != self._made_for:
            self._made_for = shape
            self._make(variants)
        asked = bool(variants.asked or variants.unticked)
        every = count_text(len(variants))
        self.remains.setText(f"{count_text(meeting)} of {every} meet the goal" if asked else f"{every} variants")
        self.remains.setToolTip("" if asked else "Drag a handle or over the bars to ask for something.")
        self.clear_button.setVisible(asked)
        for key, one in self.ranges.items():
            one.show_histogram(variants.histogram(key), variants.asked.get(key, Range()))
        for key, ticks in self.ticks.items():
            ticks.show_counts(variants.tick_counts(key).tolist(), variants.unticked.get(key, frozenset()))

    def _make(self, variants: Variants) -> None:
        page = QWidget(self._area)
        down = QVBoxLayout(page)
        down.setContentsMargins(20, 0, 14, 8)
        down.setSpacing(12)
        self.ranges, self.ticks = {}, {}
        for key in (*variants.counts, *(key for key in variants.axes if key not in variants.counts)):
            if key in variants.classes:
                continue
            self.ranges[key] = RangeFilter(key, variants.axes[key].words, page, self._asked)
            down.addWidget(line(page))
            down.addWidget(self.ranges[key])
        for key, one in variants.classes.items():
            if len(one.labels) > MOST_TICKS and key in variants.axes:
                continue
            names = [self._name_of(name) or "none" for name in one.labels]
            self.ticks[key] = TickFilter(key, one.title, names, page, self._ticked)
            down.addWidget(line(page))
            down.addWidget(self.ticks[key])
        down.addStretch(1)
        self._area.setWidget(page)
