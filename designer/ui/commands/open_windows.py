"""The windows beside the main one that are about the open design: one of each sort, closed with the design."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, TypeVar, runtime_checkable

from PySide6.QtWidgets import QDialog, QWidget

from designer.ui.panels.panel import PanelHost
from designer.ui.widgets.message_boxes import Questions

_Window = TypeVar("_Window", bound=QDialog)


class WindowHost(PanelHost, Protocol):
    """The design that a window is about, and all that it can ask for; the workspace is one."""

    @property
    def selected(self) -> tuple[str, ...]:
        """Return the ids of what is selected."""
        ...

    @property
    def traffic(self) -> str:
        """Return the traffic that is worked out."""
        ...

    def follow_traffic(self, show: Callable[[str], object]) -> None:
        """Call SHOW with the traffic, whenever another is chosen."""
        ...

    def show_on_canvas(self, ids: Sequence[str]) -> None:
        """Show IDS on the canvas, selected; the keyboard stays where it is."""
        ...

    def tell(self, words: str) -> None:
        """Show one line in the status line."""
        ...


class WindowSpec(NamedTuple):
    """One window about the open design.

    Attributes:
        id: Its name in the commands that open it.
        make: Makes it above a widget, with what asks a person, and wires it to its host; it loads what it needs when
            it is called.
    """

    id: str
    make: Callable[[WindowHost, Questions, QWidget], QDialog]


@runtime_checkable
class HasPages(Protocol):
    """A window with pages that commands open."""

    def turn_to(self, page: int, /) -> None:
        """Show a page, from 0."""
        ...


@runtime_checkable
class HasNextButton(Protocol):
    """A window that knows the button that a person is to press next."""

    def focus_next_button(self) -> None:
        """Put the keyboard on it."""
        ...


class OpenWindows:
    """Keeps the windows of one design by their ids.

    Args:
        specs: The windows that can be opened.
        questions: What they ask a person with.
        parent: The window that they stand above.
    """

    def __init__(self, specs: Iterable[WindowSpec], questions: Questions, parent: QWidget) -> None:
        self._specs = {spec.id: spec for spec in specs}
        self._questions = questions
        self._parent = parent
        self._open: dict[str, QDialog] = {}

    def opened(self, kind: type[_Window]) -> _Window | None:
        """Return the window of a KIND that is open; None without one."""
        return next((window for window in self._open.values() if isinstance(window, kind)), None)

    @property
    def shown(self) -> frozenset[str]:
        """Return the ids of the windows that are in sight."""
        return frozenset(name for name, window in self._open.items() if window.isVisible())

    def open(self, window_id: str, host: WindowHost, page: int | None = None) -> None:
        """Show a window, made now where it is not open, above the others and give it the keyboard.

        Args:
            window_id: Which, by its WindowSpec.
            host: The design that it is about.
            page: Its page; None is the one that it shows.
        """
        window = self._open.get(window_id)
        if window is None:
            window = self._open[window_id] = self._specs[window_id].make(host, self._questions, self._parent)
            window.finished.connect(partial(self._forget, window_id))
        if page is not None and isinstance(window, HasPages):
            window.turn_to(page)
        window.show()
        window.raise_()
        window.activateWindow()
        if isinstance(window, HasNextButton):
            window.focus_next_button()

    def close_all(self) -> None:
        """Close them, for their design is."""
        for window in tuple(self._open.values()):
            window.close()
        self._open.clear()

    def _forget(self, window_id: str, _: int) -> None:
        self._open.pop(window_id, None)
