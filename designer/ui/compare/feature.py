"""Comparing alternatives: the command and its window."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.model.records import RefusedInput
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature

if TYPE_CHECKING:
    from designer.model.design import Design
    from designer.ui.compare.alternatives import Alternative


def _compare(context: Context) -> None:
    """Show the open design beside versions of its file, other tabs and files."""
    from designer.ui.compare.compare_dialog import CompareDialog

    if context.workspace is None:
        return
    beside = partial(_open, context) if context.tabs is not None else None
    dialog = CompareDialog(
        context.workspace.document, _alternatives(context), context.questions, context.window, open_beside=beside
    )
    dialog.open()


def _alternatives(context: Context) -> "list[Alternative]":
    from designer.store.project import read_project
    from designer.ui.app.project_files import when
    from designer.ui.compare.alternatives import of_tabs, of_versions

    found: list[Alternative] = []
    if context.files.path is not None:
        try:
            found += of_versions(read_project(context.files.path), when)
        except RefusedInput as problem:
            context.say(f"The versions of the file cannot be read: {problem}")
    tabs = context.tabs.tabs if context.tabs is not None else []
    return found + of_tabs(tab.parked.session.design for tab in tabs if tab.parked is not None)


def _open(context: Context, design: "Design") -> None:
    if context.tabs is not None:
        context.tabs.begin(partial(context.files.begin_with, design))


COMPARING: Final = Feature(
    commands=(Command("files.compare", "Compare designs…", "File", _compare, "Ctrl+Alt+X", "history", "design"),),
)
