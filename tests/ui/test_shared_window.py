"""The window that tests share: nobody can tell it from a new one, and one that was changed is not lent again."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from designer.drawing.theme_tokens import theme_named
from designer.ui.app.preferences import Preferences
from designer.ui.widgets.look import window_look
from tests.ui.conftest import FakeQuestions
from tests.ui.quiet_job import QuietJob
from tests.ui.shared_window import SharedWindow, close, fingerprint, new_window, show


@pytest.fixture
def shared(qapp):
    """Windows lent to this test alone."""
    made = SharedWindow(FakeQuestions())
    yield made
    made.end()


def test_a_window_lent_again_is_like_a_new_one(shared, library, tmp_path):
    first = shared.lend(library, tmp_path / "1.ini")
    first.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    first.workspace.canvas.place_part("nvidia/qm9700")
    first.commands.run("view.theme_light")
    first.set_overlay("power")
    first.analysis.answering = True
    first.workspace.document.undo()
    shared.take_back()
    again = shared.lend(library, tmp_path / "2.ini")
    assert again is first
    assert shared.made == 1
    assert again.isVisible()
    assert not again.preferences.recent
    assert again.preferences.colours == "system"
    assert not again.analysis.answering
    new = new_window(library, Preferences(tmp_path / "3.ini"), QuietJob(), FakeQuestions())
    again.hide()
    show(new)
    plain = _without_ids(fingerprint(new))
    new.hide()
    show(again)
    assert _without_ids(fingerprint(again)) == plain
    close(new)


def _without_ids(told):
    """TOLD without what is another object in another window."""
    return {name: _plain(value) for name, value in told.items()}


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return "an object" if isinstance(value, int) and value > 1 << 32 else value


def leave_a_dialog(window):
    QDialog(window).show()


def listen(window):
    window.files.message.connect(print)


def change_the_colours(window):
    window_look().wear(theme_named("dark"))


def change_the_keys(window):
    window.commands.shortcuts.choose("view.fit", "F8")


def keep_a_folder(window):
    window.exports.folder = window.exports.folder / "elsewhere"


def open_the_catalog(window):
    window.commands.run("catalog.browse")


def write_elsewhere(window):
    window.welcome.findChildren(QLabel)[0].setText("Something else")


def close_it(window):
    window.questions.keep = "discard"
    window.close()


@pytest.mark.parametrize(
    "leave",
    [
        leave_a_dialog,
        listen,
        change_the_colours,
        change_the_keys,
        keep_a_folder,
        open_the_catalog,
        write_elsewhere,
        close_it,
    ],
)
def test_a_window_that_was_changed_is_not_lent_again(shared, library, tmp_path, leave):
    window = shared.lend(library, tmp_path / "1.ini")
    window.files.new_empty()
    leave(window)
    shared.take_back()
    shared.lend(library, tmp_path / "2.ini")
    assert shared.made == 2
