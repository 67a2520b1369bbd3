"""Edges as bundles of cables: parallel ones folded, the two arcs of a cable joined, self-loops told."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Final, NamedTuple, get_args

from designer.export.graphs.capacity_text import CAPACITY_KEYS, Capacity, capacity_of, finite_number, whole_number
from designer.export.graphs.raw_graph import DRAWN, RawGraph, RawLink
from designer.export.text.text_problems import short
from designer.model.design import WITHIN_ONE, Spread
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import MAX_CABLES

_CABLES: Final = ("cables", "multiplicity", "count")
_LENGTHS: Final = ("length_m",)
_TAKEN: Final = frozenset(
    {
        *CAPACITY_KEYS,
        *_CABLES,
        *_LENGTHS,
        "id",
        "key",
        "medium",
        "capacity_back_gbps",
        "spread",
        "across",
        "name",
        "label",
        "a_port",
        "b_port",
        "linkspeedunits",
    }
)


class Bundle(NamedTuple):
    """Cables between two nodes, alike in all that is said of them.

    Attributes:
        cables: How many.
        exact: Whether the file gave the number itself, so that it stays a bundle of its own.
        back_gbps: What one carries from b to a, where that differs.
    """

    a: str
    b: str
    id: str = ""
    name: str = ""
    gbps: float | None = None
    back_gbps: float | None = None
    cables: int = 1
    exact: bool = False
    medium: Medium = "fabric"
    spread: Spread = "even"
    length_m: float | None = None
    a_port: str | None = None
    b_port: str | None = None
    across: str | None = None


def bundles_of(graph: RawGraph, ids: Mapping[str, str]) -> list[Bundle]:
    """The edges of GRAPH as bundles between the nodes whose new IDS are given; what is dropped is noted."""
    found: list[Bundle] = []
    for link in graph.links:
        a, b = ids.get(link.a), ids.get(link.b)
        if a is None or b is None:
            graph.notes.line(
                "edges without an end",
                f"An edge to {short(link.b if b is None else link.a)!r} was left out: there is no such node.",
            )
        elif a == b and link.attributes.get("spread") not in WITHIN_ONE:
            graph.notes.count(
                "One self-loop was dropped: a cable joins two nodes.",
                "{n} self-loops were dropped: a cable joins two nodes.",
            )
        else:
            found.append(_bundle(graph, link, a, b))
    # Parallel edges first, so that arcs there and back are paired bundle by bundle.
    folded = _folded(graph, found)
    # What we wrote ourselves is full duplex as it is; only arcs of others are joined in pairs.
    one_way = graph.directed and any(not bundle.exact for bundle in found)
    return _both_ways(graph, folded) if one_way else folded


def _bundle(graph: RawGraph, link: RawLink, a: str, b: str) -> Bundle:
    values = {name.lower(): value for name, value in link.attributes.items() if value}
    capacity = capacity_of(link.attributes)
    where = f"between {short(link.a)} and {short(link.b)}"
    rated = not link.whole and values.get("medium", "fabric") in NETWORK_MEDIA
    _note_capacity(graph, capacity, where, rated=rated)
    for name, value in link.attributes.items():
        if value and (name.lower() in DRAWN or name == "pos"):
            graph.notes.drawn()
        elif value and name.lower() not in _TAKEN:
            graph.notes.count(
                f"The edge attribute {short(name)!r} has no place; left out.",
                f"The edge attribute {short(name)!r} of {{n}} edges has no place; left out.",
            )
    cables, exact = capacity.cables, False
    key = next((key for key in _CABLES if key in values), None)
    if key is not None:
        number = whole_number(values[key], MAX_CABLES)
        if number is None:
            graph.notes.line(
                "numbers of cables",
                f"{short(values[key])!r} cables {where} is no whole number from 1 to {MAX_CABLES:,}; taken as one.",
            )
        else:
            cables, exact = number, True
    medium = values.get("medium", "fabric")
    if medium not in get_args(Medium):
        graph.notes.count(
            "One edge has a medium that is not known; taken as fabric.",
            "{n} edges have a medium that is not known; taken as fabric.",
        )
        medium = "fabric"
    spread = values.get("spread", "even")
    length = finite_number(values["length_m"]) if "length_m" in values else None
    if "length_m" in values and (length is None or length < 0):
        graph.notes.line("lengths", f"The length {short(values['length_m'])!r} {where} is no length; left out.")
        length = None
    label = values["name"] if "name" in values else ("" if capacity.key.lower() == "label" else values.get("label", ""))
    return Bundle(
        a,
        b,
        id=link.id or values.get("id", ""),
        name=label,
        gbps=capacity.gbps,
        back_gbps=_back(graph, values, where),
        cables=cables,
        exact=exact,
        medium=next(known for known in get_args(Medium) if known == medium),
        spread=next((known for known in get_args(Spread) if known == spread), "even"),
        length_m=length,
        a_port=values.get("a_port") or None,
        b_port=values.get("b_port") or None,
        across=values.get("across") or None,
    )


def _back(graph: RawGraph, values: Mapping[str, str], where: str) -> float | None:
    """Return the Gb/s that VALUES tell of the way from b to a; None where they tell none, or no rate."""
    text = values.get("capacity_back_gbps")
    number = finite_number(text) if text else None
    if text and (number is None or number < 0):
        graph.notes.line("capacities", f"The capacity {short(text)!r} {where} is no usable rate; unknown.")
        return None
    return number


def _note_capacity(graph: RawGraph, capacity: Capacity, where: str, *, rated: bool) -> None:
    if capacity.problem:
        graph.notes.line("capacities", f"The capacity {short(capacity.problem)!r} {where} is no usable rate; unknown.")
    elif capacity.guessed:
        graph.notes.count(
            f"{short(capacity.key)!r} of one edge has no unit; taken as Gb/s.",
            f"{short(capacity.key)!r} of {{n}} edges has no unit; taken as Gb/s.",
        )
    elif not capacity.key and rated:
        graph.notes.count(
            "One edge has no capacity; it stays unknown unless its ports tell it.",
            "{n} edges have no capacity; it stays unknown unless their ports tell it.",
        )


def _folded(graph: RawGraph, bundles: Iterable[Bundle]) -> list[Bundle]:
    """Parallel edges with the same facts as one bundle; the direction counts only in a directed graph."""
    found: dict[object, Bundle] = {}
    for number, bundle in enumerate(bundles):
        # Undirected edges are the same either way around; one with a rate back is not.
        turned = not graph.directed and bundle.a > bundle.b and bundle.back_gbps is None
        ends = (
            (bundle.b, bundle.a, bundle.b_port, bundle.a_port)
            if turned
            else (bundle.a, bundle.b, bundle.a_port, bundle.b_port)
        )
        facts = (bundle.gbps, bundle.back_gbps, bundle.medium, bundle.spread, bundle.length_m)
        # An edge with an id of ours stays a link of its own.
        key = number if bundle.exact else (*ends, *facts)
        before = found.get(key)
        if before is None:
            found[key] = bundle
        elif before.cables + bundle.cables <= MAX_CABLES:
            found[key] = before._replace(cables=before.cables + bundle.cables)
            graph.notes.count(
                "One edge parallel to another was folded into its bundle of cables.",
                "{n} edges parallel to others were folded into their bundles of cables.",
            )
        else:
            graph.notes.count(
                "One edge was dropped: its bundle would have too many cables.",
                "{n} edges were dropped: their bundles would have too many cables.",
            )
    return list(found.values())


def _both_ways(graph: RawGraph, bundles: Iterable[Bundle]) -> list[Bundle]:
    """Arcs there and back joined into one full-duplex cable, each way at its own rate."""
    pairs: dict[tuple[str, str], tuple[list[Bundle], list[Bundle]]] = {}
    whole: list[Bundle] = []
    for bundle in bundles:
        if bundle.exact:
            whole.append(bundle)
            continue
        there, back = pairs.setdefault((min(bundle.a, bundle.b), max(bundle.a, bundle.b)), ([], []))
        (there if bundle.a < bundle.b else back).append(bundle)
    for there, back in pairs.values():
        # The fastest of both directions meet, so that rates that belong together are paired; unknown ones last.
        for side in (there, back):
            side.sort(key=lambda bundle: -1.0 if bundle.gbps is None else bundle.gbps, reverse=True)
        for one, other in zip_longest(there, back):
            kept = one or other
            if one and other:
                kept = _joined(graph, one, other)
            else:
                graph.notes.count(
                    "One arc has none back; taken as a cable that carries as much both ways.",
                    "{n} arcs have none back; taken as cables that carry as much both ways.",
                )
            whole.append(kept)
    return whole


def _joined(graph: RawGraph, one: Bundle, other: Bundle) -> Bundle:
    if one.cables != other.cables:
        graph.notes.count(
            "Two arcs there and back differ in number; the larger number was taken.",
            "{n} pairs of arcs there and back differ in number; the larger number was taken.",
        )
    rates = (one.gbps, other.gbps)
    # With one rate unknown the cable is, since a guess would be taken for a fact.
    known = None not in rates
    back = other.gbps if known and other.gbps != one.gbps else None
    return one._replace(gbps=one.gbps if known else None, back_gbps=back, cables=max(one.cables, other.cables))
