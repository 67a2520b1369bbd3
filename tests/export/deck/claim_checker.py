"""A checker of the sentences of a deck that knows nothing of how they are made: it reads `analyze --json` alone.

Each form of a sentence has a pattern and a judgement on the document; a sentence of no known form is an error.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Document = Mapping[str, Any]
Judge = Callable[[re.Match[str], Document], bool]
_STEPS: Final = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "": 1.0}


def number(text: str) -> float:
    """Return "1 016" or "37.5" as a number."""
    return float(re.sub(r"[^\d.]", "", text))


def close(said: float, true: float | None, digits: int = 3) -> bool:
    """Return whether SAID is TRUE rounded to so many digits."""
    return true is not None and abs(said - true) <= 0.51 * 10 ** (len(str(int(abs(true) or 1))) - digits) + 1e-9


def within(text: str, figure: Mapping[str, Any]) -> bool:
    """Return whether the amount in TEXT lies in the range of a figure, with half of its last digit to spare."""
    match = re.search(r"([\d.\s\u202f–]+)\s?([kMG]?)\$", text) or re.search(
        r"([\d.\s\u202f–]+) (thousand |million |billion |)dollars", text
    )
    if match is None:
        return False
    step = _STEPS[{"thousand": "k", "million": "M", "billion": "G"}.get(match[2].strip(), match[2])]
    for part in match[1].split("–"):
        decimals = len(part.strip().partition(".")[2])
        spare = 0.51 * step * 10**-decimals
        if not figure["low"] - spare <= number(part) * step <= figure["high"] + spare:
            return False
    return True


def worst_fabric(document: Document) -> float:
    """Return the largest oversubscription of a tier of the compute fabric; 0 where there is none."""
    tiers = [tier for tier in document["network"]["tiers"] if tier["medium"] == "fabric"]
    return max((tier["oversubscription"]["value"] or 0.0 for tier in tiers), default=0.0)


def services(document: Document) -> list[tuple[float, float]]:
    rows = document["workloads"]["services"]
    return [
        (row["offered_per_s"]["value"], row["served_per_s"]["value"]) for row in rows if row["offered_per_s"]["value"]
    ]


def _all_answered(match: re.Match[str], document: Document) -> bool:
    said = number(match[1])
    return any(close(said, offered) and served >= 0.995 * offered for offered, served in services(document))


def _some_answered(match: re.Match[str], document: Document) -> bool:
    served, offered = number(match[1]), number(match[2])
    return any(close(served, b) and close(offered, a) and b < a for a, b in services(document))


def _points(document: Document) -> list[Mapping[str, Any]]:
    return [one for one in document["resilience"]["single_points_of_failure"] if one["lost_accelerators"]]


def _free_of_points(match: re.Match[str], document: Document) -> bool:
    return not _points(document) and not document["resilience"]["service_points"]


PATTERNS: Final[Mapping[str, tuple[str, Judge]]] = {
    "build": (
        r"Build a place of ([\d\s]+) AI accelerators? for (.*)",
        lambda m, d: (
            number(m[1]) == d["counts"]["accelerators"]["total"] - d["counts"]["accelerators"]["rented"]
            and within(m[2], d["headlines"]["buy"])
        ),
    ),
    "rent": (
        r"Rent ([\d\s]+) AI accelerators? for (.*)",
        lambda m, d: number(m[1]) == d["counts"]["accelerators"]["rented"] and within(m[2], d["headlines"]["run"]),
    ),
    "build it": (r"Build it for (.*)", lambda m, d: within(m[1], d["headlines"]["buy"])),
    "run it": (r"Run it for (.*)", lambda m, d: within(m[1], d["headlines"]["run"])),
    "nothing priced": (r".*: nothing in it has a price yet", lambda m, d: not d["cost"]["capex_usd"]["value"]),
    "answers all": (r"It answers all ([\d.\s]+) requests a second of its busiest hour", _all_answered),
    "answers some": (r"It answers ([\d.\s]+) of ([\d.\s]+) requests a second; the rest is turned away", _some_answered),
    "trains": (r"(.*) is done in (.*)", lambda m, d: any(job["days"]["value"] for job in d["workloads"]["training"])),
    "cannot train": (
        r"(.*) cannot run as it is drawn",
        lambda m, d: any(job["days"]["value"] is None or job["fits"] is False for job in d["workloads"]["training"]),
    ),
    "full speed": (
        r"All ([\d\s]+) servers can talk at full speed",
        lambda m, d: (
            number(m[1]) == d["network"]["endpoints"]
            and 0 < worst_fabric(d) <= 1.05
            and d["network"]["pieces"]["count"] <= 1
        ),
    ),
    "shared uplinks": (
        r"Servers share their uplinks ([\d.]+) : 1: not all can talk at full speed",
        lambda m, d: close(number(m[1]), worst_fabric(d)) and worst_fabric(d) > 1.05,
    ),
    "half": (
        r"Any half of it can send (.*) to the other half",
        lambda m, d: d["network"]["bisection_gbps"]["value"] is not None and not worst_fabric(d),
    ),
    "pieces": (
        r"Some of its machines have no path to the others",
        lambda m, d: d["network"]["pieces"]["count"] > 1,
    ),
    "drawn": (
        r"([\d,]+) parts? are drawn, and nothing is asked of them yet",
        lambda m, d: number(m[1]) == d["counts"]["nodes"]["total"] and not services(d),
    ),
    "racks": (r"([\d,]+) racks? stands? .*drawn to scale", lambda m, d: number(m[1]) > 0),
    "buy and own": (
        r"(.*) to buy, (.*) over (\d+) years?",
        lambda m, d: within(m[1], d["headlines"]["buy"]) and within(m[2], d["cost"]["tco_usd"]),
    ),
    "nothing bought": (
        r"Nothing is bought; it costs .*",
        lambda m, d: not d["cost"]["capex_usd"]["value"],
    ),
    "site gives": (
        r"The site gives .* at full load and takes the heat away",
        lambda m, d: (
            d["power"]["facility_max_w"]["value"] is not None and d["cooling"]["capacity_w"]["value"] is not None
        ),
    ),
    "site short": (
        r"The site has to give .*, and more than is drawn",
        lambda m, d: any(
            one["rule"] in {"site-over-supply", "rack-dense-for-air", "cooling-too-small"} for one in d["findings"]
        ),
    ),
    "site asked": (
        r"To ask of the site: .*, and as much heat taken away",
        lambda m, d: d["power"]["facility_max_w"]["value"] is not None,
    ),
    "no point": (r"No single part of the network can stop the accelerators", _free_of_points),
    "nothing found": (r"Nothing was found that a single failure could stop", _free_of_points),
    "cut off": (
        r"If (.*) fails, ([\d\s]+) accelerators? are cut off",
        lambda m, d: any(one["lost_accelerators"] == number(m[2]) for one in _points(d)),
    ),
    "services stop": (r"If (.*) fails, (.*)", lambda m, d: bool(d["resilience"]["service_points"])),
    "cheapest": (
        r"(Owning|Renting .*|.*) costs least over 4 years",
        lambda m, d: d["cost"]["capex_usd"]["value"] is not None,
    ),
    "delivery": (
        r"The longest delivery takes ([\d.]+) weeks: .*",
        lambda m, d: any(close(number(m[1]), line.get("lead_time_weeks")) for line in d["cost"]["lines"]),
    ),
    "all priced": (
        r"Every one of ([\d,]+) lines? of the bill has a price",
        lambda m, d: all(line["unit_usd"]["value"] is not None for line in d["cost"]["lines"]),
    ),
    "some priced": (
        r"(\d+) of ([\d,]+) lines? of the bill (?:has|have) no price yet",
        lambda m, d: number(m[1]) == sum(line["unit_usd"]["value"] is None for line in d["cost"]["lines"]),
    ),
    "no bill": (
        r"Nothing is bought, so that no price can be firm",
        lambda m, d: not d["cost"]["lines"],
    ),
    "hangs together": (
        r"How ([\d\s]+) parts hang together by ([\d,]+) cables?",
        lambda m, d: number(m[1]) == d["counts"]["nodes"]["total"] and number(m[2]) == d["counts"]["cables"]["total"],
    ),
    "dearest": (
        r"([\d.]+)% of the price is (.*)\.",
        lambda m, d: (
            abs(
                number(m[1])
                - 100
                * max(one["value"] or 0.0 for one in d["cost"]["by_kind"].values())
                / d["cost"]["capex_usd"]["value"]
            )
            < 0.51
        ),
    ),
    "running": (r"To run it takes .*\.", lambda m, d: d["headlines"]["run"]["value"] is not None),
    "published": (r"([\d.]+)% of the value was published or quoted; .*", lambda m, d: 0 <= number(m[1]) <= 100),
    "crossing": (
        r"(Owning|.*) is (?:always |never )?cheaper than .*",
        lambda m, d: bool(d["cost"]["capex_usd"]["value"]),
    ),
}


def judged(text: str, document: Document) -> tuple[str, bool]:
    """Return the form of a sentence and whether it is true of DOCUMENT.

    Raises:
        AssertionError: it has no known form.
    """
    for form, (pattern, judge) in PATTERNS.items():
        match = re.fullmatch(pattern, text)
        if match is not None:
            return form, judge(match, document)
    raise AssertionError(f"no form is known of {text!r}")
