"""A design that is opened next, counted and drawn in a thread before the window shows it."""

from typing import Final, NamedTuple

from designer.analysis.counts import counts
from designer.analysis.results import Counts
from designer.model.design import Design
from designer.ui.canvas.rendering.drawn_ahead import DrawnAhead, Shown, draw_ahead

MANY: Final = 400
"""Nodes and links from which it is worth while; the window does with fewer in a moment."""


class Foreseen(NamedTuple):
    """Drawing and counts of a design, ready for the window to show.

    Attributes:
        drawn: How the canvas shows it.
        amounts: Its counts, without those by tier.
    """

    drawn: DrawnAhead
    amounts: Counts


def foreseen(design: Design, sight: tuple[float, float]) -> Foreseen:
    """Return what the window needs to know of DESIGN; no Qt is asked, so that it can be done in a thread.

    Args:
        design: What is opened.
        sight: About how wide and high the canvas is that will show all of it, in pixels.
    """
    return Foreseen(draw_ahead(design, Shown(), sight), counts(design, tiers=False))


def foreseen_if_large(design: Design, sight: tuple[float, float]) -> Foreseen | None:
    """Return what `foreseen` does, None for a DESIGN of few things."""
    return foreseen(design, sight) if len(design.nodes) + len(design.links) >= MANY else None
