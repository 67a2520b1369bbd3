"""The sweep of failures in its window: held against the sweep itself and networkx, stopped, edited, closed."""

import re
from functools import partial

import networkx as nx
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from shiboken6 import isValid

from designer.analysis.limits.sweep import sweep
from designer.analysis.network.bandwidth import network
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.changes import between
from designer.model.design import Link, Node
from designer.model.network.cable_spread import cable_ends
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.limits.sweep_window import NO_FABRIC, NO_KIND, OTHER_FAILURES, READY, STALE, SweepWindow
from designer.ui.limits.sweep_work import find_losses, swept_kinds, swept_networks, usual_kinds
from tests.long_runs import runs

PATIENCE = 60_000
HOST, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


@pytest.fixture
def work(superpod):
    return superpod.workspace


@pytest.fixture
def sweeping(superpod):
    superpod.commands.run("limits.sweep")
    return superpod.windows.opened(SweepWindow)


@pytest.fixture
def tree(window):
    """A fat tree of four-port switches."""
    window.files.new_from("fat-tree", {"k": "4"})
    return window


def run(qtbot, sweeping, order, *kinds):
    sweeping.order.choose(str(order))
    for kind, box in sweeping.kinds.items():
        box.setChecked(kind in kinds)
    sweeping.start_button.click()
    qtbot.waitUntil(lambda: not sweeping.running, timeout=PATIENCE)


def losses(rows):
    return [(row.ids, row.alike, row.lost_gbps.value, row.lost_accelerators, row.cut_off) for row in rows]


def cells(table, row):
    model = table.model()
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


@pytest.mark.scaled
def test_one_at_a_time_over_a_superpod_is_the_sweep_and_every_column_sorts(work, sweeping, qtbot):
    run(qtbot, sweeping, 1, "switch", "rack", *runs((), ("link", "server")))
    found = sweep(work.document.design, sweeping.chosen_kinds(), 1)
    assert sweeping.found == found
    assert found.ended == "done"
    assert losses(sweeping.table.shown_rows()) == losses(found.losses)
    leaf = next(n for n, row in enumerate(found.losses) if row.ids == ("leaf[0]",))
    assert cells(sweeping.table, leaf)[:8] == ["Leaf switch 1", "none", "–", "–", "6 Tb/s", "88%", "none", "8"]
    assert all(sweeping.table.isColumnHidden(column) for column in (1, 2, 3))  # no service is drawn
    assert f"{found.harmful} cost something" in sweeping.about.text().replace("\u202f", "")
    worst = sweeping.table.shown_rows()[0]
    assert worst.ids == ("network-rack",)
    assert (worst.lost_accelerators, worst.cut_off) == (248, 31)
    assert sweeping.about.text().endswith("1 single point of failure.")
    header = sweeping.table.horizontalHeader()

    def press(column):
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return sweeping.table.shown_rows()

    assert [row.lost_gbps.value for row in press(4)] == sorted(
        (row.lost_gbps.value for row in sweeping.found.losses), reverse=True
    )
    shares = [row.remaining_share.value for row in press(5)]
    assert shares == sorted(shares, reverse=True)
    lost = [row.lost_accelerators for row in press(6)]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] == 248
    alike = [row.alike for row in press(7)]
    assert alike == sorted(alike, reverse=True)


def test_two_at_a_time_over_a_fat_tree_is_the_sweep(tree, qtbot):
    work = tree.workspace
    tree.commands.run("limits.sweep")
    sweeping = tree.windows.opened(SweepWindow)
    run(qtbot, sweeping, 2, "switch")
    found = sweep(work.document.design, ("switch",), 2)
    assert (found.elements, found.tried) == (20, 190)
    assert losses(sweeping.found.losses) == losses(found.losses)
    assert (sweeping.found.harmless, sweeping.found.cutting) == (found.harmless, found.cutting)
    texts = cells(sweeping.table, 0)
    # Two copies by their names: "Aggregation switch 1 and Aggregation switch 2".
    assert len(re.findall(r"\bswitch \d+", texts[0])) == 2
    assert " and " in texts[0]


@pytest.mark.usefixtures("figures")
def test_the_rows_are_what_networkx_says(tree, qtbot):
    """Every switch of a k = 4 fat tree by itself: bisection and cut-off hosts from the graph of its cables."""
    work = tree.workspace
    design = work.document.design
    tree.commands.run("limits.sweep")
    run(qtbot, tree.windows.opened(SweepWindow), 1, "switch")
    rate = {link.id: network_rate(work, link.id) for link in design.links.values()}
    graph = nx.Graph()
    for link in design.links.values():
        if link.medium == "fabric":
            for i, j in cable_ends(design, link):
                a, b = (link.a, i), (link.b, j)
                had = graph.get_edge_data(a, b, {"capacity": 0.0})["capacity"]
                graph.add_edge(a, b, capacity=had + rate[link.id])
    hosts = sorted((one for one in graph if design.nodes[one[0]].kind != "switch"), key=lambda one: one[1])
    assert len(hosts) == 16
    whole = flow(graph, hosts)
    assert whole == network(design).bisection_gbps.value
    seen = 0
    for row in tree.windows.opened(SweepWindow).found.losses:
        node, _, copy = row.ids[0].rstrip("]").partition("[")
        left = graph.copy()
        left.remove_edges_from(list(left.edges((node, int(copy or 0)))))
        assert row.lost_gbps.value == pytest.approx(whole - flow(left, hosts))
        largest = max(nx.connected_components(left), key=len)
        assert row.cut_off == sum(host not in largest for host in hosts)
        seen += row.alike
    assert seen + tree.windows.opened(SweepWindow).found.harmless == 20


def network_rate(work, link_id):
    load = next((one for one in work.document.results.network.links if one.id == link_id), None)
    design = work.document.design
    return load.capacity_gbps.value / design.total_cables(design.links[link_id]) if load else 0.0


def flow(graph, hosts):
    capacities = nx.DiGraph(graph.to_directed())
    half = len(hosts) // 2
    for host in hosts[:half]:
        capacities.add_edge("source", host)
    for host in hosts[half:]:
        capacities.add_edge(host, "sink")
    return nx.maximum_flow_value(capacities, "source", "sink")


@pytest.mark.usefixtures("real_processes")
def test_the_ranking_comes_in_while_it_works_and_stop_keeps_it(work, sweeping, qtbot):
    heard = []
    sweeping._job.found.connect(lambda found: heard.append((found.tried, len(sweeping.table.records.rows))))
    sweeping.order.choose("2")
    for box in sweeping.kinds.values():
        box.setChecked(True)
    sweeping.start_button.click()
    assert not sweeping.start_button.isEnabled()
    assert sweeping.stop_button.isEnabled()
    qtbot.waitUntil(lambda: sweeping.found is not None and bool(sweeping.found.losses), timeout=PATIENCE)
    assert sweeping.found.ended == "running"
    assert sweeping.running
    assert sweeping.table.isVisible()
    before = {row.ids for row in sweeping.table.shown_rows()}
    assert " a second" in sweeping.progress.text() or " of " in sweeping.progress.text()
    sweeping.stop_button.click()
    qtbot.waitUntil(lambda: not sweeping.running, timeout=PATIENCE)
    assert sweeping.found.ended == "cancelled"
    assert sweeping.found.tried >= heard[-1][0] > 0
    assert [rows for _, rows in heard][-1] <= len(sweeping.found.losses)
    assert {row.ids[0].partition("[")[0] for row in sweeping.table.shown_rows()} >= {
        ids[0].partition("[")[0] for ids in before
    }
    assert sweeping.progress.text().startswith("Stopped: ")
    assert any("Stopped after" in note for note in sweeping.found.notes)
    assert sweeping.start_button.text() == "Run again"


@pytest.mark.usefixtures("figures")
def test_enter_fails_just_the_row_and_again_mends_it(superpod, work, sweeping, qtbot):
    run(qtbot, sweeping, 2, "switch")
    place = next(n for n, row in enumerate(sweeping.found.losses) if row.ids[0].startswith("spine"))
    row = sweeping.found.losses[place]
    sweeping.table.choose(place)
    assert set(work.canvas.selected_ids()) == {name.partition("[")[0] for name in row.ids}
    assert work.document.what_if.failed == ()
    qtbot.keyClick(sweeping.table, Qt.Key.Key_Return)
    assert work.document.what_if.failed == row.ids
    results = work.document.results
    assert results.failed == row.ids
    assert work.document.what_if.before.network.bisection_gbps.value - results.network.bisection_gbps.value == (
        row.lost_gbps.value
    )
    assert sweeping.stale_words() == ""
    assert sweeping.try_button.text() == "Mend it"
    other = next(n for n, one in enumerate(sweeping.found.losses) if one.ids != row.ids)
    sweeping.table.choose(other)
    sweeping.try_button.click()
    assert work.document.what_if.failed == sweeping.found.losses[other].ids
    sweeping.try_button.click()
    assert work.document.what_if.failed == ()
    assert sweeping.stale_words() == ""


def test_a_double_click_fails_the_row(work, sweeping, qtbot):
    run(qtbot, sweeping, 1, "switch")
    table = sweeping.table
    at = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert work.document.what_if.failed == sweeping.found.losses[0].ids


def test_it_starts_from_what_has_failed(superpod, work, sweeping, qtbot):
    work.fail(("spine",))
    run(qtbot, sweeping, 1, "switch")
    found = sweep(work.document.design, ("switch",), 1, fail=("spine[0]",))
    assert losses(sweeping.found.losses) == losses(found.losses)
    assert found.elements == 11
    assert "Beside what has failed already: 1 of 4 copies of Spine switch." in sweeping.about.text()
    sweeping.table.choose(0)
    sweeping.try_row()
    assert work.document.what_if.failed == ("spine[0]", *found.losses[0].ids)
    work.document.what_if.mend()
    assert sweeping.stale_words() == OTHER_FAILURES
    run(qtbot, sweeping, 1, "switch")
    assert sweeping.stale_words() == ""
    assert "Beside" not in sweeping.about.text()


def test_an_edit_makes_it_of_an_earlier_state(work, sweeping, qtbot):
    run(qtbot, sweeping, 1, "switch")
    rows = losses(sweeping.found.losses)
    assert work.document.edit(partial(set_node, node_id="leaf", name="Leaves"))
    assert sweeping.about.text().startswith(f"{STALE} Run it again.")
    assert losses(sweeping.table.shown_rows()) == rows
    assert cells(sweeping.table, 0)[0].startswith("Leaf switch")  # as it was called then
    sweeping.start_button.click()
    qtbot.waitUntil(lambda: not sweeping.running, timeout=PATIENCE)
    assert sweeping.stale_words() == ""
    assert any(cells(sweeping.table, n)[0].startswith("Leaves") for n in range(len(rows)))


def test_an_edit_while_it_works_is_told_and_what_is_gone_cannot_fail(work, sweeping, qtbot):
    sweeping.start_button.click()
    work.canvas.select(("leaf",))
    work.window().commands.run("edit.delete")
    assert sweeping.about.text().startswith(STALE)
    qtbot.waitUntil(lambda: not sweeping.running, timeout=PATIENCE)
    place = next(n for n, row in enumerate(sweeping.found.losses) if row.ids == ("leaf[0]",))
    sweeping.table.choose(place)
    assert not sweeping.try_button.isEnabled()
    assert sweeping.try_button.toolTip() == "The design does not have it any more."
    sweeping.try_row()
    assert work.document.what_if.failed == ()


@pytest.mark.usefixtures("real_processes")
def test_closing_ends_the_work(superpod, sweeping, qtbot):
    sweeping.order.choose("2")
    for box in sweeping.kinds.values():
        box.setChecked(True)
    sweeping.start_button.click()
    assert sweeping.running
    sweeping.reject()
    assert not sweeping.running
    assert superpod.windows.opened(SweepWindow) is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(sweeping)


def test_it_closes_with_its_design(superpod, sweeping):
    sweeping.start_button.click()
    superpod.show_welcome()
    assert superpod.windows.opened(SweepWindow) is None


def test_why_opens_the_figure_of_the_row(sweeping, qtbot):
    run(qtbot, sweeping, 1, "switch")
    assert not sweeping.why_button.isEnabled()
    sweeping.table.choose(0)
    sweeping.why_button.click()
    assert sweeping.findChild(WhyDialog) is not None


def test_two_islands_and_a_single_point(window, library, qtbot):
    window.files.new_empty()
    edit = window.workspace.document.edit
    for n in range(2):
        assert edit(partial(add_node, library=library, part_id=HOST, x=n * 400, y=300, node_id=f"dgx{n}"))
        assert edit(partial(set_node, node_id=f"dgx{n}", copies=4))
        assert edit(partial(add_node, library=library, part_id=SWITCH, x=n * 400, y=0, node_id=f"leaf{n}"))
        assert edit(partial(add_link, a=f"dgx{n}", b=f"leaf{n}", cables=32, link_id=f"rails{n}"))
    window.commands.run("limits.sweep")
    sweeping = window.windows.opened(SweepWindow)
    run(qtbot, sweeping, 1, "switch", "link")
    assert "nothing can be lost between them" in sweeping.notes.text()
    assert {row.ids for row in sweeping.found.losses} == {("leaf0",), ("leaf1",)}
    texts = cells(sweeping.table, 0)
    assert texts[4:7] == ["none", "–", "32"]
    assert texts[8] == "Single point"
    model = sweeping.table.model()
    assert model.data(model.index(0, 8), Qt.ItemDataRole.DecorationRole) is not None
    assert model.data(model.index(0, 8), Qt.ItemDataRole.AccessibleTextRole) == (
        "Single point of failure: without it, 4 endpoints do not reach the others."
    )
    assert sweeping.about.text().endswith("2 single points of failure.")
    assert edit(partial(add_link, a="leaf0", b="leaf1", cables=1, link_id="between"))
    run(qtbot, sweeping, 2, "switch", "link")
    assert all(row.lost_gbps.value is not None for row in sweeping.found.losses)


def test_an_empty_design_gets_a_hint_and_parts_make_it_ready(window, library):
    window.files.new_empty()
    window.commands.run("limits.sweep")
    sweeping = window.windows.opened(SweepWindow)
    assert sweeping.about.text() == NO_FABRIC
    assert not sweeping.start_button.isEnabled()
    assert not sweeping.table.isVisible()
    edit = window.workspace.document.edit
    assert edit(partial(add_node, library=library, part_id=HOST, x=0, y=300, node_id="dgx"))
    assert edit(partial(add_node, library=library, part_id=SWITCH, x=0, y=0, node_id="leaf"))
    assert sweeping.about.text() == NO_FABRIC
    assert edit(partial(add_link, a="dgx", b="leaf", cables=8, link_id="rails"))
    assert list(sweeping.kinds) == ["switch", "link", "server"]
    assert sweeping.chosen_kinds() == ("switch", "link")
    assert sweeping.about.text() == READY
    for box in sweeping.kinds.values():
        box.setChecked(False)
    assert sweeping.about.text() == NO_KIND
    assert not sweeping.start_button.isEnabled()


def test_one_host_alone_says_why_there_is_nothing(window, library, qtbot):
    window.files.new_empty()
    edit = window.workspace.document.edit
    assert edit(partial(add_node, library=library, part_id=HOST, x=0, y=300, node_id="dgx"))
    assert edit(partial(add_node, library=library, part_id=SWITCH, x=0, y=0, node_id="leaf"))
    assert edit(partial(add_link, a="dgx", b="leaf", cables=8, link_id="rails"))
    window.commands.run("limits.sweep")
    sweeping = window.windows.opened(SweepWindow)
    run(qtbot, sweeping, 1, "switch", "link")
    assert "nothing can be lost" in sweeping.notes.text()
    assert not sweeping.table.isVisible()


def test_without_services_what_the_fabric_and_the_machines_hang_on_is_offered(work):
    design = work.document.design
    kinds = {one.kind: one.amount for one in swept_kinds(design)}
    assert kinds["switch"] == 12  # of the fabric; those of storage and management are not its
    assert kinds["server"] == 31
    pdus = [one for one in design.nodes.values() if one.kind == "pdu"]
    assert kinds["pdu"] == sum(design.total_copies(one.id) for one in pdus)
    assert list(kinds)[:2] == ["switch", "link"]
    assert usual_kinds(design) == ("switch", "link")


def test_where_services_are_drawn_all_may_fail_and_they_are_told_first(window, qtbot):
    window.files.new_from("rag-service", {})
    design = window.workspace.document.design
    window.commands.run("limits.sweep")
    sweeping = window.windows.opened(SweepWindow)
    assert sweeping.chosen_kinds() == tuple(one.kind for one in swept_kinds(design))
    assert {"host", "serving", "vector-database", "application"} <= set(sweeping.chosen_kinds())
    assert "users" not in sweeping.chosen_kinds()
    sweeping.start_button.click()
    qtbot.waitUntil(lambda: not sweeping.running, timeout=PATIENCE)
    first = sweeping.table.shown_rows()[0]
    assert "app" in first.lost_services
    assert cells(sweeping.table, 0)[1:3] == ["2", "100%"]
    assert [sweeping.table.isColumnHidden(column) for column in (1, 2, 3, 4, 5)] == [False, False, True, True, True]
    assert f"{sweeping.found.stopping} stop services." in sweeping.about.text()
    sweeping.table.choose(0)
    sweeping.why_button.click()
    (why,) = [one for one in sweeping.findChildren(WhyDialog) if one.isVisible()]
    assert why.windowTitle().startswith("Why? Answers lost with ")


def test_the_work_hands_out_and_listens(work):
    class Hand:
        def __init__(self):
            self.told, self.parts = [], []

        def __call__(self, done, count, name):
            self.told.append(done)
            return len(self.told) < 3

        def partial(self, make):
            self.parts.append(make())

    hand = Hand()
    found = find_losses(hand, work.document.design, ("switch",), 2, ())
    assert (found.ended, found.tried, hand.told) == ("cancelled", 3, [1, 2, 3])
    assert [one.tried for one in hand.parts] == [1, 2, 3]


def test_each_network_is_swept_by_itself(work, sweeping, qtbot):
    """The storage and management networks of a SuperPOD, chosen by the keyboard, as the sweep says of each."""
    design = work.document.design
    assert swept_networks(design) == ("fabric", "storage", "management")
    assert sweeping.network.accessibleName() == "Network whose parts fail"
    run(qtbot, sweeping, 1, "switch", "link")
    fabric = losses(sweeping.found.losses)
    sweeping.network.setFocus()
    qtbot.keyClick(sweeping.network, Qt.Key.Key_Down)
    assert sweeping.medium == "storage"
    assert sweeping.stale_words() == "Of the compute fabric."
    assert sweeping.about.text().startswith("Of the compute fabric. Run it again.")
    amounts = {one.kind: one.amount for one in swept_kinds(design, "storage")}
    assert {kind: box.text() for kind, box in sweeping.kinds.items()}.keys() == amounts.keys()
    assert amounts["link"] == sum(
        design.total_cables(link) for link in design.links.values() if link.medium == "storage"
    )
    assert "ups" not in amounts  # what has no cable of it is swept with the fabric
    assert sweeping.chosen_kinds() == ("switch", "link")
    run(qtbot, sweeping, 1, "switch", "link")
    found = sweep(design, ("switch", "link"), 1, medium="storage")
    assert sweeping.found == found
    assert found.losses
    assert losses(found.losses) != fabric
    assert sweeping.about.text().startswith(f"In the storage network: {found.elements} elements")
    qtbot.keyClick(sweeping.network, Qt.Key.Key_Down)
    run(qtbot, sweeping, 1, "switch", "link")
    assert sweeping.found == sweep(design, ("switch", "link"), 1, medium="management")
    assert sweeping.found.cutting
    sweeping.table.choose(0)
    sweeping.why_button.click()
    assert sweeping.findChild(WhyDialog) is not None


def test_nvlink_is_swept_where_it_is_drawn(window, qtbot):
    nodes = {"g": Node(id="g", kind="host", copies=4), "n": Node(id="n", kind="switch", copies=2)}
    links = {"a": Link(id="a", a="g", b="n", medium="nvlink", cables=8, spread="mesh", capacity_gbps=400.0)}
    window.files.new_empty()
    assert window.workspace.document.edit(lambda design: between(design, replace(design, nodes=nodes, links=links)))
    window.commands.run("limits.sweep")
    sweeping = window.windows.opened(SweepWindow)
    assert (sweeping.medium, sweeping.network.isVisible()) == ("nvlink", False)
    assert sweeping.chosen_kinds() == ("switch", "link")
    run(qtbot, sweeping, 1, *sweeping.chosen_kinds())
    worst = sweeping.found.losses[0]
    # Two hosts against two, each with 400 to either of two switches: half goes with a switch.
    assert (worst.ids, worst.lost_gbps.value) == (("n[0]",), 800.0)
