"""The designs of one project that are open in the tabs of a window, and what opens another of them beside."""

from functools import partial
from pathlib import Path

from designer.store.project import OpenedProject, read_project
from designer.store.variants import variants_of
from designer.ui.commands.context import Context


def open_variant(context: Context, variant: str) -> bool:
    """Go to the tab of a design of the open project, or open it in one; the answer is whether it is in sight."""
    tabs, files = context.tabs, context.files
    path = files.path
    if tabs is None or path is None:
        return False
    if files.variant == variant or tabs.go_to_variant(path, variant):
        return True
    return tabs.begin(partial(files.open_path, path, variant, files.lock))


def read_open_project(context: Context) -> OpenedProject:
    """Return what the file of the open design holds.

    Raises:
        RefusedInput: it cannot be read, or there is none.
    """
    files = context.files
    assert files.path is not None
    work = partial(read_project, files.path)
    return files.aside.do(f"Reading {files.path.name} …", work, _same, hands_off=True)


def tell_count(context: Context, project: OpenedProject) -> None:
    """Let all tabs of the open project know how many designs it holds."""
    files, count = context.files, len(variants_of(project))
    files.designs = count
    for tab in context.tabs.tabs if context.tabs is not None else ():
        if tab.parked is not None and files.path is not None and tab.parked.is_of(files.path):
            tab.parked = tab.parked._replace(designs=count)
    files.changed.emit()


def open_variants(context: Context) -> dict[str, int]:
    """Return the places of the tabs in which designs of the open project are, by their variants."""
    path, tabs = context.files.path, context.tabs
    if path is None or tabs is None:
        return {}
    found: dict[str, int] = {context.files.variant: tabs.at}
    for place, tab in enumerate(tabs.tabs):
        if tab.parked is not None and tab.parked.is_of(path):
            found.setdefault(tab.parked.variant, place)
    return found


def suggested_name(project: OpenedProject, name: str) -> str:
    """Return a name for one more design beside the one called NAME: "Hall, variant 2"."""
    taken = {one.name.casefold() for one in variants_of(project)}
    base = name.rpartition(", variant ")[0] or name
    number = 2
    while f"{base}, variant {number}".casefold() in taken:
        number += 1
    return f"{base}, variant {number}"


def _same(project: OpenedProject) -> OpenedProject:
    return project


def shown_path(path: Path | None) -> str:
    """Return the name of a project's file, "" for none."""
    return path.name if path is not None else ""
