"""Rules about the address plan of the drawn networks."""

from collections.abc import Iterator
from datetime import date

from designer.analysis.addresses.shortage import settings_are_own, shortage
from designer.analysis.results import Results
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.registry import rule


@rule({"addresses-too-few": "warning"}, layer="servers_fabric")
def addresses_too_few(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """A prefix of the address plan that cannot hold the switches, links or hosts that are drawn.

    Told where a person set something of the plan: nobody else has asked for one.
    """
    if settings_are_own(design) and (words := shortage(design)):
        message, _, way = words.partition(". Set ")
        yield Finding(rule="addresses-too-few", severity="warning", message=f"{message}.", detail=f"Set {way}")
