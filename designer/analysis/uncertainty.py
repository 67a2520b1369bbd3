"""Uncertainty of a figure: what moves it most, and how it spreads when all its ranges are drawn at once.

Every leaf with a range is drawn from the triangle of its low, planning and high value, independently of the others.
What a leaf draws hangs on the seed and on which fact it is, not on where it stands or on what stands beside it: equal
sums have equal ranges in every place that shows them, and a part more moves no other. All draws run through the
figure's tree in one pass.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.analysis.spreads import Spread, Swing
from designer.formulas import operations
from designer.formulas.checks import whole
from designer.model.figures.figure import LEAVES, Figure
from designer.model.identity_cache import Remembered

Draws = NDArray[np.float64]
_Leaf = tuple[str, str]
_Given = Callable[[Figure], Draws | None]

MOST_DRAWS: Final = 1_000_000
DRAWS: Final = 1_000
"""Draws of whatever is shown, so that one sum has one range everywhere: enough for two digits of P10 and P90."""
PERCENTILES: Final = (10, 50, 90)
BINS: Final = 40


def tornado(figure: Figure, most: int = 12) -> tuple[Swing, ...]:
    """The leaves that move FIGURE most, widest first; those without a range move nothing and are left out.

    Source: one-at-a-time sensitivity, drawn as a tornado; Eschenbach, "Spiderplots versus tornado diagrams", 1992.
    """
    facts = _ranged(figure)
    if not facts or figure.value is None:
        return ()
    number = 2 * len(facts)
    places = {key: place for place, key in enumerate(facts)}

    def given(one: Figure) -> Draws | None:
        """Two columns for each fact, its low and its high end, while all others stay at their value."""
        place = places.get((one.subject, one.label))
        if place is None or one.value is None:
            return None
        column = np.full(number, one.value)
        column[2 * place], column[2 * place + 1] = _ends(one)
        return column

    found = evaluated(figure, given, number)
    if found is None:
        return ()
    swings = [
        Swing(leaf=one, at_low=float(found[2 * place]), at_high=float(found[2 * place + 1]))
        for place, one in enumerate(facts.values())
    ]
    moving = [swing for swing in swings if np.isfinite(swing.span) and swing.span > 0]
    return tuple(sorted(moving, key=lambda swing: -swing.span)[:most])


Evaluated = dict[int, "Draws | float | None"]
"""What was drawn of figures, by the ids of those that somebody holds."""


def draws_of(figure: Figure, *, draws: int, seed: int = 0, done: Evaluated | None = None) -> Draws | None:
    """Return FIGURE over DRAWS of all its ranges (draws,), NaN where it cannot be known; None when it is unknown.

    A fact that enters in several places is drawn once for all of them. DONE is what was drawn of others in the same
    way, to which what is drawn now is added.

    Raises:
        ValueError: DRAWS is not from 1 to a million.
    """
    whole("draws", draws, 1, MOST_DRAWS)
    if figure.value is None:
        return None
    # The few draws of every edit are kept: of what is drawn again, most is as it was.
    triangle = _kept_of_triangle if draws <= DRAWS else _drawn_of_triangle

    def given(one: Figure) -> Draws | None:
        low, high = _ends(one)
        if low == high:
            return None
        return triangle(draws, seed, (one.subject, one.label), low, high, one.or_zero)

    return evaluated(figure, given, draws, settled=True, done=done)


def _share(draws: int, seed: int, key: _Leaf) -> Draws:
    """Return DRAWS shares of the unit interval (draws,) for the fact KEY: one from each of as many slices, shuffled.

    Source: Latin hypercube sampling; McKay, Beckman and Conover, Technometrics 21, 1979: with as many draws the
    percentiles of a sum are far closer than those of independent ones. The stream of each fact is its own, seeded by
    SEED and a digest of its name, as independent streams are made (numpy.random.SeedSequence).
    """
    digest = blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    chance = np.random.default_rng([seed, int.from_bytes(digest, "little")])
    # One point in each slice of the unit interval, the slices shuffled.
    return (chance.permutation(draws) + chance.random(draws)) / draws


_kept_share: Final = lru_cache(maxsize=512)(_share)


def _drawn_of_triangle(draws: int, seed: int, key: _Leaf, low: float, high: float, mode: float) -> Draws:
    return _of_triangle(_share(draws, seed, key), low, high, mode)


@lru_cache(maxsize=512)
def _kept_of_triangle(draws: int, seed: int, key: _Leaf, low: float, high: float, mode: float) -> Draws:
    return _of_triangle(_kept_share(draws, seed, key), low, high, mode)


def _of_triangle(share: Draws, low: float, high: float, mode: float) -> Draws:
    """Return the values of the triangle LOW, MODE, HIGH below which SHARE (draws,) of it lies."""
    # The inverse of the triangle's distribution, left and right of its mode.
    left = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < left, rising, falling)


def with_likely(figure: Figure, *, draws: int = DRAWS, seed: int = 0, done: Evaluated | None = None) -> Figure:
    """Return FIGURE with P10 and P90 of DRAWS of all its ranges; as it is where none enters, or it is unknown.

    One that was drawn with its own law, as the share of the time that trains, stays as it is.

    What was drawn of the very same figure is kept: several places of the window ask for it at every edit. DONE is that
    of `draws_of`, for several figures that have parts in common.
    """
    if figure.value is None or figure.low == figure.high or figure.likely is not None:
        return figure
    return _drawn.of((figure,), (draws, seed), lambda: _with_likely(figure, draws, seed, done))


def keep_likely(figure: Figure, likely: tuple[float, float]) -> None:
    """Take LIKELY, drawn elsewhere of an equal figure as `with_likely` does, for the very FIGURE."""
    _drawn.of((figure,), (DRAWS, 0), lambda: replace(figure, likely=likely))


_drawn: Final = Remembered[Figure](kept=24)


def _with_likely(figure: Figure, draws: int, seed: int, done: Evaluated | None) -> Figure:
    found = draws_of(figure, draws=draws, seed=seed, done=done)
    known = found[np.isfinite(found)] if found is not None else None
    if known is None or not known.size:
        return figure
    low, high = (float(value) for value in np.percentile(known, (PERCENTILES[0], PERCENTILES[-1])))
    return replace(figure, likely=(low, high))


def monte_carlo(figure: Figure, *, draws: int = DRAWS, seed: int = 0) -> Spread | None:
    """Return the spread of FIGURE over DRAWS of all its ranges; None when it is unknown.

    Source: Monte Carlo sampling of triangular distributions; Metropolis and Ulam, 1949. The same SEED gives the same
    answer.

    Raises:
        ValueError: DRAWS is not from 1 to a million.
    """
    found = draws_of(figure, draws=draws, seed=seed)
    if found is None:
        return None
    known = found[np.isfinite(found)]
    if not known.size:
        return None
    p10, p50, p90 = (float(value) for value in np.percentile(known, PERCENTILES))
    counts, edges = np.histogram(known, BINS, _bounds(known))
    return Spread(
        unit=figure.unit,
        p10=p10,
        p50=p50,
        p90=p90,
        mean=float(known.mean()),
        edges=tuple(float(edge) for edge in edges),
        counts=tuple(int(count) for count in counts),
        draws=draws,
        seed=seed,
    )


def _bounds(known: Draws) -> tuple[float, float]:
    """Between which the bars stand: wide enough to be told apart where all draws are alike but for rounding."""
    low, high = float(known.min()), float(known.max())
    least = 1e-9 * max(abs(low), abs(high))
    if high - low > least:
        return low, high
    return low - (least or 0.5), high + (least or 0.5)


def _ends(leaf: Figure) -> tuple[float, float]:
    value = leaf.or_zero
    return min(value if leaf.low is None else leaf.low, value), max(value if leaf.high is None else leaf.high, value)


def _ranged(figure: Figure) -> dict[_Leaf, Figure]:
    """The facts below FIGURE whose value has a range, each with its first leaf, in the order in which they stand."""
    found: dict[_Leaf, Figure] = {}
    seen: set[int] = set()
    waiting = [figure]
    while waiting:
        one = waiting.pop()
        # A figure shares terms with others: each is visited once, by identity.
        if id(one) in seen:
            continue
        seen.add(id(one))
        # Reversed, so that the stack gives the terms in their order.
        if one.operation not in LEAVES:
            waiting.extend(reversed(one.terms))
        elif _is_ranged(one):
            found.setdefault((one.subject, one.label), one)
    return found


def _is_ranged(one: Figure) -> bool:
    if one.value is None or one.low == one.value == one.high:
        return False
    low, high = _ends(one)
    return low < high


def evaluated(
    figure: Figure, given: _Given, number: int, *, settled: bool = False, done: Evaluated | None = None
) -> Draws | None:
    """FIGURE for every draw (number,); NaN where it cannot be known.

    What no range enters stays one number all the way up: most of a bill is so, and an array of a thousand equal
    numbers says no more.

    Args:
        figure: The figure.
        given: The values of a leaf (number,); None where it stays at its own.
        number: How many draws there are.
        settled: Whether what has one value whatever its ranges is not worked out again.
        done: What is known of figures from the same values of the same leaves; what is found now is added.
    """
    done = {} if done is None else done
    waiting: list[tuple[Figure, bool]] = [(figure, False)]
    # Some draws may divide by zero: they become NaN or infinite, and are left out by who asks.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        while waiting:
            one, ready = waiting.pop()
            if id(one) in done:
                continue
            if one.operation in LEAVES:
                column = given(one) if one.value is not None else None
                done[id(one)] = one.value if column is None else column
            # Without a range in it, a figure is the same in every draw.
            elif settled and one.value is not None and one.low == one.value == one.high:
                done[id(one)] = one.value
            elif ready:
                done[id(one)] = _OPERATIONS[one.operation](tuple(done[id(term)] for term in one.terms))
            else:
                # Terms first: a stack instead of recursion, since figures are nested hundreds deep.
                waiting.append((one, True))
                waiting.extend((term, False) for term in one.terms if id(term) not in done)
    found = done[id(figure)]
    return np.full(number, found) if isinstance(found, float | int) else found


_Value = Draws | float | None
_Values = tuple[_Value, ...]
_Known = list[Draws | float]


_Operation = Callable[[_Values], _Value]


def _folded(run: Callable[[_Known], Draws | float], *, some: bool = False) -> _Operation:
    """RUN, which takes numbers and arrays alike, on what is known: all of it, or with SOME as much as there is."""

    def answer(terms: _Values) -> _Value:
        known = [term for term in terms if term is not None]
        return run(known) if known and (some or len(known) == len(terms)) else None

    return answer


def _on_arrays(run: "Callable[[_Arrays], Draws | None]") -> _Operation:
    """RUN on arrays alone: on those of one number each where all are numbers."""

    def answer(terms: _Values) -> _Value:
        number = next((len(term) for term in terms if isinstance(term, np.ndarray)), 0)
        found = run(
            tuple(np.full(number or 1, term) if isinstance(term, float | int) else term for term in terms),
        )
        return found if number or found is None else float(found[0])

    return answer


def _added(known: _Known) -> Draws | float:
    # One after the other, in the order of the terms, as a sum over rows does.
    found = known[0]
    for value in known[1:]:
        found = found + value
    return found


def _multiplied(known: _Known) -> Draws | float:
    found = known[0]
    for value in known[1:]:
        found = found * value
    return found


def _divided(known: _Known) -> Draws | float:
    first, second = known
    if isinstance(second, np.ndarray):
        # Draws that divide by 0 become NaN, and are left out of percentiles; the inner where keeps NumPy from warning.
        return np.where(second == 0, np.nan, first / np.where(second == 0, 1.0, second))
    return first / second if second else first * np.nan


def _less(known: _Known) -> Draws | float:
    first, second = known
    return first - second


_Arrays = tuple[Draws | None, ...]


def _all_known(run: Callable[..., Draws]) -> Callable[[_Arrays], Draws | None]:
    def answer(values: _Arrays) -> Draws | None:
        if any(value is None for value in values):
            return None
        return run(*values)

    return answer


def _any_known(run: Callable[[list[Draws]], Draws]) -> Callable[[_Arrays], Draws | None]:
    def answer(values: _Arrays) -> Draws | None:
        known = [value for value in values if value is not None]
        return run(known) if known else None

    return answer


def _repay(principal: Draws, rate: Draws, years: Draws) -> Draws:
    growth = (1 + rate) ** years
    factor = np.where(rate == 0, 1 / years, rate * growth / np.where(rate == 0, 1.0, growth - 1))
    return principal * factor


def _one_by_one(name: str) -> Callable[[_Arrays], Draws | None]:
    """Operation NAME draw by draw, for what has no closed form over arrays."""
    run = operations.OPERATIONS[name]

    def each(*values: Draws) -> Draws:
        answers = [run(tuple(float(value) for value in row)) for row in zip(*values, strict=True)]
        return np.array([np.nan if answer is None else answer for answer in answers])

    return _all_known(each)


def _largest(values: list[Draws]) -> Draws:
    return np.max(np.stack(values), axis=0)


def _smallest(values: list[Draws]) -> Draws:
    return np.min(np.stack(values), axis=0)


def _round_up(value: Draws) -> Draws:
    return np.ceil(value - 1e-9 * np.maximum(np.abs(value), 1.0))


def _round_down(value: Draws) -> Draws:
    return np.floor(value + 1e-9 * np.maximum(np.abs(value), 1.0))


_OPERATIONS: Final[Mapping[str, _Operation]] = {
    "sum": _folded(_added, some=True),
    "product": _folded(_multiplied),
    "quotient": _folded(_divided),
    "difference": _folded(_less),
    "maximum": _on_arrays(_any_known(_largest)),
    "minimum": _on_arrays(_any_known(_smallest)),
    "annuity": _on_arrays(_all_known(_repay)),
    "ceiling": _on_arrays(_all_known(_round_up)),
    "floor": _on_arrays(_all_known(_round_down)),
    "wait": _on_arrays(_one_by_one("wait")),
    "battery": _on_arrays(_one_by_one("battery")),
}
