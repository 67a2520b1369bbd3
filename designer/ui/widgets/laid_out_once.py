"""Many changes to what a layout holds, after which it lays out once."""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout


@contextmanager
def laid_out_once(layout: QLayout) -> Generator[None]:
    """Have LAYOUT wait with its work until all that is done here is done.

    Qt lays out all of a form anew for each widget that is shown in it, and of a hundred rows that is most of the work.
    """
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()
