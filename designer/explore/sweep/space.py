"""The space of a sweep: the base design, what may vary in it, what counts, and by which method it is searched."""

from collections.abc import Mapping
from itertools import pairwise
from math import prod
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from designer.analysis.availability.settings import RunSettings
from designer.explore.sweep.table import Value
from designer.model.records import Record, RefusedInput

Method = Literal["grid", "latin", "adaptive"]
Better = Literal["lower", "higher"]
METHODS: Final[tuple[Method, ...]] = ("grid", "latin", "adaptive")
MOST_VARIANTS: Final = 1_000_000
"""Variants of one sweep: ten times what the window shows, and a day of two cores."""
MOST_ADAPTIVE: Final = 20_000
"""The search learns from all variants before: beyond that it takes longer than the designs."""
MOST_VALUES: Final = 10_000
"""Values of one variable."""
USUAL_SAMPLES: Final = 100


class Option(Record, frozen=True, kw_only=True):
    """A value with a name of its own that sets several things: a topology, own or cloud.

    Attributes:
        name: As rows show it.
        settings: What it sets, path by path, as a variable that sets one.
    """

    name: str
    settings: Mapping[str, Value]


class Variable(Record, frozen=True, kw_only=True):
    """One thing that may vary: `values`, or `options`, or any number from `low` to `high`.

    Attributes:
        name: Of the column.
        sets: Path of what it sets, see `settings.py`; "" where options say it themselves.
        values: Numbers, or words such as parts, in the order in which a grid goes through them.
        options: Values that set several things each.
        low: Least number of a continuous range.
        high: Greatest.
    """

    name: str
    sets: str = ""
    values: tuple[Value, ...] = ()
    options: tuple[Option, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def is_continuous(self) -> bool:
        """Return True when it takes any number of a range."""
        return self.low is not None and self.high is not None

    @property
    def choices(self) -> tuple[Value, ...]:
        """Return what a row can show in its column; nothing for a continuous range."""
        return tuple(option.name for option in self.options) if self.options else self.values

    @property
    def words(self) -> bool:
        """Return True when its column holds words, False when it holds numbers."""
        return any(isinstance(value, str) for value in self.choices)


class Counted(Record, frozen=True, kw_only=True):
    """One figure that counts.

    Attributes:
        key: Dotted key of `analyze --json`.
        better: Whether less of it is better, or more.
        at_least: The goal is missed below it, in the unit of the figure; None is no such goal.
        at_most: The goal is missed above it.
    """

    key: str
    better: Better = "lower"
    at_least: float | None = None
    at_most: float | None = None


class Space(Record, frozen=True, kw_only=True):
    """A sweep, as a SPACE.yaml says it.

    Attributes:
        name: For people.
        template: Name of the template that the designs are made from; "" where they are made from a design.
        design: File of the design that they are made from, beside the SPACE.yaml; "" for a template.
        settings: What holds for all variants, path by path.
        vary: What may vary; the last changes first from one number of a grid to the next.
        count: What counts.
        method: "grid" goes through all combinations, "latin" draws samples that are spread evenly over each variable,
            "adaptive" draws each generation by what came out of those before.
        samples: Variants that are drawn; 0 for a grid, which has as many as there are.
        seed: Of what is drawn: the same seed gives the same variants.
        histories: Of failures and repairs, where availability counts; their seed is that of the sweep.
    """

    name: str = ""
    template: str = ""
    design: str = ""
    settings: Mapping[str, Value] = {}
    vary: tuple[Variable, ...] = ()
    count: tuple[Counted, ...] = ()
    method: Method = "grid"
    samples: int = 0
    seed: int = 0
    histories: RunSettings = RunSettings()

    def __len__(self) -> int:
        return self.variants

    @property
    def variants(self) -> int:
        """Return how many there are; `len` takes no number beyond those of the machine."""
        return self.samples if self.method != "grid" else prod(len(variable.choices) for variable in self.vary)


def require_space(space: Space) -> Space:
    """Return SPACE when a sweep can go through it.

    Raises:
        RefusedInput: it has too many variants, or its method does not fit what may vary.
    """
    if not space.vary:
        raise RefusedInput("Nothing varies: name at least one variable under vary, or one --set with several values.")
    twice = next((name for name in (one.name for one in space.vary) if _times(space, name) > 1), None)
    if twice is not None:
        raise RefusedInput(f"Two variables are called {twice!r}; give each a name of its own.")
    setters: dict[str, str] = {}
    for one in space.vary:
        for path in {path: None for option in one.options for path in option.settings} or (one.sets,):
            if path in setters:
                raise RefusedInput(f"{setters[path]!r} and {one.name!r} both set {path}: only one of them would count.")
            setters[path] = one.name
    keys = [counted.key for counted in space.count]
    both = next((one.name for one in space.vary if one.name in keys), None)
    if both is not None:
        raise RefusedInput(f"A variable cannot be called {both!r}, which counts; give it another name.")
    if len(set(keys)) < len(keys):
        raise RefusedInput(f"{next(key for key in keys if keys.count(key) > 1)} counts twice; name it once.")
    if space.method == "grid":
        endless = next((one.name for one in space.vary if one.is_continuous), None)
        if endless is not None:
            raise RefusedInput(
                f"{endless} takes any number of a range, which no grid can go through: give it a step, or draw samples "
                "with the method latin or adaptive."
            )
    most = MOST_ADAPTIVE if space.method == "adaptive" else MOST_VARIANTS
    if space.variants > most:
        raise RefusedInput(
            f"The sweep has {_many(space.variants)} variants; at most {most:,} are gone through: give fewer values, or "
            "draw samples (samples: 1000, method: latin)."
        )
    if not space.variants > 0:
        raise RefusedInput("The sweep has no variants: say how many samples are drawn.")
    return space


def _times(space: Space, name: str) -> int:
    return sum(one.name == name for one in space.vary)


def _many(count: int) -> str:
    return f"{count:,}" if count < 10**12 else f"about 10^{len(str(count)) - 1}"


class Numbering:
    """Which values the variants of a space have, by their numbers.

    A grid counts as a clock does. Latin samples are drawn once for all numbers, so that any number can be asked for.
    """

    def __init__(self, space: Space) -> None:
        self._vary = space.vary
        self._method = space.method
        self._drawn: NDArray[np.float64] | None = None
        if space.method == "latin":
            from scipy.stats import qmc  # takes a moment to load, and samples alone need it

            # One cell of each variable to each sample, so that every value of a variable comes equally often.
            sampler = qmc.LatinHypercube(d=len(space.vary), rng=np.random.default_rng(space.seed))
            self._drawn = sampler.random(space.samples)

    def values_of(self, number: int) -> tuple[Value, ...]:
        """Return the values of variant NUMBER, in the order of the variables.

        Raises:
            RefusedInput: the space is adaptive: its values follow from the results, and stand in the table.
        """
        if self._method == "adaptive":
            raise RefusedInput("Variants of an adaptive sweep follow from its results: their values stand in its rows.")
        if self._drawn is not None:
            return tuple(
                value_within(variable, float(share))
                for variable, share in zip(self._vary, self._drawn[number], strict=True)
            )
        found: list[Value] = []
        for variable in reversed(self._vary):
            choices = variable.choices
            number, place = divmod(number, len(choices))
            found.append(choices[place])
        return tuple(reversed(found))


def value_within(variable: Variable, share: float) -> Value:
    """Return the value of VARIABLE that stands at SHARE, 0 to below 1, of its range or of its choices."""
    if variable.low is not None and variable.high is not None:
        return variable.low + share * (variable.high - variable.low)
    choices = variable.choices
    return choices[min(int(share * len(choices)), len(choices) - 1)]


def stepped(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return LOW, LOW + STEP, … up to HIGH, each rounded to what a person would write.

    Raises:
        RefusedInput: the step is not above 0, or leads to too many values.
    """
    if not step > 0 or not high >= low:
        raise RefusedInput(f"A range goes up from {low:g} to {high:g} in steps above 0, not {step:g}.")
    count = (high - low) / step
    if not count < MOST_VALUES:
        raise RefusedInput(f"From {low:g} to {high:g} in steps of {step:g} are more than {MOST_VALUES:,} values.")
    # 0.1 + 0.2 is to be 0.3: twelve digits are more than anybody writes, and fewer than a float carries.
    values = tuple(float(f"{low + place * step:.12g}") for place in range(int(count + 1e-9) + 1))
    if any(a == b for a, b in pairwise(values)):
        raise RefusedInput(f"Steps of {step:g} are too small from {low:g} to {high:g}.")
    return values
