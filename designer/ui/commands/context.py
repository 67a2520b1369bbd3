"""The context of commands: the window, the design that is open in it, and the memory between two commands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from designer.ui.app.preferences import Preferences
from designer.ui.commands.open_windows import OpenWindows
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.theme import Choice

if TYPE_CHECKING:
    from designer.edit.nodes.bulk_edit import Look
    from designer.ui.app.design_tabs import DesignTabs
    from designer.ui.app.library_store import Shelf
    from designer.ui.app.project_files import ProjectFiles
    from designer.ui.app.workspace import Workspace
    from designer.ui.catalog.catalog_browser import CatalogBrowser
    from designer.ui.commands.actions.exports import Exports
    from designer.ui.explore_window.window import ExploreWindow
    from designer.ui.jobs.tidy_job import TidyJob
    from designer.ui.present.presenter import Presenter


@dataclass(kw_only=True, eq=False)
class Context:
    """One window, as its commands know it.

    Attributes:
        window: Dialogs stand above it.
        shelf: The parts that all windows share.
        windows: Those beside it that are about the open design.
        say: Shows one line in the status line.
        place: Places a part in the open design.
        show_overlay: Tells the bar by what the drawing is coloured.
        wear: Gives all windows other colours.
        open_palette: Opens the command palette.
        open_shortcuts: Lists the keys.
        keys_of: Returns the keys of a command in words; "" for none.
        tabs: The designs that are open in the window; None until the window is laid out.
        workspace: What is open; None on the welcome screen.
        browser: The open browser of the catalog; None when there is none.
        explorer: The open Explore window; None when there is none.
        overlay: What the drawing is coloured by; "" for nothing.
        look: The look that was copied; it stays from one design to the next.
        presenter: The presentation that was started last.
        folders: Where files were asked for last, by what they were for.
    """

    window: QWidget
    questions: Questions
    preferences: Preferences
    shelf: "Shelf"
    files: "ProjectFiles"
    exports: "Exports"
    windows: OpenWindows
    tidying: "TidyJob"
    say: Callable[[str], object]
    place: Callable[[str], object]
    show_overlay: Callable[[str], object]
    wear: Callable[[Choice], object]
    open_palette: Callable[[], object]
    open_shortcuts: Callable[[], object]
    keys_of: Callable[[str], str]
    tabs: "DesignTabs | None" = None
    workspace: "Workspace | None" = None
    browser: "CatalogBrowser | None" = None
    explorer: "ExploreWindow | None" = None
    overlay: str = ""
    look: "Look | None" = None
    presenter: "Presenter | None" = None
    folders: dict[str, Path] = field(default_factory=dict[str, Path])

    def folder(self, purpose: str) -> Path:
        """Return the folder in which files for a PURPOSE were asked for last; at first that of the person."""
        return self.folders.get(purpose, Path.home())


Run = Callable[[Context], None]
"""What a command calls."""
