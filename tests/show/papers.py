"""What may be wrong with the pages of a PDF, measured: none, empty, small letters, cut names, letters over letters."""

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

MOST_READ: Final = 150
"""Pages of one file that are measured, from the first to the last: labels of a large hall fill thousands alike."""
MOST_TOLD: Final = 5
"""Of one file and one kind."""
_COVERED: Final = 0.3
"""Share of the smaller of two boxes of letters above which one lies on the other; pairs as "AV" reach 0.15."""
_CELL_PT: Final = 24.0
_CUT: Final = re.compile(r".{0,40}…(?!\w)")
"""Dots inside a word stand for many words of one form: "spare_…_share"."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, points."""


class Letters(NamedTuple):
    """A letter on a page; the box of one that stands askew has others in its corners."""

    text: str
    size_pt: float
    box: Box
    upright: bool


def of_pages(path: Path, least_pt: float, *, tiled: bool = False) -> list[str]:
    """Return what is wrong on the pages of the PDF at PATH.

    Args:
        path: The PDF.
        least_pt: Its letters have so many points at least.
        tiled: Whether its pages are sheets of one drawing, where what is cut at an edge stands whole on the next sheet.
    """
    found: dict[str, list[str]] = defaultdict(list)
    with pypdfium2.PdfDocument(path) as document:
        if not len(document):
            return ["it has no page"]
        many = len(document)
        for place in dict.fromkeys(round(one * (many - 1) / (MOST_READ - 1)) for one in range(MOST_READ)):
            number, page = place + 1, document[place]
            letters = list(_letters(page))
            if not letters:
                found["a page without a word"].append(f"page {number}")
                continue
            # The sign in a warning triangle is no word. A page is a whole number of dots, so that a letter may come out
            # a thousandth smaller.
            small = [one for one in letters if one.size_pt < least_pt * 0.999 and any(map(str.isalnum, one.text))]
            if small:
                least = min(one.size_pt for one in small)
                words = "".join(one.text for one in small)
                found[f"letters below {least_pt:g} pt"].append(f"page {number}: {least:.1f} pt, {words[:40]!r}")
            words = " ".join(page.get_textpage().get_text_range().split())
            if cut := _CUT.search(words):
                found["cut names"].append(f"page {number}: {cut[0]!r}")
            width, height = page.get_size()
            over = "".join(one.text for one in letters if _outside(one.box, width, height))
            if (tiled and many > 1) or "match line, sheet" in words:
                continue
            if over:
                found["text over the edge"].append(f"page {number}: {over[:60]!r}")
            covered = list(_covered([one for one in letters if one.upright]))
            if covered:
                some = "".join(a for a, _ in covered[:20]), "".join(b for _, b in covered[:20])
                found["text on text"].append(f"page {number}: {len(covered)} letters, {some[0]!r} on {some[1]!r}")
    return [f"{kind}: {_first(cases)}" for kind, cases in found.items()]


def _first(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - MOST_TOLD} more" if len(cases) > MOST_TOLD else ""
    return "; ".join(cases[:MOST_TOLD]) + more


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letters]:
    """Yield the letters of PAGE that can be seen, each with its box: that of a run has gaps in which others stand."""
    words = page.get_textpage()
    box = [ctypes.c_double() for _ in range(4)]
    matrix = pdfium.FS_MATRIX()
    for number in range(words.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(words.raw, number))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(words.raw, number) == 1:
            continue
        left, right, bottom, top = box
        pdfium.FPDFText_GetCharBox(words.raw, number, *map(ctypes.byref, box))
        pdfium.FPDFText_GetMatrix(words.raw, number, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(words.raw, number) * math.hypot(matrix.c, matrix.d)
        upright = min(abs(matrix.a), abs(matrix.b)) < 0.02 * math.hypot(matrix.a, matrix.b)
        yield Letters(letter, size, (left.value, bottom.value, right.value, top.value), upright)


def _outside(box: Box, width: float, height: float) -> bool:
    return box[0] < -1 or box[1] < -1 or box[2] > width + 1 or box[3] > height + 1


def _covered(letters: Sequence[Letters]) -> Iterator[tuple[str, str]]:
    """Yield the texts of pairs of LETTERS of which one lies on the other."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for number, one in enumerate(letters):
        left, bottom, right, top = one.box
        for column in range(int(left // _CELL_PT), int(right // _CELL_PT) + 1):
            for row in range(int(bottom // _CELL_PT), int(top // _CELL_PT) + 1):
                cell = cells[column, row]
                for other in cell:
                    # Two that are set as one, as "ti", have one box.
                    if (
                        number - other > 2
                        and (other, number) not in seen
                        and _share(letters[other].box, one.box) > _COVERED
                    ):
                        seen.add((other, number))
                        yield letters[other].text, one.text
                cell.append(number)


def _share(first: Box, second: Box) -> float:
    """Return how much of the smaller of two boxes the other covers; hair lines as of a dash count nothing."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    if wide < 1.0 or high < 1.0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return wide * high / max(min(areas), 0.1)
