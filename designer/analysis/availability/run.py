"""Availability of a design in one call."""

from collections.abc import Callable, Iterable, Sequence

from designer.analysis.availability.model import FailingModel, model_of
from designer.analysis.availability.parts import WorkOutcome, joined, play
from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.availability.settings import RunSettings
from designer.analysis.availability.summary import summed_up
from designer.analysis.availability.works import Work, works_of
from designer.analysis.run import analyze
from designer.model.design import Design
from designer.model.records import RefusedInput

Players = Callable[[FailingModel], Iterable[tuple[WorkOutcome, ...]]]
"""Plays the parts of a model and yields their outcomes in order; fewer where it is stopped."""


def here(model: FailingModel) -> Iterable[tuple[WorkOutcome, ...]]:
    """Play the parts of MODEL one after the other."""
    for part in range(model.parts):
        yield play(model, part)


def availability(
    design: Design, settings: RunSettings, players: Players = here, works: Sequence[Work] | None = None
) -> AvailabilityResult:
    """Return the availability of DESIGN's services and jobs over many histories of failures and repairs.

    Args:
        design: The design.
        settings: How long, how many, with how many crews.
        players: Plays the parts; here, one after the other, unless told otherwise.
        works: The work of the design where it is known already.

    Raises:
        RefusedInput: a setting is out of range, no machine is drawn, or so much fails that it cannot be held.
    """
    settings.checked()
    works = works_in(design, settings) if works is None else works
    model = model_of(design, works, settings)
    return summed_up(design, model, settings, played(model, players))


def works_in(design: Design, settings: RunSettings) -> tuple[Work, ...]:
    """Return the work of DESIGN with nothing failed.

    Raises:
        RefusedInput: no machine is drawn.
    """
    works = works_of(design, analyze(design, only=("workloads",)).workloads, settings.usd_per_hour)
    if not works or not any(work.hosts for work in works):
        raise RefusedInput("No machine is drawn: add servers, whose failures and repairs are drawn then.")
    return works


def played(model: FailingModel, players: Players = here) -> tuple[WorkOutcome, ...]:
    """Return the outcome of all parts of MODEL that PLAYERS play.

    Raises:
        RefusedInput: not a single part was played.
    """
    parts = list(players(model))
    if not parts:
        raise RefusedInput("It was stopped before anything was played.")
    return joined(parts)
