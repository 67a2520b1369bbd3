"""Slides about money: what is asked for, what it costs, the other ways, and how firm the price is."""

from collections.abc import Sequence
from math import isfinite
from typing import Final, NamedTuple

from designer.analysis.money.cost_lines import paid_lines
from designer.analysis.money.records import Alternative, Crossing, TimeCurve
from designer.analysis.money.sourcing_options import wanted_basis
from designer.export.deck import variant_slides
from designer.export.deck.context import MOST_SUBTITLE, DeckContext, fitting
from designer.export.deck.place_slides import main_view
from designer.export.deck.records import (
    Bar,
    Block,
    Bound,
    Card,
    Cards,
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
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, total
from designer.model.figures.figure_text import NARROW_SPACE, count_text, figure_text, number_text, percent_text, shown
from designer.model.kinds import KINDS, Role
from designer.model.wording import counted, listed, noun

_MOST_BARS: Final = 5
_MOST_LINES: Final = 8
_MOST_WAYS: Final = 4
_MOST_FIGURES: Final = 3
_YEARS: Final = 4
_NO_RANGE: Final = 1e-3
"""Ends that are nearer to each other, in shares of the higher one, are no band that anybody sees."""
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
        of = f"{count_text(own)} {noun(own, 'accelerator')} for {context.short(buy)}"
        title = Claim(text=fitting(f"Build a place of {of}", f"Build {of}"), bound=(many, context.bound("buy")))
    elif rented:
        text = f"Rent {count_text(rented)} {noun(rented, 'accelerator')} for {context.short(run)}"
        title = Claim(text=text, bound=(many, context.bound("run")))
    elif bought:
        title = Claim(text=f"Build it for {context.short(buy)}", bound=(context.bound("buy"),))
    elif run is not None and run.value:
        title = Claim(text=f"Run it for {context.short(run)}", bound=(context.bound("run"),))
    else:
        title = Claim(text=_nothing_paid(context), bound=_bill_bounds(context), stance="neutral")
    dearest = _dearest(context)
    below = ", ".join(f"{name} {percent_text(share)}" for name, share in dearest[:3])
    figures: list[DeckFigure] = [context.large("buy", below)] if bought else []
    nearest = _nearest_rival(context)
    if nearest is not None and nearest[0].state == "crosses" and (nearest[0].at.value or 0.0) <= _MONTHS:
        number, _, unit = _months(nearest[0].at.value or 0.0).partition(" ")
        caption = "Cheaper than renting after"
        figures.append(DeckFigure(caption=caption, number=number, unit=unit, below=f"than {nearest[2]}"))
    facility = context.headline("facility")
    if facility is not None and facility.value:
        figures.append(context.large("facility"))
    # What the owner pays each month where there is room for it.
    if run is not None and run.known and len(figures) < _MOST_FIGURES:
        figures.insert(len(figures) and 1, context.large("run"))
    right: list[Block] = [Figures(figures=tuple(figures))] if figures else []
    if dearest and cost is not None:
        name, share = dearest[0]
        right.append(Words(lead="Decide:", text=f"ask for quotes on the {name}, {percent_text(share)} of the price."))
    view, alt = main_view(context)
    return DeckSlide(
        id="decision",
        title=title,
        subtitle=_crossing_claim(context) or _dearest_claim(context),
        left=(Picture(view=view, alt=alt),),
        right=tuple(right),
        notes=context.design.settings.description,
    )


def money(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of what it costs to buy and over its years."""
    cost = context.results.cost
    buy, month = context.headline("buy"), context.headline("month")
    if cost is None or not ((buy is not None and buy.value) or (month is not None and month.value)):
        return LeftOut(id="money", why=f"{_nothing_paid(context)}.")
    years = assumed(context.design, "years").value or 0.0
    whole = context.headline("ownership")
    paid = Bound(path="cost.tco_usd", value=cost.tco_usd.value)
    span = "one year" if years == 1 else f"{years:g} years"
    if buy is not None and buy.value:
        text = f"{context.short(buy)} to buy, {context.short(whole)} over {span}"
        title = Claim(text=text, bound=(context.bound("buy"), paid))
    else:
        text = f"Nothing is bought; it costs {context.short(month)}"
        title = Claim(text=text, bound=(context.bound("month"), context.bound("buy")), stance="opposite")
    rows = [
        (one.caption, context.short(context.money(figure)).partition(" / ")[0])
        for one, figure in paid_lines(cost)
        if figure.value or figure.missing
    ]
    table = Table(header=("Each year", "cost"), rows=tuple(rows), numbers=(1,), widths=(0.5, 0.5))
    left: tuple[Block, ...] = (_waterfall(context),) if buy is not None and buy.value else (table,)
    curves = _curves(context)
    right: tuple[Block, ...] = (curves,) if curves is not None else (table,) if left[0] is not table else ()
    # What a year costs is told to the speaker where the picture is of all years.
    notes = "\n".join(f"{name}: {text} a year" for name, text in rows) if table not in (*left, *right) else ""
    subtitle = None
    if run := context.headline("run"):
        subtitle = Claim(text=f"To run it takes {context.words(run)}.", bound=(context.bound("run"),))
    return DeckSlide(id="money", title=title, subtitle=subtitle, left=left, right=right, notes=notes)


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
    """Return the slide of the project's variants; of one without any, of the other ways: own, rented, by the token."""
    if (beside := variant_slides.variants(context)) is not None:
        return beside
    found = context.ways
    if found is None:
        return LeftOut(id="options", why="Its cost was not worked out.")
    ways = _ways(context)
    if len(ways) < 2:
        why = "There is no other way with a known price to set it against."
        return LeftOut(id="options", why=f"{why} {listed(found.notes, 2)}".strip())
    cheapest, rest = ways[0], ways[1:]
    told = _told_ways(context, ways)
    cards = Cards(
        cards=tuple(_card(context, way) for way in told),
        note="Each sized for the same work; cash only, without write-off. Proposed is what is drawn.",
    )
    name = {"own": "Owning", "cloud": "Renting"}.get(cheapest.row.way, "Paying by the token")
    full = "Owning" if cheapest.row.way == "own" else f"{name} {_named(cheapest)}"
    title = Claim(
        text=fitting(*(f"{words} costs least over {_YEARS} years" for words in (full, name))), bound=(cheapest.bound,)
    )
    second, dearest = rest[0], rest[-1]
    first = f"{_named(second, capital=True)} would cost {context.short(_exact(context, second.spent))}"
    both = f"{first}, {_named(dearest)} {context.short(_exact(context, dearest.spent))}"
    text = fitting(f"{both}.", f"{first}.", most=MOST_SUBTITLE) if dearest is not second else f"{first}."
    subtitle = Claim(text=text, bound=(second.bound, dearest.bound))
    return DeckSlide(id="options", title=title, subtitle=subtitle, left=(cards,))


class _Way(NamedTuple):
    """One way with its cash over the years, USD, and where `compare --json` says it."""

    row: Alternative
    curve: TimeCurve
    spent: float
    bound: Bound


def _ways(context: DeckContext) -> list[_Way]:
    """Return the ways with a known price, the cheapest over the years first."""
    found = context.ways
    if found is None:
        return []
    rows = {row.key: row for row in found.rows if row.compared}
    ways = [
        _Way(rows[curve.key], curve, spent := curve.usd[_MONTHS], _compare(f"over_time.{place}.usd.{_MONTHS}", spent))
        for place, curve in enumerate(found.over_time)
        if curve.key in rows
    ]
    return sorted(ways, key=lambda way: way.spent)


def _card(context: DeckContext, way: _Way) -> Card:
    """Return what people compare of a way."""
    row = way.row
    buy = context.short(context.money(row.capex_usd)) if row.capex_usd.value else "nothing"
    month = context.short(context.money(row.cash_usd_per_month), ranged=False).partition(" / ")[0]
    machines = row.machines.value
    return Card(
        title=_named(way, capital=True),
        below=counted(round(machines), "machine") if machines else "by the token" if row.way == "api" else "",
        rows=(("To buy", buy), ("Cash a month", month), (f"{_YEARS} years", context.short(_exact(context, way.spent)))),
        # What is drawn is what is asked for, whether it is cheapest or not.
        proposed=_is_drawn(context, way),
    )


def _is_drawn(context: DeckContext, way: _Way) -> bool:
    """Return whether WAY is what is drawn: owning where machines are, else the rent on the wanted basis."""
    counts = context.results.counts
    if int(counts.accelerators.value or 0) > counts.accelerators_rented:
        return way.row.way == "own"
    drawn = {node.part for node in context.design.nodes.values()}
    return way.row.way == "cloud" and way.row.part in drawn and way.row.basis == wanted_basis(context.design)


def _told_ways(context: DeckContext, ways: Sequence[_Way]) -> Sequence[_Way]:
    """Return those of WAYS that have room: the cheapest, and what is drawn in any case."""
    drawn = next((way for way in ways if _is_drawn(context, way)), None)
    if drawn is None or drawn in ways[:_MOST_WAYS]:
        return ways[:_MOST_WAYS]
    return [*ways[: _MOST_WAYS - 1], drawn]


def _curves(context: DeckContext) -> Curves | None:
    """Return what each way has cost by each month; None where there are no two."""
    # Owning first, as the others are set against it.
    ways = sorted(_told_ways(context, _ways(context)), key=lambda way: way.row.way != "own")
    if len(ways) < 2:
        return None
    return Curves(
        title="Spent so far",
        unit=_exact(context, 1.0).unit,
        curves=tuple(_curve(context, way) for way in ways),
    )


def _curve(context: DeckContext, way: _Way) -> Curve:
    """Return what a way has cost by each month, with all ranges at their ends where its price has any."""

    def amounts(months: Sequence[float]) -> tuple[float, ...]:
        return tuple(_exact(context, usd).value or 0.0 for usd in months[: _MONTHS + 1])

    name, curve = _named(way), way.curve
    low, high = curve.low[_MONTHS], curve.high[_MONTHS]
    if high - low <= _NO_RANGE * max(high, 1.0):
        return Curve(label=name, values=amounts(curve.usd))
    ends = tuple(
        Bound(path=way.bound.path.replace(".usd.", f".{end}."), value=usd)
        for end, usd in (("low", low), ("high", high))
    )
    span = context.money(Figure(value=way.spent, unit="USD", low=low, high=high))
    text = f"After {_YEARS} years {name} has cost {context.short(span)}."
    return Curve(
        label=name,
        values=amounts(curve.usd),
        low=amounts(curve.low),
        high=amounts(curve.high),
        said=Claim(text=text, bound=(way.bound, *ends)),
    )


def _compare(path: str, value: float | None) -> Bound:
    return Bound(path=f"compare.{path}", value=value)


def _named(way: _Way, *, capital: bool = False) -> str:
    if way.row.way == "own":
        return "Owning" if capital else "owning"
    return _bracketed(way.row.name)


def _bracketed(name: str) -> str:
    """Return the name of a way with what follows its first comma in brackets: "p5.48xlarge (on demand)"."""
    head, comma, tail = name.partition(", ")
    return f"{head} ({tail})" if comma else head


def _exact(context: DeckContext, usd: float) -> Figure:
    return context.money(Figure(value=usd, unit="USD", low=usd, high=usd))


def _nearest_rival(context: DeckContext) -> tuple[Crossing, int, str] | None:
    """Return the crossing of owning with the cheapest other way, its place and the name of that way; None without one.

    Against any dearer way owning would look better than it is.
    """
    found, ways = context.ways, _ways(context)
    own = next((way for way in ways if way.row.way == "own"), None)
    rival = next((way for way in ways if way.row.way != "own"), None)
    if found is None or own is None or rival is None or not own.row.capex_usd.value:
        return None
    for place, one in enumerate(found.crossings):
        if (one.over, one.cheaper, one.than) == ("months", own.row.key, rival.row.key):
            return one, place, _named(rival)
    return None


def _crossing_claim(context: DeckContext) -> Claim | None:
    """Return when owning becomes cheaper than the cheapest other way, or that it never does; None where unknown."""
    nearest = _nearest_rival(context)
    if nearest is None:
        return None
    one, place, name = nearest
    bound = (_compare(f"crossings.{place}.at", one.at.value),)
    if one.state == "crosses" and one.at.value is not None:
        least = gaps(one.at).bound
        months = f"{least} {_months(one.at.value)}" if least else _months(one.at.value)
        soon = one.at.value <= _MONTHS
        form = "Owning is cheaper than {} after " if soon else "Owning becomes cheaper than {} only after "
        text = _filled(f"{form}{months}.", name, "the cheapest other way")
        return Claim(text=text, bound=bound, stance="said" if soon else "opposite")
    if one.state == "never":
        text = _filled("Owning never becomes cheaper than {}.", name, "the cheapest other way")
        return Claim(text=text, bound=bound, stance="opposite")
    return None


def _months(value: float) -> str:
    text = number_text(value, 2) if value < 100 else count_text(value)
    return f"{text} {noun(float(text.replace(NARROW_SPACE, '')), 'month')}"


def _filled(form: str, *names: str) -> str:
    return fitting(*(form.format(name) for name in names), most=MOST_SUBTITLE)


def _bill_bounds(context: DeckContext) -> tuple[Bound, Bound]:
    """Return how many lines of the bill have no price, and how many it has."""
    coverage = context.coverage
    return (
        Bound(path="bom.unpriced.#", value=float(len(coverage.unpriced))),
        Bound(path="bom.lines.#", value=float(coverage.lines)),
    )


def is_free(context: DeckContext) -> bool:
    """Return whether all lines of the bill are known, and known to cost nothing."""
    coverage = context.coverage
    return bool(coverage.lines) and not coverage.unpriced and not coverage.usd


def _nothing_paid(context: DeckContext) -> str:
    """Return why there is no amount to say: all of it is free of charge, or no price is known."""
    return "Nothing in it has to be paid for" if is_free(context) else "Nothing in it has a price yet"


def assumptions(context: DeckContext) -> DeckSlide:
    """Return the slide of how firm the price is, what is not in it and what is supposed."""
    coverage = context.coverage
    unpriced = len(coverage.unpriced)
    open_lines, lines = _bill_bounds(context)
    sure = coverage.sure_share
    if not coverage.lines:
        title = Claim(text="Nothing is bought, so that no price can be firm", bound=(lines,), stance="neutral")
    elif unpriced:
        text = (
            f"{unpriced} of {counted(coverage.lines, 'line')} of the bill {'has' if unpriced == 1 else 'have'} no price"
        )
        title = Claim(text=f"{text} yet", bound=(open_lines, lines), stance="opposite")
    elif is_free(context):
        text = f"Every one of {counted(coverage.lines, 'line')} of the bill is free of charge"
        if coverage.lines == 1:
            text = "The one line of the bill is free of charge"
        title = Claim(text=text, bound=(open_lines, lines))
    else:
        text = f"Every one of {counted(coverage.lines, 'line')} of the bill has a price"
        if coverage.lines == 1:
            text = "The one line of the bill has a price"
        title = Claim(text=text, bound=(open_lines, lines))
    subtitle = None
    if sure is not None:
        subtitle = Claim(
            text=_sure_words(sure),
            bound=(Bound(path="bom.total_usd", value=context.coverage.usd),),
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


def _sure_words(share: float) -> str:
    """Return how much of the value was published or quoted; what rounds to all of it is not called so."""
    percent = percent_text(share)
    if share == 0:
        return "None of the value was published or quoted: all of it is an estimate or a range."
    if share == 1:
        return "All of the value was published or quoted."
    if percent == "100%":
        return "Nearly all of the value was published or quoted."
    return f"{percent} of the value was published or quoted; the rest is an estimate or a range."


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
