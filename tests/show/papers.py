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
    """A piece of text on a page: of our PDFs one letter or two, of LibreOffice's a run."""

    text: str
    size_pt: float
    box: Box


def of_pages(path: Path, least_pt: float) -> list[str]:
    """Return what is wrong on the pages of the PDF at PATH, whose letters have LEAST_PT points at least."""
    found: dict[str, list[str]] = defaultdict(list)
    with pypdfium2.PdfDocument(path) as document:
        if not len(document):
            return ["it has no page"]
        for number, page in enumerate(document, start=1):
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
            width, height = page.get_size()
            over = "".join(one.text for one in letters if _outside(one.box, width, height))
            if over:
                found["text over the edge"].append(f"page {number}: {over[:60]!r}")
            if cut := _CUT.search(" ".join(page.get_textpage().get_text_range().split())):
                found["cut names"].append(f"page {number}: {cut[0]!r}")
            covered = list(_covered(letters))
            if covered:
                pairs = ", ".join(f"{a[:24]!r} on {b[:24]!r}" for a, b in covered[:3])
                found["text on text"].append(f"page {number}: {len(covered)} times, {pairs}")
    return [f"{kind}: {_first(cases)}" for kind, cases in found.items()]


def _first(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - MOST_TOLD} more" if len(cases) > MOST_TOLD else ""
    return "; ".join(cases[:MOST_TOLD]) + more


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letters]:
    words = page.get_textpage()
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=8):
        length = pdfium.FPDFTextObj_GetText(item.raw, words.raw, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        pdfium.FPDFTextObj_GetText(item.raw, words.raw, buffer, length)
        text = bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace")
        if not text.strip():
            continue
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item.raw, ctypes.byref(size))
        matrix = item.get_matrix()
        yield Letters(text, size.value * math.hypot(matrix.c, matrix.d), item.get_bounds())


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
                    if (other, number) not in seen and _share(letters[other].box, one.box) > _COVERED:
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
