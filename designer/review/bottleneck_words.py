"""The bottleneck in one sentence: what is full first, what growth breaks, and the cheapest step that lifts it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.chain.growth.records import GrowthBreak, GrowthLift, GrowthStep
from designer.analysis.quantities import role_of
from designer.analysis.results import Lost, Results
from designer.analysis.workloads.results import LayerLoad, WorkloadsResult
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text, quantity_text, ranged_text, share_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.wording import listed

FULL: Final = 1.0001
_NAMED: Final = 2
"""So many things that twice the demand breaks are named."""
_STOPPED: Final = 2
"""So many of those that a failure stops are named."""
_OTHERS: Final = 2
"""So many other steps are named."""


class BottleneckWords(NamedTuple):
    """Words on the bottleneck; "" where there is nothing to say.

    Attributes:
        fullest: What is full first and of what it has the least: "vLLM is full first, at 42% (19–98%): memory
            bandwidth." After a failure that stops work, that comes first.
        growth: What growth breaks: "It is full at 2.4 (1–5.3) times the demand, then pgvector at 3.1 times. The next
            doubling may break vLLM."
        lift: The cheapest step: "+ 1 DGX H100: 200–300 k$, 10.2 kW, carries 3 (1.2–6.7) times the demand."
    """

    fullest: str
    growth: str
    lift: str

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return " ".join(filter(None, self))


def bottleneck_words(
    design: Design, work: WorkloadsResult | None, book: PriceBook | None = None, lost: Sequence[Lost] = ()
) -> BottleneckWords:
    """Return the bottleneck of DESIGN in words, money as BOOK shows it, that of the design where it is None.

    LOST is what a failure takes along, of which the work that gives nothing any more is said first.
    """
    if work is None:
        return BottleneckWords("", "", "")
    book = design.settings.prices if book is None else book
    fullest = " ".join(filter(None, (stopped_words(design, lost), _fullest(design, work))))
    return BottleneckWords(fullest, _growth(design, work), _lift(design, work, book))


def said_of_results(design: Design, results: Results | None) -> BottleneckWords:
    """Return the bottleneck of DESIGN in words, as RESULTS have it, in the currency of the design."""
    if results is None:
        return BottleneckWords("", "", "")
    return bottleneck_words(design, results.workloads, lost=lost_in(results))


def lost_in(results: Results) -> tuple[Lost, ...]:
    """Return what a failure takes along in RESULTS; empty where nothing failed or nobody asked."""
    return results.resilience.lost if results.resilience is not None else ()


def stopped(design: Design, lost: Sequence[Lost]) -> tuple[str, ...]:
    """Return the ids of the software among LOST that gives nothing any more, in design order."""
    gone = (one.id for one in lost if one.state == "lost" and one.id in design.nodes)
    return tuple(node_id for node_id in gone if role_of(design.nodes[node_id]) == "software")


def stopped_words(design: Design, lost: Sequence[Lost]) -> str:
    """Return who gives nothing since a failure, as "vLLM and Kubernetes give nothing."; "" where nobody stopped."""
    names = [place_words(design, one) for one in stopped(design, lost)]
    if len(names) > _STOPPED:
        names = [*names[:_STOPPED], f"{len(names) - _STOPPED} more"]
    return f"{listed(names)} {'gives' if len(names) == 1 else 'give'} nothing." if names else ""


def break_ticks(design: Design, work: WorkloadsResult | None) -> tuple[tuple[float, str], ...]:
    """Return (growth, name) of what breaks, the first one first, for the ticks of a slider."""
    if work is None:
        return ()
    named: dict[str, float] = {}
    for one in work.growth.breaks:
        if one.at.value is not None:
            place = place_words(design, one.id)
            named.setdefault(f"{place}: {one.bound}" if one.promise else place, one.at.value)
    return tuple((at, name) for name, at in named.items())


def place_words(design: Design, name: str) -> str:
    """Return what a node or link is called, with what it stands in where another has the same title."""
    node, link = design.nodes.get(name), design.links.get(name)
    if node is None:
        return (link.name or link.id) if link is not None else name
    parent = design.nodes.get(node.parent or "")
    if parent is not None and any(one.title == node.title and one.id != name for one in design.nodes.values()):
        return f"{node.title} in {parent.title}"
    return node.title


def too_little_at_most(figure: Figure) -> bool:
    """Return whether a utilisation is enough in the middle of its range and too little at its high end."""
    return figure.value is not None and figure.value <= FULL < (figure.high or 0.0)


def _fullest(design: Design, work: WorkloadsResult) -> str:
    layer = _layer(work)
    if layer is None or layer.utilisation.value is None:
        return ""
    used, title = layer.utilisation, place_words(design, layer.worst)
    bound = _bound(work, layer.worst)
    what = f": {bound}" if bound else ""
    if used.value is not None and used.value > 1.0:
        return f"{title} is too small, at {share_text(used)} of what it can{what}."
    words = f"{title} is full first, at {share_text(used)}{what}."
    return f"{words} At the high end of that it may be too little." if too_little_at_most(used) else words


def _bound(work: WorkloadsResult, worst: str) -> str:
    """Return what WORST runs out of; of machines, what the work on them does that breaks first."""
    carried = {worst, *(grant.id for row in work.ledger if worst in row.hosts for grant in row.grants)}
    return next((one.bound for one in work.growth.breaks if one.id in carried and not one.promise), "")


def _growth(design: Design, work: WorkloadsResult) -> str:
    breaks = [one for one in work.growth.breaks if one.at.value is not None]
    if not breaks:
        return ""
    first, *others = breaks
    worst = _layer(work)
    title = place_words(design, first.id)
    start = "It" if worst is not None and first.id == worst.worst else title
    words = f"{title}: {promise_words(first, work)}" if first.promise else f"{start} {_breaks(first, work)}"
    following = next((one for one in others if one.id != first.id and one.at.value), None)
    if following is not None:
        words += f", then {place_words(design, following.id)} at {ranged_text(following.at)} times"
        words += ", with the machines that this takes" if following.with_machines else ""
    return " ".join(filter(None, (f"{words}.", _doubling(design, work))))


def _doubling(design: Design, work: WorkloadsResult) -> str:
    """Return what twice the demand that is looked at breaks; "" where all of that is broken already."""
    load = work.growth.load
    known = [(one, one.at.value, one.at.low or 0.0) for one in work.growth.breaks if one.at.value is not None]
    # Limits that lie below the present load are broken already.
    broken = any(at < load for _, at, _ in known)
    for verb, found in (
        ("breaks", [one for one, at, _ in known if load <= at < 2 * load]),
        # "May" where only the low end of the range lies within the doubling.
        ("may break", [] if broken else [one for one, at, low in known if low < 2 * load <= at]),
    ):
        names = list(dict.fromkeys(place_words(design, one.id) for one in found))
        if names:
            return f"The next doubling {verb} {listed(names, _NAMED)}."
    return "" if broken else "The next doubling breaks nothing."


def promise_words(broken: GrowthBreak, work: WorkloadsResult) -> str:
    """Return up to which growth a promise holds: "an answer within 10 s holds up to 2.4 times the demand"."""
    if not broken.at.value:
        return f"{broken.bound} does not hold, whatever the demand"
    return f"{broken.bound} holds up to {ranged_text(broken.at)} times {_demand(work)}"


def _breaks(first: GrowthBreak, work: WorkloadsResult) -> str:
    if not first.at.value:
        return f"has too little already, whatever the demand: {first.bound}"
    return f"is full at {ranged_text(first.at)} times {_demand(work)}"


def _demand(work: WorkloadsResult) -> str:
    return "the demand" if work.growth.load == 1.0 else "the demand that is set"


def _lift(design: Design, work: WorkloadsResult, book: PriceBook) -> str:
    lift = next(iter(work.growth.lifts), None)
    if lift is None:
        stuck = work.growth.stuck
        return f"No step is known that lifts {place_words(design, stuck)}." if stuck else ""
    terms = [f"{step_words(design, lift)}: {price_words(lift, book)}"]
    if lift.watts.value:
        terms.append(f"{quantity_text(lift.watts.value, 'W')} of power and heat")
    if lift.ports.value:
        terms.append(f"{count_text(lift.ports.value)} port{'s' if lift.ports.value != 1 else ''}")
    if lift.short:
        terms.append(f"too much for {listed([place_words(design, one) for one in lift.short])}")
    elif lift.carries.value is not None:
        then = f"then {place_words(design, lift.next_id)} is full"
        terms.append(f"carries {ranged_text(lift.carries)} times the demand, {then}")
    return f"{', '.join(terms)}.{_others(design, lift, book)}"


def _others(design: Design, lift: GrowthLift, book: PriceBook) -> str:
    told = [f"{step_words(design, one)} ({price_words(one, book)})" for one in lift.others[:_OTHERS]]
    return f" Or {' or '.join(told)}." if told else ""


def step_words(design: Design, step: GrowthStep) -> str:
    """Return what a step adds: "+ 1 DGX H100 and 1 PDU A in Serving rack"."""
    if step.what:
        return f"{place_words(design, step.step)}: {step.what}"
    also = [f"{one.count:,} {place_words(design, one.id)}" for one in step.also]
    return f"+ {listed([f'{step.count:,} {place_words(design, step.step)}', *also])}"


def price_words(step: GrowthStep, book: PriceBook) -> str:
    """Return what a step costs, as BOOK shows money; what is unknown is said to be so."""
    return figure_text(in_currency(step.usd, book)) if step.usd.known else "price unknown"


def _layer(work: WorkloadsResult) -> LayerLoad | None:
    return next((one for one in work.layers if one.layer == work.bottleneck), None)
