"""Slides of what can go wrong and of time: single failures, deliveries."""

from collections.abc import Iterator, Sequence

from designer.analysis.chain.point_words import point_sentence, worst_point
from designer.analysis.results import Failure
from designer.export.deck.context import DeckContext
from designer.export.deck.records import Bound, Claim, DeckSlide, LeftOut, Table
from designer.model.figures.figure_text import count_text, counted_text, percent_text
from designer.model.naming import link_name
from designer.review.effects.grouping import grouped

_MOST_ROWS = 8
_WHOLE = 0.995
"""From this share of the network on, nothing is noticed."""


def risk(context: DeckContext) -> DeckSlide:
    """Return the slide of what one failure takes along, in plain words."""
    design, resilience = context.design, context.results.resilience
    points = resilience.single_points_of_failure if resilience is not None else ()
    services = resilience.service_points if resilience is not None else ()
    failures = resilience.worst_failures if resilience is not None else ()
    bound = (
        Bound(path="resilience.single_points_of_failure.#", value=float(len(points))),
        Bound(path="resilience.service_points.#", value=float(len(services))),
    )
    worst = worst_point(design, services)
    grave = [point for point in points if point.lost_accelerators]
    if resilience is None or not (failures or services or points):
        title = Claim(text="Nothing was found that a single failure could stop", bound=bound, stance="neutral")
    elif worst is not None:
        title = Claim(text=point_sentence(design, worst).rstrip("."), bound=bound, stance="opposite")
    elif grave:
        name = _name(context, grave[0].id)
        lost = counted_text(grave[0].lost_accelerators, "accelerator")
        title = Claim(text=f"If {name} fails, {lost} are cut off", bound=bound, stance="opposite")
    else:
        title = Claim(text="No single part of the network can stop the accelerators", bound=bound)
    rows = tuple(_rows(context, failures))
    found = [group for group in grouped(design, context.findings) if group.severity != "note"]
    if rows:
        table = Table(
            header=("If this fails", "how many", "what people notice", "network kept"),
            rows=rows,
            numbers=(3,),
            widths=(0.38, 0.14, 0.3, 0.18),
        )
    else:
        table = Table(
            header=("What to know",),
            rows=tuple((group.message,) for group in found[:_MOST_ROWS]) or (("No error and no warning was found.",),),
            widths=(1.0,),
        )
    notes = "\n".join(group.message for group in found)
    return DeckSlide(id="risk", title=title, left=(table,), notes=notes)


def _rows(context: DeckContext, failures: Sequence[Failure]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each sort of part that costs something as it fails, those of one name together."""
    alike: dict[str, list[Failure]] = {}
    for failure in failures:
        if failure.lost_accelerators or (failure.remaining_share.value or 0.0) < _WHOLE:
            alike.setdefault(_name(context, failure.id), []).append(failure)
    for name, those in [*alike.items()][:_MOST_ROWS]:
        lost = max(failure.lost_accelerators for failure in those)
        yield (
            f"One {name}",
            count_text(sum(_how_many(context, failure.id) for failure in those)),
            f"{counted_text(lost, 'accelerator')} cut off" if lost else "slower at worst",
            percent_text(min(failure.remaining_share.value or 0.0 for failure in those)),
        )


def timeline(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of how long deliveries take; left out where nobody says."""
    cost = context.results.cost
    lines = cost.lines if cost is not None else ()
    known = [line for line in lines if line.lead_time_weeks is not None]
    known.sort(key=lambda line: -(line.lead_time_weeks or 0.0))
    if not known:
        return LeftOut(id="timeline", why="No delivery time of any part is known.")
    first = known[0]
    weeks = first.lead_time_weeks or 0.0
    title = Claim(
        text=f"The longest delivery takes {weeks:g} weeks: {first.name}",
        bound=(Bound(path=f"cost.lines.{lines.index(first)}.lead_time_weeks", value=weeks),),
    )
    rows = tuple(
        (line.name, count_text(line.quantity), f"{line.lead_time_weeks:g} weeks") for line in known[:_MOST_ROWS]
    )
    table = Table(
        header=("Part", "how many", "from order to delivery"),
        rows=rows,
        numbers=(1, 2),
        widths=(0.6, 0.15, 0.25),
        note="Parts without a known delivery time are not in it.",
    )
    return DeckSlide(id="timeline", title=title, left=(table,))


def _name(context: DeckContext, record_id: str) -> str:
    node = context.design.nodes.get(record_id)
    if node is not None:
        return node.title
    link = context.design.links.get(record_id)
    return f"cable of {link_name(context.design, link)}" if link is not None else record_id


def _how_many(context: DeckContext, record_id: str) -> int:
    if record_id in context.design.nodes:
        return context.design.total_copies(record_id)
    link = context.design.links.get(record_id)
    return context.design.total_cables(link) if link is not None else 0
