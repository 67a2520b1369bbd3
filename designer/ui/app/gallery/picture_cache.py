"""Small pictures of designs that are kept from one start to the next; no Qt here.

A picture is found by the digest of what it shows: of the bytes of a project, or of the name of a template with the
program that makes and draws it; and of its colours and its size in pixels. The folder may be deleted at any time.
"""

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import platformdirs

import designer
from designer import __version__
from designer.drawing.theme_tokens import ThemeName

MOST_KEPT: Final = 400
"""Pictures in the folder; the oldest go first."""
_MADE_BY: Final = ("drawing", "paint", "edit/fabrics", "edit/templates")
"""Folders of what makes and draws templates: where they changed, pictures of templates are drawn anew."""


class PictureLook(NamedTuple):
    """The look of a picture, whatever it shows.

    Attributes:
        theme: Name of the colours.
        width: In pixels of the window.
        height: Likewise.
        ratio: Device pixels to one of these.
    """

    theme: ThemeName
    width: int
    height: int
    ratio: float


class PictureWanted(NamedTuple):
    """One picture that is wanted.

    Attributes:
        key: What the asker knows it by.
        look: How it looks.
        template: Name of the template that it shows; "" where it shows a project.
        path: The file of the project.
    """

    key: str
    look: PictureLook
    template: str = ""
    path: str = ""


def picture_folder() -> Path:
    """Return the folder of the pictures; it need not exist."""
    return platformdirs.user_cache_path("stackwright", appauthor=False) / "pictures"


def picture_file(wanted: PictureWanted) -> Path:
    """Return where the picture that is WANTED lies, once it is drawn.

    Raises:
        OSError: the project cannot be read.
    """
    digest = hashlib.sha256(repr((wanted.look, wanted.template, _drawn_by())).encode())
    if wanted.path:
        with Path(wanted.path).open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return picture_folder() / f"{digest.hexdigest()[:40]}.png"


@cache
def _drawn_by() -> tuple[str, int]:
    """Return what says whether this program draws as it drew before: its version, and when it last changed."""
    newest = 0
    home = Path(designer.__file__).parent
    with suppress(OSError):
        newest = max(
            (file.stat().st_mtime_ns for folder in _MADE_BY for file in (home / folder).rglob("*.py")), default=0
        )
    return __version__, newest


def forget_old_pictures() -> None:
    """Remove the pictures that were drawn first where there are too many."""
    found: list[tuple[int, Path]] = []
    with suppress(OSError):
        for file in picture_folder().glob("*.png"):
            found.append((file.stat().st_mtime_ns, file))
    found.sort()
    for _, file in found[: max(len(found) - MOST_KEPT, 0)]:
        with suppress(OSError):
            file.unlink()
