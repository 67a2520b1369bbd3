"""QR codes of many short texts: those of one size are put together from parts that were made once.

All that a QR code does to the bytes of a text is linear over the field of two elements once its size, its level of
correction and its mask are fixed: the Reed-Solomon codewords, the interleaving, the places of the modules and the mask
(ISO/IEC 18004, 7.5 to 7.8). So the modules of a text are those of a text of as many zeros, XOR for each byte what that
byte changes there. Both are asked of the library that makes codes; the test holds every code against its own.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import segno

_MASK: Final = 3
"""One of the eight masks of ISO/IEC 18004; to try all for the best takes five times as long."""
_ASCII: Final = 128
WORTH_IT: Final = 500
"""Codes of one size after which its parts are made, which takes about as long as so many codes."""
_Bits = npt.NDArray[np.uint8]
_Rows = tuple[bytes, ...]


def code_rows(text: str) -> _Rows:
    """Return the modules of the QR code of TEXT, row by row, 1 for a dark one."""
    return tuple(bytes(row) for row in _made(text).matrix)


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK, encoding=None)


class CodeMaker:
    """Makes codes of many texts, fast where many have the same size."""

    def __init__(self) -> None:
        self._version_of: dict[int, int] = {}
        self._zeros: dict[int, _Bits] = {}
        self._asked: dict[int, int] = {}
        self._parts: dict[int, _Bits] = {}
        self._most: dict[int, int] = {}

    def rows(self, text: str) -> _Rows:
        """Return what `code_rows` returns of TEXT."""
        # Other letters change how many bytes there are, and digits or capitals alone are packed tighter.
        if not text.isascii() or "\n" not in text:
            return code_rows(text)
        length = len(text)
        version = self._version(length)
        self._asked[version] = self._asked.get(version, 0) + 1
        if self._asked[version] <= WORTH_IT:
            return code_rows(text)
        if version not in self._parts:
            self._parts[version] = self._made_parts(version)
        changed = self._parts[version][np.arange(length), np.frombuffer(text.encode("ascii"), np.uint8)]
        packed = np.bitwise_xor.reduce(changed, axis=0) ^ self._of_zeros(length)
        side = 17 + 4 * version
        whole = np.unpackbits(packed, count=side * side).tobytes()
        return tuple(whole[start : start + side] for start in range(0, side * side, side))

    def _version(self, length: int) -> int:
        """Return the size of the code of LENGTH letters, 1 to 40."""
        if length not in self._version_of:
            version = _of_bytes(bytes(length)).version
            assert isinstance(version, int), "a micro code was not asked for"
            self._version_of[length] = version
            self._most[version] = max(self._most.get(version, 0), length)
        return self._version_of[length]

    def _of_zeros(self, length: int) -> _Bits:
        if length not in self._zeros:
            self._zeros[length] = _packed(_of_bytes(bytes(length)))
        return self._zeros[length]

    def _made_parts(self, version: int) -> _Bits:
        """Return what each byte changes at each place, (places, 128, bytes of packed modules)."""
        length = self._most[version]
        while self._version(length + 1) == version:
            length += 1
        nothing = self._of_zeros(length)
        found = np.zeros((length, _ASCII, nothing.size), np.uint8)
        for place in range(length):
            for bit in range(7):
                text = bytearray(length)
                text[place] = 1 << bit
                one = _packed(_of_bytes(bytes(text))) ^ nothing
                # Every value that has this bit is changed by it: those from 1 << bit on, of which the upper half is
                # what the lower bits change and this bit as well.
                found[place, 1 << bit : 2 << bit] = found[place, : 1 << bit] ^ one
        return found


def _of_bytes(data: bytes) -> segno.QRCode:
    return segno.make(data, error="m", mode="byte", micro=False, boost_error=False, mask=_MASK)


def _packed(code: segno.QRCode) -> _Bits:
    return np.packbits(np.frombuffer(b"".join(bytes(row) for row in code.matrix), np.uint8))
