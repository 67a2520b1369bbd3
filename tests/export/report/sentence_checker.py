"""A checker of the sentences of a report that knows nothing of how they are made: it reads `analyze --json` alone.

What a report repeats of the deck is judged by the checker of the deck. A sentence of no known form is an error.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from tests.export.deck.claim_checker import PATTERNS as DECK_PATTERNS
from tests.export.deck.claim_checker import Document, Judge, fabric, number, within
from tests.export.deck.phase_checker import PHASE_PATTERNS
from tests.export.deck.site_checker import SITE_PATTERNS

_STEPS: Final = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
_SPAN: Final = r"(?:at least |at most |about )?([\d.\s\u202f–]+?)"


def ends(text: str) -> list[tuple[float, float]]:
    """Return the ends of "158–265", each with half of its last digit; zeros before the point may be rounded."""
    digits = max(len(part.strip().partition(".")[2]) for part in text.split("–"))
    values = [number(part) for part in text.split("–")]
    if digits:
        return [(value, 0.51 * 10**-digits) for value in values]
    # Of 9 000–236 000 three digits of the larger end are meant.
    step = max(10 ** (len(str(int(max(values)))) - 3), 1)
    return [(value, 0.51 * step) for value in values]


def holds(text: str, scale: float, figure: Mapping[str, Any], *, least: bool = False) -> bool:
    """Return whether the number or range in TEXT, times SCALE, is that of FIGURE.

    A single number is its middle, or both of its ends as they are rounded; its low end where LEAST is told.
    """
    found = ends(text)
    if figure["value"] is None:
        return False
    if len(found) == 1:
        said, spare = found[0][0] * scale, found[0][1] * scale
        near = {end: abs(said - figure[end]) <= spare for end in ("value", "low", "high")}
        return near["value"] or (near["low"] and (least or near["high"]))
    return all(
        abs(said * scale - figure[end]) <= spare * scale
        for (said, spare), end in zip(found, ("low", "high"), strict=True)
    )


def said_in(text: str, unit: str, figure: Mapping[str, Any]) -> bool:
    """Return whether an amount such as "16.7–21.3 MW" in UNIT "W" is that of FIGURE."""
    match = re.fullmatch(rf"{_SPAN}\s?([kMGTP]?){unit}", text.strip())
    return match is not None and holds(match[1], _STEPS[match[2]], figure)


def gigabits(text: str, figure: Mapping[str, Any]) -> bool:
    """The same of a rate; the document has Gb/s."""
    match = re.fullmatch(rf"{_SPAN}\s([GTP])b/s", text.strip())
    return match is not None and holds(match[1], _STEPS[match[2]] / 1e9, figure, least="at least" in text)


def counted(text: str) -> list[float]:
    """Return the numbers of a list: "31 servers, 23 switches and 2 storage systems"."""
    return [number(found) for found in re.findall(r"(?:^|, | and )([\d\s\u202f]+) [a-zA-Z]", text)]


def among_kinds(text: str, document: Document) -> bool:
    """Return whether all numbers of a list are numbers of some kind that is drawn."""
    left = list(document["counts"]["nodes"]["by_kind"].values())
    for one in counted(text):
        if one not in left:
            return False
        left.remove(one)
    return bool(counted(text))


def figures_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every figure of a document, however deep."""
    if isinstance(value, Mapping):
        if "value" in value and "low" in value:
            yield value
        for inner in value.values():
            yield from figures_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from figures_in(inner)


def share_among(middle: str, low: str | None, high: str | None, where: Any) -> bool:
    """Return whether "62% (38–150%)" is a figure below WHERE."""

    def near(said: str | None, true: float) -> bool:
        return said is None or abs(number(said) - 100 * true) <= (0.06 if "." in said else 0.51)

    return any(
        near(middle, one["value"]) and near(low, one["low"]) and near(high, one["high"])
        for one in figures_in(where)
        if one["value"] is not None
    )


def times_among(text: str, where: Any) -> bool:
    """Return whether "2.4 (1–5.3)" is a figure below WHERE."""
    match = re.fullmatch(r"([\d.\s\u202f]+?)(?: \(([\d.\s\u202f]+)–([\d.\s\u202f]+)\))?", text)
    if match is None:
        return False
    return any(
        abs(number(match[1]) - one["value"]) <= 0.006 * max(one["value"], 1e-9) + 1e-9
        and (match[2] is None or abs(number(match[2]) - one["low"]) <= 0.06 * max(one["low"], 1e-9) + 1e-9)
        and (match[3] is None or abs(number(match[3]) - one["high"]) <= 0.06 * one["high"])
        for one in figures_in(where)
        if one["value"] is not None
    )


def _network(match: re.Match[str], document: Document) -> bool:
    """A network is as full as one of the document, and loses as much of its traffic."""
    words = {"compute fabric": "fabric", "storage network": "storage", "management network": "management"}
    for one in document["network"]["networks"]:
        share = one["worst"]["value"]
        if share is None or words.get(match[1], one["medium"]) != one["medium"]:
            continue
        if abs(number(match[2]) - 100 * share) > (0.06 if "." in match[2] else 0.51):
            continue
        lost = one["no_path"]["value"] or 0.0
        return abs((number(match[3]) if match[3] else 0.0) - 100 * lost) < 0.51
    return False


def _year(match: re.Match[str], document: Document) -> bool:
    energy = document["energy"]
    return (
        said_in(match[1], "Wh", _times(energy["kwh_per_year"]["facility"], 1e3))
        and _money(match[2], energy["usd_per_year"])
        and said_in(match[3], "t", energy["co2e_t_per_year"])
    )


def _times(figure: Mapping[str, Any], factor: float) -> dict[str, Any]:
    return {end: None if figure[end] is None else figure[end] * factor for end in ("value", "low", "high")}


def _money(text: str, figure: Mapping[str, Any]) -> bool:
    return within(text.strip(), figure)


def _asked(match: re.Match[str], document: Document) -> bool:
    """What is asked is the sum of the demand of those who ask, whichever of the services these are."""
    rows = [one for one in document["workloads"]["services"] if one["demand_per_s"]["value"]]
    by_kind: dict[str, float] = {}
    for one in rows:
        by_kind[one["kind"]] = by_kind.get(one["kind"], 0.0) + one["demand_per_s"]["value"]
    totals = [*by_kind.values(), sum(by_kind.values())]
    return any(abs(number(match[1]) - true) <= 0.006 * true for true in totals)


def _trained(match: re.Match[str], document: Document) -> bool:
    """The days of a run and of its project, the share that counts, interruptions, spares and days of being late."""
    for job in document["workloads"]["training"]:
        said = match[0]
        days = re.search(rf"takes {_SPAN} days", said)
        if days is None or not holds(days[1], 1.0, job["days"]):
            continue
        run = re.search(rf"runs for {_SPAN} days", said)
        share = re.search(r"; ([\d.]+)%(?: \(([\d.]+)–([\d.]+)%\))? of the time goes into progress", said)
        found = job.get("getting_on") or {}
        breaks = re.search(r"with ([\d.]+)(?: \([\d.]+–[\d.]+\))? interruptions a day", said)
        spares = re.search(r"and (\d+) spare machines?, where (\d+) (?:is|are) enough", said)
        late = re.search(r"so it is done ([\d.,\s\u202fe+]+) days too late", said)
        return (
            (run is None or holds(run[1], 1.0, job["wall_days"]))
            and (share is None or abs(number(share[1]) - 100 * job["goodput"]["value"]) <= 0.51)
            and (breaks is None or times_among(breaks[1], found["interruptions_per_day"]))
            and (
                spares is None
                or (
                    number(spares[1]) == round(found["spares"]["value"])
                    and number(spares[2]) == round(found["spares_needed"]["value"])
                )
            )
            and (late is None or job["late_days"]["value"] > 0)
        )
    return False


def _sure(match: re.Match[str], document: Document) -> bool:
    """The measured error of the share that goes into progress."""
    return any(
        abs(number(match[1]) - 100 * sure["median"]) <= 0.51
        and abs(number(match[2]) - 100 * sure["nine_in_ten"]) <= 0.51
        and number(match[3]) == sure["rows"]
        for job in document["workloads"]["training"]
        if (sure := job["how_sure"].get("goodput"))
    )


def _fullest(match: re.Match[str], document: Document) -> bool:
    """A share of the layers; where the high end is too little, it is above all there is."""
    return share_among(match[1], match[2], match[3], document["workloads"]["layers"])


def _grows(match: re.Match[str], document: Document) -> bool:
    breaks = document["workloads"]["growth"]["breaks"]
    return all(times_among(found.strip(), breaks) for found in re.findall(r"at ([\d.\s\u202f()–]+) times", match[0]))


def _lifts(match: re.Match[str], document: Document) -> bool:
    carried = re.search(r"carries ([\d.\s\u202f()–]+) times", match[0])
    return carried is not None and times_among(carried[1].strip(), document["workloads"]["growth"]["lifts"])


def _found(match: re.Match[str], document: Document) -> bool:
    """A finding as it stands, or several that differ by what they are about alone, told with their number."""
    if any(match[0] == one["message"] for one in document["findings"]):
        return True
    several = re.match(r"(?:Each of )?([\d,]+) (?:more )?", match[0])
    by_rule: dict[str, int] = {}
    for one in document["findings"]:
        by_rule[one["rule"]] = by_rule.get(one["rule"], 0) + 1
    if several is None:
        return match[0].startswith("Each ") and bool(by_rule)
    return any(number(several[1]) <= count for count in by_rule.values())


PATTERNS: Final[Mapping[str, tuple[str, Judge]]] = {
    "joined": (
        r"(.*) (?:is|are) joined by ([\d\s\u202f]+) cables?\.",
        lambda m, d: among_kinds(m[1], d) and number(m[2]) == d["counts"]["cables"]["total"],
    ),
    "not wired": (
        r"(.*): none of it is wired yet\.",
        lambda m, d: among_kinds(m[1], d) and not d["counts"]["cables"]["total"],
    ),
    "no machines": (
        r"([\d,]+) parts? (?:is|are) drawn, no machine of one's own\.",
        lambda m, d: number(m[1]) == d["counts"]["nodes"]["total"],
    ),
    "rented": (r"(.*) (?:is|are) rented\.", lambda m, d: among_kinds(m[1], d) and bool(d["cost"]["rent_lines"])),
    "half sends": (
        r"Any half of the servers can send (.*) to the other half\.",
        lambda m, d: gigabits(m[1], d["network"]["bisection_gbps"]) and d["network"]["pieces"]["count"] <= 1,
    ),
    "half could": (
        r"Any half of the servers could send (.*) to the other half, "
        r"were it not for (one|[\d,]+) errors? in the network\.",
        lambda m, d: (
            gigabits(m[1], d["network"]["bisection_gbps"])
            and (1 if m[2] == "one" else number(m[2])) <= sum(one["severity"] == "error" for one in d["findings"])
        ),
    ),
    "in pieces": (
        r"The network is in ([\d,]+) pieces that cannot reach each other\.",
        lambda m, d: number(m[1]) == d["network"]["pieces"]["count"] > 1,
    ),
    "network full": (
        r"The (.*?) is full to ([\d.\s\u202f]+)% at .*, when [^;]*(?:; ([\d.]+)% of it has no path)?\.",
        _network,
    ),
    "routing": (r"Traffic is divided by .*\.", lambda m, d: d["network"]["routing"] != "ecmp"),
    "draws": (
        r"In use the equipment draws (.*), at full load (.*)\.",
        lambda m, d: (
            said_in(m[1], "W", d["power"]["it_w"]["typical"]) and said_in(m[2], "W", d["power"]["it_w"]["max"])
        ),
    ),
    "site": (
        r"With cooling and losses the site takes (.*), a PUE of (.*)\.",
        lambda m, d: said_in(m[1], "W", d["power"]["facility_w"]) and said_in(m[2], "", d["power"]["pue"]),
    ),
    "heat": (
        r"At full load (.*) of heat are to be carried away\.",
        lambda m, d: said_in(m[1], "W", d["cooling"]["heat_w"]),
    ),
    "year": (
        r"A year takes (.*) of electricity for (.*), and emits (.*) of CO2 equivalent by the average of the grid\.",
        _year,
    ),
    "water": (
        r"In a year the site uses (.*) of water\.",
        lambda m, d: said_in(m[1], "m³", d["energy"]["water_m3_per_year"]),
    ),
    "free cooling": (
        r"The chillers stand still for (.*) h of a year\.",
        lambda m, d: said_in(m[1], "", d["energy"]["free_cooling_h"]),
    ),
    "asked": (r"In the busiest hour it is asked ([\d.\s\u202f]+) requests a second\.", _asked),
    "answer takes": (
        r"An answer takes (.*)\.",
        lambda m, d: (
            said_in(m[1], "s", d["workloads"]["answer_s"])
            or said_in(m[1], "ms", _times(d["workloads"]["answer_s"], 1e3))
        ),
    ),
    "thousand": (
        r"A thousand requests cost (.*)\.",
        lambda m, d: _money(m[1], _times(d["workloads"]["usd_per_request"], 1e3)),
    ),
    "trained": (r".* takes .* days of the project.*\.", _trained),
    "how sure": (
        r"Of the share that goes into progress: .*[Mm]edian error (\d+)%, 9 in 10 within (\d+)%, on (\d+) .*\.",
        _sure,
    ),
    "full first": (
        r".* is full first, at ([\d.]+)%(?: \(([\d.]+)–([\d.]+)%\))?(?:: [a-z ]+)?\."
        r"(?: At the high end of that it may be too little\.)?",
        _fullest,
    ),
    "too small": (
        r".* is too small, at ([\d.\s\u202f]+)%(?: \(([\d.\s\u202f]+)–([\d.\s\u202f]+)%\))? "
        r"of what it can(?:: [a-z ]+)?\.",
        _fullest,
    ),
    "grows": (
        r".* (?:is|are) full at .* times the demand.*|.*holds up to .* times the demand.*|.*does not hold.*"
        r"|.* times the demand.*The next doubling .*|The next doubling .*",
        _grows,
    ),
    "lifts": (r"\+ [\d,]+ .*carries .* times the demand.*", _lifts),
    "logged": (
        r".* is asked as a log of ([\d\s\u202f]+) requests in .*",
        lambda m, d: any(number(m[1]) == one["requests"]["value"] for one in d["workloads"]["logged"]),
    ),
    "no findings": (
        r"The review found no error, no warning and no note\.",
        lambda m, d: not d["findings"],
    ),
}


def report_judged(text: str, document: Document) -> tuple[str, bool]:
    """Return the form of a sentence of a report and whether it is true of DOCUMENT.

    Raises:
        AssertionError: it has no known form.
    """
    for form, (pattern, judge) in PATTERNS.items():
        match = re.fullmatch(pattern, text)
        if match is not None:
            return form, judge(match, document)
    whole = re.fullmatch(r".*", text)
    assert whole is not None, text
    if _found(whole, document):
        return "finding", True
    # What is a title on a slide stands here with a full stop.
    for form, (pattern, judge) in {**DECK_PATTERNS, **PHASE_PATTERNS, **SITE_PATTERNS}.items():
        match = re.fullmatch(pattern, text if pattern.endswith(r"\.") else text.removesuffix("."))
        if match is not None:
            return form, judge(match, document)
    raise AssertionError(f"no form is known of {text!r}")


def _worst_kept(document: Document) -> dict[str, Any]:
    return _times(document["resilience"]["worst_failures"][0]["remaining_share"], 100.0)


def _plain(value: float) -> dict[str, Any]:
    return {"value": value, "low": value, "high": value}


FACTS: Final[Mapping[str, tuple[str, Callable[[Document], Mapping[str, Any]]]]] = {
    "Accelerators": (
        r".*",
        lambda d: _plain(d["counts"]["accelerators"]["total"] - d["counts"]["accelerators"]["rented"]),
    ),
    "Accelerators, rented": ("", lambda d: _plain(d["counts"]["accelerators"]["rented"])),
    "Network, half to half": ("b/s", lambda d: _times(d["network"]["bisection_gbps"], 1e9)),
    "Oversubscription": (": 1", lambda d: _plain(max(fabric(d)))),
    "IT load, typical": ("W", lambda d: d["power"]["it_w"]["typical"]),
    "IT, full load": ("W", lambda d: d["power"]["it_w"]["max"]),
    "PUE": ("", lambda d: d["power"]["pue"]),
    "Energy a year": ("Wh", lambda d: _times(d["energy"]["kwh_per_year"]["facility"], 1e3)),
    "CO2 a year": ("t", lambda d: d["energy"]["co2e_t_per_year"]),
    "Water a year": ("m³", lambda d: d["energy"]["water_m3_per_year"]),
    "Accelerator hour": (r"\$", lambda d: d["cost"]["usd_per_gpu_hour"]),
    "First token": ("s", lambda d: d["headlines"]["first_token"]),
    "Each further token": ("ms", lambda d: d["headlines"]["token"]),
    "Tokens a second": ("", lambda d: d["headlines"]["tokens"]),
    "Training project": ("days", lambda d: d["headlines"]["days"]),
    "One … lost, keeps": ("%", _worst_kept),
}
"""Unit and figure of each fact of the first page, by its label."""


def fact_holds(label: str, number_said: str, unit: str, document: Document) -> bool:
    """Return whether a fact of the first page is that of DOCUMENT; those of two numbers are judged one by one.

    Raises:
        KeyError: nobody knows what it is.
    """
    said = re.sub(r"[≥≤≈]\s*", "", number_said)
    if label == "Parts, cables":
        parts, cables = (number(one) for one in said.split(","))
        counts = document["counts"]
        return parts == counts["nodes"]["total"] and cables == counts["cables"]["total"]
    pattern, read = FACTS["One … lost, keeps" if label.endswith(" lost, keeps") else label]
    if label == "Accelerators":
        return number(said) == read(document)["value"]
    if label == "Oversubscription":
        return abs(number(said.removesuffix(": 1")) - read(document)["value"]) <= 0.006 * read(document)["value"]
    match = re.fullmatch(rf"([kMGTP]?){pattern}", unit)
    # Hours of accelerators have two digits for a board.
    return match is not None and holds(said, _STEPS[match[1]], read(document))
