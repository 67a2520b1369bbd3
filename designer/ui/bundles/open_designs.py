"""Designs that are open, in all windows and their tabs, which a bundle is held against before it is taken."""

from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtWidgets import QApplication

from designer.model.design import Design
from designer.ui.commands.context import Context


class OpenDesign(NamedTuple):
    """One design, as the process beside the window takes it.

    Attributes:
        name: Its name.
        packed: The design as bytes.
        path: The project that it lies in; None of one that was never saved.
        variant: Which design of that project; "" is the main one.
    """

    name: str
    packed: bytes
    path: Path | None = None
    variant: str = ""


def open_designs(first: Design | None = None) -> tuple[OpenDesign, ...]:
    """Return the designs that are open, FIRST before the others: in front of each window, then in its other tabs."""
    found: list[tuple[Design, Path | None, str]] = []
    for window in QApplication.topLevelWidgets():
        # A window of the designer is known by its context: its class stands above the features that ask here.
        context = getattr(window, "context", None)
        if not isinstance(context, Context) or context.tabs is None:
            continue
        work = context.workspace
        if work is not None:
            path, variant = work.document.place() or (None, "")
            found.append((work.document.design, path, variant))
        for tab in context.tabs.tabs:
            if tab.parked is not None:
                found.append((tab.parked.session.design, tab.parked.path, tab.parked.variant))
    found.sort(key=lambda one: one[0] is not first)
    return tuple(
        OpenDesign(design.name, msgspec.msgpack.encode(design), path, variant) for design, path, variant in found
    )
