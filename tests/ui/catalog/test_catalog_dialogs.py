"""Every window of the catalog: each control has a name, and Tab goes through all of them and around."""

from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from shiboken6 import isValid

from designer.catalog.library import Library
from designer.drawing.theme_tokens import theme_named
from designer.edit.money.price_book import add_own_price, set_discount, set_rate
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.parts.part import Price
from designer.ui.app.document import Document
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.catalog.catalog_browser import CatalogBrowser
from designer.ui.catalog.compare_dialog import CompareDialog
from designer.ui.catalog.imports.netbox_dialog import NetboxDialog
from designer.ui.catalog.imports.price_import_dialog import PriceImportDialog
from designer.ui.catalog.part_form.form import PartForm
from designer.ui.catalog.prices.price_book_dialog import PriceBookDialog
from designer.ui.catalog.updates_dialog import UpdatesDialog
from designer.ui.widgets.look import window_look

DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"
LIGHT = theme_named("light")
PRICE = Price(low=9, typical=9, high=9, basis="user", date="2026-11-24", status="user")
PRICES = "Part number;Price;Currency\nnvidia/dgx-h100;250000;USD\nnobody/nothing;5;USD\n"
TYPE = "manufacturer: Example\nmodel: Leaf\nslug: example-leaf\nu_height: 1\n"
SHOWN_MS = 30_000


class Bench:
    """What the windows are opened on."""

    def __init__(self, qtbot, library, questions, folder):
        self.qtbot = qtbot
        self.library = library
        self.questions = questions
        self.folder = folder
        self.shelf = Shelf(library, folder=folder / "own")
        session = Session(build_template("dgx-superpod-h100", library, {"scale_units": "1"}))
        session.commit(add_own_price(session.design, DGX, PRICE))
        session.commit(set_discount(session.design, 0.1, vendor="NVIDIA"))
        session.commit(set_rate(session.design, "EUR", 1.1, date="2026-11-24"))
        newer = replace(library.parts[LEAF], revision="9", name="QM9700 anew")
        later = Library(parts={**library.parts, LEAF: newer}, sources=library.sources)
        self.document = Document(session, library)
        self.outdated = Document(session, later)

    def browser(self):
        made = CatalogBrowser(self.shelf, Preferences(self.folder / "window.ini"))
        made.set_design(self.document.design)
        return made

    def comparison(self):
        return CompareDialog([self.library.parts[DGX], self.library.parts["nvidia/dgx-h200"]], self.library)

    def new_part(self):
        return PartForm(self.shelf, None, None)

    def copied_part(self):
        return PartForm(self.shelf, self.library.parts[DGX], None, duplicate=True)

    def netbox_start(self):
        return NetboxDialog(self.shelf, self.questions)

    def netbox_report(self):
        (self.folder / "type.yaml").write_text(TYPE, "utf-8")
        made = self.netbox_start()
        made.read([self.folder / "type.yaml"])
        self.qtbot.waitUntil(lambda: not made.busy, timeout=SHOWN_MS)
        return made

    def prices_start(self):
        return PriceImportDialog(self.shelf, self.questions, self.document)

    def price_columns(self):
        path = self.folder / "own.csv"
        path.write_text(PRICES, "utf-8")
        made = self.prices_start()
        made.read_own(path)
        self.qtbot.waitUntil(lambda: not made.busy, timeout=SHOWN_MS)
        return made

    def price_book(self, page):
        made = PriceBookDialog(self.document)
        made.tabs.setCurrentIndex(page)
        return made

    def updates(self):
        return UpdatesDialog(self.outdated)

    def no_updates(self):
        return UpdatesDialog(self.document)


WINDOWS = {
    "browser": Bench.browser,
    "comparison": Bench.comparison,
    "new part": Bench.new_part,
    "copied part": Bench.copied_part,
    "NetBox, start": Bench.netbox_start,
    "NetBox, report": Bench.netbox_report,
    "prices, start": Bench.prices_start,
    "prices, columns": Bench.price_columns,
    "price book, own prices": partial(Bench.price_book, page=0),
    "price book, discounts": partial(Bench.price_book, page=1),
    "price book, money": partial(Bench.price_book, page=2),
    "updates": Bench.updates,
    "no updates": Bench.no_updates,
}


@pytest.fixture(params=WINDOWS)
def window(request, qapp, qtbot, library, questions, tmp_path):
    if not qapp.styleSheet():
        window_look().wear(LIGHT)
    made = WINDOWS[request.param](Bench(qtbot, library, questions, tmp_path))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.focusWidget() is not None)
    QApplication.processEvents()
    yield made
    if isValid(made):
        made.hide()
        made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def stops(window):
    """What Tab should come to."""
    return {
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is window
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not by_arrow(one)
    }


def by_arrow(widget):
    """Of choices side by side Tab comes to the one that is on; arrows lead to the others."""
    exclusive = isinstance(widget, QAbstractButton) and widget.autoExclusive()
    return exclusive and not widget.isChecked()


def called(widget):
    """What a screen reader says for a control."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_names_the_way_of_tab_and_plain_text(window):
    each_control_has_a_name(window)
    tab_comes_to_each_control_and_around(window)
    no_text_is_html(window)


def each_control_has_a_name(window):
    found = stops(window)
    assert found
    assert [f"{type(one).__name__} in {type(one.parent()).__name__}" for one in found if not called(one).strip()] == []


def tab_comes_to_each_control_and_around(window):
    first = QApplication.focusWidget()
    wanted, seen = stops(window), []
    for _ in range(3 * len(wanted) + 10):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    assert QApplication.focusWidget() is first
    left = wanted - set(seen)
    assert sorted(f"{type(one).__name__} {called(one)}" for one in left) == []


def no_text_is_html(window):
    assert {one.textFormat() for one in window.findChildren(QLabel)} <= {Qt.TextFormat.PlainText}
