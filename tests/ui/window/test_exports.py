"""The Export menu writes files that other programs can read."""

import csv
import json

import openpyxl
import pypdf
import pytest
from PySide6.QtGui import QImage

from tests.pdf_words import pdf_words


@pytest.fixture
def owner(owner):
    """A person at a SuperPOD whose figures are there."""
    owner.settle()
    return owner


@pytest.fixture
def export(owner, own_folders):
    """Export by a command into a file; the answer is its path."""

    def run(command, name):
        path = own_folders / name
        owner.answers.path = path
        with owner.qtbot.waitSignal(owner.window.exports.finished, timeout=20_000):
            owner.window.commands.actions[f"exports.{command}"].trigger()
        assert owner.answers.told == []
        assert owner.status == f"Wrote {path}."
        return path

    return run


def test_the_bill_in_five_formats_says_the_same(export, owner):
    rows = list(csv.reader(export("bill", "bill.csv").read_text("utf-8-sig").splitlines()))
    assert any("DGX H100" in cell for row in rows for cell in row)
    assert any(cell == "31" for row in rows for cell in row if "DGX H100" in " ".join(row))
    book = openpyxl.load_workbook(export("bill", "bill.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.data_type == "f" for cell in cells)
    assert book.sheetnames[:4] == ["Summary", "Lines", "Services", "By rack"]
    assert any("DGX H100" in str(cell.value) for cell in cells)
    data = json.loads(export("bill", "bill.json").read_text("utf-8"))
    assert "DGX H100" in json.dumps(data)
    total = f"{data['total']['value']:,.0f}"
    assert total in export("bill", "bill.html").read_text("utf-8")
    assert total in pdf_words(export("bill", "bill.pdf"))


def test_the_drawing_in_three_formats(export, owner):
    leaf = next(node for node in owner.design.nodes.values() if node.kind == "switch").title
    svg = export("drawing", "drawing.svg").read_text("utf-8")
    assert svg.lstrip().startswith("<")
    assert leaf in svg
    picture = QImage(str(export("drawing", "drawing.png")))
    assert picture.width() > 600
    assert leaf in pdf_words(export("drawing", "drawing.pdf"))


def test_the_report_is_written_as_pages_and_as_a_page_of_html(export, owner):
    path = export("report", "report.pdf")
    assert len(pypdf.PdfReader(path).pages) > 1
    assert owner.design.name in pdf_words(path)
    assert owner.design.name in export("report", "report.html").read_text("utf-8")


def test_packs_labels_and_the_floor_are_written(export, owner):
    leaf = next(node for node in owner.design.nodes.values() if node.kind == "switch").title
    words = pdf_words(export("pack", "pack.pdf"))
    assert leaf in words
    assert "Index of sheets" in words
    assert "F-0001" in export("labels", "labels.csv").read_text("utf-8-sig")
    assert export("floor_dxf", "floor.dxf").read_text("utf-8").rstrip().endswith("EOF")


def test_a_pack_tells_how_far_it_is_and_can_be_stopped(owner, own_folders, real_processes):
    path = own_folders / "stopped.pdf"
    owner.answers.path = path
    owner.window.commands.run("exports.pack")
    progress = owner.window.exports.writing.progress
    owner.qtbot.waitUntil(lambda: " of " in progress.words.text(), timeout=20_000)
    progress.stop.click()
    owner.qtbot.waitUntil(lambda: not owner.window.exports.writing.running, timeout=10_000)
    assert owner.status == "stopped.pdf was not written: it was stopped."
    assert not path.exists()
    assert not progress.words.text()


def test_the_report_tells_its_steps_and_can_be_stopped(owner, own_folders, real_processes):
    path, exporting = own_folders / "report.pdf", owner.window.exports
    owner.answers.path = path
    owner.window.commands.actions["exports.report"].trigger()
    exporting.writing.stop()
    owner.qtbot.waitUntil(lambda: owner.status == "report.pdf was not written: it was stopped.", timeout=20_000)
    assert not path.exists()
    # The next one tells its steps, and is written whole.
    with owner.qtbot.waitSignal(exporting.finished, timeout=20_000):
        owner.window.commands.actions["exports.report"].trigger()
        owner.qtbot.waitUntil(
            lambda: exporting.writing.progress.words.text().startswith("Writing report.pdf: "), timeout=20_000
        )
        assert exporting.writing.progress.stop.isEnabled()
    assert not exporting.writing.progress.isVisible()
    assert len(pypdf.PdfReader(path).pages) > 1


def test_nothing_is_written_where_the_folder_is_not_there(owner, own_folders):
    owner.answers.path = own_folders / "no such folder" / "bill.csv"
    owner.window.commands.run("exports.bill")
    owner.qtbot.waitUntil(lambda: bool(owner.answers.told), timeout=10_000)
    assert "bill.csv was not written" in owner.answers.told[0]


def test_a_question_that_is_called_off_writes_nothing(owner, own_folders):
    owner.answers.path = None
    before = set(own_folders.iterdir())
    owner.window.commands.run("exports.bill")
    assert set(own_folders.iterdir()) == before


def test_figures_that_are_not_ready_are_not_exported(drawer):
    drawer.place("nvidia/dgx-h100")
    drawer.window.commands.run("exports.bill")
    assert "still being worked out" in drawer.status
    assert drawer.answers.asked == []


def test_exports_need_a_design(person):
    for name in ("bill", "drawing", "report", "text"):
        assert not person.window.commands.actions[f"exports.{name}"].isEnabled()
