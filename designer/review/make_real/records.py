"""Records of a proposal to make a design real; light, so that a window reads them without the analysis."""

from typing import Final

from designer.edit.make_real.records import Line
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.records import Record
from designer.review.effects.records import Effect

NO_PRICE: Final = "no price yet"
NOTHING_MISSING: Final = "Nothing is missing."


class PricedLine(Record, frozen=True, kw_only=True):
    """A line with its price.

    Attributes:
        line: What is added.
        price: Of all of it, in the money of the price book; None where there is no price yet.
        basis: What the price rests on: list, street, estimate ...
    """

    line: Line
    price: Figure | None = None
    basis: str = ""


class Proposal(Record, frozen=True, kw_only=True):
    """A proposal that makes a design real.

    Attributes:
        lines: In the order in which people read them: racks, room, power, cooling, cables.
        edit: All lines that are taken, as one difference.
        after: The design with it.
        effect: The headline figures before and after, and the findings that go and come.
        errors: How many errors the review finds before and after.
        left: Errors and warnings that remain, as sentences.
    """

    lines: tuple[PricedLine, ...]
    edit: ChangeSet
    after: Design
    effect: Effect
    errors: tuple[int, int] = (0, 0)
    left: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether nothing is missing."""
        return not any(one.line for one in self.lines if not one.line.problem and not one.line.follows)
