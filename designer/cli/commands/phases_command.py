"""Command that plans the growth of a design: phases with dates, what is critical, what a month of delay costs."""

from pathlib import Path
from typing import Any, Final

import click

from designer.analysis.phases.growth import DRAWS, MOST_DRAWS, phases_result
from designer.analysis.phases.records import PhasesResult
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, VARIANT, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.edit.phases import TITLES, add_phase, remove_phase, text_of
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.review.documents.results_document import plain_document
from designer.review.phases.phase_words import (
    OWN_DAY,
    SPREAD_NOTE,
    all_running_words,
    critical_words,
    delay_words,
    lead_words,
    missing_words,
    ordered_words,
    own_days,
    supposed_words,
)

_SHOWN_ITEMS: Final = 6
_MONTHS_APART: Final = 3


@click.command("phases", short_help="Plan the growth of PROJECT: dates, delay, money and power by quarter.")
@click.argument("project", type=PATH)
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE...]")
@click.option("--add", is_flag=True, help="Add a phase of the FIELD=VALUE words; order_date it must have.")
@click.option("--remove", metavar="ID", help="Remove a phase.")
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it; without it nothing is written.")
@click.option("--seed", default=0, type=click.IntRange(0), help="The same seed draws the same.")
@click.option("--draws", default=DRAWS, type=click.IntRange(1, MOST_DRAWS), help="How many histories.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
@FORCE
def phases_command(
    project: Path,
    values: tuple[str, ...],
    add: bool,
    remove: str | None,
    out: Path | None,
    seed: int,
    draws: int,
    as_json: bool,
    variant: str,
    force: bool,
) -> None:
    """Say when each phase of PROJECT can run, what it waits for, and what each month of delay costs.

    A phase has: title, order_date, holds ("pod=2, leaf=4": copies that belong to it; what no phase names is in the
    first), lead_weeks ("server=20/26/40": delivery times you were told, by kind or part), energised and
    energised_latest (when the utility gives power), orders ("server=2026-11-02": days on which something is, or was,
    ordered apart from the rest), wanted, after (a phase that has to run first), building, installation and
    commissioning (weeks, as 6 or 4/6/10), ramp_months. Change one with `set PROJECT phase:ID FIELD=VALUE`.
    """
    if values and not add:
        raise click.UsageError("FIELD=VALUE words go with --add; `set PROJECT phase:ID FIELD=VALUE` changes a phase.")
    require_new(out, force=force, changed=project)
    library = read_library()
    design = open_design(project, library, variant)
    if remove is not None:
        design = remove_phase(design, remove).applied(design)
    if add:
        design = add_phase(design, _fields(values)).applied(design)
    if out is not None:
        own = out.exists() and out.samefile(project)
        save_design(out, design, library, variant if own else "")
    found = _found(design, library, draws, seed)
    if as_json:
        planned = [
            {"id": phase.id, **{name: text_of(phase, name) for name in TITLES}} for phase in design.settings.phases
        ]
        document: dict[str, Any] = {"planned": planned, "phases": None if found is None else plain_document(found)}
        print_json(document)
        return
    if found is None:
        print_wrapped(
            "",
            f"{plain(design.name)} has no phases yet. Add the first: phases PROJECT --add "
            "order_date=2027-03-01 -o PROJECT2.",
        )
    else:
        _show(design, found)
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _fields(values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in values:
        field, sign, text = word.partition("=")
        if not sign or not field:
            raise click.UsageError(f"--add takes FIELD=VALUE, not {word[:80]!r}.")
        if field in found:
            raise click.UsageError(f"{field} was given twice.")
        found[field] = text
    return found


def _found(design: Design, library: Library, draws: int, seed: int) -> PhasesResult | None:
    results = analyze(design, only=("power", "cost", "workloads"), library=library)
    if draws == DRAWS and seed == 0:
        return results.phases
    return phases_result(design, results, library, draws=draws, seed=seed)


def _show(design: Design, found: PhasesResult) -> None:
    book = design.settings.prices
    click.echo(f"{plain(design.name)}: {found.draws:,} draws, seed {found.seed}\n")
    rows = [
        (
            phase.title,
            phase.order_date,
            f"{'≥ ' if phase.at_least else ''}{phase.running.p50}",
            f"{'≥ ' if phase.at_least else ''}{phase.running.p90}",
            phase.wanted or "–",
            "–" if phase.chance_of_wanted is None else percent_text(phase.chance_of_wanted),
            figure_text(in_currency(phase.capex_usd, book), ranged=False),
            figure_text(phase.power_max_w, ranged=False),
            figure_text(in_currency(phase.delay_usd_per_month, book), ranged=False),
        )
        for phase in found.phases
    ]
    print_table(
        ("phase", "ordered", "runs P50", "P90", "wanted", "chance", "to buy", "peak power", "a month late"),
        rows,
        numbers=range(5, 9),
    )
    for phase in found.phases:
        click.echo(f"\n{plain(phase.title)}")
        for sentence in (critical_words(phase), missing_words(phase.missing), supposed_words(phase.supposed)):
            if sentence:
                print_wrapped("  ", plain(sentence))
        items = [
            (
                one.name,
                ordered_words(one),
                one.order_by.p50 if one.order_by else "–",
                one.order_by.p90 if one.order_by else "–",
                lead_words(one),
                one.delivered.p50 if one.delivered else "–",
                percent_text(one.critical),
            )
            for one in phase.items[:_SHOWN_ITEMS]
        ]
        if items:
            header = ("part", "ordered", "order by P50", "P90", "lead time", "there P50", "critical")
            print_table(header, items, numbers=(6,), indent="  ")
        if len(phase.items) > len(items):
            click.echo(f"  and {len(phase.items) - len(items):,} more; --json names all")
    click.echo("")
    quarters = [
        (
            one.quarter,
            _money(one.spend_usd, book),
            _money(one.spend_usd_p50, book),
            _money(one.spend_usd_p90, book),
            _money(one.spent_usd, book),
            _money(one.spent_usd_p90, book),
            _watts(one.peak_w_p50),
            _watts(one.peak_w_p90),
        )
        for one in found.quarters
    ]
    print_table(
        ("quarter", "paid", "P50", "P90", "paid until its end", "P90", "peak power P50", "P90"),
        quarters,
        numbers=range(1, 8),
    )
    click.echo("")
    months = [one for place, one in enumerate(found.months) if place % _MONTHS_APART == 0 or one is found.months[-1]]
    users = any(one.users is not None for one in months)
    print_table(
        ("month", "of full load", *(["users"] if users else [])),
        [
            (one.month[:7], percent_text(one.load_share), *([count_text(round(one.users or 0))] if users else []))
            for one in months
        ],
        numbers=(1, 2) if users else (1,),
    )
    click.echo("")
    star = OWN_DAY if own_days(found) else ""
    for sentence in (all_running_words(found), delay_words(found, book), SPREAD_NOTE, star):
        if sentence:
            print_wrapped("", plain(sentence))
    if found.undated_usd:
        print_wrapped("", f"{_money(found.undated_usd, book)} are paid at deliveries without a known time.")
    for note in found.notes:
        print_wrapped("  - ", note)


def _money(usd: float, book: PriceBook) -> str:
    return figure_text(in_currency(leaf("paid", usd, "USD"), book))


def _watts(value: float) -> str:
    return figure_text(leaf("peak power", value, "W"))


COMMANDS: Final = (phases_command,)
