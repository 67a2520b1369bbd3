"""Chapters of the place: how it is laid out, and what it takes of power and cooling."""

from typing import Final

from designer.analysis.results import CoolingResult
from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.deck.records import Claim, Table
from designer.export.report.context import ReportContext, ended, notes
from designer.export.report.sentences import what_a_year_takes, what_is_drawn, what_it_draws
from designer.model.design import View
from designer.model.device_names import device_names
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.kinds import KINDS, ROOMS, SOURCES
from designer.model.naming import title_of
from designer.model.wording import listed

_MARKS: Final = {"fits": "drawn and fits", "ask": "ask the site", "short": "needs more than is drawn", "": ""}
_MOST_SHEETS: Final = {"board": 1, "manager": 3, "engineer": 12}
_MOST_PLANS: Final = {"board": 1, "manager": 3, "engineer": 12}


def layout_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of rooms, racks and devices; why there is none where nothing is drawn."""
    if not context.design.nodes:
        return "Nothing is drawn yet."
    drawn = [*what_is_drawn(context)]
    claim = context.title("hall")
    blocks: list[Block] = []
    if claim is None and drawn:
        claim, drawn = drawn[0], drawn[1:]
    if drawn:
        blocks.append(Prose(said=tuple(drawn)))
    if context.design.settings.description:
        blocks.append(Prose(said=(Claim(text=context.design.settings.description),)))
    if context.slide("hall") is not None:
        rooms = [node for node in context.design.nodes_in_order() if node.kind in ROOMS]
        for room in rooms[: _MOST_PLANS[context.level]]:
            view = View(id="report-floor", name=room.title, shows="floor", focus=(room.id,))
            blocks.append(context.plate(view, f"Plan of {room.title}, to scale."))
    devices = [
        (KINDS[kind].plural if number != 1 else KINDS[kind].title, count_text(number))
        for kind, number in sorted(context.results.counts.by_kind.items(), key=lambda pair: -pair[1])
        if kind in KINDS
    ]
    racks = _rack_rows(context)
    if racks:
        blocks.append(
            context.table(
                "Racks",
                (("Rack", 0.34), ("how many", 0.1), ("filled", 0.18), ("at full load", 0.2), ("weighs", 0.18)),
                racks,
                numbers=(1, 2, 3, 4),
                note="Each figure is of one rack; behind the stroke is what it is made for.",
            )
        )
    if devices:
        blocks.append(context.table("What is drawn", (("What", 0.75), ("how many", 0.25)), devices, numbers=(1,)))
    return ReportChapter(id="layout", heading="Layout", claim=claim, blocks=tuple(blocks))


def _rack_rows(context: ReportContext) -> list[tuple[str, ...]]:
    cooling = context.results.cooling
    if cooling is None:
        return []
    rows = [(rack, context.design.nodes.get(rack_id)) for rack_id, rack in cooling.racks.items()]
    rows.sort(key=lambda pair: -(pair[0].max_w.value or 0.0))
    return [
        (
            device_names(context.design).span(node.id),
            count_text(context.design.total_copies(node.id)),
            _against(rack.used_u, rack.height_u),
            _against(rack.max_w, rack.power_limit_w),
            _against(rack.weight_kg, rack.load_limit_kg),
        )
        for rack, node in rows
        if node is not None
    ]


def _against(figure: Figure, limit: Figure) -> str:
    """Return FIGURE, with what it may be at most behind it where that is known."""
    if not limit.known:
        return figure_text(figure, ranged=False)
    return f"{figure_text(figure, ranged=False)} / {figure_text(limit, ranged=False)}"


def power_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of power, cooling and energy; why there is none where nothing of one's own draws power."""
    power, cooling, energy = context.results.power, context.results.cooling, context.results.energy
    slide = context.slide("place")
    if power is None or cooling is None or slide is None:
        unknown = power is not None and power.it_max_w.missing
        return "What its devices draw is not known." if unknown else "Nothing of one's own draws power."
    blocks: list[Block] = [Prose(said=tuple(what_it_draws(power, cooling)))]
    year = tuple(what_a_year_takes(context, energy)) if energy is not None else ()
    if year:
        blocks.append(Prose(said=year))
    blocks.extend(_site_table(context))
    kinds = [
        (KINDS[name].plural if name in KINDS else name, figure_text(figure))
        for name, figure in sorted(power.by_kind.items(), key=lambda pair: -(pair[1].value or 0.0))
        if figure.value
    ]
    if kinds:
        blocks.append(context.table("Who draws it, in use", (("What", 0.7), ("power", 0.3)), kinds, numbers=(1,)))
    plant = context.results.plant
    if plant is not None and any(element.kind in SOURCES for element in plant.elements.values()):
        blocks.append(_one_line(context))
        chains = [
            (listed((title_of(context.design, one) for one in row.loads), 3), row.scheme, row.why)
            for row in plant.redundancy
            if all(one in context.design.nodes for one in row.loads)
        ]
        if chains:
            columns = (("Devices", 0.34), ("redundancy", 0.14), ("why", 0.52))
            blocks.append(context.table("How they are fed", columns, chains))
    blocks.extend(_cooling_tables(context, cooling))
    return ReportChapter(id="power", heading="Power and cooling", claim=ended(slide.title), blocks=tuple(blocks))


def _one_line(context: ReportContext) -> Block:
    """Return the power chain in one line, or where to find it when it takes more sheets than its readers want."""
    from designer.paint.report.plates import sheets_of  # it loads Qt, which only a picture needs

    plate = context.plate(View(id="report-power", name="", shows="power"), "The power chain, one line.")
    sheets = len(sheets_of(plate.drawing))
    if sheets <= _MOST_SHEETS[context.level]:
        return plate
    return notes((f"The power chain in one line takes {sheets} sheets; export the power view to print it.",))


def _site_table(context: ReportContext) -> list[Block]:
    """Return what the site has to give, with a word in place of the sign that a slide has."""
    slide = context.slide("place")
    found: list[Block] = []
    for table in slide.left if slide is not None else ():
        if isinstance(table, Table) and table.marks:
            rows = [(*row, _MARKS[mark]) for row, mark in zip(table.rows, table.marks, strict=True)]
            columns = (("What", 0.45), ("how much", 0.25), ("the site", 0.3))
            found.append(context.table("What the site has to give", columns, rows, numbers=(1,)))
    return found


def _cooling_tables(context: ReportContext, cooling: CoolingResult) -> list[Block]:
    shares = [
        ("Heat at full load", figure_text(cooling.heat_w)),
        ("Carried away by air", percent_text(cooling.air_share.value) if cooling.air_share.known else ""),
        ("Carried away by liquid", percent_text(cooling.liquid_share.value) if cooling.liquid_share.known else ""),
        ("Air through the racks", figure_text(cooling.airflow_cfm) if cooling.airflow_cfm.known else ""),
        ("Cooling that is drawn", figure_text(cooling.capacity_w) if cooling.capacity_w.known else "none"),
    ]
    rows: list[tuple[str, ...]] = [row for row in shares if row[1]]
    return [context.table("Cooling", (("What", 0.7), ("how much", 0.3)), rows, numbers=(1,))]
