"""Panels around the drawing: the row that makes one known, and the place that it stands in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

if TYPE_CHECKING:
    from designer.model.figures.figure import Figure
    from designer.review.effects.grouping import FindingGroup
    from designer.review.findings import Finding
    from designer.ui.app.document import Document
    from designer.ui.app.preferences import Preferences

Place = Literal["left", "below"]
"""On which side of the drawing a panel has its tab."""


class PanelHost(Protocol):
    """The design that a panel shows, and all that it can ask for; the workspace is one."""

    @property
    def document(self) -> "Document":
        """Return the open design."""
        ...

    @property
    def preferences(self) -> "Preferences":
        """Return what the person prefers."""
        ...

    def run(self, command_id: str) -> None:
        """Run a command."""
        ...

    def go_to(self, ids: Sequence[str]) -> None:
        """Select IDS and bring them into sight."""
        ...

    def go_to_one(self, record_id: str) -> None:
        """Select one record and bring it into sight."""
        ...

    def reveal(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight, and leave selected what is."""
        ...

    def go_to_link(self, link_id: str) -> None:
        """Show a link on the canvas and go on there."""
        ...

    def select(self, ids: Sequence[str]) -> bool:
        """Select IDS; the answer is whether anything is selected then."""
        ...

    @property
    def has_selection(self) -> bool:
        """Return True when anything is selected."""
        ...

    def follow_selection(self, show: Callable[[tuple[str, ...]], object]) -> None:
        """Call SHOW with what is selected, now and whenever that changes."""
        ...

    def ask_why(self, title: str, figure: "Figure") -> None:
        """Open "Why?" of a figure."""
        ...

    def choose_traffic(self, traffic: str) -> None:
        """Work out another traffic."""
        ...

    def draw_flows(self) -> None:
        """Let flows be drawn."""
        ...

    def fail_one(self, record_id: str) -> None:
        """Take a record as failed, or mend it."""
        ...

    def place(self, part_id: str) -> None:
        """Place a part in the view in sight."""
        ...

    def go_to_finding(self, finding: "Finding") -> None:
        """Show what a finding is about."""
        ...

    def apply_fix(self, finding: "Finding | FindingGroup") -> None:
        """Do what mends a finding."""
        ...

    def show_menu(self, at: QPoint) -> None:
        """Open the menu of what is selected, at a place on the screen."""
        ...

    def show_finding_menu(self, finding: "Finding", at: QPoint) -> None:
        """Open the menu of a finding, at a place on the screen."""
        ...

    def give_rows_menus(self, view: QAbstractItemView, choose: Callable[[QModelIndex], bool]) -> None:
        """Give each row of VIEW the menu of what CHOOSE selects for it."""
        ...

    def name_tab(self, panel_id: str, words: str) -> None:
        """Show other words on the tab of a panel."""
        ...


class PanelSpec(NamedTuple):
    """One panel.

    Attributes:
        id: Its name in the command that shows it (see `command_id`).
        title: Word on its tab.
        make: Makes it as a child of a widget and wires it to its host; it loads what it needs when it is called.
        place: On which side of the drawing its tab is.
        icon: File in resources/icons without ".svg".
        keys: Shortcut of its command, in Qt's portable text.
        named: Title of its command, where that is not its title and "panel".
        command: Id of its command, where that is not "panel.ID".
        marks_losses: Whether the canvas marks single points of failure while it is in sight.
        tab: Word on the tab that it shares with others, which are pages of one panel; "" is a tab of its own.
        lens: What the canvas is coloured by while it is open; its tab is there only then.
    """

    id: str
    title: str
    make: Callable[[PanelHost, QWidget], QWidget]
    place: Place = "below"
    icon: str = ""
    keys: str = ""
    named: str = ""
    command: str = ""
    marks_losses: bool = False
    tab: str = ""
    lens: str = ""

    @property
    def command_id(self) -> str:
        """Id of the command that shows it and goes on there."""
        return self.command or f"panel.{self.id}"

    @property
    def said(self) -> str:
        """Title of its command, in menus and in the palette."""
        return self.named or f"{self.title} panel"


@runtime_checkable
class StartsItself(Protocol):
    """A panel that knows where the keyboard is to go in it."""

    def start(self) -> None:
        """Put the keyboard where work in it begins."""
        ...


def start_in(panel: QWidget) -> bool:
    """Put the keyboard into PANEL: where it says, else on the first thing in it that Tab reaches; False without one."""
    if isinstance(panel, StartsItself):
        panel.start()
        keyboard = panel.window().focusWidget()
        return bool(keyboard) and panel.isAncestorOf(keyboard)
    at = panel.nextInFocusChain()
    while at is not None and at is not panel:
        if panel.isAncestorOf(at) and at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            at.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        at = at.nextInFocusChain()
    return False
