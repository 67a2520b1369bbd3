"""Presenter mode: the deck full screen, walked by keyboard, mouse or remote; the speaker's window stands beside it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.slides.page import SlidePage
from designer.ui.app.document import Document
from designer.ui.present.console import Console, timer_text
from designer.ui.present.show import Eye, Show
from designer.ui.present.slides_made import Source
from designer.ui.present.surface import SlideSurface
from designer.ui.present.what_if_panel import WIDTH, WhatIfPanel
from designer.ui.widgets.announcing import announce
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.theme import type_font
from designer.ui.widgets.timers import after_pause

_EDGE: Final = 24
_ZOOM: Final = 1.25
_TOLD_MS: Final = 2500
"""How long a word about what was just done stays."""
HELP: Final = (
    "→ ← walk · 12 Enter jump · G list · F what if · + − zoom, 0 back · L pointer · B W black, white · "
    "N notes · C speaker's window · T R timer · V deck or saved views · Esc back, leave"
)


class Presenter(QWidget):
    """The window of the audience.

    Attributes:
        show_: What is shown; `show` is Qt's word.
        surface: Where the slide is.
        console: The speaker's window; None while it is closed.
        what_if: The list of what can be supposed, over the slide where there is one screen.
        slide_list: The list of slides.
        notes: The notes over the slide.
        banner: What is supposed.
    """

    left = Signal()
    """The person left the presentation."""

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        *,
        source: Source = "deck",
        moves: bool = False,
    ) -> None:
        """MOVES says whether figures count, slides fade and the eye flies, or things jump."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        self.setWindowTitle(f"{document.design.name} – presentation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_ = Show(document, self, source)
        self._moves = moves
        self._digits = ""
        self._said = ""
        self.notes_shown = False
        self.console: Console | None = None
        self._down = down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self.surface = SlideSurface(self.show_, self, moves=moves, clicked=self._clicked)
        down.addWidget(self.surface)
        self.what_if = WhatIfPanel(self.show_.supposing, self)
        self.what_if.hide()
        self.slide_list = RowList("Slides", self, clicked=self._listed)
        self.slide_list.hide()
        self.notes = self._over("Notes", "sheet")
        self.notes.setWordWrap(True)
        self.banner = self._over("What is supposed", "banner")
        self.banner.setWordWrap(True)
        self.told = self._over("Told", "banner")
        self._telling = after_pause(self, _TOLD_MS, self.told.hide)
        self._keys = self._key_table()
        connect_given((self.show_.changed, self._follow))
        self._follow()

    def _over(self, name: str, look: str) -> QLabel:
        """Return a label that stands over the slide, hidden at first."""
        made = label("", look, self)
        made.setAccessibleName(name)
        made.setFont(type_font("title", weight=400))
        made.setMargin(12)
        made.hide()
        return made

    @property
    def page(self) -> int:
        """Return the number of the slide, from 0."""
        return self.show_.page

    @property
    def count(self) -> int:
        """Return how many slides there are."""
        return len(self.show_.pages)

    @property
    def slide(self) -> SlidePage | None:
        """Return the slide that is shown; None until there are any."""
        return self.show_.slide

    def go(self, page: int) -> None:
        """Show slide PAGE (from 0), the first or last beyond the ends."""
        self.show_.go(page)

    def start(self, screen: QScreen, speaker: QScreen | None) -> None:
        """Fill SCREEN, and open the speaker's window on SPEAKER where there is a second one."""
        # Where screens do not lie beside each other in one plane, their geometry alone tells nothing.
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        if speaker is not None:
            self.open_console(speaker.availableGeometry(), speaker)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_console(self, place: QRect | None = None, screen: QScreen | None = None) -> None:
        """Open the speaker's window, at PLACE of SCREEN where these are given."""
        if self.console is None:
            self.console = Console(self.show_, self.press, moves=self._moves)
        if screen is not None:
            self.console.setScreen(screen)
        if place is not None:
            self.console.setGeometry(place)
        self.console.show()
        self.console.raise_()

    # Keys.

    def _key_table(self) -> Mapping[int, Callable[[], object]]:
        key, show = Qt.Key, self.show_
        forward, back = partial(self._step, 1), partial(self._step, -1)
        table: dict[int, Callable[[], object]] = {}
        for keys, run in (
            ((key.Key_Right, key.Key_Space, key.Key_PageDown, key.Key_Down), forward),
            ((key.Key_Left, key.Key_PageUp, key.Key_Up), back),
            ((key.Key_Home,), partial(show.go, 0)),
            ((key.Key_End,), self._last),
            ((key.Key_Return, key.Key_Enter), self._enter),
            ((key.Key_Backspace,), self._erase),
            # A remote sends a full stop for black.
            ((key.Key_B, key.Key_Period), partial(show.be_blank, "black")),
            ((key.Key_W, key.Key_Comma), partial(show.be_blank, "white")),
            ((key.Key_N,), self._toggle_notes),
            ((key.Key_L,), show.toggle_pointer),
            ((key.Key_G, key.Key_Tab), self._toggle_list),
            ((key.Key_F,), self._toggle_what_if),
            ((key.Key_Plus, key.Key_Equal), partial(self._zoom, _ZOOM)),
            ((key.Key_Minus,), partial(self._zoom, 1 / _ZOOM)),
            ((key.Key_C,), self._toggle_console),
            ((key.Key_T,), self._toggle_clock),
            ((key.Key_R,), self._reset_clock),
            ((key.Key_V,), self._other_source),
            ((key.Key_H, key.Key_Question, key.Key_F1), partial(self._tell, HELP)),
            ((key.Key_Escape,), self._escape),
            ((key.Key_F5, key.Key_Q), self.close),
        ):
            table.update(dict.fromkeys((int(one) for one in keys), run))
        return table

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says, wherever it was pressed; return whether it says anything."""
        text = event.text()
        if text.isdigit() and text.isascii():
            # Zero alone looks from afar again; in a number it is a digit.
            if text == "0" and not self._digits:
                self.show_.look(Eye())
            else:
                self._digits = f"{self._digits}{text}"[-3:]
                self._tell(f"Slide {self._digits}: Enter goes there")
            return True
        key = event.key()
        run = self._keys.get(int(key))
        if run is None:
            return False
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            self._digits = ""
        run()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event):
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Tab opens the list of slides; with a list open it walks as anywhere else.
        if self.what_if.isVisible() or self.slide_list.isVisible():
            return super().focusNextPrevChild(next)
        return False

    def _step(self, by: int) -> None:
        if self.show_.blank:
            self.show_.be_blank(self.show_.blank)
        else:
            self.show_.go(self.page + by)

    def _last(self) -> None:
        self.show_.go(self.count - 1)

    def _enter(self) -> None:
        digits, self._digits = self._digits, ""
        if self.slide_list.isVisible():
            self._listed(self.slide_list.currentIndex())
        elif not digits:
            self._step(1)
        elif 1 <= int(digits) <= self.count:
            self.told.hide()
            self.show_.go(int(digits) - 1)
        else:
            self._tell(f"There is no slide {int(digits)}; there are {self.count}")

    def _erase(self) -> None:
        if self._digits:
            self._digits = self._digits[:-1]
            self._tell(f"Slide {self._digits}: Enter goes there" if self._digits else "")
        else:
            self._step(-1)

    def _escape(self) -> None:
        """Go back one step: what is open, what is supposed, what is zoomed, what is blank; at last leave."""
        show = self.show_
        if self.what_if.isVisible() or self.slide_list.isVisible():
            self._close_lists()
        elif show.supposing.active:
            show.supposing.take_back()
        elif show.blank:
            show.be_blank(show.blank)
        elif show.eye.zoom > 1.0:
            show.look(Eye())
        elif show.pointer is not None:
            show.toggle_pointer()
        else:
            self.close()

    def _close_lists(self) -> None:
        self.what_if.hide()
        self.slide_list.hide()
        self._place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _zoom(self, factor: float) -> None:
        at = self.surface.mapFromGlobal(self.cursor().pos())
        inside = self.surface.rect().contains(at)
        self.surface.zoom(factor, QPointF(at) if inside else None)

    def _toggle_notes(self) -> None:
        self.notes_shown = not self.notes_shown
        self._follow()

    def _toggle_list(self) -> None:
        if self.slide_list.isVisible():
            self._close_lists()
        else:
            self.what_if.hide()
            self.slide_list.show()
            self._place()
            self.slide_list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.slide_list.setCurrentIndex(self.slide_list.row_model.index(self.page))

    def _toggle_what_if(self) -> None:
        if self.what_if.isVisible():
            self._close_lists()
            return
        self.show_.supposing.warm_up()
        self.slide_list.hide()
        self.what_if.refresh()
        self.what_if.show()
        self._place()
        self.what_if.raise_()
        self.what_if.start()

    def _toggle_console(self) -> None:
        if self.console is not None and self.console.isVisible():
            self.console.hide()
        else:
            self.open_console()

    def _toggle_clock(self) -> None:
        self.show_.clock.toggle()
        self._tell_clock()

    def _reset_clock(self) -> None:
        self.show_.clock.reset()
        self._tell_clock()

    def _tell_clock(self) -> None:
        clock = self.show_.clock
        self._tell(f"Timer {timer_text(clock.seconds)}{'' if clock.running else ', paused'}")
        if self.console is not None:
            self.console.tick()

    def _other_source(self) -> None:
        show = self.show_
        if show.source == "deck" and not show.has_views:
            self._tell("No view is saved; Present › Save view with caption… saves one")
            return
        show.choose("views" if show.source == "deck" else "deck")
        self._tell("Saved views" if show.source == "views" else "Deck")

    # What is seen.

    def _tell(self, words: str) -> None:
        """Say WORDS for a moment, over the slide."""
        if words and words != self.told.text():
            announce(self, words)
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.told.raise_()
        self._place()
        self._telling.start()

    def _follow(self) -> None:
        show, supposing = self.show_, self.show_.supposing
        working = "It is being worked out …" if supposing.working or (supposing.active and show.making) else ""
        costs = supposing.cost or ", ".join(supposing.moved)
        said = " ".join(text for text in (supposing.words, costs, working) if text)
        self.banner.setText(f"{said}   Esc takes it back." if said else "")
        self.banner.setVisible(bool(said) and not show.blank)
        slide = show.slide
        if self.notes_shown:
            told = slide.notes if slide is not None else ""
            self.notes.setText(told or "No notes for this slide.")
        self.notes.setVisible(self.notes_shown and not show.blank)
        if self.what_if.isVisible():
            self.what_if.refresh()
        rows = [Row(str(place), f"{place + 1}  {page.title}") for place, page in enumerate(show.pages)]
        self.slide_list.show_rows(rows)
        self._describe(slide, said)
        self._place()

    def _describe(self, slide: SlidePage | None, said: str) -> None:
        """Tell a screen reader what is on the slide."""
        if slide is None:
            self.setAccessibleName("The slides are being made")
            return
        blank = f", the screen is {self.show_.blank}" if self.show_.blank else ""
        name = f"Slide {self.page + 1} of {self.count}: {slide.title}{blank}"
        # The keyboard stays where it is, so that nobody would hear of another slide or another answer.
        for old, words in ((self.accessibleName(), name), (self._said, said)):
            if words and words != old and self.isVisible():
                announce(self, words)
        self._said = said
        self.setAccessibleName(name)
        notes = [f"Notes: {slide.notes}"] if self.notes_shown and slide.notes else []
        self.setAccessibleDescription(". ".join([*([said] if said else []), *slide.words[1:], *notes]))

    def _place(self) -> None:
        """Stand lists and words over the slide, where they hide least of it."""
        wide, high = self.width(), self.height()
        # A list stands beside the slide: what moves is to be seen.
        beside = self.what_if.isVisible() or self.slide_list.isVisible()
        self._down.setContentsMargins(0, 0, WIDTH + 2 * _EDGE if beside else 0, 0)
        panel = QRect(wide - WIDTH - _EDGE, _EDGE, WIDTH, max(high - 2 * _EDGE, 100))
        self.what_if.setGeometry(panel)
        self.slide_list.setGeometry(panel)
        room = max(wide - 2 * _EDGE - (WIDTH + _EDGE if beside else 0), 100)
        foot = high - 8
        for one in (self.banner, self.notes):
            if not one.isHidden():
                tall = min(one.heightForWidth(room), high // 3)
                one.setGeometry(_EDGE, foot - tall, room, tall)
                foot -= tall + 8
        self.told.adjustSize()
        self.told.move((wide - self.told.width()) // 2, _EDGE)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _clicked(self, event: QMouseEvent) -> None:
        """Walk on by a click; with the list of what can be supposed open, suppose what is clicked on."""
        if self.what_if.isVisible():
            tile = self.surface.tile_at(event.position())
            if tile:
                self.show_.supposing.toggle(tile)
        elif self.show_.eye.zoom <= 1.0:
            self._step(-1 if event.button() == Qt.MouseButton.RightButton else 1)

    def _listed(self, index: QModelIndex) -> None:
        self._close_lists()
        self.show_.go(index.row())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.show_.close()
        if self.console is not None:
            self.console.close()
            self.console = None
        self.left.emit()
        super().closeEvent(event)
