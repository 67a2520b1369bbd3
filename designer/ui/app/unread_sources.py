"""Keeps PySide from reading the source of every module that is imported after it."""

import importlib
import sys


def leave_sources_unread() -> None:
    """Tell PySide that any module may use it, before the modules of the window are imported.

    To learn which modules may ask for names in snake case (`from __feature__ import`), PySide reads the source of each
    and looks for its own name in it: a tenth of the time until the window is painted, for a line that none of ours has.
    A module that may use PySide is one without features until it asks for them, so that nothing else changes. Where
    PySide has no such function any more, nothing is done.
    """
    importlib.import_module("PySide6")
    features = sys.modules.get("shibokensupport.feature")
    if features is not None and hasattr(features, "_mod_uses_pyside"):
        vars(features)["_mod_uses_pyside"] = _may_use_pyside


def _may_use_pyside(module: object) -> bool:
    return True
