"""Bisection: the bandwidth between the worst balanced halves of the endpoints, and the links that bound it."""

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from designer.analysis.halving.halves import FOUND, SPREAD, halves_of
from designer.analysis.halving.records import EQUAL, Halves
from designer.analysis.network.cabling import Flags, sums
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import Network, flow_between, found_between
from designer.analysis.network.network_context import Survey
from designer.analysis.results import Cut
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.parts.part import Medium

LABEL = "bisection bandwidth"
_FORMULA = (
    "sum over the links in the smallest cut between the halves: cables in the cut × rate of one (max flow = min cut)"
)
_WHY_CUT = (
    "Counted in the smallest cut between the halves of the endpoints that can exchange the least; max flow by Dinic's "
    "method."
)


def flow_network(fabric: Fabric, halves: Halves) -> Network:
    """FABRIC ready for the flow from one of HALVES to the other."""
    return flow_between(fabric, halves.near, halves.far)


def bisection(survey: Survey, fabric: Fabric, medium: Medium) -> tuple[Figure, Cut, list[str]]:
    """The bisection bandwidth with its cut, and what had to be simplified.

    Its low end is what any balanced halves can exchange for certain, its value what the worst that were found can.
    """
    halves = halves_of(survey, fabric)
    if halves is None:
        return _unknown()
    network, found = found_between(fabric, halves.near, halves.far)
    value = float(found.value) * network.unit
    cables, back = cables_across(fabric, network, found.near)
    notes: list[str] = []
    if not network.exact:
        notes.append(f"Capacities were counted in steps of {network.unit:g} Gb/s to find the smallest cut.")
    figure = cut_figure(survey, cables, survey.unrated((medium,)), formula=f"{_FORMULA}. {halves.why}", back=back)
    # Max flow = min cut: the cables of the cut, counted link by link, have to carry what the flow found.
    if network.exact and figure.value is not None and not np.isclose(figure.value, value, rtol=1e-9):
        raise AssertionError(f"The cut of {figure.value} Gb/s and the flow of {value} Gb/s differ.")
    # Other halves might exchange less: the figure is a range then, down to what is proven.
    if figure.value is not None and not halves.exact:
        figure = replace(figure, low=halves.least_gbps)
    return figure, Cut(value_gbps=figure, links=tuple(cables)), notes


def cables_across(fabric: Fabric, network: Network, near: Flags) -> tuple[dict[str, float], dict[str, float]]:
    """Return how many cables of each link cross a cut from the vertices NEAR of NETWORK to the others.

    Returns:
        All of them, and those of links with two rates that cross it from b to a.
    """
    tail, head = network.at[fabric.tail], network.at[fabric.head]
    # A vertex that takes no part is on no side.
    crossing = (tail >= 0) & (head >= 0) & (near[tail] != near[head])
    cut = sums(fabric.link[crossing], fabric.cables[crossing], len(fabric.links))
    cables = {link_id: float(cut[n]) for n, link_id in enumerate(fabric.links) if cut[n]}
    if not fabric.directed:
        return cables, {}
    turned = crossing & near[head]
    from_b = sums(fabric.link[turned], fabric.cables[turned], len(fabric.links))
    two = fabric.to_head != fabric.to_tail
    return cables, {link_id: float(from_b[n]) for n, link_id in enumerate(fabric.links) if two[n] and from_b[n]}


def between_halves(figure: Figure) -> Figure:
    """FIGURE of a bisection as what goes between the very halves that were found, which is known exactly."""
    return replace(figure, low=figure.value)


def bisection_folded(survey: Survey, medium: Medium) -> tuple[Figure, Cut, list[str]]:
    """The same from the folded graph, for what is too large to lay out."""
    from designer.analysis.network.folded_graph import folded_bisection, folds_flow  # networkx takes a while to load

    endpoints = survey.roster.endpoints((medium,))
    if sum(survey.design.total_copies(node_id) for node_id in endpoints) < 2:
        return _unknown()
    found, least = folded_bisection(survey, (medium,))
    cables, back = found.cables(survey)
    notes: list[str] = []
    alike = folds_flow(survey, (medium,))
    if not alike:
        notes.append(
            "The network is too large to lay out copy by copy. Its bisection is worked out with all copies of a node "
            "taken together, which can only be too high."
        )
    # Equal to the bound of the spread: proven to be the least; else the best that was found.
    why = SPREAD if alike and least >= found.gbps * (1 - EQUAL) else FOUND
    figure = cut_figure(survey, cables, survey.unrated((medium,)), formula=f"{_FORMULA}. {why}", back=back)
    if figure.value is not None and why == FOUND:
        figure = replace(figure, low=least if alike else 0.0)
    return figure, Cut(value_gbps=figure, links=tuple(cables)), notes


def cut_figure(
    survey: Survey,
    cables: Mapping[str, float],
    unrated: tuple[str, ...],
    label: str = LABEL,
    formula: str = _FORMULA,
    why: str = _WHY_CUT,
    back: Mapping[str, float] | None = None,
) -> Figure:
    """Return the Gb/s that CABLES of each link carry together, one way; each of UNRATED is named as missing.

    Args:
        survey: The design as its networks see it.
        cables: How many cables of each link are in the cut.
        unrated: Links of which nothing tells the rate.
        label: What the sum is called.
        formula: How it follows.
        why: How the cables were counted.
        back: Of CABLES, those of links with two rates that cross the cut from b to a.
    """
    turned = back or {}
    terms: list[Figure] = []
    for link_id, every in cables.items():
        cabling = survey.cablings[link_id]
        title = cabling.title
        from_b = turned.get(link_id, 0.0)
        # Cables that cross from a to b count with the rate of that direction, those that cross from b to a with the
        # other.
        for count, rate in ((every - from_b, cabling.ahead), (from_b, cabling.back)):
            if not count and every:
                continue
            in_cut = (
                cabling.count()
                if count == cabling.total
                else leaf(f"cables of {title} in the cut", count, operation="routing", subject=link_id, note=why)
            )
            terms.append(product(f"{title} across the cut", (in_cut, rate), "Gb/s"))
    # A rate of None makes the total "at least" and names the link.
    terms.extend(survey.cablings[link_id].rate for link_id in unrated)
    if not cables:
        none = leaf("cables between them", 0.0, "Gb/s", operation="routing", note="No path joins them.")
        terms.insert(0, none)
    return total(label, terms, "Gb/s", formula)


def _unknown() -> tuple[Figure, Cut, list[str]]:
    figure = leaf(LABEL, None, "Gb/s", note="It takes two endpoints on the fabric.")
    return figure, Cut(value_gbps=figure, links=()), []
