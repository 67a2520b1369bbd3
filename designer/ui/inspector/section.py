"""Section, the base of all parts of the inspector: a heading, fields whose edits are ChangeSets, rows of figures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from designer.drawing.current_theme import current_theme
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.money.conversion import in_currency
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import EditLine, Form, label, line
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look


class Section(QWidget):
    """One selection's worth of inspector."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    wanted = Signal(str)
    """Id of the command that a button stands for."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._icon = ""
        self._rows: dict[str, FigureRow] = {}
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(20, 16, 20, 24)
        self.down.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._picture = label("", "", self)
        self._picture.setFixedSize(20, 20)
        head.addWidget(self._picture)
        self.title = label("", "title", self, wraps=True)
        head.addWidget(self.title, 1)
        self.down.addLayout(head)
        self.subtitle = label("", "caption", self, wraps=True)
        self.down.addWidget(self.subtitle)
        self.down.addSpacing(4)
        self.form = Form(self)
        self.down.addWidget(self.form)
        follow_look(self._recolour)

    def set_icon(self, name: str) -> None:
        """Show an icon beside the title."""
        self._icon = name
        self._picture.setPixmap(icon_pixmap(name, current_theme().colour("text")))

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.set_icon(self._icon)
        self.refresh()

    def refresh(self) -> None:
        """Show the present values."""

    def refresh_values(self) -> None:
        """Show the figures of a new analysis of the same design."""
        self.refresh()

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        fields = self.findChildren(EditLine)
        if fields:
            fields[0].setFocus()
            fields[0].selectAll()

    def attempt(self, control: QWidget, make: Callable[[Design], ChangeSet]) -> bool:
        """Commit what MAKE proposes; a refusal stands below CONTROL, and the old value stays."""
        problem = self.document.attempt(make)
        done = not problem
        if not isValid(self):
            # The edit made something else of what is selected, which another section shows.
            return done
        for form in self.findChildren(Form):
            form.complain(control, problem)
        if not done and isinstance(control, EditLine):
            control.restore()
        self.refresh()
        return done

    def heading(self, text: str, hint: str = "") -> None:
        """A hairline and a caption."""
        self.down.addSpacing(8)
        self.down.addWidget(line(self))
        self.down.addSpacing(4)
        across = QHBoxLayout()
        across.addWidget(label(text, "section", self))
        across.addStretch(1)
        if hint:
            across.addWidget(label(hint, "caption", self))
        self.down.addLayout(across)

    def buttons(self, *commands: tuple[str, ...], stretch: int = 0) -> dict[str, QPushButton]:
        """Add a line of buttons for (title, command), with what is read aloud where the title says too little.

        Returns:
            The buttons by command.
        """
        across = QHBoxLayout()
        across.setSpacing(8)
        made: dict[str, QPushButton] = {}
        for title, command, *spoken in commands:
            wanted = partial(self.wanted.emit, command)
            made[command] = push_button(title, self, wanted, name=spoken[0] if spoken else title)
            across.addWidget(made[command], stretch)
        self.down.addLayout(across)
        return made

    def row(self, title: str) -> FigureRow:
        """A row for a figure, made when first wanted."""
        if title not in self._rows:
            made = FigureRow(title, self, asked=self.asked)
            self.down.addWidget(made)
            self._rows[title] = made
        return self._rows[title]

    def show_row(self, title: str, figure: Figure | None, *, ranged: bool = True, tone: str = "text") -> None:
        """Show FIGURE in row TITLE, hidden when there is none; money is shown in the project's currency."""
        row = self.row(title)
        row.setVisible(figure is not None)
        if figure is not None:
            figure = in_currency(figure, self.document.design.settings.prices)
        row.show_figure(figure, ranged=ranged, tone=tone)
