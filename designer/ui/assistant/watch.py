"""Watching for proposals: the folder in which they wait is looked at each second, and read where it changed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from designer.store.path_text import place_text
from designer.store.proposals import Offer, offers_folder, read_offers
from designer.ui.assistant.feature import PROPOSALS
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from designer.ui.app.window import DesignerWindow

LOOK_MS: Final = 1_000


class ProposalWatch(QObject):
    """Opens the window of proposals where one comes for a design that is open in front."""

    def __init__(
        self,
        parent: QObject,
        windows: "Callable[[], Sequence[DesignerWindow]]",
        tell: Callable[[BaseException], object],
    ) -> None:
        """Watch from now on.

        Args:
            parent: Lives as long.
            windows: Returns the windows that are open.
            tell: Is told what goes wrong.
        """
        super().__init__(parent)
        self._windows, self._tell = windows, tell
        self._state: int | None = None
        self._waiting: list[Offer] = []
        self._told: set[str] = set()
        every(self, LOOK_MS, self.look).start()

    def look(self) -> None:
        """Show what came since; a slip here is told in the window, as it would end the program."""
        try:
            self._look()
        except Exception as problem:
            self._tell(problem)

    def _look(self) -> None:
        # One look at the folder costs nothing; its files are read when something came or went.
        state = _state()
        if state != self._state:
            self._state, self._waiting = state, read_offers()
        news = [one for one in self._waiting if one.id not in self._told]
        # A dialog is being answered: the design under it stays in front until then.
        if not news or QApplication.activeModalWidget() is not None:
            return
        for window in self._windows():
            work = window.context.workspace
            place = work.document.place() if work is not None else None
            if work is None or place is None:
                continue
            named = place_text(place[0].resolve(), place[1])
            for offer in news:
                if offer.place == named:
                    self._told.add(offer.id)
                    window.context.windows.open(PROPOSALS, work)
                    window.context.say(f"{offer.by or 'An assistant'} proposes: {offer.label}")


def _state() -> int | None:
    """Return when something last came into the folder or went; None where there is none."""
    try:
        return offers_folder().stat().st_mtime_ns
    except OSError:
        return None
