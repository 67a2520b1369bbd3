"""Record of a network's rates for the hosts of one piece of work, which travels with the results."""

from typing import Final

from designer.model.figures.figure import Figure
from designer.model.records import Record

MOST_PIECES: Final = 32
"""So many pieces are told one by one, the largest first."""


class Piece(Record, frozen=True, kw_only=True):
    """Hosts that reach each other and no others.

    Attributes:
        copies: How many living copies of each node belong to it, by node id.
    """

    copies: dict[str, int]

    @property
    def size(self) -> int:
        """Hosts."""
        return sum(self.copies.values())


class WorkFabric(Record, frozen=True, kw_only=True):
    """Rates of a network for some hosts that work together.

    Attributes:
        hosts: Living copies of them.
        number: Pieces that they are in: 1 where all reach each other, 0 where none is left.
        pieces: The largest of them, at most MOST_PIECES, largest first.
        drawn: Whether any of them has a cable of this network that is left.
        each: Accelerators in the host that sets the pace, 1 where none is known.
        injection_gb_per_s: What its own cables carry one way; unknown where nothing tells their rate.
        out_gb_per_s: What it gets when all send together; unknown in pieces.
        fullest_link: The link that holds them up; "" where their own cables do.
    """

    hosts: int
    number: int
    pieces: tuple[Piece, ...]
    drawn: bool
    each: int
    injection_gb_per_s: Figure
    out_gb_per_s: Figure
    fullest_link: str = ""

    @property
    def joined(self) -> bool:
        """Return True when all of them reach each other."""
        return self.number <= 1

    @property
    def largest(self) -> int:
        """Hosts in the largest piece."""
        return self.pieces[0].size if self.pieces else 0

    @property
    def narrowed(self) -> bool:
        """Return True when links beyond their own hold them up."""
        return bool(self.fullest_link)
