"""Headline figures that a finding stands against: its rule has a topic, and a topic has figures.

A figure that an error touches is not what the design gives as it is drawn: it is never shown as healthy.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from designer.model.design import Design
from designer.model.parts.part import NETWORK_MEDIA
from designer.review.findings import SEVERITIES, Finding

Topic = Literal[
    "everything", "cables", "network", "power", "cooling", "climate", "places", "money", "work", "data", "upkeep"
]

BISECTION: Final = "bisection"
BUSIEST: Final = "busiest"
BOTTLENECK: Final = "bottleneck"
"""What the strip says of the fullest part under whatever is asked of it; the others are keys of `headline_figures`."""
_POWER: Final = ("it", "it_max", "facility")
_MONEY: Final = ("buy", "run", "month", "accelerator_hour", "ownership")
_HEAT: Final = ("heat", "airflow")
_NETWORK: Final = (BISECTION, BUSIEST, BOTTLENECK)
_WORK: Final = (BOTTLENECK, "token", "first_token", "tokens", "run_days", "days")

FIGURES_OF: Final[Mapping[Topic, tuple[str, ...]]] = {
    "everything": ("accelerators", *_POWER, *_MONEY, *_HEAT, *_NETWORK, *_WORK[1:]),
    "cables": (),  # by the medium of the links that the finding is about, see `figures_touched`
    "network": _NETWORK,
    "power": ("facility",),
    "cooling": ("facility", *_HEAT),
    "climate": ("facility", "run", "month"),
    "places": (),
    "money": _MONEY,
    "work": _WORK,
    "data": (BOTTLENECK,),
    "upkeep": (),
}
"""Keys of the headline figures that a finding of each topic touches."""

_RULES: Final[Mapping[Topic, str]] = {
    "everything": "unknown-part unknown-kind missing-parent parent-cycle rule-failed plugin-failed",
    "cables": """
        link-to-nowhere link-to-itself ports-do-not-fit ports-overfull ports-unknown needs-adapter no-such-breakout
        spread-uneven cabled-unalike cable-does-not-suit cable-does-not-reach cable-too-short no-cable-reaches
        tray-too-full bend-too-tight mixed-rates panel-port-open panel-map-wrong panel-ends-unlike path-does-not-reach
    """,
    "network": """
        fabric-in-pieces oversubscribed link-overloaded node-overloaded single-point-of-failure no-network
        too-few-endpoints leaf-misses-spine uneven-striping rails-swapped planes-meet storage-too-slow no-storage
        no-management-network
    """,
    "power": """
        no-power no-power-drawn one-power-side power-unknown plant-unknown power-loop fed-by-itself side-mixed
        sides-meet stage-overloaded stage-above-80 failure-overloads phases-swapped phases-unbalanced unlike-volts
        power-single-point ups-bypassed battery-too-short battery-unknown feed-overloaded feed-not-redundant
        typical-above-maximum rack-without-budget hall-without-plant optics-power site-over-supply
    """,
    "cooling": """
        cooling-too-small cooling-unfed cooling-single-point cooling-failure-overloads zone-over-capacity
        coolant-unit-overloaded coolant-too-warm coolant-flow-short coolant-ring supply-too-warm supply-unusual
        airflow-short needs-coolant no-cooler-there cooler-idle cooler-without-capacity rack-dense-for-air
        rack-over-its-door rack-airflow rack-no-coolant
    """,
    "climate": """
        climate-not-chosen heat-without-way-out outdoors-too-warm pue-implausible water-in-dry-climate
    """,
    "places": """
        wrong-place chip-without-host floor-no-place rack-no-place floor-no-area floor-crossing-walls floor-outside
        floor-overlap floor-column floor-keep-out floor-door floor-front floor-rear floor-air floor-floor-load
        rack-outside rack-side-taken rack-overlap rack-too-deep rack-tight
    """,
    "money": """
        price-unknown rent-unknown service-cost-unknown stored-amount-unknown weak-prices stale-prices stale-rate
        expired-quote currency-without-rate wanted-price-missing idle-own-price idle-discount idle-capacity one-vendor
        api-price-changes api-spending-limited api-supposed prices-of-different-years
        serving-on-spot stale-bundle
    """,
    "work": """
        model-does-not-fit training-too-late training-in-pieces replica-in-pieces runs-on-nothing runs-on-a-ring
        training-memory-tight training-split-slower
        shares-over-all chips-unlike-part workload-not-described service-overloaded service-nearly-full
        may-be-too-little promise-broken answer-slow dependency-ring demand-without-capacity services-hang-on-it
        training-on-inference-silicon inference-part-for-training software-on-other-silicon software-platform-unknown
        prompt-too-long too-few-spares checkpoint-interval-far checkpoint-stall-long outages-take-machines
        spot-costs-more
        prompts-not-read prompts-not-taken cache-not-handed-on pool-is-the-limit
    """,
    "data": """
        index-does-not-fit too-many-dimensions sensitive-data-outside pipeline-behind pipeline-unclear store-too-full
        store-too-slow store-unclear store-out-of-reach orchestrator-over-limit orchestrator-unclear
        software-without-machines
    """,
    "upkeep": """
        no-tracker lineage-not-tracked lineage-not-said data-not-versioned unmaintained newer-facts
        phase-too-late power-after-wanted phase-time-unknown phase-holds-unknown phase-order-late phase-empty
        addresses-too-few
    """,
}

TOPICS: Final[Mapping[str, Topic]] = {rule: topic for topic, rules in _RULES.items() for rule in rules.split()}
"""The topic of every rule; one that is not here touches no figure."""


def figures_touched(design: Design, finding: Finding) -> tuple[str, ...]:
    """Return the keys of the headline figures that FINDING on DESIGN stands against."""
    topic = TOPICS.get(finding.rule)
    if topic is None:
        return ()
    if topic != "cables":
        return FIGURES_OF[topic]
    media = {design.links[record_id].medium for record_id in finding.ids if record_id in design.links}
    found: dict[str, None] = {}
    if "fabric" in media:
        found |= dict.fromkeys(_NETWORK)
    if media & set(NETWORK_MEDIA):
        found |= dict.fromkeys((BUSIEST, BOTTLENECK))
    if "power" in media:
        found |= dict.fromkeys(FIGURES_OF["power"])
    if "coolant" in media:
        found |= dict.fromkeys(FIGURES_OF["cooling"])
    return tuple(found)


def touched_by(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Return the FINDINGS that stand against each headline figure, by its key, the worst first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in finding.touches:
            found.setdefault(key, []).append(finding)
    return {
        key: tuple(sorted(rows, key=lambda finding: SEVERITIES.index(finding.severity))) for key, rows in found.items()
    }


def errors_against(findings: Iterable[Finding], key: str) -> tuple[Finding, ...]:
    """Return the errors among FINDINGS that stand against the headline figure of KEY."""
    return tuple(one for one in findings if one.severity == "error" and key in one.touches)


def errors_words(errors: tuple[Finding, ...]) -> str:
    """Return how many ERRORS stand against a figure: "not as drawn: 2 errors"; "" without any."""
    return f"not as drawn: {len(errors):,} error{'s' if len(errors) != 1 else ''}" if errors else ""
