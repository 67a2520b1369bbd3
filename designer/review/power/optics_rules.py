"""A rule about the power of optics, which the published power of devices holds in part."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from designer.analysis.quantities import name_of
from designer.analysis.results import PowerResult, Results
from designer.analysis.rooms.optics_power import OpticsDraw
from designer.model.design import Design
from designer.model.wording import counted, listed
from designer.review.findings import Finding
from designer.review.registry import rule
from designer.review.words import watts

_TELLING: Final = 0.01
"""Share of the IT load below which optics are not worth a line."""


@rule({"optics-power": "note"}, layer="servers_fabric", reads=("cables", "power"))
def optics_beside_the_load(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Yield what the optics of the cables draw, typical and at most, and which published figures hold it already."""
    cables, power = results.cables, results.power
    if cables is None or power is None or not cables.optics:
        return
    typical, most = cables.optics_typical_w, cables.optics_max_w
    # Below a share of the load they are not worth a line.
    if not most.value or most.value < _TELLING * (power.it_max_w.value or 0.0):
        return
    yield Finding(
        rule="optics-power",
        severity="note",
        message=f"{counted(cables.optics, 'optic or active cable', 'optics and active cables')} draw "
        f"{'at least ' if most.at_least else ''}{watts(typical.value or 0.0)} in use and {watts(most.value)} at most.",
        detail=" ".join(_where(design, power)),
        ids=tuple(dict.fromkeys(link for one in cables.purchases if one.optic for link in one.links)),
    )


def _where(design: Design, power: PowerResult) -> Iterator[str]:
    """Say to which devices they add IT load, which include it already, and for which that is not stated."""
    columns: tuple[tuple[str, Callable[[OpticsDraw], bool | None], Callable[[OpticsDraw], float | None]], ...] = (
        ("typical power", lambda one: one.in_typical, lambda one: one.typical_w.value),
        ("maximum", lambda one: one.in_max, lambda one: one.max_w.value),
    )
    for words, held, draw in columns:
        without = [node_id for node_id, one in power.optics.items() if held(one) is False]
        if without:
            added = sum((draw(power.optics[one]) or 0.0) * design.total_copies(one) for one in without)
            yield (
                f"The {words} of {_names(design, without)} is published without them, so {watts(added)} are added to "
                "the IT load."
            )
        within = [node_id for node_id, one in power.optics.items() if held(one)]
        if within:
            yield f"The {words} of {_names(design, within)} holds them already."
    unsaid = [node_id for node_id, one in power.optics.items() if one.in_max is None]
    if unsaid:
        more = sum((power.optics[one].max_w.high or 0.0) * design.total_copies(one) for one in unsaid)
        yield (
            f"For {_names(design, unsaid)} this is not stated: the IT load may be up to {watts(more)} more, which its "
            "range holds."
        )


def _names(design: Design, ids: list[str]) -> str:
    return listed(list(dict.fromkeys(name_of(design, design.nodes[one]) for one in ids)))
