"""One answer of a calculator that works over a table: a value with its range, or what is missing for it."""

from collections.abc import Mapping
from math import isfinite

from msgspec import Struct


class Estimate(Struct, frozen=True):
    """One output of a row.

    Attributes:
        value: The estimate; None where it cannot be told.
        unit: Unit of value, low and high.
        low: Low end of the range; None where value is None.
        high: High end of the range; None where value is None.
        missing: What has to be known first, empty where the value stands.
    """

    value: float | None
    unit: str
    low: float | None
    high: float | None
    missing: tuple[str, ...] = ()


def read_number(
    row: Mapping[str, str], key: str, *, least: float, most: float, whole: bool = False, default: float | None = None
) -> float:
    """Return the number in the column KEY of ROW; DEFAULT where the cell is empty or the column is not there.

    Raises:
        ValueError: It is no number, is not whole where it has to be, or lies outside LEAST to MOST.
    """
    text = (row.get(key) or "").strip()
    if not text:
        if default is None:
            raise ValueError(f"{key} is missing")
        return default
    shown = text if len(text) <= 40 else text[:39] + "…"
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{key} must be a number, not {shown!r}") from None
    if not isfinite(value) or not least <= value <= most or (whole and value != int(value)):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{key} must be {kind} from {least:g} to {most:g}, not {shown}")
    return value
