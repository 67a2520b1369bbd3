"""The option `--rules FOLDER`: plug-ins that are switched on for one call, of every command that reads a design."""

from pathlib import Path
from typing import Final

import click

from designer.plugins.consent import name_rules

WITHOUT: Final = frozenset(
    {
        *("schema", "git-setup", "man", "completion", "doctor", "salvage", "templates"),
        *("catalog import", "plugins allow", "plugins forbid", "bundle list", "bundle back"),
    }
)
"""Commands that read neither a design nor parts, or change what is kept for all calls."""
_OPTION: Final = "--rules"


def with_rules(command: click.Command, group: str = "") -> click.Command:
    """Return COMMAND of GROUP with the option `--rules`, and all commands below it; once, whatever it is asked."""
    name = f"{group} {command.name}".strip()
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_rules(below, name)
        return command
    if name not in WITHOUT and not any(_OPTION in one.opts for one in command.params):
        command.params.append(
            click.Option(
                [_OPTION],
                type=click.Path(path_type=Path),
                metavar="FOLDER",
                expose_value=False,
                callback=_switch_on,
                help="Run the plug-ins in FOLDER too, for this call.",
            )
        )
    return command


def _switch_on(_: click.Context, __: click.Parameter, folder: Path | None) -> Path | None:
    """Switch the plug-ins of FOLDER on until the command ends; the person who names a folder consents to it."""
    if folder is not None:
        from designer.api.reviewing import switched_on  # few name one

        switched_on(folder)  # is refused here, before anything is worked out
        name_rules(folder)
    return folder
