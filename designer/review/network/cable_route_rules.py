"""Rules about the ways of cables: what does not reach, is too short, fills its tray or bends too tightly."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.analysis.rooms.cable_records import CableTrouble
from designer.model.copy_ids import base_of
from designer.model.design import Design, Link
from designer.model.naming import link_name, title_of
from designer.model.network.ports import joined_ports
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.registry import rule
from designer.review.words import percent

_LISTED: Final = 8


def _troubles(design: Design, results: Results, sort: str) -> Iterator[tuple[CableTrouble, Link, str]]:
    """The troubles of a sort, each with its link and the ports at both ends in words; the longest cables first."""
    found = [one for one in results.cables.troubles if one.trouble == sort] if results.cables else []
    for trouble in sorted(found, key=lambda one: -one.length_m)[:_LISTED]:
        link = design.links.get(trouble.link)
        if link is None or link.a not in design.nodes or link.b not in design.nodes:
            continue
        joined = joined_ports(design, link)
        a, b = (f"{group.name} of " for group in joined[:2]) if joined else ("", "")
        yield trouble, link, f"from {a}{_copy(design, trouble.a)} to {b}{_copy(design, trouble.b)}"


def _copy(design: Design, name: str) -> str:
    """Return a copy by the title of its node: "DGX H100 4"; of the one and only copy the title alone."""
    node_id = base_of(name)
    alone = node_id in design.nodes and design.total_copies(node_id) == 1
    return title_of(design, node_id if alone else name)


@rule({"cable-does-not-reach": "error"}, layer="servers_fabric", reads=("cables",))
def cable_does_not_reach(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Chosen cables that are shorter than the route between their racks."""
    for trouble, link, ports in _troubles(design, results, "reach"):
        part = design.parts.get(link.cable_part or "")
        fix = None
        if trouble.instead:
            fix = Fix(
                label=f"Take {trouble.instead_name} instead",
                edit="set_cable_part",
                arguments={"link_id": link.id, "part_id": trouble.instead},
            )
        yield Finding(
            rule="cable-does-not-reach",
            severity="error",
            message=f"{part.name if part else link.cable_part} reaches {trouble.limit_m:g} m, and {ports} it is "
            f"{trouble.length_m:.1f} m by the route.",
            detail=f"{_how_many(trouble)} {link_name(design, link)}. Choose one that reaches, let it be chosen by the "
            "length, or move the racks closer together.",
            ids=(link.id, link.a, link.b),
            fix=fix or Fix(label="Choose by the length", edit="set_cable_part", arguments={"link_id": link.id}),
        )


@rule({"no-cable-reaches": "warning"}, layer="servers_fabric", reads=("cables",))
def no_cable_reaches(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links for which no cable on hand has the cages, the rate and the reach."""
    for trouble, link, ports in _troubles(design, results, "none"):
        yield Finding(
            rule="no-cable-reaches",
            severity="warning",
            message=f"No cable is found {ports}, {trouble.length_m:.1f} m by the route.",
            detail=f"{trouble.why} {_how_many(trouble)} {link_name(design, link)}. Move the racks closer together, or "
            "choose a part of your own.",
            ids=(link.id, link.a, link.b),
        )


@rule({"cable-too-short": "warning"}, layer="servers_fabric", reads=("cables",))
def cable_too_short(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Lengths set by hand that are less than the route."""
    for trouble, link, ports in _troubles(design, results, "short"):
        yield Finding(
            rule="cable-too-short",
            severity="warning",
            message=f"{link_name(design, link)} is set to {trouble.limit_m:g} m, and {ports} it is "
            f"{trouble.length_m:.1f} m by the route.",
            detail="Slack and ends are in it; their assumptions can be set. Let the length follow from the route, or "
            "move the racks closer together.",
            ids=(link.id, link.a, link.b),
            fix=Fix(label="Take the length of the route", edit="forget_length", arguments={"link_id": link.id}),
        )


def _how_many(trouble: CableTrouble) -> str:
    return f"So it is for {counted(trouble.cables, 'cable')} of"


@rule({"tray-too-full": ("error", "warning")}, layer="servers_fabric", reads=("cables",))
def tray_too_full(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Trays that hold more cables than they should."""
    trays = results.cables.trays if results.cables else ()
    full = [tray for tray in trays if (tray.share.value or 0.0) > (tray.limit.value or 0.0) + 1e-9]
    for tray in sorted(full, key=lambda one: -(one.share.value or 0.0))[:_LISTED]:
        share, limit = tray.share.value or 0.0, tray.limit.value or 0.0
        room = design.nodes.get(tray.room)
        yield Finding(
            rule="tray-too-full",
            severity="error" if share > 1.0 else "warning",
            message=f"Tray {tray.tray}{f' in {room.title}' if room else ''} is {percent(share)} full at its fullest "
            f"point, and {percent(limit)} is the most.",
            detail=f"{counted(tray.cables, 'cable')} lie there. Make it {_wider(share, limit)} times as wide, draw a "
            "second one beside it, or choose thinner cables.",
            ids=(tray.room,) if room else (),
        )


def _wider(share: float, limit: float) -> str:
    return f"{share / limit:.1f}" if limit > 0 else "many"


@rule({"bend-too-tight": "warning"}, layer="servers_fabric", reads=("cables",))
def bend_too_tight(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Corners where a tray is narrower than its cables may bend."""
    bends = results.cables.bends if results.cables else ()
    for bend in sorted(bends, key=lambda one: one.width_mm - one.needed_mm)[:_LISTED]:
        link, room = design.links.get(bend.link), design.nodes.get(bend.room)
        where = f"tray {bend.trays[0]} turns" if len(bend.trays) == 1 else f"trays {listed(bend.trays)} meet"
        yield Finding(
            rule="bend-too-tight",
            severity="warning",
            message=f"Where {where}, it is {bend.width_mm:g} mm wide, and cables of "
            f"{link_name(design, link) if link else bend.link} bend by {bend.needed_mm:g} mm at least.",
            detail=f"That is at {bend.x_mm / 1000:.2f} m, {bend.y_mm / 1000:.2f} m"
            f"{f' in {room.title}' if room else ''}. Make the tray wider there, or take thinner cables.",
            ids=tuple(name for name in (bend.room, bend.link) if name in design.nodes or name in design.links),
        )
