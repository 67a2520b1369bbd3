"""Quantities of what a design delivers, a column each: models trained, tokens, users, speed, servers, parts."""

from collections.abc import Callable
from math import floor
from typing import Final

from designer.analysis.workloads.results import TrainingResult
from designer.drawing.layer_words import SHORT_LAYER_TITLES
from designer.export.deck.context import DeckContext
from designer.export.deck.records import Bound, Claim, Quantities, Quantity, QuantityBar, UnitBoxes
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, number_text, ratio_text, shown, shown_ends
from designer.model.kinds import KINDS, SWITCH, USERS
from designer.model.wording import noun

MOST: Final = 3
"""Columns on a slide."""
_MOST_BOXES: Final = 35
_MOST_BARS: Final = 4
_MOST_NAMED: Final = 6
_SIZES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_BETTER: Final = "Dark is sure, light is up to the better end."
_HUNDRED: Final = 100.0
_DAYS: Final = HOURS_PER_YEAR / 24.0
_SECONDS: Final = 86_400.0
"""Of a day."""


def quantities(context: DeckContext) -> Quantities:
    """Return up to three columns of what the design delivers, what is asked of it before what is drawn."""
    makers: tuple[Callable[[DeckContext], Quantity | None], ...] = (
        _models,
        _tokens,
        _users,
        _answer_time,
        _at_work,
        _servers,
        _halves,
        _switches,
    )
    found = [one for make in makers if (one := make(context)) is not None]
    return Quantities(quantities=tuple(found[:MOST]) or tuple(_kinds(context)))


def large_text(low: float, high: float) -> str:
    """Return a range of large numbers in words: "5.2–22.3 billion"."""
    size, name = next((pair for pair in _SIZES if high >= pair[0]), (1.0, ""))
    return f"{_span(low / size, high / size)} {name}".strip()


def boxes_of(sure: float, most: float) -> UnitBoxes:
    """Return boxes for SURE things and up to MOST, at most 35: each stands for 1, 2, 5, 10, 20 … of them."""
    each, power = 1, 1
    while most / each > _MOST_BOXES:
        each = next(nice * power for nice in (2, 5, 10) if nice * power > each)
        power *= 10 if each == 10 * power else 1
    return UnitBoxes(sure=round(sure / each), most=max(round(most / each), 1), each=each)


def _span(low: float, high: float) -> str:
    return shown(Figure(value=high, low=low, high=high)).number


def _each(boxes: UnitBoxes, what: str) -> str:
    return f" One box: {count_text(boxes.each)} {what}." if boxes.each > 1 else ""


def _job(context: DeckContext) -> tuple[int, TrainingResult] | None:
    """Return the first training that can run, with its place."""
    work, nodes = context.results.workloads, context.design.nodes
    jobs = [(place, job) for place, job in enumerate(work.training if work is not None else ()) if job.id in nodes]
    place, job = jobs[0] if jobs else (0, None)
    return (place, job) if job is not None and job.days.value and job.fits is not False else None


def _learnt(context: DeckContext, job: TrainingResult) -> float:
    return context.design.nodes[job.id].facts.get("training_tokens") or 0.0


def _models(context: DeckContext) -> Quantity | None:
    """Return how many runs like the drawn one a year has room for."""
    found = _job(context)
    if found is None:
        return None
    place, job = found
    soon, late = shown_ends(job.days)
    # The longest run is the fewest in a year.
    few, many = _DAYS / late, _DAYS / soon
    bound = (Bound(path=f"workloads.training.{place}.days", value=job.days.value),)
    number = _span(few, many)
    days = shown(job.days).number
    each = noun(2 if "–" in days else float(days.replace("\u202f", "")), "day")
    tokens = _learnt(context, job)
    text = f"Each learns from {large_text(tokens, tokens)} tokens in {days} {each}." if tokens else ""
    boxes = boxes_of(few, many)
    return Quantity(
        title="Models trained",
        layer="training",
        head=Claim(text=f"{number} runs like this a year", bound=bound),
        number=number,
        boxes=boxes,
        foot=Claim(text=text, bound=bound) if text else None,
        legend=f"Dashed: only in the better case.{_each(boxes, 'runs')}",
    )


def _tokens(context: DeckContext) -> Quantity | None:
    """Return how many tokens a day are learnt, and written where every engine is busy."""
    rows: list[tuple[str, float, float, Bound]] = []
    found = _job(context)
    if found is not None and (tokens := _learnt(context, found[1])):
        soon, late = shown_ends(found[1].days)
        bound = Bound(path=f"workloads.training.{found[0]}.days", value=found[1].days.value)
        rows.append(("Learnt", tokens / late, tokens / soon, bound))
    written = context.headline("tokens")
    if written is not None and written.value:
        # By the second in the headline; a day is what the other bar is in.
        low, high = (one * _SECONDS for one in shown_ends(written))
        rows.append(("Written", low, high, context.bound("tokens")))
    if not rows:
        return None
    # A little beyond the largest, so that no bar looks as if it were full.
    most = 1.15 * max(high for _, _, high, _ in rows)
    what, low, high, bound = rows[0]
    number = large_text(low, high).partition(" ")[0]
    bars = tuple(
        QuantityBar(
            label=f"{name}, a day",
            said=Claim(text=f"{name}, a day: {large_text(a, b)}", bound=(place,)),
            low=a / most,
            high=b / most,
        )
        for name, a, b, place in rows
    )
    foot = None
    if written is not None and written.value:
        text = f"Engines that are all busy write {shown(written).number} tokens a second."
        foot = Claim(text=text, bound=(context.bound("tokens"),))
    return Quantity(
        title="Tokens a day",
        layer="data_storage",
        head=Claim(text=f"{large_text(low, high)} tokens {what.lower()} a day", bound=(bound,)),
        number=number,
        bars=bars,
        foot=foot,
        legend=_BETTER,
    )


def _users(context: DeckContext) -> Quantity | None:
    """Return how many people ask, and how many could."""
    work, nodes = context.results.workloads, context.design.nodes
    asked = [
        (place, load)
        for place, load in enumerate(work.services if work is not None else ())
        if load.offered_per_s.value and load.id in nodes
    ]
    if not asked:
        return None
    place, load = next((pair for pair in asked if nodes[pair[1].id].kind in USERS), asked[0])
    offered, most = load.offered_per_s, load.requests_per_s
    path = f"workloads.services.{place}"
    bounds = [Bound(path=f"{path}.offered_per_s", value=offered.value)]
    users = nodes[load.id].facts.get("users")
    asks = f"{shown(offered).number} times a second"
    if users:
        number, rest, each = count_text(users), f"{noun(users, 'user')} in the busiest hour", users
    else:
        number, rest, each = number_text(offered.value or 0.0), "requests a second", offered.value or 0.0
    head = Claim(text=f"{number} {rest}", bound=(bounds[0],))
    if most.value and context.answers_known:
        # What it could answer at most, beside what is asked of it.
        bounds.append(Bound(path=f"{path}.requests_per_s", value=most.value))
        can = each * most.value / (offered.value or 1.0)
        boxes = boxes_of(min(each, can), max(each, can))
        text = f"They ask {asks}; as many as {shown(most).number} can be answered."
        legend = "Dark: who ask. Dashed: room for more." if can >= each else "Dark: answered. Dashed: turned away."
    elif load.served_per_s.value is not None and context.answers_known:
        served = load.served_per_s.value
        bounds.append(Bound(path=f"{path}.served_per_s", value=served))
        boxes = boxes_of(each * min(served / (offered.value or 1.0), 1.0), each)
        text = f"They ask {asks}; {number_text(served)} of {number_text(offered.value or 0.0)} are answered."
        legend = "Dark: answered." if boxes.sure == boxes.most else "Dark: answered. Dashed: turned away."
    else:
        boxes = boxes_of(0.0, each)
        text = f"They ask {asks}; how many of them are answered is not known."
        legend = "Dashed: who ask."
    return Quantity(
        title="Users served" if users else "Requests served",
        layer="serving_apps",
        head=head,
        number=number,
        boxes=boxes,
        foot=Claim(text=text, bound=tuple(bounds)),
        legend=f"{legend}{_each(boxes, 'users' if users else 'requests')}",
    )


def _answer_time(context: DeckContext) -> Quantity | None:
    """Return how long people wait for the first word, and for all of them."""
    work, nodes = context.results.workloads, context.design.nodes
    asked = [
        (place, load)
        for place, load in enumerate(work.services if work is not None else ())
        if load.offered_per_s.value and load.id in nodes and load.answer_s.value
    ]
    if not asked or not context.answers_known:
        return None
    place, load = next((pair for pair in asked if nodes[pair[1].id].kind in USERS), asked[0])
    bound = Bound(path=f"workloads.services.{place}.answer_s", value=load.answer_s.value)
    rows = [("Whole answer", load.answer_s, bound)]
    first, token = context.headline("first_token"), context.headline("token")
    if first is not None and first.value:
        rows.insert(0, ("First word", first, context.bound("first_token")))
    most = 1.15 * max(shown_ends(figure)[1] for _, figure, _ in rows)
    bars = tuple(
        QuantityBar(
            label=name,
            said=Claim(text=f"{name}: {shown(figure).text}", bound=(one,)),
            low=shown_ends(figure)[0] / most,
            high=shown_ends(figure)[1] / most,
        )
        for name, figure, one in rows
    )
    foot = None
    if token is not None and token.value:
        text = f"Every further word takes {shown(token).text}."
        foot = Claim(text=text, bound=(context.bound("token"),))
    said = shown(load.answer_s)
    return Quantity(
        title="Time to answer",
        layer="servers_fabric",
        head=Claim(text=f"{said.text} until the answer is whole", bound=(bound,)),
        number=" ".join(part for part in (said.prefix, said.number) if part),
        bars=bars,
        foot=foot,
        legend=_BETTER,
    )


def _at_work(context: DeckContext) -> Quantity | None:
    """Return how much of its accelerators a training uses."""
    found = _job(context)
    if found is None:
        return None
    place, job = found
    path = f"workloads.training.{place}"
    rows = [("Of their peak", "mfu", job.mfu), ("Of the time kept", "goodput", job.goodput)]
    bars = tuple(
        QuantityBar(
            label=name,
            said=Claim(text=f"{name}: {_percents(figure)}", bound=(Bound(path=f"{path}.{key}", value=figure.value),)),
            low=shown_ends(figure)[0],
            high=min(shown_ends(figure)[1], 1.0),
        )
        for name, key, figure in rows
        if figure.value is not None
    )
    many = job.accelerators.value or 0.0
    foot = None
    if job.mttf_h.value:
        text = f"Something of it fails every {shown(job.mttf_h).number} hours."
        foot = Claim(text=text, bound=(Bound(path=f"{path}.mttf_h", value=job.mttf_h.value),))
    return Quantity(
        title="At work",
        layer="servers_fabric",
        head=Claim(
            text=f"{count_text(many)} {noun(many, 'accelerator')} {noun(many, 'trains', 'train')} it",
            bound=(Bound(path=f"{path}.accelerators", value=many),),
        ),
        number=count_text(many),
        bars=bars,
        foot=foot,
        legend=_BETTER,
    )


def _percents(figure: Figure) -> str:
    low, high = shown_ends(figure)
    return f"{_span(floor(low * _HUNDRED + 0.5), floor(high * _HUNDRED + 0.5))}%"


def _servers(context: DeckContext) -> Quantity | None:
    """Return how many machines the network joins."""
    network, counts = context.results.network, context.results.counts
    if network is None or network.endpoints < 1:
        return None
    # Machines on the network and accelerators in the design are two counts: some may stand beside it.
    many, chips = network.endpoints, int(counts.accelerators.value or 0)
    text = f"{count_text(many)} {noun(many, 'machine')} on the network"
    bound = (Bound(path="network.endpoints", value=float(many)),)
    foot = None
    if chips:
        foot = Claim(
            text=f"{count_text(chips)} {noun(chips, 'accelerator')} {noun(chips, 'is', 'are')} in what is drawn.",
            bound=(Bound(path="counts.accelerators.total", value=counts.accelerators.value),),
        )
    boxes = boxes_of(many, many)
    return Quantity(
        title="Machines",
        layer="servers_fabric",
        head=Claim(text=text, bound=bound),
        number=count_text(many),
        boxes=boxes,
        foot=foot,
        legend=_each(boxes, "machines").strip(),
    )


def _halves(context: DeckContext) -> Quantity | None:
    """Return how much one half can send to the other, and what each tier has upwards of what comes from below."""
    network = context.results.network
    if network is None or network.endpoints < 2 or not network.bisection_gbps.value or context.overfull:
        return None
    half = shown(network.bisection_gbps, ranged=False)
    tiers = [(place, tier) for place, tier in enumerate(network.tiers) if tier.oversubscription.value]
    bars = tuple(
        QuantityBar(
            label=tier.name.capitalize(),
            said=Claim(
                text=f"{tier.name.capitalize()}: {ratio_text(tier.oversubscription.value)}",
                bound=(Bound(path=f"network.tiers.{place}.oversubscription", value=tier.oversubscription.value),),
            ),
            low=min(1.0 / (tier.oversubscription.value or 1.0), 1.0),
            high=min(1.0 / (tier.oversubscription.value or 1.0), 1.0),
        )
        for place, tier in tiers[:_MOST_BARS]
    )
    return Quantity(
        title="Between the halves",
        layer="servers_fabric",
        head=Claim(
            text=f"{half.text} from one half to the other",
            bound=(Bound(path="network.bisection_gbps", value=network.bisection_gbps.value),),
        ),
        number=" ".join(part for part in (half.prefix, half.number) if part),
        bars=bars,
        legend="Down over up; a full bar has as much up as down." if bars else "",
    )


def _switches(context: DeckContext) -> Quantity | None:
    """Return how many switches join the machines, by their tiers."""
    network, design = context.results.network, context.design
    many = context.results.counts.by_kind.get(SWITCH, 0)
    if network is None or network.endpoints < 2 or not many:
        return None
    bound = (Bound(path="counts.nodes.by_kind.switch", value=float(many)),)
    rows = [
        (tier.name, sum(design.total_copies(one) for one in tier.nodes if one in design.nodes))
        for tier in network.tiers
    ]
    named = [f"{count_text(number)} {name}" for name, number in rows if number]
    boxes = boxes_of(many, many)
    foot = None
    if 1 < len(named) <= _MOST_NAMED:
        foot = Claim(text=f"{', '.join(named[:-1])} and {named[-1]}.", bound=bound)
    return Quantity(
        title="Switches",
        layer="servers_fabric",
        head=Claim(text=f"{count_text(many)} {noun(many, 'switch', 'switches')} to join them", bound=bound),
        number=count_text(many),
        boxes=boxes,
        foot=foot,
        legend=_each(boxes, "switches").strip(),
    )


def _kinds(context: DeckContext) -> list[Quantity]:
    """Return what is drawn, of a design that nobody asks anything of."""
    counts = sorted(context.results.counts.by_kind.items(), key=lambda pair: -pair[1])
    found: list[Quantity] = []
    for kind_id, many in [pair for pair in counts if pair[0] in KINDS][:MOST]:
        kind = KINDS[kind_id]
        boxes = boxes_of(many, many)
        found.append(
            Quantity(
                title=SHORT_LAYER_TITLES[kind.layer],
                layer=kind.layer,
                head=Claim(
                    text=f"{count_text(many)} drawn: {noun(many, kind.title, kind.plural)}",
                    bound=(Bound(path=f"counts.nodes.by_kind.{kind_id}", value=float(many)),),
                ),
                number=count_text(many),
                boxes=boxes,
                legend=_each(boxes, kind.plural).strip(),
            )
        )
    return found
