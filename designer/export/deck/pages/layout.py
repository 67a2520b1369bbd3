"""A slide of a deck laid out on its page: frame, two columns, and the blocks in them."""

from collections.abc import Sequence
from typing import Final

from designer.drawing.records import Rect
from designer.drawing.slides.gantt import gantt_items
from designer.drawing.slides.page import HEIGHT, WIDTH, SlidePage
from designer.export.deck.pages.blocks import (
    lines_height,
    set_cards,
    set_figures,
    set_lines,
    set_shares,
    set_words,
    shares_height,
    words_height,
)
from designer.export.deck.pages.charts import set_curves, set_waterfall
from designer.export.deck.pages.differences import set_difference
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.quantities import set_quantities
from designer.export.deck.pages.sheet import (
    BODY,
    BOTTOM,
    LEAST,
    LEFT,
    LINE,
    NOTE,
    RIGHT,
    SUBTITLE,
    TITLE,
    TOP,
    Sheet,
)
from designer.export.deck.pages.tables import set_table
from designer.export.deck.pages.ways import set_ways
from designer.export.deck.pages.words import slide_words
from designer.export.deck.records import (
    Block,
    Cards,
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

_GAP: Final = 56.0
"""Between the columns."""
_BETWEEN: Final = 28.0
"""Between blocks of a column."""
_NARROW: Final = 544.0
"""The right column where it holds numbers and sentences alone."""
_TABLE_SHARE, _CHART_SHARE, _FIGURES_SHARE = 0.38, 0.45, 0.43
"""Of the width, of what stands beside a hall, a waterfall and the picture of two designs."""
_TITLE_STEPS: Final = (TITLE, 48.0, 42.0, 36.0, 30.0, 24.0, LEAST)
_TITLE_HIGH: Final = 112.0
_SUBTITLE_STEPS: Final = (SUBTITLE, 26.0, 24.0, NOTE, LEAST)
_BAND: Final = 56.0
_CHECK: Final = 140.0
_DOT_STEP: Final = 24.0
"""From one dot of the pages to the next."""
_MOST_DOTS: Final = 16


def slide_pages(deck: Deck, drawings: SlideDrawings) -> tuple[SlidePage, ...]:
    """Return all slides of DECK laid out."""
    return tuple(slide_page(deck, number, drawings) for number in range(len(deck.slides)))


def slide_page(deck: Deck, number: int, drawings: SlideDrawings) -> SlidePage:
    """Return slide NUMBER (from 0) of DECK laid out on 1920 × 1080 units.

    Nothing is cut: what is too long wraps, then shrinks by steps down to 20 units; rows that still find no room are
    counted in a line.
    """
    slide = deck.slides[number]
    sheet = Sheet(drawings.widths)
    down = _set_frame(sheet, deck, slide, number)
    left, right = list(slide.left), list(slide.right)
    top = TOP + down
    if right and left and isinstance(left[0], Shares):
        # A bar of shares is read across the whole slide, with the columns below it.
        shares = left.pop(0)
        assert isinstance(shares, Shares)
        top += set_shares(sheet, "shares", shares, Rect(LEFT, top, RIGHT - LEFT, BOTTOM - top)) + _BETWEEN + 8.0
    _Columns(sheet, drawings, slide.id).set(left, right, top)
    return SlidePage(slide.id, slide.title.text, slide_words(deck, slide), slide.notes, tuple(sheet.items))


def _set_frame(sheet: Sheet, deck: Deck, slide: DeckSlide, number: int) -> float:
    """Set title, subtitle, draft band and footer; return how far the content moves down for them."""
    sheet.box("ground", (0.0, 0.0, WIDTH, HEIGHT), "surface")
    down = used = 0.0
    # What is supposed is told first: it is why the figures below are others.
    for name, words in (("supposed", deck.supposed), ("draft", deck.draft)):
        if words:
            used += _set_band(sheet, name, words, used)
            down += 24.0
    room = RIGHT - LEFT - (_CHECK + 24.0 if slide.title.check else 0.0)
    px, lines = sheet.fitted(slide.title.text, room, _TITLE_HIGH, _TITLE_STEPS, strong=True)
    # One line has its middle at 112; more of them stand around it.
    high = len(lines) * px * 1.15
    middle = 112.0 + down - (len(lines) - 1) * 8.0
    for place, line in enumerate(lines):
        y = middle - high / 2 + (place + 0.5) * px * 1.15
        sheet.text(f"title/{place}", line, LEFT, y, px, strong=True)
    if slide.title.check:
        box = Rect(RIGHT - _CHECK, 112.0 + down - 24.0, _CHECK, 48.0)
        sheet.sign("check", "check", box.centre[0], box.centre[1], _CHECK)
    if slide.subtitle is not None:
        px, lines = sheet.fitted(slide.subtitle.text, RIGHT - LEFT, 2.2 * LEAST * LINE, _SUBTITLE_STEPS)
        sheet.block("subtitle", lines, LEFT, 180.0 + down - px * LINE / 2, px, ink="muted")
        down += max(len(lines) - 1, 0) * px * LINE * 0.6
    _set_foot(sheet, deck, number)
    return down


def _set_band(sheet: Sheet, name: str, words: str, top: float) -> float:
    """Set what is supposed, or what is wrong first, on a band along the upper edge; return how high it is."""
    px, lines = sheet.fitted(words, RIGHT - LEFT - 48.0, 2 * LEAST * LINE, (NOTE, LEAST), strong=True)
    high = max(_BAND if not top else 40.0, len(lines) * px * LINE + 12.0)
    ink = "warn" if name == "draft" else "accent"
    sheet.box(name, (0.0, top, WIDTH, high), ink, alpha=0.14)
    sheet.box(f"{name}/edge", (0.0, top + high - 4.0, WIDTH, 4.0), ink)
    sheet.sign(f"{name}/sign", "short" if name == "draft" else "ask", LEFT + 16.0, top + high / 2, 30.0)
    sheet.block(f"{name}/words", lines, LEFT + 48.0, top + (high - len(lines) * px * LINE) / 2 - 2.0, px, strong=True)
    return high


def _set_foot(sheet: Sheet, deck: Deck, number: int) -> None:
    count = len(deck.slides)
    foot = f"{deck.title} · {deck.date}"
    dots = count <= _MOST_DOTS and sheet.width(foot, LEAST) < 680.0
    lines = sheet.lines(foot, LEAST, 680.0 if dots else 1500.0)
    sheet.block("foot", lines, LEFT, 1024.0 - len(lines) * LEAST * LINE / 2, LEAST, ink="muted")
    sheet.text("page", f"{number + 1} of {count}", RIGHT, 1024.0, LEAST, ink="muted", align="right")
    if not dots:
        return
    start = WIDTH / 2 - (count - 1) * _DOT_STEP / 2
    for page in range(count):
        ink = "accent" if page == number else "border"
        sheet.box(f"dot/{page}", (start + page * _DOT_STEP - 6.0, 1018.0, 12.0, 12.0), ink, radius=6.0)


class _Columns:
    """Sets the blocks of a slide into its columns."""

    def __init__(self, sheet: Sheet, drawings: SlideDrawings, about: str) -> None:
        """ABOUT is the id of the slide: the ways to get the same are set as cards."""
        self._sheet, self._drawings, self._about = sheet, drawings, about
        self._panel = 0.0

    def set(self, left: Sequence[Block], right: Sequence[Block], top: float) -> None:
        """Set LEFT and RIGHT from TOP down; without the right one the left has the whole width."""
        whole = RIGHT - LEFT
        if not right:
            self._column("left", left, Rect(LEFT, top, whole, BOTTOM - top), cards=True)
            return
        if not left:
            self._column("right", right, Rect(LEFT, top, whole, BOTTOM - top), cards=True)
            return
        numbers = all(isinstance(block, Figures | Quantities | Words) for block in right)
        second = _NARROW if numbers else (whole - _GAP) / 2
        if isinstance(left[0], Picture | Difference) and isinstance(right[0], Table):
            # The hall is what people look at; the table beside it is read.
            second = whole * (_TABLE_SHARE if isinstance(left[0], Picture) else _FIGURES_SHARE)
        if any(isinstance(block, Waterfall) for block in left):
            # Each bar has its name below it; lines over months need more room beside it than a table does.
            charts = any(isinstance(block, Curves) for block in right)
            second = min(second, (whole - _GAP) * (_CHART_SHARE if charts else _TABLE_SHARE))
        gap = _GAP
        if all(isinstance(block, Lines) for block in (*left, *right)):
            gap = 32.0
            second = (whole - gap) / 2
        first = whole - second - gap
        # Panels beside each other are of one height.
        self._panel = max(
            (
                lines_height(self._sheet, block, width, BOTTOM - top)
                for blocks, width in ((left, first), (right, second))
                for block in blocks
                if isinstance(block, Lines)
            ),
            default=0.0,
        )
        self._column("left", left, Rect(LEFT, top, first, BOTTOM - top))
        self._column("right", right, Rect(LEFT + first + gap, top, second, BOTTOM - top))

    def _column(self, side: str, blocks: Sequence[Block], room: Rect, *, cards: bool = False) -> None:
        y = room.y
        for place, block in enumerate(blocks):
            after = sum(self._least(one, room.width) + _BETWEEN for one in blocks[place + 1 :])
            inside = Rect(room.x, y, room.width, max(room.bottom - y - after, 60.0))
            y += self._block(f"{side}/{place}", block, inside, cards=cards) + _BETWEEN

    def _least(self, block: Block, width: float) -> float:
        """Return the height that BLOCK needs, whatever stands above it."""
        if isinstance(block, Words):
            return words_height(self._sheet, block, width)
        if isinstance(block, Shares):
            return shares_height(self._sheet, block, width)
        return 200.0

    def _block(self, key: str, block: Block, room: Rect, *, cards: bool) -> float:
        sheet = self._sheet
        if isinstance(block, Figures):
            return set_cards(sheet, key, block, room) if cards else set_figures(sheet, key, block, room)
        if isinstance(block, Quantities):
            return set_quantities(sheet, key, block, room)
        if isinstance(block, Picture | Diagram):
            return self._drawing(key, block, room)
        if isinstance(block, Difference):
            return set_difference(sheet, key, block, room, self._drawings.widths)
        if isinstance(block, Gantt):
            sheet.items.extend(gantt_items(block.phases, room, LEAST, key))
            return room.height
        if isinstance(block, Waterfall):
            return set_waterfall(sheet, key, block, room)
        if isinstance(block, Curves):
            return set_curves(sheet, key, block, room)
        if isinstance(block, Table):
            return set_table(sheet, key, block, room)
        if isinstance(block, Shares):
            return set_shares(sheet, key, block, room)
        if isinstance(block, Cards):
            return set_ways(sheet, key, block, room)
        if isinstance(block, Lines):
            high = max(self._panel, lines_height(sheet, block, room.width, room.height))
            return set_lines(sheet, key, block, room, min(high, room.height))
        return set_words(sheet, key, block, room)

    def _drawing(self, key: str, block: Picture | Diagram, room: Rect) -> float:
        sheet = self._sheet
        sheet.box(f"{key}/panel", room, "canvas", radius=20.0)
        if self._drawings.empty:
            sheet.text(f"{key}/nothing", "Nothing is drawn yet.", *room.centre, BODY, ink="muted", align="middle")
            return room.height
        overlay = block.overlay if isinstance(block, Picture) else ""
        sheet.items.append(self._drawings.item(key, block.view, room, block.alt, overlay))
        return room.height
