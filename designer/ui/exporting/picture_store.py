"""Pictures of outputs that are kept as long as the design stays as it is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.ui.commands.actions.export_kinds import Snapshot
    from designer.ui.exporting.picture_work import PictureMade


def of_one_design(first: "Snapshot", second: "Snapshot") -> bool:
    """Return whether two snapshots are of the same design with the same figures, without looking into them."""
    return first.design is second.design and first.results is second.results


class PictureStore:
    """Remembers the pictures of one snapshot; those that show the view go when another view is in sight."""

    def __init__(self) -> None:
        self._of: Snapshot | None = None
        self._made: dict[str, PictureMade] = {}

    def known(self, of: "Snapshot", commands: Iterable[str], seen: str) -> "dict[str, PictureMade]":
        """Return what is known of COMMANDS for the snapshot OF, by command; SEEN is the command that shows the view."""
        before, self._of = self._of, of
        if before is None or not of_one_design(before, of):
            self._made.clear()
        elif before != of:
            self._made.pop(seen, None)
        return {command: self._made[command] for command in commands if command in self._made}

    def keep(self, of: "Snapshot", made: "Iterable[PictureMade]") -> None:
        """Keep pictures that were MADE of a snapshot, unless another has taken its place."""
        if of is self._of:
            self._made.update((one.command, one) for one in made)
