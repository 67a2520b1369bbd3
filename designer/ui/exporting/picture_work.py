"""Pictures of what each export writes, made in a process beside the window by the code that writes it; no Qt here."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from designer import clock
from designer.model.records import RefusedInput
from designer.ui.commands.actions.export_kinds import Snapshot
from designer.ui.commands.actions.snapshot_files import read_snapshot
from designer.ui.exporting.outputs import DRAWING
from designer.ui.jobs.background_process import Teller

if TYPE_CHECKING:
    from designer.analysis.addresses.records import AddressPlan
    from designer.export.bills.records import Bill
    from designer.export.cables.cable_schedule import CableSchedule
    from designer.export.deck.records import Deck

WIDE: Final = 640
HIGH: Final = 400
"""Pixels of a picture; pages keep their own shape below this width."""
MOST_RECORDS: Final = 20_000
"""Nodes and links of a design of which pictures are made; of more they take longer than the files are worth."""
TOO_LARGE: Final = "No picture: the design is too large for one"
_LINES: Final = 20


class PictureMade(NamedTuple):
    """Picture of one output.

    Attributes:
        command: Id of the command that writes it.
        png: The picture; b"" where there is none.
        why_not: Why there is no picture, in one line.
        refused: Whether the output itself is refused, in the words of `why_not`.
    """

    command: str
    png: bytes = b""
    why_not: str = ""
    refused: bool = False


def too_large(what: Snapshot) -> bool:
    """Return whether pictures of WHAT would take longer than the files are worth."""
    return len(what.design.nodes) + len(what.design.links) > MOST_RECORDS


def make_pictures(tell: Teller, packed: Path, commands: Sequence[str]) -> list[PictureMade]:
    """Return a picture of what each of COMMANDS writes of the snapshot in PACKED; each is handed out on the way."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from designer.drawing.current_theme import in_theme
    from designer.drawing.theme_tokens import theme_named
    from designer.paint.application import ensure_application

    ensure_application()
    made: list[PictureMade] = []
    pictures = _Pictures(read_snapshot(packed))
    for number, command in enumerate(commands):
        if not tell(number, len(commands), command):
            break
        with in_theme(theme_named("print")):
            made.append(pictures.of(command))
        tell.partial(made.copy)
    return made


class _NothingToSee(Exception):
    """A file that is written, with nothing in it that a picture would show."""


class _Pictures:
    """The pictures of one design; what several are made of is worked out once."""

    def __init__(self, what: Snapshot) -> None:
        self._what = what
        self._makers: Mapping[str, Callable[[], bytes]] = {
            "exports.bill": self._bill_cover,
            "exports.requests": self._request,
            "exports.cables": self._cables,
            "exports.labels": self._labels,
            "exports.pack": self._pack,
            DRAWING: self._drawing,
            "exports.floor_dxf": self._floor,
            "exports.lab": self._lab,
            "exports.addresses": self._addresses,
            "exports.report": self._report,
            "exports.deck": lambda: self._slide(0),
            "present.deck": lambda: self._slide(1),
            "exports.viewer": self._viewer,
            "exports.diagram": self._diagram,
            "exports.text": self._text,
        }

    def of(self, command: str) -> PictureMade:
        """Return the picture of what COMMAND writes, or why there is none."""
        make = self._makers.get(command)
        if make is None:
            return PictureMade(command, why_not="The other design is asked for first")
        try:
            return PictureMade(command, make())
        except _NothingToSee as why:
            return PictureMade(command, why_not=str(why))
        except RefusedInput as refusal:
            # The name of the trial file is of no interest: "x.png was not written: nothing is drawn yet."
            before, told, after = str(refusal).partition(" was not written: ")
            words = f"{after[:1].upper()}{after[1:]}" if told else before
            return PictureMade(command, why_not=words, refused=True)
        except Exception as problem:
            # A picture is no reason to lose the others, nor does it tell that the file cannot be written.
            return PictureMade(command, why_not=f"No picture: {type(problem).__name__}")

    @cached_property
    def _bill(self) -> "Bill":
        from designer.export.bills.bill import bill_of

        return bill_of(self._what.design, self._what.results, "", clock.today())

    @cached_property
    def _schedule(self) -> "CableSchedule":
        from designer.export.cables.cable_schedule import cable_schedule

        return cable_schedule(self._what.design, self._what.library.parts)

    @cached_property
    def _deck(self) -> "Deck":
        from designer.analysis.availability.playing import with_availability
        from designer.export.deck.deck import deck_of
        from designer.ui.commands.actions.file_writers import beside_of

        what = self._what
        beside, results = beside_of(what), with_availability(what.design, what.results)
        return deck_of(what.design, what.library, results, what.findings, clock.today(), beside=beside)

    def _bill_cover(self) -> bytes:
        from designer.export.bills.paper import bill_papers
        from designer.paint.bill import bill_page_picture

        cover, tables = bill_papers(self._bill)
        return bill_page_picture(f"{self._bill.name}: bill of materials", cover, 1 + len(tables), WIDE)

    def _request(self) -> bytes:
        from designer.export.bills.paper import paper_table
        from designer.export.bills.requests import requests
        from designer.export.bills.summary import ENGLISH
        from designer.export.bills.tables import request_table
        from designer.paint.bill import bill_page_picture

        asked = requests(self._bill)
        if not asked:
            raise _NothingToSee("Nothing is bought from a vendor yet: the folder stays empty")
        table = paper_table(request_table(self._bill, asked[0]), ENGLISH)
        return bill_page_picture(self._bill.name, table, len(asked), WIDE)

    def _cables(self) -> bytes:
        from designer.drawing.paper_table import PaperColumn, PaperRow, PaperTable
        from designer.export.cables.cable_rows import cable_rows
        from designer.paint.bill import bill_page_picture

        headings, rows = cable_rows(self._schedule)
        shown = [tuple("" if cell is None else str(cell) for cell in row) for row in islice(rows, _LINES)]
        if not shown:
            raise _NothingToSee("No cables are drawn yet: the file holds headings alone")
        # As many columns as the first screen of a spreadsheet shows.
        columns = tuple(PaperColumn(heading, False, False, 18.0) for heading in headings[:10])
        table = PaperTable("Cables", "", columns, tuple(PaperRow("line", row[:10]) for row in shown))
        return bill_page_picture(self._what.design.name, table, 1, WIDE)

    def _labels(self) -> bytes:
        from designer.drawing.paper.cable_labels import label_sheets
        from designer.export.paper.labels import NO_CABLES, cable_labels
        from designer.paint.paper.page_picture import sheet_picture
        from designer.paint.paper.pdf import paper_measure

        first = next(label_sheets(islice(cable_labels(self._schedule), 24), paper_measure(), ""), None)
        if first is None or not len(self._schedule):
            raise RefusedInput(NO_CABLES)
        return sheet_picture(first, WIDE)

    def _pack(self) -> bytes:
        from designer.export.paper.pack import pack_of
        from designer.paint.paper.page_picture import sheet_picture

        what = self._what
        pack = pack_of(what.design, what.library.parts, what.results, what.findings, day=clock.today())
        first = ""
        for sheet in islice(pack.sheets(), 12):
            first = first or sheet_picture(sheet, WIDE)
            # An elevation shows best what a pack is; it comes after index and plans.
            if sheet.title.startswith("Elevation"):
                return sheet_picture(sheet, WIDE)
        return first or b""

    def _drawing(self) -> bytes:
        from designer.export.picture import write_picture

        what = self._what

        def write(path: Path) -> None:
            write_picture(
                path,
                what.design,
                view=what.view,
                theme="print",
                results=what.results,
                findings=what.findings,
                overlay=what.overlay,
                hidden_layers=what.hidden_layers,
                hidden_media=what.hidden_media,
                room=what.room,
                floor_overlay=what.floor_overlay,
                quarter=what.quarter,
            )

        return _written_picture(write)

    def _floor(self) -> bytes:
        from designer.export.paper.floor_dxf import write_floor_dxf
        from designer.export.picture import write_picture

        what = self._what
        with TemporaryDirectory(prefix="stackwright-") as folder:
            write_floor_dxf(Path(folder) / "floor.dxf", what.design)  # refuses what cannot be written
        return _written_picture(lambda path: write_picture(path, what.design, view="floor", theme="print"))

    def _lab(self) -> bytes:
        from designer.export.containerlab.lab_kinds import lab_options
        from designer.export.containerlab.topology import lab_of, lab_pieces
        from designer.paint.paper.page_picture import text_picture

        lab = lab_of(self._what.design, self._plan, lab_options({}))
        lines = "".join(islice(lab_pieces(lab, "fabric-frr"), 60)).splitlines()
        return text_picture([line[:110] for line in lines], WIDE, HIGH)

    def _addresses(self) -> bytes:
        from designer.export.containerlab.address_tables import HEADINGS, NOTHING_WIRED, address_rows
        from designer.paint.paper.page_picture import text_picture

        if not self._plan.ports:
            raise RefusedInput(NOTHING_WIRED)
        rows = (dict(zip(HEADINGS, row, strict=True)) for row in islice(address_rows(self._plan), 60))
        lines = [f"{row['Host name']:<24} {row['Port']:<12} {row['Address']:<18} {row['Peer name']}" for row in rows]
        return text_picture(lines, WIDE, HIGH)

    @cached_property
    def _plan(self) -> "AddressPlan":
        from designer.export.cables.drawn_network import addresses_of

        return addresses_of(self._what.design, self._what.library.parts)

    def _report(self) -> bytes:
        from designer.analysis.availability.playing import with_availability
        from designer.export.report.report import report_of
        from designer.paint.report.pdf_file import report_picture

        what = self._what
        results = with_availability(what.design, what.results)
        paper = report_of(what.design, what.library, results, what.findings, clock.today())
        return report_picture(paper, WIDE)

    def _slide(self, number: int) -> bytes:
        from designer.drawing.current_theme import in_theme
        from designer.drawing.theme_tokens import theme_named
        from designer.export.deck.pages.drawings import SlideDrawings
        from designer.export.deck.pages.layout import slide_page
        from designer.paint.slides.files import slide_png
        from designer.paint.text_widths import text_widths

        what, deck = self._what, self._deck
        drawings = SlideDrawings(what.design, what.results, what.findings, text_widths())
        with in_theme(theme_named("light")):
            return slide_png(slide_page(deck, min(number, len(deck.slides) - 1), drawings), WIDE)

    def _viewer(self) -> bytes:
        from designer.export.viewer.content import view_sheets
        from designer.paint.slides.picture import slide_picture
        from designer.paint.text_widths import text_widths

        what = self._what
        shown, _ = view_sheets(what.design, what.results, what.findings, text_widths())
        return slide_picture(shown[0].drawing, WIDE, HIGH) if shown else self._slide(0)

    def _diagram(self) -> bytes:
        from PySide6.QtCore import QRectF

        from designer.export.drawio.pages import pages_of
        from designer.paint.paper.page_picture import shapes_picture

        what = self._what
        page = pages_of(what.design, what.results, what.findings)[0]
        rects = {shape.id: QRectF(*shape.rect) for shape in page.shapes}
        boxes = [(rects[one.id], one.style.get("fillColor", ""), one.text) for one in page.shapes]
        lines = [list(_way(one.points, rects.get(one.a), rects.get(one.b))) for one in page.connectors]
        return shapes_picture(boxes, lines, WIDE, HIGH)

    def _text(self) -> bytes:
        from designer.export.text.text_form import design_as_yaml
        from designer.paint.paper.page_picture import text_picture

        what = self._what
        return text_picture(design_as_yaml(what.design, what.library, "design.yaml").splitlines(), WIDE, HIGH)


def _way(points: Sequence[tuple[float, float]], *ends: object) -> Iterator[tuple[float, float]]:
    """Yield the corners of a connector, from the middle of one shape to that of the other where they are there."""
    from PySide6.QtCore import QRectF

    begin, end = ends
    if isinstance(begin, QRectF):
        yield begin.center().x(), begin.center().y()
    yield from points
    if isinstance(end, QRectF):
        yield end.center().x(), end.center().y()


def _written_picture(write: Callable[[Path], None]) -> bytes:
    """Return what WRITE writes as PNG, made small."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    from designer.paint.paper.page_picture import png

    with TemporaryDirectory(prefix="stackwright-") as folder:
        path = Path(folder) / "drawing.png"
        write(path)
        image = QImage(str(path))
    return png(image.scaled(WIDE, WIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
