"""The chapter of cost: what it is to buy and to run, what comes on top, and the other ways to get the same."""

from designer.analysis.money.cost_lines import paid_lines
from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.deck.records import LeftOut, Table
from designer.export.report.context import ReportContext, notes, said
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, shown
from designer.model.kinds import KINDS
from designer.model.money.conversion import rate_words


def money_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of cost; why there is none where nothing has a price."""
    slide, cost = context.slide("money"), context.results.cost
    if slide is None or cost is None:
        left = next((one for one in context.deck.left_out if one.id == "money"), LeftOut(id="money", why=""))
        return left.why or "Nothing in it has a price yet."
    blocks: list[Block] = []
    told = said(context.subtitle("money"), context.subtitle("decision"), context.subtitle("assumptions"))
    if told:
        blocks.append(Prose(said=told))
    pieces: dict[str, int] = {}
    for line in cost.lines:
        pieces[line.kind] = pieces.get(line.kind, 0) + line.quantity
    kinds = [
        (
            KINDS[name].plural if name in KINDS else name.capitalize(),
            count_text(pieces.get(name, 0)),
            *_ends(context, figure),
        )
        for name, figure in sorted(cost.by_kind.items(), key=lambda pair: -(pair[1].value or 0.0))
        if figure.value or (figure.missing and name in pieces)
    ]
    columns = (("What", 0.4), ("how many", 0.12), ("low", 0.16), ("typical", 0.16), ("high", 0.16))
    if kinds:
        kinds.append(("Together", "", *_ends(context, cost.capex_usd)))
        blocks.append(context.table("To buy", columns, [*kinds], numbers=(1, 2, 3, 4)))
    lines = [
        (f"{line.vendor} {line.name}".strip(), count_text(line.quantity), *_ends(context, line.total_usd))
        for line in sorted(context.bill.lines, key=lambda one: -(one.total_usd.value or 0.0))
        if line.total_usd.value != 0
    ]
    if lines:
        blocks.append(context.table("The dearest lines of the bill", columns, [*lines], numbers=(1, 2, 3, 4)))
    on_top = [(step.title, *_ends(context, step.usd)) for step in context.bill.steps if step.usd.value]
    sums = (("What", 0.52), ("low", 0.16), ("typical", 0.16), ("high", 0.16))
    if on_top and cost.capex_usd.value:
        blocks.append(context.table("On top of the goods", sums, [*on_top], numbers=(1, 2, 3)))
    year = [
        (f"{one.caption}: {one.note}", *_ends(context, figure))
        for one, figure in paid_lines(cost)
        if figure.value or figure.missing
    ]
    if year:
        blocks.append(context.table("Each year", sums, [*year], numbers=(1, 2, 3)))
    blocks.extend(_other_ways(context))
    rate = rate_words(context.design.settings.prices)
    if rate:
        blocks.append(notes((f"Exchange rate: {rate}.",)))
    return ReportChapter(id="cost", heading="Cost", claim=context.title("money"), blocks=tuple(blocks))


def _ends(context: ReportContext, usd: Figure) -> tuple[str, str, str]:
    """Return low, typical and high of an amount; "unknown" three times where nobody knows it."""
    figure = context.money(usd)
    if figure.value is None:
        return "unknown", "unknown", "unknown"
    value = figure.value
    ends = (value if figure.low is None else figure.low, value, value if figure.high is None else figure.high)
    bound = shown(figure).sign
    texts = [context.short(Figure(value=end, unit=figure.unit, low=end, high=end)).partition(" / ")[0] for end in ends]
    return texts[0], f"{bound} {texts[1]}".strip(), texts[2]


def _other_ways(context: ReportContext) -> list[Block]:
    slide = context.slide("options")
    if slide is None:
        return []
    blocks: list[Block] = []
    for table in slide.right:
        if isinstance(table, Table):
            columns = tuple(zip(table.header, table.widths, strict=True))
            rows = [*table.rows]
            blocks.append(context.table("The other ways", columns, rows, numbers=table.numbers, note=table.note))
    claims = said(context.title("options"), context.subtitle("options"))
    return [*blocks, Prose(said=claims)] if blocks else []
