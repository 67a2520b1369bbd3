"""Records of the limits of a fabric."""

from collections.abc import Mapping
from typing import Literal

from designer.analysis.reach.records import Pieces
from designer.model.figures.figure import Figure
from designer.model.parts.part import Medium
from designer.model.records import Record


class Proposal(Record, frozen=True, kw_only=True):
    """An edit by name and arguments, in the form of a finding's fix.

    Attributes:
        label: Words for the button.
        edit: Name of the edit.
        arguments: Its arguments.
    """

    label: str
    edit: str
    arguments: Mapping[str, str | int | float] = {}


class CutLink(Record, frozen=True, kw_only=True):
    """A link of a cut.

    Attributes:
        name: Its name, else the names of its ends.
        a: Id of the node at a.
        cables: How many of its cables are in the cut.
        whole: Whether those are all that it has left.
        gbps: What these cables carry, which is all that they can.
        joints: Some of the pairs of copies that they join ("leaf[0] – spine[3]"), where not the whole link is cut.
    """

    id: str
    name: str
    a: str
    b: str
    cables: float
    whole: bool
    gbps: Figure
    joints: tuple[str, ...] = ()


class AddedCables(Record, frozen=True, kw_only=True):
    """Cables added to one link, in one copy of the container of its ends.

    Attributes:
        cables: How many more in the design.
        price_usd: Of all of them; unknown where no cable is chosen for the link or nothing tells its price.
        proposal: The edit that adds them.
    """

    link: str
    name: str
    cables: int
    price_usd: Figure
    proposal: Proposal


class Widening(Record, frozen=True, kw_only=True):
    """A way to widen a cut.

    Attributes:
        added: The links that get cables; more than one where one alone does not help.
        gain_gbps: How much more gets through.
        price_usd: Of the cables; unknown parts are named.
        usd_per_gbps: price / gain.
        ports_known: Whether the free ports at every end could be counted.
        reason: Plain words.
    """

    added: tuple[AddedCables, ...]
    gain_gbps: Figure
    price_usd: Figure
    usd_per_gbps: Figure
    ports_known: bool
    reason: str


class CutBetween(Record, frozen=True, kw_only=True):
    """Max flow from one selection to another, and the cut that bounds it.

    Attributes:
        value_gbps: Max flow, one way.
        links: The links of the smallest cut, the largest first.
        widenings: Cheapest first; where a price is not known, by cables for a Gb/s, after those that are.
        blocked: Why cut links cannot be widened, in plain words.
        notes: What was left out or simplified.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    media: tuple[Medium, ...]
    value_gbps: Figure
    links: tuple[CutLink, ...]
    widenings: tuple[Widening, ...] = ()
    blocked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class UnevenLink(Record, frozen=True, kw_only=True):
    """A link that ECMP fills otherwise than the best routing would.

    Attributes:
        fullest: Utilisation of its fullest cable under ECMP.
        mean: Mean utilisation of all its cables in the busier direction under ECMP.
        best: Mean utilisation in the busier direction with the best routing, for the same demand.
        reason: Plain words.
    """

    id: str
    name: str
    fullest: float
    mean: float
    best: float
    reason: str


class Bound(Record, frozen=True, kw_only=True):
    """Share of a traffic that the fabric could carry with the best routing, and the share that ECMP carries.

    Attributes:
        traffic: One of results.TRAFFICS.
        throughput: The share of every demand that all get at once with the best routing; above 1 there is room.
            low and high differ where it was only bounded.
        exact: Whether it is the optimum.
        method: How it was found, in words.
        ecmp: The share that all get under ECMP: 1 / the worst utilisation.
        path_bound: No routing gets more than capacity / (demand × shortest path).
        access_bound: No routing gets more than the cables of the ends carry.
        mean_hops: Mean length of the shortest paths, weighted by demand.
        uneven: What ECMP fills unevenly where it falls short, the worst first.
        reason: Why the two differ, or that they do not.
        notes: What was left out or simplified.
    """

    traffic: str
    throughput: Figure
    exact: bool
    method: str
    ecmp: Figure
    path_bound: Figure
    access_bound: Figure
    mean_hops: Figure
    uneven: tuple[UnevenLink, ...]
    reason: str
    notes: tuple[str, ...] = ()


class FairRate(Record, frozen=True, kw_only=True):
    """Rate that one flow gets where all share fairly.

    Attributes:
        asked_gbps: What it asks for; unknown for as much as there is.
        gbps: What all its copies get together.
        slowest_gbps: What the slowest pair of copies gets.
        fastest_gbps: What the fastest pair of copies gets.
        pairs: Pairs of copies.
        limited_by: Links that are full on its way and hold it back; empty where it gets what it asks for.
        reason: Plain words.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    asked_gbps: Figure
    gbps: Figure
    slowest_gbps: float
    fastest_gbps: float
    pairs: int
    limited_by: tuple[str, ...]
    reason: str


class FairRates(Record, frozen=True, kw_only=True):
    """Max-min fair rates of competing flows."""

    media: tuple[Medium, ...]
    rates: tuple[FairRate, ...]
    total_gbps: Figure
    notes: tuple[str, ...] = ()


class PathStep(Record, frozen=True, kw_only=True):
    """One hop of the shortest paths: the links it may take and the nodes it may reach.

    Attributes:
        beyond: Links that follow on these behind patch panels, whose cables come on top.
    """

    links: tuple[str, ...]
    nodes: tuple[str, ...]
    cables: int
    beyond: tuple[str, ...] = ()


class Path(Record, frozen=True, kw_only=True):
    """The shortest ways from one copy to another.

    Attributes:
        hops: Cables on the way.
        ways: How many ways of that length there are, cable by cable.
        store_and_forward_ns: Every hop waits for the whole message.
        cut_through_ns: The message streams through.
    """

    source: str
    target: str
    hops: int
    ways: int
    steps: tuple[PathStep, ...]
    store_and_forward_ns: Figure
    cut_through_ns: Figure


class Paths(Record, frozen=True, kw_only=True):
    """The shortest ways between two selections.

    Attributes:
        nearest: Between the copies with the fewest hops; None where no path joins them.
        farthest: Between those with the most hops.
        hops: How many pairs of copies there are by number of hops.
        apart: Pairs of copies that no path joins.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    media: tuple[Medium, ...]
    message_bytes: float
    nearest: Path | None
    farthest: Path | None
    hops: Mapping[int, int]
    apart: int
    notes: tuple[str, ...] = ()


class SweepLoss(Record, frozen=True, kw_only=True):
    """Losses of failures at the same time.

    Attributes:
        ids: What fails, as `--fail` takes it: "leaf[0]", "uplinks[3]".
        alike: How many of the combinations that were tried lose the same, at the same drawn nodes and links.
        lost_gbps: Bisection bandwidth lost, the halves staying as they are.
        lost_accelerators: Failed, cut off, or without power or cooling; slowed ones by how far they are slowed.
        remaining_share: Bisection bandwidth after / before.
        reason: Plain words.
        cut_off: Endpoints that stand and no longer reach the others; more than 0 makes a single failure a single point.
        answers_lost: Share of the answers that is lost; None where nobody asks, or two fail at a time.
        days_added: Days that the longest training takes more, unknown where it no longer ends; None where nothing is
            trained, or two fail at a time.
        lost_services: Ids of services that give nothing any more.
        degraded_services: Ids of those that give less, answer slower or have one fewer to fall back on.
    """

    ids: tuple[str, ...]
    alike: int
    lost_gbps: Figure
    lost_accelerators: int
    remaining_share: Figure
    reason: str
    cut_off: int = 0
    answers_lost: Figure | None = None
    days_added: Figure | None = None
    lost_services: tuple[str, ...] = ()
    degraded_services: tuple[str, ...] = ()


class Sweep(Record, frozen=True, kw_only=True):
    """Failures tried one by one or two by two.

    Attributes:
        order: How many fail at the same time.
        kinds: What was let fail.
        network: Whose switches and cables were tried, and whose bandwidth counts.
        elements: How many copies and cables there are of these kinds.
        tried: Combinations worked out.
        combinations: Combinations that there are.
        ended: "done", "cancelled", "limit" (too many) or "too large"; "running" while it goes on.
        losses: The worst first.
        harmless: Combinations tried that cost no bandwidth and no accelerator, cut no endpoint off, and that no service
            feels.
        harmful: The others; those that look alike are counted in both.
        cutting: Of these, those that cut endpoints off.
        stopping: Of these, those that leave a service giving nothing, its own failure counted.
    """

    order: int
    kinds: tuple[str, ...]
    network: Medium = "fabric"
    elements: int
    tried: int
    combinations: int
    ended: Literal["done", "cancelled", "limit", "too large", "running"]
    losses: tuple[SweepLoss, ...]
    harmless: int
    harmful: int = 0
    cutting: int = 0
    stopping: int = 0
    notes: tuple[str, ...] = ()


class NetworkUse(Record, frozen=True, kw_only=True):
    """One network by itself, under a traffic of its own.

    Attributes:
        machines: Copies of endpoints of the fabric; of machines and stores on another network.
        pieces: What they are in; None where it is too large to lay out.
        traffic: "storage-read" where machines read from stores on it, else "all-to-all".
        fullest: Id of its fullest link, "" where nothing is sent.
        worst: Utilisation of that.
        no_path: Share of the traffic that has no path.
    """

    medium: Medium
    machines: int
    pieces: Pieces | None
    traffic: str
    fullest: str
    worst: Figure
    no_path: Figure = Figure(value=None)


class UplinkRoom(Record, frozen=True, kw_only=True):
    """Uplinks that the worst copy of a switch can lose before it is oversubscribed.

    Attributes:
        copy: The copy with the least room, "leaf[0]".
        uplinks: Cables of that copy to the next tier.
        down_gbps: Its bandwidth towards the endpoints.
        up_gbps: Its bandwidth to the next tier.
        can_lose: Cables, the fastest first; 0 where it just carries all, unknown where it is oversubscribed already.
        oversubscribed: Whether it is so without any loss.
        reason: Plain words.
    """

    id: str
    tier: str
    copy: str
    uplinks: int
    down_gbps: Figure
    up_gbps: Figure
    can_lose: Figure
    oversubscribed: bool
    reason: str


class Filler(Record, frozen=True, kw_only=True):
    """Sender and receiver that load the fullest cable of a link.

    Attributes:
        source: Who sends, "dgx[3]" or "8 × dgx".
        target: Who receives.
        gbps: On that cable.
        share: Of all that it carries.
    """

    source: str
    target: str
    gbps: float
    share: float


class LinkFillers(Record, frozen=True, kw_only=True):
    """Flows on the fullest cable of a link, in its fuller direction.

    Attributes:
        start: The copy that sends over it, or how many alike.
        end: The copy that it leads to.
        gbps: What is asked of the cable, its share of cables between the same two copies.
        utilisation: That over what it carries that way.
        as_drawn: Whether the design divides traffic so: equally over shortest paths.
        fillers: The largest flows.
        others_gbps: What all others put on it together.
    """

    id: str
    name: str
    start: str
    end: str
    gbps: float
    utilisation: float
    fillers: tuple[Filler, ...]
    others_gbps: float
    as_drawn: bool = True
