"""Amounts of money and days as people write them in tables: "€ 1.234,50", "$12,000", "24.11.2026"."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from designer.model.figures.figure_text import CURRENCIES
from designer.model.records import Record, RefusedInput, require_quantity

_SIGNS: Final = {
    "US$": "USD",
    "AU$": "AUD",
    "A$": "AUD",
    "CA$": "CAD",
    "C$": "CAD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "SG$": "SGD",
    "S$": "SGD",
    "R$": "BRL",
    "NT$": "TWD",
    "$": "USD",
    "€": "EUR",
    "EURO": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FR.": "CHF",
    "SFR.": "CHF",
    "₺": "TRY",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
}
_SEVERAL: Final = {"¥": "yen or yuan", "KR": "several crowns", "KR.": "several crowns"}
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_PARTS: Final = re.compile(
    r"(?P<before>[^0-9+-]*?)(?P<number>[+-]?[.,]?[0-9][0-9.,' ]*(?:[eE][+-]?[0-9]{1,3})?)(?P<dash>[-–—]{0,2})"
    r"(?P<after>[^0-9]*)"
)
_SCIENTIFIC: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([., '])[0-9]{3})(?:\1[0-9]{3})*")
_MAY_BE_THOUSANDS: Final = re.compile(r"0*[1-9][0-9]{0,2}")
_GROUP: Final = 3
_LONGEST: Final = 60


class Amount(Record, frozen=True, kw_only=True):
    """An amount of money.

    Attributes:
        currency: ISO code, "" when the text names none.
    """

    value: float
    currency: str = ""


def read_amount(text: str, decimal: str = "") -> Amount:
    """The amount in TEXT.

    Args:
        text: A cell of a table.
        decimal: The decimal mark of its column, "." or ","; "" when that is unknown, "?" when the column has both.

    Raises:
        RefusedInput: it is none, is negative or not finite, or could mean two amounts; the message says which.
    """
    plain = _SPACES.sub(" ", text.replace("’", "'").replace("−", "-")).strip()
    shown = plain[: _LONGEST - 3] + "..." if len(plain) > _LONGEST else plain
    found = _PARTS.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        raise RefusedInput(f"{shown!r} is no amount")
    currency = _currency(f"{found['before']} {found['after']}", shown, "is no amount in a known currency")
    number = found["number"].strip()
    # Brackets are an accountant's minus.
    if number.startswith("-") or plain.startswith("("):
        raise RefusedInput(f"{shown!r} is negative")
    # "1.200,–": the dash stands for no cents.
    if found["dash"]:
        number = number.rstrip(".,")
    value = _number(number.removeprefix("+"), decimal, shown)
    try:
        return Amount(value=require_quantity(value, "the amount"), currency=currency)
    except RefusedInput as problem:
        raise RefusedInput(f"{shown!r} is too large") from problem


def decimal_mark(cells: Iterable[str]) -> str:
    """The decimal mark of a column of amounts: "." or ","; "" when no cell tells, "?" when they contradict."""
    marks = {mark for cell in cells if (mark := _sure_mark(cell))}
    return "" if not marks else marks.pop() if len(marks) == 1 else "?"


def currency_code(text: str) -> str:
    """The ISO code of the currency that TEXT names: a code or a sign.

    Raises:
        RefusedInput: it names none that is known.
    """
    return _currency(text, text.strip()[:_LONGEST], "is no known currency")


def read_day(text: str, today: date) -> str:
    """The day in TEXT as an ISO date; a month or a year alone stays one.

    Raises:
        RefusedInput: it is none, could be two days, or lies after TODAY.
    """
    plain = text.strip()
    shown = repr(plain[:_LONGEST])
    if found := re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:[T ][0-9:.Z+ -]*)?)?)?", plain):
        year, month, day = int(found[1]), found[2], found[3]
        numbers = (year, int(month or 1), int(day or 1))
        # As precise as it was written: a year, a month or a day.
        width = 4 if month is None else 7 if day is None else 10
    elif found := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", plain):
        numbers, width = (int(found[3]), int(found[2]), int(found[1])), 10
    elif found := re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", plain):
        one, two = int(found[1]), int(found[2])
        # Day and month, or month and day: refused where both are possible.
        if one != two and one <= 12 and two <= 12:
            raise RefusedInput(f"the date {shown} may be two days; write it as 2026-11-24")
        numbers, width = (int(found[3]), min(one, two), max(one, two)), 10
        if one == two:
            numbers = (int(found[3]), one, two)
    else:
        raise RefusedInput(f"{shown} is no date; write it as 2026-11-24")
    try:
        when = date(*numbers)
    except ValueError as problem:
        raise RefusedInput(f"{shown} is no date; write it as 2026-11-24") from problem
    if when > today:
        raise RefusedInput(f"the date {shown} lies ahead")
    return when.isoformat()[:width]


def _currency(words: str, shown: str, otherwise: str) -> str:
    """The currency in WORDS, which are all of SHOWN or around its number; "" when they are empty.

    OTHERWISE says what SHOWN is when a word is no currency.
    """
    found: set[str] = set()
    for word in words.replace("(", " ").replace(")", " ").upper().split():
        bare = word.strip("/,:;")
        if not bare:
            continue
        # "¥" and "kr" are signs of several currencies.
        if bare in _SEVERAL:
            raise RefusedInput(f"{bare} in {shown!r} may be {_SEVERAL[bare]}; write the currency's code")
        code = _SIGNS.get(bare) or (bare if bare in CURRENCIES else None) or _joined(bare)
        if code is None:
            raise RefusedInput(f"{shown!r} {otherwise}")
        found.add(code)
    if len(found) > 1:
        raise RefusedInput(f"{shown!r} names two currencies")
    return found.pop() if found else ""


def _joined(word: str) -> str | None:
    """The currency of a WORD that has sign and code in one, such as "USD$"."""
    for sign, code in _SIGNS.items():
        if word in (code + sign, sign + code):
            return code
    return "USD" if word in {"USD$", "$USD"} else None


def _number(text: str, decimal: str, shown: str) -> float:
    """The number that the digits and marks TEXT spell."""
    if _SCIENTIFIC.fullmatch(text):
        return float(text)
    mark = _own_mark(text)
    if mark is None:
        mark = _told_mark(text, decimal, shown)
    whole, _, fraction = text.rpartition(mark) if mark else (text, "", "")
    grouped = _GROUPED.fullmatch(whole)
    # Groups of three with the same mark between them, which is not the decimal mark.
    parted = grouped is not None and grouped[1] != mark
    if not (whole.isdigit() or parted or (not whole and fraction)) or not (fraction.isdigit() or not fraction):
        raise RefusedInput(f"{shown!r} is no amount; its thousands or decimals are parted in no known way")
    return float(f"{re.sub('[^0-9]', '', whole) or '0'}.{fraction or '0'}")


def _own_mark(text: str) -> str | None:
    """The decimal mark that the number TEXT shows by itself: "." or ",", "" for none; None when it may be either."""
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return ""
    # The last of two different marks is the decimal one.
    if dots and commas:
        return "." if text.rindex(".") > text.rindex(",") else ","
    mark = "." if dots else ","
    # The same mark more than once parts thousands.
    if dots + commas > 1:
        return ""
    head, _, tail = text.partition(mark)
    # Three digits after a single mark may be thousands or decimals.
    return None if _MAY_BE_THOUSANDS.fullmatch(head) and len(tail) == _GROUP else mark


def _told_mark(text: str, decimal: str, shown: str) -> str:
    """The decimal mark of TEXT, which shows none by itself, in a column with the mark DECIMAL."""
    mark = "." if "." in text else ","
    if decimal in {".", ","}:
        return mark if decimal == mark else ""
    if mark == "." or decimal:
        head, _, tail = text.partition(mark)
        raise RefusedInput(f"{shown!r} may be {head}{tail} or {head}.{tail}; write it without a mark of thousands")
    return ""


def _sure_mark(cell: str) -> str:
    """The decimal mark that CELL shows beyond doubt; "" when it shows none."""
    plain = _SPACES.sub(" ", cell.replace("’", "'")).strip()
    found = _PARTS.fullmatch(plain) if len(plain) <= _LONGEST else None
    number = found["number"].strip(" +-").rstrip(".,") if found else ""
    if number.count(".") + number.count(",") > 1 and not ("." in number and "," in number):
        return "," if "." in number else "."
    return _own_mark(number) or ""
