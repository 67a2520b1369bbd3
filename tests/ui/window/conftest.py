"""Whole windows under the hands of a person: real keys and clicks, folders of their own, nothing unseen."""

import os
import sys
import threading
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

import designer.ui.app.studio
from designer.drawing.theme_tokens import theme_named
from designer.ui.app.preferences import Preferences
from designer.ui.app.studio import Studio
from designer.ui.widgets.lists.row_list import PART_MIME
from designer.ui.widgets.look import window_look
from tests.ui.docked import dock_all
from tests.ui.quiet_job import QuietJob

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000
FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")


class Answers:
    """Stands in for the questions of one window: what to answer, and what was told."""

    def __init__(self):
        self.told = []
        self.asked = []
        self.path = None
        self.keep = "discard"
        self.unsaved = "recover"
        self.agreed = True

    def tell(self, title, text):
        self.told.append(f"{title} {text}")

    def keep_changes(self, name):
        self.asked.append(name)
        return self.keep

    def unsaved_work(self, name, text):
        self.asked.append(f"{name} {text}")
        return self.unsaved

    def agree(self, title, text, yes):
        self.asked.append(title)
        return self.agreed

    def file_to_open(self, title, folder, kinds):
        self.asked.append(title)
        return self.path

    def file_to_save(self, title, suggestion, kinds):
        self.asked.append(title)
        self.suggestion = suggestion
        return self.path

    def text(self, title, words, value):
        return value

    def serve(self, window):
        for name in ("tell", "keep_changes", "unsaved_work", "agree", "file_to_open", "file_to_save", "text"):
            setattr(window.questions, name, getattr(self, name))


class Person:
    """Someone at one window."""

    def __init__(self, qtbot, studio, window):
        self.qtbot = qtbot
        self.studio = studio
        self.window = window
        self.answers = Answers()
        self.answers.serve(window)

    @property
    def work(self):
        return self.window.workspace

    @property
    def canvas(self):
        return self.work.canvas

    @property
    def session(self):
        return self.work.document.session

    @property
    def design(self):
        return self.session.design

    @property
    def status(self):
        return self.window.status.message.text()

    def take_front(self):
        self.window.activateWindow()
        self.window.raise_()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window, timeout=PATIENCE_MS)

    def focused(self):
        return QApplication.focusWidget() or self.window

    def keys(self, *sequences):
        """Press key combinations such as "Ctrl+S"."""
        for sequence in sequences:
            pressed = QKeySequence(sequence)[0]
            QTest.keyClick(self.focused(), pressed.key(), pressed.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text):
        for letter in text:
            QTest.keyClick(self.focused(), letter)
        QApplication.processEvents()

    def click(self, widget, place=None, button=LEFT):
        QTest.mouseClick(widget, button, PLAIN, place or QPoint())
        QApplication.processEvents()

    def fill(self, field, text):
        """Type TEXT into a field over what stands there, and press Enter."""
        field.setFocus()
        field.selectAll()
        self.keys("Delete")
        self.type(text)
        self.keys("Return")

    def settle(self):
        """Have the figures of the present design; where a process works them out, wait for it."""
        if isinstance(self.window.analysis, QuietJob):
            self.window.analysis.answer()
        self.qtbot.waitUntil(lambda: self.work.document.fresh, timeout=PATIENCE_MS)

    def begin(self, template="", **settings):
        """Open a new design, without figures yet."""
        if template:
            self.window.files.new_from(template, settings)
        else:
            self.window.files.new_empty()

    def place(self, part_id):
        before = set(self.design.nodes)
        self.canvas.place_part(part_id)
        (added,) = set(self.design.nodes) - before
        return added

    def drop(self, part_id, x, y):
        """Drag a part from the list of parts and let it go at (X, Y) of the canvas."""
        before = set(self.design.nodes)
        data = QMimeData()
        data.setData(PART_MIME, part_id.encode())
        place = QPoint(x, y)
        enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, LEFT, PLAIN)
        QApplication.sendEvent(self.canvas, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.canvas, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, LEFT, PLAIN))
        QApplication.processEvents()
        (added,) = set(self.design.nodes) - before
        return added

    def middle(self, record_id):
        """Where a record lies on the canvas, in pixels of the widget."""
        rect = self.canvas.stage.rect_of(record_id)
        return QPointF(*self.canvas.screen_position(*rect.centre)).toPoint()

    def save(self, path):
        self.answers.path = path
        self.keys("Ctrl+S")

    def field(self, name):
        """The visible field NAME of the inspector."""
        return next(
            field for field in self.work.inspector.section.findChildren(QLineEdit) if field.accessibleName() == name
        )

    def problems(self):
        """What the inspector refuses, in words."""
        section = self.work.inspector.section
        return [text for form in _forms(section) for text in form]


def _forms(section):
    from designer.ui.widgets.fields import Form

    for form in section.findChildren(Form):
        yield list(form.problems())


@pytest.fixture(autouse=True)
def nothing_goes_unseen(monkeypatch):
    """An exception in a thread or a destructor or a warning of Qt fails the test; pytest-qt watches the slots."""
    seen = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(repr(args.exc_value)))
    monkeypatch.setattr(sys, "unraisablehook", lambda args: seen.append(repr(args.exc_value)))

    def note(kind, context, text):
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and not text.startswith("This plugin"):
            seen.append(text)

    before = qInstallMessageHandler(note)
    yield seen
    qInstallMessageHandler(before)
    assert not seen


@pytest.fixture
def own_folders(monkeypatch, tmp_path, cache_folder):
    """What the window keeps of a person goes into folders of this test."""
    for name in FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def studio(qapp, library, own_folders, monkeypatch):
    """The application without a window yet, in light colours."""
    monkeypatch.setattr(designer.ui.app.studio, "AnalysisJob", QuietJob)
    preferences = dock_all(Preferences(own_folders / "window.ini"))
    preferences.colours = "light"
    made = Studio(qapp, library, preferences)
    yield made
    for window in list(made.windows):
        Answers().serve(window)
        window.close()
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible():
            widget.close()
    made.deleteLater()
    _let_go()
    window_look().wear(theme_named("light"))


@pytest.fixture
def let_go():
    """Let Qt delete what was asked to be deleted."""
    return _let_go


def _let_go():
    """Let Qt delete what was asked to be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def open_window(request, qtbot, studio):
    """Open one more window, as a person at it; it is painted for tests that ask for `painted`."""

    def make(project=None, begin=None):
        """BEGIN opens a design before anything else happens, so that the welcome screen is never filled."""
        person = Person(qtbot, studio, studio.open_window())
        if begin is not None:
            person.begin(**begin)
        person.window.showNormal()  # it fills the small screen of the tests
        person.window.resize(1440, 900)
        qtbot.waitExposed(person.window)
        person.take_front()
        person.window.setUpdatesEnabled("painted" in request.fixturenames)
        if project is not None:
            person.window.open_path(project)
        return person

    return make


@pytest.fixture
def person(open_window):
    """A person at the welcome screen."""
    return open_window()


@pytest.fixture
def drawer(open_window):
    """A person at an empty canvas."""
    return open_window(begin={})


@pytest.fixture
def owner(open_window):
    """A person at a SuperPOD of one scalable unit."""
    return open_window(begin={"template": "dgx-superpod-h100", "scale_units": "1"})
