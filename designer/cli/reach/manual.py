"""The manual of all commands, made from the commands themselves: man pages, and a page of the guide.

stackwright man [COMMAND] [--folder FOLDER]
python -m designer.cli.reach.manual        write resources/guide/command-options.md of a checkout
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import click

from designer import __version__
from designer.cli import COMMANDS as NAMES
from designer.files.writing import write_whole
from designer.locations import RESOURCES
from designer.model.records import RefusedInput

GUIDE: Final = RESOURCES / "guide" / "command-options.md"
CHANGELOG: Final = RESOURCES / "guide" / "developers" / "CHANGELOG.md"
_PROGRAM: Final = "stackwright"
_EXITS: Final = (
    ("0", "Done."),
    (
        "1",
        "The input was refused, with one line on standard error; `check` and `catalog check` found an error; `doctor` "
        "found something to mend.",
    ),
    ("2", "Wrong usage."),
)
_FILES: Final = (
    ("~/.local/share/stackwright", "Own parts and prices, own rules, the list of recent projects."),
    ("~/.config/stackwright", "Preferences of the window."),
    ("~/.local/state/stackwright", "Work that is not saved yet, and where windows listen that run."),
    ("~/.cache/stackwright", "What is made again when it is missing."),
)
_VARIABLES: Final = (
    ("XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "Move the folders above."),
    ("QT_QPA_PLATFORM", "What Qt draws through: xcb, wayland, offscreen."),
    ("NO_COLOR, COLUMNS", "As other programs read them."),
)


class Told(NamedTuple):
    """One command as its `--help` tells it.

    Attributes:
        path: Its words, "stackwright catalog list".
        usage: What follows them, "[OPTIONS] [TEXT]".
        summary: Its first sentence.
        paragraphs: All of its help.
        options: (how it is written, what it does) of each, those of `--help` last.
        commands: Below it.
    """

    path: str
    usage: str
    summary: str
    paragraphs: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    commands: tuple["Told", ...]


def told(command: click.Command, path: str = _PROGRAM, parent: click.Context | None = None) -> Told:
    """Return COMMAND, called by the words PATH in PARENT, with all below it."""
    context = command.context_class(command, parent, path, **command.context_settings)
    below = (
        tuple(
            told(found, f"{path} {name}", context)
            for name in command.list_commands(context)
            if (found := command.get_command(context, name)) is not None and not found.hidden
        )
        if isinstance(command, click.Group)
        else ()
    )
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    return Told(
        path,
        " ".join(command.collect_usage_pieces(context)),
        command.get_short_help_str(limit=300),
        tuple(" ".join(part.split()) for part in _clean(command.help or "").split("\n\n") if part.strip()),
        # An argument without words of its own stands in the usage already.
        tuple(record for record in records if record is not None and (record[1] or record[0].startswith("-"))),
        below,
    )


def _clean(text: str) -> str:
    """Return TEXT without what only steers click: the mark before lines that stay as they are."""
    return text.replace("\b", "").partition("\f")[0]


def page_names() -> list[str]:
    """Return the names of all man pages: "stackwright", "stackwright-analyze" and so on."""
    return [_PROGRAM, *(f"{_PROGRAM}-{name}" for name in sorted(NAMES))]


def man_page(program: Told, name: str = "") -> str:
    """Return the man page of the command NAME of PROGRAM, or of the program itself, in the language of man(7).

    Raises:
        RefusedInput: there is no such command.
    """
    if not name:
        return "\n".join(_first_page(program)) + "\n"
    command = next((one for one in program.commands if one.path == f"{program.path} {name}"), None)
    if command is None:
        raise RefusedInput(f"There is no command {name!r}; `stackwright --help` lists all.")
    return "\n".join(_command_page(command)) + "\n"


def _first_page(program: Told) -> Iterator[str]:
    yield from _head(program)
    yield ".SH SYNOPSIS"
    yield f".B {_PROGRAM}"
    yield r"[\fB\-\-new\-window\fR] [\fIPROJECT\fR]"
    yield ".br"
    yield f".B {_PROGRAM}"
    yield r"\fICOMMAND\fR [\fIARGUMENTS\fR]"
    yield from _description(program)
    yield from _options(program.options)
    yield ".SH COMMANDS"
    for command in program.commands:
        yield ".TP"
        yield rf"\fB{_roff(command.path.replace(' ', '-'))}\fR(1)"
        yield _roff(command.summary)
    for title, rows in (("EXIT STATUS", _EXITS), ("FILES", _FILES), ("ENVIRONMENT", _VARIABLES)):
        yield from _rows(title, rows)


def _command_page(command: Told) -> Iterator[str]:
    yield from _head(command)
    yield from _synopsis(command)
    yield from _description(command)
    yield from _options(command.options)
    for below in command.commands:
        yield f".SH {_roff(below.path.removeprefix(f'{_PROGRAM} ')).upper()}"
        yield rf"\fB{_roff(below.path)}\fR {_roff(below.usage)}"
        for paragraph in below.paragraphs:
            yield ".PP"
            yield _roff(paragraph)
        for written, does in below.options:
            yield from (".TP", rf"\fB{_roff(written)}\fR", _roff(does) or r"\&")
    yield from _rows("EXIT STATUS", _EXITS)
    yield ".SH SEE ALSO"
    yield rf"\fB{_PROGRAM}\fR(1)"


@cache
def release_day() -> str:
    """Return the day of this version as the changelog has it, "2026-11-29"; "" where it has none."""
    try:
        told = CHANGELOG.read_text("utf-8")
    except OSError:
        return ""
    found = re.search(rf"^## {re.escape(__version__)} \S+ (\d{{4}}-\d\d-\d\d)$", told, re.MULTILINE)
    return found[1] if found else ""


def _head(command: Told) -> Iterator[str]:
    title = command.path.replace(" ", "-")
    yield f'.TH {_roff(title).upper()} 1 "{release_day()}" "Stackwright {__version__}" "Stackwright"'
    yield ".SH NAME"
    yield rf"{_roff(title)} \- {_roff(command.summary.rstrip('.'))}"


def _synopsis(command: Told) -> Iterator[str]:
    yield ".SH SYNOPSIS"
    yield rf"\fB{_roff(command.path)}\fR {_roff(command.usage)}"


def _description(command: Told) -> Iterator[str]:
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(command.paragraphs):
        if number:
            yield ".PP"
        yield _roff(paragraph)


def _options(options: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield ".SH OPTIONS"
    for written, does in options:
        yield from (".TP", rf"\fB{_roff(written)}\fR", _roff(does) or r"\&")


def _rows(title: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {title}"
    for name, text in rows:
        yield from (".TP", rf"\fB{_roff(name)}\fR", _roff(text))


def _roff(text: str) -> str:
    """Return TEXT as man(7) reads it: no sign of it is an order, and hyphens can be copied."""
    escaped = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    # Letters beyond ASCII by their number: programs that format manuals guess at encodings.
    escaped = "".join(sign if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in escaped)
    # A line that begins with a point or a quote would be an order.
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def guide_page(program: Told) -> str:
    """Return the page of the guide that lists every option of every command, as Markdown."""
    lines = [
        "# Options of every command",
        "",
        "Made from the commands themselves by `python packaging/task.py manual`, as the man pages are: what stands "
        "here is what `--help` says. [The command line](command-line.md) shows them at work.",
    ]
    for command in program.commands:
        lines += _guide_part(command, "##")
    return "\n".join(lines) + "\n"


def _guide_part(command: Told, mark: str) -> list[str]:
    lines = ["", f"{mark} {command.path.removeprefix(f'{_PROGRAM} ')}", "", f"`{command.path} {command.usage}`"]
    for paragraph in command.paragraphs:
        lines += ["", _plain_markdown(paragraph)]
    own = [option for option in command.options if not option[0].endswith("--help")]
    if own:
        lines += ["", "| Option | |", "|---|---|"]
        lines += [f"| `{written.replace('|', chr(92) + '|')}` | {_plain_markdown(does)} |" for written, does in own]
    for below in command.commands:
        lines += _guide_part(below, f"{mark}#")
    return lines


def _plain_markdown(text: str) -> str:
    """Return TEXT in which nothing is markup but what stands in backquotes, and that no table is cut by."""
    pieces = " ".join(text.split()).split("`")
    for place in range(0, len(pieces), 2):
        for sign in ("\\", "*", "_", "<", "[", "|"):
            pieces[place] = pieces[place].replace(sign, f"\\{sign}")
    return "`".join(pieces)


@click.command("man")
@click.argument("command", required=False)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the pages of all commands there, as a man1 folder has them.",
)
@click.option("--guide", type=click.Path(path_type=Path), help="Write the page of the guide that lists all options.")
@click.pass_context
def man(context: click.Context, command: str | None, folder: Path | None, guide: Path | None) -> None:
    """Print the man page of COMMAND, or of the program.

    `stackwright man | man -l -` reads it. With --folder all pages are written as files: into
    ~/.local/share/man/man1, say, where man finds them.
    """
    program = told(context.find_root().command)
    if guide is not None:
        write_whole(guide, guide_page(program).encode())
        click.echo(f"Wrote {guide}.")
        return
    if folder is None:
        click.echo(man_page(program, command or ""), nl=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in page_names():
        page = man_page(program, name.removeprefix(_PROGRAM).removeprefix("-"))
        write_whole(folder / f"{name}.1", page.encode())
    click.echo(f"Wrote {len(page_names())} pages into {folder}.")


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options and files.

    For bash: `stackwright completion bash > ~/.local/share/bash-completion/completions/stackwright`. For zsh: into a
    folder of $fpath, as _stackwright. For fish: into ~/.config/fish/completions, as stackwright.fish.
    """
    click.echo(completion_script(shell))


def completion_script(shell: str) -> str:
    """Return the script that completes words for SHELL: "bash", "zsh" or "fish"."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise RefusedInput(f"Words are completed for bash, zsh and fish, not for {shell}.")
    return found(click.Group(), {}, _PROGRAM, "_STACKWRIGHT_COMPLETE").source()


COMMANDS: Final = (man, completion)
