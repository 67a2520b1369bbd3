"""The hooks that a plug-in may implement, as pluggy knows them."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import pluggy

PROJECT: Final = "stackwright"
GROUP: Final = "stackwright.plugins"
"""The group of entry points by which an installed package names its plug-ins."""

_Hook = TypeVar("_Hook", bound=Callable[..., Any])
_spec: Final = pluggy.HookspecMarker(PROJECT)
_mark: Final = pluggy.HookimplMarker(PROJECT)


def hookimpl(function: _Hook) -> _Hook:
    """Mark FUNCTION as what a plug-in provides; its name says which hook it is, its arguments what it wants to see."""
    return _mark(function)


class Exporter(NamedTuple):
    """A form in which a plug-in writes a design.

    Attributes:
        suffix: How its files end, ".inventory"; no form of the program has that ending.
        title: What it is called: "Inventory of the warehouse".
        write: Given the design, its library, results and findings, returns what the file holds, text or bytes.
    """

    suffix: str
    title: str
    write: Callable[[Any, Any, Any, Any], str | bytes]


class Hooks:
    """Hooks that a plug-in may provide; each is optional, and names the arguments that it needs alone."""

    @_spec
    def check(self, design: Any, library: Any, results: Any, today: Any) -> Iterable[Any]:  # pyright: ignore[reportReturnType]
        """Tell what is the matter with DESIGN: a rule.

        Args:
            design: A frozen `Design`: nodes, links, settings and the parts that it uses.
            library: The frozen `Library` of all parts on hand.
            results: The frozen `Results` of the analysis; sections that were not worked out are None.
            today: A `datetime.date`, so that no rule asks the clock.
        """

    @_spec
    def calculators(self) -> Iterable[Any]:  # pyright: ignore[reportReturnType]
        """Give formulas with names, inputs and outputs (`designer.api.Calculator`)."""

    @_spec
    def exporters(self) -> Iterable[Exporter]:  # pyright: ignore[reportReturnType]
        """Give forms in which a design is written (`designer.api.Exporter`)."""

    @_spec
    def parts(self, today: Any) -> Mapping[str, Any]:  # pyright: ignore[reportReturnType]
        """Give parts and their sources as a file of parts has them: {"parts": [...], "sources": [...]}."""


HOOKS: Final[Mapping[str, str]] = {
    "check": "rule",
    "calculators": "calculators",
    "exporters": "exporters",
    "parts": "part source",
}
"""Each hook with what a plug-in that implements it is called."""


def registered(plugin: object, name: str) -> pluggy.PluginManager:
    """Return a manager that knows PLUGIN alone, so that what is wrong with one says nothing of another.

    Raises:
        ValueError: it implements a hook that there is not, or asks for an argument that is not given.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        # pluggy names arguments in braces, in an explanation of several lines with the text of the whole function.
        asked = re.search(r"\{(.*?)\}", str(error))
        hook = re.search(r"unknown hook '(\w+)'", str(error))
        if hook is not None:
            raise ValueError(f"there is no hook {hook[1]}; there are {', '.join(HOOKS)}") from None
        raise ValueError(f"a hook of it asks for {asked[1] if asked else 'something'}, which is not given") from None
    return manager
