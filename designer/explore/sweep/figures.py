"""Figures that count, by the dotted keys of `analyze --json`: what has to be worked out for them, and reading them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from designer.analysis.sections import ALL, ALSO, ANALYSES
from designer.catalog.library import near_ids
from designer.explore.sweep.table import FigureCell
from designer.model.records import RefusedInput
from designer.review.headline_figures import BY_KEY

COUNTS: Final = "counts"
FINDINGS: Final = "findings"
HEADLINES: Final = "headlines"
AVAILABILITY: Final = "availability"
"""Played over many histories of failures and repairs, which `analyze` does not: the command `availability` does."""
_SHARES: Final = ("available", "full", "served", "goodput")
"""Shares of the time and of the work, which can only be less for what is unknown."""
_PLAYED: Final = (
    *_SHARES,
    "work_lost",
    "down_h_per_year",
    "outages_per_year",
    "interruptions_per_year",
    "usd_per_year",
)
"""Means over histories."""
SEVERITIES: Final = ("error", "warning", "note")
_HEADLINES_OF: Final[Mapping[str, str]] = {
    "accelerators": COUNTS,
    "it": "power",
    "it_max": "power",
    "facility": "power",
    "buy": "cost",
    "run": "cost",
    "month": "cost",
    "bisection": "network",
    "busiest": "network",
}
"""The section of each headline figure; those that are not named are of workloads."""
_ANSWERED_BY: Final[Mapping[str, str]] = {"plant": "power", "cables": "cost"}
"""Sections of the document that come with another name of `--only`."""
_OPEN: Final = frozenset({"racks", "optics", "networks", "zones", "rooms", "units"})
"""Mappings whose keys are ids of the design, beside those that are called by_…."""

SHORT: Final[Mapping[str, str]] = {
    "cost": "cost.capex_usd",
    "power": "power.facility_w",
    "tokens": "headlines.tokens",
    "days": "headlines.days",
    "carbon": "energy.co2e_t_per_year",
    AVAILABILITY: f"{AVAILABILITY}.machines.served",
}
"""Plain words for keys that most people mean by them."""
_MORE_IS_BETTER: Final = (
    "tokens",
    "bisection",
    "gbps",
    "per_s",
    "accelerators",
    "availability",
    "goodput",
    "mfu",
    "free_cooling_h",
    "remaining_share",
    "capacity_w",
)
USUAL: Final = (
    "counts.nodes.total",
    "counts.accelerators.total",
    "counts.cables.total",
    "network.bisection_gbps",
    "network.worst",
    "power.it_w",
    "power.it_w.max",
    "power.losses_w",
    "power.cooling_w",
    "power.facility_w",
    "power.facility_max_w",
    "power.pue",
    "energy.kwh_per_year.facility",
    "energy.usd_per_year",
    "energy.co2e_t_per_year",
    "energy.water_m3_per_year",
    "cooling.heat_w",
    "cooling.airflow_cfm",
    "cost.capex_usd",
    "cost.opex_usd_per_year",
    "cost.monthly_usd",
    "cost.tco_usd",
    "cost.usd_per_gpu_hour",
    "headlines.tokens",
    "headlines.token",
    "headlines.first_token",
    "headlines.days",
)
"""What counts where nothing is said."""


ERROR: Final = ".error"
"""Behind the key of a mean over histories: its standard error, by their number."""


def is_error(key: str) -> bool:
    """Return True when KEY is the error of a figure: it stands beside it, and is never judged."""
    return key.startswith(f"{AVAILABILITY}.") and key.endswith(ERROR)


def is_plain(key: str) -> bool:
    """Return True when KEY is a number that has no range: a count, or an error."""
    return key.partition(".")[0] in (COUNTS, FINDINGS) or is_error(key)


def with_errors(keys: Sequence[str]) -> list[str]:
    """Return KEYS, and behind them the errors of those that are means over histories."""
    played = [key for key in keys if key.startswith(f"{AVAILABILITY}.") and not is_error(key)]
    means = [key for key in played if key.rpartition(".")[2] in _PLAYED]
    return [*keys, *(f"{key}{ERROR}" for key in means if f"{key}{ERROR}" not in keys)]


def is_at_most(key: str) -> bool:
    """Return True when KEY can only be lower for what is unknown of it: what nobody says how often it fails.

    Everything else is at least what its known parts come to.
    """
    first, _, rest = key.partition(".")
    return first == AVAILABILITY and rest.rpartition(".")[2] in _SHARES


def higher_is_better(key: str) -> bool:
    """Return True when more of KEY is better, where nobody says."""
    if key.partition(".")[0] == AVAILABILITY:
        return is_at_most(key) or key.endswith(".nines")
    return any(word in key for word in _MORE_IS_BETTER) and not key.endswith("_usd")


def sections_for(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the names of `--only` from which KEYS come out as they do where everything is worked out.

    What a section merely uses where it is there, it has here too: a service is slower behind a full link.

    Raises:
        RefusedInput: a key names no section of `analyze --json`.
    """
    names: set[str] = set()
    for key in keys:
        first, _, rest = key.partition(".")
        if first == FINDINGS:
            if rest not in SEVERITIES:
                raise RefusedInput(f"{key[:80]!r} does not count: there are findings.{', findings.'.join(SEVERITIES)}.")
            return ALL
        if first == AVAILABILITY:
            continue
        if first == HEADLINES:
            headline = rest.partition(".")[0]
            if headline not in BY_KEY:
                raise RefusedInput(f"There is no headline figure {headline[:80]!r}; there are {', '.join(BY_KEY)}.")
            first = _HEADLINES_OF.get(headline, "workloads")
        first = _ANSWERED_BY.get(first, first)
        if first == COUNTS:
            continue
        if first not in (*ALL, *ALSO):
            there = (COUNTS, HEADLINES, FINDINGS, AVAILABILITY, *ALL, *ALSO, *_ANSWERED_BY)
            near = near_ids(key, SHORT) or near_ids(first, there)
            advice = f"Did you mean {', '.join(near)}?" if near else f"Keys begin with {', '.join(sorted(there))}."
            raise RefusedInput(f"{key[:80]!r} is no figure of analyze. {advice}")
        names.add(first)
    return tuple(name for name in (*ALL, *ALSO) if name in _with_used(names))


def _with_used(names: set[str]) -> set[str]:
    """Return NAMES of `--only` with those whose sections are used, where they are there, by what NAMES read.

    What is read is worked out unasked; what else a name answers, such as the phases beside the cost, is not looked at
    by whoever wished for a figure of the cost.
    """
    by_name = {section.name: section for section in ANALYSES}
    found, seen = set(names), set[tuple[str, bool]]()
    waiting = [
        (section.name, False)
        for section in ANALYSES
        if names.intersection(section.answers) and (section.name in names or section.name not in (*ALL, *ALSO))
    ]
    while waiting:
        name, used = one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        section = by_name[name]
        if used:
            found.update((name,) if name in (*ALL, *ALSO) else section.answers)
        waiting += [*((read, False) for read in section.reads), *((use, True) for use in section.uses)]
    return found.intersection((*ALL, *ALSO))


def cell_of(document: Mapping[str, Any], key: str) -> FigureCell:
    """Return the figure KEY of DOCUMENT, as `results_document` gives it; unknown where the design does not have it.

    Raises:
        RefusedInput: the key names a list, a mapping or a text.
    """
    found = _at(document, key)
    if isinstance(found, Mapping) and "value" in found and "unit" in found:
        missing = found.get("missing") or ()
        return FigureCell(
            _number(found["value"]),
            _number(found.get("low")),
            _number(found.get("high")),
            str(found["unit"]),
            _json(list(missing)) if missing else "",
        )
    if found is None and key.startswith(f"{COUNTS}."):
        return FigureCell(0.0, 0.0, 0.0)  # none of these stands there
    if found is None:
        return FigureCell(None, None, None, "", _json([f"{key} is not part of this design"]))
    if isinstance(found, int | float):
        number = _number(found)
        return FigureCell(number, number, number)
    if isinstance(found, Mapping):
        inner = [str(name) for name in found][:6]
        raise RefusedInput(f"{key} is no single figure; it has {', '.join(inner)}.")
    raise RefusedInput(f"{key} is no figure that can be compared.")


def require_key(document: Mapping[str, Any], key: str) -> None:
    """Refuse KEY when no design can have it, judged by the DOCUMENT of one.

    A section that this design lacks, and ids of what is drawn, may be there in another variant.

    Raises:
        RefusedInput: there is no such figure.
    """
    cell_of(document, key)
    names = key.split(".")
    if names[0] in (HEADLINES, AVAILABILITY):
        return  # which there are was asked before, and a design without such work has none of them
    now: Any = document
    for place, name in enumerate(names):
        if not isinstance(now, Mapping):
            return
        if name in now:
            now = now[name]
            continue
        above = names[place - 1]
        # Ids may hold dots: a longer name that begins so is one of them.
        is_id = above.startswith("by_") or above in _OPEN or any(str(one).startswith(f"{name}.") for one in now)
        if not place or is_id:
            return
        near = near_ids(name, [str(one) for one in now]) or [str(one) for one in now][:8]
        raise RefusedInput(f"{'.'.join(names[:place])} has no {name[:80]!r}; it has {', '.join(near)}.")


def _at(document: Any, key: str) -> Any:
    """Return what stands at KEY; of a list the entry whose id, name or key is named, or its number."""
    names = key.split(".")
    now: Any = document
    place = 0
    while place < len(names):
        if isinstance(now, Mapping):
            # Ids may hold dots: the longest name that is there counts.
            for end in range(len(names), place, -1):
                name = ".".join(names[place:end])
                if name in now:
                    now, place = now[name], end
                    break
            else:
                return None
        elif isinstance(now, list | tuple):
            now, place = _entry(now, names, place)
        else:
            return None
    return now


def _entry(entries: Any, names: list[str], place: int) -> tuple[Any, int]:
    for end in range(len(names), place, -1):
        name = ".".join(names[place:end])
        for entry in entries:
            if isinstance(entry, Mapping) and name in (entry.get("id"), entry.get("name"), entry.get("key")):
                return entry, end
    if names[place].isdecimal() and int(names[place]) < len(entries):
        return entries[int(names[place])], place + 1
    return None, len(names)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _json(names: list[str]) -> str:
    return msgspec.json.encode(names).decode()
