"""The graph routines of SciPy are its own, and come without what they never call."""

import subprocess
import sys


def in_new_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_they_come_without_linear_algebra() -> None:
    code = "import sys; import designer.analysis.sparse_graphs; print('scipy.linalg' in sys.modules)"
    assert in_new_process(code) == "False"


def test_they_are_those_of_scipy_and_its_laplacian_still_works() -> None:
    code = (
        "from designer.analysis import sparse_graphs as ours; import numpy as np, scipy.sparse.csgraph as theirs;"
        "print(all(getattr(ours, name) is getattr(theirs, name) for name in ours.__all__));"
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
        "from designer.analysis import sparse_graphs as ours;"
        "print(theirs.laplacian is before, ours.dijkstra is theirs.dijkstra)"
    )
    assert in_new_process(code) == "True True"
