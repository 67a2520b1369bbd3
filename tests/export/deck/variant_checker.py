"""Judges the sentences that set a design against the others of its project, from `analyze --json` of each alone."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.export.deck.claim_checker import is_amount, within

Document = Mapping[str, Any]
"""Of the design of the deck, with those of the others under "variants", by their keys, and names under "names"."""
_KEYS: Final = {"to buy": "buy", "to run": "run"}
_AMOUNT: Final = r"[\d.,\s\u202f]+ [kMG]?\$(?: / month)?"


def _all(d: Document) -> dict[str, Document]:
    return {"": d, **d["variants"]}


def _paid(d: Document, words: str) -> dict[str, float | None]:
    return {key: one["headlines"][_KEYS[words]]["value"] for key, one in _all(d).items()}


def _incomplete(d: Document, words: str, keys: tuple[str, ...]) -> bool:
    return any(bool(_all(d)[key]["headlines"][_KEYS[words]]["missing"]) for key in keys)


def _least(m: re.Match[str], d: Document) -> bool:
    amounts = _paid(d, m[2])
    if None in amounts.values() or bool(m[3]) != _incomplete(d, m[2], tuple(amounts)):
        return False
    least = min(value for value in amounts.values() if value is not None)
    cheapest = [key for key, value in amounts.items() if value == least]
    if len(cheapest) != 1:
        return False
    short = "The proposed one" if cheapest == [""] else "Another variant"
    return m[1] in {d["names"][cheapest[0]], short}


def _alike(m: re.Match[str], d: Document) -> bool:
    amounts = _paid(d, m[2])
    return len(set(amounts.values())) == 1 and int(m[1]) == len(amounts)


def _some_alike(m: re.Match[str], d: Document) -> bool:
    amounts = _paid(d, m[2])
    known = [value for value in amounts.values() if value is not None]
    return len(known) == len(amounts) and int(m[1]) == known.count(min(known)) < len(known)


def _dearer(m: re.Match[str], d: Document) -> bool:
    """Judge a list of names with amounts: each is a design that does not cost least, the first the next cheapest."""
    amounts = _paid(d, m[2])
    least = min(value or 0.0 for value in amounts.values())
    order = sorted((key for key, value in amounts.items() if value != least), key=lambda key: amounts[key] or 0.0)
    told = m[1].split(" · ")
    expected = [order[0], order[-1]] if len(order) > 1 else order[:1]
    return len(told) in {1, len(expected)} and all(
        text.startswith(f"{d['names'][key]}: ")
        and within(text.removeprefix(f"{d['names'][key]}: "), _all(d)[key]["headlines"][_KEYS[m[2]]])
        for text, key in zip(told, expected, strict=False)
    )


def _step(m: re.Match[str], d: Document) -> bool:
    amounts = _paid(d, m[4])
    key = d["against"]
    before, after = amounts[""], amounts[key]
    if before is None or after is None or m[1] not in {d["names"][key], "The variant B"}:
        return False
    if bool(m[5]) != _incomplete(d, m[4], ("", key)):
        return False
    return (m[3] == "more") == (after > before) and is_amount(m[2], abs(after - before))


def _same(m: re.Match[str], d: Document) -> bool:
    amounts = _paid(d, m[2])
    return amounts[""] == amounts[d["against"]] and m[1] in {d["names"][d["against"]], "The variant B"}


def _steps(m: re.Match[str], d: Document) -> bool:
    """Judge the steps at a glance: devices by their kinds, then money and power."""
    after = d["variants"][d["against"]]
    for piece in m[1].split(", "):
        sign = 1 if piece.startswith(("+", "at least +")) else -1
        amount = piece.removeprefix("at least ").lstrip("+−").removesuffix(" of what is known")
        if amount.endswith("W") or "$" in amount:
            key = "facility" if amount.endswith("W") else "buy"
            step = after["headlines"][key]["value"] - d["headlines"][key]["value"]
            if step * sign <= 0 or not is_amount(amount, abs(step)):
                return False
        elif re.fullmatch(r"[+−][\d,\u202f]+ switch(es)?", piece):
            count = after["counts"]["nodes"]["by_kind"].get("switch", 0) - d["counts"]["nodes"]["by_kind"].get(
                "switch", 0
            )
            if count * sign != int(re.sub(r"\D", "", piece)):
                return False
    return True


FORMS: Final[Mapping[str, tuple[str, Callable[[re.Match[str], Document], bool]]]] = {
    "least": (r"(.*) costs least (to buy|to run)(, of what has a price)?", _least),
    "alike": (r"All (\d+) variants cost the same (to buy|to run)(?:, of what has a price)?", _alike),
    "some alike": (r"(\d+) variants cost least (to buy|to run)(?:, of what has a price)?", _some_alike),
    "dearer": (r"(.*: .*) (to buy|to run)\.", _dearer),
    "step": (rf"(.*) costs ({_AMOUNT}) (more|less) (to buy|to run)(, of what has a price)?", _step),
    "same": (r"(.*) costs the same (to buy|to run)(?:, of what has a price)?", _same),
    "steps": (r"B against A: (.*)\.", _steps),
}


def judged(text: str, document: Document) -> tuple[str, bool]:
    """Return the form of a sentence and whether it is true of DOCUMENT.

    Raises:
        AssertionError: it has no known form.
    """
    for form, (pattern, judge) in FORMS.items():
        # "All 3 variants cost the same" is a form of its own.
        match = re.fullmatch(pattern, text)
        if match is not None:
            return form, judge(match, document)
    raise AssertionError(f"no form is known of {text!r}")
