"""Map of network cards of a host to the accelerators that they serve: read from text."""

import re
from typing import Final

from designer.model.records import RefusedInput

GPU_CARDS: Final = "gpu_cards"
"""Name of the choice that holds it."""
_MOST: Final = 1_000
_RUN: Final = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?:(\d{1,4})(?:-(\d{1,4}))?")


def cards_of(text: str) -> dict[int, int] | None:
    """Return the card of each accelerator, both from 1, that TEXT names as "1:1, 2:1" or "1-8:1-8"; None for none.

    Raises:
        RefusedInput: it is no such list, or an accelerator stands in it twice.
    """
    if not text.strip():
        return None
    found: dict[int, int] = {}
    for piece in re.split(r"[,;\s]+", text.strip().strip(",;")):
        match = _RUN.fullmatch(piece)
        if match is None:
            raise RefusedInput(f"{piece[:40]!r} names no card; write 1:1 or 1-8:1-8, accelerator and then card.")
        first, last, card, until = (int(number) if number else 0 for number in match.groups())
        ours = range(first, (last or first) + 1)
        theirs = range(card, (until or card) + 1)
        # One card for all of the run, or as many cards as accelerators.
        if len(theirs) not in {1, len(ours)} or not ours or not theirs:
            raise RefusedInput(f"{piece} gives {len(ours)} accelerators {len(theirs)} cards; give one, or as many.")
        if not first or not card or max(*ours, *theirs, 0) > _MOST:
            raise RefusedInput(f"{piece} is out of range; accelerators and cards count from 1 to {_MOST:,}.")
        for place, accelerator in enumerate(ours):
            if accelerator in found:
                raise RefusedInput(f"Accelerator {accelerator} stands twice; it is served by one card.")
            found[accelerator] = theirs[place] if len(theirs) > 1 else card
    return found
