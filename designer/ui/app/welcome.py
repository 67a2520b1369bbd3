"""The start page: recent projects with pictures, recovery, and a gallery of samples with their parameters."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.layer_words import LAYER_ICONS, LAYER_TITLES
from designer.edit.templates.templates import TEMPLATES, Template
from designer.model.parts.part import Layer
from designer.model.wording import listed
from designer.store.recent import RecentProject
from designer.store.recovery import Recovery
from designer.ui.app.gallery.picture_cache import PictureLook, PictureWanted
from designer.ui.app.gallery.recent_list import THUMB, RecentList
from designer.ui.app.gallery.sample_grid import PICTURE, SampleGrid
from designer.ui.app.project_files import when
from designer.ui.app.template_fields import TemplateFields
from designer.ui.commands.word_search import WordSearch
from designer.ui.widgets.buttons import push_button, tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import clear_layout_widgets, label, line_edit
from designer.ui.widgets.icons import app_icon, line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.timers import every

if TYPE_CHECKING:
    from designer.ui.app.gallery.pictures import Pictures

SIDE_WIDTH: Final = 272
FORM_WIDTH: Final = 288
_NONE_FOUND: Final = "No sample has all of these words and layers. Take some back, or begin with an empty design."
MOST_RECOVERY_PX: Final = 300
"""Height of the list of unsaved work."""


class SampleForm(QFrame):
    """Shows the chosen sample: whole sentences about it, its parameters, and the button that makes it."""

    wanted = Signal(str, object)
    """Template name and its settings."""

    def __init__(self, template: Template, parent: QWidget, wanted: Run) -> None:
        super().__init__(parent)
        connect_given((self.wanted, wanted))
        self.template = template
        self._form = TemplateFields(template, self)
        self._form.entered.connect(self._clicked)
        self.fields = self._form.fields
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        self.button = push_button(
            "Create", self, self._clicked, look="primary", name=f"Create a {template.title} design"
        )
        self.button.setMinimumWidth(120)
        self.button.setMinimumHeight(36)
        self.size_words = label("", "strong", self)
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 24, 20, 20)
        down.setSpacing(8)
        down.addWidget(label(template.title, "title", self, wraps=True))
        down.addWidget(label(template.summary, "muted", self, wraps=True))
        down.addWidget(self.size_words)
        layers = listed([LAYER_TITLES[layer] for layer in template.layers], None)
        down.addWidget(label(f"Layers: {layers}", "caption", self, wraps=True))
        down.addSpacing(8)
        down.addWidget(self._form)
        down.addWidget(self.problem)
        down.addSpacing(4)
        down.addWidget(self.button)
        down.addStretch(1)

    @property
    def settings(self) -> dict[str, str]:
        """The parameters as they are set."""
        return self._form.settings

    def enter(self) -> None:
        """Put the keyboard into the first parameter, or on the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.focus_first()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._clicked()
            return
        super().keyPressEvent(event)

    def complain(self, text: str) -> None:
        """Say why the parameters cannot be."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _clicked(self) -> None:
        self.complain("")
        self.wanted.emit(self.template.name, self.settings)


class Welcome(QWidget):
    """Start page, which a person sees first."""

    empty_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(Path)
    forget_wanted = Signal(Path)
    """A project that shall not be offered any more."""

    template_wanted = Signal(str, object)
    recovery_wanted = Signal(Recovery)
    discard_wanted = Signal(Recovery)

    def __init__(
        self,
        parent: QWidget,
        *,
        empty_wanted: Run,
        open_wanted: Run,
        path_wanted: Run,
        forget_wanted: Run,
        template_wanted: Run,
        recovery_wanted: Run,
        discard_wanted: Run,
    ) -> None:
        super().__init__(parent)
        connect_given(
            (self.empty_wanted, empty_wanted),
            (self.open_wanted, open_wanted),
            (self.path_wanted, path_wanted),
            (self.forget_wanted, forget_wanted),
            (self.template_wanted, template_wanted),
            (self.recovery_wanted, recovery_wanted),
            (self.discard_wanted, discard_wanted),
        )
        self._forms: dict[str, SampleForm] = {}
        self._shown: dict[str, PictureLook] = {}
        self._pictures: Pictures | None = None
        self._soon = every(self, 0, self._want_pictures)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "page")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._make_side())
        across.addWidget(self._make_gallery(), 1)
        self._sheet = self._make_sheet()
        across.addWidget(self._sheet)
        follow_look(self._recolour)

    @property
    def pictures(self) -> "Pictures":
        """Return what brings the pictures, made and loaded once the page is there."""
        from designer.ui.app.gallery.pictures import Pictures

        if self._pictures is None:
            self._pictures = Pictures(self, came=self._take_picture, failed=self._take_problem)
        return self._pictures

    def _make_side(self) -> QWidget:
        side = QWidget(self)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setProperty("look", "panel-left")
        side.setFixedWidth(SIDE_WIDTH)
        down = QVBoxLayout(side)
        down.setContentsMargins(16, 24, 8, 8)
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
        down.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 8, 0)
        buttons.setSpacing(8)
        self.new_button = push_button("New empty design", side, self.empty_wanted, look="primary")
        self.open_button = push_button("Open…", side, self.open_wanted)
        for button, share in ((self.new_button, 1), (self.open_button, 0)):
            button.setAccessibleName(button.text())
            button.setMinimumHeight(36)
            buttons.addWidget(button, share)
        down.addLayout(buttons)
        down.addWidget(label("Or drop a project, a design as text or a graph here.", "caption", side, wraps=True))
        self._recovery = QWidget(side)
        self._recovery_rows = QVBoxLayout(self._recovery)
        self._recovery_rows.setContentsMargins(0, 8, 0, 0)
        self._recovery_rows.setSpacing(8)
        self._recovery_area = _scroll_area("Unsaved work", side)
        self._recovery_area.setWidget(self._recovery)
        down.addWidget(self._recovery_area)
        down.addSpacing(4)
        down.addWidget(label("Recent projects", "section", side))
        area = _scroll_area("Recent projects", side)
        page = QWidget(area.viewport())
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 8, 0)
        self.recent = RecentList(page, path_wanted=self.path_wanted, forget_wanted=self.forget_wanted)
        inside.addWidget(self.recent)
        inside.addStretch(1)
        area.setWidget(page)
        down.addWidget(area, 1)
        return side

    def _make_gallery(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(12, 24, 0, 0)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 12, 0)
        head.addWidget(label("Start from a sample", "brand", page))
        head.addStretch(1)
        self.search = line_edit("Search samples", page, placeholder="Search samples", clears=True, changed=self._filter)
        self.search.setMaximumWidth(220)
        head.addWidget(self.search, 1)
        down.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(label("That show", "muted", page))
        self.layer_buttons: dict[Layer, QToolButton] = {}
        all_shown = {layer for template in TEMPLATES.values() for layer in template.layers}
        layers: list[Layer] = [layer for layer in LAYER_TITLES if layer in all_shown]
        for layer in layers:
            title = LAYER_TITLES[layer]
            button = tool_button(page, self._filter, name=f"Only samples that show {title}", tip=title, icon_side=18)
            button.setCheckable(True)
            self.layer_buttons[layer] = button
            row.addWidget(button)
        row.addStretch(1)
        self.found = label("", "caption", page)
        row.addWidget(self.found)
        down.addLayout(row)
        self.none_found = label(_NONE_FOUND, "muted", page, wraps=True)
        self.none_found.hide()
        down.addWidget(self.none_found)
        self.grid = SampleGrid(TEMPLATES, page, chosen=self._choose, wanted=self._enter)
        down.addWidget(self.grid, 1)
        return page

    def _make_sheet(self) -> QScrollArea:
        sheet = _scroll_area("The chosen sample", self)
        sheet.setFixedWidth(FORM_WIDTH)
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sheet.setProperty("look", "panel-right")
        return sheet

    @property
    def shown_form(self) -> SampleForm | None:
        """Return the form of the chosen sample; None before one is chosen."""
        shown = self._sheet.widget()
        return shown if isinstance(shown, SampleForm) else None

    def form(self, name: str) -> SampleForm:
        """Choose the sample of template NAME and return its form; a window that opens on a design never makes one."""
        self.grid.choose(name)
        self._choose(name)
        return self._forms[name]

    def _enter(self, name: str) -> None:
        self.form(name).enter()

    def _choose(self, name: str) -> None:
        form = self._forms.get(name)
        if form is None:
            form = self._forms[name] = SampleForm(TEMPLATES[name], self._sheet.viewport(), self.template_wanted)
        before = self._sheet.widget()
        if before is not form:
            if before is not None:
                self._sheet.takeWidget().setParent(self)
                before.hide()
            self._sheet.setWidget(form)
            form.show()
        form.size_words.setText(self.grid.samples[name].size)
        form.size_words.setVisible(bool(form.size_words.text()))

    def _filter(self) -> None:
        """Show the samples in which all words of the search stand and that show all layers that are pressed."""
        layers = {layer for layer, button in self.layer_buttons.items() if button.isChecked()}
        names = list(self.grid.samples)
        searched = WordSearch([sample.spoken for sample in self.grid.samples.values()])
        met = {names[place] for place in searched.find(self.search.text(), len(names))}
        shown = [name for name in names if name in met and layers <= set(TEMPLATES[name].layers)]
        self.grid.show_only(shown)
        self.found.setText("" if len(shown) == len(names) else f"{len(shown)} of {len(names)}")
        self.none_found.setVisible(not shown)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        if self.isVisible():
            self._paint_cards()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.new_button.setFocus()
        self._paint_cards()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # Behind an open project they would hold its window up; what is left is brought when they are seen again.
        self._soon.stop()
        if self._pictures is not None:
            self._pictures.stop()
        super().hideEvent(event)

    def show_projects(self, recent: Sequence[RecentProject], recoveries: Sequence[Recovery]) -> None:
        """Offer recent projects and what can be recovered."""
        self.recent.show_projects(recent)
        self._shown = {key: look for key, look in self._shown.items() if key in self.grid.samples}
        self._show_recoveries(recoveries)
        if self.isVisible():
            self._paint_cards()

    def _show_recoveries(self, recoveries: Sequence[Recovery]) -> None:
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
            card.show()  # where the page is in sight already, a card would have no height until the next round
        # Three stand there at once; a list of any length can be scrolled.
        high = self._recovery.heightForWidth(SIDE_WIDTH - 24) if recoveries else 0
        self._recovery_area.setFixedHeight(min(high, MOST_RECOVERY_PX))

    def _paint_cards(self) -> None:
        """Bring the pictures that are missing once the page is there."""
        self._soon.start()

    def _want_pictures(self) -> None:
        self._soon.stop()
        self.grid.fill()
        for layer, button in self.layer_buttons.items():
            button.setIcon(line_icon(LAYER_ICONS[layer]))
        theme, ratio = current_theme().name, self.devicePixelRatioF()
        thumb = PictureLook(theme, THUMB.width(), THUMB.height(), ratio)
        card = PictureLook(theme, PICTURE.width(), PICTURE.height(), ratio)
        wanted = [PictureWanted(path, thumb, path=path) for path, row in self.recent.rows.items() if not row.problem]
        wanted += [PictureWanted(name, card, template=name) for name in self.grid.samples]
        self.pictures.want([one for one in wanted if self._shown.get(one.key) != one.look])

    def _take_picture(self, key: str, picture: QPixmap, size: str) -> None:
        row = self.recent.rows.get(key)
        look = PictureLook(current_theme().name, 0, 0, self.devicePixelRatioF())
        if row is not None:
            row.show_picture(picture)
            self._shown[key] = look._replace(width=THUMB.width(), height=THUMB.height())
        elif key in self.grid.samples:
            self.grid.take_picture(key, picture, size)
            self._shown[key] = look._replace(width=PICTURE.width(), height=PICTURE.height())
            form = self._forms.get(key)
            if form is not None and self._sheet.widget() is form:
                self._choose(key)

    def _take_problem(self, key: str, problem: str) -> None:
        row = self.recent.rows.get(key)
        if row is not None:
            row.show_problem(problem)
        elif key in self.grid.samples:
            self.grid.take_problem(key, problem)


def _scroll_area(name: str, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area


def _nothing(widget: QWidget) -> bool:
    return False
