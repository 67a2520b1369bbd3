"""Sheets of tables: columns of rows under headings, laid out once to know how many sheets there are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from designer.drawing.paper.composing import Column, Composer, Table
from designer.drawing.paper.frame import room_of
from designer.drawing.paper.records import MM_PER_POINT

_HEAD_PT: Final = 9.0
_GAP: Final = 7.0
_WIDE_MM: Final = 388.0
"""Width of the room on A3, for which it is said how many tables stand beside each other."""
_HEAD_MM: Final = _HEAD_PT * MM_PER_POINT * 1.25 + 2.2


Rows = Sequence[Sequence[str]]


class Group(NamedTuple):
    """Rows that belong together under one heading; the next sheet says it again where they go on.

    Attributes:
        make: Makes the rows. They are made once to be laid out and again for each sheet with some of them: all rows of
            a large design at once would take most of the memory of a pack.
    """

    heading: str
    make: Callable[[], Rows]

    @classmethod
    def of(cls, heading: str, rows: Rows) -> "Group":
        """Return a group whose ROWS are there."""
        return cls(heading, lambda: rows)


class Piece(NamedTuple):
    """A part of a group in one column of one sheet: rows FIRST to LAST, LAST left out."""

    group: int
    first: int
    last: int


Pages = list[list[list[Piece]]]
"""Of each sheet its columns, of each column its pieces."""


class TableSection:
    """Groups of rows on sheets with so many columns of tables beside each other."""

    def __init__(
        self, title: str, columns: Sequence[Column], groups: Iterable[Group], paper: Composer, beside: int = 1
    ) -> None:
        """Lay GROUPS out on sheets like PAPER, which measures; on small ones fewer tables stand BESIDE each other."""
        room = room_of(paper)
        beside = max(1, round(beside * room.width / _WIDE_MM))
        self.title = title
        self.groups = tuple(groups)
        self.beside = beside
        self.width = (room.width - _GAP * (beside - 1)) / beside
        self.table = Table(columns, self.width, pt=7.5)
        self.pages = self._laid_out(paper)

    def _laid_out(self, paper: Composer) -> Pages:
        pages: Pages = []
        pieces: list[Piece] = []
        room = room_of(paper).height
        used = 0.0
        headings = self.table.heading_mm(paper)

        def close() -> None:
            nonlocal pieces, used
            if not pages or len(pages[-1]) == self.beside:
                pages.append([])
            pages[-1].append(pieces)
            pieces, used = [], 0.0

        for number, group in enumerate(self.groups):
            begun = 0
            heights = [self.table.height(paper, row) for row in group.make()]
            # A heading never stands alone at the foot of a column.
            if used and used + self._head(paper, group) + headings + sum(heights[:2]) > room:
                close()
            used += self._head(paper, group) + headings
            for place, height in enumerate(heights):
                if used + height > room and place > begun:
                    pieces.append(Piece(number, begun, place))
                    close()
                    begun = place
                    used = self._head(paper, group) + headings
                used += height
            pieces.append(Piece(number, begun, len(heights)))
            used += 2.5
        if pieces:
            close()
        return pages

    def _head(self, paper: Composer, group: Group) -> float:
        if not group.heading:
            return 0.0
        words = f"{group.heading}, continued"
        _, lines = paper.fitted(words, self.width, _HEAD_PT, bold=True, most=3)
        return _HEAD_MM + (len(lines) - 1) * _HEAD_PT * MM_PER_POINT * 1.25

    def draw(self, paper: Composer, page: int) -> None:
        """Draw sheet PAGE, from 0."""
        for place, pieces in enumerate(self.pages[page]):
            room = room_of(paper)
            x, top = room.x + place * (self.width + _GAP), room.y
            for piece in pieces:
                group = self.groups[piece.group]
                if group.heading:
                    words = f"{group.heading}, continued" if piece.first else group.heading
                    paper.paragraph(words, x, top + 0.8, self.width, _HEAD_PT, bold=True, most=3)
                    top += self._head(paper, group)
                top = self.table.headings(paper, x, top)
                for row in group.make()[piece.first : piece.last]:
                    top = self.table.row(paper, x, top, row)
                top += 2.5

    def first_groups(self) -> Iterator[str]:
        """Yield the heading of the first group of each sheet."""
        for page in self.pages:
            yield self.groups[page[0][0].group].heading
