"""The tab of a year: its figures say why, its choices and fields are one change each, and refusals stand below."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.session import Session
from designer.model.changes import between
from designer.model.design import Design, Node
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.panels.energy.energy_panel import WIDE

PATIENCE = 60_000

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(superpod, qtbot):
    superpod.show()
    found = superpod.workspace
    found.show_panel("energy")
    qtbot.waitUntil(lambda: found.document.results is not None, timeout=PATIENCE)
    return found


def shown_whole(field):
    """Whether what stands in FIELD while it is empty fits between its edges of 11 pixels."""
    return field.fontMetrics().horizontalAdvance(field.placeholderText()) <= field.width() - 22


def choose(box, value):
    place = box.findData(value)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def type_into(field, text, qtbot):
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, text)
    field.editingFinished.emit()


def draw_plant(work):
    plant = {
        "crah": Node(id="crah", kind="crah", part="vertiv/cw375", copies=4, order=900),
        "chiller": Node(id="chiller", kind="chiller", part="generic/air-cooled-chiller-1500", order=901),
        "tower": Node(id="tower", kind="cooling-tower", part="bac/pt2", order=902, facts={"power_max_w": 15_000.0}),
    }

    def make(design):
        return between(design, work.document.library.embedded(replace(design, nodes={**design.nodes, **plant})), "Draw")

    assert work.document.attempt(make) == ""


def test_figures_are_those_of_the_analysis_and_say_why(work, qtbot):
    panel, energy = work.energy, analyze(work.document.design, only=("power",), library=work.document.library).energy
    assert panel.rows["Energy"].figure.value == energy.facility_kwh.value
    assert panel.rows["Electricity"].figure.value == work.document.results.cost.energy_usd_per_year.value
    assert [bar.name for bar in panel.bars.bars] == ["IT", "Cooling", "Losses"]
    assert panel.rows["Free cooling"].isHidden()
    with qtbot.waitSignal(panel.asked) as asked:
        panel.rows["Carbon"].click()
    assert asked.args == ["Carbon", panel.rows["Carbon"].figure]


def test_a_grid_is_one_change_that_undo_takes_back(work):
    before = work.document.design
    choose(work.energy.form.choices["grid"], "swe")
    assert dict(work.document.design.settings.choices) == {"grid": "swe"}
    assert work.energy.form.fields["grid_kg_per_kwh"].placeholderText() == "0.0407"
    work.document.undo()
    assert work.document.design == before
    assert work.energy.form.choices["grid"].currentData() == ""


def test_a_tariff_is_typed_in_its_unit_and_nonsense_is_refused_below_it(work, qtbot):
    field = work.energy.form.fields["electricity_usd_per_kwh"]
    type_into(field, "0.12", qtbot)
    assert work.document.design.settings.assumptions["electricity_usd_per_kwh"] == 0.12
    before = work.document.design
    type_into(field, "cheap", qtbot)
    type_into(work.energy.form.fields["pue"], "0.9", qtbot)
    assert work.document.design == before
    assert field.text() == "0.12"
    assert "1 to 5" in work.energy.form.form.problem_of(work.energy.form.fields["pue"])
    type_into(field, "", qtbot)
    assert "electricity_usd_per_kwh" not in work.document.design.settings.assumptions


def test_a_plant_brings_climate_and_hours_and_takes_the_assumed_pue_away(work, qtbot):
    form = work.energy.form
    assert not form.choices["climate"].isVisibleTo(form)
    assert form.fields["pue"].isVisibleTo(form)
    draw_plant(work)
    qtbot.waitUntil(lambda: form.choices["climate"].isVisibleTo(form), timeout=PATIENCE)
    assert not form.fields["pue"].isVisibleTo(form)
    choose(form.choices["climate"], "chicago")
    qtbot.waitUntil(lambda: work.energy.rows["Free cooling"].figure.value == 5137, timeout=PATIENCE)
    assert {bar.name for bar in work.energy.bars.bars} == {"IT", "Losses", "Fans", "Chillers", "Outdoors"}


def test_in_a_narrow_window_nothing_is_cut(work, qtbot):
    work.window().resize(860, 700)
    work.show_panel("energy")  # the lower panel folds in a low window, and the inspector in a narrow one
    work.frame.open("inspector")
    qtbot.waitUntil(lambda: work.energy.width() < WIDE, timeout=PATIENCE)
    assert work.energy.bars.isHidden()
    assert work.tabs.tabRect(work.tabs.count() - 1).right() <= work.tabs.width()
    fields = [field for field in work.energy.form.fields.values() if field.isVisible()]
    fields.append(work.inspector.findChild(DesignSection).assumptions["electricity_usd_per_kwh"])
    qtbot.waitUntil(lambda: all(shown_whole(field) for field in fields), timeout=5_000)


def test_a_panel_that_was_never_shown_lets_the_window_be_small(window):
    window.resize(1_100, 700)
    window.open_session(Session(Design()))
    assert window.minimumSizeHint().width() <= 1_100
