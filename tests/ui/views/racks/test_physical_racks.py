"""One name for every rack that stands in the hall, in every view and file, and found by it."""

import csv
import io

from PySide6.QtCore import Qt

from designer.analysis.run import analyze
from designer.drawing.isometric.isometric import copy_title, draw_isometric
from designer.drawing.racks.elevations import draw_racks
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.groups import grouped
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.cable_schedule_files import write_cables
from designer.model.device_names import device_names
from designer.model.naming import title_of
from designer.ui.commands.command_palette import CommandPalette


def test_every_place_calls_a_rack_by_its_one_name(library, tmp_path):
    design = build_template("dgx-superpod-h100", library, {})
    names = device_names(design)
    # 7 racks of four DGX H100 and one of three.
    (many, last) = [node.id for node in design.nodes_in_order() if node.title == "DGX rack"]
    assert (names.of(many, 2), names.of(last)) == ("DGX rack 3", "DGX rack 8")
    every = {names.of(one, copy) for one in (many, last) for copy in range(design.total_copies(one))}
    assert title_of(design, f"{many}[2]") == "DGX rack 3"
    # Racks view.
    drawing = draw_racks(design, (many, last), copies={many: 2})
    assert [column.title for column in drawing.columns] == ["DGX rack 3", "DGX rack 8"]
    assert drawing.columns[0].subtitle.startswith("one of DGX rack 1–7, all alike · ")
    assert draw_racks(design, (many,)).columns[0].title == "DGX rack 1–7"
    # Cable schedule.
    path = tmp_path / "cables.csv"
    write_cables(path, cable_schedule(design, library.parts))
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    said = {row[end] for row in rows for end in ("From rack", "To rack") if row[end]}
    assert every <= said
    assert not any("[" in one for one in said)
    # Bill by rack.
    bill = bill_of(design, analyze(design, only=("power", "cost"), library=library))
    titles = [group.title for group in grouped(design, bill.lines, bill.total_usd, "rack")]
    assert {"DGX rack 1–7", "DGX rack 8", "Spine rack"} <= set(titles)
    # Isometric room.
    room = draw_isometric(design)
    called = {copy_title(room, place) for place in range(int(room.rows.size))}
    assert every <= called


def test_typing_the_name_of_a_rack_finds_it_and_shows_that_rack(window, library, qtbot):
    window.open_session(Session(build_template("dgx-superpod-h100", library, {})))
    window.open_palette()
    palette = window.findChildren(CommandPalette)[-1]
    palette.search.setText("dgx rack 3")
    rows = [row for row in palette.list.row_model.rows if not row.heading]
    row = next(one for one in rows if one.title == "Go to DGX rack 3")
    assert row.line == "One of DGX rack 1–7"
    palette.list.setCurrentIndex(palette.list.row_model.index(palette.list.row_model.rows.index(row)))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    work = window.workspace
    assert work.views.shown == "rack"
    rack_id = row.key.removeprefix("node:").partition("[")[0]
    assert work.canvas.selected_ids() == (rack_id,)
    column = work.racks.racks.drawing.column_of(rack_id)
    assert column.title == "DGX rack 3"
    shown = work.racks.racks.viewpoint.visible
    assert shown.x <= column.rect.x
    assert column.rect.x < shown.right
    # It is offered again, and the last of that title, which stands alone, is found as well.
    window.open_palette()
    palette = window.findChildren(CommandPalette)[-1]
    assert any(one.title == "Go to DGX rack 3" for one in palette.list.row_model.rows)
    palette.search.setText("DGX rack 8")
    assert any(one.title == "Go to DGX rack 8" for one in palette.list.row_model.rows)
