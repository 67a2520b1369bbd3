"""Continuous capacity of one stage: breaker at 80%, banks, rated output, whichever is least."""

from math import sqrt

from designer.analysis.power.records import Limit
from designer.analysis.quantities import fact_of, role_of
from designer.formulas.power.electrical import CONTINUOUS_LOAD
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, minimum, product, quotient
from designer.model.kinds import RACK_POWER
from designer.model.records import Record

_RULE = leaf("continuous load of a breaker", CONTINUOUS_LOAD, note="80% of the rating, North American practice (NEC).")
_ROOT3 = leaf("√3", sqrt(3.0), note="Line to line, three-phase.")


class Capacity(Record, frozen=True, kw_only=True):
    """Capacity of one copy of an element, W.

    Attributes:
        rating_w: Before the 80% rule.
        continuous_w: What may be carried for hours.
        limit: What bounds it, "" where nothing is known.
        breaker_w: By its breaker or cord alone.
        banks_w: By its banks alone.
        bank_w: By one of its banks.
        banks: How many of them.
        phases: 1 or 3; 3 where nothing is said.
        volts: Line to line, None where nothing is said.
    """

    rating_w: Figure
    continuous_w: Figure
    limit: Limit
    breaker_w: Figure
    banks_w: Figure
    bank_w: float | None
    banks: int
    phases: int
    volts: float | None


def capacity_of(design: Design, node: Node) -> Capacity:
    """Return the capacity of one copy of NODE, by all that it says of itself; unknown where it says nothing."""
    if role_of(node) != "power":
        return _of_supplies(design, node)
    name, volts, phases = node.title, fact_of(design, node, "volts"), fact_of(design, node, "phases")
    amps = fact_of(design, node, "amps")
    single = phases.value == 1 or (not phases.known and node.kind in RACK_POWER and not amps.known)
    breaker = rating = unknown(f"{name}: breaker")
    if amps.known and volts.known:
        terms = (volts, amps) if phases.value == 1 else (_ROOT3, volts, amps)
        rating = product(f"{name}: rating of its breaker", (*terms, assumed(design, "power_factor")), "W")
        breaker = product(f"{name}: breaker at 80%", (rating, _RULE), "W", "rating × 0.8")
    count, bank_amps = fact_of(design, node, "banks"), fact_of(design, node, "bank_amps")
    banks = unknown(f"{name}: banks")
    if count.value and bank_amps.known and volts.known:
        factor = assumed(design, "power_factor")
        banks = product(
            f"{name}: all banks", (count, volts, bank_amps, factor), "W", "banks × volts × amperes of a bank"
        )
    stated = fact_of(design, node, "capacity_w")
    if not stated.known:
        apparent = fact_of(design, node, "capacity_va")
        if apparent.known:
            stated = product(f"{name}: rated output", (apparent, assumed(design, "power_factor")), "W")
    found: list[tuple[Limit, Figure, Figure]] = []
    # What the maker of a rack PDU states follows the practice of its region already: 80% in America, all in Europe.
    if breaker.known and not (node.kind in RACK_POWER and stated.known):
        found.append(("breaker", breaker, rating))
    if banks.known:
        found.append(("banks", banks, quotient(f"{name}: rating of its banks", banks, _RULE, "W", "banks / 0.8")))
    if stated.known:
        found.append(("rating", stated, stated))
    # What the maker states often repeats what its banks carry; the banks say why.
    found.sort(key=lambda one: (round(one[1].or_zero, 3), ("banks", "breaker", "rating").index(one[0])))
    if not found:
        least = top = unknown(f"{name}: capacity")
    else:
        least = found[0][1] if len(found) == 1 else minimum(f"{name}: capacity", [one for _, one, _ in found], "W")
        top = found[0][2]
    bank_w = banks.or_zero / count.value if banks.known and count.value else None
    return Capacity(
        rating_w=top,
        continuous_w=least,
        limit=found[0][0] if found else "",
        breaker_w=breaker,
        banks_w=banks,
        bank_w=bank_w,
        banks=int(count.or_zero),
        phases=1 if single else 3,
        volts=volts.value,
    )


def unknown(label: str) -> Figure:
    """Watts that nobody states."""
    return leaf(label, None, "W")


def _of_supplies(design: Design, node: Node) -> Capacity:
    """Return the capacity of all power supplies of a device together."""
    count, rating = fact_of(design, node, "psu_count"), fact_of(design, node, "psu_rating_w")
    known = count.known and rating.known
    together = (
        product(f"{node.title}: all power supplies", (count, rating), "W")
        if known
        else unknown(f"{node.title}: power supplies")
    )
    return Capacity(
        rating_w=together,
        continuous_w=together,
        limit="supplies" if known else "",
        breaker_w=unknown(f"{node.title}: breaker"),
        banks_w=unknown(f"{node.title}: banks"),
        bank_w=None,
        banks=0,
        phases=3,
        volts=None,
    )
