"""Every network in the tab of utilisation at once: a line above, a row each, and its reason."""

from PySide6.QtCore import Qt

from designer.model.figures.figure_text import percent_text


def test_every_network_has_a_row_and_stands_above_the_links(superpod, job, qtbot):
    superpod.workspace.show_panel("utilisation")
    job.only, job.answering = ("network",), True
    job.answer()
    work = superpod.workspace
    panel, uses = work.utilisation, work.document.results.network.by_network
    assert [use.medium for use in uses] == ["fabric", "storage", "management"]
    for use in uses:
        assert percent_text(use.worst.value) in panel.every.text()
    assert panel.table.isVisible()
    assert panel.every.isVisible()
    panel.shown.buttons["networks"].click()
    assert panel.networks.isVisible()
    assert not panel.table.isVisible()
    model = panel.networks.model()
    rows = [[model.data(model.index(row, column)) for column in range(6)] for row in range(3)]
    assert rows[0][:2] == ["Compute fabric", "All to all"]
    assert rows[1] == ["Storage network", "Reading from storage", "33", "Appliances", percent_text(7.75), "–"]
    said = model.data(model.index(1, 4), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Storage network: 775% at Appliances, when all read from storage"
    asked = []
    panel.asked.connect(lambda title, figure: asked.append((title, figure)))
    panel.networks.choose(1)
    panel.networks.setFocus()
    qtbot.keyClick(panel.networks, Qt.Key.Key_Return)
    assert asked == [("How full the storage network is", uses[1].worst)]
    heard = []
    panel.link_chosen.connect(heard.append)
    at = panel.networks.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(panel.networks.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard == ["appliances"]
    panel.traffic.chosen.emit("storage-read")
    job.answer()
    assert work.document.results.network.traffic == "storage-read"
    assert panel.networks.records.rows[0].traffic == "all-to-all"
