"""The Explore window with 100,000 variants, in software at 1600 × 1000: panned, brushed, its table sorted."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from designer.drawing.theme_tokens import theme_named
from designer.explore.sweep.table import FigureColumn, SweepTable, words_of
from designer.ui.explore_window.results_page import ResultsPage
from designer.ui.explore_window.variant_words import Tried
from designer.ui.explore_window.variants import Range, Variants
from designer.ui.widgets.look import window_look
from tests.bench.timing import Row, milliseconds

VARIANTS = 100_000
FRAME_MS, BRUSH_MS, TURN_MS = 16.0, 100.0, 200.0
"""60 frames a second; an answer that is seen at once; and the most that the window may be held up for."""
STEPS = 60
COST, SPEED, POWER = "cost.capex_usd", "headlines.tokens", "power.facility_w"


def variants_of(count: int) -> Variants:
    """COUNT variants of three sorts of servers whose price, speed and power spread about a line."""
    spread = np.random.default_rng(7)
    servers = spread.integers(4, 256, count).astype(float)
    sort = spread.integers(0, 3, count)
    power = servers * np.array([10.2e3, 10.2e3, 14.3e3])[sort]
    cost = servers * np.array([3e5, 3.6e5, 5e5])[sort] * spread.uniform(0.9, 1.2, count)
    speed = servers * np.array([4e3, 5.5e3, 8e3])[sort] * spread.uniform(0.7, 1.0, count)
    none = words_of([""] * count)
    names = [f"server {one}" for one in sort]

    def figure(values, unit):
        return FigureColumn(values, values * 0.9, values * 1.1, unit, none)

    table = SweepTable(
        np.arange(count, dtype=np.int64),
        {"servers": servers, "server": words_of(names), "oversubscription": spread.choice([1.0, 2.0, 4.0], count)},
        {COST: figure(cost, "USD"), SPEED: figure(speed, "1/s"), POWER: figure(power, "W")},
        none,
    )
    return Variants(table, {COST: -1, SPEED: 1, POWER: -1})


def rows() -> Iterator[Row]:
    """What the window takes for 100,000 variants."""
    application = QApplication.instance() or QApplication(["bench"])
    window_look().wear(theme_named("light"))
    page = ResultsPage(None, opened=print, compared=print, presented=print, name_of=str)
    page.resize(1600, 1000)
    page.show()
    variants = variants_of(VARIANTS)
    page.show_variants(variants, Tried(VARIANTS))
    page.set_goals({SPEED: Range(low=400e3)})
    application.processEvents()
    image = QImage(page.scatter.size(), QImage.Format.Format_RGB32)

    def pan(step: int) -> None:
        page.scatter.pan(3.0 if step % 2 else 2.0, -1.0)
        page.scatter.render(image)

    for factor in (1.0, 3.0):
        page.scatter.fit()
        page.scatter.zoom(factor)
        took = sorted(milliseconds(lambda step=step: pan(step), repeat=1) for step in range(STEPS))
        yield Row(
            f"pan of {VARIANTS:,} points, 95 of 100 frames, at ×{factor:g}",
            took[int(STEPS * 0.95)],
            promise_ms=FRAME_MS,
        )
    page.scatter.fit()
    speed = variants.axes[SPEED].values

    def brush(step: int) -> None:
        page.ask(SPEED, Range(low=float(np.quantile(speed, 0.3 + step / 200))))
        page.scatter.render(image)

    took = sorted(milliseconds(lambda step=step: brush(step), repeat=1) for step in range(20))
    yield Row("one step of a brush, all figures and lists with it", took[10], promise_ms=BRUSH_MS)
    place = page.scatter.area().center()
    yield Row("the point under the pointer", milliseconds(lambda: page.scatter.row_at(place)), promise_ms=FRAME_MS)
    page.turn_to("axes")
    picture = QImage(page.axes.size(), QImage.Format.Format_RGB32)
    page.axes.render(picture)

    def brush_axis(step: int) -> None:
        page.ask(COST, Range(high=float(np.quantile(variants.axes[COST].values, 0.9 - step / 200))))
        page.axes.render(picture)

    took = sorted(milliseconds(lambda step=step: brush_axis(step), repeat=1) for step in range(10))
    yield Row("one step of a brush on parallel axes", took[5], promise_ms=TURN_MS)
    page.turn_to("table")
    yield Row(
        "the table sorted by another column",
        milliseconds(lambda: page.table.records.sort(4, Qt.SortOrder.AscendingOrder)),
        promise_ms=TURN_MS,
    )
    page.close()
    del application
