"""Exploring many designs: the command and its window."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.view import present
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature
from designer.ui.widgets.callbacks import connect_given

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from designer.catalog.library import Library
    from designer.edit.session import Session
    from designer.model.design import Design
    from designer.ui.explore_window.plan_page import Base


class _Host:
    """The main window as the Explore window knows it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def library(self) -> "Library":
        """Return the parts on hand."""
        return self._context.shelf.library

    def bases(self) -> "tuple[Base, ...]":
        """Return what variants can be made from: open designs, the one in sight first, then templates."""
        from designer.edit.templates.templates import TEMPLATES
        from designer.ui.explore_window.plan_page import Base

        context = self._context
        sessions = [] if context.workspace is None else [context.workspace.document.session]
        for tab in context.tabs.tabs if context.tabs is not None else ():
            if tab.parked is not None:
                sessions.append(tab.parked.session)
        # A session is the same one in whatever tab it is shown, so that it tells the design as it is edited.
        found = [Base(one.design.name, one.design, now=partial(_now, one)) for one in sessions if one.design.nodes]
        made = [template for template in TEMPLATES.values() if template.parameters]
        return (*found, *(Base(f"Template: {one.title}", None, one.name) for one in made))

    def file_of(self, base: "Base") -> "Path | None":
        """Return the file of the design of BASE; None for a template and where it was never saved."""
        context = self._context
        if context.workspace is not None and base.design is context.workspace.document.design:
            return context.files.path
        return None

    def open_design(self, design: "Design") -> None:
        """Open DESIGN in a tab of its own, and bring the main window to the front."""
        context = self._context
        if context.tabs is None:
            return
        context.tabs.begin(partial(context.files.begin_with, design))
        context.window.raise_()
        context.window.activateWindow()

    def compare(self, design: "Design", mine: "Base", parent: "QWidget") -> None:
        """Show DESIGN beside MINE, which comes in sight where a tab holds it, in a window above PARENT."""
        from designer.ui.compare.alternatives import Alternative
        from designer.ui.compare.feature import compare_with

        if self._context.workspace is None:
            self._context.questions.tell("There is nothing to compare with.", "Open your design first, then compare.")
            return
        # A variant that was opened is in sight now: held against itself it would say nothing.
        tabs, own = self._context.tabs, mine.renewed.design
        for place, tab in enumerate(tabs.tabs if tabs is not None else ()):
            if tabs is not None and tab.parked is not None and tab.parked.session.design is own:
                tabs.go_to(place)
                break
        # Its number says enough beside the name of the design that it is a variant of.
        short = design.name.rpartition(", ")[2]
        also = Alternative(short[:1].upper() + short[1:], "explored", lambda: design)
        compare_with(self._context, also=also, parent=parent)

    def present(self, design: "Design") -> None:
        """Open DESIGN in a tab and show its deck."""
        self.open_design(design)
        present(self._context)


def _now(session: "Session") -> "Design":
    return session.design


def _explore(context: Context) -> None:
    """Show the Explore window, or bring it to the front."""
    from designer.ui.explore_window.window import ExploreWindow

    window = context.explorer
    if window is None:
        window = context.explorer = ExploreWindow(_Host(context), context.questions)
        connect_given((window.destroyed, partial(_forget, context)))
    window.show()
    window.raise_()
    window.activateWindow()


def _forget(context: Context, *_: object) -> None:
    context.explorer = None


EXPLORING: Final = Feature(
    commands=(Command("explore.designs", "Explore designs…", "Analyse", _explore, "Ctrl+Alt+O", "chart"),),
)
