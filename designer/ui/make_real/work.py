"""Working out in a background process what makes a design real; no Qt here."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.make_real.records import Wishes
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.review.make_real.records import Proposal


def find_proposal(progress: Progress, design: Design, library: Library, wishes: Wishes, today: date) -> "Proposal":
    """Return what makes DESIGN real, told how far it is; the design with it is left out, since the edit gives it.

    Raises:
        RefusedInput: the design cannot be analysed.
    """
    # The rules and the analysis are loaded in the process alone; the window never needs them.
    from designer.plugins.consent import active_plugins
    from designer.review.make_real.proposal import propose
    from designer.review.own_rules import OwnRules

    def told(done: int, of: int, what: str) -> None:
        progress(done, of, what)

    return replace(propose(design, library, wishes, today, told, OwnRules(active_plugins())), after=Design())
