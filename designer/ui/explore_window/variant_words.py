"""Sentences about variants: what one is, how it does, why it is the best of them or lost, and what is proven."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from designer.explore.pareto import HIGHER
from designer.explore.sweep.figures import is_at_most
from designer.model.figures.figure_text import count_text
from designer.model.wording import listed
from designer.ui.explore_window.captions import IN_EACH, NUMBER_OF, PART_OF, plain_number
from designer.ui.explore_window.variants import Mask, Own, Range, Variants

_IN_TITLE: Final = 2
"""Parameters in the title of a variant; the others stand below."""


class Tried(NamedTuple):
    """The part of a space that was gone through, from which follows what may be said of the best.

    Attributes:
        rows: Variants that there are results of.
        combinations: Of all that may vary; None where a range is continuous or it is not known.
        whole: Whether every combination was tried, none twice and none left out.
    """

    rows: int
    combinations: int | None = None
    whole: bool = False


class VariantWords:
    """Says what variants are; knows names of parts.

    Attributes:
        variants: The rows that are spoken of.
    """

    def __init__(self, variants: Variants, name_of: Callable[[str], str]) -> None:
        self.variants = variants
        self._name_of = name_of

    def value(self, name: str, row: int) -> str:
        """Return the value of the parameter NAME in ROW, alone; "" where it has none."""
        column = self.variants.table.parameters[name]
        if isinstance(column, np.ndarray):
            return "" if np.isnan(column[row]) else plain_number(float(column[row]))
        return self._name_of(column[row])

    def parameter(self, name: str, row: int) -> str:
        """Return the parameter NAME of ROW as it stands in a list: a number needs its name beside it."""
        value = self.value(name, row)
        if not value or not isinstance(self.variants.table.parameters[name], np.ndarray):
            return value
        axis = self.variants.axes[name]
        return f"{axis.words.title} {value}"

    def title(self, row: int) -> str:
        """Return what ROW is, in its first parameters."""
        return " · ".join(filter(None, self._spoken(row)[:_IN_TITLE])) or f"Variant {self.number(row)}"

    def rest(self, row: int) -> str:
        """Return the parameters of ROW that its title has not."""
        return " · ".join(filter(None, self._spoken(row)[_IN_TITLE:]))

    def _spoken(self, row: int) -> list[str]:
        """Return the parameters of ROW, each as it is spoken; a number with its part is one: "35 × DGX B200"."""
        names = list(self.variants.table.parameters)
        counted = {name.removeprefix(NUMBER_OF).partition(IN_EACH)[0] for name in names if name.startswith(NUMBER_OF)}
        told: list[str] = []
        for name in names:
            thing, sign, where = name.removeprefix(NUMBER_OF).partition(IN_EACH)
            part = f"{PART_OF}{thing}"
            if name.startswith(NUMBER_OF) and (count := self.value(name, row)):
                told.append(f"{count} × {(self.value(part, row) if part in names else '') or thing}{sign}{where}")
            elif not (name.startswith(PART_OF) and name.removeprefix(PART_OF) in counted):
                told.append(self.parameter(name, row))
        return told

    def number(self, row: int) -> str:
        """Return the number of ROW in its space."""
        return count_text(int(self.variants.table.numbers[row]))

    def figure(self, key: str, row: int) -> str:
        """Return the figure KEY of ROW with its unit; "at least" or "at most" where a part is unknown."""
        axis = self.variants.axes[key]
        text = axis.words.text(float(axis.values[row]))
        open_ended = key in self.variants.at_least and self.variants.at_least[key][row]
        return f"{end_words(key)} {text}" if open_ended else text

    def figures(self, row: int, without: str = "") -> str:
        """Return what counts of ROW in one line; unknown figures are named as that."""
        keys = [key for key in self.variants.counts if key != without]
        return " · ".join(
            self.figure(key, row)
            if np.isfinite(self.variants.axes[key].values[row])
            else f"{self.variants.axes[key].words.title} unknown"
            for key in keys
        )

    def whole(self, row: int) -> str:
        """Return all of ROW in one line, for tool tips and screen readers."""
        parts = (f"Variant {self.number(row)}", self.title(row), self.rest(row), self.figures(row))
        return ": ".join((parts[0], " · ".join(part for part in parts[1:] if part)))

    def better_by(self, gains: dict[str, float]) -> str:
        """Return what a variant gains over another, in words: "2.1 M$ cheaper at the same tokens"."""
        told: list[str] = []
        same: list[str] = []
        for key, gain in gains.items():
            axis = self.variants.axes[key]
            if gain <= 0:
                same.append(axis.words.name)
            else:
                told.append(axis.words.gain(gain, more=axis.direction == HIGHER))
        words = listed(told)
        return f"{words} at the same {listed(same)}" if same else words

    def verdict(self, row: int) -> str:
        """Return why ROW lost, or that nothing beats it, in one sentence."""
        problem = self.variants.table.problems[row]
        if not self.variants.usable[row]:
            return problem or "It has no figures."
        missed = self.missed(row)
        lost = self.variants.beaten(row)
        if lost is not None:
            by, gains = lost
            beaten = f"Beaten by variant {self.number(by)}: {self.better_by(gains)}."
            return f"{beaten} {missed}".strip()
        if missed:
            return missed
        return "Nothing beats it: whatever is better in one figure is worse in another."

    def missed(self, row: int) -> str:
        """Return what of all that is asked ROW misses, in one sentence; "" where it meets it."""
        keys = self.variants.missed(row)
        told: list[str] = []
        for key in keys:
            wanted = self.variants.asked.get(key)
            if wanted is None or key not in self.variants.axes:
                told.append(f"{self.variants.classes[key].title} {self.value(key, row)} is not ticked")
                continue
            axis = self.variants.axes[key]
            told.append(f"{axis.words.title} is {self.figure(key, row)}, asked {_asked(wanted, axis.words.text)}")
        return f"It misses what is asked: {listed(told)}." if told else ""

    def is_proven(self, tried: Tried) -> bool:
        """Return True when the best of all is known: all combinations tried, and nothing left out of a price.

        A figure that is "at least" so much may be more: then nobody knows which is least.
        """
        return tried.whole and not self._left_out().any() and not self._not_shown()

    def _not_shown(self) -> list[str]:
        """Return the keys of what is asked at most of which parts are unknown in the best: it may be more."""
        best = self.variants.best(self.variants.counts[0])
        asked = self.variants.asked.items()
        return [
            key
            for key, wanted in asked
            if best >= 0
            and wanted.high < np.inf
            and key in self.variants.at_least
            and self.variants.at_least[key][best]
        ]

    def _left_out(self) -> Mask:
        """Return which variants that meet what is asked have parts left out of the figure that is judged by."""
        return self.variants.at_least[self.variants.counts[0]] & self.variants.meeting()

    def proof(self, tried: Tried, row: int) -> str:
        """Return what is known of the best, ROW: "all 60 combinations tried" is a bound, "best of 60 tried" is none."""
        if row < 0:
            return ""
        if tried.whole:
            return f"all {count_text(tried.rows)} combinations tried"
        return f"best of {count_text(tried.rows)} tried"

    def bound(self, tried: Tried, row: int) -> str:
        """Return why the best, ROW, is known to be that, or why it is not, for whoever wants to see the bound."""
        rows = count_text(tried.rows)
        if row < 0:
            return "No variant meets all that is asked, so there is no best one."
        key = self.variants.counts[0]
        best, title = self.figure(key, row), self.variants.axes[key].words.name
        unknown = int(np.count_nonzero(~np.isfinite(self.variants.axes[key].values)))
        word = "above" if self.variants.axes[key].direction == HIGHER else "below"
        asked = self.asked()
        if tried.whole:
            said = f"All {rows} combinations of what may vary were worked out; none {word} {best} ({title}) {asked}."
            if unknown:
                said += (
                    f" Of {count_text(unknown)} of them this figure is unknown, as they have no design or a part has no"
                    " such fact: they are no proof and no rivals."
                )
            if self._left_out().any():
                return (
                    f"{said} It is no proof all the same: {count_text(int(self._left_out().sum()))} of them have parts"
                    " without this figure, so that theirs is at least so much."
                )
            if not_shown := self._not_shown():
                names = listed(self.variants.axes[key].words.name for key in not_shown)
                return (
                    f"{said} It is no proof all the same: parts of its {names} are unknown, so that it may be more than"
                    " is asked."
                )
            return f"{said} The bound holds for these combinations, not for values that were not offered."
        if tried.combinations is not None:
            share = f"{rows} of {count_text(tried.combinations)} combinations"
        else:
            share = f"{rows} points of a range that has no end of them"
        return (
            f"This is no proof: {share} were tried, and {best} ({title}) is the best of those. "
            "A grid that goes through all combinations has a bound."
        )

    def asked(self) -> str:
        """Return that all that is asked is met, in words that end a sentence."""
        told: list[str] = []
        for key, wanted in self.variants.asked.items():
            words = self.variants.axes[key].words
            told.append(f"{words.name} {_asked(wanted, words.text)}")
        for key, codes in self.variants.unticked.items():
            one = self.variants.classes[key]
            kept = [label for code, label in enumerate(one.labels) if code not in codes]
            told.append(f"{one.title} {listed(self._name_of(label) for label in kept) or 'none'}")
        return f"meets {listed(told)}" if told else "was found"


def end_words(key: str) -> str:
    """Return the words before a figure KEY of which parts are unknown: "at least", or "at most"."""
    return f"at {'most' if is_at_most(key) else 'least'}"


def could_save(variants: Variants, own: Own | None, best: int) -> tuple[str, float] | None:
    """Return the key of what the best variant is better in than the OWN design, and by how much; None if unknown."""
    if own is None or best < 0 or not variants.counts:
        return None
    axis = variants.axes[variants.counts[0]]
    if axis.key not in own.values or not np.isfinite(axis.values[best]):
        return None
    gain = own.values[axis.key] - float(axis.values[best])
    return axis.key, -gain if axis.direction == HIGHER else gain


def _asked(wanted: Range, text: Callable[[float], str]) -> str:
    if wanted.high == np.inf:
        return f"at least {text(wanted.low)}"
    if wanted.low == -np.inf:
        return f"at most {text(wanted.high)}"
    return f"from {text(wanted.low)} to {text(wanted.high)}"
