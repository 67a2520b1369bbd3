"""A deck as PPTX: native text, tables, charts and shapes, with connectors that stay attached to what they join."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.gantt import gantt_items
from designer.drawing.theme_tokens import theme_named
from designer.drawing.view_request import ViewRequest
from designer.export.deck.chart_parts import (
    YEAR,
    add_whiskers,
    apart,
    areas_under,
    label_pt,
    month_words,
    place_plot,
    round_top,
)
from designer.export.deck.chart_units import scaled
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.words import bound_words
from designer.export.deck.pptx_drawing import DrawingPart, parts_of_drawing, write_part
from designer.export.deck.pptx_items import UNITS, write_items
from designer.export.deck.pptx_quantities import write_quantities
from designer.export.deck.pptx_sheet import (
    BODY_PT,
    FOOTER_PT,
    LEAST_PT,
    NUMBER_PT,
    SMALL_PT,
    SUBTITLE_PT,
    TITLE_PT,
    PptxSheet,
    lines_of,
    mixed,
    rgb,
    safe,
)
from designer.export.deck.pptx_tables import write_table
from designer.export.deck.records import (
    Block,
    Cards,
    Curve,
    Curves,
    Deck,
    DeckSlide,
    Diagram,
    Difference,
    Figures,
    Gantt,
    Lines,
    Picture,
    Quantities,
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
_GANTT_PX: Final = 22.0
_GAP: Final = 0.3
_SPLIT: Final = 0.63
"""Share of the width that the left takes where something stands at the right."""
_UNITS: Final = 144.0
"""Units of a slide, 1920 across, for an inch."""
_PICTURE_PX: Final = 144
"""Pixels of a picture for an inch."""
_MOST_GOING_ON: Final = 16
"""Slides on which one of the deck goes on at most."""
_MOST_CONNECTED: Final = 3_000
"""Beyond so many wires a drawing is a picture; programs for slides choke on more shapes."""
_LINE_LAYERS: Final[tuple[Layer, ...]] = ("serving_apps", "training", "data_storage")
"""Layers whose inks the further lines of a chart wear."""
_PLOT_TOP, _PLOT_WIDE, _PLOT_HIGH = 0.14, 0.55, 0.72
"""Shares of the room of a chart of lines that its plot takes."""
_AXIS_SHARE: Final = 0.08
"""The same of what the amounts beside a chart of bars take."""
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


class _Writer(PptxSheet):
    """Puts slides into one presentation."""

    def __init__(
        self, deck: Deck, design: Design, results: Results, findings: Sequence[Finding], presentation: "Presentation"
    ) -> None:
        from pptx.util import Inches

        from designer.paint.text_widths import text_widths

        super().__init__()
        self.presentation = presentation
        self._deck, self._design, self._results, self._findings = deck, design, results, findings
        presentation.slide_width, presentation.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
        self._drawings: dict[tuple[object, ...], Drawing] = {}
        self._views = SlideDrawings(design, results, findings, text_widths())
        # Each writes what found no room on a slide that is begun for it, from a height in inches down.
        self._rest: list[Callable[[float], None]] = []
        self._writers: Mapping[type, Callable[[Any, float, float, float, float], float]] = {
            Figures: self._figures,
            Quantities: self._quantities,
            Picture: self._picture,
            Diagram: self._diagram,
            Difference: self._difference,
            Gantt: self._gantt,
            Waterfall: self._waterfall,
            Curves: self._curves,
            Table: self._table,
            Shares: self._shares,
            Lines: self._lines,
            Cards: self._cards,
            Words: self._words,
        }

    def add(self, number: int) -> None:
        """Add slide NUMBER of the deck, and those on which the rest of its table or drawing goes on."""
        one = self._deck.slides[number]
        self._rest.clear()
        top = self._add_empty(one, one.title.text, number)
        # Large numbers need a narrow column; charts and tables beside each other share the width.
        narrow = all(isinstance(block, (Figures, Quantities, Words)) for block in one.right)
        hall = bool(one.left) and isinstance(one.left[0], Picture | Difference) and bool(one.right)
        share = (_SPLIT if narrow or hall else 0.5) if one.right else 1.0
        wide = (_RIGHT - _LEFT) * share - (_GAP if one.right else 0.0)
        self._column(one.left, _LEFT, top, wide)
        if one.right:
            left = _LEFT + wide + 2 * _GAP
            self._column(one.right, left, top, _RIGHT - left)
        notes = "\n".join(text for text in (one.notes, bound_words(one)) if text)
        self.slide.notes_slide.notes_text_frame.text = safe(notes)
        page = 1
        while self._rest and page < _MOST_GOING_ON:
            page += 1
            go_on = self._rest.pop(0)
            go_on(self._add_empty(replace(one, subtitle=None), f"{one.title.text} ({page})", number))

    def _add_empty(self, one: DeckSlide, title: str, number: int) -> float:
        """Add a slide with the frame of ONE and another TITLE; return where its content begins, in inches."""
        layouts = self.presentation.slide_layouts
        # The emptiest layout of the template with a title, which outlines and readers ask for; else the emptiest of
        # all: what it has of its own would lie under ours.
        titled = [layout for layout in layouts if any(one.placeholder_format.idx == 0 for one in layout.placeholders)]
        layout = min(titled or layouts, key=lambda layout: len(layout.placeholders))
        self.slide = self.presentation.slides.add_slide(layout)
        for empty in [one for one in self.slide.placeholders if one.placeholder_format.idx != 0]:
            empty.element.getparent().remove(empty.element)
        self._frame(one, title, number)
        return _TOP + (0.35 if self._deck.draft else 0.0)

    def _frame(self, one: DeckSlide, title: str, number: int) -> None:
        """Title, subtitle, draft band and footer."""
        # One line; a long one is set a step smaller before it breaks.
        size = TITLE_PT if len(title) <= 56 else TITLE_PT - 4 if len(title) <= 80 else TITLE_PT - 8
        self._title(title, size)
        if one.title.check:
            self.text("check", _RIGHT - 1.0, 0.15, 1.0, 0.3, SMALL_PT, ink="warn", right=True, name="Check")
        if one.subtitle is not None:
            self.text(one.subtitle.text, _LEFT, 1.08, _RIGHT - _LEFT, 0.4, SUBTITLE_PT, ink="muted", name="Subtitle")
        if self._deck.draft:
            band = self.box(0, 1.5, WIDTH_IN, 0.34, fill=self.code("warn"), name="Draft band")
            self.write(band.text_frame, self._deck.draft, SMALL_PT, "FFFFFF", bold=True)
        foot = f"{self._deck.title} · {self._deck.date}"
        self.text(foot, _LEFT, 6.98, 8.0, 0.3, FOOTER_PT, ink="muted", name="Footer")
        page = f"{number + 1} of {len(self._deck.slides)}"
        self.text(page, _RIGHT - 2.0, 6.98, 2.0, 0.3, FOOTER_PT, ink="muted", right=True, name="Page")

    def _title(self, text: str, size: float) -> None:
        """Write the title: in the placeholder of the layout where it has one, else in a box of its own."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
        from pptx.util import Inches

        place = (_LEFT, 0.45, _RIGHT - _LEFT, 0.65)
        held = self.slide.shapes.title
        if held is None:
            self.text(text, *place, size, bold=True, name="Title")
            return
        held.left, held.top, held.width, held.height = (Inches(value) for value in place)
        held.name = "Title"
        held.text_frame.auto_size, held.text_frame.vertical_anchor = MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        self.write(held.text_frame, text, size, self.code("text"), bold=True)

    def _column(self, blocks: Sequence[Block], left: float, top: float, wide: float) -> None:
        """Set BLOCKS below each other; a picture or a chart takes what is left."""
        for place, block in enumerate(blocks):
            after = sum(_least(one) for one in blocks[place + 1 :]) if place == 0 else 0.0
            high = max(_BOTTOM - top - after, 0.5)
            top += self._writers[type(block)](block, left, top, wide, high) + _GAP

    # Blocks; each answers how high it is.

    def _figures(self, block: Figures, left: float, top: float, wide: float, high: float) -> float:
        step = min(1.45, high / max(len(block.figures), 1))
        for place, one in enumerate(block.figures):
            y = top + place * step
            self.text(one.caption, left, y, wide, 0.28, SMALL_PT, ink="muted")
            size = NUMBER_PT if len(one.number) < 10 else NUMBER_PT - 10
            box = self.text(one.number, left, y + 0.27, wide, 0.6, size, bold=True)
            if one.unit:
                self.run(box, f" {one.unit}", BODY_PT, "muted")
            if one.below:
                self.text(one.below, left, y + 0.92, wide, 0.3, SMALL_PT, ink="muted")
        return step * len(block.figures)

    def _words(self, block: Words, left: float, top: float, wide: float, high: float) -> float:
        lead = f"{block.lead} " if block.lead else ""
        # Lines by the usual width of a letter, half of its size.
        lines = -(-len(lead + block.text) * BODY_PT * 0.5 // (wide * 72))
        tall = max(lines, 1) * BODY_PT * 1.25 / 72
        box = self.text(lead, left, top, wide, tall, BODY_PT, bold=True)
        self.run(box, block.text, BODY_PT, "text")
        return tall

    def _picture(self, block: Picture, left: float, top: float, wide: float, high: float) -> float:
        from pptx.util import Inches

        from designer.paint.slides.picture import placed_picture

        if not self._design.nodes:
            # There is nothing to see, and an empty box says nothing either.
            return 0.0
        room = Rect(0.0, 0.0, wide * _UNITS, high * _UNITS)
        body = placed_picture(self._views.item("", block.view, room, block.alt, block.overlay), _PICTURE_PX / _UNITS)
        made = self.slide.shapes.add_picture(BytesIO(body), Inches(left), Inches(top), Inches(wide), Inches(high))
        made.element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", safe(block.alt))
        return high

    def _difference(self, block: Difference, left: float, top: float, wide: float, high: float) -> float:
        """Both designs as a picture with its marks: outline, pattern, sign and words are told apart without colour."""
        from pptx.util import Inches

        from designer.paint.slides.picture import difference_picture

        pixels = round(wide * _PICTURE_PX), round(high * _PICTURE_PX)
        body = difference_picture(block.before, block.after, *pixels)
        made = self.slide.shapes.add_picture(BytesIO(body), Inches(left), Inches(top), Inches(wide), Inches(high))
        made.element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", safe(block.alt))
        return high

    def _drawing(self, view: View) -> Drawing:
        """Return the whole drawing of VIEW, whose shapes go on over slides."""
        key = (view.shows, view.detail, view.focus, view.quarter)
        if key not in self._drawings:
            from designer.paint.text_widths import text_widths

            request = ViewRequest(self._design, view, text_widths(), self._results, self._findings)
            self._drawings[key] = VIEWS_BY_ID[view.shows].draw(request)
        return self._drawings[key]

    def _diagram(self, block: Diagram, left: float, top: float, wide: float, high: float) -> float:
        """The drawing as shapes, in as many parts as its names need: the first here, each other on its own slide."""
        drawing = self._drawing(block.view)
        if not drawing.tiles or len(drawing.wires) > _MOST_CONNECTED or len(drawing.tiles) > _MOST_CONNECTED:
            return self._picture(Picture(view=block.view, alt=block.alt), left, top, wide, high)
        first, *others = parts_of_drawing(drawing, wide, high)
        write_part(self, drawing, first, left, top, wide, high)
        self._rest += [partial(self._part, drawing, part) for part in others]
        return high

    def _part(self, drawing: Drawing, part: DrawingPart, top: float) -> None:
        write_part(self, drawing, part, _LEFT, top, _RIGHT - _LEFT, _BOTTOM - top)

    def _quantities(self, block: Quantities, left: float, top: float, wide: float, high: float) -> float:
        return write_quantities(self, block, left, top, wide, high)

    def _gantt(self, block: Gantt, left: float, top: float, wide: float, high: float) -> float:
        write_items(self, gantt_items(block.phases, Rect(0.0, 0.0, wide * UNITS, high * UNITS), _GANTT_PX), left, top)
        return high

    def _table(self, block: Table, left: float, top: float, wide: float, high: float) -> float:
        used, rest = write_table(self, block, left, top, wide, high)
        if rest is not None:
            self._rest.append(partial(self._table_on, rest))
        return used

    def _table_on(self, block: Table, top: float) -> None:
        self._table(block, _LEFT, top, _RIGHT - _LEFT, _BOTTOM - top)

    def _waterfall(self, block: Waterfall, left: float, top: float, wide: float, high: float) -> float:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE
        from pptx.util import Pt

        unit, factor = scaled(block.total.figure, block.unit)
        bars = (*block.bars, block.total)
        data = CategoryChartData()
        # Amounts stand below the bars: a whisker leaves no room for them above.
        data.categories = [
            safe("\n".join(filter(None, (bar.label, bar.note, number_text((bar.figure.value or 0.0) / factor)))))
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
        size = label_pt([bar.label for bar in bars], wide * 72 * (1.0 - _AXIS_SHARE) / len(bars), SMALL_PT, LEAST_PT)
        chart.category_axis.tick_labels.font.size = Pt(size)
        place_plot(chart, _AXIS_SHARE, _PLOT_TOP, 1.0 - _AXIS_SHARE, _PLOT_HIGH)
        plot = chart.plots[0]
        plot.gap_width = 40
        plot.series[0].format.fill.background()
        self._fill(plot.series[1], self.code("accent"))
        self._fill(plot.series[1].points[len(bars) - 1], self.code("text"))
        ends = [shown_ends(bar.figure) for bar in bars]
        ranges = [
            (max(height - low / factor, 0.0), max(most / factor - height, 0.0))
            for (low, most), height in zip(ends, heights, strict=True)
        ]
        add_whiskers(plot.series[1], ranges, self.code("muted"))
        most = max(start + height + over for start, height, (_, over) in zip(below, heights, ranges, strict=True))
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, round_top(most)
        return high

    def _curves(self, block: Curves, left: float, top: float, wide: float, high: float) -> float:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        largest = max((max(curve.high or curve.values) for curve in block.curves if curve.values), default=1.0)
        unit, factor = scaled(Figure(value=largest, unit=block.unit, low=largest, high=largest), "")
        # Whole years: people who edit the chart find five rows and not fifty.
        months = range(0, max((len(curve.values) for curve in block.curves), default=1), YEAR)
        data = CategoryChartData()
        data.categories = [month_words(month) for month in months]
        for curve in block.curves:
            data.add_series(safe(curve.label), [curve.values[month] / factor for month in months])
        banded = [(place, curve) for place, curve in enumerate(block.curves) if curve.low and curve.high]
        for _, curve in banded:
            lows = [curve.low[month] / factor for month in months]
            data.add_series(safe(f"{curve.label}, low end"), lows)
            highs = [curve.high[month] / factor for month in months]
            # The band of the first is an area on its low end; of the others the ends are thin lines.
            own = curve is block.curves[0]
            above = [b - a for a, b in zip(lows, highs, strict=True)] if own else highs
            data.add_series(safe(f"{curve.label}, {'up to the high end' if own else 'high end'}"), above)
        told = " · band: all ranges at their ends" if banded else ""
        chart = self._chart(data, XL_CHART_TYPE.LINE, left, top, wide, high, f"{block.title}, {unit}{told}")
        most = round_top(largest / factor)
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0.0, most
        lines = len(block.curves)
        for place, series in enumerate(chart.plots[0].series):
            series.smooth = False
            self._stroke(series, place if place < lines else banded[(place - lines) // 2][0], thin=place >= lines)
        if banded and banded[0][0] == 0:
            areas_under(chart, lines, mixed(self._line_ink(0), 0.16))
        # Names stand at the ends of their lines, so that the plot leaves a third of the width to them.
        place_plot(chart, 0.1, _PLOT_TOP, _PLOT_WIDE, _PLOT_HIGH)
        lasts = [curve.values[months[-1]] / factor for curve in block.curves]
        ends = [top + high * (_PLOT_TOP + _PLOT_HIGH * (1 - last / most)) - SMALL_PT / 72 for last in lasts]
        x = left + wide * (0.1 + _PLOT_WIDE) + 0.08
        room = left + wide - x
        words = [
            f"{number_text(last)} {curve.label}{f' ({_ends_words(curve, factor)})' if curve.low else ''}"
            for last, curve in zip(lasts, block.curves, strict=True)
        ]
        # One whose name takes three lines needs more room than one of one line.
        heights = [(lines_of(one, room, SMALL_PT) * 1.2 + 0.2) * SMALL_PT / 72 for one in words]
        # Beside the axis, not below it, where the last year stands.
        for place, y in apart(ends, heights, top + high * (_PLOT_TOP + _PLOT_HIGH)):
            name = f"End of {block.curves[place].label}"
            box = self.text(words[place], x, y, room, heights[place], SMALL_PT, bold=not place, name=name)
            box.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(self._line_ink(place))
        return high

    def _stroke(self, series: Any, place: int, *, thin: bool = False) -> None:
        """Draw the line of one way: the first one is thick and whole, the others differ in colour and dash."""
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Pt

        dashes = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH)
        series.format.line.color.rgb = rgb(self._line_ink(place))
        series.format.line.width = Pt(0.75 if thin else 2.0 if place else 3.0)
        series.format.line.dash_style = dashes[place % len(dashes)]

    def _line_ink(self, place: int) -> str:
        inks = (self.code("accent"), *(self.theme.layer(one).lstrip("#") for one in _LINE_LAYERS))
        return inks[place % len(inks)]

    def _chart(self, data: Any, kind: Any, left: float, top: float, wide: float, high: float, title: str) -> Any:
        from pptx.util import Inches, Pt

        frame = self.slide.shapes.add_chart(kind, Inches(left), Inches(top), Inches(wide), Inches(high), data)
        frame.name = safe(title)
        chart = frame.chart
        chart.has_legend = False
        chart.has_title = True
        chart.chart_title.text_frame.text = safe(title)
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(BODY_PT)
        chart.font.size = Pt(SMALL_PT)
        chart.font.color.rgb = rgb(self.code("muted"))
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(self.code("text"))
        lines = chart.value_axis
        lines.major_gridlines.format.line.color.rgb = rgb(self.code("border"))
        lines.format.line.fill.background()
        return chart

    def _fill(self, series: Any, colour: str) -> None:
        from pptx.dml.color import RGBColor

        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)

    def _cards(self, block: Cards, left: float, top: float, wide: float, high: float) -> float:
        gap, pad = 0.25, 0.25
        each = (wide - gap * (len(block.cards) - 1)) / max(len(block.cards), 1)
        rows = max((len(card.rows) for card in block.cards), default=0)
        tall = min(1.35 + 0.75 * rows, high - 0.4)
        for place, card in enumerate(block.cards):
            x = left + place * (each + gap)
            box = self.box(x, top, each, tall, fill=self.code("surface"), name=card.title)
            box.line.color.rgb = rgb(self.code("accent" if card.proposed else "border"))
            inside = each - 2 * pad
            if card.proposed:
                # Drawn as shown: the frame alone would be a sign by colour.
                self.box(x + each - 1.25, top - 0.14, 1.05, 0.28, fill=self.code("accent"), name="Proposed")
                words = self.text("Proposed", x + each - 1.2, top - 0.11, 0.95, 0.22, FOOTER_PT, bold=True)
                words.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb("FFFFFF")
            self.text(card.title, x + pad, top + 0.2, inside, 0.55, BODY_PT + 2, bold=True)
            self.text(card.below, x + pad, top + 0.78, inside, 0.28, SMALL_PT, ink="muted")
            for number, (words, amount) in enumerate(card.rows):
                y = top + 1.2 + number * 0.75
                self.box(x + pad, y, inside, 0.012, fill=self.code("border"), name="Rule")
                self.text(words, x + pad, y + 0.08, inside, 0.26, SMALL_PT, ink="muted")
                self.text(amount, x + pad, y + 0.32, inside, 0.36, BODY_PT + 2, bold=True, right=True)
        self.text(block.note, left, top + tall + 0.12, wide, 0.28, SMALL_PT, ink="muted")
        return tall + 0.4

    def _shares(self, block: Shares, left: float, top: float, wide: float, high: float) -> float:
        x = left
        for one in block.shares:
            part = wide * one.share
            box = self.box(x, top, part, 0.36, fill=_SURE_INK[one.sure], name=one.label)
            box.line.color.rgb = rgb("FFFFFF")
            x += part
        step = wide / max(len(block.shares), 1)
        for place, one in enumerate(block.shares):
            label = f"{one.label} {one.share:.0%}"
            self.text(label, left + place * step, top + 0.42, step, 0.28, SMALL_PT, bold=True)
            self.text(one.below, left + place * step, top + 0.68, step, 0.28, SMALL_PT, ink="muted")
        return 1.0

    def _lines(self, block: Lines, left: float, top: float, wide: float, high: float) -> float:
        rows = tuple(block.lines) or (("Nothing", ""),)
        return self._table(
            Table(header=(block.title, ""), rows=rows, numbers=(1,), widths=(0.66, 0.34)), left, top, wide, high
        )


def _ends_words(curve: Curve, factor: float) -> str:
    return f"{number_text(curve.low[-1] / factor)}–{number_text(curve.high[-1] / factor)}"


def _least(block: Block) -> float:
    """Return the inches that BLOCK needs below another one."""
    return 0.9 if isinstance(block, (Words, Shares)) else 0.0
