"""Sheets of paper written as a PDF without a painter: words, lines, boxes and codes put down as they are.

A painter takes three times as long for each word, and holds the whole file. What only a painter can do, a drawing or
letters of other scripts, it paints as pages of its own that are taken over into the file (ISO 32000-1).
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from PySide6.QtGui import QColor

from designer import clock
from designer.drawing.paper.records import MM_PER_POINT, Box, Code, Item, Line, Placed, Shape, Sheet, Words
from designer.paint.paper.letters import FontSubset, Letters

_POINTS_PER_MM: Final = 1.0 / MM_PER_POINT
_DASHES: Final = (3.0, 2.5)
"""In widths of the line, as the painter's pens have it."""
_CIRCLE: Final = 0.5523
"""Of the radius: where a cubic curve is steered for a quarter of a circle (4/3 · (√2 - 1))."""
_LEVEL: Final = 4
"""Of compression; more takes twice as long for a tenth of the size."""
_REFERENCE: Final = re.compile(rb"(\d+) 0 (R|obj)\b")
_CATALOG, _INFO, _PAGES, _FONTS, _FREE = 1, 2, 3, 4, 5
Width = Callable[[str, float, bool], float]
"""(text, points, bold) -> millimetres."""


class SheetFile:
    """Gathers the pieces of one file, in the order in which they are written."""

    def __init__(self, title: str, creator: str, letters: tuple[Letters, Letters] | None, width: Width) -> None:
        """Begin a file; LETTERS are those that words are set in, None where the painter has to set all."""
        self._title, self._creator = title, creator
        self._letters, self._width = letters, width
        self._offsets: dict[int, int] = {}
        self._at = 0
        self._free = _FREE
        self._kids: list[int] = []
        self._pages = 0

    def can_put(self, sheet: Sheet) -> bool:
        """Return whether SHEET needs no painter."""
        if self._letters is None:
            return False
        body, bold = self._letters
        return not any(
            isinstance(item, Placed)
            or (isinstance(item, Words) and not (bold if item.bold else body).can_set(item.text))
            for item in sheet.items
        )

    def head(self) -> bytes:
        """Return what a PDF begins with."""
        return self._counted(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def page(self, sheet: Sheet) -> bytes:
        """Return SHEET, of which `can_put` holds, as a page."""
        assert self._letters is not None, "asked without letters"
        content = _Content(self._letters, self._width, sheet.height).of(sheet.items)
        page, stream = self._next(), self._next()
        self._kids.append(page)
        self._pages += 1
        wide, high = sheet.width * _POINTS_PER_MM, sheet.height * _POINTS_PER_MM
        said = (
            f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {wide:.3f} {high:.3f}]/Contents {stream} 0 R"
            f"/Resources<</Font {_FONTS} 0 R>>>>"
        )
        return self._object(page, said.encode()) + self._stream(stream, "", content)

    def painted(self, written: bytes) -> bytes:
        """Return the pages of another file, WRITTEN by the painter, as pages of this one."""
        begin = int(written[written.rindex(b"startxref") :].split()[1])
        table = written[begin:].split(b"trailer", 1)
        entries = table[0].split(b"\n")[2:]
        offsets = {
            number: int(entry[:10]) for number, entry in enumerate(entries) if entry[17:18] == b"n" and len(entry) > 17
        }
        # Objects lie one behind the other; each ends where the next begins.
        ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], begin], strict=True))
        bodies = {number: written[start : ends[start]] for number, start in offsets.items()}
        root = _named(table[1], b"Root")
        pages = _named(bodies[root], b"Pages")
        base, self._free = self._free, self._free + max(offsets) + 1

        def moved(found: re.Match[bytes]) -> bytes:
            return b"%d 0 %s" % (int(found[1]) + base, found[2])

        pieces: list[bytes] = []
        for number, body in bodies.items():
            if number == root or number == _named(table[1], b"Info") or b"/Type /Metadata" in body[:80]:
                continue
            said, stream, data = body.partition(b"stream\n")
            said = _REFERENCE.sub(moved, said)
            if number == pages:
                self._pages += int(said.split(b"/Count", 1)[1].split()[0])
                said = said.replace(b"<<", b"<<\n/Parent %d 0 R" % _PAGES, 1)
            pieces.append(self._written(number + base, said + stream + data))
        self._kids.append(pages + base)
        return b"".join(pieces)

    def tail(self) -> bytes:
        """Return fonts, the list of pages and the table of where everything is."""
        fonts = ""
        pieces: list[bytes] = []
        for name, letters in zip(("A", "B"), self._letters or (), strict=False):
            if letters.used:
                number = self._next()
                fonts += f"/{name} {number} 0 R"
                pieces.append(self._font(number, letters, f"STACKW+Inter{'-Bold' if name == 'B' else ''}"))
        pieces.append(self._object(_FONTS, f"<<{fonts}>>".encode()))
        kids = " ".join(f"{one} 0 R" for one in self._kids)
        pieces.append(self._object(_PAGES, f"<</Type/Pages/Count {self._pages}/Kids[{kids}]>>".encode()))
        pieces.append(self._object(_CATALOG, f"<</Type/Catalog/Pages {_PAGES} 0 R>>".encode()))
        made = clock.now().strftime("D:%Y%m%d%H%M%SZ")
        told = f"<</Title {_text(self._title)}/Creator {_text(self._creator)}/CreationDate({made})>>"
        pieces.append(self._object(_INFO, told.encode()))
        begin = self._at
        rows = [
            b"%010d 00000 n \n" % self._offsets[number] if number in self._offsets else b"0000000000 65535 f \n"
            for number in range(self._free)
        ]
        ends = f"trailer\n<</Size {self._free}/Root {_CATALOG} 0 R/Info {_INFO} 0 R>>\nstartxref\n{begin}\n%%EOF\n"
        return b"".join(pieces) + b"xref\n0 %d\n" % self._free + b"".join(rows) + ends.encode()

    def _font(self, number: int, letters: Letters, name: str) -> bytes:
        """Return the font of LETTERS as NUMBER, with codes of two bytes that are code points."""
        subset = letters.subset()
        inner, about, file, glyphs, words = (self._next() for _ in range(5))
        used = sorted(letters.used)
        widths = "".join(f"{ord(one)}[{letters.advances[one]:.0f}]" for one in used)
        whole = (
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
            f"/ToUnicode {words} 0 R>>"
        )
        part = (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {about} 0 R/W[{widths}]/CIDToGIDMap {glyphs} 0 R>>"
        )
        box = " ".join(map(str, subset.box))
        described = (
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {subset.ascent}"
            f"/Descent {subset.descent}/CapHeight {subset.capital}/StemV 80/FontFile2 {file} 0 R>>"
        )
        return b"".join(
            (
                self._object(number, whole.encode()),
                self._object(inner, part.encode()),
                self._object(about, described.encode()),
                self._stream(file, f"/Length1 {len(subset.data)}", subset.data),
                self._stream(glyphs, "", _glyph_map(subset, used)),
                self._stream(words, "", _unicode_map(used)),
            )
        )

    def _next(self) -> int:
        number = self._free
        self._free += 1
        return number

    def _counted(self, piece: bytes) -> bytes:
        self._at += len(piece)
        return piece

    def _written(self, number: int, piece: bytes) -> bytes:
        """Return PIECE, object NUMBER as a whole, and note where it lies."""
        self._offsets[number] = self._at
        return self._counted(piece)

    def _object(self, number: int, body: bytes) -> bytes:
        return self._written(number, b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _stream(self, number: int, more: str, data: bytes) -> bytes:
        packed = zlib.compress(data, _LEVEL)
        said = f"<<{more}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
        return self._object(number, said.encode() + packed + b"\nendstream")


class _Content:
    """Turns the items of one page into operators; remembers what is set, so that it is not set again."""

    def __init__(self, letters: tuple[Letters, Letters], width: Width, height: float) -> None:
        self._letters, self._width = letters, width
        # Millimetres from the upper left corner, as items have it.
        flip = f"{_POINTS_PER_MM:.6f} 0 0 {-_POINTS_PER_MM:.6f} 0 {height * _POINTS_PER_MM:.4f} cm"
        self._out: list[str] = [flip, "1 j"]
        self._stroke: tuple[str, float, bool] = ("", 0.0, False)
        self._fill = ""
        self._font = (0.0, False)

    def of(self, items: Iterable[Item]) -> bytes:
        """Return the operators for ITEMS."""
        for item in items:
            if isinstance(item, Words):
                self._words(item)
            elif isinstance(item, Line):
                self._pen(item.ink, item.width, item.dashed)
                self._out.append(f"{item.x1:.3f} {item.y1:.3f} m {item.x2:.3f} {item.y2:.3f} l S")
            elif isinstance(item, Box):
                self._box(item)
            elif isinstance(item, Shape):
                end = self._painted(item.fill, item.ink, item.line, item.dashed)
                corners = " l ".join(f"{x:.3f} {y:.3f}" for x, y in item.corners[1:])
                x, y = item.corners[0]
                self._out.append(f"{x:.3f} {y:.3f} m {corners} l h {end}")
            elif isinstance(item, Code):
                self._code(item)
        return "\n".join(self._out).encode("ascii")

    def _pen(self, ink: str, width: float, dashed: bool) -> None:
        if self._stroke != (ink, width, dashed):
            dashes = f"[{_DASHES[0] * width:.3f} {_DASHES[1] * width:.3f}] 0 d" if dashed else "[] 0 d"
            self._out.append(f"{_rgb(ink)} RG {width:.3f} w {dashes}")
            self._stroke = (ink, width, dashed)

    def _brush(self, ink: str) -> None:
        if self._fill != ink:
            self._out.append(f"{_rgb(ink)} rg")
            self._fill = ink

    def _painted(self, fill: str, ink: str, line: float, dashed: bool) -> str:
        """Set pen and brush; return the operator that paints with both, one or none of them."""
        if line:
            self._pen(ink, line, dashed)
        if fill:
            self._brush(fill)
        return ("B" if line else "f") if fill else ("S" if line else "n")

    def _words(self, item: Words) -> None:
        if not item.text:
            return
        shift = 0.0
        if item.align != "left":
            shift = -self._width(item.text, item.pt, item.bold) * (0.5 if item.align == "middle" else 1.0)
        self._brush(item.ink)
        font = ""
        if self._font != (item.pt, item.bold):
            self._font = (item.pt, item.bold)
            font = f"/{'B' if item.bold else 'A'} {item.pt * MM_PER_POINT:.5f} Tf "
        # Letters stand upright although the page counts downwards; turned ones are read from below upwards.
        way = (
            f"0 -1 -1 0 {item.x:.3f} {item.y - shift:.3f}"
            if item.turned
            else f"1 0 0 -1 {item.x + shift:.3f} {item.y:.3f}"
        )
        self._out.append(f"BT {font}{way} Tm {self._letters[item.bold].as_operand(item.text)} ET")

    def _box(self, item: Box) -> None:
        x, y, width, height = item.x, item.y, item.width, item.height
        end = self._painted(item.fill, item.ink, item.line, item.dashed)
        self._out.append(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re {end}")
        if item.hatch == "bars":
            self._brush(item.ink)
            step = 1.6
            for place in range(int(np.ceil(height / step))):
                top = y + place * step
                self._out.append(f"{x:.3f} {top:.3f} {width:.3f} {min(step / 2, y + height - top):.3f} re f")
        elif item.hatch == "dots":
            self._brush(item.ink)
            top = y + 0.8
            while top < y + height:
                self._out.append(_dot(x + width / 2, top, width / 4))
                top += width
        elif item.hatch == "slant":
            self._out.append(f"q {x:.3f} {y:.3f} {width:.3f} {height:.3f} re W n")
            before, self._stroke = self._stroke, ("", 0.0, False)
            self._pen(item.ink, 0.15, dashed=False)
            step = 1.8
            for place in range(int((width + height) / step) + 1):
                at = x + place * step
                self._out.append(f"{at:.3f} {y:.3f} m {at - height:.3f} {y + height:.3f} l S")
            self._out.append("Q")
            self._stroke = before

    def _code(self, item: Code) -> None:
        """Put down a code as a stencil of one bit for each module; with its quiet zone left as it is."""
        side = len(item.rows)
        bits = np.packbits(np.frombuffer(b"".join(item.rows), np.uint8).reshape(side, side), axis=1)
        self._brush("#000000")
        # Hexadecimal, so that no reader takes some of it for the end of the picture; rows run downwards from its top.
        self._out.append(
            f"q {item.side:.3f} 0 0 {-item.side:.3f} {item.x:.3f} {item.y + item.side:.3f} cm BI/IM true/W {side}"
            f"/H {side}/BPC 1/D[1 0]/F/AHx ID {bits.tobytes().hex()}> EI Q"
        )


def _dot(x: float, y: float, radius: float) -> str:
    """Return a filled circle."""
    arm = _CIRCLE * radius
    turns = (
        (x + radius, y + arm, x + arm, y + radius, x, y + radius),
        (x - arm, y + radius, x - radius, y + arm, x - radius, y),
        (x - radius, y - arm, x - arm, y - radius, x, y - radius),
        (x + arm, y - radius, x + radius, y - arm, x + radius, y),
    )
    return (
        f"{x + radius:.3f} {y:.3f} m "
        + " ".join(" ".join(f"{one:.3f}" for one in turn) + " c" for turn in turns)
        + " f"
    )


@lru_cache(maxsize=512)
def _rgb(ink: str) -> str:
    """Return INK as three figures from 0 to 1."""
    shade = QColor(ink)
    return f"{shade.redF():.3f} {shade.greenF():.3f} {shade.blueF():.3f}"


def _named(body: bytes, key: bytes) -> int:
    """Return the number of the object that BODY names by KEY."""
    return int(body.split(b"/" + key, 1)[1].split()[0])


def _text(words: str) -> str:
    """Return WORDS as a string of a PDF."""
    return f"<{(chr(0xFEFF) + words).encode('utf-16-be').hex()}>"


def _glyph_map(subset: FontSubset, used: Iterable[str]) -> bytes:
    """Return the number of the glyph of each code point up to the last that is USED, two bytes each."""
    codes = [ord(one) for one in used]
    table = np.zeros(max(codes) + 1, ">u2")
    table[codes] = [subset.glyphs[code] for code in codes]
    return table.tobytes()


def _unicode_map(used: Iterable[str]) -> bytes:
    """Return what tells readers that each code is the code point itself, a range for each upper byte in use."""
    highs = sorted({ord(one) >> 8 for one in used})
    ranges = "\n".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in highs)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering "
        "(UCS) /Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> "
        f"<FFFF> endcodespacerange\n{len(highs)} beginbfrange\n{ranges}\nendbfrange\nendcmap CMapName currentdict "
        "/CMap defineresource pop end end"
    ).encode()


def pieces_of(
    file: SheetFile, sheets: Iterable[Sheet], paint: Callable[[Iterable[Sheet]], bytes], told: Callable[[], None]
) -> Iterator[bytes]:
    """Yield FILE with SHEETS.

    Args:
        file: Just begun.
        sheets: One after the other; thousands are never held at once.
        paint: Paints sheets that `can_put` does not hold of, and returns them as a file.
        told: Called after each page that was put down; may raise.
    """
    yield file.head()
    waiting: Sheet | None = None
    rest = iter(sheets)

    def alike() -> Iterator[Sheet]:
        """Yield the sheet that waits and those behind it that need the painter as well."""
        nonlocal waiting
        while waiting is not None and not file.can_put(waiting):
            yield waiting
            waiting = next(rest, None)

    waiting = next(rest, None)
    while waiting is not None:
        if file.can_put(waiting):
            yield file.page(waiting)
            told()
            waiting = next(rest, None)
        else:
            yield file.painted(paint(alike()))
    yield file.tail()
