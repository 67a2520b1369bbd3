"""What owning takes beside machines: people, and a place to stand in, rented by the kW or a hall of one's own."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from designer.analysis.results import CostLine, Counts
from designer.model.assumptions import assumed
from designer.model.design import Design
from designer.model.figures import Figure, annuity, difference, leaf, maximum, product, quotient, total
from designer.model.kinds import HALL_PLANT, OWN_HALL
from designer.model.remembered import Remembered

_KW: Final = leaf("W in a kW", 1000.0, "W/kW")
_TWELVE: Final = leaf("months in a year", 12.0)
_HUNDRED: Final = leaf("accelerators in a hundred", 100.0)
_NONE: Final = leaf("nothing left", 0.0, "USD")
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

    Where no plant is drawn a hall is rented by the kW. Where one is drawn, a hall is planned by the kW, in which what
    the LINES of the bill have of its plant is already paid: the rest of it is written off over the years of a hall.
    The less of the plant has a price, the more of it is planned, so that drawing it never makes it free.

    Source: Hamilton, "Cost of Power in Large-Scale Data Centers", 2008, writes a facility off by its kW in this way;
    rates per kW as the assumptions say.
    """
    kw = quotient("IT at its maximum", it_max_w, _KW, "kW")
    if not has_own_hall(design):
        rent = assumed(design, "colocation_usd_per_kw_month")
        return product("space", (kw, rent, _TWELVE), "USD/year", "kW of IT × rent of a kW and month × 12")
    hall = product("hall, planned by the kW", (kw, assumed(design, "hall_usd_per_kw")), "USD")
    bought = [line.total_usd for line in lines if line.kind in HALL_PLANT and line.total_usd.known]
    if bought:
        drawn = total("plant that is drawn and has a price", bought, "USD")
        rest = difference("hall beside the plant that is drawn", hall, replace(drawn, missing=()), "USD")
        hall = maximum("hall that is planned", (_NONE, rest), "USD", "what is left of the plan, at least nothing")
    years = annuity(
        "write-off of the hall", hall, assumed(design, "annual_rate"), assumed(design, "hall_years"), "USD/year"
    )
    upkeep = product("upkeep of the hall", (hall, assumed(design, "hall_upkeep_share")), "USD/year")
    return total("space", (years, upkeep), "USD/year", "write-off + upkeep of a hall planned by the kW")
