import csv
import io
import os
import signal

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from shiboken6 import isValid

from designer.catalog.netbox.report import FileNote, FileReport, ImportReport
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.model.parts.part import Price
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.imports.import_tasks import joined_reports, with_known_prices
from designer.ui.catalog.imports.netbox_dialog import NetboxDialog, report_csv, standing
from designer.ui.jobs import background
from designer.ui.widgets.look import window_look
from tests.ui.seen import said

LONG = 30_000

SWITCH = """\
manufacturer: Example
model: Leaf 32
slug: example-leaf-32
part_number: EX-L32
u_height: 1
is_full_depth: true
airflow: front-to-rear
weight: 11
weight_unit: kg
comments: A switch of 32 ports
interfaces:
{ports}
power-ports:
  - name: PS-1
    type: iec-60320-c14
    maximum_draw: 650
  - name: PS-2
    type: iec-60320-c14
    maximum_draw: 650
"""


def switch(ports=32):
    lines = "\n".join(f"  - {{name: Ethernet{n}, type: 100gbase-x-qsfp28}}" for n in range(1, ports + 1))
    return SWITCH.format(ports=lines)


@pytest.fixture
def types(tmp_path):
    folder = tmp_path / "device-types"
    (folder / "Example").mkdir(parents=True)
    (folder / "Example" / "leaf-32.yaml").write_text(switch(), "utf-8")
    crowded = switch(200).replace("Leaf 32", "Leaf 200").replace("leaf-32", "leaf-200")
    (folder / "Example" / "leaf-200.yaml").write_text(crowded, "utf-8")
    (folder / "Example" / "broken.yaml").write_text("manufacturer: [unclosed", "utf-8")
    return folder


@pytest.fixture
def shelf(tmp_path, library, qapp):
    made = Shelf(library, folder=tmp_path / "own")
    yield made
    made.deleteLater()


@pytest.fixture
def dialog(qapp, qtbot, shelf, questions):
    theme = theme_named("light")
    if not qapp.styleSheet():
        window_look().wear(theme)
    made = NetboxDialog(shelf, questions)
    made.show()
    yield made
    if isValid(made):
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog.busy, timeout=LONG)


def test_a_folder_is_read_and_each_file_has_its_notes(dialog, types, questions, qtbot):
    questions.path = types
    dialog.choose_folder()
    assert dialog.pages.currentWidget() is dialog.running
    wait(dialog, qtbot)
    assert "3 files: 2 parts" in said(dialog)
    assert "1 file refused" in said(dialog)
    assert dialog.keep_button.text() == "Keep 2 parts"
    dialog.search.setText("broken")
    assert len(dialog.files.shown) == 1
    notes = [row.cells for row in dialog.notes.records.given]
    assert [outcome for _, outcome, _ in notes] == ["Refused"]
    assert "broken.yaml" in said(dialog)


def test_the_filter_shows_contradictions_first_of_a_file(dialog, types, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    place = dialog.filter.findData("contradiction")
    assert place > 0
    dialog.filter.setCurrentIndex(place)
    dialog.filter.activated.emit(place)
    (key,) = dialog.files.shown
    assert dialog.report.files[int(key)].path.endswith("leaf-200.yaml")
    assert dialog.notes.records.given[0].cells[1] == "Contradictory"
    dialog.search.setText("no such thing")
    assert dialog.files.shown == ()
    assert "No file is shown" in said(dialog)


def test_checked_parts_are_kept_and_then_are_the_same_as_there_is(dialog, types, shelf, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    changes = []
    shelf.changed.connect(lambda: changes.append(len(shelf.library.own)))
    dialog.files.check_shown(False)
    assert not dialog.keep_button.isEnabled()
    dialog.search.setText("leaf-32")
    qtbot.keyClick(dialog.files, Qt.Key.Key_Space)
    (part_id,) = dialog.chosen_parts
    qtbot.keyClick(dialog.files, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(dialog, qtbot)
    assert changes == [1]
    assert shelf.library.own == {part_id}
    assert shelf.library == read_library(own_folder=shelf.folder)
    assert "1 part kept" in dialog.news.text()
    rows = {row.key: row for row in dialog.files.records.given}
    kept = next(row for row in rows.values() if "same" in row.marks)
    assert kept.checked is False
    assert shelf.library.part(part_id).facts["height_u"].value == 1


def test_return_in_the_search_keeps_nothing(dialog, types, shelf, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert not dialog.busy
    assert not shelf.library.own


def test_an_own_part_is_replaced_and_its_prices_stay(dialog, types, shelf, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    part = next(part for part in dialog.report.parts.values() if part.name.endswith("32"))
    price = Price(low=1, typical=2, high=3, basis="user", date="2026-11-01", status="user")
    shelf.keep_parts(
        [replace(part, summary="mine", prices=(price,), availability="sold")], dialog.report.sources.values()
    )
    dialog.read((types,))
    wait(dialog, qtbot)
    row = next(row for row in dialog.files.records.given if row.words.startswith(part.id))
    assert "replaces" in row.marks
    assert row.checked
    assert row.cells[3] == "replaces your own"
    dialog.keep()
    wait(dialog, qtbot)
    now = shelf.library.part(part.id)
    assert now.summary == part.summary
    assert now.prices == (price,)
    assert now.revision != part.revision


def test_a_part_that_would_hide_a_shipped_one_is_not_checked(library):
    part = library.part("nvidia/dgx-h100")
    assert standing(part, library) == "same"
    assert standing(replace(part, prices=()), library) == "same"
    assert standing(replace(part, summary="another"), library) == "hides"
    assert with_known_prices(replace(part, prices=()), part).prices == part.prices


def test_the_report_is_saved_and_no_cell_is_a_formula(dialog, types, questions, tmp_path, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    questions.path = tmp_path / "report.csv"
    dialog.save_report()
    rows = list(csv.reader(io.StringIO(questions.path.read_text("utf-8-sig"))))
    assert rows[0] == ["File", "Part", "Outcome", "Field", "What"]
    assert len(rows) - 1 == sum(len(file.notes) for file in dialog.report.files)
    assert str(questions.path) in dialog.news.text()
    hostile = FileReport(path="=1+1.yaml", notes=(FileNote(kind="refused", field="@x", message="-2"),))
    text = report_csv(ImportReport(parts={}, sources={}, files=(hostile,))).decode("utf-8-sig")
    assert text.splitlines()[1] == "'=1+1.yaml,,refused,'@x,'-2"
    questions.path = tmp_path / "no such folder" / "report.csv"
    dialog.save_report()
    assert "could not be written" in dialog.news.text()


def test_files_can_be_dropped(dialog, types, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(types.glob("Example/leaf*.yaml"))])
    dialog.dropEvent(
        QDropEvent(
            QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    wait(dialog, qtbot)
    assert len(dialog.report.files) == 2
    assert len(dialog.report.parts) == 2


def test_a_folder_without_types_gives_a_hint(dialog, tmp_path, qtbot):
    empty = tmp_path / "empty"
    empty.mkdir()
    dialog.read((empty,))
    wait(dialog, qtbot)
    assert dialog.news.text()
    assert dialog.chosen_parts == ()


@pytest.mark.usefixtures("real_processes")
def test_cancel_shows_what_was_read_so_far(dialog, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(background, "POLL_MS", 2)
    folder = tmp_path / "device-types" / "Example"
    folder.mkdir(parents=True)
    for number in range(1500):
        text = switch(4).replace("Leaf 32", f"Leaf {number}").replace("leaf-32", f"leaf-{number}")
        (folder / f"leaf-{number}.yaml").write_text(text, "utf-8")
    dialog.job.progressed.connect(dialog.cancel)
    dialog.read((folder.parent,))
    wait(dialog, qtbot)
    assert dialog.report.cancelled
    assert len(dialog.report.files) < 1500
    assert "Stopped before the end." in said(dialog)


@pytest.mark.usefixtures("real_processes")
def test_closing_ends_the_process(dialog, types, qtbot):
    dialog.read((types,))
    assert dialog.busy
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not dialog.busy


def test_escape_waits_while_parts_are_written(dialog, types, shelf, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    dialog.keep()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.close()
    assert dialog.isVisible()
    wait(dialog, qtbot)
    assert len(shelf.library.own) == 2


@pytest.mark.usefixtures("real_processes")
def test_a_process_that_dies_while_it_keeps_is_told(dialog, types, shelf, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    dialog.keep()
    os.kill(dialog.job.pid, signal.SIGKILL)
    wait(dialog, qtbot)
    assert "ended unexpectedly" in dialog.news.text()
    assert dialog.files.isVisible()
    assert dialog.keep_button.isEnabled()


def test_of_two_files_with_one_part_the_first_counts(library):
    part = library.part("nvidia/dgx-h100")
    one = ImportReport(parts={part.id: part}, sources={}, files=(FileReport(path="a.yaml", part=part.id),))
    two = ImportReport(parts={part.id: part}, sources={}, files=(FileReport(path="b.yaml", part=part.id),))
    joined = joined_reports((one, two))
    assert [file.part for file in joined.files] == [part.id, ""]
    assert "a.yaml" in joined.files[1].notes[-1].message


def test_every_control_has_a_name_and_the_keys_reach_it(dialog, types, qtbot):
    dialog.read((types,))
    wait(dialog, qtbot)
    for widget in (dialog.search, dialog.filter, dialog.files, dialog.notes):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.minimumSizeHint().width() <= 1100
    assert dialog.minimumSizeHint().height() <= 700
