"""The window of sites: its places and hours, what it says of them, and the design that stands there after a click."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from designer.analysis.energy.sites import site_years
from designer.model.assumptions.places import PLACES
from designer.review.sites import NO_POWER
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.sites.sites_window import SitesWindow

PATIENCE = 60_000


@pytest.fixture
def opened(window, qtbot):
    window.files.new_from("ai-stack", {})
    window.commands.run("energy.sites")
    sites = window.windows.opened(SitesWindow)
    qtbot.waitUntil(lambda: len(sites.years) == len(PLACES) and not sites.bar.isVisible(), timeout=PATIENCE)
    return sites


def test_places_hours_and_the_click_that_moves_the_design(window, opened, qtbot) -> None:
    document = window.workspace.document
    expected = site_years(document.design, (PLACES["seattle"],), library=document.library)[0]
    place = list(PLACES).index("seattle")
    opened.table.choose(place)
    assert opened.place_title.text() == "Seattle, Washington"
    shown = opened.table.current()
    assert shown.energy.facility_kwh.value == expected.energy.facility_kwh.value
    assert expected.hours is not None
    assert np.allclose(shown.hours.kg_per_h, expected.hours.kg_per_h)
    assert "kg/h in" in opened.picture.words()
    opened.shows.choose("power")
    opened.table.choose(list(PLACES).index("stockholm"))
    assert opened.picture.words().startswith("No hours are at hand for Stockholm")
    assert "Least carbon: Stockholm" in opened.notes.text()

    opened.table.choose(place)
    opened.why_button.click()
    (why,) = opened.findChildren(WhyDialog)
    assert "Seattle" in why.windowTitle()
    why.close()

    opened.table.model().setData(
        opened.table.model().index(place, 6), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
    )
    assert document.design.settings.sites == ("seattle",)
    before = document.design
    opened.stand_button.click()
    assert document.design.settings.choices["grid"] == "us-wa"
    assert document.design.settings.choices["climate"] == "seattle"
    document.session.undo()
    assert document.design == before
    qtbot.waitUntil(lambda: not opened.bar.isVisible(), timeout=PATIENCE)
    opened.close()


def test_an_empty_design_says_what_to_do(window, qtbot) -> None:
    window.files.new_empty()
    window.commands.run("energy.sites")
    opened = window.windows.opened(SitesWindow)
    qtbot.waitUntil(lambda: len(opened.years) == len(PLACES) and not opened.bar.isVisible(), timeout=PATIENCE)
    assert opened.notes.text() == NO_POWER
    assert opened.picture.words() == NO_POWER
    assert {opened.table.records.index(0, column).data() for column in range(1, 6)} == {"unknown"}
    opened.close()
