"""Pages of a PDF as pictures, for the drawing under a room; the library for it is loaded only then."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from designer.model.marks import MAX_PICTURE_BYTES
from designer.model.records import RefusedInput

MAX_PDF_BYTES: Final = 50_000_000
_POINTS_PER_INCH: Final = 72.0
_DPI: Final = 150.0
_MOST_SIDE_PX: Final = 5_000.0
_LEAST_SIDE_PX: Final = 400.0


def page_count(path: Path) -> int:
    """How many pages a PDF has.

    Raises:
        RefusedInput: it can not be read, or is no PDF that can be opened.
    """
    document = _opened(path)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(path: Path, page: int) -> bytes:
    """Page PAGE (from 1) of a PDF as the bytes of a PNG, at most 5,000 pixels wide and high.

    Raises:
        RefusedInput: it can not be opened, there is no such page, or it can not be drawn.
    """
    document = _opened(path)
    try:
        pages = len(document)
        if not 1 <= page <= pages:
            raise RefusedInput(f"{path.name} has {pages:,} page{'' if pages == 1 else 's'}; there is no page {page}.")
        return _picture(document, page - 1, path.name)
    finally:
        document.close()


def _picture(document: Any, number: int, name: str) -> bytes:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    try:
        page = document[number]
        side = max(page.get_size())
        if not side > 0:
            raise RefusedInput(f"Page {number + 1} of {name} has no size.")
        wanted = min(max(side / _POINTS_PER_INCH * _DPI, _LEAST_SIDE_PX), _MOST_SIDE_PX)
        bitmap = page.render(scale=wanted / side, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        ).copy()  # fmt: skip
    except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError) as problem:
        raise RefusedInput(f"Page {number + 1} of {name} could not be drawn; export it as PNG instead.") from problem
    kept, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    data = bytes(kept.data())
    if not data or len(data) > MAX_PICTURE_BYTES:
        raise RefusedInput(f"Page {number + 1} of {name} makes too large a picture; export it as PNG, smaller.")
    return data


def _opened(path: Path) -> Any:
    try:
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as problem:
        raise RefusedInput("PDF pages can not be read here; export the page as PNG and take that.") from problem
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PDF_BYTES + 1)
    except OSError as problem:
        raise RefusedInput(f"{path.name} could not be read: {problem.strerror or problem}.") from problem
    if len(data) > MAX_PDF_BYTES:
        raise RefusedInput(f"{path.name} is larger than {MAX_PDF_BYTES // 1_000_000} MB; export the page as PNG.")
    if not data.lstrip()[:1024].startswith(b"%PDF-"):
        raise RefusedInput(f"{path.name} is no PDF file.")
    try:
        return pypdfium2.PdfDocument(data)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as problem:
        why = "it asks for a password" if "assword" in str(problem) else "it is damaged"
        raise RefusedInput(f"{path.name} could not be opened: {why}. Export the page as PNG instead.") from problem
