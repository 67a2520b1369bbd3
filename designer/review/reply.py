"""Answer about a design: its results and findings, or a question asked aside."""

from collections.abc import Mapping

from designer.analysis.limits.records import FairRates, LinkFillers
from designer.analysis.results import Results
from designer.model.records import Record
from designer.review.findings import Finding


class Reply(Record, frozen=True, kw_only=True):
    """Reply to a request.

    Attributes:
        revision: Of the request; -1 when not even that could be read.
        results: None when there is an error, when something was asked aside, and where they were told ahead; of an
            early reply counts and network.
        ahead: Whether results and findings come in two replies, of which it is one.
        fillers: Who fills the links that were asked for, by link id; those that carry nothing are left out.
        rates: What the flows of the design reach.
        likely: P10 and P90 of the headline amounts, USD, by their keys.
        error: One plain line, empty when all went well.
    """

    revision: int
    results: Results | None = None
    ahead: bool = False
    findings: tuple[Finding, ...] = ()
    error: str = ""
    fillers: Mapping[str, LinkFillers] = {}
    rates: FairRates | None = None
    likely: Mapping[str, tuple[float, float]] = {}
