"""Rules about the power chain: loads, sides, phases, loops, and what a single failure takes along."""

from collections.abc import Iterator
from datetime import date
from math import ceil, sqrt
from typing import Final

from designer.analysis.power.bypass import has_bypass
from designer.analysis.power.directions import directions
from designer.analysis.power.phases import joined_lines, lines_of, ports_at
from designer.analysis.power.records import Overload, PlantElement, PlantFailure, PlantResult
from designer.analysis.quantities import fact_of, role_of
from designer.analysis.results import Results
from designer.model.copy_ids import base_of
from designer.model.design import Design, Link
from designer.model.figures.figure_text import figure_text
from designer.model.kinds import GENERATORS, RACK_POWER, SEPARATELY_DERIVED, SOURCES, UPSS, UTILITIES
from designer.model.naming import link_name, title_of
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.power.enough_units import carrying, second_of
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import percent, watts

OVER: Final = 1.0 + 1e-9
_MARK: Final = 0.8
_IMBALANCE: Final = 0.10
_VOLTS_APART: Final = 0.05
"""400 and 415 V are one system, and so are 200 and 208 V."""
_NEW_VOLTAGE: Final = SEPARATELY_DERIVED | GENERATORS
_PLANT: Final = SOURCES | UPSS
_MOST: Final = 5


@rule({"stage-overloaded": "error", "stage-above-80": "note"}, layer="facility", reads=("plant",))
def stage_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stages that carry more than they may, or more than 80% of their rated output."""
    for element in elements_of(results):
        full, title = element.utilisation.value, design.nodes[element.id].title
        # What rack PDUs carry together is another rule's.
        if full is None or element.device or element.kind in RACK_POWER:
            continue
        load, capacity = watts(_carried(element)), watts(element.capacity_w.value or 0.0)
        each = "Each " if element.copies > 1 else ""
        if full > OVER:
            why = (
                "The capacity is 80% of its breaker, as for any load of hours."
                if element.limit == "breaker"
                else "Its fullest phase or bank counts."
                if element.limit == "banks" or element.phases_w
                else "Its rated output is all that it can pass on."
            )
            yield Finding(
                rule="stage-overloaded",
                severity="error",
                message=f"{each}{title} would carry {load} at maximum but may carry {capacity} ({percent(full)}).",
                detail=f"{why} Add another, take a larger one, or move load away.",
                ids=(element.id,),
                fix=carrying(design, results, element.id, full),
            )
        elif full > _MARK and element.limit == "rating":
            yield Finding(
                rule="stage-above-80",
                severity="note",
                message=f"{each}{title} carries {load} of {capacity} at maximum: {percent(full)}, above 80%.",
                detail="It holds, but leaves little for growth and for the failure of another. Plan below 80%.",
                ids=(element.id,),
                fix=carrying(design, results, element.id, full, _MARK),
            )


@rule({"failure-overloads": "warning"}, layer="facility", reads=("plant",))
def failure_overloads(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stages and supplies that a single failure overloads: the worst failure of each."""
    worst: dict[str, tuple[float, PlantFailure, Overload]] = {}
    for failure in failures_of(results):
        # PDUs that overload PDUs are the subject of the rule on their feeds.
        only_pdus = _kind(design, failure.ids[0]) in RACK_POWER
        for node_id, over in failure.newly_overloaded.items():
            if only_pdus and design.nodes[node_id].kind in RACK_POWER:
                continue
            full = over.load_w / over.capacity_w if over.capacity_w else 0.0
            if node_id not in worst or full > worst[node_id][0]:
                worst[node_id] = full, failure, over
    for node_id, (_, failure, over) in worst.items():
        title, gone = design.nodes[node_id].title, title_of(design, failure.ids[0])
        if role_of(design.nodes[node_id]) != "power":
            message = (
                f"When {gone} fails, the live supplies of {title} give {watts(over.capacity_w)}, but it draws "
                f"{watts(over.load_w)}."
            )
            detail = "It slows down or goes off. Spread its supplies over more feeds, so that enough of them stay live."
        else:
            message = f"When {gone} fails, {title} would carry {watts(over.load_w)} but may carry " + (
                f"{watts(over.capacity_w)}."
            )
            detail = "It trips and takes its own loads down too. Make it large enough to take over."
        yield Finding(
            rule="failure-overloads",
            severity="warning",
            message=message,
            detail=detail,
            ids=(node_id, base_of(failure.ids[0])),
            fix=_enough(design, node_id, failure, over),
        )


def _enough(design: Design, node_id: str, failure: PlantFailure, over: Overload) -> Fix | None:
    """As many units that those left after FAILURE carry the load that is then on each of those that are there."""
    copies = design.nodes[node_id].copies
    left = copies - 1 if base_of(failure.ids[0]) == node_id else copies
    if role_of(design.nodes[node_id]) != "power" or not left or not over.capacity_w:
        return None
    return more_of(design, node_id, ceil(over.load_w * left / over.capacity_w * (1 - 1e-9)) + copies - left)


@rule({"power-single-point": "note"}, layer="facility", reads=("power", "plant"))
def power_single_point(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Power equipment that takes devices down when it fails alone: the worst few."""
    for failure in [one for one in failures_of(results) if one.dark][:_MOST]:
        gone = title_of(design, failure.ids[0])
        devices = sum(failure.dark.values())
        chips = f", {counted(failure.accelerators, 'accelerator')}" if failure.accelerators else ""
        carried = ""
        if failure.carried and failure.ride_through_min.value:
            carried = f" Batteries carry them for {figure_text(failure.ride_through_min)} at this load."
        elif failure.carried:
            carried = " Batteries carry them for a time that is not stated: set it on the UPS."
        elif _kind(design, failure.ids[0]) in UPSS:
            node = design.nodes[base_of(failure.ids[0])]
            if has_bypass(design, node) is None:
                carried = " If it has a bypass, say so on it: then raw mains keeps them on."
        yield Finding(
            rule="power-single-point",
            severity="note",
            message=f"When {gone} fails, {counted(devices, 'device')} "
            f"({listed([design.nodes[one].title for one in failure.dark])}{chips}) "
            f"{'goes' if devices == 1 else 'go'} dark.",
            detail=f"Nothing else feeds them.{carried} Feed them from a second side, or accept it.",
            ids=(base_of(failure.ids[0]), *failure.dark),
            fix=second_of(design, results, base_of(failure.ids[0])),
        )


@rule({"power-loop": "error", "fed-by-itself": "error"}, layer="facility", reads=("plant",))
def power_loop(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Power that runs in a ring, and equipment that is fed by itself."""
    plant = results.plant
    if plant is None:
        return
    for ring in plant.loops:
        links = _links_within(design, ring)
        yield Finding(
            rule="power-loop",
            severity="error",
            message=f"Power runs in a ring: {listed([design.nodes[one].title for one in ring], 5)} feed each other.",
            detail="Nothing in a ring is fed from outside by it, and its cables are left out of all loads. Remove the "
            "cable that runs backwards.",
            ids=(*ring, *links),
            fix=Fix(
                label=f"Remove {link_name(design, design.links[links[-1]])}",
                edit="remove",
                arguments={"record_id": links[-1]},
            )
            if links
            else None,
        )
    for link_id in plant.itself:
        node = design.nodes[design.links[link_id].a]
        yield Finding(
            rule="fed-by-itself",
            severity="error",
            message=f"{node.title} is fed by itself.",
            detail="Its input is plugged into its own outlet, so no power comes in by it. Remove the cable.",
            ids=(node.id, link_id),
            fix=Fix(label="Remove the cable", edit="remove", arguments={"record_id": link_id}),
        )


@rule({"sides-meet": "warning", "side-mixed": "warning"}, layer="facility", reads=("plant",))
def sides_meet(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices with cords of both sides that hang on one thing all the same, and cords of one side on the other."""
    plant = results.plant
    if plant is None:
        return
    for group in plant.redundancy:
        # Everything may depend on one utility: two of them are rare.
        points = [one for one in group.single_points if design.nodes[one].kind not in UTILITIES]
        loads = [one for one in group.loads if {"A", "B"} <= _sides_of(design, one)]
        if points and loads:
            names = listed([design.nodes[one].title for one in points])
            yield Finding(
                rule="sides-meet",
                severity="warning",
                message=f"Both sides of {listed([design.nodes[one].title for one in loads])} depend on {names}.",
                detail="When that fails, A and B go dark together. Give each side a chain of its own.",
                ids=(*points, *loads),
            )
    ends = {link.id: _ends(plant, link) for link in _power_links(design)}
    fed_by: dict[str, set[str]] = {}
    for link_id, (_, fed) in ends.items():
        fed_by.setdefault(fed, set()).add(design.links[link_id].side)
    for link_id, (source, _) in ends.items():
        link, sides = design.links[link_id], fed_by.get(source, set()) - {""}
        if link.side and sides and link.side not in sides:
            yield Finding(
                rule="side-mixed",
                severity="warning",
                message=f"{link_name(design, link)} is of side {link.side}, but {design.nodes[source].title} is fed by "
                f"side {min(sides)}.",
                detail="What is called two sides may be one. Plug it into the other side, or correct its name.",
                ids=(link.id, source),
            )


@rule({"phases-swapped": "error"}, layer="facility", reads=("plant",))
def phases_swapped(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Cables that join unlike phases."""
    if results.plant is None:
        return
    for feed in directions(design).feeds:
        link = design.links[feed.link]
        upper, lower = ports_at(link, turned=feed.turned)
        above, below = lines_of(upper), lines_of(lower)
        how = joined_lines(above, below)
        if how == "straight":
            continue
        names = ["-".join(f"L{number + 1}" for number in lines) for lines in (above, below)]
        said = "all three phases are shifted" if how == "shifted" else "two phases are swapped"
        why = {
            "other": "Three-phase motors run backwards, and loads fall on other phases than planned.",
            "backwards": "Three-phase motors run backwards, and two feeds that meet in a device are out of step.",
            "shifted": "Loads fall on other phases than planned, and two feeds that meet in a device are out of step.",
        }[how]
        yield Finding(
            rule="phases-swapped",
            severity="error",
            message=f"{link_name(design, link)} joins {names[0]} of {design.nodes[feed.source].title} to {names[1]} of "
            f"{design.nodes[feed.fed].title}: {said}.",
            detail=f"{why} Plug both ends into the same phase.",
            ids=(link.id, feed.source, feed.fed),
            fix=_straight(design, link, feed.fed, above, turned=feed.turned),
        )


@rule({"phases-unbalanced": "warning"}, layer="facility", reads=("plant",))
def phases_unbalanced(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stages whose fullest phase carries over a tenth more than the mean."""
    for element in elements_of(results):
        share = element.imbalance.value
        if share is not None and share > _IMBALANCE and not element.device:
            loads = ", ".join(f"L{n + 1} {watts(one.value or 0.0)}" for n, one in enumerate(element.phases_w))
            yield Finding(
                rule="phases-unbalanced",
                severity="warning",
                message=f"The phases of {design.nodes[element.id].title} are loaded unevenly: its fullest carries "
                f"{percent(share)} more than the mean ({loads}).",
                detail="The fullest phase is full before the other two. Move cords to another phase until they differ "
                "by less than a tenth.",
                ids=(element.id,),
            )


@rule({"unlike-volts": "error"}, layer="facility", reads=("plant",))
def unlike_volts(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stages of unlike voltage that are cabled without a transformer between them."""
    if results.plant is None:
        return
    for feed in directions(design).feeds:
        source, fed = design.nodes[feed.source], design.nodes[feed.fed]
        if source.kind in _NEW_VOLTAGE or fed.kind in _NEW_VOLTAGE:
            continue
        above, below = fact_of(design, source, "volts").value, fact_of(design, fed, "volts").value
        if not above or not below or any(abs(above - below * k) <= _VOLTS_APART * above for k in (1.0, sqrt(3.0))):
            continue
        yield Finding(
            rule="unlike-volts",
            severity="error",
            message=f"{source.title} gives {above:g} V, but {fed.title} takes {below:g} V.",
            detail="It would be damaged or not run. Take equipment of one voltage, or put a transformer between.",
            ids=(feed.source, feed.fed, feed.link),
        )


@rule({"cooling-unfed": "note"}, layer="facility", reads=("plant",))
def cooling_unfed(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers without power, where a chain from the utility or a UPS is drawn."""
    plant = results.plant
    if plant is None or not any(one.kind in _PLANT for one in plant.elements.values()):
        return
    coolers = [one for one in plant.unfed if role_of(design.nodes[one]) == "cooling"]
    if coolers:
        yield Finding(
            rule="cooling-unfed",
            severity="note",
            message=f"{listed([design.nodes[one].title for one in coolers])} "
            f"{'has' if len(coolers) == 1 else 'have'} no power cable.",
            detail="What the coolers draw is missing from the chain. Draw a power link from a panel or the switchgear.",
            ids=tuple(coolers),
        )


def elements_of(results: Results) -> list[PlantElement]:
    """Stages and devices of the power chain."""
    return list(results.plant.elements.values()) if results.plant else []


def failures_of(results: Results) -> tuple[PlantFailure, ...]:
    """Single failures, the worst first."""
    return results.plant.sweep.failures if results.plant else ()


def _carried(element: PlantElement) -> float:
    """Return what counts against its capacity, W."""
    return (element.utilisation.value or 0.0) * (element.capacity_w.value or 0.0)


def _kind(design: Design, name: str) -> str:
    return design.nodes[base_of(name)].kind


def _power_links(design: Design) -> list[Link]:
    return [
        link
        for link in design.links.values()
        if link.medium == "power" and link.a in design.nodes and link.b in design.nodes
    ]


def _links_within(design: Design, ring: tuple[str, ...]) -> list[str]:
    return [link.id for link in _power_links(design) if link.a in ring and link.b in ring and link.a != link.b]


def _sides_of(design: Design, node_id: str) -> set[str]:
    return {link.side for link in _power_links(design) if node_id in (link.a, link.b)}


def _ends(plant: PlantResult, link: Link) -> tuple[str, str]:
    """(what feeds, what is fed)."""
    element = plant.elements.get(link.a)
    return (link.a, link.b) if element is not None and link.b in element.feeds else (link.b, link.a)


def _straight(design: Design, link: Link, fed: str, lines: tuple[int, ...], *, turned: bool) -> Fix | None:
    """Plug the lower end into the port of the same phase, where it has one."""
    upper = ports_at(link, turned=turned)[0]
    names = [one.name for one in design.ports_of(design.nodes[fed])]
    port = next((one for one in names if lines_of(one) and joined_lines(lines, lines_of(one)) == "straight"), None)
    if port is None or upper is None:
        return None
    a_port, b_port = (port, upper) if turned else (upper, port)
    return Fix(
        label=f"Plug it into {port}",
        edit="set_ports",
        arguments={"link_id": link.id, "a_port": a_port, "b_port": b_port},
    )
