"""Figures that designs are compared by and that are no headline of one alone: users served, oversubscription."""

from typing import Final

from msgspec import structs

from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.model.design import Design
from designer.model.figures.figure import Figure, product, quotient, total

USERS: Final = "users"
TO_ONE: Final = "to 1"


def users_served(design: Design, results: Results) -> Figure | None:
    """Return how many of the users of all applications get their answers in the busiest hour.

    Of each application that has users, these times the share of its requests that is answered, by it and by all that
    it asks. None where no application has users.
    """
    if results.workloads is None:
        return None
    found: list[Figure] = []
    for one in results.workloads.services:
        node = design.nodes.get(one.id)
        if node is None or "users" not in node.facts:
            continue
        share = quotient(f"{node.title}: share that is answered", one.served_per_s, one.offered_per_s, "")
        users = fact_of(design, node, "users")
        found.append(product(f"{node.title}: users served", (users, share), USERS))
    return total("users served", found, USERS) if found else None


def oversubscription(results: Results) -> Figure | None:
    """Return how much more comes from below than goes up, where that is worst in the fabric: "3 to 1".

    Of the tiers of switches that have one above; None where there is none.
    """
    if results.network is None:
        return None
    known = [
        tier.oversubscription
        for tier in results.network.tiers
        if tier.medium == "fabric" and tier.oversubscription.value is not None
    ]
    if not known:
        return None
    return structs.replace(max(known, key=lambda figure: figure.value or 0.0), unit=TO_ONE)
