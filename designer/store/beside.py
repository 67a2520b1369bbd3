"""The other designs of a project with their figures, as they are saved: read and analysed when a deck is made."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.records import RefusedInput
from designer.review.effects.beside import MAIN, MOST_OTHERS, Beside
from designer.review.effects.preview import State, state_of
from designer.review.own_rules import NO_OWN_RULES, OwnRules
from designer.store.project import OpenedProject, read_project
from designer.store.variants import as_variant, variants_of
from designer.store.versions import moment_of

_known: Final = Remembered[State](kept=8)
"""By the digest of the saved records and the day: a presentation makes its slides again and again."""
Place = tuple[Path, str]
"""The file of a project, and which of its designs is meant; "" is the main one."""


def beside(
    place: Place | None, design: Design, library: Library, today: date, own: OwnRules = NO_OWN_RULES
) -> tuple[Beside, ...]:
    """Return the other designs of the project at PLACE that the deck of DESIGN tells of.

    They are those that its slides name, and the first three. None is there without a file, with one that cannot be
    read, or where the project has one design.

    Args:
        place: Where the design lies; None of one that was never saved.
        design: The open design, as it is now.
        library: Parts.
        today: Day by which prices are old.
        own: Rules of plug-ins.
    """
    if place is None:
        return ()
    path, variant = place
    try:
        project = read_project(path)
    except RefusedInput:
        return ()
    named = {one.against for one in design.settings.deck.slides.values() if one.against}
    others = [one for one in variants_of(project) if one.id != variant]
    told = [one for place, one in enumerate(others) if place < MOST_OTHERS or (one.id or MAIN) in named]
    found: list[Beside] = []
    for one in told:
        try:
            make = partial(_state, project, one.id, library, today, own)
            state = _known.of((library,), (one.digest, today, own), make)
        except RefusedInput:
            # Damaged, or not to be analysed: a slide that names it says that it is not there.
            continue
        moment = moment_of(one.saved_at).astimezone()
        saved = f"{moment.day} {moment:%B %Y}, {moment:%H:%M}"
        found.append(Beside(one.id or MAIN, state.design.name, saved, state))
    return tuple(found)


def _state(project: OpenedProject, variant: str, library: Library, today: date, own: OwnRules) -> State:
    design = as_variant(project, variant).design
    return state_of(design, library.joined(design), today, own)
