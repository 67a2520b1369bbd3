"""A rule about the power of optics, which the published power of switches holds in part."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.quantities import placed_nodes, role_of
from designer.analysis.results import Results
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.words import counted, listed, watts

_TELLING: Final = 0.01
"""Share of the IT load below which optics are not worth a line."""
_WITHOUT: Final = re.compile(r"passive|copper", re.IGNORECASE)
_WITH: Final = re.compile(r"optic|active", re.IGNORECASE)


def optics_beside_the_load(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """What the optics of the cables draw, typical and at most, and which published figures hold it already."""
    cables, power = results.cables, results.power
    if cables is None or power is None or not cables.optics:
        return
    typical, most = cables.optics_typical_w, cables.optics_max_w
    if not most.value or most.value < _TELLING * (power.it_max_w.value or 0.0):
        return
    without = list(_switches(design, "power_typical_w", _WITHOUT))
    within = list(_switches(design, "power_max_w", _WITH))
    said: list[str] = []
    if without:
        said.append(
            f"The typical power of {listed(without)} is published with copper cables, so that of optics in it comes on "
            "top of the IT load in use."
        )
    if within:
        said.append(f"The maximum of {listed(within)} holds them already.")
    said.append("Of other devices nobody says; plan feeds with the greater sum.")
    yield Finding(
        rule="optics-power",
        severity="note",
        message=f"{counted(cables.optics, 'optic or active cable', 'optics and active cables')} draw "
        f"{'at least ' if most.at_least else ''}{watts(typical.value or 0.0)} in use and {watts(most.value)} at most.",
        detail=" ".join(said),
        ids=tuple(dict.fromkeys(link for one in cables.purchases if one.optic for link in one.links)),
    )


def _switches(design: Design, fact: str, words: re.Pattern[str]) -> Iterator[str]:
    """Names of the switches whose published FACT says one of WORDS of its conditions, each once."""
    told: set[str] = set()
    for node, part in placed_nodes(design):
        if part is None or part.id in told or role_of(node) != "switch" or fact in node.facts:
            continue
        quantity = part.facts.get(fact)
        if quantity is not None and words.search(quantity.conditions):
            told.add(part.id)
            yield part.name
