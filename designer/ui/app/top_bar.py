"""The bar at the top: menu, name, saved or not, what the drawing shows, search, export, present."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.ui.commands.command_set import CommandSet
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import app_icon, icon_pixmap, line_icon
from designer.ui.widgets.look import follow_look

_LONGEST_NAME: Final = 420
_WAS_SHOWN: Final = "wasShown"
_ICON_ALONE: Final = 40
_WITH_WORDS: Final = 264
"""Pixels of the search: its icon, and its icon with words and keys."""
_ROOM_FOR_SAVED: Final = 1200
"""Pixels of the bar from which there is room for whether the design is saved."""


class DesignName(QLabel):
    """The name of the design: the first to give way where the bar is short, with the whole name in its tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Stackwright", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "strong")

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(64, super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(min(wanted.width(), _LONGEST_NAME), wanted.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class TopBar(QWidget):
    """The bar of one window; while a design is open it holds the tabs of its views and its folded figures."""

    brief_fits = Signal(bool)
    """Whether the folded figures have room in the bar."""

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        self.setFixedHeight(48)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 0, 12, 1)
        across.setSpacing(8)
        self._across = across
        self._has_design = False
        self.menu = commands.menu(self)
        self.menu_button = QToolButton(self)
        self.menu_button.setIcon(app_icon())
        self.menu_button.setIconSize(QSize(24, 24))
        self.menu_button.setAccessibleName("Menu of all commands")
        self.menu_button.setToolTip("Menu (F10)")
        self.menu_button.setShortcut("F10")
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        across.addWidget(self.menu_button)
        self.name = DesignName(self)
        across.addWidget(self.name)
        self.variants = push_button("", self, commands.actions["variants.show"].trigger, look="flat", name="Variants")
        commands.tell_keys(self.variants, "variants.show")
        self.variants.hide()
        across.addWidget(self.variants)
        across.addSpacing(12)
        self.saved = label("", "caption", self)
        across.addWidget(self.saved)
        self._tabs: QWidget | None = None
        self._brief: QWidget | None = None
        self._at_tabs = across.count()
        across.addStretch(1)
        self._commands = commands
        self.search = self._search(commands)
        commands.keys_changed.connect(self._show_keys)
        self._show_keys()
        across.addWidget(self.search)
        self.export = push_button("Export", self, commands.actions["exports.page"].trigger, name="Export")
        commands.tell_keys(self.export, "exports.page")
        self.export.setMinimumWidth(80)
        across.addWidget(self.export)
        self.present = push_button(
            " Present", self, commands.actions["present.start"].trigger, look="primary", name="Present"
        )
        commands.tell_keys(self.present, "present.start")
        self.present.setMinimumWidth(104)
        across.addWidget(self.present)
        self._recolour()
        follow_look(self._recolour)

    def _search(self, commands: CommandSet) -> QPushButton:
        run = commands.actions["help.palette"].trigger
        made = push_button("", self, run, look="search", name="Search or run a command")
        commands.tell_keys(made, "help.palette")
        inside = QHBoxLayout(made)
        inside.setContentsMargins(10, 0, 12, 0)
        inside.setSpacing(8)
        self._glass = QLabel(made)
        inside.addWidget(self._glass)
        self._said = label("Search or run a command", "muted", made)
        inside.addWidget(self._said)
        inside.addStretch(1)
        self._keys = label("", "caption", made)
        inside.addWidget(self._keys)
        for child in made.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def _show_keys(self) -> None:
        self._keys.setText(self._commands.shortcuts.text("help.palette"))

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._glass.setPixmap(icon_pixmap("search", current_theme().colour("muted"), 16))
        dark = current_theme().name == "dark"
        self.present.setIcon(line_icon("play", "canvas" if dark else "surface"))

    def show_state(self, name: str, saved: str, has_design: bool, variants: str = "") -> None:
        """Show the design's NAME, whether it is SAVED, and which of the VARIANTS of its project it is."""
        self.name.setText(name)
        self.variants.setText(variants)
        self.variants.setVisible(bool(variants))
        self.saved.setText(saved)
        self._has_design = has_design
        for widget in (self.export, self.present):
            widget.setVisible(has_design)
        self.fit()

    def hold(self, tabs: QWidget, brief: QWidget) -> None:
        """Hold the TABS of the views and the BRIEF figures of the open design, until they are let go."""
        self._tabs, self._brief = tabs, brief
        self._across.insertWidget(self._at_tabs, tabs)
        # The figures stand in the middle of what is left.
        self._across.insertStretch(self._at_tabs + 1, 1)
        self._across.insertWidget(self._at_tabs + 2, brief)
        tabs.show()
        # Figures that were put away with their tab come back as they were; whoever owns them hears of no change.
        if brief.property(_WAS_SHOWN):
            brief.show()
        self.fit()

    def let_go(self, *, keep: bool = False) -> None:
        """Let the tabs and the figures go with the design that they are of; KEEP them where it is only put away."""
        if self._tabs is None or self._brief is None:
            return
        for widget in (self._tabs, self._brief):
            self._across.removeWidget(widget)
            widget.setProperty(_WAS_SHOWN, not widget.isHidden())
            widget.hide()
            if not keep:
                widget.deleteLater()
        self._across.takeAt(self._at_tabs)
        self._tabs = self._brief = None
        self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Leave out what has no room: the words of the search, whether it is saved, at last the figures."""
        has_design = self._has_design
        self.saved.setVisible(has_design and (self.width() >= _ROOM_FOR_SAVED or self._brief is None))
        for widget in (self._said, self._keys):
            widget.setVisible(not has_design)
        self.search.setFixedWidth(_ICON_ALONE if has_design else _WITH_WORDS)
        if self._tabs is None or self._brief is None:
            return
        beside = (
            self.menu_button,
            self.name,
            self.variants,
            self.saved,
            self._tabs,
            self.search,
            self.export,
            self.present,
        )
        taken = sum(max(widget.sizeHint().width(), widget.minimumWidth()) for widget in beside if not widget.isHidden())
        margins = self._across.contentsMargins()
        spaces = self._across.spacing() * (len(beside) + 2) + 12 + margins.left() + margins.right()
        self.brief_fits.emit(taken + spaces + self._brief.sizeHint().width() <= self.width())


class StatusLine(QWidget):
    """The line at the bottom: what just happened, whether the figures are up to date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "status")
        self.setFixedHeight(28)
        across = QHBoxLayout(self)
        self._across = across
        across.setContentsMargins(16, 1, 16, 0)
        across.setSpacing(16)
        self.message = label("", "caption", self)
        self.message.setAccessibleName("Status")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.message, 1)
        self.work = label("", "caption", self)
        across.addWidget(self.work)

    def say(self, text: str) -> None:
        """Show one plain line."""
        self.message.setText(text)
        self.message.setToolTip(text)

    def hold(self, widget: QWidget) -> None:
        """Show WIDGET beside the message while it has something to tell."""
        self._across.insertWidget(1, widget)

    def show_work(self, text: str) -> None:
        """Show what the analysis is doing."""
        self.work.setText(text)
