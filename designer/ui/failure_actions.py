"""The commands that take things as failed and mend them."""

from designer.ui.edit_actions import GetWorkspace


class FailureActions:
    """What is selected fails or is mended; the design stays as it is."""

    def __init__(self, workspace: GetWorkspace) -> None:
        self._workspace = workspace

    def toggle(self) -> None:
        """Fail one copy or cable of what is selected, or mend it."""
        if work := self._workspace():
            work.fail(work.canvas.selected_ids())

    def every(self) -> None:
        """Fail all copies and cables of what is selected, or mend them."""
        if work := self._workspace():
            work.fail(work.canvas.selected_ids(), every=True)

    def mend(self) -> None:
        """Mend all that has failed."""
        if work := self._workspace():
            work.document.what_if.mend()
