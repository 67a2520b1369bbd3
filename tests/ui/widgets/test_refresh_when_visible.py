"""Panels behind others follow when they come into sight; those in sight at once."""

import msgspec
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.edit.links.links import set_link
from designer.ui.widgets.refresh_when_visible import InSight

pytestmark = pytest.mark.usefixtures("figures")


class Teller(QObject):
    told = Signal()


@pytest.fixture
def panel(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_what_is_told_to_a_hidden_panel_is_done_once_when_it_is_shown(panel):
    done, teller = [], Teller()
    sight = InSight(panel, lambda: done.append(1))
    sight.follow(teller.told)
    teller.told.emit()
    teller.told.emit()
    assert (done, sight.behind) == ([], True)
    panel.show()
    assert (done, sight.behind) == ([1], False)
    teller.told.emit()
    assert done == [1, 1]
    panel.hide()
    panel.show()
    assert done == [1, 1]


def test_nobody_looks_and_it_can_still_be_asked_for(panel):
    done, teller = [], Teller()
    sight = InSight(panel, lambda: done.append(1))
    sight.follow(teller.told)
    sight.catch_up()
    assert done == []
    teller.told.emit()
    sight.catch_up()
    assert done == [1]


def test_rows_of_findings_that_say_the_same_stay(superpod):
    work = superpod.workspace
    uplinks = next(link for link in work.document.design.links.values() if link.id == "uplinks")
    before = {id(row): row.finding for row in work.findings.rows}
    assert work.document.edit(lambda now: set_link(now, uplinks.id, cables=uplinks.cables // 2))
    rows = work.findings.rows
    assert [row.finding for row in rows] == list(work.document.findings)
    kept = [row for row in rows if id(row) in before]
    # A finding whose number alone changed keeps its row too; what says the same, with the same effect, always does.
    same = [row for row in rows if row.finding in before.values()]
    assert same
    assert {id(row) for row in same} <= {id(row) for row in kept}
    assert all(row.finding.rule == before[id(row)].rule for row in kept)
    assert len(kept) < len(rows)
    assert work.document.edit(lambda now: set_link(now, uplinks.id, cables=uplinks.cables))
    assert [row.finding for row in work.findings.rows] == list(work.document.findings)


def test_links_are_coloured_ahead_of_the_other_results(superpod):
    work = superpod.workspace
    document = work.document
    whole = document.results
    other = msgspec.structs.replace(whole.network, worst=msgspec.structs.replace(whole.network.worst, value=7.0))
    power = whole.power
    document.set_network(msgspec.structs.replace(whole, network=other, power=None))
    assert document.results.network.worst.value == 7.0
    assert document.results.power is power
    # With other failures than those that stand it would be told of two designs at once.
    document.set_network(msgspec.structs.replace(whole, failed=("leaf[0]",)))
    assert document.results.network.worst.value == 7.0
