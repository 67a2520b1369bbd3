"""The first screen: templates, recent projects, an empty design."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from designer.ui.widgets.fields import Segments

pytestmark = pytest.mark.usefixtures("idle_moments")


def recent_buttons(person):
    return [button for button in person.window.welcome._recent.findChildren(QPushButton) if not button.isHidden()]


def test_the_whole_stack_is_the_first_template_and_pictures_come(person):
    welcome = person.window.welcome
    assert welcome.isVisible()
    names = [card.template.name for card in welcome.cards]
    assert names[0] == "ai-stack"
    assert len(names) == len(set(names)) >= 3
    person.qtbot.waitUntil(lambda: all(not card.picture.pixmap().isNull() for card in welcome.cards), timeout=20_000)


def test_create_makes_one_scalable_unit_that_can_be_edited(person):
    card = person.window.welcome.card("dgx-superpod-h100")
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


def test_a_number_of_units_is_chosen_on_the_card(person):
    card = person.window.welcome.card("dgx-superpod-h100")
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
    assert not recent_buttons(person)
    for name in ("First hall", "Second hall"):
        person.window.files.new_empty()
        person.place("nvidia/dgx-h100")
        person.save(own_folders / f"{name}.stackwright")
    person.keys("Ctrl+W")
    assert person.work is None
    assert [button.text() for button in recent_buttons(person)] == ["Second hall", "First hall"]
    person.click(recent_buttons(person)[1])
    assert person.window.files.path == own_folders / "First hall.stackwright"
    assert len(person.design.nodes) == 1


def test_the_screen_is_walked_by_keyboard(person):
    assert person.window.welcome.new_button.hasFocus()
    QTest.keyClick(person.focused(), Qt.Key.Key_Tab)
    assert person.window.welcome.open_button.hasFocus()
    person.window.welcome.new_button.setFocus()
    person.keys("Space")
    assert person.work is not None
