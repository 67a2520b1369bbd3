"""A command as a record: words, keys, its place in the menus, when it can run, and what it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Final, Generic, Literal, Never, TypeVar, get_args

_Context = TypeVar("_Context", contravariant=True)
"""What commands act on, such as `designer/ui/commands/context.py` → `Context`."""

Place = Literal["node", "frame", "link", "relation", "flow", "port", "mark", "ground", "several"]
"""What a context menu is of: a device, a container, a cable, a relation, a flow, a port, a note, nothing, or several
things."""
PLACES: Final[tuple[Place, ...]] = get_args(Place)


@dataclass(frozen=True, slots=True)
class Command(Generic[_Context]):
    """One thing that a person can do.

    Attributes:
        id: Its name in stored shortcuts, in the command palette and for whoever runs it.
        title: Words for menus, an ellipsis when it asks for more.
        menu: Title of the menu; "File/Export" is a submenu.
        run: What it calls.
        shortcut: In Qt's portable text; several parted by "; ".
        icon: File in resources/icons without ".svg".
        when: Name of the condition under which it can run; "" is always.
        part_break: Whether a line stands above it in its menu.
        places: Where it stands in context menus: 23 is the third entry of the second part; lines part the parts.
        also: Other words by which the command palette finds it, such as what a file of it is called.
    """

    id: str
    title: str
    menu: str
    run: Callable[[_Context], object]
    shortcut: str = ""
    icon: str = ""
    when: str = ""
    part_break: bool = False
    places: Mapping[Place, int] = field(default_factory=dict[Place, int])
    also: str = ""


@dataclass(frozen=True, slots=True)
class Submenu:
    """A title of the menus, such as "Arrange/Align", that stands in context menus with all that is under it.

    Attributes:
        menu: The title, as commands name it.
        places: As those of a Command.
    """

    menu: str
    places: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Condition(Generic[_Context]):
    """When a command can run.

    Attributes:
        holds: Whether it can run now.
        why_not: One sentence to a person, for when it cannot.
    """

    holds: Callable[[_Context], bool]
    why_not: str


class CommandTable(Generic[_Context]):
    """All commands of a window, in the order of its menus, and the conditions that they name."""

    def __init__(
        self,
        commands: Sequence[Command[_Context]],
        conditions: Mapping[str, Condition[_Context]] | None = None,
        submenus: Sequence[Submenu] = (),
    ) -> None:
        self.commands = tuple(commands)
        self.submenus = tuple(submenus)
        self.conditions = dict(conditions or {})

    @cached_property
    def by_id(self) -> Mapping[str, Command[_Context]]:
        """Each command by its id."""
        return {command.id: command for command in self.commands}

    @cached_property
    def menus(self) -> tuple[str, ...]:
        """Titles of the menus, in their order."""
        return tuple(dict.fromkeys(command.menu.partition("/")[0] for command in self.commands))

    @cached_property
    def entries(self) -> Mapping[Place, tuple[str, ...]]:
        """Entries of each context menu: ids of commands, titles of submenus, and "" for a line."""
        return {place: self._entries(place) for place in PLACES}

    def _entries(self, place: Place) -> tuple[str, ...]:
        found = [(one.places[place], one.id) for one in self.commands if place in one.places]
        found += [(one.places[place], one.menu) for one in self.submenus if place in one.places]
        entries: list[str] = []
        for _, part in groupby(sorted(found), lambda entry: entry[0] // 10):
            entries += [""] if entries else []
            entries += [name for _, name in part]
        return tuple(entries)

    def why_not(self, command: Command[Never]) -> str:
        """Return the reason why COMMAND cannot run, when it cannot."""
        condition = self.conditions.get(command.when)
        return condition.why_not if condition else "It cannot run on what is selected."


AnyCommand = Command[Never]
AnyTable = CommandTable[Never]
"""Of whatever context, for who shows commands and runs none."""
