"""In words: what is taken as failed, and what that costs, before and after."""

from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.failing import failed_of
from designer.analysis.limits.records import UplinkRoom
from designer.analysis.results import NetworkResult, Results, Tier
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, counted_text, figure_text, percent_text, ratio_text
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.wording import listed
from designer.ui.app.headline import place_name
from designer.ui.app.what_if import base_of, count_of
from designer.ui.panels.cooling.cooling_rows import failure_words

_TOLD_EFFECTS: Final = frozenset({"it_w", "facility_w", "answers_per_s", "training_days", "usd_per_hour_lost"})
_A_SECOND: Final = " requests a second"
_NEARLY_ALL: Final = 0.9945
_MOVED: Final = 0.005
"""A utilisation that changed by less reads the same."""


def failed_words(design: Design, failed: Sequence[str]) -> str:
    """Return what has failed: "1 of 8 copies of Leaf switch, Uplinks and 2 more"."""
    found = failed_of(design, failed)
    whole = [name for name in failed if name in found.whole]
    counted: dict[str, int] = {}
    for name in failed:
        base = base_of(design, name)
        if base != name and base not in whole and (base in design.nodes or base in design.links):
            counted[base] = counted.get(base, 0) + 1
    words = [_one_word(design, name) for name in whole]
    words += [f"{gone:,} of {_many(design, base)}" for base, gone in counted.items()]
    return listed(words)


def _one_word(design: Design, record_id: str) -> str:
    return f"all {_many(design, record_id)}" if count_of(design, record_id) > 1 else place_name(design, record_id)


def _many(design: Design, record_id: str) -> str:
    thing = "cables" if record_id in design.links else "copies"
    return f"{count_of(design, record_id):,} {thing} of {place_name(design, record_id)}"


def left_text(share: float | None) -> str:
    """A share that is left, as a percentage that does not read as all of it when something went; "–" for none."""
    if share is not None and _NEARLY_ALL < share < 1:
        return f"{share * 100:.2f}%"
    return "–" if share is None else percent_text(share)


def room_words(design: Design, room: UplinkRoom) -> str:
    """Return what a switch can lose: "Leaf switch can lose 3 of its 32 uplinks before ..."."""
    name = place_name(design, room.id)
    return _room(name, room, f": {figure_text(room.down_gbps)} below, {figure_text(room.up_gbps)} above")


def tier_room_words(rooms: Sequence[UplinkRoom]) -> tuple[str, ...]:
    """Return what a switch of each tier of the fabric can lose, the worst of the tier, a sentence each."""
    worst: dict[str, UplinkRoom] = {}
    for room in rooms:  # the least room first
        if not room.tier.startswith(tuple(f"{medium} " for medium in NETWORK_MEDIA)):
            worst.setdefault(room.tier, room)
    return tuple(_room(f"A {tier}", room, "") for tier, room in worst.items())


def _room(who: str, room: UplinkRoom, why: str) -> str:
    uplinks = f"{count_text(room.uplinks)} uplink{'s' if room.uplinks != 1 else ''}"
    if room.oversubscribed:
        return f"{who} is oversubscribed as it is, with {uplinks}{why}."
    if not room.can_lose.value:
        return f"{who} can lose none of its {uplinks} without being oversubscribed."
    return f"{who} can lose {count_text(room.can_lose.value)} of its {uplinks} before it is oversubscribed."


def cost_words(design: Design, before: Results | None, after: Results) -> tuple[str, ...]:
    """Return what the failure costs, a short sentence each: bandwidth, accelerators, tiers, links, services."""
    then, now = before.network if before else None, after.network
    return (
        *_bisection(then, now),
        *_dark(design, after),
        *_too_warm(design, after),
        *_accelerators(after),
        *_tiers(then, now),
        *_links(design, then, now),
        *_services(design, after),
    )


def _bisection(before: NetworkResult | None, after: NetworkResult | None) -> Iterator[str]:
    if after is None or after.endpoints == 0 or after.bisection_gbps.value is None:
        return
    now = figure_text(after.bisection_gbps)
    then = before.bisection_gbps if before else None
    if then is None or then.value is None:
        yield f"Bisection {now}."
        return
    lost = then.value - after.bisection_gbps.value
    ranged = any(one.low != one.value for one in (then, after.bisection_gbps))
    if abs(lost) < 1e-6:
        yield f"Bisection stays {now}."
    elif ranged and after.bisection_gbps.value >= (then.low or 0.0):
        # Both may be the same: what is known are the ranges.
        yield f"Bisection {figure_text(then)} → {now}."
    else:
        yield f"Bisection {figure_text(then)} → {now}, {count_text(abs(lost))} Gb/s {'lost' if lost > 0 else 'more'}."


def _accelerators(after: Results) -> Iterator[str]:
    lost = after.resilience.lost_accelerators if after.resilience else None
    total = after.counts.accelerators.value
    dark = after.plant.failure.accelerators if after.plant and after.plant.failure else 0
    warm = after.cooling.heat.failure.accelerators if after.cooling and after.cooling.heat.failure else 0
    # Said by the sentences on power and heat already.
    if lost is None or not total or ((dark or warm) and not lost):
        return
    of = count_text(total)
    if not lost:
        yield "No accelerator is lost."
    else:
        yield f"{count_text(lost)} of {of} accelerators lost."


def _dark(design: Design, after: Results) -> Iterator[str]:
    """Yield what has no power any more, and what carries too much."""
    failure = after.plant.failure if after.plant else None
    if failure is None:
        return
    if failure.dark:
        lost, devices = failure.accelerators, sum(failure.dark.values())
        chips = f", {counted_text(lost, 'accelerator')}" if lost else ""
        yield f"{counted_text(devices, 'device')} dark, {figure_text(failure.lost_w, ranged=False)}{chips}."
    if failure.newly_overloaded:
        yield f"Overloaded: {listed([place_name(design, one) for one in failure.newly_overloaded])}."


def _too_warm(design: Design, after: Results) -> Iterator[str]:
    """Yield what has no coolant or air that is cool enough, and how soon."""
    failure = after.cooling.heat.failure if after.cooling else None
    if failure is None:
        return
    words = failure_words(design, failure)
    if words:
        chips = f", {count_text(failure.accelerators)} accelerators in all" if failure.accelerators else ""
        yield f"{', '.join(words)}{chips}."


def _tiers(before: NetworkResult | None, after: NetworkResult | None) -> Iterator[str]:
    if before is None or after is None:
        return
    now = {(tier.medium, tier.name): tier for tier in after.tiers}
    for then in before.tiers:
        if then.oversubscription.value is None:
            # Tiers are matched by medium and name: a failure may take one away, and others move up.
            continue
        tier = now.get((then.medium, then.name))
        if tier is not None and not _reads_the_same(then, tier):
            left = ratio_text(tier.oversubscription.value) if tier.oversubscription.value is not None else "no way up"
            # A tier whose way up has failed altogether has no ratio any more.
            yield f"Oversubscription of {then.name} {ratio_text(then.oversubscription.value)} → {left}."


def _reads_the_same(then: Tier, now: Tier) -> bool:
    return ratio_text(then.oversubscription.value) == ratio_text(now.oversubscription.value)


def _links(design: Design, before: NetworkResult | None, after: NetworkResult | None) -> Iterator[str]:
    if after is None or not after.bottlenecks:
        return
    worst = after.bottlenecks[0]
    name, share = place_name(design, worst.id), percent_text(worst.utilisation.value)
    if before is None or not before.bottlenecks:
        yield f"Fullest: {name}, {share}."
        return
    first = before.bottlenecks[0]
    then = percent_text(first.utilisation.value)
    if first.id == worst.id:
        yield f"Fullest: {name}, {f'{then} → {share}' if then != share else f'{share} as before'}."
    else:
        yield f"Fullest: {name}, {share}; before it was {place_name(design, first.id)}, {then}."
    # Of the links that got fuller the one that gained the most, beside the fullest.
    shares = {load.id: load.utilisation.value for load in before.links}
    moved = [
        (load.utilisation.value - was, load.id, was, load.utilisation.value)
        for load in after.links
        if load.utilisation.value is not None and (was := shares.get(load.id)) is not None and load.id != worst.id
    ]
    rise, link, was, is_now = max(moved, default=(0.0, "", 0.0, 0.0))
    # Less than this reads as the same percentage.
    if rise > _MOVED:
        yield f"Most added to {place_name(design, link)}, {percent_text(was)} → {percent_text(is_now)}."


def _services(design: Design, after: Results) -> Iterator[str]:
    """Yield which services give nothing or less, and what that does to answers, training and money."""
    if after.resilience is None:
        return
    services = [one for one in after.resilience.lost if _is_service(design, one.id)]
    for state, words in (("lost", "Down with it"), ("degraded", "Degraded")):
        names = [place_name(design, one.id) for one in services if one.state == state]
        if names:
            yield f"{words}: {listed(names)}."
    for effect in after.resilience.effects:
        if effect.name in _TOLD_EFFECTS and effect.before.value != effect.after.value:
            then, now = (
                figure_text(figure, ranged=False).replace(" 1/s", _A_SECOND) for figure in (effect.before, effect.after)
            )
            # The unit stands once, behind the second number.
            then = then.removesuffix(_A_SECOND) if now.endswith(_A_SECOND) else then
            yield f"{effect.title} {now}." if not effect.before.value else f"{effect.title} {then} → {now}."


def _is_service(design: Design, node_id: str) -> bool:
    kind = KINDS.get(design.nodes[node_id].kind)
    return kind is not None and kind.role == "software"
