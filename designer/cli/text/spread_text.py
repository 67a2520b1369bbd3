"""Uncertainty of the cost as lines for people: P10, P50 and P90 of each figure, and what moves it most."""

from typing import Final

import click

from designer.analysis.money.records import Uncertain, UncertainName
from designer.cli.printing import plain, print_table
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import figure_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook

_TITLES: Final[dict[UncertainName, str]] = {
    "capex": "To buy",
    "monthly": "Per month, all told",
    "tco": "Total cost of ownership",
    "usd_per_gpu_hour": "Per accelerator hour",
    "usd_per_request": "Per request",
}


def print_spread(drawn: Uncertain, book: PriceBook) -> None:
    """Print the spread of DRAWN in the money of BOOK."""
    click.echo(f"\nAs it is drawn, over all ranges at once (seed {drawn.seed})")
    rows: list[tuple[str, ...]] = []
    for name, spread in drawn.spreads.items():
        values = (spread.p10, spread.p50, spread.p90)
        ends = [figure_text(in_currency(leaf(name, value, spread.unit), book)) for value in values]
        swings = drawn.tornado.get(name, ())
        title = _TITLES[name] + (f", {bound}" if (bound := gaps(drawn.figures[name]).bound) else "")
        rows.append((title, *ends, plain(swings[0].leaf.label) if swings else ""))
    print_table(("figure", "P10", "P50", "P90", "moved most by"), rows, numbers=range(1, 4), indent="  ")
