"""What a background process works out of an edit that is not made yet; no Qt here."""

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.records import Effect
from designer.ui.background_process import Progress
from designer.worker import answer, decode_reply


def find_effect(progress: Progress, before: tuple[Design, bytes], after: tuple[Design, bytes]) -> Effect:
    """Return what leads from one design to the other.

    Args:
        progress: Is told how far it is.
        before: The design, and the request for its analysis as bytes.
        after: The same with the edit.

    Raises:
        RefusedInput: one of them cannot be analysed.
    """
    # The rules are loaded in the process alone; the window never needs them.
    from designer.review.effects.preview import State, effect_between

    states: list[State] = []
    for place, (design, request) in enumerate((before, after)):
        progress(place, 2, "as it is" if place == 0 else "with the edit")
        reply = decode_reply(answer(request))
        if reply.results is None:
            raise RefusedInput(reply.error)
        states.append(State(design, reply.results, reply.findings))
    return effect_between(states[0], states[1])
