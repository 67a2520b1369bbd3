"""Watching the folder of own rules: what waits for consent is said quietly and for as long as it waits."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from designer.model.wording import listed
from designer.plugins.consent import active_plugins, consent_file, waiting_plugins
from designer.plugins.finding import MOST_FILES, rules_folder
from designer.plugins.records import Found, Plugin
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.plugins.catalog_reader import CatalogReader
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from designer.ui.app.library_store import Shelf
    from designer.ui.app.top_bar import StatusLine
    from designer.ui.commands.context import Context

LOOK_MS: Final = 2_000
_State = tuple[object, ...]


class RulesNotice(QWidget):
    """In the status line: which plug-ins wait, with a button to look at them; it stays until nothing waits.

    Attributes:
        words: What waits.
        button: Opens the list of plug-ins with the first one that waits.
    """

    def __init__(self, parent: QWidget, look: Callable[[], None]) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.words = label("", "caption", self)
        self.words.setAccessibleName("Own rules that wait")
        across.addWidget(self.words)
        self.button = push_button("Look…", self, look, look="status", takes_enter=False)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across.addWidget(self.button)
        self.hide()

    def show_waiting(self, waiting: Sequence[Found]) -> None:
        """Say what is WAITING; nothing is shown where nothing is."""
        said = waiting_words(waiting)
        self.words.setText(said)
        self.words.setToolTip(f"{said}. Nothing of it runs before you switch it on.")
        self.button.setAccessibleName(f"Look at own rules: {said}")
        self.setVisible(bool(waiting))


def waiting_words(waiting: Sequence[Found]) -> str:
    """Return what is said of the plug-ins that wait."""
    changed = [one.plugin.name for one in waiting if one.state == "changed"]
    new = [one.plugin.name for one in waiting if one.state != "changed"]
    said: list[str] = []
    if changed:
        said.append(f"changed and off: {listed(changed, 2)}")
    if new:
        said.append(f"waiting for consent: {listed(new, 2)}")
    return f"Own rules {'; '.join(said)}" if said else ""


class _Seen(NamedTuple):
    """State of the folder: what waits, and what runs."""

    waiting: tuple[Found, ...]
    active: tuple[Plugin, ...]


class RulesWatch(QObject):
    """Looks at the folder of own rules and at what is switched on, and tells all windows what became of it.

    A file that is changed or taken away is off at once: where that takes a rule or a part away, the catalog is read and
    all is worked out anew. A look costs some milliseconds of the system's time; files are read in a thread.
    """

    def __init__(
        self,
        parent: QObject,
        shelf: "Shelf",
        windows: "Callable[[], Sequence[tuple[StatusLine, Context]]]",
        tell: Callable[[BaseException], object],
    ) -> None:
        """Watch from now on; WINDOWS gives the status line and the context of each, TELL is told what goes wrong."""
        super().__init__(parent)
        self._windows, self._tell = windows, tell
        self._state: _State | None = None
        self._active: tuple[Plugin, ...] | None = None
        self._waiting: tuple[Found, ...] = ()
        self._reading = NewestInThread(self)
        self._catalog = CatalogReader(self, shelf, self._fail)
        every(self, LOOK_MS, self.look).start()
        self.look()

    def look(self) -> None:
        """See what came, went or changed; a slip here is told in the window, as it would end the program."""
        try:
            state = _state()
            if state != self._state:
                self._state = state
                self._reading.start(_seen, self._settle)
            self._show()
        except Exception as problem:
            self._tell(problem)

    def _settle(self, seen: _Seen) -> None:
        before, self._active, self._waiting = self._active, seen.active, seen.waiting
        self._show()
        if before is not None and before != seen.active:
            self._catalog.read()

    def _show(self) -> None:
        for status, context in self._windows():
            notice = status.findChild(RulesNotice)
            if notice is None and self._waiting:
                notice = RulesNotice(status, partial(open_plugins, context))
                status.hold(notice)
            if notice is not None and notice.words.text() != waiting_words(self._waiting):
                notice.show_waiting(self._waiting)

    def _fail(self, line: str) -> None:
        for status, _ in self._windows():
            status.say(line)


def open_plugins(context: "Context") -> None:
    """Open the list of plug-ins over the window of CONTEXT; what is switched there shows at once."""
    from designer.ui.plugins.plugins_dialog import PluginsDialog

    application = QApplication.instance()
    watch = application.findChild(RulesWatch) if application is not None else None
    PluginsDialog(context.shelf, context.window, switched=watch.look if watch is not None else None).open()


def _seen() -> _Seen:
    # A folder that cannot be listed has no rules; the list of plug-ins says why.
    try:
        return _Seen(waiting_plugins(), active_plugins())
    except OSError:
        return _Seen((), ())


def _state() -> _State:
    """Return what tells whether a file of rules, or what is switched on, has changed."""
    found: list[object] = []
    for place in (consent_file(), *_files()):
        try:
            stat = place.stat()
        except (OSError, ValueError):
            found.append((place.name, None))
        else:
            found.append((place.name, stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_mode))
    return tuple(found)


def _files() -> list[Path]:
    try:
        return sorted(rules_folder().glob("*.py"))[: MOST_FILES + 1]
    except OSError:
        return []
