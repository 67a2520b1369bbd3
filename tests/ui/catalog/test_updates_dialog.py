"""The review of newer facts: what it shows, what it would do, and that accepting changes the design once."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import isValid

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.theme_tokens import theme_named
from designer.edit.money.price_book import set_currency, set_rate
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.ui.app.document import Document
from designer.ui.catalog.updates_dialog import UpdatesDialog
from designer.ui.explore.change_effects import change_words, sums_of
from designer.ui.widgets.look import window_look
from tests.ui.seen import button, said

DGX, CHIP, LEAF = "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", "nvidia/qm9700"


def stronger(part, watts, **fields):
    fact = replace(part.facts["power_max_w"], value=watts)
    return replace(part, facts={**part.facts, "power_max_w": fact}, **fields)


@pytest.fixture
def design(library):
    """A scalable unit whose chips are described by a later revision than the catalog's."""
    made = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    return replace(made, parts={**made.parts, CHIP: replace(made.parts[CHIP], revision="9")})


@pytest.fixture
def catalog(library):
    parts = [
        stronger(library.parts[DGX], 10400.0, revision="2"),
        stronger(library.parts[LEAF], 1800.0),
        library.parts[CHIP],
    ]
    return Library(parts={**library.parts, **{part.id: part for part in parts}}, sources=library.sources)


@pytest.fixture
def open_dialog(qapp, qtbot, catalog):
    """Opens the dialog on a design."""
    if not qapp.styleSheet():
        window_look().wear(theme_named("light"))
    dialogs = []

    def open_on(design, library=catalog):
        document = Document(Session(design), library)
        dialog = UpdatesDialog(document)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.settled)
        return dialog, document

    yield open_on
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(open_dialog, design):
    return open_dialog(design)


def settle(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.settled)


def test_the_parts_with_newer_facts_are_listed_and_the_older_ones_are_not_checked(opened):
    dialog, _ = opened
    assert [row.key for row in dialog.list.row_model.rows] == [DGX, CHIP, LEAF]
    assert dialog.list.checked == (DGX, LEAF)
    assert [row.line for row in dialog.list.row_model.rows] == [
        "2 differences · revision 1 → 2",
        "The catalog's is older · 1 < 9",
        "1 difference",
    ]
    assert [(row.title, row.before, row.after) for row in dialog.table.shown_rows()] == [
        ("Power, maximum", "10.2 kW", "10.4 kW"),
        ("Revision", "1", "2"),
    ]


def test_what_it_does_is_the_difference_of_the_analysis(opened, design, catalog):
    dialog, document = opened
    before = analyze(design, only=["power", "cost"])
    after = analyze(replace(design, parts={**design.parts, DGX: catalog.parts[DGX]}), only=["power", "cost"])
    more = after.power.it_max_w.value - before.power.it_max_w.value
    assert more > 0
    assert dialog.effects.text_at("it_max", 2) == f"+{more / 1000:.3g} kW"
    assert dialog.effects.text_at("buy", 2) == "no change"
    leaves = document.counts.by_part[LEAF]
    assert dialog.effects.text_at("it_max", 4) == f"+{(more + leaves * 80) / 1000:.3g} kW"


def test_the_arrow_keys_choose_and_space_unchecks(opened, qtbot):
    dialog, _ = opened
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert [(row.title, row.before, row.after) for row in dialog.table.shown_rows()] == [
        ("Power, maximum", "1.72 kW", "1.8 kW")
    ]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.list.checked == (DGX,)
    settle(qtbot, dialog)
    assert dialog.effects.text_at("it_max", 4) != dialog.effects.text_at("it_max", 2)
    assert dialog.accept_button.text() == "Accept 1 part"


def test_a_click_on_the_box_checks_and_one_on_the_card_chooses(opened, qtbot):
    dialog, _ = opened
    rect = dialog.list.visualRect(dialog.list.row_model.index(1))
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, rect.center().y()))
    assert dialog.list.checked == (DGX, CHIP, LEAF)
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, rect.center().y()))
    assert dialog.list.checked == (DGX, CHIP, LEAF)
    assert dialog.list.chosen.key == CHIP


def test_enter_accepts_what_is_checked_as_one_step(opened, qtbot, design, catalog):
    dialog, document = opened
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert document.design.parts[DGX] == catalog.parts[DGX]
    assert document.design.parts[LEAF] == catalog.parts[LEAF]
    assert document.design.parts[CHIP] == design.parts[CHIP]
    assert document.session.labels == ["Take over newer facts of 2 parts"]
    assert [row.key for row in dialog.list.row_model.rows] == [CHIP]
    assert dialog.list.checked == ()
    assert not dialog.accept_button.isEnabled()
    document.undo()
    assert document.design == design
    assert [row.key for row in dialog.list.row_model.rows] == [DGX, CHIP, LEAF]


def test_none_and_all(opened, qtbot):
    dialog, document = opened
    button(dialog, "Check no part").click()
    assert dialog.list.checked == ()
    assert not dialog.accept_button.isEnabled()
    settle(qtbot, dialog)
    assert dialog.effects.text_at("it_max", 4) == ""
    button(dialog, "Check all parts").click()
    assert dialog.list.checked == (DGX, CHIP, LEAF)
    dialog.accept_button.click()
    assert document.design.parts[CHIP].revision == "1"
    assert "up to date" in said(dialog)


def test_escape_changes_nothing(opened, qtbot, design):
    dialog, document = opened
    qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    assert document.design is design
    document.session.commit(set_rate(document.design, "EUR", 1.25, "2026-11-20"))


def test_when_all_is_up_to_date_it_says_so(open_dialog, library):
    dialog, _ = open_dialog(build_template("dgx-superpod-h100", library, {"scale_units": "1"}), library)
    assert not dialog.list.isVisible()
    assert "up to date" in said(dialog)
    assert not dialog.accept_button.isVisible()
    dialog, _ = open_dialog(Design(), library)
    assert "no parts yet" in said(dialog)


def test_a_lost_port_is_shown_before_it_is_lost(open_dialog, library, design):
    dgx = library.parts[DGX]
    without = replace(dgx, ports=tuple(group for group in dgx.ports if "fabric" not in group.media))
    dialog, document = open_dialog(design, Library(parts={**library.parts, DGX: without}, sources=library.sources))
    lost = [row for row in dialog.table.shown_rows() if row.field.startswith("links.")]
    assert lost
    assert lost[0].after == "would find no port that fits"
    dialog.accept_button.click()
    assert document.design.links == design.links
    assert document.design.parts[DGX] == without


def test_money_is_told_in_the_currency_of_the_price_book(open_dialog, library, design):
    design = set_rate(design, "EUR", 1.25, "2026-11-20").applied(design)
    design = set_currency(design, "EUR").applied(design)
    dgx = library.parts[DGX]
    dearer = replace(dgx, prices=(replace(dgx.prices[0], high=dgx.prices[0].high * 2), *dgx.prices[1:]))
    dialog, _ = open_dialog(design, Library(parts={**library.parts, DGX: dearer}, sources=library.sources))
    assert "€" in dialog.effects.text_at("buy", 0)
    assert dialog.effects.text_at("buy", 2) == "another range"


def test_words_of_changes(design):
    sums = sums_of(design)
    unknown = replace(sums["buy"], value=None, low=None, high=None)
    assert change_words(sums["buy"], sums["buy"]) == "no change"
    assert change_words(unknown, unknown) == "no change"
    assert change_words(unknown, sums["buy"]) == "was unknown"
    less = replace(sums["it_max"], value=sums["it_max"].value - 2000.0)
    assert change_words(sums["it_max"], less) == "−2 kW"


def test_everything_has_a_name_and_fits(opened, qtbot):
    dialog, _ = opened
    dialog.resize(dialog.minimumSize())
    qtbot.wait(10)
    for widget in (dialog.list, dialog.table, dialog.effects, button(dialog, "All"), button(dialog, "None")):
        assert widget.accessibleName()
    cells = [cell for cell in dialog.effects.findChildren(QLabel) if cell.text()]
    assert cells
    assert all(cell.fontMetrics().horizontalAdvance(cell.text()) <= cell.width() + 1 for cell in cells)


@pytest.mark.parametrize("name", ["Close", "Check no part"])
def test_enter_on_another_button_accepts_nothing(opened, qtbot, name):
    dialog, document = opened
    before = document.design
    buttons = dialog.findChildren(QPushButton)
    (button,) = [one for one in buttons if name in (one.text(), one.accessibleName())]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert document.design == before
