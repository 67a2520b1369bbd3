"""Drawings for the floor under a room, made in a process of their own: pages of a PDF, and pictures that are too large.

Files come from anybody. What a page takes is bounded here, in memory, and by whoever waits, in time; scripts and forms
of a PDF are never run.
"""

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from designer.edit.marks.picture_files import picture_facts
from designer.files.reading import bytes_of
from designer.model.marks import MAX_PICTURE_BYTES
from designer.model.records import RefusedInput
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

MOST_PIXELS: Final = 8_000_000
"""So many are decoded within a frame or two; larger pictures are made smaller."""
MOST_MEMORY_BYTES: Final = 3_000_000_000
"""Address space of the process; libraries alone reserve a third of it."""
_POINTS_PER_INCH: Final = 72.0
_DPI: Final = 150.0
_MOST_SIDE_PX: Final = 5_000.0
_LEAST_SIDE_PX: Final = 400.0


class Pages(NamedTuple):
    """A PDF: how many pages it has, and the picture of its only page, None where it has several."""

    number: int
    only: bytes | None


def pdf_pages(tell: Progress, path: Path) -> Pages:
    """Return how many pages a PDF has, and the picture of the only one.

    Raises:
        RefusedInput: it cannot be read, or is no PDF that can be opened or drawn.
    """
    _bound_memory()
    document = _opened(path)
    count = len(document)
    return Pages(count, _page(document, 0, path.name) if count == 1 else None)


def pdf_page(tell: Progress, path: Path, page: int) -> bytes:
    """Page PAGE (from 1) of a PDF as the bytes of a PNG.

    Raises:
        RefusedInput: it cannot be opened, there is no such page, or it cannot be drawn.
    """
    _bound_memory()
    document = _opened(path)
    pages = len(document)
    if not 1 <= page <= pages:
        raise RefusedInput(f"{path.name} has {pages:,} page{'' if pages == 1 else 's'}; there is no page {page}.")
    return _page(document, page - 1, path.name)


def smaller_picture(tell: Progress, data: bytes, name: str) -> bytes:
    """The picture in DATA with at most MOST_PIXELS.

    Raises:
        RefusedInput: it cannot be decoded.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    _bound_memory()
    image = QImage.fromData(data)
    if image.isNull():
        raise RefusedInput(f"{name} is damaged, or too large to be decoded.")
    share = (MOST_PIXELS / (image.width() * image.height())) ** 0.5
    if share < 1:
        image = image.scaled(
            int(image.width() * share),
            int(image.height() * share),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return _png(image, name)


def is_large(data: bytes, name: str) -> bool:
    """Return True when the picture in DATA takes too long to decode while the window waits.

    Raises:
        RefusedInput: it is no picture.
    """
    _, wide, high = picture_facts(data, name)
    return wide * high > MOST_PIXELS


def _page(document: Any, number: int, name: str) -> bytes:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
    from PySide6.QtGui import QImage

    called = f"Page {number + 1} of {name}"
    try:
        page = document[number]
        wide, high = page.get_size()
        side = max(wide, high)
        if not min(wide, high) > 0:
            raise RefusedInput(f"{called} has no size.")
        wanted = min(max(side / _POINTS_PER_INCH * _DPI, _LEAST_SIDE_PX), _MOST_SIDE_PX)
        scale = min(wanted / side, (MOST_PIXELS / (wide * high)) ** 0.5)
        bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
        return _png(image.copy(), called)
    except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError) as problem:
        raise RefusedInput(f"{called} could not be drawn; export it as PNG instead.") from problem


def _png(image: "QImage", called: str) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage

    # Most plans are black on white: a third of the bytes, and decoded sooner.
    if image.allGray():
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    kept, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    data = bytes(kept.data())
    if not data or len(data) > MAX_PICTURE_BYTES:
        raise RefusedInput(f"{called} makes too large a picture; export it as PNG, smaller.")
    return data


def _opened(path: Path) -> Any:
    try:
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as problem:
        raise RefusedInput("PDF pages cannot be read here; export the page as PNG and take that.") from problem
    data = bytes_of(path, "PDF page", advice="export the page as PNG")
    if not data.lstrip()[:1024].startswith(b"%PDF-"):
        raise RefusedInput(f"{path.name} is no PDF file.")
    try:
        return pypdfium2.PdfDocument(data)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as problem:
        why = "it asks for a password" if "assword" in str(problem) else "it is damaged"
        raise RefusedInput(f"{path.name} could not be opened: {why}. Export the page as PNG instead.") from problem


def _bound_memory() -> None:
    """Let a page that wants more memory than that fail by itself, where the system can do so.

    Only a process of its own is bound: the limit stays for good, and whoever works beside would be short of memory.
    """
    if multiprocessing.parent_process() is None:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = MOST_MEMORY_BYTES if most == resource.RLIM_INFINITY else min(MOST_MEMORY_BYTES, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))
