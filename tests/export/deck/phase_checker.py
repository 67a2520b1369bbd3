"""Forms of the sentences about phases, judged from what `analyze --json` prints alone."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

Document = Mapping[str, Any]
Match = re.Match[str]
DAY: Final = r"(\d{1,2} [A-Z][a-z]+ \d{4})"


def iso(words: str) -> str:
    """Return "3 March 2028" as an ISO day."""
    return datetime.strptime(words, "%d %B %Y").date().isoformat()


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
