"""Records of problems on the floor."""

from typing import Literal

from designer.model.records import Record

FloorTrouble = Literal[
    "no area",
    "crossing walls",
    "outside",
    "overlap",
    "column",
    "keep-out",
    "door",
    "front",
    "rear",
    "floor load",
    "air",
]


class FloorProblem(Record, frozen=True, kw_only=True):
    """One kind of trouble between two things, with how many copies have it.

    Attributes:
        room: Id of the room; "" is the open floor.
        ids: The nodes that are concerned, the one in the way last; the room alone for its own trouble.
        example: The first copy that has it, as "rack[3]"; of an overlap, the first pair.
        copies: How many copies, or pairs of them, have it.
        amount: How much there is, in the unit of the trouble: m² outside or in the way, mm free, kg/m².
        limit: How much there should be, in the same unit; None where there is nothing to compare.
        piece: What of the room is in the way, in words: "column 2", "Fire extinguisher"; of its air, what it does.
    """

    trouble: FloorTrouble
    room: str
    ids: tuple[str, ...]
    example: tuple[str, ...] = ()
    copies: int = 1
    amount: float = 0.0
    limit: float | None = None
    piece: str = ""
