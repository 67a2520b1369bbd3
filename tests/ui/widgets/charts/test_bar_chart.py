"""Bars on a narrow panel: names give way, numbers do not."""

import pytest
from PySide6.QtGui import QFontMetrics

from designer.ui.panels.charts_panel import Bar, BarChart

BARS = (
    Bar("Servers and fabric", 9.29e6, 7e6, 1.2e7, "≥ 9.29 M$ (7–12)", "", "≥ 9.29 M$"),
    Bar("Data and storage", 7.5e5, 7.5e5, 7.5e5, "750 k$", "", "750 k$"),
)


@pytest.mark.parametrize("width", [185, 260, 600])
def test_the_number_of_the_longest_bar_is_never_cut(qtbot, width):
    chart = BarChart("Purchase price by layer")
    qtbot.addWidget(chart)
    chart.resize(width, 150)
    chart.show()
    chart.show_bars(BARS, "")
    qtbot.waitUntil(lambda: chart.plot is not None)
    left = chart.plot.getAxis("left")
    names = [name for _, name in left._tickLevels[0]]
    words = QFontMetrics(chart.font_small).horizontalAdvance(BARS[0].brief)
    assert left.width() + words + 20 <= width
    assert (names == [bar.name for bar in BARS]) == (width > 185)
    # A name that is cut is cut in its middle.
    ends = [name.partition("…") for name in names]
    assert all(
        head and bar.name.startswith(head) and bar.name.endswith(tail)
        for (head, _, tail), bar in zip(ends, BARS, strict=True)
    )
    assert "Servers and fabric" in chart.accessibleName() + chart.accessibleDescription()
