import pytest
from PySide6.QtCore import Qt

from designer.edit.session import Session
from designer.model.design import Design, Link, Node
from designer.ui.commands.command_palette import MOST_OF_A_SORT, CommandPalette, search_of


@pytest.fixture
def ask(superpod):
    """Opens the palette with words typed into it."""

    def typed(text):
        superpod.open_palette()
        found = superpod.findChildren(CommandPalette)[-1]
        found.search.setText(text)
        return found

    return typed


def rows(palette):
    return [row for row in palette.list.row_model.rows if not row.heading]


def headings(palette):
    return [row.title for row in palette.list.row_model.rows if row.heading]


def test_a_command_that_cannot_run_says_why_and_is_not_run(superpod, ask, qtbot):
    superpod.workspace.canvas.select(())
    palette = ask("duplicate")
    (row,) = [row for row in rows(palette) if row.key == "command:edit.duplicate"]
    assert row.dim
    assert row.line == "Select something first."
    assert row.aside == "Ctrl+D"
    before = len(superpod.workspace.document.design.nodes)
    place = palette.list.row_model.rows.index(row)
    palette.list.setCurrentIndex(palette.list.row_model.index(place))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert len(superpod.workspace.document.design.nodes) == before


def test_the_keys_in_force_are_shown(superpod, ask):
    superpod.commands.shortcuts.choose("view.fit", "F8")
    palette = ask("fit the design")
    assert rows(palette)[0].aside == "F8"


def test_slips_are_forgiven_where_nothing_is_called_so(superpod, ask):
    superpod.workspace.canvas.select_all()
    assert rows(ask("dulpicate"))[0].key == "command:edit.duplicate"


def test_who_wants_to_print_finds_what_can_be_printed(ask):
    found = [row.title for row in rows(ask("print"))[:4]]
    assert found == ["Bill of materials", "Drawing", "Report", "Deck for a board"]


def test_links_are_found_by_what_they_join_and_gone_to(superpod, ask, qtbot):
    work = superpod.workspace
    link = next(one for one in work.document.design.links.values() if one.name == "Rails")
    palette = ask("rails")
    place = next(n for n, row in enumerate(palette.list.row_model.rows) if row.key == f"node:{link.id}")
    assert "Links" in headings(palette)
    palette.list.setCurrentIndex(palette.list.row_model.index(place))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == (link.id,)
    sight, rect = work.canvas.stage.viewpoint.visible, work.canvas.stage.rect_of(link.id)
    assert rect.meets(sight)


def test_what_was_used_lately_comes_first(superpod, ask, qtbot):
    palette = ask("zoom to 100")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    node = next(one for one in superpod.workspace.document.design.nodes_in_order() if one.kind == "storage")
    palette = ask(node.title)
    palette.node_chosen.emit(node.id)
    palette.close()
    palette = ask("")
    assert headings(palette)[0] == "Recent"
    assert [row.key for row in rows(palette)][:2] == ["command:view.zoom_actual", f"node:{node.id}"]
    palette.close()
    palette = ask("zoom")
    assert rows(palette)[0].key == "command:view.zoom_actual"


def test_page_keys_step_far(ask, qtbot):
    palette = ask("")
    qtbot.keyClick(palette.search, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() > 5
    qtbot.keyClick(palette.search, Qt.Key.Key_PageUp)
    assert palette.list.chosen.key == rows(palette)[0].key


def test_commands_that_cannot_run_wait_below_what_can_be_gone_to(superpod, ask):
    superpod.workspace.canvas.select(())
    palette = ask("leaf")
    assert headings(palette)[0] == "On the canvas"
    assert not rows(palette)[0].dim


def test_of_ten_thousand_nodes_a_few_are_listed(window, qtbot):
    nodes = {f"n{n}": Node(id=f"n{n}", kind="server", name=f"Server {n:05d}", order=n) for n in range(10_000)}
    links = {f"l{n}": Link(id=f"l{n}", a=f"n{n}", b=f"n{n + 1}", medium="fabric") for n in range(5_000)}
    search = search_of(Design(nodes=nodes, links=links))
    assert [row.key for row in search.nodes("server 04711", forgiving=False)] == ["node:n4711"]
    assert len(search.nodes("server", forgiving=False)) == MOST_OF_A_SORT
    assert [row.key for row in search.nodes("sevrer 00042", forgiving=True)] == ["node:n42"]
    assert search.links("04711 04712", forgiving=False)[0].key == "node:l4711"
    assert search_of(search.design) is search


def test_another_design_is_searched_anew(window):
    first, second = Design(), Design()
    assert search_of(first) is not search_of(second)
    window.open_session(Session(first))
    window.open_palette()
    palette = window.findChildren(CommandPalette)[-1]
    palette.search.setText("zoom")
    assert headings(palette)[0] == "Commands"
