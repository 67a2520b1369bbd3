"""Completeness of a total: which way its value errs, what is left out, and how that is said.

One place decides it for the strip, "Why?", report, slides, bill, command line, comparison and money windows.
"""

from typing import Final, Literal, NamedTuple

from designer.formulas.operations import FALLING_ARGUMENTS
from designer.model.figures.figure import Figure
from designer.model.wording import listed

Bound = Literal["", "at least", "at most", "about"]
_OPPOSITE: Final[dict[Bound, Bound]] = {"": "", "at least": "at most", "at most": "at least", "about": "about"}
NAMED: Final = 4
"""Unknown things that are named; the others are counted."""


class Gaps(NamedTuple):
    """Unknown parts of a figure.

    Attributes:
        bound: Which way the value errs: "at least" where what is unknown could only add to it, "at most" where it could
            only take from it, "about" where it could do either; "" where nothing is left out, or nothing is known.
        names: What is unknown, each once, in the order of the terms.
    """

    bound: Bound
    names: tuple[str, ...]

    @property
    def number(self) -> int:
        """Return the number of unknown things."""
        return len(self.names)

    @property
    def listed(self) -> str:
        """The names in words: "a, b, c, d and 3 more"."""
        return listed(self.names, most=NAMED)

    @property
    def sentence(self) -> str:
        """Return what is to be known beside the figure, in one sentence; "" where it is complete."""
        if not self.names:
            return ""
        if not self.bound:
            return f"It cannot be said: unknown are {self.listed}."
        amount = "It is not exact" if self.bound == "about" else f"It is {self.bound} this much"
        return f"{amount}: unknown and left out are {self.listed}."


_COMPLETE: Final = Gaps("", ())


def gaps(figure: Figure | None) -> Gaps:
    """Return what FIGURE lacks; nothing for None, of which nothing is said."""
    if figure is None or not figure.missing:
        return _COMPLETE
    return Gaps(_bound(figure) if figure.known else "", figure.missing)


_MOST_KNOWN: Final = 1024
_known: Final = dict[int, tuple[Figure, Bound]]()
"""Which way figures err, by their ids; each is kept with it, so that no other can be taken for it."""


def _bound(figure: Figure) -> Bound:
    """Return which way the value of FIGURE errs, which is known and has something missing.

    Several places of the window ask for the same figures at every edit, and one figure is part of others.
    """
    found = _known.get(id(figure))
    if found is not None:
        return found[1]
    falling = FALLING_ARGUMENTS.get(figure.operation, frozenset[int]())
    sides: set[Bound] = set()
    for place, term in enumerate(figure.terms):
        if not term.missing:
            continue
        if term.known:
            side = _bound(term)
        else:
            # An unknown term of a sum or of the largest could only add; one of the smallest could only lower it.
            side = "at most" if figure.operation == "minimum" else "at least"
        sides.add(_OPPOSITE[side] if place in falling else side)
    sides.discard("")
    bound: Bound = "at least" if not sides else sides.pop() if len(sides) == 1 else "about"
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[id(figure)] = (figure, bound)
    return bound
