import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from designer.catalog.filters import traits_of
from designer.catalog.library import Library
from designer.drawing.theme_tokens import theme_named
from designer.model.design import Design
from designer.model.parts.part import Part, Price, Quantity
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.catalog.catalog_browser import CatalogBrowser
from designer.ui.catalog.part_columns import PartColumn, cell_text, price_cell
from designer.ui.widgets.look import window_look
from designer.ui.widgets.theme import ink

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def preferences(tmp_path):
    return Preferences(tmp_path / "window.ini")


@pytest.fixture
def shelf(library):
    return Shelf(replace(library, own=frozenset({"apc/ap8868"})))


@pytest.fixture
def browser(qtbot, qapp, shelf, preferences):
    window_look().wear(theme_named("light"))
    made = CatalogBrowser(shelf, preferences)
    made.set_design(Design())
    made.show()
    made.activateWindow()
    made.start_search()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(browser):
    return [part.id for part in browser.table.shown_rows()]


def caught(signal):
    given = []
    signal.connect(given.append)
    return given


def test_typing_finds_and_the_card_follows(qtbot, browser):
    QTest.keyClicks(browser.filters.search, "h200")
    assert shown(browser)[0] == "nvidia/h200-sxm-141gb"
    assert browser.count.text() == f"{len(shown(browser))} of {browser_total(browser)} parts"
    qtbot.waitUntil(lambda: browser.card.part is not None and browser.card.part.id == "nvidia/h200-sxm-141gb")


def browser_total(browser):
    return len(browser._library.parts)


def test_arrows_in_the_search_move_and_enter_places(browser):
    placed = caught(browser.place_wanted)
    QTest.keyClicks(browser.filters.search, "qm97")
    QTest.keyClick(browser.filters.search, Key.Key_Down)
    QTest.keyClick(browser.filters.search, Key.Key_Return)
    assert placed == ["nvidia/qm9790"]
    QTest.keyClick(browser.filters.search, Key.Key_Up)
    QTest.keyClick(browser.filters.search, Key.Key_Enter)
    assert placed == ["nvidia/qm9790", "nvidia/qm9700"]


def test_an_arrow_in_the_search_leads_to_where_space_marks(qtbot, browser):
    qtbot.waitUntil(browser.filters.search.hasFocus)
    QTest.keyClicks(browser.filters.search, "qm97")
    QTest.keyClick(browser.focusWidget(), Key.Key_Down)
    QTest.keyClick(browser.focusWidget(), Key.Key_Space)
    assert browser.table.marked == ("nvidia/qm9790",)
    assert browser.filters.search.text() == "qm97"
    QTest.keyClicks(browser.focusWidget(), "0")
    assert browser.filters.search.text() == "qm970"


def test_the_key_of_the_menu_makes_a_new_part_here_too(browser):
    wanted = []
    browser.new_wanted.connect(lambda: wanted.append(True))
    QTest.keyClick(browser, Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert wanted == [True]


def test_without_a_design_nothing_is_placed(browser):
    placed = caught(browser.place_wanted)
    browser.set_design(None)
    QTest.keyClick(browser.filters.search, Key.Key_Return)
    assert placed == []
    assert not browser.buttons["place"].isEnabled()
    assert "design first" in browser.note.text()


def test_favourites_then_recent_then_own_stand_first(browser, preferences):
    preferences.toggle_favourite("nvidia/qm9790")
    preferences.remember_part("aws/s3-standard")
    browser.hide()
    browser.show()
    assert shown(browser)[:3] == ["nvidia/qm9790", "aws/s3-standard", "apc/ap8868"]
    assert len(shown(browser)) == browser_total(browser)


def test_rows_stay_where_they_are_while_parts_are_placed_and_starred(browser, preferences, library):
    table = browser.table
    table.verticalScrollBar().setValue(400)
    table.choose_row(12)
    before, scrolled, chosen = shown(browser), table.verticalScrollBar().value(), browser.chosen
    placed = caught(browser.place_wanted)
    browser.place()
    preferences.remember_part(chosen.id)
    # The design holds a part of the catalog now, and so its library is another one.
    browser.set_design(Design(parts={chosen.id: library.parts[chosen.id]}))
    browser.star()
    assert placed == [chosen.id]
    assert shown(browser) == before
    assert (table.verticalScrollBar().value(), browser.chosen.id) == (scrolled, chosen.id)
    assert chosen.id in table.stars
    browser.hide()
    browser.show()
    assert shown(browser)[0] == chosen.id


def test_the_star_key_makes_a_favourite_and_takes_it_back(browser, preferences):
    QTest.keyClicks(browser.filters.search, "qm97")
    QTest.keyClicks(browser.filters.search, "*")
    assert browser.filters.search.text() == "qm97"
    assert preferences.favourites == ("nvidia/qm9700",)
    assert browser.buttons["star"].text() == "Unstar"
    browser.table.setFocus()
    QTest.keyClicks(browser.table, "*")
    assert preferences.favourites == ()


def test_space_marks_and_control_enter_compares(browser):
    compared = caught(browser.compare_wanted)
    QTest.keyClicks(browser.filters.search, "switch arista")
    browser.table.setFocus()
    QTest.keyClick(browser.table, Key.Key_Space)
    QTest.keyClick(browser.table, Key.Key_Return, CONTROL)
    assert compared == []
    assert not browser.buttons["compare"].isEnabled()
    QTest.keyClick(browser.table, Key.Key_Down)
    QTest.keyClick(browser.table, Key.Key_Space)
    assert browser.buttons["compare"].text() == "Compare 2"
    QTest.keyClick(browser.table, Key.Key_Return, CONTROL)
    assert compared == [tuple(shown(browser)[:2])]
    QTest.mouseClick(browser.unmark, Qt.MouseButton.LeftButton)
    assert browser.table.marked == ()


def test_four_are_the_most_to_compare(browser):
    for _ in range(5):
        QTest.keyClick(browser.filters.search, Key.Key_Space, CONTROL)
        QTest.keyClick(browser.filters.search, Key.Key_Down)
    assert browser.table.marked == tuple(shown(browser)[:4])
    assert "4 parts are the most" in browser.note.text()


def test_marks_outlive_the_search(browser):
    QTest.keyClicks(browser.filters.search, "qm97")
    QTest.keyClick(browser.filters.search, Key.Key_Space, CONTROL)
    browser.filters.search.clear()
    QTest.keyClicks(browser.filters.search, "sn5600")
    QTest.keyClick(browser.filters.search, Key.Key_Space, CONTROL)
    assert browser.table.marked == ("nvidia/qm9700", "nvidia/sn5600")


def test_a_click_into_the_box_marks(browser):
    cell = browser.table.visualRect(browser.table.model().index(1, PartColumn.MARK)).center()
    QTest.mouseClick(browser.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert browser.table.marked == (shown(browser)[1],)


def test_typing_in_the_table_goes_on_in_the_search(browser):
    QTest.keyClicks(browser.filters.search, "qm")
    browser.table.setFocus()
    QTest.keyClicks(browser.table, "9")
    assert browser.filters.search.text() == "qm9"
    assert browser.filters.search.hasFocus()
    browser.table.setFocus()
    QTest.keyClick(browser.table, Key.Key_Backspace)
    assert browser.filters.search.text() == "qm"


def test_escape_clears_the_search_then_closes(browser):
    QTest.keyClicks(browser.filters.search, "qm97")
    QTest.keyClick(browser.filters.search, Key.Key_Escape)
    assert browser.isVisible()
    assert browser.filters.search.text() == ""
    QTest.keyClick(browser.filters.search, Key.Key_Escape)
    assert not browser.isVisible()


def test_a_bound_keeps_the_unknown_out_until_it_is_asked_for(browser):
    QTest.keyClicks(browser.filters.field("most_power_w"), "700")
    left = browser.table.shown_rows()
    assert left
    assert all(traits_of(part).power_w is not None and traits_of(part).power_w <= 700 for part in left)
    browser.filters.unknown.setFocus()
    QTest.keyClick(browser.filters.unknown, Key.Key_Space)
    more = browser.table.shown_rows()
    assert len(more) > len(left)
    assert any(traits_of(part).power_w is None for part in more)


def test_a_bound_that_is_no_number_is_complained_of(browser):
    everything = len(shown(browser))
    QTest.keyClicks(browser.filters.field("least_gbps"), "fast")
    assert len(shown(browser)) == everything
    assert browser.filters.field("least_gbps").property("look") == "problem"
    browser.filters.field("least_gbps").clear()
    assert browser.filters.field("least_gbps").property("look") == ""


def test_a_layer_by_keyboard_and_back(browser):
    layers = browser.filters.layers
    layers.setFocus()
    QTest.keyClick(layers, Key.Key_Down)
    row = layers.chosen
    QTest.keyClick(layers, Key.Key_Space)
    assert {part.layer for part in browser.table.shown_rows()} == {row.layer}
    assert str(len(shown(browser))) == row.aside
    QTest.keyClick(layers, Key.Key_Return)
    assert len(shown(browser)) == browser_total(browser)


def test_choices_count_what_they_would_leave(browser):
    kind = browser.filters.kind
    place = kind.findData("switch")
    count = int(kind.itemText(place).rpartition("· ")[2])
    kind.setCurrentIndex(place)
    kind.chosen.emit("switch")
    assert len(shown(browser)) == count
    assert {part.kind for part in browser.table.shown_rows()} == {"switch"}
    vendor = browser.filters.vendor
    assert vendor.findData("Arista") > 0
    assert vendor.findData("Anthropic") == -1


def test_own_parts_alone_and_clear(browser):
    browser.filters.own.click()
    assert shown(browser) == ["apc/ap8868"]
    assert browser.buttons["edit"].isEnabled()
    QTest.mouseClick(browser.filters.clear_button, Qt.MouseButton.LeftButton)
    assert len(shown(browser)) == browser_total(browser)
    assert not browser.filters.clear_button.isEnabled()


def test_standing_of_the_weakest_figure(browser):
    browser.filters.statuses["estimate"].click()
    assert shown(browser)
    assert {traits_of(part).worst for part in browser.table.shown_rows()} == {"estimate"}


def test_nothing_found_says_what_to_loosen(browser):
    QTest.keyClicks(browser.filters.search, "dgx")
    systems = len(shown(browser))
    browser.filters.field("most_power_w").setText("20")
    assert shown(browser) == []
    assert browser.nothing.isVisible()
    assert f"{systems} parts match the search" in browser.nothing.reason.text()
    first = browser.nothing.offers[0]
    assert first.text().startswith("Without power at most 20 W: ")
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(shown(browser)) == systems
    assert browser.filters.field("most_power_w").text() == ""


def test_the_unknown_is_offered_where_it_would_help(browser):
    QTest.keyClicks(browser.filters.search, "kubernetes")
    browser.filters.field("most_power_w").setText("20")
    assert shown(browser) == []
    offer = next(button for button in browser.nothing.offers if button.text().startswith("Also where it is unknown"))
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert "cncf/kubernetes" in shown(browser)


def test_no_such_part(qtbot, browser):
    QTest.keyClicks(browser.filters.search, "zzzzzz")
    assert "zzzzzz" in browser.nothing.title.text()
    assert browser.chosen is None
    assert not browser.buttons["duplicate"].isEnabled()
    qtbot.waitUntil(lambda: browser.card.part is None)


def test_the_unknown_stands_last_both_ways(browser):
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        browser.table.sortByColumn(PartColumn.POWER, order)
        known = [traits_of(part).power_w for part in browser.table.shown_rows()]
        numbers = [power for power in known if power is not None]
        assert numbers == sorted(numbers, reverse=order == Qt.SortOrder.DescendingOrder)
        assert known[: len(numbers)] == numbers
    browser.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert shown(browser)[0] == "apc/ap8868"


def test_sorting_keeps_the_chosen_part_and_shows_its_direction(browser):
    QTest.keyClicks(browser.filters.search, "a100")
    browser.table.step(2)
    chosen = browser.chosen
    header = browser.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(PartColumn.PRICE) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert browser.chosen is chosen
    assert browser.table.model().headerData(PartColumn.PRICE, Qt.Orientation.Horizontal)[:-1] == "Price "
    assert browser.table.model().headerData(PartColumn.RATE, Qt.Orientation.Horizontal) == "Rate"
    assert [row.row() for row in browser.table.selectionModel().selectedRows()] == [browser.table.row_of(chosen.id)]


def test_prices_of_one_stand_before_those_of_an_hour(browser):
    browser.table.sortByColumn(PartColumn.PRICE, Qt.SortOrder.DescendingOrder)
    priced = [part.prices[0] for part in browser.table.shown_rows() if part.prices]
    ones = [price.typical for price in priced if price.per == "unit"]
    assert [price.per for price in priced[: len(ones)]] == ["unit"] * len(ones)
    assert ones == sorted(ones, reverse=True)


def test_buttons_ask_with_the_chosen_part(browser):
    asked = {
        name: caught(getattr(browser, f"{name}_wanted")) for name in ("duplicate", "edit", "remove", "netbox", "export")
    }
    QTest.keyClicks(browser.filters.search, "ap8868")
    for name in asked:
        QTest.mouseClick(browser.buttons[name], Qt.MouseButton.LeftButton)
    assert asked.pop("export") == [("apc/ap8868",)]
    assert all(given == ["apc/ap8868"] for given in asked.values())
    browser.filters.search.clear()
    QTest.keyClicks(browser.filters.search, "qm97")
    assert not browser.buttons["edit"].isEnabled()
    assert not browser.buttons["remove"].isEnabled()


def test_marked_parts_are_exported_together(browser):
    exported = caught(browser.export_wanted)
    for _ in range(2):
        QTest.keyClick(browser.filters.search, Key.Key_Space, CONTROL)
        QTest.keyClick(browser.filters.search, Key.Key_Down)
    QTest.mouseClick(browser.buttons["export"], Qt.MouseButton.LeftButton)
    assert exported == [tuple(shown(browser)[:2])]


def test_a_changed_shelf_is_shown_at_once(browser, shelf):
    new = Part(id="own/toaster", kind="server", layer="servers_fabric", vendor="Me", name="Toaster")
    QTest.keyClicks(browser.filters.search, "toaster")
    assert shown(browser) == []
    QTest.keyClick(browser.filters.search, Key.Key_Space, CONTROL)
    shelf.library = Library(parts={**shelf.library.parts, new.id: new}, own=frozenset({new.id}))
    shelf.changed.emit()
    assert shown(browser) == ["own/toaster"]
    assert browser.buttons["edit"].isEnabled()
    browser.mark()
    shelf.library = Library(parts={})
    shelf.changed.emit()
    assert browser.table.marked == ()
    assert "no parts" in browser.nothing.title.text()


def test_parts_of_the_design_are_found(browser):
    only = Part(id="own/travelled", kind="server", layer="servers_fabric", vendor="Me", name="Travelled")
    browser.set_design(Design(parts={only.id: only}))
    QTest.keyClicks(browser.filters.search, "travelled")
    assert shown(browser) == ["own/travelled"]
    assert not browser.buttons["remove"].isEnabled()


@pytest.mark.parametrize("size", [(1200, 760), (1000, 620)])
def test_columns_give_way_and_nothing_is_cut(browser, size):
    browser.resize(*size)
    QCoreApplication.processEvents()
    table = browser.table
    assert table.columnWidth(PartColumn.NAME) >= 150
    assert table.isColumnHidden(PartColumn.HEIGHT) == (size[0] == 1000)
    assert not table.isColumnHidden(PartColumn.PRICE)
    for button in browser.buttons.values():
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(browser, QPoint(button.width(), 0)).x() <= browser.width()


def test_every_control_has_a_name_and_the_keyboard_reaches_it(browser):
    for kind in (QLineEdit, QCheckBox, QPushButton):
        for control in browser.findChildren(kind):
            if control.parent() is not None and not control.isHidden():
                assert control.accessibleName() or control.text()
    browser.filters.search.setFocus()
    seen = set()
    for _ in range(60):
        QTest.keyClick(browser.focusWidget(), Key.Key_Tab)
        seen.add(browser.focusWidget())
    wanted = {browser.filters.layers, browser.filters.kind, browser.filters.vendor, browser.filters.own, browser.table}
    assert wanted <= seen
    assert browser.buttons["place"] in seen


def test_hidden_unknowns_and_prices_in_words():
    bare = Part(id="a/b", kind="server", layer="cloud", vendor="A", name="B", availability="free")
    assert price_cell(bare) == "free"
    assert cell_text(bare, traits_of(bare), PartColumn.POWER) == "—"
    assert cell_text(bare, traits_of(bare), PartColumn.HEIGHT) == "—"
    hour = Price(low=4.29, typical=4.29, high=4.29, basis="on-demand", per="hour")
    stored = Price(low=0.021, typical=0.023, high=0.023, basis="list", per="gb-month")
    assert price_cell(replace(bare, prices=(hour,))) == "4.29 $/h\non-demand"
    assert price_cell(replace(bare, prices=(stored,))) == "0.021–0.023 $\nGB and month · list"
    flat = replace(bare, facts={"height_u": Quantity(value=0)})
    assert cell_text(flat, traits_of(flat), PartColumn.HEIGHT) == "0 U"


def test_the_colours_follow(browser, wear):
    wear("dark")
    rect = browser.table.visualRect(browser.table.model().index(0, PartColumn.PRICE))
    picture = browser.table.viewport().grab(rect).toImage()
    assert picture.pixelColor(2, 2) == ink("accent_soft")
