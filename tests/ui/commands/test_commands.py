import csv
import json
import subprocess
import sys

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from designer.drawing.current_theme import current_theme
from designer.drawing.theme_tokens import theme_named
from designer.export.text.text_form import write_text_design
from designer.ui.commands.command_palette import CommandPalette
from designer.ui.commands.registry import BY_ID
from designer.ui.widgets.look import window_look
from tests.ui.seen import texts


@pytest.fixture
def palette(superpod):
    superpod.open_palette()
    return superpod.findChildren(CommandPalette)[-1]


def test_a_command_is_found_and_run(superpod, palette, qtbot):
    superpod.workspace.canvas.select(())
    qtbot.keyClicks(palette.search, "select all")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert superpod.workspace.canvas.selected_ids()


def test_a_node_is_gone_to(superpod, palette, qtbot):
    node = next(node for node in superpod.workspace.document.design.nodes_in_order() if node.kind == "storage")
    qtbot.keyClicks(palette.search, node.title)
    rows = palette.list.row_model.rows
    place = next(i for i, row in enumerate(rows) if row.key == f"node:{node.id}")
    palette.list.setCurrentIndex(palette.list.row_model.index(place))
    palette.run_chosen()
    assert superpod.workspace.canvas.selected_ids() == (node.id,)


def test_a_part_is_placed(superpod, palette, qtbot):
    before = set(superpod.workspace.document.design.nodes)
    qtbot.keyClicks(palette.search, "qm9700")
    rows = palette.list.row_model.rows
    place = next(i for i, row in enumerate(rows) if row.key == "part:nvidia/qm9700")
    palette.list.setCurrentIndex(palette.list.row_model.index(place))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    (new,) = set(superpod.workspace.document.design.nodes) - before
    assert superpod.workspace.document.design.nodes[new].part == "nvidia/qm9700"


def test_nothing_found_says_so_and_escape_closes(palette, qtbot):
    qtbot.keyClicks(palette.search, "qqqq")
    assert "Nothing matches. Try fewer or other words." in texts(palette)
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_commands_that_cannot_run_are_left_out(window, qtbot):
    window.open_palette()
    palette = window.findChildren(CommandPalette)[-1]
    keys = {row.key for row in palette.list.row_model.rows}
    assert "command:files.open" in keys
    assert "command:edit.delete" not in keys
    palette.close()


def test_icons_are_drawn_as_their_menu_opens_and_follow_the_look(another_window):
    menu = another_window.commands.menu(another_window, "File/Export")
    named = [action for action in menu.actions() if action.data() and BY_ID[action.data()].icon]
    assert named
    assert all(action.icon().isNull() for action in named)
    menu.aboutToShow.emit()
    before = current_theme()
    drawn = [action.icon().cacheKey() for action in named]
    assert not any(action.icon().isNull() for action in named)
    try:
        window_look().wear(theme_named("light" if before.name == "dark" else "dark"))
        assert all(action.icon().cacheKey() != key for action, key in zip(named, drawn, strict=True))
    finally:
        window_look().wear(before)


@pytest.mark.usefixtures("figures")
def test_exports_are_written_beside_the_window(superpod, questions, qtbot, tmp_path):
    for command, name in [
        ("exports.bill", "b.csv"),
        ("exports.bill", "b.json"),
        ("exports.bill", "b.xlsx"),
        ("exports.bill_with_commas", "c.csv"),
        ("exports.drawing", "d.svg"),
        ("exports.drawing", "d.png"),
        ("exports.drawing", "d.pdf"),
        ("exports.report", "r.pdf"),
        ("exports.text", "t.yaml"),
    ]:
        questions.path = tmp_path / name
        with qtbot.waitSignal(superpod.exports.finished, timeout=20_000) as finished:
            superpod.commands.run(command)
        assert finished.args[0] == questions.path, (command, name)
        assert questions.path.stat().st_size > 500, (command, name)
        assert superpod.status.message.text() == f"Wrote {questions.path}.", (command, name)


@pytest.mark.usefixtures("figures")
def test_the_bill_comes_to_what_the_window_says(superpod, questions, qtbot, tmp_path):
    questions.path = tmp_path / "bill.json"
    with qtbot.waitSignal(superpod.exports.finished, timeout=20_000):
        superpod.commands.run("exports.bill")
    bill = json.loads(questions.path.read_text("utf-8"))
    figure = superpod.workspace.headline.item("buy").figure
    assert json.dumps(bill).count(str(figure.value)) >= 1


@pytest.mark.usefixtures("figures")
def test_the_bill_is_held_against_another_and_asked_of_vendors(superpod, questions, qtbot, tmp_path, monkeypatch):
    old, design = tmp_path / "old.json", superpod.workspace.document.design
    leaf = next(node for node in design.nodes.values() if node.part == "nvidia/qm9700")
    one_more = replace(leaf, copies=leaf.copies + 1)
    other = replace(design, nodes={**design.nodes, leaf.id: one_more})
    write_text_design(old, other, superpod.workspace.document.library)
    monkeypatch.setattr(questions, "file_to_open", lambda *_: old)
    questions.path = tmp_path / "against.json"
    with qtbot.waitSignal(superpod.exports.finished, timeout=20_000):
        superpod.commands.run("exports.bill_against")
    told = json.loads(questions.path.read_text("utf-8"))["against"]
    found = next(line for line in told["lines"] if line["part"] == "nvidia/qm9700")
    assert found["change"] == "count"
    assert found["quantity"][0] - found["quantity"][1] == other.total_copies(leaf.id) - design.total_copies(leaf.id)
    questions.path = tmp_path
    with qtbot.waitSignal(superpod.exports.finished, timeout=20_000) as finished:
        superpod.commands.run("exports.requests")
    assert finished.args[0].parent == tmp_path
    assert any(path.name == "Request NVIDIA.xlsx" for path in finished.args[0].iterdir())


@pytest.mark.usefixtures("figures")
def test_an_export_that_cannot_be_written_is_told(superpod, questions, qtbot, tmp_path):
    questions.path = tmp_path / "missing" / "bill.csv"
    superpod.commands.run("exports.bill")
    qtbot.waitUntil(lambda: bool(questions.told), timeout=20_000)
    assert "bill.csv" in questions.told[0]


def test_commands_do_not_import_qt():
    code = (
        "import sys; sys.argv = ['stackwright', 'templates']\n"
        "import designer.__main__ as m\n"
        "try:\n    m.main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "SuperPOD" in done.stdout


@pytest.mark.usefixtures("figures")
def test_the_csv_bill_has_a_line_for_each_part(superpod, questions, qtbot, tmp_path):
    questions.path = tmp_path / "bill.csv"
    with qtbot.waitSignal(superpod.exports.finished, timeout=20_000):
        superpod.commands.run("exports.bill")
    with questions.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    text = "\n".join(",".join(row) for row in rows)
    assert "DGX H100" in text
    assert len(rows) > 5
