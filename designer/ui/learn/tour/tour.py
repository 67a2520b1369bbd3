"""The first tour on the live canvas: it points and waits, the person does each step, and the design knows it."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from designer.model.design import Design
from designer.ui.commands.context import Context
from designer.ui.learn.lesson_card import LessonCard, Ring
from designer.ui.learn.tour.step import Seen, Step
from designer.ui.learn.tour.steps import STEPS
from designer.ui.learn.tour.targets import floating_rects, target_rect, tile_rects
from designer.ui.widgets.motion import things_move
from designer.ui.widgets.timers import after_pause

_COMMAND: Final = re.compile(r"\{([\w.]+)\}")
_FOLLOWED: Final = frozenset(
    {QEvent.Type.Paint, QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide}
)
_TITLE: Final = "Tour"


class Tour(QObject):
    """Walks through STEPS in one window; it makes no edit of its own, so that undo holds what the person did.

    Attributes:
        card: The card with the words.
        ring: The ring around what is pointed at.
        at: Number of the step, from 0; -1 is the offer before the first, and so many as there are steps the end.
    """

    def __init__(self, context: Context, steps: Sequence[Step] = STEPS) -> None:
        super().__init__(context.window)
        self._context = context
        self._steps = tuple(steps)
        self.at = -1
        self._begun: Design | None = None
        self._followed: QWidget | None = None
        self.ring = Ring(context.window)
        self.card = LessonCard(
            _TITLE,
            context.window,
            next_wanted=self._next,
            back_wanted=self._back,
            skip_wanted=self.stop,
            offer_wanted=self._take_offer,
        )
        # A step is looked at when nothing else is to be done, once for many events.
        self._look = after_pause(self, 0, self._check)
        self._place = after_pause(self, 0, self._stand)
        context.window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._look.start)
        context.files.opened.connect(self._design_opened)
        context.files.closed.connect(self.stop)

    @property
    def running(self) -> bool:
        """Return True while its card is there."""
        return not self.card.isHidden()

    # Beginning and end.

    def offer(self) -> None:
        """Ask on the welcome screen whether the tour is wanted."""
        self.at = -1
        self.card.skip.setText("Not now")
        self.card.back.hide()
        self.card.next.setText("Begin the tour")
        self.card.say(
            "Five minutes",
            "New here?",
            "Draw four servers and a switch, let the program add racks, power and cooling, read the bill, and show a "
            "slide. You find the tour again under Help.",
        )
        self._show()

    def begin(self) -> None:
        """Begin on an empty canvas; nothing happens where the person keeps the design that is open."""
        self._context.preferences.tour_met = True
        # The design that it begins with is no reason to end it.
        self.at = -2
        self._context.files.new_empty()
        work = self._context.workspace
        if work is None or work.document.design.nodes:
            self.stop()
            return
        work.document.changed.connect(self._look.start)
        self._follow(work.canvas)
        self.card.skip.setText("Skip")
        self.go(0)

    def stop(self) -> None:
        """Leave the tour; what was drawn stays."""
        self._context.preferences.tour_met = True
        self._follow(None)
        held = self.card.isAncestorOf(self._context.window.focusWidget() or self._context.window)
        self.card.hide()
        self.ring.hide()
        self.at = -1
        if held and self._context.workspace is not None:
            self._context.workspace.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _design_opened(self) -> None:
        if self.at != -2 and self.running:
            self.stop()

    # Steps.

    def go(self, place: int, before: str = "") -> None:
        """Show step PLACE, the end after the last one; BEFORE is read aloud before its words."""
        self.at = place
        work = self._context.workspace
        if work is None:
            self.stop()
            return
        self._begun = work.document.design
        self.card.next.setText("Next")
        self.card.back.setVisible(place > 0)
        if place >= len(self._steps):
            self._end(before)
            return
        step = self._steps[place]
        if step.opens:
            self._run(step.opens)
        keys = _COMMAND.sub(lambda found: self._keys(found[1]), step.keys)
        self.card.say(
            f"Step {place + 1} of {len(self._steps)}",
            step.title,
            step.text,
            f"Mouse: {step.mouse}",
            f"Keys: {keys}",
            step.offer,
        )
        self._show(before)

    def _end(self, before: str) -> None:
        self.card.next.setText("Finish")
        self.card.say(
            "The end",
            "From nothing to a bill and a slide",
            "What you drew stays, and every step can be undone. Press Shift+F1 at any word to see what it means.",
            offer="Six layers in six minutes",
        )
        self._show(before)

    def _show(self, before: str = "") -> None:
        self.card.glides = things_move(self._context.preferences)
        self.card.show()
        self._stand()
        self.card.tell(before)

    def _run(self, command: str) -> None:
        if self._context.workspace is not None:
            self._context.workspace.run(command)

    def _keys(self, command: str) -> str:
        return self._context.keys_of(command)

    def _next(self) -> None:
        if self.at < 0:
            self.begin()
        elif self.at >= len(self._steps):
            self.stop()
        else:
            self.go(self.at + 1)

    def _back(self) -> None:
        if self.at > 0:
            self.go(self.at - 1)

    def _take_offer(self) -> None:
        if self.at >= len(self._steps):
            self.stop()
            self._run("help.six_layers")
        elif self.at >= 0:
            self._run(self._steps[self.at].offers)
            self._look.start()

    def _check(self) -> None:
        """Go on when the step is done."""
        work = self._context.workspace
        if not self.running or work is None or self._begun is None or not 0 <= self.at < len(self._steps):
            return
        if self._steps[self.at].done(Seen(self._begun, work.document.design, self._shown())):
            self.go(self.at + 1, "Done.")

    def _shown(self) -> frozenset[str]:
        found = set(self._context.windows.shown)
        presenter = self._context.presenter
        if presenter is not None and isValid(presenter) and presenter.isVisible():
            found.add("slides")
        return frozenset(found)

    # Its place.

    def _stand(self) -> None:
        if not self.running:
            return
        step = self._steps[self.at] if 0 <= self.at < len(self._steps) else None
        target = target_rect(self._context, step.target if step is not None else None)
        self.ring.surround(target)
        self.card.stand_beside(target, tile_rects(self._context) + floating_rects(self._context))

    def _follow(self, canvas: QWidget | None) -> None:
        if self._followed is not None and isValid(self._followed):
            self._followed.removeEventFilter(self)
        self._followed = canvas
        if canvas is not None:
            canvas.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED and self.running:
            self._place.start()
        return False


def tour_of(context: Context) -> Tour:
    """Return the tour of the window of CONTEXT, made when it is first asked for."""
    found = context.window.findChild(Tour)
    return found if found is not None else Tour(context)  # pyright: ignore[reportUnnecessaryComparison]


def offer_tour(context: Context) -> None:
    """Offer the tour on the welcome screen of somebody who never met it."""
    if not context.preferences.tour_met and context.workspace is None:
        tour_of(context).offer()


def start_tour(context: Context) -> None:
    """Begin the tour, or put the keyboard into its card where it runs already."""
    tour = tour_of(context)
    if tour.running and tour.at >= 0:
        tour.card.take_keyboard()
    else:
        # An open menu, or the palette that it was chosen in, closes first.
        QTimer.singleShot(0, tour, tour.begin)
