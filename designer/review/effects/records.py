"""What an edit would do, as it is told."""

from designer.model.figures import Figure
from designer.model.records import Record


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


class Effect(Record, frozen=True, kw_only=True):
    """What an edit would do.

    Attributes:
        words: One line: "+2 PDUs: +4 k$ to buy, survives the loss of any one feed".
        added: What stands there more or less: "+2 PDUs", "−8 cables".
        rows: The headline figures that people judge a change by.
        mended: What the review no longer says, as sentences.
        raised: What it says anew, errors and warnings alone.
        harmful: (before, after) how many single failures of power darken or overload something; None where no power
            is drawn, or where that was not worked out.
        problem: Why the edit can not be made; "" where it can.
    """

    words: str
    added: tuple[str, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    mended: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    harmful: tuple[int | None, int | None] = (None, None)
    problem: str = ""
