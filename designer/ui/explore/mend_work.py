"""Mending all findings in a background process; no Qt here."""

from datetime import date
from typing import TYPE_CHECKING

from designer.catalog.library import Library
from designer.model.design import Design
from designer.review.findings import Severity
from designer.ui.jobs.background_process import Progress

if TYPE_CHECKING:
    from designer.review.effects.mending import Mending


def find_mending(
    progress: Progress, design: Design, library: Library, today: date, severities: tuple[Severity, ...]
) -> "Mending":
    """Return what mends the findings of SEVERITIES in DESIGN, told how far it is.

    Raises:
        RefusedInput: the design cannot be analysed.
    """
    # The rules are loaded in the process alone; the window never needs them.
    from designer.plugins.consent import active_plugins
    from designer.review.effects.mending import mend_all
    from designer.review.own_rules import OwnRules

    return mend_all(progress, design, library, today, severities, OwnRules(active_plugins()))
