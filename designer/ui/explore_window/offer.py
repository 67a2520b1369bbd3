"""One thing that may vary, as the plan offers it, and the groups under which it stands. No Qt here."""

from typing import Final, NamedTuple

from designer.explore.sweep.space import Option

PARAMETERS: Final = "Parameter"
COUNTS: Final = "Number"
PARTS: Final = "Part"
TOPOLOGY: Final = "Topology"
HOSTED: Final = "Own or cloud"
SAFETY: Final = "Redundancy"
COOLING: Final = "Cooling"
GROWTH: Final = "Growth"
WORK: Final = "Work"
SOFTWARE: Final = "Software"


class Offer(NamedTuple):
    """One thing that may vary.

    Attributes:
        path: As a space names it.
        title: For people; the name of its column.
        group: Under which it stands.
        now: Its present value in words.
        suggested: Values to begin with, as a person would type them.
        words: Whether its values are words.
        known: Words that it can be; empty for others and for numbers.
        called: What people call each of them, and may type; empty where they are called as they are.
        options: What each of the words in `known` sets; empty where they are values of `path`.
    """

    path: str
    title: str
    group: str
    now: str = ""
    suggested: str = ""
    words: bool = False
    known: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
