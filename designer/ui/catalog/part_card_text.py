"""Writes the card of a part into a text document: all as plain text, with numbers of sources set high."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from designer.catalog.library import Library
from designer.catalog.parts.accelerator_advice import VERDICT_WORDS, Reason, Suitability
from designer.catalog.parts.compatibility import PartFits
from designer.catalog.parts.part_needs import Need
from designer.catalog.parts.part_sheet import PartSheet, PriceLine, SheetRow, source_line
from designer.model.figures.figure_text import UNKNOWN
from designer.ui.widgets.theme import ink, type_font

_SIDES: Final = {"for": "+", "against": "−", "note": "·"}
_SIDE_INKS: Final = {"for": "ok", "against": "warn", "note": "muted"}
_VERDICT_INKS: Final = {"suits": "ok", "limited": "warn", "unsuited": "error", "unknown": "muted"}
_VERDICT_SIGNS: Final = {"suits": "✓", "limited": "⚠", "unsuited": "✗", "unknown": "?"}
_TITLES: Final = 52
"""Per cent of the width that titles of figures take."""
_WORD_TITLES: Final = 30


def suits_lines(found: Suitability | None, published: str) -> tuple[str, ...]:
    """Return what a chip suits, as lines of text; PUBLISHED is the catalog's own sentence."""
    lines = [published] if published else []
    if found is not None:
        of = f"By the figures of {found.chip}" if found.count > 1 else "By its figures"
        lines.append(f"{of}: {found.sentence}")
        lines += [
            f"{_SIDES[reason.side]} {_of(reason)} (Rule: {reason.rule} {reason.source}.)" for reason in found.reasons
        ]
        lines += [f"Read in: {paper}." for paper in found.papers]
        if found.unknown:
            lines.append(f"Unknown: {', '.join(found.unknown)}.")
    return tuple(lines)


def _of(reason: Reason) -> str:
    return f"{reason.use.capitalize()}: {reason.text}"


def need_lines(found: Iterable[Need]) -> tuple[str, ...]:
    """Needs as lines of text."""
    return tuple(f"{need.title}: {need.text}" for need in found)


def fit_title(fit: PartFits) -> str:
    """Return where and what: "fabric: switches"."""
    return f"{fit.where}: {fit.title.lower()}" if fit.where else fit.title


def example_names(fit: PartFits, library: Library) -> str:
    """The nearest parts by name."""
    return ", ".join(library.parts[name].name if name in library.parts else name for name in fit.examples)


def fit_lines(found: Iterable[PartFits], library: Library) -> tuple[str, ...]:
    """Fits as lines of text."""
    return tuple(f"{fit_title(fit)}: {fit.count_words}, such as {example_names(fit, library)}" for fit in found)


class CardWriter:
    """Fills one document."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        document.clear()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(7)
        document.setDefaultFont(type_font("body"))
        self._cursor = QTextCursor(document)
        self._first = True

    def write(
        self,
        sheet: PartSheet,
        suits: Suitability | None,
        published: str,
        needed: Sequence[Need],
        fitting: Sequence[PartFits],
        library: Library,
    ) -> None:
        """Write all sections that have something to say."""
        self._cursor.beginEditBlock()
        self._head(sheet)
        self._prices(sheet)
        chip = suits is not None and suits.count == 1
        if chip:
            self._suits(suits, published)
        for group in sheet.figures:
            self._heading(group.title)
            self._figures(group.rows)
        if not chip:
            self._suits(suits, published)
        if sheet.ports:
            self._heading("Ports")
            self._figures(sheet.ports)
        if sheet.contents:
            self._heading("Inside")
            self._figures(sheet.contents)
        if sheet.lengths:
            self._heading("Stock lengths")
            self._figures(sheet.lengths)
        if needed:
            self._heading("Needs")
            marks = {row.value: row.marks for row in sheet.words}
            self._words(
                [SheetRow(title=need.title, value=need.text, marks=marks.get(need.text, ())) for need in needed]
            )
        if fitting:
            self._heading("Fits")
            self._figures(
                [
                    SheetRow(title=fit_title(fit), value=fit.count_words, note=example_names(fit, library))
                    for fit in fitting
                ]
            )
        said = {need.text for need in needed}
        words = [row for row in sheet.words if row.title != "Suits" and row.value not in said]
        if words:
            self._heading("In words")
            self._words(words)
        if sheet.notes:
            self._heading("Notes")
            self._line([(sheet.notes, "body", "text")])
        self._sources(sheet, suits)
        self._cursor.endEditBlock()

    # ---- Sections ----

    def _head(self, sheet: PartSheet) -> None:
        self._line([(sheet.title, "title", "text")])
        self._line([(sheet.vendor, "strong", "text"), (f"  ·  {sheet.status}", "caption", "muted")])
        if sheet.summary:
            self._line([(sheet.summary, "body", "text")], above=4)

    def _prices(self, sheet: PartSheet) -> None:
        self._heading("Price")
        if sheet.no_price:
            self._line([(sheet.no_price, "body", "muted")])
        planned = [line for line in sheet.prices if line.planned]
        others = [line for line in sheet.prices if not line.planned]
        for line in planned:
            self._price(line)
        if others:
            self._line([("Other and older prices", "caption", "muted")], above=4)
            for line in others:
                self._price(line)

    def _price(self, line: PriceLine) -> None:
        style, tone = ("strong", "text") if line.planned else ("body", "muted")
        self._line([(line.amount, style, tone), (f" {line.per}", "caption", "muted")], above=3, marks=line.marks)
        pieces = [(line.basis, "caption", "muted")]
        if line.planned:
            pieces.append((", planned with", "caption", "accent"))
        if line.standing:
            pieces.append((f", {line.standing}", "caption", "warn"))
        if line.stale:
            pieces.append((f", ⚠ {line.stale}", "caption", "warn"))
        if line.note:
            pieces.append((f" – {line.note}", "caption", "muted"))
        self._line(pieces)

    def _suits(self, suits: Suitability | None, published: str) -> None:
        if suits is None and not published:
            return
        self._heading("Suits")
        if published:
            self._line([(published, "body", "text")])
        if suits is None:
            return
        # The verdict is of one accelerator: a machine with several is no different in kind.
        if suits.count > 1:
            self._line([(f"By the figures of the {suits.chip} inside:", "caption", "muted")], above=2)
        for use, verdict in (("training", suits.training), ("inference", suits.inference)):
            self._line(
                [
                    (f"{use.capitalize()}  ", "strong", "text"),
                    (f"{_VERDICT_SIGNS[verdict]} {VERDICT_WORDS[verdict]}", "strong", _VERDICT_INKS[verdict]),
                ],
                above=6,
            )
            for reason in suits.reasons:
                if reason.use == use:
                    self._reason(reason)
        if suits.unknown:
            self._line([(f"Unknown and not guessed: {', '.join(suits.unknown)}.", "caption", "warn")], above=4)

    def _reason(self, reason: Reason) -> None:
        self._line(
            [(f"{_SIDES[reason.side]}  ", "strong", _SIDE_INKS[reason.side]), (_unbroken(reason.text), "body", "text")],
            above=3,
            hang=14,
        )
        rule = f"{_unbroken(reason.rule)} {_ended(reason.source)}"
        self._line([(rule, "caption", "muted")], left=14)

    def _sources(self, sheet: PartSheet, suits: Suitability | None) -> None:
        papers = suits.papers if suits is not None else ()
        if sheet.sources or papers:
            self._heading("Sources")
        for number, source in enumerate(sheet.sources, start=1):
            self._line(
                [(f"{number}  ", "caption", "accent"), (source_line(source), "caption", "muted")],
                anchor=f"source-{number}",
                hang=16,
            )
        for paper in papers:
            self._line([(f"–  {paper}", "caption", "muted")], hang=16)

    # ---- Pieces ----

    def _heading(self, title: str) -> None:
        self._line([(title, "caption-strong", "muted")], above=14, below=2)

    def _line(
        self,
        pieces: Iterable[tuple[str, str, str]],
        *,
        above: float = 0,
        below: float = 1,
        left: float = 0,
        hang: float = 0,
        marks: Sequence[int] = (),
        anchor: str = "",
    ) -> None:
        """One paragraph of (text, style, ink) pieces with the numbers of its sources; all lines but its first HANG."""
        block = QTextBlockFormat()
        block.setTopMargin(above)
        block.setBottomMargin(below)
        # All lines are indented, and the first is taken back by as much: a hanging number or sign.
        block.setLeftMargin(left + hang)
        block.setTextIndent(-hang)
        # The first paragraph exists in an empty document: another would leave a blank line above.
        if self._first:
            self._cursor.setBlockFormat(block)
            self._first = False
        else:
            self._cursor.insertBlock(block)
        for place, (text, style, tone) in enumerate(pieces):
            form = self._format(style, tone)
            if anchor and place == 0:
                form.setAnchor(True)
                form.setAnchorNames([anchor])
            self._cursor.insertText(text, form)
        self._marks(marks)

    def _format(self, style: str, tone: str) -> QTextCharFormat:
        form = QTextCharFormat()
        bold = style == "caption-strong"
        form.setFont(type_font("caption" if bold else style, weight=600 if bold else None))
        form.setForeground(ink(tone))
        return form

    def _marks(self, marks: Sequence[int]) -> None:
        for place, mark in enumerate(marks):
            form = self._format("caption", "accent")
            form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            if place:
                self._cursor.insertText(" ", form)
            else:
                self._cursor.insertText("\u202f", form)
            form.setAnchor(True)
            form.setAnchorHref(f"#source-{mark}")
            self._cursor.insertText(str(mark), form)

    def _table(self, rows: int, first: int) -> QTextTable:
        """A table of two columns, the first FIRST per cent wide."""
        form = QTextTableFormat()
        form.setBorder(0)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        form.setCellPadding(2)
        form.setCellSpacing(0)
        form.setLeftMargin(-2)
        percent = QTextLength.Type.PercentageLength
        form.setWidth(QTextLength(percent, 100))
        form.setColumnWidthConstraints([QTextLength(percent, first), QTextLength(percent, 100 - first)])
        return self._cursor.insertTable(rows, 2, form)

    def _figures(self, rows: Sequence[SheetRow]) -> None:
        """ROWS with their values at the right edge, and what is to be said of them in a line below."""
        table = self._table(len(rows) + sum(bool(row.note) for row in rows), _TITLES)
        place = 0
        for row in rows:
            self._cell(table, place, 0, [(row.title, "body", "muted")])
            unknown = row.value == UNKNOWN
            pieces = [(row.value, "body" if unknown else "strong", "muted" if unknown else "text")]
            pieces += [(f" {row.unit}", "caption", "muted")] if row.unit else []
            pieces += [(f"  {row.standing}", "caption", "warn")] if row.standing else []
            self._cell(table, place, 1, pieces, marks=row.marks, right=True)
            place += 1
            if row.note:
                table.mergeCells(place, 0, 1, 2)
                self._cell(table, place, 0, [(row.note, "caption", "muted")])
                place += 1
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _words(self, rows: Sequence[SheetRow]) -> None:
        """ROWS with their words in a column beside the titles."""
        table = self._table(len(rows), _WORD_TITLES)
        for place, row in enumerate(rows):
            self._cell(table, place, 0, [(row.title, "body", "muted")])
            self._cell(table, place, 1, [(row.value, "body", "text")], marks=row.marks)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _cell(
        self,
        table: QTextTable,
        row: int,
        column: int,
        pieces: Iterable[tuple[str, str, str]],
        *,
        marks: Sequence[int] = (),
        right: bool = False,
    ) -> None:
        self._cursor = table.cellAt(row, column).firstCursorPosition()
        if right:
            block = QTextBlockFormat()
            block.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._cursor.setBlockFormat(block)
        for text, style, tone in pieces:
            self._cursor.insertText(text, self._format(style, tone))
        self._marks(marks)


def _unbroken(text: str) -> str:
    """TEXT whose units stay in one line: GB/s."""
    return text.replace("/s", "/\u2060s")


def _ended(text: str) -> str:
    """TEXT as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."
