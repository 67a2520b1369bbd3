"""Commands about parts and formulas: catalog and calc."""

from typing import TYPE_CHECKING

import click

from designer.catalog.reading import read_library
from designer.cli.opening import today
from designer.cli.printing import print_json, print_rows, settings_of
from designer.model.figures import document_of, leaf
from designer.model.kinds import FACTS

if TYPE_CHECKING:
    from designer.formulas.calculators import Calculator


@click.group("catalog")
def catalog() -> None:
    """List, show and check the parts."""


@catalog.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.argument("text", required=False)
def list_parts(as_json: bool, text: str | None) -> None:
    """List the parts, or those that match TEXT, best first."""
    library = read_library()
    if text:
        from designer.catalog.search import search

        parts = search(library, text)
    else:
        parts = sorted(library.parts.values(), key=lambda part: (part.layer, part.kind, part.id))
    if as_json:
        print_json(
            [
                {
                    "id": part.id,
                    "name": part.name,
                    "vendor": part.vendor,
                    "layer": part.layer,
                    "kind": part.kind,
                    "aliases": list(part.aliases),
                    "tags": list(part.tags),
                }
                for part in parts
            ]
        )
        return
    for part in parts:
        click.echo(f"{part.id:<44} {part.kind:<14} {part.vendor} {part.name}")


@catalog.command("show")
@click.argument("part_id")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(part_id: str, as_json: bool) -> None:
    """Show one part with its figures, prices and sources."""
    library = read_library()
    part = library.part(part_id)
    _, sources = library.closure([part_id])
    if as_json:
        print_json({"part": part, "sources": list(sources.values())})
        return
    click.echo(f"{part.vendor} {part.name} ({part.id}, revision {part.revision})")
    if part.summary:
        click.echo(part.summary)
    rows: list[tuple[str, str]] = []
    for name, fact in part.facts.items():
        kind = FACTS.get(name)
        value = "unknown" if fact.value is None else f"{fact.value:g} {kind.unit if kind else ''}".rstrip()
        rows.append((kind.title if kind else name, f"{value}  [{', '.join(fact.sources)}; {fact.status}]"))
    rows.extend(
        (f"Ports {group.name}", f"{group.count} × {group.connector or ', '.join(group.media)}") for group in part.ports
    )
    rows.extend(
        (
            f"Price, {price.basis}",
            f"{price.low:,.0f}–{price.high:,.0f} {price.currency} per {price.per}, {price.date}  "
            f"[{', '.join(price.sources)}; {price.status}]",
        )
        for price in part.prices
    )
    if not part.prices:
        rows.append(("Price", part.availability))
    print_rows(rows)
    for source in sources.values():
        click.echo(f"[{source.id}] {source.publisher} ({source.published})")


@catalog.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(as_json: bool) -> int:
    """Check every figure of the catalog for source, date, unit and sense; exit 1 on an error."""
    from designer.catalog.check import check_catalog, summary_of

    library = read_library()
    problems = check_catalog(library, today())
    summary = summary_of(library)
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        print_json({"problems": problems, "summary": summary})
        return 1 if errors else 0
    for problem in problems:
        click.echo(f"{problem.severity}: {problem.part}: {problem.message}")
    shares = ", ".join(f"{status} {share:.0%}" for status, share in summary.shares.items())
    click.echo(f"{len(library.parts)} parts, {summary.figures} figures: {shares}.")
    return 1 if errors else 0


@click.command("calc")
@click.argument("name", required=False)
@click.option("--list", "list_all", is_flag=True, help="Name every calculator with its inputs and units.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="An input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def calc(name: str | None, list_all: bool, pairs: tuple[str, ...], as_json: bool) -> None:
    """Work out one formula by itself."""
    from designer.formulas.calculators import CALCULATORS, find_calculator

    if list_all or name is None:
        _list_calculators(as_json, list(CALCULATORS.values()))
        return
    calculator = find_calculator(name)
    inputs = calculator.read(settings_of(pairs))
    outputs = calculator.answer(inputs)
    units = {output.name: output.unit for output in calculator.outputs}
    if as_json:
        print_json(
            {
                "name": name,
                "inputs": {key: value for key, value in inputs.values.items() if value is not None},
                "outputs": {key: _output(key, value, units.get(key, "")) for key, value in outputs.items()},
            }
        )
        return
    print_rows((key, f"{_plain(value)} {units.get(key, '')}".rstrip()) for key, value in outputs.items())
    click.echo(f"{calculator.formula}  ({calculator.source})")


def _output(key: str, value: object, unit: str) -> object:
    if isinstance(value, int | float):
        document = document_of(leaf(key, float(value), unit))
        return document | {"value": value}
    return {"value": value, "unit": unit, "low": None, "high": None, "missing": []}


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)  # pyright: ignore[reportUnknownVariableType]
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _list_calculators(as_json: bool, found: "list[Calculator]") -> None:
    if as_json:
        print_json(
            [
                {
                    "name": calculator.name,
                    "summary": calculator.summary,
                    "source": calculator.source,
                    "inputs": [
                        {"name": item.name, "unit": item.unit, "default": item.default, "choices": list(item.choices)}
                        for item in calculator.inputs
                    ],
                    "outputs": [{"name": item.name, "unit": item.unit} for item in calculator.outputs],
                }
                for calculator in found
            ]
        )
        return
    for calculator in found:
        inputs = ", ".join(
            f"{item.name}{f' [{item.unit}]' if item.unit else ''}{'' if item.default is None else f'={item.default}'}"
            for item in calculator.inputs
        )
        click.echo(f"{calculator.name}: {calculator.summary}\n    {inputs}")


COMMANDS = (catalog, calc)
