"""Type and size of a picture by its bytes, PNG or JPEG, without decoding it."""

from typing import Final, Literal

from designer.model.marks import MAX_PICTURE_BYTES
from designer.model.records import RefusedInput

Form = Literal["png", "jpeg"]
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_WITHOUT_SIZE: Final = frozenset({0xC4, 0xC8, 0xCC})
"""Markers between 0xC0 and 0xCF that begin no frame."""


def picture_facts(data: bytes, name: str) -> tuple[Form, int, int]:
    """(form, width, height in pixels) of the picture in DATA, whatever its file is called.

    Raises:
        RefusedInput: it is neither PNG nor JPEG, is too long, or ends before it says its size.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise RefusedInput(
            f"{name} takes {len(data) / 1e6:.1f} MB; {MAX_PICTURE_BYTES // 1_000_000} MB are the most. "
            "Make it smaller first."
        )
    if data.startswith(_PNG):
        if len(data) < 24 or data[12:16] != b"IHDR":
            raise RefusedInput(f"{name} is damaged: it ends before it says how large it is.")
        return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data.startswith(_JPEG):
        size = _jpeg_size(data)
        if size is None:
            raise RefusedInput(f"{name} is damaged: it ends before it says how large it is.")
        return "jpeg", *size
    raise RefusedInput(f"{name} is neither a PNG nor a JPEG picture; save it as one of them first.")


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        # Fill bytes, restarts and markers without a length of their own.
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        # SOF0 to SOF15, without DHT, JPG and DAC among them: length, precision, height, width.
        if 0xC0 <= marker <= 0xCF and marker not in _WITHOUT_SIZE:
            if at + 9 > len(data):
                return None
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    return None
