"""Windows of what is built: the network with its faults, drawn as built and back, and measured power."""

from pathlib import Path

import pytest

from designer.edit.nodes.nodes import move_nodes
from designer.export.cables.drawn_network import network_of
from designer.ui.canvas.hover_card import card_at
from designer.ui.inspector.panes.fault_rows import FaultRows
from designer.ui.reality.built_window import HINT, BuiltWindow
from designer.ui.reality.measured_words import power_words, rack_bars
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
    _the_faults_are_on_the_canvas(opened, built, qtbot)
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


def _the_faults_are_on_the_canvas(opened, built, qtbot) -> None:
    """Marks with both ports on the card and in the inspector; switched off and on; no part of the design."""
    stage, document, legend = opened.workspace.canvas.stage, opened.workspace.document, opened.workspace.fault_legend
    design, row = document.design, built.rows[0]
    marks = {one.id: one for one in stage.fault_marks}
    assert {one.how for one in marks.values()} >= {"gone", "changed"}
    # The wire that is selected says in the inspector which cable goes where, with both ports.
    (fault_rows,) = opened.workspace.inspector.section.findChildren(FaultRows)
    assert row.drawn.id in fault_rows.rows[0].text()
    assert row.drawn.b.port_words in fault_rows.rows[0].text()
    wire = stage.wire_of(row.drawn.link)
    x, y = wire.points[0]
    card = card_at(stage, (x + wire.points[3][0]) / 2, (y + wire.points[3][1]) / 2)
    assert card is not None
    assert any(row.drawn.id in line for line in card.lines)
    assert not legend.isHidden()
    opened.commands.run("reality.show_faults")
    assert (stage.fault_marks, legend.isHidden(), built.on_canvas.isChecked()) == ((), True, False)
    built.on_canvas.click()
    assert set(marks) == {one.id for one in stage.fault_marks}
    assert document.design is design
    # An edit leaves them there while it is compared again.
    document.edit(lambda now: move_nodes(now, [row.drawn.a.node], 8, 8))
    assert stage.fault_marks
    qtbot.waitUntil(lambda: not document.built.running, timeout=PATIENCE)
    document.session.undo()


def test_a_cable_that_nobody_drew_is_a_line_of_its_own(opened, tmp_path, qtbot) -> None:
    document, stage = opened.workspace.document, opened.workspace.canvas.stage
    network = network_of(document.design, document.library.parts)
    rows = [f"{cable.a.device},,{cable.b.device}," for cable in network.cables]
    table = tmp_path / "found.csv"
    table.write_text(
        "\n".join(["local_device,local_port,remote_device,remote_port", *rows, "1101[0],p9,sw22[0],p7"]), "utf-8"
    )
    document.built.choose((table,))
    qtbot.waitUntil(lambda: document.built.found is not None, timeout=PATIENCE)
    (ghost,) = stage.fault_marks
    assert (ghost.how, ghost.words) == ("added", "1 extra")
    (x1, y1), (x2, y2) = ghost.path
    shares = (place / 20 for place in range(1, 20))
    cards = [card_at(stage, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in shares]
    words = next(card.lines for card in cards if card is not None and "not drawn" in card.lines[0])
    assert "p9" in words[1]
    assert "p7" in words[1]
    opened.commands.run("reality.drop_built")
    assert (stage.fault_marks, document.built.paths) == ((), ())


def test_measured_power_stands_beside_the_plan(opened, tmp_path, qtbot) -> None:
    opened.commands.run("reality.readings")
    window = opened.windows.opened(ReadingsWindow)
    table = tmp_path / "w.csv"
    table.write_text("device,time,power_w\n1101,2026-11-28T14:00Z,400\nghost,,7\n", "utf-8")
    window.files.choose((table,))
    qtbot.waitUntil(lambda: window.comparison is not None, timeout=PATIENCE)
    rows = window.table.shown_rows()
    assert [row.of for row in rows] == ["all", "device"]
    assert rows[0].measured.measured_w == 400
    assert "ghost" in window.notes.text()
    window.close()
    # It stays when the window is closed: in the inspector, in the power view and in the racks.
    opened.workspace.select(["1101"])
    section = opened.workspace.inspector.section
    assert section.row("Measured").text_shown == "400 W"
    assert "2026-11-28 14:00 UTC, w.csv" in section.row("Read").text_shown
    readings = opened.workspace.document.readings
    assert power_words(readings.found) == {"1101": "400 W"}
    assert rack_bars(readings.found)["1101"].text.startswith("400 W")
    readings.drop()
    assert section.row("Measured").isHidden()
