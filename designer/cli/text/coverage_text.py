"""Lines of `catalog check` on prices: how many parts of a kind have one, and what the shipped templates rest on."""

from collections.abc import Iterator
from typing import Any

import click
from msgspec.structs import asdict

from designer import clock
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.prices.coverage import SURENESSES, KindCoverage, coverage_by_kind
from designer.cli.printing import print_table, print_wrapped
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.bills.bill import bill_of
from designer.export.price_coverage import BillCoverage, bill_coverage, together
from designer.model.figures.figure_text import percent_text

_NAMED = 5
"""Modelled lines that are named; --json names them all."""


def template_coverage(library: Library) -> tuple[BillCoverage, ...]:
    """Return the coverage of the bill of every template at its defaults, but those that hold nothing."""
    return tuple(one for one in _coverages(library) if one.lines)


def _coverages(library: Library) -> Iterator[BillCoverage]:
    for name in TEMPLATES:
        design = build_template(name, library, {})
        results = analyze(design, only=("power", "cost"), library=library)
        yield bill_coverage(bill_of(design, results, today=clock.today()))


def coverage_document(library: Library) -> dict[str, Any]:
    """Return what is printed, as plain data."""
    templates = template_coverage(library)
    return {
        "kinds": [asdict(one) for one in coverage_by_kind(library, clock.today())],
        "templates": [_document(one) for one in templates],
        "all_templates": _document(together(templates)),
    }


def _document(one: BillCoverage) -> dict[str, Any]:
    return asdict(one) | {"priced_share": one.priced_share, "sure_share": one.sure_share}


def print_coverage(library: Library) -> None:
    """Print the coverage by kind and by template, and what stays modelled."""
    click.echo("Prices of what can be bought, by kind")
    print_table(
        ("kind", "parts", "priced", *SURENESSES),
        [_kind_row(one) for one in coverage_by_kind(library, clock.today())],
        numbers=range(1, 6),
        indent="  ",
    )
    templates = template_coverage(library)
    every = together(templates)
    click.echo("\nBills of the shipped templates: lines with a price or a range, and their value by what it rests on")
    print_table(
        ("template", "lines", "priced", "value", *SURENESSES),
        [_template_row(one) for one in (*templates, every)],
        numbers=range(1, 7),
        indent="  ",
    )
    click.echo("")
    modelled = [f"{name} {_usd(value)}" for name, value in every.modelled[:_NAMED]]
    print_wrapped("Modelled, most first  ", ", ".join(modelled) or "nothing")
    print_wrapped("Without a price       ", ", ".join(every.unpriced) or "nothing")


def _kind_row(one: KindCoverage) -> tuple[str, ...]:
    return (one.kind, f"{one.parts}", f"{one.priced}", *(f"{one.by_sureness[name]}" for name in SURENESSES))


def _template_row(one: BillCoverage) -> tuple[str, ...]:
    shares = [percent_text(one.usd_by_sureness[name] / one.usd) if one.usd else "" for name in SURENESSES]
    return (one.name, f"{one.lines}", percent_text(one.priced_share), _usd(one.usd), *shares)


def _usd(value: float) -> str:
    """Return VALUE as thousands or millions of US dollars."""
    return f"{value / 1e6:,.1f} M$" if value >= 1e6 else f"{value / 1e3:,.0f} k$"
