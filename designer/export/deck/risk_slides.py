"""Slides of what can go wrong and of time: single failures, deliveries."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.point_words import point_sentence, told_points, worst_point
from designer.analysis.results import Failure, ServicePoint
from designer.export.deck.availability_words import availability_claim, availability_table, works_told
from designer.export.deck.context import MOST_SUBTITLE, DeckContext, fitting
from designer.export.deck.phase_slide import phase_slide
from designer.export.deck.records import Bound, Claim, DeckSlide, LeftOut, Mark, Table
from designer.model.copy_ids import base_of
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, counted_text, figure_text, percent_text
from designer.model.kinds import KINDS
from designer.model.naming import link_name, title_of
from designer.model.wording import listed, noun
from designer.review.effects.grouping import FindingGroup, grouped

_MOST_ROWS: Final = 8
_MOST_WORKS: Final = 2
"""Of what loses the most over a year, below what one failure takes along."""
_MOST_POWER_ROWS: Final = 2
_STOPS: Final = "One failure alone stops what people ask of it"
_STOPS_TOO: Final = "One failure more stops what people ask of it"
_LEFT_NOTE: Final = "Below the first row: one failure of the network more, with the share that is kept of what is left."
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
    # Where something is supposed to have failed, each failure here is one more.
    failed = context.results.failed
    too, stops = (" too", _STOPS_TOO) if failed else ("", _STOPS)
    stopped = _stopped(context)
    if stopped:
        said = (
            f"What is supposed stops {listed(stopped)}",
            f"What is supposed stops {counted_text(len(stopped), 'part')}",
        )
        lost = Bound(path="resilience.lost.#", value=float(len(resilience.lost) if resilience is not None else 0))
        title = Claim(text=fitting(*said), bound=(lost,), stance="opposite")
    elif worst is not None:
        sentence = point_sentence(design, worst)
        if failed:
            sentence = sentence.replace(" fails, ", " fails too, ", 1)
        text = fitting(sentence.rstrip("."), stops)
        title = Claim(text=text, bound=bound, stance="opposite")
        if text not in sentence and len(sentence) <= MOST_SUBTITLE:
            subtitle = Claim(text=sentence, bound=bound, stance="opposite")
    elif services:
        title = Claim(text=stops, bound=bound, stance="opposite")
    elif grave:
        name = _name(context, grave[0].id)
        many = grave[0].lost_accelerators if whole else grave[0].lost_endpoints
        lost = counted_text(many, "accelerator" if whole else "machine")
        are = noun(many, "is", "are")
        text = fitting(
            f"If {name} fails{too}, {lost} {are} cut off",
            f"One failure {'more' if failed else 'alone'} cuts off {lost}",
        )
        title = Claim(text=text, bound=bound, stance="opposite")
    elif resilience is None or not failures or network is None or not network.endpoints:
        one = "failure more" if failed else "single failure"
        title = Claim(text=f"Nothing was found that a {one} could stop", bound=bound, stance="neutral")
    else:
        what = "can stop the accelerators" if whole else "cuts off a machine"
        title = Claim(text=f"No {'further' if failed else 'single'} part of the network {what}", bound=bound)
    over_years = context.results.availability
    played = works_told(over_years)[:_MOST_WORKS] if over_years is not None else []
    if over_years is not None and played and subtitle is None:
        subtitle = availability_claim(over_years, played[0])
    most = _MOST_ROWS - len(played) - 1 if played else _MOST_ROWS
    rows = [*_supposed_rows(context), *_rows(context, failures)][:most]
    found = [group for group in grouped(design, context.findings) if group.severity != "note"]
    if rows:
        # Shares are of what is left, so that no price of the whole belongs to them.
        hour = "" if failed else _hour(context)
        table = Table(
            header=(
                "If one more fails" if failed else "If one fails",
                "how many",
                "what people notice",
                "keeps",
                *(["costs an hour"] if hour else []),
            ),
            rows=tuple(row.cells[: 5 if hour else 4] for row in rows),
            numbers=(3, 4) if hour else (3,),
            marks=tuple(row.mark for row in rows),
            widths=(0.3, 0.12, 0.26, 0.18, 0.14) if hour else (0.36, 0.14, 0.32, 0.18),
            note=_LEFT_NOTE if failed else hour,
        )
    else:
        table = Table(
            header=("What to know",),
            rows=tuple((text,) for text in _known(context, services, found)[:most]),
            widths=(1.0,),
        )
    notes = "\n".join(group.message for group in found)
    left = (table,)
    if over_years is not None and played:
        left = (table, availability_table(context, over_years, _MOST_WORKS))
    return DeckSlide(id="risk", title=title, subtitle=subtitle, left=left, notes=notes)


def _known(context: DeckContext, services: Sequence[ServicePoint], found: Sequence[FindingGroup]) -> list[str]:
    """Return what is to be known where no failure of a part was worked out: what stops with one part, then findings.

    That nothing was found stands alone: beside a single point it would be read as if there were none.
    """
    design = context.design
    stops = dict.fromkeys(point_sentence(design, point) for point in told_points(design, services))
    told = [*stops, *(group.message for group in found)]
    if told:
        return told
    return ["No warning goes with it." if services else "No error and no warning was found."]


class _Row(NamedTuple):
    """One sort of part that was failed."""

    cells: tuple[str, ...]
    mark: Mark


def _stopped(context: DeckContext) -> list[str]:
    """Return the names of software that what is supposed to have failed takes along."""
    resilience, nodes = context.results.resilience, context.design.nodes
    lost = resilience.lost if resilience is not None else ()
    gone = [nodes[one.id] for one in lost if one.state == "lost" and one.id in nodes]
    return [node.title for node in gone if node.kind in KINDS and KINDS[node.kind].workload]


def _supposed_rows(context: DeckContext) -> Iterator[_Row]:
    """Yield a row for what is supposed to have failed, where it is known what that takes along."""
    resilience, whole = context.results.resilience, context.results.counts.accelerators.value
    lost = resilience.lost_accelerators if resilience is not None else None
    failed = context.results.failed
    if not failed or lost is None:
        return
    names = listed([title_of(context.design, name) for name in failed])
    notice = f"{counted_text(lost, 'accelerator')} cut off" if lost else "No accelerator is cut off"
    kept = percent_text(1 - lost / whole) if whole else "–"
    yield _Row((f"{names}: supposed", count_text(len(failed)), notice, kept, "–"), "short" if lost else "ask")


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
    # What the power chain takes along is worked out of it as drawn, not beside another failure.
    if not context.results.failed:
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
    """Return the slide of phases, or of how long deliveries take; left out where nobody says."""
    if context.results.phases is not None:
        return phase_slide(context, context.results.phases)
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
    # Those that are supposed to have failed cannot fail once more.
    gone = sum(1 for name in context.results.failed if base_of(name) == record_id)
    if record_id in context.design.nodes:
        return max(context.design.total_copies(record_id) - gone, 0)
    link = context.design.links.get(record_id)
    return max(context.design.total_cables(link) - gone, 0) if link is not None else 0
