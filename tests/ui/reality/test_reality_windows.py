"""Windows of what is built: the network with its faults, drawn as built and back, and measured power."""

from pathlib import Path

import pytest

from designer.export.cables.drawn_network import network_of
from designer.ui.reality.built_window import HINT, BuiltWindow
from designer.ui.reality.readings_window import ReadingsWindow
from tests.reality.built.made import with_faults

PATIENCE = 60_000
MODEL = Path(__file__).parents[2] / "data" / "topograph" / "medium.yaml"


@pytest.fixture
def opened(window, questions):
    """A topograph model, brought in from its file."""
    questions.path = MODEL
    window.commands.run("files.bring_in")
    return window


def test_the_faults_are_listed_drawn_and_taken_over(opened, questions, tmp_path, qtbot) -> None:
    document = opened.workspace.document
    assert document.design.name == "medium"
    opened.commands.run("reality.built")
    built = opened.windows.opened(BuiltWindow)
    assert built.sentence.text() == HINT
    assert not built.one_button.isEnabled()
    found, faults = with_faults(network_of(document.design, document.library.parts), 3, 1)
    table = tmp_path / "found.csv"
    rows = [f"{a.device},{b.device}" for a, b, _ in found.cables]
    table.write_text("\n".join(["local_device,remote_device", *rows]), "utf-8")
    built.files.choose((table,))
    qtbot.waitUntil(lambda: built.comparison is not None, timeout=PATIENCE)
    assert len(built.rows) == len(faults.missing) + len(faults.swapped) + len(faults.extra) > 2
    hows = {one.how for one in built.picture.picture.differences}
    assert {"gone", "changed"} <= hows
    built.table.choose(0)
    built.reveal_button.click()
    assert set(opened.workspace.selected) == {built.rows[0].drawn.link}
    # Taken over as one edit, and back with one undo; the comparison follows the design.
    before = document.design
    built.all_button.click()
    qtbot.waitUntil(lambda: built.comparison.same, timeout=PATIENCE)
    assert not built.rows
    document.session.undo()
    assert document.design == before
    questions.path = tmp_path / "report.html"
    built.report_button.click()
    assert "built against drawn" in questions.path.read_text("utf-8")
    table.write_text("nothing\n", "utf-8")
    built.files.choose((table,))
    qtbot.waitUntil(lambda: built.comparison is None, timeout=PATIENCE)
    assert "column for each end" in built.sentence.text()
    built.close()


def test_measured_power_stands_beside_the_plan(opened, tmp_path, qtbot) -> None:
    opened.commands.run("reality.readings")
    window = opened.windows.opened(ReadingsWindow)
    table = tmp_path / "w.csv"
    table.write_text("device,power_w\n1101,400\nghost,7\n", "utf-8")
    window.files.choose((table,))
    qtbot.waitUntil(lambda: window.comparison is not None, timeout=PATIENCE)
    rows = window.table.shown_rows()
    assert [row.of for row in rows] == ["all", "device"]
    assert rows[0].measured.measured_w == 400
    assert "ghost" in window.notes.text()
    window.close()
