"""The first screen: templates, recent projects, an empty design."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.templates.templates import TEMPLATES
from designer.store.recent import remember_project
from designer.ui.app.gallery import pictures
from designer.ui.app.gallery.sample_grid import CELL, fits_its_card
from designer.ui.widgets.fields import Segments
from tests.ui.window.conftest import PATIENCE_MS

pytestmark = pytest.mark.usefixtures("idle_moments")


def recent_rows(person):
    return [row for row in person.window.welcome.recent.rows.values() if not row.isHidden()]


def test_the_whole_stack_is_the_first_sample_and_pictures_come(person):
    welcome = person.window.welcome
    assert welcome.isVisible()
    samples = welcome.grid.sample_model.samples
    assert samples[0].template.name == "ai-stack"
    assert {one.template.name for one in samples} == set(TEMPLATES) - {"empty"}
    person.qtbot.waitUntil(lambda: all(one.picture is not None for one in samples), timeout=PATIENCE_MS)
    assert [one.problem for one in samples if one.problem] == []
    assert welcome.grid.samples["dgx-superpod-h100"].size == "248 accelerators"
    assert welcome.grid.samples["leaf-spine"].size == "44 nodes"
    assert [one.template.name for one in samples if not fits_its_card(one)] == []
    assert welcome.form("ai-stack").size_words.text() == "80 accelerators"


def test_pictures_are_kept_for_the_next_start(open_window, monkeypatch):
    person = open_window()
    samples = person.window.welcome.grid.samples
    person.qtbot.waitUntil(lambda: all(one.picture is not None for one in samples.values()), timeout=PATIENCE_MS)
    monkeypatch.setattr(pictures, "draw_pictures", None)  # nothing is drawn any more
    again = open_window().window.welcome
    person.qtbot.waitUntil(
        lambda: all(one.picture is not None for one in again.grid.samples.values()), timeout=PATIENCE_MS
    )
    assert again.grid.samples["torus"].size == samples["torus"].size


def test_create_makes_one_scalable_unit_that_can_be_edited(person):
    card = person.window.welcome.form("dgx-superpod-h100")
    assert card.settings["scale_units"] == "1"
    person.click(card.button)
    person.settle()
    # 32 systems for each unit, less the one whose place UFM takes.
    servers = [node for node in person.design.nodes.values() if node.kind == "server"]
    assert sum(person.design.total_copies(node.id) for node in servers) == 31
    assert person.work.headline.item("accelerators").number == "248"
    person.canvas.select((servers[0].id,))
    person.keys("Ctrl+D")
    assert len([node for node in person.design.nodes.values() if node.kind == "server"]) == len(servers) + 1


def test_a_number_of_units_is_chosen_beside_the_cards(person):
    card = person.window.welcome.form("dgx-superpod-h100")
    field = card.fields["scale_units"]
    if isinstance(field, Segments):
        person.click(field.buttons["2"])
    else:
        person.fill(field, "2")
    assert card.settings["scale_units"] == "2"
    if person.work is None:
        person.click(card.button)
    person.settle()
    # 2 · 32 − 1 systems of 8 accelerators.
    assert person.work.headline.item("accelerators").number == "504"


def test_cards_are_walked_by_arrows_and_entered(person):
    welcome = person.window.welcome
    grid = welcome.grid
    grid.choose("ai-stack")
    grid.setFocus()
    person.keys("Right")
    assert grid.current.template.name == "dgx-superpod-h100"
    assert welcome.shown_form.template.name == "dgx-superpod-h100"
    across = grid.viewport().width() // CELL.width()
    person.keys("Down")
    assert list(grid.samples)[1 + across] == grid.current.template.name
    person.keys("Up", "Return")
    assert person.focused() is not grid
    assert welcome.shown_form.isAncestorOf(person.focused())
    person.keys("Return")
    person.settle()
    assert person.design.settings.made_by.startswith("dgx-superpod-h100")


def test_samples_are_found_by_layer_and_by_words(person):
    welcome = person.window.welcome
    shown = welcome.grid.sample_model
    person.click(welcome.layer_buttons["serving_apps"])
    person.click(welcome.layer_buttons["cloud"])
    expected = [name for name, one in TEMPLATES.items() if {"serving_apps", "cloud"} <= set(one.layers)]
    assert [one.template.name for one in shown.samples] == expected
    assert welcome.found.text() == f"{len(expected)} of {len(welcome.grid.samples)}"
    welcome.search.setFocus()
    person.type("eks")
    assert [one.template.name for one in shown.samples] == ["cloud-stack"]
    assert welcome.grid.current.template.name == "cloud-stack"
    person.type("zzzz")
    assert shown.samples == []
    welcome.search.clear()
    for layer in ("serving_apps", "cloud"):
        person.click(welcome.layer_buttons[layer])
    assert len(shown.samples) == len(welcome.grid.samples)
    assert welcome.found.text() == ""


@pytest.mark.parametrize("size", [(880, 520), (1100, 700), (1600, 1000)])
def test_cards_and_buttons_have_room_at_every_size(person, size):
    person.window.resize(*size)
    QApplication.processEvents()
    welcome = person.window.welcome
    assert welcome.grid.viewport().width() >= CELL.width()
    assert welcome.new_button.width() >= welcome.new_button.sizeHint().width()
    assert welcome.grid.horizontalScrollBar().maximum() == 0
    for name in welcome.grid.samples:
        form = welcome.form(name)
        QApplication.processEvents()
        assert form.width() >= form.minimumSizeHint().width(), name


def test_a_number_of_units_that_cannot_be_is_refused_with_the_reason(person):
    person.window.files.new_from("dgx-superpod-h100", {"scale_units": "7"})
    assert person.work is None
    (told,) = person.answers.told
    assert "7" in told


def test_an_empty_design(person):
    person.click(person.window.welcome.new_button)
    assert not person.design.nodes
    assert person.canvas.hasFocus()
    assert "Drag a part" in person.status
    assert not person.window.isWindowModified()


def test_saved_projects_are_offered_again_and_open(person, own_folders):
    assert not recent_rows(person)
    for name in ("First hall", "Second hall"):
        person.window.files.new_empty()
        person.place("nvidia/dgx-h100")
        person.save(own_folders / f"{name}.stackwright")
    person.keys("Ctrl+W")
    assert person.work is None
    assert [row.text() for row in recent_rows(person)] == ["Second hall", "First hall"]
    person.qtbot.waitUntil(lambda: all(row.picture is not None for row in recent_rows(person)), timeout=PATIENCE_MS)
    person.click(recent_rows(person)[1])
    assert person.window.files.path == own_folders / "First hall.stackwright"
    assert len(person.design.nodes) == 1


def test_projects_that_cannot_be_opened_say_so_and_are_taken_off_the_list(open_window, own_folders):
    gone, damaged = own_folders / "Gone.stackwright", own_folders / "Damaged.stackwright"
    for path in (gone, damaged):
        path.write_bytes(b"no project")
        remember_project(path)
    gone.unlink()
    person = open_window()
    rows = {row.text(): row for row in recent_rows(person)}
    assert rows["Gone"].problem == "The file is gone"
    person.qtbot.waitUntil(lambda: bool(rows["Damaged"].problem), timeout=PATIENCE_MS)
    assert rows["Damaged"].accessibleDescription() == rows["Damaged"].problem
    person.click(rows["Gone"].forget)
    assert [row.text() for row in recent_rows(person)] == ["Damaged"]
    recent_rows(person)[0].setFocus()
    person.keys("Delete")
    assert recent_rows(person) == []
    assert damaged.exists()
    assert "the file stays as it is" in person.status


def test_the_screen_is_walked_by_keyboard(person):
    assert person.window.welcome.new_button.hasFocus()
    QTest.keyClick(person.focused(), Qt.Key.Key_Tab)
    assert person.window.welcome.open_button.hasFocus()
    person.window.welcome.new_button.setFocus()
    person.keys("Space")
    assert person.work is not None


def test_a_search_without_a_sample_says_so(person):
    welcome = person.window.welcome
    assert welcome.none_found.isHidden()
    welcome.search.setText("nothing has this")
    assert welcome.none_found.isVisible()
    assert "Take some back" in welcome.none_found.text()
    welcome.search.setText("")
    assert welcome.none_found.isHidden()
