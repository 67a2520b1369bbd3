"""Records of the pieces of a network."""

from designer.model.parts.part import Medium
from designer.model.records import Record


class PieceNode(Record, frozen=True, kw_only=True):
    """Copies of one node in a piece.

    Attributes:
        id: Node id.
        copies: How many.
        spans: First and last flat copy number of each run of them, in order; the first few runs where there are many.
        whole: Whether they are all of the copies that the node has.
    """

    id: str
    copies: int
    spans: tuple[tuple[int, int], ...]
    whole: bool


class Piece(Record, frozen=True, kw_only=True):
    """Machines that all reach each other, and the switches that join them.

    Attributes:
        machines: In design order.
        switches: In design order; empty where machines are cabled to each other, or one stands alone.
        endpoints: Copies of machines.
        accelerators: In these copies.
    """

    machines: tuple[PieceNode, ...]
    switches: tuple[PieceNode, ...]
    endpoints: int
    accelerators: int


class Pieces(Record, frozen=True, kw_only=True):
    """The pieces of one network, counted copy by copy; a machine on two networks of switches is in both.

    Attributes:
        medium: Which network.
        count: How many there are: 1 where all machines reach each other, 0 where there are none.
        listed: The pieces with the most machines, where there are several.
    """

    medium: Medium
    count: int
    listed: tuple[Piece, ...] = ()

    @property
    def apart(self) -> bool:
        """Return True when some machines have no path to each other."""
        return self.count > 1
