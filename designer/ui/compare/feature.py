"""Comparing alternatives: the command and its window."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.model.records import RefusedInput
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.model.design import Design
    from designer.store.project import OpenedProject
    from designer.ui.compare.alternatives import Alternative


def _compare(context: Context) -> None:
    """Show the open design beside variants and versions of its file, other tabs and files."""
    compare_with(context)


def compare_with(
    context: Context, variant: str | None = None, also: "Alternative | None" = None, parent: "QWidget | None" = None
) -> None:
    """Show the open design beside others, above PARENT; a VARIANT of its project, or one more, ALSO, is ticked."""
    from designer.ui.compare.compare_dialog import CompareDialog

    if context.workspace is None:
        return
    others = [*([also] if also is not None else []), *_alternatives(context)]
    beside = partial(_open, context) if context.tabs is not None else None
    dialog = CompareDialog(
        context.workspace.document, others, context.questions, parent or context.window, open_beside=beside
    )
    dialog.open()
    for one in others:
        if one is also or (variant is not None and one.variant == variant):
            dialog.toggle(one)


def _alternatives(context: Context) -> "list[Alternative]":
    from designer.store.variants import as_variant
    from designer.ui.app.project_files import when
    from designer.ui.compare.alternatives import of_tabs, of_variants, of_versions
    from designer.ui.variants.open_designs import read_open_project

    path, tabs = context.files.path, context.tabs.tabs if context.tabs is not None else []
    open_here = {
        tab.parked.variant: tab.parked.session.design
        for tab in tabs
        if tab.parked is not None and path is not None and tab.parked.is_of(path)
    }
    variants: list[Alternative] = []
    versions: list[Alternative] = []
    if path is not None:
        try:
            project = read_open_project(context)
            variants = of_variants(project, context.files.variant, open_here)
            own = partial(as_variant, project, context.files.variant)
            versions = of_versions(context.files.aside.do("", own, _same, hands_off=True), when)
        except RefusedInput as problem:
            context.say(f"The versions of the file cannot be read: {problem}")
    others = (tab.parked for tab in tabs if tab.parked is not None)
    designs = (one.session.design for one in others if path is None or not one.is_of(path))
    return [*variants, *of_tabs(designs), *versions]


def _same(project: "OpenedProject") -> "OpenedProject":
    return project


def _open(context: Context, one: "Alternative", design: "Design") -> None:
    """Open DESIGN beside: a variant of the open project as what it is, another as a new design."""
    if one.variant is not None:
        from designer.ui.variants.open_designs import open_variant

        open_variant(context, one.variant)
    elif context.tabs is not None:
        context.tabs.begin(partial(context.files.begin_with, design))


COMPARING: Final = Feature(
    commands=(Command("files.compare", "Compare designs…", "File", _compare, "Ctrl+Alt+X", "history", "design"),),
)
