"""Findings that say what they said before keep their rows, as many as can stay in order."""

from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.library import Library
from designer.edit.session import Session
from designer.model.design import Design, Node
from designer.review.effects.grouping import FindingGroup
from designer.review.findings import Finding, Fix
from designer.ui.app.document import Document
from designer.ui.panels.findings_panel import FindingsPanel, kept_places
from designer.ui.widgets.fields import label


def groups(names):
    return [
        FindingGroup(message=name, detail="", members=(Finding(rule="r", severity="note", message=name, ids=(name,)),))
        for name in names
    ]


def test_rows_between_a_new_one_in_front_and_one_that_is_gone_stay():
    kept = kept_places(groups("abcde"), groups("xabce"))
    assert kept == {1: 0, 2: 1, 3: 2, 4: 4}
    assert kept_places(groups("abcd"), groups("dabc")) == {1: 0, 2: 1, 3: 2}
    assert kept_places(groups(""), groups("ab")) == {}


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_what_is_kept_is_equal_and_in_order(before, after):
    kept = kept_places(groups(before), groups(after))
    assert all(before[was] == after[place] for place, was in kept.items())
    places = sorted(kept)
    assert [kept[place] for place in places] == sorted(set(kept.values()))


def _said(row):
    return [one.text() for one in row.findChildren(type(label("", "", row))) if one.text()]


def test_a_finding_with_another_number_keeps_its_row(qtbot):
    """What is of another make gets a row of its own."""
    panel = FindingsPanel(document := Document(Session(Design(nodes={"a": Node(id="a", kind="server")})), Library()))
    qtbot.addWidget(panel)

    def show(*findings):
        document.findings = findings
        panel.refresh()
        return panel.rows

    def full(cables, fix=None):
        message, detail = f"a needs {cables} ports.", f"Take {cables - 8} away."
        return Finding(rule="full", severity="error", message=message, detail=detail, ids=("a",), fix=fix)

    cut = {n: Fix(label=f"Cut to {n}", edit="set_cables", arguments={"link_id": "l", "cables": n}) for n in (8, 9)}
    other = Finding(rule="old", severity="note", message="a is old.", ids=("a",))
    before = show(full(10, cut[8]), other)
    after = show(full(12, cut[9]), other)
    assert after == before
    assert _said(after[0]) == ["a needs 12 ports.", "Take 4 away."]
    assert after[0].accessibleName() == "error: a needs 12 ports. Take 4 away."
    assert after[0].button.text() == "Cut to 9"
    assert after[0].button.accessibleName() == "Cut to 9: a needs 12 ports."
    assert after[0].finding == full(12, cut[9])
    without = show(full(12), other)
    assert without[0] is not before[0]
    assert without[1] is before[1]
    assert without[0].button.text() == "Show on canvas"
    document.close()


def test_rows_beside_one_that_comes_and_goes_take_their_new_numbers(qtbot):
    panel = FindingsPanel(document := Document(Session(Design(nodes={"a": Node(id="a", kind="server")})), Library()))
    qtbot.addWidget(panel)

    def show(*findings):
        document.findings = findings
        panel.refresh()
        return panel.rows

    def finding(rule, message):
        return Finding(rule=rule, severity="warning", message=message, ids=("a",))

    full, old = finding("full", "a is full."), finding("old", "a is old.")
    before = show(full, finding("price", "a costs 10."), old, finding("power", "a draws 3 kW."))
    more = show(
        full, finding("slow", "a is slow."), finding("price", "a costs 12."), old, finding("power", "a draws 4.")
    )
    assert [more[0], *more[2:]] == before
    assert [row.finding.message for row in more] == [
        "a is full.",
        "a is slow.",
        "a costs 12.",
        "a is old.",
        "a draws 4.",
    ]
    assert [_said(row)[0] for row in more] == [row.finding.message for row in more]
    fewer = show(full, finding("price", "a costs 9."), old, finding("power", "a draws 5."))
    assert fewer == before
    assert [_said(row)[0] for row in fewer] == ["a is full.", "a costs 9.", "a is old.", "a draws 5."]
    document.close()
