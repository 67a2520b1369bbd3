"""The addresses of a node in the inspector: loopback, system, links and their peers, as the address plan has them."""

import pytest

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.export.cables.drawn_network import addresses_of

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, job):
    """A leaf that is joined to two spines by 4 cables, and a switch that nothing is joined to."""
    window.files.new_empty()
    work = window.workspace
    document = work.document
    library = document.library
    with job.held():
        for node_id in ("leaf", "spine", "lone"):
            document.edit(lambda design, name=node_id: add_node(design, library, "nvidia/sn5600", 0, 0, node_id=name))
        document.edit(lambda design: add_node(design, library, "nvidia/dgx-h100", 0, 0, node_id="host"))
        document.edit(lambda design: add_link(design, "leaf", "spine", cables=4, link_id="up"))
        document.edit(lambda design: add_link(design, "host", "leaf", cables=2, link_id="down"))
    return work


def shown(work, node_id: str):
    work.canvas.select((node_id,))
    rows = work.inspector.section.pane.addresses
    rows.wait()
    return rows


def test_a_switch_has_its_loopback_its_system_and_its_peers(work):
    rows = shown(work, "leaf")
    plan = addresses_of(work.document.design, work.document.library.parts)
    (leaf,) = [device for device in plan.devices if device.node == "leaf"]
    assert leaf.loopback
    assert f"Loopback {leaf.loopback} · AS {leaf.asn}" in rows.words.text()
    told = [(row.title, row.line) for row in rows.rows.row_model.rows]
    links = [port for port in plan.ports if plan.devices[port.device] is leaf and port.use == "link"]
    assert len(links) == 4
    for port in links:
        spine = plan.devices[port.peer]
        words = f"{port.address} to {port.peer_address} · AS {spine.asn}"
        assert (f"{port.port} to {spine.name} {port.peer_port}", words) in told
    assert len(told) == 6


def test_what_is_not_wired_has_no_addresses_and_a_prefix_that_is_too_small_is_told(work):
    assert shown(work, "lone").isHidden()
    from designer.edit.addresses import set_addresses

    work.document.edit(lambda design: set_addresses(design, {"loopbacks": "192.168.0.0/28"}))
    rows = shown(work, "leaf")
    assert "must be a /" in rows.words.text()
    assert not rows.rows.row_model.rows
