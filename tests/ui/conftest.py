import os
from functools import lru_cache

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import isValid

from designer import worker
from designer.drawing.current_theme import choose_theme, current_theme
from designer.drawing.theme_tokens import theme_named
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.welcome import Welcome
from designer.ui.app.window import DesignerWindow
from designer.ui.costs import money_sums
from designer.ui.inspector.panes import design_section
from designer.ui.jobs import background
from designer.ui.widgets.charts import chart_frame
from designer.ui.widgets.look import window_look
from tests.ui.docked import dock_all
from tests.ui.money_hands import chat_service, compared_once, open_money_window
from tests.ui.quiet_job import QuietJob, share_answers
from tests.ui.shared_window import SharedWindow, close, new_window, show
from tests.ui.work_here import WorkHere

NEVER_MS = 3_600_000
REPLIES_KEPT = 12

read_once = lru_cache(REPLIES_KEPT)(worker.decode_reply)
"""The reply in these bytes: the same records, which nobody can change, for all tests that are answered alike."""


class FakeQuestions:
    """Answers instead of a person, and remembers what was said."""

    def __init__(self):
        self.told = []
        self.informed = []
        self.keep = "discard"
        self.path = None
        self.yes = True
        self.asked = 0
        self.offered = []
        self.agreed = []
        self.unsaved = "recover"

    def tell(self, title, text):
        self.told.append(f"{title} {text}")

    def inform(self, title, text):
        self.informed.append(f"{title} {text}")

    def keep_changes(self, name):
        self.asked += 1
        return self.keep

    def unsaved_work(self, name, text):
        self.offered.append(f"{name} {text}")
        return self.unsaved

    def agree(self, title, text, yes):
        self.agreed.append(f"{title} {text}")
        return self.yes

    def file_to_open(self, title, folder, kinds):
        return self.path

    def files_to_open(self, title, folder, kinds):
        return (self.path,) if self.path else ()

    def folder_to_open(self, title, folder):
        return self.path

    def file_to_save(self, title, suggestion, kinds):
        return self.path


@pytest.fixture
def real_processes():
    """Background work is done in a process of its own, as for a person."""


@pytest.fixture(autouse=True)
def _background_work_is_done_here(request, monkeypatch):
    """A process takes a second to start, so only the tests that are about one ask for it."""
    if "real_processes" not in request.fixturenames:
        monkeypatch.setattr(background, "start_process", WorkHere)
        monkeypatch.setattr(background, "POLL_MS", 2)


@pytest.fixture(autouse=True)
def _replies_are_read_once(request, monkeypatch):
    """What many tests are told is the same, and what was worked out of the very same figures is found again."""
    if "real_processes" not in request.fixturenames:
        monkeypatch.setattr(worker, "decode_reply", read_once)


@pytest.fixture
def idle_moments():
    """What the window does in idle moments is done, as for a person who waits."""


@pytest.fixture(autouse=True)
def _idle_moments_never_come(request, monkeypatch):
    """Cards and pictures of a dozen templates, fields of assumptions, what charts need: left out unless asked for.

    They would be made while a test looks at something else. Whoever looks for a card or a field of these makes it.
    """
    if "idle_moments" not in request.fixturenames:
        monkeypatch.setattr(Welcome, "_paint_cards", lambda welcome: None)
        monkeypatch.setattr(design_section, "BETWEEN_MS", NEVER_MS)
        monkeypatch.setattr(chart_frame, "IDLE_MS", NEVER_MS)


@pytest.fixture(scope="session", autouse=True)
def _answers_are_shared(request, tmp_path_factory):
    """What one process of a run works out, the other ones read: all of them open the same designs."""
    if hasattr(request.config, "workerinput"):
        folder = tmp_path_factory.getbasetemp().parent / "answers"  # above the folders of each process
        folder.mkdir(exist_ok=True)
        share_answers(folder)
        yield
        share_answers(None)
    else:
        yield


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory):
    """Where the style sheet of the run finds its signs, whichever test it was written in."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch, cache_folder):
    """Journals, recent projects and preferences of a test are its own."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))


@pytest.fixture(scope="session")
def _questions_of_all():
    return FakeQuestions()


@pytest.fixture
def questions(_questions_of_all):
    """The questions of the window, answered as on the first day."""
    vars(_questions_of_all).clear()
    _questions_of_all.__init__()
    return _questions_of_all


@pytest.fixture(scope="session")
def _shared_window(qapp, _questions_of_all):
    """The window that tests share, one after the other, as long as it is like a new one."""
    shared = SharedWindow(_questions_of_all)
    yield shared
    shared.end()


@pytest.fixture
def painted():
    """The window that tests share is painted, for tests that look at its picture.

    In the others it is laid out, shown and driven as ever, and what it paints is left out: a third of their time.
    Windows of one's own, dialogs and canvases are painted in every test.
    """


@pytest.fixture
def _light_again():
    """Let windows be light after the test, once its own is closed: Qt dresses every widget that there is anew."""
    yield
    if current_theme().name != "light":
        window_look().wear(theme_named("light"))


@pytest.fixture
def _lent(request, qtbot, library, questions, tmp_path, _light_again, _shared_window):
    """The window that tests share, or one of its own for a test that waits for what comes in idle moments."""
    path = tmp_path / "window.ini"
    if "idle_moments" in request.fixturenames:
        made = new_window(library, Preferences(path), QuietJob(), questions)
        show(made)
        yield made
        close(made)
    else:
        lent = _shared_window.lend(library, path)
        lent.setUpdatesEnabled("painted" in request.fixturenames)
        yield lent
        _shared_window.take_back()


@pytest.fixture
def job(request, qapp):
    """The analysis of the window: silent, until `job.answer()` answers what was asked last."""
    return request.getfixturevalue("_lent").analysis if "window" in request.fixturenames else QuietJob()


@pytest.fixture
def figures(monkeypatch):
    """Each edit has its figures at once; for tests that read them after many edits."""
    monkeypatch.setattr(QuietJob, "answering", True)


@pytest.fixture
def window(_lent):
    """The window at the welcome screen: one that nobody can tell from a new one, or a new one."""
    return _lent


@pytest.fixture(scope="session", autouse=True)
def _light():
    """Let what is painted be light, as in a window of somebody who chose nothing."""
    choose_theme(theme_named("light"))


@pytest.fixture
def wear(_light_again):
    """Dress all windows in the theme of a name; they are light again after the test."""

    def dress(name):
        window_look().wear(theme_named(name))

    return dress


@pytest.fixture
def another_window(qapp, library, tmp_path):
    made = DesignerWindow(Shelf(library), dock_all(Preferences(tmp_path / "another.ini")), QuietJob(), FakeQuestions())
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
def open_money(qapp, qtbot, library, questions, monkeypatch):
    """Opens the money window on a design; the answer is the window and its document."""
    if not qapp.styleSheet():
        window_look().wear(theme_named("light"))
    monkeypatch.setattr(money_sums, "alternatives", compared_once)
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
