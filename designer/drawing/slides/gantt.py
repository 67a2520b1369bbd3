"""A Gantt picture of phases as items of a page: bars to P50, whiskers to P90, milestones; window and deck share it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from designer.analysis.phases.records import PhaseSchedule, PhasesResult, PhaseStep, StepKey
from designer.drawing.records import Rect
from designer.drawing.slides.page import BoxItem, LineItem, PageItem, TextItem
from designer.review.phases.phase_words import EARLIEST, day_words, running_words

STEP_INK: Final[dict[StepKey, str]] = {
    "delivery": "layer:servers_fabric",
    "building": "layer:facility",
    "installation": "layer:data_storage",
    "energisation": "layer:training",
    "commissioning": "accent",
    "ramp": "layer:serving_apps",
}
"""Colour of each step; its name stands beside it too, so that nothing is told by colour alone."""
_LABEL_SHARE: Final = 0.24
"""Of the width, for the names of the rows."""
_END_SHARE: Final = 0.13
"""Of the width, at the right, for the day on which a phase runs."""
_LETTER: Final = 0.56
"""Width of a mean letter, of its size."""
_MOST_TICKS: Final = 9
_SEVERAL: Final = 3
"""More phases than so many get one row each, with their steps one behind the other."""


_Place = Callable[[float], float]
"""From a day to its place across."""


class _Row(NamedTuple):
    """One row: its name, its bars, and the phase that it tells the end of."""

    name: str
    steps: tuple[PhaseStep, ...]
    phase: PhaseSchedule | None
    ends: PhaseSchedule | None


def gantt_rows(found: PhasesResult) -> int:
    """Return how many rows the picture of FOUND has."""
    return len(_rows(found))


def gantt_items(found: PhasesResult, room: Rect, px: float, key: str = "gantt") -> tuple[PageItem, ...]:
    """Return the picture of FOUND in ROOM with letters of PX; rows are as high as the room allows."""
    return tuple(_items(found, room, px, key))


def gantt_words(found: PhasesResult) -> tuple[str, ...]:
    """Return what the picture shows in sentences, for those who do not see it."""
    told: list[str] = []
    for phase in found.phases:
        steps = [f"{step.title} until {day_words(step.end.p50)}" for step in phase.steps if step.key != "ramp"]
        told.append(f"{running_words(phase)} Ordered on {day_words(phase.order_date)}; {'; '.join(steps)}.")
    return tuple(told)


def gantt_tips(found: PhasesResult, key: str = "gantt") -> dict[str, str]:
    """Return what each bar and sign of the picture of FOUND says, by the key of its item."""
    told: dict[str, str] = {}
    for place, row in enumerate(_rows(found)):
        for step in row.steps:
            told[f"{key}/{place}/{step.key}"] = (
                f"{step.title}: from {day_words(step.start.p50)} to {day_words(step.end.p50)} (P50), "
                f"{day_words(step.end.p90)} (P90){f', {EARLIEST}' if step.at_least else ''}"
            )
        if row.ends is not None:
            told[f"{key}/{place}/order"] = f"{row.ends.title}: ordered on {day_words(row.ends.order_date)}"
            told[f"{key}/{place}/running"] = running_words(row.ends)
            if row.ends.wanted:
                told[f"{key}/{place}/wanted"] = f"{row.ends.title}: wanted on {day_words(row.ends.wanted)}"
    return told


def _rows(found: PhasesResult) -> list[_Row]:
    if len(found.phases) > _SEVERAL:
        return [_Row(phase.title, phase.steps, phase, phase) for phase in found.phases]
    rows: list[_Row] = []
    for phase in found.phases:
        rows.append(_Row(phase.title, (), phase, phase))
        rows += [_Row(step.title, (step,), None, None) for step in phase.steps]
    return rows


def _day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def _items(found: PhasesResult, room: Rect, px: float, key: str) -> Iterator[PageItem]:
    rows = _rows(found)
    # Something may be ordered before the rest of its phase.
    first = min(_day(day) for phase in found.phases for day in (phase.order_date, *(s.start.p50 for s in phase.steps)))
    last = max(_day(phase.full.p90) for phase in found.phases)
    label, end = room.width * _LABEL_SHARE, room.width * _END_SHARE
    plot = Rect(room.x + label, room.y + 2 * px, room.width - label - end, room.height - 2 * px)
    scale = plot.width / max(last - first, 1.0)

    def x_of(day: float) -> float:
        return plot.x + (day - first) * scale

    for number, tick in enumerate(_ticks(first, last)):
        x = x_of(tick.toordinal())
        yield LineItem(f"{key}/tick/{number}", ((x, plot.y), (x, plot.bottom)), ink="border", width=1.0)
        yield TextItem(f"{key}/year/{number}", x + 0.25 * px, room.y + 1.2 * px, _tick_words(tick), px, ink="muted")
    high = min(plot.height / max(len(rows), 1), 2.2 * px)
    for place, row in enumerate(rows):
        top = plot.y + place * high
        base = top + high / 2 + 0.35 * px
        strong = row.phase is not None
        most = max(int((label - px) / (px * _LETTER)), 4)
        indent = 0.0 if strong else px
        name = row.name if len(row.name) <= most else f"{row.name[: most - 1]}…"
        yield TextItem(
            f"{key}/{place}/name", room.x + indent, base, name, px, ink="text" if strong else "muted", strong=strong
        )
        for step in row.steps:
            yield from _bar(step, f"{key}/{place}/{step.key}", Rect(plot.x, top, plot.width, high), x_of)
        if row.ends is not None:
            yield from _milestones(row.ends, f"{key}/{place}", top + high / 2, px, x_of)
            mark = "≥ " if row.ends.at_least else ""
            yield TextItem(
                f"{key}/{place}/runs", room.right, base, f"{mark}{row.ends.running.p50}", px, strong=True, align="right"
            )


def _bar(step: PhaseStep, key: str, lane: Rect, x_of: _Place) -> Iterator[PageItem]:
    begin, end, late = (x_of(_day(day)) for day in (step.start.p50, step.end.p50, step.end.p90))
    thick = 0.5 * lane.height
    top = lane.y + (lane.height - thick) / 2
    box = Rect(begin, top, max(end - begin, 2.0), thick)
    # What has no known time is hatched: the bar ends there at the earliest.
    yield BoxItem(key, box, fill=STEP_INK[step.key], alpha=0.85, radius=thick / 5, hatched=step.at_least)
    if late > end + 1.0:
        middle = top + thick / 2
        yield LineItem(f"{key}/late", ((end, middle), (late, middle)), ink="text", width=2.0)
        yield LineItem(f"{key}/p90", ((late, top), (late, top + thick)), ink="text", width=2.0)


def _milestones(phase: PhaseSchedule, key: str, middle: float, px: float, x_of: _Place) -> Iterator[PageItem]:
    """Yield the order, a ring, the wished day, a square, and running, a full circle."""
    half = 0.32 * px
    for name, day, fill in (
        ("order", phase.order_date, ""),
        ("wanted", phase.wanted, ""),
        ("running", phase.running.p50, "accent"),
    ):
        if day:
            x = x_of(_day(day))
            rect = Rect(x - half, middle - half, 2 * half, 2 * half)
            yield BoxItem(f"{key}/{name}", rect, fill=fill, line="text", radius=0.0 if name == "wanted" else half)


def _ticks(first: float, last: float) -> Sequence[date]:
    """Return first days of quarters or years between two days, at most nine of them."""
    a, b = date.fromordinal(int(first)), date.fromordinal(int(last))
    number, end = 4 * a.year + (a.month + 2) // 3, 4 * b.year + (b.month - 1) // 3
    for step in (1, 2, 4, 8, 20, 40, 80, 200, 400):
        begin = -(-number // step) * step
        if (end - begin) // step + 1 <= _MOST_TICKS:
            return [date(one // 4, 3 * (one % 4) + 1, 1) for one in range(begin, end + 1, step)]
    return []


def _tick_words(day: date) -> str:
    return str(day.year) if day.month == 1 else f"Q{(day.month + 2) // 3} {day.year % 100:02d}"


def key_words(found: PhasesResult) -> str:
    """Return what bars, whiskers and signs mean, in one line."""
    hatched = f" Hatched bars end {EARLIEST}." if found.at_least else ""
    return f"Bars reach to P50, whiskers to P90. Ring: order; square: wanted; dot: runs.{hatched}"
