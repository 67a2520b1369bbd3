"""A checker of the sentences of a deck that knows nothing of how they are made: it reads documents alone.

They are what `analyze --json` prints, and under "compare", "bom" and "design" what `compare --json` and `bom --json`
print and `export -o X.json` writes. Each form of a sentence has a pattern and a judgement on them; a sentence of no
known form is an error.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.export.deck.phase_checker import PHASE_PATTERNS
from tests.export.deck.quantity_checker import QUANTITY_PATTERNS
from tests.export.deck.site_checker import SITE_PATTERNS
from tests.shipped import LIBRARY

Document = Mapping[str, Any]
Match = re.Match[str]
Judge = Callable[[Match, Document], bool]
_STEPS: Final = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "": 1.0}
_WORDS: Final = {"thousand": "k", "million": "M", "billion": "G"}
_AMOUNT: Final = re.compile(
    r"([\d.,\s\u202f–]*\d)\s?(?:([kMG]?)\$|(thousand |million |billion |)dollars|([kMGTP]?)(W|b/s|g|b)\b)"
)


def number(text: str) -> float:
    """Return "1 016" or "37.5" as a number."""
    return float(re.sub(r"[^\d.]", "", text))


def spare_of(text: str) -> float:
    """Return half of the last digit that a number is written with, and a hair."""
    return 0.51 * 10 ** -len(text.strip().partition(".")[2])


def ends_of(text: str) -> list[tuple[float, float]]:
    """Return the ends of an amount in its unit, each with what rounding may have moved it: "37.5–46.0 M$"."""
    match = _AMOUNT.search(text)
    if match is None:
        return []
    letter = match[2] or _WORDS.get((match[3] or "").strip(), "") or match[4] or ""
    step = _STEPS[letter] / (1e9 if match[5] in ("b/s", "b") else 1e3 if match[5] == "g" else 1.0)
    return [(number(part) * step, spare_of(part) * step) for part in match[1].split("–")]


def within(text: str, figure: Document | None) -> bool:
    """Return whether the amount in TEXT lies in the range of a figure, with half of its last digit to spare."""
    ends = ends_of(text)
    if not ends or figure is None or figure["value"] is None:
        return False
    return all(figure["low"] - spare <= end <= figure["high"] + spare for end, spare in ends)


def is_amount(text: str, value: float | None) -> bool:
    """Return whether TEXT says VALUE, rounded."""
    ends = ends_of(text)
    return value is not None and len(ends) == 1 and abs(ends[0][0] - value) <= max(ends[0][1], 0.0051 * abs(value))


def is_number(text: str, value: float | None) -> bool:
    """Return whether TEXT is VALUE rounded to three digits."""
    return value is not None and abs(number(text) - value) <= max(0.0051 * abs(value), 1e-9)


def _at(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = document.get(key) if isinstance(document, Mapping) else None
    return document


def value(document: Document, path: str) -> float | None:
    """Return the value of a figure, or a plain number; None where it is not there or unknown."""
    found = _at(document, path)
    return found.get("value") if isinstance(found, Mapping) else found


# What is served and trained.


def services(d: Document) -> list[tuple[float, float | None]]:
    rows = _at(d, "workloads.services") or []
    asked = [(row["offered_per_s"]["value"], row["served_per_s"]["value"]) for row in rows]
    return [(offered, served) for offered, served in asked if offered]


def _turned_away(m: Match, d: Document) -> bool:
    share = number(m[1]) / 100
    lost = [1 - served / offered for offered, served in services(d) if served is not None]
    return any(abs(share - one) <= 0.0051 and one > 0.004 for one in lost)


def _some_answered(m: Match, d: Document) -> bool:
    return any(
        served is not None and is_number(m[1], served) and is_number(m[2], offered) and served < offered
        for offered, served in services(d)
    )


def engines_known(d: Document) -> bool:
    """Return whether a model answers, and none of the engines is without a known capacity."""
    rows = _at(d, "workloads.services") or []
    engines = [row["utilisation"]["value"] for row in rows if row["kind"] == "serving"]
    others = [row for row in rows if row["kind"] == "model-api" and row["answer_s"]["value"] is not None]
    return bool(engines or others) and None not in engines


def _all_answered(m: Match, d: Document) -> bool:
    return engines_known(d) and any(
        is_number(m[1], offered) and served is not None and served >= 0.995 * offered for offered, served in services(d)
    )


def _trains(m: Match, d: Document) -> bool:
    ends = [(number(part), spare_of(part)) for part in re.sub("days?", "", m[2]).split("–")]
    for job in _at(d, "workloads.training") or []:
        days = job["days"]
        if days["value"] is not None and job["fits"] is not False:
            return all(days["low"] - spare <= end <= days["high"] + spare for end, spare in ends)
    return False


def _cannot_train(m: Match, d: Document) -> bool:
    return any(job["days"]["value"] is None or job["fits"] is False for job in (_at(d, "workloads.training") or []))


# The network.


def fabric(d: Document) -> list[float]:
    tiers = _at(d, "network.tiers") or []
    known = [tier["oversubscription"]["value"] for tier in tiers if tier["medium"] == "fabric"]
    return [ratio for ratio in known if ratio is not None]


def whole(d: Document) -> bool:
    return ((_at(d, "network.pieces") or {}).get("count") or 0) <= 1 and bool(_at(d, "network.endpoints"))


def _half(m: Match, d: Document) -> bool:
    return whole(d) and is_amount(m[1], value(d, "network.bisection_gbps"))


def points(d: Document) -> list[Document]:
    """Return the single points that cut off accelerators; machines, of a design without accelerators."""
    what = "lost_accelerators" if _at(d, "counts.accelerators.total") else "lost_endpoints"
    found = _at(d, "resilience.single_points_of_failure") or []
    return [{**one, "lost": one[what]} for one in found if one[what]]


def service_points(d: Document) -> list[Document]:
    return _at(d, "resilience.service_points") or []


def title_of(d: Document, node_id: str) -> str:
    return next((node.get("name") or node["id"] for node in d["design"]["nodes"] if node["id"] == node_id), node_id)


def _cut_off(m: Match, d: Document) -> bool:
    found = [one for one in points(d) if one["lost"] == number(m[2])]
    return any(title_of(d, one["id"]) == m[1] or m[1].startswith("cable of ") for one in found)


def _stops(m: Match, d: Document) -> bool:
    for point in service_points(d):
        if title_of(d, point["id"]) != m[1]:
            continue
        left = m[2]
        named = 0
        for service in sorted(point["services"], key=lambda one: -len(title_of(d, one))):
            if title_of(d, service) in left:
                left, named = left.replace(title_of(d, service), "", 1), named + 1
        more = re.search(r"(\d+) more", left)
        rest = re.sub(r"[\s,]|and|\d+ more", "", left)
        if not rest and named + (int(more[1]) if more else 0) <= len(point["services"]):
            return True
    return False


def _no_point(m: Match, d: Document) -> bool:
    return not points(d) and bool(_at(d, "network.endpoints"))


# Place and layers.


def racks(d: Document) -> int:
    """Return how many racks stand on a floor, by the design as text."""
    nodes = {node["id"]: node for node in d["design"]["nodes"]}

    def around(node: Document) -> list[Document]:
        found = [node]
        while (parent := found[-1].get("parent")) in nodes:
            found.append(nodes[parent])
        return found

    count = 0
    for node in nodes.values():
        chain = around(node)
        if node.get("kind") not in {"rack", "rack-system"} or not any("floor" in one for one in chain):
            continue
        copies = 1
        for one in chain:
            copies *= one.get("copies", 1)
        count += copies
    return count


def _room(m: Match, d: Document) -> bool:
    for node in d["design"]["nodes"]:
        corners = (node.get("plan") or {}).get("outline")
        if corners:
            sides = [[corner.get(axis, 0.0) / 1000 for corner in corners] for axis in ("x_mm", "y_mm")]
            return all(is_number(m[place], max(side) - min(side)) for place, side in enumerate(sides, 1))
    return False


_LAYERS: Final = {
    "facility": "Facility",
    "silicon": "Silicon",
    "servers_fabric": "Servers and fabric",
    "cloud": "Cloud",
    "data_storage": "Data and storage",
    "training": "Training, orchestration",
    "serving_apps": "Serving, applications",
}


_SHORT_LAYERS: Final = {
    "Servers and fabric": "Servers, fabric",
    "Training, orchestration": "Training",
    "Serving, applications": "Serving, apps",
}


def layers(d: Document) -> list[str]:
    """Return the layers that are drawn, from bottom to top, by the parts of the catalog."""
    own = {part["id"]: part["layer"] for part in d["design"].get("parts", [])}
    used = {own.get(part) or LIBRARY.part(part).layer for node in d["design"]["nodes"] if (part := node.get("part"))}
    return [title for layer, title in _LAYERS.items() if layer in used]


def rules(d: Document) -> set[str]:
    return {one["rule"] for one in d["findings"]}


def overfull_fabric(d: Document) -> bool:
    """Return whether a finding says that cables of the fabric are more than ports."""
    named = {one for finding in d["findings"] if finding["rule"] == "ports-overfull" for one in finding["ids"]}
    return any(link["id"] in named and link.get("medium") == "fabric" for link in d["design"]["links"])


_SHORT: Final = {"site-over-supply", "rack-dense-for-air", "cooling-too-small"}


def _site_gives(m: Match, d: Document) -> bool:
    fed = any(element["kind"] == "utility" for element in _at(d, "plant.elements") or [])
    cooled = value(d, "cooling.capacity_w") is not None
    return is_amount(m[1], value(d, "power.facility_max_w")) and fed and cooled and not rules(d) & _SHORT


def _air(m: Match, d: Document) -> bool:
    found = [
        (rack["max_w"]["value"], rack["air_limit_w"]["value"])
        for rack in (_at(d, "cooling.racks") or {}).values()
        if rack["max_w"]["value"]
    ]
    if not found:
        return False
    most, limit = max(found)
    return is_amount(m[1], most) and is_amount(m[3], limit) and (m[2] == "only ") == (most > limit)


# Money.


def lines(d: Document) -> list[Document]:
    return d["bom"]["lines"]


def unpriced(d: Document) -> int:
    return sum(line["unit_usd"]["value"] is None for line in lines(d))


def _free(d: Document) -> bool:
    """Return whether each line of the bill has a price, which is 0."""
    return bool(lines(d)) and all(line["unit_usd"]["value"] == 0.0 for line in lines(d))


def published(d: Document) -> float | None:
    """Return which share of the value was published or quoted."""
    priced = [line for line in lines(d) if line["unit_usd"]["value"] is not None and line["total_usd"]["value"]]
    usd = sum(line["total_usd"]["value"] for line in priced)
    sure = sum(
        line["total_usd"]["value"]
        for line in priced
        if line["basis"].split(",")[0] in {"quote", "user", "contract"}
        or (line["basis"].split(",")[0] != "estimate" and line["price_status"] == "sourced")
    )
    return sure / usd if usd else None


def _published(least: float, most: float) -> Judge:
    return lambda m, d: (share := published(d)) is not None and least <= share <= most


def spent(d: Document) -> list[tuple[float, Document]]:
    """Return what each way has cost after 48 months, the cheapest first, with the way."""
    compared = d.get("compare")
    if not compared:
        return []
    rows = {row["key"]: row for row in compared["rows"] if row["compared"]}
    found = [(curve["usd"][48], rows[curve["key"]]) for curve in compared["over_time"] if curve["key"] in rows]
    return sorted(found, key=lambda pair: pair[0])


def is_way(text: str, row: Document) -> bool:
    if row["way"] == "own":
        return text.lower() == "owning"
    return re.sub("[(),]", "", text) == re.sub("[(),]", "", row["name"])


def _cheapest(m: Match, d: Document) -> bool:
    ways = spent(d)
    if len(ways) < 2:
        return False
    row = ways[0][1]
    if m[1] == "Owning":
        return row["way"] == "own"
    verb, _, name = m[1].partition(" by the token")[0].partition(" ")
    if verb != {"cloud": "Renting", "api": "Paying"}.get(row["way"]):
        return False
    return not name or is_way(name, row)


def _others(m: Match, d: Document) -> bool:
    ways = spent(d)
    if len(ways) < 2 or not is_way(m[1], ways[1][1]) or not is_amount(m[2], ways[1][0]):
        return False
    return m[3] is None or (is_way(m[3], ways[-1][1]) and is_amount(m[4], ways[-1][0]))


def overtaking(d: Document) -> tuple[float | None, Document] | None:
    """Return after how many months owning has cost less than the cheapest other way, None for never, and that way."""
    ways = spent(d)
    own = next((row for _, row in ways if row["way"] == "own"), None)
    other = next((row for _, row in ways if row["way"] != "own"), None)
    if own is None or other is None or not own["capex_usd"]["value"]:
        return None
    changes = {first: figure["value"] for first, figure in other["later"]}
    ahead, cash, saved = -own["capex_usd"]["value"], other["cash_usd_per_month"]["value"], 0.0
    for month in range(600):
        cash = changes.get(month, cash)
        saved = cash - own["cash_usd_per_month"]["value"]
        if ahead + saved >= 0 and saved > 0:
            return month - ahead / saved, other
        ahead += saved
    # Without changes of price the purchase is paid back later still, wherever a month saves anything.
    if not changes and saved > 0:
        return own["capex_usd"]["value"] / saved, other
    return None, other


def _overtakes(m: Match, d: Document, *, soon: bool) -> bool:
    """Judge a crossing whose months may be led by "at least": then part of the price of owning is unknown."""
    found = overtaking(d)
    if found is None:
        return False
    months, way = found
    if months is None:
        return False
    said = re.sub(r"[^\d.]", "", m[2])
    near = abs(float(said) - months) <= max(spare_of(said), 0.051 * months)
    return near and (is_way(m[1], way) or m[1] == "the cheapest other way") and (months <= 48) == soon


def _never(m: Match, d: Document) -> bool:
    found = overtaking(d)
    return found is not None and found[0] is None and (is_way(m[1], found[1]) or m[1] == "the cheapest other way")


def _dearest(m: Match, d: Document) -> bool:
    bought, kinds = value(d, "cost.capex_usd"), _at(d, "cost.by_kind") or {}
    if not bought or not kinds:
        return False
    amounts: dict[str, float] = {kind: figure["value"] or 0.0 for kind, figure in kinds.items()}
    kind = max(amounts, key=lambda one: amounts[one])
    share = 100 * amounts[kind] / bought
    return abs(number(m[1]) - share) < 0.51 and kind.replace("-", " ") in m[2].lower()


def _longest(m: Match, d: Document) -> bool:
    weeks = [line["lead_time_weeks"] for line in d["cost"]["lines"] if line["lead_time_weeks"] is not None]
    if not weeks or number(m[1]) != max(weeks):
        return False
    names = {line["name"] for line in d["cost"]["lines"] if line["lead_time_weeks"] == max(weeks)}
    return m[2] is None or m[2] in names


def _owned(d: Document) -> int:
    return d["counts"]["accelerators"]["total"] - d["counts"]["accelerators"]["rented"]


def count(path: str) -> Judge:
    return lambda m, d: number(m[1]) == _at(d, path)


N: Final = r"([\d.,\s\u202f]*\d)"
PATTERNS: Final[Mapping[str, tuple[str, Judge]]] = {
    # The decision.
    "build": (
        rf"Build (?:a place of )?{N} accelerators? for (.*)",
        lambda m, d: number(m[1]) == _owned(d) and within(m[2], _at(d, "headlines.buy")),
    ),
    "rent": (
        rf"Rent {N} accelerators? for (.*)",
        lambda m, d: number(m[1]) == d["counts"]["accelerators"]["rented"] and within(m[2], d["headlines"]["run"]),
    ),
    "build it": (r"Build it for (.*)", lambda m, d: not _owned(d) and within(m[1], _at(d, "headlines.buy"))),
    "run it": (
        r"Run it for (.*)",
        lambda m, d: not value(d, "cost.capex_usd") and within(m[1], _at(d, "headlines.run")),
    ),
    "nothing priced": (
        r"Nothing in it has a price yet",
        lambda m, d: not value(d, "cost.capex_usd") and not value(d, "headlines.run") and not _free(d),
    ),
    "nothing paid": (
        r"Nothing in it has to be paid for",
        lambda m, d: not value(d, "headlines.run") and _free(d),
    ),
    "owning soon": (
        r"Owning is cheaper than (.*) after (.*) months?\.",
        lambda m, d: _overtakes(m, d, soon=True),
    ),
    "owning late": (
        r"Owning becomes cheaper than (.*) only after (.*) months?\.",
        lambda m, d: _overtakes(m, d, soon=False),
    ),
    "owning never": (r"Owning never becomes cheaper than (.*)\.", _never),
    "dearest": (r"([\d.]+)% of the price is (.*)\.", _dearest),
    # What it delivers.
    "answers all": (rf"It answers all {N} requests a second", _all_answered),
    "answers some": (rf"It answers {N} of {N} requests a second", _some_answered),
    "asked": (
        rf"{N} requests a second are asked of it",
        lambda m, d: not engines_known(d) and any(is_number(m[1], offered) for offered, _ in services(d)),
    ),
    "not known": (
        r"How many of them are answered is not known\.",
        lambda m, d: not engines_known(d) and bool(services(d)),
    ),
    "none turned away": (
        r"In the busiest hour none of them is turned away\.",
        lambda m, d: engines_known(d) and any(served >= 0.995 * offered for offered, served in services(d) if served),
    ),
    "turned away": (r"In the busiest hour ([\d.]+)% of them are turned away\.", _turned_away),
    "trains": (r"(.*) is done in (.*)", _trains),
    "cannot train": (r"(.*) cannot run as it is drawn", _cannot_train),
    "full speed": (
        rf"All {N} servers can talk at full speed",
        lambda m, d: (
            number(m[1]) == _at(d, "network.endpoints")
            and 0 < max(fabric(d), default=0) <= 1.05
            and whole(d)
            and not overfull_fabric(d)
        ),
    ),
    "shared uplinks": (
        rf"Servers share their uplinks {N} : 1",
        lambda m, d: is_number(m[1], max(fabric(d), default=0.0)) and max(fabric(d)) > 1.05 and whole(d),
    ),
    "not all": (
        r"Not all of them can talk at full speed at once\.",
        lambda m, d: max(fabric(d), default=0.0) > 1.05,
    ),
    "overfull": (r"More fabric cables are drawn than its ports take", lambda m, d: overfull_fabric(d)),
    "half": (r"Any half of it can send (.*) to the other half", lambda m, d: _half(m, d) and not fabric(d)),
    "half of them": (r"Any half of them can send (.*) to the other half at once\.", _half),
    "pieces": (
        r"Some of its machines have no path to the others",
        lambda m, d: bool((_at(d, "network.pieces.count") or 0) > 1),
    ),
    "idle": (
        rf"{N} parts? (?:is|are) drawn, nothing is asked of (?:it|them) yet",
        lambda m, d: (
            number(m[1]) == d["counts"]["nodes"]["total"] and not services(d) and not _at(d, "workloads.training")
        ),
    ),
    "nothing drawn": (r"Nothing is drawn yet", lambda m, d: not d["counts"]["nodes"]["total"]),
    # The place.
    "racks": (rf"{N} racks? stands? .*drawn to scale", lambda m, d: number(m[1]) == racks(d)),
    "room": (rf"The room is {N} × {N} m from wall to wall\.", _room),
    "layers": (rf"It reaches over {N} layers of the AI stack", lambda m, d: number(m[1]) == len(layers(d))),
    "one layer": (r"All of it is in the layer (.*)", lambda m, d: layers(d) == [m[1]]),
    "upwards": (
        r"From bottom to top: (.*)\.",
        lambda m, d: m[1].split(" · ") == [_SHORT_LAYERS.get(one, one) for one in layers(d)],
    ),
    "site gives": (r"The site gives (.*) and takes the heat away", _site_gives),
    "site short": (
        r"The site has to give (.*): more than is drawn",
        lambda m, d: is_amount(m[1], value(d, "power.facility_max_w")) and bool(rules(d) & _SHORT),
    ),
    "site asked": (
        r"Ask the site for (.*) and to take the heat away",
        lambda m, d: is_amount(m[1], value(d, "power.facility_max_w")) and not rules(d) & _SHORT,
    ),
    "air": (r"The fullest rack draws (.*); air alone carries (only |)about (.*) a rack\.", _air),
    # Money.
    "buy and own": (
        r"(.*) to buy, (.*) over ([\d.]+) years?",
        lambda m, d: within(m[1], _at(d, "headlines.buy")) and within(m[2], _at(d, "cost.tco_usd")),
    ),
    "nothing bought": (
        r"Nothing is bought; it costs (.*)",
        lambda m, d: not value(d, "cost.capex_usd") and within(m[1], _at(d, "headlines.month")),
    ),
    "running": (r"To run it takes (.*) (?:a|/) month\.", lambda m, d: within(m[1], _at(d, "headlines.run"))),
    "cheapest": (r"(Owning|Renting.*|Paying by the token.*) costs least over 4 years", _cheapest),
    "others": (r"(.*) would cost ([^,]*?)(?:, (.*) ([\d.,\s\u202f]+ [kMG]?\$))?\.", _others),
    "all priced": (
        rf"Every one of {N} lines of the bill has a price",
        lambda m, d: number(m[1]) == len(lines(d)) and not unpriced(d) and not _free(d),
    ),
    "all free": (
        rf"Every one of {N} lines of the bill is free of charge",
        lambda m, d: number(m[1]) == len(lines(d)) and _free(d),
    ),
    "one free": (
        r"The one line of the bill is free of charge",
        lambda m, d: len(lines(d)) == 1 and _free(d),
    ),
    "one priced": (
        r"The one line of the bill has a price",
        lambda m, d: len(lines(d)) == 1 and not unpriced(d) and not _free(d),
    ),
    "some priced": (
        rf"(\d+) of {N} lines? of the bill (?:has|have) no price yet",
        lambda m, d: number(m[1]) == unpriced(d) > 0 and number(m[2]) == len(lines(d)),
    ),
    "no bill": (r"Nothing is bought, so that no price can be firm", lambda m, d: not lines(d)),
    "all published": (r"All of the value was published or quoted\.", _published(1.0, 1.0)),
    "nearly all published": (r"Nearly all of the value was published or quoted\.", _published(0.995, 1 - 1e-12)),
    "none published": (
        r"None of the value was published or quoted: all of it is an estimate or a range\.",
        _published(0.0, 0.0),
    ),
    "published": (
        r"([\d.]+)% of the value was published or quoted; the rest is an estimate or a range\.",
        lambda m, d: abs(number(m[1]) / 100 - (published(d) or -1.0)) < 0.0051,
    ),
    "delivery": (r"The longest delivery takes ([\d.]+) weeks(?:: (.*))?", _longest),
    # What fails, and the drawing.
    "no point": (
        r"No single part of the network can stop the accelerators",
        lambda m, d: _no_point(m, d) and bool(_at(d, "counts.accelerators.total")),
    ),
    "no machine": (
        r"No single part of the network cuts off a machine",
        lambda m, d: _no_point(m, d) and not _at(d, "counts.accelerators.total"),
    ),
    "nothing found": (
        r"Nothing was found that a single failure could stop",
        lambda m, d: not points(d) and not service_points(d),
    ),
    "cut off": (rf"If (.*) fails, {N} (?:accelerator|machine)s? (?:is|are) cut off", _cut_off),
    "one cuts off": (
        rf"One failure alone cuts off {N} (?:accelerator|machine)s?",
        lambda m, d: any(one["lost"] == number(m[1]) for one in points(d)),
    ),
    "one stops": (r"One failure alone stops what people ask of it", lambda m, d: bool(service_points(d))),
    "stops": (r"If (.*) fails, (.*) (?:stops?|answers? nothing)\.?", _stops),
    "hangs together": (
        rf"How {N} parts? hang together by {N} cables?",
        lambda m, d: number(m[1]) == d["counts"]["nodes"]["total"] and number(m[2]) == d["counts"]["cables"]["total"],
    ),
    "power left out": (
        rf"{N} power cables? (?:is|are) left out of this picture\.",
        lambda m, d: number(m[1]) == d["counts"]["cables"]["by_medium"].get("power"),
    ),
    "without cables": (
        rf"{N} parts? (?:is|are) drawn, without any cable",
        lambda m, d: number(m[1]) == d["counts"]["nodes"]["total"] and not d["counts"]["cables"]["total"],
    ),
}


ALL: Final[Mapping[str, tuple[str, Judge]]] = {
    **PATTERNS,
    **QUANTITY_PATTERNS,
    **PHASE_PATTERNS,
    **SITE_PATTERNS,
}


def judged(text: str, document: Document) -> tuple[str, bool]:
    """Return the form of a sentence and whether it is true of DOCUMENT.

    Raises:
        AssertionError: it has no known form.
    """
    for form, (pattern, judge) in ALL.items():
        match = re.fullmatch(pattern, text)
        if match is not None:
            return form, judge(match, document)
    raise AssertionError(f"no form is known of {text!r}")
