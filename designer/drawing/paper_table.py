"""Tables on paper: what stands in them, how wide their columns are, and where their words break."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

Measure = Callable[[str, bool], float]
"""Tells how wide a text is at a size of one point, in bold or not."""
SIZES: Final = (9, 8, 7)
"""Sizes of letters in points, tried in this order."""
BESIDE: Final = 10.0
"""Between two columns, in points."""
_MOST_ROWS: Final = 40
"""A cell has no more lines than a page takes; only a name of thousands of letters has more."""
_BY_HAND: Final = 2.0
"""Room beside the heading of an empty column, in parts of the letters' size."""
_STRONG: Final = frozenset({"group", "open", "total"})


class PaperColumn(NamedTuple):
    """One column.

    Attributes:
        heading: Above it.
        number: Whether numbers stand in it, at its right edge.
        whole: Whether its words never wrap.
        most: Beyond how many points, at a size of one, its words wrap.
    """

    heading: str
    number: bool
    whole: bool
    most: float


class PaperRow(NamedTuple):
    """One row: what it is, a text for each column, and the ink of some of them."""

    sort: str
    cells: tuple[str, ...]
    inks: Mapping[int, str] = {}

    @property
    def strong(self) -> bool:
        """Return whether it is a sum or a title, set in bold."""
        return self.sort in _STRONG

    @property
    def spans(self) -> bool:
        """Return whether its words run on over the empty cells beside them, so that they widen no column."""
        return self.strong or self.sort == "step"


class PaperTable(NamedTuple):
    """A table that begins a page; where `pages`, each group of it begins one."""

    title: str
    note: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    pages: bool = False


class PaperTotal(NamedTuple):
    """A total in large letters, its title above and its middle below it."""

    title: str
    whole: str
    middle: str


class PaperShare(NamedTuple):
    """A part of a bar: its share, 0 to 1, sign, colour, words, amount, and whether it is hatched."""

    share: float
    sign: str
    colour: str
    words: str
    amount: str
    hatched: bool


class PaperCover(NamedTuple):
    """The first page.

    Attributes:
        kind: What the document is.
        title: Of what.
        subtitle: Of which day, in which money.
        totals: In large letters.
        headings: Over the amounts.
        amounts: Rows of a title and three amounts.
        note: Below them.
        shares: How firm the prices are.
        paragraphs: What is not included.
        contents: Title of each table, with how many rows it has.
    """

    kind: str
    title: str
    subtitle: str
    totals: tuple[PaperTotal, ...]
    headings: tuple[str, ...]
    amounts: tuple[PaperRow, ...]
    note: str
    shares: tuple[PaperShare, ...]
    paragraphs: tuple[str, ...]
    contents: tuple[tuple[str, str], ...]


class Fitted(NamedTuple):
    """Widths of the columns in points, distances included, and the size of the letters."""

    widths: tuple[float, ...]
    size: int


def fit_columns(table: PaperTable, width: float, measure: Measure) -> Fitted:
    """Return how wide the columns of TABLE are on paper of WIDTH points, so that no word and no figure is cut.

    Words wrap at spaces first, then letters get smaller; where even the longest words are too many, they break.
    """
    least, wanted = zip(*(_needs(table, place, measure) for place in range(len(table.columns))), strict=True)
    room = width - BESIDE * len(table.columns)
    # One step smaller spares most breaks; beyond that words wrap, and only then letters get smaller still.
    size = next((one for one in SIZES[:2] if one * sum(wanted) <= room), None)
    size = size or next((one for one in SIZES if one * sum(least) <= room), SIZES[-1])
    low, high = [one * size for one in least], [one * size for one in wanted]
    if sum(low) > room:
        # Only names without a space are so long: they break within a letter's reach of an even share.
        fair = room / sum(low)
        return Fitted(tuple(one * fair + BESIDE for one in low), size)
    lacking = [most - one for one, most in zip(low, high, strict=True)]
    share = min(1.0, (room - sum(low)) / max(sum(lacking), 1e-9))
    widths = [one + share * more for one, more in zip(low, lacking, strict=True)]
    rest = room - sum(widths)
    if rest > 0:
        # What is left goes to the words, so that a table is as wide as its page.
        words = [n for n, column in enumerate(table.columns) if not column.number] or list(range(len(widths)))
        whole = sum(widths[n] for n in words) or 1.0
        for n in words:
            widths[n] += rest * widths[n] / whole
    return Fitted(tuple(one + BESIDE for one in widths), size)


def _needs(table: PaperTable, place: int, measure: Measure) -> tuple[float, float]:
    """Return how wide column PLACE is at least and would be at best, at a size of one point."""
    column = table.columns[place]
    heading = max((measure(word, False) for word in column.heading.split()), default=0.0)
    if not any(row.cells[place] for row in table.rows):
        # Somebody will write there by hand.
        heading = measure(column.heading, False) + _BY_HAND
    if column.number:
        widest = max((measure(row.cells[place], row.strong) for row in table.rows), default=0.0)
        return max(widest, heading), max(widest, heading)
    # Titles of groups and sums run on over the empty cells beside them.
    texts = dict.fromkeys(row.cells[place] for row in table.rows if not row.spans)
    whole = max((measure(text, False) for text in texts), default=0.0)
    longest = max((measure(word, False) for text in texts for word in text.split()), default=0.0)
    least = max(whole if column.whole else longest, heading)
    return least, max(least, min(whole, column.most))


def broken(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return TEXT on lines of WIDTH, broken at spaces; a word that is wider breaks inside."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line) > width and len(line) > 1 and len(lines) <= _MOST_ROWS:
            kept = _fitting(line, width, measure)
            lines.append(line[:kept])
            line = line[kept:]
    lines.append(line)
    if len(lines) > _MOST_ROWS:
        return [*lines[: _MOST_ROWS - 1], "…"]
    return lines


def _fitting(word: str, width: float, measure: Callable[[str], float]) -> int:
    """Return how many letters of WORD stand on a line of WIDTH, one at least."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def span_of(cells: Sequence[str], place: int) -> int:
    """Return how many columns the text at PLACE of a title may take: those up to the next cell that is not empty."""
    end = place + 1
    while end < len(cells) and not cells[end]:
        end += 1
    return end - place
