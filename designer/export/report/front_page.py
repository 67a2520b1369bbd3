"""The executive page: the decision as a claim, three figures, the picture with ten facts, money, what is missing."""

from typing import Final

from designer.analysis.money.cost_lines import inside_words, paid_lines
from designer.drawing.report_page import (
    Bars,
    Block,
    Firm,
    Heading,
    Pairs,
    Prose,
    ReportBar,
    ReportFigure,
    ReportFront,
    ReportShare,
    Sure,
)
from designer.export.deck.place_slides import main_view
from designer.export.report.context import ReportContext, finding_claim, said
from designer.export.report.facts import facts
from designer.export.report.missing import not_included
from designer.model.design import View
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, total
from designer.model.figures.figure_text import UNKNOWN, count_text, percent_text
from designer.model.kinds import KINDS
from designer.model.wording import counted
from designer.review.effects.grouping import grouped
from designer.review.headline_figures import BY_KEY, delivered_words

_MOST_BARS: Final = 5
_MOST_TOLD: Final = 3
_MOST_FIGURES: Final = 3
_FIRMNESS: Final[dict[str, tuple[str, Sure]]] = {
    "firm": ("quoted", "sourced"),
    "published": ("published", "unverified"),
    "estimate": ("estimated", "estimated"),
}
_ALWAYS: Final = frozenset({"buy", "run"})


def front_page(context: ReportContext) -> ReportFront:
    """Return the first page of a report."""
    view, alt = main_view(context)
    if view.shows == "topology":
        # On a third of a page alike devices are one tile, so that their names can be read.
        view = View(id="report-front", name="", shows="topology-logical", detail="plain")
    drawn = bool(context.design.nodes)
    return ReportFront(
        title=context.deck.slides[0].title,
        lead=said(context.title("delivers"), context.title("risk"), context.subtitle("assumptions")),
        figures=_figures(context),
        plate=context.plate(view, "", alt) if drawn else None,
        facts=facts(context),
        blocks=tuple(_blocks(context)),
    )


def _figures(context: ReportContext) -> tuple[ReportFigure, ...]:
    """Return three large numbers at most: money and power first, else what the work is judged by."""
    found: list[ReportFigure] = []
    for key in ("buy", "run", "facility", "first_token", "tokens", "days", "bisection", "accelerators"):
        figure = context.headline(key)
        # What nobody knows is told as unknown; what comes to nothing is not told.
        told = figure is not None and (figure.value or (key in _ALWAYS and figure.missing))
        if figure is not None and told and len(found) < _MOST_FIGURES:
            found.append(_figure(context, key, figure))
    return tuple(found)


def _figure(context: ReportContext, key: str, figure: Figure) -> ReportFigure:
    one = BY_KEY[key]
    if not figure.value:
        # What is known of it comes to nothing, and the rest is unknown: "at least 0" would say as much as 0 does.
        return ReportFigure(label=one.plain, number=UNKNOWN, note=gaps(figure).listed)
    text = context.shown(figure, ranged=one.ranged)
    bound = gaps(figure).bound
    label = f"{one.plain}, {bound}" if bound else one.plain
    return ReportFigure(label=label, number=text.number, unit=text.unit, note=_below(context, key))


def _below(context: ReportContext, key: str) -> str:
    cost, power = context.results.cost, context.results.power
    if key == "buy" and cost is not None:
        return delivered_words(cost, context.design.settings.prices)
    if key == "run" and cost is not None:
        return inside_words("run", cost)
    if key == "facility" and power is not None and power.facility_max_w.known:
        return f"{BY_KEY[key].note}; at full load {context.short(power.facility_max_w, ranged=False)}"
    return BY_KEY[key].note


def _blocks(context: ReportContext) -> list[Block]:
    blocks: list[Block] = []
    bars = _bars(context)
    if bars is not None:
        blocks.append(bars)
    missing = not_included(context)
    if missing:
        aside = f"{counted(len(missing), 'thing')}; each would add to what is paid" if len(missing) > 1 else ""
        blocks.append(Pairs(title="Not included in these figures", aside=aside, pairs=missing))
    firm = _firm(context)
    if firm is not None:
        blocks.append(firm)
    told = [group for group in grouped(context.design, context.findings) if group.severity != "note"]
    if told:
        blocks.append(Heading(text="To know before deciding"))
        blocks.extend(Prose(said=(finding_claim(group),)) for group in told[:_MOST_TOLD])
    return blocks


def _bars(context: ReportContext) -> Bars | None:
    """Return where the purchase goes by kind, or where the money of a year goes where nothing is bought."""
    cost = context.results.cost
    if cost is None:
        return None
    kinds = sorted(cost.by_kind.items(), key=lambda pair: -(pair[1].value or 0.0))
    rows = [(name, figure) for name, figure in kinds if figure.value]
    if not rows:
        lines = [(one.caption, context.money(figure)) for one, figure in paid_lines(cost) if figure.value]
        bars = [_bar(context, name, figure) for name, figure in sorted(lines, key=lambda pair: -(pair[1].value or 0.0))]
        return Bars(title="Where the money of a year goes", bars=tuple(bars)) if bars else None
    pieces: dict[str, int] = {}
    for line in cost.lines:
        pieces[line.kind] = pieces.get(line.kind, 0) + line.quantity
    bars = [
        _bar(
            context,
            f"{KINDS[name].plural if name in KINDS else name.capitalize()}, {count_text(pieces.get(name, 0))}",
            context.money(figure),
        )
        for name, figure in rows[:_MOST_BARS]
    ]
    rest = rows[_MOST_BARS:]
    if rest:
        # The last row holds all that is beyond the room, so that the rows still come to the total.
        together = total("all else: purchase price", [figure for _, figure in rest], "USD")
        bars.append(_bar(context, f"All else, {counted(len(rest), 'kind')}", context.money(together)))
    return Bars(title="Where the money goes", bars=tuple(bars))


def _bar(context: ReportContext, label: str, figure: Figure) -> ReportBar:
    value = figure.value or 0.0
    low, high = (value if end is None else end for end in (figure.low, figure.high))
    number = context.short(figure).partition(" / ")[0]
    return ReportBar(label=label, number=number, low=low, value=value, high=high)


def _firm(context: ReportContext) -> Firm | None:
    """Return how firm the price is: the shares of the purchase that are quoted, published and estimated."""
    coverage = context.coverage
    if not coverage.usd:
        return None
    shares = [(_FIRMNESS[name], usd / coverage.usd) for name, usd in coverage.usd_by_sureness.items() if usd]
    return Firm(
        title="How firm the price is",
        shares=tuple(ReportShare(label=label, share=share, sure=sure) for (label, sure), share in shares),
        words=", ".join(f"{label} {percent_text(share)}" for (label, _), share in shares),
    )
