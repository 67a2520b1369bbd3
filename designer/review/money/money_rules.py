"""Rules about how money is put to use: capacity that is paid and hardly used, layers that hang on one vendor."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from designer.analysis.chain.needs import needs_of
from designer.analysis.money.rents import is_spot
from designer.analysis.quantities import accelerators_in
from designer.analysis.results import Results
from designer.analysis.workloads.results import ServingResult
from designer.model.design import Design
from designer.model.figures.completeness import gaps
from designer.model.figures.figure_text import figure_text
from designer.model.kinds import TRAINING_JOBS
from designer.model.wording import counted, listed
from designer.review.findings import Finding
from designer.review.registry import rule
from designer.review.words import money, percent

IDLE: Final = 0.3
"""Under this share of the paid accelerators in use, capacity counts as idle."""

ONE_VENDOR: Final = 0.9
"""From this share of a layer's cost on, the layer hangs on one vendor."""

GENERIC: Final = "Generic"


@rule({"idle-capacity": "warning"}, layer="", reads=("power", "workloads"))
def idle_capacity(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Accelerators that are paid and that the demand does not take, where both are known."""
    work, power = results.workloads, results.power
    if work is None or power is None or not work.serving:
        return
    # These load the graph library, which takes a moment at a start that has nothing to review yet.
    from designer.analysis.chain.needs import needs_of
    from designer.analysis.workloads.shares import machine_month

    graph = needs_of(design).services
    asked = {load.id for load in work.services if load.demand_per_s.value}
    for hosts, engines in _islands(design, results, graph.hosts):
        training = any(graph.kinds[guest] in TRAINING_JOBS for host in hosts for guest in graph.guests.get(host, ()))
        known = all(engine.accelerators_needed.known for engine in engines)
        if training or not known or not any(engine.id in asked for engine in engines):
            continue
        paid = sum(
            sum(accelerators_in(design, design.part_of(design.nodes[host])).values()) * design.total_copies(host)
            for host in hosts
        )
        used = sum(engine.accelerators_needed.value or 0.0 for engine in engines)
        if not paid or used / paid >= IDLE:
            continue
        months = [machine_month(design, design.nodes[host], power) for host in hosts]
        wasted = sum(month.value or 0.0 for month in months) * (1 - used / paid)
        least = "at least " if any(month.at_least for month in months) else ""
        cost = f"{least}{money(wasted, design.settings.prices)} a month" if wasted else "what that costs is not known"
        names = listed([design.nodes[host].title for host in hosts])
        yield Finding(
            rule="idle-capacity",
            severity="warning",
            message=f"{percent(used / paid)} of the accelerators of {names} are in use at the busiest hour: {cost} is "
            "paid for the rest.",
            detail=f"{used:,.0f} of {paid:,} take the demand. Draw fewer machines, rent what peaks take, or let other "
            "work run there.",
            ids=(*hosts, *(engine.id for engine in engines)),
        )


@rule({"one-vendor": "note"}, layer="", reads=("cost",))
def one_vendor(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Layers whose cost goes to one vendor."""
    if results.cost is None or not results.cost.monthly_usd.value:
        return
    from designer.analysis.money.breakdown import ELECTRICITY, HALL, LAYER_NAMES, NOBODY, PEOPLE, vendors_of_layer

    of_the_site = {ELECTRICITY, HALL, PEOPLE}
    nobody = {*of_the_site, NOBODY, GENERIC}
    hanging: list[tuple[str, str, float, bool]] = []
    for layer, vendors in vendors_of_layer(design, results.cost).items():
        # Electricity, space and people have no vendor that could be changed.
        amounts = {name: month.value or 0.0 for name, month in vendors.items() if name not in of_the_site}
        whole = sum(amounts.values())
        name = max(amounts, key=lambda vendor: amounts[vendor], default="")
        if whole > 0 and name not in nobody and amounts[name] / whole >= ONE_VENDOR:
            lacking = any(not month.known or gaps(month).names for month in vendors.values())
            hanging.append((layer, name, amounts[name] / whole, lacking))
    if not hanging:
        return
    said = [
        f"{LAYER_NAMES[layer].lower()} on {name} ({percent(share)} of {'what is known of ' if lacking else ''}its cost)"
        for layer, name, share, lacking in hanging
    ]
    layers = {layer: name for layer, name, _, _ in hanging}
    yield Finding(
        rule="one-vendor",
        severity="note",
        message=f"{'A layer depends' if len(said) == 1 else f'{len(said)} layers depend'} on one vendor: "
        f"{listed(said, 7)}.",
        detail="A price rise, a shortage or the end of a product there has no way round it. Ask what a second source "
        "would take.",
        ids=tuple(
            node.id
            for node in design.nodes_in_order()
            if (part := design.part_of(node)) is not None and layers.get(part.layer) == part.vendor
        ),
    )


@rule({"serving-on-spot": "note"}, layer="cloud", reads=("workloads",))
def serving_on_spot(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Engines whose machines are paid as spot, and so can be taken away while they answer."""
    if results.workloads is None:
        return
    hosts_of = needs_of(design).services.hosts
    for engine in results.workloads.on_spot:
        hosts = [host for host in hosts_of.get(engine.id, ()) if host in design.nodes]
        spot = [host for host in hosts if is_spot(design, design.nodes[host])]
        number, taken = round(engine.machines.value or 0.0), engine.taken_per_month.value or 0.0
        # Engines with other machines beside answer on, slower.
        beside = "" if len(spot) == len(hosts) else " Others that stay answer beside them."
        price = ""
        if engine.effective_usd_per_hour.value is not None and engine.usd_per_hour.value is not None:
            price = (
                f" An hour that answers costs {figure_text(engine.effective_usd_per_hour)}, of machines at "
                f"{figure_text(engine.usd_per_hour)}."
            )
        source = "" if engine.published else " How often is not published of them all: it is assumed."
        yield Finding(
            rule="serving-on-spot",
            severity="note",
            message=f"{design.nodes[engine.id].title} answers on {counted(number, 'machine')} paid as spot: about "
            f"{taken:.2g} a month {'is' if taken == 1 else 'are'} taken away, and what "
            f"{'it holds' if number == 1 else 'each holds'} stops until another starts.",
            detail=f"Keep some on demand or reserved, or draw more than the busiest hour takes.{beside}{price}{source}",
            ids=(engine.id, *spot),
        )


def _islands(
    design: Design, results: Results, hosts_of: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[list[str], list[ServingResult]]]:
    """Hosts with the engines that run on them, together where an engine spans several or several share one."""
    groups: list[tuple[set[str], list[ServingResult]]] = []
    for engine in results.workloads.serving if results.workloads else ():
        hosts = {host for host in hosts_of.get(engine.id, ()) if host in design.nodes}
        engines = [engine]
        apart: list[tuple[set[str], list[ServingResult]]] = []
        for others, theirs in groups:
            if others & hosts:
                hosts, engines = others | hosts, [*theirs, *engines]
            else:
                apart.append((others, theirs))
        groups = [*apart, (hosts, engines)]
    for hosts, engines in groups:
        yield sorted(hosts, key=lambda host: design.nodes[host].order), engines
