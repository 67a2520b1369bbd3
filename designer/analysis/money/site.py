"""Cost of owning beside machines: people, and a place to stand in, rented by the kW or a hall of one's own."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from designer.analysis.money.periods import TWELVE
from designer.analysis.money.write_off import is_plant
from designer.analysis.results import CostLine, Counts
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, annuity, difference, leaf, maximum, product, quotient, total
from designer.model.identity_cache import Remembered
from designer.model.kinds import HALL_COOLING, HALL_POWER, OWN_HALL

_KW: Final = leaf("W in a kW", 1000.0, "W/kW")
_HUNDRED: Final = leaf("accelerators in a hundred", 100.0)
_NONE: Final = leaf("nothing left", 0.0, "USD")
_WHOLE: Final = leaf("the whole hall", 1.0)
BUILT_IN: Final = "It stands in a hall of its own."


def owned_accelerators(counts: Counts) -> Figure:
    """Return the accelerators of a design that are not rented."""
    every = counts.accelerators
    if not counts.accelerators_rented:
        return every
    rented = leaf("accelerators that are rented", float(counts.accelerators_rented))
    return difference("accelerators that are owned", every, rented, "")


def staff_of_a_year(design: Design, accelerators: Figure) -> Figure:
    """Return USD/year of the people who run ACCELERATORS of one's own; other machines have no planning value."""
    people = product(
        "staff",
        (
            quotient("hundreds of accelerators", accelerators, _HUNDRED, ""),
            assumed(design, "staff_per_100_accelerators"),
        ),
        "",
    )
    return product("staff", (people, assumed(design, "staff_usd_per_year")), "USD/year")


def has_own_hall(design: Design) -> bool:
    """Return whether DESIGN draws a plant that makes the hall one's own, so that none is rented."""
    return _halls.of((design.nodes,), "", lambda: any(node.kind in OWN_HALL for node in design.nodes.values()))


_halls: Final = Remembered[bool]()
"""It is asked for each machine, of the same nodes."""


def space_of_a_year(design: Design, it_max_w: Figure, lines: Iterable[CostLine] = ()) -> Figure:
    """Return USD/year of the place where IT of IT_MAX_W stands.

    Where no plant is drawn a hall is rented by the kW. Where one is drawn, a hall is planned by the kW in three parts:
    power plant, cooling plant, and the building with all else. What the LINES of the bill have of a plant takes the
    place of its part alone, down to nothing of that part; the building is always planned. So drawing a plant never
    makes it free, and a dear one does not make the building vanish.

    Source: Hamilton, "Cost of Power in Large-Scale Data Centers", 2008, writes a facility off by its kW in this way;
    rates per kW and shares as the assumptions say.
    """
    kw = quotient("IT at its maximum", it_max_w, _KW, "kW")
    # Without a hall of its own the place is rented by the kW.
    if not has_own_hall(design):
        rent = assumed(design, "colocation_usd_per_kw_month")
        return product("space", (kw, rent, TWELVE), "USD/year", "kW of IT × rent of a kW and month × 12")
    # With one: building, power plant and cooling plant by the kW of IT.
    hall = product("hall, planned by the kW", (kw, assumed(design, "hall_usd_per_kw")), "USD")
    lines = tuple(lines)
    shares = {name: assumed(design, f"hall_{name}_share") for name in ("power", "cooling")}
    building = difference(
        "share of the building and all else", _WHOLE, total("power and cooling", tuple(shares.values()), ""), ""
    )
    parts = [product("building, planned by the kW", (hall, building), "USD")]
    for name, share in shares.items():
        planned = product(f"{name} plant, planned by the kW", (hall, share), "USD")
        # What of a plant is drawn and priced is in the purchases already; only the rest is planned.
        bought = [line.total_usd for line in lines if _part_of(design, line) == name and line.total_usd.known]
        if bought:
            drawn = total(f"{name} plant that is drawn and has a price", bought, "USD")
            # "At least" of the drawn part would make the rest an "at most": it is taken as known.
            rest = difference(f"{name} plant beside what is drawn", planned, replace(drawn, missing=()), "USD")
            formula = "what is left of the plan, at least nothing"
            planned = maximum(f"{name} plant that is planned", (_NONE, rest), "USD", formula)
        parts.append(planned)
    planned_hall = total("hall that is planned", parts, "USD", "building + power plant + cooling plant")
    years = annuity(
        "write-off of the hall", planned_hall, assumed(design, "annual_rate"), assumed(design, "hall_years"), "USD/year"
    )
    upkeep = product("upkeep of the hall", (planned_hall, assumed(design, "hall_upkeep_share")), "USD/year")
    return total("space", (years, upkeep), "USD/year", "write-off + upkeep of a hall planned by the kW")


def _part_of(design: Design, line: CostLine) -> str:
    """Return the part of a hall's price that LINE stands in: "power", "cooling", or "" for none."""
    if line.kind in HALL_POWER:
        return "power"
    if line.kind in HALL_COOLING:
        return "cooling"
    if not is_plant(line):
        return ""
    medium = next((design.links[link].medium for link in line.links if link in design.links), "")
    return {"power": "power", "coolant": "cooling"}.get(medium, "")
