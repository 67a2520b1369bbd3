"""Other designs of the same project, with what the analysis says of them: what a deck sets the open design against."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.review.effects.preview import State

MAIN: Final = "main"
"""What the main design of a project is called where a variant is named by its id."""
MOST_OTHERS: Final = 3
"""Designs that are set beside the open one: four of them can be compared."""


class Beside(NamedTuple):
    """One of the other designs.

    Attributes:
        key: Id of the variant; MAIN for the main design.
        name: Of its design.
        saved: When it was saved, in words; what is edited and not saved is not in its figures.
        state: The design with results and findings.
    """

    key: str
    name: str
    saved: str
    state: State


def found(others: Sequence[Beside], key: str) -> Beside | None:
    """Return the one of OTHERS that KEY names; None where it is not there."""
    return next((one for one in others if one.key == key), None)
