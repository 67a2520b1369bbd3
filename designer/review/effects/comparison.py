"""Up to four designs side by side: their figures, what each differs by from the first, and one sentence about it."""

from collections.abc import Iterable, Sequence
from typing import Final

from designer.analysis.uncertainty import with_likely
from designer.model.figures.figure import Figure, total
from designer.model.figures.figure_text import count_text, number_text
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import USD
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted, listed
from designer.review.effects.compared_figures import TO_ONE, oversubscription, users_served
from designer.review.effects.preview import State, effect_between
from designer.review.effects.records import change_text, row_text
from designer.review.headline_figures import HEADLINE_FIGURES, headline_value

MOST: Final = 4
"""Designs that are compared at once."""
_GIVES: Final = (
    "accelerators",
    "users",
    "bisection",
    "oversubscription",
    "busiest",
    "token",
    "first_token",
    "tokens",
    "run_days",
    "days",
)
_COUNTS: Final = frozenset({"accelerators"})
"""Figures that are numbers of things; what else has no unit is a share."""
_SHARES: Final = frozenset({"busiest"})
_OTHERS: Final = {"users": "Users served", "oversubscription": "Oversubscription of the fabric"}
"""Titles of what is no headline figure."""
_EVERY_YEAR: Final = ("run",)
_PLACE: Final = ("it", "it_max", "facility", "heat")
_MOST_STEPS: Final = 3
"""Kinds of devices that are told at a glance."""
_MOST_KINDS: Final = 8
"""Kinds of what is bought that have a row of their own; the rest is one."""


class ComparedRow(Record, frozen=True, kw_only=True):
    """One figure of all designs.

    Attributes:
        key: Of the headline figure, or "buy:KIND".
        title: Words for a list.
        group: Under which heading it stands.
        figures: Of each design; None where it has none.
        changes: From the first to each other: "+4.2 kW"; "" where that is not known.
    """

    key: str
    title: str
    group: str
    figures: tuple[Figure | None, ...]
    changes: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the figures as a table writes them."""
        return tuple(
            count_text(figure.value)
            if self.key in _COUNTS and figure is not None and figure.value is not None
            else row_text(figure)
            for figure in self.figures
        )


class Comparison(Record, frozen=True, kw_only=True):
    """Designs side by side.

    Attributes:
        names: Of the designs.
        sentence: How the last differs from the first.
        rows: Figures, in groups.
        added: What each has more or less than the first: "+4 switches".
        mended: What the review says of the first and no longer of each.
        raised: Errors and warnings that it says of each alone.
    """

    names: tuple[str, ...]
    sentence: str
    rows: tuple[ComparedRow, ...]
    added: tuple[tuple[str, ...], ...]
    mended: tuple[tuple[str, ...], ...]
    raised: tuple[tuple[str, ...], ...]

    @property
    def steps(self) -> str:
        """Return how the last differs from the first: "+4 switches, +380 k$, +7 kW"; "" where it does not."""
        rows = {row.key: row.changes[-1] for row in self.rows}
        devices = self.added[-1]
        if len(devices) > _MOST_STEPS + 1:
            devices = (*devices[:_MOST_STEPS], f"{len(devices) - _MOST_STEPS} more kinds")
        moved = [step for key in ("buy", "facility") if "+" in (step := rows.get(key, "")) or "−" in step]
        return ", ".join([*devices, *moved])


def compared(states: Sequence[State], names: Sequence[str]) -> Comparison:
    """Return STATES side by side, each compared with the first.

    Raises:
        RefusedInput: there are fewer than two or more than four, or they count money in different currencies.
    """
    if not 2 <= len(states) <= MOST:
        raise RefusedInput(f"From 2 to {MOST} designs are compared, not {len(states)}.")
    money = {state.design.settings.prices.currency for state in states}
    if len(money) > 1:
        raise RefusedInput(f"The designs count money in {listed(sorted(money))}; choose one currency for all first.")
    rows = [row for row in (*_bought(states), *_headlines(states)) if any(one is not None for one in row.figures)]
    effects = [effect_between(states[0], state) for state in states[1:]]
    return Comparison(
        names=tuple(names),
        sentence=_sentence(rows, states, names[-1]),
        rows=tuple(rows),
        added=tuple(effect.added for effect in effects),
        mended=tuple(effect.mended for effect in effects),
        raised=tuple(effect.raised for effect in effects),
    )


def _row(key: str, title: str, group: str, figures: Sequence[Figure | None]) -> ComparedRow:
    step = _points if key in _SHARES else change_text
    changes = tuple(step(figures[0], figure).removesuffix(f" {TO_ONE}") for figure in figures[1:])
    return ComparedRow(key=key, title=title, group=group, figures=tuple(figures), changes=changes)


def _points(before: Figure | None, after: Figure | None) -> str:
    """Return how a share differs, in points of a hundred: "+6.7 points"."""
    words = change_text(before, after)
    if before is None or after is None or before.value is None or after.value is None or words.startswith("the same"):
        return words
    step = 100 * (after.value - before.value)
    return f"{'+' if step > 0 else '−'}{number_text(abs(step))} points"


def _headlines(states: Sequence[State]) -> list[ComparedRow]:
    titles = {figure.key: figure.title for figure in HEADLINE_FIGURES} | _OTHERS
    groups = (("", ("buy",)), ("To run", _EVERY_YEAR), ("What it gives", _GIVES), ("Place and power", _PLACE))
    return [
        _row(
            key,
            titles[key],
            group,
            [_value(key, state) for state in states],
        )
        for group, keys in groups
        for key in keys
        if key in titles
    ]


def _value(key: str, state: State) -> Figure | None:
    if key == "users":
        return users_served(state.design, state.results)
    if key == "oversubscription":
        return oversubscription(state.results)
    return headline_value(key, state.results, state.design.settings.prices)


def _bought(states: Sequence[State]) -> list[ComparedRow]:
    """Return what is bought by kind, the dearest first; what a design has none of is nothing, not unknown."""
    by_kind: list[dict[str, list[Figure]]] = []
    for state in states:
        found: dict[str, list[Figure]] = {}
        for line in state.results.cost.lines if state.results.cost is not None else ():
            found.setdefault(line.kind, []).append(line.total_usd)
        by_kind.append(found)
    worth = {
        kind: max(sum(figure.value or 0.0 for figure in found.get(kind, ())) for found in by_kind)
        for kind in dict.fromkeys(kind for found in by_kind for kind in found)
    }
    # What costs nothing anywhere, as free software, is no row.
    priced = [kind for kind in worth if worth[kind] or any(_has_unknown(found.get(kind, ())) for found in by_kind)]
    dearest = sorted(priced, key=lambda kind: -worth[kind])
    rest = frozenset(dearest[_MOST_KINDS:])
    rows: list[ComparedRow] = []
    for kind in (*dearest[:_MOST_KINDS], *(["rest"] if rest else [])):
        kinds = rest if kind == "rest" else {kind}
        title = "All else" if kind == "rest" else KINDS[kind].plural if kind in KINDS else "Other"
        figures = [
            _sum(title, [one for each in kinds for one in found.get(each, ())], state)
            for found, state in zip(by_kind, states, strict=True)
        ]
        rows.append(_row(f"buy:{kind}", title, "To buy", figures))
    return rows


def _has_unknown(figures: Iterable[Figure]) -> bool:
    return any(not figure.known or figure.missing for figure in figures)


def _sum(title: str, figures: Sequence[Figure], state: State) -> Figure:
    summed = total(title, figures, USD) if figures else Figure(value=0.0, unit=USD, low=0.0, high=0.0)
    return in_currency(with_likely(summed), state.design.settings.prices)


def _sentence(rows: Sequence[ComparedRow], states: Sequence[State], name: str) -> str:
    """Return how the last design differs from the first, by the rows: money, what it gives, power, errors."""
    by_key = {row.key: row for row in rows}
    pieces: list[str] = []
    for key, less, more in (
        ("buy", "costs {} less to buy", "costs {} more to buy"),
        ("run", "takes {} a month less to run", "takes {} a month more to run"),
        ("accelerators", "has {} accelerators fewer", "has {} accelerators more"),
        ("users", "serves {} fewer", "serves {} more"),
        ("bisection", "carries {} less between its halves", "carries {} more between its halves"),
        ("days", "trains {} faster", "trains {} longer"),
        ("facility", "draws {} less", "draws {} more"),
    ):
        row = by_key.get(key)
        step = row.changes[-1] if row is not None else ""
        if not step or step.startswith("the same"):
            continue
        sign = next((letter for letter in step if letter in "+−"), "")
        # "Of what is known" belongs behind the verb.
        words, known, _ = step.replace("+", "").replace("−", "").partition(" of what is known")
        pieces.append(f"{(less if sign == '−' else more).format(words)}{known}")
    ratio = by_key.get("oversubscription")
    if ratio is not None and ratio.changes[-1] not in ("", "the same"):
        pieces.append(f"is oversubscribed {ratio.texts[-1]} where it was {ratio.texts[0]}")
    errors = [sum(1 for one in state.findings if one.severity == "error") for state in states]
    if errors[0] != errors[-1]:
        told = counted(errors[-1], "error") if errors[-1] else "no error"
        pieces.append(f"has {told} where there {'was' if errors[0] == 1 else 'were'} {errors[0]:,}")
    if not pieces:
        return f"{name} costs, draws and gives the same."
    return f"{name} {listed(pieces, None)}."
