"""Availability of a design whose work is known: what can fail is read, played and summed up.

What every analysis says of availability is played here too, so that window, report, deck and command agree.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from designer.analysis.availability.model import FailingModel, model_of
from designer.analysis.availability.parts import WorkOutcome, joined, play
from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.availability.settings import RunSettings
from designer.analysis.availability.summary import summed_up
from designer.analysis.availability.works import Work, works_of
from designer.analysis.results import Results
from designer.analysis.workloads.results import WorkloadsResult
from designer.model.design import Design
from designer.model.records import RefusedInput

Players = Callable[[FailingModel], Iterable[tuple[WorkOutcome, ...]]]
"""Plays the parts of a model and yields their outcomes in order; fewer where it is stopped."""


def here(model: FailingModel) -> Iterable[tuple[WorkOutcome, ...]]:
    """Play the parts of MODEL one after the other."""
    for part in range(model.parts):
        yield play(model, part)


def availability_of(
    design: Design, settings: RunSettings, works: Sequence[Work], players: Players = here
) -> AvailabilityResult:
    """Return the availability of WORKS of DESIGN by SETTINGS, played by PLAYERS.

    Raises:
        RefusedInput: so much fails that it cannot be held.
    """
    model = model_of(design, works, settings)
    return summed_up(design, model, settings, played(model, players))


def played(model: FailingModel, players: Players = here) -> tuple[WorkOutcome, ...]:
    """Return the outcome of all parts of MODEL that PLAYERS play.

    Raises:
        RefusedInput: not a single part was played.
    """
    parts = list(players(model))
    if not parts:
        raise RefusedInput("It was stopped before anything was played.")
    return joined(parts)


def usual_availability(design: Design, found: WorkloadsResult | None) -> AvailabilityResult | None:
    """Return the availability that an analysis tells, by the usual settings: that of the command without options.

    Args:
        design: The design.
        found: Its workloads with nothing failed; None where none are drawn.

    Returns:
        None where no machine is drawn; without work, and with the reason in its notes, where too much fails.
    """
    settings = RunSettings()
    works = works_of(design, found, None)
    if not any(work.hosts for work in works):
        return None
    try:
        return availability_of(design, settings, works)
    except (RefusedInput, ValueError) as problem:
        return AvailabilityResult(
            years=settings.years, draws=0, seed=settings.seed, crews=None, works=(), notes=(str(problem),)
        )


def with_availability(design: Design, results: Results) -> Results:
    """Return RESULTS of a whole analysis of DESIGN with its availability: what deck, report and viewer tell of it.

    Where something has failed, or demand is multiplied, it is left out: histories begin with the design as it is.
    """
    if results.availability is not None or results.workloads is None or results.failed or results.load != 1:
        return results
    return replace(results, availability=usual_availability(design, results.workloads))
