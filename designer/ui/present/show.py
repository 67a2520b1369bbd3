"""A presentation that runs: its slides, which of them is shown and how; audience and speaker look at the same one."""

import time
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from designer.drawing.current_theme import current_theme
from designer.drawing.slides.page import HEIGHT, WIDTH, SlidePage
from designer.paint.text_widths import text_widths
from designer.ui.app.document import Document
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.present.painted_drawings import PaintedDrawings
from designer.ui.present.slides_made import Made, Material, Source, maker
from designer.ui.present.supposing import Supposing
from designer.ui.widgets.callbacks import connect_given

Blank = Literal["", "black", "white"]
Move = Literal["jump", "fade", "count"]
"""The way the next slide comes: at once, over the one before (or by a flight over a drawing that both show), or by
counting to its figures."""
MOST_ZOOM: Final = 12.0


class Eye(NamedTuple):
    """Nearness from which the drawing of a slide is looked at, or the slide where it has none.

    Attributes:
        zoom: Times as large as it stands on the slide.
        x: Middle of what is seen, as a share of the whole from its left.
        y: The same from its top.
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def zoomed(self, factor: float, x: float, y: float) -> "Eye":
        """Return the eye FACTOR times as near, with what lies at X, Y (shares of what is seen) staying there."""
        zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        # What is at X, Y now, as shares of the whole.
        at_x, at_y = self.x + (x - 0.5) / self.zoom, self.y + (y - 0.5) / self.zoom
        return Eye(zoom, at_x - (x - 0.5) / zoom, at_y - (y - 0.5) / zoom).kept_inside()

    def panned(self, dx: float, dy: float) -> "Eye":
        """Return the eye moved by shares of what is seen."""
        return Eye(self.zoom, self.x + dx / self.zoom, self.y + dy / self.zoom).kept_inside()

    def kept_inside(self) -> "Eye":
        """Return the eye where it sees nothing beyond the whole."""
        half = 0.5 / self.zoom
        return Eye(self.zoom, min(max(self.x, half), 1 - half), min(max(self.y, half), 1 - half))


class Clock:
    """Time for which the presentation has run; it can rest, and begin anew."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun: float | None = now()
        self._before = 0.0

    @property
    def seconds(self) -> float:
        """Return for how long it has run."""
        return self._before + (self._now() - self._begun if self._begun is not None else 0.0)

    @property
    def running(self) -> bool:
        """Return whether it goes on."""
        return self._begun is not None

    def toggle(self) -> None:
        """Rest, or go on."""
        if self._begun is None:
            self._begun = self._now()
        else:
            self._before, self._begun = self.seconds, None

    def reset(self) -> None:
        """Begin anew; it rests on if it rests."""
        self._before = 0.0
        if self._begun is not None:
            self._begun = self._now()


class Show(QObject):
    """A presentation.

    Attributes:
        source: What is shown: the deck, or the saved views.
        page: Number of the slide, from 0.
        blank: Whether the screen is black or white instead.
        eye: How near the drawing is looked at.
        pointer: Where the pointer of light is, in units of the slide; None while it is off.
        supposing: What is supposed in front of the audience.
        clock: How long it has run.
        painted: Pictures of its drawings, for all who show them.
        move: How the present slide came.
    """

    changed = Signal()
    """Something that is seen is different."""

    def __init__(self, document: Document, parent: QObject, source: Source = "deck") -> None:
        super().__init__(parent)
        self.document = document
        self.source: Source = source
        self.page = 0
        self.blank: Blank = ""
        self.eye = Eye()
        self.pointer: tuple[float, float] | None = None
        self.move: Move = "jump"
        self.clock = Clock()
        self.painted = PaintedDrawings()
        self._standing: Made | None = None
        self._supposed: Made | None = None
        self._making = NewestInThread(self)
        self._making_supposed = NewestInThread(self)
        self._of: tuple[object, object] | None = None
        self.supposing = Supposing(document, self, self._suppose)
        connect_given((document.analysed, self.follow))
        self.follow()

    @property
    def made(self) -> Made | None:
        """Return the slides that are shown; None until there are any."""
        return self._supposed if self.supposing.active and self._supposed is not None else self._standing

    @property
    def pages(self) -> tuple[SlidePage, ...]:
        """Return the slides laid out."""
        return self.made.pages if self.made is not None else ()

    @property
    def slide(self) -> SlidePage | None:
        """Return the slide that is shown; None until there are any."""
        return self.pages[self.page] if self.page < len(self.pages) else None

    @property
    def making(self) -> bool:
        """Return whether slides are being made."""
        return self._making.running or self._making_supposed.running

    @property
    def has_views(self) -> bool:
        """Return whether views were saved that can be shown instead of the deck."""
        return bool(self.document.design.views)

    def go(self, page: int) -> None:
        """Show slide PAGE, from 0; the first or last beyond the ends."""
        page = max(0, min(page, len(self.pages) - 1))
        if page != self.page or self.blank:
            self.page, self.blank, self.eye, self.move = page, "", Eye(), "fade"
            self.changed.emit()

    def go_to(self, slide_id: str) -> None:
        """Show the slide that is about SLIDE_ID, where there is one."""
        found = next((number for number, page in enumerate(self.pages) if page.id == slide_id), None)
        if found is not None:
            self.go(found)

    def be_blank(self, blank: Blank) -> None:
        """Show a black or white screen, or the slide again where it is so already."""
        self.blank = "" if self.blank == blank else blank
        self.move = "jump"
        self.changed.emit()

    def look(self, eye: Eye) -> None:
        """Look at the drawing from EYE."""
        if eye != self.eye:
            self.eye, self.move = eye, "jump"
            self.changed.emit()

    def point(self, x: float, y: float) -> None:
        """Put the pointer of light to (X, Y) of the slide."""
        self.pointer = (min(max(x, 0.0), WIDTH), min(max(y, 0.0), HEIGHT))
        self.move = "jump"
        self.changed.emit()

    def toggle_pointer(self) -> None:
        """Switch the pointer of light on or off."""
        self.pointer = None if self.pointer is not None else (WIDTH / 2, HEIGHT / 2)
        self.move = "jump"
        self.changed.emit()

    def choose(self, source: Source) -> None:
        """Show the deck, or the saved views."""
        if source != self.source:
            self.source, self.page, self.eye = source, 0, Eye()
            self._of = self._standing = self._supposed = None
            self.follow()

    def follow(self) -> None:
        """Make the slides anew where the design or its results are others."""
        document = self.document
        results, findings = document.standing
        if self._of is not None:
            # Results of before an edit stand until those of after it are there; the same ones need no other slides.
            same = results is self._of[0] and findings is self._of[1]
            if same or (results is not None and not document.fresh):
                return
        self._of = (results, findings)
        material = Material(
            document.design, document.library, results, findings, current_theme(), text_widths(), document.place()
        )
        self._making.start(maker(self.source, material), self._take)
        self.supposing.follow()

    def close(self) -> None:
        """End what is being worked out."""
        self._making.drop()
        self._making_supposed.drop()
        self.supposing.close()

    def _take(self, made: Made) -> None:
        first = self._standing is None
        self._standing = made
        if not self.supposing.active:
            self._shown("jump" if first else "count")
        elif self._supposed is None:
            self._suppose()

    def _take_supposed(self, made: Made) -> None:
        if self.supposing.active:
            about = self.slide.id if self.slide is not None else ""
            self._supposed = made
            self._stay(about)
            self._shown("count")

    def _shown(self, move: Move) -> None:
        """Tell that there are other slides; the one about the same subject stays in sight."""
        self.page = min(self.page, max(len(self.pages) - 1, 0))
        self.move = move
        self.changed.emit()

    def _suppose(self) -> None:
        """Follow what is supposed: make its slides, or show those of the design again."""
        supposing = self.supposing
        if not supposing.active:
            about = self.slide.id if self.slide is not None else ""
            self._supposed = None
            self._making_supposed.drop()
            self._stay(about)
            self._shown("count")
            return
        reply = supposing.reply
        if reply is None or reply.results is None or self._standing is None:
            # The banner says that it is being worked out, or why it cannot be.
            self.move = "jump"
            self.changed.emit()
            return
        # Failures of a design in which something has failed already are those of one thing more.
        results = reply.results
        material = Material(
            supposing.design,
            self.document.library,
            results,
            tuple(reply.findings),
            current_theme(),
            text_widths(),
            self.document.place(),
        )
        # The band says what is wrong with the design; what is wrong with what is supposed stands in the banner.
        draft = self._standing.deck.draft
        self._making_supposed.start(
            maker(self.source, material, draft=draft, supposed=supposing.told), self._take_supposed
        )

    def _stay(self, about: str) -> None:
        """Keep to the slide that is ABOUT the same, where others come or go before it."""
        found = next((number for number, page in enumerate(self.pages) if page.id == about), None)
        if found is not None:
            self.page = found
