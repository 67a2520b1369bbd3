"""One answer of a calculator that works over a table: a value with its range, or what is missing for it."""

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
