"""The `stackwright` command: groups the commands and turns refusals into one line on stderr."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from designer import __version__
from designer.cli import catalog_commands, output_commands, project_commands
from designer.formulas.calculators import CalculatorError
from designer.model.records import RefusedInput


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="stackwright")
def stackwright() -> None:
    """Design AI infrastructure: draw it, wire it, see what it carries, draws and costs.

    Without a command, `stackwright [PROJECT]` opens the window. PROJECT is a .stackwright file or a design as
    .json or .yaml.
    """


for module in (project_commands, output_commands, catalog_commands):
    for command in module.COMMANDS:
        stackwright.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Do what ARGUMENTS say.

    Returns:
        0 fine, 1 a refused input (or errors found by `check`), 2 wrong usage.
    """
    try:
        answer = stackwright.main(list(arguments), prog_name="stackwright", standalone_mode=False)
    except (RefusedInput, CalculatorError) as refusal:
        return _refuse(str(refusal), 1)
    except click.ClickException as problem:
        return _refuse(problem.format_message(), problem.exit_code)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Stopped.", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        return _refuse("This design is too large for the memory of this machine.", 1)
    return answer if isinstance(answer, int) else 0


def _refuse(message: str, code: int) -> int:
    line = " ".join(message.split())
    click.echo(f"stackwright: {line}", err=True)
    return code


def main() -> NoReturn:
    """Run the command line with the process's own arguments, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))
