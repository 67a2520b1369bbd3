"""Content of a report, ready to be set on paper or as a page of HTML: texts, tables, bars and drawings."""

from typing import Final, Literal, NamedTuple, Protocol

from designer.drawing.drawing import Drawing
from designer.drawing.slides.page import PageItem
from designer.drawing.theme_tokens import ThemeName
from designer.model.records import Record

Sure = Literal["sourced", "unverified", "estimated"]
SURE_INK: Final[dict[Sure, str]] = {"sourced": "#0E5A3A", "unverified": "#5B97C9", "estimated": "#E0B45C"}
"""Colours of the bar of how firm a price is; estimated is hatched besides."""


class Said(Protocol):
    """A sentence, as a claim of the export floor is one."""

    @property
    def text(self) -> str:
        """The sentence."""
        ...

    @property
    def check(self) -> bool:
        """Return whether a person has to look at it."""
        ...


class ReportFigure(Record, frozen=True, kw_only=True):
    """One large number: "To buy", "8.9–11.8", "M$", "servers 78%, network 13%"."""

    label: str
    number: str
    unit: str = ""
    note: str = ""


class ReportFact(Record, frozen=True, kw_only=True):
    """One row of the facts: what, how much, in which unit."""

    label: str
    number: str
    unit: str = ""


class ReportBar(Record, frozen=True, kw_only=True):
    """One row of a chart of bars with whiskers, in one unit for all of them.

    Attributes:
        label: What it is.
        number: Its amount in words.
        low: End of its range.
        value: Length of the bar.
        high: Other end of its range.
    """

    label: str
    number: str
    low: float
    value: float
    high: float


class ReportShare(Record, frozen=True, kw_only=True):
    """One piece of the bar of how firm the price is; `share` is 0 to 1."""

    label: str
    share: float
    sure: Sure


class Prose(Record, frozen=True, kw_only=True):
    """Sentences in one paragraph; a strong one is set bold."""

    said: tuple[Said, ...]
    strong: bool = False


class Note(Record, frozen=True, kw_only=True):
    """A line in small letters: what a table leaves out, or on what it rests."""

    text: str


class Heading(Record, frozen=True, kw_only=True):
    """A heading inside a chapter."""

    text: str


class ReportTable(Record, frozen=True, kw_only=True):
    """Rows under a heading that is set again on each page.

    Attributes:
        title: Above it; "" for none.
        numbers: Columns of numbers, from 0, set to the right.
        widths: Share of the width of each column.
        note: A line below.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    note: str = ""


class Bars(Record, frozen=True, kw_only=True):
    """A chart of bars."""

    title: str
    bars: tuple[ReportBar, ...]
    note: str = ""


class Pairs(Record, frozen=True, kw_only=True):
    """A framed box of pairs in two columns: what, and what is said of it."""

    title: str
    aside: str
    pairs: tuple[tuple[str, str], ...]


class Firm(Record, frozen=True, kw_only=True):
    """The bar of how firm the price is, with its shares in words."""

    title: str
    shares: tuple[ReportShare, ...]
    words: str


class Plate:
    """A drawing with its caption.

    Attributes:
        drawing: The picture.
        caption: Below it.
        alt: What is seen, in words.
        theme: In which it is drawn.
    """

    def __init__(self, drawing: Drawing, caption: str, alt: str, theme: ThemeName = "print") -> None:
        self.drawing = drawing
        self.caption = caption
        self.alt = alt
        self.theme: ThemeName = theme


class PagePicture(NamedTuple):
    """A picture made of items as a slide has them, with its caption.

    Attributes:
        items: In units of its own.
        width: Units across.
        height: Units from top to bottom.
        alt: What is seen, in words.
    """

    items: tuple[PageItem, ...]
    width: float
    height: float
    caption: str
    alt: str


Block = Prose | Note | Heading | ReportTable | Bars | Pairs | Firm | Plate | PagePicture


class ReportChapter(Record, frozen=True, kw_only=True):
    """One chapter.

    Attributes:
        id: "layout", "network" ...
        heading: Its name in the contents.
        claim: What it says, in one sentence; None where nobody wrote one.
        blocks: What stands in it, from the top.
    """

    id: str
    heading: str
    claim: Said | None
    blocks: tuple[Block, ...]


class ReportFront(Record, frozen=True, kw_only=True):
    """The executive page.

    Attributes:
        title: A claim.
        lead: Sentences below it.
        figures: Three large numbers at most.
        plate: The hall or the logical picture; None where nothing is drawn.
        facts: Ten at most.
        blocks: What follows: money, what is not included, how firm the price is, what to know.
    """

    title: Said
    lead: tuple[Said, ...]
    figures: tuple[ReportFigure, ...]
    plate: Plate | None
    facts: tuple[ReportFact, ...]
    blocks: tuple[Block, ...]


class ReportPaper(Record, frozen=True, kw_only=True):
    """All of a report.

    Attributes:
        title: Name of the design.
        date: Day of the figures, as people write it.
        draft: What is wrong first, where the design has errors; "" where it has none.
        front: The first page.
        chapters: Those with content.
        left_out: Heading of each chapter without content, and why.
        foot: What holds for all pages.
    """

    title: str
    date: str
    draft: str
    front: ReportFront
    chapters: tuple[ReportChapter, ...]
    left_out: tuple[tuple[str, str], ...]
    foot: str
