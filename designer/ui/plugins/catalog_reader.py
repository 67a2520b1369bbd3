"""Reading of the catalog beside the window, once more where something changed meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.catalog.library import Library
from designer.ui.catalog.imports.import_tasks import unpacked
from designer.ui.jobs.background import BackgroundJob
from designer.ui.plugins.plugins_work import read_catalog

if TYPE_CHECKING:
    from designer.ui.app.library_store import Shelf


class CatalogReader(QObject):
    """Reads the catalog with the parts of plug-ins and bundles, which may take their time; the shelf then tells all."""

    def __init__(
        self, parent: QObject, shelf: "Shelf", failed: Callable[[str], object], done: Callable[[], None] | None = None
    ) -> None:
        """Read into SHELF; DONE is called when it is there, FAILED is told in one line why that could not be done."""
        super().__init__(parent)
        self._done = done
        self._shelf = shelf
        self._again = False
        self._job: BackgroundJob[bytes] = BackgroundJob(self, finished=self._take, failed=failed)

    def read(self) -> None:
        """Read it; where that is being done already, once more after it."""
        self._again = self._job.running
        if not self._again:
            self._job.start(read_catalog, self._shelf.folder)

    def _take(self, packed: bytes) -> None:
        if self._again:
            self.read()
        else:
            self._shelf.take(unpacked(packed, Library))
            if self._done is not None:
                self._done()
