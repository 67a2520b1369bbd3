"""A bundle before it is taken: what speaks against it, what it changes, and what the open designs then say."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.catalog.bundles.reading import parse_bundle
from designer.catalog.bundles.taking import take_bundle
from designer.edit.nodes.part_updates import accept_updates
from designer.model.records import RefusedInput
from designer.ui.bundles.bundle_work import BundleLook, LookRow, look_at
from designer.ui.bundles.open_designs import OpenDesign, open_designs
from designer.ui.catalog.imports.import_tasks import unpacked
from designer.ui.jobs.background import BackgroundJob
from designer.ui.plugins.catalog_reader import CatalogReader
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
        said: What speaks against taking it, and what it does to the open designs.
        work: What is being worked out.
        table: Designs with their figures and findings, prices and parts.
        updating: Whether the design in front takes over what is new, as one undo.
        taking: Takes it.
    """

    def __init__(self, path: Path, shelf: "Shelf", document: "Document | None", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Take a price or part bundle")
        resize_within_screen(self, 1180, 660)
        self._shelf, self._document = shelf, document
        self.look: BundleLook | None = None
        self._catalog = CatalogReader(self, shelf, self._fail, self._update)
        self._job: BackgroundJob[bytes] = BackgroundJob(
            self, progressed=self._tell_work, found=self._show_catalog, finished=self._show, failed=self._fail
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        self.title = label(path.name, "title", self, wraps=True)
        self.said = label("", "", self, wraps=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.work = label(_LOOKING, "muted", self, wraps=True)
        self.work.setAccessibleName("What is being worked out")
        down.addWidget(self.title)
        down.addWidget(self.said)
        down.addWidget(self.work)
        self.table: RecordTable[LookRow] = RecordTable("What it changes", _columns(), self)
        down.addWidget(self.table, 1)
        name = document.design.name if document is not None else ""
        self.updating = check_box(f"Take over what is new in {name}, as one undo", self, checked=True)
        self.updating.setVisible(document is not None)
        down.addWidget(self.updating)
        kept = "Other designs keep the parts that they hold until you choose Newer facts for the project's parts…"
        self.kept = label(kept, "muted", self, wraps=True)
        down.addWidget(self.kept)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        self.taking = push_button("Take it", self, self.take, default=True)
        self.taking.setEnabled(False)
        across.addWidget(self.taking)
        down.addLayout(across)
        designs = open_designs(document.design if document is not None else None)
        if document is not None and not designs:
            designs = (OpenDesign(document.design.name, msgspec.msgpack.encode(document.design)),)
        self.kept.setVisible(bool(designs))
        self._job.start(look_at, path, shelf.folder, designs, clock.today())

    def take(self) -> None:
        """Take the bundle as it was looked at, and the new facts into the design in front where that is ticked."""
        if self.look is None:
            return
        try:
            bundle = parse_bundle(self.look.body, "The bundle", clock.today())
            take_bundle(bundle, self._shelf.folder)
        except RefusedInput as refusal:
            self._fail(str(refusal))
            return
        self.taking.setEnabled(False)
        self.work.setText("It is taken; the catalog is read again …")
        self.work.show()
        self._catalog.read()

    def _update(self) -> None:
        """Take over what is new, now that the catalog has it."""
        document = self._document
        if document is not None and self.look is not None and self.updating.isChecked():
            # The design may have been edited since: what it holds now is taken over.
            held = [one for one in self.look.updated if one in document.design.parts]
            if held:
                problem = document.attempt(partial(accept_updates, library=document.library, part_ids=held))
                if problem:
                    self._fail(problem)
                    return
        self.accept()

    def _tell_work(self, done: int, of: int, name: str) -> None:
        self.work.setText(f"{name}, {done + 1} of {of} …" if of else f"{name} …")

    def _show_catalog(self, packed: bytes) -> None:
        """Show what it does to the catalog, while the designs are still worked out."""
        look = unpacked(packed, BundleLook)
        self.title.setText(look.title)
        already = "It is taken already: nothing changes." if look.taken else ""
        told = [*(f"Note: {line}" for line in look.concerns), already, look.words, f"SHA-256 {look.digest}"]
        self.said.setText("\n".join(filter(None, told)))
        self.table.show_rows(look.rows)
        self.taking.setText("Take it all the same" if look.concerns else "Take it")

    def _show(self, packed: bytes) -> None:
        self._show_catalog(packed)
        look = self.look = unpacked(packed, BundleLook)
        self.work.hide()
        self.updating.setEnabled(bool(look.updated))
        self.taking.setEnabled(not look.taken)
        (self.table if look.taken else self.taking).setFocus()

    def _fail(self, words: str) -> None:
        self.said.setText(words)
        self.work.hide()
        self.taking.setEnabled(False)

    @override
    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)


def _columns() -> tuple[Column[LookRow], ...]:
    return (
        Column("", lambda row: row.what, width=70, heading="What", strong=_is_design),
        Column("Design", lambda row: row.design, width=170, strong=_is_design),
        Column("Name", lambda row: row.name, strong=_is_design),
        Column("Was", lambda row: row.before, width=180, right=True, sorts=False),
        Column("Is", lambda row: row.after, width=180, right=True, sorts=False),
        Column("Change", lambda row: row.change, width=110, right=True, sorts=False),
    )


def _is_design(row: LookRow) -> bool:
    return row.what == "design"
