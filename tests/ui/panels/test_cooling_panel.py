"""The tab of cooling: rooms and units with what they take, failures by Enter and by a click, the floor coloured."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.nodes.nodes import remove, set_node
from designer.model.changes import between
from designer.ui.inspector.panes.heat_rows import heat_rows
from tests.cooled_hall import cooled_hall

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, library):
    """A hall of ten racks and eight NVL72 with four air handlers, three coolant units and two chillers."""
    window.files.new_empty()
    found = window.workspace
    hall = cooled_hall(library)
    assert found.document.edit(lambda design: between(design, hall))
    found.show_panel("cooling")
    return found


def told(work, column):
    table = work.cooling.table
    return [table.records.columns[column].text(row) for row in table.records.rows]


def failures(work):
    return [(row.key, row.line) for row in work.cooling.list.model().rows if not row.heading]


def test_rooms_and_units_with_what_they_take(work):
    assert told(work, 0) == ["Hall", "3 × Coolant unit", "2 × Chiller"]
    # 10 racks of 40.8 kW and 15% of 8 × 132 kW for 4 × 181 kW; the rest goes into 3 units of 600 kW.
    assert [one.replace("\u202f", "") for one in told(work, 1)] == ["566 kW", "299 kW", "732 kW"]
    assert told(work, 3) == ["78%", "50%", "49%"]
    assert told(work, 7) == ["0 of 4", "1", ""]
    assert "39% into the air and 61% into a coolant; 10 racks too hot for air" in work.cooling.summary.text()


def test_enter_in_the_table_fails_one_of_it_and_escape_mends(work, qtbot):
    table = work.cooling.table
    table.setFocus()
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert work.document.what_if.failed == ("crah[0]",)
    assert told(work, 3)[0] == "104%"
    assert "Hall too warm in 2 to 98 minutes" in work.banner.cost.text()
    assert "All 896" not in work.banner.cost.text()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert work.document.what_if.failed == ()
    assert told(work, 3)[0] == "78%"


def test_a_failure_of_the_list_is_tried_and_mended(work):
    keys = [key for key, _ in failures(work)]
    assert keys[:2] == ["chilled", "crah[0]"]
    assert dict(failures(work))["cdu[0]"] == "Everything stays cool"
    model = work.cooling.list.model()
    place = next(n for n, row in enumerate(model.rows) if row.key == "hoses")
    work.cooling.list.activated.emit(model.index(place, 0))
    assert work.document.what_if.failed == ("hoses",)
    assert "8 without coolant: NVL72" in work.banner.cost.text()
    # The list still says what fails of the sound design.
    assert [key for key, _ in failures(work)] == keys
    work.cooling.list.activated.emit(model.index(place, 0))
    assert work.document.what_if.failed == ()


def test_the_floor_is_coloured_by_it_and_by_what_fails(work):
    work.views.show_view("floor")
    view = work.floor.view
    view.set_overlay("cooling")
    readings = view.drawing.readings
    assert readings["rack"] == "40.8 kW air"
    assert readings["nvl"] == "19.8 kW air, 112 kW liquid"
    assert readings["crah"] == "142 of 181 kW"
    work.document.what_if.fail_just(("hoses",))
    assert view.drawing.readings["nvl"] == "no coolant"
    assert view.drawing.readings["rack"] == "40.8 kW air"
    work.document.what_if.fail_just(("crah[0]",))
    assert view.drawing.readings["rack"] == "too warm"
    assert view.drawing.readings["crah"].startswith("1 failed")


def test_the_canvas_marks_what_gets_too_warm(work):
    def emphasis(node_id):
        drawing = work.canvas.stage.drawing
        return drawing.tiles[drawing.tile_index[node_id]].emphasis

    assert emphasis("cdu") == ""
    work.document.what_if.fail_just(("water",))
    assert (emphasis("nvl"), emphasis("cdu")) == ("error", "error")
    work.document.what_if.mend()
    assert emphasis("cdu") == ""


def test_an_edit_is_followed_and_nothing_has_a_hint(work):
    assert work.document.edit(lambda design: set_node(design, "crah", copies=5))
    assert told(work, 7)[0] == "1 of 5"
    assert work.document.edit(lambda design: remove(design, ["crah", "cdu", "chiller"]))
    assert not work.cooling.table.isVisible()
    assert work.cooling.hint.isVisible()
    assert "No coolers are drawn yet" in work.cooling.hint.text()


def test_the_inspector_says_the_heat_of_what_is_selected(work):
    heat = work.document.results.cooling.heat
    assert heat_rows(heat, "rack")["Heat into the air"][1]
    assert heat_rows(heat, "nvl")["Heat into a coolant"][0].value == pytest.approx(112_200)
    assert heat_rows(heat, "hall")["Air needed"][1]
    assert not heat_rows(heat, "cdu")["Heat to take"][1]
    work.canvas.select(("cdu",))
    assert work.inspector.isVisible()
