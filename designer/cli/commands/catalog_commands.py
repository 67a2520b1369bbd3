"""Commands about the parts: catalog list, show, check, import and export."""

from collections.abc import Mapping
from typing import Final

import click

from designer.catalog.library import Library, sources_of
from designer.catalog.parts.condition_words import case_title, condition_words
from designer.catalog.plugin_parts import LEFT_OUT
from designer.catalog.reading import read_library
from designer.cli.commands.import_commands import export_from_catalog, import_into_catalog
from designer.cli.printing import plain, print_json, print_rows, print_table, print_wrapped
from designer.model.figures.figure_text import percent_text
from designer.model.kinds import FACTS, KINDS
from designer.model.network.ports import rate_text
from designer.model.parts.part import PER_WORDS, PLATFORMS, PlatformSupport, PortGroup, Price, Quantity, StockLength
from designer.model.wording import counted

_MOST_NAMED: Final = 5
"""Parts that are named where many have the same problem; --json names them all."""


@click.group("catalog")
def catalog() -> None:
    """List, show, check, import and export the parts."""


@catalog.command("list")
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_parts(text: str | None, as_json: bool) -> None:
    """List the parts, or those that match TEXT, best first."""
    library = _told_library()
    if text:
        from designer.catalog.search import search

        parts = search(library, text)
    else:
        parts = sorted(library.parts.values(), key=lambda part: (part.layer, part.kind, part.id))
    if as_json:
        names = ("id", "name", "vendor", "layer", "kind", "aliases", "tags")
        print_json([{name: getattr(part, name) for name in names} for part in parts])
    elif parts:
        print_table(
            ("id", "kind", "vendor", "name"),
            [(part.id, KINDS[part.kind].title.lower(), part.vendor, part.name) for part in parts],
        )
        click.echo(f"\n{len(parts)} part{'' if len(parts) == 1 else 's'}; `stackwright catalog show ID` shows more.")
    else:
        click.echo("No part matches; try a vendor, a kind or a piece of the name.")


@catalog.command("show")
@click.argument("part_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(part_id: str, as_json: bool) -> None:
    """Show one part with its figures, ports, prices and sources."""
    library = _told_library()
    part = library.part(part_id)
    sources = [library.sources[name] for name in sorted(sources_of(part)) if name in library.sources]
    if as_json:
        print_json({"part": part, "sources": sources})
        return
    marks = {source.id: f"[{number}]" for number, source in enumerate(sources, start=1)}
    click.echo(f"{part.vendor} {part.name}")
    click.echo(f"{part.id}, {KINDS[part.kind].title.lower()}, revision {part.revision}")
    if part.summary:
        print_wrapped("", part.summary)
    if part.facts:
        click.echo("\nFigures")
        print_rows([_fact_row(name, fact, marks) for name, fact in part.facts.items()], indent="  ")
    for case in part.cases:
        click.echo(f"\n{case_title(case)}")
        print_rows([_fact_row(name, fact, marks) for name, fact in case.facts.items()], indent="  ")
    if part.platforms:
        click.echo("\nPlatforms")
        print_rows([_platform_row(support, marks) for support in part.platforms], indent="  ")
    rows = [(group.name, _port_text(group)) for group in part.ports]
    rows += [("contains", f"{inside.count} × {inside.part}") for inside in part.contains]
    if rows:
        click.echo("\nPorts and contents")
        print_rows(rows, indent="  ")
    if part.lengths:
        click.echo("\nStock lengths")
        print_rows([_length_row(length, marks) for length in part.lengths], indent="  ")
    click.echo("\nPrice")
    print_rows(
        [(price.basis, _price_text(price, marks)) for price in part.prices] or [("none", part.availability)],
        indent="  ",
    )
    if part.texts:
        click.echo("\nIn words")
        marked = " ".join(marks[source] for source in part.sources if source in marks)
        print_rows(
            [(name.replace("_", " "), f"{text} {marked}".rstrip()) for name, text in part.texts.items()], indent="  "
        )
    if part.notes:
        click.echo("\nNotes")
        print_wrapped("  ", part.notes)
    if sources:
        click.echo("\nSources")
        for source in sources:
            read = f", read {source.retrieved}" if source.retrieved else ""
            print_wrapped(f"  {marks[source.id]:<4} ", f"{source.publisher} ({source.published}{read})")


def _told_library() -> Library:
    """Return the parts, those of plug-ins too; what of plug-ins is left out is said on stderr."""
    library = read_library()
    for problem in library.problems:
        if problem.startswith(LEFT_OUT):
            click.echo(f"stackwright: {plain(problem)}", err=True)
    return library


def _fact_row(name: str, fact: Quantity, marks: Mapping[str, str]) -> tuple[str, str]:
    kind = FACTS[name]
    value = _exact_text(fact.value)
    if fact.low is not None or fact.high is not None:
        value = f"{value} ({_exact_text(fact.low)}–{_exact_text(fact.high)})"
    words = [f"{value} {kind.unit}".rstrip() if fact.value is not None else "unknown"]
    words += [f"({fact.conditions})"] if fact.conditions else []
    words += [marks.get(source, source) for source in fact.sources]
    words += [fact.status] if fact.status != "sourced" else []
    words += [f"– also published: {fact.others}"] if fact.others else []
    return kind.title, " ".join(words)


def _platform_row(support: PlatformSupport, marks: Mapping[str, str]) -> tuple[str, str]:
    words = [f"({support.note})"] if support.note else []
    words += [marks.get(source, source) for source in support.sources]
    words += [support.status] if support.status != "sourced" else []
    return PLATFORMS[support.platform], " ".join(words)


def _exact_text(value: float | None) -> str:
    """VALUE with every digit that is published."""
    return "" if value is None else f"{int(value):,}" if value.is_integer() else f"{value:,.10g}"


def _port_text(group: PortGroup) -> str:
    rate = rate_text(group.rate_gbps) if group.rate_gbps is not None else ""
    role = {"in": "inlet", "out": "outlet"}.get(group.role, "")
    media = ", ".join(group.media)
    return " ".join(word for word in (f"{group.count} ×", rate, group.connector, role, f"({media})") if word)


def _length_row(length: StockLength, marks: Mapping[str, str]) -> tuple[str, str]:
    price = _price_text(length.price, marks) if length.price else ""
    return f"{length.length_m:g} m", "  ".join(word for word in (length.part_number, price) if word)


def _price_text(price: Price, marks: Mapping[str, str]) -> str:
    span = f"{price.low:,.10g}–{price.high:,.10g}" if price.low != price.high else f"{price.low:,.10g}"
    per = f" per {PER_WORDS[price.per]}" if PER_WORDS[price.per] else ""
    usual = f", usually {price.typical:,.10g}" if price.low != price.high else ""
    of = "".join(f", {word}" for word in (price.item, *condition_words(price)) if word)
    words = [f"{span} {price.currency}{per}{of}{usual};"]
    words += [", ".join(word for word in (price.region, price.date, price.status) if word)]
    words += [marks.get(source, source) for source in price.sources]
    words += [f"– {price.note}"] if price.note else []
    return " ".join(words)


@catalog.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(as_json: bool) -> int:
    """Check every figure of the catalog for source, date, unit and sense; exit 1 on an error.

    Also says how much of it has a price: by kind, and by lines and value of the bills of the shipped templates.
    """
    from designer.catalog.check import check_catalog, summarize
    from designer.cli.text.coverage_text import coverage_document, print_coverage
    from designer.clock import today

    library = read_library()
    problems = check_catalog(library, today())
    summary = summarize(library)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        print_json({"problems": problems, "summary": summary, "coverage": coverage_document(library)})
        return 1 if errors else 0
    # The same problem of many parts is one line.
    alike: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        alike.setdefault((problem.severity, problem.message), []).append(problem.part)
    for (severity, message), parts in alike.items():
        more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
        print_wrapped(f"{severity:<7}  ", f"{', '.join(parts[:_MOST_NAMED])}{more}: {message}")
    if problems:
        click.echo("")
    print_coverage(library)
    click.echo("")
    print_rows(
        [
            ("Parts", f"{summary.parts}"),
            ("Figures", f"{summary.facts:,}, {percent_text(summary.sourced_share)} sourced or derived"),
            ("", ", ".join(f"{number:,} {status}" for status, number in summary.facts_by_status.items() if number)),
            ("Prices", f"{summary.prices:,}"),
            ("", ", ".join(f"{number:,} {status}" for status, number in summary.prices_by_status.items() if number)),
            ("Without a price", counted(len(summary.without_price), "part")),
            ("Problems", f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'other')}"),
        ]
    )
    return 1 if errors else 0


catalog.add_command(import_into_catalog)
catalog.add_command(export_from_catalog)
COMMANDS = (catalog,)
