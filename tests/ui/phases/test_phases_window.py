"""The window of phases: what it adds, types and removes in the design, and what it says of it."""

from PySide6.QtCore import Qt

from designer.edit.phases import TITLES
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.phases.phase_pictures import NOTHING
from designer.ui.phases.phases_window import PhasesWindow


def test_phases_are_added_typed_removed_and_undone(window, qtbot, figures) -> None:
    window.files.new_from("power-chain", {})
    window.commands.run("growth.phases")
    opened = window.windows.opened(PhasesWindow)
    document = window.workspace.document
    assert opened.gantt.accessibleDescription() == NOTHING
    empty = document.design
    opened.add_button.click()
    (phase,) = document.design.settings.phases
    assert phase.id == "phase-1"
    model = opened.table.model()
    fields = list(TITLES)

    def typed(field: str, text: str) -> None:
        model.setData(model.index(0, fields.index(field)), text, Qt.ItemDataRole.EditRole)

    typed("order_date", "2027-01-04")
    typed("energised", "2031-01-01")
    assert document.design.settings.phases[0].order_date == "2027-01-04"
    qtbot.waitUntil(lambda: document.fresh and document.results.phases is not None, timeout=60_000)
    found = document.results.phases
    assert found.phases[0].critical_step == "energisation"
    assert "power of the utility" in opened.said.text()
    assert "month of delay costs" in opened.said.text()
    assert "Ordered on 4 January 2027" in opened.gantt.accessibleDescription()
    assert "2027 Q1" in opened.quarters.accessibleDescription()

    # Each bar says its figures under the pointer, and the tables say them too.
    opened.resize(1240, 760)
    first = found.quarters[0]
    assert opened.quarters.words_at(80.0).startswith(f"{first.quarter}: ")
    assert "P90" in opened.quarters.words_at(80.0)
    assert opened.quarters.words_at(3.0) == ""
    told = {opened.gantt.words_at(x, y) for x in range(0, opened.gantt.width(), 8) for y in range(30, 200, 6)}
    assert any(words.startswith("Installation: from ") for words in told)
    opened.shows.buttons["orders"].click()
    assert opened.orders.isVisible()
    assert opened.orders.model().rowCount() == len(found.phases[0].items)
    opened.shows.buttons["quarters"].click()
    assert opened.sums.model().rowCount() == len(found.quarters)
    opened.shows.buttons["phases"].click()

    before = document.design
    typed("holds", "rack=41")
    assert "there are 40" in opened.problem.text()
    assert document.design == before

    opened.why_button.click()
    (why,) = opened.findChildren(WhyDialog)
    why.close()

    assert not opened.grab().isNull()
    opened.table.choose(0)
    opened.remove_button.click()
    assert document.design.settings.phases == ()
    for _ in range(4):
        document.session.undo()
    assert document.design == empty
    opened.close()
