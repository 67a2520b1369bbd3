"""The list of plug-ins: where each lies, what it provides, its hash and its text, ticked to be switched on."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from designer.catalog.library import Library
from designer.plugins.consent import allow, forbid, found_plugins
from designer.plugins.finding import rules_folder
from designer.plugins.hooks import HOOKS
from designer.plugins.records import STATE_WORDS, Found
from designer.ui.catalog.imports.import_tasks import unpacked
from designer.ui.jobs.background import BackgroundJob
from designer.ui.plugins.plugins_work import read_catalog
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.screen_room import resize_within_screen

if TYPE_CHECKING:
    from designer.ui.app.library_store import Shelf

_RULE: Final = (
    "Own rules, calculators, exporters and part sources run in a process of their own and may do what you may do: read "
    "the text before you tick one. A text that changes waits again. The guide's page Extending has examples."
)
_HASH_SHOWN: Final = 12


class PluginsDialog(QDialog):
    """Plug-ins in a table, and the text of the chosen one.

    Attributes:
        table: The plug-ins with their state; a tick switches one on.
        text: The text of the chosen file.
        problem: What could not be done.
    """

    def __init__(self, shelf: "Shelf", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Own rules")
        resize_within_screen(self, 980, 620)
        self._shelf = shelf
        self._job: BackgroundJob[bytes] = BackgroundJob(self, finished=self._take, failed=self._tell)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        down.addWidget(label("Own rules", "title", self))
        down.addWidget(label(_RULE, "muted", self, wraps=True))
        self.table: RecordTable[Found] = RecordTable("Plug-ins", self._columns(), self)
        down.addWidget(self.table, 3)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Text of the chosen plug-in")
        self.text.setPlaceholderText("Choose a plug-in and press Read it")
        down.addWidget(self.text, 3)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addWidget(push_button("Read it", self, self.read, tip="Show its text below", takes_enter=False))
        across.addWidget(push_button("Look again", self, self.follow, tip="Read the folder again", takes_enter=False))
        across.addStretch(1)
        across.addWidget(push_button("Close", self, self.close, default=True))
        down.addLayout(across)
        self.follow()

    def follow(self) -> None:
        """Show the plug-ins as they lie in the folder and in packages now."""
        try:
            found = found_plugins()
        except OSError as problem:
            self._tell(f"The plug-ins cannot be listed: {problem.strerror or problem}.")
            return
        self.table.show_rows(found, key=lambda one: one.plugin.place)
        if not found:
            self._tell(f"There are none yet: put a Python file of at most 25 lines into {rules_folder()}.")

    def read(self) -> None:
        """Show the text of the plug-in under the keyboard, else of the first one."""
        chosen = self.table.current() or next(iter(self.table.shown_rows()), None)
        if chosen is None:
            return
        plugin = chosen.plugin
        text = plugin.source.decode("utf-8", "replace") or f"A package; its files say what it does: {plugin.place}"
        self.text.setPlainText(text if not plugin.problem else f"{text}\n\n# Cannot be used: {plugin.problem}.")

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
        if not self._job.running:
            self._job.start(read_catalog, self._shelf.folder)

    def _take(self, packed: bytes) -> None:
        self._shelf.take(unpacked(packed, Library))

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
            Column("", lambda one: one.plugin.problem or STATE_WORDS[one.state], width=240, heading="State"),
            Column("Provides", lambda one: ", ".join(HOOKS[name] for name in one.plugin.provides), width=130),
            Column("Hash", lambda one: one.plugin.digest[:_HASH_SHOWN], width=120, tip=lambda one: one.plugin.digest),
            Column("Where", lambda one: one.plugin.place),
        )
