"""The window of the deck: slides at the left, the chosen one as it will be shown, and its words."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.analysis.results import Results
from designer.drawing.design_views import DESIGN_VIEWS
from designer.edit.deck import (
    add_slide,
    compute_slide,
    confirm_slide,
    hide_slide,
    move_slide,
    remove_slide,
    set_deck,
    write_slide,
)
from designer.export.deck.composing import figures_for, stance_of
from designer.export.deck.context import DeckContext
from designer.export.deck.deck import STANDARD
from designer.export.deck.fields import resolved
from designer.export.deck.records import DeckSlide
from designer.model.changes import ChangeSet
from designer.model.deck_settings import LEVELS, NO_DECK, SlideSettings, slides_in_order
from designer.model.design import Design
from designer.review.findings import Finding
from designer.ui.app.document import Document
from designer.ui.deck.field_completion import FieldBox, FieldLine
from designer.ui.deck.slide_list import SlideList, SlideRow, outline
from designer.ui.deck.work import DeckShown, context_of, draw_deck, start_painter
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import Choice, EditLine, Form, Segments, label, line
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import every

_WIDE, _HIGH = 1180, 820
_POLL_MS: Final = 40
_CLAIMS: Final = ("title", "subtitle", "text")
"""Words that rest on figures."""
WAITING: Final = "The figures are still being worked out …"
DRAWING: Final = "The slides are being drawn and follow here …"


class DeckDialog(QDialog):
    """Sets what is the person's own in the deck; each change is one edit, undone by itself.

    Attributes:
        shown: The deck as it was drawn last; None before the first time.
        document: The open design.
        list: The slides.
        title, subtitle, text, notes: Words of the chosen slide.
        words: What is to be known of it.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Deck")
        resize_within_screen(self, _WIDE, _HIGH)
        self.document = document
        self.shown: DeckShown | None = None
        self._figures: tuple[Design, Results, tuple[Finding, ...]] | None = None
        self._context: DeckContext | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._future: Future[DeckShown] | None = None
        self._again = False
        self._pixmap = QPixmap()
        self._of = ""
        self._poll = every(self, _POLL_MS, self._look)
        down = dialog_page(self, "Deck")
        down.addLayout(self._make_head())
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(self._make_left(), 3)
        across.addLayout(self._make_right(), 7)
        down.addLayout(across, 1)
        down.addWidget(line(self))
        down.addLayout(self._make_foot())
        connect_given((document.changed, self.refresh), (document.analysed, self.refresh), (self.finished, self._end))
        self.refresh()

    @property
    def waiting(self) -> bool:
        """Return True while slides are drawn."""
        return self._future is not None

    @property
    def slide_id(self) -> str:
        """Return the id of the chosen slide."""
        return self.list.slide_id

    # ---- Parts of the window ----

    def _make_head(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(label("For", "muted", self))
        titles = {"board": "Board", "manager": "Managers", "engineer": "Engineers"}
        level = self.document.design.settings.deck.level
        self.level = Segments(
            "For whom the words are", [(one, titles[one]) for one in LEVELS], level, self, chosen=self._set_level
        )
        across.addWidget(self.level)
        across.addSpacing(12)
        across.addWidget(label("Template", "muted", self))
        self.template = EditLine("Template, a .pptx beside the project", self, entered=self._set_template)
        self.template.setPlaceholderText("a .pptx beside the project")
        self.template.setFixedWidth(220)
        across.addWidget(self.template)
        across.addStretch(1)
        return across

    def _make_left(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self.list = SlideList(self, chosen=self._show_slide, moved=self._move)
        down.addWidget(self.list, 1)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.add_button = push_button("Add slide", self, self._add, takes_enter=False)
        self.hide_button = push_button("Hide", self, self._hide, takes_enter=False)
        self.remove_button = push_button("Remove", self, self._remove, takes_enter=False)
        for button in (self.add_button, self.hide_button, self.remove_button):
            across.addWidget(button)
        across.addStretch(1)
        down.addLayout(across)
        return down

    def _make_right(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(12)
        self.preview = QLabel(self)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(QSize(320, 180))
        self.preview.setAccessibleName("The slide as it will be shown")
        down.addWidget(self.preview, 1)
        self.form = Form(self)
        self.title = FieldLine("Title", self, entered=partial(self._write, "title"))
        self.subtitle = FieldLine("Subtitle", self, entered=partial(self._write, "subtitle"))
        self.text, self.notes = FieldBox("Text", self, 72), FieldBox("Notes for the speaker", self, 56)
        connect_given(
            (self.text.entered, partial(self._write, "text")), (self.notes.entered, partial(self._write, "notes"))
        )
        self.view = Choice("View that the slide shows", self, chosen=partial(self._write, "view"))
        with self.form.adding():
            self.form.add("Title", self.title)
            self.form.add("Subtitle", self.subtitle)
            self.form.add("Text", self.text)
            self.form.add("View", self.view)
            self.form.add("Notes", self.notes)
        self.text.setPlaceholderText("Stands in place of the right column; a line that begins with - is a point")
        down.addWidget(self.form)
        return down

    def _make_foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.words = label("", "muted", self, wraps=True)
        self.words.setAccessibleName("About this slide")
        across.addWidget(self.words, 1)
        self.confirm_button = push_button("It still holds", self, self._confirm, takes_enter=False)
        self.computed_button = push_button("Back to computed", self, self._compute, takes_enter=False)
        across.addWidget(self.confirm_button)
        across.addWidget(self.computed_button)
        across.addWidget(push_button("Close", self, self.accept, look="primary", takes_enter=False))
        return across

    # ---- Drawing ----

    def refresh(self, *_: object) -> None:
        """Show the deck as it is set, and draw it anew where its figures are known."""
        self._take_figures()
        self._show_settings()
        if self._figures is None:
            self.words.setText(WAITING)
            return
        if self._future is not None:
            self._again = True
            return
        self._draw()

    def _take_figures(self) -> None:
        """Take the figures of the design as it is drawn; those of before still hold where only the deck changed."""
        document = self.document
        results, findings = document.standing
        if results is not None and document.fresh:
            self._figures = (document.design, results, findings)
        elif self._figures is not None and not _only_deck(self._figures[0], document.design):
            self._figures = None
        self._context = None
        if self._figures is not None:
            _, results, findings = self._figures
            self._context = context_of(document.design, document.library, results, findings, clock.today())

    def _draw(self) -> None:
        if self._figures is None:
            return
        _, results, findings = self._figures
        if self._pool is None:
            self._pool = start_painter()
        document = self.document
        self._again = False
        self._future = self._pool.submit(
            draw_deck, document.design, document.library, results, findings, clock.today(), document.place()
        )
        self._poll.start()
        self._say(self._slides().get(self.slide_id))

    def _look(self) -> None:
        future = self._future
        if future is None or not future.done():
            return
        self._future = None
        self._poll.stop()
        if self._again:
            self._draw()
            return
        problem = future.exception()
        if problem is not None:
            # The process is gone, or something in the design cannot be drawn: the words can be set all the same.
            self._stop_pool()
            self.words.setText(f"The slides could not be drawn: {problem}")
            return
        self.shown = future.result()
        for box in (self.title, self.subtitle, self.text, self.notes):
            box.completion.show_fields(self.shown.fields)
        self._show_settings()
        self.list.show_pictures(self.shown.pictures)
        self._show_slide()

    def _stop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _end(self, *_: object) -> None:
        self._poll.stop()
        self._future = None
        self._stop_pool()

    # ---- What is shown ----

    def _slides(self) -> dict[str, DeckSlide]:
        return {one.id: one for one in (*self.shown.deck.slides, *self.shown.deck.hidden)} if self.shown else {}

    def _own(self) -> SlideSettings:
        return self.document.design.settings.deck.of(self.slide_id)

    def _show_settings(self) -> None:
        """Show order, level and template as the design has them."""
        deck = self.document.design.settings.deck
        self.level.choose(deck.level)
        self.template.show_value(deck.template)
        slides = self._slides()
        left_out = {one.id: one.why for one in self.shown.deck.left_out} if self.shown else {}
        rows: list[SlideRow] = []
        number = 0
        for slide_id in slides_in_order(STANDARD, deck):
            slide, own = slides.get(slide_id), deck.of(slide_id)
            title = slide.title.text if slide is not None else own.title or slide_id.capitalize()
            if slide_id in left_out:
                rows.append(SlideRow(slide_id, f"Left out: {slide_id}", f"Left out: {left_out[slide_id]}", True))
            elif own.hidden:
                rows.append(SlideRow(slide_id, f"Hidden: {title}", f"Hidden slide: {title}", True))
            else:
                number += 1
                check = ", to be checked" if slide is not None and slide.title.check else ""
                rows.append(SlideRow(slide_id, f"{number}  {title}", f"Slide {number}{check}: {title}", False))
        self.list.show_rows(rows, self.slide_id)
        if self.shown is not None:
            self.list.show_pictures(self.shown.pictures)
        self._show_slide()

    def _show_slide(self, *_: object) -> None:
        """Show words and picture of the chosen slide."""
        own, slide = self._own(), self._slides().get(self.slide_id)
        computed = slide.computed if slide is not None else ()
        other, self._of = self._of != self.slide_id, self.slide_id
        for box, text in ((self.title, own.title), (self.subtitle, own.subtitle)):
            # What was begun on another slide must not be written on this one.
            if other:
                box.setModified(False)
            box.show_value(text)
        self.title.setPlaceholderText(computed[0].text if computed else "")
        self.subtitle.setPlaceholderText(computed[1].text if len(computed) > 1 else "")
        self.text.show_value(own.text)
        self.notes.show_value(own.notes)
        views = [(one.id, one.name) for one in self.document.design.views_in_order()]
        kinds = [(one.id, one.title) for one in DESIGN_VIEWS]
        self.view.show_choices([("", "none"), *kinds, *views], own.view)
        self.form.show_row(self.view, own.own and not own.against)
        there = slide is not None or own.own
        for box in (self.title, self.subtitle, self.text, self.notes):
            box.setEnabled(there)
        self.hide_button.setText("Show" if own.hidden else "Hide")
        self.hide_button.setEnabled(there)
        self.remove_button.setEnabled(own.own)
        self.computed_button.setEnabled(not own.own and replace(own, hidden=False) != SlideSettings())
        self.confirm_button.setEnabled(bool(slide is not None and slide.check_why))
        body = self.shown.pictures.get(self.slide_id) if self.shown is not None else None
        self._pixmap = QPixmap()
        if body:
            self._pixmap.loadFromData(body)
        self._fit_preview()
        self._say(slide)

    def _say(self, slide: DeckSlide | None) -> None:
        """Say below the form what is wrong with the words, or what they rest on."""
        own, context = self._own(), self._context
        left_out = {one.id: one.why for one in self.shown.deck.left_out} if self.shown else {}
        for box, text in ((self.title, own.title), (self.subtitle, own.subtitle), (self.text, own.text)):
            found = resolved(context, text).problems if context is not None and text else ()
            self.form.complain(box, " ".join(found))
        if self.slide_id in left_out:
            words = f"This slide is left out: {left_out[self.slide_id]}"
        elif slide is None:
            words = DRAWING if self._figures is not None else WAITING
        elif slide.check_why:
            computed = f" Computed: “{slide.computed[0].text}”." if slide.computed else ""
            words = f"Check your words: {slide.check_why}.{computed}"
        elif self._future is not None:
            # Until then the picture and the list show the words of before.
            words = DRAWING
        else:
            words = "{ offers live figures, as {cost.capex}. Empty fields keep what is computed."
        self.words.setText(words)
        self.preview.setAccessibleDescription(" ".join(claim.text for claim in _claims(slide)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_preview()

    def _fit_preview(self) -> None:
        if self._pixmap.isNull():
            self.preview.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        room = self.preview.contentsRect().size() * ratio
        fitted = self._pixmap.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        outline(fitted)
        fitted.setDevicePixelRatio(ratio)
        self.preview.setPixmap(fitted)

    # ---- Edits ----

    def _edit(self, make: Callable[[Design], ChangeSet]) -> str:
        return self.document.attempt(make)

    def _set_level(self, level: str) -> None:
        self._edit(partial(set_deck, level=level))

    def _set_template(self, name: str) -> None:
        problem = self._edit(partial(set_deck, template=name.strip()))
        if problem:
            self.words.setText(problem)

    def _write(self, field: str, text: str) -> None:
        """Put TEXT in place of what is computed, with the figures that it rests on now."""
        own, slide = self._own(), self._slides().get(self.slide_id)
        values: dict[str, Any] = {field: text.strip() if field != "notes" else text}
        if field in _CLAIMS and self._context is not None and slide is not None:
            words = {name: getattr(own, name) for name in _CLAIMS} | values
            values["figures"] = figures_for(self._context, slide, words.values())
            values["stance"] = stance_of(slide)
        problem = self._edit(partial(write_slide, slide_id=self.slide_id, **values))
        self.form.complain(getattr(self, field), problem) if problem else None

    def _confirm(self) -> None:
        own, slide = self._own(), self._slides().get(self.slide_id)
        if self._context is None or slide is None:
            return
        figures = figures_for(self._context, slide, [own.title, own.subtitle, own.text])
        self._edit(partial(confirm_slide, slide_id=self.slide_id, figures=figures, stance=stance_of(slide)))

    def _compute(self) -> None:
        self._edit(partial(compute_slide, slide_id=self.slide_id))

    def _hide(self) -> None:
        self._edit(partial(hide_slide, slide_id=self.slide_id, hidden=not self._own().hidden))

    def _remove(self) -> None:
        self._edit(partial(remove_slide, slide_id=self.slide_id))

    def _move(self, slide_id: str, place: int) -> None:
        self._edit(partial(move_slide, standard=STANDARD, slide_id=slide_id, place=place))

    def _add(self) -> None:
        """Add a slide behind the chosen one, and go to its title."""
        made: list[str] = []

        def make(design: Design) -> ChangeSet:
            edit, slide_id = add_slide(design, STANDARD, "New slide", after=self.slide_id)
            made.append(slide_id)
            return edit

        if not self._edit(make):
            for row in range(self.list.count()):
                self.list.setCurrentRow(row)
                if self.slide_id == made[-1]:
                    break
            self.title.setFocus()
            self.title.selectAll()


def _only_deck(before: Design, after: Design) -> bool:
    """Return whether the two differ in their deck alone, so that all figures are the same."""
    bare = replace(before.settings, deck=NO_DECK) == replace(after.settings, deck=NO_DECK)
    return bare and all(
        getattr(before, table) is getattr(after, table) for table in ("nodes", "links", "parts", "sources")
    )


def _claims(slide: DeckSlide | None) -> list[Any]:
    return [claim for claim in (slide.title, slide.subtitle) if claim is not None] if slide is not None else []
