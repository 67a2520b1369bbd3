"""Tidying in a background process; no Qt here."""

from collections.abc import Sequence

from designer.edit.layouts.tidy import tidy
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress


def find_places(progress: Progress, design: Design, style: str, ids: Sequence[str] | None) -> ChangeSet:
    """The edit that tidies DESIGN, or IDS of it.

    Raises:
        RefusedInput: an id is not there.
    """

    def tell(done: int, total: int, name: str) -> None:
        progress(done, total, name)

    progress(0, 1, "")
    return tidy(design, style, ids, tell=tell)
