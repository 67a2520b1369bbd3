"""The window of addresses: searched, copied, shown on the canvas, and its settings as one edit."""

import pytest
from PySide6.QtGui import QGuiApplication

from designer.export.cables.drawn_network import addresses_of
from designer.export.containerlab.address_tables import HEADINGS, address_rows
from designer.ui.addresses.addresses_window import NOTHING, AddressesWindow
from designer.ui.addresses.settings_dialog import AddressSettingsDialog

PATIENCE = 60_000


def test_ports_are_found_copied_shown_and_follow_their_settings(window, qtbot) -> None:
    window.files.new_from("leaf-spine", {"nodes": "8", "links_per_node": "2"})
    window.commands.run("network.addresses")
    shown = window.windows.opened(AddressesWindow)
    qtbot.waitUntil(lambda: bool(shown.rows), timeout=PATIENCE)
    document = window.workspace.document
    plan = addresses_of(document.design, document.library.parts)
    assert [row.split("\t") for row in shown.rows] == [[str(cell) for cell in row] for row in address_rows(plan)]
    shown.search.setText("host[2] LEAF[0]")
    found = shown.table.shown_rows()
    assert 0 < len(found) < len(shown.rows)
    assert all("host[2]" in one and "leaf[0]" in one for one in found)
    row = next(one for one in found if one.startswith("host[2]\t"))
    shown.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(HEADINGS)
    assert lines[1:] == shown.table.shown_rows()
    shown.table.choose(shown.rows.index(row))
    shown.reveal_button.click()
    assert window.workspace.selected == ("rails",)
    shown.search.setText("")

    before = document.design
    shown.settings_button.click()
    (form,) = shown.findChildren(AddressSettingsDialog)
    form.fields["hosts"].setText("10.0.0.0/9")
    form.accept()
    assert "overlap" in form.problem.text()
    assert document.design == before
    form.fields["hosts"].setText("100.64.0.0/12")
    form.fields["ipv6"].setText("fd00:1:2::/48")
    form.keep.setChecked(True)
    form.accept()
    settings = document.design.settings.addresses
    assert (settings.hosts, settings.ipv6, settings.links) == ("100.64.0.0/12", "fd00:1:2::/48", "10.0.0.0/9")
    assert set(settings.numbers) == set(before.nodes)
    qtbot.waitUntil(lambda: any("\t100.64." in one for one in shown.rows), timeout=PATIENCE)
    document.session.undo()
    assert document.design == before
    shown.close()


@pytest.mark.parametrize(("template", "words"), [("power-chain", NOTHING), ("leaf-spine", "must be a /")])
def test_where_there_is_no_plan_the_window_says_why(template, words, window, qtbot) -> None:
    window.files.new_from(template, {"nodes": "8"} if template == "leaf-spine" else {})
    document = window.workspace.document
    if template == "leaf-spine":
        from designer.edit.addresses import set_addresses

        document.edit(lambda design: set_addresses(design, {"links": "10.0.0.0/28"}))
    window.commands.run("network.addresses")
    shown = window.windows.opened(AddressesWindow)
    qtbot.waitUntil(lambda: words in shown.sentence.text(), timeout=PATIENCE)
    assert not shown.table.shown_rows()
    assert not shown.copy_button.isEnabled()
    shown.close()
