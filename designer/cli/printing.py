"""Printing of commands: one JSON document, or aligned lines for people."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

import click
import msgspec

from designer.api.words import figure_line, plain, plain_indented, why_lines
from designer.review.effects.grouping import FindingGroup
from designer.review.findings import SEVERITIES, Finding

__all__ = [
    "columns",
    "figure_line",
    "findings_summary",
    "plain",
    "plain_indented",
    "print_findings",
    "print_json",
    "print_rows",
    "print_table",
    "print_wrapped",
    "why_lines",
]
_MOST_COLUMNS: Final = 110
_LEAST_COLUMNS: Final = 60
_GAP: Final = "  "


def print_json(document: object) -> None:
    """Print DOCUMENT as the one JSON document of a command, in UTF-8 whatever the terminal's letters are."""
    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))


def print_rows(rows: Iterable[tuple[str, str]], indent: str = "") -> None:
    """Print label and value in two columns; a long value goes on below itself."""
    rows = list(rows)
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        print_wrapped(f"{indent}{label:<{width}}{_GAP}", value)


def print_wrapped(head: str, text: str) -> None:
    """Print HEAD and then TEXT, broken into lines that stand below each other."""
    lines = textwrap.wrap(plain(text), max(columns() - len(head), 30), break_long_words=False, break_on_hyphens=False)
    click.echo(head + (lines[0] if lines else ""))
    for line in lines[1:]:
        click.echo(" " * len(head) + line)


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = (), indent: str = ""
) -> None:
    """Print ROWS in columns under HEADINGS; columns in NUMBERS are set to the right."""
    cells = [[plain(cell) for cell in row] for row in (headings, *rows)]
    right = frozenset(numbers)
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        line = _GAP.join(
            f"{cell:>{widths[column]}}" if column in right else f"{cell:<{widths[column]}}"
            for column, cell in enumerate(row)
        )
        click.echo((indent + line).rstrip())


def print_findings(findings: Sequence[FindingGroup], effects: Sequence[str] = ()) -> None:
    """Print FINDINGS, worst first, those alike together, each with what to do.

    Args:
        findings: What the review found.
        effects: What the fix of each would do, in the same order; "" where there is none.
    """
    for place, finding in enumerate(findings):
        print_wrapped(f"{finding.severity:<7}{_GAP}", f"{finding.message} {finding.detail}".rstrip())
        if place < len(effects) and effects[place]:
            print_wrapped(f"{'':<7}{_GAP}fix: ", effects[place])


def findings_summary(findings: Sequence[Finding]) -> str:
    """Return how many findings of each severity there are: 1 error, 0 warnings, 4 notes."""
    numbers = [(sum(finding.severity == severity for finding in findings), severity) for severity in SEVERITIES]
    return ", ".join(f"{number} {severity}{'' if number == 1 else 's'}" for number, severity in numbers)


def columns() -> int:
    """Letters in a line: as wide as the terminal, within reason."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, _LEAST_COLUMNS), _MOST_COLUMNS)
