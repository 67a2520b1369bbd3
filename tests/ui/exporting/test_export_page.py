"""The Export page: every output has a card with a real picture or a reason, and is written from there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest

from designer.cli.main import run
from designer.edit.links import links
from designer.edit.nodes import nodes
from designer.edit.rooms.floor_fill import wall_in
from designer.model.design import Design
from designer.store.project import write_project
from designer.ui.commands.registry import BY_ID
from designer.ui.exporting import export_page
from designer.ui.exporting.export_page import ExportPage
from designer.ui.exporting.outputs import OUTPUTS
from designer.ui.exporting.picture_work import make_pictures
from tests.shipped import LIBRARY

WITHOUT = {"exports.bill_against", "files.compare"}
"""Outputs of which nothing is known before the other design is chosen."""


def pod() -> Design:
    """A room with a rack, and in it a leaf and four servers that are wired to it."""
    design = Design()
    for edit in (
        lambda d: nodes.add_container(d, "room", 0, 0, node_id="room"),
        lambda d: nodes.add_container(d, "rack", 0, 0, parent="room", node_id="rack"),
        lambda d: nodes.add_node(d, LIBRARY, "nvidia/qm9700", 10, 10, parent="rack", node_id="leaf"),
        lambda d: nodes.add_node(d, LIBRARY, "nvidia/dgx-h100", 10, 200, parent="rack", node_id="server", copies=4),
        lambda d: links.add_link(d, "leaf", "server", cables=4, link_id="down"),
        lambda d: wall_in(d, "room").edit,
    ):
        design = edit(design).applied(design)
    return design


@pytest.fixture
def drawn(figures, window):
    """A window with the pod, whose figures are there."""
    window.files.begin_with(pod())
    return window


_kept = {}
"""The pictures of a design by what was asked: the pod is the same in all tests, which ask what becomes of them."""


def make_once(tell, packed, commands):
    """Make pictures as the first test that asked for them did."""
    key = (packed.read_bytes(), tuple(commands))
    if key not in _kept:
        _kept[key] = make_pictures(tell, packed, commands)
    return _kept[key]


@pytest.fixture
def page(request, drawn, qtbot, monkeypatch):
    if "real_processes" not in request.fixturenames:
        monkeypatch.setattr(export_page, "make_pictures", make_once)
    drawn.commands.run("exports.page")
    found = drawn.windows.opened(ExportPage)
    qtbot.waitUntil(lambda: not found.waiting, timeout=60_000)
    yield found
    drawn.windows.close_all()


def card(page, command):
    row = next(row for row, one in enumerate(page.cards.cards) if one.output.command == command)
    page.cards.choose(row)
    return page.cards.cards[row]


def test_each_output_has_its_picture_and_the_words_of_its_command(page):
    for one in page.cards.cards:
        assert one.title == BY_ID[one.output.command].title.rstrip("…")
        assert one.refused == ""
        assert (one.picture is not None) == (one.output.command not in WITHOUT), (one.title, one.note)
        if one.picture is not None:
            image = one.picture.toImage()
            colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 3)}
            assert len(colours) > 3, one.title
    assert page.progress.isHidden()


def test_the_pictures_are_kept_while_the_design_stays(page, drawn, qtbot):
    page.close()
    drawn.commands.run("exports.page")
    again = drawn.windows.opened(ExportPage)
    assert again is not page
    assert not again.waiting
    assert all(one.picture is not None for one in again.cards.cards if one.output.command not in WITHOUT)


def test_keys_walk_the_cards_and_enter_writes_the_chosen_one(page, drawn, questions, qtbot, tmp_path, monkeypatch):
    page.cards.choose(0)
    page.cards.setFocus()
    QTest.keyClick(page.cards, Qt.Key.Key_Tab)
    assert page.cards.current is page.cards.cards[1]
    QTest.keyClick(page.cards, Qt.Key.Key_Backtab)
    assert page.cards.current is page.cards.cards[0]
    questions.path = tmp_path / "bill.csv"
    with qtbot.waitSignal(drawn.exports.finished, timeout=20_000):
        QTest.keyClick(page.cards, Qt.Key.Key_Return)
        assert page.progress.words.text() == "Writing bill.csv …"
    assert questions.path.stat().st_size > 500
    assert page.told.text() == f"Wrote {questions.path}."
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    for written in (page.written, drawn.exports.written):
        assert not written.isHidden()
        written.file.click()
        written.folder.click()
        written.copy.click()
        assert QGuiApplication.clipboard().text() == str(questions.path)
    assert opened == [questions.path, tmp_path] * 2


def test_cancel_leaves_no_file_also_of_a_writer_that_tells_no_steps(
    page, drawn, questions, qtbot, tmp_path, real_processes
):
    questions.path = tmp_path / "bill.xlsx"
    page.cards.choose(0)
    page.export()
    page.progress.stop.click()
    qtbot.waitUntil(lambda: page.told.text() == "bill.xlsx was not written: it was stopped.", timeout=20_000)
    assert page.progress.isHidden()
    assert list(tmp_path.glob("bill*")) == []
    with qtbot.waitSignal(drawn.exports.finished, timeout=20_000):
        page.export()
    assert questions.path.exists()
    drawn.exports.close()


def test_the_command_line_of_the_chosen_card_is_shown_and_copied(page):
    card(page, "exports.labels")
    line = "stackwright export DESIGN.stackwright --view labels -o labels.pdf"
    assert page.words.text() == line
    page.copy_line()
    assert QGuiApplication.clipboard().text() == line


def test_the_command_line_names_paper_and_variant():
    pack = next(one for one in OUTPUTS if one.command == "exports.pack")
    assert pack.line("p.stackwright", "floor") == (
        "stackwright export p.stackwright --view install --paper A3 -o pack.pdf"
    )
    assert pack.line("p.stackwright", "floor", paper="letter", variant="Two more") == (
        "stackwright export p.stackwright --variant 'Two more' --view install --paper letter -o pack.pdf"
    )
    requests = next(one for one in OUTPUTS if one.command == "exports.requests")
    assert (
        requests.line("", "floor", variant="B") == "stackwright bom DESIGN.stackwright --variant B --requests requests"
    )


def test_what_cannot_be_written_says_so_in_the_words_of_the_command_line(figures, window, qtbot, tmp_path, capsys):
    window.new_empty()
    window.commands.run("exports.page")
    page = window.windows.opened(ExportPage)
    qtbot.waitUntil(lambda: not page.waiting, timeout=60_000)
    refused = {one.output.command: one.refused for one in page.cards.cards if one.refused}
    assert {"exports.labels", "exports.pack", "exports.drawing", "exports.floor_dxf"} <= set(refused)
    project = tmp_path / "empty.stackwright"
    write_project(project, window.workspace.document.design)
    for one in page.cards.cards:
        output, command = card(page, one.output.command).output, one.output.command
        assert page.button.isEnabled() == (command not in refused)
        arguments = output.arguments.format(project=project, view="topology").split()
        arguments[-1] = str(tmp_path / arguments[-1])
        if command in {"exports.bill_against", "files.compare"}:
            continue  # of two designs
        assert (run(arguments) == 0) == (command not in refused), command
        if command not in refused:
            continue
        assert refused[command].casefold() in " ".join(capsys.readouterr().err.split()).casefold()
    window.windows.close_all()


def test_each_command_line_writes_its_file(tmp_path):
    """OLD is the design itself: nothing differs, and that is written too."""
    project = tmp_path / "pod.stackwright"
    write_project(project, pod())
    for output in OUTPUTS:
        arguments = output.arguments.format(project=project, view="stack").replace("OLD.stackwright", str(project))
        *words, name = arguments.split()
        path = tmp_path / f"{output.command} {name}"
        assert run([*words, str(path)]) == 0, output
        assert path.exists(), output
