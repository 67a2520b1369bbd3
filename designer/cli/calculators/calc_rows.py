"""A calculator over a table: a CSV file with a row for each question, in one process."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from designer.cli.calculators.row_calculators import ROW_CALCULATORS, Answer, Listed, Row, RowCalculator
from designer.cli.printing import print_json, print_wrapped
from designer.export.safe_cells import safe_cell
from designer.files.reading import bytes_of, require_short_lines, shown_name
from designer.files.writing import require_other, write_whole
from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import CALCULATORS, find_calculator
from designer.formulas.calculators.record import Result
from designer.formulas.row_answers import Estimate
from designer.limits import LIMITS, MOST_COLUMNS
from designer.model.records import RefusedInput
from designer.model.wording import counted


class Table(NamedTuple):
    """A CSV file of inputs.

    Attributes:
        head: Names of the columns.
        rows: What stands under each.
        wide: Why a row has no answer that has more cells than the head, by its number from 0.
    """

    head: list[str]
    rows: list[Row]
    wide: Mapping[int, str]


def read_rows(path: Path) -> Table:
    """Return the head and the rows of a CSV file.

    Raises:
        RefusedInput: It cannot be read, or has no head.
    """
    name = shown_name(path)
    body = bytes_of(path, "table of inputs", advice="cut it into several tables")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedInput(f"{name} is not text in UTF-8: save it as CSV in UTF-8.") from None
    require_short_lines(text, name)
    try:
        # Strict: an open quotation mark would swallow the rest of the table. Empty lines are none.
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if any(line)]
    except csv.Error as problem:
        raise RefusedInput(f"{path.name} is not CSV: {problem}.") from None
    if not lines:
        raise RefusedInput(f"{path.name} is empty: its first line names the inputs.")
    head = [cell.strip() for cell in lines[0]]
    if len(head) > MOST_COLUMNS:
        raise RefusedInput(
            f"{path.name} has {len(head):,} columns, more than {MOST_COLUMNS}; it is no table of inputs."
        )
    if len(lines) > LIMITS["table of inputs"].items:
        raise RefusedInput(f"{path.name} has more than {LIMITS['table of inputs'].items:,} rows: cut it into several.")
    twice = next((column for column in head if column and head.count(column) > 1), None)
    if twice is not None:
        raise RefusedInput(f"{path.name} has the column {twice!r} twice.")
    wide = {
        number: f"the row has {len(line)} cells, the head of the table {len(head)}"
        for number, line in enumerate(lines[1:])
        if len(line) > len(head)
    }
    # A short row lacks its last inputs; a wide one is refused by itself, and the others are answered.
    return Table(head, [dict(zip(head, line, strict=False)) for line in lines[1:]], wide)


def calculate_rows(name: str, table: Path, shapes: Path | None, out: Path | None, as_json: bool) -> None:
    """Run the calculator NAME over TABLE; the answers go to OUT as CSV, or are printed as JSON or CSV.

    Raises:
        RefusedInput: The table cannot be read, or has none of the inputs.
        CalculatorError: There is no calculator NAME.
    """
    if out is not None and out.suffix.lower() != ".csv":
        raise RefusedInput(f"{out.name}: the answers over a table are written as .csv; --json prints them.")
    require_other(out, table, shapes)
    head, rows, wide = read_rows(table)
    known, answer = _asked(name, head, shapes)
    if not any(column in known for column in head):
        raise RefusedInput(f"{table.name} has no input of {name}: its first line names {', '.join(sorted(known))}.")
    others = [column for column in head if column not in known]
    if others:
        click.echo(f"Not inputs of {name}, and left out: {', '.join(others)}.", err=True)
    # What stands beyond the head belongs to no input: such a row is told, and the others are answered.
    answers = [wide.get(number, one) for number, one in enumerate(answer(rows))]
    if out is not None:
        write_whole(out, _csv(head, rows, answers).encode("utf-8-sig"))
    if as_json:
        print_json({"name": name, "rows": [_document(number, one) for number, one in enumerate(answers)]})
    elif out is not None:
        refused = sum(isinstance(one, str) for one in answers)
        click.echo(f"Wrote {counted(len(answers), 'row')} to {out}, {refused:,} of them without an answer.")
    else:
        click.echo(_csv(head, rows, answers).replace("\r\n", "\n"), nl=False)


def calculate_one(calculator: RowCalculator, settings: Row, as_json: bool) -> None:
    """Run CALCULATOR on one row of SETTINGS.

    Raises:
        CalculatorError: A setting is unknown or cannot be taken.
    """
    known = [column.name for column in calculator.inputs]
    unknown = next((key for key in settings if key not in known), None)
    if unknown is not None:
        raise CalculatorError(f"{calculator.name} has no input {unknown[:40]!r}; it has {', '.join(known)}.")
    if calculator.takes_shapes:
        raise CalculatorError(f"{calculator.name} takes a table: --rows FILE.csv --shapes SHAPES.json.")
    (answer,) = calculator.answer([settings], None)
    if isinstance(answer, str):
        raise CalculatorError(f"{calculator.name} cannot answer: {answer}.")
    if as_json:
        print_json({"name": calculator.name, "inputs": dict(settings), "outputs": _outputs(answer)})
        return
    for name, unit, words in calculator.outputs:
        if name in answer:
            print_wrapped(f"{name:<22}", f"{_text(answer[name])} {unit}".rstrip() + f"  {words}")
    click.echo("")
    print_wrapped("Formula  ", calculator.formula)
    print_wrapped("Source   ", calculator.source)
    print_wrapped("Holds    ", calculator.validity)


def _asked(
    name: str, head: Sequence[str], shapes: Path | None
) -> tuple[frozenset[str], Callable[[Sequence[Row]], Sequence[Answer]]]:
    """The inputs of the calculator NAME for a table with this HEAD, and what answers it.

    Of a name that has both, the one for tables is taken where the head has a column that only it has.
    """
    made, plain = ROW_CALCULATORS.get(name), CALCULATORS.get(name)
    both = {item.name for item in plain.inputs} if plain is not None else set[str]()
    # A calculator for rows takes the place of the plain one where the table has inputs that only it knows.
    if made is not None and (plain is None or any(one.name in head and one.name not in both for one in made.inputs)):
        if made.takes_shapes != (shapes is not None):
            raise RefusedInput(f"{name} needs --shapes." if made.takes_shapes else f"{name} takes no --shapes.")
        return frozenset(column.name for column in made.inputs), lambda rows: made.answer(rows, shapes)
    if shapes is not None:
        raise RefusedInput(f"{name} takes no --shapes.")
    calculator = plain or find_calculator(name)
    known = frozenset(item.name for item in calculator.inputs)
    units = {output.name: output.unit for output in calculator.outputs}

    def one_by_one(rows: Sequence[Row]) -> Sequence[Answer]:
        return [one(row) for row in rows]

    def one(row: Row) -> Answer:
        try:
            read = calculator.read({key: text for key, text in row.items() if key in known and text.strip()})
            answers = calculator.answer(read)
        except CalculatorError as refusal:
            return str(refusal)
        # A row that is refused has its reason in its place, and does not stop the others.
        return {key: _plain(value, units[key]) for key, value in answers.items()}

    return known, one_by_one


def _plain(value: Result, unit: str) -> Estimate | Listed:
    """A result that has no range."""
    return Listed(value, unit) if isinstance(value, list) else Estimate(float(value), unit, None, None)


def _document(number: int, answer: Answer) -> object:
    if isinstance(answer, str):
        return {"row": number, "error": answer}
    return {"row": number, "outputs": _outputs(answer)}


def _outputs(answer: Mapping[str, Estimate | Listed]) -> object:
    return {
        name: one._asdict() if isinstance(one, Listed) else msgspec.to_builtins(one) for name, one in answer.items()
    }


def _csv(head: Sequence[str], rows: Sequence[Row], answers: Sequence[Answer]) -> str:
    """The table with what was answered beside it: value, low and high of each output, and why there is none."""
    names = list(dict.fromkeys(name for one in answers if not isinstance(one, str) for name in one))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    made = [f"{name}{end}" for name in names for end in ("", "_low", "_high")]
    writer.writerow([*map(safe_cell, head), *made, "error"])
    for row, answer in zip(rows, answers, strict=True):
        cells = [safe_cell(row.get(column, "")) for column in head]
        if isinstance(answer, str):
            writer.writerow([*cells, *("" for _ in made), safe_cell(answer)])
            continue
        for name in names:
            found = answer.get(name)
            ends = (None, None, None) if found is None else (found.value, found.low, found.high)
            cells += [_cell(end) for end in ends]
        writer.writerow([*cells, ""])
    return text.getvalue()


def _cell(value: float | list[float] | None) -> str:
    if isinstance(value, list):
        return ";".join(f"{one:.6g}" for one in value)
    return "" if value is None else f"{value:.6g}"


def _text(estimate: Estimate | Listed) -> str:
    if isinstance(estimate, Listed):
        return _cell(estimate.value)
    if estimate.value is None:
        return f"unknown: {', '.join(estimate.missing)}"
    if estimate.low is None or estimate.low == estimate.high:
        return f"{estimate.value:,.4g}"
    return f"{estimate.value:,.4g} ({estimate.low:,.4g}–{estimate.high:,.4g})"
