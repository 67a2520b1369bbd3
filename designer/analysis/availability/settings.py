"""Settings of a run of histories: how long, how many, with how many crews."""

from collections.abc import Mapping
from math import isfinite
from typing import Final

from designer.formulas.workloads.goodput.ranges import RATE_CV
from designer.model.records import Record, RefusedInput

MOST_YEARS: Final = 100.0
MOST_DRAWS: Final = 100_000
MOST_CREWS: Final = 10_000


USUAL_DRAWS: Final = 1_000
LEAST_DRAWS: Final = 100
_USUAL_FAILURES: Final = 150_000.0
"""Failures of all histories together that are played where nobody says how many histories: some tenths of a second."""


def usual_draws(failures: float) -> int:
    """Return how many histories are played where nobody says, of so many FAILURES each: 100 to 1,000, in hundreds.

    It hangs on the design alone, so that every document says the same of it.
    """
    many = _USUAL_FAILURES / max(1.0, failures)
    return int(min(USUAL_DRAWS, max(LEAST_DRAWS, many // LEAST_DRAWS * LEAST_DRAWS)))


class Rate(Record, frozen=True):
    """Failures of one kind of thing: how often it fails, and for how long.

    Attributes:
        mtbf_h: Mean hours from a repair to the next failure of one.
        repair_h: Mean hours until it works again.
    """

    mtbf_h: float
    repair_h: float


class RunSettings(Record, frozen=True, kw_only=True):
    """Settings of a run.

    Attributes:
        years: Length of a history.
        draws: How many histories; as many as a moment lets, 100 to 1,000, when None, see `usual_draws`.
        seed: The same seed draws the same.
        crews: That repair at once; None where there are always enough.
        rate_cv: Coefficient of variation of a rate from one history to the next.
        grouped: Share of the faults of machines that strike several at once.
        rates: By kind, for what does not say itself how often it fails.
        repairs_h: Repairs of machines that were seen, which are drawn in place of an exponential law.
        usd_per_hour: Cost of an hour in which a service or a job gives nothing; unknown, and never 0, when None.
    """

    years: float = 1.0
    draws: int | None = None
    seed: int = 0
    crews: int | None = None
    rate_cv: float = RATE_CV
    grouped: float = 0.1
    rates: Mapping[str, Rate] = {}
    repairs_h: tuple[float, ...] = ()
    usd_per_hour: float | None = None

    def checked(self) -> "RunSettings":
        """Return these settings, which can be run with.

        Raises:
            RefusedInput: one is out of range.
        """
        if not 0 < self.years <= MOST_YEARS:
            raise RefusedInput(f"A history lasts above 0 and up to {MOST_YEARS:g} years, not {self.years:g}.")
        if self.draws is not None and not 1 <= self.draws <= MOST_DRAWS:
            raise RefusedInput(f"1 to {MOST_DRAWS:,} histories can be drawn, not {self.draws:,}.")
        if self.crews is not None and not 1 <= self.crews <= MOST_CREWS:
            raise RefusedInput(f"1 to {MOST_CREWS:,} crews can repair, not {self.crews:,}.")
        if self.seed < 0:
            raise RefusedInput(f"A seed is 0 or above, not {self.seed}.")
        for kind, rate in self.rates.items():
            if not (rate.mtbf_h > 0 and rate.repair_h >= 0 and isfinite(rate.mtbf_h) and isfinite(rate.repair_h)):
                raise RefusedInput(f"{kind}: hours between failures are above 0, hours of a repair 0 or more.")
        if self.usd_per_hour is not None and not (0 <= self.usd_per_hour < 1e12):
            raise RefusedInput(f"An hour costs 0 USD or more, not {self.usd_per_hour:g}.")
        return self
