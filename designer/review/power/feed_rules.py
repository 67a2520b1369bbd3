"""Rules about rack PDUs: what they carry against what depends on them, with all of them and with one failed."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil

from designer.analysis.quantities import fact_of, role_of
from designer.analysis.results import Results
from designer.model.design import Design, Node
from designer.model.kinds import RACK_POWER
from designer.model.records import Record
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import watts


class Feed(Record, frozen=True, kw_only=True):
    """PDUs and what they feed together, in one copy of the container around all of it.

    Attributes:
        pdus: How many PDUs there are.
        capacity_w: What they carry together.
        largest_w: What the largest of them carries.
        load_w: Maximum draw of what they feed, as far as it is known.
        load_at_least: Whether something that they feed does not say what it draws.
    """

    sources: tuple[str, ...]
    fed: tuple[str, ...]
    pdus: int
    capacity_w: float
    largest_w: float
    load_w: float
    load_at_least: bool

    @property
    def load(self) -> str:
        """Return the maximum draw in words."""
        return f"{'at least ' if self.load_at_least else ''}{watts(self.load_w)}"


@rule({"feed-overloaded": "error", "feed-not-redundant": "note"}, layer="facility", reads=("power",))
def feed_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """PDUs that carry less than what depends on them draws at most."""
    for feed in feeds(design, results):
        names = listed([design.nodes[source].title for source in feed.sources])
        fed = listed([design.nodes[node_id].title for node_id in feed.fed])
        if feed.load_w > feed.capacity_w * (1 + 1e-9):
            yield Finding(
                rule="feed-overloaded",
                severity="error",
                message=f"{counted(feed.pdus, 'PDU')} ({names}) {'carries' if feed.pdus == 1 else 'carry'} "
                f"{watts(feed.capacity_w)}, but {fed} may draw {feed.load}.",
                detail="A breaker opens and takes everything on it down. Add PDUs or take larger ones.",
                ids=(*feed.sources, *feed.fed),
                fix=_more_pdus(design, feed, ceil(feed.load_w / feed.capacity_w * feed.pdus)),
            )
        elif feed.pdus > 1 and feed.load_w > (feed.capacity_w - feed.largest_w) * (1 + 1e-9):
            yield Finding(
                rule="feed-not-redundant",
                severity="note",
                message=f"When one of {feed.pdus} PDUs ({names}) fails, the rest carries "
                f"{watts(feed.capacity_w - feed.largest_w)}, but {fed} may draw {feed.load}.",
                detail="At full load the others would be overloaded too. Add a PDU, or accept it.",
                ids=(*feed.sources, *feed.fed),
                fix=_more_pdus(design, feed, ceil(feed.load_w / feed.capacity_w * feed.pdus) + 1),
            )


def _more_pdus(design: Design, feed: Feed, number: int) -> Fix | None:
    """So many PDUs instead of those of FEED, where all of them are one node; several sides are not for a click."""
    if len(feed.sources) != 1:
        return None
    node = design.nodes[feed.sources[0]]
    return more_of(design, node.id, ceil(number / max(feed.pdus // node.copies, 1)))


def feeds(design: Design, results: Results) -> Iterator[Feed]:
    """Groups of PDUs that share what they feed; groups with a PDU of unknown capacity are left out."""
    if results.power is None:
        return
    # A bipartite graph of PDUs and what they feed; each connected part is one feed.
    near: dict[str, set[str]] = {}
    for link in design.links.values():
        for source, fed in ((link.a, link.b), (link.b, link.a)):
            if link.medium == "power" and _is_pdu(design, source) and fed in results.power.by_node:
                near.setdefault(source, set()).add(fed)
                near.setdefault(fed, set()).add(source)
    waiting = {node.id: None for node in design.nodes_in_order() if node.id in near}
    while waiting:
        group = reached(near, next(iter(waiting)))
        for node_id in group:
            waiting.pop(node_id, None)
        feed = _feed(design, results, [node.id for node in design.nodes_in_order() if node.id in group])
        if feed is not None:
            yield feed


def _is_pdu(design: Design, node_id: str) -> bool:
    node = design.nodes.get(node_id)
    return node is not None and role_of(node) == "power" and node.kind in RACK_POWER


def reached(near: Mapping[str, set[str]], start: str) -> set[str]:
    """Everything that hangs together with START, itself included."""
    found: set[str] = set()
    edge = [start]
    while edge:
        node_id = edge.pop()
        if node_id not in found:
            found.add(node_id)
            edge.extend(near[node_id])
    return found


def _capacity_w(design: Design, pdu: Node) -> float | None:
    """Return the W that one PDU carries; its volt-amperes where it states no watts.

    Supplies run at a power factor near 1.
    """
    capacity = fact_of(design, pdu, "capacity_w").value
    return capacity if capacity is not None else fact_of(design, pdu, "capacity_va").value


def _feed(design: Design, results: Results, group: list[str]) -> Feed | None:
    around_all = [set(design.ancestors(node_id)) for node_id in group]
    # The innermost container around all of the group: figures are of one copy of it.
    container = next(
        (a for a in design.ancestors(group[0]) if a in design.nodes and all(a in around for around in around_all)), None
    )
    sources = tuple(node_id for node_id in group if _is_pdu(design, node_id))
    capacities = [_capacity_w(design, design.nodes[source]) for source in sources]
    numbers = [design.copies_within(source, container) for source in sources]
    known = [capacity for capacity in capacities if capacity is not None]
    if results.power is None or not known or len(known) < len(capacities):
        return None
    around = design.total_copies(container) if container else 1
    fed = tuple(node_id for node_id in group if node_id not in sources)
    # Each copy of the container has its own part of the load.
    most = [results.power.by_node[node_id].max_w for node_id in fed]
    return Feed(
        sources=sources,
        fed=fed,
        pdus=sum(numbers),
        capacity_w=sum(capacity * number for capacity, number in zip(known, numbers, strict=True)),
        largest_w=max(known),
        load_w=sum(one.value or 0 for one in most) / around,
        load_at_least=any(one.value is None or one.at_least for one in most),
    )
