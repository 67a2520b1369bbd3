"""Analysis beside the results, only when somebody looks: who fills a link, and what the drawn flows reach."""

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from designer.analysis.limits.records import FairRates, LinkFillers
from designer.analysis.results import FLOWS, Results
from designer.edit.session import Session
from designer.review.reply import Reply
from designer.ui.jobs.analysis_job import Aside

ASKED_AT_ONCE: Final = 200
"""With no more loaded links than this, the first question is for all of them, so that the next ones need not wait."""


class Beside(QObject):
    """Answers that belong to the present results; they are forgotten with them.

    Attributes:
        rates: What the flows of the design reach; None where that is not known.
        rates_problem: Why it is not, in one line; "" while it is awaited.
    """

    wanted = Signal(Aside)
    """An Aside to be asked."""

    changed = Signal()
    """There is something new to show, or what was there no longer holds."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._results: Results | None = None
        self._loaded: set[str] | None = None
        self._key = 0
        self._fillers: dict[str, LinkFillers | None] = {}
        self._asked: set[str] = set()
        self.rates: FairRates | None = None
        self.rates_problem = ""
        self._rates_asked = False

    def follow(self, results: Results | None) -> None:
        """Answers are to be of RESULTS from now on; None while fresh ones are awaited."""
        self._results = results
        self._loaded = None
        self._key += 1
        self._fillers.clear()
        self._asked.clear()
        self.rates, self.rates_problem, self._rates_asked = None, "", False
        self.changed.emit()

    def fillers(self, link_ids: Sequence[str]) -> dict[str, LinkFillers | None]:
        """Return who fills each of LINK_IDS, where that is known; None for a link that carries nothing.

        What is not known is asked for, and `changed` tells when it comes.
        """
        missing = {one for one in link_ids if one not in self._fillers}
        network = self._results.network if self._results is not None else None
        if missing and network is not None:
            # Worked out when first asked for: rarely, and of thousands of links.
            if self._loaded is None:
                self._loaded = {load.id for load in network.links if load.utilisation.value}
            self._fillers |= dict.fromkeys(missing - self._loaded)
            missing &= self._loaded
            wanted = missing if len(self._loaded) > ASKED_AT_ONCE else self._loaded
            if not self._asked.issuperset(missing):
                self._asked = set(wanted)
                self._ask("fillers", tuple(sorted(wanted)))
        return {one: self._fillers[one] for one in link_ids if one in self._fillers}

    def want_rates(self) -> None:
        """Ask what the flows reach, once for each analysis of drawn flows."""
        results = self._results
        flowing = results is not None and results.network is not None and results.network.traffic == FLOWS
        if flowing and not self._rates_asked and self._session.design.settings.flows:
            self._rates_asked = True
            self._ask("rates")

    def take(self, aside: Aside, reply: Reply) -> None:
        """The answer to what was asked; one that is not of the present results is dropped."""
        if aside.key != self._key:
            return
        if aside.kind == "rates":
            self.rates, self.rates_problem = reply.rates, reply.error
        else:
            # An error is no reason to ask again at every move of the pointer.
            self._fillers |= {one: reply.fillers.get(one) for one in aside.links}
            self._asked.clear()
        self.changed.emit()

    def _ask(self, kind: Literal["fillers", "rates"], links: tuple[str, ...] = ()) -> None:
        results, session = self._results, self._session
        if results is not None and results.network is not None:
            traffic = results.network.traffic
            self.wanted.emit(Aside(kind, session.revision, session.design, traffic, results.failed, links, self._key))
