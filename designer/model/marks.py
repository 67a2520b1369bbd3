"""Marks that a person draws beside the equipment: notes, frames, arrows and pictures; and the pictures themselves."""

from typing import Final, Literal

from designer.limits import LIMITS
from designer.model.record_limits import Coordinate, Text
from designer.model.records import Record, RefusedInput

MarkKind = Literal["note", "frame", "arrow", "picture"]
MarkColour = Literal["plain", "blue", "green", "yellow", "red", "violet"]

MAX_PICTURE_BYTES: Final = LIMITS["picture"].bytes
MAX_PICTURE_PIXELS: Final = 40_000_000
MAX_POINTS: Final = 1_000
_SIGNATURES: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


class Mark(Record, frozen=True, kw_only=True):
    """Something drawn that is no equipment: it is never analysed, billed or counted.

    Attributes:
        x: Left edge on the canvas, in canvas pixels at 100%; of an arrow, its first point.
        y: Top edge.
        text: What it says; the caption of a frame or picture, the words along an arrow.
        colour: A colour of the theme, never a fixed one.
        points: Of an arrow, after the first, relative to (x, y).
        ends: Ids of the nodes that an arrow's first and last point stick to; "" is free.
        picture: Id of the picture shown.
        front: Place in the pile, the greatest in front; below 0 is behind the equipment.
        pinned: Whether it stays where it is.
    """

    id: str
    kind: MarkKind
    x: Coordinate = 0.0
    y: Coordinate = 0.0
    width: Coordinate = 0.0
    height: Coordinate = 0.0
    text: Text = ""
    colour: MarkColour = "plain"
    points: tuple[tuple[float, float], ...] = ()
    ends: tuple[str, str] = ("", "")
    picture: str | None = None
    front: int = 0
    pinned: bool = False


class Picture(Record, frozen=True, kw_only=True):
    """A picture that the design holds, for marks and for drawings laid under a room.

    Attributes:
        data: The file's bytes.
        width_px: Of the picture itself.
    """

    id: str
    name: str
    form: Literal["png", "jpeg"]
    data: bytes
    width_px: int
    height_px: int


def require_picture(picture: Picture) -> None:
    """Refuse a picture that is no PNG or JPEG, or too large to be painted.

    Raises:
        RefusedInput: it is.
    """
    if not picture.data.startswith(_SIGNATURES[picture.form]):
        raise RefusedInput(f"The picture {picture.name!r} is no {picture.form.upper()} file.")
    if len(picture.data) > MAX_PICTURE_BYTES:
        raise RefusedInput(
            f"The picture {picture.name!r} takes {len(picture.data) / 1e6:.1f} MB; "
            f"{MAX_PICTURE_BYTES // 1_000_000} MB are the most. Make it smaller first."
        )
    if min(picture.width_px, picture.height_px) < 1 or picture.width_px * picture.height_px > MAX_PICTURE_PIXELS:
        raise RefusedInput(
            f"The picture {picture.name!r} has {picture.width_px} × {picture.height_px} pixels; "
            f"from 1 to {MAX_PICTURE_PIXELS // 1_000_000} million are allowed."
        )


def mark_problem(mark: Mark) -> str:
    """Return what no mark may have, in words that follow its name; "" when all is well."""
    if mark.width < 0 or mark.height < 0:
        return "has a negative width or height"
    if mark.kind == "arrow" and not mark.points:
        return "is an arrow without a second point"
    if len(mark.points) > MAX_POINTS:
        return f"has {len(mark.points):,} points; {MAX_POINTS:,} are the most"
    if (mark.kind == "picture") != (mark.picture is not None):
        return "is a picture without one, or shows one without being a picture"
    return ""
