"""Rates as graphs of others write them: 400, "400G", "100 Gbit/s", "4x100G", 1e11 bit/s."""

import math
import re
from typing import Final, NamedTuple

from designer.model.records import MAX_QUANTITY

# 1 Gb/s is 10^9 bit/s; a capital B after the prefix means bytes ("50 GB/s").
_PREFIX_GBPS: Final = {"": 1e-9, "k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3}
_RATE: Final = re.compile(
    r"(?:(?P<count>\d{1,7})\s*[x×*]\s*)?(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*(?P<prefix>[kKmMgGtT]?)"
    r"(?P<unit>[bB]?[eE]|b(?:it)?s?(?:/s(?:ec)?|ps)?|B(?:yte)?s?(?:/s|ps))?",
)
_PLAIN_KEYS: Final = {
    "capacity_gbps": 1.0,
    "bandwidth_gbps": 1.0,
    "speed_gbps": 1.0,
    "rate_gbps": 1.0,
    "gbps": 1.0,
    "capacity_mbps": 1e-3,
    "bandwidth_mbps": 1e-3,
    "speed_mbps": 1e-3,
    "capacity_bps": 1e-9,
    "bandwidth_bps": 1e-9,
    "linkspeedraw": 1e-9,
}
"""Attributes whose name tells the unit, as a factor to Gb/s; LinkSpeedRaw is the Topology Zoo's, in bit/s."""
_OPEN_KEYS: Final = ("capacity", "bandwidth", "speed", "linkspeed", "rate", "bw")
_LABEL_KEYS: Final = ("label", "linklabel", "name")
CAPACITY_KEYS: Final = frozenset({*_PLAIN_KEYS, *_OPEN_KEYS})


class Capacity(NamedTuple):
    """Capacity of one cable, as a text tells it.

    Attributes:
        gbps: One way; None when nothing tells it.
        cables: How many cables the text speaks of ("4x100G").
        key: The attribute that told it, as the file has it; "" for none.
        problem: Why a value that is there was not taken; "" when all is well.
        guessed: Whether the unit was not said and Gb/s was taken.
    """

    gbps: float | None = None
    cables: int = 1
    key: str = ""
    problem: str = ""
    guessed: bool = False


def capacity_of(attributes: dict[str, str]) -> Capacity:
    """The capacity that the ATTRIBUTES of an edge tell: a name with a unit first, then bare names, then the label."""
    lower = {name.lower().replace("-", "_").replace(" ", "_"): name for name in attributes}
    # Names that carry their unit cannot be misread, so they count before all others.
    for plain, factor in _PLAIN_KEYS.items():
        if plain in lower and attributes[lower[plain]].strip():
            return _numbered(lower[plain], attributes[lower[plain]].strip(), factor)
    for plain in _OPEN_KEYS:
        if plain in lower and attributes[lower[plain]].strip():
            unit = attributes.get(lower.get(f"{plain}units", ""), "")  # the Topology Zoo's LinkSpeedUnits
            text = attributes[lower[plain]].strip() + unit.strip()
            return _open(lower[plain], text)
    for plain in _LABEL_KEYS:
        if plain in lower:
            found = _with_unit(attributes[lower[plain]].strip())
            if found is not None:
                return found._replace(key=lower[plain])
    return Capacity()


def _numbered(key: str, text: str, factor: float) -> Capacity:
    number = _number(text)
    if number is None:
        found = _with_unit(text)
        return found._replace(key=key) if found else Capacity(key=key, problem=text)
    return _checked(key, number * factor, text)


def _open(key: str, text: str) -> Capacity:
    number = _number(text)
    if number is not None:
        return _checked(key, number, text)._replace(guessed=True)
    found = _with_unit(text)
    return found._replace(key=key) if found else Capacity(key=key, problem=text)


def _with_unit(text: str) -> Capacity | None:
    """TEXT that is a rate with its unit, such as 400G, 2 × 100 Gb/s, 50 GB/s; None when it is none."""
    match = _RATE.fullmatch(text)
    # A bare number on a label may be a weight or an id as well.
    if match is None or not (match["prefix"] or match["unit"]):
        return None
    factor = _PREFIX_GBPS[match["prefix"].lower()]
    # "B" is bytes and "b" bits, but "Be", as in 100GBe, is Ethernet's and means bits.
    if (match["unit"] or "").startswith("B") and match["unit"].lower() != "be":
        factor *= 8
    cables = int(match["count"] or 1)
    found = _checked("", float(match["number"]) * factor, text)
    return found._replace(cables=cables) if cables else Capacity(problem=text)


def _checked(key: str, gbps: float, text: str) -> Capacity:
    if not math.isfinite(gbps) or not 0 <= gbps <= MAX_QUANTITY:
        return Capacity(key=key, problem=text)
    return Capacity(gbps=gbps, key=key)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def whole_number(text: str, most: int) -> int | None:
    """TEXT as a whole number from 1 to MOST; None when it is none."""
    number = _number(text.strip())
    if number is None or not math.isfinite(number) or number != int(number) or not 1 <= number <= most:
        return None
    return int(number)


def finite_number(text: str, most: float = MAX_QUANTITY) -> float | None:
    """TEXT as a finite number of at most MOST either way; None when it is none."""
    number = _number(text.strip())
    return number if number is not None and math.isfinite(number) and abs(number) <= most else None
