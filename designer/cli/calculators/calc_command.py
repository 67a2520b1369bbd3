"""The calculators: calc."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import click

from designer.api.calculators import calculator_figure, known_calculator, own_calculators
from designer.cli.calculators.calc_rows import calculate_one, calculate_rows
from designer.cli.calculators.row_calculators import ROW_CALCULATORS, RowCalculator, row_document
from designer.cli.opening import PATH
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.cli.settings import settings_of
from designer.formulas.calculators import CALCULATORS
from designer.formulas.calculators.ranges import has_range, ranged_answer
from designer.formulas.calculators.record import Calculator, Input, Result


@click.command("calc")
@click.argument("name", required=False)
@click.option("--list", "list_all", is_flag=True, help="Name every calculator with its inputs and units.")
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="KEY=VALUE",
    help="An input, a list comma-separated, a range as 20..30.",
)
@click.option("--rows", "table", type=PATH, help="A .csv file: a row for each question, the inputs in its first line.")
@click.option("--shapes", type=PATH, help="With --rows of training-step, a .json file of the shapes of the models.")
@click.option("-o", "--output", "out", type=PATH, help="With --rows, a .csv file for the answers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def calc(
    name: str | None,
    list_all: bool,
    pairs: tuple[str, ...],
    table: Path | None,
    shapes: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Work out one formula by itself, once or over a table."""
    if list_all:
        _list(_chosen(name), as_json)
        return
    if name is None:
        raise click.UsageError("calc needs the NAME of a calculator; `stackwright calc --list` names them.")
    if table is not None:
        if pairs:
            raise click.UsageError("calc takes --set or --rows, not both: a column holds what --set would.")
        calculate_rows(name, table, shapes, out, as_json)
        return
    if out is not None or shapes is not None:
        raise click.UsageError("calc takes -o and --shapes with --rows only.")
    if name in ROW_CALCULATORS and name not in CALCULATORS:
        calculate_one(ROW_CALCULATORS[name], settings_of(pairs), as_json)
        return
    calculator = known_calculator(name)
    said = settings_of(pairs)
    if has_range(said):
        _print_ranges(calculator, said, as_json)
        return
    read = calculator.read(said)
    answers = calculator.answer(read)
    units = {output.name: output.unit for output in calculator.outputs}
    if as_json:
        print_json(
            {
                "name": name,
                "inputs": {key: value for key, value in read.values.items() if value is not None},
                "outputs": {key: calculator_figure(key, value, units[key]) for key, value in answers.items()},
            }
        )
        return
    helps = {output.name: output.help for output in calculator.outputs}
    print_table(
        ("result", "value", "unit", ""),
        [(key, _text(value), units[key], helps[key]) for key, value in answers.items()],
    )
    click.echo("")
    print_wrapped("Formula  ", calculator.formula)
    print_wrapped("Source   ", calculator.source)
    print_wrapped("Holds    ", calculator.validity)


def _print_ranges(calculator: Calculator, said: Mapping[str, str], as_json: bool) -> None:
    """Print what comes out where inputs are ranges: the value at their middle, and from where to where it goes."""
    answers = ranged_answer(calculator, said)
    units = {output.name: output.unit for output in calculator.outputs}
    if as_json:
        figures = {key: calculator_figure(key, one.value, units[key]) for key, one in answers.items()}
        ends = {key: {"low": one.low, "high": one.high} for key, one in answers.items()}
        outputs = {key: {**figure, **ends[key]} for key, figure in figures.items()}
        print_json({"name": calculator.name, "inputs": dict(said), "outputs": outputs})
        return
    print_table(
        ("result", "value", "low", "high", "unit"),
        [
            (key, *("" if end is None else _text(end) for end in (found.value, found.low, found.high)), units[key])
            for key, found in answers.items()
        ],
    )
    click.echo("")
    print_wrapped("Formula  ", calculator.formula)
    print_wrapped("Source   ", calculator.source)
    print_wrapped("Holds    ", calculator.validity)


def _text(value: Result) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def _chosen(name: str | None) -> list[Calculator | RowCalculator]:
    """The calculator NAME, or all of them, those of plug-ins too."""
    if name is None:
        own, problems = own_calculators()
        for problem in problems:
            click.echo(f"stackwright: {plain(problem)}", err=True)
        return [*CALCULATORS.values(), *own.values(), *ROW_CALCULATORS.values()]
    both = [table[name] for table in (CALCULATORS, ROW_CALCULATORS) if name in table]
    return both or [known_calculator(name)]


def _list(all_chosen: Iterable[Calculator | RowCalculator], as_json: bool) -> None:
    together = list(all_chosen)
    if as_json:
        print_json([_document(one) if isinstance(one, Calculator) else row_document(one) for one in together])
        return
    chosen = [one for one in together if isinstance(one, Calculator)]
    for subject, group in groupby(chosen, key=lambda calculator: calculator.subject):
        click.echo(f"{subject}\n")
        for calculator in group:
            print_wrapped(f"  {calculator.name:<20}  ", calculator.summary)
            print_wrapped(f"  {'':<20}  in:  ", ", ".join(_input_text(item) for item in calculator.inputs))
            outputs = (f"{item.name}{_unit(item.unit)}" for item in calculator.outputs)
            print_wrapped(f"  {'':<20}  out: ", ", ".join(outputs))
        click.echo("")
    tables = [one for one in together if isinstance(one, RowCalculator)]
    if tables:
        click.echo("Made for tables (--rows FILE.csv)\n")
    for one in tables:
        print_wrapped(f"  {one.name:<20}  ", one.summary)
        print_wrapped(f"  {'':<20}  in:  ", ", ".join(f"{item.name}{_unit(item.unit)}" for item in one.inputs))
        print_wrapped(f"  {'':<20}  out: ", ", ".join(f"{name}{_unit(unit)}" for name, unit, _ in one.outputs))
        click.echo("")


def _document(calculator: Calculator) -> object:
    return {
        "name": calculator.name,
        "subject": calculator.subject,
        "summary": calculator.summary,
        "formula": calculator.formula,
        "source": calculator.source,
        "inputs": [
            {
                "name": item.name,
                "unit": item.unit,
                "help": item.help,
                "kind": item.kind,
                "required": item.required,
                "default": item.default,
                "choices": list(item.choices),
            }
            for item in calculator.inputs
        ],
        "outputs": [{"name": item.name, "unit": item.unit, "help": item.help} for item in calculator.outputs],
    }


def _input_text(item: Input) -> str:
    if item.default is not None:
        rest = f"={item.default}"
    else:
        rest = "" if item.required else " (may be left out)"
    choices = f" (one of {', '.join(item.choices)})" if item.choices else ""
    return plain(f"{item.name}{_unit(item.unit)}{rest}{choices}")


def _unit(unit: str) -> str:
    return f" [{unit}]" if unit else ""


COMMANDS = (calc,)
