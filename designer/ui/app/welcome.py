"""The welcome screen: recent projects, templates with a picture each, an empty design, recovery."""

import importlib
import sys
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.catalog.library import Library
from designer.drawing.current_theme import current_theme
from designer.edit.templates.templates import TEMPLATES, Template, build_template
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.recovery import Recovery
from designer.ui.app.project_files import when
from designer.ui.app.template_fields import TemplateFields
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import clear_layout_widgets, label
from designer.ui.widgets.icons import app_icon, line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.timers import every

WIDE: Final = QSize(360, 204)
NARROW: Final = QSize(240, 144)
ROOM_FOR_PICTURES: Final = 760
MOST_RECOVERY_PX: Final = 380
"""Height of the list of unsaved work."""
_PICTURES: Final = "designer.ui.present.design_picture"


class TemplateCard(QFrame):
    """One template: picture, title, summary, parameters, a button; the first of all is wide."""

    wanted = Signal(str, object)
    """Template name and its settings."""

    def __init__(self, template: Template, parent: QWidget, *, wide: bool) -> None:
        super().__init__(parent)
        self.template = template
        self.setProperty("look", "card")
        self.size_of_picture = WIDE if wide else NARROW
        self.picture = QLabel(self)
        self.picture.setFixedSize(self.size_of_picture)
        self.picture.setAccessibleName(f"Picture of {template.title}")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._form = TemplateFields(template, self)
        self._form.entered.connect(self._clicked)
        self.fields = self._form.fields
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        self.button = push_button(
            "Create", self, self._clicked, look="primary", name=f"Create a {template.title} design"
        )
        self.button.setMinimumWidth(120)
        self._lay_out(wide)

    def _lay_out(self, wide: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label(self.template.title, "brand" if wide else "title", self))
        words.addWidget(label(self.template.summary, "muted", self, wraps=True))
        words.addSpacing(8)
        words.addWidget(self._form)
        words.addWidget(self.problem)
        words.addSpacing(4)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 16, 16, 16)
        across.setSpacing(24)
        across.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)

    @property
    def settings(self) -> dict[str, str]:
        """The parameters as they are set."""
        return self._form.settings

    def complain(self, text: str) -> None:
        """Say why the parameters cannot be."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _clicked(self) -> None:
        self.complain("")
        self.wanted.emit(self.template.name, self.settings)


class Welcome(QWidget):
    """Welcome screen, which a person sees first."""

    empty_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(Path)
    template_wanted = Signal(str, object)
    recovery_wanted = Signal(Recovery)
    discard_wanted = Signal(Recovery)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._cards: list[TemplateCard] = []
        self._waiting: list[TemplateCard] = []
        self._painted: str = ""
        self._next = every(self, 0, self._paint_next)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "page")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._make_side())
        self._scroll = self._make_scroll()
        across.addWidget(self._scroll, 1)
        follow_look(self._recolour)

    def set_library(self, library: Library) -> None:
        """Make templates with other parts from now on."""
        self._library = library

    def _make_side(self) -> QWidget:
        side = QWidget(self)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setProperty("look", "panel-left")
        side.setFixedWidth(296)
        down = QVBoxLayout(side)
        down.setContentsMargins(24, 40, 24, 24)
        down.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        picture = QLabel(side)
        picture.setPixmap(app_icon().pixmap(QSize(36, 36)))
        top.addWidget(picture)
        top.addWidget(label("Stackwright", "brand", side))
        top.addStretch(1)
        down.addLayout(top)
        down.addWidget(
            label("Draw AI infrastructure and see at once what it carries, draws and costs.", "muted", side, wraps=True)
        )
        down.addSpacing(16)
        self.new_button = push_button("New empty design", side, self.empty_wanted)
        self.open_button = push_button("Open…", side, self.open_wanted)
        for button in (self.new_button, self.open_button):
            button.setAccessibleName(button.text())
            button.setMinimumHeight(36)
            down.addWidget(button)
        self._recovery = QWidget(side)
        self._recovery_rows = QVBoxLayout(self._recovery)
        self._recovery_rows.setContentsMargins(0, 16, 0, 0)
        self._recovery_rows.setSpacing(8)
        self._recovery_area = QScrollArea(side)
        self._recovery_area.setFrameShape(QFrame.Shape.NoFrame)
        self._recovery_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._recovery_area.setWidgetResizable(True)
        self._recovery_area.setAccessibleName("Unsaved work")
        self._recovery_area.setWidget(self._recovery)
        down.addWidget(self._recovery_area)
        down.addSpacing(16)
        down.addWidget(label("Recent projects", "section", side))
        self._recent = QWidget(side)
        rows = QVBoxLayout(self._recent)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        down.addWidget(self._recent)
        down.addStretch(1)
        return side

    def _make_scroll(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName("Templates")
        return scroll

    @property
    def cards(self) -> list[TemplateCard]:
        """A card for each template; a window that opens on a design at once never makes them."""
        if not self._cards:
            self._make_cards()
        return self._cards

    def _make_cards(self) -> None:
        page = QWidget(self._scroll.viewport())
        page.setProperty("look", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setMaximumWidth(1000)
        down = QVBoxLayout(page)
        down.setContentsMargins(40, 40, 40, 40)
        down.setSpacing(16)
        down.addWidget(label("Start from a published design", "brand", page))
        down.addWidget(
            label("Every template is an ordinary design: change whatever you like afterwards.", "muted", page)
        )
        down.addSpacing(16)
        templates = [template for template in TEMPLATES.values() if template.name != "empty"]
        self._cards = [TemplateCard(template, page, wide=place == 0) for place, template in enumerate(templates)]
        group = ""
        for card in self._cards:
            card.wanted.connect(self.template_wanted)
            if card.template.group != group:
                group = card.template.group
                down.addSpacing(16)
                down.addWidget(label(group, "title", page))
            down.addWidget(card)
        down.addStretch(1)
        self._scroll.setWidget(page)
        self._fit_pictures()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        if self.isVisible():
            self._paint_cards()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.new_button.setFocus()
        self._paint_cards()

    def show_projects(self, recent: list[Path], recoveries: list[Recovery]) -> None:
        """Offer recent projects and what can be recovered."""
        clear_layout_widgets(self._recent, _nothing)
        rows = self._recent.layout()
        assert rows is not None
        for path in recent[:8]:
            button = push_button(
                path.stem,
                self._recent,
                partial(self.path_wanted.emit, path),
                look="flat",
                tip=str(path),
                name=f"Open {path.stem}",
            )
            button.setIcon(line_icon("file", "muted"))
            rows.addWidget(button)
        if not recent:
            rows.addWidget(label("Projects that you save appear here.", "muted", self._recent, wraps=True))
        self._show_recoveries(recoveries)

    def _show_recoveries(self, recoveries: list[Recovery]) -> None:
        clear_layout_widgets(self._recovery, _nothing)
        self._recovery_area.setVisible(bool(recoveries))
        for recovery in recoveries:
            card = QFrame(self._recovery)
            card.setProperty("look", "banner-card")
            down = QVBoxLayout(card)
            down.setContentsMargins(12, 10, 12, 10)
            down.setSpacing(6)
            down.addWidget(label(f"Unsaved work: {recovery.name}", "strong", card, wraps=True))
            edits = f"{recovery.edits} edit{'s' if recovery.edits != 1 else ''}, last {when(recovery.last)}"
            where = label(
                Path(recovery.project).name if recovery.project else "Never saved", "caption", card, wraps=True
            )
            where.setToolTip(recovery.project)
            down.addWidget(where)
            down.addWidget(label(edits, "caption", card))
            if recovery.damage:
                down.addWidget(label(recovery.damage, "problem", card, wraps=True))
            across = QHBoxLayout()
            take = push_button(
                "Recover",
                card,
                partial(self.recovery_wanted.emit, recovery),
                look="primary",
                name=f"Recover {recovery.name}",
            )
            drop = push_button(
                "Discard",
                card,
                partial(self.discard_wanted.emit, recovery),
                name=f"Discard the unsaved work on {recovery.name}",
            )
            across.addWidget(take)
            across.addWidget(drop)
            across.addStretch(1)
            down.addLayout(across)
            self._recovery_rows.addWidget(card)
        # Three stand there at once; a list of any length can be scrolled.
        self._recovery_area.setFixedHeight(min(self._recovery.sizeHint().height(), MOST_RECOVERY_PX))

    def card(self, name: str) -> TemplateCard:
        """The card of template NAME."""
        return next(card for card in self.cards if card.template.name == name)

    def _fit_pictures(self) -> None:
        for card in self._cards:
            card.picture.setVisible(self._scroll.width() >= ROOM_FOR_PICTURES)

    def _paint_cards(self) -> None:
        if self._painted != current_theme().name or self._waiting:
            self._next.start()

    def _paint_next(self) -> None:
        """One picture at a time, so that the screen is there at once."""
        if not self.isVisible() or (self._painted == current_theme().name and not self._waiting):
            # Behind an open project they would hold its window up; what is left is painted when they are seen again.
            self._next.stop()
            return
        if self._painted != current_theme().name:
            self._painted = current_theme().name
            self._waiting = list(self.cards)
            return
        if _PICTURES not in sys.modules:
            # numpy comes with it: behind the open window, and in a turn of its own.
            importlib.import_module(_PICTURES)
            return
        from designer.ui.present.design_picture import card_picture

        card = self._waiting.pop(0)
        try:
            design: Design | None = build_template(card.template.name, self._library, card.settings)
        except RefusedInput as problem:
            card.complain(str(problem))
            design = None
        if design is not None:
            card.picture.setPixmap(card_picture(design, card.size_of_picture, self.devicePixelRatioF()))


def _nothing(widget: QWidget) -> bool:
    return False
