"""Cost of buying and running a design.

Rented parts have no purchase price; their rent is price per hour × 8,760 h, times the assumed utilisation unless the
price is for reserved capacity, which is paid in all hours. Stores that are paid by GB and month cost their capacity
× that price × 12. Tokens, seats, subscriptions and licences by the GPU are services. What is owned takes people and a
place to stand in besides. `analysis.money.cost_lines` says which of these each total holds. Accelerators that are
rented count in the cost of a GPU hour beside those that are owned; tokens do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from designer.analysis.energy.records import EnergyResult
from designer.analysis.energy.year import energy
from designer.analysis.money.periods import HOURS, month_of
from designer.analysis.money.rents import rent_lines
from designer.analysis.money.service_costs import service_lines
from designer.analysis.money.site import owned_accelerators, space_of_a_year, staff_of_a_year
from designer.analysis.money.write_off import write_off_of_a_year
from designer.analysis.purchases.delivery import delivery_of
from designer.analysis.purchases.goods import goods_lines
from designer.analysis.results import CostLine, CostResult, Counts, PowerResult
from designer.analysis.rooms.cable_records import AssumedCables, CablesResult
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, product, quotient, total
from designer.model.kinds import MODEL_APIS
from designer.model.parts.part import Part, Source

GOODS_ONLY: Final = "Goods alone: spares, freight, installation and tax come on top of them, as the bill lists."
"""What the purchase price does not hold."""


def cost(
    design: Design,
    power: PowerResult,
    counts: Counts,
    cables: CablesResult | None = None,
    parts: Mapping[str, Part] | None = None,
    year: EnergyResult | None = None,
    sources: Mapping[str, Source] | None = None,
    assumed_cables: AssumedCables | None = None,
) -> CostResult:
    """Return the cost of DESIGN, given what it draws and holds.

    Args:
        design: The design.
        power: What it draws.
        counts: What it holds.
        cables: Cables and optics that were chosen by the routes, where racks have places.
        parts: Where those parts are, beside the design's own.
        year: Its energy, when that is at hand.
        sources: Where the figures of PARTS were read, by their ids.
        assumed_cables: Cables without a route, when they are at hand.
    """
    lines = goods_lines(design, cables, parts, assumed_cables)
    capex = total("purchase price", [line.total_usd for line in lines], "USD", "sum over the goods of number × price")
    capex = replace(capex, note=GOODS_ONLY)
    electricity = year.usd_per_year if year is not None else energy(design, power, counts).usd_per_year
    support = product("support and spares", (capex, assumed(design, "support_share")), "USD/year")
    paid = rent_lines(design)
    rent = leaf("rent", 0.0, "USD/year", note="Nothing is rented.")
    if paid:
        rent = total(
            "rent",
            [line.total_usd for line in paid],
            "USD/year",
            "sum over the rented parts of number × price per hour × hours",
        )
    years = assumed(design, "years")
    amortisation = write_off_of_a_year(design, capex, lines)
    staff = staff_of_a_year(design, owned_accelerators(counts))
    space = space_of_a_year(design, power.it_max_w, lines)
    used = service_lines(design)
    running_terms, words = (electricity, support, rent, staff, space), "energy + support + rent + staff + space"
    services = leaf("services", 0.0, "USD/year", note="Nothing is paid by the token, seat, month or GPU.")
    if used:
        services = total("services", [line.total_usd for line in used], "USD/year", "sum over what is paid by its use")
        running_terms, words = (*running_terms, services), f"{words} + services"
    opex = total("running cost", running_terms, "USD/year", words)
    yearly = total("cost of a year", (opex, amortisation), "USD/year", "running cost + amortisation")
    gpu_hours = product(
        "paid accelerator hours", (counts.accelerators, HOURS, assumed(design, "utilisation")), "h/year"
    )
    running = product("running cost over the years", (opex, years), "USD")
    return CostResult(
        capex_usd=capex,
        opex_usd_per_year=opex,
        energy_usd_per_year=electricity,
        support_usd_per_year=support,
        rent_usd_per_year=rent,
        staff_usd_per_year=staff,
        space_usd_per_year=space,
        services_usd_per_year=services,
        amortisation_usd_per_year=amortisation,
        monthly_usd=month_of("monthly cost", yearly, "(running cost + amortisation) / 12"),
        tco_usd=total("total cost of ownership", (capex, running), "USD", "purchase + years × running cost"),
        usd_per_gpu_hour=quotient(
            "cost of an accelerator hour",
            _without_tokens(yearly, used),
            gpu_hours,
            "USD/h",
            "(running cost + amortisation) / (accelerators × 8,760 h × utilisation)",
        ),
        lines=lines,
        rent_lines=paid,
        service_lines=used,
        by_kind=_sums((line.kind, line) for line in lines),
        by_layer=_sums((line.layer, line) for line in lines),
        delivery=delivery_of(design, capex, lines, parts or {}),
        sources=_named(design, lines, sources or {}),
    )


def _named(design: Design, lines: Sequence[CostLine], sources: Mapping[str, Source]) -> dict[str, Source]:
    """Return those of SOURCES on which prices of LINES rest and which DESIGN does not hold itself."""
    bought = [line for line in lines if line.part not in design.parts]
    names = {name for line in bought for figure in line.unit_usd.walk() for name in figure.sources}
    return {name: sources[name] for name in sorted(names - design.sources.keys()) if name in sources}


def _without_tokens(yearly: Figure, used: Sequence[CostLine]) -> Figure:
    """Return the cost of a year without tokens, which falls to the design's own accelerators.

    Models that are asked over the net run on the accelerators of others.
    """
    tokens = [line.total_usd for line in used if line.kind in MODEL_APIS]
    if not any(figure.value for figure in tokens):
        return yearly
    return difference("cost of a year without tokens", yearly, total("tokens", tokens, "USD/year"), "USD/year")


def _sums(pairs: Iterable[tuple[str, CostLine]]) -> dict[str, Figure]:
    groups: dict[str, list[Figure]] = {}
    for key, line in pairs:
        groups.setdefault(key, []).append(line.total_usd)
    return {key: total(f"{key}: purchase price", terms, "USD") for key, terms in groups.items()}
