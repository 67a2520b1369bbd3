"""Slides of what can go wrong and of time: single failures, deliveries."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.point_words import point_sentence, worst_point
from designer.analysis.results import Failure
from designer.export.deck.context import MOST_SUBTITLE, DeckContext, fitting
from designer.export.deck.records import Bound, Claim, DeckSlide, LeftOut, Mark, Table
from designer.model.copy_ids import base_of
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, counted_text, figure_text, percent_text
from designer.model.kinds import KINDS
from designer.model.naming import link_name
from designer.model.wording import noun
from designer.review.effects.grouping import grouped

_MOST_ROWS: Final = 8
_MOST_POWER_ROWS: Final = 2
_STOPS: Final = "One failure alone stops what people ask of it"
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
    # Of a design without accelerators its machines count.
    whole = context.results.counts.accelerators.value
    grave = [point for point in points if (point.lost_accelerators if whole else point.lost_endpoints)]
    network = context.results.network
    subtitle = None
    if worst is not None:
        sentence = point_sentence(design, worst)
        text = fitting(sentence.rstrip("."), _STOPS)
        title = Claim(text=text, bound=bound, stance="opposite")
        if text not in sentence and len(sentence) <= MOST_SUBTITLE:
            subtitle = Claim(text=sentence, bound=bound, stance="opposite")
    elif services:
        title = Claim(text=_STOPS, bound=bound, stance="opposite")
    elif grave:
        name = _name(context, grave[0].id)
        many = grave[0].lost_accelerators if whole else grave[0].lost_endpoints
        lost = counted_text(many, "accelerator" if whole else "machine")
        are = noun(many, "is", "are")
        text = fitting(f"If {name} fails, {lost} {are} cut off", f"One failure alone cuts off {lost}")
        title = Claim(text=text, bound=bound, stance="opposite")
    elif resilience is None or not failures or network is None or not network.endpoints:
        title = Claim(text="Nothing was found that a single failure could stop", bound=bound, stance="neutral")
    else:
        what = "can stop the accelerators" if whole else "cuts off a machine"
        title = Claim(text=f"No single part of the network {what}", bound=bound)
    rows = [*_rows(context, failures)][:_MOST_ROWS]
    found = [group for group in grouped(design, context.findings) if group.severity != "note"]
    if rows:
        hour = _hour(context)
        table = Table(
            header=("If one fails", "how many", "what people notice", "keeps", *(["costs an hour"] if hour else [])),
            rows=tuple(row.cells[: 5 if hour else 4] for row in rows),
            numbers=(3, 4) if hour else (3,),
            marks=tuple(row.mark for row in rows),
            widths=(0.3, 0.12, 0.26, 0.18, 0.14) if hour else (0.36, 0.14, 0.32, 0.18),
            note=hour,
        )
    else:
        table = Table(
            header=("What to know",),
            rows=tuple((group.message,) for group in found[:_MOST_ROWS]) or (("No error and no warning was found.",),),
            widths=(1.0,),
        )
    notes = "\n".join(group.message for group in found)
    return DeckSlide(id="risk", title=title, subtitle=subtitle, left=(table,), notes=notes)


class _Row(NamedTuple):
    """One sort of part that was failed."""

    cells: tuple[str, ...]
    mark: Mark


def _rows(context: DeckContext, failures: Sequence[Failure]) -> Iterator[_Row]:
    """Yield a row for each sort of part, those of one name together: of the network, then of the power chain."""
    counts = context.results.counts
    whole = counts.accelerators.value or 0.0
    alike: dict[str, list[Failure]] = {}
    for failure in failures:
        alike.setdefault(_name(context, failure.id), []).append(failure)
    for name, those in alike.items():
        lost = max(failure.lost_accelerators for failure in those)
        kept = min(failure.remaining_share.value or 0.0 for failure in those)
        mark: Mark = "short" if lost else "ask" if kept < _WHOLE else "fits"
        notice = f"{counted_text(lost, 'accelerator')} cut off" if lost else "Slower at worst"
        cells = (
            name[:1].upper() + name[1:],
            count_text(sum(_how_many(context, failure.id) for failure in those)),
            notice if mark != "fits" else "Nothing stops",
            percent_text(kept),
            _cost(context, max(1 - kept, lost / whole if whole else 0.0)),
        )
        yield _Row(cells, mark)
    yield from _dark_rows(context, whole)


def _dark_rows(context: DeckContext, whole: float) -> Iterator[_Row]:
    """Yield a row for each sort of part of the power chain that takes most along as it fails."""
    plant, nodes = context.results.plant, context.design.nodes
    if plant is None:
        return
    told: set[str] = set()
    single = [failure for failure in plant.sweep.failures if len(failure.ids) == 1]
    for failure in sorted(single, key=lambda one: -one.accelerators):
        tile = base_of(failure.ids[0])
        kind = nodes[tile].kind if tile in nodes else ""
        if kind not in KINDS or kind in told or len(told) == _MOST_POWER_ROWS:
            continue
        told.add(kind)
        dark = failure.accelerators
        dark_w = failure.lost_w.value or 0.0
        kept = 1 - dark / whole if whole else 1.0
        notice = f"{counted_text(dark, 'accelerator')} go{'' if dark != 1 else 'es'} dark"
        if not dark:
            notice = f"{figure_text(failure.lost_w, ranged=False)} go dark" if dark_w else "Nothing goes dark"
        many = sum(context.design.total_copies(node.id) for node in nodes.values() if node.kind == kind)
        cells = (KINDS[kind].title, count_text(many), notice, percent_text(kept), _cost(context, 1 - kept))
        yield _Row(cells, "short" if dark else "ask" if dark_w else "fits")


def _hour(context: DeckContext) -> str:
    """Return how the cost of an hour comes about; "" where it is not known."""
    cost, whole = context.results.cost, context.results.counts.accelerators.value
    hour = context.money(cost.usd_per_gpu_hour) if cost is not None else None
    if hour is None or not hour.value or not whole:
        return ""
    each = context.short(hour, ranged=False).replace(" / h", " an hour").replace("≥", "at least")
    return f"Cost: share lost × {count_text(whole)} accelerators × {each} for one, all told."


def _cost(context: DeckContext, share: float) -> str:
    cost, whole = context.results.cost, context.results.counts.accelerators.value
    if cost is None or not cost.usd_per_gpu_hour.value or not whole:
        return "–"
    usd = share * whole * cost.usd_per_gpu_hour.value
    return context.short(context.money(Figure(value=usd, unit="USD", low=usd, high=usd)))


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
        text=fitting(
            f"The longest delivery takes {weeks:g} weeks: {first.name}", f"The longest delivery takes {weeks:g} weeks"
        ),
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
