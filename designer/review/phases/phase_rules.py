"""Rules about phases: too late for the wished day, power that comes after it, unknown times, names that are gone."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from designer.analysis.results import Results
from designer.model.design import Design
from designer.model.figures.figure_text import percent_text
from designer.model.phase_plan import Phase
from designer.model.wording import counted, listed
from designer.review.findings import Finding
from designer.review.phases.phase_words import day_words, missing_words, running_words
from designer.review.registry import rule

_EVEN: Final = 0.5
"""Chance below which a wished day is missed more often than kept."""


@rule({"phase-too-late": "warning"}, layer="", reads=("phases",))
def phase_too_late(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Phases that run by their wished day in fewer than half of the draws."""
    for phase in results.phases.phases if results.phases is not None else ():
        chance = phase.chance_of_wanted
        if chance is None or chance >= _EVEN:
            continue
        late = date.fromisoformat(phase.running.p50) - date.fromisoformat(phase.wanted)
        if phase.critical_step == "energisation":
            advice = "It waits for the utility most often: an earlier order alone does not help."
        else:
            day = date.fromisoformat(phase.order_date) - max(late, timedelta(0))
            gone = ", which is past" if day < today else ""
            waits = f" for {phase.critical}" if phase.critical else ""
            ordered = day_words(day.isoformat())
            advice = f"It waits{waits} most often; ordered on {ordered}{gone}, every second draw keeps it."
        yield Finding(
            rule="phase-too-late",
            severity="warning",
            message=f"{phase.title} runs by {day_words(phase.wanted)}, the day on which it is wanted, in "
            f"{percent_text(chance)} of the draws.",
            detail=f"{running_words(phase)} {advice}",
        )


@rule({"power-after-wanted": "warning"}, layer="", reads=("phases",))
def power_after_wanted(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Phases that are wanted to run before the utility gives power at all."""
    phases = design.settings.phases
    for phase in phases if results.phases is not None else ():
        begins = phase.energised or phases[0].energised
        if phase.wanted and begins > phase.wanted:
            yield Finding(
                rule="power-after-wanted",
                severity="warning",
                message=f"{phase.name} is wanted on {day_words(phase.wanted)}, but the utility gives power from "
                f"{day_words(begins)} on.",
                detail="Ask for an earlier connection or power for the time between, or let it be wanted later.",
            )


@rule({"phase-time-unknown": "note"}, layer="", reads=("phases",))
def phase_time_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Phases with something that has no known time, so that their dates are the earliest ones."""
    lacking = [phase for phase in results.phases.phases if phase.missing] if results.phases is not None else []
    if lacking:
        names = list(dict.fromkeys(name for phase in lacking for name in phase.missing))
        yield Finding(
            rule="phase-time-unknown",
            severity="note",
            message=f"Dates of {counted(len(lacking), 'phase')} are the earliest ones. {missing_words(names)}",
            detail="Ask for delivery times and set them by kind or part, as lead_weeks: server=20/26/40; for power, "
            "the day that the utility says.",
        )


@rule({"phase-order-late": "warning"}, layer="", reads=("phases",))
def phase_order_late(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Orders that go out later than the day that would be early enough in every second draw for the wished day."""
    for phase in results.phases.phases if results.phases is not None else ():
        late = [item for item in phase.items if phase.wanted and item.order_by and item.order_by.p50 < item.ordered]
        if not late:
            continue
        first = min(late, key=lambda item: item.order_by.p50 if item.order_by else "")
        latest = first.order_by.p50 if first.order_by else ""
        gone = ", which is past" if date.fromisoformat(latest) < today else ""
        more = f" {counted(len(late) - 1, 'more order')} of it {_are(len(late) - 1)} late too." if len(late) > 1 else ""
        yield Finding(
            rule="phase-order-late",
            severity="warning",
            message=f"{first.name} of {phase.title} is ordered on {day_words(first.ordered)}, and had to be by "
            f"{day_words(latest)}{gone}, to run by {day_words(phase.wanted)} in every second draw.{more}",
            detail="Order it earlier, on a day of its own: orders of the phase; or let the phase be wanted later.",
        )


@rule({"phase-empty": "warning"}, layer="", reads=("phases",))
def phase_empty(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Phases in which nothing of the design is bought, so that they add nothing."""
    for phase in results.phases.phases if results.phases is not None else ():
        if not phase.items:
            yield Finding(
                rule="phase-empty",
                severity="warning",
                message=f"{phase.title} holds nothing: nothing is bought in it, and it adds neither power nor users.",
                detail="Set what it holds, as holds: pod=2; what no phase names is in the first.",
            )


@rule({"phase-holds-unknown": "warning"}, layer="")
def phase_holds_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Phases that hold what is not drawn, or more copies of it than there are."""
    phases = design.settings.phases
    for node_id in dict.fromkeys(name for phase in phases for name in phase.holds):
        held = sum(phase.holds.get(node_id, 0) for phase in phases)
        total = design.total_copies(node_id) if node_id in design.nodes else 0
        if held > total:
            names = listed([phase.name for phase in phases if node_id in phase.holds])
            title = design.nodes[node_id].title if node_id in design.nodes else node_id
            yield Finding(
                rule="phase-holds-unknown",
                severity="warning",
                message=f"{names} {_verb(phases, node_id)} {held:,} of {title}, of which there are {total:,}.",
                detail="What is too many counts nowhere: the later phases get less. Set what each phase holds.",
                ids=(node_id,) if node_id in design.nodes else (),
            )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _verb(phases: tuple[Phase, ...], node_id: str) -> str:
    return "holds" if sum(node_id in phase.holds for phase in phases) == 1 else "hold"
