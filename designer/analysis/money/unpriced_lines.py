"""Lines of a bill without a price, for which every total that they enter is a least value.

`designer.model.figures.completeness` says the same of a single figure.
"""

from collections.abc import Iterable

from designer.analysis.results import CostLine
from designer.model.figures.completeness import NAMED, gaps
from designer.model.figures.figure import Figure
from designer.model.money.pricing import date_rank
from designer.model.wording import listed


def dearest_date(lines: Iterable[CostLine]) -> str:
    """Return the date of the price that most of what LINES cost rests on; "" where none has a date."""
    dated = [line for line in lines if line.price_date and line.total_usd.value]
    return max(dated, key=lambda line: line.total_usd.or_zero).price_date if dated else ""


def dearest_by_year(lines: Iterable[CostLine], least: float = 0.1) -> dict[int, CostLine]:
    """Return the dearest line of each year whose prices make at least LEAST of what is dated, the most first."""
    by_year: dict[int, list[CostLine]] = {}
    for line in lines:
        year = date_rank(line.price_date)[0]
        if year and line.total_usd.value:
            by_year.setdefault(year, []).append(line)
    sums = {year: sum(line.total_usd.or_zero for line in some) for year, some in by_year.items()}
    most = sum(sums.values())
    return {
        year: max(by_year[year], key=lambda line: line.total_usd.or_zero)
        for year in sorted(sums, key=lambda one: -sums[one])
        if sums[year] >= least * most
    }


def unpriced_lines(lines: Iterable[CostLine]) -> tuple[CostLine, ...]:
    """Return those of LINES of which something is unknown, in their order."""
    return tuple(line for line in lines if gaps(line.total_usd).names)


def unpriced_words(unpriced: tuple[str, ...], lines: int) -> str:
    """Return what a bill of LINES lines says about those called UNPRICED; "" where all have a price."""
    if not unpriced:
        return ""
    has, is_ = ("has", "is") if len(unpriced) == 1 else ("have", "are")
    names = listed(unpriced, most=NAMED)
    return f"{len(unpriced)} of {lines} lines {has} no known price and {is_} not in the total: {names}."


def total_label(total: Figure) -> str:
    """Return what the sum below a bill is called: "Total", or "Total, at least" where something is left out."""
    bound = gaps(total).bound
    return f"Total, {bound}" if bound else "Total"
