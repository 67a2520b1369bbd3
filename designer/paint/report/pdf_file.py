"""A report as PDF: vector pages of A4 with embedded fonts, bookmarks, and contents that lead to their chapters."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from designer.drawing.current_theme import in_theme
from designer.drawing.report_page import Plate, ReportPaper
from designer.drawing.theme_tokens import theme_named
from designer.files.writing import write_whole
from designer.model.records import RefusedInput
from designer.paint.paper.page_picture import page_picture
from designer.paint.pictures import CREATOR, ensure_application
from designer.paint.report.blocks import rule, said_text, set_block, set_lines
from designer.paint.report.flow import HIGH, INNER, LEFT, ROOM, WIDE, Flow, Page
from designer.paint.report.front import set_front
from designer.paint.report.letters import BODY, CHAPTER, HEADING, MUTED, NOTE, STRONG, Face, Lines

_DPI: Final = 1200
"""Fine enough that places rounded to a dot are not seen."""
_POINTS_IN_INCH: Final = 72.0
_CONTENTS: Final = "contents"
_FRONT: Final = "Summary"
_DRAWING_NEEDS: Final = 270.0
_CHAPTER_NEEDS: Final = 150.0
"""A chapter begins on a page only where that much of it is left."""
Tell = Callable[[int, int], None]
"""Takes how many pages are painted, of how many."""


def write_report_pdf(path: Path, paper: ReportPaper, tell: Tell | None = None) -> None:
    """Write PAPER to PATH, whole or not at all.

    Args:
        path: Ends in .pdf.
        paper: What is on it.
        tell: Called after each page.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    ensure_application()
    with in_theme(theme_named("print")):
        flow, contents = _set(paper)
        body = _painted(paper, flow, tell)
    write_whole(path, _with_bookmarks(body, paper, flow, contents))


def report_picture(paper: ReportPaper, pixels: int) -> bytes:
    """Return the first page of PAPER as a PNG that is so many PIXELS wide."""
    flow = laid_out(paper)

    def paint(painter: QPainter, _: float) -> None:
        _frame(painter, paper, flow.pages[0], 1, len(flow.pages))
        for draw in flow.pages[0].draws:
            draw(painter)

    with in_theme(theme_named("print")):
        return page_picture(WIDE, HIGH, pixels, paint)


def laid_out(paper: ReportPaper) -> Flow:
    """Return the pages of PAPER as they are filled, without painting them."""
    ensure_application()
    with in_theme(theme_named("print")):
        return _set(paper)[0]


def _set(paper: ReportPaper) -> tuple[Flow, list[tuple[str, int, float]]]:
    """Return all pages, and the place of each line of the contents: chapter, page and upper edge."""
    flow = Flow()
    flow.anchor(_FRONT)
    set_front(flow, paper.front, paper.draft)
    contents = _contents(flow, paper)
    for chapter in paper.chapters:
        # A heading stays with what follows, which may be a drawing.
        drawn = isinstance(chapter.blocks[0], Plate) if chapter.blocks else False
        flow.need(_DRAWING_NEEDS if drawn else _CHAPTER_NEEDS)
        flow.skip(10.0)
        flow.anchor(chapter.id)
        set_lines(flow, Lines(chapter.heading, CHAPTER, INNER), after=3.0)
        if chapter.claim is not None:
            set_lines(flow, Lines(said_text([chapter.claim]), Face("strong", 10.5, "accent"), INNER), after=7.0)
        for block in chapter.blocks:
            set_block(flow, block)
    flow.end()
    return flow, contents


def _contents(flow: Flow, paper: ReportPaper) -> list[tuple[str, int, float]]:
    """Set the contents; the numbers of pages are known when it is painted."""
    # They begin a page, but stand below what the first page had no room for, or where it is half empty.
    if len(flow.pages) == 1 and flow.room < ROOM / 2:
        flow.turn()
    flow.need(_CHAPTER_NEEDS)
    flow.skip(10.0)
    flow.anchor(_CONTENTS)
    set_lines(flow, Lines("Contents", CHAPTER, INNER), after=6.0)
    found: list[tuple[str, int, float]] = []
    for chapter in paper.chapters:
        name = Lines(chapter.heading, STRONG, INNER * 0.3)
        claim = Lines(said_text([chapter.claim]) if chapter.claim else "", MUTED, INNER * 0.62)
        high = max(name.height, claim.height) + 6.0

        def paint(
            painter: QPainter, y: float, chapter_id: str = chapter.id, name: Lines = name, claim: Lines = claim
        ) -> None:
            name.paint(painter, LEFT, y)
            claim.paint(painter, LEFT + INNER * 0.3, y)
            number = f"{flow.anchors[chapter_id].page + 1}"
            Lines(number, STRONG, INNER * 0.08, "right").paint(painter, LEFT + INNER * 0.92, y)

        flow.need(high)
        found.append((chapter.id, len(flow.pages) - 1, flow.y))
        flow.add(high, paint)
    if paper.left_out:
        flow.skip(8.0)
        set_lines(flow, Lines("Left out", HEADING, INNER), after=2.0)
        for heading, why in paper.left_out:
            set_lines(flow, Lines(f"{heading}: {why}", BODY, INNER), after=2.0)
    flow.skip(10.0)
    return found


def _painted(paper: ReportPaper, flow: Flow, tell: Tell | None) -> bytes:
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(device)
    writer.setTitle(paper.title)
    writer.setCreator(CREATOR)
    writer.setResolution(_DPI)
    painter = QPainter()
    total = len(flow.pages)
    for number, page in enumerate(flow.pages):
        turned = QPageLayout.Orientation.Landscape if page.lying else QPageLayout.Orientation.Portrait
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF(0, 0, 0, 0)))
        if not painter.isActive():
            if not painter.begin(writer):
                raise RefusedInput("The report could not be painted.")
        elif not writer.newPage():
            raise RefusedInput("The report could not be painted whole; close what you can, and try again.")
        painter.save()
        painter.scale(_DPI / _POINTS_IN_INCH, _DPI / _POINTS_IN_INCH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _frame(painter, paper, page, number + 1, total)
        for draw in page.draws:
            draw(painter)
        painter.restore()
        if tell is not None:
            tell(number + 1, total)
    painter.end()
    body = bytes(device.data().data())
    device.close()
    return body


def _frame(painter: QPainter, paper: ReportPaper, page: Page, number: int, total: int) -> None:
    """Paint the header and the foot of a page."""
    wide, high = (HIGH, WIDE) if page.lying else (WIDE, HIGH)
    inner = wide - 2 * LEFT
    Lines(paper.title, STRONG, inner * 0.68).paint(painter, LEFT, 34.0, 0, 1)
    where = f"{paper.date} · page {number} of {total}"
    Lines(where, NOTE, inner * 0.3, "right").paint(painter, LEFT + inner * 0.7, 34.0)
    foot = high - 40.0
    rule(painter, LEFT, foot, inner)
    Lines(paper.foot, NOTE, inner * 0.82).paint(painter, LEFT, foot + 3.0)
    Lines(f"Made with {CREATOR}", NOTE, inner * 0.18, "right").paint(painter, LEFT + inner * 0.82, foot + 3.0)


def _with_bookmarks(body: bytes, paper: ReportPaper, flow: Flow, contents: list[tuple[str, int, float]]) -> bytes:
    """Return the PDF with a bookmark for each chapter and links in the contents, which Qt does not write."""
    from pypdf import PdfWriter  # takes a moment to load, and only reports need it
    from pypdf.annotations import Link
    from pypdf.generic import Fit

    writer = PdfWriter(clone_from=BytesIO(body))
    headings = {
        _FRONT: _FRONT,
        _CONTENTS: "Contents",
        **{chapter.id: chapter.heading for chapter in paper.chapters},
    }
    for name, heading in headings.items():
        anchor = flow.anchors[name]
        writer.add_outline_item(title=heading, page_number=anchor.page, fit=Fit.xyz(top=HIGH - anchor.y + 8.0))
    for name, page, y in contents:
        anchor = flow.anchors[name]
        link = Link(
            rect=(LEFT, HIGH - y - 14.0, LEFT + INNER, HIGH - y + 2.0),
            target_page_index=anchor.page,
            fit=Fit.xyz(top=HIGH - anchor.y + 8.0),
        )
        writer.add_annotation(page, link)
    writer.page_mode = "/UseOutlines"
    found = BytesIO()
    writer.write(found)
    return found.getvalue()
