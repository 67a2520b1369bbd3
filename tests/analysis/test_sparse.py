"""Sparse arrays and graph routines are those of SciPy, and come without what they never call."""

import re
import subprocess
import sys
from pathlib import Path

import designer


def in_new_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_they_come_without_linear_algebra() -> None:
    code = "import sys; import designer.analysis.sparse; print('scipy.linalg' in sys.modules)"
    assert in_new_process(code) == "False"


def test_they_are_those_of_scipy_and_its_laplacian_still_works() -> None:
    code = (
        "from designer.analysis import sparse as ours; import numpy as np;"
        "import scipy.sparse as sparse, scipy.sparse.csgraph as theirs;"
        "print(all(getattr(ours, name) is getattr(theirs, name, getattr(sparse, name, 0)) for name in ours.__all__));"
        "print(theirs.laplacian(np.array([[0.0, 1.0], [1.0, 0.0]])).tolist());"
        "from scipy.sparse.csgraph._laplacian import laplacian; print(laplacian.__module__)"
    )
    assert in_new_process(code).splitlines() == [
        "True",
        "[[1.0, -1.0], [-1.0, 1.0]]",
        "scipy.sparse.csgraph._laplacian",
    ]


def test_scipy_that_was_loaded_before_is_taken_as_it_is() -> None:
    code = (
        "import scipy.sparse.csgraph as theirs; before = theirs.laplacian;"
        "from designer.analysis import sparse as ours;"
        "print(theirs.laplacian is before, ours.dijkstra is theirs.dijkstra)"
    )
    assert in_new_process(code) == "True True"


def test_what_is_put_off_of_numpy_is_there_when_it_is_used() -> None:
    code = (
        "import sys; import designer.analysis.sparse, numpy as np; print('numpy.f2py.crackfortran' in sys.modules);"
        "print('unittest' in sys.modules, np.ma.array([1, 2], mask=[0, 1]).sum(), np.fft.fft([1, 1])[0].real);"
        "np.testing.assert_allclose([1.0], [1.0]); print(np.polynomial.Polynomial([1, 2])(3), type(np.ma).__name__);"
        "print(any(type(finder).__module__ == 'designer.analysis.sparse' for finder in sys.meta_path))"
    )
    assert in_new_process(code).splitlines() == ["False", "False 1 2.0", "7.0 module", "False"]


def test_nobody_reads_sparse_arrays_from_elsewhere() -> None:
    root = Path(designer.__file__).parent
    reads = re.compile(r"^\s*(?:from scipy\.sparse(?:\.csgraph)? import|import scipy\.sparse)", re.MULTILINE)
    found = [path.relative_to(root).as_posix() for path in root.rglob("*.py") if reads.search(path.read_text())]
    assert found == ["analysis/sparse.py"]
