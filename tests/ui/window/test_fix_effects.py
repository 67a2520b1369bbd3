"""What the fix of a finding would do is worked out when somebody asks, and said in its row before it is made."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import set_node
from tests.ui.window.test_figures import DGX, SWITCH


def unalike(drawer):
    """Four servers with six cables, of which a finding says that eight are meant."""
    server, switch = drawer.place(DGX), drawer.place(SWITCH)
    drawer.fill(drawer.work.inspector.section.fields["name"], "Leaf")
    drawer.work.document.edit(partial(set_node, node_id=server, copies=4))
    drawer.work.document.edit(partial(add_link, a=server, b=switch, cables=6))
    drawer.settle()
    return next(row for row in drawer.work.findings.rows if row.finding.rule == "cabled-unalike")


def test_choosing_a_finding_says_what_its_fix_would_do(drawer):
    row = unalike(drawer)
    before = drawer.design
    assert not row.effect.text()
    assert not drawer.work.findings.previews.waiting
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    drawer.qtbot.waitUntil(lambda: "+2 cables" in row.effect.text(), timeout=20_000)
    assert "mends" in row.effect.text()
    assert row.button.accessibleDescription() == row.effect.text()
    assert drawer.design is before
    # Known by now, so it is said at once; an edit makes it unknown again.
    row.show_effect(None, "")
    drawer.work.findings.ask_effect(row.group)
    assert "+2 cables" in row.effect.text()
    drawer.click(row.button)
    drawer.settle()
    assert not any(one.effect.text() for one in drawer.work.findings.rows)


def test_findings_alike_are_one_row_with_one_fix(drawer):
    switch = drawer.place(SWITCH)
    drawer.fill(drawer.work.inspector.section.fields["name"], "Leaf")
    servers = [drawer.place(DGX) for _ in range(2)]
    for number, server in enumerate(servers):
        drawer.work.document.edit(partial(set_node, node_id=server, copies=4, name=f"Pool {number}"))
        drawer.work.document.edit(partial(add_link, a=server, b=switch, cables=6))
    drawer.settle()
    (row,) = [one for one in drawer.work.findings.rows if one.finding.rule == "cabled-unalike"]
    assert len(row.group.members) == 2
    assert set(servers) <= set(row.finding.ids)
    assert row.each.text() == "Show all 2"
    before = drawer.design
    drawer.click(row.button)
    assert sorted(link.cables for link in drawer.design.links.values()) == [8, 8]
    drawer.canvas.setFocus()
    drawer.keys("Ctrl+Z")
    assert drawer.design == before
