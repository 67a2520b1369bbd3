"""Wishes of a script that turns a sketch into a place."""

from collections.abc import Mapping, Sequence

from designer.edit.make_real.records import STEPS, Dense, Redundancy, Wishes
from designer.model.records import RefusedInput


def wishes_of(
    redundancy: Redundancy,
    cooling: Dense,
    rack_kw: float | None,
    rack_units: int | None,
    only: Sequence[str],
    without: Sequence[str],
    swaps: Mapping[str, str],
) -> Wishes:
    """Return the wishes that `Document.make_real` takes apart; none of ONLY are all steps.

    Raises:
        RefusedInput: there is no such step.
    """
    unknown = [one for one in only if one not in STEPS]
    if unknown:
        raise RefusedInput(f"There is no step {unknown[0][:60]!r}; there are {', '.join(STEPS)}.")
    return Wishes(
        redundancy=redundancy,
        dense=cooling,
        rack_w=None if rack_kw is None else rack_kw * 1000.0,
        rack_units=rack_units,
        # The order in which the steps are made is theirs, not that in which they were named.
        steps=tuple(step for step in STEPS if not only or step in only),
        left_out=tuple(without),
        swaps=dict(swaps),
    )
