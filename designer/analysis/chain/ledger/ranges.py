"""The ranges of what machines are asked for: what work needs at the low and the high end, in the rows of the ledger."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from designer.analysis.chain.ledger.records import LedgerGrant, LedgerRow, Resource
from designer.model.figures.figure import Figure


def with_ranges(rows: Sequence[LedgerRow], needs: Mapping[tuple[str, Resource], Figure]) -> tuple[LedgerRow, ...]:
    """Return ROWS with the range of what is asked, the middle left as it is divided.

    Work asks each row for the same part of its need at the low and the high end as it does in the middle. What takes
    all that it is given asks for no more, so it has no range; a row that is asked for more than it has keeps the
    middle of what it grants.

    Source: interval arithmetic over the same inputs as the need itself, our own rule.

    Args:
        rows: Of the capacity ledger.
        needs: What work needs of a resource, with its range, by (id, resource).
    """
    return tuple(_ranged(row, needs) for row in rows)


def _ranged(row: LedgerRow, needs: Mapping[tuple[str, Resource], Figure]) -> LedgerRow:
    grants = tuple(_asking(grant, needs.get((grant.id, row.resource))) for grant in row.grants)
    allocatable = row.capacity.or_zero - row.reserve.or_zero
    if grants == row.grants or allocatable <= 0:
        return row
    middle = sum(grant.asked.or_zero for grant in grants)
    less = (middle - sum(grant.asked.low or 0.0 for grant in grants)) / allocatable
    more = (sum(grant.asked.high or 0.0 for grant in grants) - middle) / allocatable
    pressure = _spread(row.pressure, less, more)
    if any(not grant.asked.known for grant in grants):
        # What takes the rest takes what the others leave: the row stays as full until they ask for more than it has.
        high = max(row.utilisation.or_zero, pressure.high or 0.0)
        return replace(row, grants=grants, pressure=pressure, utilisation=replace(row.utilisation, high=high))
    return replace(row, grants=grants, pressure=pressure, utilisation=_spread(row.utilisation, less, more))


def _asking(grant: LedgerGrant, need: Figure | None) -> LedgerGrant:
    if need is None or not need.value or not grant.asked.value or need.low is None or need.high is None:
        return grant
    # The machines of the row are asked for PART of the need, so its ends are scaled alike.
    asked, part = grant.asked, grant.asked.value / need.value
    low, high = min(asked.or_zero, need.low * part), max(asked.or_zero, need.high * part)
    if (low, high) == (asked.low, asked.high):
        return grant
    return replace(grant, asked=replace(asked, low=low, high=high))


def _spread(figure: Figure, less: float, more: float) -> Figure:
    value = figure.value
    return figure if value is None else replace(figure, low=max(0.0, value - less), high=value + more)
