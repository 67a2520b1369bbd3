"""Forms of the sentences and rows about availability, judged from what `analyze --json` prints alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Document = Mapping[str, Any]
Match = re.Match[str]
_NUMBER: Final = r"([\d.,\s\u202f]*\d)"


def _work(name: str, d: Document) -> Document:
    return next(one for one in d["availability"]["works"] if one["title"] == name)


def _rounds(text: str, value: float) -> bool:
    """Return whether TEXT is VALUE with the digits that it is written with; three digits where there is no point."""
    text = re.sub(r"[^\d.]", "", text)
    digits = len(text.partition(".")[2])
    spare = 0.51 * 10**-digits if digits else max(0.51, 0.0051 * value)
    return abs(float(text) - value) <= spare


def _gives(m: Match, d: Document) -> bool:
    """Judge share and hours, whether they are ends, and P10 and P90 where they are said."""
    work = _work(m["title"], d)
    lost, hours = work["work_lost"]["mean"]["value"], work["down_h_per_year"]
    verb = {"job": "makes progress for", "machines": "give", "service": "gives"}[work["sort"]]
    open_end = bool(d["availability"]["unknown"])
    true = m["verb"] == verb and _rounds(m["share"], 100 * (1 - lost)) and _rounds(m["hours"], hours["mean"]["value"])
    if m["low"]:
        true = true and _rounds(m["low"], hours["p10"]) and _rounds(m["high"], hours["p90"])
    return true and open_end == bool(m["most"]) == bool(m["least"])


def _costs(m: Match, d: Document) -> bool:
    from tests.export.deck.claim_checker import is_amount

    work = _work(m["title"], d)
    supposed = work["usd_per_hour"]["low"] < work["usd_per_hour"]["high"]
    return (
        supposed == (m["verb"] == "is supposed to cost")
        and is_amount(m["hour"], work["usd_per_hour"]["value"])
        and is_amount(m["year"], work["usd_per_year"]["mean"]["value"])
        and bool(d["availability"]["unknown"]) == bool(m["least"])
    )


def _unknown(m: Match, d: Document) -> bool:
    return int(m[1].replace(",", "")) == len(d["availability"]["unknown"])


AVAILABILITY_PATTERNS: Final[Mapping[str, tuple[str, Callable[[Match, Document], bool]]]] = {
    "gives over a year": (
        r"(?P<title>.+?) (?P<verb>makes progress for|gives|give) (?P<most>at most )?(?P<share>[\d.]+)% of "
        r"(?:the time(?: that they could work)?|what is asked): "
        rf"(?P<least>at least )?(?P<hours>{_NUMBER}) hours a year are lost"
        rf"(?: \((?P<low>{_NUMBER})–(?P<high>{_NUMBER}) in eight years of ten\))?\.",
        _gives,
    ),
    "an hour costs": (
        r"An hour without (?P<title>.+) (?P<verb>costs|is supposed to cost) (?P<hour>.+), what is lost in a year "
        r"(?P<least>at least )?(?P<year>.+)\.",
        _costs,
    ),
    "without a rate": (
        r"([\d,]+) parts? that machines need (?:has|have) no rate of failure and (?:is|are) taken never to fail\.",
        _unknown,
    ),
}


def availability_judged(text: str, document: Document) -> tuple[str, bool]:
    """Return the form of a sentence about availability, and whether it is true of DOCUMENT.

    Raises:
        AssertionError: it has no known form.
    """
    for form, (pattern, judge) in AVAILABILITY_PATTERNS.items():
        match = re.fullmatch(pattern, text)
        if match is not None:
            return form, judge(match, document)
    raise AssertionError(f"A sentence of no known form: {text}")


def row_holds(row: tuple[str, ...], document: Document) -> bool:
    """Return whether a row of the table of work says what DOCUMENT does."""
    from tests.export.deck.claim_checker import is_amount

    work = _work(row[0], document)
    hours, usd = work["down_h_per_year"], work["usd_per_year"]["mean"]["value"]
    low, high = row[3].split("–")
    return (
        _rounds(row[1], 100 * (1 - work["work_lost"]["mean"]["value"]))
        and _rounds(row[2], hours["mean"]["value"])
        and _rounds(low, hours["p10"])
        and _rounds(high, hours["p90"])
        and (row[4] == "–" if usd is None else is_amount(row[4], usd))
    )


def falsified(text: str) -> Iterator[str]:
    """Yield TEXT with each of its amounts changed by itself: every one of them has to be judged."""
    for pattern, _ in AVAILABILITY_PATTERNS.values():
        match = re.fullmatch(pattern, text)
        for name in ("share", "hours", "low", "high", "hour", "year", 1) if match is not None else ():
            if match is not None and ((isinstance(name, int) and not match.groupdict()) or name in match.groupdict()):
                start, end = match.span(name)
                if start >= 0:
                    changed = re.sub(r"[1-9]", lambda digit: str(int(digit[0]) % 9 + 1), match[name], count=1)
                    changed = changed if changed != match[name] else f"1{match[name]}"
                    yield f"{text[:start]}{changed}{text[end:]}"
