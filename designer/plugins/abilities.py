"""Abilities of a plug-in, read off its text before it runs: what it provides, and what else it names."""

import ast
from typing import Final

from designer.plugins.records import Plugin

GIVEN: Final[dict[str, str]] = {
    "check": "a rule: it sees the design, the parts and the figures after each change, and tells findings",
    "calculators": "calculators: they get the numbers that you type, and give numbers",
    "exporters": "forms of files: they get the design, the parts, the figures and the findings when you export",
    "parts": "a part source: it is asked once a day, and gives parts with their prices",
}
_PLAIN: Final = frozenset(
    {
        *("__future__", "bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions"),
        *("functools", "heapq", "itertools", "json", "math", "operator", "re", "statistics", "string", "textwrap"),
        *("typing", "typing_extensions", "designer.api.plugins"),
    }
)
"""Modules that reach nothing beyond the numbers and texts that they are given."""
_CALLS: Final = frozenset(
    {"open", "exec", "eval", "compile", "__import__", "input", "breakpoint", "getattr", "globals"}
)
_MOST_NAMED: Final = 8


def abilities_of(plugin: Plugin) -> tuple[str, ...]:
    """Return, in sentences, what PLUGIN provides, what it may do, and what of that its text names.

    A text can hide what it does, which the sentences say too: they help to read it and take the place of nothing.
    """
    told = [f"It provides {'; '.join(GIVEN[hook] for hook in plugin.provides)}."] if plugin.provides else []
    told.append("It runs in a process of its own with a time limit, and may read and write files as you may.")
    if not plugin.source:
        told.append("It is a package: its files say what it does.")
        return tuple(told)
    named = _named(plugin.source)
    if named:
        more = " …" if len(named) > _MOST_NAMED else ""
        told.append(f"Look at what its text names: {', '.join(named[:_MOST_NAMED])}{more}.")
    else:
        told.append("Its text names nothing that reaches files, programs or the network; a text can hide that.")
    return tuple(told)


def _named(source: bytes) -> list[str]:
    """Return the modules and functions that SOURCE names which reach beyond what it is given, in their order."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        elif isinstance(node, ast.Name) and node.id in _CALLS:
            found[f"{node.id}()"] = None
            continue
        elif isinstance(node, ast.Attribute) and node.attr.startswith("__"):
            found[node.attr] = None
            continue
        else:
            continue
        for module in modules:
            if module not in _PLAIN and module.partition(".")[0] not in _PLAIN:
                found[module] = None
    return list(found)
