"""The calculators: calc."""

from collections.abc import Iterable
from itertools import groupby

import click

from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.cli.settings import settings_of
from designer.formulas.calculators import CALCULATORS, find_calculator
from designer.formulas.calculators.record import Calculator, Input, Result
from designer.model.figures import document_of, leaf


@click.command("calc")
@click.argument("name", required=False)
@click.option("--list", "list_all", is_flag=True, help="Name every calculator with its inputs and units.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="An input; a list is comma-separated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def calc(name: str | None, list_all: bool, pairs: tuple[str, ...], as_json: bool) -> None:
    """Work out one formula by itself."""
    if list_all:
        chosen = [find_calculator(name)] if name else list(CALCULATORS.values())
        _list(chosen, as_json)
        return
    if name is None:
        raise click.UsageError("calc needs the NAME of a calculator; `stackwright calc --list` names them.")
    calculator = find_calculator(name)
    read = calculator.read(settings_of(pairs))
    answers = calculator.answer(read)
    units = {output.name: output.unit for output in calculator.outputs}
    if as_json:
        print_json(
            {
                "name": name,
                "inputs": {key: value for key, value in read.values.items() if value is not None},
                "outputs": {key: _figure(key, value, units[key]) for key, value in answers.items()},
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


def _figure(name: str, value: Result, unit: str) -> object:
    """VALUE as a figure; whole numbers stay whole and a list is one figure."""
    if isinstance(value, list):
        return {"value": value, "unit": unit, "low": None, "high": None, "missing": []}
    return document_of(leaf(name, value, unit))


def _text(value: Result) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def _list(chosen: Iterable[Calculator], as_json: bool) -> None:
    if as_json:
        print_json([_document(calculator) for calculator in chosen])
        return
    for subject, group in groupby(chosen, key=lambda calculator: calculator.subject):
        click.echo(f"{subject}\n")
        for calculator in group:
            print_wrapped(f"  {calculator.name:<20}  ", calculator.summary)
            print_wrapped(f"  {'':<20}  in:  ", ", ".join(_input_text(item) for item in calculator.inputs))
            outputs = (f"{item.name}{_unit(item.unit)}" for item in calculator.outputs)
            print_wrapped(f"  {'':<20}  out: ", ", ".join(outputs))
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
