"""The window writes and reads numbers for the language that is chosen, at once and after it is opened anew."""

import os

import pytest

from designer.edit.nodes.nodes import add_node
from designer.model.figures.number_locale import VARIABLE, chosen_locale_name
from designer.model.records import RefusedInput
from designer.ui.app.preferences import Preferences
from designer.ui.widgets.fields import label, read_number
from designer.ui.widgets.number_words import begin_numbers, write_numbers_anew


@pytest.fixture
def _english_again(monkeypatch):
    monkeypatch.setenv(VARIABLE, "en")
    yield
    write_numbers_anew("en")


@pytest.mark.usefixtures("_english_again", "figures")
def test_a_language_is_chosen_in_the_menu_and_kept(superpod, qapp):
    shown = label("At full load 1,353.5 kW", parent=superpod)
    superpod.commands.run("view.numbers_de")
    assert shown.text() == "At full load 1.353,5 kW"
    shown.setText("9.5–11.6 M$")
    assert shown.text() == "9,5–11,6 M$"
    assert superpod.preferences.numbers == "de"
    # The processes that write documents are told by the environment.
    assert os.environ[VARIABLE] == "de"
    superpod.workspace.document.edit(lambda design: add_node(design, superpod.shelf.library, "nvidia/dgx-h100", 0, 0))
    rows = superpod.workspace.headline.buttons["facility"]
    assert "PUE 1,54" in rows.toolTip()
    assert read_number("1,5", "Power") == 1.5
    with pytest.raises(RefusedInput, match="write 1024, or 1,0240"):
        read_number("1,024", "Power")
    superpod.commands.run("view.numbers_en")
    assert shown.text() == "9.5–11.6 M$"
    assert read_number("1,024", "Power") == 1024


@pytest.mark.usefixtures("_english_again")
def test_the_system_counts_until_a_person_chooses(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    kept = Preferences(tmp_path / "window.ini")
    begin_numbers(kept.numbers)
    assert chosen_locale_name() == "fr"
    kept.numbers = "en-in"
    begin_numbers(Preferences(tmp_path / "window.ini").numbers)
    assert chosen_locale_name() == "en-in"
