"""A window as it is on its first day: nothing docked but what is docked at first."""

import pytest
from PySide6.QtWidgets import QApplication

from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.window import DesignerWindow
from tests.ui.conftest import FakeQuestions
from tests.ui.quiet_job import QuietJob
from tests.ui.shared_window import close


@pytest.fixture
def first_day(qtbot, library, tmp_path):
    """Open a window of a size on a template, with the preferences of this test."""
    made = []

    def open_window(wide, high, template="dgx-superpod-h100", **settings):
        preferences = Preferences(tmp_path / "first.ini")
        window = DesignerWindow(Shelf(library), preferences, QuietJob(), FakeQuestions())
        made.append(window)
        window.resize(wide, high)
        window.show()
        window.files.new_from(template, settings or {"scale_units": "1"})
        QApplication.processEvents()
        window.activateWindow()
        return window

    yield open_window
    for window in made:
        close(window)
