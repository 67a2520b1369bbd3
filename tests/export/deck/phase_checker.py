"""Forms of the sentences about phases, judged from what `analyze --json` prints alone."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from designer.drawing.slides.page import BoxItem, PageItem, TextItem

Document = Mapping[str, Any]
Match = re.Match[str]
DAY: Final = r"(\d{1,2} [A-Z][a-z]+ \d{4})"


def iso(words: str) -> str:
    """Return "3 March 2028" as an ISO day."""
    return datetime.strptime(words, "%d %B %Y").date().isoformat()


def gantt_wrong(items: Sequence[PageItem], document: Document) -> Iterator[str]:
    """Yield what a Gantt picture says that is not true of DOCUMENT: days told, and places of bars in time."""
    phases = document["phases"]["phases"]
    told = [item.text for item in items if isinstance(item, TextItem) and item.key.endswith("/runs")]
    if told != [f"{'≥ ' if phase['missing'] else ''}{phase['running']['p50']}" for phase in phases]:
        yield f"days: {told}"
    steps = [step for phase in phases for step in phase["steps"]]
    keys = {step["key"] for step in steps}
    bars = [item for item in items if isinstance(item, BoxItem) and item.key.rpartition("/")[2] in keys]
    if len(bars) != len(steps):
        yield f"{len(bars)} bars of {len(steps)} steps"
        return
    ends = [
        (x, date.fromisoformat(step[end]["p50"]).toordinal())
        for bar, step in zip(bars, steps, strict=True)
        for x, end in ((bar.rect.x, "start"), (bar.rect.right, "end"))
    ]
    # All ends of bars lie on one straight line over their days; a bar is two wide at least.
    (x0, d0), (x1, d1) = min(ends, key=lambda one: one[1]), max(ends, key=lambda one: one[1])
    for x, day in ends:
        if abs(x - x0 - (x1 - x0) * (day - d0) / max(d1 - d0, 1)) > 2.5:
            yield f"a bar ends at {x:.0f} on {date.fromordinal(day)}"
    if [bar.hatched for bar in bars] != [step["at_least"] for step in steps]:
        yield "what is hatched"


def years_wrong(header: Sequence[str], rows: Sequence[Sequence[str]], document: Document) -> Iterator[str]:
    """Yield each cell of the table of years that is not what DOCUMENT has of the last quarter of its year."""
    from tests.export.deck.claim_checker import is_amount

    keys = ("spent_usd_p50", "spent_usd_p90", "peak_w_p50")
    ends = {one["quarter"][:4]: one for one in document["phases"]["quarters"]}
    for row, key in zip(rows, keys, strict=True):
        for year, cell in zip(header[1:], row[1:], strict=True):
            value = ends[year][key] if year in ends else None
            number, _, unit = cell.rpartition(" ")
            step = {"k": 1e3, "M": 1e6, "G": 1e9}.get(unit[:1], 1.0)
            near = value is not None and abs(float(number.replace("\u202f", "")) * step - value) <= 0.051 * value + 0.5
            if not (near if unit.endswith("W") else is_amount(cell, value)):
                yield f"{row[0]} {year}: {cell}"


def _running(m: Match, d: Document) -> bool:
    """Judge who runs, from when, and whether the day is the earliest one."""
    found = d["phases"]
    count = len(found["phases"])
    named = {"All": True, f"All {count} phases": count > 1}.get(
        m[1], count == 1 and m[1] == found["phases"][0]["title"]
    )
    lacking = any(phase["missing"] for phase in found["phases"])
    last = max(phase["running"]["p50"] for phase in found["phases"])
    return bool(named) and iso(m[2]) == found["running"]["p50"] >= last and (m[3] is not None) == lacking


def _late(m: Match, d: Document) -> bool:
    return iso(m[1]) == d["phases"]["running"]["p90"]


def _late_and_cost(m: Match, d: Document) -> bool:
    from tests.export.deck.claim_checker import is_amount

    delay = d["phases"]["delay_usd_per_month"]
    return _late(m, d) and is_amount(m[3], delay["value"]) and (m[2] is not None) == bool(delay["missing"])


PHASE_PATTERNS: Final[Mapping[str, tuple[str, Callable[[Match, Document], bool]]]] = {
    "phases run": (rf"(.+) can run from {DAY}( at the earliest)?", _running),
    "phases late and cost": (
        rf"Nine draws of ten run by {DAY}; each month of delay costs (at least )?(.*)\.",
        _late_and_cost,
    ),
    "phases late": (rf"Nine draws of ten run by {DAY}\.", _late),
}
