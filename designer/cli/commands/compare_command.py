"""Command that compares owning, renting and paying by the token for the same demand: compare."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from designer.analysis.money.alternatives import LONGEST, alternatives
from designer.analysis.money.growth import growth
from designer.analysis.money.records import Alternative, Alternatives, Growth
from designer.analysis.money.spread import uncertain
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.catalog.reading import read_library
from designer.cli.opening import PATH, VARIANT, open_design
from designer.cli.printing import figure_line, plain, print_json, print_rows, print_table, print_wrapped
from designer.cli.text.spread_text import print_spread
from designer.cli.text.workload_summary import work_rows
from designer.clock import today
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import UNKNOWN, count_text, figure_text
from designer.model.money.conversion import in_currency, rate_words
from designer.model.money.pricing import PriceBook
from designer.review.documents.money_document import alternatives_document, growth_document, spread_document
from designer.review.documents.results_document import headlines_document
from designer.review.workloads.way_figures import all_given, given_by


@click.command("compare", short_help="Own, cloud or tokens for the demand of PROJECT.")
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--instance", "instances", multiple=True, metavar="ID", help="Rent these, not the matching ones.")
@click.option("--api", "apis", multiple=True, metavar="ID", help="Ask these models by the token.")
@click.option("--own", "machine", default="", metavar="ID", help="Own this machine, not those that are drawn.")
@click.option("--months", default=60, type=click.IntRange(1, LONGEST), help="How far the curves over time go.")
@click.option("--seed", type=click.IntRange(0), help="Add P10, P50 and P90 of the cost of the design as it is drawn.")
@VARIANT
def compare(
    project: Path,
    as_json: bool,
    instances: tuple[str, ...],
    apis: tuple[str, ...],
    machine: str,
    months: int,
    seed: int | None,
    variant: str,
) -> None:
    """Say what owning, renting and paying by the token cost for what PROJECT is asked, and where they cross."""
    library = read_library()
    design = open_design(project, library, variant)
    results = analyze(design, only=("power", "cost", "workloads"), library=library)
    day = today().isoformat()
    found = alternatives(
        design, library, results, instances=instances, apis=apis, machine=machine, months=months, start=day
    )
    grown = growth(design, results, start=day)
    drawn = uncertain(results, seed) if seed is not None else None
    if as_json:
        spread = {} if drawn is None else {"spread": spread_document(drawn)}
        told = {"headlines": headlines_document("compare", results)}
        print_json({**alternatives_document(found, results), **told, "growth": growth_document(grown), **spread})
        return
    _print(design, found, work_rows("compare", results), results)
    if grown.growing:
        _print_growth(grown, design.settings.prices)
    if drawn is not None:
        print_spread(drawn, design.settings.prices)


def _print(design: Design, found: Alternatives, gives: Sequence[tuple[str, str]], results: Results) -> None:
    """Print FOUND, and what the design GIVES as it is drawn; RESULTS are those of the design."""
    book = design.settings.prices
    click.echo(f"{design.name}\n")
    # What every other place says of the design as it is drawn; the notes say how a way to own it differs.
    month = figure_line(in_currency(found.usd_per_month_as_drawn, book))
    told = [("A month all told, as drawn", month), *((f"{label}, as drawn", text) for label, text in gives)]
    print_rows([*_asked(found), *told])
    if not found.rows:
        click.echo("\nThere is nothing to compare yet.")
    else:
        click.echo("")
        headings = ["way", "machines", "accelerators", "to buy", "a month", "of this cash", "GPU hour", "1 M tokens"]
        if not found.tokens_per_month.known:
            headings.pop()
        cells = [_row(row, book)[: len(headings)] for row in found.rows]
        print_table(headings, cells, numbers=range(1, len(headings)))
        _print_given(found, results)
    for heading, over in (("Over time, in cash", "months"), ("Over demand, a month all told", "demand")):
        words = [crossing.words for crossing in found.crossings if crossing.over == over]
        if words:
            click.echo(f"\n{heading}")
            _print_list(words)
    reasons = [f"{row.name}: {row.reason}" for row in found.rows if row.reason]
    reasons = [*(f"{row.name}: {row.note}" for row in found.rows if row.way == "own" and row.note), *reasons]
    reasons += _untold(found, results)
    if found.notes or reasons or rate_words(book):
        click.echo("\nTo know")
        _print_list([*found.notes, *reasons, *([rate_words(book)] if rate_words(book) else [])])


def _print_given(found: Alternatives, results: Results) -> None:
    """Print how fast each way serves and trains; nothing where none of them is known to do either."""
    told = all_given(found, results)
    if not told:
        return
    click.echo("\nWhat each way gives")
    rows: list[tuple[str, ...]] = []
    for row in found.rows:
        known = {one.key: figure for one, figure, _ in given_by(row, results)}
        texts = (figure_text(known[one.key]) if one.key in known else UNKNOWN for one in told)
        rows.append((plain(row.name), *map(plain, texts)))
    # The bases of rent differ in money alone.
    headings = ("way", *(one.title.lower() for one in told))
    print_table(headings, rows, numbers=range(1, len(headings)))


def _print_growth(grown: Growth, book: PriceBook) -> None:
    click.echo("\nAs it grows, a month")
    marks = tuple(grown.total)
    rows = [("requests", *(_count(grown.requests[month]) for month in marks))]
    if grown.accelerators_needed[0].known:
        rows.append(("accelerators needed", *(_count(grown.accelerators_needed[month]) for month in marks)))
    rows += [(plain(line.name), *(_amount(line.at[month], book) for month in marks)) for line in grown.lines]
    rows.append(("all of it", *(_amount(grown.total[month], book) for month in marks)))
    print_table(("", *(f"month {month}" for month in marks)), rows, numbers=range(1, len(marks) + 1), indent="  ")
    _print_list([grown.words, *grown.notes])


def _print_list(lines: Iterable[str]) -> None:
    for line in lines:
        print_wrapped("  - ", line)


def _untold(found: Alternatives, results: Results) -> list[str]:
    """Return why some of what ways give is not known or less sure, each reason once, with the ways it holds for."""
    said: dict[str, list[str]] = {}
    for row in found.rows:
        outside = {words for _, _, sure in given_by(row, results) if sure is not None for words in sure.outside}
        if row.untold:
            said.setdefault(row.untold, []).append(row.name)
        if outside:
            words = f"Times and rates lie outside of what was tested: {' and '.join(sorted(outside))}."
            said.setdefault(words, []).append(row.name)
    return [f"{', '.join(names)}: {words}" for words, names in said.items()]


def _asked(found: Alternatives) -> Sequence[tuple[str, str]]:
    rows = [
        ("Accelerators drawn", figure_line(found.accelerators_drawn)),
        ("Accelerators needed", figure_line(with_likely(found.accelerators_needed))),
    ]
    if found.requests_per_month.known:
        rows.append(("Requests a month", _count(found.requests_per_month)))
    if found.tokens_per_month.known:
        rows.append(("Tokens a month", _count(found.tokens_per_month)))
    return rows


def _count(figure: Figure) -> str:
    return plain(count_text(figure.value)) if figure.value is not None else UNKNOWN


def _row(row: Alternative, book: PriceBook) -> tuple[str, ...]:
    money = (row.capex_usd, row.usd_per_month, row.cash_usd_per_month, row.usd_per_gpu_hour, row.usd_per_million_tokens)
    return (
        plain(row.name),
        "" if row.way == "api" else _count(row.machines),
        "" if row.way == "api" else _count(row.accelerators),
        *("" if row.way == "api" and figure is row.usd_per_gpu_hour else _amount(figure, book) for figure in money),
    )


def _amount(figure: Figure, book: PriceBook) -> str:
    """FIGURE in the money of BOOK; the heading says of what."""
    return plain(figure_text(in_currency(figure, book), ranged=False).partition(" / ")[0])


COMMANDS = (compare,)
