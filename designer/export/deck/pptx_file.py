"""A deck as PPTX: native text, tables, charts and shapes, with connectors that stay attached to what they join."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.theme_tokens import Theme, theme_named
from designer.drawing.view_request import ViewRequest
from designer.export.deck.chart_parts import YEAR, add_whiskers, apart, month_words, place_plot, round_top
from designer.export.deck.chart_units import scaled
from designer.export.deck.pages.words import bound_words
from designer.export.deck.records import (
    Block,
    Cards,
    Curves,
    Deck,
    DeckSlide,
    Diagram,
    Figures,
    Lines,
    Picture,
    Shares,
    Table,
    Waterfall,
    Words,
)
from designer.files.reading import shown_name
from designer.files.writing import write_whole
from designer.model.deck_settings import DeckSettings
from designer.model.design import Design, View
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import number_text, shown_ends
from designer.model.parts.part import Layer
from designer.model.records import RefusedInput
from designer.review.findings import Finding

if TYPE_CHECKING:
    from pptx.presentation import Presentation

# Points and inches of a slide of 13.333 × 7.5 inches (look/README: title 56 px of 1920 are 28 pt).
WIDTH_IN: Final = 13.333
HEIGHT_IN: Final = 7.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.75, 12.58, 1.75, 6.8
TITLE_PT, SUBTITLE_PT, BODY_PT, SMALL_PT, FOOTER_PT, NUMBER_PT = 28.0, 15.0, 14.0, 12.0, 10.0, 34.0
LEAST_PT: Final = 10.0
"""Nothing on a slide is smaller."""
_GAP: Final = 0.3
_SPLIT: Final = 0.63
"""Share of the width that the left takes where something stands at the right."""
_PICTURE_PX: Final = 144
"""Pixels of a picture for an inch."""
_MOST_CONNECTED: Final = 3_000
"""Beyond so many wires a drawing is a picture; programs for slides choke on more shapes."""
_MARKS: Final[Mapping[str, tuple[str, str]]] = {"fits": ("✓", "ok"), "ask": ("?", "warn"), "short": ("!", "error")}
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)%")
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINE_LAYERS: Final[tuple[Layer, ...]] = ("serving_apps", "training", "data_storage")
"""Layers whose inks the further lines of a chart wear."""
_PLOT_TOP, _PLOT_WIDE, _PLOT_HIGH = 0.14, 0.55, 0.72
"""Shares of the room of a chart of lines that its plot takes."""
_SURE_INK: Final[Mapping[str, str]] = {"sourced": "0E5A3A", "unverified": "5B97C9", "estimated": "E0B45C"}


def write_deck(
    path: Path,
    deck: Deck,
    design: Design,
    results: Results,
    findings: Sequence[Finding],
    *,
    template: Path | None = None,
) -> None:
    """Write DECK to PATH.

    Args:
        path: Ends in .pptx.
        deck: Its slides.
        design: What their views are drawn of.
        results: Figures of the drawings.
        findings: Marked on the drawings.
        template: A PPTX whose masters and fonts are taken; its own slides are not.

    Raises:
        RefusedInput: PATH is no .pptx or cannot be written, or TEMPLATE is no presentation.
    """
    if path.suffix.lower() != ".pptx":
        raise RefusedInput(f"{shown_name(path)}: a deck is written as .pptx.")
    with in_theme(theme_named("light")):
        writer = _Writer(deck, design, results, findings, _opened(template))
        for number in range(len(deck.slides)):
            writer.add(number)
    body = BytesIO()
    writer.presentation.save(body)
    write_whole(path, body.getvalue())


def template_beside(settings: DeckSettings, project: Path | None) -> Path | None:
    """Return the template that SETTINGS name, beside PROJECT; None where they name none.

    Raises:
        RefusedInput: it is not there, or the design is no file yet, so that nothing is beside it.
    """
    if not settings.template:
        return None
    if project is None:
        raise RefusedInput(
            f"Save the project first: {settings.template}, the deck's template, is looked for beside it."
        )
    found = project.parent / settings.template
    if not found.is_file():
        raise RefusedInput(f"{settings.template}, the deck's template, is not beside {shown_name(project)}.")
    return found


def _opened(template: Path | None) -> "Presentation":
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    if template is None:
        return Presentation()
    try:
        found = Presentation(str(template))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as problem:
        raise RefusedInput(f"{shown_name(template)} is no presentation that can be read.") from problem
    # Its masters are wanted, not what somebody presented with them.
    listed: Any = found.element.get_or_add_sldIdLst()
    for one in list(listed):
        found.part.drop_rel(one.rId)
        listed.remove(one)
    return found


class _Writer:
    """Puts slides into one presentation."""

    def __init__(
        self, deck: Deck, design: Design, results: Results, findings: Sequence[Finding], presentation: "Presentation"
    ) -> None:
        from pptx.util import Inches

        self.presentation = presentation
        self._deck, self._design, self._results, self._findings = deck, design, results, findings
        presentation.slide_width, presentation.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
        self._theme: Theme = theme_named("light")
        self._slide: Any = None
        self._drawings: dict[tuple[object, ...], Drawing] = {}
        self._writers: Mapping[type, Callable[[Any, float, float, float, float], float]] = {
            Figures: self._figures,
            Picture: self._picture,
            Diagram: self._diagram,
            Waterfall: self._waterfall,
            Curves: self._curves,
            Table: self._table,
            Shares: self._shares,
            Lines: self._lines,
            Cards: self._cards,
            Words: self._words,
        }

    def add(self, number: int) -> None:
        """Add slide NUMBER of the deck."""
        one = self._deck.slides[number]
        layouts = self.presentation.slide_layouts
        # The emptiest layout of the template with a title, which outlines and readers ask for; else the emptiest of
        # all: what it has of its own would lie under ours.
        titled = [layout for layout in layouts if any(one.placeholder_format.idx == 0 for one in layout.placeholders)]
        layout = min(titled or layouts, key=lambda layout: len(layout.placeholders))
        self._slide = self.presentation.slides.add_slide(layout)
        for empty in [one for one in self._slide.placeholders if one.placeholder_format.idx != 0]:
            empty.element.getparent().remove(empty.element)
        self._frame(one, number)
        top = _TOP + (0.35 if self._deck.draft else 0.0)
        # Large numbers need a narrow column; charts and tables beside each other share the width.
        narrow = all(isinstance(block, (Figures, Words)) for block in one.right)
        share = (_SPLIT if narrow else 0.5) if one.right else 1.0
        wide = (_RIGHT - _LEFT) * share - (_GAP if one.right else 0.0)
        self._column(one.left, _LEFT, top, wide)
        if one.right:
            left = _LEFT + wide + 2 * _GAP
            self._column(one.right, left, top, _RIGHT - left)
        notes = "\n".join(text for text in (one.notes, bound_words(one)) if text)
        self._slide.notes_slide.notes_text_frame.text = notes

    def _frame(self, one: DeckSlide, number: int) -> None:
        """Title, subtitle, draft band and footer."""
        title = one.title.text
        # One line; a long one is set a step smaller before it breaks.
        size = TITLE_PT if len(title) <= 56 else TITLE_PT - 4 if len(title) <= 80 else TITLE_PT - 8
        self._title(title, size)
        if one.title.check:
            self._text("check", _RIGHT - 1.0, 0.15, 1.0, 0.3, SMALL_PT, ink="warn", right=True, name="Check")
        if one.subtitle is not None:
            self._text(one.subtitle.text, _LEFT, 1.08, _RIGHT - _LEFT, 0.4, SUBTITLE_PT, ink="muted", name="Subtitle")
        if self._deck.draft:
            band = self._box(0, 1.5, WIDTH_IN, 0.34, fill=self._code("warn"), name="Draft band")
            self._write(band.text_frame, self._deck.draft, SMALL_PT, "FFFFFF", bold=True)
        foot = f"{self._deck.title} · {self._deck.date}"
        self._text(foot, _LEFT, 6.98, 8.0, 0.3, FOOTER_PT, ink="muted", name="Footer")
        page = f"{number + 1} of {len(self._deck.slides)}"
        self._text(page, _RIGHT - 2.0, 6.98, 2.0, 0.3, FOOTER_PT, ink="muted", right=True, name="Page")

    def _title(self, text: str, size: float) -> None:
        """Write the title: in the placeholder of the layout where it has one, else in a box of its own."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
        from pptx.util import Inches

        place = (_LEFT, 0.45, _RIGHT - _LEFT, 0.65)
        held = self._slide.shapes.title
        if held is None:
            self._text(text, *place, size, bold=True, name="Title")
            return
        held.left, held.top, held.width, held.height = (Inches(value) for value in place)
        held.name = "Title"
        held.text_frame.auto_size, held.text_frame.vertical_anchor = MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        self._write(held.text_frame, text, size, self._code("text"), bold=True)

    def _code(self, name: str) -> str:
        """Return a colour of the theme as six digits."""
        return self._theme.colour(name).lstrip("#")

    def _column(self, blocks: Sequence[Block], left: float, top: float, wide: float) -> None:
        """Set BLOCKS below each other; a picture or a chart takes what is left."""
        small = sum(0.9 if isinstance(block, (Words, Shares)) else 0.0 for block in blocks)
        for place, block in enumerate(blocks):
            after = small - (0.9 if isinstance(block, (Words, Shares)) else 0.0) if place == 0 else 0.0
            high = max(_BOTTOM - top - max(after, 0.0), 0.5)
            top += self._writers[type(block)](block, left, top, wide, high) + _GAP

    # Text.

    def _text(
        self,
        text: str,
        left: float,
        top: float,
        wide: float,
        high: float,
        size: float,
        *,
        ink: str = "text",
        bold: bool = False,
        right: bool = False,
        name: str = "",
    ) -> Any:
        from pptx.util import Inches

        box = self._slide.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
        if name:
            box.name = name
        self._write(box.text_frame, text, size, self._code(ink), bold=bold, right=right)
        return box

    def _write(
        self, frame: Any, text: str, size: float, colour: str, *, bold: bool = False, right: bool = False
    ) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = _safe(text)
        run.font.size, run.font.bold = Pt(max(size, LEAST_PT)), bold
        run.font.color.rgb = RGBColor.from_string(colour)

    def _box(self, left: float, top: float, wide: float, high: float, *, fill: str, name: str = "") -> Any:
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        box = self._slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Inches(left), Inches(top), Inches(max(wide, 0.01)), Inches(max(high, 0.01))
        )
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(fill)
        box.line.fill.background()
        box.shadow.inherit = False
        if name:
            box.name = name
        return box

    # Blocks; each answers how high it is.

    def _figures(self, block: Figures, left: float, top: float, wide: float, high: float) -> float:
        step = min(1.45, high / max(len(block.figures), 1))
        for place, one in enumerate(block.figures):
            y = top + place * step
            self._text(one.caption, left, y, wide, 0.28, SMALL_PT, ink="muted")
            size = NUMBER_PT if len(one.number) < 10 else NUMBER_PT - 10
            box = self._text(one.number, left, y + 0.27, wide, 0.6, size, bold=True)
            if one.unit:
                self._run(box, f" {one.unit}", BODY_PT, "muted")
            if one.below:
                self._text(one.below, left, y + 0.92, wide, 0.3, SMALL_PT, ink="muted")
        return step * len(block.figures)

    def _run(self, box: Any, text: str, size: float, ink: str) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        run = box.text_frame.paragraphs[0].add_run()
        run.text = _safe(text)
        run.font.size = Pt(size)
        run.font.color.rgb = RGBColor.from_string(self._code(ink))

    def _words(self, block: Words, left: float, top: float, wide: float, high: float) -> float:
        lead = f"{block.lead} " if block.lead else ""
        # Lines by the usual width of a letter, half of its size.
        lines = -(-len(lead + block.text) * BODY_PT * 0.5 // (wide * 72))
        tall = max(lines, 1) * BODY_PT * 1.25 / 72
        box = self._text(lead, left, top, wide, tall, BODY_PT, bold=True)
        self._run(box, block.text, BODY_PT, "text")
        return tall

    def _picture(self, block: Picture, left: float, top: float, wide: float, high: float) -> float:
        from pptx.util import Inches

        from designer.paint.slides.picture import slide_picture

        body = slide_picture(self._drawing(block.view), round(wide * _PICTURE_PX), round(high * _PICTURE_PX))
        made = self._slide.shapes.add_picture(BytesIO(body), Inches(left), Inches(top), Inches(wide), Inches(high))
        made.element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", _safe(block.alt))
        return high

    def _drawing(self, view: View) -> Drawing:
        key = (view.shows, view.detail, view.focus)
        if key not in self._drawings:
            from designer.paint.text_widths import text_widths

            request = ViewRequest(self._design, view, text_widths(), self._results, self._findings)
            self._drawings[key] = VIEWS_BY_ID[view.shows].draw(request)
        return self._drawings[key]

    def _diagram(self, block: Diagram, left: float, top: float, wide: float, high: float) -> float:
        """The drawing as shapes: a box for each tile, a frame for each group, a connector for each bundle of links."""
        drawing = self._drawing(block.view)
        if len(drawing.wires) > _MOST_CONNECTED or len(drawing.tiles) > _MOST_CONNECTED:
            return self._picture(Picture(view=block.view, alt=block.alt), left, top, wide, high)
        bounds = drawing.bounds
        # Inches for a canvas pixel; x0 and y0 put the drawing into the middle of its room.
        scale = min(wide / max(bounds.width, 1.0), high / max(bounds.height, 1.0), 1 / 72)
        x0 = left + (wide - bounds.width * scale) / 2 - bounds.x * scale
        y0 = top + (high - bounds.height * scale) / 2 - bounds.y * scale
        shapes: dict[str, Any] = {}
        for frame in drawing.frames:
            box = self._box(
                x0 + frame.rect.x * scale,
                y0 + frame.rect.y * scale,
                frame.rect.width * scale,
                frame.rect.height * scale,
                fill="F1F4F8",
                name=frame.title or frame.id,
            )
            shapes[frame.id] = box
            self._write_fitting(box, frame.title, frame.rect.width * scale, top=True)
        for tile in drawing.tiles:
            box = self._box(
                x0 + tile.rect.x * scale,
                y0 + tile.rect.y * scale,
                tile.rect.width * scale,
                tile.rect.height * scale,
                fill="FFFFFF",
                name=tile.title or tile.id,
            )
            self._outline(box, tile.layer)
            shapes[tile.id] = box
            words = f"{tile.title} {tile.badge}".strip()
            self._write_fitting(box, words, tile.rect.width * scale)
        for wire in drawing.wires:
            a, b = shapes.get(wire.a), shapes.get(wire.b)
            if a is not None and b is not None and a is not b:
                self._connect(a, b)
        return high

    def _outline(self, box: Any, layer: Layer) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        box.line.color.rgb = RGBColor.from_string(self._theme.layer(layer).lstrip("#"))
        box.line.width = Pt(1.25)

    def _write_fitting(self, box: Any, text: str, wide_in: float, *, top: bool = False) -> None:
        """Write TEXT into BOX where it has room at a size that can be read; else its name alone holds it."""
        from pptx.enum.text import MSO_ANCHOR

        # Width in points; a letter is about 0.55 of its size wide, and the longest word decides.
        room = wide_in * 72
        size = min(BODY_PT - 2, room / max(0.55 * max(map(len, text.split()), default=1), 1))
        if size < LEAST_PT:
            return
        self._write(box.text_frame, text, size, self._code("text"), bold=not top)
        box.text_frame.vertical_anchor = MSO_ANCHOR.TOP if top else MSO_ANCHOR.MIDDLE

    def _connect(self, a: Any, b: Any) -> None:
        """Join two boxes by a line that follows them: from the sides that look at each other."""
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.util import Pt

        line = self._slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
        # Connection sites of a rectangle: 0 top, 1 left, 2 bottom, 3 right.
        ax, ay = a.left + a.width / 2, a.top + a.height / 2
        bx, by = b.left + b.width / 2, b.top + b.height / 2
        across = abs(ax - bx) > abs(ay - by)
        sides = ((3, 1) if bx > ax else (1, 3)) if across else ((2, 0) if by > ay else (0, 2))
        line.begin_connect(a, sides[0])
        line.end_connect(b, sides[1])
        line.line.color.rgb = RGBColor.from_string("8A97A8")
        line.line.width = Pt(1.25)

    def _waterfall(self, block: Waterfall, left: float, top: float, wide: float, high: float) -> float:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        unit, factor = scaled(block.total.figure, block.unit)
        bars = (*block.bars, block.total)
        data = CategoryChartData()
        # Amounts stand below the bars: a whisker leaves no room for them above.
        data.categories = [
            _safe("\n".join(filter(None, (bar.label, bar.note, number_text((bar.figure.value or 0.0) / factor)))))
            for bar in bars
        ]
        # By bar: the height at which it begins, drawn without a fill, and its own height.
        below, heights, at = list[float](), list[float](), 0.0
        for bar in block.bars:
            value = (bar.figure.value or 0.0) / factor
            below.append(at)
            heights.append(value)
            at += value
        below.append(0.0)
        heights.append((block.total.figure.value or 0.0) / factor)
        data.add_series("Below", below)
        data.add_series(f"{block.title}, {unit}", heights)
        title = f"{block.title}, {unit} · bars typical, whiskers the range of prices"
        chart = self._chart(data, XL_CHART_TYPE.COLUMN_STACKED, left, top, wide, high, title)
        plot = chart.plots[0]
        plot.gap_width = 40
        plot.series[0].format.fill.background()
        self._fill(plot.series[1], self._code("accent"))
        self._fill(plot.series[1].points[len(bars) - 1], self._code("text"))
        ends = [shown_ends(bar.figure) for bar in bars]
        ranges = [
            (max(height - low / factor, 0.0), max(most / factor - height, 0.0))
            for (low, most), height in zip(ends, heights, strict=True)
        ]
        add_whiskers(plot.series[1], ranges, self._code("muted"))
        most = max(start + height + over for start, height, (_, over) in zip(below, heights, ranges, strict=True))
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, round_top(most)
        return high

    def _curves(self, block: Curves, left: float, top: float, wide: float, high: float) -> float:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        largest = max((max(curve.values) for curve in block.curves if curve.values), default=1.0)
        unit, factor = scaled(Figure(value=largest, unit=block.unit, low=largest, high=largest), "")
        # Whole years: people who edit the chart find five rows and not fifty.
        months = range(0, max((len(curve.values) for curve in block.curves), default=1), YEAR)
        data = CategoryChartData()
        data.categories = [month_words(month) for month in months]
        for curve in block.curves:
            data.add_series(_safe(curve.label), [curve.values[month] / factor for month in months])
        chart = self._chart(data, XL_CHART_TYPE.LINE, left, top, wide, high, f"{block.title}, {unit}")
        most = round_top(largest / factor)
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, most
        for place, series in enumerate(chart.plots[0].series):
            series.smooth = False
            self._stroke(series, place)
        # Names stand at the ends of their lines, so that the plot leaves a third of the width to them.
        place_plot(chart, 0.1, _PLOT_TOP, _PLOT_WIDE, _PLOT_HIGH)
        lasts = [curve.values[months[-1]] / factor for curve in block.curves]
        step = 2.4 * SMALL_PT / 72
        ends = [top + high * (_PLOT_TOP + _PLOT_HIGH * (1 - last / most)) - SMALL_PT / 72 for last in lasts]
        x = left + wide * (0.1 + _PLOT_WIDE) + 0.08
        for place, y in apart(ends, step):
            words = f"{number_text(lasts[place])} {block.curves[place].label}"
            name = f"End of {block.curves[place].label}"
            box = self._text(words, x, y, left + wide - x, step, SMALL_PT, bold=not place, name=name)
            box.text_frame.paragraphs[0].runs[0].font.color.rgb = _rgb(self._line_ink(place))
        return high

    def _stroke(self, series: Any, place: int) -> None:
        """Draw the line of one way: the first one is thick and whole, the others differ in colour and dash."""
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Pt

        dashes = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH)
        series.format.line.color.rgb = _rgb(self._line_ink(place))
        series.format.line.width = Pt(2.0 if place else 3.0)
        series.format.line.dash_style = dashes[place % len(dashes)]

    def _line_ink(self, place: int) -> str:
        inks = (self._code("accent"), *(self._theme.layer(one).lstrip("#") for one in _LINE_LAYERS))
        return inks[place % len(inks)]

    def _chart(self, data: Any, kind: Any, left: float, top: float, wide: float, high: float, title: str) -> Any:
        from pptx.util import Inches, Pt

        frame = self._slide.shapes.add_chart(kind, Inches(left), Inches(top), Inches(wide), Inches(high), data)
        frame.name = _safe(title)
        chart = frame.chart
        chart.has_legend = False
        chart.has_title = True
        chart.chart_title.text_frame.text = _safe(title)
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(BODY_PT)
        chart.font.size = Pt(SMALL_PT)
        chart.font.color.rgb = _rgb(self._code("muted"))
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.color.rgb = _rgb(self._code("text"))
        lines = chart.value_axis
        lines.major_gridlines.format.line.color.rgb = _rgb(self._code("border"))
        lines.format.line.fill.background()
        return chart

    def _fill(self, series: Any, colour: str) -> None:
        from pptx.dml.color import RGBColor

        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)

    def _table(self, block: Table, left: float, top: float, wide: float, high: float) -> float:
        from pptx.util import Inches

        marked = bool(block.marks)
        columns = len(block.header) + marked
        step = min(0.42, (high - (0.35 if block.note else 0.0)) / (len(block.rows) + 1))
        shape = self._slide.shapes.add_table(
            len(block.rows) + 1, columns, Inches(left), Inches(top), Inches(wide), Inches(step * (len(block.rows) + 1))
        )
        shape.name = _safe(", ".join(block.header))
        table = shape.table
        table.horz_banding = False
        room = wide - (0.5 if marked else 0.0)
        widths = block.widths or tuple(1 / len(block.header) for _ in block.header)
        for column, share in enumerate(widths):
            table.columns[column].width = Inches(room * share)
        if marked:
            table.columns[columns - 1].width = Inches(0.5)
        for row in table.rows:
            row.height = Inches(step)
        for column, words in enumerate(block.header):
            self._cell(table.cell(0, column), words, "muted", SMALL_PT, right=column in block.numbers)
        if marked:
            self._cell(table.cell(0, columns - 1), "", "muted", SMALL_PT)
        for number, row in enumerate(block.rows, 1):
            for column, words in enumerate(row):
                right = column in block.numbers
                self._cell(table.cell(number, column), words, "text", BODY_PT if step > 0.35 else SMALL_PT, right=right)
            if marked:
                sign, ink = _MARKS.get(block.marks[number - 1], ("", "text"))
                self._cell(table.cell(number, columns - 1), sign, ink, BODY_PT, right=True, bold=True)
        self._share_bars(block, left, top, room, step, widths)
        used = step * (len(block.rows) + 1)
        if block.note:
            self._text(block.note, left, top + used + 0.1, wide, 0.3, SMALL_PT, ink="muted")
            used += 0.4
        return used

    def _cards(self, block: Cards, left: float, top: float, wide: float, high: float) -> float:
        gap, pad = 0.25, 0.25
        each = (wide - gap * (len(block.cards) - 1)) / max(len(block.cards), 1)
        rows = max((len(card.rows) for card in block.cards), default=0)
        tall = min(1.35 + 0.75 * rows, high - 0.4)
        for place, card in enumerate(block.cards):
            x = left + place * (each + gap)
            box = self._box(x, top, each, tall, fill=self._code("surface"), name=card.title)
            box.line.color.rgb = _rgb(self._code("accent" if card.proposed else "border"))
            inside = each - 2 * pad
            if card.proposed:
                # Drawn as shown: the frame alone would be a sign by colour.
                self._box(x + each - 1.25, top - 0.14, 1.05, 0.28, fill=self._code("accent"), name="Proposed")
                words = self._text("Proposed", x + each - 1.2, top - 0.11, 0.95, 0.22, FOOTER_PT, bold=True)
                words.text_frame.paragraphs[0].runs[0].font.color.rgb = _rgb("FFFFFF")
            self._text(card.title, x + pad, top + 0.2, inside, 0.55, BODY_PT + 2, bold=True)
            self._text(card.below, x + pad, top + 0.78, inside, 0.28, SMALL_PT, ink="muted")
            for number, (words, amount) in enumerate(card.rows):
                y = top + 1.2 + number * 0.75
                self._box(x + pad, y, inside, 0.012, fill=self._code("border"), name="Rule")
                self._text(words, x + pad, y + 0.08, inside, 0.26, SMALL_PT, ink="muted")
                self._text(amount, x + pad, y + 0.32, inside, 0.36, BODY_PT + 2, bold=True, right=True)
        self._text(block.note, left, top + tall + 0.12, wide, 0.28, SMALL_PT, ink="muted")
        return tall + 0.4

    def _share_bars(
        self, block: Table, left: float, top: float, room: float, step: float, widths: Sequence[float]
    ) -> None:
        """Draw a bar beside each percentage of a column that holds nothing else, where its cells leave room."""
        start = left
        for column, share in enumerate(widths):
            wide, start = room * share, start + room * share
            found = [_PERCENT.fullmatch(row[column]) for row in block.rows]
            bar = wide - 0.85
            # A cell that wraps makes its row higher than the others, and bars would not stand beside their words.
            wraps = any(
                len(text) * BODY_PT * 0.55 / 72 > room * widths[place] - 0.1
                for row in block.rows
                for place, text in enumerate(row)
            )
            if column not in block.numbers or wraps or bar < 0.8 or not found or None in found:
                continue
            for number, match in enumerate(found, 1):
                y = top + (number + 0.5) * step - 0.06
                kept = min(float(match[1]) / 100, 1.0) if match is not None else 0.0
                self._box(start - wide + 0.1, y, bar, 0.12, fill=self._code("surface_2"), name="Whole")
                if kept:
                    self._box(start - wide + 0.1, y, bar * kept, 0.12, fill=self._code("ok"), name="Kept")

    def _cell(self, cell: Any, text: str, ink: str, size: float, *, right: bool = False, bold: bool = False) -> None:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Inches

        cell.fill.background()
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._write(cell.text_frame, text, size, self._code(ink), bold=bold, right=right)
        cell.margin_left = cell.margin_right = Inches(0.05)
        cell.margin_top = cell.margin_bottom = Inches(0.03)

    def _shares(self, block: Shares, left: float, top: float, wide: float, high: float) -> float:
        x = left
        for one in block.shares:
            part = wide * one.share
            box = self._box(x, top, part, 0.36, fill=_SURE_INK[one.sure], name=one.label)
            box.line.color.rgb = _rgb("FFFFFF")
            x += part
        step = wide / max(len(block.shares), 1)
        for place, one in enumerate(block.shares):
            label = f"{one.label} {one.share:.0%}"
            self._text(label, left + place * step, top + 0.42, step, 0.28, SMALL_PT, bold=True)
            self._text(one.below, left + place * step, top + 0.68, step, 0.28, SMALL_PT, ink="muted")
        return 1.0

    def _lines(self, block: Lines, left: float, top: float, wide: float, high: float) -> float:
        rows = tuple(block.lines) or (("Nothing", ""),)
        return self._table(
            Table(header=(block.title, ""), rows=rows, numbers=(1,), widths=(0.66, 0.34)), left, top, wide, high
        )


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour)


def _safe(text: str) -> str:
    """Return TEXT without characters that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and not _UNWRITABLE.match(sign)))
