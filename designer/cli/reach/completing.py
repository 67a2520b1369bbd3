"""Words that a shell completes beside commands, options and files: templates, their parameters, parts, calculators.

Loaded only where a shell asks: each word is worked out then, and no command waits for it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType
from typing_extensions import override

Words = Callable[[click.Context], Iterable[tuple[str, str]]]
"""Returns (word, what it means) for what stands before it in the line."""


class _Completed(StringParamType):
    """Text that a shell completes from a list; what is typed may be something else."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @override
    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [
            CompletionItem(word, help=" ".join(meaning.split()))
            for word, meaning in self._words(ctx)
            if word.startswith(incomplete)
        ]


def _templates(_: click.Context) -> Iterable[tuple[str, str]]:
    from designer.edit.templates.templates import TEMPLATES

    return [(name, template.title) for name, template in TEMPLATES.items()]


def _parameters(context: click.Context) -> Iterable[tuple[str, str]]:
    from designer.edit.templates.templates import TEMPLATES

    template = TEMPLATES.get(str(context.params.get("template") or ""))
    return [(f"{one.name}=", one.title) for one in template.parameters] if template is not None else []


def _parts(_: click.Context) -> Iterable[tuple[str, str]]:
    from designer.catalog.reading import read_library

    return [(part.id, f"{part.vendor} {part.name}") for part in read_library().parts.values()]


def _calculators(_: click.Context) -> Iterable[tuple[str, str]]:
    from designer.cli.calculators.row_calculators import ROW_CALCULATORS
    from designer.formulas.calculators import CALCULATORS

    return [(name, table[name].summary) for table in (CALCULATORS, ROW_CALCULATORS) for name in table]


def _views(_: click.Context) -> Iterable[tuple[str, str]]:
    from designer.cli.commands.export_command import DOCUMENTS
    from designer.drawing.design_views import VIEW_IDS

    return [(name.partition(" ")[0], "") for name in (*VIEW_IDS, *DOCUMENTS)]


def _commands(_: click.Context) -> Iterable[tuple[str, str]]:
    from designer.cli import COMMANDS

    return [(name, "") for name in sorted(COMMANDS)]


COMPLETED: Final[Mapping[tuple[str, str], Words]] = {
    ("new", "template"): _templates,
    ("new", "pairs"): _parameters,
    ("sweep", "template"): _templates,
    ("sweep", "pairs"): _parameters,
    ("show", "part_id"): _parts,
    ("list", "text"): _parts,
    ("export", "part_ids"): _parts,
    ("make", "part_ids"): _parts,
    ("compare", "instances"): _parts,
    ("compare", "apis"): _parts,
    ("compare", "machine"): _parts,
    ("calc", "name"): _calculators,
    ("export", "view"): _views,
    ("man", "command"): _commands,
}
"""What completes the argument or option of a command, by the names of both."""


def with_completion(command: click.Command) -> click.Command:
    """Return COMMAND, and all commands below it, with what completes its arguments and options."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_completion(below)
    for parameter in command.params:
        words = COMPLETED.get((command.name or "", parameter.name or ""))
        if words is not None:
            parameter.type = _Completed(words)
    return command
