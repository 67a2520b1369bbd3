"""Shared by the commands that set what was found beside what is drawn: names, reports, and a table with its notes."""

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from designer.cli.opening import PATH
from designer.cli.printing import plain, print_table, print_wrapped
from designer.files.writing import require_other
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.reality.built.naming_map import NamingMap

MOST: Final = 40
"""Rows that are printed; a report has them all."""
MAP: Final = click.option(
    "--map", "naming", type=PATH, metavar="FILE", help="Which found name is which drawn one: found, drawn."
)


def require_report(out: Path | None, suffixes: Sequence[str], *inputs: Path | None) -> None:
    """Refuse OUT where it has none of SUFFIXES, or is one of INPUTS.

    Raises:
        RefusedInput: it is so.
    """
    if out is not None and out.suffix.lower() not in suffixes:
        raise RefusedInput(f"{out.name}: this is written as {', '.join(suffixes)}.")
    require_other(out, *inputs)


def naming_in(naming: Path | None) -> "NamingMap":
    """The map of names in the file NAMING; an empty one without a file."""
    from designer.reality.built.naming_map import NamingMap, read_naming_map

    return NamingMap() if naming is None else read_naming_map(naming)


@contextmanager
def told_progress(label: str) -> Generator[Callable[[int, int], bool]]:
    """Return the report to a person at the screen of how far it is, from the second time on; nothing elsewhere."""
    told = False

    def tell(done: int, count: int) -> bool:
        nonlocal told
        if sys.stderr.isatty() and (told or done):
            click.echo(f"\r{label}: {done:,} of {count:,}", err=True, nl=False)
            told = True
        return True

    yield tell
    if told:
        # What is printed next begins on a clean line.
        click.echo("\r\x1b[K", err=True, nl=False)


def print_compared(
    sentence: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
) -> None:
    """Print what came out: SENTENCE, and the first of ROWS under HEADS."""
    click.echo(f"{plain(sentence)}\n")
    if rows:
        print_table(heads, rows[:MOST], numbers=numbers)
        if len(rows) > MOST:
            click.echo(f"… and {len(rows) - MOST:,} more; -o FILE.csv has them all.")
        click.echo("")


def print_lines(lines: Sequence[str], more: str = "") -> None:
    """Print the first of LINES, wrapped, and how many there are beyond, which are MORE."""
    for line in lines[:MOST]:
        print_wrapped("  ", line)
    if len(lines) > MOST:
        click.echo(f"  … and {len(lines) - MOST:,} more{more}.")


def print_end(notes: Iterable[str], out: Path | None) -> None:
    """Print NOTES, and the file OUT that was written."""
    for note in notes:
        print_wrapped("  ", note)
    if out is not None:
        click.echo(f"Wrote {out}.")
