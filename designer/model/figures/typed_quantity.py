"""Quantities as people type them: "1.2 kW" where watts are asked for, "450 lb" for kg, "17.3 in" for mm.

A bare number is in the unit that is asked for. Pounds, inches, rack units (1.75 in, EIA-310), British thermal units
(IT) and US gallons are the exact definitions.
"""

import math
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.model.figures.number_locale import in_english
from designer.model.records import RefusedInput

_POUND_KG: Final = 0.45359237
_INCH_M: Final = 0.0254
_BTU_PER_HOUR_W: Final = 1055.05585262 / 3600
_CUBIC_FOOT_M3: Final = _INCH_M**3 * 12**3
_GALLON_L: Final = 3.785411784


class _Unit(NamedTuple):
    """Unit: what it measures, and a value of it in the base unit: value × factor + offset."""

    measures: str
    factor: float
    offset: float = 0.0


def _scaled(measures: str, **factors: float) -> dict[str, _Unit]:
    return {name: _Unit(measures, factor) for name, factor in factors.items()}


_LITRE: Final = 1e-3
_UNITS: Final[Mapping[str, _Unit]] = {
    **_scaled("power", W=1, kW=1e3, MW=1e6, GW=1e9, watt=1, watts=1, TR=12_000 * _BTU_PER_HOUR_W, hp=745.69987158227),
    "BTU/h": _Unit("power", _BTU_PER_HOUR_W),
    "BTU/hr": _Unit("power", _BTU_PER_HOUR_W),
    "kBTU/h": _Unit("power", 1e3 * _BTU_PER_HOUR_W),
    "BTUH": _Unit("power", _BTU_PER_HOUR_W),
    **_scaled("apparent power", VA=1, kVA=1e3, MVA=1e6),
    **_scaled("mass", kg=1, g=1e-3, t=1e3, lb=_POUND_KG, lbs=_POUND_KG, oz=_POUND_KG / 16),
    **_scaled(
        "length",
        mm=1e-3,
        cm=1e-2,
        m=1,
        km=1e3,
        inch=_INCH_M,
        inches=_INCH_M,
        ft=12 * _INCH_M,
        feet=12 * _INCH_M,
        U=1.75 * _INCH_M,
        RU=1.75 * _INCH_M,
        OU=0.048,
    ),
    "in": _Unit("length", _INCH_M),
    '"': _Unit("length", _INCH_M),
    "″": _Unit("length", _INCH_M),
    "'": _Unit("length", 12 * _INCH_M),
    "′": _Unit("length", 12 * _INCH_M),
    **_scaled("flow", CFM=_CUBIC_FOOT_M3 / 60, gpm=_GALLON_L * _LITRE / 60, lpm=_LITRE / 60),
    "ft³/min": _Unit("flow", _CUBIC_FOOT_M3 / 60),
    "m³/h": _Unit("flow", 1 / 3600),
    "m3/h": _Unit("flow", 1 / 3600),
    "m³/s": _Unit("flow", 1),
    "m3/s": _Unit("flow", 1),
    "L/min": _Unit("flow", _LITRE / 60),
    "L/s": _Unit("flow", _LITRE),
    "L/h": _Unit("flow", _LITRE / 3600),
    "gal/min": _Unit("flow", _GALLON_L * _LITRE / 60),
    "gal/h": _Unit("flow", _GALLON_L * _LITRE / 3600),
    "°C": _Unit("temperature", 1, 273.15),
    "C": _Unit("temperature", 1, 273.15),
    "K": _Unit("temperature", 1),
    "°F": _Unit("temperature", 5 / 9, 273.15 - 32 * 5 / 9),
    "F": _Unit("temperature", 5 / 9, 273.15 - 32 * 5 / 9),
    **_scaled(
        "data",
        B=1,
        kB=1e3,
        MB=1e6,
        GB=1e9,
        TB=1e12,
        PB=1e15,
        EB=1e18,
        KiB=2.0**10,
        MiB=2.0**20,
        GiB=2.0**30,
        TiB=2.0**40,
        PiB=2.0**50,
    ),
    **{
        f"{name}/s": _Unit("rate of data", factor)
        for name, factor in (
            ("B", 1),
            ("kB", 1e3),
            ("MB", 1e6),
            ("GB", 1e9),
            ("TB", 1e12),
            ("PB", 1e15),
            ("MiB", 2.0**20),
            ("GiB", 2.0**30),
            ("TiB", 2.0**40),
        )
    },
    **{
        f"{prefix}{unit}": _Unit("rate of data", factor / 8)
        for prefix, factor in (("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15))
        for unit in ("b/s", "bit/s", "bps")
    },
    "TB/day": _Unit("rate of data", 1e12 / 86_400),
    **{
        f"{prefix}{unit}": _Unit("arithmetic", factor)
        for prefix, factor in (("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18))
        for unit in ("FLOP/s", "FLOPS")
    },
    **{
        f"{prefix}{unit}": _Unit("whole-number arithmetic", factor)
        for prefix, factor in (("G", 1e9), ("T", 1e12), ("P", 1e15))
        for unit in ("OP/s", "OPS")
    },
    **_scaled(
        "time", ns=1e-9, µs=1e-6, us=1e-6, ms=1e-3, s=1, min=60, h=3600, hours=3600, d=86_400, day=86_400, days=86_400
    ),
    **_scaled("time", week=604_800, weeks=604_800),
    **_scaled("voltage", V=1, kV=1e3),
    **_scaled("current", A=1, mA=1e-3, kA=1e3),
    "1/s": _Unit("frequency", 1),
    "/s": _Unit("frequency", 1),
    "1/min": _Unit("frequency", 1 / 60),
    "/min": _Unit("frequency", 1 / 60),
    "1/h": _Unit("frequency", 1 / 3600),
    "/h": _Unit("frequency", 1 / 3600),
    "1/day": _Unit("frequency", 1 / 86_400),
    "/day": _Unit("frequency", 1 / 86_400),
}
_ADVICE: Final[Mapping[str, str]] = {
    "power": "W, kW, MW or BTU/h",
    "apparent power": "VA, kVA or MVA",
    "mass": "kg, g, t, lb or oz",
    "length": "mm, cm, m, in, ft or U",
    "flow": "CFM, m³/h, L/s, L/min, L/h or gpm",
    "temperature": "°C, °F or K",
    "data": "B, kB, MB, GB, TB, PB, GiB or TiB",
    "rate of data": "Gb/s, Tb/s, MB/s, GB/s or TB/s",
    "arithmetic": "TFLOP/s or PFLOP/s",
    "whole-number arithmetic": "TOP/s or POP/s",
    "time": "ns, µs, ms, s, min, h, days or weeks",
    "voltage": "V or kV",
    "current": "A or mA",
    "frequency": "1/s, 1/min, 1/h or 1/day",
}
_THOUSANDS: Final[Mapping[str, float]] = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12}
_COUNTED: Final = re.compile(r"(k|K|M|B|T|million|billion|trillion)?")
_WORDS: Final[Mapping[str, float]] = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_TYPED: Final = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)", re.DOTALL)
_GROUPED: Final = re.compile(r"(?<=\d)[\s\u00a0\u202f,'](?=\d{3}(?:\D|$))")
_DIGITS: Final = 13
_LONGEST: Final = 60


def typed_quantity(text: str, unit: str, what: str, *, share: bool = False) -> float:
    """The value in UNIT that TEXT gives for WHAT.

    Args:
        text: A number, with a unit of the same sort behind it if need be; thousands may be parted, and a lone comma
            before other than three digits is a decimal one.
        unit: The unit that is asked for; "" for a count or a ratio.
        what: What it is for, in messages.
        share: Whether it is a share of 1, so that "97 %" is 0.97.

    Raises:
        RefusedInput: it is no number, or its unit measures something else.
    """
    plain = _GROUPED.sub("", in_english(text, what).strip().replace("−", "-"))
    # A decimal comma, where it is the only mark.
    plain = re.sub(r"^([+-]?\d+),(\d)", r"\1.\2", plain)
    match = _TYPED.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None or not math.isfinite(float(match[1])):
        raise RefusedInput(f"{what}: {_short(text)} is not a number{f' of {unit}' if unit else ''}.")
    number, written = float(match[1]), match[2].strip()
    if not written or written == unit:
        return number
    return _rounded(_converted(number, written, unit, what, share=share))


def _converted(number: float, written: str, unit: str, what: str, *, share: bool) -> float:
    if not unit:
        if share and written == "%":
            return number / 100
        if _COUNTED.fullmatch(written) and not share:
            return number * (_WORDS.get(written) or _THOUSANDS[written])
        advice = "0.97 or 97 %" if share else "a bare number"
        raise RefusedInput(f"{what}: it has no unit, so {_short(written)} is not understood; write {advice}.")
    asked = _UNITS.get(unit)
    if asked is None:
        raise RefusedInput(f"{what}: {_short(written)} is not understood; write the number in {unit}.")
    # A bare prefix means the unit that is asked for: "5 k" of watts are kilowatts.
    if written in {"k", "M", "G", "T"} and unit in {"W", "VA"}:
        written += unit
    elif written in {"G", "T"} and unit in {"Gb/s", "Tb/s"}:
        written += "b/s"
    given = _unit_named(written, asked.measures, unit, what)
    # Offsets are those of temperatures.
    return (number * given.factor + given.offset - asked.offset) / asked.factor


def _unit_named(written: str, measures: str, unit: str, what: str) -> _Unit:
    """The unit that WRITTEN means where MEASURES is measured; upper and lower case count only where they must."""
    exact = _UNITS.get(written)
    if exact is not None and exact.measures == measures:
        return exact
    folded = written.casefold().rstrip(".")
    found = {one: name for name, one in _UNITS.items() if name.casefold() == folded and one.measures == measures}
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise RefusedInput(f"{what}: {_short(written)} may mean {' or '.join(sorted(found.values()))}; write which.")
    raise RefusedInput(f"{what}: {_short(written)} is no unit for {unit}; use {_ADVICE[measures]}.")


def _rounded(value: float) -> float:
    """VALUE without the dust of a conversion."""
    return float(f"{value:.{_DIGITS}g}")


def _short(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 30 else text[:29] + "…")
