"""Letters of the packaged font for files that are written without a painter: their codes, widths and outlines.

A letter's code in the file is its code point, so that what a reader copies out is what was written. Text is set as the
painter sets it: the advance of each letter, and what the font brings two neighbours closer, both asked of the painter.
"""

import io
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from designer.drawing.theme_tokens import type_scale
from designer.paint.fonts import family, font_of
from designer.paint.packaged_font import PREFERRED, packaged_file

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

THOUSAND: Final = 1000.0
"""Widths in a PDF are thousandths of the size of the letters."""
_UNITS: Final = 2048
"""Pixels at which the painter measures: the units of the font, so that nothing is rounded."""
_TEXT_SIZE: Final = 14
"""Optical size of the axis of Inter that text is set in."""
_USUAL: Final = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0·×–—→…°²³µ≥≤ÄÖÜäöüßéèàçñø"
"""Letters of most files: their outlines are ready in a tenth of a second."""
_PLAIN: Final = _USUAL + "".join(map(chr, range(0xA0, 0x180))) + "‐‑‘’“”•←≈−∞€"
"""Letters that stand by themselves from left to right; whatever else a name has is left to the painter."""
_SAME: Final = 0.6
"""Thousandths by which an advance of the painter may differ from that of the packaged font."""
_MOST_KEPT: Final = 50_000


class FontSubset(NamedTuple):
    """The outlines that a file needs.

    Attributes:
        data: A TrueType font with the letters that were asked for.
        glyphs: Number of the glyph of each code point.
        box: (left, bottom, right, top) of all letters, thousandths of their size.
        ascent: Above the baseline, in the same unit.
        descent: Below it, negative.
        capital: Height of a capital.
    """

    data: bytes
    glyphs: dict[int, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    capital: int


class Letters:
    """One weight of the font, and what was set in it.

    Attributes:
        used: The letters that were set.
    """

    def __init__(self, *, bold: bool) -> None:
        """Make it for body text, or for what is BOLD."""
        style = "strong" if bold else "body"
        self._weight = type_scale()[style].weight
        font = QFont(font_of(style, 100))
        font.setPixelSize(_UNITS)
        self._metrics = QFontMetricsF(font)
        # Texts of a drawing are made of the same few hundred pairs: each is measured once.
        self._pieces = _Pieces(self._piece)
        self._set: dict[str, str] = {}
        self.used: set[str] = set()
        self._take(_USUAL)

    def _take(self, letters: str) -> None:
        """Have LETTERS to set text in."""
        self._of = letters
        widths = _packaged(self._weight, letters)[1]
        self.advances = {letter: self._measured(letter) for letter in widths}
        # A system may have another edition of the font, whose letters do not fit the outlines of the package.
        self._plain = {letter for letter, wide in widths.items() if abs(self.advances[letter] - wide) < _SAME}

    def can_set(self, text: str) -> bool:
        """Return whether every letter of TEXT is in the packaged font, and stands there by itself."""
        if self._plain.issuperset(text):
            return True
        # The usual letters are tried first: a package with all plain ones takes longer to make.
        if self._of is _PLAIN or not set(_PLAIN).issuperset(text):
            return False
        self._take(_PLAIN)
        return self._plain.issuperset(text)

    def as_operand(self, text: str) -> str:
        """Return TEXT as the operand of TJ: codes in hexadecimal, and what neighbours are brought closer."""
        found = self._set.get(text)
        if found is None:
            self.used.update(text)
            # All but the last letter depend on their neighbour; the last stands by itself.
            inside = "".join(map(self._pieces.__getitem__, pairwise(text)))
            found = f"[<{inside}{ord(text[-1]):04X}>]TJ"
            # A million different texts would fill the memory; the next ones are set anew, not wrongly.
            if len(self._set) > _MOST_KEPT:
                self._set.clear()
            self._set[text] = found
        return found

    def subset(self) -> FontSubset:
        """Return the outlines of all letters that were set."""
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(_packaged(self._weight, self._of)[0]))
        _cut_down(font, "".join(sorted(self.used)))
        written = io.BytesIO()
        font.save(written)
        # The fields of its tables are made when they are read, and so have no types.
        tables: Any = font
        head, across, system = tables["head"], tables["hhea"], tables["OS/2"]
        unit = THOUSAND / head.unitsPerEm
        box = [round(one * unit) for one in (head.xMin, head.yMin, head.xMax, head.yMax)]
        return FontSubset(
            written.getvalue(),
            {code: font.getGlyphID(name) for code, name in tables.getBestCmap().items()},
            (box[0], box[1], box[2], box[3]),
            round(across.ascent * unit),
            round(across.descent * unit),
            round(system.sCapHeight * unit),
        )

    def _measured(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text) / _UNITS * THOUSAND

    def _piece(self, pair: tuple[str, str]) -> str:
        one, other = pair
        # Positive where the font kerns the pair: TJ subtracts the number, in thousandths of the size.
        closer = round(self.advances[one] + self.advances[other] - self._measured(one + other))
        return f"{ord(one):04X}>{closer}<" if closer else f"{ord(one):04X}"


class _Pieces(dict[tuple[str, str], str]):
    """Letters that stand for the first of two neighbours, worked out when it is first asked for."""

    def __init__(self, make: Callable[[tuple[str, str]], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, pair: tuple[str, str]) -> str:
        found = self[pair] = self._make(pair)
        return found


def packaged_letters() -> tuple[Letters, Letters] | None:
    """Return the two weights of the packaged font, body and bold; None where text is set in another font."""
    if family() != PREFERRED or packaged_file() is None:
        return None
    return Letters(bold=False), Letters(bold=True)


@lru_cache(maxsize=4)
def _packaged(weight: int, letters: str) -> tuple[bytes, dict[str, float]]:
    """Return LETTERS of the packaged font at WEIGHT as a font, and how wide each is in thousandths of its size."""
    # They take a tenth of a second to load, and few windows write such a file.
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    path = packaged_file()
    assert path is not None, "asked for without the package"
    # Read whole, the font would take ten times as long.
    with TTFont(path, lazy=True) as font:
        # Tables of pairs and marks are most of it, and neighbours are placed one by one.
        for table in {"GPOS", "GSUB", "GDEF", "HVAR", "MVAR", "STAT"} & set(font.keys()):
            del font[table]
        _cut_down(font, letters)
        instantiateVariableFont(font, {"wght": weight, "opsz": _TEXT_SIZE}, inplace=True)
        written = io.BytesIO()
        font.save(written)
        tables: Any = font
        unit, metrics = THOUSAND / tables["head"].unitsPerEm, tables["hmtx"]
        widths = {chr(code): metrics[name][0] * unit for code, name in tables.getBestCmap().items()}
    return written.getvalue(), widths


def _cut_down(font: "TTFont", text: str) -> None:
    """Leave in FONT what TEXT needs."""
    from fontTools.subset import Options, Subsetter

    options = Options()
    options.hinting = False
    # Readers want the sign for a missing letter to be there, even where no text needs it.
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
