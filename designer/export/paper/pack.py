"""The installation pack: one PDF of sheets with an index, plans, elevations, port maps, schedules and the one-line.

Every sheet has the same frame with grid references and title block. Racks, devices and cables have one name on all of
them and on the labels.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.one_line.view import draw_power_view
from designer.drawing.paper.composing import Column, Composer, Measure
from designer.drawing.paper.frame import A3, PAPERS, Heading, KeyRow, Size, framed, room_of
from designer.drawing.paper.parts import draw_match_lines, draw_overview
from designer.drawing.paper.records import LEAST_PT, MM_PER_POINT, Placed, Sheet
from designer.drawing.records import Rect
from designer.drawing.text import elide_middle
from designer.drawing.theme_tokens import theme_named, type_scale
from designer.drawing.view_request import ViewRequest
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.paper.content import PackContent, PhysicalRack
from designer.export.paper.plan_sheets import PlanSheet, draw_plan, plan_sheets
from designer.export.paper.rack_sheets import draw_rack_sheet, elevation_scale, rack_list_rows
from designer.export.paper.schedules import (
    CABLE_COLUMNS,
    FEED_COLUMNS,
    PANEL_COLUMNS,
    PORT_COLUMNS,
    cable_groups,
    feed_groups,
    panel_groups,
    port_maps,
)
from designer.export.paper.table_sheets import Group, TableSection
from designer.files.stopped import STOPPED
from designer.model.design import Design, View
from designer.model.parts.part import LAYERS, Part
from designer.model.records import RefusedInput
from designer.review.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.drawing.one_line.cells import OneLine

SUFFIXES: Final = (".pdf",)
NOTHING: Final = (
    "There is nothing to install: no rack, no switch and no cable is drawn. Group devices into racks, or use Make it "
    "real."
)
_LONGEST_NAME: Final = 400
"""Letters of a name that title block, heading and table of a sheet have room for, all at once."""
_INDEX_COLUMNS: Final = (Column("Sheet", 14, bold=True), Column("Shows", 110))
_RACK_COLUMNS: Final = (
    Column("No.", 10, right=True),
    Column("Rack", 46, bold=True),
    Column("Room", 34),
    Column("On the plan", 24),
    Column("Used", 22),
    Column("Cables out", 19, right=True),
    Column("Sheet", 14, right=True),
)
_INDEX_BESIDE: Final = 3
_RACKS_BESIDE: Final = 2
_UNKNOWN_PAGES: Final = 1_000
"""Of an index that is not laid out yet: a number as wide as any."""
_LAYER_WORDS: Final = {
    "servers_fabric": "Servers, fabric",
    "data_storage": "Data and storage",
    "facility": "Power, cooling, management",
}
Tell = Callable[[int, int, str], bool]


class _Item(NamedTuple):
    """One sheet that is still to be drawn: its title, its scale in words, and what draws it."""

    title: str
    scale: str
    draw: Callable[[Composer], None]


class Pack:
    """The sheets of a pack, drawn one by one."""

    def __init__(
        self,
        content: PackContent,
        heading: Heading,
        measure: Measure,
        one_line: "OneLine | None",
        size: Size = A3,
    ) -> None:
        """Lay out what is on which sheet; nothing is drawn yet."""
        self._content = content
        self._heading = heading
        self._measure = measure
        self._size = size
        self._paper = Composer(*size, measure)
        self.sections: list[tuple[str, int, int]] = []
        """(title, number of its first sheet, sheets), in order."""
        plans = plan_sheets(content, self._paper)
        scale = elevation_scale(content, self._paper)
        ports = TableSection("Port maps", PORT_COLUMNS, port_maps(content), self._paper, 3)
        cables = TableSection("Cable schedule", CABLE_COLUMNS, cable_groups(content), self._paper, 2)
        panels = TableSection("Power schedule: panels", PANEL_COLUMNS, panel_groups(content), self._paper)
        feeds = TableSection("Power schedule: feeds", FEED_COLUMNS, feed_groups(content), self._paper, 2)
        areas = [] if one_line is None else _one_line_areas(one_line, room_of(self._paper))
        self._references: dict[str, str] = {}
        # The index says the numbers of all sheets, its own among them: how many it takes is found by trying.
        racks = content.racks
        parts = [
            ("Plan", len(plans)),
            ("Elevations", len(racks)),
            ("Port maps", len(ports.pages)),
            ("Cable schedule", len(cables.pages)),
            ("Power schedule", len(panels.pages) + len(feeds.pages)),
            ("One-line diagram", _line_sheets(areas)),
        ]
        list_pages = len(
            TableSection("List of racks", _RACK_COLUMNS, self._rack_list({}, {}), self._paper, _RACKS_BESIDE).pages
        )
        # All sheets after the index in their order: what the index lists, and what numbers count from.
        titles = ["List of racks"] * list_pages + [self._plan_title(sheet) for sheet in plans]
        titles += [f"Elevation: {rack.name}" for rack in racks]
        titles += [section.title for section in (ports, cables, panels, feeds) for _ in section.pages]
        titles += [_line_title(place, len(areas)) for place in range(_line_sheets(areas))]
        index_pages = len(self._index_section(self._index_rows(_UNKNOWN_PAGES, titles)).pages)
        first = index_pages + 1 + list_pages
        starts: dict[str, int] = {}
        # Sections follow each other; one without sheets keeps the number of the next, and is not told.
        for title, count in (("Index", index_pages), ("List of racks", list_pages), *parts):
            starts[title] = 1 if title == "Index" else index_pages + 1 if title == "List of racks" else first
            if title not in {"Index", "List of racks"}:
                first += count
            if count:
                self.sections.append((title, starts[title], count))
        self._items: list[_Item] = []
        plan_first = starts["Plan"]
        plan_items = [self._plan_item(plans, place, plan_first) for place in range(len(plans))]
        for place, sheet in enumerate(plans):
            # Grid references are known before the list of racks is set anew with them.
            self._note_references(sheet, plan_first + place, plans, plan_first)
        rack_sheet = {rack.key: starts["Elevations"] + place for place, rack in enumerate(racks)}
        schedule = f"sheets {starts['Cable schedule']}–{starts['Cable schedule'] + len(cables.pages) - 1}"
        rack_items = [
            _Item(f"Elevation: {rack.name}", f"1 : {scale:g}", partial(self._draw_rack, rack, scale, schedule))
            for rack in racks
        ]
        table_items = [
            _Item(section.title, "–", partial(_draw_table, section, page))
            for section in (ports, cables, panels, feeds)
            for page in range(len(section.pages))
        ]
        line_first = starts["One-line diagram"]
        line_items = [
            _Item(_line_title(place, len(areas)), "–", partial(_draw_one_line, one_line, areas, place, line_first))
            for place in range(_line_sheets(areas))
        ]
        listed = TableSection(
            "List of racks", _RACK_COLUMNS, self._rack_list(self._references, rack_sheet), self._paper, _RACKS_BESIDE
        )
        list_items = [
            _Item("List of racks", "–", partial(_draw_table, listed, page)) for page in range(len(listed.pages))
        ]
        after = [*list_items, *plan_items, *rack_items, *table_items, *line_items]
        index = self._index_section(self._index_rows(index_pages, titles))
        index_items = [
            _Item("Index of sheets", "–", partial(_draw_table, index, page)) for page in range(len(index.pages))
        ]
        self._items = [*index_items, *after]

    def __len__(self) -> int:
        return len(self._items)

    def _index_section(self, rows: Sequence[tuple[str, str]]) -> TableSection:
        return TableSection(
            "Index", _INDEX_COLUMNS, [Group.of(self._heading.project, rows)], self._paper, _INDEX_BESIDE
        )

    @staticmethod
    def _index_rows(index_pages: int, titles: Sequence[str]) -> list[tuple[str, str]]:
        """A row for each sheet, those of TITLES after the index; sheets of one title after each other are one row."""
        rows: list[tuple[str, str]] = [("1" if index_pages == 1 else f"1–{index_pages}", "Index of sheets")]
        number = index_pages + 1
        for title, held in groupby(titles):
            count = len(list(held))
            rows.append((str(number) if count == 1 else f"{number}–{number + count - 1}", title))
            number += count
        return rows

    def _rack_list(self, references: "Mapping[str, str]", sheets: "Mapping[str, int]") -> list[Group]:
        rows = rack_list_rows(self._content, references, sheets)
        return [Group.of("", rows)] if rows else []

    def _part_sheets(self, plans: Sequence[PlanSheet], sheet: PlanSheet, first: int) -> list[int]:
        """Numbers of the sheets of the parts of the room of SHEET."""
        return [
            first + place
            for place, one in enumerate(plans)
            if one.part and (one.room, one.copy) == (sheet.room, sheet.copy)
        ]

    def _plan_title(self, sheet: PlanSheet) -> str:
        room = self._content.names.of(sheet.room, sheet.copy) if sheet.room else "open floor"
        part = f", part {sheet.part} of {len(sheet.parts)}" if sheet.part else ", overview" if sheet.parts else ""
        return f"Plan: {room}{part}"

    def _plan_item(self, plans: Sequence[PlanSheet], place: int, first: int) -> _Item:
        sheet = plans[place]
        numbers = self._part_sheets(plans, sheet, first)
        return _Item(
            self._plan_title(sheet),
            f"1 : {sheet.scale:g}",
            partial(self._draw_plan, sheet, numbers),
        )

    def _draw_plan(self, sheet: PlanSheet, numbers: Sequence[int], paper: Composer) -> None:
        draw_plan(paper, self._content, sheet, numbers)

    def _draw_rack(self, rack: PhysicalRack, scale: float, schedule: str, paper: Composer) -> None:
        draw_rack_sheet(paper, self._content, rack, scale, schedule, self._references.get(rack.key, ""))

    def _note_references(self, sheet: PlanSheet, number: int, plans: Sequence[PlanSheet], first: int) -> None:
        """Note where each rack stands; the sheet on which it has its name counts before an overview."""
        trial = Composer(*self._size, self._measure)
        for key, field in draw_plan(trial, self._content, sheet, self._part_sheets(plans, sheet, first)).items():
            if sheet.named or key not in self._references:
                self._references[key] = f"{field} on sheet {number}"

    def sheets(self) -> Iterator[Sheet]:
        """Yield all sheets, drawn."""
        theme = theme_named("print")
        key = [KeyRow(theme.layer(layer), words) for layer in LAYERS if (words := _LAYER_WORDS.get(layer))]
        for number, item in enumerate(self._items, start=1):
            shown = key if item.title.startswith("Elevation") else ()
            paper = framed(
                self._measure, self._heading, item.title, item.scale, number, len(self._items), shown, self._size
            )
            item.draw(paper)
            yield paper.sheet(item.title)


def _line_title(place: int, count: int) -> str:
    """Return the title of the sheet PLACE of the one-line, of which COUNT are parts; an overview comes before them."""
    if count == 1:
        return "One-line diagram"
    return f"One-line diagram, part {place} of {count}" if place else "One-line diagram, overview"


def _line_sheets(areas: Sequence[Rect]) -> int:
    """Return how many sheets the parts AREAS of the one-line take."""
    return len(areas) + (len(areas) > 1)


def _one_line_areas(drawing: "OneLine", room: Rect) -> list[Rect]:
    """Return the parts of a one-line diagram that each fit ROOM of a sheet with words of 7 points."""
    from designer.paint.sheet import readable_areas

    least = LEAST_PT * MM_PER_POINT / _smallest_px(drawing)
    return readable_areas(drawing, room.width / least, room.height / least)


def _smallest_px(drawing: "OneLine") -> float:
    return type_scale()["body" if drawing.detail == "plain" else "caption"].px


def _draw_table(section: TableSection, page: int, paper: Composer) -> None:
    section.draw(paper, page)


def _draw_one_line(drawing: "OneLine | None", areas: Sequence[Rect], place: int, first: int, paper: Composer) -> None:
    """Draw sheet PLACE of the one-line, whose sheets begin with number FIRST."""
    if drawing is None:
        return
    several, room = len(areas) > 1, room_of(paper)
    if several and not place:
        draw_overview(paper, drawing, areas, room, [first + 1 + number for number in range(len(areas))])
        return
    area = areas[place - 1 if several else 0]
    scale = min(room.width / area.width, room.height / area.height, 0.35)
    x = room.x + (room.width - area.width * scale) / 2
    y = room.y + (room.height - area.height * scale) / 2
    paper.items.append(Placed(drawing, area, x, y, scale))
    if several:
        edges = Rect(x, y, area.width * scale, area.height * scale)
        draw_match_lines(paper, areas, place - 1, edges, [first + 1 + number for number in range(len(areas))])


def write_pack(
    path: Path,
    design: Design,
    parts: "Mapping[str, Part]",
    results: Results,
    findings: Sequence[Finding] = (),
    *,
    day: date | None = None,
    tell: Tell | None = None,
    paper: str = "",
) -> int:
    """Write the installation pack of DESIGN to PATH, whole or not at all.

    Args:
        path: Ends in .pdf.
        design: With its parts embedded.
        parts: On hand, of which cables are chosen.
        results: What the analysis said.
        findings: Errors stand among the notes of their racks.
        day: Date in the title blocks.
        tell: Told how many of how many sheets are done; answers whether to go on.
        paper: One of PAPERS; "" is what is set with the title block.

    Returns:
        How many sheets there are.

    Raises:
        RefusedInput: there is nothing to install, the suffix is another, it was stopped, or PATH cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{path.name}: an installation pack is written as .pdf.")
    from designer.paint.paper.pdf import write_sheets  # with Qt

    with in_theme(theme_named("print")):
        pack = pack_of(design, parts, results, findings, day=day, tell=tell, paper=paper)
        count = len(pack)

        def told(done: int) -> bool:
            return tell is None or tell(done, count, "sheets")

        return write_sheets(path, pack.sheets(), title=f"Installation pack, {design.name}", tell=told)


def pack_of(
    design: Design,
    parts: "Mapping[str, Part]",
    results: Results,
    findings: Sequence[Finding] = (),
    *,
    day: date | None = None,
    tell: Tell | None = None,
    paper: str = "",
) -> Pack:
    """Return the sheets of the installation pack of DESIGN, to be drawn in the theme for print.

    PAPER is one of PAPERS; "" is what is set with the title block.

    Raises:
        RefusedInput: there is nothing to install, or it was stopped.
    """
    # Qt is loaded only where a page is painted.
    from designer.paint.paper.pdf import paper_measure
    from designer.paint.text_widths import text_widths

    design = _with_names_for_paper(design)
    content = PackContent(design, cable_schedule(design, parts), results, findings)
    if not content.racks and not content.lines and not content.switches:
        raise RefusedInput(NOTHING)
    if tell is not None and not tell(0, 0, "cables and sheets are laid out"):
        raise RefusedInput(STOPPED)
    drawn = draw_power_view(ViewRequest(design, View(id="", name="", shows="power"), text_widths(), results))
    one_line = drawn if len(drawn.tiles) else None
    size = PAPERS[paper or design.settings.title_block.paper or "A3"]
    return Pack(content, heading_of(design, day), paper_measure(), one_line, size)  # type: ignore[arg-type]


def _with_names_for_paper(design: Design) -> Design:
    """Return DESIGN with names that no sheet holds shortened in their middle; the schedule as CSV has all of each."""
    long = {one: node for one, node in design.nodes.items() if len(node.name) > _LONGEST_NAME}
    if not long and len(design.name) <= _LONGEST_NAME:
        return design
    short = {one: replace(node, name=elide_middle(node.name, _LONGEST_NAME)) for one, node in long.items()}
    settings = replace(design.settings, name=elide_middle(design.name, _LONGEST_NAME))
    return replace(design, nodes={**design.nodes, **short}, settings=settings)


def heading_of(design: Design, day: date | None) -> Heading:
    """Return what the title blocks of DESIGN say."""
    block = design.settings.title_block
    return Heading(design.name, block.number, block.revision, block.drawn_by, block.checked_by, block.approved_by, day)
