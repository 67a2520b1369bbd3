"""The graph routines of SciPy, loaded without the half of SciPy that they never call.

`scipy.sparse.csgraph` loads all of `scipy.linalg` for its Laplacian, which nothing here uses: 0.18 s of a command that
takes one. So its Laplacian is loaded when somebody calls it. Import these routines from here and nowhere else.
"""

import importlib
import sys
from types import ModuleType
from typing import Any, Final

_LAPLACIAN: Final = "scipy.sparse.csgraph._laplacian"


def _laplacian(*arguments: Any, **named: Any) -> Any:
    """Return what SciPy's own Laplacian returns."""
    return importlib.import_module(_LAPLACIAN).laplacian(*arguments, **named)


def _load() -> ModuleType:
    """Return `scipy.sparse.csgraph`, loaded with `_laplacian` in place of the module of that name."""
    if _LAPLACIAN in sys.modules:
        return importlib.import_module("scipy.sparse.csgraph")
    stands_in = ModuleType(_LAPLACIAN)
    vars(stands_in)["laplacian"] = _laplacian
    sys.modules[_LAPLACIAN] = stands_in
    try:
        return importlib.import_module("scipy.sparse.csgraph")
    finally:
        # Whoever asks for the module itself, by its name, gets the true one.
        del sys.modules[_LAPLACIAN]


_load()

from scipy.sparse.csgraph import (  # noqa: E402
    breadth_first_order,
    connected_components,
    dijkstra,
    maximum_flow,
)

__all__ = ["breadth_first_order", "connected_components", "dijkstra", "maximum_flow"]
