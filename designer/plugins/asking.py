"""Asking of all plug-ins that provide a hook, and checking of what a hook gives: the same for every sort of them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from designer.plugins.host import Handler
from designer.plugins.records import Plugin
from designer.plugins.running import PluginFailed, PluginHost, names_of

_Answer = TypeVar("_Answer")
_Record = TypeVar("_Record")


class Asked(NamedTuple, Generic[_Answer]):
    """Answers of plug-ins.

    Attributes:
        answers: Each plug-in that answered, with its answer.
        problems: A line for each that did not.
    """

    answers: tuple[tuple[Plugin, _Answer], ...]
    problems: tuple[str, ...]


class Asking(NamedTuple, Generic[_Answer]):
    """A question to all plug-ins that provide a hook.

    Attributes:
        hook: The hook: "exporters".
        handler: Calls it in the process of plug-ins.
        decoder: Of what the handler gives.
        seconds: How long one may take.
        most_bytes: How large an answer may be.
    """

    hook: str
    handler: Handler
    decoder: msgspec.msgpack.Decoder[_Answer]
    seconds: float
    most_bytes: int

    def of(self, plugins: Sequence[Plugin], host: PluginHost) -> Asked[_Answer]:
        """Ask those of PLUGINS that provide the hook; one that fails says nothing of the others."""
        answers: list[tuple[Plugin, _Answer]] = []
        problems: list[str] = []
        for plugin in names_of(plugins, self.hook):
            try:
                said = host.call(plugin, self.handler, b"", seconds=self.seconds, most_bytes=self.most_bytes)
                answers.append((plugin, self.decoder.decode(said)))
            except PluginFailed as failure:
                problems.append(str(failure))
            except msgspec.MsgspecError:
                problems.append(f"The plug-in {plugin.name}: gave {self.hook} that cannot be read.")
        return Asked(tuple(answers), tuple(problems))


def records_of(said: Sequence[Any], kind: type[_Record], hook: str, noun: str, most: int) -> list[_Record]:
    """Return the first MOST records of what a hook gave, all of one kind; runs in the process of plug-ins.

    Args:
        said: Of pluggy: a list with what the plug-in returned, empty for None.
        kind: Of each record; a single one stands for a list of it.
        hook: Name of the hook, for the refusal.
        noun: What it should have given: "findings".
        most: How many are taken.

    Raises:
        TypeError: it gave something else.
    """
    given: Any = said[0] if said else ()
    if isinstance(given, kind):
        given = (given,)
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise TypeError(f"{hook} gave a {type(given).__name__}, and not {noun}")
    found: list[Any] = list(islice(given, most))
    odd = next((one for one in found if not isinstance(one, kind)), None)
    if odd is not None:
        raise TypeError(f"{hook} gave a {type(odd).__name__} among its {noun}")
    return found
