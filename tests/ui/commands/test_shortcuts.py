import json

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from designer.ui.app.preferences import Preferences
from designer.ui.commands.registry import COMMANDS, TABLE
from designer.ui.commands.shortcuts import Shortcuts, refusal, sequences

KEYS = Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def application(qapp):
    return qapp


def taken(shortcuts):
    return [keys for command in COMMANDS for keys in shortcuts.keys(command.id)]


def test_at_first_the_table_holds_and_no_keys_run_two_commands():
    shortcuts = Shortcuts(TABLE)
    assert shortcuts.keys("edit.redo") == ("Ctrl+Shift+Z", "Ctrl+Y")
    assert len(taken(shortcuts)) == len(set(taken(shortcuts)))
    assert not shortcuts.any_changed


def test_other_keys_are_told_kept_and_reset():
    kept = []
    shortcuts = Shortcuts(TABLE, store=kept.append)
    told = []
    shortcuts.changed.connect(lambda: told.append(1))
    shortcuts.choose("edit.duplicate", "Ctrl+Alt+J")
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+Alt+J",)
    assert shortcuts.is_changed("edit.duplicate")
    assert json.loads(kept[-1]) == {"edit.duplicate": "Ctrl+Alt+J"}
    shortcuts.reset("edit.duplicate")
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+D",)
    assert kept[-1] == ""
    assert len(told) == 2


def test_keys_of_another_are_known_and_taken_over():
    shortcuts = Shortcuts(TABLE)
    assert shortcuts.owner("Ctrl+D").id == "edit.duplicate"
    assert shortcuts.owner("Ctrl+D", but="edit.duplicate") is None
    shortcuts.choose("edit.select_all", "Ctrl+D")
    assert shortcuts.keys("edit.duplicate") == ()
    assert shortcuts.keys("edit.select_all") == ("Ctrl+D",)
    assert len(taken(shortcuts)) == len(set(taken(shortcuts)))


def test_one_of_two_keys_taken_over_leaves_the_other():
    shortcuts = Shortcuts(TABLE)
    shortcuts.choose("edit.select_all", "Ctrl+Y")
    assert shortcuts.keys("edit.redo") == ("Ctrl+Shift+Z",)


def test_a_reset_takes_the_own_keys_back_from_whoever_has_them():
    shortcuts = Shortcuts(TABLE)
    shortcuts.choose("edit.select_all", "Ctrl+D")
    shortcuts.reset("edit.duplicate")
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+D",)
    assert shortcuts.keys("edit.select_all") == ()
    shortcuts.reset_all()
    assert shortcuts.keys("edit.select_all") == ("Ctrl+A",)
    assert not shortcuts.any_changed


@pytest.mark.parametrize(
    ("key", "modifiers", "allowed"),
    [
        (Qt.Key.Key_Shift, KEYS.ShiftModifier, False),
        (Qt.Key.Key_Tab, KEYS.NoModifier, False),
        (Qt.Key.Key_Space, KEYS.NoModifier, False),
        (Qt.Key.Key_Left, KEYS.ShiftModifier, False),
        (Qt.Key.Key_5, KEYS.NoModifier, False),
        (Qt.Key.Key_Return, KEYS.NoModifier, False),
        (Qt.Key.Key_Slash, KEYS.NoModifier, False),
        (Qt.Key.Key_F4, KEYS.AltModifier, False),
        (Qt.Key.Key_Tab, KEYS.ControlModifier, False),
        (Qt.Key.Key_G, KEYS.NoModifier, True),
        (Qt.Key.Key_Left, KEYS.ControlModifier, True),
        (Qt.Key.Key_5, KEYS.AltModifier, True),
        (Qt.Key.Key_F7, KEYS.NoModifier, True),
    ],
)
def test_which_keys_a_person_may_choose(key, modifiers, allowed):
    assert (refusal(QKeyCombination(modifiers, key)) == "") is allowed


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "[]",
        "7",
        '"Ctrl+D"',
        '{"edit.duplicate": 7}',
        '{"edit.duplicat": "Ctrl+D"}',
        '{"edit.duplicate": "§§§+x"}',
        '{"edit.duplicate": "Ctrl+K, Ctrl+D"}',
    ],
)
def test_what_cannot_be_read_is_left_out(stored):
    shortcuts = Shortcuts(TABLE, stored)
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+D",)
    assert not shortcuts.any_changed


def test_clashes_in_a_file_are_left_out_and_the_rest_holds():
    stored = {
        "edit.select_all": "Ctrl+D",
        "files.save": "Ctrl+Alt+1",
        "edit.copy": "Ctrl+Alt+1",
        "view.fit": "Ctrl+Alt+9",
    }
    shortcuts = Shortcuts(TABLE, json.dumps(stored))
    assert len(taken(shortcuts)) == len(set(taken(shortcuts)))
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+D",)
    assert shortcuts.keys("view.fit") == ("Ctrl+Alt+9",)


def test_keys_outlive_the_program(tmp_path):
    first = Preferences(tmp_path / "window.ini")
    first.shortcuts_of(TABLE).choose("edit.duplicate", "Ctrl+Alt+,")
    first.shortcuts_of(TABLE).choose("edit.select_all", "")
    first._settings.sync()
    second = Preferences(tmp_path / "window.ini")
    assert second.shortcuts_of(TABLE).keys("edit.duplicate") == sequences("Ctrl+Alt+,")
    assert second.shortcuts_of(TABLE).keys("edit.select_all") == ()
    assert second.shortcuts_of(TABLE) is second.shortcuts_of(TABLE)


def test_a_damaged_preferences_file_gives_the_tables_own_keys(tmp_path):
    path = tmp_path / "window.ini"
    path.write_bytes(b'[General]\nshortcuts=a, b, {"edit\xff\x00.duplicate\ncolours=dark\n[broken\n')
    shortcuts = Preferences(path).shortcuts_of(TABLE)
    assert shortcuts.keys("edit.duplicate") == ("Ctrl+D",)
    assert not shortcuts.any_changed


def test_every_key_of_the_table_can_be_read():
    for command in COMMANDS:
        assert len(sequences(command.shortcut)) == len([one for one in command.shortcut.split("; ") if one])
        assert all(not QKeySequence(keys).isEmpty() for keys in sequences(command.shortcut))
