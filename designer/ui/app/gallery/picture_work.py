"""Drawing small pictures of designs in a process beside the window; Qt is loaded when the first is drawn."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.catalog.library import Library
from designer.files.writing import write_whole
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.app.gallery.picture_cache import PictureWanted, forget_old_pictures, picture_file, picture_folder
from designer.ui.jobs.background_process import Teller

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

MOST_RECORDS: Final = 20_000
"""Nodes and links of a design of which a small picture is drawn; of more nothing could be told apart."""
SIZE_TEXT: Final = "Size"
"""Key of the text in a picture's file that says how large the design is."""


class PictureDrawn(NamedTuple):
    """The result of drawing a picture that was wanted.

    Attributes:
        key: What its asker knows it by.
        file: Where it lies; "" where there is none.
        problem: Why there is none, in one line.
    """

    key: str
    file: str
    problem: str = ""


def draw_pictures(tell: Teller, wanted: Sequence[PictureWanted]) -> list[PictureDrawn]:
    """Draw each picture of WANTED that is not kept yet; return what came of them, in their order."""
    from designer.catalog.reading import read_library

    picture_folder().mkdir(parents=True, exist_ok=True)
    library = read_library()
    drawn: list[PictureDrawn] = []
    for number, one in enumerate(wanted):
        if not tell(number, len(wanted), one.key):
            break
        drawn.append(_draw(one, library))
        tell.partial(drawn.copy)
    forget_old_pictures()
    return drawn


def _draw(wanted: PictureWanted, library: Library) -> PictureDrawn:
    try:
        file = picture_file(wanted)
        if file.exists() and file.stat().st_size:
            return PictureDrawn(wanted.key, str(file))
        design = _design_of(wanted, library)
        if len(design.nodes) + len(design.links) > MOST_RECORDS:
            return PictureDrawn(wanted.key, "", "Too large for a picture")
        write_whole(file, _as_png(_picture(design, wanted)))
    except FileNotFoundError:
        return PictureDrawn(wanted.key, "", "The file is gone")
    except OSError as problem:
        return PictureDrawn(wanted.key, "", f"Cannot be read: {problem.strerror or problem}")
    except RefusedInput as problem:
        return PictureDrawn(wanted.key, "", str(problem))
    return PictureDrawn(wanted.key, str(file))


def _design_of(wanted: PictureWanted, library: Library) -> Design:
    from designer.edit.templates.templates import build_template
    from designer.store.project import read_project

    if wanted.template:
        return build_template(wanted.template, library, {})
    return read_project(Path(wanted.path)).design


def _picture(design: Design, wanted: PictureWanted) -> "QImage":
    from PySide6.QtCore import QCoreApplication, QSize

    from designer.drawing.current_theme import in_theme
    from designer.drawing.theme_tokens import theme_named
    from designer.paint.application import ensure_application
    from designer.ui.present.design_picture import card_picture

    if QCoreApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a process of its own, which shows nothing
    ensure_application()
    look = wanted.look
    with in_theme(theme_named(look.theme)):
        image = card_picture(design, QSize(look.width, look.height), look.ratio).toImage()
    image.setText(SIZE_TEXT, size_words(design))
    return image


def _as_png(image: "QImage") -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know names of formats as bytes alone
    return bytes(buffer.data().data())


def size_words(design: Design) -> str:
    """Return how large DESIGN is: its accelerators where it has any, else its devices and services."""
    from designer.analysis.counts import counts
    from designer.model.wording import counted

    found = counts(design, tiers=False)
    accelerators = int(found.accelerators.value or 0)
    return counted(accelerators, "accelerator") if accelerators else counted(found.nodes, "node")
