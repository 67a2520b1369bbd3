import os
import signal
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.edit.money.price_book import set_rate
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Price
from designer.ui.app.document import Document
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.imports.netbox_dialog import NetboxDialog
from designer.ui.catalog.imports.price_import_dialog import PriceImportDialog, is_cloud_list
from designer.ui.catalog.prices.price_words import change_of, paid_for, price_text
from designer.ui.widgets.look import window_look
from tests.ui.seen import line, said, texts

LONG = 30_000
OWN = """\
Part no;Price;Currency;Date;Remark
nvidia/dgx-h100;310.000,00;USD;2026-10-01;quote
nvidia/dgx-h200;355.000,00;EUR;2026-10-02;=1+1
nobody/knows;12,00;USD;;
nvidia/dgx-b200;a lot;USD;;
"""
CLOUD = """\
cloud,instance,accelerator,count,vcpus,memory_gib,region,az,on_demand_usd_h,spot_usd_h,source
AWS,p5.48xlarge,H100,8,192,2048,us-east-1,use1-az2,57.5,19.25,test
AWS,none.such,H100,8,192,2048,us-east-1,use1-az2,57.5,19.25,test
"""


@pytest.fixture
def shelf(tmp_path, library, qapp):
    made = Shelf(library, folder=tmp_path / "own")
    yield made
    made.deleteLater()


@pytest.fixture
def document(library, qapp):
    made = Document(Session(build_template("dgx-superpod-h100", library, {"scale_units": "1"})), library)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def make(qapp, qtbot, shelf, questions):
    theme = theme_named("light")
    if not qapp.styleSheet():
        window_look().wear(theme)
    made = []

    def make(document=None):
        dialog = PriceImportDialog(shelf, questions, document)
        dialog.show()
        made.append(dialog)
        return dialog

    yield make
    for dialog in made:
        if isValid(dialog):
            dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN, "utf-8")
    return path


@pytest.fixture
def cloud(tmp_path):
    path = tmp_path / "cloud.csv"
    path.write_text(CLOUD, "utf-8")
    return path


def wait(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog.busy, timeout=LONG)


def choose(dialog, field, value):
    choice = dialog.columns.choices[field]
    choice.setCurrentIndex(choice.findData(value))
    choice.chosen.emit(value)


def read_own(dialog, path, qtbot):
    dialog.read_own(path)
    wait(dialog, qtbot)
    assert dialog.pages.currentWidget() is dialog.columns
    dialog.columns.read_button.click()
    wait(dialog, qtbot)
    assert dialog.pages.currentWidget() is dialog.review


def rows(dialog):
    return {row.words.split()[0]: row for row in dialog.review.offers.records.given}


def test_an_own_list_is_mapped_and_what_it_comes_to_is_seen_before(make, own, questions, qtbot):
    dialog = make()
    questions.path = own
    dialog.choose("own")
    wait(dialog, qtbot)
    page = dialog.columns
    assert page.columns.part == "Part no"
    assert page.columns.price == "Price"
    assert page.columns.note == "Remark"
    assert "The rows come to: 2 prices, 2 not taken." in texts(page)
    assert [row.cells[1] for row in page.came.records.given] == ["310\u202f000 USD", "355\u202f000 EUR"]
    assert "nobody/knows" in said(page)
    choose(dialog, "price", "")
    qtbot.waitUntil(lambda: not page.read_button.isEnabled())
    assert "Choose the column" in said(page)
    choose(dialog, "price", "Price")
    qtbot.waitUntil(page.read_button.isEnabled)
    qtbot.keyClick(page.rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(dialog, qtbot)
    assert dialog.pages.currentWidget() is dialog.review
    assert len(dialog.review.report.offers) == 2


def test_defaults_that_cannot_be_are_told_at_once(make, own, qtbot):
    dialog = make()
    dialog.read_own(own)
    wait(dialog, qtbot)
    page = dialog.columns
    day = line(page, "Date where the file has none")
    day.setFocus()
    qtbot.keyClicks(day, "yesterday")
    qtbot.waitUntil(lambda: "yesterday" in said(page))
    assert not page.read_button.isEnabled()
    day.clear()
    currency = line(page, "Currency where the file has none")
    currency.clear()
    qtbot.keyClicks(currency, "eur")
    page.show_result()
    assert page.columns.default_currency == "EUR"
    assert page.read_button.isEnabled()


def test_prices_are_kept_for_all_projects_and_never_twice(make, own, shelf, qtbot):
    dialog = make()
    read_own(dialog, own, qtbot)
    before = shelf.library.part("nvidia/dgx-h100").prices
    assert dialog.review.keep_button.text() == "Keep 2 prices"
    dialog.review.keep_button.click()
    wait(dialog, qtbot)
    assert dialog.news.text() == "2 prices kept, 0 were known already."
    now = shelf.library.part("nvidia/dgx-h100").prices
    assert now[: len(before)] == before
    assert [price.typical for price in now[len(before) :]] == [310_000]
    assert shelf.library == read_library(own_folder=shelf.folder)
    assert not dialog.review.keep_button.isEnabled()
    assert all(row.checked is False and row.cells[4] == "known" for row in rows(dialog).values())
    dialog.review.offers.check_shown(True)
    dialog.review.keep_button.click()
    wait(dialog, qtbot)
    assert dialog.news.text() == "0 prices kept, 2 were known already."
    assert shelf.library.part("nvidia/dgx-h100").prices == now


def test_prices_go_into_the_price_book_as_one_step(make, own, document, shelf, qtbot):
    before = document.design
    dialog = make(document)
    read_own(dialog, own, qtbot)
    dialog.review.target.buttons["project"].click()
    assert dialog.review.destination == "project"
    dialog.review.keep_button.click()
    assert dialog.news.text() == "2 prices kept in this project's price book, 0 were known already."
    book = document.design.settings.prices
    assert [price.typical for price in book.prices["nvidia/dgx-h100"]] == [310_000]
    assert set(book.prices["nvidia/dgx-h100"][0].sources) <= set(document.design.sources)
    assert document.session.undo_label == "Add 2 own prices"
    assert all(row.checked is False for row in rows(dialog).values())
    assert shelf.library.part("nvidia/dgx-h100").prices == document.library.part("nvidia/dgx-h100").prices
    document.undo()
    assert document.design == before


def test_only_an_open_project_has_a_price_book(make, own, qtbot):
    dialog = make()
    read_own(dialog, own, qtbot)
    assert list(dialog.review.target.buttons) == ["everywhere"]


def test_each_price_stands_beside_the_planned_one(make, own, document, qtbot):
    planned = document.library.part("nvidia/dgx-h100").prices[0].typical
    dialog = make(document)
    read_own(dialog, own, qtbot)
    shown = rows(dialog)
    assert shown["nvidia/dgx-h100"].cells[4] == f"{(310_000 / planned - 1) * 100:+.1f}%".replace("-", "−")
    assert shown["nvidia/dgx-h200"].cells[4] == "no EUR rate"
    assert "used" in shown["nvidia/dgx-h100"].marks
    assert "used" not in shown["nvidia/dgx-h200"].marks
    document.edit(lambda design: set_rate(design, "EUR", 1.25, "2026-11-20"))
    dialog.review.destination_chosen.emit(dialog.review.destination)
    assert rows(dialog)["nvidia/dgx-h200"].cells[4].endswith("%")


def test_the_rows_that_were_not_taken_are_listed_with_their_reasons(make, own, qtbot):
    dialog = make()
    read_own(dialog, own, qtbot)
    review = dialog.review
    review.which.buttons["reasons"].click()
    assert not review.filter.isVisible()
    assert len(review.reasons.shown) == 2
    review.search.setText("nobody")
    (key,) = review.reasons.shown
    assert "nobody/knows" in review.report.not_taken[int(key)]
    review.search.setText("zzz")
    assert "No row holds these words." in texts(review)


def test_cloud_prices_are_read_from_their_columns(make, cloud, shelf, questions, qtbot):
    dialog = make()
    questions.path = cloud
    dialog.choose("cloud")
    wait(dialog, qtbot)
    bases = {offer.price.basis: offer.price.typical for offer in dialog.review.report.offers}
    assert bases == {"on-demand": 57.5, "spot": 19.25}
    assert any("none.such" in line for line in dialog.review.report.not_taken)
    spot = next(row for row in dialog.review.offers.records.given if row.cells[5] == "spot")
    assert "another" in spot.marks
    assert not spot.marks & {"up", "down"}


def test_token_prices_need_no_file(make, qtbot):
    dialog = make()
    dialog.source_buttons["tokens"].click()
    wait(dialog, qtbot)
    assert dialog.review.report.offers
    assert {offer.price.per for offer in dialog.review.report.offers} >= {"million-tokens"}
    assert dialog.review.offers.shown


def test_a_report_without_prices_says_where_the_reasons_are(make, qtbot):
    dialog = make()
    dialog.review.show_report(PriceReport(not_taken=("row 2: no.",)), Library(), PriceBook(), frozenset())
    dialog.go(dialog.review)
    assert "Not taken" in said(dialog.review)
    assert dialog.review.keep_button.text() == "Nothing to keep"


def test_a_file_that_is_no_table_is_told_in_one_line(make, tmp_path, qtbot):
    dialog = make()
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    dialog.read_own(path)
    wait(dialog, qtbot)
    assert "picture.csv" in dialog.news.text()
    assert "\n" not in dialog.news.text()
    assert dialog.source_buttons["own"].isVisible()


def test_a_dropped_file_is_taken_for_what_it_is(make, own, cloud, qtbot):
    assert is_cloud_list(cloud)
    assert not is_cloud_list(own)
    assert not is_cloud_list(own.parent)
    for path, page in ((own, "columns"), (cloud, "review")):
        dialog = make()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        dialog.dropEvent(
            QDropEvent(
                QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
        )
        wait(dialog, qtbot)
        assert dialog.pages.currentWidget() is getattr(dialog, page)
    dialog = make()
    dialog.dropped.emit((own, cloud))
    assert "one file" in dialog.news.text()


@pytest.mark.usefixtures("real_processes")
def test_a_process_that_dies_is_told(make, own, qtbot):
    dialog = make()
    dialog.read_own(own)
    os.kill(dialog.job.pid, signal.SIGKILL)
    wait(dialog, qtbot)
    assert "ended unexpectedly" in dialog.news.text()
    assert dialog.source_buttons["own"].isVisible()


@pytest.mark.usefixtures("real_processes")
def test_cancel_goes_back_at_once(make, own, qtbot):
    dialog = make()
    dialog.read_own(own)
    dialog.running.cancel.click()
    assert not dialog.busy
    assert dialog.news.text() == "Stopped; nothing was read."
    assert dialog.source_buttons["own"].isVisible()


def test_every_control_has_a_name_and_fits(make, own, document, qtbot):
    dialog = make(document)
    read_own(dialog, own, qtbot)
    review, columns = dialog.review, dialog.columns
    for widget in (
        review.search,
        review.filter,
        review.offers,
        review.reasons,
        review.which,
        review.target,
        columns.rows,
        columns.came,
        *columns.findChildren(QLineEdit),
        *columns.choices.values(),
        *dialog.source_buttons.values(),
    ):
        assert widget.accessibleName()
    assert dialog.minimumSizeHint().width() <= 1100
    assert dialog.minimumSizeHint().height() <= 700


def test_prices_in_words(library):
    part = library.part("nvidia/dgx-h100")
    known = part.prices[0]
    assert change_of(part, known, PriceBook()).words == "same"
    double = replace(known, low=known.low * 2, typical=known.typical * 2, high=known.high * 2)
    assert change_of(part, double, PriceBook()).words == "+100.0%"
    twenty = replace(known, typical=known.typical * 20, high=known.high * 20)
    assert change_of(part, twenty, PriceBook()).words == "×\u202f20"
    hourly = Price(low=1, typical=2, high=3, basis="spot", per="hour", date=date(2026, 11, 1).isoformat())
    assert change_of(part, hourly, PriceBook()).words == "first price"
    assert change_of(None, hourly, PriceBook()).planned == "none"
    assert price_text(hourly) == "1–3 USD"
    assert paid_for(replace(hourly, per="million-tokens", item="input")) == "input · million tokens"
    assert paid_for(known) == "unit"


def test_the_catalog_menu_opens_both_windows(superpod):
    superpod.commands.run("catalog.import_prices")
    prices = superpod.findChild(PriceImportDialog)
    assert prices.isVisible()
    assert list(prices.review.target.buttons) == ["everywhere", "project"]
    prices.reject()
    superpod.commands.run("catalog.import_netbox")
    types = superpod.findChild(NetboxDialog)
    assert types.isVisible()
    types.reject()
