"""Six layers in six minutes in the window: a card at each stop, whose figures open their Why?."""

from html import escape
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from designer.review.learning.six_layers import Said, Stop, six_layers
from designer.ui.commands.context import Context
from designer.ui.learn.lesson_card import LessonCard
from designer.ui.widgets.fields import label
from designer.ui.widgets.motion import things_move
from designer.ui.widgets.theme import ink

SAMPLE: Final = "ai-stack"
_WAITING: Final = "The figures are being worked out …"


class SixLayers(QObject):
    """Walks through the layers of the flagship sample; a changed design rewrites the sentences.

    Attributes:
        card: The card with the words.
        answer: The answer in it; each figure is a link.
        at: Number of the stop, from 0.
        stops: What is told at each.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self.at = 0
        self._opening = False
        self.stops: tuple[Stop, ...] = ()
        self.card = LessonCard(
            "Six layers",
            context.window,
            next_wanted=self._next,
            back_wanted=self._back,
            skip_wanted=self.stop,
        )
        self.answer = label("", "", self.card, wraps=True)
        self.answer.setTextFormat(Qt.TextFormat.RichText)
        self.answer.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.answer.linkActivated.connect(self._ask)
        self.card.body.addWidget(self.answer)
        context.files.opened.connect(self._design_opened)
        context.files.closed.connect(self.stop)

    @property
    def running(self) -> bool:
        """Return True while its card is there."""
        return not self.card.isHidden()

    def begin(self) -> None:
        """Open the sample where another design is open, and stand at the first layer."""
        work = self._context.workspace
        if work is None or work.document.design.settings.made_by != SAMPLE:
            before = work
            self._opening = True
            self._context.files.new_from(SAMPLE, {})
            self._opening = False
            work = self._context.workspace
            if work is None or work is before:
                return
        work.document.analysed.connect(self._rewrite)
        self.card.show()
        self.go(0)

    def stop(self) -> None:
        """Leave the walk."""
        held = self.card.isAncestorOf(self._context.window.focusWidget() or self._context.window)
        self.card.hide()
        if held and self._context.workspace is not None:
            self._context.workspace.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _design_opened(self) -> None:
        if not self._opening and self.running:
            self.stop()

    def go(self, place: int) -> None:
        """Show the layer that is stop PLACE, counted from 0."""
        self.at = place
        self._rewrite()
        self._show_view()
        self.card.tell()
        self.card.take_keyboard()

    def _show_view(self) -> None:
        work, stop = self._context.workspace, self.stops[self.at]
        if work is None:
            return
        view = work.document.design.views.get(stop.view)
        if view is not None:
            work.show_view(view)
        elif stop.ids:
            work.views.show_view("topology")
            work.canvas.go_to(stop.ids)
            # Nothing stays selected, so that no inspector opens over it.
            work.canvas.select(())

    def _rewrite(self) -> None:
        """Tell the present figures of the stop."""
        work = self._context.workspace
        if work is None or not self.running:
            return
        document = work.document
        self.stops = six_layers(document.design, document.results)
        stop, count = self.stops[self.at], len(self.stops)
        self.card.glides = things_move(self._context.preferences)
        self.card.skip.setText("Leave")
        self.card.back.setVisible(self.at > 0)
        self.card.next.setText("Next" if self.at + 1 < count else "Finish")
        self.card.say(f"{self.at + 1} of {count} · {stop.layer}", stop.question, "" if document.results else _WAITING)
        self.answer.setText(_html(stop))
        self.answer.setAccessibleName(stop.text)
        self.card.setAccessibleDescription(stop.text)
        self.card.stand_beside(None)

    def _ask(self, link: str) -> None:
        said = self.stops[self.at].pieces[int(link)]
        work = self._context.workspace
        if isinstance(said, Said) and work is not None:
            work.ask_why(said.label, said.figure)

    def _next(self) -> None:
        if self.at + 1 < len(self.stops):
            self.go(self.at + 1)
        else:
            self.stop()

    def _back(self) -> None:
        if self.at > 0:
            self.go(self.at - 1)


def _html(stop: Stop) -> str:
    colour = ink("accent").name()
    return "".join(
        f'<a href="{place}" style="color:{colour}; text-decoration:none">{escape(piece.text)}</a>'
        if isinstance(piece, Said)
        else escape(piece).replace("*", "")
        for place, piece in enumerate(stop.pieces)
    )


def walk_of(context: Context) -> SixLayers:
    """Return the walk of the window of CONTEXT, made when it is first asked for."""
    found = context.window.findChild(SixLayers)
    return found if found is not None else SixLayers(context)  # pyright: ignore[reportUnnecessaryComparison]


def start_walk(context: Context) -> None:
    """Begin the walk when the menu or palette that it was chosen in is closed."""
    walk = walk_of(context)
    QTimer.singleShot(0, walk, walk.begin)
