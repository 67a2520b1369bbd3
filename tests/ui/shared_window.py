"""One window for the tests of a process, handed out again only as long as it is as on its first day.

To make, show and delete a window costs as much as many a test does in it. What a test leaves behind at the window
itself (a dialog, a preference, a listener, another theme, a list that grew) makes that window no longer be lent: it is
closed, and the next test has a new one. The workspace of a design is a new one for each test in any case.
"""

from functools import cache

from PySide6.QtCore import (
    SIGNAL,
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QMetaMethod,
    QObject,
    QSettings,
    SignalInstance,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from designer.drawing.current_theme import current_theme
from designer.drawing.theme_tokens import theme_named
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.window import USUAL_TRAFFIC, DesignerWindow
from designer.ui.widgets.look import window_look
from tests.ui.docked import dock_all
from tests.ui.quiet_job import QuietJob

SIZE = (1440, 900)
_SIMPLE = (str, int, float, bool, bytes, type(None))
_EACH_TEST_ITS_OWN = {"_preferences": {"_settings"}, "context": {"workspace"}, "commands": {"_drawn"}}
"""What is another after each test: where preferences are kept, the design, and which icons were drawn so far."""


def new_window(library, preferences, job, questions):
    """Return a window in light colours at the welcome screen, not shown yet."""
    application = QApplication.instance()
    if not application.styleSheet() or current_theme().name != "light":
        window_look().wear(theme_named("light"))
    return DesignerWindow(Shelf(library), dock_all(preferences), job, questions)


def show(window):
    """Bring a window into sight in the size of the tests."""
    window.resize(*SIZE)
    window.show()


def close(window):
    """Close a window for good, whatever is unsaved in it."""
    if isValid(window):
        window.questions.keep = "discard"
        window.close()
        window.deleteLater()
    _let_go()


class SharedWindow:
    """Lends one window after the other.

    Attributes:
        made: How many windows were made so far.
    """

    def __init__(self, questions):
        self.made = 0
        self._questions = questions
        self._window = None
        self._job_at_first = {}
        self._at_first = None

    def lend(self, library, path):
        """Return a window that nobody can tell from a new one; its preferences are kept in PATH from now on."""
        window = self._window
        if window is not None:
            if isValid(window) and isValid(window.analysis):
                self._make_ready(window, path)
                if fingerprint(window) == self._at_first:
                    return window
            self.end()
        self.made += 1
        job = QuietJob()
        self._job_at_first = dict(vars(job))
        window = self._window = new_window(library, Preferences(path), job, self._questions)
        show(window)
        self._at_first = fingerprint(window)
        return window

    def take_back(self):
        """Close the design, and keep the window out of sight until somebody wants it."""
        window = self._window
        if window is None or not isValid(window) or not window.isVisible():
            self.end()
            return
        self._questions.keep = "discard"
        window.tabs.close_others()
        window.files.close_design()
        window.hide()
        window.setUpdatesEnabled(True)
        window.windowHandle().destroy()  # or it would not be the active one when it is shown again
        job = window.analysis
        job.cancel()
        for name in vars(job).keys() - self._job_at_first.keys():
            delattr(job, name)
        vars(job).update(self._job_at_first)
        _let_go()

    def end(self):
        """Close the window; the next one is new, and so is its analysis."""
        window, self._window = self._window, None
        if window is not None:
            close(window)

    def _make_ready(self, window, path):
        window.preferences._settings = QSettings(str(path), QSettings.Format.IniFormat)
        dock_all(window.preferences)
        window._asked, window._traffic = None, USUAL_TRAFFIC
        window.set_overlay("")
        window.status.show_work("")
        window.show_welcome()
        _let_go()
        show(window)


def fingerprint(window):
    """Return what can be told about a window without a design, part by part."""
    owners = {
        "": window,
        "_preferences": window.preferences,
        "_shelf": window.shelf,
        "making": window.making,
        "tidying": window.tidying,
        "context": window.context,
        "files": window.files,
        "exports": window.exports,
        "open windows": window.windows,
        "commands": window.commands,
        "shortcuts": window.commands.shortcuts,
        "job": window.analysis,
    }
    application = QApplication.instance()
    return {
        "windows": (window.windowTitle(), window.windowState(), window.isWindowModified(), window.size().toTuple()),
        "colours": (application.styleSheet(), current_theme().name),
        "open": window.workspace,
        "keyboard": _told(window.focusWidget())[:-1],
        "state": {name: _state(owner, _EACH_TEST_ITS_OWN.get(name, ())) for name, owner in owners.items()},
        "listeners": {name: _listeners(owner) for name, owner in owners.items() if isinstance(owner, QObject)},
        "inside": [_told(one) for one in window.findChildren(QObject) if not isinstance(one, QAbstractAnimation)],
        "alone": sorted(type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()),
    }


def _state(owner, without):
    """Return the attributes of OWNER; simple values and lists of them as they are, anything else as itself."""
    found = {name: value for name, value in vars(owner).items() if name not in without}
    return {name: _value(value) for name, value in found.items() if not isinstance(value, SignalInstance)}


def _value(value):
    if isinstance(value, _SIMPLE):
        return value
    if isinstance(value, dict):
        return {str(key): _value(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one) for one in value if not _is_gone(one)]
    return id(value)


def _is_gone(one):
    """Whether ONE is told of a widget that was deleted."""
    first = one[0] if isinstance(one, tuple) and one else one
    return isinstance(first, QObject) and not isValid(first)


def _listeners(owner):
    """Return how many listen to each signal of OWNER."""
    return {signal: owner.receivers(signal) for signal in _signals(type(owner), owner.metaObject())}


_signals_of = {}


def _signals(kind, about):
    """Return the signals of a class KIND, which Qt tells ABOUT: looked up once, as there are dozens in each."""
    if kind not in _signals_of:
        methods = [about.method(place) for place in range(about.methodCount())]
        signals = [one for one in methods if one.methodType() is QMetaMethod.MethodType.Signal]
        names = [one.methodSignature().data().decode() for one in signals]
        _signals_of[kind] = [SIGNAL(name) for name in names if not name.startswith("destroyed")]
    return _signals_of[kind]


@cache
def _is(kind):
    """Return whether a class KIND is one of widgets, actions, buttons and texts: hundreds of objects share it."""
    return tuple(issubclass(kind, known) for known in (QWidget, QAction, QAbstractButton, (QLabel, QLineEdit)))


def _told(one):
    """Return what is seen and heard of an object of the window."""
    told = [type(one).__name__, one.objectName()]
    is_widget, is_action, is_button, is_text = _is(type(one))
    if is_widget:
        told += [one.isHidden(), one.isEnabled(), one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        told += [str(one.property("look")), one.geometry().getRect() if one.isVisible() else ()]
    if is_action:
        told += [one.text(), one.isEnabled(), one.isChecked(), one.isVisible(), one.toolTip()]
        told += [keys.toString() for keys in one.shortcuts()]
    if is_button:
        told += [one.text(), one.isChecked()]
    if is_text:
        told += [one.text()]
    return told


def _let_go():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
