"""Choices for the whole design: the climate, what cools without compressors, the grid."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.formulas.cooling.climates import CLIMATES
from designer.model.assumptions.grids import GRIDS
from designer.model.records import Record, RefusedInput

CROSSING: Final = "crossing"
"""Name of the choice of where data cross from rail to rail."""
ROUTING: Final = "routing"
"""Name of the choice of how traffic is divided over ways."""
HOST_ORDER: Final = "host_order"
"""Name of the choice of the order in which a scheduler hands out hosts."""
LEAF_BY_LEAF: Final = "leaves"
"""Its option that hosts on the same switches are handed out together."""
ROUTING_WORDS: Final[Mapping[str, str]] = {
    "": "ECMP",
    "wcmp": "WCMP",
    "adaptive": "adaptive routing",
    "ugal": "UGAL",
}
"""What each routing is called in a sentence."""


class SiteChoice(Record, frozen=True, kw_only=True):
    """One thing that can be chosen for the design.

    Attributes:
        options: (value, title) pairs; the first is "" and means that nothing is chosen.
        help: What follows from it.
        topic: What it is chosen for: the energy of the site, or its networks.
    """

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    help: str
    topic: Literal["energy", "network"] = "energy"


SITE_CHOICES: Final[Mapping[str, SiteChoice]] = {
    choice.name: choice
    for choice in (
        SiteChoice(
            name="climate",
            title="Climate",
            options=(
                ("", "Not chosen"),
                *((climate.id, f"{climate.zone} · {climate.title}") for climate in CLIMATES.values()),
            ),
            help="ASHRAE climate zone and a place in it: how many hours of a year are cold enough to cool without "
            "compressors.",
        ),
        SiteChoice(
            name="economizer",
            title="Free cooling",
            options=(
                ("", "As drawn"),
                ("none", "None"),
                ("dry", "Dry coolers"),
                ("tower", "Cooling towers"),
                ("air", "Outdoor air"),
            ),
            help="What cools while the chillers stand still; as drawn it is the towers or dry coolers beside them.",
        ),
        SiteChoice(
            name="grid",
            title="Grid",
            options=(("", "Not chosen"), *((grid.id, grid.title) for grid in GRIDS.values())),
            help="Where the electricity comes from: its carbon for a kWh.",
        ),
        SiteChoice(
            name=ROUTING,
            title="Routing",
            options=(
                ("", "ECMP, equal shares"),
                ("wcmp", "WCMP, by capacity"),
                ("adaptive", "Adaptive, shortest paths"),
                ("ugal", "Adaptive, longer paths too"),
            ),
            help="How switches divide traffic over several ways: equally over the cables of all shortest paths, in "
            "proportion to what each can carry, as the load asks over the shortest paths, or also by a switch chosen "
            "at random where that is less loaded (UGAL).",
            topic="network",
        ),
        SiteChoice(
            name=CROSSING,
            title="From rail to rail",
            options=(("", "Inside the host (PXN)"), ("fabric", "Over the fabric")),
            help="Whether data for an accelerator on another rail first move inside the host, over NVLink, to the card "
            "on that rail, or cross in the fabric; for the traffic all-to-all by cards and for collectives.",
            topic="network",
        ),
        SiteChoice(
            name=HOST_ORDER,
            title="Hosts of a job",
            options=(("", "In random order"), (LEAF_BY_LEAF, "Leaf by leaf")),
            help="In which order the scheduler hands out hosts: leaf by leaf where it knows the fabric (topology "
            "plugins of Slurm, topology-aware scheduling of Kueue), so that rings cross fewer uplinks; for "
            "collectives.",
            topic="network",
        ),
    )
}


def require_site_choice(name: str, value: str) -> str:
    """VALUE when the choice NAME can have it.

    Raises:
        RefusedInput: there is no such choice, or it has no such option.
    """
    choice = SITE_CHOICES.get(name)
    if choice is None:
        raise RefusedInput(
            f"There is nothing to choose called {name[:40]!r} for a design; there are {', '.join(SITE_CHOICES)}."
        )
    if value not in {option for option, _ in choice.options}:
        known = [option for option, _ in choice.options if option]
        more = f" and {len(known) - 12} more" if len(known) > 12 else ""
        raise RefusedInput(f"{choice.title} cannot be {value[:40]!r}; there are {', '.join(known[:12])}{more}.")
    return value
