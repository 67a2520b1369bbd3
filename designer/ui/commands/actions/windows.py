"""The commands that open the windows about the open design, each of which is loaded when it is first opened."""

from functools import partial

from designer.ui.commands.context import Context, Run


def open_window(window_id: str, page: int | None = None) -> Run:
    """Return what opens a window by its WindowSpec, at a page of it."""
    return partial(_open, window_id=window_id, page=page)


def _open(context: Context, window_id: str, page: int | None) -> None:
    if work := context.workspace:
        context.windows.open(window_id, work, page)
