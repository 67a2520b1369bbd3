"""The commands of the Catalog menu: find, compare, add, bring in and bring up to date; how the project is priced.

Each window is imported when it is first opened, so that the start does not pay for it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from designer.catalog.library import Library
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.commands.actions.exports import GetWorkspace
from designer.ui.widgets.message_boxes import Questions

if TYPE_CHECKING:
    from designer.ui.catalog.catalog_browser import CatalogBrowser

PARTS_KINDS: Final = "Parts (*.yaml *.yml)"
NETBOX_KINDS: Final = "NetBox device type (*.yaml)"
MOST_COMPARED: Final = 4


class CatalogActions(QObject):
    """Windows about parts and prices, one browser at a time.

    Attributes:
        theme: The colours to open them in.
        browser: The open browser; None when there is none.
    """

    place_wanted = Signal(str)
    message = Signal(str)

    def __init__(
        self,
        workspace: GetWorkspace,
        shelf: Shelf,
        questions: Questions,
        preferences: Preferences,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._workspace = workspace
        self._shelf = shelf
        self._questions = questions
        self._preferences = preferences
        self.browser: CatalogBrowser | None = None
        self.folder = Path.home()

    def browse(self) -> None:
        """Find and judge parts."""
        from designer.ui.catalog.catalog_browser import CatalogBrowser

        if self.browser is None:
            browser = CatalogBrowser(self._shelf, self._preferences, self._window)
            browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            browser.place_wanted.connect(self.place_wanted)
            browser.compare_wanted.connect(self.compare)
            browser.new_wanted.connect(self.new_part)
            browser.duplicate_wanted.connect(self.duplicate_part)
            browser.edit_wanted.connect(self.edit_part)
            browser.remove_wanted.connect(self.remove_part)
            browser.export_wanted.connect(self.export_parts)
            browser.netbox_wanted.connect(self.export_netbox)
            browser.destroyed.connect(self._browser_gone)
            self.browser = browser
        self.follow_design()
        self.browser.show()
        self.browser.raise_()
        self.browser.activateWindow()

    def follow_design(self) -> None:
        """Let the browser know which design is open, and how it is priced."""
        if self.browser is not None:
            work = self._workspace()
            self.browser.set_design(work.document.design if work else None)

    def close_windows(self) -> None:
        """Close the browser."""
        if self.browser is not None:
            self.browser.close()

    def compare(self, part_ids: Sequence[str]) -> None:
        """Two to four parts side by side."""
        from designer.ui.catalog.compare_dialog import CompareDialog

        parts = [self._library_part(part_id) for part_id in part_ids[:MOST_COMPARED]]
        work = self._workspace()
        dialog = CompareDialog(
            [part for part in parts if part is not None],
            self._library(),
            self._above(),
            book=work.document.design.settings.prices if work else None,
        )
        dialog.place_wanted.connect(self.place_wanted)
        self._open(dialog)

    def new_part(self) -> None:
        """Describe a part of one's own."""
        self._form(None)

    def duplicate_part(self, part_id: str) -> None:
        """Start a part of one's own from another."""
        self._form(part_id, duplicate=True)

    def edit_part(self, part_id: str) -> None:
        """Change a part of one's own."""
        self._form(part_id)

    def remove_part(self, part_id: str) -> None:
        """Forget a part of one's own."""
        part = self._library_part(part_id)
        if part is None or not self._questions.agree(
            f"Remove {part.name} from your parts?", "Designs that use it keep theirs.", "Remove"
        ):
            return
        try:
            self._shelf.remove_part(part_id)
        except RefusedInput as problem:
            self._questions.tell("The part was not removed.", str(problem))
            return
        self.message.emit(f"{part.name} is no longer among your parts.")

    def import_parts(self) -> None:
        """Take parts from a YAML file that somebody exported."""
        from designer.catalog.own.own_parts import read_parts_file

        path = self._questions.file_to_open("Import parts", self.folder, PARTS_KINDS)
        if path is None:
            return
        self.folder = path.parent
        try:
            found, sources = read_parts_file(path)
            known = self._shelf.library.parts
            parts = [part for part in found if known.get(part.id) != part]  # ours that came along stay ours
            if parts:
                self._shelf.keep_parts(parts, sources)
        except RefusedInput as problem:
            self._questions.tell(f"{path.name} was not imported.", str(problem))
            return
        kept = f"{len(parts)} part{'s' if len(parts) != 1 else ''} of {path.name} kept among yours."
        self.message.emit(kept if parts else f"You have all parts of {path.name} already.")

    def export_own(self) -> None:
        """Write all parts of one's own to one YAML file."""
        own = tuple(sorted(self._shelf.library.own))
        if own:
            self.export_parts(own)
        else:
            self.message.emit("You have no parts of your own yet: make one, or duplicate one of ours.")

    def export_parts(self, part_ids: Sequence[str]) -> None:
        """Write parts to one YAML file that another Stackwright reads."""
        from designer.catalog.own.own_parts import write_parts_file

        library = self._library()
        name = part_ids[0].rpartition("/")[2] if len(part_ids) == 1 else "parts"
        path = self._questions.file_to_save("Export parts", self.folder / f"{name}.yaml", PARTS_KINDS)
        if path is None:
            return
        self.folder = path.parent
        try:
            parts, sources = library.closure(part_ids)
            write_parts_file(path, parts.values(), sources.values())
        except RefusedInput as problem:
            self._questions.tell(f"{path.name} was not written.", str(problem))
            return
        self.message.emit(f"Wrote {path}.")

    def export_netbox(self, part_id: str) -> None:
        """Write a part in the form of NetBox's device type library."""
        from designer.catalog.netbox.exporting import write_netbox

        library = self._library()
        suggestion = self.folder / f"{part_id.rpartition('/')[2]}.yaml"
        path = self._questions.file_to_save("Export as a NetBox device type", suggestion, NETBOX_KINDS)
        if path is None:
            return
        self.folder = path.parent
        try:
            left = write_netbox(path, library.part(part_id), library.sources)
        except RefusedInput as problem:
            self._questions.tell(f"{path.name} was not written.", str(problem))
            return
        more = f" In the comments, as its form cannot hold them: {counted(len(left), 'thing')}." if left else ""
        self.message.emit(f"Wrote {path}.{more}")

    def import_netbox(self) -> None:
        """Bring NetBox device types: a file, a folder or a whole clone."""
        from designer.ui.catalog.imports.netbox_dialog import NetboxDialog

        self._open(NetboxDialog(self._shelf, self._questions, self._above()))

    def import_prices(self) -> None:
        """Bring prices: of tokens, of clouds, of one's own."""
        from designer.ui.catalog.imports.price_import_dialog import PriceImportDialog

        work = self._workspace()
        document = work.document if work else None
        self._open(PriceImportDialog(self._shelf, self._questions, document, self._above()))

    def price_book(self) -> None:
        """Show the prices of the open project."""
        from designer.ui.catalog.prices.price_book_dialog import PriceBookDialog

        if work := self._workspace():
            self._open(PriceBookDialog(work.document, self._above()))

    def updates(self) -> None:
        """Show what newer facts of the catalog would change in the open project."""
        from designer.ui.catalog.updates_dialog import UpdatesDialog

        if work := self._workspace():
            self._open(UpdatesDialog(work.document, self._above()))

    def _form(self, part_id: str | None, *, duplicate: bool = False) -> None:
        from designer.ui.catalog.part_form.form import PartForm

        part = self._library_part(part_id) if part_id else None
        form = PartForm(self._shelf, part, self._above(), duplicate=duplicate)
        form.saved.connect(self._saved)
        self._open(form)

    def _saved(self, part_id: str) -> None:
        part = self._library_part(part_id)
        self.message.emit(f"{part.name if part else part_id} is among your parts.")

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _above(self) -> QWidget:
        """Return what a dialog stands above: the browser while it is in front."""
        browser = self.browser
        return browser if browser is not None and browser.isActiveWindow() else self._window

    def _library(self) -> Library:
        work = self._workspace()
        return work.document.library if work else self._shelf.library

    def _library_part(self, part_id: str) -> Part | None:
        return self._library().parts.get(part_id)

    def _browser_gone(self) -> None:
        self.browser = None
