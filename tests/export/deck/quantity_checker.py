"""Judges of the sentences on columns of quantities and beside curves: they read documents alone."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.model.kinds import KINDS

Document = Mapping[str, Any]
Match = re.Match[str]
Judge = Callable[[Match, Document], bool]
_LARGE: Final = {"trillion": 1e12, "billion": 1e9, "million": 1e6}
_UNITS: Final = {"ms": 1e-3, "s": 1.0, "k$": 1e3, "M$": 1e6, "G$": 1e9, "$": 1.0}
_TEXT: Final = re.compile(r"([\d.,\s\u202f]*\d)(?:–([\d.,\s\u202f]*\d))?%?")


def said(text: str, scale: float = 1.0) -> list[tuple[float, float]]:
    """Return the ends of a range in TEXT, each with half of its last digit."""
    match = _TEXT.search(text)
    if match is None:
        return []
    found: list[tuple[float, float]] = []
    for part in match.groups():
        if part is not None:
            digits = re.sub(r"[^\d.]", "", part)
            found.append((float(digits) * scale, 0.51 * scale * 10 ** -len(digits.partition(".")[2])))
    return found


def ends(figure: Document) -> tuple[float, float]:
    """Return the ends that a figure is shown with: P10 and P90 where they are told, else low and high."""
    value = figure["value"]
    if "p10" in figure:
        return min(figure["p10"], value), max(figure["p90"], value)
    return figure["low"], figure["high"]


def spans(text: str, low: float, high: float, scale: float = 1.0) -> bool:
    """Return whether TEXT says LOW to HIGH, each rounded to three digits."""
    found = said(text, scale)
    if not found:
        return False
    first, last = found[0], found[-1]
    return all(abs(one - told) <= spare + 0.0051 * abs(one) for one, (told, spare) in ((low, first), (high, last)))


def jobs(d: Document) -> list[Document]:
    """Return the trainings that can run."""
    rows = (d.get("workloads") or {}).get("training") or []
    return [row for row in rows if row["days"]["value"] and row["fits"] is not False]


def tokens_of(d: Document, node_id: str) -> float:
    node = next(node for node in d["design"]["nodes"] if node["id"] == node_id)
    return (node.get("facts") or {}).get("training_tokens") or 0.0


def a_year(m: Match, d: Document) -> bool:
    if not jobs(d):
        return False
    soon, late = ends(jobs(d)[0]["days"])
    return spans(m[1], 365 / late, 365 / soon)


def learns(m: Match, d: Document) -> bool:
    for job in jobs(d)[:1]:
        tokens = tokens_of(d, job["id"])
        return spans(m[1], tokens, tokens, _LARGE.get(m[2], 1.0)) and spans(m[3], *ends(job["days"]))
    return False


def learnt(m: Match, d: Document) -> bool:
    for job in jobs(d)[:1]:
        soon, late = ends(job["days"])
        tokens = tokens_of(d, job["id"])
        return spans(m[1], tokens / late, tokens / soon, _LARGE.get(m[2], 1.0))
    return False


def headline(d: Document, key: str) -> Document | None:
    found = (d.get("headlines") or {}).get(key)
    return found if found and found["value"] is not None else None


def written(m: Match, d: Document) -> bool:
    found = headline(d, "tokens")
    if found is None:
        return False
    low, high = ends(found)
    return spans(m[1], low * 86_400, high * 86_400, _LARGE.get(m[2], 1.0))


def of_headline(key: str, factor: float = 1.0) -> Judge:
    """Return a judge of a range with its unit: a headline figure in FACTOR of that unit."""

    def judge(m: Match, d: Document) -> bool:
        found = headline(d, key)
        if found is None:
            return False
        low, high = ends(found)
        unit = _UNITS.get(m[2], 1.0) if m.re.groups > 1 else 1.0
        return spans(m[1], low * factor, high * factor, unit)

    return judge


def asked(d: Document) -> list[Document]:
    rows = (d.get("workloads") or {}).get("services") or []
    return [row for row in rows if row["offered_per_s"]["value"]]


def first_asked(d: Document, *, answering: bool = False) -> Document | None:
    """Return what people ask first: users, else the first service."""
    found = [row for row in asked(d) if not answering or row["answer_s"]["value"]]
    return next((row for row in found if row["kind"] == "users"), found[0] if found else None)


def engines_known(d: Document) -> bool:
    rows = (d.get("workloads") or {}).get("services") or []
    engines = [row["utilisation"]["value"] for row in rows if row["kind"] == "serving"]
    others = [row for row in rows if row["kind"] == "model-api" and row["answer_s"]["value"] is not None]
    return bool(engines or others) and None not in engines


def users(m: Match, d: Document) -> bool:
    row = first_asked(d)
    node = next((node for node in d["design"]["nodes"] if row is not None and node["id"] == row["id"]), {})
    many = (node.get("facts") or {}).get("users")
    return many is not None and spans(m[1], many, many)


def requests(m: Match, d: Document) -> bool:
    row = first_asked(d)
    return row is not None and spans(m[1], row["offered_per_s"]["value"], row["offered_per_s"]["value"])


def they_ask(m: Match, d: Document) -> bool:
    row = first_asked(d)
    return row is not None and spans(m[1], *ends(row["offered_per_s"]))


def could(m: Match, d: Document) -> bool:
    row = first_asked(d)
    if row is None or row["requests_per_s"]["value"] is None:
        return False
    return engines_known(d) and they_ask(m, d) and spans(m[2], *ends(row["requests_per_s"]))


def are_answered(m: Match, d: Document) -> bool:
    row = first_asked(d)
    if row is None or row["served_per_s"]["value"] is None or not engines_known(d):
        return False
    served, offered = row["served_per_s"]["value"], row["offered_per_s"]["value"]
    return they_ask(m, d) and spans(m[2], served, served) and spans(m[3], offered, offered)


def not_known(m: Match, d: Document) -> bool:
    return they_ask(m, d) and not engines_known(d)


def answer(m: Match, d: Document) -> bool:
    row = first_asked(d, answering=True)
    return row is not None and engines_known(d) and spans(m[1], *ends(row["answer_s"]), _UNITS[m[2]])


def of_job(key: str, factor: float = 1.0) -> Judge:
    """Return a judge of a range: a figure of the first training, times FACTOR."""

    def judge(m: Match, d: Document) -> bool:
        for job in jobs(d)[:1]:
            low, high = ends(job[key])
            return spans(m[1], low * factor, high * factor)
        return False

    return judge


def half(m: Match, d: Document) -> bool:
    network = d.get("network") or {}
    found = network.get("bisection_gbps")
    if not found or found["value"] is None or (network.get("pieces") or {}).get("count", 0) > 1:
        return False
    return spans(m[1], found["value"], found["value"], 1e3 if m[2] == "Tb/s" else 1e6 if m[2] == "Pb/s" else 1.0)


def tier(m: Match, d: Document) -> bool:
    rows = (d.get("network") or {}).get("tiers") or []
    ratios = [row["oversubscription"]["value"] for row in rows if row["name"].capitalize() == m[1]]
    return any(ratio is not None and spans(m[2], ratio, ratio) for ratio in ratios)


def by_kind(kind: str) -> Judge:
    return lambda m, d: spans(m[1], *[d["counts"]["nodes"]["by_kind"].get(kind, 0)] * 2)


def switches(m: Match, d: Document) -> bool:
    """Judge a list of tiers: as many names as there are, and their numbers add up to the switches in them."""
    parts = re.split(r", | and ", m[0].rstrip("."))
    rows = (d.get("network") or {}).get("tiers") or []
    copies = {node["id"]: total(d, node["id"]) for node in d["design"]["nodes"]}
    wanted = {row["name"]: sum(copies.get(one, 0) for one in row["nodes"]) for row in rows}
    told = {part.partition(" ")[2]: said(part.partition(" ")[0])[0][0] for part in parts}
    return told == {name: number for name, number in wanted.items() if number}


def total(d: Document, node_id: str) -> int:
    """Return how many of a node there are, with the copies of all that it stands in."""
    nodes = {node["id"]: node for node in d["design"]["nodes"]}
    found, here = 1, nodes.get(node_id)
    while here is not None:
        found *= here.get("copies", 1)
        here = nodes.get(here.get("parent") or "")
    return found


def drawn(m: Match, d: Document) -> bool:
    """Judge how many of a kind are drawn."""
    kinds = d["counts"]["nodes"]["by_kind"]
    names = {name: kind.id for kind in KINDS.values() for name in (kind.title, kind.plural)}
    return m[2] in names and spans(m[1], *[kinds.get(names[m[2]], 0)] * 2)


def has_cost(m: Match, d: Document) -> bool:
    """Judge what a way has cost after 48 months, with all ranges at their ends."""
    compared = d.get("compare") or {"rows": [], "over_time": []}
    rows = {row["key"]: row for row in compared["rows"] if row["compared"]}
    for curve in compared["over_time"]:
        row = rows.get(curve["key"])
        if row is None:
            continue
        name = "owning" if row["way"] == "own" else re.sub("[(),]", "", row["name"])
        if re.sub("[(),]", "", m[1]) == name:
            low, high = curve["low"][48], curve["high"][48]
            found = said(m[2], _UNITS[m[3]])
            # Two digits for a board: half of the last of them.
            return all(
                abs(one - told) <= spare for one, (told, spare) in zip((low, high), (found[0], found[-1]), strict=True)
            )
    return False


N: Final = r"([\d.,\s\u202f]*\d)"
SPAN: Final = r"([\d.,\s\u202f–]*\d)"
SIZE: Final = r"(trillion|billion|million)?"
QUANTITY_PATTERNS: Final[Mapping[str, tuple[str, Judge]]] = {
    "runs a year": (rf"{SPAN} runs like this a year", a_year),
    "learns from": (rf"Each learns from {SPAN} ?{SIZE} tokens in {SPAN} days?\.", learns),
    "learnt": (rf"{SPAN} ?{SIZE} tokens learnt a day", learnt),
    "learnt bar": (rf"Learnt, a day: {SPAN} ?{SIZE}", learnt),
    "written": (rf"{SPAN} ?{SIZE} tokens written a day", written),
    "written bar": (rf"Written, a day: {SPAN} ?{SIZE}", written),
    "engines write": (rf"Engines that are all busy write {SPAN} tokens a second\.", of_headline("tokens")),
    "users": (rf"{SPAN} users? in the busiest hour", users),
    "requests": (rf"{SPAN} requests a second", requests),
    "could": (rf"They ask {SPAN} times a second; as many as {SPAN} can be answered\.", could),
    "are answered": (rf"They ask {SPAN} times a second; {N} of {N} are answered\.", are_answered),
    "unknown answers": (rf"They ask {SPAN} times a second; how many of them are answered is not known\.", not_known),
    "answer": (rf"(?:at least )?{SPAN} (s|ms) until the answer is whole", answer),
    "whole answer": (rf"Whole answer: (?:at least )?{SPAN} (s|ms)", answer),
    "first word": (rf"First word: (?:at least )?{SPAN} (s|ms)", of_headline("first_token")),
    "further word": (rf"Every further word takes (?:at least )?{SPAN} (s|ms)\.", of_headline("token", 1e-3)),
    "trains it": (rf"{SPAN} accelerators? trains? it", of_job("accelerators")),
    "peak": (rf"Of their peak: {SPAN}%", of_job("mfu", 100.0)),
    "kept": (rf"Of the time kept: {SPAN}%", of_job("goodput", 100.0)),
    "fails every": (rf"Something of it fails every {SPAN} hours\.", of_job("mttf_h")),
    "machines": (
        rf"{SPAN} machines? on the network",
        lambda m, d: spans(m[1], *[((d.get("network") or {}).get("endpoints") or 0)] * 2),
    ),
    "chips": (
        rf"{SPAN} accelerators? (?:is|are) in what is drawn\.",
        lambda m, d: spans(m[1], *[d["counts"]["accelerators"]["total"]] * 2),
    ),
    "half to half": (rf"(?:at least )?{SPAN} ([TPG]b/s) from one half to the other", half),
    "switches": (rf"{SPAN} switch(?:es)? to join them", by_kind("switch")),
    "tiers": (r"\d[\d\u202f]* [^,:]+(?:, \d[\d\u202f]* [^,:]+)* and \d[\d\u202f]* [^,:]+\.", switches),
    "tier": (rf"(.+): {SPAN} : 1", tier),
    "drawn": (rf"{SPAN} drawn: (.+)", drawn),
    "has cost": (rf"After 4 years (.*) has cost (?:≥ )?{SPAN} (k\$|M\$|G\$|\$)\.", has_cost),
}
"""Sentences of columns of quantities, and of the ends of curves."""
