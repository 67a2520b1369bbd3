"""A demand as it lies on a fabric: what is offered, and what every edge carries of it."""

from designer.analysis.network.copy_groups import Grouped
from designer.analysis.network.ecmp import Demand, Loads, PairDemand
from designer.analysis.network.fabric import Fabric
from designer.model.figures.figure import Figure
from designer.model.records import Arrays


class Traffic(Arrays, frozen=True):
    """A demand laid on a fabric.

    Attributes:
        offers: What each group of senders offers, as a figure in Gb/s.
        loads: What the edges of `network` carry of it.
        endpoints: How many offer or ask for anything.
        demands: What was laid on `network`.
        own: What the edges carry besides, whatever way the rest takes: the cables of senders that choose one of
            theirs (rails).
        routing: How it is divided over ways, one of the options of `site_choices.ROUTING`.
        shortest: What the edges carry where it is divided equally over shortest paths; None where `loads` is that.
        by_card: Whether `fabric` has a vertex for each network card of the endpoints.
    """

    fabric: Fabric
    network: Grouped
    offers: tuple[Figure, ...]
    loads: Loads
    endpoints: int
    demands: tuple[Demand | PairDemand, ...] = ()
    own: Loads | None = None
    routing: str = ""
    shortest: Loads | None = None
    by_card: bool = False
