"""Slides about money: what is asked for, what it costs, the other ways, and how firm the price is."""

from math import isfinite
from typing import Final

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.cost_lines import paid_lines
from designer.analysis.money.records import Alternative
from designer.export.deck.context import DeckContext
from designer.export.deck.place_slides import main_view
from designer.export.deck.records import (
    Bar,
    Block,
    Bound,
    Claim,
    Curve,
    Curves,
    DeckFigure,
    DeckSlide,
    Figures,
    LeftOut,
    Lines,
    Picture,
    Share,
    Shares,
    Table,
    Waterfall,
    Words,
)
from designer.formulas.periods import MONTHS_PER_YEAR
from designer.model.assumptions.table import ASSUMPTIONS, assumed
from designer.model.figures.figure import Figure, total
from designer.model.figures.figure_text import count_text, figure_text, percent_text, shown
from designer.model.kinds import KINDS, Role
from designer.model.wording import counted, listed, noun

_MOST_BARS: Final = 5
_MOST_LINES: Final = 8
_MOST_WAYS: Final = 4
_YEARS: Final = 4
_MONTHS: Final = round(_YEARS * MONTHS_PER_YEAR)


def decision(context: DeckContext) -> DeckSlide:
    """Return the slide of what is to be decided: the ask, three figures and where it stands."""
    counts, cost = context.results.counts, context.results.cost
    buy, run = context.headline("buy"), context.headline("run")
    accelerators = int(counts.accelerators.value or 0)
    rented = counts.accelerators_rented
    own = accelerators - rented
    many = Bound(path="counts.accelerators.total", value=float(accelerators))
    bought = buy is not None and bool(buy.value)
    if own and bought:
        of = f"{count_text(own)} AI {noun(own, 'accelerator')}"
        title = Claim(text=f"Build a place of {of} for {context.short(buy)}", bound=(many, context.bound("buy")))
    elif rented:
        text = f"Rent {count_text(rented)} AI {noun(rented, 'accelerator')} for {context.short(run)}"
        title = Claim(text=text, bound=(many, context.bound("run")))
    elif bought:
        title = Claim(text=f"Build it for {context.short(buy)}", bound=(context.bound("buy"),))
    elif run is not None and run.value:
        title = Claim(text=f"Run it for {context.short(run)}", bound=(context.bound("run"),))
    else:
        title = Claim(text=f"{context.design.name}: nothing in it has a price yet", stance="neutral")
    dearest = _dearest(context)
    below = ", ".join(f"{name} {percent_text(share)}" for name, share in dearest[:3])
    figures: list[DeckFigure] = [context.large("buy", below)] if bought else []
    if run is not None and run.known:
        figures.append(context.large("run"))
    facility = context.headline("facility")
    if facility is not None and facility.value:
        figures.append(context.large("facility"))
    right: list[Block] = [Figures(figures=tuple(figures))] if figures else []
    if dearest and cost is not None:
        name, share = dearest[0]
        right.append(Words(lead="Decide:", text=f"ask for quotes on the {name}, {percent_text(share)} of the price."))
    view, alt = main_view(context)
    return DeckSlide(
        id="decision",
        title=title,
        subtitle=_dearest_claim(context),
        left=(Picture(view=view, alt=alt),),
        right=tuple(right),
        notes=context.design.settings.description,
    )


def money(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of what it costs to buy and over its years."""
    cost = context.results.cost
    buy, month = context.headline("buy"), context.headline("month")
    if cost is None or not ((buy is not None and buy.value) or (month is not None and month.value)):
        return LeftOut(id="money", why="Nothing in it has a price yet.")
    years = assumed(context.design, "years").value or 0.0
    whole = context.money(cost.tco_usd)
    paid = Bound(path="cost.tco_usd", value=cost.tco_usd.value)
    span = "one year" if years == 1 else f"{years:g} years"
    if buy is not None and buy.value:
        text = f"{context.short(buy)} to buy, {context.short(whole)} over {span}"
        title = Claim(text=text, bound=(context.bound("buy"), paid))
    else:
        text = f"Nothing is bought; it costs {context.words(month)}"
        title = Claim(text=text, bound=(context.bound("month"), context.bound("buy")), stance="opposite")
    rows = [
        (one.caption, context.short(context.money(figure)).partition(" / ")[0])
        for one, figure in paid_lines(cost)
        if figure.value or figure.missing
    ]
    table = Table(header=("Each year", "cost"), rows=tuple(rows), numbers=(1,), widths=(0.5, 0.5))
    left: tuple[Block, ...] = (_waterfall(context),) if buy is not None and buy.value else (table,)
    right: tuple[Block, ...] = (table,) if left[0] is not table else ()
    subtitle = None
    if run := context.headline("run"):
        subtitle = Claim(text=f"To run it takes {context.words(run)}.", bound=(context.bound("run"),))
    return DeckSlide(id="money", title=title, subtitle=subtitle, left=left, right=right)


def _waterfall(context: DeckContext) -> Waterfall:
    cost = context.results.cost
    assert cost is not None
    kinds = sorted(cost.by_kind.items(), key=lambda pair: -(pair[1].value or 0.0))
    kinds = [(name, figure) for name, figure in kinds if figure.value]
    shown_kinds, rest = kinds[:_MOST_BARS], kinds[_MOST_BARS:]
    # Pieces of each kind on the bill.
    numbers: dict[str, int] = {}
    for line in cost.lines:
        numbers[line.kind] = numbers.get(line.kind, 0) + line.quantity
    bars = [
        Bar(
            label=KINDS[name].plural if name in KINDS else name,
            note=count_text(numbers.get(name, 0)),
            figure=context.money(figure),
        )
        for name, figure in shown_kinds
    ]
    if rest:
        together = total("all else", [figure for _, figure in rest], "USD")
        bars.append(Bar(label="All else", note=counted(len(rest), "kind"), figure=context.money(together)))
    buy = context.headline("buy")
    assert buy is not None
    unit = shown(buy).unit
    return Waterfall(title="To buy", unit=unit, bars=tuple(bars), total=Bar(label="To buy", note="", figure=buy))


def options(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of the other ways to get the same: own, rented, by the token."""
    if context.results.cost is None:
        return LeftOut(id="options", why="Its cost was not worked out.")
    found = alternatives(context.design, context.library, context.results, months=_MONTHS)
    rows = [row for row in found.rows if row.compared][:_MOST_WAYS]
    if len(rows) < 2:
        why = "There is no other way with a known price to set it against."
        return LeftOut(id="options", why=f"{why} {listed(found.notes, 2)}".strip())
    by_key = {curve.key: curve for curve in found.over_time}
    table = Table(
        header=("Way", "to buy", "cash a month", f"over {_YEARS} years"),
        rows=tuple(
            (
                row.name,
                context.short(context.money(row.capex_usd), ranged=False) if row.capex_usd.value else "–",
                context.short(context.money(row.cash_usd_per_month), ranged=False).partition(" / ")[0],
                _at_end(context, by_key[row.key].usd) if row.key in by_key else "–",
            )
            for row in rows
        ),
        numbers=(1, 2, 3),
        widths=(0.34, 0.21, 0.24, 0.21),
        note="Each sized for the same work; cash only, without write-off.",
    )
    curves = Curves(
        title="Spent so far",
        unit=context.money(Figure(value=1.0, unit="USD", low=1.0, high=1.0)).unit,
        curves=tuple(
            Curve(label=row.name, values=tuple(_amount(context, usd) for usd in by_key[row.key].usd))
            for row in rows
            if row.key in by_key
        ),
    )
    known = [row for row in rows if row.key in by_key]
    cheapest = min(known, key=lambda row: by_key[row.key].usd[-1])
    spent = by_key[cheapest.key].usd[-1]
    title = Claim(
        text=f"{_way(cheapest)} costs least over {_YEARS} years",
        bound=(Bound(path=f"compare.over_time.{cheapest.key}.{_MONTHS}", value=spent),),
    )
    return DeckSlide(id="options", title=title, subtitle=_crossing_claim(context), left=(curves,), right=(table,))


def _way(row: Alternative) -> str:
    return "Owning" if row.way == "own" else f"Renting {row.name}" if row.way == "cloud" else row.name


def _amount(context: DeckContext, usd: float) -> float:
    return context.money(Figure(value=usd, unit="USD", low=usd, high=usd)).value or 0.0


def _at_end(context: DeckContext, usd: tuple[float, ...]) -> str:
    return figure_text(context.money(Figure(value=usd[-1], unit="USD", low=usd[-1], high=usd[-1])))


def _crossing_claim(context: DeckContext) -> Claim | None:
    """Return when owning becomes cheaper than the nearest rent, or that it never does; None where neither is known."""
    if context.results.cost is None or not (context.results.cost.capex_usd.value or 0.0):
        return None
    found = alternatives(context.design, context.library, context.results, months=_MONTHS)
    over_months = [one for one in found.crossings if one.over == "months" and one.cheaper == "own"]
    crossing = [one for one in over_months if one.state == "crosses" and one.at.value is not None]
    if crossing:
        first = min(crossing, key=lambda one: one.at.value or 0.0)
        bound = Bound(path="compare.crossings.own.months", value=first.at.value)
        return Claim(text=first.words, bound=(bound,))
    never = [one for one in found.crossings if one.over == "months" and one.state == "never"]
    return Claim(text=never[0].words, stance="opposite") if never else None


def assumptions(context: DeckContext) -> DeckSlide:
    """Return the slide of how firm the price is, what is not in it and what is supposed."""
    coverage = context.coverage
    unpriced = len(coverage.unpriced)
    lines = Bound(path="bom.lines.#", value=float(coverage.lines))
    open_lines = Bound(path="bom.unpriced.#", value=float(unpriced))
    sure = coverage.sure_share
    if not coverage.lines:
        title = Claim(text="Nothing is bought, so that no price can be firm", bound=(lines,), stance="neutral")
    elif unpriced:
        text = (
            f"{unpriced} of {counted(coverage.lines, 'line')} of the bill {'has' if unpriced == 1 else 'have'} no price"
        )
        title = Claim(text=f"{text} yet", bound=(open_lines, lines), stance="opposite")
    else:
        text = f"Every one of {counted(coverage.lines, 'line')} of the bill has a price"
        title = Claim(text=text, bound=(open_lines, lines))
    subtitle = None
    if sure is not None:
        subtitle = Claim(
            text=f"{percent_text(sure)} of the value was published or quoted; the rest is an estimate or a range.",
            bound=(Bound(path="bom.sure_share", value=sure),),
        )
    supposed = tuple(_supposed(context))
    left: list[Block] = []
    if coverage.usd:
        left.append(Shares(shares=tuple(_shares(context))))
    missing = tuple((name, "no price yet") for name in coverage.unpriced[:_MOST_LINES])
    if unpriced > _MOST_LINES:
        missing = (*missing[:-1], (f"{unpriced - _MOST_LINES + 1} more lines", "no price yet"))
    not_drawn = tuple((name, "not drawn") for name in _not_drawn(context))
    outside = tuple((name, "not in the price") for name in ("Building, taxes and licences that are not drawn",))
    left.append(Lines(title="Not included", lines=(*missing, *not_drawn, *outside)[: _MOST_LINES + 2]))
    return DeckSlide(
        id="assumptions",
        title=title,
        subtitle=subtitle,
        left=tuple(left),
        right=(Lines(title="Supposed", lines=supposed),),
    )


def _shares(context: DeckContext) -> list[Share]:
    coverage = context.coverage
    names = {
        "firm": ("Quoted", "sourced"),
        "published": ("Published", "sourced"),
        "estimate": ("Estimated", "estimated"),
    }
    found: list[Share] = []
    for sureness, usd in coverage.usd_by_sureness.items():
        if usd:
            label, sure = names.get(sureness, (sureness.capitalize(), "unverified"))
            amount = figure_text(context.money(Figure(value=usd, unit="USD", low=usd, high=usd)))
            found.append(Share(label=label, share=usd / coverage.usd, below=amount, sure=sure))  # type: ignore[arg-type]
    return found


def _not_drawn(context: DeckContext) -> list[str]:
    """Return what a place needs and is not drawn."""
    roles = {KINDS[node.kind].role for node in context.design.nodes.values() if node.kind in KINDS}
    equipment: frozenset[Role] = frozenset({"host", "switch", "storage"})
    own = equipment & roles
    wanted = {"power": "Utility, UPS and power distribution", "cooling": "Cooling"} if own else {}
    return [words for role, words in wanted.items() if role not in roles]


def _supposed(context: DeckContext) -> list[tuple[str, str]]:
    """Return the assumptions that weigh most, with their values: those that a person set first."""
    own = list(context.design.settings.assumptions)
    usual = [name for name in ("pue", "electricity_usd_per_kwh", "years", "typical_load") if name not in own]
    known = [name for name in (*own, *usual) if name in ASSUMPTIONS]
    found: list[tuple[str, str]] = []
    for name in known[:_MOST_LINES]:
        figure = assumed(context.design, name)
        if figure.value is not None and isfinite(figure.value):
            found.append((ASSUMPTIONS[name].title, figure_text(figure)))
    return found


def _dearest_claim(context: DeckContext) -> Claim | None:
    """Return what most of the purchase goes into; None where nothing is bought."""
    cost = context.results.cost
    dearest = _dearest(context)
    if cost is None or not dearest:
        return None
    name, share = dearest[0]
    kind = max(cost.by_kind, key=lambda one: cost.by_kind[one].value or 0.0)
    bound = (
        Bound(path=f"cost.by_kind.{kind}", value=cost.by_kind[kind].value),
        Bound(path="cost.capex_usd", value=cost.capex_usd.value),
    )
    return Claim(text=f"{percent_text(share)} of the price is {name}.", bound=bound)


def _dearest(context: DeckContext) -> list[tuple[str, float]]:
    """Return the kinds that cost most with their share of the purchase, in words of a sentence."""
    cost = context.results.cost
    whole = cost.capex_usd.value if cost is not None else None
    if cost is None or not whole:
        return []
    rows = [(name, (figure.value or 0.0) / whole) for name, figure in cost.by_kind.items() if name in KINDS]
    rows.sort(key=lambda row: -row[1])
    names = [KINDS[name].plural for name, _ in rows]
    return [
        (name if name[:2].isupper() else name.lower(), share)
        for name, (_, share) in zip(names, rows, strict=True)
        if share
    ]
