"""Records of the effect of an edit."""

from typing import Final

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import figure_text, percent_text, shown
from designer.model.records import Record

_SAME: Final = 1e-9
"""Share of a figure below which a step is none."""
SAME_RATE: Final = (
    "At the same rate the estimate of collectives takes InfiniBand and Ethernet with RDMA as equally fast; loss and "
    "congestion on Ethernet that is not set up for RDMA are not in it."
)
"""What training and serving feel of the protocol, as far as the estimate knows."""


class EffectRow(Record, frozen=True, kw_only=True):
    """One headline figure before and after an edit.

    Attributes:
        key: Of the headline figure.
        title: Words for a list.
        before: As the design is; None where it was not worked out.
        after: With the edit.
    """

    key: str
    title: str
    before: Figure | None
    after: Figure | None

    @property
    def change(self) -> str:
        """Return how the one differs from the other: "+6.2 kW", "the same"; "" where it is not known."""
        return change_text(self.before, self.after)


def row_text(figure: Figure | None) -> str:
    """Return FIGURE as a table of effects writes it: a share in percent, "–" where it was not worked out."""
    if figure is None:
        return "–"
    return figure_text(figure, ranged=False) if figure.unit else percent_text(figure.value)


class Effect(Record, frozen=True, kw_only=True):
    """Effect of an edit.

    Attributes:
        words: One line: "+2 PDUs: +4 k$ to buy, survives the loss of any one feed".
        added: What stands there more or less: "+2 PDUs", "−8 cables".
        rows: The headline figures that people judge a change by.
        mended: What the review no longer says, as sentences.
        raised: What it says anew, errors and warnings alone.
        harmful: (before, after) how many single failures of power darken or overload something; None where no power
            is drawn, or where that was not worked out.
        problem: Why the edit cannot be made; "" where it can.
    """

    words: str
    added: tuple[str, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    mended: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    harmful: tuple[int | None, int | None] = (None, None)
    problem: str = ""

    @property
    def moved(self) -> tuple[EffectRow, ...]:
        """Return the figures that a table would write otherwise than before."""
        return tuple(row for row in self.rows if row_text(row.before) != row_text(row.after))


def change_text(before: Figure | None, after: Figure | None) -> str:
    """Return how AFTER differs from BEFORE: "+6.2 kW", "−120 k$", "the same".

    It is "" where one is unknown. Where they lack other terms, the step is "of what is known" alone; more that is
    unknown on top of a step upwards makes it "at least".
    """
    if before is None or after is None or before.value is None or after.value is None or before.unit != after.unit:
        return ""
    # What has become known or unknown makes the step one of what is known.
    fewer, more = set(before.missing) - set(after.missing), set(after.missing) - set(before.missing)
    step = after.value - before.value
    if abs(step) <= _SAME * max(abs(before.value), abs(after.value)):
        return "the same of what is known" if fewer or more else "the same"
    size = shown(Figure(value=abs(step), unit=after.unit, low=abs(step), high=abs(step)))
    words = f"{'+' if step > 0 else '−'}{size.number} {_timeless(size.unit)}".strip()
    # With terms newly known, or a smaller sum with more unknown, the step is no bound of the true one.
    if fewer or (more and step < 0):
        return f"{words} of what is known"
    return f"at least {words}" if more else words


def _timeless(words: str) -> str:
    return words.removesuffix(" / year").removesuffix(" / month")
