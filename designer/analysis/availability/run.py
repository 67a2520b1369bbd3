"""Availability of a design in one call."""

from collections.abc import Sequence
from typing import Final

from designer.analysis.availability.playing import Players, availability_of, here, played
from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.availability.settings import RunSettings
from designer.analysis.availability.works import Work, works_of
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.records import RefusedInput

_WHOLE: Final = ("network", "power", "cooling", "cost", "workloads")
"""Behind a full link, and where power or cooling is short, work is slower."""

__all__ = ["Players", "availability", "here", "played", "works_in"]


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
    return availability_of(design, settings, works_in(design, settings) if works is None else works, players)


def works_in(design: Design, settings: RunSettings, library: Library | None = None) -> tuple[Work, ...]:
    """Return the work of DESIGN with nothing failed, as a whole analysis with the parts of LIBRARY on hand has it.

    Raises:
        RefusedInput: no machine is drawn.
    """
    works = works_of(design, analyze(design, only=_WHOLE, library=library).workloads, settings.usd_per_hour)
    if not works or not any(work.hosts for work in works):
        raise RefusedInput("No machine is drawn: add servers, whose failures and repairs are drawn then.")
    return works
