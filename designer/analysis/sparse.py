"""Sparse arrays and graph routines of SciPy, loaded without what they never call: import them from here alone.

A command takes half a second, and `import scipy.sparse.csgraph` as it stands is a third of that, for two reasons that
have nothing to do with sparse arrays:

1. SciPy copies every public name of NumPy into a namespace of its own, which reads all of NumPy's submodules: the
   Fortran wrapper and the test tools, with unittest, concurrent.futures and email behind them. Here they are read when
   somebody uses them, by the standard library's `LazyLoader`, as its documentation shows.
2. `scipy.sparse.csgraph` reads all of `scipy.linalg` for its Laplacian. A `from … import` cannot be put off so, and
   none of its compiled routines can be read without the package around them. So another module stands in for that of
   the Laplacian while the package is read, whose one function reads the true one when it is called.

Both hang on no inner working of NumPy or SciPy: where one of these names is gone or moved, it is read as it comes.
"""

import importlib
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final

from typing_extensions import override

_LAPLACIAN: Final = "scipy.sparse.csgraph._laplacian"
_PUT_OFF: Final = frozenset(
    f"numpy.{name}"
    for name in ("char", "core", "ctypeslib", "f2py", "fft", "ma", "polynomial", "rec", "strings", "testing")
)
"""What is read of NumPy at its first use: nothing of it is used here."""


class _PutOff(MetaPathFinder):
    """Finds what is put off, to be read when its first attribute is asked for."""

    @override
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in _PUT_OFF else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def _read_lean() -> Generator[None]:
    """Put off what SciPy reads of NumPy, and its Laplacian, as long as this lasts."""
    finder = _PutOff()
    sys.meta_path.insert(0, finder)
    stands_in = _LAPLACIAN not in sys.modules
    if stands_in:
        sys.modules[_LAPLACIAN] = ModuleType(_LAPLACIAN)
        vars(sys.modules[_LAPLACIAN])["laplacian"] = _laplacian
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        if stands_in:
            # Whoever asks for the module itself, by its name, gets the true one.
            del sys.modules[_LAPLACIAN]


def _laplacian(*arguments: Any, **named: Any) -> Any:
    """Return what SciPy's own Laplacian returns."""
    return importlib.import_module(_LAPLACIAN).laplacian(*arguments, **named)


with _read_lean():
    from scipy.sparse import coo_array, csc_array, csr_array, csr_matrix, diags_array, eye_array, vstack
    from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra, maximum_flow

__all__ = [
    "breadth_first_order",
    "connected_components",
    "coo_array",
    "csc_array",
    "csr_array",
    "csr_matrix",
    "diags_array",
    "dijkstra",
    "eye_array",
    "maximum_flow",
    "vstack",
]
