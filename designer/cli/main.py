"""The `stackwright` command: groups the commands and turns refusals into one line on stderr."""

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, NoReturn

import click
from click.shell_completion import CompletionItem

from designer import __version__
from designer.cli import COMMANDS
from designer.cli.call_rules import with_rules
from designer.cli.local_output import local_output, with_locale
from designer.formulas.calculator_error import CalculatorError
from designer.model.records import RefusedInput
from designer.plugins.consent import rules_of_call


def _template_commands() -> tuple[click.Command, ...]:
    from designer.cli.commands import template_commands

    return template_commands.COMMANDS


def _project_commands() -> tuple[click.Command, ...]:
    from designer.cli.commands import project_commands

    return project_commands.COMMANDS


def _bom_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import bom_command

    return bom_command.COMMANDS


def _export_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import export_command

    return export_command.COMMANDS


def _catalog_commands() -> tuple[click.Command, ...]:
    from designer.cli.commands import catalog_commands

    return catalog_commands.COMMANDS


def _calc_command() -> tuple[click.Command, ...]:
    from designer.cli.calculators import calc_command

    return calc_command.COMMANDS


def _compare_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import compare_command

    return compare_command.COMMANDS


def _diff_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import diff_command

    return diff_command.COMMANDS


def _merge_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import merge_command

    return merge_command.COMMANDS


def _git_commands() -> tuple[click.Command, ...]:
    from designer.cli.commands import git_commands

    return git_commands.COMMANDS


def _limits_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import limits_command

    return limits_command.COMMANDS


def _cables_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import cables_command

    return cables_command.COMMANDS


def _fabric_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import fabric_command

    return fabric_command.COMMANDS


def _make_real_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import make_real_command

    return make_real_command.COMMANDS


def _set_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import set_command

    return set_command.COMMANDS


def _sweep_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import sweep_command

    return sweep_command.COMMANDS


def _mend_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import mend_command

    return mend_command.COMMANDS


def _measured_commands() -> tuple[click.Command, ...]:
    from designer.cli.commands import demand_command

    return demand_command.COMMANDS


def _versions_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import versions_command

    return versions_command.COMMANDS


def _variants_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import variants_command

    return variants_command.COMMANDS


def _optimise_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import optimise_command

    return optimise_command.COMMANDS


def _sites_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import sites_command

    return sites_command.COMMANDS


def _availability_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import availability_command

    return availability_command.COMMANDS


def _doctor_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import doctor

    return doctor.COMMANDS


def _manual_commands() -> tuple[click.Command, ...]:
    from designer.cli.reach import manual

    return manual.COMMANDS


def _phases_command() -> tuple[click.Command, ...]:
    from designer.cli.commands import phases_command

    return phases_command.COMMANDS


def _readings_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import readings_command

    return readings_command.COMMANDS


def _bundle_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import bundle_command

    return bundle_command.COMMANDS


def _plugins_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import plugins_command

    return plugins_command.COMMANDS


def _netbox_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import netbox_command

    return netbox_command.COMMANDS


def _built_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import built_command

    return built_command.COMMANDS


def _mcp_command() -> tuple[click.Command, ...]:
    from designer.cli.reach import mcp_command

    return mcp_command.COMMANDS


_LOADERS: Final[Mapping[str, Callable[[], tuple[click.Command, ...]]]] = {
    **dict.fromkeys(("new", "templates", "import", "schema"), _template_commands),
    **dict.fromkeys(("analyze", "check"), _project_commands),
    "bom": _bom_command,
    "bundle": _bundle_command,
    "export": _export_command,
    "catalog": _catalog_commands,
    "calc": _calc_command,
    "compare": _compare_command,
    "diff": _diff_command,
    "merge": _merge_command,
    **dict.fromkeys(("text", "git-setup"), _git_commands),
    "limits": _limits_command,
    "cables": _cables_command,
    "swap-fabric": _fabric_command,
    "make-real": _make_real_command,
    "optimise": _optimise_command,
    **dict.fromkeys(("versions", "salvage"), _versions_command),
    "variants": _variants_command,
    "set": _set_command,
    "phases": _phases_command,
    "sites": _sites_command,
    "sweep": _sweep_command,
    "mend": _mend_command,
    "demand": _measured_commands,
    "availability": _availability_command,
    "mcp": _mcp_command,
    "doctor": _doctor_command,
    **dict.fromkeys(("man", "completion"), _manual_commands),
    "built": _built_command,
    "netbox": _netbox_command,
    "plugins": _plugins_command,
    "readings": _readings_command,
}


class _Commands(click.Group):
    """Loads a command when it is called: a formula does not wait for what only drawings need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, as `--help` lists them."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command CMD_NAME; None when there is none."""
        load = _LOADERS.get(cmd_name)
        found = next((command for command in load() if command.name == cmd_name), None) if load else None
        if found is not None and "_STACKWRIGHT_COMPLETE" in os.environ:
            from designer.cli.reach.completing import with_completion  # a shell asks

            with_completion(found)
        return with_locale(with_rules(found)) if found is not None else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options that begin with INCOMPLETE, else files: a project may stand there too."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from designer.installation.revision import revision  # asks git in a checkout

        click.echo(f"stackwright, version {__version__} (revision {revision()})")
        context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and the revision, and leave.",
)
def stackwright() -> None:
    """Design AI infrastructure: draw it, wire it, see what it carries, draws and costs.

    Without a command, `stackwright [PROJECT]` opens the window, in a tab of the one that runs where one does;
    `stackwright --new-window [PROJECT]` starts another. PROJECT is a .stackwright file or a design as .json or .yaml.
    """


def run(arguments: Sequence[str]) -> int:
    """Do what ARGUMENTS say.

    Returns:
        0 fine, 1 a refused input (or errors found by `check`), 2 wrong usage.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Into files and pipes Windows would write in letters of its own, which have no names in Japanese, say, and
        # which neither git nor JSON is read in.
        letters = "utf-8" if sys.platform == "win32" and not sys.stdout.isatty() else None
        # A terminal without the letters of a name gets a question mark, not a traceback.
        sys.stdout.reconfigure(encoding=letters, errors="replace")
    try:
        with local_output(arguments), rules_of_call():
            answer = stackwright.main(list(arguments) or ["--help"], prog_name="stackwright", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (RefusedInput, CalculatorError) as refusal:
        return _refuse(str(refusal), 1)
    except click.exceptions.NoArgsIsHelpError as problem:
        names = ", ".join(sorted(getattr(problem.ctx.command if problem.ctx else None, "commands", ())))
        return _refuse(f"{problem.ctx.command_path if problem.ctx else ''} needs one of {names}; see --help.", 2)
    except click.FileError as problem:
        return _refuse(problem.format_message(), 1)
    except click.ClickException as problem:
        return _refuse(problem.format_message(), problem.exit_code)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Stopped.", 1)
    except SystemExit:
        # click ends so, and so alone, when the reader of a pipe has had enough.
        return _leave_quietly()
    except BrokenPipeError:
        return _leave_quietly()
    except OSError as problem:
        _leave_quietly()
        return _refuse(f"The answer could not be written: {problem.strerror or problem}.", 1)
    except MemoryError:
        return _refuse("This design is too large for the memory of this machine.", 1)
    except RecursionError:
        return _refuse("This input is nested too deep.", 1)
    return answer if isinstance(answer, int) else 0


def _refuse(message: str, code: int) -> int:
    line = " ".join(message.split())
    with suppress(OSError, ValueError):
        click.echo(f"stackwright: {line}", err=True)
    return code


def _leave_quietly() -> int:
    """Send what is still to be printed nowhere, so that nothing complains at the end of the process."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # pyright: ignore[reportOptionalMemberAccess]
    return 0


def main() -> NoReturn:
    """Run the command line with the process's own arguments, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))
