"""The slide of what it delivers: answers, training, else how fast the machines reach each other."""

from designer.export.deck.context import DeckContext, fitting
from designer.export.deck.quantities import quantities
from designer.export.deck.records import Block, Bound, Claim, DeckSlide, Quantities, Table
from designer.model.figures.figure_text import count_text, figure_text, number_text, percent_text, ratio_text
from designer.model.kinds import KINDS, USERS
from designer.model.wording import counted, noun

_FULL = 0.995
_EVEN = 1.05
"""Above this oversubscription servers share their uplinks; rounding to whole switches stays below."""
_MOST_ROWS = 8


def delivers(context: DeckContext) -> DeckSlide:
    """Return the slide of what the design does for those who use it."""
    return _answers(context) or _training(context) or _network(context) or _parts(context)


def _slide(context: DeckContext, title: Claim, subtitle: Claim | None, table: Table) -> DeckSlide:
    """Return the slide with its quantities; engineers read the rows of TABLE beside one, others hear them."""
    columns = quantities(context)
    rows = [
        ", ".join(
            f"{name} {cell}" if place else cell
            for place, (name, cell) in enumerate(zip(table.header, row, strict=True))
        )
        for row in table.rows
    ]
    left: tuple[Block, ...] = (columns,) if columns.quantities else (table,)
    right: tuple[Block, ...] = ()
    if context.level == "engineer" and columns.quantities:
        left, right = (table,), (Quantities(quantities=columns.quantities[:1]),)
    notes = "\n".join(rows) if table not in left else ""
    return DeckSlide(id="delivers", title=title, subtitle=subtitle, left=left, right=right, notes=notes)


def _answers(context: DeckContext) -> DeckSlide | None:
    """Return the slide of services that are asked; None where nobody asks."""
    work, nodes = context.results.workloads, context.design.nodes
    asked = [
        (place, load)
        for place, load in enumerate(work.services if work is not None else ())
        if load.offered_per_s.value and load.id in nodes
    ]
    if not asked:
        return None
    place, first = next((pair for pair in asked if nodes[pair[1].id].kind in USERS), asked[0])
    offered, served = first.offered_per_s.value or 0.0, first.served_per_s.value
    bound = (
        Bound(path=f"workloads.services.{place}.offered_per_s", value=offered),
        Bound(path=f"workloads.services.{place}.served_per_s", value=served),
    )
    subtitle = None
    if served is None or not context.answers_known:
        title = Claim(text=f"{number_text(offered)} requests a second are asked of it", bound=bound, stance="neutral")
        subtitle = Claim(text="How many of them are answered is not known.", bound=bound, stance="neutral")
    elif served >= offered * _FULL:
        title = Claim(text=f"It answers all {number_text(offered)} requests a second", bound=bound)
        subtitle = Claim(text="In the busiest hour none of them is turned away.", bound=bound)
    else:
        text = f"It answers {number_text(served)} of {number_text(offered)} requests a second"
        title = Claim(text=text, bound=bound, stance="opposite")
        lost = percent_text(1 - served / offered)
        subtitle = Claim(text=f"In the busiest hour {lost} of them are turned away.", bound=bound, stance="opposite")
    rows = tuple(
        (
            nodes[load.id].title,
            _number(load.offered_per_s.value),
            _number(load.served_per_s.value),
            percent_text(load.utilisation.value) if load.utilisation.known else "–",
            figure_text(load.answer_s),
        )
        for _, load in asked[:_MOST_ROWS]
    )
    table = Table(
        header=("Service", "asked a second", "answered a second", "full", "an answer takes"),
        rows=rows,
        numbers=(1, 2, 3, 4),
        widths=(0.32, 0.17, 0.17, 0.12, 0.22),
    )
    return _slide(context, title, subtitle, table)


def _number(value: float | None) -> str:
    return number_text(value) if value is not None else "–"


def _training(context: DeckContext) -> DeckSlide | None:
    """Return the slide of training; None where nothing is trained."""
    work, nodes = context.results.workloads, context.design.nodes
    jobs = [job for job in (work.training if work is not None else ()) if job.id in nodes]
    if not jobs:
        return None
    first, name = jobs[0], nodes[jobs[0].id].title
    bound = (Bound(path="workloads.training.0.days", value=first.days.value),)
    if first.days.value is not None and first.fits is not False:
        days = figure_text(first.days)
        title = Claim(text=fitting(f"{name} is done in {days}", f"The training is done in {days}"), bound=bound)
    else:
        text = fitting(f"{name} cannot run as it is drawn", "The training cannot run as it is drawn")
        title = Claim(text=text, bound=bound, stance="opposite")
    rows = tuple(
        (
            nodes[job.id].title,
            figure_text(job.accelerators, ranged=False),
            figure_text(job.days),
            percent_text(job.mfu.value),
            percent_text(job.goodput.value),
        )
        for job in jobs[:_MOST_ROWS]
    )
    header = ("Training", "accelerators", "takes", "of the peak", "of the time kept")
    table = Table(header=header, rows=rows, numbers=(1, 2, 3, 4), widths=(0.34, 0.16, 0.22, 0.14, 0.14))
    return _slide(context, title, None, table)


def _network(context: DeckContext) -> DeckSlide | None:
    """Return the slide of how fast the machines reach each other; None where there are no two of them."""
    network = context.results.network
    if network is None or network.endpoints < 2 or not network.bisection_gbps.known:
        return None
    tiers = [(place, tier) for place, tier in enumerate(network.tiers) if tier.oversubscription.value is not None]
    fabric = [pair for pair in tiers if pair[1].medium == "fabric"]
    worst = max(fabric, key=lambda pair: pair[1].oversubscription.value or 0.0, default=None)
    bisection = Bound(path="network.bisection_gbps", value=network.bisection_gbps.value)
    half = figure_text(network.bisection_gbps, ranged=False)
    subtitle = None
    if network.in_pieces:
        text = "Some of its machines have no path to the others"
        title = Claim(text=text, bound=(bisection,), stance="opposite")
    elif context.overfull:
        # What is computed of cables that no port takes is no speed that anybody gets.
        title = Claim(text="More fabric cables are drawn than its ports take", bound=(bisection,), stance="opposite")
    elif worst is None:
        title = Claim(text=f"Any half of it can send {half} to the other half", bound=(bisection,))
    else:
        ratio = worst[1].oversubscription.value or 0.0
        bound = (Bound(path=f"network.tiers.{worst[0]}.oversubscription", value=ratio), bisection)
        if ratio <= _EVEN:
            title = Claim(text=f"All {count_text(network.endpoints)} servers can talk at full speed", bound=bound)
            subtitle = Claim(text=f"Any half of them can send {half} to the other half at once.", bound=(bisection,))
        else:
            title = Claim(text=f"Servers share their uplinks {ratio_text(ratio)}", bound=bound, stance="opposite")
            subtitle = Claim(text="Not all of them can talk at full speed at once.", bound=bound, stance="opposite")
    rows = tuple(
        (
            tier.name.capitalize(),
            count_text(sum(context.design.total_copies(one) for one in tier.nodes if one in context.design.nodes)),
            figure_text(tier.down_gbps, ranged=False),
            figure_text(tier.up_gbps, ranged=False) if tier.up_gbps.value else "–",
            ratio_text(tier.oversubscription.value) if tier.oversubscription.value is not None else "–",
        )
        for tier in network.tiers[:_MOST_ROWS]
    )
    table = Table(
        header=("Switches", "how many", "down", "up", "down over up"),
        rows=rows,
        numbers=(1, 2, 3, 4),
        widths=(0.32, 0.14, 0.18, 0.18, 0.18),
    )
    return _slide(context, title, subtitle, table)


def _parts(context: DeckContext) -> DeckSlide:
    """Return the slide of what is drawn, of a design that nobody asks anything of."""
    counts = context.results.counts
    rows = tuple(
        (KINDS[kind].plural if number != 1 else KINDS[kind].title, count_text(number))
        for kind, number in sorted(counts.by_kind.items(), key=lambda pair: -pair[1])[:_MOST_ROWS]
        if kind in KINDS
    )
    of_it = noun(counts.nodes, "it", "them")
    drawn = f"{counted(counts.nodes, 'part')} {noun(counts.nodes, 'is', 'are')} drawn"
    title = Claim(
        text=f"{drawn}, nothing is asked of {of_it} yet" if counts.nodes else "Nothing is drawn yet",
        bound=(Bound(path="counts.nodes.total", value=float(counts.nodes)),),
        stance="neutral",
    )
    table = Table(header=("What", "how many"), rows=rows, numbers=(1,), widths=(0.7, 0.3))
    return _slide(context, title, None, table)
