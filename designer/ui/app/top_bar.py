"""The bar at the top: menu, name, saved or not, what the drawing shows, search, export, present."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.ui.commands.command_set import CommandSet
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.icons import app_icon, icon_pixmap, line_icon
from designer.ui.widgets.look import follow_look

_LONGEST_NAME: Final = 420
SHOWS = (("", "Plain"), ("utilisation", "Utilisation"), ("power", "Power"), ("cost", "Cost"))


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
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class TopBar(QWidget):
    """The bar of one window."""

    overlay_chosen = Signal(str)

    def __init__(self, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        self.setFixedHeight(48)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 0, 20, 1)
        across.setSpacing(8)
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
        across.addSpacing(12)
        self.saved = label("", "caption", self)
        across.addWidget(self.saved)
        across.addStretch(1)
        self.shows = Segments("Colour by", SHOWS, "", self, chosen=self.overlay_chosen)
        self.shows.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across.addWidget(self.shows)
        across.addStretch(1)
        self._commands = commands
        self.search = self._search(commands)
        commands.keys_changed.connect(self._show_keys)
        self._show_keys()
        across.addWidget(self.search)
        across.addSpacing(16)
        self.export_menu: QMenu = commands.menu(self, "File/Export")
        self.export = QPushButton("Export", self)
        self.export.setAccessibleName("Export")
        self.export.setMinimumWidth(96)
        self.export.setMenu(self.export_menu)
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
        made.setMinimumWidth(248)
        inside = QHBoxLayout(made)
        inside.setContentsMargins(10, 0, 12, 0)
        inside.setSpacing(8)
        self._glass = QLabel(made)
        inside.addWidget(self._glass)
        inside.addWidget(label("Search or run a command", "muted", made))
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

    def show_state(self, name: str, saved: str, has_design: bool) -> None:
        """Show the design's NAME and whether it is SAVED."""
        self.name.setText(name)
        self.saved.setText(saved)
        for widget in (self.shows, self.export, self.present, self.saved):
            widget.setVisible(has_design)


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
