"""A bundle before it is taken: what speaks against it, what it changes, and what the open design then says."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from designer.catalog.bundles.reading import parse_bundle
from designer.catalog.bundles.taking import take_bundle
from designer.edit.nodes.part_updates import accept_updates
from designer.model.records import RefusedInput
from designer.ui.bundles.bundle_work import BundleLook, LookRow, look_at
from designer.ui.catalog.imports.import_tasks import unpacked
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.screen_room import resize_within_screen

if TYPE_CHECKING:
    from designer.ui.app.document import Document
    from designer.ui.app.library_store import Shelf

_LOOKING: Final = "It is looked at …"


class BundleDialog(QDialog):
    """One bundle, its changes in a table.

    Attributes:
        title: Its name, date and author.
        said: What speaks against taking it, and what it does to the open design.
        table: Figures and findings of the open design, prices and parts.
        updating: Whether the open design takes over what is new, as one undo.
        taking: Takes it.
    """

    def __init__(self, path: Path, shelf: "Shelf", document: "Document | None", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Take a price or part bundle")
        resize_within_screen(self, 960, 620)
        self._shelf, self._document = shelf, document
        self.look: BundleLook | None = None
        self._job: BackgroundJob[bytes] = BackgroundJob(self, finished=self._show, failed=self._fail)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        self.title = label(path.name, "title", self, wraps=True)
        self.said = label(_LOOKING, "", self, wraps=True)
        down.addWidget(self.title)
        down.addWidget(self.said)
        self.table: RecordTable[LookRow] = RecordTable("What it changes", _columns(), self)
        down.addWidget(self.table, 1)
        self.updating = check_box("Take over what is new in the open design, as one undo", self, checked=True)
        self.updating.setVisible(document is not None)
        down.addWidget(self.updating)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        self.taking = push_button("Take it", self, self.take, default=True)
        self.taking.setEnabled(False)
        across.addWidget(self.taking)
        down.addLayout(across)
        design = msgspec.msgpack.encode(document.design) if document is not None else b""
        self._job.start(look_at, path, shelf.folder, design, date.today())

    def take(self) -> None:
        """Take the bundle as it was looked at, and the new facts into the open design where that is ticked."""
        if self.look is None:
            return
        try:
            bundle = parse_bundle(self.look.body, "The bundle", date.today())
            take_bundle(bundle, self._shelf.folder)
            self._shelf.reload()
        except RefusedInput as refusal:
            self._fail(str(refusal))
            return
        document = self._document
        if document is not None and self.updating.isChecked():
            # The design may have been edited since: what it holds now is taken over.
            held = [one for one in self.look.updated if one in document.design.parts]
            if held:
                problem = document.attempt(partial(accept_updates, library=document.library, part_ids=held))
                if problem:
                    self._fail(problem)
                    return
        self.accept()

    def _show(self, packed: bytes) -> None:
        look = self.look = unpacked(packed, BundleLook)
        self.title.setText(look.title)
        told = [*(f"Note: {line}" for line in look.concerns), look.words, f"SHA-256 {look.digest}"]
        self.said.setText("\n".join(filter(None, told)))
        self.table.show_rows(look.rows)
        self.taking.setEnabled(True)
        self.taking.setText("Take it all the same" if look.concerns else "Take it")
        self.taking.setFocus()

    def _fail(self, words: str) -> None:
        self.said.setText(words)
        self.taking.setEnabled(False)


def _columns() -> tuple[Column[LookRow], ...]:
    return (
        Column("", lambda row: row.what, width=80, heading="What"),
        Column("Name", lambda row: row.name),
        Column("Was", lambda row: row.before, width=150, right=True, sorts=False),
        Column("Is", lambda row: row.after, width=170, right=True, sorts=False),
        Column("Change", lambda row: row.change, width=110, right=True, sorts=False),
    )
