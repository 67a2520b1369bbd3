"""What LibreOffice loses of a deck or a workbook: each is written anew by it, and both are read and compared."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
from pptx import Presentation
from pypdf import PdfReader

from tests.show.programs import converted

_ERRORS: Final = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")
_CONNECTED: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def of_pptx(path: Path) -> list[str]:
    """Reopen it, and compare it with what LibreOffice makes of it: pages, words, tables, charts, joined connectors."""
    deck = Presentation(str(path))
    slides = len(deck.slides)
    found = [] if slides else ["it has no slide"]
    paper = converted(path)
    if paper is not None and len(PdfReader(paper).pages) != slides:
        found.append(f"{slides} slides became {len(PdfReader(paper).pages)} pages")
    again = converted(path, "pptx")
    if again is None:
        return found
    after = Presentation(str(again))
    for number, (old, new) in enumerate(zip(deck.slides, after.slides, strict=False), start=1):
        before, left = _words(old), _words(new)
        if lost := before - left:
            found.append(f"slide {number}: LibreOffice loses {', '.join(sorted(map(repr, lost)))[:200]}")
        for kind, many in _kinds(old).items():
            if _kinds(new)[kind] < many:
                found.append(f"slide {number}: of {many} {kind} LibreOffice keeps {_kinds(new)[kind]}")
    return found


def _words(slide: Any) -> Counter[str]:
    """Return the words of all shapes, tables and notes of SLIDE."""
    texts: list[str] = []
    for shape in _shapes(slide.shapes):
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        texts.append(slide.notes_slide.notes_text_frame.text)
    return Counter(word for text in texts for word in text.split())


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _kinds(slide: Any) -> Counter[str]:
    counts: Counter[str] = Counter()
    for shape in _shapes(slide.shapes):
        counts["tables"] += bool(getattr(shape, "has_table", False))
        counts["charts"] += bool(getattr(shape, "has_chart", False))
        counts["joined ends"] += sum(1 for end in ("stCxn", "endCxn") for _ in shape.element.iter(f"{_CONNECTED}{end}"))
    return counts


def of_xlsx(path: Path) -> list[str]:
    """Reopen it, and compare each cell with what LibreOffice reads and works out."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = [] if book.sheetnames else ["it has no sheet"]
    again = converted(path, "xlsx")
    if again is None:
        return found
    after = openpyxl.load_workbook(again, data_only=True)
    if after.sheetnames != book.sheetnames:
        return [*found, f"sheets {book.sheetnames} became {after.sheetnames}"]
    for sheet in book.worksheets:
        found += [f"{sheet.title}!{words}" for words in list(_differences(sheet, after[sheet.title]))[:3]]
    return found


def _differences(before: Any, after: Any) -> Iterator[str]:
    for row in before.iter_rows():
        for cell in row:
            other = after.cell(cell.row, cell.column).value
            if isinstance(other, str) and other.startswith(_ERRORS):
                yield f"{cell.coordinate} is {other}"
            elif not _same(cell.value, other):
                yield f"{cell.coordinate} {cell.value!r} became {other!r}"


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= 1e-9 * max(abs(before), abs(after), 1.0)
    return (before or "") == (after or "")
