"""Output of commands for people, with numbers and days as the person's language writes them."""

import io
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Final

import click

from designer.model.figures.number_locale import (
    LOCALES,
    choose_locale,
    chosen_locale_name,
    localised,
    system_locale_name,
)

FOR_PROGRAMS: Final = frozenset({"schema", "text", "git-setup", "man", "completion", "doctor", "mcp"})
"""Commands whose output is read by other programs, or is no text with figures."""
_OPTION: Final = "--locale"


class _LocalOut(io.TextIOBase):
    """Passes text on, its numbers rewritten; each write holds whole lines."""

    def __init__(self, out: io.TextIOBase) -> None:
        self._out = out

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Return the letters that the terminal has."""
        return self._out.encoding

    @property
    def errors(self) -> str | None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Return what becomes of letters that it has not."""
        return self._out.errors

    @property
    def buffer(self) -> io.BufferedIOBase:
        """Return where bytes go, which are JSON or the answer to a shell, and are passed on as they are."""
        return self._out.buffer  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

    def write(self, text: str) -> int:
        """Write TEXT; returns how much of it was written, as it was given."""
        self._out.write(localised(text))
        return len(text)

    def flush(self) -> None:
        """Send on what waits."""
        self._out.flush()

    def isatty(self) -> bool:
        """Return whether a person looks on."""
        return self._out.isatty()

    def fileno(self) -> int:
        """Return the file that it ends in."""
        return self._out.fileno()


@contextmanager
def local_output(arguments: Sequence[str]) -> Generator[None]:
    """Print for the language of the system, or of `--locale`, what a command with ARGUMENTS tells people."""
    before, out = chosen_locale_name(), sys.stdout
    choose_locale(system_locale_name())
    # One JSON document, rows as CSV and the text form keep the marks that programs read.
    programs = "--json" in arguments or "--rows" in arguments or not FOR_PROGRAMS.isdisjoint(arguments[:1])
    if not programs and isinstance(out, io.TextIOBase):
        sys.stdout = _LocalOut(out)
    try:
        yield
    finally:
        sys.stdout = out
        choose_locale(before)


def with_locale(command: click.Command) -> click.Command:
    """Return COMMAND with the option `--locale`, and all commands below it; once, whatever it is asked."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_locale(below)
        return command
    if command.name not in FOR_PROGRAMS and not any(_OPTION in one.opts for one in command.params):
        command.params.append(
            click.Option(
                [_OPTION],
                metavar="NAME",
                expose_value=False,
                is_eager=True,
                callback=_choose,
                help=f"Write numbers and days for {', '.join(LOCALES)}; else as the system does. Never in JSON or CSV.",
            )
        )
    return command


def _choose(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    if name:
        choose_locale(name)
    return name
