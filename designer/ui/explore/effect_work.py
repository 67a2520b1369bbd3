"""Effects of an edit that is not made yet, worked out in a background process; no Qt here."""

from typing import TYPE_CHECKING

from msgspec import structs

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.records import Effect
from designer.ui.jobs.background_process import Progress
from designer.worker import answer, decode_reply

if TYPE_CHECKING:
    from designer.review.effects.preview import State


def find_effect(progress: Progress, before: tuple[Design, bytes], after: tuple[Design, bytes]) -> Effect:
    """Return what leads from one design to the other.

    Args:
        progress: Is told how far it is.
        before: The design, and the request for its analysis as bytes.
        after: The same with the edit.

    Raises:
        RefusedInput: one of them cannot be analysed.
    """
    return _effect_and_states(progress, before, after)[0]


def find_fabric_effect(progress: Progress, before: tuple[Design, bytes], after: tuple[Design, bytes]) -> Effect:
    """Return what `find_effect` does, with what the fabric and those who use it feel."""
    from designer.review.effects.fabric_rows import fabric_rows

    effect, states = _effect_and_states(progress, before, after)
    return structs.replace(effect, rows=(*effect.rows, *fabric_rows(*states)))


def _effect_and_states(
    progress: Progress, before: tuple[Design, bytes], after: tuple[Design, bytes]
) -> tuple[Effect, tuple["State", "State"]]:
    from designer.review.effects.preview import effect_between

    states = (_state(progress, 0, before), _state(progress, 1, after))
    return effect_between(*states), states


def _state(progress: Progress, place: int, side: tuple[Design, bytes]) -> "State":
    # The rules are loaded in the process alone; the window never needs them.
    from designer.review.effects.preview import State

    progress(place, 2, "as it is" if place == 0 else "with the edit")
    reply = decode_reply(answer(side[1]))
    if reply.results is None:
        raise RefusedInput(reply.error)
    return State(side[0], reply.results, reply.findings)
