import os
from datetime import date

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent

from designer import worker
from designer.catalog.reading import read_library
from designer.drawing.looks import theme_named
from designer.ui.analysis_job import AnalysisJob
from designer.ui.preferences import Preferences
from designer.ui.shelf import Shelf
from designer.ui.theme import apply_theme
from designer.ui.window import DesignerWindow


class InlineJob(AnalysisJob):
    """Answers at once, in this process, through the same bytes."""

    def ask(self, question):
        request = worker.encode_request(
            question.revision, question.design, date(2026, 11, 24), traffic=question.traffic, fail=question.fail,
            library=question.library,
        )
        self._newest = question.revision
        self._tell(worker.answer(request))

    def warm_up(self):
        """Nothing to start."""


class FakeQuestions:
    """Answers instead of a person, and remembers what was said."""

    def __init__(self):
        self.told = []
        self.keep = "discard"
        self.path = None
        self.yes = True
        self.asked = 0

    def tell(self, title, text):
        self.told.append(f"{title} {text}")

    def keep_changes(self, name):
        self.asked += 1
        return self.keep

    def agree(self, title, text, yes):
        return self.yes

    def file_to_open(self, title, folder, kinds):
        return self.path

    def files_to_open(self, title, folder, kinds):
        return (self.path,) if self.path else ()

    def folder_to_open(self, title, folder):
        return self.path

    def file_to_save(self, title, suggestion, kinds):
        return self.path


@pytest.fixture(scope="session")
def library():
    return read_library()


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Journals, recent projects and preferences of a test are its own."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))


@pytest.fixture
def questions():
    return FakeQuestions()


@pytest.fixture
def window(qtbot, qapp, library, questions, tmp_path):
    theme = theme_named("light")
    if not qapp.styleSheet():
        apply_theme(qapp, theme)
    made = DesignerWindow(Shelf(library), theme, Preferences(tmp_path / "window.ini"), InlineJob(), questions)
    made.resize(1440, 900)
    made.show()
    yield made
    questions.keep = "discard"
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def another_window(qapp, library, tmp_path):
    made = DesignerWindow(
        Shelf(library), theme_named("light"), Preferences(tmp_path / "another.ini"), InlineJob(), FakeQuestions()
    )
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def superpod(window):
    """The window with one scalable unit open."""
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    return window
