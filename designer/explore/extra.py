"""The extra of sweeps: what it is missing for, in one line that says how to install it."""

from collections.abc import Generator
from contextlib import contextmanager

from designer.model.records import RefusedInput

INSTALL = 'pip install "stackwright[explore]"'


@contextmanager
def need_extra(what: str) -> Generator[None]:
    """Turn a library of the extra that is not there, imported inside, into one plain line.

    Raises:
        RefusedInput: it is not installed; WHAT needs it.
    """
    try:
        yield
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] not in ("dask", "distributed", "pyarrow", "optuna"):
            raise
        raise RefusedInput(f"{what} needs {problem.name}, which is not installed: {INSTALL}.") from problem
