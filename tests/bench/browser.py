"""The catalog browser over 5,000 parts: a keystroke, a bound, a sort, the card, up to the painted table."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from designer.catalog.reading import read_library
from designer.catalog.search import PartIndex
from designer.drawing.theme_tokens import theme_named
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.catalog.catalog_browser import CatalogBrowser
from designer.ui.catalog.part_columns import PartColumn
from designer.ui.widgets.look import window_look
from tests.bench.catalog import many_parts
from tests.bench.timing import Row, milliseconds

PROMISE_MS = 50.0


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        application = QApplication.instance() or QApplication(["bench"])
        many = many_parts(read_library(own_folder=Path(folder)), 5_000)
        window_look().wear(theme_named("light"))
        browser = CatalogBrowser(Shelf(many), Preferences(Path(folder) / "window.ini"))
        browser.show()
        QApplication.processEvents()
        search, power = browser.filters.search, browser.filters.field("most_power_w")

        def start_over() -> None:
            search.setText("")
            power.setText("")
            QApplication.processEvents()

        for text in ("h", "h200", "nvlink switch", "zzzzzzzz"):
            taken = []
            for _ in range(3):
                start_over()
                taken.append(milliseconds(lambda text=text: (search.setText(text), browser.table.repaint()), repeat=1))
            baseline = milliseconds(lambda text=text: PartIndex(many).search(text), repeat=1)
            yield Row(
                f"5,000 parts: type {text!r}",
                min(taken),
                baseline_ms=baseline,
                baseline="an index a search",
                promise_ms=PROMISE_MS,
            )
        start_over()
        bound = milliseconds(lambda: (power.setText("700"), browser.table.repaint()), repeat=1)
        yield Row("5,000 parts: power at most 700 W", bound, promise_ms=PROMISE_MS)
        start_over()
        yield Row(
            "5,000 parts: sort by price",
            milliseconds(
                lambda: (
                    browser.table.sortByColumn(PartColumn.PRICE, Qt.SortOrder.DescendingOrder),
                    browser.table.repaint(),
                )
            ),
            promise_ms=PROMISE_MS,
        )
        yield Row("5,000 parts: the card of one", milliseconds(browser.show_card), promise_ms=PROMISE_MS)
        browser.close()
        browser.deleteLater()
        del application
