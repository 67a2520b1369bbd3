"""Forms of the sentences about places, and their table, judged from what `sites --json` prints alone."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

Document = Mapping[str, Any]
Match = re.Match[str]
Says = Callable[[str, Mapping[str, Any]], bool]
"""Whether a cell says a figure of the document."""
_WHAT: Final = r"(Least energy|Least carbon|Least water|Cheapest electricity)"
_AMOUNT: Final = r"((?:[≥≤≈] )?[\d.,\s\u202f]+ \S+)"
SENTENCE: Final = rf"{_WHAT}: (.+?), {_AMOUNT} a year; most in (.+?), {_AMOUNT}\."


def carbon_of(site: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the carbon of a SITE, hour by hour where that is known."""
    return site["co2e_t_per_year_by_hour"] or site["co2e_t_per_year"]


def figures_of(site: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return energy, PUE, water, carbon and electricity of a SITE, as the table has them."""
    energy = site["kwh_per_year"]["facility"]
    # The document has kWh, and cells GWh.
    in_wh = {end: None if energy[end] is None else energy[end] * 1e3 for end in ("value", "low", "high")}
    carbon = {**carbon_of(site), "unit": "t"}
    return (in_wh, site["pue"], site["water_m3_per_year"], carbon, site["usd_per_year"])


def said(text: str) -> float:
    """Return "1.24 GWh", "148 t" or "94.1 k$" in Wh, t or $."""
    number, _, unit = text.lstrip("≥≤≈ ").rpartition(" ")
    step = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}.get(unit[:1], 1.0) if unit[1:] in {"Wh", "$", "t"} else 1.0
    return float(re.sub(r"[,\s\u202f]", "", number)) * step


def _best(m: Match, d: Document) -> bool:
    place = {"Least energy": 0, "Least water": 2, "Least carbon": 3, "Cheapest electricity": 4}[m[1]]
    known = {site["title"]: value for site in d["sites"] if (value := figures_of(site)[place]["value"]) is not None}
    if {m[2], m[4]} - known.keys():
        return False
    near = all(
        abs(said(text) - known[title]) <= 0.0051 * abs(known[title]) for title, text in ((m[2], m[3]), (m[4], m[5]))
    )
    return near and known[m[2]] == min(known.values()) and known[m[4]] == max(known.values())


SITE_PATTERNS: Final[Mapping[str, tuple[str, Callable[[Match, Document], bool]]]] = {
    "a year in places": (r"The same design, a year in (\d+) places", lambda m, d: int(m[1]) == len(d["sites"])),
    "best place": (SENTENCE, _best),
}


def site_rows_wrong(document: Document, rows: Sequence[Sequence[str]], says: Says) -> Iterator[str]:
    """Yield each row of a table of places that is not true of DOCUMENT; the first is the design as it stands."""
    energy = document["energy"]
    here: dict[str, Any] = {**energy, "title": "As it stands", "co2e_t_per_year_by_hour": None}
    sites = [here, *document["sites"]]
    if [row[0] for row in rows] != [site["title"] for site in sites][: len(rows)]:
        yield f"places: {[row[0] for row in rows]}"
    for row, site in zip(rows, sites, strict=False):
        if not all(map(says, row[1:], figures_of(site))):
            yield f"{row}"
