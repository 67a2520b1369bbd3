"""The chapter of assumptions and sources: what is supposed, what it rests on, and where figures were read."""

from math import isfinite
from typing import Final

from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.report.context import ReportContext, said
from designer.model.assumptions.table import ASSUMPTIONS, assumed
from designer.model.figures.figure_text import figure_text

_USUAL: Final = (
    "typical_load",
    "pue",
    "electricity_usd_per_kwh",
    "years",
    "support_share",
    "electrical_efficiency",
)


def sources_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of assumptions and sources; why there is none where nothing is drawn."""
    if not context.design.nodes:
        return "Nothing is drawn, so that nothing is supposed."
    blocks: list[Block] = []
    told = said(context.subtitle("assumptions"))
    if told:
        blocks.append(Prose(said=told))
    own = list(context.design.settings.assumptions)
    rows: list[tuple[str, ...]] = []
    usual = _USUAL if context.owns_machines else ()
    for name in (*own, *(one for one in usual if one not in own)):
        if name not in ASSUMPTIONS:
            continue
        figure = assumed(context.design, name)
        if figure.value is not None and isfinite(figure.value):
            # A rate has its unit in words: "0.03–0.08 1/year" would be read as two numbers.
            value = figure_text(figure).replace(" 1/year", " a year")
            rows.append((ASSUMPTIONS[name].title, value, _why(name, own)))
    columns = (("Supposed", 0.24), ("value", 0.2), ("why", 0.56))
    if rows:
        blocks.append(context.table("What is supposed", columns, rows, numbers=(1,)))
    prices = [
        (
            line.name,
            line.basis or "–",
            line.price_date or "–",
            line.price_status,
            "; ".join(line.sources) or line.rests_on or "–",
        )
        for line in sorted(context.bill.lines, key=lambda one: -(one.total_usd.value or 0.0))
    ]
    if prices:
        columns = (("Part", 0.24), ("basis", 0.1), ("date", 0.11), ("status", 0.11), ("source", 0.44))
        blocks.append(context.table("What the prices rest on, the dearest line first", columns, [*prices]))
    return ReportChapter(
        id="sources", heading="Assumptions and sources", claim=context.title("assumptions"), blocks=tuple(blocks)
    )


def _why(name: str, own: list[str]) -> str:
    reason = ASSUMPTIONS[name].reason
    return f"Set for this design. In its place stood: {reason}" if name in own else reason
