"""The proposal: step after step on the design that the one before leads to, with the prices of the bill."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from designer.analysis.results import CostLine
from designer.catalog.library import Library
from designer.edit.make_real.canvas import tidy_canvas
from designer.edit.make_real.chain import draw_chain
from designer.edit.make_real.cooling import draw_cooling
from designer.edit.make_real.emptied import remove_emptied
from designer.edit.make_real.places import place_racks, sized_anew
from designer.edit.make_real.plant_places import place_plant
from designer.edit.make_real.rack_power import draw_strips
from designer.edit.make_real.racks import draw_racks
from designer.edit.make_real.records import NOTHING, STEPS, Line, Made, Wishes
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure import count_of, product, total
from designer.model.kinds import CABLING
from designer.model.money.conversion import in_currency
from designer.model.wording import counted
from designer.review.effects.preview import State, effect_between, state_of
from designer.review.make_real.known import draws_of, heat_of, power_and_heat
from designer.review.make_real.place_rows import place_rows
from designer.review.make_real.records import PricedLine, Proposal
from designer.review.own_rules import NO_OWN_RULES, OwnRules

Told = Callable[[int, int, str], None]
"""(steps done, of so many, what is done now)."""
_ALL: Final = 7
LABEL: Final = "Make it real"
_FIXES: Final = "fixes"


def _quiet(done: int, of: int, what: str) -> None:
    """Tell nobody."""


def steps_of(
    design: Design, library: Library, wishes: Wishes, told: Told | None = None
) -> tuple[tuple[Line, ...], ChangeSet, Design]:
    """Return the lines of all steps but the cables, what they come to, and the design with it.

    Args:
        design: The sketch.
        library: Parts on hand.
        wishes: Choices of the person.
        told: Is told how far it is.
    """
    say = told or _quiet
    wanted = set(wishes.steps)
    edit, lines, now = ChangeSet(label=LABEL), list[Line](), design

    def take(made: Made) -> None:
        nonlocal edit, now
        lines.extend(made.lines)
        if made.edit:
            edit = edit.then(made.edit)
            now = made.edit.applied(now)

    if "racks" in wanted:
        say(0, _ALL, "racks")
        take(draw_racks(now, library, wishes, draws_of(now, power_and_heat(now, library))))
    if "room" in wanted:
        say(1, _ALL, "places on the floor")
        take(place_racks(now, wishes))
    if "cooling" in wanted:
        say(2, _ALL, "cooling")
        known = power_and_heat(now, library)
        take(draw_cooling(now, library, wishes, draws_of(now, known), heat_of(now, known)))
    if "power" in wanted:
        say(3, _ALL, "power")
        draws = draws_of(now, power_and_heat(now, library))
        take(draw_strips(now, library, wishes, draws))
        take(draw_chain(now, library, wishes, draws))
    if "room" in wanted:
        take(place_plant(design, now, wishes))
        lines = sized_anew(lines, design, now)
    if "racks" in wanted:
        take(remove_emptied(design, now, wishes))
    if "canvas" in wanted:
        say(4, _ALL, "places on the canvas")
        take(tidy_canvas(design, now, wishes))
    edit.label = LABEL
    order = {step: place for place, step in enumerate(STEPS)}
    lines.sort(key=lambda line: order[line.step])
    return tuple(lines), edit, now


def propose(
    design: Design,
    library: Library,
    wishes: Wishes,
    today: date,
    told: Told | None = None,
    own: OwnRules = NO_OWN_RULES,
) -> Proposal:
    """Return what would make DESIGN real, with prices, figures and findings before and after.

    Args:
        design: The sketch.
        library: Parts on hand.
        wishes: Choices of the person.
        today: For prices and findings.
        told: Is told how far it is.
        own: Rules of plug-ins.
    """
    say = told or _quiet
    say(0, _ALL, "the design as it is")
    old = state_of(design, library, today, own)
    mended = _mended(old, library, wishes, today, own)
    fixed = mended.edit.applied(design)
    lines, edit, after = steps_of(fixed, library, wishes, told)
    lines, edit = (*mended.lines, *lines), mended.edit.then(edit)
    say(5, _ALL, "the design made real")
    new = state_of(after, library, today, own) if edit else old
    say(6, _ALL, "prices")
    found = [_priced(line, new) for line in lines]
    if "cables" in wishes.steps:
        found += _cables(old, new)
    effect = effect_between(old, new)
    return Proposal(
        lines=tuple(found),
        edit=edit,
        after=after,
        effect=replace(effect, rows=(*place_rows(old, new), *effect.rows)),
        errors=(_errors(old), _errors(new)),
        left=tuple(one.message for one in new.findings if one.severity in {"error", "warning"}),
    )


def _mended(state: State, library: Library, wishes: Wishes, today: date, own: OwnRules) -> Made:
    """Return those fixes of the errors that the sketch has by itself that do good; no place mends its wiring."""
    if "fixes" not in wishes.steps or not _errors(state):
        return NOTHING
    # Loaded where there is something to mend.
    from designer.review.effects.mending import mend_all

    found = mend_all(_goes_on, state.design, library, today, own=own)
    if not found.steps:
        return NOTHING
    taken = _FIXES not in wishes.left_out
    line = Line(
        key=_FIXES,
        step="fixes",
        title=f"Mend {counted(len(found.steps), 'error')}",
        why="; ".join(one.label for one in found.steps),
        count=len(found.steps),
        taken=taken,
    )
    return Made(edit=found.edit if taken else ChangeSet(), lines=(line,))


def _goes_on(done: int, of: int, what: str) -> bool:
    return True


def _errors(state: State) -> int:
    return sum(one.severity == "error" for one in state.findings)


def _lines_of(state: State) -> Sequence[CostLine]:
    return state.results.cost.lines if state.results.cost is not None else ()


def _priced(line: Line, state: State) -> PricedLine:
    """LINE at the price that the bill has for its part."""
    bought = next((one for one in _lines_of(state) if one.part and one.part == line.part), None)
    if bought is None or not bought.unit_usd.known or not line.count:
        return PricedLine(line=line)
    book = state.design.settings.prices
    number = count_of(line.title, line.count)
    price = in_currency(product(f"{line.title}: price", (number, bought.unit_usd), "USD"), book)
    return PricedLine(line=line, price=price, basis=bought.basis)


def _cables(old: State, new: State) -> list[PricedLine]:
    """Lines of the cables and optics that the bill has now and had not, or had in other lengths."""
    before = _grouped(old)
    book = new.design.settings.prices
    found: list[PricedLine] = []
    for key, pieces in _grouped(new).items():
        if _same(before.get(key), pieces):
            continue
        one = pieces[0]
        quantity = sum(piece.quantity for piece in pieces)
        lengths = sorted({piece.length_m for piece in pieces if piece.length_m is not None})
        numbers = sorted({piece.part_number for piece in pieces if piece.part_number})
        words: list[str] = []
        if lengths:
            words.append(_lengths(pieces))
        if numbers:
            words.append(numbers[0] if len(numbers) == 1 else f"{counted(len(numbers), 'part number')}")
        elif not one.part:
            words.append(one.rests_on.partition(".")[0] or "no part of the catalog fits, so it is planned by rule")
        price = in_currency(total(one.name, [piece.total_usd for piece in pieces], "USD"), book)
        line = Line(
            key=f"cable:{one.part or one.name}",
            step="cables",
            title=one.name,
            part=one.part,
            why=", ".join(words),
            count=quantity,
            follows=True,
        )
        known = price if price.value is not None else None
        found.append(PricedLine(line=line, price=known, basis=one.basis))
    return found


def _group(line: CostLine) -> tuple[str, str]:
    return line.part, "" if line.part else line.name


def _grouped(state: State) -> dict[tuple[str, str], list[CostLine]]:
    """Cables and optics of the bill, the lengths of one together."""
    first: dict[tuple[str, str], list[CostLine]] = {}
    for line in _lines_of(state):
        if line.kind in CABLING:
            first.setdefault(_group(line), []).append(line)
    return first


def _same(before: Sequence[CostLine] | None, after: Sequence[CostLine]) -> bool:
    def told(lines: Sequence[CostLine]) -> list[tuple[float, int]]:
        return sorted((line.length_m or 0.0, line.quantity) for line in lines)

    return before is not None and told(before) == told(after)


def _lengths(pieces: Sequence[CostLine]) -> str:
    by_length: dict[float, int] = {}
    for piece in pieces:
        if piece.length_m is not None:
            by_length[piece.length_m] = by_length.get(piece.length_m, 0) + piece.quantity
    told = [f"{quantity:,} of {length:g} m" for length, quantity in sorted(by_length.items())]
    if len(told) > 3:
        some = sorted(by_length)
        return f"{some[0]:g} to {some[-1]:g} m, in {len(some)} lengths"
    return ", ".join(told)
