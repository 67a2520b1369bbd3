"""Work of the availability window in a background process; no Qt here."""

from typing import NamedTuple

from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.availability.run import availability, works_in
from designer.analysis.availability.settings import RunSettings
from designer.catalog.library import Library
from designer.explore.availability.purchases import BuyNext, buy_next
from designer.explore.availability.splitting import Players
from designer.model.design import Design
from designer.ui.jobs.background_process import Teller


class Outcome(NamedTuple):
    """Outcome of a job of the window.

    Attributes:
        found: The availability.
        bought: What to buy next; None where that was not asked.
        ended: Why it ended early; "" where all was played.
    """

    found: AvailabilityResult
    bought: BuyNext | None
    ended: str


def play_histories(teller: Teller, design: Design, library: Library, settings: RunSettings) -> Outcome:
    """Return the availability of DESIGN; what was played by then where it is stopped.

    Raises:
        RefusedInput: a setting is out of range, or there is nothing that could fail.
    """
    players = Players(watch=lambda done, parts: teller(done, parts, "histories"))
    found = availability(design, settings, players, works_in(design, settings, library))
    return Outcome(found, None, players.ended)


def try_purchases(
    teller: Teller, design: Design, library: Library, settings: RunSettings, found: AvailabilityResult, work: str
) -> Outcome:
    """Return what each purchase brings to WORK, beside the availability that was FOUND.

    Raises:
        RefusedInput: there is no such work.
    """
    goes_on = [True]

    def told(done: int, number: int, name: str) -> bool:
        goes_on[0] = goes_on[0] and teller(done, number, name)
        return goes_on[0]

    bought = buy_next(design, library, settings, works_in(design, settings, library), found, work, told=told)
    return Outcome(found, bought, "" if goes_on[0] else "Stopped.")
