"""Rate at which an instance that is paid as spot is taken away: by the band its cloud publishes, else as assumed."""

import re
from typing import Final, NamedTuple

from designer.analysis.money.rents import rent_plan
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import Part

ASSUMED: Final = "spot_interruptions_per_month"
_TEXT: Final = "interruption"
_BAND: Final = re.compile(r"([a-z]+-[a-z]+-\d)\s+(?:(under|over)\s+(\d+)%|(\d+)–(\d+)%)")
_OPEN_END: Final = 0.3
"""What "over 20%" is taken to end at: nobody publishes it."""

_OPEN_WORDS: Final = " Where it ends is not published beyond 20%: 30% is supposed."


class Band(NamedTuple):
    """Share of instances that is stopped in a month."""

    low: float
    high: float


class SpotRate(NamedTuple):
    """Rate at which an instance is taken away.

    Attributes:
        per_month: Interruptions of one in a month.
        published: Whether a band is published of it.
    """

    per_month: Figure
    published: bool


def bands_of(part: Part) -> dict[str, Band]:
    """Return the bands that are published of PART by region; none where nothing is."""
    found: dict[str, Band] = {}
    for region, way, edge, low, high in _BAND.findall(part.texts.get(_TEXT, "")):
        if way == "under":
            found[region] = Band(0.0, int(edge) / 100)
        elif way == "over":
            found[region] = Band(int(edge) / 100, max(_OPEN_END, int(edge) / 100))
        else:
            found[region] = Band(int(low) / 100, int(high) / 100)
    return found


def spot_rate(design: Design, node: Node) -> SpotRate:
    """Return how often one instance of NODE, which is paid as spot, is taken away in a month.

    What the design sets itself counts first; then the band of the region of its price, or of all regions together;
    then the assumption.
    """
    part = design.part_of(node)
    bands = bands_of(part) if part is not None else {}
    if part is None or not bands or ASSUMED in design.settings.assumptions:
        return SpotRate(assumed(design, ASSUMED), ASSUMED in design.settings.assumptions)
    plan = rent_plan(design, node)
    region = plan.price.region if plan is not None else ""
    # The band of the region that is planned with; without one, all that are published, from the least to the greatest.
    here = [bands[region]] if region in bands else list(bands.values())
    low, high = min(band.low for band in here), max(band.high for band in here)
    middle = sum(band.low + band.high for band in here) / (2 * len(here))
    where = f"in {region}" if region in bands else "over the regions that are published"
    band = leaf(
        f"{part.name}: interruptions of one in a month",
        middle,
        "1/month",
        low=low,
        high=high,
        operation="fact",
        status="estimate",
        subject=part.id,
        note=f"{part.texts[_TEXT].split(':')[0]}, {where}: {low:.0%} to {high:.0%}; the middle is taken."
        f"{_OPEN_WORDS if high >= _OPEN_END else ''}",
    )
    return SpotRate(band, True)
