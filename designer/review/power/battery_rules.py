"""Rules about UPSs: how long their batteries last, and what hangs on raw mains when one fails."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from designer.analysis.power.batteries import OWN
from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.model.assumptions.table import ASSUMPTIONS, assumed
from designer.model.copy_ids import base_of
from designer.model.design import Design
from designer.model.kinds import GENERATORS
from designer.model.naming import title_of
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.power.plant_rules import elements_of, failures_of
from designer.review.registry import rule

_MOST: Final = 5


@rule({"battery-too-short": "error"}, layer="facility", reads=("plant",))
def battery_too_short(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """UPSs whose battery is empty before a generator runs."""
    if results.plant is None or not any(node.kind in GENERATORS for node in design.nodes.values()):
        return
    start = assumed(design, "generator_start_s")
    for element in elements_of(results):
        time = element.battery_min.value if element.battery_min else None
        if time is not None and start.value and time * 60 < start.value:
            yield Finding(
                rule="battery-too-short",
                severity="error",
                message=f"The battery of {design.nodes[element.id].title} lasts {time * 60:.3g} s at maximum load, but "
                f"a generator takes {start.value:g} s to start.",
                detail="Everything behind it goes off in between. Take more batteries.",
                ids=(element.id,),
            )


@rule({"ups-bypassed": "note"}, layer="facility", reads=("plant",))
def ups_bypassed(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """UPSs whose failure leaves devices on raw mains: they stay on, and nothing bridges the next dip."""
    for failure in [one for one in failures_of(results) if one.unprotected][:_MOST]:
        gone = title_of(design, failure.ids[0])
        devices = sum(failure.unprotected.values())
        how = "its bypass keeps" if failure.bypassed else "raw mains keeps"
        yield Finding(
            rule="ups-bypassed",
            severity="note",
            message=f"When {gone} fails, {how} {counted(devices, 'device')} "
            f"({listed([design.nodes[one].title for one in failure.unprotected])}) on, without a battery behind them.",
            detail="The next dip of the mains takes them down until a generator runs. Feed them from a second UPS too, "
            "or accept it.",
            ids=(base_of(failure.ids[0]), *failure.unprotected),
        )


@rule({"battery-unknown": "note"}, layer="facility", reads=("plant",))
def battery_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """UPSs whose battery time is not set, so that no ride-through is known."""
    silent = [
        one.id
        for one in elements_of(results)
        if one.battery_min is not None
        and not one.battery_min.known
        and not fact_of(design, design.nodes[one.id], "battery_kwh").known
    ]
    if silent:
        assumption = ASSUMPTIONS[OWN]
        yield Finding(
            rule="battery-unknown",
            severity="note",
            message=f"The battery time of {listed([design.nodes[one].title for one in silent])} is not stated.",
            detail="So no ride-through is known. Set its battery time or energy on it, or assume "
            f"{assumption.default:g} minutes at full load for all that have none.",
            ids=tuple(silent),
            fix=Fix(
                label=f"Assume {assumption.default:g} minutes",
                edit="set_assumption",
                arguments={"name": OWN, "value": assumption.default},
            ),
        )
