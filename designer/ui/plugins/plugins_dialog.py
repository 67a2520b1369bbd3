"""The list of plug-ins: where each lies, what it provides, its hash and its text, ticked to be switched on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QWidget

from designer.model.records import RefusedInput
from designer.plugins.abilities import abilities_of
from designer.plugins.consent import allow, forbid, found_plugins
from designer.plugins.finding import rules_folder
from designer.plugins.hooks import HOOKS
from designer.plugins.records import STATE_WORDS, Found
from designer.ui.plugins.catalog_reader import CatalogReader
from designer.ui.plugins.example import write_example
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen

if TYPE_CHECKING:
    from designer.ui.app.library_store import Shelf

_RULE: Final = (
    "Own rules, calculators, exporters and part sources run in a process of their own and may do what you may do: read "
    "the text before you tick one. A text that changes waits again. The guide's page Extending has examples."
)
_HASH_SHOWN: Final = 12


class PluginsDialog(QDialog):
    """Plug-ins in a table, and the text of the chosen one with what it will be able to do.

    Attributes:
        table: The plug-ins with their state; a tick switches one on.
        about: What the chosen one provides, may do and names.
        text: The text of the chosen file.
        turning: Switches the chosen one on, or off.
        problem: What could not be done.
    """

    def __init__(
        self, shelf: "Shelf", parent: QWidget | None = None, *, switched: Callable[[], None] | None = None
    ) -> None:
        """List what is there, the first that waits in front.

        Args:
            shelf: Whose catalog is read again where one is switched on or off.
            parent: Over which it opens.
            switched: Is called then instead; who watches the folder of own rules reads the catalog itself.
        """
        super().__init__(parent)
        self._listed: tuple[Found, ...] = ()
        self._switched = switched or CatalogReader(self, shelf, self._tell).read
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Own rules")
        resize_within_screen(self, 980, 620)
        down = dialog_page(self, "Own rules")
        down.addWidget(label(_RULE, "muted", self, wraps=True))
        self.table: RecordTable[Found] = RecordTable("Plug-ins", self._columns(), self)
        connect_given((self.table.moved, self.read))
        down.addWidget(self.table, 2)
        self.about = label("", "", self, wraps=True)
        self.about.setAccessibleName("What the chosen plug-in will be able to do")
        down.addWidget(self.about)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Text of the chosen plug-in")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setPlaceholderText("The text of the chosen plug-in")
        down.addWidget(self.text, 3)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        self.turning = push_button("Switch it on", self, self.turn, takes_enter=False)
        across.addWidget(self.turning)
        example = "Put the rule of the guide's page Extending into the folder, to be read, changed and switched on"
        across.addWidget(push_button("Add the example", self, self.add_example, tip=example, takes_enter=False))
        across.addWidget(push_button("Open folder", self, self.open_folder, tip=f"{rules_folder()}", takes_enter=False))
        across.addWidget(push_button("Look again", self, self.follow, tip="Read the folder again", takes_enter=False))
        across.addStretch(1)
        across.addWidget(push_button("Close", self, self.close, default=True))
        down.addLayout(across)
        self.follow()
        rows = self.table.shown_rows()
        first = next((n for n, one in enumerate(rows) if one.state in ("waiting", "changed")), 0)
        if rows:
            self.table.choose(first)
            self.table.setFocus()
        self.read()

    def follow(self) -> None:
        """Show the plug-ins as they lie in the folder and in packages now."""
        try:
            found = found_plugins()
        except OSError as problem:
            self._tell(f"The plug-ins cannot be listed: {problem.strerror or problem}.")
            return
        self._listed = found
        self.table.show_rows(found, key=lambda one: one.plugin.place)
        self.read()
        self.problem.hide()

    def read(self) -> None:
        """Show the text of the plug-in under the keyboard, and what it will be able to do."""
        chosen = self.table.current()
        self.turning.setEnabled(chosen is not None and not chosen.plugin.problem)
        if chosen is None:
            none = (
                f"There are none yet. Add the example, or put a Python file of at most 25 lines into {rules_folder()}."
            )
            self.about.setText("" if self._listed else none)
            self.text.clear()
            return
        plugin = chosen.plugin
        way = "off" if chosen.state == "on" else "on"
        self.turning.setText(f"Switch {plugin.name} {way}")
        said = (f"It cannot be used: {plugin.problem}.",) if plugin.problem else abilities_of(plugin)
        self.about.setText("\n".join((*said, f"SHA-256 {plugin.digest}" if plugin.digest else "")).strip())
        self.text.setPlainText(plugin.source.decode("utf-8", "replace"))

    def turn(self) -> None:
        """Switch the plug-in under the keyboard on or off."""
        chosen = self.table.current()
        if chosen is not None and not chosen.plugin.problem:
            self.switch(chosen)

    def add_example(self) -> None:
        """Put the example of the guide into the folder, and go to it."""
        self.problem.hide()
        try:
            path = write_example()
        except RefusedInput as refusal:
            self._tell(str(refusal))
            return
        self.follow()
        self.table.choose(next((n for n, one in enumerate(self._listed) if one.plugin.name == path.stem), -1))
        self.turning.setFocus()

    def open_folder(self) -> None:
        """Open the folder of own rules in the program that the system has for folders; it is made where it is not."""
        folder = rules_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            self._tell(f"{folder} could not be made: {problem.strerror or problem}.")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def switch(self, one: Found) -> None:
        """Switch ONE on where it is off, and off where it is on; findings and parts follow."""
        self.problem.hide()
        try:
            if one.state == "on":
                forbid(one.plugin.key)
            else:
                allow(one.plugin)
        except OSError as problem:
            self._tell(f"That could not be written: {problem.strerror or problem}.")
            return
        self.follow()
        # A part source may take its time: the catalog is read beside the window, and then all is worked out anew.
        self._switched()

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _columns(self) -> tuple[Column[Found], ...]:
        return (
            Column(
                "",
                lambda one: "",
                width=40,
                heading="On",
                checked=lambda one: None if one.plugin.problem else one.state == "on",
                check=self.switch,
                read=lambda one: f"{one.plugin.name}, {STATE_WORDS[one.state]}",
            ),
            Column("Plug-in", lambda one: one.plugin.name, width=140),
            Column("State", lambda one: one.plugin.problem or STATE_WORDS[one.state], width=240),
            Column("Provides", lambda one: ", ".join(HOOKS[name] for name in one.plugin.provides), width=130),
            Column("Hash", lambda one: one.plugin.digest[:_HASH_SHOWN], width=120, tip=lambda one: one.plugin.digest),
            Column("Where", lambda one: one.plugin.place),
        )
