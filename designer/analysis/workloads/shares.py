"""Cost of a machine's month, and its division: the work on it shares it by what each can use."""

from collections.abc import Iterable, Sequence
from typing import Final

from designer.analysis.chain.ledger.ledger import Ledger
from designer.analysis.energy.year import mean_load
from designer.analysis.money.periods import HOURS, month_of
from designer.analysis.money.prices import unit_price
from designer.analysis.money.rents import rent_of
from designer.analysis.money.site import space_of_a_year, staff_of_a_year
from designer.analysis.money.write_off import written_off
from designer.analysis.quantities import accelerators_in, copies_of, is_rented, name_of
from designer.analysis.results import PowerResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, known_like, leaf, product, quotient, total
from designer.model.identity_cache import Remembered

_SPELLED_OUT: Final = 32
"""Up to so many groups of machines are terms of their own."""
Groups = Sequence[tuple[tuple[str, ...], float]]
"""Machines, by their ids, with the portion of them."""
_PORTION: Final = leaf(
    "portion of a machine that falls to work",
    1.0,
    operation="routing",
    note="By what it can use of the machines' scarcest resource; see the ledger.",
)
_KW: Final = leaf("W in a kW", 1000.0, "W/kW")


_priced: Final = Remembered[Figure](kept=8)
"""Prices of parts of which there are hundreds of machines."""


def machine_month(design: Design, node: Node, power: PowerResult) -> Figure:
    """USD of a month for all copies of NODE: rent, or write-off, support, the energy that it draws, space and staff."""
    part = design.part_of(node)
    label = f"{node.title}: a month"
    if part is not None and is_rented(part):
        return month_of(label, rent_of(design, [node]), "rent of a year / 12")
    price = (
        leaf(f"{node.title}: own price", node.price_usd, "USD", status="user", subject=node.id)
        if node.price_usd is not None
        else _priced.of(
            (part, design.settings.prices),
            (name_of(design, node), node.part or node.id),
            lambda: unit_price(part, name_of(design, node), node.part or node.id, design.settings.prices).figure,
        )
    )
    copies = copies_of(design, node)
    bought = product(f"{node.title}: purchase", (copies, price), "USD")
    terms = [
        written_off(design, "write-off", bought),
        product("support and spares", (bought, assumed(design, "support_share")), "USD/year"),
        _energy(design, node, power),
        *_place_and_people(design, node, copies, power),
    ]
    yearly = total(f"{node.title}: a year", terms, "USD/year", "write-off + support + energy + space + staff")
    return month_of(label, yearly, "a year / 12")


def _place_and_people(design: Design, node: Node, copies: Figure, power: PowerResult) -> Iterable[Figure]:
    """USD of a year of the place that NODE stands in, by its kW, and of those who run its accelerators."""
    drawn = power.by_node.get(node.id)
    if drawn is not None:
        yield space_of_a_year(design, drawn.max_w)
    inside = sum(accelerators_in(design, design.part_of(node)).values())
    if inside:
        held = product("accelerators", (copies, count_of("in one", inside, node.id)), "")
        yield staff_of_a_year(design, held)


def _energy(design: Design, node: Node, power: PowerResult) -> Figure:
    drawn = power.by_node.get(node.id)
    if drawn is None:
        return leaf(f"{node.title}: energy", 0.0, "USD/year", note="It draws nothing of its own.")
    load = mean_load(design)
    terms = (drawn.typical_w, power.pue) if load is None else (drawn.typical_w, power.pue, load)
    site = product("drawn at the site", terms, "W", "typical power × PUE")
    energy = quotient("energy of a year", product("over a year", (site, HOURS), "Wh/year"), _KW, "kWh/year")
    return product(f"{node.title}: energy", (energy, assumed(design, "electricity_usd_per_kwh")), "USD/year")


class Months:
    """Monthly cost of machines, each group of them worked out once."""

    def __init__(self, design: Design, power: PowerResult) -> None:
        self.design, self.power = design, power
        self._known: dict[tuple[str, ...], Figure] = {}
        # By the groups themselves, which are kept: alike work has the very same ones.
        self._of_all: dict[int, tuple[Groups, list[tuple[str, Figure, float]]]] = {}
        self._amounts: dict[tuple[object, ...], tuple[float | None, float, float]] = {}
        self._sums: dict[int, tuple[float | None, float | None, float | None]] = {}

    def of(self, hosts: tuple[str, ...]) -> Figure:
        """USD of a month of all copies of HOSTS together."""
        if hosts not in self._known:
            terms = [machine_month(self.design, self.design.nodes[host], self.power) for host in hosts]
            self._known[hosts] = terms[0] if len(terms) == 1 else total(self._label(hosts), terms, "USD/month")
        return self._known[hosts]

    def of_all(self, groups: Groups) -> list[tuple[str, Figure, float]]:
        """The first machine, the month and the portion of each of GROUPS."""
        found = self._of_all.get(id(groups))
        if found is None:
            found = self._of_all[id(groups)] = (
                groups,
                [(hosts[0], self.of(hosts), portion) for hosts, portion in groups],
            )
        return found[1]

    def sum_of(self, groups: Groups) -> tuple[float | None, float | None, float | None]:
        """(value, low, high) of the portions of all GROUPS together; unknown where one is."""
        found = self._sums.get(id(groups))
        if found is None:
            rows = [(*self._amount(hosts), part) for hosts, part in groups]
            known = [(value, low, high, part) for value, low, high, part in rows if value is not None]
            whole = len(known) == len(rows)
            value, low, high = (sum(one[place] * one[3] for one in known) if whole else None for place in range(3))
            found = self._sums[id(groups)] = (value, low, high)
        return found

    def _amount(self, hosts: tuple[str, ...]) -> tuple[float | None, float, float]:
        """(value, low, high) of a month of HOSTS; that of a single one is worked out once for all that are alike."""
        key = self._alike(hosts[0]) if len(hosts) == 1 and hosts not in self._known else None
        found = self._amounts.get(key) if key is not None else None
        if found is None:
            month = self.of(hosts)
            found = month.value, month.low or 0.0, month.high or 0.0
            if key is not None:
                self._amounts[key] = found
        return found

    def _alike(self, host: str) -> tuple[object, ...] | None:
        """All that the amount of a month of HOST depends on; None where it is rented, by terms of its own."""
        node = self.design.nodes[host]
        if is_rented(self.design.part_of(node)):
            return None
        drawn = self.power.by_node.get(host)
        ends = ((one.value, one.low, one.high) for one in (drawn.typical_w, drawn.max_w)) if drawn is not None else ()
        around = [self.design.nodes[one].copies for one in self.design.ancestors(host) if one in self.design.nodes]
        return (node.part or host, node.price_usd, node.copies, *around, *ends)

    def _label(self, hosts: tuple[str, ...]) -> str:
        return f"{self.design.nodes[hosts[0]].title} and {len(hosts) - 1} more: a month"


def share_of_machines(graph: ServiceGraph, node: Node, months: Months, shares: Ledger) -> Figure | None:
    """USD of a month of the machines under NODE that fall to it; None when it runs on nothing.

    Args:
        graph: The services.
        node: The work. What manages others pays for machines only where it has them for itself.
        months: What the machines cost.
        shares: Who gets what of them.
    """
    terms: list[Figure] = []
    # The ledger has divided its machines; what stands alone on a machine takes all of it.
    if node.id in shares.portions:
        groups, part = shares.portions[node.id]
        if len(groups) > _SPELLED_OUT:
            return _together(months, groups, part, node)
        for host, month, portion in months.of_all(groups):
            terms.append(_part(months, host, month, portion * part, node))
    else:
        for host_id in graph.hosts.get(node.id, ()):
            alone = host_id not in shares.carrying
            portion = 1.0 / max(1, len(graph.guests.get(host_id, ()))) if alone else 0.0
            if portion or not terms:
                terms.append(_part(months, host_id, months.of((host_id,)), portion, node))
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else total(f"{node.title}: machines", terms, "USD/month")


def _together(months: Months, groups: Groups, part: float, node: Node) -> Figure:
    """The parts of many groups of machines as one figure, so that a tree stays readable."""
    value, low, high = months.sum_of(groups)
    return leaf(
        f"{node.title}: machines",
        None if value is None else value * part,
        "USD/month",
        low=None if low is None else low * part,
        high=None if high is None else high * part,
        operation="routing",
        subject=node.id,
        note=f"Its portions of {len(groups):,} groups of machines.",
    )


def _part(months: Months, host: str, month: Figure, portion: float, node: Node) -> Figure:
    if portion == 1.0:
        return month
    title = months.design.nodes[host].title
    name = node.title
    part = known_like(_PORTION, f"portion of {title} that falls to {name}", portion, host)
    return product(f"{title}: portion of {name}", (month, part), "USD/month")
