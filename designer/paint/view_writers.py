"""Write views to files: all on one sheet, but those that have pages of their own.

A row loads what it needs when it is called, so that a picture of one view does not pay for the others. Writing is apart
from `designer/paint/view_painters.py`, as a sheet is painted by what stands there.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from designer.model.design import ViewId

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing
    from designer.drawing.racks.elevations import RackPicture
    from designer.paint.sheet import Block


class Write(Protocol):
    """Writes a drawing to a file."""

    def __call__(
        self,
        path: Path,
        drawing: "Drawing",
        *,
        title: str,
        subtitle: str,
        day: date | None,
        first: "Drawing | None" = None,
        block: "Block" = (),
    ) -> None:
        """Write DRAWING by the suffix of PATH: .svg, .png or .pdf; FIRST before it on the pages of a large one.

        Raises:
            RefusedInput: there is nothing to draw, or PATH cannot be written.
        """
        ...


def _write_sheet(
    path: Path,
    drawing: "Drawing",
    *,
    title: str,
    subtitle: str,
    day: date | None,
    first: "Drawing | None" = None,
    block: "Block" = (),
) -> None:
    """Write DRAWING on one sheet, as PDF on as many as it takes."""
    from designer.paint.pictures import write_pdf, write_png, write_svg

    if path.suffix.lower() == ".pdf":
        write_pdf(path, drawing, title=title, subtitle=subtitle, day=day, first=first, block=block)
        return
    write = {".svg": write_svg, ".png": write_png}[path.suffix.lower()]
    write(path, drawing, title=title, subtitle=subtitle, day=day, block=block)


def _write_racks(
    path: Path,
    drawing: "Drawing",
    *,
    title: str,
    subtitle: str,
    day: date | None,
    first: "Drawing | None" = None,
    block: "Block" = (),
) -> None:
    """Write racks on pages of their own, under the title that they have."""
    from designer.paint.racks.pages import write_racks

    picture = cast("RackPicture", drawing)
    said = " · ".join((subtitle, *(f"{caption} {words}" for caption, words in block)))
    write_racks(path, picture.design, picture.racks, subtitle=said, day=day)


VIEW_WRITERS: Final[Mapping[ViewId, Write]] = {"rack": _write_racks}
"""By `painted_as` of the display list; one that fits on a sheet needs no row."""


def write_drawing(
    path: Path,
    drawing: "Drawing",
    *,
    title: str = "",
    subtitle: str = "",
    day: date | None = None,
    first: "Drawing | None" = None,
    block: "Block" = (),
) -> None:
    """Write DRAWING to PATH as its view is written, by the suffix: .svg, .png or .pdf.

    FIRST is a simpler drawing of the same, which comes before the parts of one that takes several pages; BLOCK is what
    people set of its title block.

    Raises:
        RefusedInput: there is nothing to draw, or PATH cannot be written.
    """
    write = VIEW_WRITERS.get(drawing.painted_as, _write_sheet)
    write(path, drawing, title=title, subtitle=subtitle, day=day, first=first, block=block)
