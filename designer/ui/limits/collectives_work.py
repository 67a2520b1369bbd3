"""Work of the collectives window in a background process; no Qt here."""

from collections.abc import Sequence
from typing import Final

from designer.analysis.limits.collective_records import CollectiveTimes
from designer.analysis.limits.collective_times import collective_times, rank_choices
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress

SIZES: Final = tuple(2.0**power for power in range(10, 35))
"""Payloads from 1 KiB to 16 GiB, as nccl-tests steps through them."""


def find_collectives(
    progress: Progress, design: Design, op: str, fail: Sequence[str], sizes: Sequence[float] = SIZES
) -> CollectiveTimes:
    """Times of OP by SIZES, for every number of ranks that DESIGN offers when FAIL has failed.

    Raises:
        RefusedInput: there is no such collective, or a payload cannot be.
    """
    progress(0, 1, op)
    return collective_times(design, op, sizes, rank_choices(design, fail), fail)
