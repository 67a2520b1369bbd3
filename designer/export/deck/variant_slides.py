"""Slides that set the design against the other designs of its project: one of all, one of each that a person asks for.

The figures of the others are those of their last saving, worked out anew whenever the deck is made, so that a slide
says nothing that the other design no longer is; when that was stands on the slide.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.export.deck.context import MOST_SUBTITLE, MOST_TITLE, DeckContext, fitting
from designer.export.deck.records import Bound, Card, Cards, Claim, DeckSlide, Difference, Table
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, number_text
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.review.effects.beside import Beside, found
from designer.review.effects.compared_figures import users_served
from designer.review.effects.comparison import Comparison, compared
from designer.review.effects.preview import State
from designer.review.headline_figures import BY_KEY, headline_value

_MOST_ROWS: Final = 8
_MOST_GIVEN: Final = 1
_GIVEN: Final = ("users", "tokens", "days", "bisection")
"""What a design gives, in the order in which a card asks for it."""
_SAME: Final = 1e-9
_NOT_SHARED: Final = 1.05
"""Oversubscription up to which servers do not share their uplinks, as the slide of what it delivers has it."""
_OF_WHAT_IS_KNOWN: Final = ", of what has a price"
_TOLD_FIRST: Final = ("buy", "run", "accelerators", "users", "facility")
"""Figures that stand in the table whether they differ or not."""


class _Paid(NamedTuple):
    """A figure by which designs are set against each other: the headline figure, and its verb."""

    key: str
    words: str


_PAID: Final = (_Paid("buy", "to buy"), _Paid("run", "to run"))


def variants(context: DeckContext) -> DeckSlide | None:
    """Return the slide of the project's designs side by side; None where it has one, or they count other money."""
    others = tuple(one for one in context.beside if _currency(one.state) == _currency(context.state))
    if not others:
        return None
    others = others[:3]
    names = (context.design.name, *(one.name for one in others))
    states = (context.state, *(one.state for one in others))
    title, subtitle = _told(context, names, states, others)
    cards = [
        _card(context, name, state, "as drawn here" if not place else f"saved {others[place - 1].saved}", states)
        for place, (name, state) in enumerate(zip(names, states, strict=True))
    ]
    cards[0] = replace(cards[0], proposed=True)
    note = "Variants of this project, each as it was saved last. Proposed is the design of this deck."
    return DeckSlide(id="options", title=title, subtitle=subtitle, left=(Cards(cards=tuple(cards), note=note),))


def _currency(state: State) -> str:
    return state.design.settings.prices.currency


def _headline(state: State, key: str) -> Figure | None:
    if key == "users":
        return users_served(state.design, state.results)
    return headline_value(key, state.results, state.design.settings.prices)


def _bound(others: Sequence[Beside], place: int, key: str, value: float | None) -> Bound:
    """Return the place of a headline figure: of the design itself for 0, else of one of OTHERS by its key."""
    path = f"headlines.{key}"
    return Bound(path=path if not place else f"variants.{others[place - 1].key}.{path}", value=value)


def _told(
    context: DeckContext, names: Sequence[str], states: Sequence[State], others: Sequence[Beside]
) -> tuple[Claim, Claim | None]:
    """Return which of the designs costs least, and what the others cost."""
    for paid in _PAID:
        figures = [_headline(state, paid.key) for state in states]
        amounts = [figure.value for figure in figures if figure is not None and figure.value]
        if len(amounts) == len(states):
            break
    else:
        text = f"{counted(len(states), 'variant')}, not all of them with a price"
        return Claim(text=text, stance="neutral"), None
    bound = tuple(_bound(others, place, paid.key, amount) for place, amount in enumerate(amounts))
    partly = _OF_WHAT_IS_KNOWN if any(figure is not None and figure.missing for figure in figures) else ""
    order = sorted(range(len(amounts)), key=lambda place: amounts[place])
    first = order[0]
    if amounts[order[-1]] - amounts[first] <= _SAME * amounts[order[-1]]:
        title = Claim(text=f"All {len(states)} variants cost the same {paid.words}{partly}", bound=bound)
        return title, None
    # Two that cost the least alike are told by neither name.
    alike = [place for place in order if amounts[place] - amounts[first] <= _SAME * amounts[first]]
    if len(alike) > 1:
        least = f"{counted(len(alike), 'variant')} cost least {paid.words}{partly}"
    else:
        whole = f"{names[first]} costs least {paid.words}{partly}"
        short = "The proposed one" if not first else "Another variant"
        least = fitting(whole, f"{short} costs least {paid.words}{partly}")
    dearer = [place for place in order if place not in alike]
    amount = [context.short(figures[place]) for place in dearer]
    one = f"{names[dearer[0]]}: {amount[0]}"
    told = f"{one} · {names[dearer[-1]]}: {amount[-1]}" if len(dearer) > 1 else one
    subtitle = Claim(
        text=fitting(f"{told} {paid.words}.", f"{one} {paid.words}.", most=MOST_SUBTITLE),
        bound=tuple(bound[place] for place in {dearer[0]: 0, dearer[-1]: 0}),
    )
    return Claim(text=least, bound=bound, stance="said" if first == 0 else "opposite"), subtitle


def _card(context: DeckContext, name: str, state: State, below: str, states: Sequence[State]) -> Card:
    """Return what people compare of a design; the same rows of each, those that any of them has."""
    given = [key for key in _GIVEN if any(_known(_headline(one, key)) for one in states)][:_MOST_GIVEN]
    keys = [key for key in ("buy", "run", "facility") if any(_known(_headline(one, key)) for one in states)]
    keys += [key for key in ("accelerators",) if any((_headline(one, key) or _NOTHING).value for one in states)]
    rows = [(_title(key), _cell(context, key, _headline(state, key))) for key in (*keys, *given)]
    return Card(title=name, below=below, rows=tuple(rows))


_NOTHING: Final = Figure(value=0.0, unit="", low=0.0, high=0.0)


def _known(figure: Figure | None) -> bool:
    return figure is not None and figure.known


def _title(key: str) -> str:
    return "Users served" if key == "users" else BY_KEY[key].plain


def _cell(context: DeckContext, key: str, figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "not known"
    if key == "accelerators":
        return count_text(figure.value)
    return context.short(figure, ranged=key in {"buy", "run"}) if figure.unit else number_text(figure.value)


def against(context: DeckContext, slide_id: str, key: str, told: list[str]) -> DeckSlide:
    """Return the slide that sets the design against the one that KEY names.

    Args:
        context: The design of the deck.
        slide_id: Id of the slide.
        key: Id of the variant, or MAIN.
        told: Takes a line where the other is not there.
    """
    other = found(context.beside, key)
    if other is None:
        why = "the design that it is set against is no longer in the project, or the project was never saved"
        told.append(f"{why}.")
        title = Claim(text="What this is set against is not there", stance="neutral")
        return DeckSlide(id=slide_id, title=title, own=True, computed=(title,), check_why=why)
    name = context.design.name
    try:
        found_out = compared((context.state, other.state), (name, other.name))
    except RefusedInput as problem:
        told.append(str(problem))
        title = Claim(text=fitting(f"{other.name} counts other money", "They count other money"), stance="neutral")
        return DeckSlide(id=slide_id, title=title, own=True, computed=(title,), check_why=str(problem))
    title = _step_claim(other, context.state)
    steps = found_out.steps
    subtitle = Claim(text=_capital(steps), bound=_step_bounds(context, other)) if steps else None
    if subtitle is not None and len(subtitle.text) > MOST_SUBTITLE:
        subtitle = None
    picture = Difference(
        before=context.design,
        after=other.state.design,
        alt=f"What differs from {name} to {other.name}",
    )
    table = _table(found_out, f"A: {name}, as drawn here. B: {other.name}, as saved {other.saved}.")
    return DeckSlide(
        id=slide_id,
        title=title,
        subtitle=subtitle,
        left=(picture,),
        right=(table,),
        notes=found_out.sentence,
        own=True,
    )


def _capital(text: str) -> str:
    return f"B against A: {text}."


def _step_bounds(context: DeckContext, other: Beside) -> tuple[Bound, ...]:
    """Return the figures that the steps rest on, of both designs."""
    return tuple(
        _bound((other,), place, key, figure.value)
        for key in ("buy", "facility")
        for place, state in enumerate((context.state, other.state))
        if (figure := _headline(state, key)) is not None
    )


def _step_claim(other: Beside, state: State) -> Claim:
    """Return how much more or less the other costs."""
    for paid in _PAID:
        figures = [_headline(one, paid.key) for one in (state, other.state)]
        if all(figure is not None and figure.value for figure in figures):
            break
    else:
        text = fitting(f"{other.name} beside what is drawn", "Another variant beside what is drawn")
        return Claim(text=text, stance="neutral")
    before, after = figures
    assert before is not None
    assert after is not None
    bound = (_bound((other,), 0, paid.key, before.value), _bound((other,), 1, paid.key, after.value))
    step = (after.value or 0.0) - (before.value or 0.0)
    partly = _OF_WHAT_IS_KNOWN if before.missing or after.missing else ""
    names = (other.name, "The variant B")
    if abs(step) <= _SAME * (after.value or 1.0):
        texts = [f"{name} costs the same {paid.words}{partly}" for name in names]
        return Claim(text=fitting(*texts), bound=bound)
    exact = Figure(value=abs(step), unit=after.unit, low=abs(step), high=abs(step))
    amount = _amount(exact)
    way = "more" if step > 0 else "less"
    texts = [f"{name} costs {amount} {way} {paid.words}{partly}" for name in names]
    return Claim(text=fitting(*texts, most=MOST_TITLE), bound=bound, stance="opposite" if step > 0 else "said")


def _amount(figure: Figure) -> str:
    from designer.model.figures.figure_text import shown

    text = shown(figure)
    return f"{text.number} {text.unit}".strip()


def _even(figures: Sequence[Figure | None]) -> bool:
    """Return whether no fabric of FIGURES is oversubscribed: then how much below one it is tells nothing."""
    return all(figure is None or figure.value is None or figure.value <= _NOT_SHARED for figure in figures)


def _narrow(text: str) -> str:
    """Return a figure as a narrow column has room for it; the title of the row says the month."""
    return text.replace("at least ", "≥ ").removesuffix(" / month").replace(" of what is known", "")


def _table(comparison: Comparison, note: str) -> Table:
    """Return the figures of both, those that differ and those that are asked for always."""
    rows = [
        row
        for row in comparison.rows
        if not row.key.startswith("buy:")
        and (row.key in _TOLD_FIRST or not row.changes[-1].startswith("the same"))
        and any(figure is not None and figure.known for figure in row.figures)
        and not (row.key == "oversubscription" and _even(row.figures))
    ]
    cells = tuple((row.title, *map(_narrow, row.texts), _narrow(row.changes[-1]) or "–") for row in rows[:_MOST_ROWS])
    return Table(
        header=("", "A", "B", "B less A"), rows=cells, numbers=(1, 2, 3), widths=(0.31, 0.23, 0.23, 0.23), note=note
    )
