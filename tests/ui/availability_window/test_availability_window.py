"""The availability window: played, stopped, explained, and a purchase made and taken back."""

import pytest
from PySide6.QtCore import Qt

from designer.model.records import RefusedInput
from designer.ui.availability_window.window import NO_EDIT, AvailabilityWindow
from designer.ui.availability_window.words import NOTHING, STALE, settings_from
from designer.ui.explore.why_dialog import WhyDialog

PATIENCE = 60_000


@pytest.fixture
def stack(window):
    window.files.new_from("ai-stack", {})
    return window


@pytest.fixture
def shown(stack):
    stack.commands.run("availability.play")
    return stack.windows.opened(AvailabilityWindow)


def run(qtbot, shown, **fields):
    for name, text in {"Histories": "40", **fields}.items():
        shown.fields[name].setText(text)
    shown.start_button.click()
    qtbot.waitUntil(lambda: not shown.running, timeout=PATIENCE)


def choose(shown, work):
    shown.table.choose(next(place for place, one in enumerate(shown.found.works) if one.id == work))


def test_it_plays_explains_and_buys(qtbot, stack, shown):
    assert shown.about.text() == NOTHING
    assert not shown.buy_button.isEnabled()
    shown.start_button.setFocus()
    run(qtbot, shown, **{"Crews": "1", "Cost of an hour, USD": "1,000"})
    assert shown.progress.text() == "Done."
    # Not Close, to which the keyboard goes on from a button that cannot be pressed.
    assert shown.focusWidget() is shown.table
    assert shown.found.works[0].id == "machines"
    assert shown.found.draws == 40
    choose(shown, "job")
    assert "hours lost a year" in shown.caption.text()
    assert shown.histogram.accessibleDescription()
    shown.grab()
    shown.why_button.click()
    why = shown.findChild(WhyDialog)
    assert why is not None
    why.close()
    shown.buy_button.click()
    qtbot.waitUntil(lambda: not shown.running, timeout=PATIENCE)
    rows = shown.purchases.shown_rows()
    spare = next(place for place, one in enumerate(rows) if one.sort == "spare machine")
    shown.purchases.choose(spare)
    document = stack.workspace.document
    before = document.design
    shown.apply_button.click()
    assert document.design.nodes["job"].facts["spare_hosts"] == 1
    assert shown.about.text() == STALE
    assert not shown.buy_button.isEnabled()
    document.undo()
    assert document.design.nodes == before.nodes
    crew = next(place for place, one in enumerate(rows) if one.sort == "crew")
    shown.purchases.choose(crew)
    assert not shown.apply_button.isEnabled()
    assert shown.apply_button.toolTip() == NO_EDIT


def test_what_cannot_be_played_is_said(qtbot, shown):
    shown.fields["Years"].setText("none")
    qtbot.keyClick(shown.fields["Years"], Qt.Key.Key_Return)
    assert shown.about.text() == "Years: 'none' is not a number."
    assert not shown.running


def test_a_design_without_machines_is_told(qtbot, window):
    window.files.new_empty()
    window.commands.run("availability.play")
    shown = window.windows.opened(AvailabilityWindow)
    run(qtbot, shown)
    assert shown.about.text().startswith("No machine is drawn")


def test_it_can_be_stopped_and_closed_while_it_plays(qtbot, shown):
    shown.fields["Histories"].setText("100000")
    shown.start_button.click()
    assert shown.running
    shown.stop_button.click()
    qtbot.waitUntil(lambda: not shown.running, timeout=PATIENCE)
    shown.start_button.click()
    shown.close()


def test_settings_are_read_as_typed():
    found = settings_from("0.5", "1,000", "3", "", "2 000")
    assert (found.years, found.draws, found.seed, found.crews, found.usd_per_hour) == (0.5, 1_000, 3, None, 2_000)
    for wrong in (
        ("0", "1", "0", "", ""),
        ("1", "1.5", "0", "", ""),
        ("1", "1", "0", "0", ""),
        ("1", "1", "0", "", "-1"),
    ):
        with pytest.raises(RefusedInput):
            settings_from(*wrong)
