"""A workbook as bytes; the library lays its sheets down in temporary files first, and the disk of those may be full."""

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def workbook_bytes(options: Mapping[str, object], fill: "Callable[[Workbook], None]") -> bytes:
    """Return the workbook that FILL fills.

    Raises:
        RefusedInput: there is no room for the files that it is made of.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    body = io.BytesIO()
    try:
        with Workbook(body, dict(options)) as book:
            fill(book)
    except (FileCreateError, OSError) as problem:
        cause = problem.args[0] if isinstance(problem, FileCreateError) and problem.args else problem
        reason = getattr(cause, "strerror", None) or cause
        raise RefusedInput(
            f"The workbook could not be written: {reason}, where temporary files are kept; make room there."
        ) from problem
    return body.getvalue()
