"""One whole journey on a real display: template, one more switch, a link, save, export; by mouse and keys alone."""

import csv
import shutil
import sys

import pytest

from designer.store.project import read_project
from tests.ui.app.seat import Seat

NEEDED = ("Xvfb", "xdotool")
SWITCH = "nvidia/qm9700"


def _may_skip():
    return sys.platform != "linux" and not all(shutil.which(name) for name in NEEDED)


pytestmark = [pytest.mark.skipif(_may_skip(), reason="needs Xvfb and xdotool"), pytest.mark.timeout(60)]


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.long)])
def seat(request, tmp_path):
    made = Seat(tmp_path, request.param)
    yield made
    made.end()


def test_template_one_more_switch_a_link_save_and_export(seat, tmp_path):
    seat.wait(lambda seen: seen["create"], "the welcome screen came")
    assert seat.steady()["theme"] == seat.theme
    seat.picture("1-welcome")
    seat.click(seat.seen["create"])
    seat.wait(lambda seen: seen["fresh"], "the design came with its figures")
    seat.front("SuperPOD")
    before = seat.steady()
    assert len(before["nodes"]) > 20
    seat.picture("2-design")

    seat.click(before["search"])
    seat.type("qm9700")
    seat.wait(lambda seen: seen["chosen"] == SWITCH, "the switch was found")
    seen = seat.steady()
    seat.drag(seen["row"], seen["free"])
    seen = seat.wait(lambda seen: len(seen["nodes"]) == len(before["nodes"]) + 1, "the switch was let go")
    (added,) = set(seen["nodes"]) - set(before["nodes"])
    assert seen["nodes"][added][0] == SWITCH
    seen = seat.steady()
    seat.picture("3-switch")

    seat.hand("mousemove", *seen["nodes"][added][1])
    seen = seat.wait(lambda seen: seen["handle"], "the handle to connect from came")
    seat.drag(seen["handle"], seen["nodes"]["leaf"][1])
    seen = seat.wait(lambda seen: len(seen["links"]) == len(before["links"]) + 1, "the link was drawn")
    assert set(seen["links"][-1][:2]) == {added, "leaf"}
    seat.picture("4-link")
    seat.keys("Return")
    seat.wait(lambda seen: seen["fresh"] and seen["focus"] == "CanvasWidget", "the count was taken")

    project, bill = tmp_path / "Our hall.stackwright", tmp_path / "bill.csv"
    seat.keys("ctrl+s")
    seat.wait(lambda seen: "Save the design" in seen["dialogs"], "the file dialog came")
    seat.front("Save the design")
    seat.keys("ctrl+a")
    seat.type(str(project))
    seat.picture("5-save")
    seat.keys("Return")
    seat.wait(lambda seen: seen["saved"] == "saved just now", "it was saved")
    design = read_project(project).design
    assert {added, "leaf"} in [{link.a, link.b} for link in design.links.values()]
    assert design.nodes[added].part == SWITCH

    seat.front("SuperPOD")
    seat.keys("ctrl+b")
    seat.wait(lambda seen: "Export the bill of materials" in seen["dialogs"], "the file dialog came")
    seat.front("Export the bill")
    seat.keys("ctrl+a")
    seat.type(str(bill))
    seat.keys("Return")
    seat.wait(lambda seen: seen["status"] == f"Wrote {bill}.", "the bill was written")
    # 8 leaf, 4 spine and 2 + 2 + 2 storage switches of the template, and the one that was added.
    (row,) = (row for row in csv.reader(bill.read_text("utf-8-sig").splitlines()) if row and row[0] == SWITCH)
    assert "19" in row
    seat.picture("6-saved")

    seat.front("SuperPOD")
    seat.keys("ctrl+q")
    assert seat.window.wait(10) == 0
    assert seat.seen["problems"] == []
