"""Reading the catalog beside the window, with the parts of plug-ins, which may take their time."""

from pathlib import Path

from designer.catalog.reading import read_library
from designer.ui.catalog.imports.import_tasks import packed
from designer.ui.jobs.background_process import Teller


def read_catalog(progress: Teller, folder: Path | None) -> bytes:
    """Return the whole Library, packed; FOLDER is that of own parts, None the data folder's."""
    progress(0, 0, "Reading the catalog again")
    return packed(read_library(own_folder=folder))
