"""Rules about how far light goes through panels: the pieces of a path add up, and so do the losses of its panels."""

from collections.abc import Iterator, Mapping
from datetime import date

from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.analysis.rooms.cable_choice import reach_of
from designer.analysis.rooms.cable_records import LinkCables
from designer.analysis.routing.patch_panels import Joined, joined_nodes
from designer.model.design import Design
from designer.model.kinds import OPTICS
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.wording import listed
from designer.review.findings import Finding
from designer.review.registry import rule

_LISTED = 8
_DUST_M = 1e-3


@rule({"path-does-not-reach": "error"}, layer="servers_fabric", reads=("cables",))
def path_does_not_reach(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Paths through panels that are longer, all their cables together, than the optics at their ends reach.

    A piece of which no length is known is left out, so that a path is at least as long as is said.
    """
    routes = results.cables.by_link if results.cables is not None else {}
    told = 0
    for medium in NETWORK_MEDIA:
        links = [
            link
            for link in design.links.values()
            if link.medium == medium and link.a in design.nodes and link.b in design.nodes
        ]
        for joined in joined_nodes(design, links):
            optic = _shortest(design, joined)
            # Pieces of unknown length leave a bound: too long is too long, whatever they add.
            pieces = [(link_id, _length_m(design, link_id, routes)) for link_id in sorted(joined.links)]
            known = [(link_id, length) for link_id, length in pieces if length is not None]
            reach = reach_of(optic) if optic is not None else None
            whole = sum(length for _, length in known)
            if optic is None or reach is None or whole <= reach + _DUST_M or told >= _LISTED:
                continue
            told += 1
            yield _finding(design, joined, optic, reach, known, unknown=len(known) < len(pieces))


def _shortest(design: Design, joined: Joined) -> Part | None:
    """Return the optic chosen on the way that reaches least; None where none is chosen whose reach is known."""
    parts = [design.parts.get(design.links[link_id].cable_part or "") for link_id in joined.links]
    optics = [part for part in parts if part is not None and part.kind in OPTICS and reach_of(part) is not None]
    return min(optics, key=lambda part: (reach_of(part) or 0.0, part.id), default=None)


def _length_m(design: Design, link_id: str, routes: Mapping[str, LinkCables]) -> float | None:
    """Return the length of a cable of a link, its own or the longest by its routes; None where nothing tells it."""
    own = design.links[link_id].length_m
    return own if own is not None or link_id not in routes else routes[link_id].most_m


def _finding(
    design: Design, joined: Joined, optic: Part, reach: float, known: list[tuple[str, float]], *, unknown: bool
) -> Finding:
    whole = sum(length for _, length in known)
    panels = sorted(joined.panels)
    through = listed([design.nodes[panel].title for panel in panels])
    sums = " + ".join(f"{length:g}" for _, length in known)
    at_least = "at least " if unknown else ""
    losses = [fact_of(design, design.nodes[panel], "insertion_loss_db") for panel in panels]
    if all(loss.value is not None for loss in losses):
        lost = f" The panels take {sum(loss.value or 0.0 for loss in losses):g} dB of the light besides."
    else:
        lost = " The light that the panels take is not stated, and comes on top."
    return Finding(
        rule="path-does-not-reach",
        severity="error",
        message=f"{optic.name} reaches {reach:g} m, and from {design.nodes[joined.a].title} through {through} to "
        f"{design.nodes[joined.b].title} it is {at_least}{whole:g} m ({sums}).",
        detail=f"A panel joins fibres and makes no light of its own, so that the pieces add up.{lost} Choose optics "
        "that reach further, or put the ends closer together.",
        ids=(*(link_id for link_id, _ in known), joined.a, joined.b, *panels),
    )
