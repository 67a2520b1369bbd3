"""Pictures from files, from the clipboard and from drops: read, tried once, and refused when they cannot be shown."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from designer.edit.marks.marks import add_picture, added_mark
from designer.edit.marks.picture_files import picture_facts
from designer.files.reading import bytes_of, shown_name
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.marks import Picture
from designer.model.records import RefusedInput
from designer.paint.marks.pictures import decoded

if TYPE_CHECKING:
    from designer.ui.canvas.canvas_model import Stage

PICTURE_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg"})
PICTURE_KINDS: Final = "Pictures (*.png *.jpg *.jpeg)"
PASTED: Final = "Pasted picture.png"
_BESIDE: Final = 32.0


def picture_from_file(design: Design, path: Path, x: float, y: float) -> ChangeSet:
    """Put the picture in a file down with its middle at a place.

    Raises:
        RefusedInput: it cannot be read, is no picture, too large, or damaged.
    """
    data = bytes_of(path, "picture", advice="make it smaller first")
    return picture_from_bytes(design, shown_name(path), data, x, y)


def picture_from_bytes(design: Design, name: str, data: bytes, x: float, y: float) -> ChangeSet:
    """Put the picture in DATA down with its middle at a place.

    Raises:
        RefusedInput: it is no picture, too large, or damaged.
    """
    edit = add_picture(design, name, data, x, y)
    form, wide, high = picture_facts(data, name)
    if decoded(Picture(id="tried", name=name, form=form, data=data, width_px=wide, height_px=high)) is None:
        raise RefusedInput(f"{name} is damaged: it cannot be shown. Open it elsewhere and save it again.")
    return edit


def pictures_in(data: QMimeData) -> list[Path]:
    """The picture files that a drop or the clipboard names."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return [path for path in paths if path.suffix.lower() in PICTURE_SUFFIXES]


def image_bytes(image: QImage) -> bytes:
    """IMAGE as PNG.

    Raises:
        RefusedInput: it is empty.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise RefusedInput("The clipboard holds a picture that cannot be read.")
    return bytes(buffer.data().data())


def put_pictures(stage: "Stage", paths: Sequence[Path], place: tuple[float, float]) -> None:
    """Put pictures down, each a little beside the one before; what cannot be shown is told."""
    x, y = place
    for path in paths:
        if _put(stage, partial(picture_from_file, stage.design, path, x, y)):
            x, y = x + _BESIDE, y + _BESIDE


def paste_picture(stage: "Stage", data: QMimeData, place: tuple[float, float]) -> bool:
    """Paste the picture that the clipboard holds; false when it holds none, or words as well."""
    paths = pictures_in(data)
    if paths:
        put_pictures(stage, paths, place)
    elif data.hasImage() and not data.text().strip():
        image = data.imageData()
        _put(stage, lambda: picture_from_bytes(stage.design, PASTED, image_bytes(QImage(image)), *place))
    else:
        return False
    return True


def _put(stage: "Stage", make: Callable[[], ChangeSet]) -> bool:
    try:
        edit = make()
    except RefusedInput as refusal:
        stage.tell(str(refusal))
        return False
    if not stage.commit(edit):
        return False
    stage.select([added_mark(edit)])
    stage.message.emit(edit.label)
    return True
