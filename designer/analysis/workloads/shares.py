"""What a month of a machine costs, and whose it is: the work on it shares it by what each can use."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.energy import mean_load
from designer.analysis.prices import unit_price
from designer.analysis.quantities import copies_of, is_rented, name_of
from designer.analysis.rents import HOURS, TWELVE, rent_of
from designer.analysis.results import PowerResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.assumptions import assumed
from designer.model.design import Design, Node
from designer.model.figures import Figure, annuity, leaf, product, quotient, total

_KW: Final = leaf("W in a kW", 1000.0, "W/kW")


def machine_month(design: Design, node: Node, power: PowerResult) -> Figure:
    """USD of a month for all copies of NODE: rent, or write-off, support and the energy that it draws."""
    part = design.part_of(node)
    label = f"{node.title}: a month"
    if part is not None and is_rented(part):
        return quotient(label, rent_of(design, [node]), TWELVE, "USD/month", "rent of a year / 12")
    price = (
        leaf(f"{node.title}: own price", node.price_usd, "USD", status="user", subject=node.id)
        if node.price_usd is not None
        else unit_price(part, name_of(design, node), node.part or node.id, design.settings.prices).figure
    )
    bought = product(f"{node.title}: purchase", (copies_of(design, node), price), "USD")
    years, rate = assumed(design, "years"), assumed(design, "annual_rate")
    terms = [
        annuity("write-off", bought, rate, years, "USD/year"),
        product("support and spares", (bought, assumed(design, "support_share")), "USD/year"),
        _energy(design, node, power),
    ]
    yearly = total(f"{node.title}: a year", terms, "USD/year", "write-off + support + energy")
    return quotient(label, yearly, TWELVE, "USD/month", "a year / 12")


def _energy(design: Design, node: Node, power: PowerResult) -> Figure:
    drawn = power.by_node.get(node.id)
    if drawn is None:
        return leaf(f"{node.title}: energy", 0.0, "USD/year", note="It draws nothing of its own.")
    load = mean_load(design)
    terms = (drawn.typical_w, power.pue) if load is None else (drawn.typical_w, power.pue, load)
    site = product("drawn at the site", terms, "W", "typical power × PUE")
    energy = quotient("energy of a year", product("over a year", (site, HOURS), "Wh/year"), _KW, "kWh/year")
    return product(f"{node.title}: energy", (energy, assumed(design, "electricity_usd_per_kwh")), "USD/year")


def share_of_machines(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    power: PowerResult,
    portions: Mapping[tuple[str, str], float] | None = None,
) -> Figure | None:
    """USD of a month of the machines under NODE that fall to it; None when it runs on nothing.

    Args:
        design: The design.
        graph: Its services.
        node: The work.
        power: What the design draws.
        portions: Portion of each machine that falls to each piece of work, see `chain.ledger`. What manages others
            pays for machines only where it has them for itself.
    """
    portions = portions or {}
    terms: list[Figure] = []
    for host_id in graph.hosts.get(node.id, ()):
        host = design.nodes[host_id]
        month = machine_month(design, host, power)
        working = [guest for guest in graph.guests.get(host_id, ()) if (guest, host_id) in portions]
        guests = working or graph.guests.get(host_id, ())
        if (node.id, host_id) in portions:
            portion = portions[node.id, host_id]
        else:
            portion = 0.0 if working else 1.0 / max(1, len(guests))
        if portion != 1.0:
            part = leaf(
                f"portion of {host.title} that falls to {node.title}",
                portion,
                operation="routing",
                subject=host_id,
                note="By what it can use of the machine's scarcest resource; see the ledger.",
            )
            month = product(f"{host.title}: portion of {node.title}", (month, part), "USD/month")
        terms.append(month)
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else total(f"{node.title}: machines", terms, "USD/month")
