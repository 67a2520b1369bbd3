import os
from datetime import date

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import isValid

from designer import worker
from designer.catalog.reading import read_library
from designer.drawing.looks import theme_named
from designer.ui.analysis_job import AnalysisJob
from designer.ui.preferences import Preferences
from designer.ui.shelf import Shelf
from designer.ui.theme import apply_theme
from designer.ui.window import DesignerWindow
from tests.ui.money_hands import chat_service, open_money_window


class InlineJob(AnalysisJob):
    """Answers at once, in this process, through the same bytes."""

    def ask(self, question):
        request = worker.encode_request(
            question.revision,
            question.design,
            date(2026, 11, 24),
            traffic=question.traffic,
            fail=question.fail,
            library=question.library,
            load=question.load,
        )
        self._newest = question.revision
        self._tell(worker.answer(request))

    def ask_aside(self, aside):
        request = worker.encode_aside(aside.kind, aside.revision, aside.design, aside.traffic, aside.fail, aside.links)
        self._tell_aside(aside, worker.answer(request))

    def warm_up(self):
        """Nothing to start."""


class FakeQuestions:
    """Answers instead of a person, and remembers what was said."""

    def __init__(self):
        self.told = []
        self.informed = []
        self.keep = "discard"
        self.path = None
        self.yes = True
        self.asked = 0

    def tell(self, title, text):
        self.told.append(f"{title} {text}")

    def inform(self, title, text):
        self.informed.append(f"{title} {text}")

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


@pytest.fixture(scope="session")
def service(library):
    """A chat on vLLM on six DGX H100 whose users grow by 6% a month."""
    return chat_service(library)


@pytest.fixture
def open_money(qapp, qtbot, library, questions):
    """Opens the money window on a design; the answer is the window and its document."""
    if not qapp.styleSheet():
        apply_theme(qapp, theme_named("light"))
    opened = []

    def open_on(design):
        opened.append(open_money_window(design, library, questions, qtbot))
        return opened[-1]

    yield open_on
    for money, _ in opened:
        if isValid(money):
            money.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened_money(open_money, service):
    """The money window on the chat service, with its document."""
    return open_money(service)
